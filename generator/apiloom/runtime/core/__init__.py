"""Basics of clients: operations, errors, retries, servers."""
