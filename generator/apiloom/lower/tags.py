"""Tag Objects to tags (OpenAPI 3.1, section 4.8.22; 3.2, section 4.22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.ir.api import Tag
from apiloom.lower.vendor_extensions import extensions_of

MAX_LEVELS: Final = 20
"""How deep tags may be below one another: each level is an attribute of the client, and
part of the names of all below it."""


def tags_of(root: Node) -> tuple[Tag, ...]:
    """The tags of a document, in document order.

    A parent that is not declared, that is below its own child, or that is below too
    many others itself, is reported and left out.
    """
    declared = root.sequence("tags")
    nodes: dict[str, Node] = {}
    found: dict[str, Tag] = {}
    for node in declared.elements() if declared is not None else ():
        name = node.text("name")
        if name:
            nodes[name] = node
            found[name] = _tag(name, node)
    problems = dict(_cut(found))
    for name, node in nodes.items():
        if name in problems:
            node.report(Code.TAG_PARENT, problems[name])
    return tuple(found.values())


def _tag(name: str, node: Node) -> Tag:
    return Tag(
        name=name,
        description=node.text("description") or node.text("summary") or "",
        summary=node.text("summary") or "",
        parent=node.text("parent"),
        kind=node.text("kind"),
        extensions=extensions_of(node),
    )


def _cut(tags: dict[str, Tag]) -> Iterator[tuple[str, str]]:
    """Remove invalid parents; yield each tag with the problem."""
    for name, tag in tags.items():
        if tag.parent is not None and tag.parent not in tags:
            yield name, f"the parent {tag.parent} of {name} is no tag"
            tags[name] = replace(tag, parent=None)
    order = {name: number for number, name in enumerate(tags)}
    levels: dict[str, int] = {}
    for start in tags:
        line = _line(start, tags, levels)
        last = tags[line[-1]].parent if line else None
        if last is not None and last not in levels:
            ring = line[line.index(last) :]
            first = ring.index(min(ring, key=lambda name: order[name]))
            ring = [*ring[first:], *ring[:first]]
            yield ring[0], f"the tag {ring[0]} is its own parent: {' in '.join(ring)}"
            tags[ring[0]] = replace(tags[ring[0]], parent=None)
            line = _line(start, tags, levels)
        for name in reversed(line):
            parent = tags[name].parent
            level = levels[parent] + 1 if parent is not None else 1
            if level > MAX_LEVELS:
                yield name, f"the tag {name} is below more than {MAX_LEVELS - 1} others"
                tags[name] = replace(tags[name], parent=None)
                level = 1
            levels[name] = level


def _line(start: str, tags: Mapping[str, Tag], levels: Mapping[str, int]) -> list[str]:
    """Return a tag and what it is below, up to what has a level or comes again."""
    line: dict[str, None] = {}
    name: str | None = start
    while name is not None and name not in levels and name not in line:
        line[name] = None
        name = tags[name].parent
    return list(line)
