"""The pages of a client's documentation."""
