"""Corpora: format, checks, near duplicates, public data sets, votes, labelled pages."""
