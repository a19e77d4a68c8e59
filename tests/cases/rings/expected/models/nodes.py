"""Models of the `nodes` resource."""

from __future__ import annotations

from typing import TypeAlias

from .._runtime.types.models import Model

__all__ = ["Leaf", "LeafObject", "Node"]


class LeafObject(Model):
    leaf: Leaf | None = None


class Node(Model):
    next: Node | None = None
    other: Leaf | None = None


Leaf: TypeAlias = LeafObject | str
