"""The size of a client: how much a document may ask for.

Two things make a client large. A document may hold very many operations and schemas:
they are counted as the parts of the client. And a few lines may hold what very many
operations share, a body of a thousand properties for one: its values are counted at
each operation. Both have a limit, and one option raises it.
"""

from __future__ import annotations

from typing import Final

from apiloom.access import MAX_PARTS
from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.document import Document
from apiloom.ir.api import Api, Body, Content, Operation, Parameter, Response, Server
from apiloom.locations import Pointer

__all__ = ["Size"]

_VALUES: Final = 3
"""Values that operations may share, for each part that a client may have."""
_BYTES: Final = 50
"""Bytes of the document that stand for one more value, if that is more."""
_CHARACTERS: Final = 64
"""Characters of a text that count as one more value."""
_MODULES: Final = 3
"""Modules and pages of each resource."""
_PATHS: Final = Pointer("", ("paths",))


class Size:
    """Counts what a client will consist of; raises UnusableInput beyond the limit."""

    def __init__(self, document: Document, most: int = MAX_PARTS) -> None:
        self._document: Final = document
        self._most: Final = most
        self._operations = 0
        self._values = 0

    def add_operations(self, number: int) -> None:
        """Count operations, before they are lowered."""
        self._operations += number
        self._judge(0, 0)

    def add_values(self, operation: Operation) -> None:
        """Count what an operation says, whether or not it shares that with others."""
        self._spend(_values(operation))

    def add_shared(self, api: Api) -> None:
        """Count what can be told only once all schemas are known.

        That are links, fields of bodies, which are arguments of operations, and the
        types that are written out for arguments.
        """
        counted: dict[Pointer, int] = {}
        for operation in api.operations:
            body = operation.body
            if body is not None and body.pointer not in counted:
                counted[body.pointer] = _of_body(api, body)
            number = counted[body.pointer] if body is not None else 0
            number += sum(api.width(one.type) - 1 for one in operation.parameters)
            self._spend(number + sum(map(_of_links, operation.responses)))

    def add_joined(self, fields: int) -> None:
        """Count the fields of an object that several schemas describe."""
        self._spend(fields)

    def judge(self, definitions: int, resources: int = 0) -> None:
        """Judge how many schemas have a type of their own, and how many resources."""
        if definitions + resources * _MODULES + 2 * self._operations > self._most:
            self._judge(definitions, resources)

    def _judge(self, definitions: int, resources: int) -> None:
        counts = (
            (self._operations, "operation", "operations"),
            (self._operations, "page of a method", "pages of methods"),
            (definitions, "schema", "schemas"),
            (resources * _MODULES, "module", "modules of resources"),
        )
        total = sum(number for number, _, _ in counts)
        if total <= self._most:
            return
        listed = " and ".join(
            f"{number:,} {one if number == 1 else many}"
            for number, one, many in counts
            if number
        )
        self._refuse(
            f"the client would consist of {listed}; more than {self._most:,} parts are"
            " refused",
            total,
        )

    def _spend(self, values: int) -> None:
        self._values += values
        if self._values <= self._most * _VALUES:
            return
        # As files are read when something refers to them, the limit may have grown.
        size = sum(len(file.text) for file in self._document.files.values())
        most = max(self._most * _VALUES, size // _BYTES)
        if self._values > most:
            self._refuse(
                f"what the operations share comes to more than {most:,} arguments and"
                " other values, if each operation has its own",
                self._most * 2,
            )

    def _refuse(self, message: str, needed: int) -> None:
        place = self._document.locate(_PATHS)
        hint = (
            f"max-parts or --max-parts {needed} allows more; an overlay can remove what"
            " you do not need"
        )
        raise UnusableInput(Code.TOO_MANY_PARTS, message, place, hint)


def _text(text: str | None) -> int:
    return len(text) // _CHARACTERS if text else 0


def _values(operation: Operation) -> int:
    """Count what is written out for an operation, but for the fields of its body."""
    number = _text(operation.description) + len(operation.callbacks)
    for parameter in operation.parameters:
        number += _of_parameter(parameter)
    for response in operation.responses:
        number += _of_response(response)
    if operation.body is not None:
        number += _text(operation.body.description)
        number += sum(map(_of_content, operation.body.contents))
    for alternative in operation.security:
        number += 1 + len(alternative)
        number += sum(len(requirement.scopes) for requirement in alternative)
    for server in operation.servers:
        number += _of_server(server)
    for callback in operation.callbacks:
        number += _values(callback.request)
    return number


def _of_parameter(parameter: Parameter) -> int:
    texts = (parameter.description, parameter.default, *parameter.examples)
    return 1 + sum(map(_text, texts))


def _of_body(api: Api, body: Body) -> int:
    model = api.body_fields(body)
    if model is None:
        return sum(api.width(content.type) - 1 for content in body.contents)
    return sum(
        api.width(field.type) + _text(field.description) for field in model.fields
    )


def _of_content(content: Content) -> int:
    examples = sum(_text(example.value) for example in content.examples)
    return 1 + len(content.encoding) + examples


def _of_response(response: Response) -> int:
    number = 1 + _text(response.description)
    number += sum(map(_of_content, response.contents))
    for header in response.headers:
        number += 1 + _text(header.description)
    for case in response.cases:
        number += 1 + _text(case.description)
    return number


def _of_links(response: Response) -> int:
    links = response.links
    return sum(1 + len(one.parameters) + _text(one.description) for one in links)


def _of_server(server: Server) -> int:
    values = sum(1 + len(variable.values) for variable in server.variables)
    return 1 + _text(server.description) + values
