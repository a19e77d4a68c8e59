"""Pagination of an operation: its style, and the location of the next page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from apiloom.ir.types import Type
from apiloom.locations import Pointer

Path: TypeAlias = tuple[str, ...]
"""The names of members, from the body inwards."""


class Paging(Enum):
    """By what a page is asked for."""

    PAGE = "page"
    OFFSET = "offset"
    CURSOR = "cursor"
    LINK = "link"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages of an operation (``x-pagination``, or as the document shows it).

    `items` is where the items are, of which each is an `item`; an empty path is the
    body itself.  A page that is an object is the definition `model`.  `parameter` is
    a parameter of the query, or with `in_body` a field of the body.  The other paths
    are what a page says of its place in the list.
    """

    style: Paging
    items: Path
    item: Type
    model: Pointer | None = None
    parameter: str | None = None
    in_body: bool = False
    size: str | None = None
    first: int = 1
    next: Path = ()
    last_item: Path = ()
    more: Path = ()
    last: Path = ()
    total: Path = ()
    current: Path = ()
