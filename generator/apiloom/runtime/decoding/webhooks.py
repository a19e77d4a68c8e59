"""From what the API sends by itself to the types that it promises.

Webhooks (OpenAPI 3.1, section 4.8.1) and callbacks (section 4.8.18).  Payloads are read
as tolerantly as responses: unknown members are kept, unknown values of enums accepted.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from email.message import Message
from functools import cached_property
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast
from urllib.parse import parse_qsl

from pydantic import ValidationError
from pydantic_core import to_json

from ..core.errors import PayloadValidationError, UnknownWebhookError
from ..types.models import Adapter, first_problem

T_co = TypeVar("T_co", covariant=True)

Received: TypeAlias = bytes | str | Mapping[str, object] | Sequence[object]
"""A payload as it came: bytes, text, or what `json.loads` made of it."""

_STEP: Final = re.compile(r"\[([^\[\]]*)\]")


class Payload(ABC):
    """Base of readers of payloads, one for each media type."""

    def __init__(self, media_type: str) -> None:
        """Initialize with the media type; its parameters do not count."""
        self.media_type: Final = media_type.partition(";")[0].strip().lower()

    @abstractmethod
    def read(self, body: Received, charset: str) -> Any:
        """Return the typed value; raise ValueError if it does not match."""


class _Typed(Payload, ABC):
    """A payload of a type that is looked up when the first one comes."""

    def __init__(self, type_: Callable[[], object], media_type: str) -> None:
        super().__init__(media_type)
        self._type: Final = type_

    @cached_property
    def _adapter(self) -> Adapter[Any]:
        return Adapter(self._type())


class JsonPayload(_Typed):
    """JSON of a given type."""

    def __init__(
        self, type_: Callable[[], object], media_type: str = "application/json"
    ) -> None:
        """Initialize with a function that returns the type, and the media type."""
        super().__init__(type_, media_type)

    def read(self, body: Received, charset: str) -> Any:
        """Return the validated value; JSON is UTF-8 (RFC 8259, section 8.1)."""
        if not isinstance(body, (bytes, str)):
            # Through text, so that it is read by the same rules.
            body = to_json(body)
        try:
            return self._adapter.from_json(body)
        except ValidationError:
            # Nobody could be told of a number in quotes: it is read as a number.
            return self._adapter.from_json(body, is_exact=False)


class FormPayload(_Typed):
    """A form (``application/x-www-form-urlencoded``) of a given type."""

    def __init__(
        self,
        type_: Callable[[], object],
        lists: Mapping[str, str] | None = None,
        objects: Collection[str] = (),
    ) -> None:
        """Initialize with a function that returns the type, and its lists and objects.

        For a list, what its items are separated by, if its name is not repeated; an
        object is JSON, or has its members as ``name[member]``.
        """
        super().__init__(type_, "application/x-www-form-urlencoded")
        self._lists: Final = dict(lists or {})
        self._objects: Final = frozenset(objects)

    def read(self, body: Received, charset: str) -> Any:
        """Return the validated value (section 4.8.15, Encoding Object)."""
        if isinstance(body, (bytes, str)):
            text = body.decode(charset) if isinstance(body, bytes) else body
            body = self._members(text, charset)
        return self._adapter.from_json(to_json(body), is_exact=False)

    def _members(self, text: str, charset: str) -> dict[str, object]:
        members: dict[str, object] = {}
        for name, value in parse_qsl(text, keep_blank_values=True, encoding=charset):
            head, *steps = _path(name)
            if head in self._objects and steps:
                _put(members, [head, *steps], value)
            elif head in self._lists:
                listed = cast("list[object]", members.setdefault(head, []))
                listed += self._items(head, value)
            elif name in self._objects:
                members[name] = json.loads(value)
            elif name in members:
                known = members[name]
                several = (
                    cast("list[object]", known) if isinstance(known, list) else [known]
                )
                members[name] = [*several, value]
            else:
                members[name] = value
        return members

    def _items(self, name: str, value: str) -> list[object]:
        if value.startswith("["):
            try:
                found: object = json.loads(value)
            except ValueError:
                found = None
            if isinstance(found, list):
                return cast("list[object]", found)
        delimiter = self._lists[name]
        return list(value.split(delimiter)) if delimiter else [value]


class TextPayload(Payload):
    """Text."""

    def read(self, body: Received, charset: str) -> str:
        """Return the text."""
        if isinstance(body, bytes):
            return body.decode(charset)
        if isinstance(body, str):
            return body
        raise ValueError("text was expected")


class BinaryPayload(Payload):
    """Bytes, which are handed on as they came."""

    def read(self, body: Received, charset: str) -> bytes:
        """Return the bytes."""
        if isinstance(body, bytes):
            return body
        if isinstance(body, str):
            return body.encode(charset)
        raise ValueError("bytes were expected")


class Webhook(Generic[T_co]):
    """A webhook or callback of the API; `T_co` is the type of its payload."""

    def __init__(self, name: str, *payloads: Payload) -> None:
        """Initialize with the name, and a reader for each media type."""
        self.name: Final = name
        self._payloads: Final = payloads

    def parse(self, body: Received, content_type: str | None = None) -> T_co:
        """Read a payload.

        With several media types, `content_type` decides, or else the first that fits.
        Raises `PayloadValidationError` if the payload does not fit.
        """
        if not self._payloads:
            return cast("T_co", None)
        media_type, charset = _content_type(content_type)
        fitting = [one for one in self._payloads if one.media_type == media_type]
        problems: list[Exception] = []
        for payload in fitting or self._payloads:
            try:
                return cast("T_co", payload.read(body, charset))
            except (ValueError, LookupError) as error:
                problems.append(error)
        problem = problems[0]
        raise PayloadValidationError(
            f"{self.name}: the payload does not fit the specification: "
            f"{_one_line(problem)}",
            webhook=self.name,
            payload=body,
        ) from problem


def parse_named(
    webhooks: Mapping[str, Webhook[T_co]],
    name: str,
    body: Received,
    content_type: str | None = None,
) -> T_co:
    """Read the payload of the webhook of a name.

    Raises `UnknownWebhookError` if there is none, else what `Webhook.parse` raises.
    """
    webhook = webhooks.get(name)
    if webhook is None:
        message = f"the specification has no webhook {name[:100]!r}"
        raise UnknownWebhookError(message, webhook=name)
    return webhook.parse(body, content_type)


def _content_type(header: str | None) -> tuple[str, str]:
    """Return the parts of a Content-Type (RFC 9110, section 8.3)."""
    if not header:
        return "", "utf-8"
    message = Message()
    message["content-type"] = header
    return message.get_content_type(), message.get_content_charset() or "utf-8"


def _path(name: str) -> Iterator[str]:
    """Return the steps of ``a[b][c]``."""
    head, bracket, _ = name.partition("[")
    yield head
    if bracket:
        yield from _STEP.findall(name)


def _put(holder: dict[str, object], path: Sequence[str], value: object) -> None:
    for step in path[:-1]:
        inner = holder.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        holder = cast("dict[str, object]", inner)
    holder[path[-1]] = value


def _one_line(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return first_problem(problem)
    return " ".join(str(problem).split()) or type(problem).__name__
