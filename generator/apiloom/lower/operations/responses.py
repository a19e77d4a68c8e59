"""Responses Objects to responses, and what they say of failure.

OpenAPI 3.1, sections 4.8.16 and 4.8.17; ``x-error-cases`` and ``x-outcome``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.ir.api import (
    Content,
    ErrorCase,
    Header,
    Match,
    Outcome,
    Payload,
    Response,
)
from apiloom.ir.scalars import Kind
from apiloom.ir.types import Hint, Primitive, Scalar
from apiloom.locations import Pointer
from apiloom.lower.examples import parameter_examples
from apiloom.lower.extensions import path_of
from apiloom.lower.operations.contents import ContentLowering
from apiloom.lower.schemas.schema import SchemaLowering
from apiloom.lower.shared_components import Once
from apiloom.lower.vendor_extensions import extensions_of
from apiloom.runtime.types.patterns import is_supported

_EMPTY: Final = ("204", "205")


class ResponseLowering:
    """Lowers the responses of operations."""

    def __init__(self, schemas: SchemaLowering, contents: ContentLowering) -> None:
        self._schemas: Final = schemas
        self._contents: Final = contents
        self._shared: Final = Once[tuple[Content, ...]]()
        self.linked: Final[dict[Pointer, Node]] = {}
        """The responses that have links, which need all operations to be known."""

    def all(self, operation: Node, owner: Pointer) -> tuple[Response, ...]:
        """The responses of an operation, by status; ``default`` last."""
        found = self.expected(operation, owner)
        if not any(one.is_success or one.status == "default" for one in found):
            message = "no success response is declared; read as any value"
            operation.report(Code.UNDOCUMENTED_SUCCESS, message)
        return found

    def expected(self, operation: Node, owner: Pointer) -> tuple[Response, ...]:
        """The same of a request that the API sends, which need not document any."""
        declared = operation.mapping("responses")
        targets: dict[str, tuple[Node, Node]] = {}
        for status, entry in declared.items() if declared is not None else ():
            target = entry.resolve() if _is_status(status) else None
            if target is not None and target.is_mapping:
                targets[status] = entry, target
        successes = _successes(
            {status: bool(_contents(target)) for status, (_, target) in targets.items()}
        )
        found = [
            self._response(status, entry, target, owner, status in successes)
            for status, (entry, target) in targets.items()
            if status[0] != "1" or status in successes
        ]
        found.sort(key=lambda response: (response.status == "default", response.status))
        return tuple(found)

    def _response(
        self, status: str, entry: Node, target: Node, owner: Pointer, success: bool
    ) -> Response:
        shared = entry.pointer != target.pointer
        words = "response" if status[0] == "2" else f"{status} response"
        contents = (
            self._shared.get(
                target.pointer, lambda: self._read(target, Hint(_shared_name(target)))
            )
            if shared
            else self._read(target, Hint(words, owner))
        )
        if status in _EMPTY or self._is_head(owner):
            # HTTP has no body here (RFC 9110, sections 9.3.2, 15.3.5 and 15.3.6).
            contents = ()
        if status[0] in "345":
            # A failure is read at once, as text where it comes as a sequence.
            contents = tuple(map(_at_once, contents))
        headers = target.mapping("headers")
        names = tuple(
            _header(name, node)
            for name, node in (headers.items() if headers is not None else ())
        )
        if "links" in target:
            self.linked[target.pointer] = target
        return Response(
            status=status,
            description=target.text("description") or "",
            contents=contents,
            is_success=success,
            cases=_cases(target),
            outcome=_outcome(target),
            location=success and status[0] == "3" and not contents,
            headers=names,
            pointer=target.pointer,
            extensions=extensions_of(target),
        )

    @staticmethod
    def _is_head(owner: Pointer) -> bool:
        """Whether these are the responses of a HEAD request."""
        return owner.name == "head"

    def _read(self, target: Node, hint: Hint) -> tuple[Content, ...]:
        """Return the contents of a response; what can be decoded comes first."""
        found = _contents(target)
        contents = [self._contents.content(*one, hint) for one in found]
        as_json = [
            _schema(media)
            for (_, media), content in zip(found, contents, strict=True)
            if content.payload is Payload.JSON and content.described
        ]
        marked = [
            (
                replace(content, is_alternative=True)
                if self._contents.is_undecoded(content) and _schema(media) in as_json
                else content
            )
            for (_, media), content in zip(found, contents, strict=True)
        ]
        return tuple(sorted(marked, key=lambda one: one.is_alternative))


def _successes(responses: Mapping[str, bool]) -> frozenset[str]:
    """The statuses with which a call returns, of those that have a body or have none.

    Redirects are not followed: where no 2XX has a body to return, the place that a
    redirect names is an answer.  Beside such a body it is an exception to it, and so
    is 304, which answers only a conditional request (RFC 9110, section 15.4.5).
    """
    fine = {status for status in responses if status[0] == "2"}
    redirects = {one for one in responses if one[0] == "3" and one != "304"}
    if not fine:
        fine = redirects or {status for status in responses if status[0] == "1"}
    elif not any(responses[status] for status in fine):
        fine |= {status for status in redirects if not responses[status]}
    return frozenset(fine)


def _contents(target: Node) -> tuple[tuple[str, Node], ...]:
    media_types = target.mapping("content")
    return tuple(media_types.items()) if media_types is not None else ()


def _schema(media: Node) -> object:
    """Return the schema of a Media Type Object, as it is written."""
    target = media.resolve() or media
    schema = target.get("schema") if target.is_mapping else None
    return schema.value if schema is not None else None


def _shared_name(target: Node) -> str:
    """Return the name of a response that several operations share."""
    return target.pointer.name or PurePosixPath(target.pointer.file).stem


def _cases(node: Node) -> tuple[ErrorCase, ...]:
    declared = node.sequence("x-error-cases")
    cases: list[ErrorCase] = []
    for entry in declared.elements() if declared is not None else ():
        name = entry.text("name")
        if name is None:
            entry.report(Code.EXTENSION_INVALID, "an error case requires a name")
            continue
        title = entry.text("title") or ""
        description = entry.text("description") or ""
        cases.append(ErrorCase(name, title, description, _match(entry)))
    return tuple(cases)


def _match(entry: Node) -> Match | None:
    node = entry.mapping("match")
    if node is None:
        return None
    path = path_of(node, "property")
    if not path:
        node.report(Code.EXTENSION_INVALID, "a match requires a property")
        return None
    value = node.get("value")
    scalar: Scalar = None
    if value is not None and isinstance(value.value, (bool, int, float, str)):
        scalar = value.value
    pattern = node.text("pattern")
    if pattern is not None and not is_supported(pattern):
        message = "the pattern cannot be matched in linear time"
        hint = "write it without look-around, back-references and large counts"
        node.report(Code.EXTENSION_INVALID, message, hint)
        return None
    return Match(path, scalar, pattern)


def _outcome(node: Node) -> Outcome | None:
    outcome = node.mapping("x-outcome")
    if outcome is None:
        return None
    path = path_of(outcome, "property")
    success = outcome.get("success")
    if not path or success is None:
        outcome.report(
            Code.EXTENSION_INVALID, "x-outcome requires property and success"
        )
        return None
    if success.value == "present":
        return Outcome(path, None)
    if isinstance(success.value, str | bool | int | float):
        return Outcome(path, (success.value,))
    values = tuple(
        element.value
        for element in success.elements()
        if element.value is None or isinstance(element.value, (bool, int, float, str))
    )
    if not values:
        success.report(Code.EXTENSION_INVALID, "x-outcome requires a value of success")
        return None
    return Outcome(path, values)


def _at_once(content: Content) -> Content:
    if content.items is None:
        return content
    text = Primitive(Kind.STRING)
    examples = content.examples
    return Content(content.media_type, Payload.TEXT, text, examples=examples)


def _header(name: str, node: Node) -> Header:
    """A Header Object (section 4.8.21)."""
    target = node.resolve()
    if target is None or not target.is_mapping:
        return Header(name)
    examples = parameter_examples(target, target.get("schema"))
    return Header(
        name,
        description=target.text("description") or "",
        type=_type_of(target.get("schema")),
        required=target.flag("required") or False,
        deprecated=target.flag("deprecated") or False,
        example=examples[0] if examples else None,
    )


def _type_of(schema: Node | None) -> str:
    """The type of a schema in the words of JSON Schema; empty if it states none."""
    target = schema.resolve() if schema is not None else None
    types = target.get("type") if target is not None else None
    if target is None or types is None:
        return ""
    listed = types.value if isinstance(types.value, list) else [types.value]
    text = " | ".join(one for one in listed if isinstance(one, str))
    format_ = target.get("format")
    if format_ is not None and isinstance(format_.value, str):
        return f"{text} ({format_.value})"
    return text


def _is_status(status: str) -> bool:
    if status == "default":
        return True
    return (
        len(status) == 3
        and status[0] in "12345"
        and (status[1:] == "XX" or status[1:].isdecimal())
    )
