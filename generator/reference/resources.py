"""The pages of the resources: every method with all that can be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.ir.api import Operation, Outcome, Response
from generator.ir.types import Type
from generator.naming.words import BUILTIN_TYPES, title
from generator.python import layout
from generator.python.annotations import Annotator
from generator.python.arguments import Argument, returned
from generator.python.failures import UNKNOWN, Failures, Reason
from generator.python.imports import Imports
from generator.python.layout import Code, Name, Pipe, literal, pipe, signature
from generator.python.prose import first_sentence, one_line, sentence
from generator.python.tags import about_resource
from generator.python.waiters import WaiterViews, ending
from generator.reference.calls import Calls
from generator.reference.connections import Connections, own_server
from generator.reference.jobs import JobTexts
from generator.reference.markdown import (
    block,
    code,
    line,
    link,
    said,
    table,
)
from generator.reference.places import (
    BY_STATUS,
    REJECTIONS,
    Book,
    resource_title,
)
from generator.reference.security import Credentials
from generator.reference.sending import has_files, sent_as
from generator.reference.types import TypeTexts, limits
from generator.reference.view import MethodPage, ResourcePage
from generator.source import Pointer

_PARAMETERS: Final = ("Name", "Type", "Required", "Sent as", "Description")
_ERRORS: Final = ("Status", "Exception", "Reason", "When")
_METHODS: Final = ("Method", "Request", "What it does")


@dataclass(frozen=True, slots=True)
class ResourcePages:
    """Makes the views of the pages of resources."""

    book: Book
    types: TypeTexts
    calls: Calls
    credentials: Credentials
    jobs: JobTexts
    usual: str
    header: str

    def page(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> ResourcePage:
        """The view of one resource's page."""
        names = self.book.names
        dotted = ".".join(("client", *resource))
        reached = (
            f"Reached as {code(dotted)}. The async client, {code(names.async_client)}, "
            "has the same methods with the same arguments; there they are awaited."
        )
        return ResourcePage(
            header=self.header,
            title=resource_title(resource),
            intro=self._intro(resource, operations),
            reached=reached if operations else "",
            children=self._children(resource),
            methods_table=table(
                _METHODS, (row for one in operations for row in self._rows(one))
            ),
            methods=tuple(
                method
                for one in operations
                for method in (self._method(one), *self._waiters(one))
            ),
        )

    def _intro(self, resource: tuple[str, ...], operations: Sequence[Operation]) -> str:
        """What the document says of the resource."""
        book = self.book
        return block(about_resource(book.api, book.names, resource, operations))

    def _children(self, resource: tuple[str, ...]) -> str:
        files = self.book.places.resources
        below = [
            link(code(".".join(("client", *path))), files[path])
            for path in self.book.names.below.get(resource, {}).values()
        ]
        return f"Resources below: {', '.join(below)}." if below else ""

    def _rows(self, operation: Operation) -> Iterator[tuple[str, str, str]]:
        method = self.book.names.places[operation.id].method
        anchor = self.book.places.methods[operation.id].partition("#")[2]
        about = said(_summary(operation, method))
        request = code(f"{operation.method} {operation.path}")
        yield (
            link(code(method), f"#{anchor}"),
            request,
            f"**Deprecated.** {about}" if operation.deprecated else about,
        )
        for waiter, named in WaiterViews(self.book.names).each(operation):
            anchor = self.book.places.waiters[f"{operation.id} {named.method}"]
            about = said(first_sentence(self.jobs.description(operation, waiter)))
            yield link(code(named.method), f"#{anchor}"), request, about

    # A method

    def _method(self, operation: Operation) -> MethodPage:
        method = self.book.names.places[operation.id].method
        failures = self.book.catalogue.operations[operation.id]
        arguments = self.book.operations.arguments(operation)
        connections = Connections(self.book, self.types)
        return MethodPage(
            name=method,
            request=code(f"{operation.method} {operation.path}"),
            signature=self._signature(operation, method, arguments),
            deprecated="**Deprecated.**" if operation.deprecated else "",
            description=_description(operation, method),
            needs=self._needs(operation),
            parameters=self._parameters(operation, arguments),
            returns=self._returns(operation) + self._pages(operation),
            errors=self._errors(operation, failures),
            server=own_server(operation),
            links=connections.links(operation),
            callbacks=connections.callbacks(operation),
            example=self.calls.example(operation),
        )

    def _waiters(self, operation: Operation) -> Iterator[MethodPage]:
        """The methods that ask an operation until a job is over."""
        waiters = WaiterViews(self.book.names)
        arguments = self.book.operations.arguments(operation)
        for waiter, named in waiters.each(operation):
            annotator = self._annotator(named.method)
            own = waiters.parameters(operation, waiter, named, annotator)
            signature = self._written(
                operation, named.method, arguments, annotator, own
            )
            yield MethodPage(
                name=named.method,
                request=code(f"{operation.method} {operation.path}"),
                signature=signature,
                deprecated="**Deprecated.**" if operation.deprecated else "",
                description=block(self.jobs.description(operation, waiter)),
                needs=self._needs(operation),
                parameters=self.jobs.parameters(operation, named),
                returns=self.jobs.returns(operation),
                errors=self.jobs.errors(operation, waiter, named),
                example=self.calls.waited(operation, named.method),
            )

    def _pages(self, operation: Operation) -> str:
        """What else can be done with a page."""
        page = operation.pagination
        if page is None:
            return ""
        item = self.types.cell(page.item)
        lists = link("lists", "../README.md#lists")
        size = f" {code(page.size)} says how many come at once." if page.size else ""
        first = "That is the first page: to iterate over it gives the items of all"
        return f"\n\n{first} pages, {item} each ({lists}).{size}"

    def _signature(
        self, operation: Operation, method: str, arguments: Sequence[Argument]
    ) -> str:
        return self._written(operation, method, arguments, self._annotator(method), ())

    def _annotator(self, method: str) -> Annotator:
        return Annotator(
            self.book.api,
            self.book.names,
            Imports(),
            _nowhere,
            "",
            hidden=BUILTIN_TYPES & {method},
        )

    def _written(
        self,
        operation: Operation,
        method: str,
        arguments: Sequence[Argument],
        annotator: Annotator,
        own: Sequence[layout.Parameter],
    ) -> str:
        """The signature; `own` are the arguments of a method that waits."""
        parameters: list[layout.Parameter] = []
        for number, one in enumerate(arguments):
            is_first_keyword = not one.is_positional and (
                number == 0 or arguments[number - 1].is_positional
            )
            if is_first_keyword:
                parameters.append(("*", None, None))
            parameters.append(_parameter(one, annotator))
        if own and all(one.is_positional for one in arguments):
            parameters.append(("*", None, None))
        returns = annotator.output(ending(operation) if own else returned(operation))
        if operation.is_stream and not own:
            returns = layout.subscript("Stream", returns)
        page = operation.pagination
        if page is not None and not own:
            pages = self.book.operations.pages
            returns, _ = pages.returned(operation, page, annotator)
        return signature(f"def {method}", [*parameters, *own], returns, 0, " ...")

    def _needs(self, operation: Operation) -> str:
        """The credentials, where they are not those of most calls, and the scopes."""
        needed = self.credentials.written(operation.security)
        scopes = self.credentials.scopes(operation.security)
        parts = [
            f"**Credentials:** {needed}." if needed != self.usual else "",
            f"**Scopes:** {scopes}." if scopes else "",
        ]
        return " ".join(filter(None, parts))

    def _parameters(self, operation: Operation, arguments: Sequence[Argument]) -> str:
        return table(
            _PARAMETERS,
            (
                (
                    code(one.name),
                    self.types.cell(one.type, files=has_files(operation, one)),
                    "yes" if one.required else "no",
                    sent_as(operation, one),
                    _about(one),
                )
                for one in arguments
            ),
        )

    def _returns(self, operation: Operation) -> str:
        """What a call returns, and the documented headers of the answer."""
        successes = operation.successes
        if not successes:
            return "**Returns** `JsonValue`."
        of = "a `Stream` of " if operation.is_stream else ""
        written = [
            (one, self.types.cell(_received(operation, one))) for one in successes
        ]
        if len(written) == 1:
            response, type_ = written[0]
            text = f"**Returns** {of}{type_}{_said(response)}"
        else:
            lines = [f"**Returns** {of}{self.types.cell(returned(operation))}:", ""]
            lines += [f"- {one.status}: {type_}{_said(one)}" for one, type_ in written]
            text = "\n".join(lines)
        return text + _headers(successes)

    def _errors(self, operation: Operation, failures: Failures) -> str:
        """Every documented failure, by status and by case."""
        if not failures.exceptions:
            return ""
        rows = [
            row
            for response in operation.responses
            if response.status in failures.exceptions
            for row in self._error_rows(response, failures)
        ]
        target = self.book.places.reasons[failures.enum]
        enum = link(code(f"errors.{failures.enum}"), target)
        lead = f"**Errors** (`error.reason` is a member of {enum})"
        return f"{lead}\n\n{table(_ERRORS, rows)}"

    def _error_rows(
        self, response: Response, failures: Failures
    ) -> Iterator[tuple[str, str, str, str]]:
        exception = failures.exceptions[response.status]
        target = REJECTIONS if response.is_success else BY_STATUS
        linked = link(code(f"errors.{exception}"), target)
        reasons = [one for one in failures.of(response.status) if one.name != UNKNOWN]
        for reason in reasons:
            is_rest = reason.match is None and reason is not reasons[0]
            text = when(reason, response)
            yield (
                _status(response.status),
                linked,
                code(reason.name),
                f"Otherwise: {text}" if is_rest else text,
            )


def when(reason: Reason, response: Response) -> str:
    """When a reason applies, for a cell: its description, else its title."""
    outcome = response.outcome
    if outcome is not None and response.is_success and reason.match is None:
        return unsuccessful(outcome)
    return said(one_line(reason.description) or reason.title)


def unsuccessful(outcome: Outcome) -> str:
    """How a success response says that the call failed (``x-outcome``)."""
    member = code(".".join(outcome.path))
    if outcome.success is None:
        return f"{member} is missing or null."
    good = " or ".join(code(literal(value)) for value in outcome.success)
    return f"{member} is not {good}."


def _status(status: str) -> str:
    return {"default": "any other"}.get(status, status)


def _summary(operation: Operation, method: str) -> str:
    return (
        one_line(operation.summary)
        or first_sentence(operation.description)
        or title(method)
    )


def _description(operation: Operation, method: str) -> str:
    """Summary and description, each once."""
    summary = line(sentence(_summary(operation, method)))
    text = block(operation.description)
    if not text or one_line(operation.description).rstrip(".") == one_line(
        operation.summary
    ).rstrip("."):
        return summary
    return f"{summary}\n\n{text}" if operation.summary else text


def _parameter(argument: Argument, annotator: Annotator) -> layout.Parameter:
    given = annotator.argument(argument.type)
    if argument.required:
        return argument.name, given, None
    items: Sequence[Code] = given.items if isinstance(given, Pipe) else (given,)
    return argument.name, pipe([*items, Name("Unset")]), "UNSET"


def _about(argument: Argument) -> str:
    """Description, limits and default of an argument, for a cell."""
    parts = [
        "**Deprecated.**" if argument.deprecated else "",
        said(argument.description),
        limits(argument.type),
        default(argument.default),
        "Made anew for every call if left out." if argument.factory else "",
    ]
    return " ".join(filter(None, parts))


def default(text: str | None) -> str:
    """What the server takes where nothing is sent."""
    if text is None or text == "null":
        return ""
    return f"Default of the API: {code(text)}."


def _received(operation: Operation, response: Response) -> Type:
    """What a call returns if it is answered with this response."""
    return returned(replace(operation, responses=(response,)))


def _said(response: Response) -> str:
    text = line(response.description)
    return f": {sentence(text)}" if text else "."


def _headers(successes: Sequence[Response]) -> str:
    """The documented headers, for callers of `with_raw_response`."""
    found: dict[str, str] = {}
    for response in successes:
        found.update(response.headers)
    rows = [(code(name), said(about)) for name, about in found.items()]
    if not rows:
        return ""
    raw = link("raw answer", "../README.md#raw-answers")
    listed = table(("Header", "Description"), rows)
    return f"\n\nThe headers of the {raw}:\n\n{listed}"


def _nowhere(_: Pointer) -> None:
    """No module: names are written without one."""
