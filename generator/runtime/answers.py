"""Reading answers: the typed value of a success, or the exception of a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

from .errors import APIStatusError, ResponseValidationError, status_error
from .models import wire_member
from .operations import Operation
from .reasons import member, same
from .responses import Decoder, Empty, Json, Undescribed, described, loosely
from .sending import UNREADABLE

if TYPE_CHECKING:
    import httpx2

    from .json_value import JsonValue

T = TypeVar("T")

_RENAMED: Final = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Entity",
}
"""What Python calls otherwise before or after 3.13."""

StatusErrors: TypeAlias = Mapping[int, type[APIStatusError]]
StatusBodies: TypeAlias = Mapping[int, Callable[[], object]]


def decoder_of(operation: Operation[Any], status: int) -> Decoder | None:
    """How to read a success; what is only documented as ``default`` is none if 3XX up.

    OpenAPI 3.1, section 4.8.16: ``default`` stands for all statuses that are not
    declared, so it describes the success of an operation that declares no other.
    """
    if status < 300:
        return described(status, operation.success)
    stated = {key: one for key, one in operation.success.items() if key != "default"}
    return described(status, stated)


def success(
    operation: Operation[T], response: httpx2.Response, *, validate: bool = True
) -> T:
    """The typed value of an answer.

    Raises `ResponseValidationError` if the body does not fit, unless it is not to be
    validated; and the operation's rejection if the body says that the call failed
    (``x-outcome``).
    """
    status = response.status_code
    decoder = decoder_of(operation, status)
    broken = response.extensions.get(UNREADABLE)
    if broken is not None:
        raise ResponseValidationError(
            f"{operation.name}: the body of status {status} cannot be read: "
            f"{broken}",
            response=response,
        ) from broken
    if decoder is not None:
        value = decoder.decode(response) if validate else decoder.leniently(response)
    else:
        value = _undocumented_success(operation, response)
    outcome = operation.outcome
    if outcome is not None:
        found = wire_member(value, outcome.path)
        succeeded = (
            found is not None
            if outcome.success is None
            else any(same(found, value) for value in outcome.success)
        )
        if not succeeded:
            body = loosely(response)
            reason = operation.reasons().for_answer(status, body)
            raise outcome.raises(
                f"{operation.name}: {reason.title}: {_summary(body) or found!r}",
                response=response,
                body=value,
                reason=reason,
                raw_reason=member(body, outcome.path),
            )
    return cast("T", value)


def _undocumented_success(operation: Operation[Any], response: httpx2.Response) -> Any:
    """A 2XX that the specification does not mention, read like its nearest sibling."""
    if not response.content:
        return None
    siblings = sorted(
        (key for key in operation.success if key.isdigit()),
        key=lambda key: abs(int(key) - response.status_code),
    )
    if siblings and not isinstance(operation.success[siblings[0]], Empty):
        try:
            return operation.success[siblings[0]].decode(response)
        except ResponseValidationError:
            pass
    return loosely(response)


def failure(
    operation: Operation[Any],
    response: httpx2.Response,
    status_errors: StatusErrors,
    status_bodies: StatusBodies,
) -> APIStatusError:
    """The exception for an error status; it is made also if the body does not fit."""
    status = response.status_code
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
    try:
        body = decoder.decode(response)
    except Exception:
        # Whatever the body is, the status is the error.
        body = loosely(response)
    plain = loosely(response)
    reasons = operation.reasons()
    title = _phrase(status)
    detail = _summary(plain)
    message = f"{operation.name}: {status} {title}" + (f": {detail}" if detail else "")
    return raises(
        message,
        response=response,
        body=body,
        reason=reasons.for_answer(status, plain),
        raw_reason=reasons.told_by(status, plain),
    )


def _phrase(status: int) -> str:
    try:
        return _RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return "Unknown Status"


def _summary(body: JsonValue) -> str | None:
    """The sentence of an error body, where bodies commonly have it; one line."""
    for path in (
        ("message",),
        ("detail",),
        ("title",),
        ("error",),
        ("error", "message"),
        ("error", "detail"),
        ("errors", "detail"),
        ("errors", "message"),
    ):
        found = member(body, path)
        if isinstance(found, str) and found.strip():
            return " ".join(found.split())[:300]
    return None
