"""Errors of a fake: a test, or the code that it tests, is wrong.

These are assertion errors: a runner of tests shows them as failures, and code that
catches the errors of the client does not catch them.
"""

from __future__ import annotations

from collections.abc import Iterable


class FakeError(AssertionError):
    """Base of what a fake raises itself."""


class UnexpectedRequest(FakeError):
    """A request that no operation is for, or that nothing is configured for."""


class InvalidRequest(FakeError):
    """A request that the specification does not allow."""


class InvalidResponse(FakeError):
    """A response that the specification does not allow."""


def listed(start: str, problems: Iterable[tuple[str, str]]) -> str:
    """Return a message with problems, one a line."""
    lines = [f"  {at}: {message}" if at else f"  {message}" for at, message in problems]
    return "\n".join([start, *lines])
