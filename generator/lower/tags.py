"""Tag Objects to tags (OpenAPI 3.1, section 4.8.22; 3.2, section 4.22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.document.node import Node
from generator.ir.api import Tag
from generator.lower.passed_on import extensions_of


def tags_of(root: Node) -> tuple[Tag, ...]:
    """The tags of a document, in document order.

    A parent that is not declared, or that is below its own child, is reported and
    left out.
    """
    declared = root.sequence("tags")
    nodes: dict[str, Node] = {}
    found: dict[str, Tag] = {}
    for node in declared.elements() if declared is not None else ():
        name = node.text("name")
        if name:
            nodes[name] = node
            found[name] = _tag(name, node)
    for name, tag in list(found.items()):
        problem = _problem(tag, found)
        if problem:
            nodes[name].report("tag-parent", problem)
            found[name] = replace(tag, parent=None)
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


def _problem(tag: Tag, tags: Mapping[str, Tag]) -> str:
    seen = [tag.name]
    parent = tag.parent
    while parent is not None:
        if parent not in tags:
            # What the parent itself lacks is said there.
            is_own = len(seen) == 1
            return f"the parent {parent} of {tag.name} is no tag" if is_own else ""
        if parent in seen:
            return f"the tag {tag.name} is its own parent: {' in '.join(seen)}"
        seen.append(parent)
        parent = tags[parent].parent
    return ""
