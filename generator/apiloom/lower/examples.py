"""Examples, and links to other documentation, which only documentation shows.

OpenAPI 3.1, sections 4.8.11 and 4.8.19.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from apiloom.document.node import Node
from apiloom.ir.api import Example, ExternalDocs
from apiloom.lower.schemas.all_of import parts_of
from apiloom.lower.schemas.constraints import examples_of

__all__ = ["body_examples", "external_docs", "parameter_examples"]


def parameter_examples(node: Node, schema: Node | None) -> tuple[str, ...]:
    """The examples of a parameter or a header, else of its schema, as JSON text."""
    stated = tuple(dict.fromkeys(one.value for one in _stated(node)))
    if stated:
        return stated
    if schema is None or not isinstance(schema.value, dict):
        return ()
    return examples_of(parts_of(schema).annotations())


def body_examples(node: Node, schema: Node | None) -> tuple[Example, ...]:
    """The examples of a Media Type Object, else of its schema."""
    stated = tuple(dict.fromkeys(_stated(node)))
    if stated or schema is None or not isinstance(schema.value, dict):
        return stated
    return tuple(map(Example, examples_of(parts_of(schema).annotations())))


def external_docs(node: Node) -> ExternalDocs | None:
    """The External Documentation Object of an object, if it has a URL."""
    stated = node.get("externalDocs")
    url = stated.get("url") if stated is not None else None
    if stated is None or url is None or not isinstance(url.value, str):
        return None
    about = stated.get("description")
    said = about.value if about is not None and isinstance(about.value, str) else ""
    return ExternalDocs(url.value, said)


def _stated(node: Node) -> Iterator[Example]:
    """Yield the examples beside a schema: several with names, or one without."""
    if not isinstance(node.value, dict):
        return
    named = node.get("examples")
    for name, entry in named.items() if named is not None else ():
        target = entry.resolve()
        if target is None or not target.is_mapping:
            continue
        # OpenAPI 3.2 tells a value from its serialized form.
        value = target.get("value") or target.get("dataValue")
        if value is not None:
            summary = target.get("summary") or target.get("description")
            about = summary.value if summary is not None else ""
            yield Example(_json(value), name, about if isinstance(about, str) else "")
    for entry in named.elements() if named is not None else ():
        yield Example(_json(entry))  # a list, as a schema has it
    example = node.get("example")
    if example is not None:
        yield Example(_json(example))


def _json(node: Node) -> str:
    return json.dumps(node.value, ensure_ascii=False)
