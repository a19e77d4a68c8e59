"""Models of a client: where they stand, and how they are written."""
