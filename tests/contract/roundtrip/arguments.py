"""Arguments for a call, sampled from the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.contract.roundtrip.contract import (
    Content,
    Operation,
    Parameter,
    Style,
    is_json,
)
from tests.contract.roundtrip.leaves import ANYWHERE, Limits
from tests.contract.roundtrip.merging import Unsampleable
from tests.contract.roundtrip.sampler import BARE, Blob, Mode, Sampler
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.streams import is_file, item_of, writer_of
from tests.contract.roundtrip.subject import words

_PARAMETERS: Final[Mapping[str, Limits]] = {
    "path": Limits(filled=True, text=True, dots=True),
    "query": Limits(filled=True),
    "header": Limits(filled=True, text=True, ascii=True),
    "cookie": Limits(filled=True, text=True),
}
_AVOID: Final = {
    "spaceDelimited": " +",
    "pipeDelimited": "|",
    "label": ".",
    "tabDelimited": "\t",
}
_FORM: Final = "application/x-www-form-urlencoded"


class Uncallable(Exception):
    """The method has no argument for something that the document has."""


@dataclass(slots=True)
class Call:
    """The arguments of one call, and what the request should carry."""

    arguments: dict[str, Any] = field(default_factory=dict)
    sent: list[tuple[Parameter, Any]] = field(default_factory=list)
    content: Content | None = None
    body: Any = None


@dataclass(frozen=True, slots=True)
class Arguments:
    """Makes the calls of a client's operations."""

    schemas: Schemas
    sampler: Sampler

    def call(
        self,
        operation: Operation,
        inspected: Mapping[str, Any],
        mode: Mode,
        credentials: set[tuple[str, str]],
        content: Content | None = None,
    ) -> Call:
        """Arguments for one call. Raises `Unsampleable` and `Uncallable`.

        `content` is the media type that is asked for, one of several.
        """
        made = Call()
        named = {(one["in"], one["wire"]): one for one in inspected["parameters"]}
        folded = {(one["in"], one["wire"].lower()) for one in inspected["parameters"]}
        for parameter in operation.parameters:
            if parameter.where == "header" and parameter.name.lower() == "content-type":
                # The argument of this name chooses among the media types of the body.
                continue
            # A parameter that is the whole query is an argument like the others.
            place = "query" if parameter.where == "querystring" else parameter.where
            key = (place, parameter.name)
            if key not in named:
                if parameter.where == "path" and not _has_a_place(operation, parameter):
                    # Nobody can send it; the generator warns of it.
                    continue
                if _is_the_clients(parameter, credentials):
                    continue
                if (key[0], key[1].lower()) in folded and key[0] == "header":
                    continue
                raise Uncallable(f"no argument for a {parameter.where} parameter")
            if mode is BARE and not parameter.required:
                continue
            try:
                value = self._parameter(operation, parameter, mode)
            except Unsampleable:
                if parameter.required:
                    raise
                continue
            if value is _NOTHING:
                continue
            made.arguments[named[key]["name"]] = value
            made.sent.append((parameter, value))
        declared = {(one.where, one.name) for one in operation.parameters}
        for (where, wire), one in named.items():
            if where == "path" and (where, wire) not in declared:
                # In the template and nowhere else: a string.
                made.arguments[one["name"]] = "undeclared"
        if operation.body is not None and (mode is not BARE or operation.body.required):
            self._body(operation, inspected, mode, made, content)
        return made

    @staticmethod
    def reaching(inspected: Mapping[str, Any], content: Content) -> Mapping[str, Any]:
        """The method that sends a media type. Raises `Uncallable` if there is none."""
        for one in ({}, *inspected.get("variants", ())):
            method = {**inspected, **one}
            body = method["body"] or {"media_type": ""}
            offered = body.get("media_types", [body["media_type"]])
            if content.media_type.lower() in map(str.lower, offered):
                return method
        raise Uncallable("no way to send one of the media types")

    def _parameter(self, operation: Operation, parameter: Parameter, mode: Mode) -> Any:
        seed = f"{operation.id}/{parameter.where}/{parameter.name}"
        limits = _PARAMETERS.get(parameter.where, ANYWHERE)
        if parameter.media_type is not None and is_json(parameter.media_type):
            limits = Limits(ascii=parameter.where == "header")
        avoid = _AVOID.get(parameter.style.name, "") + parameter.style.inner
        if parameter.where == "header":
            avoid += ","
        if parameter.where == "cookie":
            avoid = "; "
        if parameter.where == "cookie" and parameter.style.name == "cookie":
            # Not percent-encoded: RFC 6265, section 4.1.1.
            avoid, limits = ' ,;"\\', replace(limits, ascii=True)
        limits = replace(limits, avoid=avoid)
        if parameter.schema is None:
            return "anything"
        uri = self.schemas.uri(parameter.schema)
        value = self.sampler.sample(uri, mode, seed, limits)[0]
        if value is None and parameter.media_type is None:
            return _NOTHING
        return value

    def _body(
        self,
        operation: Operation,
        inspected: Mapping[str, Any],
        mode: Mode,
        made: Call,
        asked: Content | None,
    ) -> None:
        assert operation.body is not None
        style = inspected["body"]
        if style is None:
            raise Uncallable("no argument for the body")
        contents = operation.body.contents
        stated = style["media_type"].lower()
        content = next(
            (one for one in contents if one.media_type.lower() == stated), contents[0]
        )
        if asked is not None:
            content = asked
            choice = ("header", "Content-Type")
            for one in inspected["parameters"]:
                if (one["in"], one["wire"]) == choice:
                    made.arguments[one["name"]] = _concrete(asked.media_type)
        plain = content.media_type.partition(";")[0].strip().lower()
        binary = plain.startswith("multipart/")
        seed = f"{operation.id}/body"
        fields = {
            one["wire"]: one["name"]
            for one in inspected["parameters"]
            if one["in"] == "body"
        }
        structured = is_json(plain) or binary or plain == _FORM
        # An object for any media type: the client sends it as JSON.
        structured = structured or style["style"] == "fields"
        value: Any
        if not structured:
            entry = next(one for one in inspected["parameters"] if one["in"] == "body")
            types = words(entry["type"])
            if writer_of(plain) is not None and not types & {"FileInput", "bytes"}:
                made.content = content
                made.body = self._items(content, mode, seed)
                made.arguments[entry["name"]] = list(made.body)
                return
            value = b"\x00bytes\xff" if types & {"FileInput", "bytes"} else "täxt"
            if "text/plain" in plain and "str" in types:
                value = "täxt"
            if not types & {"FileInput", "bytes", "str"}:
                value = self._sampled(content, mode, seed, ANYWHERE)
        else:
            form = plain == _FORM or binary
            delimited = any(
                isinstance(one, Style) and not one.explode
                for one in content.encoding.values()
            )
            avoid = " |,+\t" if delimited else ""
            limits = Limits(avoid=avoid, binary=binary, filled=form)
            value = self._sampled(content, mode, seed, limits)
        made.content = content
        made.body = value
        if style["style"] == "fields":
            if not isinstance(value, dict):
                raise Uncallable("the body is taken apart, but can be no object")
            unknown = [one for one in value if one not in fields]
            known = self._declared(content)
            if any(one in known for one in unknown):
                raise Uncallable("no argument for a field of the body")
            made.body = {key: one for key, one in value.items() if key in fields}
            for key, one in made.body.items():
                made.arguments[fields[key]] = _given(one)
            if not made.body and not operation.body.required:
                made.content = None
            return
        argument = fields.get("")
        if argument is None:
            raise Uncallable("no argument for the body")
        made.arguments[argument] = _given(value)
        if structured and is_json(plain) and is_file(self.schemas.raw, content):
            made.body = str(value).encode()
            made.arguments[argument] = made.body
        if isinstance(value, bytes) and "*" in plain and asked is None:
            # What a range stands for, only the caller knows.
            stated = plain.replace("/*", "/png").replace("*/", "image/")
            made.arguments[argument] = ("file", value, stated)

    def _items(self, content: Content, mode: Mode, seed: str) -> list[Any]:
        """A few items of a body that is a sequence."""
        place = item_of(self.schemas.raw, content)
        if place is None:
            return ["täxt", {"any": [1, None]}]
        uri = self.schemas.uri(place)
        return [
            self.sampler.sample(uri, mode, f"{seed}/{number}")[0] for number in range(3)
        ]

    def _declared(self, content: Content) -> set[str]:
        if content.schema is None:
            return set()
        schema = self.schemas.get(self.schemas.uri(content.schema))
        return set(schema.get("properties", {})) if isinstance(schema, dict) else set()

    def _sampled(self, content: Content, mode: Mode, seed: str, limits: Limits) -> Any:
        if content.schema is None:
            return {"any": "thing"}
        uri = self.schemas.uri(content.schema)
        return self.sampler.sample(uri, mode, seed, limits)[0]


_NOTHING: Final = object()


def _concrete(media_type: str) -> str:
    """A media type of a range."""
    return media_type.replace("*/*", "image/png").replace("/*", "/png")


def _given(value: Any) -> Any:
    """A value as a caller hands it over: files as bytes."""
    if isinstance(value, Blob):
        return str(value).encode()
    if isinstance(value, dict):
        return {key: _given(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_given(one) for one in value]
    return value


def _has_a_place(operation: Operation, parameter: Parameter) -> bool:
    return f"{{{parameter.name}}}" in operation.path


def _is_the_clients(parameter: Parameter, credentials: set[tuple[str, str]]) -> bool:
    """Whether it is the client that sends a parameter, not its caller."""
    name = parameter.name.lower()
    reserved = name in ("accept", "content-type", "authorization")
    if parameter.where == "header" and reserved:
        return True
    return (parameter.where, name) in credentials
