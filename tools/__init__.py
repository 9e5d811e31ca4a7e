"""Programs that fill the documents with cog."""
