"""Requests that a fake has received, as the calls they were."""

# The names of a fake are those of an API: all that is its own has an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import httpx2

from ..core.unset import UNSET
from ..encoding.bodies import OneOfBodies, RequestBody, TypedBody
from ..types.models import Adapter, wire_member
from .arguments import ABSENT, Reader, Sent, is_same
from .schemas import is_items, is_members

if TYPE_CHECKING:
    from ..core.operation import Operation


@dataclass(slots=True)
class Received:
    """A request, read by the operation that it is for."""

    request: httpx2.Request
    content: bytes
    path: Mapping[str, str]
    operation: Operation[Any]
    reader: Reader
    fields: Mapping[str, str]
    whole: str | None
    """The argument that is the whole body, if its fields are no arguments."""
    sent: Sent | None = None

    def read(self) -> Sent:
        """Return what the request carries."""
        if self.sent is None:
            url = self.request.url
            self.sent = self.reader.read(
                self.path,
                url.query.decode("ascii", "replace"),
                self.request.headers,
                self.content,
            )
        return self.sent

    def in_body(self, name: str, body: Any) -> Any:
        """Return what an argument is in a body; ABSENT if it is not there."""
        if self.whole is not None:
            return body if name == self.whole else ABSENT
        return (
            body.get(self.fields.get(name, name), ABSENT)
            if is_members(body)
            else ABSENT
        )


class Call:
    """A call that a fake has received.

    It has an attribute for each argument of the method; one that was not sent is
    `UNSET`.
    """

    # All names that do not begin with an underscore are for arguments.

    def __init__(self, received: Received) -> None:
        """Initialize with the request."""
        self._received: Final = received
        self._retries: Final[list[httpx2.Request]] = []

    @classmethod
    def _names(cls) -> list[str]:
        return list(cls.__annotations__)

    if not TYPE_CHECKING:
        # Checkers know the arguments by their annotations.

        def __getattr__(self, name):
            if name.startswith("_") or name not in self._names():
                raise AttributeError(f"{type(self).__name__} has no argument {name!r}")
            value = vars(self)[name] = self._argument(name)
            return value

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name}={value!r}"
            for name in self._names()
            if (value := getattr(self, name)) is not UNSET
        )
        return f"{type(self).__name__}({shown})"

    def _plain(self) -> dict[str, Any]:
        """Return the arguments as JSON's types, of those that were sent."""
        received = self._received
        sent = received.read()
        found = dict(sent.parameters)
        for name in self._names():
            if name not in found:
                value = received.in_body(name, sent.body)
                if value is not ABSENT:
                    found[name] = value
        return found

    def _argument(self, name: str) -> Any:
        received = self._received
        sent = received.read()
        if name in sent.parameters:
            value = sent.parameters[name]
            for one in received.reader.parameters:
                if one.name == name:
                    type_ = received.operation.types.get((one.place, one.wire))
                    return _typed(value, type_)
            return value
        if sent.body is ABSENT:
            if name == "content_type":
                return received.request.headers.get("content-type", UNSET)
            return UNSET
        wire = received.fields.get(name, name)
        plain = received.in_body(name, sent.body)
        if plain is ABSENT:
            if name == "content_type":
                return received.request.headers.get("content-type", UNSET)
            return UNSET
        whole = self._typed_body
        if name == received.whole:
            return whole
        found = wire_member(whole, (wire,))
        return plain if found is None else found

    @cached_property
    def _typed_body(self) -> Any:
        received = self._received
        stated = received.request.headers.get("content-type", "")
        body = _body_of(received.operation.body, stated)
        plain = received.read().body
        if isinstance(body, TypedBody) and not isinstance(plain, (str, bytes)):
            return _read(body.adapter, plain)
        return plain


def _body_of(body: RequestBody | None, content_type: str) -> RequestBody | None:
    """Return the body for a media type."""
    if isinstance(body, OneOfBodies):
        fitting = [one for one in body.bodies if one.is_asked_for(content_type)]
        return fitting[0] if fitting else None
    return body


def _has_bytes(value: Any) -> bool:
    """Return whether an object of a form has files in it, which JSON has not."""
    if is_members(value):
        return any(map(_has_bytes, value.values()))
    if is_items(value):
        return any(map(_has_bytes, value))
    return isinstance(value, bytes)


def _typed(value: Any, type_: Any) -> Any:
    return value if type_ is None else _read(Adapter[Any](type_), value)


def _read(adapter: Adapter[Any], value: Any) -> Any:
    """Return a value as its type reads it, or as it is where that does not fit."""
    try:
        if isinstance(value, bytes) or _has_bytes(value):
            return adapter.from_python(value)
        return adapter.from_json(json.dumps(value))
    except (ValueError, TypeError):
        return value


def difference(expected: Call, actual: Call, ignored: set[str]) -> list[str]:
    """Return lines that tell how the arguments of two calls differ; none if not."""
    wanted, found = expected._plain(), actual._plain()
    lines: list[str] = []
    for name in dict.fromkeys((*wanted, *found)):
        if name in ignored:
            continue
        one, other = wanted.get(name, ABSENT), found.get(name, ABSENT)
        if not is_same(one, other):
            lines += _changed(name, one, other)
    return lines


def different_extras(
    expected: Call, actual: Call, options: Mapping[str, Any]
) -> list[str]:
    """Return lines that tell how two calls differ in what was added to their requests.

    Args:
        expected: The call that the options were passed to.
        actual: The call to compare with it.
        options: The options; only what they name is compared.
    """
    lines: list[str] = []
    one, other = expected._received, actual._received
    for name in options.get("extra_headers") or ():
        wanted = one.request.headers.get(name, ABSENT)
        found = other.request.headers.get(name, ABSENT)
        if wanted != found:
            lines += _changed(f"extra_headers[{name!r}]", wanted, found)
    for name in options.get("extra_query") or ():
        wanted, found = (_in_query(each.request.url, name) for each in (one, other))
        if wanted != found:
            lines += _changed(f"extra_query[{name!r}]", wanted, found)
    bodies = [each.read().body for each in (one, other)]
    for name in options.get("extra_body") or ():
        wanted, found = (
            body.get(name, ABSENT) if is_members(body) else ABSENT for body in bodies
        )
        if not is_same(wanted, found):
            lines += _changed(f"extra_body[{name!r}]", wanted, found)
    return lines


def _in_query(url: httpx2.URL, name: str) -> Any:
    """Return what the query has for a name, which may be that of an object."""
    found = {
        key: url.params.get_list(key)
        for key in url.params
        if key == name or key.startswith(f"{name}[")
    }
    if not found:
        return ABSENT
    values = found.get(name)
    return values[0] if len(found) == 1 and values and len(values) == 1 else found


def _changed(name: str, one: Any, other: Any) -> list[str]:
    """Return how two values differ, by members of objects and items of lists."""
    if is_members(one) and is_members(other):
        return [
            line
            for key in dict.fromkeys((*one, *other))
            if not is_same(one.get(key, ABSENT), other.get(key, ABSENT))
            for line in _changed(
                f"{name}.{key}", one.get(key, ABSENT), other.get(key, ABSENT)
            )
        ]
    if is_items(one) and is_items(other) and len(one) == len(other):
        return [
            line
            for index, (left, right) in enumerate(zip(one, other, strict=True))
            if not is_same(left, right)
            for line in _changed(f"{name}[{index}]", left, right)
        ]
    return [
        f"  {name}: expected {_shown(one)}",
        f"  {' ' * len(name)}  was      {_shown(other)}",
    ]


def _shown(value: Any) -> str:
    if value is ABSENT:
        return "not sent"
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
