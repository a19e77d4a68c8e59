"""Definitions as models, enums and aliases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from apiloom.codegen.annotations import Annotator, has_values, references
from apiloom.codegen.docstrings import docstring, sentence, value_notes
from apiloom.codegen.formatter import (
    Code,
    Name,
    annotated,
    assigned,
    call,
    class_line,
    exported,
    literal,
    pipe,
    string,
    subscript,
)
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.models.inheritance import Inheritance
from apiloom.codegen.models.placement import Placement, mentioned
from apiloom.codegen.views import Attribute, DefinitionView, ModelsView
from apiloom.codegen.webhook_payloads import distinguished, payload_type
from apiloom.ir.api import Api
from apiloom.ir.graphs import components, ordered
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Alias,
    Enumeration,
    Field,
    Literal,
    Model,
    Type,
    Union,
    accepts_null,
    parts,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import BUILTIN_TYPES
from apiloom.text.code import NOTHING, Python, comment, identifier, joined, python

_OVERRIDE = "pyright: reportIncompatibleVariableOverride=false"
"""pydantic declares ``__pydantic_extra__`` and wants it declared again."""

_IMPORTS = DefinitionView(NOTHING)
_BASES = {Kind.STRING: "OpenStrEnum", Kind.INTEGER: "OpenIntEnum"}


@dataclass(frozen=True)
class ModelViews:
    """Makes the views of the models modules."""

    api: Api
    names: Names
    placement: Placement
    tags: Mapping[Pointer, frozenset[str]]

    def file(self, name: str, header: Python) -> ModelsView:
        """The view of one file."""
        members = self.placement.standing[name]
        fields = {
            attribute
            for pointer in members
            for attribute in self.names.fields.get(pointer, {}).values()
        }
        imports = Imports(self.names.runtime, self.names.classes, fields)
        module = self.placement.modules[members[0]]
        annotator = self._annotator(imports, self._importer(name))
        definitions: list[DefinitionView] = []
        for pointer in self._ordered(members):
            definition = self.api.definitions[pointer]
            match definition:
                case Enumeration():
                    definitions.append(self._enum(definition, imports))
                    if pointer in self.placement.sent and has_values(definition):
                        definitions.append(self._values(definition, annotator))
                case Model():
                    definitions.append(self._model(definition, annotator))
                case Alias():
                    view = self._alias(definition, annotator)
                    definitions.append(view)
        definitions = [
            replace(one, starts_section=before.is_class) if not one.is_class else one
            for before, one in pairwise([_IMPORTS, *definitions])
        ]
        about = f"Models of the `{module}` resource."
        if self.placement.is_of_webhooks(module):
            about = "Payloads of webhooks."
        if module == "shared":
            about = "Models shared by several resources."
        if any(self._has_typed_extra(pointer) for pointer in members):
            header = joined("\n", (header, comment(_OVERRIDE)))
        return ModelsView(
            header,
            docstring(about, 0),
            imports.text(),
            exported(self.exports(name)),
            tuple(definitions),
        )

    @cached_property
    def _recursive(self) -> frozenset[Pointer]:
        """The aliases that lead back to themselves through aliases alone."""
        edges = {
            pointer: references(definition.type)
            for pointer, definition in self.api.definitions.items()
            if isinstance(definition, Alias)
        }
        return frozenset(
            pointer
            for group in components(edges, edges)
            for pointer in group
            if len(group) > 1 or pointer in edges[pointer]
        )

    def exports(self, name: str) -> Iterator[str]:
        """The names that a file has to offer."""
        for pointer in self.placement.standing[name]:
            yield self.names.definitions[pointer]
            definition = self.api.definitions[pointer]
            is_enum = isinstance(definition, Enumeration) and has_values(definition)
            if is_enum and pointer in self.placement.sent:
                yield self.names.values[pointer]

    def _has_typed_extra(self, pointer: Pointer) -> bool:
        definition = self.api.definitions[pointer]
        return isinstance(definition, Model) and definition.extra is not None

    def _annotator(
        self, imports: Imports, module_of: Callable[[Pointer], str | None]
    ) -> Annotator:
        return Annotator(
            self.api, self.names, imports, module_of, ".._runtime", decodes=True
        )

    def _importer(self, name: str) -> Callable[[Pointer], str | None]:
        def module_of(pointer: Pointer) -> str | None:
            other = self.placement.files[pointer]
            return None if other == name else f".{other}"

        return module_of

    def _ordered(self, members: Sequence[Pointer]) -> list[Pointer]:
        """Enums, models, then aliases: bases first, and what an alias mentions."""
        enums = [one for one in members if self._is(one, Enumeration)]
        models = [one for one in members if self._is(one, Model)]
        mentions = {
            one: mentioned(self.api.definitions[one])
            for one in members
            if self._is(one, Alias)
        }
        bases = {
            one: [base.pointer for base in self.inheritance.bases(definition)]
            for one in models
            if isinstance(definition := self.api.definitions[one], Model)
        }
        return [*enums, *ordered(models, bases), *ordered(mentions, mentions)]

    def _is(self, pointer: Pointer, kind: type) -> bool:
        return isinstance(self.api.definitions[pointer], kind)

    def _enum(self, definition: Enumeration, imports: Imports) -> DefinitionView:
        base = imports.name(".._runtime.types.enums", _BASES[definition.kind])
        members = self.names.members[definition.pointer]
        attributes = tuple(
            Attribute(
                assigned(name, Name(literal(value.value)), 4),
                docstring(value.description, 4) if value.description else NOTHING,
            )
            for name, value in zip(members, definition.values, strict=True)
        )
        return DefinitionView(
            class_line=class_line(self.names.definitions[definition.pointer], base),
            docstring=_about(definition.description, definition.deprecated),
            attributes=attributes,
            is_class=True,
        )

    def _values(self, definition: Enumeration, annotator: Annotator) -> DefinitionView:
        name = self.names.values[definition.pointer]
        alias = annotator.imports.name("typing", "TypeAlias")
        values = tuple(value.value for value in definition.values)
        code = assigned(
            python("{}: {}", identifier(name), alias), annotator.exact(values), 0
        )
        enum = self.names.definitions[definition.pointer]
        about = f"What may be passed for a member of `{enum}`."
        return DefinitionView(docstring=docstring(about, 0), code=code)

    def _model(self, definition: Model, annotator: Annotator) -> DefinitionView:
        pointer = definition.pointer
        own = self._annotator_of(definition, annotator)
        bases = self.inheritance.bases(definition)
        inherited = self.inheritance.inherited(definition)
        attributes = [one for _, one in self._attributes(definition, own, inherited)]
        if definition.closed and own.constrained:
            settings = call(
                own.imports.name("pydantic", "ConfigDict"), extra=string("forbid")
            )
            attributes.insert(0, Attribute(assigned("model_config", settings, 4)))
        if definition.extra is not None:
            text = own.output(definition.extra)
            extra = subscript(own.builtin("dict"), own.builtin("str"), text)
            # Annotated, and yet no argument of the constructor.
            made = call(own.imports.name("pydantic", "Field"), init="False")
            attributes.append(
                Attribute(annotated("__pydantic_extra__", extra, made, 4))
            )
        names = [annotator.definition(base.pointer) for base in bases]
        two_way = self._is_two_way(definition)
        if not names or (two_way and not any(map(self._is_two_way, bases))):
            names.insert(0, _root(annotator.imports, two_way))
        return DefinitionView(
            class_line=class_line(self.names.definitions[pointer], *names),
            docstring=_about(definition.description, definition.deprecated),
            attributes=tuple(attributes),
            is_class=True,
        )

    def _is_two_way(self, definition: Model) -> bool:
        """Whether it is sent and received, with members that only the server sets."""
        return definition.pointer in self.placement.sent and any(
            field.required and field.read_only for field in definition.fields
        )

    def _annotator_of(self, definition: Model, annotator: Annotator) -> Annotator:
        pointer = definition.pointer
        return replace(
            annotator,
            hidden=BUILTIN_TYPES & set(self.names.fields[pointer].values()),
            constrained=pointer not in self.placement.received,
            limited=pointer in self.placement.sent
            and pointer in self.placement.received,
            lenient=pointer in self.placement.received,
            uploads=pointer in self.placement.uploaded,
        )

    @cached_property
    def inheritance(self) -> Inheritance:
        """The subclass relations between models."""
        return Inheritance(self.api, self.placement, self._apart)

    def _apart(self, definition: Model) -> Mapping[str, Attribute]:
        """The attributes of a model as if it stood alone, to compare with others."""
        annotator = self._annotator(Imports(OWN), lambda _: None)
        own = self._annotator_of(definition, annotator)
        return dict(self._attributes(definition, own, ()))

    def _attributes(
        self, definition: Model, annotator: Annotator, left_out: Collection[str]
    ) -> Iterator[tuple[str, Attribute]]:
        pointer = definition.pointer
        names = self.names.fields[pointer]
        tags = self.tags.get(pointer, frozenset())
        is_sent = pointer in self.placement.sent
        for field in definition.fields:
            name = names[field.wire]
            if field.read_only and pointer not in self.placement.received:
                continue
            if name not in left_out:
                is_tag = field.wire in tags
                yield name, self._attribute(field, name, annotator, is_tag, is_sent)

    def properties(
        self, definition: Model, annotator: Annotator
    ) -> Iterator[tuple[Field, str, Code, bool]]:
        """Yield each field with its attribute, its annotation and whether it is needed.

        Needed is what the constructor requires. `annotator` writes the names.
        """
        pointer = definition.pointer
        own = replace(self._annotator_of(definition, annotator), hidden=())
        names = self.names.fields[pointer]
        tags = self.tags.get(pointer, frozenset())
        is_sent = pointer in self.placement.sent
        for field in definition.fields:
            if field.read_only and pointer not in self.placement.received:
                continue
            code, required = self._typed(field, own, field.wire in tags, is_sent)
            is_set = field.constant is not None or (field.read_only and is_sent)
            yield field, names[field.wire], code, required and not is_set

    def _typed(
        self, field: Field, annotator: Annotator, is_tag: bool, is_sent: bool
    ) -> tuple[Code, bool]:
        """Return the annotation of an attribute, and whether it has no default."""
        exact = is_tag and isinstance(field.type, Literal)
        if exact:
            annotator = replace(annotator, lenient=False)
        # Answers are not refused for want of what nothing describes.
        is_known = field.described or annotator.constrained
        required = field.required and not field.write_only and is_known
        code: Code = annotator.output(field.type)
        if not required:
            code = self._optional(field.type, code, annotator, is_sent)
        return code, required

    def _attribute(
        self,
        field: Field,
        name: str,
        annotator: Annotator,
        is_tag: bool,
        is_sent: bool,
    ) -> Attribute:
        code, required = self._typed(field, annotator, is_tag, is_sent)
        if name != field.wire:
            alias = call(
                annotator.imports.name("pydantic", "Field"), alias=string(field.wire)
            )
            head = annotator.imports.name("typing", "Annotated")
            code = subscript(head, code, alias)
        default = None if required else literal(None)
        if required and field.read_only and is_sent:
            factory = annotator.imports.name(".._runtime.types.read_only", "read_only")
            default = python("{}()", factory)
        docstring_ = _attribute_docstring(field)
        if field.constant is None:
            return Attribute(annotated(name, code, default, 4), docstring_)
        plain = annotated(name, code, default, 4)
        named: dict[str, Code | str] = {}
        if not required:
            named["optional"] = "True"
        made = call(
            annotator.imports.name(".._runtime.types.constants", "constant"),
            literal(field.constant),
            **named,
        )
        return Attribute(annotated(name, code, made, 4), docstring_, plain)

    def _optional(
        self, type_: Type, code: Code, annotator: Annotator, is_sent: bool
    ) -> Code:
        """The annotation of a member that may be absent, which reads as None."""
        if is_sent and self.api.accepts_null(type_):
            head = annotator.imports.name(".._runtime.types.models", "Nullable")
            return subscript(head, annotator.output(without_null(type_)))
        if type_ == ANY or accepts_null(type_):
            return code
        return pipe([code, Name("None")])

    def target(self, definition: Alias, annotator: Annotator) -> Code:
        """The annotation that an alias stands for."""
        pointer = definition.pointer
        own = replace(
            annotator,
            constrained=pointer not in self.placement.received,
            limited=pointer in self.placement.sent
            and pointer in self.placement.received,
            lenient=pointer in self.placement.received,
            uploads=pointer in self.placement.uploaded,
        )
        return own.output(definition.type)

    def _alias(self, definition: Alias, annotator: Annotator) -> DefinitionView:
        pointer = definition.pointer
        name = self.names.definitions[pointer]
        target = self.target(definition, annotator)
        is_recursive = pointer in self._recursive
        if is_recursive or self.api.is_wide(pointer):
            # Pydantic reads it once, not wherever another type mentions it.
            head = annotator.imports.name("typing_extensions", "TypeAliasType")
            value = string(target.flat) if is_recursive else target
            code = assigned(name, call(head, string(name), value), 0)
        else:
            alias = annotator.imports.name("typing", "TypeAlias")
            code = assigned(python("{}: {}", identifier(name), alias), target, 0)
        text = definition.description
        return DefinitionView(
            docstring=docstring(sentence(text), 0) if text else NOTHING, code=code
        )


def _root(imports: Imports, two_way: bool) -> str:
    if two_way:
        return imports.name(".._runtime.types.read_only", "TwoWayModel")
    return imports.name(".._runtime.types.models", "Model")


def _about(description: str, deprecated: bool) -> Python:
    text = sentence(description) if description else ""
    if deprecated:
        text = f"{text}\n\nDeprecated." if text else "Deprecated."
    return docstring(text, 4) if text else NOTHING


def _attribute_docstring(field: Field) -> Python:
    parts = [sentence(field.description)] if field.description else []
    notes = value_notes(field.default, field.example)
    if notes:
        parts.append(" ".join(notes))
    if field.deprecated:
        parts.append("Deprecated.")
    return docstring("\n\n".join(parts), 4) if parts else NOTHING


def discriminators(api: Api) -> Mapping[Pointer, frozenset[str]]:
    """For each object, the members by which some union tells it from others."""
    found: dict[Pointer, set[str]] = {}
    for type_ in _all_types(api):
        for part in parts(type_):
            if isinstance(part, Union) and part.discriminator is not None:
                for _, reference in part.discriminator.mapping:
                    members = found.setdefault(reference.target, set())
                    members.add(part.discriminator.member)
    return {pointer: frozenset(members) for pointer, members in found.items()}


def _all_types(api: Api) -> Iterator[Type]:
    for definition in api.definitions.values():
        match definition:
            case Model(fields=fields, extra=extra):
                yield from (field.type for field in fields)
                yield from (extra,) if extra is not None else ()
            case Alias(type=type_):
                yield type_
            case Enumeration():
                pass
    for operation in api.operations:
        for response in operation.responses:
            yield from (content.type for content in response.contents)
        if operation.body is not None:
            yield from (content.type for content in operation.body.contents)
    for webhook in (*api.webhooks, *api.callbacks):
        yield payload_type(webhook.request) or NULL
    yield distinguished(api) or NULL
