"""Results of calls: the typed value of a success, or the exception of a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from ..client.sending import UNREADABLE
from ..core.errors import (
    APIStatusError,
    ResponseValidationError,
    redacted,
    status_error,
)
from ..core.lazy import Deferred
from ..core.operation import Operation
from ..core.reasons import member, raw_reason, reason_for
from ..types.models import wire_member
from .decoders import Decoder, Empty, Json, Undescribed, described
from .mismatches import Mismatches, Reported, Validation
from .response_info import loosely

if TYPE_CHECKING:
    import httpx2

    from ..telemetry.hooks import AnyHooks
    from . import error_bodies, reports, second_reading
else:
    second_reading = Deferred(".second_reading", __package__)
    error_bodies = Deferred(".error_bodies", __package__)
    reports = Deferred(".reports", __package__)

T = TypeVar("T")

_RENAMED: Final = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Entity",
}
"""What Python calls otherwise before or after 3.13."""

_LONGEST: Final = 300

StatusErrors: TypeAlias = Mapping[int, type[APIStatusError]]
StatusBodies: TypeAlias = Mapping[int, Callable[[], object]]

STATUS_TABLES: Final = ("_STATUS_ERRORS", "_STATUS_BODIES")
"""The tables in a package's module of errors: exceptions, and their bodies."""


class Reporting(NamedTuple):
    """Treatment of responses that do not match their schemas."""

    mode: Validation
    hooks: AnyHooks | None
    reported: set[Reported]
    """What the client has reported already."""
    package: str
    """The package of the client."""

    def tell(
        self,
        operation: Operation[Any],
        response: httpx2.Response,
        mismatches: Mismatches,
    ) -> None:
        """Report mismatches once each, or raise.

        Raises:
            ResponseValidationError: A response that does not fit is an error.
        """
        if self.mode == "strict":
            raise reports.refused(operation, response, mismatches, self.package)
        if self.mode == "report":
            reports.report(
                operation,
                response,
                mismatches,
                hooks=self.hooks,
                reported=self.reported,
                package=self.package,
            )


def decoder_of(operation: Operation[Any], status: int) -> Decoder | None:
    """Return the decoder of a success; None if ``default`` alone documents a 3XX.

    OpenAPI 3.1, section 4.8.16: ``default`` stands for all statuses that are not
    declared, so it describes the success of an operation that declares no other.
    """
    if status < 300:
        return described(status, operation.success)
    stated = {key: one for key, one in operation.success.items() if key != "default"}
    return described(status, stated)


def success(
    operation: Operation[T], response: httpx2.Response, reporting: Reporting
) -> T:
    """Return the typed value of a response.

    Args:
        operation: What was called.
        response: A success, with its body read.
        reporting: What happens to a body that does not fit.

    Raises:
        ResponseValidationError: The body cannot be read, or does not fit where that
            is an error.
        RejectedError: The body reports a failure (``x-outcome``).
    """
    status = response.status_code
    # Most are described by their status itself.
    decoder = operation.success.get(str(status)) or decoder_of(operation, status)
    broken = response.extensions.get(UNREADABLE)
    if broken is not None:
        raise ResponseValidationError(
            f"{operation.name}: the body of status {status} cannot be read: "
            f"{broken}",
            response=response,
        ) from broken
    value: object = None
    fits = True
    if decoder is None or (not response.content and has_no_body(response)):
        value = _unexpected(operation, decoder, response, reporting)
    else:
        mismatches = Mismatches()
        mismatches.mode = reporting.mode
        value = decoder.read(response, mismatches)
        if mismatches:
            fits = False
            reporting.tell(operation, response, mismatches)
    outcome = operation.outcome
    if outcome is not None:
        found = wire_member(value, outcome.path)
        if not outcome.is_success(found):
            body = loosely(response)
            reason = reason_for(operation.reasons(), status, body)
            said = (
                error_bodies.summary(body, _redactor(response))
                or repr(found)[:_LONGEST]
            )
            raise outcome.raises(
                f"{operation.name}: {reason.title}: {said}",
                response=response,
                body=value if fits else error_bodies.deepened(type(value), value),
                reason=reason,
                raw_reason=member(body, outcome.path),
                raw_body=body,
            )
    return cast("T", value)


def has_no_body(response: httpx2.Response) -> bool:
    """Return whether HTTP has no body here, whatever a specification says.

    RFC 9110, sections 9.3.2 (HEAD), 15.3.5 (204) and 15.3.6 (205).
    """
    return response.status_code in (204, 205) or response.request.method == "HEAD"


def _unexpected(
    operation: Operation[Any],
    decoder: Decoder | None,
    response: httpx2.Response,
    reporting: Reporting,
) -> Any:
    """Return a success without a body, or one that the specification does not mention.

    The latter is read like its nearest sibling, else as its content type says.
    """
    if decoder is not None:
        return decoder.without_body(response)
    if not response.content:
        return None
    siblings = sorted(
        (key for key in operation.success if key.isdigit()),
        key=lambda key: abs(int(key) - response.status_code),
    )
    for key in siblings[:1]:
        sibling = operation.success[key]
        mismatches = Mismatches()
        mismatches.mode = reporting.mode
        try:
            value = sibling.read(response, mismatches)
        except ResponseValidationError:
            break
        is_other = any(not mismatch.path for mismatch in mismatches)
        if isinstance(sibling, Empty) or is_other:
            break
        if mismatches:
            reporting.tell(operation, response, mismatches)
        return value
    return second_reading.by_content_type(response)


def failure(
    operation: Operation[Any],
    response: httpx2.Response,
    errors: object,
) -> APIStatusError:
    """Return the exception for an error status, also if the body does not fit.

    Args:
        operation: What was called.
        response: A failure, with its body read.
        errors: The package's module of errors.
    """
    status = response.status_code
    status_errors: StatusErrors
    status_bodies: StatusBodies
    status_errors, status_bodies = (getattr(errors, name) for name in STATUS_TABLES)
    documented = described(status, operation.failures())
    raises = documented.raises if documented else None
    if raises is None:
        raises = status_error(status, status_errors)
    promised = status_bodies.get(status) or status_bodies.get(status // 100)
    if documented is not None:
        decoder = documented.body
    else:
        # Not described here, but elsewhere: the exception promises the type.
        decoder = Json(promised()) if promised is not None else Undescribed()
    plain = loosely(response)
    mismatches = Mismatches()
    mismatches.mode = "off"
    fits = False
    try:
        body = decoder.read(response, mismatches)
        fits = not mismatches
    except Exception:
        # Whatever the body is, the status is the error.
        body = plain
    body = decoder.shaped(body)
    if not fits:
        body = decoder.deepened(body)
    reasons = operation.reasons()
    title = _phrase(status)
    detail = error_bodies.summary(plain, _redactor(response))
    message = f"{operation.name}: {status} {title}" + (f": {detail}" if detail else "")
    return raises(
        message,
        response=response,
        body=body,
        reason=reason_for(reasons, status, plain),
        raw_reason=raw_reason(reasons, status, plain),
        raw_body=plain,
    )


def _redactor(response: httpx2.Response) -> Callable[[str], str]:
    """Return what removes the credentials of a request from a text."""
    return lambda text: redacted(text, response.request)


def _phrase(status: int) -> str:
    try:
        return _RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return "Unknown Status"
