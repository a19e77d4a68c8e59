"""Names of a published package, read from its code: methods, requests, models."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer
from apiloom.migrate.modules import Class, Modules
from apiloom.migrate.published import Credential, Method, Published
from apiloom.naming.casing import snake

__all__ = ["is_package", "read_package"]

_VERBS: Final = frozenset("delete get head options patch post put trace".split())
_TECHNICAL: Final = frozenset("""
    _content_type _headers _host_index _preload_content _request_auth _request_timeout
    _return_http_data_only accept_header_override async_req cls extra_body extra_headers
    extra_query http_headers request_options retries self server_url timeout timeout_ms
    """.split())
"""Arguments that methods of a generator have, whatever they call."""

_CREDENTIAL: Final = re.compile("key|password|secret|token|user|client_id")
"""Arguments of a client that are credentials, by a part of their name."""

_STANDARD: Final = frozenset("create delete get list retrieve update".split())
_VIEWS: Final = frozenset("with_raw_response with_streaming_response".split())
_VARIANTS: Final = ("_with_http_info", "_without_preload_content", "_serialize")
_MAX_DEPTH: Final = 8


def is_package(path: Path) -> bool:
    """Return whether a folder is a Python package."""
    return (path / "__init__.py").is_file()


def read_package(folder: Path, client: str = "") -> Published:
    """Return the public names of the package in a folder.

    Its code is read, not run. `client` is the class to begin at; by default, the one
    that has most methods. Raises UnusableInput if it has none that send requests.
    """
    modules = Modules(folder)
    found = Published(generator="", source=folder.as_posix(), package=folder.name)
    found.modules = modules
    reading = _Reading(modules)
    best: list[Method] = []
    for one in _clients(modules, client):
        methods = reading.methods(one, (), 0)
        if len(methods) > len(best):
            best, found.client = methods, one.name
            found.credentials = [*_credentials(reading.members(one))]
    apis = [method for one in _apis(modules) for method in one(reading)]
    if apis and len(apis) >= len(best):
        best, found.client, found.credentials = apis, "", []
    if not best:
        place = Location(folder.as_posix(), 1, 1, Pointer())
        message = "no class of this package has methods that send requests"
        hint = "pass the folder that is imported, which has an __init__.py"
        raise UnusableInput(Code.CONFIG_INVALID, message, place, hint)
    # Of several methods for a request, the others add to the one that is generated.
    found.methods = sorted(
        best, key=lambda method: (method.name not in _STANDARD, len(method.dotted))
    )
    found.models = {*_models(modules)}
    return found


def _clients(modules: Modules, client: str) -> Iterator[Class]:
    """Yield the classes that may be the client."""
    if client:
        one = modules.resolve("", client)
        if one is not None:
            yield one
            return
    names = [*modules.names("")]
    for name in names:
        one = modules.resolve("", name) if not name.startswith(("_", "Async")) else None
        if one is not None:
            yield one


def _apis(modules: Modules) -> Iterator[_Api]:
    """Yield the classes of openapi-generator, one for each tag."""
    seen: set[str] = set()
    for module in modules.below("api"):
        for name in modules.names(module):
            one = modules.resolve(module, name) if name.endswith("Api") else None
            if one is not None and one.name not in seen:
                seen.add(one.name)
                yield _Api(one)


class _Api:
    """A class of openapi-generator, as the resource of its tag."""

    def __init__(self, one: Class) -> None:
        self._one: Final = one

    def __call__(self, reading: _Reading) -> list[Method]:
        """Return its methods."""
        name = snake(self._one.name.removesuffix("Api"))
        return reading.methods(self._one, (name,), _MAX_DEPTH)


class _Reading:
    """A walk from the client class to its resources and their methods."""

    def __init__(self, modules: Modules) -> None:
        self._modules: Final = modules
        self._endpoints: Final = dict[tuple[str, str], dict[str, tuple[str, str]]]()

    def methods(self, one: Class, path: tuple[str, ...], depth: int) -> list[Method]:
        """Return the methods of a class, and of those that its attributes hold."""
        return self._walk(one, path, depth, frozenset())

    def _walk(
        self,
        one: Class,
        path: tuple[str, ...],
        depth: int,
        above: frozenset[tuple[str, str]],
    ) -> list[Method]:
        key = one.module, one.name
        if key in above:
            return []
        members = self.members(one)
        found: list[Method] = []
        for name, (holder, node) in members.items():
            if name.startswith("_") or name.endswith(_VARIANTS):
                continue
            if _is_property(node) or name in _VIEWS:
                continue
            request = self._request(members, name, node)
            if request is not None:
                verb, route = request
                file = self._modules.path(holder.module)
                shown = file.as_posix() if file is not None else holder.module
                found.append(
                    Method(
                        verb=verb,
                        path=route,
                        resource=path,
                        name=name,
                        returns=ast.unparse(node.returns) if node.returns else "",
                        arguments=_arguments(node),
                        place=f"{shown}:{node.lineno}",
                        module=holder.module,
                        node=node,
                    )
                )
        if depth < _MAX_DEPTH:
            for name, below in self._resources(one, members):
                own = above | {key}
                found += self._walk(below, (*path, name), depth + 1, own)
        return found

    def members(self, one: Class) -> dict[str, tuple[Class, ast.FunctionDef]]:
        """Return the functions of a class and of its bases, by name."""
        found: dict[str, tuple[Class, ast.FunctionDef]] = {}
        pending, seen = [one], {(one.module, one.name)}
        while pending:
            current = pending.pop(0)
            for node in current.node.body:
                if isinstance(node, ast.FunctionDef) and not _is_overload(node):
                    found.setdefault(node.name, (current, node))
            for base in current.node.bases:
                holder = self._class(current.module, base)
                if holder is not None and (holder.module, holder.name) not in seen:
                    seen.add((holder.module, holder.name))
                    pending.append(holder)
        return found

    def _resources(
        self, one: Class, members: Mapping[str, tuple[Class, ast.FunctionDef]]
    ) -> Iterator[tuple[str, Class]]:
        """Yield the attributes of a class that hold objects of other classes."""
        found: dict[str, Class] = {}
        for node in one.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                below = self._class(one.module, node.annotation)
                if below is not None:
                    found.setdefault(node.target.id, below)
        for name, (holder, node) in members.items():
            if _is_property(node):
                below = self._held(holder, node)
                if below is not None:
                    found.setdefault(name, below)
        init = members.get("__init__")
        if init is not None:
            for name, below in self._assigned(*init):
                found.setdefault(name, below)
        for name, below in found.items():
            if not name.startswith("_") and name not in _VIEWS:
                yield name, below

    def _assigned(
        self, holder: Class, node: ast.FunctionDef
    ) -> Iterator[tuple[str, Class]]:
        """Yield what a function assigns to attributes of `self`: new objects."""
        for inner in ast.walk(node):
            if not isinstance(inner, ast.Assign) or len(inner.targets) != 1:
                continue
            target, value = inner.targets[0], inner.value
            if not isinstance(target, ast.Attribute) or not isinstance(value, ast.Call):
                continue
            if isinstance(target.value, ast.Name) and target.value.id == "self":
                one = self._class(holder.module, value.func)
                if one is not None:
                    yield target.attr, one

    def _held(self, holder: Class, node: ast.FunctionDef) -> Class | None:
        """Return the class of the object that a property returns."""
        if node.returns is not None:
            one = self._class(holder.module, node.returns)
            if one is not None:
                return one
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call):
                one = self._class(holder.module, inner.func)
                if one is not None:
                    return one
        return None

    def _class(self, module: str, node: ast.expr) -> Class | None:
        """Return the class that an expression names."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except (SyntaxError, ValueError):
                return None
        if isinstance(node, ast.Name):
            return self._modules.resolve(module, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            inner = self._modules.submodule(module, node.value.id)
            return (
                self._modules.resolve(inner, node.attr) if inner is not None else None
            )
        return None

    def _request(
        self,
        members: Mapping[str, tuple[Class, ast.FunctionDef]],
        name: str,
        node: ast.FunctionDef,
    ) -> tuple[str, str] | None:
        """Return verb and path of the request that a function sends."""
        found = _sent(node)
        if found is not None:
            return found
        if "__init__" in members:
            holder, init = members["__init__"]
            key = holder.module, holder.name
            if key not in self._endpoints:
                self._endpoints[key] = dict(_endpoints(init))
            if f"{name}_endpoint" in self._endpoints[key]:
                return self._endpoints[key][f"{name}_endpoint"]
        calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
        for call in calls:
            function = call.func
            if not isinstance(function, ast.Attribute):
                continue
            if isinstance(function.value, ast.Name) and function.value.id == "self":
                is_own = function.attr in (
                    f"_{name}_serialize",
                    f"{name}_with_http_info",
                )
                inner = members.get(function.attr) if is_own else None
                if inner is not None and inner[1] is not node:
                    return self._request(members, function.attr, inner[1])
            elif function.attr == name and _is_own(function.value, "_raw_client"):
                return self._raw(members, name)
        return None

    def _raw(
        self, members: Mapping[str, tuple[Class, ast.FunctionDef]], name: str
    ) -> tuple[str, str] | None:
        init = members.get("__init__")
        for attribute, one in self._assigned(*init) if init is not None else ():
            if attribute == "_raw_client":
                inner = self.members(one).get(name)
                return _sent(inner[1]) if inner is not None else None
        return None


def _is_own(node: ast.expr, attribute: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == attribute
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def _decorators(node: ast.FunctionDef) -> Iterator[str]:
    for one in node.decorator_list:
        function = one.func if isinstance(one, ast.Call) else one
        if isinstance(function, ast.Attribute):
            yield function.attr
        elif isinstance(function, ast.Name):
            yield function.id


def _is_property(node: ast.FunctionDef) -> bool:
    return any(name in ("cached_property", "property") for name in _decorators(node))


def _is_overload(node: ast.FunctionDef) -> bool:
    return "overload" in _decorators(node)


def _sent(node: ast.FunctionDef) -> tuple[str, str] | None:
    """Return verb and path of the first request in the body of a function."""
    texts = {
        target.id: inner.value
        for inner in ast.walk(node)
        if isinstance(inner, ast.Assign)
        for target in inner.targets
        if isinstance(target, ast.Name)
    }
    for inner in ast.walk(node):
        if not isinstance(inner, ast.Call):
            continue
        found = _called(inner, texts)
        if found is not None:
            return found
    return None


def _endpoints(init: ast.FunctionDef) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the requests that a constructor describes by attributes of `self`."""
    for node in init.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        target = node.targets[0]
        settings = next(
            (one.value for one in node.value.keywords if one.arg == "settings"), None
        )
        if isinstance(target, ast.Attribute) and isinstance(settings, ast.Dict):
            stated = {
                key.value: value
                for key, value in zip(settings.keys, settings.values, strict=True)
                if isinstance(key, ast.Constant)
            }
            verb = _text(stated.get("http_method"), {}).lower()
            path = _text(stated.get("endpoint_path"), {})
            if verb in _VERBS and path:
                yield target.attr, (verb, path)


def _called(call: ast.Call, texts: Mapping[str, ast.expr]) -> tuple[str, str] | None:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else ""
    stated = {one.arg: one.value for one in call.keywords if one.arg}
    verb = _text(stated.get("method"), texts).lower()
    if verb not in _VERBS and name.startswith("_"):
        verb = name.removeprefix("_")
        verb = "get" if name == "_get_api_list" else verb
    if name == "call_api" and len(call.args) > 1:
        verb = _text(call.args[1], texts).lower()
    if verb not in _VERBS:
        return None
    places = [stated.get("resource_path"), stated.get("path"), *call.args[:1]]
    route = next(filter(None, (_text(one, texts) for one in places)), "")
    return (verb, f"/{route.lstrip('/')}") if route else None


def _text(node: ast.expr | None, texts: Mapping[str, ast.expr], depth: int = 0) -> str:
    """Return a text, with what is inserted as ``{name}``; empty if it is none."""
    if node is None or depth > _MAX_DEPTH:
        return ""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            (
                f"{{{_inserted(part.value)}}}"
                if isinstance(part, ast.FormattedValue)
                else _text(part, texts, depth + 1)
            )
            for part in node.values
        )
    if isinstance(node, ast.Name) and node.id in texts:
        return _text(texts[node.id], texts, depth + 1)
    if isinstance(node, ast.Call) and node.args:
        return _text(node.args[0], texts, depth + 1)
    return ""


def _inserted(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and node.args:
        return _inserted(node.args[0])
    return node.id if isinstance(node, ast.Name) else "value"


def _arguments(node: ast.FunctionDef) -> tuple[str, ...]:
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return tuple(one.arg for one in every if one.arg not in _TECHNICAL)


def _credentials(
    members: Mapping[str, tuple[Class, ast.FunctionDef]],
) -> Iterator[Credential]:
    """Yield the arguments of a client that have environment variables."""
    init = members.get("__init__")
    if init is None:
        return
    _, node = init
    names = {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
    found: dict[str, str] = {}
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    for argument, default in pairs:
        variable = _variable(default) if default is not None else ""
        if variable:
            found[argument.arg] = variable
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
            variable = _variable(inner.value)
            if variable and inner.targets[0].id in names:
                found.setdefault(inner.targets[0].id, variable)
    for name in sorted(names & found.keys()):
        if _CREDENTIAL.search(name):
            yield Credential(arguments={"": name}, variables={"": found[name]})


def _variable(node: ast.expr) -> str:
    """Return the variable of ``os.environ.get("X")`` and ``os.getenv("X")``."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            is_read = inner.func.attr == "getenv" or (
                inner.func.attr == "get" and "environ" in ast.unparse(inner.func.value)
            )
            if is_read and inner.args:
                return _text(inner.args[0], {})
    return ""


def _models(modules: Modules) -> Iterator[str]:
    """Yield the public classes and aliases in folders called types or models."""
    for folder in ("types", "models"):
        for module in modules.below(folder):
            tree = modules.tree(module)
            for node in tree.body if tree is not None else ():
                for name in _defined(node):
                    is_argument = name.endswith(("Params", "TypedDict"))
                    if name[:1].isupper() and not is_argument and not name.isupper():
                        yield name


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id
