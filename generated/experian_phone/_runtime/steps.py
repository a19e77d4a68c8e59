"""What the course of a call asks of the driver that carries it out.

A course decides and does no input or output: it yields these and is given back
what came of them.  So one course serves the sync and the async client.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Ask the driver to send a request; answered with its response.

    The body of the response has been read, or with `stream` is left to be read.
    What the HTTP library raises is thrown into the course; so is a time-out when
    it all takes longer than `within` seconds.
    """

    request: httpx2.Request
    stream: bool = False
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Ask the driver to wait; answered with None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Notify:
    """Ask the driver to call a hook, and to await what it returns if need be."""

    hook: Callable[[Any], object]
    event: object


Step: TypeAlias = Send | Pause | Notify
Steps: TypeAlias = "Generator[Step, httpx2.Response | None, T]"
"""The course of a call that ends in a `T`."""
