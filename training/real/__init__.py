"""What real headlines teach, as figures: grades by key, word vectors, weights. No headline is kept."""
