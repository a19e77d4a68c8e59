"""Sample values as Python: the arguments of a call, and the objects in them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Pair,
    call,
    imports,
    literal,
    mapping,
    string,
)
from apiloom.docs.samples.validity import Value
from apiloom.docs.samples.values import LEFT_OUT, Samples
from apiloom.ir.api import Api
from apiloom.ir.scalars import SCALARS, Kind, SampleForm
from apiloom.ir.types import (
    Alias,
    Array,
    Embedded,
    Enumeration,
    Field,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
)
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import snake
from apiloom.text.code import Python, identifier, joined, octets, python

EXTENSIONS: Final = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "text/csv": "csv",
    "text/html": "html",
    "text/markdown": "md",
    "text/plain": "txt",
    "video/mp4": "mp4",
}


def file_name(name: str, media_type: str | None) -> str:
    """The name of a sample file for an argument."""
    kind = (media_type or "").split(",")[0].partition(";")[0].strip().lower()
    extension = EXTENSIONS.get(kind, "bin")
    stem = snake(name).removesuffix("_file")
    return f"{stem if stem not in ('', extension) else 'file'}.{extension}"


_ELLIPSIS: Final = Name(python("..."))

_NOT_TEXT: Final = frozenset(
    {Kind.BINARY, Kind.BYTE, Kind.BASE64URL, Kind.DECIMAL, Kind.OCTETS}
)


class Needs:
    """The imports of a sample."""

    def __init__(self, package: str) -> None:
        self._package: Final = package
        self._names: Final[dict[str, set[str]]] = {}
        self._modules: Final[set[str]] = set()
        self.is_shortened = False
        """Whether the sample leaves something out that a call would need."""

    def name(self, module: str, name: str) -> Python:
        """Import a name of the standard library; returns it."""
        self._names.setdefault(module, set()).add(name)
        return identifier(name)

    def own(self, name: str) -> Python:
        """Import a name of the client's package; returns it."""
        return self.name(self._package, name)

    def module(self, name: str) -> Python:
        """Import a module; returns its name."""
        self._modules.add(name)
        return identifier(name)

    def text(self) -> Python:
        """The import statements: standard library, other packages, the client."""
        others = {name for name in self._modules if name.startswith("httpx")}
        standard = [_import(name) for name in sorted(self._modules - others)]
        standard += [
            imports(module, self._names[module])
            for module in sorted(self._names)
            if module != self._package
        ]
        third = [_import(name) for name in sorted(others)]
        own = [imports(self._package, self._names.get(self._package, ()))]
        parts = (standard, third, own)
        return joined("\n\n", (joined("\n", part) for part in parts if part))


def _import(module: str) -> Python:
    return python("import {}", identifier(module))


@dataclass(frozen=True, slots=True)
class Spelling:
    """Writes sample values as Python.

    An argument takes text for what has a form in text (a UUID, a date, a member of
    an enum); the attribute of a model is written as the type that it has.
    """

    api: Api
    names: Names
    samples: Samples
    needs: Needs
    uploads: frozenset[Pointer]

    def argument(self, value: Value, type_: Type, file: str = "file.bin") -> Code:
        """A value as an argument of a method; `file` names a file to upload."""
        if value is LEFT_OUT:
            self.needs.is_shortened = True
            return _ELLIPSIS
        match type_:
            case Primitive(kind):
                if kind in _NOT_TEXT:
                    return self._scalar(value, kind, file)
                return json_code(value)
            case Literal():
                return json_code(value)
            case Array(items):
                elements = value if isinstance(value, list) else []
                return _list(self.argument(one, items, file) for one in elements)
            case Tuple():
                return json_code(value)
            case Map(values):
                members = value if isinstance(value, dict) else {}
                return mapping(
                    (string(key), self.argument(one, values, file))
                    for key, one in members.items()
                )
            case Embedded(inner):
                return self.argument(value, inner, file)
            case Reference(target):
                definition = self.api.definitions[target]
                if isinstance(definition, Alias):
                    return self.argument(value, definition.type, file)
                if isinstance(definition, Model):
                    return self._object(value, definition)
                return json_code(value)
            case Union(members):
                return self.argument(value, self._member(value, members), file)

    def attribute(self, value: Value, type_: Type, *, file: str = "") -> Code:
        """A value as an attribute of a model; `file` if files are uploaded there."""
        if value is LEFT_OUT:
            self.needs.is_shortened = True
            return _ELLIPSIS
        match type_:
            case Primitive(kind):
                return self._scalar(value, kind, file)
            case Literal():
                return json_code(value)
            case Array(items):
                elements = value if isinstance(value, list) else []
                return _list(self.attribute(one, items, file=file) for one in elements)
            case Tuple(prefix, rest):
                return self._tuple(value, prefix, rest)
            case Map(values):
                members = value if isinstance(value, dict) else {}
                return mapping(
                    (string(key), self.attribute(one, values))
                    for key, one in members.items()
                )
            case Embedded(inner):
                return self.attribute(value, inner)
            case Reference(target):
                return self._defined(value, target)
            case Union(members):
                chosen = self._member(value, members)
                return self.attribute(value, chosen, file=file)

    def _member(self, value: Value, members: tuple[Type, ...]) -> Type:
        """The member of a union that a value is of."""
        fitting = (one for one in members if self.samples.fits(value, one))
        return next(fitting, members[0])

    def _defined(self, value: Value, target: Pointer) -> Code:
        definition = self.api.definitions[target]
        match definition:
            case Alias(type=type_):
                return self.attribute(value, type_)
            case Model():
                return self._object(value, definition)
            case Enumeration(values=values):
                name = self.names.definitions[target]
                members = zip(self.names.members[target], values, strict=True)
                for member, known in members:
                    if known.value == value:
                        return Name(f"{self.needs.own('models')}.{name}.{member}")
                return json_code(value)

    def _object(self, value: Value, model: Model) -> Code:
        """The construction of a model; undeclared members are left out."""
        members = value if isinstance(value, dict) else {}
        attributes = self.names.fields[model.pointer]
        uploaded = model.pointer in self.uploads
        items = tuple(
            Pair(
                f"{attributes[field.wire]}=",
                self.attribute(
                    members[field.wire],
                    field.type,
                    file=file_name(field.wire, None) if uploaded else "",
                ),
            )
            for field in model.fields
            if is_given(self.api, field, members)
        )
        name = self.names.definitions[model.pointer]
        return Bracket(f"{self.needs.own('models')}.{name}", items, "(", ")")

    def _tuple(self, value: Value, prefix: tuple[Type, ...], rest: Type | None) -> Code:
        elements = value if isinstance(value, list) else []
        types = [*prefix, *([rest] if rest else []) * len(elements)]
        pairs = zip(elements, types, strict=False)
        items = [self.attribute(one, type_) for one, type_ in pairs]
        if rest is None and prefix:
            return Bracket("", tuple(items), "(", ")")
        return _list(items)

    def _scalar(self, value: Value, kind: Kind, file: str) -> Code:
        text = str(value)
        if value is None:
            return Name("None")
        if kind is Kind.BINARY and file:
            return call(self.needs.name("pathlib", "Path"), string(file))
        scalar = SCALARS[kind]
        match scalar.sample_form:
            case SampleForm.CALL:
                return call(self.needs.name(scalar.module, scalar.name), string(text))
            case SampleForm.ISO:
                made = f"{self.needs.name(scalar.module, scalar.name)}.fromisoformat"
                return call(made, string(text))
            case SampleForm.DATE:
                day = date.fromisoformat(text)
                parts = [day.year, day.month, day.day]
                return call(
                    self.needs.name(scalar.module, scalar.name), *map(literal, parts)
                )
            case SampleForm.BASE64:
                standard = text.replace("-", "+").replace("_", "/")
                return Name(octets(base64.b64decode(standard)))
            case SampleForm.BYTES:
                return Name(octets(text.encode()))
            case SampleForm.LITERAL:
                return json_code(value)


def is_given(api: Api, field: Field, members: Mapping[str, Value]) -> bool:
    """Whether a member is written; a null that only says "absent" is not."""
    if field.wire not in members or field.read_only:
        return False
    is_null = members[field.wire] is None
    return not is_null or field.required or api.accepts_null(field.type)


def json_code(value: Value) -> Code:
    """JSON's types as literals."""
    if value is LEFT_OUT:
        return _ELLIPSIS
    if isinstance(value, list):
        return _list(json_code(item) for item in value)
    if isinstance(value, dict):
        return mapping((string(key), json_code(item)) for key, item in value.items())
    return Name(literal(value))


def _list(items: Iterable[Code]) -> Bracket:
    return Bracket("", tuple(items))
