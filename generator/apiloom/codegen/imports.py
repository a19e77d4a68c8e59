"""The imports of a generated module, collected while its code is made."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from apiloom.codegen.formatter import imports
from apiloom.text.code import (
    NOTHING,
    Python,
    as_code,
    identifier,
    joined,
    python,
    string,
)

__all__ = ["OWN", "Imports", "placed"]

OWN: Final = ""
"""The runtime of a client that has a copy of its own."""

_RUNTIME: Final = re.compile(r"\.+_runtime(?![^.])")
_STANDARD: Final = frozenset(
    "builtins collections.abc datetime decimal functools importlib typing uuid".split()
)


def placed(module: str, runtime: str) -> str:
    """Return where a module stands, which may be one of the runtime.

    Args:
        module: Its name, relative to the importing module.
        runtime: The package of the runtime: empty for `_runtime` in the client, a dot
            for that of the package around it, else its name.
    """
    found = _RUNTIME.match(module) if runtime else None
    if found is None:
        return module
    if runtime == ".":
        return f".{module}"
    return runtime + module[found.end() :]


class Imports:
    """The imports of a module.

    `runtime` is the package that has the modules of the runtime, as `placed` has it.
    `taken` are the names that the document gives to what the module defines and to
    what hides names in it: classes, attributes, arguments.  An import that would have
    one of them gives way: it ends with an underscore, as no name of a document does
    that has another use (see `apiloom.naming.casing`).
    """

    def __init__(self, runtime: str, *taken: Collection[str]) -> None:
        self._runtime: Final = runtime
        self._taken: Final = taken
        self._names: Final[dict[str, set[str]]] = {}
        self._modules: Final[dict[str, str]] = {}
        self._deferred: Final[dict[str, tuple[str, str]]] = {}

    def name(self, module: str, name: str) -> Python:
        """Import a name; returns what it is called here, for use in code."""
        return self.alias(module, name, self.free(name))

    def own(self, module: str, name: str) -> Python:
        """Import what the document named, or what nothing can hide where it is used."""
        return self.alias(module, name, name)

    def alias(self, module: str, name: str, alias: str) -> Python:
        """Import a name under another one; returns that."""
        named = name if alias == name else f"{name} as {alias}"
        module = placed(module, self._runtime)
        self._names.setdefault(module, set()).add(named)
        return identifier(alias)

    def module(self, module: str, alias: str = "") -> Python:
        """Import a module; returns what it is called."""
        wanted = alias or module
        found = self.free(wanted)
        self._modules[module] = alias if found == wanted else found
        return identifier(found)

    def free(self, name: str) -> str:
        """Return the name, or one that nothing of the document has."""
        return f"{name}_" if any(name in one for one in self._taken) else name

    def deferred(self, package: str, name: str, alias: str = "") -> Python:
        """Have a module loaded when it is first used; returns what it is called."""
        self._deferred[alias or name] = placed(package, self._runtime), name
        return identifier(alias or name)

    def stand_ins(self, checked: Imports, runtime: str) -> Python:
        """Return the assignments that replace deferred modules at runtime.

        For checkers, who see plain imports in their place, those go to `checked`.
        """
        for alias, (package, name) in self._deferred.items():
            self.name("typing", "TYPE_CHECKING")
            self.name(f"{runtime}.core.lazy", "Deferred")
            checked.alias(package, name, alias)
        return joined(
            "\n",
            (
                python(
                    "    {} = Deferred({}, __package__)",
                    identifier(alias),
                    string(_joined(package, name)),
                )
                for alias, (package, name) in sorted(self._deferred.items())
            ),
        )

    def text(self, indent: int = 0) -> Python:
        """The import statements, in sections: standard, third party, own."""
        return joined(
            "\n\n",
            (joined("\n", section) for section in self._sections(indent) if section),
        )

    def _sections(self, indent: int) -> Iterator[list[Python]]:
        modules = set(self._names) | set(self._modules)
        own = {module for module in modules if module.startswith(".")}
        standard = {module for module in modules if module in _STANDARD}
        shared = {module for module in modules if self._is_shared(module)}
        others = modules - own - standard - shared
        for section in (standard, others, shared, own):
            plain = [
                _plain(module, self._modules[module], indent)
                for module in sorted(section & set(self._modules))
            ]
            named = [
                imports(module, self._names[module], indent)
                for module in sorted(section & set(self._names), key=_depth)
            ]
            yield plain + named

    def _is_shared(self, module: str) -> bool:
        """Return whether a module is part of a shared runtime."""
        runtime = self._runtime
        is_named = runtime not in (OWN, ".")
        return is_named and f"{module}.".startswith(f"{runtime}.")


def _joined(package: str, name: str) -> str:
    return f"{package}{name}" if package.endswith(".") else f"{package}.{name}"


def _plain(module: str, alias: str, indent: int) -> Python:
    """``import module`` or ``import module as alias``."""
    margin = python("    ") if indent else NOTHING
    named = identifier(module)
    if not alias:
        return python("{}import {}", margin, named)
    return python("{}import {} as {}", margin, named, as_code(alias))


def _depth(module: str) -> tuple[int, str]:
    """Farther packages first, as import sorters order relative imports."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, module
