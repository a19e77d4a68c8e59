"""From views to the text of files."""
