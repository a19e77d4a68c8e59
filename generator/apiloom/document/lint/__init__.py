"""Findings about a document that reading it does not need."""
