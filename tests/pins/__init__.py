"""Clients at both ends of the ranges of their libraries: `make pins`."""
