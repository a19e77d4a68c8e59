"""Documents of a size to choose: what each of their parts costs is seen by doubling it.

`SHAPES` has a function for each way in which a document can be large. It takes the size
and returns the document's files, the root first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.growing import depth, operations, schemas, sharing, text
from tests.growing.depth import nested, nested_yaml, triples
from tests.growing.documents import (
    Files,
    document,
    ladder,
    of_text,
    operation,
    returning,
)
from tests.growing.sharing import SHARED

__all__ = [
    "SHAPES",
    "SHARED",
    "document",
    "ladder",
    "nested",
    "nested_yaml",
    "of_text",
    "operation",
    "returning",
    "triples",
]

SHAPES: Final[Mapping[str, Callable[[int], Files]]] = {
    shape.__name__: shape
    for module in (depth, operations, schemas, text, sharing)
    for shape in module.SHAPES
}
