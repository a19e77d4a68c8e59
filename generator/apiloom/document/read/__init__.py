"""Reading files: from bytes to a plain tree, with the position of every value."""
