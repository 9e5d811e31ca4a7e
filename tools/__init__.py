"""Programs that fill the documents."""
