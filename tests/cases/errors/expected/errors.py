"""Everything that can go wrong: exceptions, and the documented reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Union

from . import models
from ._runtime import errors as base
from ._runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadGatewayError,
    ClientStatusError,
    ConflictError,
    ContentTooLargeError,
    GatewayTimeoutError,
    GoneError,
    InternalServerError,
    LockedError,
    MethodNotAllowedError,
    MissingCredentialError,
    NotAcceptableError,
    NotFoundError,
    PaymentRequiredError,
    PermissionDeniedError,
    PreconditionFailedError,
    RateLimitError,
    RejectedError,
    RequestTimeoutError,
    RequestValidationError,
    ResponseValidationError,
    ServerStatusError,
    ServiceUnavailableError,
    UnprocessableEntityError,
    UnsupportedMediaTypeError,
)
from ._runtime.reasons import ErrorReason

if TYPE_CHECKING:
    from .catalogue.files import FilesListRejection, FilesUploadRejection
    from .catalogue.ranges import RangesLoadRejection
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        if name not in _CATALOGUE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(_CATALOGUE[name], __package__), name)
        globals()[name] = found
        return found


__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadGatewayError",
    "BadRequestError",
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
    "LockedError",
    "MethodNotAllowedError",
    "MissingCredentialError",
    "NotAcceptableError",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "ProblemBadRequestError",
    "RangesLoadRejected",
    "RangesLoadRejection",
    "RateLimitError",
    "RejectedError",
    "RequestTimeoutError",
    "RequestValidationError",
    "ResponseValidationError",
    "STATUS_BODIES",
    "STATUS_ERRORS",
    "ServerStatusError",
    "ServiceUnavailableError",
    "Status499Error",
    "UnprocessableEntityError",
    "UnsupportedMediaTypeError",
    "UploadProblemBadRequestError",
]

FailingError = base.APIError
"""Base of everything that the client raises on purpose."""


class BadRequestError(base.BadRequestError):
    """HTTP 400 Bad Request."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem | models.UploadProblem: ...


class Status499Error(base.ClientStatusError):
    """HTTP 499 499."""

    status = 499


class ProblemBadRequestError(BadRequestError):
    """BadRequestError with one of its documented bodies."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.Problem: ...


class UploadProblemBadRequestError(BadRequestError):
    """BadRequestError with one of its documented bodies."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.UploadProblem: ...


class FilesListRejected(base.RejectedError):
    """`files.list` was answered with HTTP 200, but did not succeed."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.FilesListResponse: ...

        @property
        def reason(
            self,
        ) -> Literal[FilesListRejection.REJECTED, FilesListRejection.UNKNOWN]: ...


class FilesUploadRejected(base.RejectedError):
    """`files.upload` was answered with HTTP 200, but did not succeed."""

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
    """`ranges.load` was answered with HTTP 2XX, but did not succeed."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.State: ...

        @property
        def reason(
            self,
        ) -> Literal[RangesLoadRejection.FAILED, RangesLoadRejection.UNKNOWN]: ...


STATUS_ERRORS: dict[int, type[APIStatusError]] = {
    **base.STATUS_ERRORS,
    400: BadRequestError,
    499: Status499Error,
}
"""The exception for each status."""

STATUS_BODIES: dict[int, Callable[[], object]] = {
    400: lambda: Union[models.Problem, models.UploadProblem],
}
"""What the body of an exception is, by its status."""

_CATALOGUE: dict[str, str] = {
    "FilesListRejection": ".catalogue.files",
    "FilesUploadRejection": ".catalogue.files",
    "RangesLoadRejection": ".catalogue.ranges",
}
