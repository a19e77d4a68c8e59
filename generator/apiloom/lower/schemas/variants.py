"""Words that tell the variants of a union apart, for those that have no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from apiloom.document.node import Node
from apiloom.document.tree import Mapping, Value

_TELLING: Final = ("type", "kind", "object", "role", "event", "action", "op", "mode")
"""What a property that says which variant it is of is often called."""

_TYPES: Final = {
    "array": "list",
    "boolean": "flag",
    "integer": "number",
    "number": "number",
    "object": "object",
    "string": "text",
}


def variant_words(elements: Sequence[Node], *, is_alone: bool) -> list[str]:
    """Return what to call each variant, after its union; titles and names are not read.

    A variant is told apart by a constant, by its type, or by a property that no other
    has. Nothing is added to the only one that has none of these, if the name
    `is_alone`: if nothing else is called like the union.
    """
    inline = [index for index, one in enumerate(elements) if _needs_name(one)]
    found = [str(number) for number, _ in enumerate(elements, 1)]
    for index in inline:
        found[index] = ""
    if is_alone and len(inline) == 1:
        return found
    taken: set[str] = set()
    for words_of in (_constants, _components, _types, _names, _values):
        said = [words_of(element) for element in elements]
        counts = Counter(one for words in said for one in {*words})
        for index in inline:
            own = (one for one in said[index] if counts[one] == 1 and one not in taken)
            if not found[index] and (word := next(own, "")):
                found[index] = word
                taken.add(word)
    rest = [index for index in inline if not found[index]]
    for index in rest if len(rest) > 1 or not is_alone else ():
        found[index] = str(index + 1)
    return found


def _needs_name(node: Node) -> bool:
    """Whether a variant may become a class, and has no name of its own."""
    value = node.value
    if not isinstance(value, dict) or "$ref" in value:
        return False
    said = {"enum", "properties", "allOf", "anyOf", "oneOf", "items", "prefixItems"}
    return bool(said & value.keys()) or value.get("type") == "object"


def _constants(node: Node) -> list[str]:
    """Return its own value, and those of its properties that can have one alone."""
    own = _constant(node.value)
    constants = {
        name: value
        for name, schema in _properties(node).items()
        if isinstance(value := _constant(schema), str) and value
    }
    known = [constants.pop(name) for name in _TELLING if name in constants]
    said = [own] if isinstance(own, str) and own else []
    return [*said, *known, *constants.values()]


def _components(node: Node) -> list[str]:
    """Return the names of the components that a variant consists of."""
    references = (member.get("$ref") for member in _members(node))
    texts = (one for one in references if isinstance(one, str))
    return [one.rpartition("/")[2] for one in texts]


def _values(node: Node) -> list[str]:
    """Return the values of an enum."""
    value = node.value
    values = value.get("enum") if isinstance(value, dict) else None
    listed = values if isinstance(values, list) else []
    return [one for one in listed if isinstance(one, str)]


def _constant(schema: Value) -> Value:
    if not isinstance(schema, dict):
        return None
    values = schema.get("enum")
    if isinstance(values, list) and len(values) == 1:
        return values[0]
    return schema.get("const")


def _types(node: Node) -> list[str]:
    value = node.value
    if not isinstance(value, dict):
        return []
    if "enum" in value:
        return ["enum"]
    type_ = value.get("type")
    if isinstance(type_, str):
        return [_TYPES.get(type_, type_)]
    return ["object"] if "properties" in value else []


def _names(node: Node) -> list[str]:
    """Return the names of properties, the required ones first."""
    return [*dict.fromkeys((*_required(node), *_properties(node)))]


def _required(node: Node) -> list[str]:
    lists = (member.get("required") for member in _members(node))
    return [
        name
        for names in lists
        if isinstance(names, list)
        for name in names
        if isinstance(name, str)
    ]


def _properties(node: Node) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for member in _members(node):
        properties = member.get("properties")
        if isinstance(properties, dict):
            found.update(properties)
    return found


def _members(node: Node) -> list[Mapping]:
    """Return a schema and those that it consists of (``allOf``)."""
    value = node.value
    if not isinstance(value, dict):
        return []
    members = value.get("allOf")
    others = members if isinstance(members, list) else []
    return [value, *(one for one in others if isinstance(one, dict))]
