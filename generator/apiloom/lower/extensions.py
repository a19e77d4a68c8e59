"""Shared parts of apiloom's extensions: paths and validation."""

from __future__ import annotations

from collections.abc import Collection

from apiloom.diagnostics import Code
from apiloom.document.node import Node


class InvalidExtension(Exception):
    """An extension cannot be followed; it is reported where the mistake stands."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self._node = node
        self._message = message

    def report(self) -> None:
        """Report it (``extension-invalid``)."""
        self._node.report(Code.EXTENSION_INVALID, self._message)


def check_keys(node: Node, allowed: Collection[str], what: str) -> None:
    """Raise `InvalidExtension` for a key that means nothing; ``x-`` is for readers."""
    for key, value in node.items():
        if key not in allowed and not key.startswith("x-"):
            raise InvalidExtension(value, f"{key} means nothing in {what}")


def path_of(node: Node, key: str) -> tuple[str, ...]:
    """A dotted path, or a list where names contain dots themselves."""
    declared = node.get(key)
    if declared is not None and declared.is_sequence:
        return node.texts(key)
    text = node.text(key)
    return tuple(text.split(".")) if text else ()
