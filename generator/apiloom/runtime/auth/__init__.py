"""Credentials, and the requests that fetch access tokens."""
