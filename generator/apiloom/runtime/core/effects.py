"""Effects that the steps of a call ask of their driver.

A course decides and does no input or output: it yields these and is given back
what came of them.  So one course serves the sync and the async client.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    import httpx2

    from ..decoding.limits import ResponseLimits
    from ..encoding.files import Content

T = TypeVar("T")


class Send(NamedTuple):
    """Ask the driver to send a request; it sends back the response.

    The body of the response has been read, unless `stream` says of this response that
    it is left to be read.  What the HTTP library raises is thrown into the course; so
    is a timeout when it all takes longer than `within` seconds, which are what is left
    of a `deadline`.  `limits` are those of the response; None for the usual ones.
    `content` is the body of the request, whose own exceptions are the caller's.
    """

    request: httpx2.Request
    stream: OpenFor | None = None
    within: float | None = None
    deadline: float | None = None
    limits: ResponseLimits | None = None
    content: Content | None = None


class Pause(NamedTuple):
    """Ask the driver to wait."""

    seconds: float


class Notify(NamedTuple):
    """Ask the driver to call a hook, and to await what it returns if need be."""

    hook: Callable[[Any], object]
    event: object


OpenFor: TypeAlias = "Callable[[httpx2.Response], bool]"
"""Says of a response, by its status and headers, whether its body is left unread."""


class Ask(NamedTuple):
    """Ask the driver to call a caller's function; it sends back the result.

    The async driver awaits a result that can be awaited.  What the function raises
    is thrown into the course.
    """

    function: Callable[[], object]


class Exclusive(NamedTuple):
    """Ask the driver to carry out another course while no other call is in one.

    The driver sends back the result; what it raises is thrown into this course, and
    `LockTimeout` if the others take longer than `within` seconds.  The calls of a
    client and of its copies wait for each other here, and nowhere else.
    """

    course: Callable[[], Steps[object]]
    within: float | None = None


Step: TypeAlias = Send | Pause | Notify | Ask | Exclusive
Steps: TypeAlias = "Generator[Step, Any, T]"
"""Steps of a call that returns a `T`; each says what the driver sends back."""


async def settled(value: object) -> object:
    """Return a value, awaited if it is awaitable."""
    return await value if isawaitable(value) else value
