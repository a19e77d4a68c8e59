"""Programs that touch whatever a client offers, for type checkers to look at.

They are written from what can be imported and are never run: each method of each
resource, sync and async, parsed, raw and streamed, with what it returns; each attribute
of each model, page and exception; what the package itself exports; and the functions
for webhooks and callbacks.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
import typing
from collections.abc import Iterator
from enum import Enum
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from pydantic import BaseModel

from tests.workshop import arguments_of

_OF_PYDANTIC: Final = frozenset(dir(BaseModel)) - {"model_extra"}
"""Of what every pydantic model has, what apiloom says more of is looked at."""

_HEAD: Final = '''\
"""Everything at once."""

from __future__ import annotations

{imports}


def shown(*values: object) -> None:
    """Take the values of expressions that a checker looks at."""


'''


class Walk:
    """Writes the program for one client, which has to be importable."""

    def __init__(self, package: str) -> None:
        """Take the name of the package."""
        self.package: Final = package
        self.blocks: Final[list[str]] = []
        self.touched: Final[set[str]] = set()
        """What the program looks at: ``models.BatchDetails.status``, for instance."""
        self._imports: Final[dict[str, str]] = {}

    def program(self) -> str:
        """The text of the program."""
        root = import_module(self.package)
        module = import_module(f"{self.package}.client")
        for name in root.__all__:
            found = getattr(root, name)
            if inspect.isclass(found) and found.__module__ == module.__name__:
                self._client(found)
            elif inspect.isclass(found):
                self._exported(name, found)
        for name in ("errors", "models", "pages", "webhooks", "callbacks"):
            if f"{name}" in root.__all__:
                self._module(name, getattr(root, name))
        imports = "\n".join(sorted(set(self._imports.values())))
        return _HEAD.format(imports=imports) + "\n\n".join(self.blocks)

    # Clients and their methods

    def _client(self, client: type) -> None:
        name = self._import(f"from {self.package} import {client.__name__}")
        own = [one for one in _public(client) if not _is_resource(client, one)]
        self._function("client", f"value: {name}", _looks("value", own))
        asked = f'{name}.request(value, "GET", "/new")'
        waits = "await " if client.__name__.startswith("Async") else ""
        body = [f"found = {waits}{asked}", "shown(found)"]
        body += ["if isinstance(found, dict):", "    shown(found.get('a'), [*found])"]
        body += ["if isinstance(found, list):", "    shown(found[0])"]
        self._function("request", f"value: {name}", body, is_async=bool(waits))
        self._resources(name, client, ())

    def _resources(self, client: str, holder: type, path: tuple[str, ...]) -> None:
        for name in _public(holder):
            if not _is_resource(holder, name):
                continue
            resource = self._class_of(holder, name)
            self._resource(client, resource, (*path, name))
            self._resources(client, resource, (*path, name))

    def _resource(self, client: str, resource: type, path: tuple[str, ...]) -> None:
        others = {
            view: _assigned(self._class_of(resource, view))
            for view in ("with_raw_response", "with_streaming_response")
            if hasattr(resource, view)  # one without methods has none
        }
        for name, found in vars(resource).items():
            if name.startswith("_") or not inspect.isfunction(found):
                continue
            dotted = ".".join(path)
            self.touched.add(f"{client}.{dotted}.{name}")
            parameters, arguments = self._signature(found)
            takes = ", ".join([f"api: {client}", *parameters])
            is_async = inspect.iscoroutinefunction(found)
            pages = "AsyncPaginator" in str(found.__annotations__["return"])
            call = f"api.{dotted}.{name}({arguments})"
            body = [f"found = {'await ' if is_async else ''}{call}", "shown(found)"]
            if pages:
                body = [f"asked = {call}", "shown(asked, asked.pages)"]
                body += ["async for item in asked:", "    shown(item)"]
                body += [f"found = await {call}", "shown(found)"]
                body += ["async for item in found:", "    shown(item)"]
            elif "Stream[" in str(found.__annotations__["return"]).split(".")[-1]:
                each = "async for" if is_async else "for"
                body += [f"{each} item in found:", "    shown(item, found.last_event)"]
            elif "Page" in str(found.__annotations__["return"]):
                body += ["for item in found:", "    shown(item)"]
            waits = "await " if is_async or pages else ""
            if name in others.get("with_raw_response", ()):
                call = f"api.{dotted}.with_raw_response.{name}({arguments})"
                body += [f"raw = {waits}{call}", "shown(raw, raw.parse())"]
            if name in others.get("with_streaming_response", ()):
                call = f"api.{dotted}.with_streaming_response.{name}({arguments})"
                opened = "async with" if waits else "with"
                body += [f"{opened} {call} as response:"]
                body += [f"    shown(response, {waits}response.parse())"]
            self._function(name, takes, body, is_async=bool(waits))

    def _signature(self, function: Any) -> tuple[list[str], str]:
        """The parameters of a function as annotated, and what passes them on."""
        parameters: list[str] = []
        arguments: list[str] = []
        # Of several signatures the first, which takes what the body requires.
        stated = [*typing.get_overloads(function), function][0]
        for one in list(arguments_of(stated).values())[1:]:  # without self
            self._name(function.__module__, str(one.annotation))
            # An argument of any name may not hide what the program has.
            given = f"given_{one.name}"
            parameters.append(f"{given}: {one.annotation}")
            is_named = one.kind is inspect.Parameter.KEYWORD_ONLY
            arguments.append(f"{one.name}={given}" if is_named else given)
        return parameters, ", ".join(arguments)

    # Models, exceptions, and what else has a name

    def _module(self, kind: str, module: ModuleType) -> None:
        self._import(f"from {self.package} import {kind}")
        for name in module.__all__:
            found = getattr(module, name)
            if kind == "pages" and "._runtime." in found.__module__:
                continue  # what pages are made of
            dotted = f"{kind}.{name}"
            if inspect.isclass(found) and issubclass(found, Enum):
                members = [f"{dotted}.{one}" for one in found.__members__]
                said = [
                    *_looks("value", [*_public(found), "name", "value"]),
                    f"shown({', '.join(members)})",
                ]
                self._function(name, f"value: {dotted}", said)
                self.touched.update(members)
            elif inspect.isclass(found) and found.__module__.startswith(self.package):
                attributes = sorted({*_public(found), *_fields(found)})
                own = (
                    f"{dotted}[int]" if getattr(found, "__parameters__", ()) else dotted
                )
                self._function(name, f"value: {own}", _looks("value", attributes))
                self.touched.update(f"{dotted}.{one}" for one in attributes)
            elif inspect.isfunction(found):
                self._function(name, "", [f"shown({dotted})"])
            elif kind == "models":
                self._function(name, f"value: {dotted}", ["shown(value)"])
            else:
                self._function(name, "", [f"shown({dotted})"])
            self.touched.add(dotted)

    def _exported(self, name: str, found: type) -> None:
        """A class of the runtime that callers come to see."""
        self._import(f"from {self.package} import {name}")
        own = f"{name}[int]" if getattr(found, "__parameters__", ()) else name
        if typing.is_typeddict(found):
            attributes = sorted(found.__optional_keys__)
            looks = [f"shown(value.get({one!r}))" for one in attributes]
        else:
            attributes = sorted({*_public(found), *_fields(found)})
            looks = _looks("value", attributes)
        self._function(name, f"value: {own}", looks)
        self.touched.update(f"{name}.{one}" for one in attributes)

    # The text

    def _function(
        self, name: str, takes: str, body: list[str], *, is_async: bool = False
    ) -> None:
        word = "async def" if is_async else "def"
        head = f"{word} f{len(self.blocks)}({takes}) -> None:\n"
        said = f'"""{name}."""'
        self.blocks.append(
            head + textwrap.indent("\n".join([said, *body]), "    ") + "\n"
        )

    def _import(self, statement: str) -> str:
        name = statement.rpartition(" ")[2]
        self._imports[name] = statement
        return name

    def _name(self, module: str, annotation: str) -> None:
        """Import what an annotation of a module names."""
        known = _imports_of(module)
        for node in ast.walk(ast.parse(annotation, mode="eval")):
            if isinstance(node, ast.Name) and node.id in known:
                self._imports[node.id] = known[node.id]

    @staticmethod
    def _class_of(holder: type, name: str) -> type:
        """The class of a resource that a property gives."""
        wanted = str(getattr(holder, name).func.__annotations__["return"])
        module = import_module(holder.__module__)
        if wanted in vars(module):
            return vars(module)[wanted]
        source = _imports_of(holder.__module__)[wanted].split()[1]
        return vars(import_module(source))[wanted]


@cache
def _imports_of(module: str) -> dict[str, str]:
    """What a module imports, by name, as statements that say it from anywhere."""
    found: dict[str, str] = {}
    source = inspect.getsource(import_module(module))
    is_package = hasattr(import_module(module), "__path__")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for one in node.names:
                found[one.asname or one.name] = ast.unparse(ast.Import([one]))
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")
            up = node.level - is_package
            parts = base[: len(base) - up] if node.level else []
            whole = ".".join([*parts, *([node.module] if node.module else [])])
            for one in node.names:
                made = ast.unparse(ast.ImportFrom(whole, [one], 0))
                found[one.asname or one.name] = made
    return found


def _is_resource(holder: type, name: str) -> bool:
    is_property = isinstance(inspect.getattr_static(holder, name), cached_property)
    return is_property and not name.startswith("with_")


def _public(found: type) -> list[str]:
    """What a class has for its users, but for what it has from another library."""
    foreign = {
        *dir(Exception),
        *dir(Enum),
        *dir(dict),
        *dir(list),
        *dir(str),
        *dir(int),
    }
    names = [name for name in dir(found) if not name.startswith("_")]
    if issubclass(found, BaseModel):
        return [name for name in names if name not in _OF_PYDANTIC]
    return [name for name in names if name not in foreign]


def _fields(found: type) -> Iterator[str]:
    """What only instances have: fields, and what constructors set."""
    if issubclass(found, BaseModel):
        yield from found.model_fields
        return
    if dataclasses.is_dataclass(found):
        yield from (one.name for one in dataclasses.fields(found))
    for base in found.__mro__:
        if base.__module__.split(".")[0] == found.__module__.split(".")[0]:
            stated = vars(base).get("__annotations__", {})
            yield from (name for name in stated if not name.startswith("_"))
            yield from _assigned(base)


def _assigned(found: type) -> set[str]:
    """The public attributes that the constructor of a class itself sets."""
    made = vars(found).get("__init__")
    if not inspect.isfunction(made) or not made.__code__.co_filename.endswith(".py"):
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(made)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and not node.attr.startswith("_")
    }


def _looks(value: str, attributes: list[str]) -> list[str]:
    """Statements that look at attributes, one each."""
    return [f"shown({value}.{name})" for name in attributes] or [f"shown({value})"]
