"""Options of a client, or of a copy of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Final,
    Literal,
    NamedTuple,
    TypeAlias,
    TypedDict,
    get_args,
)

import httpx2

from .. import PACKAGE
from ..decoding.mismatches import Validation

if TYPE_CHECKING:
    from ..auth.credentials import Credentials
    from ..core.operation import Security
    from ..core.retries import RetryBudget
    from ..core.servers import ServerChoice
    from ..decoding.limits import ResponseLimits
    from ..telemetry.hooks import AnyHooks

DEFAULT_TIMEOUT: Final = httpx2.Timeout(60.0, connect=5.0)
DEFAULT_MAX_RETRIES: Final = 2

_LIBRARY_TIMEOUT: Final = httpx2.Timeout(5.0)
"""The default timeout of an HTTP client."""

_VALIDATIONS: Final = get_args(Validation)

Timeout: TypeAlias = float | httpx2.Timeout | None
Mode: TypeAlias = Literal["parsed", "raw", "streaming"]
"""What calls return: the parsed body, a raw response, or one that is not read yet."""

ExtraHeaders: TypeAlias = Mapping[str, str | None]
"""Headers to send; None for one that is not to be sent."""


class RequestOptions(TypedDict, total=False):
    """Options that every method accepts besides the arguments of its operation."""

    extra_headers: ExtraHeaders | None
    """Headers that replace those of the call; None as a value removes one."""
    extra_query: Mapping[str, object] | None
    """Query parameters that replace those of the call; None removes one."""
    extra_body: Mapping[str, object] | None
    """Members that are added to the object or form that is sent, or replace its own."""
    timeout: Timeout
    """Replaces the timeout of the client."""
    max_retries: int
    """Replaces the maximum number of retries of the client."""


class Options(NamedTuple):
    """Options of a client, or of a copy of it."""

    base_url: str
    credentials: Credentials
    timeout: Timeout
    max_retries: int
    headers: ExtraHeaders | None
    errors: object
    """The package's module of errors, or what loads it: it has `STATUS_TABLES`."""
    user_agent: str
    retry_budget: RetryBudget
    deadline: float | None = None
    hooks: AnyHooks | None = None
    limits: ResponseLimits | None = None
    """The limits of responses; None for the usual ones."""
    follow_redirects: bool | None = None
    """Whether redirects are followed; None for what the HTTP client says."""
    validate_responses: Validation = "report"
    validate_requests: bool = True
    security: Security = ()
    """What requests without an operation of their own need, if there is any."""
    servers: ServerChoice | None = None
    request_ids: Sequence[str] = ()
    """The headers of responses that are declared to identify a request."""
    default_query: Mapping[str, object] | None = None
    """Parameters of every query that does not have them."""
    final_headers: frozenset[str] = frozenset()
    """Those of `headers`, in lower case, that replace arguments of the call as well."""
    extra_query: Mapping[str, object] | None = None
    """Parameters that replace those of a query; None removes one."""
    extra_body: Mapping[str, object] | None = None
    """Members of every body, which replace those that it has."""
    shared_headers: Mapping[str, object] | None = None
    """Values of header parameters of all operations, by their names in lower case."""
    package: str = PACKAGE
    """The package of the client: the name of its logger and tracer."""

    @property
    def query_names(self) -> frozenset[str]:
        """The names of the parameters that the caller adds to every query."""
        return frozenset([*(self.default_query or ()), *(self.extra_query or ())])

    @property
    def stated(self) -> tuple[str, ...]:
        """Values that the caller adds to every request, which may be secret."""
        added = (self.headers, self.default_query, self.extra_query)
        values = (value for each in added if each for value in each.values())
        return tuple(value for value in values if isinstance(value, str))

    def __repr__(self) -> str:
        return f"Options({redacted_url(self.base_url)})"


def timeout_for(timeout: Timeout, http: httpx2.Client | httpx2.AsyncClient) -> Timeout:
    """Return the timeout of requests: the caller's own, wherever it was chosen.

    One that was passed to the client takes precedence over that of the HTTP client.
    """
    if timeout is DEFAULT_TIMEOUT and http.timeout != _LIBRARY_TIMEOUT:
        return http.timeout
    return timeout


def redacted_url(url: str) -> str:
    """Return a URL, or what should be one, without user name, password and query."""
    scheme, separator, rest = url.partition("?")[0].rpartition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"


def checked(options: Options) -> Options:
    """Return the options.

    Raises:
        ValueError: `validate_responses` is none of its three values.
    """
    if options.validate_responses not in _VALIDATIONS:
        raise ValueError(
            'validate_responses must be "report", "strict" or "off", got '
            f"{options.validate_responses!r}"
        )
    return options
