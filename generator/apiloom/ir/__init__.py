"""The intermediate model: what an API is, free of any document and any language."""
