"""Waiters as Python: a constant, and a method that asks until a job is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen import formatter
from apiloom.codegen.annotations import Annotator
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Pair,
    call,
    constant,
    listing,
    literal,
    string,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.resources.arguments import returned
from apiloom.ir.api import Operation
from apiloom.ir.types import Type, without_null
from apiloom.ir.waiters import Waiter
from apiloom.naming.allocate import Names
from apiloom.naming.casing import upper
from apiloom.naming.pagination import WaiterNames
from apiloom.text.code import Python

_RUNTIME: Final = ".._runtime"


@dataclass(frozen=True, slots=True)
class WaiterViews:
    """Makes the views of waiters."""

    names: Names

    def each(self, operation: Operation) -> Sequence[tuple[Waiter, WaiterNames]]:
        """The waiters of an operation, with their names."""
        named = self.names.waiters.get(operation.id, ())
        return list(zip(operation.waiters, named, strict=True))

    def constants(self, operation: Operation, annotator: Annotator) -> list[Python]:
        """The text of the constants of an operation's waiters."""
        imports = annotator.imports
        place = self.names.places[operation.id]
        found: list[Python] = []
        for waiter, named in self.each(operation):
            dotted = ".".join((*place.resource, named.method))
            values: dict[str, Code | str] = {
                "name": string(dotted),
                "path": listing(map(string, waiter.path)),
                "success": listing(map(literal, waiter.success)),
                "failure": listing(map(literal, waiter.failure)),
                "failed": f"{imports.deferred('..', 'errors')}.{named.error}",
                "interval": seconds(waiter.interval),
            }
            if waiter.backoff != 1:
                values["backoff"] = seconds(waiter.backoff)
            values["longest"] = seconds(waiter.longest)
            head = imports.name(f"{_RUNTIME}.client.waiters", "Waiter")
            kind = subscript(head, annotator.output(ending(operation)))
            made = call("Waiter", **values)
            found.append(constant(self._constant(named), kind, made))
        return found

    def parameters(
        self,
        operation: Operation,
        waiter: Waiter,
        named: WaiterNames,
        annotator: Annotator,
    ) -> list[formatter.Parameter]:
        """The arguments that a waiter has besides those of its operation."""
        timeout = "None" if waiter.timeout is None else seconds(waiter.timeout)
        builtin = annotator.builtin
        limit = formatter.pipe([Name(builtin("float")), Name("None")])
        head = annotator.imports.name("collections.abc", "Callable")
        type_ = annotator.output(returned(operation))
        called = subscript(head, Bracket("", (type_,)), builtin("object"))
        hook = formatter.pipe([called, Name("None")])
        return [(named.timeout, limit, timeout), (named.on_poll, hook, "None")]

    def call(
        self, operation: Operation, named: WaiterNames, made: Bracket, imports: Imports
    ) -> tuple[Bracket, Bracket]:
        """Return the calls that wait for an operation, sync and async.

        `made` is the call itself: its constant, and what goes where.
        """
        own = (
            Name("self._calls"),
            Name(self._constant(named)),
            made.items[0],
            Pair("timeout=", Name(named.timeout)),
            Pair("on_poll=", Name(named.on_poll)),
        )
        items = (*own, *made.items[1:])
        heads = (
            imports.name(f"{_RUNTIME}.client.sync_waiters", "wait_for"),
            imports.name(f"{_RUNTIME}.client.async_waiters", "async_wait_for"),
        )
        sync, awaited = (Bracket(head, items, "(", ")") for head in heads)
        return sync, awaited

    def _constant(self, named: WaiterNames) -> str:
        return f"_{upper(named.method)}"


def ending(operation: Operation) -> Type:
    """Return the type of the response that ends a wait; it has a body."""
    return without_null(returned(operation))


def seconds(value: float) -> Python:
    """A number as code."""
    return literal(value)


def spoken(*groups: Sequence[object]) -> str:
    """States for people: `done`, `failed` or `stopped`."""
    states = [f"`{state}`" for group in groups for state in group]
    return " or ".join(filter(None, (", ".join(states[:-1]), *states[-1:])))
