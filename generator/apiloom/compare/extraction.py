"""The surface of a client that has been decided: from views to plain data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from apiloom.codegen.annotations import Annotator, has_values
from apiloom.codegen.client import ClientViews
from apiloom.codegen.credentials import CredentialViews
from apiloom.codegen.errors.decide import UNKNOWN
from apiloom.codegen.errors.statuses import ROOT, Several, Told
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.models.definitions import ModelViews, discriminators
from apiloom.codegen.package import Package
from apiloom.codegen.resources import arguments
from apiloom.codegen.resources.arguments import returned
from apiloom.codegen.resources.specs import accepted
from apiloom.codegen.resources.waiters import ending
from apiloom.codegen.servers import Servers
from apiloom.codegen.webhook_payloads import payload_type
from apiloom.compare.annotations import annotations_of, mentions
from apiloom.compare.surface import (
    Argument,
    Definition,
    ErrorClass,
    Failure,
    Member,
    Method,
    Pages,
    Property,
    Reason,
    Scheme,
    Server,
    Setting,
    Surface,
    Waiter,
    WebhookParser,
)
from apiloom.ir.api import Body, Operation, Payload, Webhook
from apiloom.ir.graphs import reached
from apiloom.ir.scalars import Kind
from apiloom.ir.security import SecurityScheme
from apiloom.ir.types import Enumeration, Model, Type
from apiloom.locations import Pointer, escape

__all__ = ["is_same", "surface"]

_MANY: int = 64
"""Combinations of credentials of one operation, of which no more are told apart."""

_SUNSET = ("x-sunset", "x-sunset-date", "x-deprecated-at")


_escaped = lru_cache(maxsize=65_536)(escape)
"""Pointers of a large document repeat their tokens, a hundred thousand times."""


def _pointer(pointer: Pointer) -> str:
    return f"{pointer.file}#" + "".join(f"/{_escaped(one)}" for one in pointer.tokens)


def surface(package: Package, place: Callable[[Pointer], str] = _pointer) -> Surface:
    """Return the surface of a client; `place` writes the pointers."""
    return _Extraction(package, place).surface()


def is_same(old: Package, new: Package) -> bool:
    """Return whether two clients are the same, for they come of the same."""
    names = (
        (one.origin, one.names.package, one.names.client, one.names.http)
        for one in (old, new)
    )
    return next(names) == next(names) and old.names.credentials == new.names.credentials


class _SentBody(NamedTuple):
    """The body of a request, as a surface has it."""

    style: str = ""
    model: str = ""
    types: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Extraction:
    package: Package
    place: Callable[[Pointer], str]

    def surface(self) -> Surface:
        methods = tuple(map(self._method, self.package.api.operations))
        errors = tuple(self._errors())
        webhooks = tuple(self._webhooks())
        names = self.package.names
        origin = self.package.origin
        passed = {
            name
            for method in methods
            for argument in method.arguments
            for annotation in (argument.accepts, argument.checks)
            for name in mentions(annotation)
        }
        results = [
            *(method.returns for method in methods),
            *(method.pages.item for method in methods if method.pages is not None),
            *(error.body for error in errors if error.body),
            *(webhook.payload for webhook in webhooks),
        ]
        return Surface(
            apiloom=origin.generator,
            package=names.package,
            client=names.client,
            spec=origin.spec,
            sha256=origin.sha256,
            settings=tuple(self._settings()),
            servers=tuple(self._servers()),
            schemes=tuple(map(self._scheme, self.package.api.security_schemes)),
            methods=methods,
            definitions=self._directed(
                passed, {name for result in results for name in mentions(result)}
            ),
            errors=errors,
            webhooks=webhooks,
        )

    # Types

    @cached_property
    def _annotator(self) -> Annotator:
        """Writes annotations as in the modules of resources."""
        package = self.package
        return Annotator(
            package.api,
            package.names,
            Imports(OWN),
            _nowhere,
            "._runtime",
            models="models",
        )

    @cached_property
    def _checker(self) -> Annotator:
        return replace(self._annotator, constrained=True, lenient=False)

    def _accepts(self, type_: Type) -> str:
        return str(self._annotator.argument(type_).flat)

    def _checks(self, type_: Type, *, uploads: bool = False) -> str:
        checker = replace(self._checker, uploads=True) if uploads else self._checker
        return str(checker.output(type_).flat)

    def _returned(self, type_: Type) -> str:
        return str(self._annotator.output(type_).flat)

    # Methods

    def _method(self, operation: Operation) -> Method:
        package = self.package
        names = package.names
        place = names.places[operation.id]
        failures = package.catalogue.operations[operation.id]
        responses = {response.status: response for response in operation.responses}
        result = self._returned(returned(operation))
        alternatives = self._alternatives(operation)
        body = self._body(operation.body)
        return Method(
            resource=tuple(place.resource),
            name=place.method,
            verb=operation.method,
            path=operation.path,
            variant=operation.variant,
            operation_id=operation.operation_id,
            arguments=tuple(self._arguments(operation)),
            body_style=body.style,
            body_model=body.model,
            body_types=body.types,
            body_encoding=body.encodings,
            returns=f"Stream[{result}]" if operation.is_stream else result,
            accept=tuple(accepted(operation).split(", ")),
            failures=tuple(
                Failure(
                    status=status,
                    exception=exception,
                    pointer=self.place(responses[status].pointer),
                )
                for status, exception in failures.exceptions.items()
            ),
            enum=failures.enum if failures.exceptions else "",
            reasons=tuple(
                Reason(name=reason.name, covers=reason.covers)
                for reason in failures.reasons
                if reason.name != UNKNOWN and failures.exceptions
            ),
            security=alternatives,
            schemes=tuple(
                tuple(sorted(one.scheme for one in alternative))
                for alternative in operation.security
            ),
            scopes=tuple(
                sorted(
                    {
                        f"{one.scheme}: {scope}"
                        for alternative in operation.security
                        for one in alternative
                        for scope in one.scopes
                    }
                )
            ),
            servers=tuple(one.expanded for one in operation.servers),
            pages=self._pages(operation),
            waiters=tuple(self._waiters(operation)),
            deprecated=operation.deprecated,
            sunset=_sunset(operation),
            pointer=self.place(operation.pointer),
        )

    def _arguments(self, operation: Operation) -> Iterator[Argument]:
        places = {
            (parameter.location.value, parameter.name): parameter
            for parameter in operation.parameters
        }
        body = operation.body
        fields: dict[str, Pointer] = {}
        uploads = False
        if body is not None:
            model = self.package.api.body_fields(body)
            if model is not None:
                fields = {field.wire: field.pointer for field in model.fields}
            uploads = any(one.payload is Payload.MULTIPART for one in body.contents)
        for one in self.package.operations.arguments(operation):
            parameter = places.get((one.place, one.wire))
            pointer = fields.get(one.wire) if one.place == "body" else None
            if parameter is not None:
                pointer = parameter.pointer
            style = ""
            if parameter is not None:
                style = parameter.style
                style += ", exploded" if parameter.explode else ""
                style += ", reserved characters" if parameter.allow_reserved else ""
            if pointer is None or not (pointer.tokens or pointer.file):
                pointer = body.pointer if body is not None else operation.pointer
            in_form = uploads and one.place == "body"
            accepts = self._accepts(one.type)
            yield Argument(
                name=one.name,
                place=one.place,
                wire=one.wire,
                accepts=accepts,
                checks=self._checked(one, in_form),
                required=one.required,
                with_body=one.with_body,
                default=one.default,
                style=style,
                deprecated=one.deprecated,
                pointer=self.place(pointer),
            )

    def _checked(self, argument: arguments.Argument, in_form: bool) -> str:
        if argument.is_choice:
            return self._accepts(argument.type)
        return self._checks(argument.type, uploads=in_form)

    def _body(self, body: Body | None) -> _SentBody:
        if body is None:
            return _SentBody()
        is_flat = self.package.api.body_fields(body) is not None
        encodings = (
            f"{wire}: {encoding}"
            for content in body.contents
            for wire, encoding in content.encoding
        )
        return _SentBody(
            "fields" if is_flat else "argument",
            self._returned(body.contents[0].type) if is_flat else "",
            tuple(content.media_type for content in body.contents),
            tuple(encodings),
        )

    def _alternatives(self, operation: Operation) -> tuple[tuple[str, ...], ...]:
        """Return the sets of constructor arguments of which one is enough."""
        schemes = self.package.api.schemes
        found: dict[tuple[str, ...], None] = {}
        for alternative in operation.security:
            ways = [
                [
                    way
                    for one in schemes.get(needed.scheme, ())
                    for way in self._ways(one)
                ]
                or [()]
                for needed in alternative
            ]
            for combination in product(*ways):
                found[tuple(sorted({one for way in combination for one in way}))] = None
                if len(found) > _MANY:
                    return tuple(found)
        return tuple(found)

    def _ways(self, scheme: SecurityScheme) -> list[tuple[str, ...]]:
        credentials = self.package.names.credentials[scheme.key]
        return [
            tuple(credentials[scheme.roles.index(role)].argument for role in way)
            for way in scheme.ways
        ]

    def _pages(self, operation: Operation) -> Pages | None:
        page = operation.pagination
        if page is None:
            return None
        told = {
            key: getattr(page, key)
            for key in ("parameter", "size", "items", "next", "last_item", "more")
            if getattr(page, key)
        }
        return Pages(
            item=self._returned(page.item),
            is_model=page.model is not None,
            on_wire=f"{page.style.value} {json.dumps(told)}",
        )

    def _waiters(self, operation: Operation) -> Iterator[Waiter]:
        named = self.package.names.waiters.get(operation.id, ())
        for waiter, names in zip(operation.waiters, named, strict=False):
            yield Waiter(
                name=names.method,
                exception=names.error,
                success=tuple(map(json.dumps, waiter.success)),
                failure=tuple(map(json.dumps, waiter.failure)),
                on_wire=".".join(waiter.path),
            )

    # Definitions

    def _directed(
        self, passed: set[str], returned_: set[str]
    ) -> tuple[Definition, ...]:
        """Return the definitions, with the ways that each of them goes."""
        definitions = tuple(self._definitions())
        aliases = {one.values: one.name for one in definitions if one.values}
        edges = {
            one.name: [
                aliases.get(name, name)
                for annotation in annotations_of(one)
                for name in mentions(annotation)
            ]
            for one in definitions
        }
        for alias, name in aliases.items():
            edges[alias] = [name]
        sent = reached(passed, edges)
        received = reached(returned_, edges)
        return tuple(
            replace(one, passed=one.name in sent, returned=one.name in received)
            for one in definitions
        )

    def _definitions(self) -> Iterator[Definition]:
        package = self.package
        names = package.names
        views = ModelViews(
            package.api, names, package.placement, discriminators(package.api)
        )
        annotator = replace(self._annotator, decodes=True)
        for pointer in package.placement.modules:
            definition = package.api.definitions[pointer]
            name = names.definitions[pointer]
            place = self.place(pointer)
            match definition:
                case Model():
                    extra = definition.extra
                    yield Definition(
                        name=name,
                        kind="model",
                        properties=tuple(
                            Property(
                                name=attribute,
                                wire=field.wire,
                                type=str(code.flat),
                                required=is_needed,
                                default=field.default,
                                deprecated=field.deprecated,
                                pointer=(
                                    self.place(field.pointer)
                                    if field.pointer.tokens or field.pointer.file
                                    else place
                                ),
                            )
                            for field, attribute, code, is_needed in views.properties(
                                definition, annotator
                            )
                        ),
                        bases=tuple(
                            names.definitions[base.pointer]
                            for base in views.inheritance.bases(definition)
                        ),
                        extra=self._returned(extra) if extra is not None else None,
                        closed=definition.closed
                        and pointer not in package.placement.received,
                        deprecated=definition.deprecated,
                        pointer=place,
                    )
                case Enumeration():
                    is_listed = pointer in package.placement.sent
                    has_alias = is_listed and has_values(definition)
                    yield Definition(
                        name=name,
                        kind="enum",
                        base="str" if definition.kind is Kind.STRING else "int",
                        members=tuple(
                            Member(name=member, value=json.dumps(value.value))
                            for member, value in zip(
                                names.members[pointer], definition.values, strict=True
                            )
                        ),
                        values=names.values[pointer] if has_alias else "",
                        deprecated=definition.deprecated,
                        pointer=place,
                    )
                case _:
                    yield Definition(
                        name=name,
                        kind="alias",
                        type=str(views.target(definition, annotator).flat),
                        pointer=place,
                    )

    # Errors

    def _errors(self) -> Iterator[ErrorClass]:
        package = self.package
        found = package.catalogue.statuses
        families = {family.key: family.name for family in found.families}
        for family in found.families:
            bases = () if family.name == ROOT else (ROOT,)
            yield ErrorClass(
                name=family.name, bases=bases, body=self._error_body(family.body)
            )
        for error in (*found.declared, *found.inherited):
            base = families.get(error.status // 100, ROOT)
            yield ErrorClass(
                name=error.name, bases=(base,), body=self._error_body(error.body)
            )
        for body in found.bodies:
            yield ErrorClass(
                name=body.name, bases=(body.base,), body=self._error_body(body.body)
            )
        for operation in package.api.operations:
            failures = package.catalogue.operations[operation.id]
            if failures.rejected is not None and operation.variant_of is None:
                yield ErrorClass(
                    name=failures.rejected, body=self._returned(returned(operation))
                )
            for named in package.names.waiters.get(operation.id, ()):
                yield ErrorClass(
                    name=named.error, body=self._returned(ending(operation))
                )

    def _error_body(self, body: Told | None) -> str:
        if body is None:
            return ""
        return "object" if isinstance(body, Several) else self._returned(body)

    # The client

    def _settings(self) -> Iterator[Setting]:
        package = self.package
        credentials = CredentialViews(package.api, package.names)
        env = {one.argument: one.env for one in credentials.all()}
        for name, type_, _ in credentials.parameters("", Imports(OWN)):
            text = str(type_.flat) if type_ is not None else "object"
            yield Setting(name=name, type=text, env=env.get(name, ""))
        servers = Servers(package.api, package.names)
        named = [one.name for one in self._servers()] or ["default"]
        for name, type_, default in servers.parameters(Imports(OWN)):
            text = str(type_.flat) if type_ is not None else "object"
            if text == "ServerName":
                text = f"Literal[{', '.join(map(repr, named))}]"
            given = (
                default
                if isinstance(default, str) or default is None
                else str(default.flat)
            )
            yield Setting(
                name=name,
                type=text,
                default=str(given),
                required=name == "base_url" and not servers.is_absolute,
            )
        views = ClientViews(package.api, package.names, package.operations)
        for header in views.headers:
            accepts = self._accepts(header.parameter.type)
            none = "" if accepts.endswith("None") else " | None"
            yield Setting(name=header.name, type=f"{accepts}{none}")

    def _servers(self) -> Iterator[Server]:
        api, names = self.package.api, self.package.names
        for name, server in zip(names.servers, api.servers, strict=False):
            yield Server(name=name, url=server.expanded)

    def _scheme(self, scheme: SecurityScheme) -> Scheme:
        credentials = self.package.names.credentials[scheme.key]
        told = (scheme.type, scheme.http_scheme, scheme.location, scheme.name)
        urls = [grant.token_url for grant in scheme.grants]
        return Scheme(
            key=scheme.key,
            arguments=tuple(one.argument for one in credentials),
            on_wire=" ".join([one for one in (*told, scheme.prefix) if one] + urls),
            pointer=self.place(
                Pointer("", ("components", "securitySchemes", scheme.key))
            ),
        )

    # Webhooks

    def _webhooks(self) -> Iterator[WebhookParser]:
        package = self.package
        for webhook in package.api.webhooks:
            yield from self._parser(
                "webhooks", package.names.webhooks[webhook.name], webhook
            )
        for callback in package.api.callbacks:
            name = package.names.callbacks[callback.request.pointer]
            yield from self._parser("callbacks", name, callback)

    def _parser(
        self, module: str, name: str, webhook: Webhook
    ) -> Iterator[WebhookParser]:
        payload = payload_type(webhook.request)
        if payload is not None:
            yield WebhookParser(
                module=module,
                name=name,
                payload=self._returned(payload),
                pointer=self.place(webhook.request.pointer),
            )


def _sunset(operation: Operation) -> str | None:
    for name, value in operation.extensions:
        if name in _SUNSET and isinstance(value, str):
            return value
    return None


def _nowhere(_: Pointer) -> None:
    """No module: definitions are written with ``models.`` in front of them."""
