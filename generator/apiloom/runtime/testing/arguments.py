"""The arguments of a request, read back from what was sent.

The reverse of `encoding`: styles of parameters (OpenAPI 3.1, section 4.8.12.3), JSON,
forms and parts, as JSON values. What cannot be read as its type stays text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, unquote

from ..decoding.response_info import fits, plain
from .schemas import Schemas, Type, is_array, is_items, is_members, is_object, kind_of
from .validation import Problem, problems, same

_INTEGER: Final = re.compile(r"-?\d+", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
_DEFAULT_STYLES: Final = {
    "path": ("simple", False),
    "query": ("form", True),
    "header": ("simple", False),
    "cookie": ("form", True),
}

_HEADER_PARAMETER: Final = re.compile(
    r';\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))'
)
_MOST_KEPT: Final = 1000

ABSENT: Final[Any] = object()
"""The value of an argument that was not sent."""


Test: TypeAlias = Callable[[Type], bool]
"""Tells whether a resolved type is of a kind."""


class Parameter(NamedTuple):
    """A parameter of an operation."""

    place: str
    wire: str
    name: str
    """What the argument of the method is called."""
    type: Type
    style: str
    explode: bool
    required: bool
    made: bool
    """Whether the client makes a value where the caller passes none."""


class Sent(NamedTuple):
    """The arguments that a request carries."""

    parameters: Mapping[str, Any]
    """The values of parameters, by the names of the arguments."""
    body: Any
    """The body as JSON, text or bytes; ABSENT if there is none."""
    problems: list[Problem]


def parameters_of(operation: Mapping[str, Any]) -> list[Parameter]:
    """Return the parameters of an operation as its schema lists them."""
    found: list[Parameter] = []
    for place, wire, name, type_, *rest in operation.get("parameters", ()):
        options: Mapping[str, Any] = rest[0] if rest else {}
        style, explode = _DEFAULT_STYLES[place]
        found.append(
            Parameter(
                place,
                wire,
                name or wire,
                type_,
                options.get("style", style),
                options.get("explode", explode),
                place == "path" or "required" in options,
                "made" in options,
            )
        )
    return found


class Reader:
    """Reads and checks the requests of one operation."""

    def __init__(self, operation: Mapping[str, Any], schemas: Schemas) -> None:
        """Initialize with an operation, and the types of its API."""
        self.parameters: Final = parameters_of(operation)
        self._body: Final[Mapping[str, Any] | None] = operation.get("body")
        self._schemas: Final = schemas
        self._known: Final[dict[tuple[int, Test], bool]] = {}
        self._read_before: Final[dict[tuple[str, str | None], Any]] = {}
        """Values of the path that are allowed: tests use the same ones often."""

    def read(
        self,
        path: Mapping[str, str],
        query: str,
        headers: Mapping[str, str],
        content: bytes,
    ) -> Sent:
        """Return what a request carries, and what is wrong with it.

        Args:
            path: The values in the path, percent-encoded.
            query: The query, percent-encoded.
            headers: The headers, by any case of their names.
            content: The body.
        """
        found: dict[str, Any] = {}
        wrong: list[Problem] = []
        pairs: list[tuple[str, str]] | None = None
        for one in self.parameters:
            if one.place == "path":
                raw: str | None = path.get(one.wire)
                if (one.wire, raw) in self._read_before:
                    found[one.name] = self._read_before[one.wire, raw]
                    continue
                value = ABSENT if raw is None else self._in_path(raw, one)
            elif one.place == "query":
                if pairs is None:
                    pairs = parse_qsl(query, keep_blank_values=True)
                value = self._in_query(pairs, query, one)
            elif one.place == "header":
                raw = headers.get(one.wire)
                value = ABSENT if raw is None else self._listed(raw, one, ",")
            else:
                value = self._in_query(_cookies(headers.get("cookie")), "", one)
            if value is ABSENT:
                if one.required:
                    wrong.append((f"{one.place} {one.wire}", "is required"))
                continue
            found[one.name] = value
            refused = problems(value, one.type, self._schemas, "request")
            if refused:
                start = f"{one.place} {one.wire}"
                wrong += ((f"{start}{at}", message) for at, message in refused)
            elif one.place == "path" and isinstance(value, (str, int)):
                if len(self._read_before) > _MOST_KEPT:
                    self._read_before.clear()
                self._read_before[one.wire, path[one.wire]] = value
        body = self._in_body(headers, content, wrong)
        return Sent(found, body, wrong)

    # Parameters

    def _in_path(self, raw: str, one: Parameter) -> Any:
        if one.style == "simple":
            return self._listed(raw, one, ",", encoded=True)
        if one.style == "label":
            return self._listed(
                raw.removeprefix("."), one, "." if one.explode else ",", encoded=True
            )
        if one.style == "matrix":
            start = f";{one.wire}="
            if one.explode and self._is(one.type, is_array):
                joined = raw.removeprefix(start).replace(start, ",")
                return self._listed(joined, one, ",", encoded=True)
            if one.explode and self._is(one.type, is_object):
                return self._listed(raw.removeprefix(";"), one, ";", encoded=True)
            return self._listed(raw.removeprefix(start), one, ",", encoded=True)
        return self._read(unquote(raw), one)

    def _listed(
        self, raw: str, one: Parameter, separator: str, *, encoded: bool = False
    ) -> Any:
        """Return the value of text that may be a list or an object, delimited."""
        decode = unquote if encoded else str
        if one.style == "json":
            return self._read(decode(raw), one)
        if self._is(one.type, is_array):
            items = [decode(part) for part in raw.split(separator)] if raw else []
            return self._items([item.strip() for item in items], one.type)
        if self._is(one.type, is_object):
            parts = [decode(part).strip() for part in raw.split(separator)]
            if one.explode:
                members = [(one, value) for one, _, value in map(_split, parts)]
            else:
                members = list(zip(parts[::2], parts[1::2], strict=False))
            return self._members(members, one.type)
        return self.scalar(decode(raw), one.type)

    def _in_query(
        self, pairs: list[tuple[str, str]], query: str, one: Parameter
    ) -> Any:
        if one.style.startswith("querystring"):
            if one.style == "querystring-json":
                return _json(unquote(query))
            return self._members(pairs, one.type) if query else ABSENT
        if one.style == "deepObject":
            nested = [
                (key, value)
                for key, value in pairs
                if key == one.wire or key.startswith(f"{one.wire}[")
            ]
            return self._deep(nested, one) if nested else ABSENT
        values = [value for key, value in pairs if key == one.wire]
        if one.style == "json":
            return self._read(values[0], one) if values else ABSENT
        if self._is(one.type, is_object):
            if one.explode:
                known = self._names(one.type)
                others = {other.wire for other in self.parameters}
                members = [
                    (key, value)
                    for key, value in pairs
                    if key in known or (not known and key not in others)
                ]
                return self._members(members, one.type) if members else ABSENT
            return self._listed(values[0], one, ",") if values else ABSENT
        if not values:
            return ABSENT
        if self._is(one.type, is_array):
            if not one.explode:
                outer = one.style.partition("+")[0]
                delimiter = _DELIMITERS.get(outer, ",")
                values = values[0].split(delimiter) if values[0] else []
            return self._items(values, one.type)
        return self.scalar(values[0], one.type)

    def _deep(self, pairs: list[tuple[str, str]], one: Parameter) -> Any:
        """Return an object under bracketed names: ``filter[user][0][id]``."""
        root: dict[str, Any] = {}
        for key, value in pairs:
            parts = re.findall(r"\[([^\]]*)\]", key)
            holder = root
            for part in parts[:-1]:
                inner = holder.setdefault(part, {})
                if not is_members(inner):
                    break
                holder = inner
            if parts:
                last = parts[-1]
                if last in holder and not is_members(holder[last]):
                    before = holder[last]
                    holder[last] = [
                        *(before if is_items(before) else [before]),
                        value,
                    ]
                else:
                    holder[last] = value
        return self._typed(root, one.type)

    def _typed(self, value: Any, type_: Type) -> Any:
        """Read text inside of an object or a list as the types of its members."""
        for inner in self._schemas.alternatives(type_):
            if is_object(inner) and is_members(value):
                properties = inner.get("properties", {})
                extra = inner.get("values", "any")
                return {
                    name: self._typed(item, properties.get(name, extra))
                    for name, item in value.items()
                }
            if is_array(inner):
                items = value
                if is_members(value) and all(key.isdecimal() for key in value):
                    items = list(value.values())
                elif isinstance(value, str):
                    items = [value]
                if is_items(items):
                    item_type = inner.get("items", "any")
                    return [self._typed(item, item_type) for item in items]
        return self.scalar(value, type_) if isinstance(value, str) else value

    def _is(self, type_: Type, test: Test) -> bool:
        # The types of an operation live as long as what reads it.
        key = id(type_), test
        known = self._known.get(key)
        if known is None:
            known = any(map(test, self._schemas.alternatives(type_)))
            self._known[key] = known
        return known

    def _names(self, type_: Type) -> set[str]:
        return {
            name
            for one in self._schemas.alternatives(type_)
            if is_members(one)
            for name in one.get("properties", ())
        }

    def _items(self, values: Iterable[str], type_: Type) -> list[Any]:
        found = [one for one in self._schemas.alternatives(type_) if is_array(one)]
        items = found[0].get("items", "any") if found else "any"
        return [self.scalar(value, items) for value in values]

    def _members(self, pairs: Iterable[tuple[str, str]], type_: Type) -> dict[str, Any]:
        found = [one for one in self._schemas.alternatives(type_) if is_object(one)]
        properties = {
            name: inner
            for one in found
            for name, inner in one.get("properties", {}).items()
        }
        extra = next((one["values"] for one in found if "values" in one), "any")
        result: dict[str, Any] = {}
        for name, value in pairs:
            inner = properties.get(name, extra)
            if self._is(inner, is_array):
                kept = result.setdefault(name, [])
                kept += self._items([value], inner)
            else:
                result[name] = self.scalar(value, inner)
        return result

    def _read(self, text: str, one: Parameter) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return self.scalar(text, one.type)

    def scalar(self, text: str, type_: Type) -> Any:
        """Return text as a scalar that its type has; the text, if it has none."""
        result: Any = text
        for one in self._schemas.alternatives(type_):
            if is_members(one):
                values = one.get("enum", ())
                if text in values:
                    return text
                for value in values:
                    if _written(value) == text:
                        return value
                continue
            name = kind_of(one)[0]
            if name == "integer" and _INTEGER.fullmatch(text):
                return int(text)
            if name in ("number", "decimal-number") and _NUMBER.fullmatch(text):
                return float(text) if not _INTEGER.fullmatch(text) else int(text)
            if name == "boolean" and text in ("true", "false"):
                return text == "true"
            if name == "null" and text in ("", "null"):
                result = None
            elif name not in ("null", "integer", "number", "boolean"):
                result = text
        return result

    # Bodies

    def _in_body(
        self, headers: Mapping[str, str], content: bytes, wrong: list[Problem]
    ) -> Any:
        body = self._body
        if body is None:
            return ABSENT
        if not content:
            media = headers.get("content-type")
            is_text = media is not None and any(
                payload in ("text", "binary") and fits(plain(media), known)
                for known, payload, *_ in body["contents"]
            )
            if is_text:
                return b""
            if media is not None and any(
                payload == "form" and fits(plain(media), known)
                for known, payload, *_ in body["contents"]
            ):
                return {}
            if body["required"]:
                wrong.append(("body", "is required"))
            return ABSENT
        stated = plain(headers.get("content-type", ""))
        for media_type, payload, type_, *rest in body["contents"]:
            if stated and not fits(stated, plain(media_type)):
                continue
            value = self._body_as(payload, headers, content, type_, rest)
            if value is ABSENT:
                wrong.append(("body", f"is not {media_type}"))
                return ABSENT
            if payload not in ("binary", "text", "lines", "records", "events"):
                wrong += (
                    (f"body {at}" if at else "body", message)
                    for at, message in problems(value, type_, self._schemas, "request")
                )
            return value
        offered = ", ".join(str(one[0]) for one in body["contents"])
        wrong.append(("body", f"is {stated or 'of no media type'}, must be {offered}"))
        return ABSENT

    def _body_as(
        self,
        payload: str,
        headers: Mapping[str, str],
        content: bytes,
        type_: Type,
        rest: list[Any],
    ) -> Any:
        if payload == "json":
            return _json(content)
        if payload == "form":
            pairs = parse_qsl(
                content.decode("utf-8", "replace"), keep_blank_values=True
            )
            return self._form(pairs, type_, rest[0] if rest else {})
        if payload == "multipart":
            return self._multipart(headers["content-type"], content, type_)
        if payload == "text":
            return content.decode("utf-8", "replace")
        if payload in ("lines", "records"):
            parts = re.split(rb"[\n\x1e]+", content)
            return [_json(part) for part in parts if part.strip()]
        return content

    def _form(
        self, pairs: list[tuple[str, str]], type_: Type, styles: Mapping[str, Any]
    ) -> Any:
        found: dict[str, Any] = {}
        types = {
            name: inner
            for one in self._schemas.alternatives(type_)
            if is_members(one)
            for name, inner in one.get("properties", {}).items()
        }
        used: set[str] = set()
        for name, inner in types.items():
            style, explode = styles.get(name, ("form", True))
            one = Parameter("query", name, name, inner, style, explode, False, False)
            value = self._in_query(pairs, "", one)
            if value is not ABSENT:
                found[name] = value
                used |= {name, *self._names(inner)} if explode else {name}
        rest = [
            (key, value)
            for key, value in pairs
            if key not in used and key.partition("[")[0] not in used
        ]
        return {**found, **self._members(rest, type_)}

    def _multipart(self, content_type: str, content: bytes, type_: Type) -> Any:
        parts = _parts(content_type, content)
        if parts is None:
            return ABSENT
        types = {
            name: inner
            for one in self._schemas.alternatives(type_)
            if is_members(one)
            for name, inner in one.get("properties", {}).items()
        }
        found: dict[str, Any] = {}
        for name, is_file, kind, data in parts:
            inner = types.get(name, "any")
            value: Any = data
            if kind.startswith("multipart/"):
                # Several files of one name (RFC 2046, section 5.1.3).
                value = [one[3] for one in _parts(kind, data) or ()]
            elif not is_file and not self._is(inner, _is_file):
                text = data.decode("utf-8", "replace")
                is_json = plain(kind).endswith("json")
                value = _json(text) if is_json else self._part(text, inner)
                value = text if value is ABSENT else value
            if self._is(inner, is_array) and not is_items(value):
                found.setdefault(name, []).append(value)
            elif name in found and is_items(found[name]):
                found[name] += value if is_items(value) else [value]
            else:
                found[name] = value
        return found

    def _part(self, text: str, type_: Type) -> Any:
        if self._is(type_, is_object):
            read = _json(text)
            return text if read is ABSENT else read
        if self._is(type_, is_array):
            read = _json(text) if text[:1] in ("[", "{") else ABSENT
            if is_items(read) or is_members(read):
                return read
            return self._items([text], type_)[0]
        return self.scalar(text, type_)


def _parts(
    content_type: str, content: bytes
) -> list[tuple[str, bool, str, bytes]] | None:
    """Return the parts of a body (RFC 2046, section 5.1.1; RFC 7578).

    Each has its name, whether it is a file, its Content-Type, and its content. None
    stands for a body that has no parts where it should.
    """
    boundary = _parameters(content_type).get("boundary")
    if not boundary:
        return None
    mark = b"--" + boundary.encode("latin-1", "replace")
    first, *between = (b"\r\n" + content).split(b"\r\n" + mark)
    del first  # what comes before the first part is to be ignored
    found: list[tuple[str, bool, str, bytes]] = []
    for part in between:
        if part.startswith(b"--"):
            return found
        head, _, data = part.partition(b"\r\n\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (
                line.partition(":")
                for line in head.decode("utf-8", "replace").split("\r\n")
            )
        }
        stated = _parameters(headers.get("content-disposition", ""))
        found.append(
            (
                stated.get("name", ""),
                "filename" in stated or "filename*" in stated,
                headers.get("content-type", "text/plain"),
                data,
            )
        )
    return None


def _parameters(header: str) -> dict[str, str]:
    """Return the parameters of a header (RFC 9110, section 5.6.6)."""
    return {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
        for name, quoted, bare in _HEADER_PARAMETER.findall(header)
    }


def _split(text: str) -> tuple[str, str, str]:
    return text.partition("=")


def _is_file(type_: Type) -> bool:
    return kind_of(type_)[0] in ("binary", "octets")


def _written(value: Any) -> str:
    """Return a value as parameters carry it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _json(content: bytes | str) -> Any:
    """Return the value of JSON text; ABSENT if it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return ABSENT


def _cookies(header: str | None) -> list[tuple[str, str]]:
    try:
        jar = SimpleCookie(header or "")
    except CookieError:
        return []
    return [(name, unquote(crumb.value)) for name, crumb in jar.items()]


def is_same(one: Any, other: Any) -> bool:
    """Return whether two arguments are the same, or both were not sent."""
    if one is ABSENT or other is ABSENT:
        return one is other
    if isinstance(one, bytes) or isinstance(other, bytes):
        return bool(one == other)
    return same(one, other)
