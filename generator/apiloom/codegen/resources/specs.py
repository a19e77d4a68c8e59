"""Operations as the runtime needs to know them to carry one out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    assigned,
    call,
    fits_inside,
    listing,
    literal,
    made_by,
    mapping,
    string,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.resources.arguments import returned
from apiloom.codegen.resources.pages import PageViews
from apiloom.codegen.servers import own_servers
from apiloom.codegen.views import OperationView
from apiloom.ir.api import (
    Body,
    Content,
    FieldEncoding,
    In,
    Operation,
    Parameter,
    Payload,
    Response,
)
from apiloom.ir.security import Requirement
from apiloom.naming.allocate import Names
from apiloom.text.code import NOTHING, Python, identifier, python

Failures: TypeAlias = Mapping[str, Code]
"""The failures of an operation as code, by status, range or ``default``."""

_OPERATION: Final = ".._runtime.core.operation"
_DEFAULT_STYLES: Final = {
    In.PATH: ("simple", False),
    In.QUERY: ("form", True),
    In.HEADER: ("simple", False),
    In.COOKIE: ("form", True),
}


@dataclass(frozen=True, slots=True)
class OperationTexts:
    """Makes the functions that describe operations.

    Functions, because to describe an operation loads the models of its body and of
    its answers: that can wait until it is called.
    """

    names: Names
    catalogue: Catalogue
    pages: PageViews
    methods: Collection[str]
    """What the methods of the resource are called."""

    def failures(self, operation: Operation, annotator: Annotator) -> Failures:
        """Return the failures of an operation as code, by their statuses."""
        return {
            response.status: self._failure(operation, response, annotator)
            for response in operation.responses
            if not response.is_success
        }

    def shared_failures(self, shared: Failures, imports: Imports) -> Python:
        """Return the function of the failures that several operations have."""
        failure = imports.name(_OPERATION, "Failure")
        annotation = subscript("dict", "str", failure)
        name = self._free("_shared_failures")
        return made_by(name, annotation, _table(shared))

    def _free(self, name: str) -> str:
        """Return a private name that is not the function of another method."""
        return f"{name}_" if name[1:] in self.methods else name

    def function(
        self,
        operation: Operation,
        annotator: Annotator,
        checked: Imports,
        own: Failures,
        shared: Failures,
    ) -> OperationView:
        """Return the function of an operation.

        Args:
            operation: The operation to describe.
            annotator: Writes the types of the module.
            checked: Imports for type checkers alone.
            own: The failures of the operation, see `failures`.
            shared: The failures in `shared_failures`, if there is such a function.
        """
        place = self.names.places[operation.id]
        imports = annotator.imports
        failures = self.catalogue.operations[operation.id]
        named: dict[str, Code | str] = {
            "name": string(place.dotted),
            "method": string(operation.method),
            # A fragment names no resource of its own (RFC 3986, section 3.5).
            "path": string(operation.path.partition("#")[0]),
        }
        styles = [
            (_key(one), _style(one, imports))
            for one in operation.parameters
            if (one.style, one.explode) != _DEFAULT_STYLES[one.location]
            or one.allow_reserved
        ]
        if styles:
            named["styles"] = mapping(styles)
        passed = replace(annotator, constrained=True, lenient=False, defers=True)
        types = [(_key(one), passed.output(one.type)) for one in operation.parameters]
        if types:
            named["types"] = mapping(types)
        required = [
            _key(one)
            for one in operation.parameters
            if one.required and one.location is not In.PATH
        ]
        if required:
            named["required"] = listing(required)
        if operation.body is not None:
            named["body"] = self._request_body(operation.body, annotator)
            if not operation.body.required:
                named["body_required"] = "False"
        named["success"] = mapping(
            (string(one.status), self._decoder(one, annotator))
            for one in operation.successes
        )
        if own:
            imports.name(_OPERATION, "Failure")
            imports.deferred("..", "errors")
            named["failures"] = self._failures(own, shared)
        if failures.rejection is not None and failures.rejection.outcome is not None:
            outcome = failures.rejection.outcome
            success: Code = Name("None")
            if outcome.success is not None:
                success = listing(literal(value) for value in outcome.success)
            imports.deferred("..", "errors")
            named["outcome"] = call(
                imports.name(_OPERATION, "OutcomeCheck"),
                listing(string(part) for part in outcome.path),
                success,
                f"errors.{failures.rejected}",
            )
        if failures.exceptions:
            named["reasons"] = python("lambda: errors.{}", identifier(failures.enum))
        if any(operation.security):
            named["security"] = listing(
                listing(needed(one, imports, ".._runtime") for one in alternative)
                for alternative in operation.security
            )
        if operation.idempotency_key is not None:
            named["idempotency_key"] = string(operation.idempotency_key)
        if operation.servers:
            named["servers"] = own_servers(operation, self.names, imports, ".._runtime")
        accept = accepted(operation)
        if accept != "application/json":
            named["accept"] = string(accept)
        if operation.pagination is not None:
            named["pages"] = self.pages.constant(operation.pagination, annotator)
        made = call("Operation", **named)
        answer = annotator.output(returned(operation))
        head = imports.name(_OPERATION, "Operation")
        alias = NOTHING
        if not fits_inside(subscript(head, answer)):
            imports.name("typing", "TYPE_CHECKING")
            known = checked.name("typing", "TypeAlias")
            name = self._free(f"_{place.method}_answer")
            alias = assigned(python("{}: {}", identifier(name), known), answer, 4)
            answer = Name(name)
        imports.own("functools", "cache")
        text = made_by(f"_{place.method}", subscript(head, answer), made)
        return OperationView(text, alias)

    def _failures(self, own: Failures, shared: Failures) -> Code:
        """The failures of an operation: alone, the shared ones, or these and more."""
        name = self._free("_shared_failures")
        if not _includes(own, shared):
            return replace(_table(own), head=python("lambda: "))
        more = {status: code for status, code in own.items() if status not in shared}
        if not more:
            return Name(name)
        spread = Name(python("**{}()", identifier(name)))
        return Bracket(python("lambda: "), (spread, *_table(more).items), "{", "}")

    def _request_body(self, body: Body, annotator: Annotator) -> Code:
        made = [self._content_body(content, annotator) for content in body.contents]
        if len(made) == 1:
            return made[0]
        return call(
            annotator.imports.name(".._runtime.encoding.bodies", "OneOfBodies"), *made
        )

    def _content_body(self, content: Content, annotator: Annotator) -> Code:
        imports = annotator.imports
        module = ".._runtime.encoding.bodies"
        media_type = string(content.media_type)
        if content.payload is Payload.TEXT:
            return call(imports.name(module, "TextBody"), media_type)
        if content.payload in (Payload.BINARY, Payload.EVENTS):
            return call(imports.name(module, "BinaryBody"), media_type)
        is_form = content.payload is Payload.MULTIPART
        type_ = replace(annotator, uploads=is_form, constrained=True).output(
            content.type
        )
        match content.payload:
            case Payload.JSON:
                name = imports.name(module, "JsonBody")
                default = content.media_type == "application/json"
                return call(name, type_, *(() if default else (media_type,)))
            case Payload.FORM | Payload.MULTIPART:
                is_form = content.payload is Payload.FORM
                name = (
                    imports.name(module, "FormBody")
                    if is_form
                    else imports.name(".._runtime.encoding.multipart", "MultipartBody")
                )
                table = mapping(
                    (string(wire), _encoding(encoding, imports))
                    for wire, encoding in content.encoding
                )
                stated: list[Code | str] = [table] if content.encoding else []
                usual = ("multipart/form-data", "application/x-www-form-urlencoded")
                if not is_form and content.media_type not in usual:
                    return call(name, type_, *stated, media_type=media_type)
                return call(name, type_, *stated)
            case _:
                module = ".._runtime.encoding.item_streams"
                return call(imports.name(module, "JsonLinesBody"), type_, media_type)

    def _decoder(self, response: Response, annotator: Annotator) -> Code:
        imports = annotator.imports
        module = ".._runtime.decoding.decoders"
        if response.is_success and response.location:
            return call(imports.name(module, "Location"))
        decoders = [
            self._content_decoder(content, annotator) for content in response.contents
        ]
        if not decoders:
            return call(imports.name(module, "Empty"))
        if len(decoders) == 1:
            return decoders[0]
        return call(imports.name(module, "AnyOf"), *decoders)

    def _content_decoder(self, content: Content, annotator: Annotator) -> Code:
        module = ".._runtime.decoding.decoders"
        media_type = string(content.media_type)
        match content.payload:
            case Payload.TEXT:
                return call(annotator.imports.name(module, "Text"), media_type)
            case Payload.BINARY | Payload.MULTIPART:
                return call(annotator.imports.name(module, "Binary"), media_type)
            case Payload.JSON | Payload.FORM:
                type_ = annotator.output(content.type)
                default = content.media_type == "application/json"
                extra = () if default else (media_type,)
                if not content.described:
                    name = annotator.imports.name(module, "Undescribed")
                    return call(name, media_type)
                return call(annotator.imports.name(module, "Json"), type_, *extra)
            case Payload.EVENTS | Payload.LINES | Payload.RECORDS:
                return _items(content, annotator)

    def _failure(
        self, operation: Operation, response: Response, annotator: Annotator
    ) -> Code:
        if response.contents:
            body = self._decoder(response, annotator)
        else:
            body = call(
                annotator.imports.name(".._runtime.decoding.decoders", "Undescribed")
            )
        if not response.status.isdigit():
            return call("Failure", body)
        exception = self.catalogue.operations[operation.id].exceptions[response.status]
        return call("Failure", body, f"errors.{exception}")


def most_shared(tables: Iterable[Failures]) -> Failures:
    """Return the failures to state once for the operations of a module.

    They are those of an operation, or what all have in common, whichever saves most
    lines; none if no two operations have two failures in common.
    """
    known = [table for table in tables if table]
    if len(known) < 2:
        return {}
    first, *others = known
    common = {
        status: code
        for status, code in first.items()
        if all(_includes(other, {status: code}) for other in others)
    }
    candidates = {_key_of(table): table for table in (common, *known)}.values()

    def saved(candidate: Failures) -> int:
        users = sum(_includes(table, candidate) for table in known)
        return (users - 1) * len(candidate)

    best = max(candidates, key=saved)
    return best if len(best) > 1 and saved(best) > 0 else {}


def _includes(table: Failures, part: Failures) -> bool:
    return bool(part) and all(
        status in table and table[status].flat == code.flat
        for status, code in part.items()
    )


def _key_of(table: Failures) -> tuple[tuple[str, str], ...]:
    return tuple((status, code.flat) for status, code in table.items())


def _table(failures: Failures) -> Bracket:
    return mapping((string(status), code) for status, code in failures.items())


def _items(content: Content, annotator: Annotator) -> Code:
    """Return the decoder of a stream's items."""
    module = ".._runtime.decoding.streams"
    type_ = annotator.output(content.type)
    media_type = content.media_type
    items = content.items
    if content.payload is not Payload.EVENTS or items is None:
        is_lines = content.payload is Payload.LINES
        usual = "application/jsonl" if is_lines else "application/json-seq"
        name = annotator.imports.name(
            module, "JsonLines" if is_lines else "JsonSequence"
        )
        return call(
            name, type_, *(() if media_type == usual else (string(media_type),))
        )
    named: dict[str, Code | str] = {}
    if items.is_event:
        named["whole"] = "True"
    if items.has_json_data:
        named["json_data"] = "True"
    if items.is_embedded:
        named["embedded"] = "True"
    if items.end is not None:
        named["end"] = string(items.end)
    stated = () if media_type == "text/event-stream" else (string(media_type),)
    return call(annotator.imports.name(module, "EventStream"), type_, *stated, **named)


def accepted(operation: Operation) -> str:
    """The Accept header: the media types of the answers, those of success first.

    What comes in JSON as well is accepted last (RFC 9110, section 12.4.2).
    """
    found: dict[str, None] = {}
    others: dict[str, None] = {}
    for response in sorted(operation.responses, key=lambda one: not one.is_success):
        for content in response.contents:
            (others if content.is_alternative else found)[content.media_type] = None
    last = [f"{one};q=0.5" for one in others if one not in found]
    return ", ".join((*found, *last)) or "application/json"


def needed(requirement: Requirement, imports: Imports, package: str) -> Code:
    """A scheme by its key, with the scopes that an operation needs."""
    if not requirement.scopes:
        return Name(string(requirement.scheme))
    scopes = listing(string(scope) for scope in requirement.scopes)
    scoped = imports.name(f"{package}.core.operation", "Scoped")
    return call(scoped, string(requirement.scheme), scopes)


def _key(parameter: Parameter) -> Python:
    """A parameter, as the runtime knows it: its place and its name."""
    return python("({}, {})", string(parameter.location.value), string(parameter.name))


def _style(parameter: Parameter, imports: Imports) -> Code:
    name = imports.name(".._runtime.encoding.parameters", "Style")
    named: dict[str, Code | str] = {}
    if parameter.explode:
        named["explode"] = "True"
    if parameter.allow_reserved:
        named["allow_reserved"] = "True"
    return call(name, string(parameter.style), **named)


def _encoding(encoding: FieldEncoding, imports: Imports) -> Code:
    name = imports.name(".._runtime.encoding.bodies", "Encoding")
    named: dict[str, Code | str] = {}
    if (encoding.style, encoding.explode) != ("form", True):
        style = imports.name(".._runtime.encoding.parameters", "Style")
        extra: dict[str, Code | str] = {"explode": "True"} if encoding.explode else {}
        named["style"] = call(style, string(encoding.style), **extra)
    if encoding.content_type is not None:
        named["content_type"] = string(encoding.content_type)
    if encoding.file:
        named["file"] = "True"
    if encoding.mixed:
        named["mixed"] = "True"
    if encoding.headers:
        named["headers"] = mapping(
            (string(name), string(value)) for name, value in encoding.headers
        )
    return call(name, **named)
