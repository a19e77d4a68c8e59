"""Typed dicts: what checkers know of the dicts that stand for models.

Where a method accepts a model, it accepts a dict with the names of the API as well.
Its type stands in a module beside that of the model, which no program ever loads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from keyword import iskeyword

from apiloom.codegen.annotations import Annotator, references
from apiloom.codegen.docstrings import docstring
from apiloom.codegen.formatter import (
    Code,
    Name,
    annotated,
    assigned,
    call,
    class_line,
    exported,
    mapping,
    string,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.models.placement import Placement, mentioned
from apiloom.codegen.views import Attribute, DefinitionView, DictsView
from apiloom.ir.api import Api, Operation
from apiloom.ir.types import Field, Model, Type
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import BUILTIN_TYPES
from apiloom.text.code import Python

PACKAGE = "dicts"


@dataclass(frozen=True)
class DictViews:
    """Makes the views of the modules of typed dicts."""

    api: Api
    names: Names
    placement: Placement

    @cached_property
    def files(self) -> dict[str, list[Model]]:
        """The models that have a typed dict, by their files."""
        found: dict[str, list[Model]] = {}
        for name, members in self.placement.standing.items():
            for pointer in members:
                definition = self.api.definitions[pointer]
                if isinstance(definition, Model) and self._is_typed(definition):
                    found.setdefault(name, []).append(definition)
        return found

    @cached_property
    def _accepted(self) -> frozenset[Pointer]:
        """The definitions that arguments of methods mention, directly or not."""
        pending = [
            pointer
            for operation in self.api.operations
            for type_ in self._arguments(operation)
            for pointer in references(type_)
        ]
        found: set[Pointer] = set()
        while pending:
            pointer = pending.pop()
            if pointer not in found:
                found.add(pointer)
                pending += mentioned(self.api.definitions[pointer])
        return frozenset(found)

    def _arguments(self, operation: Operation) -> Iterator[Type]:
        yield from (parameter.type for parameter in operation.parameters)
        body = operation.body
        if body is None:
            return
        model = self.api.body_fields(body)
        if model is not None:
            yield from (field.type for field in model.fields)
        else:
            yield from (content.type for content in body.contents)

    @cached_property
    def _typed(self) -> frozenset[Pointer]:
        return frozenset(
            model.pointer for models in self.files.values() for model in models
        )

    def _is_typed(self, model: Model) -> bool:
        """Return whether every key of an object is known.

        A type can list keys or allow any, not both (PEP 728 is not there yet). So an
        object that says what its other properties are stays a mapping.
        """
        return (
            model.pointer in self._accepted
            and model.extra is None
            and bool(model.fields)
        )

    def annotator(self, annotator: Annotator) -> Annotator:
        """Return an annotator that writes typed dicts in arguments."""
        imports = annotator.imports
        package = annotator.runtime.removesuffix("_runtime")
        alias = imports.free(PACKAGE)

        def dict_of(pointer: Pointer) -> str | None:
            if pointer not in self._typed:
                return None
            name = self.names.definitions[pointer]
            return f"{imports.deferred(package, PACKAGE, alias)}.{name}"

        return replace(annotator, dict_of=dict_of)

    def exports(self, name: str) -> list[str]:
        """The names that a file has to offer."""
        return [self.names.definitions[model.pointer] for model in self.files[name]]

    def file(self, name: str, header: Python) -> DictsView:
        """The view of one file."""
        models = self.files[name]
        wires = {field.wire for model in models for field in model.fields}
        imports = Imports(self.names.runtime, self.names.classes, wires)
        typing = Imports(self.names.runtime)

        def dict_of(pointer: Pointer) -> str | None:
            if pointer not in self._typed:
                return None
            found = self.names.definitions[pointer]
            other = self.placement.files[pointer]
            return found if other == name else typing.own(f".{other}", found)

        annotator = Annotator(
            self.api,
            self.names,
            imports,
            lambda _: None,
            ".._runtime",
            models=imports.free("models"),
            dict_of=dict_of,
        )
        definitions = tuple(self._definition(model, annotator) for model in models)
        typing_text = typing.text(4)
        if typing_text:
            imports.own("typing", "TYPE_CHECKING")
        return DictsView(
            header,
            docstring(f"Dicts that may be passed for models of `models.{name}`.", 0),
            imports.text(),
            typing_text,
            exported(self.exports(name)),
            definitions,
        )

    def _definition(self, model: Model, annotator: Annotator) -> DefinitionView:
        name = self.names.definitions[model.pointer]
        base = annotator.imports.name("typing", "TypedDict")
        about = docstring(f"What may be passed for `{name}`.", 0)
        if not self._are_names(model.fields):
            keys = mapping(
                (string(field.wire), Name(string(self._value(field, annotator).flat)))
                for field in model.fields
            )
            code = assigned(name, call(base, string(name), keys), 0)
            return DefinitionView(docstring=about, code=code, starts_section=True)
        wires = {field.wire for field in model.fields}
        own = replace(annotator, hidden=BUILTIN_TYPES & wires)
        return DefinitionView(
            class_line=class_line(name, base),
            docstring=docstring(f"What may be passed for `{name}`.", 4),
            attributes=tuple(
                Attribute(annotated(field.wire, self._value(field, own), None, 4))
                for field in model.fields
            ),
            is_class=True,
        )

    def _are_names(self, fields: Sequence[Field]) -> bool:
        """Return whether every key can be an attribute of a class."""
        return all(
            field.wire.isidentifier()
            and field.wire.isascii()
            and not iskeyword(field.wire)
            and not field.wire.startswith("__")
            and field.wire not in self.names.classes
            for field in fields
        )

    def _value(self, field: Field, annotator: Annotator) -> Code:
        code = annotator.argument(field.type)
        if field.is_needed and not field.read_only:
            return code
        return subscript(annotator.imports.name("typing", "NotRequired"), code)
