"""Parameters on the wire: OpenAPI 3.1, section 4.8.12, and RFC 6570."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeGuard, cast
from urllib.parse import quote, quote_plus

from ..core.errors import RequestValidationError
from ..core.lazy import Deferred
from ..core.unset import UNSET
from .problems import refusal

if TYPE_CHECKING:
    import uuid

    import pydantic
    import pydantic_core

    from ..types import models, scalars
else:
    uuid = Deferred("uuid")
    pydantic = Deferred("pydantic")
    pydantic_core = Deferred("pydantic_core")
    models = Deferred("..types.models", __package__)
    scalars = Deferred("..types.scalars", __package__)

Pairs: TypeAlias = list[tuple[str, str]]

_PLAIN: Final = frozenset({str, int, float, bool})
_RESERVED: Final = ":/?[]@!$'()*,;"
"""What ``allowReserved`` leaves as it is in a query: nothing that ends a value there.

``&`` and ``=`` would add a parameter, ``+`` would be a space and ``#`` the end (OpenAPI
3.2, section 4.12.2).
"""
_TRIPLET: Final = re.compile(r"%25([0-9A-Fa-f]{2})")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


class Style(NamedTuple):
    """Serialization of one parameter: ``style``, ``explode`` and ``allowReserved``.

    Of arrays in arrays, as only Swagger 2.0 has them, the styles are joined by ``+``,
    outermost first: ``form+pipeDelimited``.

    The style ``json`` stands for a parameter with ``content`` of a JSON media type,
    ``querystring`` and ``querystring-json`` for one that is the whole query, as a form
    or as JSON (OpenAPI 3.2, section 4.12.1).
    """

    style: str
    explode: bool = False
    allow_reserved: bool = False


_DEFAULTS: Final[Mapping[str, Style]] = {
    "path": Style("simple"),
    "query": Style("form", explode=True),
    "header": Style("simple"),
    "cookie": Style("form", explode=True),
}
_DELIMITERS: Final = {
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "tabDelimited": "\t",
}

Styles: TypeAlias = Mapping[tuple[str, str], Style]


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value of JSON's types is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value of JSON's types is an array."""
    return isinstance(value, list)


def jsonable(value: object) -> Any:
    """Return a value as JSON's types, with the API's names and only what was set."""
    if value is None or type(value) in _PLAIN:
        return value
    if type(value) is uuid.UUID:
        return str(value)
    if isinstance(value, models.Model):
        return value.to_dict()
    if isinstance(value, pydantic.BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(key): jsonable(item) for key, item in items if item is not UNSET}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        return [jsonable(item) for item in cast("Sequence[object]", value)]
    text = scalars.written(value)
    if text is not None:
        return text
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    return pydantic_core.to_jsonable_python(value, by_alias=True)


def text(value: object) -> str:
    """Write one of JSON's scalars as parameters do."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def expand_path(template: str, values: Mapping[str, object], styles: Styles) -> str:
    """Return the path of a request, each value percent-encoded into its own segment.

    Raises `RequestValidationError` for a value that is empty or would be read as
    ``.`` or ``..``: such a request would go to a different resource.
    """

    parts = list(_parts(template))
    problems: list[str] = []
    for index in range(1, len(parts), 2):
        name = parts[index]
        if name not in values:
            # It is among the problems already.
            continue
        try:
            parts[index] = _expanded(name, values, styles)
        except RequestValidationError as error:
            problems.append(_named(name, "path", error))
    if problems:
        raise refusal(problems)
    path = "".join(parts)
    if "." in path and any(segment in (".", "..") for segment in path.split("/")):
        raise RequestValidationError(
            f"{template} (path): path parameters cannot make a segment '.' or '..'"
        )
    return path


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str, ...]:
    """Return the template cut up: text and the names of parameters take turns."""
    return tuple(_PLACEHOLDER.split(template))


def _expanded(name: str, values: Mapping[str, object], styles: Styles) -> str:
    style = styles.get(("path", name), _DEFAULTS["path"])
    if style.allow_reserved:
        style = style._replace(allow_reserved=False)
    value = values[name]
    if type(value) is str and style.style == "simple":
        value = _quoted(value, style)  # as most are
    else:
        value = _path_value(name, jsonable(value), style)
    if not value:
        raise RequestValidationError(
            f"{name} (path): a path parameter must not be empty"
        )
    if value in (".", ".."):
        raise RequestValidationError(
            f"{name} (path): a path parameter must not be {value!r}, which would leave "
            "its place"
        )
    return value


_STYLES_OF_PATHS: Final = frozenset({"simple", "label", "matrix", "json"})


def _path_value(name: str, value: Any, style: Style) -> str:
    separator, prefix = {
        "simple": (",", ""),
        "label": ("." if style.explode else ",", "."),
        "matrix": (f";{_quoted(name, style)}=" if style.explode else ",", ";"),
        "json": ("", ""),
    }.get(style.style, (",", ""))
    if style.style == "json":
        return quote(_compact(value), safe="")
    if is_object(value):
        members = value
        if style.style == "matrix" and style.explode:
            return "".join(
                f";{_quoted(key, style)}={_quoted(text(item), style)}"
                for key, item in members.items()
            )
        joiner = "=" if style.explode else ","
        parts = [
            f"{_quoted(key, style)}{joiner}{_quoted(text(item), style)}"
            for key, item in members.items()
        ]
    elif is_array(value) and style.style not in _STYLES_OF_PATHS:
        parts = [_delimited(value, style)]
    elif is_array(value):
        parts = [_quoted(text(item), style) for item in value]
    else:
        parts = [_quoted(text(value), style)]
    joined = separator.join(parts)
    if style.style == "matrix":
        return f";{_quoted(name, style)}={joined}" if joined else f";{name}"
    return prefix + joined if joined else ""


def query_string(values: Mapping[str, object], styles: Styles) -> str:
    """Return the query of a request; arguments that were left out are not in it."""
    return "&".join(_written("query", values, styles))


def _written(place: str, values: Mapping[str, object], styles: Styles) -> list[str]:
    """Return the pairs of a query or of a Cookie header."""
    parts: list[str] = []
    problems: list[str] = []
    for name, value in values.items():
        if value is not UNSET:
            style = styles.get((place, name), _DEFAULTS[place])
            try:
                parts += _query_parts(name, jsonable(value), style)
            except RequestValidationError as error:
                problems.append(_named(name, place, error))
    if problems:
        raise refusal(problems)
    return parts


def _named(name: str, place: str, error: RequestValidationError) -> str:
    """Return a problem of a parameter, with its name."""
    start = f"{name} ({place}): "
    return error.message if error.message.startswith(start) else start + error.message


def _query_parts(name: str, value: Any, style: Style) -> Iterator[str]:
    key = _quoted(name, style)
    if style.style == "json":
        yield f"{key}={quote(_compact(value), safe='')}"
    elif style.style == "querystring-json":
        yield quote(_compact(value), safe="")
    elif style.style == "querystring":
        yield from _whole_query(value)
    elif style.style == "deepObject":
        for path, leaf in nested(name, value):
            if leaf is not None:
                yield f"{_quoted(path, style)}={_quoted(text(leaf), style)}"
    elif is_object(value):
        members = value
        if style.explode:
            for member, item in members.items():
                yield f"{_quoted(member, style)}={_quoted(text(item), style)}"
        elif members:
            flat = [part for pair in members.items() for part in pair]
            yield f"{key}={_delimited(flat, style)}"
    elif is_array(value):
        items = value
        if style.explode:
            for item in items:
                yield f"{key}={_item(item, style)}"
        elif items:
            yield f"{key}={_delimited(items, style)}"
    elif value is not None:
        yield f"{key}={_quoted(text(value), style)}"


def _whole_query(value: Any) -> Iterator[str]:
    if not is_object(value):
        yield quote(text(value), safe="")
        return
    for name, member in value.items():
        for pair in form_pairs(name, member, _DEFAULTS["query"]):
            yield "=".join(quote_plus(part, safe="") for part in pair)


def nested(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Return the leaves of a value under bracketed names: ``filter[user][0][id]``."""
    if is_object(value):
        for key, item in value.items():
            yield from nested(f"{name}[{key}]", item)
    elif is_array(value):
        for index, item in enumerate(value):
            yield from nested(f"{name}[{index}]", item)
    else:
        yield name, value


def form_pairs(name: str, value: Any, style: Style) -> Iterator[tuple[str, str]]:
    """Return a field of a form body as names and values, not yet percent-encoded."""
    if style.style == "deepObject":
        for path, leaf in nested(name, value):
            yield path, text(leaf)
    elif style.style == "json" and style.explode and is_array(value):
        for item in value:
            yield name, _compact(item)
    elif style.style == "json" or (is_object(value) and not style.explode):
        yield name, _compact(value)
    elif is_object(value):
        for key, item in value.items():
            yield key, text(item)
    elif is_array(value):
        items = value
        if style.explode:
            _, _, inner = style.style.partition("+")
            for item in items:
                if inner and is_array(item):
                    yield name, _listed(item, inner)
                else:
                    scalar = not (is_object(item) or is_array(item))
                    yield name, text(item) if scalar else _compact(item)
        else:
            yield name, _listed(items, style.style)
    else:
        yield name, text(value)


def header_pairs(values: Mapping[str, object], styles: Styles) -> Pairs:
    """Return the headers of a request that come from arguments.

    Raises:
        RequestValidationError: A value cannot stand in a header.
    """
    pairs: Pairs = []
    problems: list[str] = []
    for name, value in values.items():
        if value is not UNSET and value is not None:
            style = styles.get(("header", name), _DEFAULTS["header"])
            try:
                pairs.append((name, _header_value(name, jsonable(value), style)))
            except RequestValidationError as error:
                problems.append(_named(name, "header", error))
    if problems:
        raise refusal(problems)
    return pairs


def _header_value(name: str, value: Any, style: Style) -> str:
    if style.style == "json":
        written = _compact(value)
    elif is_object(value):
        joiner = "=" if style.explode else ","
        written = ",".join(f"{key}{joiner}{text(item)}" for key, item in value.items())
    elif is_array(value):
        written = _listed(value, style.style)
    else:
        written = text(value)
    return sendable(name, written)


def sendable(name: str, value: str) -> str:
    """Return the value of a header, if HTTP can carry it (RFC 9110, section 5.5).

    Raises `RequestValidationError`, which does not show the value: it may be secret.
    """
    if value.isascii() and value.isprintable():
        # Spaces around it are no part of it.
        return value.strip(" ")
    if not value.isascii() or not value.replace("\t", "").isprintable():
        raise RequestValidationError(
            f"{name} (header): a header can carry ASCII on one line, and nothing else"
        )
    return value.strip(" \t")


def cookie_header(values: Mapping[str, object], styles: Styles) -> str:
    """Return the Cookie header of a request; empty if it has none."""
    return "; ".join(_written("cookie", values, styles))


def _delimited(items: Sequence[Any], style: Style) -> str:
    delimiter = _DELIMITERS.get(style.style.partition("+")[0], ",")
    encoded = delimiter if delimiter == "," else quote(delimiter)
    return encoded.join(_item(item, style) for item in items)


def _item(item: Any, style: Style) -> str:
    """Return an item of an array, percent-encoded; it may be an array itself."""
    _, _, inner = style.style.partition("+")
    if inner and is_array(item):
        return _delimited(item, style._replace(style=inner))
    return _quoted(text(item), style)


def _listed(items: Sequence[Any], style: str) -> str:
    """Return the items of an array as text that is not percent-encoded."""
    outer, _, inner = style.partition("+")
    return _DELIMITERS.get(outer, ",").join(
        _listed(item, inner) if inner and is_array(item) else text(item)
        for item in items
    )


def _quoted(value: str, style: Style) -> str:
    if style.style == "cookie":
        # OpenAPI 3.2, section 4.12.3: as it is, for cookies are not part of a URL.
        if not value.isascii() or not value.isprintable() or _ENDS.search(value):
            raise RequestValidationError(
                "a cookie can carry printable ASCII without space, comma, semicolon, "
                "quotation mark and backslash"
            )
        return value
    if not value.isascii():
        _check_is_encodable(value)
    if not style.allow_reserved:
        return quote(value, safe="")
    # RFC 6570, section 3.2.3: what is percent-encoded already stays as it is.
    return _TRIPLET.sub(r"%\1", quote(value, safe=_RESERVED))


_ENDS: Final = re.compile(r'[\s,;"\\]')
"""What a cookie cannot have (RFC 6265, section 4.1.1); some servers split at commas."""


def _check_is_encodable(value: str) -> None:
    """Raise `RequestValidationError` for text that UTF-8 cannot carry."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise RequestValidationError(
            "text must be such that UTF-8 can carry it; it has half of a surrogate pair"
        ) from None


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
