"""Metrics, reports, studies and the quality gate."""
