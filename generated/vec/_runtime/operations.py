"""What a client knows of an operation before it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from .bodies import RequestBody
from .errors import APIStatusError, RejectedError
from .limits import Sent
from .parameters import Style
from .reasons import ErrorReason, UndocumentedReason
from .responses import Decoder
from .servers import OperationServer

if TYPE_CHECKING:
    from .pagination import Pagination

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Failure:
    """A documented error response: how to read its body, and what to raise.

    Without an exception of its own, as for ``4XX`` and ``default``, the status that
    came decides.
    """

    body: Decoder
    raises: type[APIStatusError] | None = None


@dataclass(frozen=True, slots=True)
class Scoped:
    """A security scheme with the scopes that an operation needs (section 4.8.30)."""

    scheme: str
    scopes: tuple[str, ...]


Security: TypeAlias = tuple[tuple[str | Scoped, ...], ...]
"""Alternatives; each lists the security schemes that are needed together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Tells success from failure inside a success response (``x-outcome``).

    The call succeeded if the member at `path` has one of the values in `success`;
    with `success` None, if it is there and not null.
    """

    path: tuple[str, ...]
    success: tuple[object, ...] | None
    raises: type[RejectedError]


def _undocumented() -> type[ErrorReason]:
    return UndocumentedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[T_co]):
    """One operation of an API; `T_co` is what a call returns.

    Keys of `success` and `failures` are status codes, ranges (``4XX``) or
    ``default``, as in a Responses Object (OpenAPI 3.1, section 4.8.16).
    `security` lists alternatives; each is a set of schemes that are needed together.
    `servers` go before those of the API.
    """

    name: str
    method: str
    path: str
    styles: Mapping[tuple[str, str], Style] = field(
        default_factory=dict[tuple[str, str], Style]
    )
    limits: Mapping[tuple[str, str], Sent] = field(
        default_factory=dict[tuple[str, str], Sent]
    )
    body: RequestBody | None = None
    body_required: bool = True
    success: Mapping[str, Decoder]
    failures: Mapping[str, Failure] = field(default_factory=dict[str, Failure])
    outcome: Outcome | None = None
    reasons: Callable[[], type[ErrorReason]] = _undocumented
    security: Security = ()
    servers: tuple[OperationServer, ...] = ()
    accept: str = "application/json"
    idempotency_key: str | None = None
    """The header whose value makes a repeated request the same request."""
    is_documented: bool = True
    """Whether the specification knows it; else `path` is no template."""
    pages: Pagination | None = None
    url: str | None = None
    """Where to ask instead, if an answer linked to this request."""
    is_stream: bool = False
    """Whether the answer is a sequence, of which `T_co` is an item."""
