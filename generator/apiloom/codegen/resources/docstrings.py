"""The docstrings of methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.codegen.docstrings import Section, docstring, one_line, sentence
from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.formatter import Code
from apiloom.codegen.resources.arguments import Argument
from apiloom.codegen.resources.links import LinkTexts
from apiloom.codegen.resources.waiters import spoken
from apiloom.codegen.servers import expanded
from apiloom.ir.api import (
    Api,
    Operation,
    Response,
    Webhook,
)
from apiloom.ir.waiters import Waiter
from apiloom.naming.allocate import Names
from apiloom.naming.casing import title
from apiloom.naming.pagination import WaiterNames
from apiloom.text.code import Python

_PAGED: Final = {
    False: "The first page. To iterate over it gives the items of all pages.",
    True: "Awaited, the first page. To iterate over it gives the items of all pages.",
}


_VARIANTS: Final = {
    "stream": "The answer is read while it arrives.",
    "with_body": "The body is given whole.",
}
"""How one of several methods for an operation differs."""


@dataclass(frozen=True, slots=True)
class MethodTexts:
    """Writes what the editor shows of a method."""

    api: Api
    names: Names
    catalogue: Catalogue

    _written: dict[tuple[str, str, bool, bool], Python] = field(
        default_factory=dict[tuple[str, str, bool, bool], Python], init=False
    )

    def method(
        self, operation: Operation, arguments: Sequence[Argument], returns: Code
    ) -> Python:
        """The docstring of the method of an operation: often one for both colours."""
        awaits = _is_awaited(returns)
        key = (operation.id, operation.variant, returns.flat == "None", awaits)
        if key not in self._written:
            self._written[key] = self._write(operation, arguments, returns)
        return self._written[key]

    def _write(
        self, operation: Operation, arguments: Sequence[Argument], returns: Code
    ) -> Python:
        summary = operation.summary or title(self.names.places[operation.id].method)
        blocks = [sentence(one_line(summary))]
        if operation.variant:
            blocks.append(_VARIANTS[operation.variant])
        if operation.description and operation.description != operation.summary:
            blocks.append(operation.description)
        if operation.deprecated:
            blocks.append("Deprecated.")
        if operation.servers:
            server = expanded(operation.servers[0])
            blocks.append(f"Sent to `{server}`, unless the client has a `base_url`.")
        sections: list[Section] = []
        described = [(one.name, _described(one)) for one in arguments]
        if any(text for _, text in described):
            sections.append(("Args", described))
        success = operation.successes
        if success and returns.flat != "None":
            about = " ".join(
                sentence(one_line(one.description))
                for one in success
                if one.description
            )
            if operation.pagination is not None:
                about = _PAGED[_is_awaited(returns)]
            sections.append(("Returns", [("", about)]))
        raised = self._raised(operation)
        if raised:
            sections.append(("Raises", raised))
        links = list(LinkTexts(self.api, self.names, self._dotted).all(operation))
        if links:
            sections.append(("Links", links))
        callbacks = [(one.name, self._callback(one)) for one in operation.callbacks]
        if callbacks:
            sections.append(("Callbacks", callbacks))
        return docstring("\n\n".join(blocks), 8, sections)

    def waiter(
        self,
        operation: Operation,
        waiter: Waiter,
        named: WaiterNames,
        arguments: Sequence[Argument],
    ) -> Python:
        """The docstring of a method that waits."""
        method = self.names.places[operation.id].method
        state = ".".join(waiter.path)
        described = [(one.name, _described(one)) for one in arguments]
        described += [
            (named.timeout, "Seconds to wait at most; None waits for ever."),
            (named.on_poll, "Called with each answer."),
        ]
        raised = [
            (f"errors.{named.error}", f"`{state}` is {spoken(waiter.failure)}."),
            ("errors.WaitTimeout", "The time was up before the job was over."),
        ]
        if not waiter.failure:
            raised = raised[1:]
        return docstring(
            until_over(waiter, method),
            8,
            [
                ("Args", described),
                ("Returns", [("", "The answer that says that the job succeeded.")]),
                ("Raises", [*raised, *self._raised(operation)]),
            ],
        )

    def _dotted(self, operation: Operation) -> str:
        return f"`{self.names.places[operation.id].dotted}`"

    def _callback(self, callback: Webhook) -> str:
        sent = f"Sent to `{one_line(callback.expression)}`"
        if callback.request.body is None:
            return f"{sent}."
        parser = self.names.callbacks[callback.request.pointer]
        return f"{sent}; `callbacks.{parser}` reads it."

    def _raised(self, operation: Operation) -> list[tuple[str, str]]:
        failures = self.catalogue.operations[operation.id]
        return [
            (
                f"errors.{failures.exceptions[one.status]}",
                _condition(one, failures.rejected),
            )
            for one in operation.responses
            if one.status in failures.exceptions
        ]


def _is_awaited(returns: Code) -> bool:
    """Whether a method returns what gives its pages only when it is awaited."""
    return "AsyncPaginator[" in returns.flat


def until_over(waiter: Waiter, method: str) -> str:
    """What a waiter does: the states that end it, and the pauses it makes."""
    about = (
        sentence(one_line(waiter.description))
        if waiter.description
        else f"Ask `{method}` again and again until the job is over."
    )
    state = ".".join(waiter.path)
    states = spoken(waiter.success, waiter.failure)
    grows = f", later up to {waiter.longest:g}" if waiter.backoff > 1 else ""
    return (
        f"{about}\n\nThe job is over when `{state}` is {states}. Between two answers "
        f"pass {waiter.interval:g} seconds{grows}, or as many as the answer asks for "
        "(`Retry-After`)."
    )


def _described(argument: Argument) -> str:
    parts = [sentence(one_line(argument.description))] if argument.description else []
    if argument.default is not None and argument.default != "null":
        parts.append(f"Default of the API: `{argument.default}`.")
    if argument.factory is not None:
        parts.append("Made anew for every call if left out.")
    if argument.deprecated:
        parts.append("Deprecated.")
    return " ".join(parts)


def _condition(response: Response, rejected: str | None) -> str:
    if response.is_success and rejected is not None and response.outcome is not None:
        member = ".".join(response.outcome.path)
        return f"HTTP {response.status}, but `{member}` says that the call failed."
    status = {"default": "Any other status"}.get(
        response.status, f"HTTP {response.status}"
    )
    text = one_line(response.description)
    return f"{status}: {sentence(text)}" if text else f"{status}."
