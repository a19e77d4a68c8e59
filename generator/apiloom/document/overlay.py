"""OpenAPI Overlay 1.0 and 1.1: changes to a document, kept in a file beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias

from jsonpath import JSONPathEnvironment, JSONPathError
from jsonpath.function_extensions import ExpressionType, FilterFunction

from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.read.files import display_path
from apiloom.document.read.parse import File, load
from apiloom.document.tree import (
    MAX_DEPTH,
    MORE_DEPTH,
    Mapping,
    Value,
    depth_exceeds,
    kind_of,
)
from apiloom.locations import Pointer
from apiloom.runtime.types.patterns import is_supported, search

__all__ = ["apply_overlay"]

_MAX_COPIED: Final = 5_000_000
"""How many values one overlay may bring: `copy: $` into itself doubles each time."""

_Match: TypeAlias = tuple[Value, Pointer]


class _Expression(FilterFunction):
    """``match()`` or ``search()`` (RFC 9535, 2.4.6 and 2.4.7), in linear time.

    An expression that is not supported matches nothing, as one that is none: that is
    what the RFC asks for.
    """

    @property
    def arg_types(self) -> list[ExpressionType]:
        """Text and expression, both values."""
        return [ExpressionType.VALUE, ExpressionType.VALUE]

    @property
    def return_type(self) -> ExpressionType:
        """Whether they match."""
        return ExpressionType.LOGICAL

    def __init__(self, *, is_whole: bool) -> None:
        """Have the whole text match, or any part of it."""
        self._is_whole: Final = is_whole

    def __call__(self, value: object, pattern: object) -> bool:
        """Return whether a text matches an expression."""
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        if not is_supported(pattern):
            return False
        return search(f"^(?:{pattern})$" if self._is_whole else pattern, value)


class _Paths(JSONPathEnvironment):
    """RFC 9535 and nothing else; the depth was checked when the file was read."""

    max_recursion_depth = 2 * MAX_DEPTH

    def setup_function_extensions(self) -> None:
        """Replace the functions that match text with ones that take linear time."""
        super().setup_function_extensions()
        self.function_extensions["match"] = _Expression(is_whole=True)
        self.function_extensions["search"] = _Expression(is_whole=False)


def apply_overlay(document: Document, path: Path) -> None:
    """Apply the overlay at `path` to the root file of a document, in place.

    Raises UnusableInput when the overlay does not follow its specification (4.4).
    An action that matches nothing is a warning, one whose value does not fit what
    it matches an error, after which the next action is applied.
    """
    beside = document.path.parent if isinstance(document.path, Path) else Path()
    try:
        name = Path(os.path.relpath(path, beside)).as_posix()
    except ValueError:  # another drive
        name = path.as_posix()
    overlay = load(
        path,
        document.diagnostics,
        document.reader,
        # No reference leads to a name like this: what an overlay says is the user's.
        name=f"./{name}",
        display=display_path(path),
    )
    document.overlays.append(overlay)
    _Overlay(document, overlay).apply()


class _Overlay:
    """One overlay on its way through a document."""

    def __init__(self, document: Document, overlay: File) -> None:
        self._document = document
        self._diagnostics = document.diagnostics
        self._node = Node(overlay.data, overlay.pointer, document)
        self._paths = _Paths(strict=True)
        self._copied = 0
        # All overlays share one map: it leads from the tree as it is after the
        # latest action straight to where each thing was written.
        if not document.origins:
            document.origins.append(Origins())
        self._origins = document.origins[0]

    def apply(self) -> None:
        """Check the overlay, then apply its actions in order (Overlay 1.1, 4.4.1)."""
        root = self._node
        version = root.get("overlay")
        if version is None:
            raise self._invalid(root, "the overlay does not state its version: overlay")
        if not re.match(r"1\.\d+", str(version.value)):
            message = f"overlay {version.value!r} is not a version that can be read"
            raise self._invalid(version, message, "Overlay 1.0 and 1.1 can")
        info = root.get("info")
        if info is None or not info.is_mapping:
            raise self._invalid(info or root, "the overlay requires info, an object")
        for key in ("title", "version"):
            if key not in info:
                raise self._invalid(info, f"the info of the overlay requires a {key}")
        actions = root.get("actions")
        if actions is None or not actions.is_sequence or not actions.value:
            message = "the overlay requires actions, an array that is not empty"
            raise self._invalid(actions or root, message)
        prepared = [self._prepare(action) for action in actions.elements()]
        for action, target, copy in prepared:
            self._act(action, target, copy)

    def _prepare(self, action: Node) -> tuple[Node, str, str | None]:
        """Check one action (Overlay 1.1, 4.4.3) before any is applied."""
        if not action.is_mapping:
            message = f"an action must be an object, not {kind_of(action.value)}"
            raise self._invalid(action, message)
        target = self._query(action, "target")
        if target is None:
            raise self._invalid(action, "the action requires a target")
        copy = self._query(action, "copy")
        remove = action.get("remove")
        if remove is not None and not isinstance(remove.value, bool):
            message = f"remove must be a boolean, not {kind_of(remove.value)}"
            raise self._invalid(remove, message)
        for key, node in action.items():
            if key not in _FIELDS and not key.startswith("x-"):
                message = f"an action has no field {key}; it is ignored"
                node.report(Code.OVERLAY_UNKNOWN_FIELD, message)
        if "update" in action and copy is not None:
            raise self._invalid(action, "the action has both update and copy")
        if "update" not in action and copy is None and remove is None:
            message = "the action neither updates, copies nor removes anything"
            action.report(Code.OVERLAY_NO_EFFECT, message)
        return action, target, copy

    def _query(self, action: Node, key: str) -> str | None:
        node = action.get(key)
        if node is None:
            return None
        if not isinstance(node.value, str):
            message = f"{key} must be a JSONPath, not {kind_of(node.value)}"
            raise self._invalid(node, message)
        try:
            self._paths.compile(node.value)
        except (JSONPathError, RecursionError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            message = f"{node.value} is not a JSONPath: {reason}"
            raise self._invalid(node, message, "JSONPath is RFC 9535 here") from None
        return node.value

    def _act(self, action: Node, target: str, copy: str | None) -> None:
        matches = self._find(action["target"], target)
        if not matches:
            message = f"{target} matches nothing"
            action["target"].report(Code.OVERLAY_NO_MATCH, message)
            return
        remove = action.get("remove")
        if remove is not None and remove.value is True:
            self._remove(action, matches)
        elif copy is not None:
            sources = self._find(action["copy"], copy)
            if len(sources) == 1:
                source, pointer = sources[0]
                # Copied before anything changes: the source may hold the target.
                value = self._copy(source, pointer, action)
                self._update(action["copy"], matches, value, pointer)
            elif sources:
                message = f"{copy} matches {len(sources)} places, but must match one"
                action["copy"].report(Code.OVERLAY_INCOMPATIBLE, message)
            else:
                action["copy"].report(Code.OVERLAY_NO_MATCH, f"{copy} matches nothing")
        elif "update" in action:
            update = action["update"]
            self._update(update, matches, update.value, update.pointer)

    def _find(self, node: Node, query: str) -> list[_Match]:
        try:
            pointers = [
                Pointer("", tuple(map(str, match.parts)))
                for match in self._paths.finditer(query, self._document.root.value)
            ]
        except (JSONPathError, RecursionError) as error:
            raise self._invalid(node, f"{query} cannot be evaluated: {error}") from None
        # A query may select one node more than once (RFC 9535, 2.1.2).
        nodes = map(self._document.node, dict.fromkeys(pointers))
        return [(node.value, node.pointer) for node in nodes if node is not None]

    # Removing

    def _remove(self, action: Node, matches: Iterable[_Match]) -> None:
        elements: dict[Pointer, list[int]] = {}
        # From the back: whatever is inside of something else goes before it.
        for _, pointer in sorted(matches, key=lambda match: match[1], reverse=True):
            if not pointer.tokens:
                message = "the root of a document cannot be removed"
                action["target"].report(Code.OVERLAY_INCOMPATIBLE, message)
                continue
            holder = self._document.node(pointer.parent)
            if holder is None:
                continue
            if isinstance(holder.value, dict):
                del holder.value[pointer.name]
                self._origins.remove_member(pointer)
            elif isinstance(holder.value, list):
                elements.setdefault(pointer.parent, []).append(int(pointer.name))
        # Arrays at once, the inner ones first: their places are as they were matched.
        for place, indices in elements.items():
            holder = self._document.node(place)
            if holder is not None and isinstance(holder.value, list):
                array, removed = holder.value, frozenset(indices)
                self._origins.remove_elements(place, removed, len(array))
                array[:] = [one for at, one in enumerate(array) if at not in removed]

    # Updating

    def _update(
        self, cause: Node, matches: Iterable[_Match], value: Value, origin: Pointer
    ) -> None:
        for target, place in matches:
            if isinstance(target, list):
                if isinstance(value, list):
                    self._append(target, value, place, origin, cause)
                else:
                    self._set_element(target, value, place, origin, cause)
            elif isinstance(target, dict) and isinstance(value, dict):
                self._merge(target, value, place, origin, cause)
            elif isinstance(target, dict) or isinstance(value, dict | list):
                self._report_mismatch(target, value, place, cause)
            else:
                self._replace(value, place, origin)

    def _merge(
        self,
        target: Mapping,
        update: Mapping,
        place: Pointer,
        origin: Pointer,
        cause: Node,
    ) -> None:
        for key, value in update.items():
            here, there = place.child(key), origin.child(key)
            if key not in target:
                target[key] = self._copy(value, here, cause)
                self._origins.set(here, self._origins.trace(there))
                continue
            former = target[key]
            if isinstance(former, dict) and isinstance(value, dict):
                self._merge(former, value, here, there, cause)
            elif isinstance(former, list) and isinstance(value, list):
                self._append(former, value, here, there, cause)
            elif not isinstance(former, dict | list) and not isinstance(
                value, dict | list
            ):
                target[key] = value
                self._origins.set(here, self._origins.trace(there))
            elif value is not None:
                # A key without a value in an overlay that mirrors the document
                # (`components:`) changes nothing, as in the specification's example.
                self._report_mismatch(former, value, here, cause)

    def _append(
        self,
        target: list[Value],
        items: list[Value],
        place: Pointer,
        origin: Pointer,
        cause: Node,
    ) -> None:
        for index, item in enumerate(items):
            self._set_element(target, item, place, origin.child(index), cause)

    def _set_element(
        self,
        target: list[Value],
        item: Value,
        place: Pointer,
        origin: Pointer,
        cause: Node,
    ) -> None:
        here = place.child(len(target))
        self._origins.set(here, self._origins.trace(origin))
        target.append(self._copy(item, here, cause))

    def _replace(self, value: Value, place: Pointer, origin: Pointer) -> None:
        holder = self._document.node(place.parent)
        if holder is None:
            return
        if isinstance(holder.value, dict):
            holder.value[place.name] = value
        elif isinstance(holder.value, list):
            holder.value[int(place.name)] = value
        self._origins.set(place, self._origins.trace(origin))

    def _copy(self, value: Value, place: Pointer, cause: Node) -> Value:
        """Copy a value to `place`, so that no two places of a tree share one."""
        if not isinstance(value, dict | list):
            return value
        if depth_exceeds(value, MAX_DEPTH - len(place.tokens)):
            message = f"with it, the document is nested deeper than {MAX_DEPTH} levels"
            raise self._invalid(cause, message, MORE_DEPTH)
        return self._copied_tree(value, cause)

    def _copied_tree(self, value: Value, cause: Node) -> Value:
        if not isinstance(value, dict | list):
            return value
        self._copied += len(value) + 1
        if self._copied > _MAX_COPIED:
            message = f"the overlay adds more than {_MAX_COPIED:,} values"
            raise self._invalid(cause, message)
        if isinstance(value, dict):
            return {key: self._copied_tree(item, cause) for key, item in value.items()}
        return [self._copied_tree(item, cause) for item in value]

    # Saying what is wrong

    def _report_mismatch(
        self, target: Value, value: Value, place: Pointer, cause: Node
    ) -> None:
        message = (
            f"{kind_of(value)} does not fit {place}, which is {kind_of(target)};"
            " it is left unchanged"
        )
        hint = "remove it in a separate action first"
        cause.report(Code.OVERLAY_INCOMPATIBLE, message, hint)

    def _invalid(
        self, node: Node, message: str, hint: str | None = None
    ) -> UnusableInput:
        location = self._document.locate(node.pointer)
        return UnusableInput(Code.OVERLAY_INVALID, message, location, hint)


_FIELDS: Final = frozenset({"copy", "description", "remove", "target", "update"})
