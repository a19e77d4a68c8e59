"""Exceptions that every client raises.

A client's own ``errors`` module builds on these: it gives the documented status
errors their typed bodies and lists the documented reasons of each operation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, TypeVar

from .. import PACKAGE, RUNTIME
from .reasons import ErrorReason

if TYPE_CHECKING:
    import httpx2

    from ..decoding.mismatches import Mismatch
    from ..types import JsonValue

_E = TypeVar("_E", bound="APIError")
Scalar: TypeAlias = str | int | float | bool | None

_PUBLIC: Final = "" if PACKAGE == RUNTIME else f"{PACKAGE}.errors"
"""The client's own module of exceptions, where callers import them from."""


class APIError(Exception):
    """Base of everything a client raises on purpose."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Name a class after the public module, which tracebacks and pickles show.

        The client's own class of a name replaces the one of the runtime there.
        """
        super().__init_subclass__(**kwargs)
        if not _PUBLIC:
            # The runtime on its own belongs to no client.
            return
        if cls.__module__ == _PUBLIC:
            for base in cls.__mro__[1:]:
                if base.__module__ == _PUBLIC and base.__name__ == cls.__name__:
                    base.__module__ = __name__
        elif cls.__module__.startswith(f"{RUNTIME}.") and cls.__name__[0] != "_":
            cls.__module__ = _PUBLIC

    @property
    def message(self) -> str:
        """One line about the failure."""
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(cls: type[_E], args: tuple[Any, ...], state: dict[str, Any]) -> _E:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


def name_root(name: str) -> None:
    """Give the base of all exceptions the name that the client has for it."""
    APIError.__name__ = APIError.__qualname__ = name
    APIError.__module__ = _PUBLIC or __name__


class MissingCredentialError(APIError):
    """A required credential was neither passed nor in the environment.

    Raised before anything is sent.
    """


class RequestValidationError(APIError, ValueError):
    """Arguments that cannot be sent as the specification wants them.

    Raised before anything is sent. The message names the operation, and each argument
    with its place and what to pass instead; `problems` has them one by one.
    """

    problems: tuple[str, ...] = ()


class APIConnectionError(APIError):
    """A request could not be sent, or got no response."""

    method: str
    url: str

    def __init__(self, message: str, *, method: str, url: str) -> None:
        super().__init__(message)
        self.method = method
        self.url = url


class APITimeoutError(APIConnectionError):
    """A server did not respond in time."""


class _ResponseError(APIError):
    """Base of errors that carry a response."""

    response: httpx2.Response

    def __init__(self, message: str, *, response: httpx2.Response) -> None:
        super().__init__(redacted(message, _request_of(response)))
        self.response = response
        self._request_id = request_id(response)

    def __reduce__(self) -> tuple[Any, ...]:
        # The request that was sent carries credentials; a copy tells where it went.
        response = copy(self.response)
        sent = response.request
        response.request = type(sent)(sent.method, plain_url(sent.url))
        response.next_request = None
        response.history = []
        return _restore, (
            type(self),
            self.args,
            {**self.__dict__, "response": response},
        )

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def method(self) -> str:
        """The HTTP method of the request."""
        return self.response.request.method

    @property
    def url(self) -> str:
        """The URL of the request, without query and user name."""
        return plain_url(self.response.request.url)

    @property
    def headers(self) -> httpx2.Headers:
        """The headers of the response."""
        return self.response.headers

    @property
    def request_id(self) -> str | None:
        """The server's identifier of this exchange, if it gave one."""
        return self._request_id


REDACT: Final = "redact"
"""The extension of a request that has what removes its credentials from a text."""


def redacted(text: str, request: httpx2.Request | None) -> str:
    """Return a text without the credentials of a request, which a server may echo."""
    redact = request.extensions.get(REDACT) if request is not None else None
    return str(redact(text)) if redact is not None else text


def _request_of(response: httpx2.Response) -> httpx2.Request | None:
    try:
        return response.request
    except RuntimeError:
        # A response that was made by hand has none.
        return None


def plain_url(url: httpx2.URL) -> str:
    """Return a URL without what may be secret in it: query, user name and password."""
    return str(url.copy_with(query=None, userinfo=b""))


REQUEST_IDS: Final = "request_ids"
"""The extension of a request that names the declared headers with identifiers."""

REQUEST_ID_HEADERS: Final = (
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "apim-request-id",
    "x-goog-request-id",
    "x-github-request-id",
    "x-requestid",
    "x-trace-id",
    "trace-id",
    "x-transaction-id",
    "x-amzn-trace-id",
    "x-cloud-trace-context",
    "x-b3-traceid",
    "traceresponse",
    "cf-ray",
)
"""Where servers commonly put the identifier of a request; the first one counts."""


def request_id(response: httpx2.Response) -> str | None:
    """Return the identifier of a request, or None if the server gave none.

    It is in a header that the specification declares for it, else in one of those that
    servers commonly use.
    """
    request = _request_of(response)
    declared = request.extensions.get(REQUEST_IDS, ()) if request is not None else ()
    headers = response.headers
    for name in (*declared, *REQUEST_ID_HEADERS):
        if headers.get(name):
            return headers[name]
    return None


class ResponseValidationError(_ResponseError):
    """A response does not match the specification; `response` has it."""

    mismatches: tuple[Mismatch, ...]
    """Every place that does not fit; none if it is not a body that is at fault."""

    def __init__(
        self,
        message: str,
        *,
        response: httpx2.Response,
        mismatches: Sequence[Mismatch] = (),
    ) -> None:
        super().__init__(message, response=response)
        self.mismatches = tuple(mismatches)


class APIStatusError(_ResponseError):
    """A response has an error status.

    `body` is the documented model, whatever came: attributes that the response does not
    have are None, and values that do not fit are as they came.
    """

    status: ClassVar[int | None] = None

    def __init__(
        self,
        message: str,
        *,
        response: httpx2.Response,
        body: object,
        reason: ErrorReason,
        raw_reason: JsonValue = None,
        raw_body: JsonValue = None,
    ) -> None:
        super().__init__(message, response=response)
        self._body = body
        self._reason = reason
        self.raw_body = raw_body
        """The body as it came: JSON's types, or text; None if it is empty."""
        self.raw_reason = raw_reason
        """The value of the body that tells the reason, as the server sent it."""

    @property
    def body(self) -> object:
        """The body of the response."""
        return self._body

    @property
    def reason(self) -> ErrorReason:
        """The documented case, a member of the operation's error enum."""
        return self._reason


class RejectedError(_ResponseError):
    """A response has a success status, but its body reports a failure."""

    def __init__(
        self,
        message: str,
        *,
        response: httpx2.Response,
        body: object,
        reason: ErrorReason,
        raw_reason: JsonValue,
        raw_body: JsonValue = None,
    ) -> None:
        super().__init__(message, response=response)
        self._body = body
        self._reason = reason
        self.raw_body = raw_body
        """The body as it came: JSON's types, or text; None if it is empty."""
        self.raw_reason = raw_reason
        """The value that says so, as the server sent it."""

    @property
    def body(self) -> object:
        """The body of the response."""
        return self._body

    @property
    def reason(self) -> ErrorReason:
        """The documented case, a member of the operation's error enum."""
        return self._reason


class JobFailed(_ResponseError):
    """A job ended in a state that is a failure."""

    def __init__(
        self, message: str, *, response: httpx2.Response, body: object, state: Scalar
    ) -> None:
        super().__init__(message, response=response)
        self._body = body
        self._state = state

    @property
    def body(self) -> object:
        """The last response."""
        return self._body

    @property
    def state(self) -> Scalar:
        """The state that the job ended in."""
        return self._state


class WaitTimeout(_ResponseError):
    """A job did not end in time; it may still be running."""

    def __init__(
        self, message: str, *, response: httpx2.Response, body: object, state: Scalar
    ) -> None:
        super().__init__(message, response=response)
        self.body = body
        """The last response."""
        self.last_state = state
        """The state that the job was in last."""


class ClientStatusError(APIStatusError):
    """Any 4XX: the server did not accept the request."""


class ServerStatusError(APIStatusError):
    """Any 5XX: the server failed."""


class BadRequestError(ClientStatusError):
    """HTTP 400."""

    status = 400


class AuthenticationError(ClientStatusError):
    """HTTP 401."""

    status = 401


class PaymentRequiredError(ClientStatusError):
    """HTTP 402."""

    status = 402


class PermissionDeniedError(ClientStatusError):
    """HTTP 403."""

    status = 403


class NotFoundError(ClientStatusError):
    """HTTP 404."""

    status = 404


class MethodNotAllowedError(ClientStatusError):
    """HTTP 405."""

    status = 405


class NotAcceptableError(ClientStatusError):
    """HTTP 406."""

    status = 406


class RequestTimeoutError(ClientStatusError):
    """HTTP 408."""

    status = 408


class ConflictError(ClientStatusError):
    """HTTP 409."""

    status = 409


class GoneError(ClientStatusError):
    """HTTP 410."""

    status = 410


class PreconditionFailedError(ClientStatusError):
    """HTTP 412."""

    status = 412


class ContentTooLargeError(ClientStatusError):
    """HTTP 413."""

    status = 413


class UnsupportedMediaTypeError(ClientStatusError):
    """HTTP 415."""

    status = 415


class UnprocessableEntityError(ClientStatusError):
    """HTTP 422."""

    status = 422


class LockedError(ClientStatusError):
    """HTTP 423."""

    status = 423


class RateLimitError(ClientStatusError):
    """HTTP 429."""

    status = 429


class InternalServerError(ServerStatusError):
    """HTTP 500."""

    status = 500


class BadGatewayError(ServerStatusError):
    """HTTP 502."""

    status = 502


class ServiceUnavailableError(ServerStatusError):
    """HTTP 503."""

    status = 503


class GatewayTimeoutError(ServerStatusError):
    """HTTP 504."""

    status = 504


STATUS_ERRORS: dict[int, type[APIStatusError]] = {
    cls.status: cls
    for family in (ClientStatusError, ServerStatusError)
    for cls in family.__subclasses__()
    if cls.status is not None
}


_FAMILIES: dict[int, type[APIStatusError]] = {
    3: APIStatusError,
    4: ClientStatusError,
    5: ServerStatusError,
}


def status_error(
    status: int, known: Mapping[int, type[APIStatusError]] | None = None
) -> type[APIStatusError]:
    """Return the exception class of a status, from `known` if it is there.

    Statuses without a class have that of their family, which `known` may have under
    the first digit of the status.
    """
    family = min(status // 100, 5)
    for key, table in ((status, STATUS_ERRORS), (family, _FAMILIES)):
        found = (known or {}).get(key) or table.get(key)
        if found is not None:
            return found
    return APIStatusError


class PayloadValidationError(APIError, ValueError):
    """A payload of a webhook or a callback does not match the specification.

    `webhook` is the name of it, and `payload` what came, as it was given.
    """

    webhook: str
    payload: object

    def __init__(self, message: str, *, webhook: str, payload: object) -> None:
        super().__init__(message)
        self.webhook = webhook
        self.payload = payload


class UnknownWebhookError(APIError, LookupError):
    """A webhook is not in the specification."""

    webhook: str

    def __init__(self, message: str, *, webhook: str) -> None:
        super().__init__(message)
        self.webhook = webhook


class WebhookSignatureError(APIError, ValueError):
    """A webhook whose signature is missing, does not match, or is too old."""
