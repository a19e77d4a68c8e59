"""Functions that build models for tests, with all fields that a test does not state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.docstrings import docstring
from apiloom.codegen.formatter import (
    Code,
    Name,
    Parameter,
    call,
    exported,
    mapping,
    returned,
    signature,
    string,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.models.placement import Placement
from apiloom.codegen.testing.schemas import SchemaTexts
from apiloom.codegen.views import BuildersView, BuilderView
from apiloom.ir.api import Api
from apiloom.ir.types import Alias, Field, Model, Reference, Type, Union, union
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.text.code import Python, identifier, python

RUNTIME: Final = "..._runtime"
_BUILDING: Final = f"{RUNTIME}.testing.building"


@dataclass(frozen=True)
class Builders:
    """Makes the views of the modules of builders."""

    api: Api
    names: Names
    placement: Placement
    schemas: SchemaTexts
    _models: dict[Pointer, tuple[Model, ...]] = field(
        default_factory=dict[Pointer, tuple[Model, ...]], init=False
    )

    def exports(self, name: str) -> Iterator[str]:
        """The builders of a file of models: they are called like the models."""
        for pointer in self.placement.standing[name]:
            if self.models(pointer):
                yield self.names.definitions[pointer]

    def models(self, pointer: Pointer) -> tuple[Model, ...]:
        """Return the objects that a definition is one of; none if it is no object."""
        found = self._models.get(pointer)
        if found is None:
            definition = self.api.definitions[pointer]
            found = ()
            if isinstance(definition, Model):
                found = (definition,)
            elif isinstance(definition, Alias) and isinstance(definition.type, Union):
                leaves = list(self.api.alternatives(definition.type))
                models = tuple(one for one in leaves if isinstance(one, Model))
                found = models if len(models) == len(leaves) else ()
            self._models[pointer] = found
        return found

    def builder_of(self, type_: Type) -> str | None:
        """Return the builder of what a method returns, if it is one object."""
        if isinstance(type_, Reference) and self.models(type_.target):
            return self.names.definitions[type_.target]
        leaves = [one for one in self.api.alternatives(type_) if isinstance(one, Model)]
        return self.names.definitions[leaves[0].pointer] if len(leaves) == 1 else None

    def view(self, name: str, header: Python) -> BuildersView:
        """The view of a module."""
        fields = {
            field
            for pointer in self.placement.standing[name]
            for model in self.models(pointer)
            for field in self.names.fields[model.pointer].values()
        }
        imports = Imports(self.names.runtime, self.names.classes, fields)
        annotator = Annotator(
            self.api,
            self.names,
            imports,
            lambda _: None,
            RUNTIME,
            models=imports.free("models"),
            spelled_out=self.placement.sent,
            hidden=fields & {"locals"},
        )
        annotations: dict[Type, Code] = {}
        omitted = imports.name(_BUILDING, "OMITTED")
        views = tuple(
            self._builder(pointer, annotator, annotations, omitted)
            for pointer in self.placement.standing[name]
            if self.models(pointer)
        )
        module = self.placement.modules[self.placement.standing[name][0]]
        return BuildersView(
            header,
            docstring(f"Builders of the models of `{module}`.", 0),
            imports.text(),
            exported(self.exports(name)),
            views,
        )

    def _builder(
        self,
        pointer: Pointer,
        annotator: Annotator,
        annotations: dict[Type, Code],
        omitted: Python,
    ) -> BuilderView:
        imports = annotator.imports
        models = self.models(pointer)
        own = self.names.definitions[pointer]
        parameters: list[Parameter] = []
        wires: dict[str, str] = {}
        for name, wire, type_ in self._fields(models):
            if not parameters:
                parameters.append(("*", None, None))
            annotation = annotations.get(type_)
            if annotation is None:
                annotation = annotations[type_] = annotator.argument(type_)
            parameters.append((name, annotation, omitted))
            if name != wire:
                wires[name] = wire
        model = annotator.definition(pointer)
        is_class = isinstance(self.api.definitions[pointer], Model)
        items: list[Code | str] = [model, call(annotator.builtin("locals"))]
        if wires:
            items.append(mapping((string(one), string(wires[one])) for one in wires))
        if is_class:
            made = call(imports.name(_BUILDING, "built"), *items)
        else:
            items[:0] = [string(self.schemas.reference(pointer))]
            inner = call(
                imports.name(_BUILDING, "built_variant"),
                *items,
                builders=python('__name__.rpartition(".")[0]'),
            )
            cast = imports.name("typing", "cast")
            made = call(cast, string(model), inner)
        return BuilderView(
            signature(python("def {}", identifier(own)), parameters, Name(model), 0),
            returned(made, 4),
        )

    def _fields(self, models: tuple[Model, ...]) -> Iterator[tuple[str, str, Type]]:
        """The fields of objects: their names, wire names and types."""
        if len(models) == 1:
            names = self.names.fields[models[0].pointer]
            for one in models[0].fields:
                yield names[one.wire], one.wire, one.type
            return
        found: dict[str, list[Field]] = {}
        named: dict[str, str] = {}
        for model in models:
            names = self.names.fields[model.pointer]
            for one in model.fields:
                found.setdefault(one.wire, []).append(one)
                named.setdefault(one.wire, names[one.wire])
        taken: set[str] = set()
        for wire, fields in found.items():
            if named[wire] not in taken:
                taken.add(named[wire])
                yield named[wire], wire, union(tuple(one.type for one in fields))
