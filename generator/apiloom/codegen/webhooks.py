"""Functions that parse webhooks and callbacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.docstrings import Section, docstring, one_line, sentence
from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Parameter,
    Pipe,
    assigned,
    call,
    constant,
    exported,
    mapping,
    pipe,
    returned,
    signature,
    string,
    subscript,
)
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.views import FunctionView, WebhooksView
from apiloom.codegen.webhook_payloads import distinguished, payload_type
from apiloom.ir.api import (
    Api,
    Content,
    Operation,
    Payload,
    Webhook,
)
from apiloom.ir.types import (
    ANY,
    NULL,
    Array,
    Map,
    Model,
    Type,
    Union,
    union,
    without_null,
)
from apiloom.ir.webhooks import WebhookSignature
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import upper
from apiloom.text.code import NOTHING, Python, as_code, identifier, python

_RUNTIME: Final = "._runtime.decoding.webhooks"
_SIGNATURES: Final = "._runtime.decoding.signatures"
_DELIMITERS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
_BODY: Final = ("body", "The request body: bytes, text, or parsed JSON.")
_CONTENT_TYPE: Final = (
    "content_type",
    "The Content-Type of the request; by default, it is inferred from the body.",
)
_RAISES: Final = (
    "errors.PayloadValidationError",
    "The payload does not match its schema.",
)

_UNKNOWN: Final = (
    "errors.UnknownWebhookError",
    "There is no webhook with this name.",
)
_UNSIGNED: Final = (
    "errors.WebhookSignatureError",
    "The signature is missing, does not match, or is too old.",
)
_SIGNED: Final = (
    ("body", "The body of the request as it was received, not parsed."),
    ("headers", "The headers of the request."),
    ("secret", "The secret of the webhook, or several while it is replaced."),
)
_TOLERANCE: Final = (
    "tolerance",
    "The seconds that the timestamp may differ from now; None for any.",
)


@dataclass(frozen=True, slots=True)
class WebhookViews:
    """Makes the views of the modules of webhooks and of callbacks."""

    api: Api
    names: Names

    def webhooks(self, header: Python) -> WebhooksView:
        """The view of the module of webhooks."""
        imports = Imports(self.names.runtime)
        annotator = self._annotator(imports)
        named = [(self.names.webhooks[one.name], one) for one in self.api.webhooks]
        typed = [one for one in named if payload_type(one[1].request) is not None]
        payloads = [payload_type(one.request) or NULL for _, one in named]
        imports.name("typing", "TypeAlias")
        constants = [self._constant(name, one, annotator) for name, one in named]
        functions = [self._function(name, one, annotator) for name, one in typed]
        functions.append(self._by_name(imports))
        either = distinguished(self.api)
        either_payload = self._either(payloads, annotator)
        payload = assigned(python("Payload: TypeAlias"), either_payload, 0)
        event = NOTHING
        if either is not None:
            event = self._event(either, annotator)
            constants.append(self._any_constant(either, annotator))
            functions.append(self._any_function(either, imports))
        if self.api.webhook_signature is not None:
            signed = self.api.webhook_signature
            constants.append(self._signature(signed, imports))
            functions += [
                self._verify(signed, imports),
                self._unwrap(signed, named, either is not None, annotator),
            ]
        table = mapping((string(one.name), _constant_name(name)) for name, one in named)
        kind = subscript("dict", "str", subscript("Webhook", "Payload"))
        return WebhooksView(
            header=header,
            docstring=docstring("Parsers of the webhooks that the API sends.", 0),
            imports=imports.text(),
            exports=exported(
                [
                    "Payload",
                    *(["Event"] if event else []),
                    *(one.name for one in functions),
                ]
            ),
            payload=payload,
            event=event,
            constants=tuple(constants),
            table=constant("_BY_NAME", kind, table),
            functions=tuple(functions),
        )

    def callbacks(self, header: Python) -> WebhooksView:
        """The view of the module of callbacks."""
        imports = Imports(self.names.runtime)
        annotator = self._annotator(imports)
        named = [
            (self.names.callbacks[one.request.pointer], one)
            for one in self.api.callbacks
            if payload_type(one.request) is not None
        ]
        constants = [self._constant(name, one, annotator) for name, one in named]
        functions = [self._function(name, one, annotator) for name, one in named]
        about = "Parsers of the callbacks that operations request."
        return WebhooksView(
            header=header,
            docstring=docstring(about, 0),
            imports=imports.text(),
            exports=exported([one.name for one in functions]),
            payload=NOTHING,
            event=NOTHING,
            constants=tuple(constants),
            table=NOTHING,
            functions=tuple(functions),
        )

    def _annotator(self, imports: Imports) -> Annotator:
        imports.name(_RUNTIME, "Webhook")
        return Annotator(
            self.api, self.names, imports, _nowhere, "._runtime", models="models"
        )

    def _either(self, types: Sequence[Type], annotator: Annotator) -> Code:
        code = annotator.output(union(tuple(types)))
        return _quoted(code, annotator.imports)

    # One webhook

    def _constant(self, name: str, webhook: Webhook, annotator: Annotator) -> Python:
        request = webhook.request
        contents = request.body.contents if request.body is not None else ()
        type_ = payload_type(request) or NULL
        kind = subscript("Webhook", annotator.output(type_))
        payloads = [self._payload(content, annotator) for content in contents]
        made = call("Webhook", string(webhook.name), *payloads)
        return constant(_constant_name(name), kind, made)

    def _payload(self, content: Content, annotator: Annotator) -> Code:
        imports = annotator.imports
        media_type = string(content.media_type)
        match content.payload:
            case Payload.JSON:
                default = content.media_type == "application/json"
                extra = () if default else (media_type,)
                type_ = _later(annotator.output(content.type), imports)
                return call(imports.name(_RUNTIME, "JsonPayload"), type_, *extra)
            case Payload.FORM:
                return self._form(content, annotator)
            case Payload.TEXT:
                return call(imports.name(_RUNTIME, "TextPayload"), media_type)
            case _:
                # What is sent by itself has come whole: sequences are read as bytes.
                return call(imports.name(_RUNTIME, "BinaryPayload"), media_type)

    def _form(self, content: Content, annotator: Annotator) -> Code:
        """A form; JSON would say itself what is a list and what is an object."""
        lists: list[tuple[str, Code | str]] = []
        objects: list[str] = []
        encodings = dict(content.encoding)
        model = self.api.resolve(without_null(content.type))
        for field in model.fields if isinstance(model, Model) else ():
            inner = self.api.resolve(without_null(field.type))
            if isinstance(inner, Array):
                encoding = encodings.get(field.wire)
                repeated = encoding is None or encoding.explode
                style = encoding.style if encoding is not None else ""
                delimiter = "" if repeated else _DELIMITERS.get(style, ",")
                lists.append((string(field.wire), string(delimiter)))
            elif isinstance(inner, (Model, Map)):
                objects.append(string(field.wire))
        type_ = _later(annotator.output(content.type), annotator.imports)
        given: list[Code | str] = [type_]
        named: dict[str, Code | str] = {}
        if lists:
            given.append(mapping(lists))
        if objects:
            named["objects"] = Bracket("", tuple(map(Name, objects)), "{", "}")
        head = annotator.imports.name(_RUNTIME, "FormPayload")
        return call(head, *given, **named)

    def _function(
        self, name: str, webhook: Webhook, annotator: Annotator
    ) -> FunctionView:
        several = _is_several(webhook)
        returns = annotator.output(payload_type(webhook.request) or ANY)
        arguments: list[Code | str] = ["body"]
        arguments += ["content_type"] if several else []
        parameters = self._parameters(annotator.imports, several)
        return FunctionView(
            identifier(name),
            signature(python("def {}", identifier(name)), parameters, returns, 0),
            self._documentation(webhook, several),
            returned(call(f"{_constant_name(name)}.parse", *arguments), 4),
        )

    def signature(self, name: str, webhook: Webhook) -> Python:
        """The signature of the function that reads a payload, for the documentation."""
        annotator = Annotator(self.api, self.names, Imports(OWN), _nowhere, "")
        returns = annotator.output(payload_type(webhook.request) or ANY)
        parameters = self._parameters(annotator.imports, _is_several(webhook))
        head = python("def {}", identifier(name))
        return signature(head, parameters, returns, 0, is_stub=True)

    def _parameters(self, imports: Imports, several: bool) -> list[Parameter]:
        taken = Name(imports.name(_RUNTIME, "Received"))
        parameters: list[Parameter] = [("body", taken, None)]
        if several:
            parameters.append(("content_type", Name(python("str | None")), "None"))
        return parameters

    def _documentation(self, webhook: Webhook, several: bool) -> Python:
        request = webhook.request
        summary = request.summary or f"Parse the payload of `{webhook.name}`"
        blocks = [sentence(one_line(summary))]
        if request.description and request.description != request.summary:
            blocks.append(request.description)
        if webhook.expression:
            blocks.append(f"Sent to `{one_line(webhook.expression)}`.")
        if request.deprecated:
            blocks.append("Deprecated.")
        sections: list[Section] = []
        headers = [
            (one.name, sentence(one_line(one.description)) if one.description else "")
            for one in request.parameters
        ]
        if headers:
            sections.append(("Headers and parameters", headers))
        sections.append(("Args", [_BODY, *([_CONTENT_TYPE] if several else [])]))
        body = request.body
        if body is not None and body.description:
            about = sentence(one_line(body.description))
            sections.append(("Returns", [("", about)]))
        sections.append(("Raises", [_RAISES]))
        expected = list(_expected(request))
        if expected:
            sections.append(("Expected responses", expected))
        return docstring("\n\n".join(blocks), 4, sections)

    # All webhooks

    def _by_name(self, imports: Imports) -> FunctionView:
        imports.name(_RUNTIME, "parse_named")
        parameters: list[Parameter] = [("name", Name("str"), None)]
        parameters += self._parameters(imports, several=True)
        name = ("name", "The name of the webhook in the specification.")
        about = docstring(
            "Parse the payload of the webhook with a name.",
            4,
            [("Args", [name, _BODY, _CONTENT_TYPE]), ("Raises", [_RAISES, _UNKNOWN])],
        )
        made = call("parse_named", "_BY_NAME", "name", "body", "content_type")
        return FunctionView(
            python("parse"),
            signature(python("def parse"), parameters, Name("Payload"), 0),
            about,
            returned(made, 4),
        )

    # Signed webhooks

    def _signature(self, declared: WebhookSignature, imports: Imports) -> Python:
        head = imports.name(_SIGNATURES, "Signature")
        default = WebhookSignature()
        given: dict[str, Code | str] = {
            field.name: string(getattr(declared, field.name))
            for field in fields(declared)
            if getattr(declared, field.name) != getattr(default, field.name)
        }
        return assigned(python("_SIGNATURE"), call(head, **given), 0)

    def _verify(self, signed: WebhookSignature, imports: Imports) -> FunctionView:
        about = docstring(
            "Verify the signature of a webhook, of any name.",
            4,
            [("Args", self._signed_arguments(signed)), ("Raises", [_UNSIGNED])],
        )
        head = imports.name(_SIGNATURES, "verify_signature")
        parameters = self._signed_parameters(signed, imports)
        return FunctionView(
            python("verify"),
            signature(python("def verify"), parameters, Name("None"), 0),
            about,
            returned(call(head, "_SIGNATURE", *_given(signed)), 4),
        )

    def _unwrap(
        self,
        signed: WebhookSignature,
        named: Sequence[tuple[str, Webhook]],
        is_distinguished: bool,
        annotator: Annotator,
    ) -> FunctionView:
        """The function that verifies a webhook and reads its payload.

        The payload says which webhook it is, or a header does, or there is only one;
        else the caller has to.
        """
        imports = annotator.imports
        function, webhook = "unwrap_single", "_ANY"
        returns: Code = Name("Event")
        raises: list[tuple[str, str]] = [_UNSIGNED, _RAISES]
        arguments = self._signed_arguments(signed)
        parameters = self._signed_parameters(signed, imports)
        given = _given(signed)
        if not is_distinguished and len(named) == 1:
            [(name, single)] = named
            webhook = _constant_name(name)
            returns = annotator.output(payload_type(single.request) or NULL)
        elif not is_distinguished:
            function, webhook = "unwrap_named", "_BY_NAME"
            returns = Name("Payload")
            raises.append(_UNKNOWN)
            if not signed.event_header:
                about = "The name of the webhook in the specification."
                arguments.append(("name", about))
                parameters.append(("name", Name("str"), None))
                given.append("name")
        lead = "Verify the signature of a webhook, and parse its payload."
        head = imports.name(_SIGNATURES, function)
        return FunctionView(
            python("unwrap"),
            signature(python("def unwrap"), parameters, returns, 0),
            docstring(lead, 4, [("Args", arguments), ("Raises", raises)]),
            returned(call(head, "_SIGNATURE", webhook, *given), 4),
        )

    def _signed_arguments(self, signed: WebhookSignature) -> list[tuple[str, str]]:
        return [*_SIGNED, *([_TOLERANCE] if signed.has_timestamp else [])]

    def _signed_parameters(
        self, signed: WebhookSignature, imports: Imports
    ) -> list[Parameter]:
        parameters: list[Parameter] = [
            ("body", Name(python("bytes | str")), None),
            ("headers", Name(imports.name(_SIGNATURES, "Headers")), None),
            ("*", None, None),
            ("secret", Name(imports.name(_SIGNATURES, "Secret")), None),
        ]
        if signed.has_timestamp:
            seconds = Name(python("float | None"))
            parameters.append(("tolerance", seconds, python("300")))
        return parameters

    def _any_constant(self, either: Type, annotator: Annotator) -> Python:
        type_ = annotator.output(either)
        head = annotator.imports.name(_RUNTIME, "JsonPayload")
        read = call(head, _later(type_, annotator.imports))
        made = call("Webhook", string("webhook"), read)
        return constant("_ANY", subscript("Webhook", "Event"), made)

    def _event(self, either: Type, annotator: Annotator) -> Python:
        plain = Union(either.members) if isinstance(either, Union) else either
        code = annotator.output(plain)
        if isinstance(either, Union):
            unknown = annotator.imports.name("._runtime.types.unions", "UnknownVariant")
            code = pipe([code, Name(unknown)])
        return assigned(python("Event: TypeAlias"), _quoted(code, annotator.imports), 0)

    def _any_function(self, either: Type, imports: Imports) -> FunctionView:
        lead = "Parse the payload of any webhook."
        if isinstance(either, Union) and either.discriminator is not None:
            member = either.discriminator.member
            lead += f" Its `{member}` determines which one it is."
        parameters = self._parameters(imports, several=False)
        return FunctionView(
            python("parse_any"),
            signature(python("def parse_any"), parameters, Name("Event"), 0),
            docstring(lead, 4, [("Args", [_BODY]), ("Raises", [_RAISES])]),
            returned(call("_ANY.parse", "body"), 4),
        )


def _given(signed: WebhookSignature) -> list[Code | str]:
    """The arguments that every function of signatures hands on."""
    return [
        "body",
        "headers",
        "secret",
        "tolerance" if signed.has_timestamp else "None",
    ]


def _later(type_: Code, imports: Imports) -> Code:
    """A type that is only looked up when it is needed, with the models it mentions."""
    if isinstance(type_, Pipe):
        type_ = subscript(imports.name("typing", "Union"), *type_.items)
    if isinstance(type_, Bracket):
        return subscript(python("lambda: {}", as_code(type_.head)), *type_.items)
    return Name(python("lambda: {}", type_))


def _quoted(type_: Code, imports: Imports) -> Code:
    """The same for an alias, which only checkers read."""
    if not isinstance(type_, Pipe):
        return Name(string(type_.flat))
    items = (string(one.flat) for one in type_.items)
    return subscript(imports.name("typing", "Union"), *items)


def _is_several(webhook: Webhook) -> bool:
    """Whether a payload comes in several media types."""
    body = webhook.request.body
    return body is not None and len(body.contents) > 1


def _expected(request: Operation) -> Iterator[tuple[str, str]]:
    """Yield the responses that the API expects, by status."""
    for one in request.responses:
        text = one_line(one.description)
        yield one.status, sentence(text) if text else ""


def _constant_name(function: str) -> str:
    return f"_{upper(function.removeprefix('parse_'))}"


def _nowhere(_: Pointer) -> None:
    """No module: models are written with the name of theirs."""
