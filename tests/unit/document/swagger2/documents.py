"""Swagger 2.0: the head of a document, and what is read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apiloom.document import Document
from apiloom.locations import Pointer

if TYPE_CHECKING:
    from .conftest import Workspace

HEAD = "swagger: '2.0'\ninfo: {title: t, version: '1'}\n"


def value(document: Document, *tokens: str | int) -> Any:
    node = document.node(Pointer().child(*tokens))
    return node.value if node else None


def post(workspace: Workspace, operation: str, head: str = "") -> Any:
    text = f"{HEAD}{head}\npaths: {{/a: {{post: {operation}}}}}\n"
    return value(workspace.read(text), "paths", "/a", "post")
