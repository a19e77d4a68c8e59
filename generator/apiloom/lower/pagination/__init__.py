"""How an operation pages: declared by an extension, or inferred from names."""
