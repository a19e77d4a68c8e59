"""Requests: parameters, bodies and files, from Python to the wire."""
