"""Programs of callers, written from the surface of a client, for type checkers.

They do what callers do: call each method with all arguments and with the required ones
alone, make models for requests and pass dicts in their place, name classes, read
attributes of what is returned at the types that the client states, catch exceptions and
compare reasons. They do not make models that are only returned, do not read models that
are only passed, and match no enum exhaustively.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent

from apiloom.compare.annotations import parse, spelled
from apiloom.compare.surface import Argument, Definition, Method, Surface

__all__ = ["program"]

_HEAD = """\
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import {package}
from {package} import {client}, errors, models{more}
"""


def program(surface: Surface) -> str:
    """Return a program that uses all of a client."""
    modules = {one.module for one in surface.webhooks}
    head = _HEAD.format(
        package=surface.package,
        client=surface.client,
        more="".join(f", {name}" for name in sorted(modules)),
    )
    blocks = [
        *_clients(surface),
        *_methods(surface),
        *_definitions(surface),
        *_errors(surface),
        *(
            _function(
                f"webhook{number}",
                "",
                [
                    f"payload: {_written(one.payload)} = {one.module}.{one.name}(b'')",
                    "shown(payload)",
                ],
            )
            for number, one in enumerate(surface.webhooks)
        ),
        "def shown(*values: object) -> None: ...",
    ]
    return head + "\n\n" + "\n\n".join(blocks) + "\n"


def _clients(surface: Surface) -> Iterator[str]:
    known = [one for one in surface.settings if "Token" not in one.type]
    parameters = ", ".join(
        f"{one.name}: {_written(one.type.replace('SecretInput', 'str'))}"
        for one in known
        if one.type.startswith(("SecretInput", "str", "Literal"))
    )
    passed = ", ".join(
        f"{one.name}={one.name}"
        for one in known
        if one.type.startswith(("SecretInput", "str", "Literal"))
    )
    yield (
        f"def made({parameters}) -> {surface.client}:\n"
        f"    return {surface.client}({passed})"
    )


def _methods(surface: Surface) -> Iterator[str]:
    for number, method in enumerate(surface.methods):
        arguments = list(method.arguments)
        yield _call(surface, f"all{number}", method, arguments)
        needed = [one for one in arguments if one.required]
        yield _call(surface, f"few{number}", method, needed)
        yield _call(surface, f"named{number}", method, needed, is_named=True)
        for waiter in method.waiters:
            dotted = ".".join((*method.resource, waiter.name))
            needed = [one for one in arguments if one.required]
            yield _call(surface, f"wait{number}", method, needed, dotted)


def _call(
    surface: Surface,
    name: str,
    method: Method,
    arguments: Sequence[Argument],
    dotted: str = "",
    *,
    is_named: bool = False,
) -> str:
    parameters = [f"api: {surface.client}"]
    parameters += [f"a_{one.name}: {_written(one.accepts)}" for one in arguments]
    passed = [
        (
            f"a_{one.name}"
            if one.place == "path" and not is_named
            else f"{one.name}=a_{one.name}"
        )
        for one in arguments
    ]
    call = f"api.{dotted or method.dotted}({', '.join(passed)})"
    if method.pages is not None:
        item = _written(method.pages.item)
        body = [f"for item in {call}:", f"    value: {item} = item", "    shown(value)"]
        if not method.pages.is_model:
            body += [f"for page in {call}.pages():", "    shown(page)"]
    elif method.returns == "None":
        body = [call]
    elif method.returns.startswith("Stream["):
        body = [f"for item in {call}:", "    shown(item)"]
    else:
        body = [f"result: {_written(method.returns)} = {call}", "shown(result)"]
    return f"def {name}({', '.join(parameters)}) -> None:\n" + indent(
        "\n".join(body), "    "
    )


def _definitions(surface: Surface) -> Iterator[str]:
    for definition in surface.definitions:
        if not (definition.passed or definition.returned):
            continue
        name = f"models.{definition.name}"
        body: list[str] = []
        match definition.kind:
            case "enum":
                body = [f"shown({name}.{one.name})" for one in definition.members]
            case "model" if definition.returned:
                for one in definition.properties:
                    if not _is_open(one.type):
                        body.append(
                            f"v_{one.name}: {_written(one.type)} = x.{one.name}"
                        )
                        body.append(f"shown(v_{one.name})")
            case "alias" if definition.returned and not _is_open(definition.type):
                body = [f"y: {_written(definition.type)} = x", "shown(y)"]
            case _:
                pass
        yield _function(f"use_{definition.name}", f"x: {name}", body)
        if definition.passed and definition.kind == "model":
            yield from _made(definition)
        if definition.passed and definition.values:
            values = [
                f"x{number}: models.{definition.values} = {one.value}"
                for number, one in enumerate(definition.members)
            ]
            names = [f"shown(x{number})" for number in range(len(values))]
            yield _function(f"value_{definition.name}", "", [*values, *names])
        for base in definition.bases:
            yield _function(
                f"base_{definition.name}_{base}",
                f"x: {name}",
                [f"y: models.{base} = x", "shown(y)"],
            )


def _made(definition: Definition) -> Iterator[str]:
    for some, own in (
        ("all", definition.properties),
        ("few", [one for one in definition.properties if one.required]),
    ):
        takes = ", ".join(f"p_{one.name}: {_written(one.type)}" for one in own)
        passed = ", ".join(f"{one.name}=p_{one.name}" for one in own)
        yield (
            f"def make_{some}_{definition.name}({takes}) -> models.{definition.name}:\n"
            f"    return models.{definition.name}({passed})"
        )


def _errors(surface: Surface) -> Iterator[str]:
    for error in surface.errors:
        body = ["shown(error.body)"]
        if error.body and not _is_open(error.body):
            body = [f"body: {_written(error.body)} = error.body", "shown(body)"]
        yield _function(f"caught_{error.name}", f"error: errors.{error.name}", body)
    for number, method in enumerate(surface.methods):
        named = [f"errors.{method.enum}.{one.name}" for one in method.reasons]
        named += [f"errors.{one.exception}" for one in method.failures]
        if named and not method.variant:
            yield _function(f"reasons{number}", "", [f"shown({one})" for one in named])


def _function(name: str, takes: str, body: Iterable[str]) -> str:
    lines = [*body] or ["shown(x)"]
    return f"def {name}({takes}) -> None:\n" + indent("\n".join(lines), "    ")


def _is_open(annotation: str) -> bool:
    """Return whether a type has variants that a program cannot know."""
    return "UnknownVariant" in annotation


def _written(annotation: str) -> str:
    """Return an annotation with what programs can import."""
    text = spelled(parse(annotation)).replace(" | Mapping[str, object]", "")
    return text.replace("FileInput", "bytes").replace("JsonValue", "object")
