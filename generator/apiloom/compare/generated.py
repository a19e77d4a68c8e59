"""The surface of a client that was generated before: read from its code.

The specification that a client was made from is often not at hand: in a pull request,
the new one has taken its place, and a shallow clone has no other. The code is. It is
read as text and never imported. What is read of it is what callers see; of the wire,
only the request lines and names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from apiloom.compare.annotations import annotations_of, mentions, without_none
from apiloom.compare.generated_models import annotation, definitions
from apiloom.compare.surface import (
    Argument,
    Definition,
    ErrorClass,
    Failure,
    Method,
    Pages,
    Property,
    Reason,
    Scheme,
    Setting,
    Surface,
    Waiter,
    WebhookParser,
)
from apiloom.ir.graphs import reached

__all__ = ["surface_of_code"]

_UNREADABLE: Final = (
    *(AttributeError, LookupError, RuntimeError, StopIteration, SyntaxError),
    *(TypeError, ValueError),
)
_RESOURCE: Final = re.compile(r"The `([^`]+)` resource")
_PLACES: Final = {
    "path": "path",
    "query": "query",
    "headers": "header",
    "cookies": "cookie",
    "fields": "body",
}
_PAGED: Final = re.compile(r"Sync\w*ListPage\[(.*)\]$", re.DOTALL)


def surface_of_code(package: str, files: Mapping[str, bytes]) -> Surface | None:
    """Return the surface of a client from its files, by their paths in the package.

    None if the code cannot be read: somebody has edited it, or another version of
    apiloom wrote it in another way.
    """
    try:
        return _Code(package, files).surface()
    except _UNREADABLE:
        return None


@dataclass(frozen=True)
class _Code:
    package: str
    files: Mapping[str, bytes]
    _classes: dict[str, ast.ClassDef] = field(
        default_factory=dict[str, ast.ClassDef], init=False
    )

    def surface(self) -> Surface:
        client, settings, schemes = self._client()
        methods = tuple(self._methods())
        errors = tuple(self._errors())
        webhooks = tuple(self._webhooks())
        passed = {
            name
            for method in methods
            for argument in method.arguments
            for annotation in (argument.accepts, argument.checks)
            for name in mentions(annotation)
        }
        results = [
            *(method.returns for method in methods),
            *(method.pages.item for method in methods if method.pages is not None),
            *(error.body for error in errors if error.body),
            *(webhook.payload for webhook in webhooks),
        ]
        returned = {name for result in results for name in mentions(result)}
        return Surface(
            package=self.package,
            client=client,
            settings=settings,
            schemes=schemes,
            methods=methods,
            definitions=_directed(self._definitions, passed, returned),
            errors=errors,
            webhooks=webhooks,
        )

    def _webhooks(self) -> Iterator[WebhookParser]:
        for module in ("webhooks", "callbacks"):
            tree = ast.parse(self.files.get(f"{module}.py", b""))
            for node in tree.body:
                is_public = isinstance(node, ast.FunctionDef) and (
                    node.name.startswith("parse_")
                )
                if is_public and isinstance(node, ast.FunctionDef):
                    payload = annotation(node.returns)
                    yield WebhookParser(module=module, name=node.name, payload=payload)

    def _trees(self, folder: str) -> Iterator[ast.Module]:
        for path in sorted(self.files):
            name = path.removeprefix(f"{folder}/")
            if name != path and name.endswith(".py") and name != "__init__.py":
                yield ast.parse(self.files[path])

    # Models

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        return definitions(
            [node for tree in self._trees("models") for node in tree.body]
        )

    # Resources

    def _methods(self) -> Iterator[Method]:
        reasons = self._reasons
        for tree in self._trees("resources"):
            match = _RESOURCE.search(ast.get_docstring(tree) or "")
            if match is None:
                raise LookupError("resource")
            resource = tuple(match[1].split("."))
            functions = {
                node.name: node
                for node in tree.body
                if isinstance(node, ast.FunctionDef)
            }
            shared = _returned(functions.get("_shared_failures"))
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and _is_resource(node):
                    yield from self._methods_of(
                        node, resource, functions, shared, reasons
                    )

    def _methods_of(
        self,
        resource: ast.ClassDef,
        path: tuple[str, ...],
        functions: Mapping[str, ast.FunctionDef],
        shared: ast.expr | None,
        reasons: Mapping[str, tuple[Reason, ...]],
    ) -> Iterator[Method]:
        overloads: dict[str, ast.FunctionDef] = {}
        waiters: dict[str, list[Waiter]] = {}
        found: dict[str, Method] = {}
        for node in resource.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            decorators = [ast.unparse(one) for one in node.decorator_list]
            if "overload" in decorators:
                overloads.setdefault(node.name, node)
                continue
            if decorators:
                continue
            call = _call_in(node)
            described = next(
                one.func.id
                for one in [*call.args, *(each.value for each in call.keywords)]
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
                if one.func.id in functions
            )
            if ast.unparse(call.func).endswith("wait_for"):
                waiters.setdefault(described, []).append(
                    Waiter(name=node.name, exception="")
                )
                continue
            operation = _returned(functions[described])
            if not isinstance(operation, ast.Call):
                raise LookupError(described)
            found[described] = self._method(
                node, path, call, operation, shared, overloads.get(node.name), reasons
            )
        for described, method in found.items():
            yield replace(method, waiters=tuple(waiters.get(described, ())))

    def _method(
        self,
        node: ast.FunctionDef,
        resource: tuple[str, ...],
        call: ast.Call,
        operation: ast.Call,
        shared: ast.expr | None,
        overload: ast.FunctionDef | None,
        reasons: Mapping[str, tuple[Reason, ...]],
    ) -> Method:
        stated = {one.arg: one.value for one in operation.keywords if one.arg}
        enum = (
            ast.unparse(stated["reasons"]).rpartition(".")[2]
            if ("reasons" in stated)
            else ""
        )
        security = (
            ast.literal_eval(_scoped(stated["security"]))
            if ("security" in stated)
            else ()
        )
        model = self._models.get(_body_model(call, body := stated.get("body")))
        fields = {one.wire: _sent(one) for one in model.properties} if model else {}
        returns, pages = self._result(node)
        return Method(
            resource=resource,
            name=node.name,
            verb=ast.literal_eval(stated["method"]),
            path=ast.literal_eval(stated["path"]),
            arguments=tuple(_arguments(node, call, stated, overload, fields)),
            body_style=_body_style(call, body),
            body_model=_body_model(call, body),
            returns=returns,
            pages=pages,
            failures=tuple(_failures(stated, shared)),
            enum=enum,
            reasons=reasons.get(enum, ()),
            security=tuple(
                tuple(sorted(self._usual[key] for key in one if key in self._usual))
                for one in security
            ),
        )

    def _result(self, node: ast.FunctionDef) -> tuple[str, Pages | None]:
        returns = annotation(node.returns)
        if not returns.startswith("pages."):
            return returns, None
        listed = _PAGED.search(returns)
        if listed is not None:
            item = listed[1]
            return f"list[{item}]", Pages(item=item, is_model=False, on_wire="")
        bases = self._pages[returns.removeprefix("pages.")]
        item, model = bases
        return model, Pages(item=item, is_model=True, on_wire="")

    @cached_property
    def _models(self) -> dict[str, Definition]:
        return {f"models.{one.name}": one for one in self._definitions}

    @cached_property
    def _usual(self) -> dict[str, str]:
        """The argument that usually satisfies a security scheme, by its key."""
        schemes = _schemes(ast.parse(self.files["client.py"]))[0]
        return {one.key: one.arguments[0] for one in schemes if one.arguments}

    @cached_property
    def _pages(self) -> dict[str, tuple[str, str]]:
        """The items and models of page classes, by their names."""
        known = frozenset(one.name for one in self._definitions)
        found: dict[str, tuple[str, str]] = {}
        for tree in self._trees("pages"):
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and len(node.bases) == 2:
                    page, model = node.bases
                    if isinstance(page, ast.Subscript):
                        found[node.name] = (
                            annotation(page.slice, known),
                            annotation(model, known),
                        )
        return found

    @cached_property
    def _reasons(self) -> dict[str, tuple[Reason, ...]]:
        found: dict[str, tuple[Reason, ...]] = {}
        for tree in self._trees("catalogue"):
            shared: dict[str, ast.expr] = {}
            for node in tree.body:
                if isinstance(node, ast.Assign):
                    shared[ast.unparse(node.targets[0])] = node.value
                elif isinstance(node, ast.ClassDef):
                    found[node.name] = tuple(_members_of(node, shared))
        return found

    # Errors and the client

    def _errors(self) -> Iterator[ErrorClass]:
        tree = ast.parse(self.files["errors.py"])
        for node in tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            bases = [ast.unparse(base) for base in node.bases]
            body = next(
                (
                    annotation(each.returns)
                    for each in ast.walk(node)
                    if isinstance(each, ast.FunctionDef) and each.name == "body"
                ),
                "",
            )
            yield ErrorClass(
                name=node.name,
                bases=tuple(one for one in bases if not one.startswith("base.")),
                body=body,
            )

    def _client(self) -> tuple[str, tuple[Setting, ...], tuple[Scheme, ...]]:
        tree = ast.parse(self.files["client.py"])
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        names = next(
            (
                annotation(node.value)
                for node in tree.body
                if isinstance(node, ast.AnnAssign)
                if ast.unparse(node.target) == "ServerName" and node.value is not None
            ),
            "",
        )
        schemes, env = _schemes(tree)
        init = next(
            node
            for node in classes[0].body
            if isinstance(node, ast.FunctionDef) and node.name == "__init__"
        )
        settings: list[Setting] = []
        for one, default in zip(
            init.args.kwonlyargs, init.args.kw_defaults, strict=True
        ):
            if one.arg == "timeout":
                break  # from here on, each client has the same options
            type_ = annotation(one.annotation)
            settings.append(
                Setting(
                    name=one.arg,
                    type=names if type_ == "ServerName" else type_,
                    default=ast.unparse(default) if default is not None else "",
                    env=env.get(one.arg, ""),
                )
            )
        return classes[0].name, tuple(settings), schemes


def _directed(
    definitions: Sequence[Definition], passed: set[str], returned: set[str]
) -> tuple[Definition, ...]:
    """Return definitions with the ways that each of them goes."""
    owners = {one.values: one.name for one in definitions if one.values}
    edges = {
        one.name: [
            owners.get(name, name)
            for annotation in annotations_of(one)
            for name in mentions(annotation)
        ]
        for one in definitions
    }
    edges |= {alias: [name] for alias, name in owners.items()}
    sent, received = reached(passed, edges), reached(returned, edges)
    return tuple(
        replace(one, passed=one.name in sent, returned=one.name in received)
        for one in definitions
    )


def _sent(one: Property) -> str:
    """Return the type of a property as an argument, where absence is not None."""
    is_absent = not one.required and "Nullable[" not in one.type
    return without_none(one.type) if is_absent else one.type


def _is_resource(node: ast.ClassDef) -> bool:
    is_view = node.name.endswith(("WithRawResponse", "WithStreamingResponse"))
    init = next((one for one in node.body if isinstance(one, ast.FunctionDef)), None)
    if is_view or init is None or init.name != "__init__" or len(init.args.args) < 2:
        return False
    # Its name has differed between versions; that of the async one begins so.
    return not annotation(init.args.args[1].annotation).startswith("Async")


def _returned(function: ast.FunctionDef | None) -> ast.expr | None:
    if function is None:
        return None
    last = function.body[-1]
    return last.value if isinstance(last, ast.Return) else None


def _call_in(function: ast.FunctionDef) -> ast.Call:
    value = _returned(function)
    if not isinstance(value, ast.Call):
        raise LookupError(function.name)
    return value


def _arguments(
    node: ast.FunctionDef,
    call: ast.Call,
    stated: Mapping[str, ast.expr],
    overload: ast.FunctionDef | None,
    fields: Mapping[str, str],
) -> Iterator[Argument]:
    """Yield the arguments of a method; `fields` are the types of its body's fields."""
    wires = _wires(call)
    checks = _checks(stated.get("types"))
    needed = _needed(overload) if overload is not None else set[str]()
    required = _needed(node)
    for one in [*node.args.args[1:], *node.args.kwonlyargs]:
        place, wire = wires.get(one.arg, ("body", ""))
        accepts = annotation(one.annotation).removesuffix(" | Unset")
        yield Argument(
            name=one.arg,
            place=place,
            wire=wire,
            accepts=accepts,
            checks=checks.get((place, wire)) or fields.get(wire, accepts),
            required=one.arg in required,
            with_body=one.arg in needed - required,
        )


def _needed(node: ast.FunctionDef) -> set[str]:
    names = {one.arg for one in node.args.args[1:]}
    for one, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if default is None:
            names.add(one.arg)
    return names


def _wires(call: ast.Call) -> dict[str, tuple[str, str]]:
    """Return the places and wire names of arguments."""
    found: dict[str, tuple[str, str]] = {}
    for one in call.keywords:
        place = _PLACES.get(one.arg or "")
        if place is None or not isinstance(one.value, ast.Dict):
            continue
        for key, value in zip(one.value.keys, one.value.values, strict=True):
            names = [each.id for each in ast.walk(value) if isinstance(each, ast.Name)]
            if key is not None and names:
                found[names[-1]] = place, ast.literal_eval(key)
    return found


def _checks(node: ast.expr | None) -> dict[tuple[str, str], str]:
    if not isinstance(node, ast.Dict):
        return {}
    return {
        ast.literal_eval(key): annotation(value)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None
    }


def _body_style(call: ast.Call, body: ast.expr | None) -> str:
    if body is None:
        return ""
    is_flat = any(one.arg == "fields" for one in call.keywords)
    return "fields" if is_flat else "argument"


def _body_model(call: ast.Call, body: ast.expr | None) -> str:
    """Return the object whose properties are arguments, as the body names it."""
    if not isinstance(body, ast.Call) or _body_style(call, body) != "fields":
        return ""
    names = [
        ast.unparse(one) for one in ast.walk(body) if isinstance(one, ast.Attribute)
    ]
    return next((one for one in names if one.startswith("models.")), "")


def _failures(
    stated: Mapping[str, ast.expr], shared: ast.expr | None
) -> Iterator[Failure]:
    table = stated.get("failures")
    if isinstance(table, ast.Lambda):
        yield from _listed(table.body, shared)
    elif table is not None:
        yield from _listed(shared, None)
    outcome = stated.get("outcome")
    success = stated.get("success")
    if isinstance(outcome, ast.Call) and isinstance(success, ast.Dict) and success.keys:
        first = success.keys[0]
        if first is not None:
            yield Failure(
                status=ast.literal_eval(first),
                exception=ast.unparse(outcome.args[-1]).removeprefix("errors."),
            )


def _listed(table: ast.expr | None, shared: ast.expr | None) -> Iterator[Failure]:
    if not isinstance(table, ast.Dict):
        return
    for key, value in zip(table.keys, table.values, strict=True):
        if key is None:
            yield from _listed(shared, None)
        elif isinstance(value, ast.Call):
            status = ast.literal_eval(key)
            named = {"4XX": "ClientStatusError", "5XX": "ServerStatusError"}
            exception = named.get(status, "APIStatusError")
            if len(value.args) > 1:
                exception = ast.unparse(value.args[1]).removeprefix("errors.")
            yield Failure(status=status, exception=exception)


def _members_of(enum: ast.ClassDef, shared: Mapping[str, ast.expr]) -> Iterator[Reason]:
    for one in enum.body:
        if not isinstance(one, ast.Assign):
            continue
        name = ast.unparse(one.targets[0])
        value = shared.get(ast.unparse(one.value), one.value)
        covers = ""
        if isinstance(value, ast.Tuple) and len(value.elts) > 1:
            stated = ast.literal_eval(value.elts[1])
            # A tuple lists where an error code may occur: it covers no status.
            covers = str(stated) if isinstance(stated, (int, str)) else ""
        if name != "UNKNOWN":
            yield Reason(name=name, covers=covers)


def _schemes(tree: ast.Module) -> tuple[tuple[Scheme, ...], dict[str, str]]:
    """Return the security schemes, and the environment variables of arguments."""
    function = next(
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "_credentials"
    )
    value = _returned(function)
    schemes: list[Scheme] = []
    env: dict[str, str] = {}
    for key, made in (
        zip(value.keys, value.values, strict=True)
        if isinstance(value, ast.Dict)
        else ()
    ):
        arguments: dict[str, None] = {}
        for one in ast.walk(made):
            if isinstance(one, ast.Call) and ast.unparse(one.func) == "Secret":
                name, variable = (ast.literal_eval(each) for each in one.args[1:3])
                arguments[name] = None
                env[name] = variable
        if key is not None:
            schemes.append(
                Scheme(key=ast.literal_eval(key), arguments=tuple(arguments))
            )
    return tuple(schemes), env


class _Plain(ast.NodeTransformer):
    """A transformer that leaves the first argument of each call."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return node.args[0]


def _scoped(node: ast.expr) -> ast.expr:
    """Return requirements without their scopes."""

    plain: ast.expr = _Plain().visit(node)
    return plain
