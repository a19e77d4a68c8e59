"""The same attacks as `tests/security`, for as long as you let them run (`make fuzz`).

A module here is a campaign: it has a function ``run(seconds, seed)`` that attacks until
the time is up and raises AssertionError, with what reproduces it, at the first failure.
"""
