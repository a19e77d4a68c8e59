"""Finished code and Markdown, and the only ways from other text to them."""
