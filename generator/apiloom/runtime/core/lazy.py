"""Modules that are loaded when something of them is used first.

To import a client is part of the time that every short program takes.  What only some
APIs or some calls need (streams, hooks, deadlines, tokens, code that awaits) waits
until then.  Type checkers see a plain import in its place::

    if TYPE_CHECKING:
        from . import undocumented
    else:
        undocumented = Deferred("..client.adhoc", __package__)
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class Deferred:
    """Stands for a module, and loads it when an attribute of it is asked for.

    Attributes of the package's own modules never change, and are looked up once.
    """

    def __init__(self, name: str, package: str | None = None) -> None:
        """Initialize with the module as `importlib.import_module` does."""
        self._name = name
        self._package = package
        self._module: ModuleType | None = None

    def __getattr__(self, name: str) -> object:
        module = self._module
        if module is None:
            module = self._module = import_module(self._name, self._package)
        found: object = getattr(module, name)
        if self._package is not None:
            vars(self)[name] = found
        return found

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name}>"
