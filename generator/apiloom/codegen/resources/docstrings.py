"""The docstrings of methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.codegen.docstrings import (
    Section,
    docstring,
    has_list,
    one_line,
    prose,
    sentence,
    value_notes,
)
from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.formatter import Code
from apiloom.codegen.resources.arguments import Argument
from apiloom.codegen.resources.links import LinkTexts
from apiloom.codegen.resources.waiters import spoken
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
    False: "The first page. Iterating yields the items of all pages.",
    True: "A paginator: await it for the first page, or iterate over all items.",
}


_FEW: Final = 2
"""The fewest operations, and exceptions of these, that are worth a shared list."""

_VARIANTS: Final = {
    "stream": "Yields the response item by item, as it arrives.",
    "with_body": "Takes the body as one argument.",
}
"""The difference between several methods for one operation."""


@dataclass(frozen=True, slots=True)
class MethodTexts:
    """Writes what the editor shows of a method."""

    api: Api
    names: Names
    catalogue: Catalogue
    shared: tuple[tuple[str, str], ...] = ()
    """The exceptions that every method of the resource raises, with conditions."""

    _written: dict[tuple[str, str, bool, bool], Python] = field(
        default_factory=dict[tuple[str, str, bool, bool], Python], init=False
    )

    def method(
        self, operation: Operation, arguments: Sequence[Argument], returns: Code
    ) -> Python:
        """Return the docstring of a method: often the same for both modes."""
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
        about_body = self._about_body(operation)
        if about_body and about_body not in blocks:
            blocks.append(about_body)
        if operation.deprecated:
            blocks.append("Deprecated.")
        if operation.servers:
            server = operation.servers[0].expanded
            blocks.append(f"Sent to `{server}`, unless the client has a `base_url`.")
        sections: list[Section] = []
        sections.append(("Args", _arguments(arguments)))
        success = operation.successes
        if success and returns.flat != "None":
            about = " ".join(
                prose(one.description) for one in success if one.description
            )
            if operation.pagination is not None:
                about = _PAGED[_is_awaited(returns)]
            sections.append(("Returns", [("", about)]))
        sections.append(("Raises", self._raised(operation)))
        links = LinkTexts(self.api, self.names, self._dotted)
        sections.append(("Links", list(links.all(operation))))
        callbacks = [(one.name, self._callback(one)) for one in operation.callbacks]
        sections.append(("Callbacks", callbacks))
        return docstring("\n\n".join(blocks), 8, sections)

    def _about_body(self, operation: Operation) -> str:
        """Return what is said of a body whose fields are arguments."""
        body = operation.body
        if body is None or not body.description or not self.api.body_fields(body):
            return ""
        return f"Body: {sentence(one_line(body.description))}"

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
        described = [
            *_arguments(arguments),
            (named.timeout, "Maximum wait in seconds; None waits forever."),
            (named.on_poll, "Called with the response of each poll."),
        ]
        raised = [
            (f"errors.{named.error}", f"`{state}` is {spoken(waiter.failure)}."),
            ("errors.WaitTimeout", "The job did not end within the timeout."),
        ]
        if not waiter.failure:
            raised = raised[1:]
        return docstring(
            until_over(waiter, method),
            8,
            [
                ("Args", described),
                ("Returns", [("", "The last response, once the job has succeeded.")]),
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
        return f"{sent}; parse it with `callbacks.{parser}`."

    def resource(self, about: str) -> Python:
        """Return the docstring of a resource class, with the shared exceptions."""
        return docstring(sentence(about), 4, [("All methods raise", self.shared)])

    def _raised(self, operation: Operation) -> list[tuple[str, str]]:
        own = raised(operation, self.catalogue)
        if not self.shared:
            return own
        others = "Common errors; see the class docstring."
        return [
            *(pair for pair in own if pair not in self.shared),
            (f"errors.{self.names.error}", others),
        ]


def raised(operation: Operation, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the exceptions that document the failures of an operation."""
    failures = catalogue.operations[operation.id]
    return [
        (
            f"errors.{failures.exceptions[response.status]}",
            _condition(response, failures.rejected),
        )
        for response in operation.responses
        if response.status in failures.exceptions
    ]


def shared_failures(
    operations: Sequence[Operation], catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    """Return the exceptions that all operations raise; empty if these are few."""
    if len(operations) < _FEW:
        return ()
    first, *others = (raised(operation, catalogue) for operation in operations)
    shared = tuple(pair for pair in first if all(pair in other for other in others))
    return shared if len(shared) >= _FEW else ()


def _is_awaited(returns: Code) -> bool:
    """Whether a method returns what gives its pages only when it is awaited."""
    return "AsyncPaginator[" in returns.flat


def until_over(waiter: Waiter, method: str) -> str:
    """Describe a waiter: the states that end it, and its polling interval."""
    about = (
        sentence(one_line(waiter.description))
        if waiter.description
        else f"Poll `{method}` until the job ends."
    )
    state = ".".join(waiter.path)
    states = spoken(waiter.success, waiter.failure)
    grows = f", backing off to {waiter.longest:g}" if waiter.backoff > 1 else ""
    return (
        f"{about}\n\nThe job ends when `{state}` in the response is {states}. Polls "
        f"every {waiter.interval:g} seconds{grows}; `Retry-After` takes precedence."
    )


def _arguments(arguments: Sequence[Argument]) -> list[tuple[str, str]]:
    """Return the arguments that have a description."""
    described = ((argument.name, _described(argument)) for argument in arguments)
    return [(name, text) for name, text in described if text]


def _described(argument: Argument) -> str:
    parts = [prose(argument.description)] if argument.description else []
    parts += value_notes(argument.default, argument.example)
    if argument.factory is not None:
        parts.append("Generated for each call by default.")
    if argument.deprecated:
        parts.append("Deprecated.")
    return ("\n\n" if has_list(argument.description) else " ").join(parts)


def _condition(response: Response, rejected: str | None) -> str:
    if response.is_success and rejected is not None and response.outcome is not None:
        member = ".".join(response.outcome.path)
        return f"HTTP {response.status}, but `{member}` reports a failure."
    status = {"default": "Any other status"}.get(
        response.status, f"HTTP {response.status}"
    )
    text = one_line(response.description)
    return f"{status}: {sentence(text)}" if text else f"{status}."
