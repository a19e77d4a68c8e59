"""The part of a document that describes an operation, as YAML.

It is the document as it is read: overlays are applied, and older versions of OpenAPI
are converted to 3.1.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from apiloom.access import shown
from apiloom.document.document import Document
from apiloom.document.tree import Value
from apiloom.locations import Pointer

__all__ = ["Fragments", "yaml_lines"]

_PLAIN: Final = re.compile(r"[A-Za-z/$_][\w/$ .,()+@*-]*(?<! )")
_RESERVED: Final = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)")
_URLS: Final = frozenset(("$ref", "externalValue", "operationRef"))
"""Keys of URLs that may be those a person reads the document with."""
_INDENT: Final = "  "
_MOST_LINES: Final = 1000
_MOST_OF_COMPONENTS: Final = 200
"""Lines of components that are shown below an operation."""


@dataclass(frozen=True, slots=True)
class Fragments:
    """Writes fragments of one document; a component is written once."""

    document: Document
    _components: dict[str, tuple[Pointer, list[str], list[str]] | None] = field(
        default_factory=dict[str, "tuple[Pointer, list[str], list[str]] | None"]
    )

    def operation(self, pointer: Pointer, path: str) -> str:
        """Return an operation with its path, and the components that it refers to."""
        node = self.document.node(pointer)
        if node is None:
            return ""
        item = self.document.node(pointer.parent)
        shared = item.get("parameters") if item is not None else None
        members: dict[str, Value] = {}
        if shared is not None:
            members["parameters"] = shared.value
        members[pointer.name] = node.value
        lines = list(yaml_lines({"paths": {path: members}}))
        if not pointer.file:
            lines += self._referred(list(_references(members)))
        if len(lines) > _MOST_LINES:
            rest = len(lines) - _MOST_LINES
            lines = [*lines[:_MOST_LINES], f"# {rest:,} more lines are not shown."]
        return "\n".join(lines)

    def _referred(self, references: list[str]) -> Iterator[str]:
        """Yield the components that are referred to, the nearest first."""
        pending = deque(references)
        sections: dict[str, list[str]] = {}
        seen: set[str] = set()
        left_out: list[str] = []
        length = 0
        while pending:
            reference = pending.popleft()
            component = self._component(reference)
            if reference in seen or component is None:
                continue
            seen.add(reference)
            pointer, lines, inner = component
            if length + len(lines) > _MOST_OF_COMPONENTS:
                left_out.append(pointer.name)
                continue
            length += len(lines)
            sections.setdefault(pointer.tokens[1], []).extend(lines)
            pending += inner
        if sections:
            yield "components:"
        for section, lines in sections.items():
            yield f"{_INDENT}{_key(section)}"
            yield from lines
        if left_out:
            yield f"# Not shown: {' '.join(', '.join(left_out).split())}"

    def _component(self, reference: str) -> tuple[Pointer, list[str], list[str]] | None:
        """Return a component, its lines, and the references in it.

        Examples are none: the page shows them where they belong.
        """
        if reference not in self._components:
            found = None
            pointer = Pointer.parse(reference)
            node = self.document.node(pointer)
            is_component = len(pointer.tokens) == 3 and pointer.tokens[1] != "examples"
            if node is not None and is_component:
                lines = yaml_lines({pointer.name: node.value})
                indented = [f"{_INDENT * 2}{line}" for line in lines]
                found = pointer, indented, list(_references(node.value))
            self._components[reference] = found
        return self._components[reference]


def _references(value: Value) -> Iterator[str]:
    """Yield the references to components in a value."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/"):
            yield reference
        for member in value.values():
            if isinstance(member, (dict, list)):
                yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, (dict, list)):
                yield from _references(member)


def yaml_lines(value: Value) -> Iterator[str]:
    """Yield a value as the lines of a YAML document: blocks, and one-line scalars.

    Text that YAML could take for something else is written as JSON, which is YAML as
    well (YAML 1.2, section 1.2).
    """
    if isinstance(value, dict) and value:
        for key, member in value.items():
            if isinstance(member, (dict, list)) and member:
                yield _key(key)
                lead = _INDENT if isinstance(member, dict) else ""
                for line in yaml_lines(member):
                    yield f"{lead}{line}"
            else:
                yield f"{_key(key)} {_scalar(_without_secrets(key, member))}"
    elif isinstance(value, list) and value:
        for element in value:
            first = "- "
            for line in yaml_lines(element):
                yield f"{first}{line}"
                first = _INDENT
    else:
        yield _scalar(value)


def _without_secrets(key: str, value: Value) -> Value:
    """Return a URL without user, password and query, which may be a credential."""
    if key not in _URLS or not isinstance(value, str) or value.startswith("#"):
        return value
    plain = shown(value)
    before = plain.partition("#")[0]
    path, query, _ = before.partition("?")
    return plain if not query else f"{path}?…{plain[len(before):]}"


def _key(key: str) -> str:
    is_name = _PLAIN.fullmatch(key) is not None and not _RESERVED.fullmatch(key)
    return f"{key if is_name else _quoted(key)}:"


def _scalar(value: Value) -> str:
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) is not None
        return value if is_plain and not _RESERVED.fullmatch(value) else _quoted(value)
    if isinstance(value, float):
        # YAML 1.1 takes 1e+30 for text.
        text = json.dumps(value)
        return text if "e" not in text or "." in text else text.replace("e", ".0e")
    return json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    # YAML does not allow every character to stand for itself (section 5.1).
    return quoted if quoted.isprintable() else "".join(map(_escaped, quoted))


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
