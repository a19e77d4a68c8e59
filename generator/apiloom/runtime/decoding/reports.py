"""Reports of responses that do not fit: where, what was expected, what kind came."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, cast

from ..client.sending import of_hook
from ..core.errors import ResponseValidationError, plain_url, request_id
from ..telemetry.hook_events import MisfitEvent
from ..telemetry.log import LOG
from .mismatches import Deviation, Misfit, Reported, listed
from .response_info import media_type_of, misfit_error
from .spec_locations import places

if TYPE_CHECKING:
    import httpx2

    from ..core.operation import Operation
    from ..telemetry.hooks import AnyHooks

_MOST: Final = 1000
"""How many places a client reports; there is no end to those of a hostile server."""


def refused(
    operation: Operation[Any],
    response: httpx2.Response,
    misfits: Iterable[Deviation],
) -> ResponseValidationError:
    """Return the error for a response that does not fit its schema."""
    return misfit_error(response, _placed(operation, response, misfits), operation.name)


def report(
    operation: Operation[Any],
    response: httpx2.Response,
    misfits: Iterable[Deviation],
    hooks: AnyHooks | None,
    reported: set[Reported],
) -> None:
    """Write what was not reported before to the log, and call the hook.

    Raises:
        TypeError: The hook is a function that would have to be awaited.
    """
    fresh: dict[Reported, Deviation] = {}
    for misfit in misfits:
        # An element stands for all of its array.
        path = tuple("*" if isinstance(one, int) else one for one in misfit.path)
        place = operation.name, path
        if place not in reported and len(reported) + len(fresh) < _MOST:
            fresh.setdefault(place, misfit)
    if not fresh:
        return
    reported.update(fresh)
    found = _placed(operation, response, fresh.values())
    LOG.warning(
        "%s: the response with status %d does not fit the specification: %s",
        operation.name,
        response.status_code,
        listed(found),
        extra={
            "operation": operation.name,
            "status_code": response.status_code,
            "misfits": found,
        },
    )
    hook = hooks.on_misfit if hooks is not None else None
    if hook is not None:
        event = MisfitEvent(
            operation=operation.name,
            method=response.request.method,
            url=plain_url(response.request.url),
            status_code=response.status_code,
            request_id=request_id(response),
            misfits=tuple(found),
            http_response=response,
        )
        try:
            _call(hook, event)
        except Exception as error:
            of_hook(error)
            raise


def _call(hook: Callable[[MisfitEvent], None], event: MisfitEvent) -> None:
    returned = cast("object", hook(event))
    if inspect.isawaitable(returned):
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("on_misfit must be a plain function, got an async one")


def _placed(
    operation: Operation[Any],
    response: httpx2.Response,
    misfits: Iterable[Deviation],
) -> list[Misfit]:
    """The misfits with their places in the specification."""
    known = places()
    found: list[Misfit] = []
    for misfit in misfits:
        place = (
            known.of_property(misfit.owner, misfit.name)
            if misfit.owner
            else known.of_body(
                operation.name, response.status_code, media_type_of(response)
            )
        )
        plain = misfit.plain()
        if place is not None:
            plain = plain._replace(
                schema=place.pointer, file=place.file, line=place.line
            )
        found.append(plain)
    return found
