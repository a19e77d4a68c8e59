"""Bringing a Swagger 2.0 document of several files into its root file.

Only schemas may stay elsewhere, for they are upgraded in place. Parameters,
responses and path items change their shape, and a file of them does not say which
version it was written for, nor what is taken for granted (`consumes`, `produces`).
"""

from __future__ import annotations

import posixpath
from urllib.parse import urljoin

from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.read.urls import is_remote
from apiloom.document.tree import Value
from apiloom.document.walker import METHODS

__all__ = ["Gathering"]


class Gathering:
    """Replaces references into other files with what they lead to."""

    def __init__(self, document: Document, origins: Origins) -> None:
        self._document = document
        self._origins = origins

    def gather(self) -> None:
        """Change the tree of the root file in place."""
        root = self._document.root
        for section in ("parameters", "responses"):
            self._members(root.get(section))
        paths = root.get("paths")
        self._members(paths, local=True)
        for _, item in paths.items() if paths is not None else ():
            self._parameters(item)
            for key, operation in item.items():
                if key in METHODS:
                    self._parameters(operation)
                    self._members(operation.get("responses"))

    def _parameters(self, holder: Node) -> None:
        parameters = holder.get("parameters")
        if parameters is not None and isinstance(parameters.value, list):
            for index, node in enumerate(parameters.elements()):
                parameters.value[index] = self._brought(node)

    def _members(self, holder: Node | None, *, local: bool = False) -> None:
        if holder is not None and isinstance(holder.value, dict):
            for key, node in list(holder.items()):
                holder.value[key] = self._brought(node, local)

    def _brought(self, node: Node, local: bool = False) -> Value:
        if node.ref is None:
            return node.value
        target = resolved(self._document, node)
        if target.pointer.file or (local and target.ref is None):
            self._origins.set(node.pointer, target.pointer)
            return _rebased(target.value, target.pointer.file)
        if not node.ref.startswith("#") and target.ref is None:
            return {"$ref": target.pointer.fragment}
        return node.value


def resolved(document: Document, node: Node) -> Node:
    """Follow a reference to its end; return the node itself when it has none.

    What cannot be resolved stays, and is reported when the result is walked.
    """
    current, seen = node, {node.pointer}
    while current.ref is not None:
        found = document.find(current.ref, current.pointer)
        target = found if isinstance(found, Node) else found.node
        if target is None or target.pointer in seen:
            return node
        seen.add(target.pointer)
        current = target
    return current


def _rebased(value: Value, file: str) -> Value:
    """Copy what another file holds, so that its references hold in the root file."""
    if isinstance(value, dict):
        return {
            key: (
                _rebased_ref(item, file)
                if key == "$ref" and isinstance(item, str)
                else _rebased(item, file)
            )
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_rebased(item, file) for item in value]
    return value


def _rebased_ref(ref: str, file: str) -> str:
    place, separator, fragment = ref.partition("#")
    if "://" in place or place.startswith("/"):
        return ref
    if is_remote(file):
        return (urljoin(file, place) if place else file) + separator + fragment
    folder = posixpath.dirname(file)
    path = posixpath.normpath(posixpath.join(folder, place)) if place else file
    return path + separator + fragment
