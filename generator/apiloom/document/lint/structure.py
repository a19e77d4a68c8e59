"""Validation of the whole structure with openapi-pydantic's models of OpenAPI 3.1.

Reading a document tolerates what it can, and says so where it matters to a client.
The audit says the rest: it is for people who mend documents (`apiloom lint`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openapi_pydantic.v3.v3_1 import OpenAPI
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from apiloom.diagnostics import Diagnostics
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.tree import Value, kind_of
from apiloom.document.walker import METHODS

__all__ = ["audit"]

_MODELS_VERSION: Final = "3.1.0"


def audit(document: Document, diagnostics: Diagnostics) -> None:
    """Report, as warnings, whatever the specification does not allow.

    Takes a document as `read` returns it. Checks the root file; what other files
    hold is checked where a stage reads it.
    """
    root = document.root
    if not isinstance(root.value, dict):
        return
    # The models insist on versions that were published when they were written.
    tree = {**root.value, "openapi": _MODELS_VERSION}
    try:
        OpenAPI.model_validate(tree)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_context=False):
            _report(details, root, document.dialect, diagnostics)
    if document.dialect in ("2.0", "3.0"):
        for operation in _operations(root):
            if "responses" not in operation:
                diagnostics.report(
                    "missing-responses",
                    "the operation says nothing about its responses",
                    operation.pointer,
                )


def _report(
    details: ErrorDetails, root: Node, dialect: str, diagnostics: Diagnostics
) -> None:
    node, missing = root, ""
    union = ""
    for token in details["loc"]:
        child = _child(node, token)
        if child is not None:
            node, missing, union = child, "", ""
        elif str(token) in _BRANCHES:
            # The name of a model, where a place may hold one of several.
            union = str(token)
            if (union == "Reference") != (node.ref is not None):
                return
        else:
            missing = str(token)
    if node.pointer.name.startswith("x-") and not missing:
        # The models take an extension beside the keys of a map for one of them.
        return
    if isinstance(node.value, bool) and union:
        # `true` and `false` are schemas (JSON Schema 2020-12, 4.3.2), which the
        # models allow in a few places only.
        return
    if dialect == "3.2" and _allowed_in_3_2(node, missing):
        return
    if details["type"] == "missing":
        message = f"{missing} is missing"
    elif missing:
        message = f"{missing}: {_sentence(details['msg'])}"
    else:
        name = node.pointer.name or "the document"
        message = f"{name} is {_shown(node.value)}: {_sentence(details['msg'])}"
    diagnostics.report("structure", message, node.pointer)


_BRANCHES: Final = frozenset(
    {
        "Callback",
        "Example",
        "Header",
        "Link",
        "Parameter",
        "PathItem",
        "Reference",
        "RequestBody",
        "Response",
        "Schema",
        "SecurityScheme",
        "bool",
        "list[str]",
        "str",
        "float",
        "int",
    }
)


def _child(node: Node, token: str | int) -> Node | None:
    if isinstance(node.value, list) and isinstance(token, int):
        return node[token] if token < len(node.value) else None
    return node.get(str(token))


def _allowed_in_3_2(node: Node, missing: str) -> bool:
    """OpenAPI 3.2 asks for no description of a response, and has one more `in`."""
    if missing == "description":
        return node.pointer.parent.name == "responses"
    return node.value == "querystring" and node.pointer.name == "in"


def _sentence(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return repr(value) if len(value) <= 40 else repr(value[:40] + "…")
    return kind_of(value)


def _operations(root: Node) -> Iterator[Node]:
    paths = root.get("paths")
    for _, item in paths.items() if paths is not None else ():
        for key, operation in item.items():
            if key in METHODS and operation.is_mapping:
                target = operation.resolve()
                if target is not None:
                    yield target
