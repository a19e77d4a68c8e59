"""The pages of the methods, each with all that can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen import formatter
from apiloom.codegen.annotations import Annotator
from apiloom.codegen.docstrings import first_sentence, one_line, sentence
from apiloom.codegen.formatter import Code, Name, Pipe, pipe, signature
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.resources.arguments import Argument, returned
from apiloom.codegen.resources.options import OptionViews
from apiloom.codegen.resources.waiters import WaiterViews, ending
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import (
    DEPRECATED,
    block,
    code,
    fence,
    folded,
    line,
    source,
    web_link,
)
from apiloom.docs.pages.connections import Connections, own_server
from apiloom.docs.pages.failures import FailureTexts
from apiloom.docs.pages.fields import FieldRows
from apiloom.docs.pages.requests import RequestTexts
from apiloom.docs.pages.responses import ResponseTexts
from apiloom.docs.pages.security import Credentials
from apiloom.docs.pages.types import TypeTexts
from apiloom.docs.pages.waiters import JobTexts
from apiloom.docs.samples.bodies import Bodies
from apiloom.docs.samples.calls import Calls
from apiloom.docs.samples.languages import Languages
from apiloom.docs.views import MethodPage
from apiloom.ir.api import Operation
from apiloom.ir.waiters import Waiter
from apiloom.locations import Pointer
from apiloom.naming.casing import BUILTIN_TYPES, title
from apiloom.naming.pagination import WaiterNames
from apiloom.text.code import identifier, python
from apiloom.text.markdown import EMPTY, Markdown, markdown, name

__all__ = ["Fragment", "MethodPages", "summary"]

BASE: Final = "../"
"""The way from the page of a method to the folder of the documentation."""

Fragment = Callable[[Operation], str]
"""Returns the part of the document that describes an operation, as YAML."""


@dataclass(frozen=True, slots=True)
class MethodPages:
    """Makes the views of the pages of methods."""

    book: Book
    calls: Calls
    languages: Languages
    credentials: Credentials
    fragment: Fragment
    header: Markdown
    types: TypeTexts
    requests: RequestTexts
    responses: ResponseTexts
    failures: FailureTexts

    def page(self, operation: Operation) -> MethodPage:
        """The page of a method that calls an operation once."""
        place = self.book.names.places[operation.id]
        arguments = self.book.operations.arguments(operation)
        connections = Connections(self.book, self.types, BASE)
        failures = self.book.catalogue.operations[operation.id]
        return MethodPage(
            header=self.header,
            name=name(place.dotted),
            deprecated=DEPRECATED if operation.deprecated else EMPTY,
            description=_description(operation, place.method),
            see=_see(operation),
            request=self._request(operation),
            server=own_server(operation),
            example=self.calls.example(operation),
            signature=self.signature(operation, place.method, arguments),
            samples=self.languages.samples(operation),
            sent=self.requests.all(operation, arguments),
            returns=self.responses.returns(operation),
            received=self.responses.all(operation),
            errors=self.failures.all(operation, failures),
            authorization=self.credentials.authorization(operation.security),
            links=connections.links(operation),
            callbacks=connections.callbacks(operation),
            fragment=self._fragment(operation),
        )

    def waiter(
        self, operation: Operation, waiter: Waiter, named: WaiterNames
    ) -> MethodPage:
        """The page of a method that asks an operation until a job is over."""
        jobs = JobTexts(self.book, self.types)
        place = self.book.names.places[operation.id]
        arguments = self.book.operations.arguments(operation)
        annotator = self._annotator(named.method)
        waiters = WaiterViews(self.book.names)
        own = waiters.parameters(operation, waiter, named, annotator)
        return MethodPage(
            header=self.header,
            name=name(".".join((*place.resource, named.method))),
            deprecated=DEPRECATED if operation.deprecated else EMPTY,
            description=block(jobs.description(operation, waiter)),
            see=EMPTY,
            request=self._request(operation),
            server=own_server(operation),
            example=self.calls.waited(operation, named.method),
            signature=self._written(operation, named.method, arguments, annotator, own),
            samples=EMPTY,
            sent=jobs.parameters(operation, named),
            returns=jobs.returns(operation),
            received=EMPTY,
            errors=jobs.errors(operation, waiter, named),
            authorization=self.credentials.authorization(operation.security),
        )

    def _request(self, operation: Operation) -> Markdown:
        """Return the method and the URL of the request."""
        servers = operation.servers or self.book.api.servers
        url = servers[0].expanded if servers and servers[0].is_absolute else ""
        return code(f"{operation.method} {url}{operation.path}")

    def _fragment(self, operation: Operation) -> Markdown:
        text = self.fragment(operation)
        if not text:
            return EMPTY
        return folded("The operation in the specification", source(text, "yaml"))

    # The signature

    def signature(
        self, operation: Operation, method: str, arguments: Sequence[Argument]
    ) -> Markdown:
        """Return the signature of a method."""
        return self._written(operation, method, arguments, self._annotator(method), ())

    def _annotator(self, method: str) -> Annotator:
        """Return an annotator that writes types as the module of a resource does."""
        annotator = Annotator(
            self.book.api,
            self.book.names,
            Imports(OWN),
            _nowhere,
            "_runtime",
            hidden=BUILTIN_TYPES & {method},
            models="models",
            pages="pages",
        )
        return self.book.operations.dicts.annotator(annotator)

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
        taken = {one.name for one in arguments} | {str(one[0]) for one in own}
        options = OptionViews(annotator.imports).parameter(taken)
        returns = annotator.output(ending(operation) if own else returned(operation))
        if operation.is_stream and not own:
            returns = formatter.subscript("Stream", returns)
        page = operation.pagination
        if page is not None and not own:
            pages = self.book.operations.pages
            returns, _ = pages.returned(operation, page, annotator)
        head = python("def {}", identifier(method))
        every = [*parameters, *own, *options]
        written = signature(head, every, returns, 0, is_stub=True)
        return fence(written)


def method_pages(
    book: Book,
    calls: Calls,
    languages: Languages,
    credentials: Credentials,
    fragment: Fragment,
    header: Markdown,
) -> MethodPages:
    """Return the writer of the pages of a client's methods."""
    types = TypeTexts(book.api, book.names, book.places.definitions, BASE)
    responses = ResponseTexts(
        book,
        FieldRows(book, types, sent=False),
        Bodies(book.api, received=True),
        BASE,
    )
    return MethodPages(
        book=book,
        calls=calls,
        languages=languages,
        credentials=credentials,
        fragment=fragment,
        header=header,
        types=types,
        requests=RequestTexts(
            book,
            FieldRows(book, types, sent=True),
            Bodies(book.api, received=False),
        ),
        responses=responses,
        failures=FailureTexts(book, responses, BASE),
    )


def summary(operation: Operation, method: str) -> str:
    """Return what an operation does, in one sentence."""
    return (
        one_line(operation.summary)
        or first_sentence(operation.description)
        or title(method)
    )


def _description(operation: Operation, method: str) -> Markdown:
    """Summary and description, each once."""
    lead = line(sentence(summary(operation, method)))
    text = block(operation.description)
    if not text or one_line(operation.description).rstrip(".") == one_line(
        operation.summary
    ).rstrip("."):
        return lead
    return markdown("{}\n\n{}", lead, text) if operation.summary else text


def _see(operation: Operation) -> Markdown:
    """Return a link to the documentation that the document names."""
    see = operation.see
    if see is None:
        return EMPTY
    page = web_link(line(see.description) or markdown("documentation"), see.url)
    return markdown("See also: {}.", page) if page else EMPTY


def _parameter(argument: Argument, annotator: Annotator) -> formatter.Parameter:
    given = annotator.argument(argument.type)
    if argument.required:
        return argument.name, given, None
    items: Sequence[Code] = given.items if isinstance(given, Pipe) else (given,)
    return argument.name, pipe([*items, Name("Unset")]), "UNSET"


def _nowhere(_: Pointer) -> None:
    """No module: names are written without one."""
