"""Black's shape by construction: code is laid out as it is made.

The generator never formats its output afterwards.  It builds small expressions and
asks for their text at an indentation; what fits in a line stays in a line, and what
does not is opened the way Black opens it.  A bracket that is opened gets one item a
line and a trailing comma, which Black keeps.

What goes in is `Python` (code), a node, or a name, which is checked to be one; what
comes out is code. No function takes any other text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from apiloom.text.code import (
    Python,
    as_code,
    finished,
    identifier,
    literal,
    string,
)

__all__ = [
    "WIDTH",
    "Bracket",
    "Code",
    "Name",
    "Pair",
    "Parameter",
    "Pipe",
    "annotated",
    "assigned",
    "call",
    "class_line",
    "class_of",
    "constant",
    "exported",
    "fits_inside",
    "imports",
    "item",
    "listing",
    "literal",
    "made_by",
    "mapping",
    "opened",
    "pipe",
    "returned",
    "signature",
    "string",
    "subscript",
    "width",
    "wrapped",
]

WIDTH: Final = 88
_STEP: Final = 4
_BRACKETS: Final = frozenset(("[]", "()", "{}"))


class Name:
    """Code without brackets of its own: a name, a literal, a lambda."""

    __slots__ = ("flat",)

    # Written by hand: there are more of these than of all other objects.
    def __init__(self, flat: str) -> None:
        self.flat: Final = flat if type(flat) is Python else identifier(flat)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and self.flat == other.flat

    def __hash__(self) -> int:
        return hash(self.flat)

    def __repr__(self) -> str:
        return f"Name({self.flat!r})"


@dataclass(frozen=True, slots=True)
class Bracket:
    """``head[items]``, ``head(items)`` or ``{items}``."""

    head: str
    items: tuple[Code, ...]
    open: str = "["
    close: str = "]"
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        if self.head and type(self.head) is not Python:
            object.__setattr__(self, "head", identifier(self.head))
        inner = ", ".join(item.flat for item in self.items)
        if self.open == "(" and not self.head and len(self.items) == 1:
            inner += ","
        if self.open + self.close not in _BRACKETS:
            raise ValueError(f"no brackets: {self.open!r}, {self.close!r}")
        object.__setattr__(self, "flat", f"{self.head}{self.open}{inner}{self.close}")


@dataclass(frozen=True, slots=True)
class Pipe:
    """``A | B | C``."""

    items: tuple[Code, ...]
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "flat", " | ".join(item.flat for item in self.items))


@dataclass(frozen=True, slots=True)
class Pair:
    """``key: value`` in a dict display, or ``key=value`` in a call.

    The key is code, or a name and an equals sign.
    """

    key: str
    value: Code
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        if type(self.key) is not Python:
            if self.key[-1:] != "=":
                raise ValueError(f"no keyword: {self.key!r:.200}")
            identifier(self.key[:-1])
        object.__setattr__(self, "flat", self.key + self.value.flat)


def width(text: str) -> int:
    """The columns that a text takes, as Black counts: wide characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(one) in "WF" for one in text)


Code: TypeAlias = Name | Bracket | Pipe | Pair


def call(head: str, *items: Code | str, **named: Code | str) -> Bracket:
    """``head(item, …, name=value, …)``."""
    positional = tuple(_code(item) for item in items)
    keywords = tuple(Pair(f"{key}=", _code(value)) for key, value in named.items())
    return Bracket(head, positional + keywords, "(", ")")


def subscript(head: str, *items: Code | str) -> Bracket:
    """``head[item, …]``."""
    return Bracket(head, tuple(_code(item) for item in items))


def listing(items: Iterable[Code | str]) -> Bracket:
    """``(item, …)``, a tuple."""
    return Bracket("", tuple(_code(item) for item in items), "(", ")")


def mapping(items: Iterable[tuple[str, Code | str]]) -> Bracket:
    """``{key: value, …}``; the keys are code already."""
    pairs = tuple(
        Pair(finished(f"{as_code(key)}: "), _code(value)) for key, value in items
    )
    return Bracket("", pairs, "{", "}")


def pipe(items: Sequence[Code]) -> Code:
    """``A | B``, or the item itself if there is only one."""
    flat: list[Code] = []
    for part in items:
        flat += part.items if isinstance(part, Pipe) else (part,)
    unique = tuple({code.flat: code for code in flat}.values())
    return unique[0] if len(unique) == 1 else Pipe(unique)


def wrapped(key: str, words: Sequence[str]) -> Name:
    """Words as one string, as the value of a key: in brackets if it takes several."""
    flat = Name(string(" ".join(words)))
    key = as_code(key)
    if len(words) < 2 or _STEP + width(f"{key}: {flat.flat},") <= WIDTH:
        return flat
    within = " " * (2 * _STEP)
    lines = [words[0]]
    for word in words[1:]:
        if width(f"{within}'{lines[-1]} {word} '") <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    strings = [string(f"{line} ") for line in lines[:-1]] + [string(lines[-1])]
    inside = "".join(f"{within}{one}\n" for one in strings)
    return Name(finished(f"(\n{inside}{' ' * _STEP})"))


def _code(item: Code | str) -> Code:
    return Name(item) if isinstance(item, str) else item


def item(code: Code, indent: int, suffix: str = ",") -> Python:
    """The lines of one item inside an open bracket; a suffix of letters is code."""
    if suffix not in ("", ","):
        as_code(suffix)
    return finished(_item(code, indent, suffix))


def _item(code: Code, indent: int, suffix: str) -> str:
    if indent + width(code.flat) + width(suffix) <= WIDTH:
        return f"{' ' * indent}{code.flat}{suffix}"
    return " " * indent + _opened(code, indent, suffix)


def _opened(code: Code, indent: int, suffix: str) -> str:
    """The text of code that does not fit on its line; the indentation is not in it."""
    if isinstance(code, Pair):
        fits = indent + width(code.flat) + width(suffix) <= WIDTH
        if fits or not isinstance(code.value, (Bracket, Pipe)):
            return code.flat + suffix
        if isinstance(code.value, Pipe):
            first, *rest = code.value.items
            line = _opened(Pair(code.key, first), indent, "")
            return "\n".join((line, *_operands(rest, indent, suffix)))
        return code.key + _opened(code.value, indent, suffix)
    if isinstance(code, Pipe):
        first, *rest = code.items
        lines = [_item(first, indent, ""), *_operands(rest, indent, suffix)]
        return "\n".join(lines).lstrip(" ")
    if isinstance(code, Bracket) and code.items:
        return f"{code.head}{code.open}\n{_inside(code, indent)}\n" + (
            f"{' ' * indent}{code.close}{suffix}"
        )
    return code.flat + suffix


def _operands(items: Sequence[Code], indent: int, suffix: str) -> Iterator[str]:
    """The lines of what follows the first operand of ``A | B | C``."""
    for number, operand in enumerate(items, 1):
        tail = suffix if number == len(items) else ""
        if indent + 2 + width(operand.flat) + width(tail) <= WIDTH:
            yield f"{' ' * indent}| {operand.flat}{tail}"
        else:
            yield f"{' ' * indent}| {_opened(operand, indent, tail)}"


def _inside(code: Bracket, indent: int) -> str:
    # One item in a subscript gets no comma: that would make it a tuple.
    is_subscript = code.open == "[" and bool(code.head)
    comma = "" if is_subscript and len(code.items) == 1 else ","
    return "\n".join(_item(part, indent + _STEP, comma) for part in code.items)


def opened(code: Bracket, indent: int) -> Python:
    """A bracket with one item a line, whether or not it would fit in one line."""
    return finished(_opened(code, indent, ""))


def annotated(
    name: str, annotation: Code, default: Code | str | None, indent: int
) -> Python:
    """``name: annotation = default``, an attribute."""
    return finished(_annotated(name, annotation, default, indent, ""))


def _annotated(
    name: str, annotation: Code, value: Code | str | None, indent: int, suffix: str
) -> str:
    """An attribute or (with a comma) a parameter."""
    name = as_code(name)
    default = as_code(value) if isinstance(value, str) else value and value.flat
    tail = f" = {default}{suffix}" if default is not None else suffix
    flat = f"{' ' * indent}{name}: {annotation.flat}{tail}"
    if width(flat) <= WIDTH:
        return flat
    if default is not None and not suffix:
        # A statement is first opened at its right-hand side, if that is enough: in the
        # brackets of a call, else in brackets of its own.
        if isinstance(value, Bracket) and value.items:
            start = (
                f"{' ' * indent}{name}: {annotation.flat} = {value.head}{value.open}"
            )
            if width(start) <= WIDTH:
                items = ", ".join(item.flat for item in value.items)
                inside = f"{' ' * (indent + _STEP)}{items}"
                return f"{start}\n{inside}\n{' ' * indent}{value.close}"
        start = f"{' ' * indent}{name}: {annotation.flat} = ("
        if width(start) <= WIDTH:
            return f"{start}\n{' ' * (indent + _STEP)}{default}\n{' ' * indent})"
    head = f"{' ' * indent}{name}: "
    if isinstance(annotation, Bracket):
        return head + _opened(annotation, indent, tail)
    inner = indent + _STEP
    fits = inner + width(annotation.flat) <= WIDTH
    if isinstance(annotation, Name) and not fits:
        return flat
    body = (
        f"{' ' * inner}{annotation.flat}"
        if fits
        else " " * inner + _opened(annotation, inner, "")
    )
    return f"{head}(\n{body}\n{' ' * indent}){tail}"


def constant(name: str, annotation: Bracket, value: Bracket) -> Python:
    """``name: annotation = value``, with one item of the value a line."""
    return finished(_constant(as_code(name), annotation, value))


def _constant(name: str, annotation: Bracket, value: Bracket) -> str:
    head = f"{name}: {annotation.flat} = {value.head}{value.open}"
    if width(head) > WIDTH:
        start = f"{name}: {annotation.flat} = ("
        if width(start) <= WIDTH:
            return f"{start}\n{' ' * _STEP}{_opened(value, _STEP, '')}\n)"
        opened_annotation = _opened(annotation, 0, f" = {value.head}{value.open}")
        head = f"{name}: {opened_annotation}"
    return f"{head}\n{_inside(value, 0)}\n{value.close}"


def assigned(target: str, value: Code, indent: int) -> Python:
    """``target = value``."""
    return finished(_assigned(as_code(target), value, indent))


def _assigned(target: str, value: Code, indent: int) -> str:
    flat = f"{' ' * indent}{target} = {value.flat}"
    if width(flat) <= WIDTH:
        return flat
    head = f"{' ' * indent}{target} = "
    inner = indent + _STEP
    if isinstance(value, Bracket):
        starts = width(head) + width(value.head) + width(value.open) <= WIDTH
        if starts:
            return head + _opened(value, indent, "")
        if inner + width(value.flat) > WIDTH:
            body = " " * inner + _opened(value, inner, "")
            if all(width(line) <= WIDTH for line in body.split("\n")):
                return f"{head}(\n{body}\n{' ' * indent})"
            # Black adds parentheses only where every line fits between them.
            return head + _opened(value, indent, "")
    if inner + width(value.flat) <= WIDTH:
        return f"{head}(\n{' ' * inner}{value.flat}\n{' ' * indent})"
    if isinstance(value, Pipe):
        body = " " * inner + _opened(value, inner, "")
        return f"{head}(\n{body}\n{' ' * indent})"
    return flat


Parameter: TypeAlias = tuple[str, Code | None, str | None]
"""The name, annotation and default of a parameter; ``self`` and ``*`` have neither."""


def signature(
    head: str,
    parameters: Sequence[Parameter],
    returns: Code,
    indent: int,
    *,
    is_stub: bool = False,
) -> Python:
    """``def name(self, …) -> returns:``; of a stub, with ``...`` on that line."""
    body = " ..." if is_stub else ""
    return finished(_signature(as_code(head), parameters, returns, indent, body))


def _signature(
    head: str, parameters: Sequence[Parameter], returns: Code, indent: int, body: str
) -> str:
    flat_parameters = ", ".join(_flat_parameter(*each) for each in parameters)
    flat = f"{' ' * indent}{head}({flat_parameters}) -> {returns.flat}:{body}"
    if width(flat) <= WIDTH:
        return flat
    lines = [f"{' ' * indent}{head}("]
    inner = indent + _STEP
    for name, annotation, default in parameters:
        if annotation is None:
            lines.append(f"{' ' * inner}{_bare(name)},")
        else:
            lines.append(_annotated(name, annotation, default, inner, ","))
    closing = f"{' ' * indent}) -> {returns.flat}:{body}"
    if width(closing) > WIDTH and isinstance(returns, Bracket):
        closing = f"{' ' * indent}) -> " + _opened(returns, indent, f":{body}")
    elif width(closing) > WIDTH and isinstance(returns, Pipe):
        fits = inner + width(returns.flat) <= WIDTH
        inside = returns.flat if fits else _opened(returns, inner, "")
        closing = f"{' ' * indent}) -> (\n{' ' * inner}{inside}\n{' ' * indent}):{body}"
    elif width(closing) > WIDTH and inner + width(returns.flat) <= WIDTH:
        held = f"(\n{' ' * inner}{returns.flat}\n{' ' * indent})"
        closing = f"{' ' * indent}) -> {held}:{body}"
    lines.append(closing)
    return "\n".join(lines)


def made_by(name: str, returns: Code, value: Code) -> Python:
    """``def name() -> returns:`` with ``return value``; `returns` fits on a line."""
    name = as_code(name)
    line = f"def {name}() -> {returns.flat}:"
    if width(line) > WIDTH:
        line = f"def {name}() -> (\n{' ' * _STEP}{returns.flat}\n):"
    return finished(f"{line}\n{returned(value, _STEP)}")


def fits_inside(code: Code) -> bool:
    """Whether code fits on a line of its own in brackets."""
    return _STEP + width(code.flat) <= WIDTH


def exported(names: Iterable[str]) -> Python:
    """``__all__ = [name, …]``, sorted."""
    listed = Bracket("", tuple(Name(string(name)) for name in sorted(names)))
    return assigned("__all__", listed, 0)


def class_line(name: str, *bases: str) -> Python:
    """``class name(base, …):``."""
    return finished(_class_line(as_code(name), *map(as_code, bases)))


def _class_line(name: str, *bases: str) -> str:
    listed = ", ".join(bases)
    flat = f"class {name}({listed}):"
    if width(flat) <= WIDTH:
        return flat
    if width(listed) + 4 <= WIDTH:
        return f"class {name}(\n    {listed}\n):"
    lines = "".join(f"    {base},\n" for base in bases)
    return f"class {name}(\n{lines}):"


def class_of(name: str, bases: Sequence[Code]) -> Python:
    """``class name(base, base):``."""
    head = finished(f"class {as_code(name)}")
    flat = _class_line(as_code(name), ", ".join(base.flat for base in bases))
    if all(width(line) <= WIDTH for line in flat.split("\n")):
        return finished(flat)
    return finished(_opened(Bracket(head, tuple(bases), "(", ")"), 0, ":"))


def returned(code: Code, indent: int, *, awaits: bool = False) -> Python:
    """``return code``, or ``return await code``."""
    return finished(_returned(code, indent, "await " if awaits else ""))


def _returned(code: Code, indent: int, wait: str) -> str:
    flat = f"{' ' * indent}return {wait}{code.flat}"
    if width(flat) <= WIDTH or not isinstance(code, Bracket):
        return flat
    start = f"{wait}{code.head}{code.open}"
    inner = indent + _STEP
    if indent + width(f"return {start}") > WIDTH >= inner + width(start):
        held = f"{' ' * inner}{wait}{_opened(code, inner, '')}"
        return f"{' ' * indent}return (\n{held}\n{' ' * indent})"
    return f"{' ' * indent}return {wait}{_opened(code, indent, '')}"


def _flat_parameter(name: str, annotation: Code | None, default: str | None) -> str:
    if annotation is None:
        return _bare(name)
    tail = f" = {as_code(default)}" if default is not None else ""
    return f"{as_code(name)}: {annotation.flat}{tail}"


def _bare(name: str) -> str:
    return name if name == "*" else as_code(name)


def imports(module: str, names: Iterable[str], indent: int = 0) -> Python:
    """``from module import name, …``, sorted; a name may be ``name as other``."""
    return finished(_imports(module, names, indent))


def _imports(module: str, names: Iterable[str], indent: int) -> str:
    if inner_name := module.lstrip("."):
        identifier(inner_name)
    ordered = sorted(set(names), key=_import_order)
    for name in ordered:
        if name != "*":
            for part in name.split(" as "):
                identifier(part)
    flat = f"{' ' * indent}from {module} import {', '.join(ordered)}"
    if width(flat) <= WIDTH or ordered == ["*"]:
        return flat
    inner = " " * (indent + _STEP)
    lines = "".join(f"{inner}{name},\n" for name in ordered)
    return f"{' ' * indent}from {module} import (\n{lines}{' ' * indent})"


def _import_order(name: str) -> tuple[int, str]:
    """Constants, classes, then the rest, as import sorters order them."""
    rank = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return rank, name
