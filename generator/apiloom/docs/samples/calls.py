"""The samples of the documentation: whole programs, as a user would write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiloom.codegen.docstrings import first_sentence
from apiloom.codegen.errors.decide import UNKNOWN, Failures, Reason
from apiloom.codegen.formatter import (
    WIDTH,
    Bracket,
    Code,
    Name,
    Pair,
    assigned,
    call,
    item,
    literal,
    string,
)
from apiloom.codegen.resources.arguments import Argument
from apiloom.docs.link_targets import Book
from apiloom.docs.markdown import fence
from apiloom.docs.samples.code import Needs, Spelling, file_name
from apiloom.docs.samples.results import Results, file_of, gives_something, printed
from apiloom.docs.samples.validity import Value
from apiloom.docs.samples.values import Samples
from apiloom.ir.api import Content, FieldEncoding, Operation
from apiloom.ir.types import (
    Field,
)
from apiloom.text.code import NOTHING, Python, identifier, joined, python
from apiloom.text.markdown import Markdown

_WITH_BODY: Final = ("POST", "PUT", "PATCH")
_COMMON: Final = ("400", "401", "403", "404", "422", "429", "500")
_SHORT: Final = 60
_LONGEST: Final = 1_500
"""Characters of the example of a body that a sample shows."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The example, default and media type of an argument."""

    example: str | None = None
    default: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """Writes sample programs; `shared` are examples of parameters by place and name."""

    book: Book
    samples: Samples
    results: Results
    shared: Mapping[tuple[str, str], str]

    def example(self, operation: Operation) -> Markdown:
        """Return a call, and a use of its result."""
        needs = self._needs()
        lines = [self._client(needs), *self._call(operation, needs)]
        return _program(needs, lines)

    def construction(self, items: tuple[Pair, ...]) -> Markdown:
        """The client with some arguments."""
        needs = self._needs()
        made = Bracket(needs.own(self.book.names.client), items, "(", ")")
        return _program(needs, [assigned("client", made, 0)])

    def supplied(self, items: tuple[Pair, ...]) -> Markdown:
        """The client with credentials, of which functions give some."""
        needs = self._needs()
        client = needs.own(self.book.names.client)
        functions = [one.value.flat for one in items if one.value.flat.isidentifier()]
        lines: list[Python] = []
        for name in functions:
            head = python("def {}() -> str:", identifier(name))
            lines += [NOTHING, head, python('    return "..."'), NOTHING, NOTHING]
        made = Bracket(client, items, "(", ")")
        return _program(needs, [*lines, assigned("client", made, 0)])

    def awaited(self, operation: Operation) -> Markdown:
        """Return the same call with the async client."""
        needs = self._needs()
        client = needs.own(self.book.names.async_client)
        lines = [
            NOTHING,
            python("async def main() -> None:"),
            python("    async with {}() as client:", client),
            *self._call(operation, needs, 8, awaits=True),
            NOTHING,
            NOTHING,
            python("{}.run(main())", needs.module("asyncio")),
        ]
        return _program(needs, lines)

    def listed(self, operation: Operation) -> Markdown:
        """Return an iteration over a list with the async client."""
        needs = self._needs()
        client = needs.own(self.book.names.async_client)
        place = self.book.names.places[operation.id].dotted
        made = self._made(operation, f"client.{place}", needs)
        lines = [
            NOTHING,
            python("async def main() -> None:"),
            python("    async with {}() as client:", client),
            assigned(self.results.variable(operation), made, 8),
            *self.results.used(operation, needs, 8, awaits=True),
            NOTHING,
            NOTHING,
            python("{}.run(main())", needs.module("asyncio")),
        ]
        return _program(needs, lines)

    def waited(self, operation: Operation, method: str) -> Markdown:
        """A wait for a job, and something of what it ends with."""
        needs = self._needs()
        place = self.book.names.places[operation.id]
        path = ".".join(("client", *place.resource, method))
        made = self._made(operation, path, needs)
        lines = [
            self._client(needs),
            assigned(self.results.variable(operation), made, 0),
            *self.results.shown(operation, needs, 0),
        ]
        return _program(needs, lines)

    def guarded_wait(self, operation: Operation, method: str, error: str) -> Markdown:
        """A wait, and what to do about a job that fails or takes too long."""
        needs = self._needs()
        errors = needs.own("errors")
        place = self.book.names.places[operation.id]
        path = ".".join(("client", *place.resource, method))
        made = self._made(operation, path, needs)
        timeout = Pair("timeout=", Name(literal(900.0)))
        made = Bracket(path, (*made.items, timeout), "(", ")")
        lines = [
            self._client(needs),
            python("try:"),
            assigned(self.results.variable(operation), made, 4),
            *self.results.shown(operation, needs, 4),
            python("except {}.{} as error:", errors, identifier(error)),
            python("    print(error.state, error.body)"),
            python("except {}.WaitTimeout as error:", errors),
            python("    print(error.last_state)"),
        ]
        return _program(needs, lines)

    def raw(self, operation: Operation) -> Markdown:
        """Return a call with a raw response."""
        needs = self._needs()
        place = self.book.names.places[operation.id]
        path = ".".join(("client", *place.resource, "with_raw_response", place.method))
        made = self._made(operation, path, needs)
        lines = [
            self._client(needs),
            assigned("raw", made, 0),
            python("print(raw.status_code, raw.headers, raw.request_id)"),
            *(
                [assigned(self.results.variable(operation), call("raw.parse"), 0)]
                if gives_something(operation)
                else []
            ),
        ]
        return _program(needs, lines)

    def streaming(self, operation: Operation) -> Markdown:
        """Return a call that streams the body of a response to a file."""
        needs = self._needs()
        place = self.book.names.places[operation.id]
        path = ("client", *place.resource, "with_streaming_response", place.method)
        made = self._made(
            operation, python("with {}", identifier(".".join(path))), needs
        )
        name = string(file_of(operation, place.method))
        lines = [
            self._client(needs),
            item(made, 0, python(" as response:")),
            python("    print(response.status_code, response.headers)"),
            python("    response.stream_to_file({})", name),
        ]
        return _program(needs, lines)

    def options(self, operation: Operation) -> Markdown:
        """Time-outs and retries, for a client and for one call."""
        needs = self._needs()
        limits = python(
            "{}.Timeout(30.0, connect=5.0)", needs.module(self.book.names.http)
        )
        client = needs.own(self.book.names.client)
        made = call(client, timeout=limits, max_retries=literal(5))
        lines = [
            assigned("client", made, 0),
            python("patient = client.with_options(timeout=300.0)"),
            *self._call(operation, needs, client="patient"),
        ]
        return _program(needs, lines)

    def guarded(self, operation: Operation) -> Markdown:
        """A call, and what to do about its documented failures."""
        needs = self._needs()
        errors = needs.own("errors")
        failures = self.book.catalogue.operations[operation.id]
        lines = [self._client(needs), python("try:"), *self._call(operation, needs, 4)]
        if failures.rejected is not None:
            rejected = identifier(failures.rejected)
            lines.append(python("except {}.{} as error:", errors, rejected))
            lines += _matched(failures)
        lines += self._status_error(operation, failures)
        lines += [
            python("except {}.{} as error:", errors, identifier(self.book.names.error)),
            python("    print(error.message)"),
        ]
        return _program(needs, lines)

    def _status_error(self, operation: Operation, failures: Failures) -> list[Python]:
        """The status with the most documented cases, or any status."""
        statuses = [
            one.status
            for one in operation.responses
            if one.status in failures.exceptions
            and not one.is_success
            and one.status.isdigit()
        ]
        if not statuses:
            return [
                python("except errors.APIStatusError as error:"),
                python("    print(error.status_code, error.body, error.request_id)"),
            ]
        telling = max(
            statuses, key=lambda one: (len(failures.of(one)), one not in _COMMON)
        )
        exception = identifier(failures.exceptions[telling])
        lines = [python("except errors.{} as error:", exception)]
        reasons = failures.of(telling)
        if len(reasons) > 1:
            lines += _condition(identifier(f"errors.{failures.enum}.{reasons[0].name}"))
            lines.append(printed(8, string(_short(reasons[0]))))
        lines.append(
            python("    print(error.reason.title, error.body, error.request_id)")
        )
        return lines

    # One call

    def _needs(self) -> Needs:
        return Needs(self.book.names.package)

    def _client(self, needs: Needs) -> Python:
        return python("client = {}()", needs.own(self.book.names.client))

    def _call(
        self,
        operation: Operation,
        needs: Needs,
        indent: int = 0,
        *,
        awaits: bool = False,
        client: str = "client",
    ) -> list[Python]:
        """The statements of a call: what it returns is used."""
        path = identifier(f"{client}.{self.book.names.places[operation.id].dotted}")
        if awaits:
            path = python("await {}", path)
        made = self._made(operation, path, needs)
        if not gives_something(operation):
            return [item(made, indent, "")]
        return [
            assigned(self.results.variable(operation), made, indent),
            *self.results.used(operation, needs, indent, awaits=awaits),
        ]

    def _made(self, operation: Operation, path: str, needs: Needs) -> Bracket:
        spelling = Spelling(
            self.book.api,
            self.book.names,
            self.samples,
            needs,
            self.book.placement.uploaded,
        )
        items: list[Code] = []
        for argument, stated in self.arguments(operation):
            value = self.samples.of(
                argument.type,
                argument.wire or argument.name,
                stated.example,
                stated.default,
            )
            file = file_name(argument.name, stated.media_type)
            code = spelling.argument(value, argument.type, file)
            positional = argument.is_positional
            items.append(code if positional else Pair(f"{argument.name}=", code))
        return Bracket(path, tuple(items), "(", ")")

    def arguments(self, operation: Operation) -> Iterator[tuple[Argument, Stated]]:
        """The arguments of a sample: the required ones, and a body that tells."""
        stated, telling = self._stated(operation)
        arguments = self.book.operations.arguments(operation)
        has_body = any(one.required and one.place == "body" for one in arguments)
        for one in arguments:
            in_body = one.place == "body" and one.wire in telling
            if has_body and not self._is_stated(operation):
                in_body = False
            if one.required or one.with_client or in_body:
                yield one, stated.get((one.place, one.wire), Stated())

    def _is_stated(self, operation: Operation) -> bool:
        """Whether the document has an example of the body, which is shown whole."""
        body = operation.body
        return body is not None and _example(body.contents[0]) is not None

    def _stated(
        self, operation: Operation
    ) -> tuple[dict[tuple[str, str], Stated], set[str]]:
        """Return the examples of arguments, and the body members that a sample has."""
        found = {
            (place := (one.location.value, one.name)): Stated(
                one.example or self.shared.get(place), one.default
            )
            for one in operation.parameters
        }
        body = operation.body
        if body is None:
            return found, set()
        content = body.contents[0]
        model = self.book.api.body_fields(body)
        example = _example(content)
        if model is None:
            found["body", ""] = Stated(example, media_type=content.media_type)
            return found, {""} if operation.method in _WITH_BODY else set()
        shown: Value = json.loads(example) if example is not None else None
        members = shown if isinstance(shown, dict) else {}
        encodings = dict(content.encoding)
        for field in model.fields:
            stated = _of_field(field, encodings.get(field.wire))
            if field.wire in members:
                text = json.dumps(members[field.wire], ensure_ascii=False)
                stated = replace(stated, example=text)
            found["body", field.wire] = stated
        if members:
            return found, {*members}
        return found, {field.wire for field in self.samples.telling(model)}


def calls(book: Book) -> Calls:
    """Return the writer of a client's samples.

    A parameter without an example takes that of its namesake in another operation.
    """
    shared: dict[tuple[str, str], str] = {}
    for operation in book.api.operations:
        for one in operation.parameters:
            if one.example is not None:
                shared.setdefault((one.location.value, one.name), one.example)
    return Calls(book, Samples(book.api), Results(book), shared)


_SHORTENED: Final = python(
    "# Shortened: ... stands for a value that is too deep or too long to show.\n\n"
)


def _program(needs: Needs, lines: Sequence[Python]) -> Markdown:
    note = _SHORTENED if needs.is_shortened else NOTHING
    return fence(python("{}{}\n\n{}", note, needs.text(), joined("\n", lines)))


def _condition(member: Python) -> Iterator[Python]:
    """A look at the reason, in as many lines as it takes."""
    flat = python("    if error.reason is {}:", member)
    if len(flat) <= WIDTH:
        yield flat
        return
    yield python("    if (\n        error.reason")
    yield python("        is {}\n    ):", member)


def _short(reason: Reason) -> str:
    """A reason in a few words."""
    said = first_sentence(reason.description)
    return said if said and len(said) <= _SHORT else reason.title


def _matched(failures: Failures) -> Iterator[Python]:
    """A look at the reason of a failure inside a success."""
    known = [one for one in failures.rejections if one.name != UNKNOWN]
    if len(known) == 1:
        yield python("    print(error.reason.title, error.body, error.request_id)")
        return
    first = next((one for one in known if "_" in one.name), known[0])
    yield python("    match error.reason:")
    member = identifier(f"errors.{failures.enum}.{first.name}")
    yield python("        case {}:", member)
    yield printed(12, string(_short(first)))
    yield python("        case reason:")
    yield python("            print(reason.title, reason.description)")


def _example(content: Content) -> str | None:
    """The example of a body that is short enough for a sample."""
    return next(
        (one.value for one in content.examples if len(one.value) <= _LONGEST), None
    )


def _of_field(field: Field, encoding: FieldEncoding | None) -> Stated:
    media_type = encoding.content_type if encoding is not None else None
    return Stated(field.example, field.default, media_type)
