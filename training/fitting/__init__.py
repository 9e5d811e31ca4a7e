"""From corpus to artefact with scikit-learn."""
