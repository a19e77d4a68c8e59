"""The pages of the resources: every method with all that can be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiloom.codegen import formatter
from apiloom.codegen.annotations import Annotator
from apiloom.codegen.docstrings import first_sentence, one_line, sentence
from apiloom.codegen.errors.decide import UNKNOWN, Failures, Reason
from apiloom.codegen.formatter import Code, Name, Pipe, literal, pipe, signature
from apiloom.codegen.imports import Imports
from apiloom.codegen.resources.arguments import Argument, returned
from apiloom.codegen.resources.tags import about_resource
from apiloom.codegen.resources.waiters import WaiterViews, ending
from apiloom.docs.link_targets import BY_STATUS, REJECTIONS, Book, resource_title
from apiloom.docs.markdown import (
    DEPRECATED,
    NO,
    YES,
    block,
    cell,
    code,
    ended,
    fence,
    line,
    link,
    said,
    table,
)
from apiloom.docs.pages.arguments import has_files, sent_as
from apiloom.docs.pages.connections import Connections, own_server
from apiloom.docs.pages.security import Credentials
from apiloom.docs.pages.types import TypeTexts, limits
from apiloom.docs.pages.waiters import JobTexts
from apiloom.docs.samples.calls import Calls
from apiloom.docs.views import MethodPage, ResourcePage
from apiloom.ir.api import Operation, Outcome, Response
from apiloom.ir.types import Type
from apiloom.locations import Pointer
from apiloom.naming.casing import BUILTIN_TYPES, title
from apiloom.text.code import identifier, python
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown, name

_PARAMETERS: Final = ("Name", "Type", "Required", "Sent as", "Description")
_ERRORS: Final = ("Status", "Exception", "Reason", "When")
_GENERATED: Final = markdown("Generated for each call by default.")
_METHODS: Final = ("Method", "Request", "Description")


@dataclass(frozen=True, slots=True)
class ResourcePages:
    """Makes the views of the pages of resources."""

    book: Book
    types: TypeTexts
    calls: Calls
    credentials: Credentials
    jobs: JobTexts
    usual: str
    header: Markdown

    def page(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> ResourcePage:
        """The view of one resource's page."""
        names = self.book.names
        dotted = ".".join(("client", *resource))
        reached = markdown(
            "Available as {}. The async client, {}, has the same methods with the "
            "same arguments; await them.",
            code(dotted),
            code(names.async_client),
        )
        return ResourcePage(
            header=self.header,
            title=line(resource_title(resource)),
            intro=self._intro(resource, operations),
            reached=reached if operations else EMPTY,
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

    def _intro(
        self, resource: tuple[str, ...], operations: Sequence[Operation]
    ) -> Markdown:
        """Return the description of the resource."""
        book = self.book
        return block(about_resource(book.api, book.names, resource, operations))

    def _children(self, resource: tuple[str, ...]) -> Markdown:
        files = self.book.places.resources
        below = [
            link(code(".".join(("client", *path))), files[path])
            for path in self.book.names.below.get(resource, {}).values()
        ]
        return (
            markdown("Nested resources: {}.", joined(", ", below)) if below else EMPTY
        )

    def _rows(self, operation: Operation) -> Iterator[tuple[Markdown, ...]]:
        method = self.book.names.places[operation.id].method
        anchor = self.book.places.methods[operation.id].partition("#")[2]
        about = said(_summary(operation, method))
        request = code(f"{operation.method} {operation.path}")
        yield (
            link(code(method), f"#{anchor}"),
            request,
            markdown("**Deprecated.** {}", about) if operation.deprecated else about,
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
            name=name(method),
            request=code(f"{operation.method} {operation.path}"),
            signature=self._signature(operation, method, arguments),
            deprecated=DEPRECATED if operation.deprecated else EMPTY,
            description=_description(operation, method),
            needs=self._needs(operation),
            parameters=self._parameters(operation, arguments),
            returns=joined("", (self._returns(operation), self._pages(operation))),
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
                name=name(named.method),
                request=code(f"{operation.method} {operation.path}"),
                signature=signature,
                deprecated=DEPRECATED if operation.deprecated else EMPTY,
                description=block(self.jobs.description(operation, waiter)),
                needs=self._needs(operation),
                parameters=self.jobs.parameters(operation, named),
                returns=self.jobs.returns(operation),
                errors=self.jobs.errors(operation, waiter, named),
                example=self.calls.waited(operation, named.method),
            )

    def _pages(self, operation: Operation) -> Markdown:
        """Return the paragraph about pagination."""
        page = operation.pagination
        if page is None:
            return EMPTY
        item = self.types.cell(page.item)
        pagination = link(markdown("pagination"), "../README.md#pagination")
        size = (
            markdown(" {} sets the page size.", code(page.size)) if page.size else EMPTY
        )
        return markdown(
            "\n\nThis is the first page. Iterating yields the items of all pages, of "
            "type {} (see {}).{}",
            item,
            pagination,
            size,
        )

    def _signature(
        self, operation: Operation, method: str, arguments: Sequence[Argument]
    ) -> Markdown:
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
        own: Sequence[formatter.Parameter],
    ) -> Markdown:
        """The signature; `own` are the arguments of a method that waits."""
        parameters: list[formatter.Parameter] = []
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
            returns = formatter.subscript("Stream", returns)
        page = operation.pagination
        if page is not None and not own:
            pages = self.book.operations.pages
            returns, _ = pages.returned(operation, page, annotator)
        head = python("def {}", identifier(method))
        written = signature(head, [*parameters, *own], returns, 0, is_stub=True)
        return fence(written)

    def _needs(self, operation: Operation) -> Markdown:
        """The credentials, where they are not those of most calls, and the scopes."""
        needed = self.credentials.written(operation.security)
        scopes = self.credentials.scopes(operation.security)
        parts = [
            markdown("**Credentials:** {}.", needed) if needed != self.usual else EMPTY,
            markdown("**Scopes:** {}.", scopes) if scopes else EMPTY,
        ]
        return joined(" ", filter(None, parts))

    def _parameters(
        self, operation: Operation, arguments: Sequence[Argument]
    ) -> Markdown:
        return table(
            _PARAMETERS,
            (
                (
                    code(one.name),
                    self.types.cell(one.type, files=has_files(operation, one)),
                    _required(one),
                    sent_as(operation, one),
                    _about(one),
                )
                for one in arguments
            ),
        )

    def _returns(self, operation: Operation) -> Markdown:
        """Return the result of a call, and the documented headers of the response."""
        successes = operation.successes
        if not successes:
            return markdown("**Returns** `JsonValue`.")
        of = markdown("a `Stream` of ") if operation.is_stream else EMPTY
        written = [
            (one, self.types.cell(_received(operation, one))) for one in successes
        ]
        if len(written) == 1:
            response, type_ = written[0]
            text = markdown("**Returns** {}{}{}", of, type_, _said(response))
        else:
            lines = [
                markdown("**Returns** {}{}:", of, self.types.cell(returned(operation))),
                EMPTY,
            ]
            lines += [
                markdown("- {}: {}{}", cell(one.status), type_, _said(one))
                for one, type_ in written
            ]
            text = joined("\n", lines)
        return joined("", (text, _headers(successes)))

    def _errors(self, operation: Operation, failures: Failures) -> Markdown:
        """Every documented failure, by status and by case."""
        if not failures.exceptions:
            return EMPTY
        rows = [
            row
            for response in operation.responses
            if response.status in failures.exceptions
            for row in self._error_rows(response, failures)
        ]
        target = self.book.places.reasons[failures.enum]
        enum = link(code(f"errors.{failures.enum}"), target)
        lead = markdown("**Errors** (`error.reason` is a member of {})", enum)
        return markdown("{}\n\n{}", lead, table(_ERRORS, rows))

    def _error_rows(
        self, response: Response, failures: Failures
    ) -> Iterator[tuple[Markdown, ...]]:
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
                markdown("Otherwise: {}", text) if is_rest else text,
            )


def when(reason: Reason, response: Response) -> Markdown:
    """Return the description of a reason for a table cell, or its title."""
    outcome = response.outcome
    if outcome is not None and response.is_success and reason.match is None:
        return unsuccessful(outcome)
    return said(one_line(reason.description) or reason.title)


def unsuccessful(outcome: Outcome) -> Markdown:
    """Return when a success response is a failure (``x-outcome``)."""
    member = code(".".join(outcome.path))
    if outcome.success is None:
        return markdown("{} is missing or null.", member)
    good = joined(" or ", (code(literal(value)) for value in outcome.success))
    return markdown("{} is not {}.", member, good)


def _status(status: str) -> Markdown:
    return cell({"default": "any other"}.get(status, status))


def _summary(operation: Operation, method: str) -> str:
    return (
        one_line(operation.summary)
        or first_sentence(operation.description)
        or title(method)
    )


def _description(operation: Operation, method: str) -> Markdown:
    """Summary and description, each once."""
    summary = line(sentence(_summary(operation, method)))
    text = block(operation.description)
    if not text or one_line(operation.description).rstrip(".") == one_line(
        operation.summary
    ).rstrip("."):
        return summary
    return markdown("{}\n\n{}", summary, text) if operation.summary else text


def _parameter(argument: Argument, annotator: Annotator) -> formatter.Parameter:
    given = annotator.argument(argument.type)
    if argument.required:
        return argument.name, given, None
    items: Sequence[Code] = given.items if isinstance(given, Pipe) else (given,)
    return argument.name, pipe([*items, Name("Unset")]), "UNSET"


def _about(argument: Argument) -> Markdown:
    """Description, limits and default of an argument, for a cell."""
    parts = [
        DEPRECATED if argument.deprecated else EMPTY,
        said(argument.description),
        limits(argument.type),
        default(argument.default),
        _GENERATED if argument.factory else EMPTY,
    ]
    return joined(" ", filter(None, parts))


def default(text: str | None) -> Markdown:
    """Return the sentence about the default of the server."""
    if text is None or text == "null":
        return EMPTY
    return markdown("Default of the API: {}.", code(text))


def _received(operation: Operation, response: Response) -> Type:
    """Return the type of a call's result for this response."""
    return returned(replace(operation, responses=(response,)))


def _said(response: Response) -> Markdown:
    text = line(response.description)
    return markdown(": {}", ended(text)) if text else markdown(".")


def _headers(successes: Sequence[Response]) -> Markdown:
    """The documented headers, for callers of `with_raw_response`."""
    found: dict[str, str] = {}
    for response in successes:
        found.update(response.headers)
    rows = [(code(header), said(about)) for header, about in found.items()]
    if not rows:
        return EMPTY
    raw = link(markdown("raw response"), "../README.md#raw-responses")
    listed = table(("Header", "Description"), rows)
    return markdown("\n\nHeaders of the {}:\n\n{}", raw, listed)


def _nowhere(_: Pointer) -> None:
    """No module: names are written without one."""


def _required(argument: Argument) -> Markdown:
    """Whether a call needs an argument, in the words of a table."""
    if argument.required:
        return YES
    return markdown("with a body") if argument.with_body else NO
