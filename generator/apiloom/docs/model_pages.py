"""The pages of the models: one, or several for a large API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from apiloom.codegen.models.placement import Placement
from apiloom.ir.api import Api
from apiloom.ir.types import Alias, Definition, Enumeration, Model, parts
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import BUILTIN_TYPES, module_name

MODELS: Final = "models.md"

_LARGEST: Final = 110_000
"""Estimated bytes of a page: the HTML of a site has five times as many at most."""
_MOST_LETTERS: Final = 40


def page_name(name: str) -> str:
    """Return the name of a page for a name in lower case: legal on any system."""
    return name if name in BUILTIN_TYPES else module_name(name)


def models_by_page(
    api: Api, names: Names, placement: Placement
) -> Mapping[str, Sequence[Pointer]]:
    """Return the models of each page, in order.

    The pages of a large API are named after what the names of their models begin with,
    so that a model stays where it is when others are added.
    """
    listed = [one for module in placement.names for one in placement.members(module)]
    sizes = {one: _size(api.definitions[one]) for one in listed}
    if sum(sizes.values()) <= _LARGEST:
        return {MODELS: listed}
    words = {one: names.definitions[one].casefold() for one in listed}
    ordered = sorted(listed, key=lambda one: (words[one], names.definitions[one]))
    return dict(sorted(_split(ordered, words, sizes, 1).items()))


def _split(
    pointers: Sequence[Pointer],
    words: Mapping[Pointer, str],
    sizes: Mapping[Pointer, int],
    letters: int,
) -> dict[str, list[Pointer]]:
    groups: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        groups.setdefault(words[pointer][:letters], []).append(pointer)
    found: dict[str, list[Pointer]] = {}
    for prefix, members in groups.items():
        is_small = sum(sizes[one] for one in members) <= _LARGEST
        is_small = is_small or letters == _MOST_LETTERS
        if is_small or all(words[one] == prefix for one in members):
            found[f"models/{page_name(prefix)}.md"] = members
        else:
            found.update(_split(members, words, sizes, letters + 1))
    return found


def _size(definition: Definition) -> int:
    """Estimate the bytes of a definition on its page."""
    size = 350 + len(definition.description)
    match definition:
        case Model(fields=fields):
            for field in fields:
                size += 80 + len(field.wire) + len(field.description)
                size += 60 * sum(1 for _ in parts(field.type))
                size += sum(min(len(one), 200) for one in field.examples)
        case Enumeration(values=values):
            size += sum(
                30 + 2 * len(str(one.value)) + len(one.description) for one in values
            )
        case Alias(type=type_):
            size += 60 * sum(1 for _ in parts(type_))
    return size
