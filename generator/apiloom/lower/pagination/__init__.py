"""Pagination of operations: declared by an extension, or inferred from names."""
