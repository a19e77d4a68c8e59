"""The samples of the documentation: whole programs, as a user would write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.ir.api import Content, Operation, Payload
from generator.ir.types import (
    ANY,
    NULL,
    Array,
    Enumeration,
    Field,
    Kind,
    Literal,
    Model,
    Primitive,
    Union,
    without_null,
)
from generator.python.failures import UNKNOWN, Failures
from generator.python.layout import (
    WIDTH,
    Bracket,
    Code,
    Name,
    Pair,
    assigned,
    call,
    item,
    string,
)
from generator.python.operations import Argument, returned
from generator.python.reference_code import Needs, Spelling, file_name
from generator.python.reference_places import Book
from generator.python.reference_security import Credentials
from generator.python.samples import Samples

_TELLING: Final = ("status", "id", "name", "title")
_WITH_BODY: Final = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the document says of an argument besides its type."""

    example: str | None = None
    default: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """Writes sample programs."""

    book: Book
    samples: Samples

    def example(self, operation: Operation) -> str:
        """One call, and something of its answer."""
        needs = self._needs()
        lines = [self._client(needs), *self._call(operation, needs)]
        return _program(needs, lines)

    def construction(self) -> str:
        """The client with its credentials as arguments."""
        needs = self._needs()
        names = self.book.names
        items = tuple(
            Pair(f"{argument}=", Name('"..."'))
            for argument in Credentials(self.book.api, names).first()
        )
        made = Bracket(needs.own(names.client), items, "(", ")")
        return _program(needs, [assigned("client", made, 0)])

    def at_server(self, url: str) -> str:
        """The client for another server."""
        needs = self._needs()
        items = (Pair("base_url=", Name(string(url))),)
        made = Bracket(needs.own(self.book.names.client), items, "(", ")")
        return _program(needs, [assigned("client", made, 0)])

    def awaited(self, operation: Operation) -> str:
        """The same call in code that awaits."""
        needs = self._needs()
        client = needs.own(self.book.names.async_client)
        lines = [
            "",
            "async def main() -> None:",
            f"    async with {client}() as client:",
            *self._call(operation, needs, 8, "await "),
            "",
            "",
            f"{needs.module('asyncio')}.run(main())",
        ]
        return _program(needs, lines)

    def raw(self, operation: Operation) -> str:
        """The answer as it came."""
        needs = self._needs()
        place = self.book.names.places[operation.id]
        path = ".".join(("client", *place.resource, "with_raw_response", place.method))
        made = self._made(operation, path, needs)
        lines = [
            self._client(needs),
            assigned("raw", made, 0),
            "print(raw.status_code, raw.headers, raw.request_id)",
            *(["answer = raw.parse()"] if _gives_something(operation) else []),
        ]
        return _program(needs, lines)

    def options(self, operation: Operation) -> str:
        """Time-outs and retries, for a client and for one call."""
        needs = self._needs()
        limits = f"{needs.module('httpx2')}.Timeout(30.0, connect=5.0)"
        client = needs.own(self.book.names.client)
        made = call(client, timeout=limits, max_retries="5")
        lines = [
            assigned("client", made, 0),
            "patient = client.with_options(timeout=300.0)",
            *self._call(operation, needs, client="patient"),
        ]
        return _program(needs, lines)

    def guarded(self, operation: Operation) -> str:
        """A call, and what to do about its documented failures."""
        needs = self._needs()
        errors = needs.own("errors")
        failures = self.book.catalogue.operations[operation.id]
        lines = [self._client(needs), "try:", *self._call(operation, needs, 4)]
        if failures.rejected is not None:
            lines.append(f"except {errors}.{failures.rejected} as error:")
            lines += _matched(failures)
        lines += self._status_error(operation, failures)
        lines += [
            f"except {errors}.{self.book.names.error} as error:",
            "    print(error.message)",
        ]
        return _program(needs, lines)

    def _status_error(self, operation: Operation, failures: Failures) -> list[str]:
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
                "except errors.APIStatusError as error:",
                "    print(error.status_code, error.body, error.request_id)",
            ]
        telling = max(statuses, key=lambda status: len(failures.of(status)))
        lines = [f"except errors.{failures.exceptions[telling]} as error:"]
        reasons = failures.of(telling)
        if len(reasons) > 1:
            lines += _condition(f"errors.{failures.enum}.{reasons[0].name}")
            lines.append(_printed(8, string(reasons[0].title)))
        lines.append("    print(error.reason.title, error.body, error.request_id)")
        return lines

    # One call

    def _needs(self) -> Needs:
        return Needs(self.book.names.package)

    def _client(self, needs: Needs) -> str:
        return f"client = {needs.own(self.book.names.client)}()"

    def _call(
        self,
        operation: Operation,
        needs: Needs,
        indent: int = 0,
        wait: str = "",
        client: str = "client",
    ) -> list[str]:
        """The statements of a call: what it returns is used."""
        path = f"{wait}{client}.{self.book.names.places[operation.id].dotted}"
        made = self._made(operation, path, needs)
        if not _gives_something(operation):
            return [item(made, indent, "")]
        return [assigned("answer", made, indent), *self._used(operation, needs, indent)]

    def _made(self, operation: Operation, path: str, needs: Needs) -> Bracket:
        spelling = Spelling(
            self.book.api,
            self.book.names,
            self.samples,
            needs,
            self.book.layout.uploaded,
        )
        items: list[Code] = []
        for argument, stated in self._arguments(operation):
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

    def _arguments(self, operation: Operation) -> Iterator[tuple[Argument, Stated]]:
        """The arguments of a sample: the required ones, and a body that tells."""
        stated, telling = self._stated(operation)
        arguments = self.book.operations.arguments(operation)
        has_body = any(one.required and one.place == "body" for one in arguments)
        for one in arguments:
            in_body = one.place == "body" and one.wire in telling and not has_body
            if one.required or in_body:
                yield one, stated.get((one.place, one.wire), Stated())

    def _stated(
        self, operation: Operation
    ) -> tuple[dict[tuple[str, str], Stated], set[str]]:
        """What is said of the arguments; the members of the body that a sample has."""
        found = {
            (one.location.value, one.name): Stated(one.example, one.default)
            for one in operation.parameters
        }
        body = operation.body
        if body is None:
            return found, set()
        content = body.contents[0]
        model = self.book.api.body_fields(body)
        if model is None:
            found["body", ""] = Stated(media_type=content.media_type)
            return found, {""} if operation.method in _WITH_BODY else set()
        for field in model.fields:
            found["body", field.wire] = _of_field(field, content)
        return found, {field.wire for field in self.samples.telling(model)}

    # What is done with the answer

    def _used(self, operation: Operation, needs: Needs, indent: int) -> Sequence[str]:
        type_ = returned(operation)
        if type_ == Primitive(Kind.OCTETS):
            path = needs.name("pathlib", "Path")
            method = self.book.names.places[operation.id].method
            name = string(file_name(method, _media(operation)))
            return [f"{' ' * indent}{path}({name}).write_bytes(answer)"]
        resolved = self.book.api.resolve(type_)
        if isinstance(resolved, Array):
            return self._each("answer", resolved, indent)
        if isinstance(resolved, Model):
            return self._of_model(resolved, operation, indent)
        return [_printed(indent, "answer")]

    def _of_model(
        self, model: Model, operation: Operation, indent: int
    ) -> Sequence[str]:
        names = self.book.names.fields[model.pointer]
        outcomes = (one.outcome for one in operation.responses if one.outcome)
        outcome = next(outcomes, None)
        if outcome is not None and outcome.path[0] in names:
            return [_printed(indent, f"answer.{names[outcome.path[0]]}")]
        for field in model.fields:
            listed = self.book.api.resolve(field.type)
            if isinstance(listed, Array) and field.required and not field.write_only:
                return self._each(f"answer.{names[field.wire]}", listed, indent)
        shown = self._scalar(model)
        return [_printed(indent, f"answer.{shown}" if shown else "answer")]

    def _each(self, listed: str, array: Array, indent: int) -> Sequence[str]:
        element = self.book.api.resolve(array.items)
        shown = self._scalar(element) if isinstance(element, Model) else None
        return [
            f"{' ' * indent}for item in {listed}:",
            _printed(indent + 4, f"item.{shown}" if shown else "item"),
        ]

    def _scalar(self, model: Model) -> str | None:
        """The attribute that tells most of an object, if one is a scalar."""
        names = self.book.names.fields[model.pointer]
        scalars = [
            field
            for field in model.fields
            if isinstance(
                self.book.api.resolve(without_null(field.type)),
                Primitive | Literal | Enumeration,
            )
            and not field.write_only
        ]
        scalars.sort(key=lambda field: not field.required)
        telling = [one for name in _TELLING for one in scalars if one.wire == name]
        chosen = next(iter([*telling, *scalars]), None)
        return names[chosen.wire] if chosen is not None else None


def _program(needs: Needs, lines: Sequence[str]) -> str:
    return f"{needs.text()}\n\n" + "\n".join(lines)


def _printed(indent: int, value: str) -> str:
    return item(call("print", value), indent, "")


def _condition(member: str) -> Iterator[str]:
    """A look at the reason, in as many lines as it takes."""
    flat = f"    if error.reason is {member}:"
    if len(flat) <= WIDTH:
        yield flat
        return
    yield "    if ("
    yield "        error.reason"
    yield f"        is {member}"
    yield "    ):"


def _matched(failures: Failures) -> Iterator[str]:
    """A look at the reason of a failure inside a success."""
    first = next(one for one in failures.rejections if one.name != UNKNOWN)
    yield "    match error.reason:"
    yield f"        case errors.{failures.enum}.{first.name}:"
    yield _printed(12, string(first.title))
    yield "        case reason:"
    yield "            print(reason.title, reason.description)"


def _gives_something(operation: Operation) -> bool:
    return returned(operation) != NULL


def _of_field(field: Field, content: Content) -> Stated:
    encoding = dict(content.encoding).get(field.wire)
    media_type = encoding.content_type if encoding is not None else None
    return Stated(field.example, field.default, media_type)


def _media(operation: Operation) -> str | None:
    """The media type of the bytes that come back."""
    return next(
        (
            content.media_type
            for response in operation.responses
            for content in response.contents
            if response.is_success and content.payload is Payload.BINARY
        ),
        None,
    )


def is_typed(operation: Operation) -> bool:
    """Whether a call gives something that has a type."""
    type_ = returned(operation)
    return type_ not in (ANY, NULL) and not isinstance(type_, Union)
