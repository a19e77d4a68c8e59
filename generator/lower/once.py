"""What many places of a document refer to, lowered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from generator.ir.types import Definition
from generator.lower.schemas import SchemaLowering
from generator.source import Pointer

_Lowered = TypeVar("_Lowered")


class Once(Generic[_Lowered]):
    """Remembers what came of a place, so that its schemas are not lowered again.

    Meant for what means the same wherever it is referred to: a schema that is named
    for the operation around it does not.
    """

    def __init__(self, schemas: SchemaLowering) -> None:
        self._schemas: Final = schemas
        self._known: Final[dict[Pointer, tuple[_Lowered, tuple[Definition, ...]]]] = {}

    def get(self, place: Pointer, lower: Callable[[], _Lowered]) -> _Lowered:
        """What `lower` returned when it was first called for `place`."""
        known = self._known.get(place)
        if known is None:
            before = len(self._schemas.defined)
            lowered = lower()
            made = self._schemas.defined[before:]
            inside = tuple(one for one in made if one.pointer.starts_with(place))
            self._known[place] = lowered, inside
            return lowered
        lowered, inside = known
        # A reference into the place may have named a schema there for itself: of all
        # that use a schema, the last one names it.
        for one in inside:
            self._schemas.definitions[one.pointer] = one
        return lowered
