"""Scoring in a browser: the modules that do it (``*.js``), and the files that they read, written from any artefact."""
