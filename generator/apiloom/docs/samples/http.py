"""The HTTP request of a sample, as the client sends it.

Parameters are written by the functions that the client itself uses; what the samples in
other languages send is this value, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from apiloom.codegen.resources.specs import accepted
from apiloom.docs.link_targets import Book
from apiloom.docs.samples.calls import Calls
from apiloom.docs.samples.code import EXTENSIONS, file_name, is_given
from apiloom.docs.samples.validity import Value
from apiloom.docs.samples.values import LEFT_OUT, Samples
from apiloom.ir.api import Content, FieldEncoding, Operation, Payload
from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.security import Requirement, SecurityScheme
from apiloom.ir.types import (
    Alias,
    Array,
    Embedded,
    Enumeration,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
)
from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.parameters import (
    Style,
    cookie_header,
    expand_path,
    form_pairs,
    header_pairs,
    is_array,
    is_object,
    query_string,
)

__all__ = ["Env", "File", "HttpRequest", "Part", "Piece", "Requests", "Text", "merged"]


@dataclass(frozen=True, slots=True)
class Env:
    """The value of an environment variable, in a URL or a header."""

    name: str


Piece = str | Env
Text = tuple[Piece, ...]
"""Text, some of which is in environment variables."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload, by its name in the current folder."""

    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart body."""

    name: str
    content: str | File
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request. At most one of `json`, `form`, `text`, `file` and `parts` is set.

    `json` is a value, written as JSON; `form` has the fields of a form. The
    ``Content-Type`` is that of `media_type`, and not among the headers.
    """

    method: str
    url: Text
    headers: tuple[tuple[str, Text], ...]
    media_type: str = ""
    json: Value = None
    has_json: bool = False
    form: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    file: File | None = None
    parts: tuple[Part, ...] = ()
    basic: tuple[Env, Env] | None = None
    is_digest: bool = False

    @property
    def has_body(self) -> bool:
        """Whether there is a body."""
        return bool(
            self.has_json
            or self.form
            or self.parts
            or self.text is not None
            or self.file is not None
        )


@dataclass(slots=True)
class _Applied:
    """Headers, queries and cookies that credentials add to a request."""

    headers: dict[str, Text] = field(default_factory=dict[str, Text])
    query: list[Text] = field(default_factory=list[Text])
    cookies: list[Text] = field(default_factory=list[Text])
    basic: tuple[Env, Env] | None = None
    is_digest: bool = False


_FORM_STYLE: Final = Style("form", explode=True)
_NO_ENCODING: Final = FieldEncoding()
_BY_EXTENSION: Final = {
    extension: media_type for media_type, extension in EXTENSIONS.items()
}
_EXAMPLE_SERVER: Final = "https://example.com"


@dataclass(frozen=True, slots=True)
class Requests:
    """Makes the requests of samples, which `Calls` writes as calls of the client."""

    book: Book
    calls: Calls
    samples: Samples

    def of(self, operation: Operation) -> HttpRequest | None:
        """Return the request that the sample of an operation sends.

        None if the sample shows only a part of it, or if it cannot be sent.
        """
        try:
            return self._made(operation)
        except (RequestValidationError, UnicodeEncodeError, _TooLarge):
            return None

    def _made(self, operation: Operation) -> HttpRequest:
        values: dict[str, dict[str, Any]] = {}
        body: dict[str, Any] = dict.fromkeys(operation.switched_on, True)
        for argument, stated in self.calls.arguments(operation):
            value = self.samples.of(
                argument.type,
                argument.wire or argument.name,
                stated.example,
                stated.default,
            )
            file = file_name(argument.name, stated.media_type)
            sent = self._sent(value, argument.type, file)
            place = body if argument.place == "body" else values
            if place is body:
                body[argument.wire] = sent
            else:
                values.setdefault(argument.place, {})[argument.wire] = sent
        for one in operation.parameters:
            if one.default_factory is not None:
                example = self.samples.of(one.type, one.name, one.example)
                values.setdefault(one.location.value, {})[one.name] = example
        applied = self._applied(operation)
        headers = self._headers(operation, values, applied)
        made = HttpRequest(
            method=operation.method,
            url=self._url(operation, values, applied),
            headers=tuple(headers.items()),
            basic=applied.basic,
            is_digest=applied.is_digest,
        )
        if operation.body is None or not (body or operation.body.required):
            return made
        return self._with_body(made, operation, body)

    # The request line and the headers

    def _url(
        self, operation: Operation, values: Mapping[str, Any], applied: _Applied
    ) -> Text:
        styles = _styles(operation)
        servers = operation.servers or self.book.api.servers
        server = servers[0].expanded if servers else "/"
        if not servers or not servers[0].is_absolute or "://" not in server:
            server = _EXAMPLE_SERVER + (server if server.startswith("/") else "")
        server, _, own = server.partition("?")
        path, _, fixed = operation.path.partition("#")[0].partition("?")
        path = expand_path(path, values.get("path", {}), styles)
        query = query_string(values.get("query", {}), styles)
        queries = [*filter(None, (own, fixed, query))]
        url: list[Piece] = [server.rstrip("/") + path]
        mark = "?"
        for one in ((text,) for text in queries):
            url += [mark, *one]
            mark = "&"
        for text in applied.query:
            url += [mark, *text]
            mark = "&"
        return merged(url)

    def _headers(
        self, operation: Operation, values: Mapping[str, Any], applied: _Applied
    ) -> dict[str, Text]:
        styles = _styles(operation)
        found: dict[str, Text] = {"Accept": (accepted(operation),)}
        found.update(applied.headers)
        for name, value in header_pairs(values.get("header", {}), styles):
            if name.lower() != "content-type":
                found[name] = (value,)
        key = operation.idempotency_key
        if key is not None and not any(key.lower() == one.lower() for one in found):
            found[key] = (SCALARS[Kind.UUID].sample,)
        cookies: list[Text] = [*applied.cookies]
        own = cookie_header(values.get("cookie", {}), styles)
        if own:
            cookies.insert(0, (own,))
        if cookies:
            joined: list[Piece] = []
            for cookie in cookies:
                joined += ["; ", *cookie] if joined else cookie
            found["Cookie"] = merged(joined)
        return found

    def _applied(self, operation: Operation) -> _Applied:
        """Return what the usual credentials of an operation add."""
        applied = _Applied()
        alternatives = [one for one in operation.security if one]
        needed = min(alternatives, key=self._is_fetched, default=())
        for requirement in needed:
            scheme = self._scheme(requirement)
            names = [one.env for one in self.book.names.credentials[scheme.key]]
            if not names:
                continue
            kind = scheme.http_scheme if scheme.type == "http" else scheme.type
            if kind in ("basic", "digest"):
                applied.basic = Env(names[0]), Env(names[1])
                applied.is_digest = kind == "digest"
            elif kind == "apiKey":
                self._add_key(applied, scheme, Env(names[0]))
            else:
                prefix = scheme.prefix or "Bearer "
                applied.headers["Authorization"] = (prefix, Env(names[0]))
        return applied

    def _is_fetched(self, needed: Sequence[Requirement]) -> bool:
        """Whether one of the credentials is a token that a client fetches."""
        return any(self._scheme(one).grants for one in needed)

    def _scheme(self, requirement: Requirement) -> SecurityScheme:
        return self.book.api.schemes[requirement.scheme][-1]

    @staticmethod
    def _add_key(applied: _Applied, scheme: SecurityScheme, key: Env) -> None:
        value: list[Piece] = [scheme.prefix, key] if scheme.prefix else [key]
        if scheme.location == "header":
            applied.headers[scheme.name] = tuple(value)
        elif scheme.location == "query":
            name = quote(scheme.name, safe="")
            applied.query.append(merged([f"{name}=", *value]))
        else:
            applied.cookies.append(merged([f"{scheme.name}=", *value]))

    # The body

    def _with_body(
        self, made: HttpRequest, operation: Operation, members: dict[str, Any]
    ) -> HttpRequest:
        body = operation.body
        if body is None:
            return made
        content = body.contents[0]
        media_type = _concrete(content)
        value: Any = members
        if set(members) == {""}:
            value = members[""]
        elif (model := self.book.api.body_fields(body)) is not None:
            value = self._ordered(members, model)
        made = replace(made, media_type=media_type)
        if isinstance(value, File):
            return replace(made, file=value)
        if content.payload is not Payload.MULTIPART:
            value = _without_files(value)
        match content.payload:
            case Payload.JSON:
                return replace(made, json=value, has_json=True)
            case Payload.FORM:
                return replace(made, form=tuple(self._pairs(value, content)))
            case Payload.MULTIPART:
                parts = tuple(self._parts(value, content))
                return replace(made, parts=parts)
            case Payload.LINES | Payload.RECORDS:
                mark = "\x1e" if content.payload is Payload.RECORDS else ""
                lines = (f"{mark}{_compact(item)}\n" for item in value)
                return replace(made, text="".join(lines))
            case _:
                text = value if isinstance(value, str) else _compact(value)
                return replace(made, text=text)

    def _ordered(self, members: dict[str, Any], model: Model) -> dict[str, Any]:
        """Return the members of a body, those with one possible value included."""
        found: dict[str, Any] = {}
        for one in model.fields:
            if one.wire in members:
                found[one.wire] = members[one.wire]
            elif one.constant is not None and one.required:
                found[one.wire] = one.constant
        return found

    def _pairs(self, value: Any, content: Content) -> Iterator[tuple[str, str]]:
        encodings = dict(content.encoding)
        for name, item in value.items() if is_object(value) else ():
            encoding = encodings.get(name, _NO_ENCODING)
            style = Style(encoding.style, explode=encoding.explode)
            yield from form_pairs(name, item, style)

    def _parts(self, value: Any, content: Content) -> Iterator[Part]:
        if not is_object(value):
            raise _TooLarge
        encodings = dict(content.encoding)
        for name, item in value.items():
            encoding = encodings.get(name, _NO_ENCODING)
            items: list[Any] = item if is_array(item) else [item]
            headers = encoding.headers
            for one in [one for one in items if isinstance(one, File)]:
                stated = _settled(encoding.content_type, one.name)
                yield Part(name, one, stated, headers)
            rest = [one for one in items if not isinstance(one, File)]
            if len(rest) < len(items) and not rest:
                continue
            if len(rest) == len(items):
                yield from _text_parts(name, _without_files(item), encoding)
            else:
                for one in rest:
                    yield from _text_parts(name, _without_files(one), encoding)

    # Values as the client sends them

    def _sent(self, value: Value, type_: Type, file: str) -> Any:
        """Return a value as JSON's types: nothing read-only, files by their names."""
        if value is LEFT_OUT:
            raise _TooLarge
        match type_:
            case Primitive(kind):
                return File(file) if kind is Kind.BINARY else value
            case Literal():
                return value
            case Array(items) if isinstance(value, list):
                return [self._sent(one, items, file) for one in value]
            case Tuple(prefix, rest) if isinstance(value, list):
                types = [*prefix, *([rest] if rest else []) * len(value)]
                pairs = zip(value, types, strict=False)
                return [self._sent(one, each, file) for one, each in pairs]
            case Map(values) if isinstance(value, dict):
                return {
                    key: self._sent(one, values, file) for key, one in value.items()
                }
            case Embedded(inner):
                return _compact(self._sent(value, inner, file))
            case Reference(target):
                definition = self.book.api.definitions[target]
                match definition:
                    case Alias(type=inner):
                        return self._sent(value, inner, file)
                    case Model():
                        return self._object(value, definition)
                    case Enumeration():
                        return value
            case Union(members):
                fitting = (one for one in members if self.samples.fits(value, one))
                return self._sent(value, next(fitting, members[0]), file)
            case _:
                return value

    def _object(self, value: Value, model: Model) -> Any:
        members = value if isinstance(value, dict) else {}
        uploaded = model.pointer in self.book.placement.uploaded
        found: dict[str, Any] = {}
        for one in model.fields:
            if is_given(self.book.api, one, members):
                found[one.wire] = self._sent(
                    members[one.wire],
                    one.type,
                    file_name(one.wire, None) if uploaded else "",
                )
            elif one.constant is not None and one.required and not one.read_only:
                found[one.wire] = one.constant
        return found


class _TooLarge(Exception):
    """A sample that leaves something out is no request."""


def _styles(operation: Operation) -> dict[tuple[str, str], Style]:
    return {
        (one.location.value, one.name): Style(
            one.style, one.explode, one.allow_reserved
        )
        for one in operation.parameters
    }


def _concrete(content: Content) -> str:
    """Return the media type that is sent; a range is none."""
    if "*" not in content.media_type:
        return content.media_type
    fallbacks = {Payload.JSON: "application/json", Payload.TEXT: "text/plain"}
    return fallbacks.get(content.payload, "application/octet-stream")


def _settled(stated: str | None, file: str) -> str:
    """Return the media type of a file: the stated one, else that of its name."""
    allowed = [one.strip() for one in (stated or "").split(",") if one.strip()]
    guessed = _BY_EXTENSION.get(file.rpartition(".")[2])
    concrete = [one for one in allowed if "*" not in one]
    if guessed is not None and (not concrete or guessed in concrete):
        return guessed
    return concrete[0] if concrete else "application/octet-stream"


def _text_parts(name: str, item: Any, encoding: FieldEncoding) -> Iterator[Part]:
    """Yield the parts of a field that is no file, as `MultipartBody` writes them."""
    content_type = encoding.content_type
    style = Style(encoding.style, explode=encoding.explode)
    if style == _FORM_STYLE and _is_structured(item):
        style = Style("json", explode=True)
        if content_type is None or encoding.file:
            content_type = "application/json"
    if content_type is not None:
        types = [one.strip() for one in content_type.split(",")]
        content_type = next((one for one in types if "*" not in one), "text/plain")
    for key, text in form_pairs(name, item, style):
        yield Part(key, text, content_type, encoding.headers)


def _is_structured(value: Any) -> bool:
    items: list[Any] = value if is_array(value) else [value]
    return bool(items) and all(is_object(one) or is_array(one) for one in items)


def _without_files(value: Any) -> Any:
    """Return a value with the names of files in the places of their content.

    A file inside of JSON or of a form without parts is text.
    """
    if isinstance(value, File):
        return value.name
    if is_object(value):
        return {name: _without_files(one) for name, one in value.items()}
    return list(map(_without_files, value)) if is_array(value) else value


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def merged(pieces: Sequence[Piece]) -> Text:
    """Return pieces with neighbouring texts joined."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)
