"""The meaning of a changed specification for the callers of its client."""
