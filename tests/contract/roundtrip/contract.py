"""What a document says of its operations, read without apiloom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.contract.roundtrip.raw import Dangling, Place, RawDocument

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
_STYLES: Final = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
}
_COLLECTIONS: Final[Mapping[str, tuple[str, bool]]] = {
    "csv": ("form", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a value is written (OpenAPI 3.1, section 4.8.12.4)."""

    name: str
    explode: bool
    stated: bool = False
    """Whether the document says so, or it is the default."""

    inner: str = ""
    """What stands between the items of lists in a list (Swagger 2.0, Items Object)."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    where: str
    required: bool
    schema: Place | None
    style: Style
    media_type: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a body."""

    media_type: str
    schema: Place | None
    encoding: Mapping[str, Style | str] = field(default_factory=dict)
    """For a field of a form: its style, or its media type."""

    item: Place | None = None
    """The schema of each item, where it is stated (OpenAPI 3.2, section 4.14.3)."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request."""

    required: bool
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented response."""

    status: str
    contents: tuple[Content, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: tuple[Answer, ...]
    place: Place


@dataclass(slots=True)
class Contract:
    """The operations of a document, and the ones that cannot be read."""

    operations: list[Operation] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)


def contract(raw: RawDocument) -> Contract:
    """Read every operation below `paths`, through references of path items."""
    found = Contract()
    paths = raw.at(raw.root).get("paths") or {}
    for path, item in paths.items():
        if not path.startswith("/") and path.startswith("x-"):
            continue
        place = raw.root / "paths" / path
        if not isinstance(item, dict):
            continue
        try:
            place, resolved = raw.resolved(place)
        except Dangling as error:
            found.broken.append((path, str(error)))
            continue
        for method, where in _methods(raw, place, resolved):
            name = f"{method.upper()} {path}"
            try:
                found.operations.append(_operation(raw, method, path, where, place))
            except Dangling as error:
                found.broken.append((name, str(error)))
    return found


def _methods(
    raw: RawDocument, place: Place, item: Mapping[str, Any]
) -> Iterator[tuple[str, Place]]:
    for key, value in item.items():
        known = METHODS if raw.version >= (3, 2) else METHODS[:-1]
        if key.lower() in known and isinstance(value, dict):
            yield key, place / key
    more = item.get("additionalOperations")
    if isinstance(more, dict) and raw.version >= (3, 2):
        for key in more:
            yield key, place / "additionalOperations" / key


def _operation(
    raw: RawDocument, method: str, path: str, place: Place, item: Place
) -> Operation:
    place, value = raw.resolved(place)
    if not isinstance(value, dict):
        raise Dangling("the operation is no object")
    given: dict[tuple[str, str], tuple[Place, Any]] = {}
    for holder in (item, place):
        listed = raw.at(holder).get("parameters")
        for index in range(len(listed) if isinstance(listed, list) else 0):
            try:
                where, one = raw.resolved(holder / "parameters" / index)
            except Dangling:
                continue
            if isinstance(one, dict) and "name" in one and "in" in one:
                given[str(one["in"]), str(one["name"])] = (where, one)
    swagger = raw.version[0] == 2
    parameters = [
        _parameter(raw, where, one)
        for where, one in given.values()
        if one["in"] in (*_STYLES, "querystring")
    ]
    if swagger:
        body = _swagger_body(raw, value, [*given.values()])
    else:
        body = _body(raw, place / "requestBody") if "requestBody" in value else None
    return Operation(
        f"{method.upper()} {path}",
        method.upper(),
        path,
        tuple(parameters),
        body,
        tuple(_answers(raw, place, value)),
        place,
    )


def _parameter(raw: RawDocument, place: Place, one: Mapping[str, Any]) -> Parameter:
    where = str(one["in"])
    schema: Place | None = place / "schema" if "schema" in one else None
    media_type: str | None = None
    name, inner = str(one.get("style") or _STYLES.get(where, "form")), ""
    explode = one.get("explode")
    stated = "style" in one or "explode" in one
    if raw.version[0] == 2:
        schema = place
        name, explode, inner = _STYLES.get(where, "form"), False, _inner(one)
        collection = _COLLECTIONS.get(str(one.get("collectionFormat", "csv")))
        if (where in ("query", "cookie") and collection) or (
            collection and collection[0] != "form"
        ):
            name, explode = collection
    elif isinstance(one.get("content"), dict) and one["content"]:
        media_type = next(iter(one["content"]))
        media = place / "content" / media_type
        schema = media / "schema" if "schema" in raw.at(media) else None
    if not isinstance(explode, bool):
        explode = name in ("form", "cookie")
    required = one.get("required") is True or where == "path"
    style = Style(name, explode, stated, inner)
    return Parameter(
        str(one["name"]), where, required, schema, style, media_type, place
    )


def contents_of(
    raw: RawDocument, place: Place, *, items: bool = False
) -> tuple[Content, ...]:
    """The media types of a body, by their keys; with `items` those of items alone."""
    value = raw.at(place)
    if not isinstance(value, dict):
        return ()
    made: list[Content] = []
    for media_type in value:
        where, media = raw.resolved(place / media_type)
        if not isinstance(media, dict):
            continue
        item = where / "itemSchema" if "itemSchema" in media else None
        if "schema" not in media and item is not None and not items:
            continue
        schema = where / "schema" if "schema" in media else None
        encoding = media.get("encoding")
        made.append(Content(media_type, schema, _encodings(encoding), item))
    return tuple(made)


def _encodings(value: Any) -> dict[str, Style | str]:
    made: dict[str, Style | str] = {}
    for name, one in value.items() if isinstance(value, dict) else ():
        if not isinstance(one, dict):
            continue
        if "style" in one or "explode" in one:
            style = str(one.get("style", "form"))
            made[name] = Style(style, bool(one.get("explode", style == "form")), True)
        elif isinstance(one.get("contentType"), str):
            made[name] = one["contentType"]
    return made


def _body(raw: RawDocument, place: Place) -> Body | None:
    place, value = raw.resolved(place)
    if not isinstance(value, dict) or "content" not in value:
        return None
    contents = contents_of(raw, place / "content")
    return Body(value.get("required") is True, contents) if contents else None


def _swagger_body(
    raw: RawDocument, value: Mapping[str, Any], given: list[tuple[Place, Any]]
) -> Body | None:
    consumes = value.get("consumes", raw.at(raw.root).get("consumes"))
    types = [str(one) for one in consumes] if isinstance(consumes, list) else []
    for place, one in given:
        if one["in"] == "body":
            schema = place / "schema" if "schema" in one else None
            contents = [Content(each, schema) for each in types or ["application/json"]]
            return Body(one.get("required") is True, tuple(contents))
    fields = [(place, one) for place, one in given if one["in"] == "formData"]
    if not fields:
        return None
    schema = raw.virtual(
        {
            "type": "object",
            "properties": {one["name"]: raw.reference(place) for place, one in fields},
            "required": [one["name"] for _, one in fields if one.get("required")],
            "additionalProperties": False,
        }
    )
    forms = [one for one in types if one.partition(";")[0] in _FORMS]
    if any(one.get("type") == "file" for _, one in fields):
        forms = ["multipart/form-data"]
    encoding: dict[str, Style | str] = {}
    for _, one in fields:
        collection = _COLLECTIONS.get(str(one.get("collectionFormat", "csv")))
        if one.get("type") == "array" and collection:
            encoding[one["name"]] = Style(*collection, stated=True, inner=_inner(one))
    media_types = forms or ["application/x-www-form-urlencoded"]
    made = tuple(Content(each, schema, encoding) for each in media_types)
    return Body(any(one.get("required") for _, one in fields), made)


_BETWEEN: Final = {"ssv": " ", "tsv": "\t", "pipes": "|"}


def _inner(one: Mapping[str, Any]) -> str:
    items = one.get("items")
    if not isinstance(items, dict) or items.get("type") != "array":
        return ""
    return _BETWEEN.get(str(items.get("collectionFormat", "csv")), ",")


_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")


def _answers(
    raw: RawDocument, place: Place, value: Mapping[str, Any]
) -> Iterator[Answer]:
    responses = value.get("responses")
    if not isinstance(responses, dict):
        return
    place, responses = raw.resolved(place / "responses")
    for status, stated in responses.items():
        if str(status).startswith("x-") or not isinstance(stated, dict):
            continue
        try:
            where, one = raw.resolved(place / status)
        except Dangling:
            continue
        if not isinstance(one, dict):
            continue
        if raw.version[0] == 2:
            produces = value.get("produces", raw.at(raw.root).get("produces"))
            types = produces if isinstance(produces, list) and produces else [_JSON]
            contents = tuple(
                Content(str(each), where / "schema")
                for each in types
                if "schema" in one
            )
        else:
            contents = ()
            if "content" in one:
                contents = contents_of(raw, where / "content", items=True)
        yield Answer(str(status), contents, where)


_JSON: Final = "application/json"


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON (RFC 6839, section 3.1, for `+json`).

    One is called like it and is a sequence of JSON texts.
    """
    plain = media_type.partition(";")[0].strip().lower()
    if plain == "application/stream+json":
        return False
    return plain in ("application/json", "text/json") or plain.endswith("+json")
