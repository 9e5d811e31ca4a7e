"""Text in normal form as arrays: tokens, character classes, n-grams, hashed keys, vocabulary."""
