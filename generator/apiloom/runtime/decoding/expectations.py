"""What annotations ask for, in the words of messages."""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from collections.abc import Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import pydantic_core

from ..types.unions import opened

_NAMES: Final[dict[object, str]] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    NoneType: "null",
    list: "an array",
    tuple: "an array",
    dict: "an object",
    bytes: "base64",
    uuid.UUID: "a UUID",
    dt.datetime: "a date-time",
    dt.date: "a date",
    decimal.Decimal: "a decimal number",
}


def kinds_of(type_: Any) -> list[Any]:
    """The classes and the fixed values that a scalar can be; None stands for null."""
    origin, arguments = get_origin(type_), get_args(type_)
    if hasattr(type_, "__value__") and origin is None:
        return kinds_of(opened(type_))
    if origin is Annotated:
        return kinds_of(arguments[0])
    if origin in (Union, UnionType):
        return [kind for one in arguments for kind in kinds_of(one)]
    if origin is Literal:
        return [_Value(value) for value in arguments]
    if origin is not None:
        return [origin]
    return [NoneType if type_ is None else type_]


class _Value:
    """A fixed value of a `Literal`."""

    def __init__(self, value: object) -> None:
        self.value = value


def in_words(kinds: Sequence[Any]) -> str:
    """What kinds of values are asked for, in words."""
    classes = [kind for kind in kinds if isinstance(kind, type)]
    values = [
        kind.value
        for kind in kinds
        if isinstance(kind, _Value) and type(kind.value) not in classes
    ]
    names: dict[str, None] = {}
    for kind in classes:
        names[_named(kind)] = None
    if float in classes:
        names.pop("an integer", None)
    if len(values) == 1:
        names[pydantic_core.to_json(values[0]).decode()] = None
    elif values:
        shown = ", ".join(pydantic_core.to_json(one).decode() for one in values[:5])
        more = ", …" if len(values) > 5 else ""
        names[f"one of {shown}{more}"] = None
    return " or ".join(sorted(names, key=lambda name: name == "null")) or "any value"


def _named(kind: type) -> str:
    name = next((_NAMES[base] for base in kind.__mro__ if base in _NAMES), None)
    return name or kind.__name__
