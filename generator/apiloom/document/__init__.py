"""Reading an OpenAPI document: load, overlay, upgrade to one dialect, audit.

`read` is the way in. What it returns is walked with `Node`, a cursor that knows
where it stands; whatever is wrong with the document ends up in `Diagnostics`. The
audit is a stage of its own (`apiloom.document.lint.structure`), for it is not needed to
generate, and loads a large library.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from apiloom.access import Access
from apiloom.diagnostics import Diagnostics
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.normalize.upgrade import upgrade
from apiloom.document.read.parse import collector_paused
from apiloom.document.read.urls import Remote, is_remote
from apiloom.document.tree import Value

__all__ = ["Document", "Node", "Value", "read"]


def read(
    path: Path | str,
    overlays: Sequence[Path | str] = (),
    diagnostics: Diagnostics | None = None,
    *,
    access: Access | None = None,
) -> Document:
    """Read a document, apply overlays to it in order, and give it the shape of 3.1.

    What it refers to is read within `access`: by default, the document's own folder.

    Raises UnusableInput when there is nothing to go on with; everything else that
    is wrong is reported into `diagnostics`.
    """
    sink = diagnostics if diagnostics is not None else Diagnostics()
    with collector_paused():
        text = str(path)
        found = Remote(text) if is_remote(text) else Path(path)
        if access is None:
            access = Access.to([found.parent] if isinstance(found, Path) else [])
        document = Document(found, sink, access)
        if overlays:
            # With it comes JSONPath, which takes as long to load as a small document.
            laying = import_module("apiloom.document.overlay")
            for overlay in overlays:
                laying.apply_overlay(document, Path(overlay))
        upgrade(document)
    return document
