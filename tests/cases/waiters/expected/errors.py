"""Exceptions, and enums of the documented reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from . import models
from ._runtime.core import errors as base
from ._runtime.core.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadGatewayError,
    BadRequestError,
    ClientStatusError,
    ConflictError,
    ContentTooLargeError,
    GatewayTimeoutError,
    GoneError,
    InternalServerError,
    JobFailed,
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
    WaitTimeout,
)
from ._runtime.core.reasons import ErrorReason

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
    "GatewayTimeoutError",
    "GoneError",
    "InternalServerError",
    "JobFailed",
    "JobsError",
    "JobsWaitFailed",
    "LockedError",
    "MethodNotAllowedError",
    "MissingCredentialError",
    "NotAcceptableError",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "RateLimitError",
    "RejectedError",
    "RequestTimeoutError",
    "RequestValidationError",
    "ResponseValidationError",
    "ServerStatusError",
    "ServiceUnavailableError",
    "UnprocessableEntityError",
    "UnsupportedMediaTypeError",
    "WaitTimeout",
]

JobsError = base.APIError
"""Base of every exception that the client raises."""

base.name_root("JobsError")


class JobsWaitFailed(base.JobFailed):
    """The job awaited by `jobs.wait` failed."""

    if TYPE_CHECKING:

        @property
        def body(self) -> models.JobsStatusResponse: ...

        @property
        def state(self) -> Literal["failed"]: ...


_STATUS_ERRORS: dict[int, type[APIStatusError]] = {
    **base.STATUS_ERRORS,
}
"""The exception for each status."""

_STATUS_BODIES: dict[int, Callable[[], object]] = {}
"""The type of an exception's body, by status."""


def __dir__() -> list[str]:
    return sorted(__all__)
