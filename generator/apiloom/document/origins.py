"""`Origins`: from a place in a changed tree back to the place it came from."""

from __future__ import annotations

from collections.abc import Collection

from apiloom.locations import Pointer

__all__ = ["Origins"]


class _Branch:
    __slots__ = ("children", "origin")

    def __init__(self) -> None:
        self.children: dict[str, _Branch] = {}
        self.origin: Pointer | None = None


class Origins:
    """A map of prefixes: what lies below a mapped place comes from below its origin."""

    __slots__ = ("_roots",)

    def __init__(self) -> None:
        self._roots: dict[str, _Branch] = {}

    def move(self, place: Pointer, former: Pointer) -> None:
        """Say that what stands at `place` now stood at `former` until now."""
        self.set(place, self.trace(former))

    def set(self, place: Pointer, origin: Pointer) -> None:
        """Say that what stands at `place` now was read at `origin`."""
        branch = self._branch(place)
        branch.origin = origin
        branch.children.clear()

    def trace(self, place: Pointer) -> Pointer:
        """Return where `place` comes from: itself unless it was moved."""
        branch = self._roots.get(place.file)
        if branch is None:
            return place
        origin, depth = branch.origin, 0
        for index, token in enumerate(place.tokens, 1):
            branch = branch.children.get(token)
            if branch is None:
                break
            if branch.origin is not None:
                origin, depth = branch.origin, index
        return place if origin is None else origin.child(*place.tokens[depth:])

    def remove_member(self, place: Pointer) -> None:
        """Say that a member was removed: what is put there later is new."""
        branch = self._branch(place)
        branch.origin = None
        branch.children.clear()

    def remove_elements(
        self, array: Pointer, indices: Collection[int], length: int
    ) -> None:
        """Say that elements of an array of `length` elements were removed, all at once.

        `indices` are those that they had before.
        """
        removed = frozenset(indices)
        first = min(removed, default=length)
        kept = [index for index in range(first, length) if index not in removed]
        before = [self.trace(array.child(index)) for index in kept]
        branch = self._branch(array)
        branches = [branch.children.get(str(index)) for index in kept]
        for index in range(first, length):
            branch.children.pop(str(index), None)
        for new, (child, origin) in enumerate(
            zip(branches, before, strict=True), first
        ):
            moved = child or _Branch()
            moved.origin = origin
            branch.children[str(new)] = moved

    def _branch(self, place: Pointer) -> _Branch:
        branch = self._roots.setdefault(place.file, _Branch())
        for token in place.tokens:
            branch = branch.children.setdefault(token, _Branch())
        return branch
