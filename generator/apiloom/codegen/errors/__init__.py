"""Exceptions and error enums of a client."""
