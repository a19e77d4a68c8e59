"""Error codes: members of error bodies that tell, by an enum, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from apiloom.ir.api import Api
from apiloom.ir.types import (
    Array,
    Enumeration,
    EnumValue,
    Literal,
    Model,
    Type,
    Union,
    without_null,
)

_NAMES: Final = ("code", "errorcode", "reason", "error", "errortype", "type")
"""What members with a code are called, the most telling first."""

_HOLDERS: Final = frozenset({"error", "errors", "data", "detail", "details", "problem"})
"""What the objects are called that such a member may be in."""

_DEPTH: Final = 6
_FEW: Final = 2
_MANY: Final = 64
"""A longer list is a vocabulary of the whole API, not of what one call can meet."""


@dataclass(frozen=True, slots=True)
class Code:
    """A value that an error code can have, and where it stands in the body."""

    path: tuple[str, ...]
    value: EnumValue


@dataclass(frozen=True, slots=True)
class Codes:
    """Finds the error codes in the bodies of failures."""

    api: Api
    _found: dict[Type, tuple[Code, ...]] = field(
        default_factory=dict[Type, tuple[Code, ...]]
    )
    _admitted: dict[Type, frozenset[tuple[tuple[str, ...], object]]] = field(
        default_factory=dict[Type, frozenset[tuple[tuple[str, ...], object]]]
    )

    def of(self, bodies: Iterable[Type]) -> tuple[Code, ...]:
        """The codes of some bodies, those at the most telling place of all."""
        places: dict[tuple[str, ...], dict[object, Code]] = {}
        for body in bodies:
            for code in self._codes(body):
                places.setdefault(code.path, {}).setdefault(code.value.value, code)
        telling = {
            path: codes for path, codes in places.items() if _FEW <= len(codes) <= _MANY
        }
        best = min(telling, key=_rank, default=None)
        return tuple(telling[best].values()) if best is not None else ()

    def admits(self, body: Type, code: Code) -> bool:
        """Return whether the schema of a body lists a code."""
        admitted = self._admitted.get(body)
        if admitted is None:
            admitted = self._admitted[body] = frozenset(
                (listed.path, listed.value.value) for listed in self._codes(body)
            )
        return (code.path, code.value.value) in admitted

    def _codes(self, body: Type) -> tuple[Code, ...]:
        if body not in self._found:
            self._found[body] = tuple(self._in(body, (), _DEPTH))
        return self._found[body]

    def _in(self, type_: Type, path: tuple[str, ...], depth: int) -> Iterator[Code]:
        inner = self.api.resolve(without_null(type_))
        if not depth:
            return
        if isinstance(inner, Union):
            for member in inner.members:
                yield from self._in(member, path, depth - 1)
        elif isinstance(inner, Array):
            yield from self._in(inner.items, path, depth - 1)
        elif isinstance(inner, Model):
            for one in inner.fields:
                place = (*path, one.wire)
                if _plain(one.wire) in _NAMES:
                    yield from (Code(place, value) for value in self._enum(one.type))
                if one.wire.lower() in _HOLDERS:
                    yield from self._in(one.type, place, depth - 1)

    def _enum(self, type_: Type) -> Iterator[EnumValue]:
        inner = self.api.resolve(without_null(type_))
        if isinstance(inner, Enumeration):
            yield from (one for one in inner.values if one.value is not None)
        elif isinstance(inner, Literal):
            yield from (
                EnumValue(one) for one in inner.values if isinstance(one, str | int)
            )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _rank(path: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
    return _NAMES.index(_plain(path[-1])), len(path), path
