"""The operations that a client is generated for, where it is not for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from apiloom.diagnostics import Code
from apiloom.document.node import Node


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns of operations: an operation matches if any one of them does.

    They are as for file names: ``*`` stands for any text, slashes included.
    """

    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    deprecated: bool = False

    @classmethod
    def of(
        cls, stated: Mapping[str, tuple[str, ...]], *, deprecated: bool = False
    ) -> Patterns:
        """Return patterns by what they are compared with: tags, paths, operations."""
        return cls(
            stated.get("tags", ()),
            stated.get("paths", ()),
            stated.get("operations", ()),
            deprecated,
        )

    def __bool__(self) -> bool:
        return bool(self.tags or self.paths or self.operations or self.deprecated)


@dataclass(frozen=True, slots=True)
class Selection:
    """Included and excluded operations; with nothing included, all of them are.

    `unused` are the patterns of `include` and `exclude` that have matched nothing yet.
    """

    include: Patterns = Patterns()
    exclude: Patterns = Patterns()
    _used: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def has(self, node: Node, path: str | None = None) -> bool:
        """Return whether an operation, or a webhook without a path, is selected."""
        included = self._matches("include", self.include, node, path)
        excluded = self._matches("exclude", self.exclude, node, path)
        return (included or not self.include) and not excluded

    def report_unused(self, root: Node) -> None:
        """Report patterns that match no operation."""
        for option, patterns in (("include", self.include), ("exclude", self.exclude)):
            for key in ("tags", "paths", "operations"):
                for pattern in getattr(patterns, key):
                    if (option, key, pattern) not in self._used:
                        root.report(
                            Code.SELECTION_NO_MATCH,
                            f"{option}.{key}: {pattern!r} matches no operation",
                        )

    def _matches(
        self, option: str, patterns: Patterns, node: Node, path: str | None
    ) -> bool:
        if not patterns:
            return False
        values = {
            "tags": node.texts("tags"),
            "paths": (path,) if path is not None else (),
            "operations": (node.text("operationId") or "",),
        }
        found = [
            (option, key, pattern)
            for key, stated in values.items()
            for pattern in getattr(patterns, key)
            if any(fnmatchcase(value, pattern) for value in stated)
        ]
        self._used.update(found)
        is_old = patterns.deprecated and bool(node.flag("deprecated"))
        return bool(found) or is_old
