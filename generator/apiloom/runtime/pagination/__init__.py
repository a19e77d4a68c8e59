"""Long lists, fetched page by page."""
