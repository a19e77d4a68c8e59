"""The fake of a client: what its runtime must know, and its typed classes."""
