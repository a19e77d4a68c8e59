"""Sync and async clients, and their calls."""
