"""The imports of a generated module, collected while its code is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.python.layout import imports

_STANDARD: Final = frozenset(
    "builtins collections.abc datetime decimal functools importlib typing uuid".split()
)


class Imports:
    """What a module needs from elsewhere."""

    def __init__(self) -> None:
        self._names: Final[dict[str, set[str]]] = {}
        self._modules: Final[dict[str, str]] = {}
        self._deferred: Final[dict[str, tuple[str, str]]] = {}

    def name(self, module: str, name: str) -> str:
        """Import a name; returns it, for use in code."""
        self._names.setdefault(module, set()).add(name)
        return name

    def alias(self, module: str, name: str, alias: str) -> str:
        """Import a name under another one; returns that."""
        self.name(module, name if alias == name else f"{name} as {alias}")
        return alias

    def module(self, module: str, alias: str = "") -> str:
        """Import a module; returns what it is called."""
        self._modules[module] = alias
        return alias or module

    def deferred(self, package: str, name: str, alias: str = "") -> str:
        """Have a module loaded when it is first used; returns what it is called."""
        self._deferred[alias or name] = package, name
        return alias or name

    def stand_ins(self, checked: Imports, runtime: str) -> str:
        """What stands for the deferred modules while a program runs.

        For checkers, who see plain imports in their place, those go to `checked`.
        """
        for alias, (package, name) in self._deferred.items():
            self.name("typing", "TYPE_CHECKING")
            self.name(f"{runtime}.deferred", "Deferred")
            checked.alias(package, name, alias)
        return "\n".join(
            f'    {alias} = Deferred("{package}{name}", __package__)'
            for alias, (package, name) in sorted(self._deferred.items())
        )

    def text(self, indent: int = 0) -> str:
        """The import statements, in sections: standard, third party, own."""
        return "\n\n".join(
            "\n".join(section) for section in self._sections(indent) if section
        )

    def _sections(self, indent: int) -> Iterator[list[str]]:
        modules = set(self._names) | set(self._modules)
        own = {module for module in modules if module.startswith(".")}
        standard = {module for module in modules if module in _STANDARD}
        for section in (standard, modules - own - standard, own):
            plain = [
                f"{' ' * indent}import {module}"
                + (f" as {self._modules[module]}" if self._modules[module] else "")
                for module in sorted(section & set(self._modules))
            ]
            named = [
                imports(module, self._names[module], indent)
                for module in sorted(section & set(self._names), key=_depth)
            ]
            yield plain + named


def _depth(module: str) -> tuple[int, str]:
    """Farther packages first, as import sorters order relative imports."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, module
