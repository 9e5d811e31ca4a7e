"""Measures, reports, studies and the quality gate."""
