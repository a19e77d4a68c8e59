"""The modules of an installed or checked-out package, read without importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Class", "Modules", "Named"]

_MAX_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Class:
    """A class, and the module that it stands in."""

    module: str
    node: ast.ClassDef

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.node.name


@dataclass(frozen=True, slots=True)
class Named:
    """A class, or the alias of an annotation, that a name stands for."""

    module: str
    name: str
    node: ast.ClassDef | None = None
    expression: ast.expr | None = None

    @property
    def is_technical(self) -> bool:
        """Whether it stands for no value of an API, but for one of the client."""
        return self.name.startswith(("_", "Unset", "Omit", "NotGiven", "Request"))


class Modules:
    """The modules of a package by their dotted names below it; its own is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder
        self._trees: Final = dict[str, ast.Module | None]()
        self._names: Final = dict[str, dict[str, ast.ClassDef | tuple[str, str]]]()
        self._aliases: Final = dict[str, dict[str, ast.expr]]()

    def path(self, module: str) -> Path | None:
        """Return the file of a module; None if there is none."""
        base = self.folder.joinpath(*module.split(".")) if module else self.folder
        for path in (base / "__init__.py", base.with_suffix(".py")):
            if path.is_file() and (module or path.name == "__init__.py"):
                return path
        return None

    def tree(self, module: str) -> ast.Module | None:
        """Return the syntax tree of a module; None if it is none, or no Python."""
        if module not in self._trees:
            path = self.path(module)
            try:
                text = path.read_bytes() if path is not None else None
                parsed = ast.parse(text) if text is not None else None
            except (OSError, SyntaxError, ValueError, RecursionError):
                parsed = None
            self._trees[module] = parsed
        return self._trees[module]

    def below(self, name: str) -> Iterator[str]:
        """Yield the modules in the folders of a name, at any depth, sorted."""
        for path in sorted(self.folder.rglob("*.py")):
            parts = path.relative_to(self.folder).with_suffix("").parts
            if name in parts[:-1] or parts[-1] == name:
                kept = parts[:-1] if parts[-1] == "__init__" else parts
                yield ".".join(kept)

    def resolve(self, module: str, name: str) -> Class | None:
        """Return the class that a name of a module stands for, through imports."""
        for _ in range(_MAX_STEPS):
            found = self._table(module).get(name)
            if isinstance(found, ast.ClassDef):
                return Class(module, found)
            if found is None:
                return None
            module, name = found
        return None

    def named(self, module: str, name: str) -> Named | None:
        """Return what a name of a module stands for, through imports."""
        for _ in range(_MAX_STEPS):
            found = self._table(module).get(name)
            if isinstance(found, ast.ClassDef):
                return Named(module, name, found)
            alias = self._alias_table(module).get(name)
            if alias is not None:
                return Named(module, name, None, alias)
            if found is None:
                return None
            module, name = found
        return None

    def _alias_table(self, module: str) -> dict[str, ast.expr]:
        if module not in self._aliases:
            table: dict[str, ast.expr] = {}
            tree = self.tree(module)
            for node in tree.body if tree is not None else ():
                if isinstance(node, ast.AnnAssign) and node.value is not None:
                    if isinstance(node.target, ast.Name):
                        table[node.target.id] = node.value
                elif isinstance(node, ast.Assign):
                    target = node.targets[0]
                    if isinstance(target, ast.Name) and target.id[:1].isupper():
                        table[target.id] = node.value
            self._aliases[module] = table
        return self._aliases[module]

    def submodule(self, module: str, name: str) -> str | None:
        """Return the module that a name of a module stands for."""
        found = self._table(module).get(name)
        if isinstance(found, tuple):
            inner = ".".join(filter(None, found))
            return inner if self.path(inner) is not None else None
        return None

    def names(self, module: str) -> tuple[str, ...]:
        """Return the names that a module defines or imports from its package."""
        return tuple(self._table(module))

    def _table(self, module: str) -> dict[str, ast.ClassDef | tuple[str, str]]:
        if module in self._names:
            return self._names[module]
        table: dict[str, ast.ClassDef | tuple[str, str]] = {}
        self._names[module] = table
        tree = self.tree(module)
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.ImportFrom):
                target = self._target(module, node)
                if target is None:
                    continue
                for alias in node.names:
                    if alias.name == "*":
                        for name in self._table(target):
                            table.setdefault(name, (target, name))
                    else:
                        table.setdefault(
                            alias.asname or alias.name, (target, alias.name)
                        )
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.ClassDef):
                table[node.name] = node
        return table

    def _target(self, module: str, node: ast.ImportFrom) -> str | None:
        """Return the module of the package that an import is from."""
        own = self.folder.name
        stated = node.module or ""
        if node.level == 0:
            # Absolute imports of the package by the end of its name: a.b.client.x.
            parts = stated.split(".")
            if own not in parts:
                return None
            return ".".join(parts[parts.index(own) + 1 :])
        parts = module.split(".") if module else []
        path = self.path(module)
        is_package = path is not None and path.name == "__init__.py"
        up = node.level - (1 if is_package else 0)
        if up > len(parts):
            return None
        base = parts[: len(parts) - up]
        return ".".join([*base, *filter(None, stated.split("."))])
