"""Operations of an API, and the arguments of a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from .reasons import ErrorReason, UndocumentedReason, same
from .unset import UNSET

if TYPE_CHECKING:
    from ..decoding.decoders import Decoder
    from ..encoding.bodies import RequestBody
    from ..encoding.checks import Checker
    from ..encoding.parameters import Style
    from .errors import APIStatusError, RejectedError
    from .servers import OperationServer

T_co = TypeVar("T_co", covariant=True)

OPERATION: Final = "operation"
"""The extension of a request with the name of its operation."""


class Failure(NamedTuple):
    """A documented error response: how to read its body, and what to raise.

    Without an exception of its own, as for ``4XX`` and ``default``, the status that
    came decides.
    """

    body: Decoder
    raises: type[APIStatusError] | None = None


class Scoped(NamedTuple):
    """A security scheme with the scopes that an operation needs (section 4.8.30)."""

    scheme: str
    scopes: tuple[str, ...]


Security: TypeAlias = tuple[tuple[str | Scoped, ...], ...]
"""Alternatives; each lists the security schemes that are needed together."""


class OutcomeCheck(NamedTuple):
    """Tells success from failure inside a success response (``x-outcome``).

    The call succeeded if the member at `path` has one of the values in `success`;
    with `success` None, if it is there and not null.
    """

    path: tuple[str, ...]
    success: tuple[object, ...] | None
    raises: type[RejectedError]

    def is_success(self, value: object) -> bool:
        """Return whether the member says that the call succeeded."""
        if self.success is None:
            return value is not None
        return any(same(value, expected) for expected in self.success)


class PageStrategy:
    """Base of what finds the next page; only clients that page have more of it."""

    __slots__ = ()


class Arguments(NamedTuple):
    """Arguments of a call by location, under the names of the API.

    An omitted one is UNSET. The body is either given whole or by its fields.
    """

    path: Mapping[str, object] | None = None
    query: Mapping[str, object] | None = None
    header: Mapping[str, object] | None = None
    cookie: Mapping[str, object] | None = None
    body: object = UNSET
    fields: Mapping[str, object] | None = None

    def whole_body(self, *, is_required: bool) -> object:
        """Return the body, made of its fields where these were passed.

        A body that is not required and has no fields is UNSET.
        """
        if self.fields is None:
            return self.body
        body = {name: item for name, item in self.fields.items() if item is not UNSET}
        return body if body or is_required else UNSET


def _undocumented() -> type[ErrorReason]:
    return UndocumentedReason


def _no_failures() -> Mapping[str, Failure]:
    return {}


# Not frozen, nor compared: every method that a dataclass is given takes time to make.
@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Operation(Generic[T_co]):
    """One operation of an API; `T_co` is what a call returns.

    Keys of `success` and `failures` are status codes, ranges (``4XX``) or
    ``default``, as in a Responses Object (OpenAPI 3.1, section 4.8.16).  `failures` is
    asked once, by the first call that fails: others do without the models of errors.
    `security` lists alternatives; each is a set of schemes that are needed together.
    `servers` go before those of the API.
    """

    name: str
    method: str
    path: str
    styles: Mapping[tuple[str, str], Style] = field(
        default_factory=dict["tuple[str, str]", "Style"]
    )
    types: Mapping[tuple[str, str], Any] = field(
        default_factory=dict["tuple[str, str]", "Any"]
    )
    """What callers may pass for the parameters, with the limits of the values."""
    required: Sequence[tuple[str, str]] = ()
    """The parameters that cannot be left out; those of the path never can."""
    body: RequestBody | None = None
    body_required: bool = True
    success: Mapping[str, Decoder]
    failures: Callable[[], Mapping[str, Failure]] = _no_failures
    outcome: OutcomeCheck | None = None
    reasons: Callable[[], type[ErrorReason]] = _undocumented
    security: Security = ()
    servers: tuple[OperationServer, ...] = ()
    accept: str = "application/json"
    idempotency_key: str | None = None
    """The header whose value makes a repeated request the same request."""
    is_documented: bool = True
    """Whether the specification knows it; else `path` is no template."""
    pages: PageStrategy | None = None
    url: str | None = None
    """The URL of the request, if a response linked to it."""
    checkers: dict[tuple[str, str], Checker] = field(
        default_factory=dict["tuple[str, str]", "Checker"]
    )
    """What checks the parameters, once it was needed."""

    def __post_init__(self) -> None:
        self.failures = cache(self.failures)
