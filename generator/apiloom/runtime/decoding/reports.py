"""Reports of mismatches, with the places of their schemas in the specification.

Loaded late: by the first response that does not match its schema.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import unquote

from ..client.sending import of_hook
from ..core.errors import ResponseValidationError, plain_url, request_id
from ..telemetry.hook_events import MismatchEvent
from ..telemetry.log import logger
from .mismatches import Deviation, Mismatch, Reported, listed
from .response_info import media_type_of, mismatch_error

if TYPE_CHECKING:
    import httpx2

    from ..core.operation import Operation
    from ..telemetry.hooks import AnyHooks


_MOST: Final = 1000
"""How many places a client reports; there is no end to those of a hostile server."""


def refused(
    operation: Operation[Any],
    response: httpx2.Response,
    mismatches: Iterable[Deviation],
    package: str,
) -> ResponseValidationError:
    """Return the error for a response that does not fit its schema."""
    found = _placed(operation, response, mismatches, package)
    return mismatch_error(response, found, operation.name)


def report(
    operation: Operation[Any],
    response: httpx2.Response,
    mismatches: Iterable[Deviation],
    *,
    hooks: AnyHooks | None,
    reported: set[Reported],
    package: str,
) -> None:
    """Write what was not reported before to the log, and call the hook.

    Raises:
        TypeError: The hook is an async function.
    """
    fresh: dict[Reported, Deviation] = {}
    for mismatch in mismatches:
        # An element stands for all of its array.
        path = tuple("*" if isinstance(one, int) else one for one in mismatch.path)
        place = operation.name, path
        if place not in reported and len(reported) + len(fresh) < _MOST:
            fresh.setdefault(place, mismatch)
    if not fresh:
        return
    reported.update(fresh)
    found = _placed(operation, response, fresh.values(), package)
    logger(package).warning(
        "%s: the response with status %d does not fit the specification: %s",
        operation.name,
        response.status_code,
        listed(found),
        extra={
            "operation": operation.name,
            "status_code": response.status_code,
            "mismatches": found,
        },
    )
    hook = hooks.on_mismatch if hooks is not None else None
    if hook is not None:
        event = MismatchEvent(
            operation=operation.name,
            method=response.request.method,
            url=plain_url(response.request.url),
            status_code=response.status_code,
            request_id=request_id(response),
            mismatches=tuple(found),
            http_response=response,
        )
        try:
            _call(hook, event)
        except Exception as error:
            of_hook(error)
            raise


def _call(hook: Callable[[MismatchEvent], None], event: MismatchEvent) -> None:
    returned = cast("object", hook(event))
    if inspect.isawaitable(returned):
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("on_mismatch must be a plain function, got an async one")


def _placed(
    operation: Operation[Any],
    response: httpx2.Response,
    mismatches: Iterable[Deviation],
    package: str,
) -> list[Mismatch]:
    """Return the mismatches with their places in the specification."""
    known = places(package)
    found: list[Mismatch] = []
    for mismatch in mismatches:
        place = (
            known.of_property(mismatch.owner, mismatch.name)
            if mismatch.owner
            else known.of_body(
                operation.name, response.status_code, media_type_of(response)
            )
        )
        plain = mismatch.plain()
        if place is not None:
            plain = plain._replace(
                schema=place.pointer, file=place.file, line=place.line
            )
        found.append(plain)
    return found


_STATUS: Final = re.compile(r"/responses/(\d{3}|\dXX|default)(?:/|$)")


class Place(NamedTuple):
    """Place of a schema in the specification."""

    pointer: str
    """A JSON pointer, after the name of the file unless that is the specification."""
    file: str
    line: int


class Places:
    """Places of schemas, parsed from the package's module ``_places``.

    The module has a line for each place, in the order of the document. A line is
    indented by its depth and has, separated by spaces,

    - a pointer relative to the line above it that is indented less; a leading ``.`` is
      short for ``/properties/``, and ``<file>#…`` starts another file,
    - the number of lines since the place before it in the file,
    - ``=Pet`` for the schema of a model, ``<pointer`` for another place that describes
      properties of this model, ``@pets.list`` for the body of a method.
    """

    def __init__(self, text: str) -> None:
        """Parse the lines."""
        self._models: Final[dict[str, Place]] = {}
        self._properties: Final[dict[str, dict[str, Place]]] = {}
        self._elsewhere: Final[dict[str, list[str]]] = {}
        self._bodies: Final[dict[str, list[Place]]] = {}
        self._below: Final[dict[str, dict[str, Place]]] = {}
        self._parse(text)

    def _parse(self, text: str) -> None:
        above: list[tuple[str, str]] = []
        file, root, line = "", "", 0
        for row in text.splitlines():
            if not row.strip():
                continue
            depth = len(row) - len(row.lstrip(" "))
            relative, delta, *marks = row.split()
            if "#" in relative:
                other, _, relative = relative.partition("#")
                file, line = (unquote(other), 0) if other else (file, line)
                root = root or file
            del above[depth:]
            start, owner = above[-1] if above else ("", "")
            if relative.startswith("."):
                relative = f"/properties/{relative[1:]}"
            pointer = start + unquote(relative)
            line += int(delta)
            place = Place(f"{'' if file == root else file}#{pointer}", file, line)
            wire = pointer.rpartition("/properties/")[2]
            if owner and "/" not in wire:
                name = wire.replace("~1", "/").replace("~0", "~")
                self._properties.setdefault(owner, {}).setdefault(name, place)
            if "/" not in wire:
                holder = pointer.rpartition("/properties/")[0]
                self._below.setdefault(f"{file}#{holder}", {})[wire] = place
            for mark in marks:
                kind, name = mark[0], unquote(mark[1:])
                if kind == "=":
                    owner = name or pointer.rpartition("/")[2]
                    self._models[owner] = place
                elif kind == "<":
                    self._elsewhere.setdefault(owner, []).append(name)
                elif kind == "@":
                    self._bodies.setdefault(name, []).append(place)
            above.append((pointer, owner))

    def of_property(self, model: str, name: str | None) -> Place | None:
        """Return the place of a property of a model, else of the model."""
        if name is not None:
            found = self._properties.get(model, {}).get(name)
            if found is not None:
                return found
            escaped = name.replace("~", "~0").replace("/", "~1")
            for pointer in self._elsewhere.get(model, ()):
                found = self._below.get(pointer, {}).get(escaped)
                if found is not None:
                    return found
        return self._models.get(model)

    def of_body(self, method: str, status: int, media_type: str) -> Place | None:
        """Return the place of the schema of a response's body."""
        escaped = media_type.replace("/", "~1")

        def likeness(place: Place) -> tuple[int, int]:
            stated = _STATUS.search(place.pointer)
            keys = (str(status), f"{status // 100}XX", "default")
            key = stated[1] if stated is not None else ""
            covers = len(keys) - keys.index(key) if key in keys else 0
            return covers, int(f"/{escaped}/" in place.pointer)

        return max(self._bodies.get(method, ()), key=likeness, default=None)


@cache
def places(package: str) -> Places:
    """Return the places of a package; none, if it has no such module."""
    try:
        rows: object = import_module(f"{package}._places").PLACES
    except (ImportError, AttributeError):
        rows = ()
    listed = cast("tuple[str, ...]", rows) if isinstance(rows, tuple) else ()
    return Places("\n".join(listed))
