"""Names and omissions by extensions of other generators, where ours are absent."""

from __future__ import annotations

from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.ir.types import Scalar
from apiloom.lower.extensions import path_of

_COMPONENTS: Final = (("components", "schemas"), ("definitions",))
_GROUPS: Final = ("x-fern-sdk-group-name", "x-speakeasy-group")
_METHODS: Final = ("x-method", "x-fern-sdk-method-name", "x-speakeasy-name-override")


_CLASSES: Final = ("x-fern-type-name", "x-speakeasy-name-override")
_IGNORED: Final = ("x-fern-ignore", "x-speakeasy-ignore")


def is_ignored(node: Node, what: str) -> bool:
    """Return whether a client goes without something, and report it if it does."""
    for key in _IGNORED:
        ignored = node.get(key)
        if ignored is not None and ignored.value is True:
            ignored.report(Code.IGNORED, f"{what} is left out, as {key} says")
            return True
    return False


def class_of(node: Node) -> str | None:
    """Return the name that a schema is given: ``x-name``; None if it is given none.

    The name in ``x-ms-enum`` is for an enum that has none, as a component has.
    """
    given = node.text("x-name")
    if given or not node.is_mapping:
        return given
    for key in _CLASSES:
        named = node.get(key)
        if named is not None and isinstance(named.value, str) and named.value:
            return named.value
    listed = node.get("x-ms-enum")
    is_component = node.pointer.tokens[:-1] in _COMPONENTS
    return None if listed is None or is_component else listed.text("name")


def group_of(node: Node) -> tuple[str, ...]:
    """Return the resource that an operation is put in; empty if that is not said."""
    stated = node.texts("x-resource")
    if stated:
        return stated
    groups = (path_of(node, key) for key in _GROUPS)
    return next((group for group in groups if group), ())


def method_of(node: Node) -> str | None:
    """Return the name that an operation is given; None if it is given none."""
    return next((name for key in _METHODS if (name := node.text(key))), None)


def member_of(node: Node, value: Scalar) -> tuple[str | None, str]:
    """Return name and description of a value: ``x-ms-enum``, ``x-fern-enum``."""
    listed = node.mapping("x-ms-enum")
    values = listed.sequence("values") if listed is not None else None
    for entry in values.elements() if values is not None else ():
        stated = entry.get("value") if entry.is_mapping else None
        if stated is not None and str(stated.value) == str(value):
            return entry.text("name"), entry.text("description") or ""
    named = node.mapping("x-fern-enum") or node.mapping("x-speakeasy-enums")
    entry_of = named.get(str(value)) if named is not None else None
    if entry_of is None:
        return None, ""
    if entry_of.is_mapping:
        return entry_of.text("name"), entry_of.text("description") or ""
    return (entry_of.value if isinstance(entry_of.value, str) else None), ""
