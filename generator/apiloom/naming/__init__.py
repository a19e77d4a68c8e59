"""The one owner of names: from words in a document to identifiers in Python."""
