"""Validation of the structure: by the official JSON Schemas, and by openapi-pydantic.

Reading a document tolerates what it can, and says so where it matters to a client.
The audit says the rest: it is for people who mend documents (`apiloom lint`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import jsonschema_rs
from openapi_pydantic.v3.v3_1 import OpenAPI
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from apiloom.diagnostics import Code, Diagnostic, Diagnostics
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.tree import Value, kind_of
from apiloom.document.walker import METHODS
from apiloom.locations import Pointer

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
    explained = {
        pointer
        for found in diagnostics
        if found.code is Code.STRUCTURE
        for pointer in (found.pointer, *_above(found))
    }
    for node, message, is_general in _violations(root, root.value, document.dialect):
        # An object has none of the allowed forms because of a mistake inside of it.
        # Swagger 2.0 has no style: one is made of what `collectionFormat` says.
        is_made = document.dialect == "2.0" and node.pointer.name == "style"
        if not is_made and not (is_general and node.pointer in explained):
            diagnostics.report(Code.STRUCTURE, message, node.pointer)
    if document.dialect in ("2.0", "3.0"):
        for operation in _operations(root):
            if "responses" not in operation:
                diagnostics.report(
                    Code.MISSING_RESPONSES,
                    "the operation declares no responses",
                    operation.pointer,
                )


def _violations(
    root: Node, value: dict[str, Value], dialect: str
) -> Iterator[tuple[Node, str, bool]]:
    """Yield the violations of the official JSON Schema of OpenAPI.

    Each is a node, a message, and whether that only says that the node has none of
    several forms.

    A field that is evaluated by no subschema is reported only where that is all that
    is wrong with an object: a subschema that fails evaluates nothing.
    """
    version = "3.2" if dialect == "3.2" else "3.1"
    tree = {**value, "openapi": f"{version}.0"}
    try:
        errors = list(_official(version).iter_errors(tree))
    except ValueError:
        # Nested deeper than the library follows: reading has said so already.
        return
    kinds = jsonschema_rs.ValidationErrorKind
    places: defaultdict[tuple[str | int, ...], list[jsonschema_rs.ValidationError]]
    places = defaultdict(list)
    for error in errors:
        places[tuple(error.instance_path)].append(error)
    for path, found in places.items():
        if _is_misjudged(path):
            continue
        node = _at(root, path)
        others = [
            error
            for error in found
            if not isinstance(error.kind, kinds.UnevaluatedProperties)
        ]
        if not others and any(place[:-1] == path for place in places):
            # A member is wrong, and so the subschema that knows the other members.
            continue
        for error in others or found:
            match error.kind:
                case kinds.UnevaluatedProperties(unexpected=unexpected):
                    for name in unexpected:
                        if node.get(name) is not None:
                            yield node[
                                name
                            ], f"{name} is not a field of this object", False
                case kinds.Required(property=name):
                    yield node, f"{name} is missing", False
                case _:
                    name = node.pointer.name or "the document"
                    name = f"item {name}" if name.isdigit() else name
                    message = f"{name} has none of the forms that OpenAPI allows"
                    yield node, message, True


def _is_misjudged(path: tuple[str | int, ...]) -> bool:
    """Whether the schemas are stricter here than the specification.

    They take an extension beside the keys of a map for one of the keys, and want text
    as a parameter of a link, which may be any value (section 4.8.20).
    """
    is_extension = any(str(token).startswith("x-") for token in path)
    return is_extension or ("links" in path[-4:-3] and path[-2] == "parameters")


@cache
def _official(version: str) -> jsonschema_rs.Draft202012Validator:
    # Of the package, the schemas alone: its modules take most of a second to import.
    package = find_spec("openapi_spec_validator")
    folder = Path((package and package.origin) or "").parent
    path = folder / "resources" / "schemas" / f"v{version}" / "schema.json"
    text = path.read_text("utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def _above(found: Diagnostic) -> Iterator[Pointer]:
    pointer = found.pointer
    while pointer.tokens:
        pointer = pointer.parent
        yield pointer


def _at(node: Node, path: Iterable[str | int]) -> Node:
    for token in path:
        child = _child(node, token)
        if child is None:
            break
        node = child
    return node


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
    diagnostics.report(Code.STRUCTURE, message, node.pointer)


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
