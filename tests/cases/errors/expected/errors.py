"""Exceptions, and enums of the documented reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Union

from . import models
from ._runtime.core import errors as base
from ._runtime.core.errors import (
    APIConnectionError,
    APITimeoutError,
    JobFailed,
    MissingCredentialError,
    RejectedError,
    RequestValidationError,
    ResponseValidationError,
    WaitTimeout,
)
from ._runtime.core.reasons import ErrorReason

if TYPE_CHECKING:
    from .catalogue.files import FilesListRejection, FilesUploadRejection
    from .catalogue.ranges import RangesLoadRejection
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        if name not in _CATALOGUE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        enum = getattr(import_module(_CATALOGUE[name], __package__), name)
        globals()[name] = enum
        return enum


__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadGatewayError",
    "BadRequestError",
    "BadRequestProblemError",
    "BadRequestUploadProblemError",
    "ClientStatusError",
    "ConflictError",
    "ContentTooLargeError",
    "ErrorReason",
    "FailingError",
    "FilesListRejected",
    "FilesListRejection",
    "FilesUploadRejected",
    "FilesUploadRejection",
    "GatewayTimeoutError",
    "GoneError",
    "InternalServerError",
    "JobFailed",
    "LockedError",
    "MethodNotAllowedError",
    "MissingCredentialError",
    "NotAcceptableError",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "RangesLoadRejected",
    "RangesLoadRejection",
    "RateLimitError",
    "RejectedError",
    "RequestTimeoutError",
    "RequestValidationError",
    "ResponseValidationError",
    "ServerStatusError",
    "ServiceUnavailableError",
    "Status499Error",
    "UnprocessableEntityError",
    "UnsupportedMediaTypeError",
    "WaitTimeout",
]

FailingError = base.APIError
"""Base of every exception that the client raises."""

base.name_root("FailingError")


class APIStatusError(base.APIStatusError):
    """Any error status."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem | models.UploadProblem: ...


class ClientStatusError(APIStatusError, base.ClientStatusError):
    """Any 4XX status."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem | models.UploadProblem: ...


class ServerStatusError(APIStatusError, base.ServerStatusError):
    """Any 5XX status."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class BadRequestError(ClientStatusError, base.BadRequestError):
    """HTTP 400 Bad Request."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem | models.UploadProblem: ...


class AuthenticationError(ClientStatusError, base.AuthenticationError):
    """HTTP 401 Unauthorized."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class PaymentRequiredError(ClientStatusError, base.PaymentRequiredError):
    """HTTP 402 Payment Required."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class PermissionDeniedError(ClientStatusError, base.PermissionDeniedError):
    """HTTP 403 Forbidden."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class NotFoundError(ClientStatusError, base.NotFoundError):
    """HTTP 404 Not Found."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class MethodNotAllowedError(ClientStatusError, base.MethodNotAllowedError):
    """HTTP 405 Method Not Allowed."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class NotAcceptableError(ClientStatusError, base.NotAcceptableError):
    """HTTP 406 Not Acceptable."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class RequestTimeoutError(ClientStatusError, base.RequestTimeoutError):
    """HTTP 408 Request Timeout."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class ConflictError(ClientStatusError, base.ConflictError):
    """HTTP 409 Conflict."""


class GoneError(ClientStatusError, base.GoneError):
    """HTTP 410 Gone."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class PreconditionFailedError(ClientStatusError, base.PreconditionFailedError):
    """HTTP 412 Precondition Failed."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class ContentTooLargeError(ClientStatusError, base.ContentTooLargeError):
    """HTTP 413 Content Too Large."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class UnsupportedMediaTypeError(ClientStatusError, base.UnsupportedMediaTypeError):
    """HTTP 415 Unsupported Media Type."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class UnprocessableEntityError(ClientStatusError, base.UnprocessableEntityError):
    """HTTP 422 Unprocessable Entity."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class LockedError(ClientStatusError, base.LockedError):
    """HTTP 423 Locked."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class RateLimitError(ClientStatusError, base.RateLimitError):
    """HTTP 429 Too Many Requests."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class Status499Error(ClientStatusError):
    """HTTP 499 499."""

    status = 499

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class InternalServerError(ServerStatusError, base.InternalServerError):
    """HTTP 500 Internal Server Error."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class BadGatewayError(ServerStatusError, base.BadGatewayError):
    """HTTP 502 Bad Gateway."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class ServiceUnavailableError(ServerStatusError, base.ServiceUnavailableError):
    """HTTP 503 Service Unavailable."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class GatewayTimeoutError(ServerStatusError, base.GatewayTimeoutError):
    """HTTP 504 Gateway Timeout."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class BadRequestProblemError(BadRequestError):
    """`BadRequestError` with one of its documented bodies."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class BadRequestUploadProblemError(BadRequestError):
    """`BadRequestError` with one of its documented bodies."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.UploadProblem: ...


class FilesListRejected(base.RejectedError):
    """`files.list` failed, although the status is 200."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.FilesListResponse: ...

        @property
        def reason(
            self,
        ) -> Literal[FilesListRejection.REJECTED, FilesListRejection.UNKNOWN]: ...


class FilesUploadRejected(base.RejectedError):
    """`files.upload` failed, although the status is 200."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Uploaded: ...

        @property
        def reason(
            self,
        ) -> Literal[
            FilesUploadRejection.STILL_WAITING,
            FilesUploadRejection.NO_CREDIT,
            FilesUploadRejection.UNKNOWN,
        ]: ...


class RangesLoadRejected(base.RejectedError):
    """`ranges.load` failed, although the status is 2XX."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.State: ...

        @property
        def reason(
            self,
        ) -> Literal[RangesLoadRejection.FAILED, RangesLoadRejection.UNKNOWN]: ...


_STATUS_ERRORS: dict[int, type[APIStatusError]] = {
    3: APIStatusError,
    4: ClientStatusError,
    5: ServerStatusError,
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    406: NotAcceptableError,
    408: RequestTimeoutError,
    409: ConflictError,
    410: GoneError,
    412: PreconditionFailedError,
    413: ContentTooLargeError,
    415: UnsupportedMediaTypeError,
    422: UnprocessableEntityError,
    423: LockedError,
    429: RateLimitError,
    499: Status499Error,
    500: InternalServerError,
    502: BadGatewayError,
    503: ServiceUnavailableError,
    504: GatewayTimeoutError,
}
"""The exception for each status."""

_STATUS_BODIES: dict[int, Callable[[], object]] = {
    3: lambda: Union[models.Problem, models.UploadProblem],
    4: lambda: Union[models.Problem, models.UploadProblem],
    5: lambda: models.Problem,
    401: lambda: models.Problem,
    402: lambda: models.Problem,
    403: lambda: models.Problem,
    404: lambda: models.Problem,
    405: lambda: models.Problem,
    406: lambda: models.Problem,
    408: lambda: models.Problem,
    410: lambda: models.Problem,
    412: lambda: models.Problem,
    413: lambda: models.Problem,
    415: lambda: models.Problem,
    422: lambda: models.Problem,
    423: lambda: models.Problem,
    429: lambda: models.Problem,
    499: lambda: models.Problem,
}
"""The type of an exception's body, by status."""

_CATALOGUE: dict[str, str] = {
    "FilesListRejection": ".catalogue.files",
    "FilesUploadRejection": ".catalogue.files",
    "RangesLoadRejection": ".catalogue.ranges",
}


def __dir__() -> list[str]:
    return sorted(__all__)
