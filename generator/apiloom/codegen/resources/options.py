"""The options that every method accepts besides the arguments of its operation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from apiloom.codegen.docstrings import docstring
from apiloom.codegen.formatter import (
    Code,
    Name,
    Parameter,
    annotated,
    class_line,
    pipe,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.text.code import Python, identifier, joined, python

_MODULE: Final = ".._runtime.client.options"
_CLASS: Final = "RequestOptions"
_NAMES: Final = (
    "extra_headers",
    "extra_query",
    "extra_body",
    "timeout",
    "max_retries",
)
"""The keys of `RequestOptions` in the runtime."""


def options_name(arguments: Collection[str]) -> str | None:
    """Return the name of the parameter of the options; None if there are none.

    Args:
        arguments: The names of the other arguments. An option of such a name is not
            offered: the argument of the API keeps it.
    """
    if {*_NAMES} <= {*arguments}:
        return None
    name = "options"
    while name in arguments:
        name += "_"
    return name


@dataclass(frozen=True, slots=True)
class OptionViews:
    """Makes the parameter of the options, and the types of those that lack some."""

    imports: Imports
    _classes: dict[tuple[str, ...], str] = field(
        default_factory=dict[tuple[str, ...], str], init=False
    )

    def parameter(self, arguments: Collection[str]) -> list[Parameter]:
        """Return ``**options``; nothing if arguments have the names of all options."""
        name = options_name(arguments)
        if name is None:
            return []
        unpack = self.imports.name("typing", "Unpack")
        kind = subscript(unpack, self._type(arguments))
        return [(python("**{}", identifier(name)), kind, None)]

    def classes(self) -> tuple[Python, ...]:
        """The types of options without those that are arguments of an operation."""
        return tuple(self._class(left, name) for left, name in self._classes.items())

    def _type(self, arguments: Collection[str]) -> Name:
        taken = [name for name in _NAMES if name in arguments]
        if not taken:
            return Name(self.imports.name(_MODULE, _CLASS))
        words = "And".join(
            "".join(word.title() for word in name.split("_")) for name in taken
        )
        left = tuple(name for name in _NAMES if name not in taken)
        return Name(self._classes.setdefault(left, f"_OptionsWithout{words}"))

    def _class(self, left: tuple[str, ...], name: str) -> Python:
        typed = self.imports.name("typing", "TypedDict")
        head = class_line(name, typed, python("total=False"))
        about = docstring("Options whose names are not those of arguments.", 4)
        lines = [annotated(one, self._annotation(one), None, 4) for one in left]
        return python("{}\n    {}\n\n{}", head, about, joined("\n", lines))

    def _annotation(self, option: str) -> Code:
        imports = self.imports
        if option == "timeout":
            return Name(imports.name(_MODULE, "Timeout"))
        if option == "max_retries":
            return Name("int")
        none = Name("None")
        if option == "extra_headers":
            return pipe([Name(imports.name(_MODULE, "ExtraHeaders")), none])
        mapping = imports.name("collections.abc", "Mapping")
        return pipe([subscript(mapping, "str", "object"), none])
