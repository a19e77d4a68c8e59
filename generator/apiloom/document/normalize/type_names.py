"""Unknown names of types, and the types that they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from apiloom.diagnostics import Code
from apiloom.document.tree import Mapping, Value, kind_of
from apiloom.document.walker import Place

__all__ = ["settle_type"]

Report: TypeAlias = Callable[[Code, str, Place], None]

_TYPES: Final = frozenset(
    {"array", "boolean", "integer", "null", "number", "object", "string"}
)
_ALIASES: Final[dict[str, tuple[str, str]]] = {
    "binary": ("string", "binary"),
    "bool": ("boolean", ""),
    "byte": ("string", "byte"),
    "date": ("string", "date"),
    "date-time": ("string", "date-time"),
    "datetime": ("string", "date-time"),
    "dict": ("object", ""),
    "double": ("number", "double"),
    "enum": ("string", ""),
    "file": ("string", "binary"),
    "float": ("number", "float"),
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "list": ("array", ""),
    "long": ("integer", "int64"),
    "map": ("object", ""),
    "none": ("null", ""),
    "str": ("string", ""),
    "text": ("string", ""),
    "timestamp": ("string", "date-time"),
    "uri": ("string", "uri"),
    "url": ("string", "uri"),
    "uuid": ("string", "uuid"),
    **{name: (name, "") for name in _TYPES},
}


def settle_type(
    schema: Mapping, place: Place, own: frozenset[str], report: Report
) -> None:
    """Leave in `type` a type of JSON Schema, or an array of several, or nothing.

    `own` are names that the document's version has and JSON Schema has not; every
    other strange name is reported.
    """
    written = schema["type"]
    if isinstance(written, str) and written in _TYPES:
        return
    at = place.child("type")
    single = not isinstance(written, list)
    names: list[Value] = []
    formats: list[str] = []
    for index, item in enumerate(written if isinstance(written, list) else [written]):
        here = at if single else at.child(index)
        name, form = _meant(item, here, own, report)
        if name and name not in names:
            names.append(name)
        if form:
            formats.append(form)
    if not names:
        del schema["type"]
        return
    schema["type"] = names[0] if len(names) == 1 else names
    if len(formats) == 1:
        schema.setdefault("format", formats[0])


def _meant(
    written: Value, at: Place, own: frozenset[str], report: Report
) -> tuple[str, str]:
    if written is None:
        report(Code.WRONG_TYPE, 'the type null must be written "null", in quotes', at)
        return "null", ""
    if not isinstance(written, str):
        report(Code.WRONG_TYPE, f"type must be a string, not {kind_of(written)}", at)
        return "", ""
    if written in _TYPES:
        return written, ""
    name, form = _ALIASES.get(written.strip().lower(), ("", ""))
    if written not in own:
        meaning = f"it is read as {name}" if name else "any value is allowed"
        report(Code.UNKNOWN_TYPE, f"there is no type {written!r}; {meaning}", at)
    return name, form
