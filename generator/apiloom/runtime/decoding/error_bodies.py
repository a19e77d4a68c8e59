"""Bodies of errors: their objects, and the sentence that sums one up.

This is loaded when a response is an error for the first time.

A handler that fails inside of ``except`` hides the error that it is about.  So where an
object or a list is documented and something else came, or nothing where it is
required, there is one without anything in it; a text stays where a list of scalars is
documented.  `raw_body` has what came.

A summary is the server's text: one line of bounded length without characters that a
terminal would obey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    TypeAlias,
    TypeGuard,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel

from ..types.models import opened
from . import lenient

if TYPE_CHECKING:
    from ..types import JsonValue

_DEEPEST: Final = 32
"""How deep this goes; what is below is as it came."""

_CONTAINERS: Final = (BaseModel, list, dict, tuple)


def deepened(type_: Any, body: Any) -> Any:
    """Return the body of an error with the documented objects and lists in it."""
    return _Shaper().shape(type_, body, 0)


def _variants(type_: Any) -> Iterator[Any]:
    """Yield the types that a value of a type can have, without metadata and aliases."""
    origin = get_origin(type_)
    if origin is Annotated:
        yield from _variants(get_args(type_)[0])
    elif origin in (Union, UnionType):
        for one in get_args(type_):
            yield from _variants(one)
    elif origin is None and hasattr(type_, "__value__"):
        yield from _variants(opened(type_))
    else:
        yield type_


class _Shaper:
    """Shapes one body; an object that is made is the same wherever it is needed."""

    def __init__(self) -> None:
        self._made: Final[dict[type[BaseModel], BaseModel | None]] = {}

    def shape(self, type_: Any, value: Any, depth: int) -> Any:
        if depth > _DEEPEST or type_ is Any:
            return value
        found: Any = lenient.empty(type_, value)
        shaped: object = found
        if not isinstance(shaped, _CONTAINERS):
            return value
        if isinstance(shaped, BaseModel):
            if shaped is not value:
                return self._empty(shaped, depth)
            self._members(shaped, depth)
        elif isinstance(shaped, (list, dict)):
            return self._items(type_, cast("list[Any] | dict[str, Any]", shaped), depth)
        return found

    def _items(
        self, type_: Any, items: list[Any] | dict[str, Any], depth: int
    ) -> list[Any] | dict[str, Any]:
        """Return a list or a map with each of its items shaped."""
        for variant in _variants(type_):
            if get_origin(variant) is not type(items):
                continue
            item = get_args(variant)[-1]
            if isinstance(items, list):
                return [self.shape(item, one, depth + 1) for one in items]
            return {key: self.shape(item, it, depth + 1) for key, it in items.items()}
        return items

    def _empty(self, model: BaseModel, depth: int) -> BaseModel | None:
        """Return an object without properties; None if it would contain itself."""
        kind = type(model)
        if kind not in self._made:
            self._made[kind] = None
            self._members(model, depth)
            self._made[kind] = model
        return self._made[kind]

    def _members(self, model: BaseModel, depth: int) -> None:
        fields = type(model).model_fields
        values = vars(model)
        for name, value in list(values.items()):
            field = fields.get(name)
            if field is None:
                continue
            shaped = self.shape(lenient.stated(field), value, depth + 1)
            if shaped is not value:
                values[name] = shaped


_LONGEST: Final = 300
_LONGEST_PLACE: Final = 100
_LOOKED_AT: Final = 20

_SENTENCES: Final = (
    "message",
    "error.message",
    "error_description",
    "error.description",
    "error.error_description",
    "detail",
    "error.detail",
    "detail.message",
    "detail.msg",
    "detail.error",
    "title",
    "error.title",
    "error",
    "error.msg",
    "msg",
    "error_message",
    "errorMessage",
    "exception_message",
    "Message",
    "reason",
    "error.reason",
    "description",
    "fault.faultstring",
    "status.message",
)
"""Where bodies commonly have the sentence that says what went wrong, best first.

RFC 9457 (`detail`, `title`), RFC 6749 (`error_description`, `error`), and what
frameworks and vendors write.
"""

_DETAILS: Final = (
    "detail",
    "details",
    "errors",
    "error.errors",
    "error.details",
    "violations",
    "fieldErrors",
    "field_errors",
    "validation_errors",
    "validationErrors",
    "invalid-params",
    "invalid_params",
    "invalidParams",
    "errorMessages",
    "messages",
    "message",
    "issues",
    "exception_detail",
)
"""Where bodies commonly list what is wrong, place by place."""

_WORDS: Final = (
    "msg",
    "message",
    "detail",
    "description",
    "defaultMessage",
    "reason",
    "title",
    "error",
    "code",
)
_PLACES: Final = (
    "loc",
    "path",
    "instancePath",
    "propertyPath",
    "field",
    "pointer",
    "source.pointer",
    "source.parameter",
    "source.header",
    "property",
    "parameter",
    "param",
    "attribute",
    "name",
    "location",
)


Redact: TypeAlias = Callable[[str], str]
"""Returns a text without credentials, which a server may echo."""


def summary(body: JsonValue, redact: Redact) -> str | None:
    """Return what an error body says, in one line; None if that cannot be told.

    Of several things that are wrong, it has the first, and how many more there are.
    Credentials are removed before a text is cut, for half of one is one as well.
    """
    said = _Summary(redact).of(body)
    return _cut(said, _LONGEST) if said else None


class _Summary:
    """Reads one body."""

    def __init__(self, redact: Redact) -> None:
        self._redact: Final = redact

    def of(self, body: JsonValue) -> str | None:
        if isinstance(body, str):
            return self._plain_text(body)
        sentence = self._first_text(body, _SENTENCES)
        detail = next(self._details(body), None)
        if detail is None and sentence is None and _is_object(body):
            # Some frameworks respond with nothing but the errors of each field.
            are_lists = all(map(_is_list, body.values()))
            detail = (
                next(self._keyed(body, has_texts=False), None) if are_lists else None
            )
        if detail is None or sentence is None:
            return detail or sentence
        if sentence in detail or detail in sentence:
            return max(detail, sentence, key=len)
        return f"{sentence.rstrip('.:')}: {detail}"

    def _plain_text(self, body: str) -> str | None:
        """Return a body that is a text, unless it is a page to look at, or bytes."""
        start = body[: _LONGEST * 4].strip()
        is_text = not start.startswith("<") and not _UNREADABLE & {*start}
        return self._line(start) if is_text else None

    def _details(self, body: JsonValue) -> Iterator[str]:
        """Yield the first detail of each list of details that a body has."""
        if _is_list(body):
            yield from self._listed(body)
        for path in _DETAILS:
            found = _at(body, path)
            if _is_list(found):
                yield from self._listed(found)
            elif _is_object(found):
                yield from self._keyed(found, has_texts=path.endswith("rrors"))

    def _listed(self, details: Sequence[JsonValue]) -> Iterator[str]:
        """Return the summary of a list of errors: place and message of the first."""
        for detail in details[:_LOOKED_AT]:
            words = self._line(detail) if isinstance(detail, str) else None
            place = ""
            if _is_object(detail):
                words = self._first_text(detail, _WORDS)
                place = self._place(detail)
            if words:
                yield _joined(place, words, len(details) - 1)
                return

    def _keyed(
        self, details: Mapping[str, JsonValue], *, has_texts: bool
    ) -> Iterator[str]:
        """Return the summary of an object that has errors by field."""
        for name, found in details.items():
            first = found[0] if _is_list(found) and found else found
            if _is_object(first):
                words = self._first_text(first, _WORDS)
            elif isinstance(first, str) and (has_texts or _is_list(found)):
                words = self._line(first)
            else:
                # It may be anything that a server adds to a body.
                continue
            if words:
                place = _cut(self._line(name) or "", _LONGEST_PLACE)
                yield _joined(place, words, len(details) - 1)
                return

    def _place(self, detail: dict[str, JsonValue]) -> str:
        """Return the place of an error, as a path or as the server wrote it."""
        for path in _PLACES:
            found = _at(detail, path)
            written = ""
            if isinstance(found, str):
                written = self._line(found) or ""
            elif _is_list(found):
                for part in found[:_LOOKED_AT]:
                    if isinstance(part, int):
                        written += f"[{part}]"
                    elif isinstance(part, str):
                        name = self._line(part) or ""
                        written += f".{name}" if written else name
            if written:
                return _cut(written, _LONGEST_PLACE)
        return ""

    def _first_text(self, body: JsonValue, paths: Sequence[str]) -> str | None:
        found = (_at(body, path) for path in paths)
        lines = (self._line(text) for text in found if isinstance(text, str))
        return next((line for line in lines if line), None)

    def _line(self, text: str) -> str | None:
        """Return a text as one line, with what cannot be seen written as an escape."""
        text = " ".join(self._redact(text[: _LONGEST * 4]).split())
        text = _cut(text, _LONGEST)
        if not text.isprintable():
            text = "".join(
                one if one.isprintable() else ascii(one)[1:-1] for one in text
            )
        return text or None


_UNREADABLE: Final = frozenset("\0\ufffd")
"""What text has that is none."""


def _joined(place: str, words: str, others: int) -> str:
    more = f" (and {others} more)" if others else ""
    return f"{place}: {words}{more}" if place else f"{words}{more}"


def _at(body: JsonValue, path: str) -> JsonValue:
    """Return the value at a path of objects; lists are not looked into."""
    for name in path.split("."):
        if not _is_object(body):
            return None
        body = body.get(name)
    return body


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _is_object(value: object) -> TypeGuard[dict[str, JsonValue]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[JsonValue]]:
    return isinstance(value, list)
