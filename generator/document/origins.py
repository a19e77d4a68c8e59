"""`Origins`: from a place in a changed tree back to the place it came from."""

from __future__ import annotations

from generator.source import Pointer

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

    def remove_element(self, array: Pointer, index: int, length: int) -> None:
        """Say that element `index` of an array of `length` elements was removed."""
        before = {i: self.trace(array.child(i)) for i in range(length)}
        branch = self._branch(array)
        kept = {i: branch.children.get(str(i)) for i in range(length)}
        branch.children.clear()
        for old in range(length):
            if old == index:
                continue
            new = old if old < index else old - 1
            child = kept[old] or _Branch()
            child.origin = before[old]
            branch.children[str(new)] = child

    def _branch(self, place: Pointer) -> _Branch:
        branch = self._roots.setdefault(place.file, _Branch())
        for token in place.tokens:
            branch = branch.children.setdefault(token, _Branch())
        return branch
