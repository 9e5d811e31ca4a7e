"""Corpora: format, checks, duplicates, public sets, votes, labelled pages."""
