"""Bringing every version of OpenAPI to one dialect, shaped like 3.1.

The tree is changed in place; `Origins` remembers where things came from, so that
a diagnostic about the result still leads to the line that a person wrote.
"""

from __future__ import annotations

import re
from typing import Final

from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.document import Document
from apiloom.document.lint.contradictions import Contradictions
from apiloom.document.normalize.repairs import Repairs
from apiloom.document.normalize.schemas import SchemaUpgrade
from apiloom.document.origins import Origins
from apiloom.document.read.foreign import foreign_data
from apiloom.document.swagger2.convert import convert
from apiloom.document.swagger2.files import Gathering
from apiloom.document.tree import Mapping, Value
from apiloom.document.walker import Kind, Place, Visitor, walk

__all__ = ["DIALECTS", "detect", "upgrade"]

DIALECTS: Final = ("2.0", "3.0", "3.1", "3.2")


def upgrade(document: Document) -> None:
    """Give a document the shape of OpenAPI 3.1, in place, all its files included.

    Raises UnusableInput when it is no OpenAPI document at all.
    """
    document.dialect, document.version = detect(document)
    origins = Origins()
    if document.dialect == "2.0":
        gathered = Origins()
        Gathering(document, gathered).gather()
        document.origins.insert(0, gathered)
        convert(document, origins)
    schemas = SchemaUpgrade(
        document.dialect, document.diagnostics, origins, document.source_text
    )
    contradictions = Contradictions(document)

    def visit_schema(schema: Mapping, place: Place) -> None:
        schemas(schema, place)
        contradictions.look_at(schema, place)

    visitors: dict[Kind, Visitor] = {
        Kind.SCHEMA: visit_schema,
        **Repairs(document, origins).visitors,
    }
    # Consulted before the origins of the overlays: what was changed last is
    # traced first.
    document.origins.insert(0, origins)
    walk(document, visitors)
    contradictions.finish()
    root = document.root.value
    if isinstance(root, dict) and document.dialect != "3.2":
        root["openapi"] = "3.1.0"


def detect(document: Document) -> tuple[str, str]:
    """Return the dialect of a document and its version as it was written.

    Raises UnusableInput when nothing says that this is an OpenAPI document. An
    unknown 3.x is read as the newest known one, with a warning.
    """
    root = document.root
    for key in ("openapi", "swagger", "swaggerVersion"):
        if key not in root:
            continue
        node = root[key]
        written = _version_text(node.value)
        match = re.match(r"(\d+)(?:\.(\d+))?", written)
        major, minor = (match[1], match[2] or "0") if match else ("", "")
        dialect = f"{major}.{minor}"
        if dialect in DIALECTS:
            if not isinstance(node.value, str):
                message = f"the version {written} is not a string"
                node.report(Code.MISSING_VERSION, message, f'write {key}: "{written}"')
            return dialect, written
        if major == "3":
            message = f"OpenAPI {written} is not known and is read as {DIALECTS[-1]}"
            node.report(Code.MISSING_VERSION, message)
            return DIALECTS[-1], written
        message = f"{key} {written!r} is not a version that can be read"
        hint = "OpenAPI 2.0 (Swagger), 3.0, 3.1 and 3.2 can"
        location = document.locate(node.pointer)
        raise UnusableInput(Code.UNSUPPORTED_VERSION, message, location, hint)
    if "paths" in root or "webhooks" in root or "components" in root:
        message = "the document does not state its version; it is read as 3.1"
        root.report(Code.MISSING_VERSION, message, 'add openapi: "3.1.0"')
        return "3.1", ""
    raise _not_openapi(document)


def _not_openapi(document: Document) -> UnusableInput:
    """Return the error for an object that does not say that it is OpenAPI."""
    root = document.root
    fields = root.value if isinstance(root.value, dict) else {}
    location = document.locate(root.pointer)
    foreign = foreign_data(fields)
    if foreign is not None:
        message = f"the file is {foreign.name}, not an OpenAPI document"
        return UnusableInput(Code.NOT_OPENAPI, message, location, foreign.hint)
    message = "this is not an OpenAPI document: it has neither openapi nor swagger"
    hint = None
    for key in fields:
        if key.strip().casefold() in ("openapi", "swagger"):
            location = document.locate(root.pointer.child(key))
            hint = f'write {key.strip().casefold()}: instead of "{key}"'
            break
    else:
        if fields:
            keys = ", ".join(f'"{key}"' for key in list(fields)[:5])
            more = "" if len(fields) <= 5 else f" and {len(fields) - 5} more"
            hint = f"its keys are {keys}{more}"
    return UnusableInput(Code.UNSUPPORTED_VERSION, message, location, hint)


def _version_text(value: Value) -> str:
    return value.strip().lstrip("vV") if isinstance(value, str) else str(value)
