"""Webhooks and callbacks.

OpenAPI 3.1, sections 4.8.1 (``webhooks``) and 4.8.18 (Callback Object).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from apiloom.document.node import Node
from apiloom.ir.api import Operation, Webhook
from apiloom.locations import Pointer
from apiloom.lower.operations.path_items import operations_of
from apiloom.lower.selection import Selection
from apiloom.lower.vendor_names import is_ignored

RequestLowering = Callable[[str, str, Node, Node], Operation]
"""Lowers an operation that the API calls, from its id, method, path item and node."""

_SECTIONS: Final = ("webhooks", "x-webhooks")
"""The second is what documents of 3.0 write, which has no webhooks."""


def webhooks_of(
    root: Node, lower: RequestLowering, selection: Selection
) -> Iterator[Webhook]:
    """The webhooks of a document, a method each."""
    for section in _SECTIONS:
        declared = root.mapping(section) if section in root else None
        for name, entry in declared.items() if declared is not None else ():
            item = entry.resolve()
            if item is None or not item.is_mapping:
                continue
            for method, node in operations_of(item):
                if not selection.has(node) or is_ignored(node, f"webhook {name}"):
                    continue
                # Another method than the usual one never takes the name of that.
                words = name if method == "post" else f"{name} {method}"
                written = method.upper()
                id_ = name if method == "post" else f"{name} {written}"
                request = lower(id_, written, item, node)
                yield Webhook(id_, request, node.text("x-method") or words)


class CallbackLowering:
    """Lowers callbacks of operations; one that leads back to itself, once."""

    def __init__(self, lower: RequestLowering) -> None:
        self._lower: Final = lower
        self._open: Final[set[Pointer]] = set()

    def all(self, operation: Node) -> tuple[Webhook, ...]:
        """The callbacks of an operation, and those of the callbacks themselves."""
        if "callbacks" not in operation:
            return ()
        declared = operation.mapping("callbacks")
        return tuple(
            callback
            for name, entry in (declared.items() if declared is not None else ())
            for callback in self._callback(name, entry)
        )

    def _callback(self, name: str, entry: Node) -> Iterator[Webhook]:
        target = entry.resolve()
        if target is None or not target.is_mapping or target.pointer in self._open:
            return
        is_shared = target.pointer != entry.pointer
        base = _shared_name(target) if is_shared else name
        self._open.add(target.pointer)
        is_first = True
        for expression, path_item in target.items():
            if expression.startswith("x-"):
                continue
            item = path_item.resolve()
            if item is None or not item.is_mapping:
                continue
            for method, node in operations_of(item):
                words = base if is_first else f"{base} {_own_words(method, node)}"
                is_first = False
                id_ = f"{name} {method.upper()} {expression}"
                request = self._lower(id_, method.upper(), item, node)
                hint = node.text("x-method") or words
                yield Webhook(name, request, hint, expression, is_shared)
                for one in request.callbacks:
                    inner = f"{hint} {one.hint}"
                    yield replace(one, hint=inner, is_shared=is_shared)
        self._open.discard(target.pointer)


def _own_words(method: str, node: Node) -> str:
    return node.text("operationId") or method


def _shared_name(target: Node) -> str:
    return target.pointer.name or PurePosixPath(target.pointer.file).stem
