"""Types as the documentation writes them: the code's annotations, with links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from apiloom.codegen.annotations import references
from apiloom.codegen.formatter import literal
from apiloom.docs.markdown import capitalized, cell, code, either, link
from apiloom.ir.api import Api
from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.types import (
    NO_CONSTRAINTS,
    Array,
    Constraints,
    Embedded,
    Literal,
    Map,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

_BOUNDS: Final = (
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusive_minimum", "more than {}"),
    ("exclusive_maximum", "less than {}"),
    ("multiple_of", "a multiple of {}"),
    ("min_length", "at least {} characters"),
    ("max_length", "at most {} characters"),
    ("min_items", "at least {} items"),
    ("max_items", "at most {} items"),
)


@dataclass(frozen=True, slots=True)
class TypeTexts:
    """Writes types for one page; `links` says where that page finds a definition.

    `base` leads from the page to the folder that the links start from.
    """

    api: Api
    names: Names
    links: Mapping[Pointer, str]
    base: str = ""

    def cell(self, type_: Type, *, files: bool = False) -> Markdown:
        """A type for the cell of a table; `files` are uploaded."""
        return self._written(type_, files, "\\|")

    def line(self, type_: Type) -> Markdown:
        """A type for a line outside of tables."""
        return self._written(type_, False, "|")

    def _written(self, type_: Type, files: bool, bar: str) -> Markdown:
        if isinstance(type_, Primitive):
            return code(self._flat(type_, files))
        written: list[Markdown] = []
        plain: list[str] = []
        for text, targets in self._alternatives(type_, files).items():
            target = self.links.get(targets[0]) if len(targets) == 1 else None
            if target is None:
                plain.append(text)
                continue
            if plain:
                written.append(either(plain, bar))
                plain = []
            written.append(link(either([text], bar), f"{self.base}{target}"))
        if plain:
            written.append(either(plain, bar))
        return joined(" | ", written) if bar == "|" else joined(" \\| ", written)

    def _alternatives(self, type_: Type, files: bool) -> dict[str, tuple[Pointer, ...]]:
        """The members of a union, each with the definitions it mentions; None last."""
        members = type_.members if isinstance(type_, Union) else (type_,)
        found = {
            self._flat(member, files): tuple(references(member)) for member in members
        }
        if "None" in found:
            found["None"] = found.pop("None")
        return found

    def _flat(self, type_: Type, files: bool) -> str:
        match type_:
            case Primitive(kind):
                if kind is Kind.BINARY and files:
                    return "FileInput"
                return SCALARS[kind].name
            case Literal(values):
                return f"Literal[{', '.join(literal(value) for value in values)}]"
            case Array(items):
                return f"list[{self._flat(items, files)}]"
            case Tuple(prefix, rest):
                inner = [self._flat(item, files) for item in prefix]
                if rest is None:
                    return f"tuple[{', '.join(inner)}]"
                either = dict.fromkeys([*inner, self._flat(rest, files)])
                return f"list[{' | '.join(either)}]"
            case Map(values):
                return f"dict[str, {self._flat(values, files)}]"
            case Embedded(inner):
                return self._flat(inner, files)
            case Reference(target):
                return self.names.definitions[target]
            case Union():
                return " | ".join(self._alternatives(type_, files))


def limits(type_: Type) -> Markdown:
    """Return the constraints of a value besides its type, as a sentence."""
    inner = without_null(type_)
    if not isinstance(inner, Primitive | Array):
        return EMPTY
    constraints = inner.constraints
    if constraints == NO_CONSTRAINTS:
        return EMPTY
    found = [cell(text) for text in _ranges(constraints)]
    if constraints.pattern is not None:
        found.append(markdown("matching {}", code(constraints.pattern)))
    if constraints.unique_items:
        found.append(markdown("unique items"))
    if not found:
        return EMPTY
    return markdown("{}.", capitalized(joined(", ", found)))


def _ranges(constraints: Constraints) -> list[str]:
    stated: dict[str, object] = {
        field.name: getattr(constraints, field.name) for field in fields(constraints)
    }
    for name in ("min_length", "min_items"):
        stated[name] = stated[name] or None
    found: list[str] = []
    for low, high, unit in (
        ("minimum", "maximum", ""),
        ("min_length", "max_length", " characters"),
        ("min_items", "max_items", " items"),
    ):
        least, most = stated[low], stated[high]
        if least is not None and most is not None:
            both = f"{least} to {most}" if least != most else f"exactly {least}"
            found.append(both + unit)
            stated[low] = stated[high] = None
    found += [
        text.format(stated[name]) for name, text in _BOUNDS if stated[name] is not None
    ]
    return found
