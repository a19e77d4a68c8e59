"""Life cycles: operations that create, read, change and delete the same objects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Path: TypeAlias = tuple[str, ...]
"""The names of members, from the body inwards."""


class Action(Enum):
    """An effect of an operation on the objects of a collection."""

    CREATE = "create"
    LIST = "list"
    GET = "get"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    USE = "use"
    """Anything else that is below an object, which must exist."""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The part of an operation in a life cycle (``x-lifecycle``, or as inferred).

    `collection` is the name of the objects' collection. `key` is the parameter that
    names the object, and `within` the parameters that name those around it, each with
    the collection of these, if that is known. `id` is where an object has what it is
    known by. `object` is where the response has the object, `items` where it has the
    list of them, and `sent` where the request has it.
    """

    action: Action
    collection: str = ""
    key: str = ""
    within: tuple[tuple[str, str], ...] = ()
    id: Path = ()
    object: Path = ()
    items: Path = ()
    sent: Path = ()
