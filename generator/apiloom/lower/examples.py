"""Example Objects to examples (OpenAPI 3.1, section 4.8.19), for documentation."""

from __future__ import annotations

import json

from apiloom.document.node import Node


def parameter_example(node: Node, schema: Node | None) -> str | None:
    """The first example of a parameter, else of its schema, as JSON text."""
    for holder in (node, schema):
        if holder is None or not isinstance(holder.value, dict):
            continue
        if "example" in holder.value:
            return json.dumps(holder.value["example"], ensure_ascii=False)
        examples = holder.value.get("examples")
        if isinstance(examples, list) and examples:
            return json.dumps(examples[0], ensure_ascii=False)
        if isinstance(examples, dict):
            for entry in examples.values():
                if isinstance(entry, dict) and "value" in entry:
                    return json.dumps(entry["value"], ensure_ascii=False)
    return None
