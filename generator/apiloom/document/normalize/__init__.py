"""Bringing every version and every habit of OpenAPI to one dialect."""
