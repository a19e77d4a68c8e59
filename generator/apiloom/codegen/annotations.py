"""Types as annotations: one way for what comes back, one for what is passed in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from apiloom.codegen.formatter import (
    Code,
    Name,
    call,
    literal,
    mapping,
    pipe,
    string,
    subscript,
)
from apiloom.codegen.imports import Imports
from apiloom.codegen.models.constraints import all_limits
from apiloom.ir.api import Api
from apiloom.ir.scalars import SCALARS, Kind
from apiloom.ir.types import (
    ANY,
    NO_CONSTRAINTS,
    NULL,
    Alias,
    Array,
    Constraints,
    Definition,
    Embedded,
    Enumeration,
    Field,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Scalar,
    Tuple,
    Type,
    Union,
    parts,
    without_null,
)
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names

_LOADING: Final = frozenset({"types.validators", "types.scalars"})
"""Modules of the runtime with types, which load pydantic."""

_SPELLED_OUT: Final = 60
"""An enum with more values than this is passed as its members or any string."""


_BOOLEAN: Final = Primitive(Kind.BOOLEAN)


def _no_dict(_: Pointer) -> None:
    """No type of its own: any mapping stands for a model."""


@dataclass(frozen=True, slots=True)
class Annotator:
    """Writes annotations for one module, and notes what the module has to import.

    `module_of` gives the module of a definition as this module imports it, or None
    for a definition of its own.  `hidden` are builtins that the class at hand hides.
    `constrained` puts the limits of values on what is only sent, `limited` on what is
    received as well, where they are no reason to refuse an answer.  `uploads` says
    that files travel as parts of a form, not as text.  With `models`, which is what the
    package of models is called, a model is written as ``models.Name`` and loaded when
    that is evaluated; in the same way, `pages` is what the package of pages is called.
    A class that `awaits` also takes items that must be awaited. With `defers`, the
    runtime's own types are loaded when they are evaluated, for they load pydantic.
    `dict_of` returns the type of the dicts that stand for a model, if it has one.
    `decodes` says that pydantic reads JSON by the annotations: those that it would read
    slowly as they are have names of the runtime.  `spelled_out` are the enums whose
    values have a type of their own, if that is not all of them.
    """

    api: Api
    names: Names
    imports: Imports
    module_of: Callable[[Pointer], str | None]
    runtime: str
    hidden: Collection[str] = ()
    constrained: bool = False
    limited: bool = False
    lenient: bool = True
    uploads: bool = False
    decodes: bool = False
    models: str = ""
    pages: str = ""
    awaits: bool = False
    defers: bool = False
    spelled_out: Collection[Pointer] | None = None
    dict_of: Callable[[Pointer], str | None] = _no_dict

    def output(self, type_: Type) -> Code:
        """The annotation of an attribute of a model, or of what a method returns."""
        match type_:
            case Primitive():
                return self._primitive(type_)
            case Literal(values):
                return self._literal(values)
            case Array(items, constraints, _, is_implied):
                listed = subscript(self.builtin("list"), self.output(items))
                limited = self._with(listed, constraints)
                if is_implied and self.decodes and self.lenient:
                    return subscript(
                        self._runtime("types.validators", "Implied"), limited
                    )
                return limited
            case Tuple(prefix, rest):
                return self._tuple(prefix, rest)
            case Map(values, constraints):
                key = self.builtin("str")
                mapped = subscript(self.builtin("dict"), key, self.output(values))
                return self._with(mapped, constraints)
            case Embedded(inner):
                embedded = self._runtime("types.validators", "EmbeddedJson")
                return subscript(embedded, self.output(inner))
            case Reference(target):
                definition = self.api.definitions[target]
                opened = definition.type if isinstance(definition, Alias) else None
                if opened is not None and self.uploads and self.api.holds_file(type_):
                    # The alias is text elsewhere; here it is a part of a form.
                    if self.api.is_wide(target):
                        file = Name(self._runtime("encoding.files", "FileField"))
                        return pipe([file, Name(self.definition(target))])
                    return self.output(opened)
                return Name(self.definition(target))
            case Union():
                return self._union(type_)

    def definition(self, target: Pointer) -> str:
        """The name of a definition, imported if it stands in another module."""
        return self._imported(target, self.names.definitions[target])

    def _imported(self, target: Pointer, name: str) -> str:
        if self.models:
            package = self.runtime.removesuffix("_runtime")
            return f"{self.imports.alias(package, 'models', self.models)}.{name}"
        module = self.module_of(target)
        return name if module is None else self.imports.own(module, name)

    def argument(self, type_: Type, seen: tuple[Pointer, ...] = ()) -> Code:
        """The annotation of an argument: wider than `output`, easier for callers.

        `seen` are the aliases that are being opened.
        """
        return pipe(self._alternatives(type_, seen))

    def _alternatives(self, type_: Type, seen: tuple[Pointer, ...]) -> list[Code]:
        match type_:
            case Primitive(kind):
                return self._primitive_argument(kind)
            case Literal(values):
                return [self.exact(values)]
            case Array(items, _, is_lazy):
                item = self.argument(items, seen)
                if not is_lazy:
                    return [subscript(self._abc("Sequence"), item)]
                kinds = ["Iterable", *(["AsyncIterable"] if self.awaits else [])]
                return [subscript(self._abc(kind), item) for kind in kinds]
            case Tuple():
                return [subscript(self._abc("Sequence"), self.builtin("object"))]
            case Map(values):
                key = self.builtin("str")
                return [
                    subscript(self._abc("Mapping"), key, self.argument(values, seen))
                ]
            case Embedded(inner):
                return self._alternatives(inner, seen)
            case Reference(target):
                definition = self.api.definitions[target]
                return self._definition_argument(definition, seen)
            case Union(members):
                found = [
                    part
                    for member in members
                    for part in self._alternatives(member, seen)
                ]
                return _settled(found)

    def _definition_argument(
        self, definition: Definition, seen: tuple[Pointer, ...]
    ) -> list[Code]:
        pointer = definition.pointer
        if isinstance(definition, Model):
            name = Name(self.definition(pointer))
            typed = self.dict_of(pointer)
            if typed is not None:
                return [name, Name(typed)]
            key, value = self.builtin("str"), self.builtin("object")
            return [name, subscript(self._abc("Mapping"), key, value)]
        if isinstance(definition, Enumeration):
            name = Name(self.definition(pointer))
            is_spelled = self.spelled_out is None or pointer in self.spelled_out
            if is_spelled and has_values(definition):
                return [name, Name(self._imported(pointer, self.names.values[pointer]))]
            plain = "str" if definition.kind is Kind.STRING else "int"
            return [name, Name(self.builtin(plain))]
        if pointer in seen:
            return [Name(self.definition(pointer))]
        if self.api.is_wide(pointer):
            return [Name(self.definition(pointer)), *self._plain(definition.type)]
        return self._alternatives(definition.type, (*seen, pointer))

    def _plain(self, type_: Type) -> Iterator[Code]:
        """Return the types that may be passed for the objects and lists of a type."""
        leaves = list(self.api.alternatives(type_))
        key, item = self.builtin("str"), self.builtin("object")
        if any(isinstance(one, (Model, Map, Embedded)) for one in leaves):
            yield subscript(self._abc("Mapping"), key, item)
        if any(isinstance(one, (Array, Tuple, Embedded)) for one in leaves):
            yield subscript(self._abc("Sequence"), item)

    def _primitive_argument(self, kind: Kind) -> list[Code]:
        if kind is Kind.ANY:
            return [Name(self.builtin("object"))]
        if kind is Kind.BINARY:
            return [Name(self._runtime("encoding.files", "FileInput"))]
        scalar = SCALARS[kind]
        if not scalar.is_json_type:
            accepted = (scalar.python, *scalar.accepts)
            return [Name(self._python(name)) for name in accepted]
        if kind is Kind.NUMBER:
            return [Name(self.builtin("float"))]
        return [self._primitive(Primitive(kind))]

    def _primitive(self, type_: Primitive) -> Code:
        kind = type_.kind
        if kind is Kind.NUMBER:
            return self._with(self._number(), type_.constraints)
        if kind is Kind.BINARY and self.uploads:
            return Name(self._runtime("encoding.files", "FileField"))
        scalar = SCALARS[kind]
        if scalar.runtime:
            module, _, name = scalar.runtime.rpartition(".")
            return Name(self._runtime(module, name))
        plain = Name(self._python(scalar.python))
        return self._with(plain, type_.constraints) if scalar.is_json_type else plain

    def _number(self) -> Code:
        if self.decodes:
            return Name(self._runtime("types.scalars", "JsonNumber"))
        return pipe([Name(self.builtin("int")), Name(self.builtin("float"))])

    def _python(self, dotted: str) -> str:
        """Import a Python type; return what it is called here."""
        module, _, name = dotted.rpartition(".")
        if module == "datetime":
            return f"{self.imports.module('datetime', 'dt')}.{name}"
        if module:
            return self.imports.name(module, name)
        return name if name == "None" else self.builtin(name)

    def _with(self, code: Code, constraints: Constraints) -> Code:
        """The annotation with the assertions that the server would make."""
        if constraints == NO_CONSTRAINTS:
            return code
        extra: list[Code] = []
        # Held to at a call, where everything that is wrong is told at once.
        sent = all_limits(constraints) if self.limited or self.constrained else {}
        if sent:
            extra.append(call(self._runtime("types.constraints", "Sent"), **sent))
        if not extra:
            return code
        return subscript(self.imports.name("typing", "Annotated"), code, *extra)

    def _literal(self, values: tuple[Scalar, ...]) -> Code:
        """Fixed values; in an answer, also any other that the server comes to use."""
        exact = self.exact(values)
        if not self.lenient:
            return exact
        kinds = dict.fromkeys(type(value).__name__ for value in values)
        return pipe([exact, *(Name(self.builtin(kind)) for kind in kinds)])

    def exact(self, values: tuple[Scalar, ...]) -> Code:
        """Fixed values, and nothing else."""
        head = self.imports.name("typing", "Literal")
        return subscript(head, *(literal(value) for value in values))

    def _tuple(self, prefix: tuple[Type, ...], rest: Type | None) -> Code:
        if rest is None and prefix:
            items = [self.output(item) for item in prefix]
            return subscript(self.builtin("tuple"), *items)
        members = self._members([*prefix, *((rest,) if rest else ())])
        return subscript(self.builtin("list"), pipe(members))

    def _members(self, types: list[Type]) -> list[Code]:
        """Return the members of a union, with every kind of number that it allows."""
        among = self if len(types) == 1 else replace(self, decodes=False)
        return _settled([among.output(one) for one in types])

    def _ordered(self, members: list[Type]) -> list[Type]:
        """Listed texts first, and booleans before listed integers.

        Pydantic would take a listed "1" for a number, and ``true`` for a listed 1.
        """
        kinds = {member: self.api.resolve(member) for member in members}
        listed = [one.values for one in kinds.values() if isinstance(one, Literal)]
        has_number = any(type(value) is int for values in listed for value in values)

        def rank(member: Type) -> int:
            kind = kinds[member]
            if isinstance(kind, Enumeration) and kind.kind is Kind.STRING:
                return 0
            return 1 if kind == _BOOLEAN or not has_number else 2

        return sorted(members, key=rank)

    def _union(self, type_: Union) -> Code:
        members = [member for member in type_.members if member != NULL]
        null = [Name("None")] if len(members) < len(type_.members) else []
        written = self._members(self._ordered(members))
        discriminator = type_.discriminator
        if discriminator is None:
            is_sent = self.constrained or self.limited
            is_marked = (is_sent and self._has_constants(type_)) or (
                (is_sent or self.decodes) and self._has_inner_constants(type_)
            )
            if not is_marked:
                return pipe([*written, *null])
            either = subscript(self.imports.name("typing", "Union"), *written)
            mark = call(self._runtime("types.untagged", "Untagged"))
            head = self.imports.name("typing", "Annotated")
            return pipe([subscript(head, either, mark), *null])
        mapped = {reference for _, reference in discriminator.mapping}
        has_parent = any(
            isinstance(member, Reference)
            and member not in mapped
            and isinstance(self.api.definitions[member.target], Model)
            for member in members
        )
        if self.lenient and not has_parent:
            written.append(Name(self._runtime("types.unions", "UnknownVariant")))
        table = mapping(
            (literal(value), Name(self.definition(reference.target)))
            for value, reference in discriminator.mapping
        )
        chosen = call(
            self._runtime("types.unions", "Discriminated"),
            string(discriminator.member),
            table,
        )
        either = subscript(self.imports.name("typing", "Union"), *written)
        annotated = subscript(self.imports.name("typing", "Annotated"), either, chosen)
        return pipe([annotated, *null])

    def _has_constants(self, union: Union) -> bool:
        """Return whether a variant has constants, which an object may omit."""
        resolved = [self.api.resolve(one) for one in union.members]
        found = [one.type if isinstance(one, Alias) else one for one in resolved]
        objects = [one for one in found if isinstance(one, (Model, Map, Union))]
        return len(objects) + (ANY in found) > 1 and any(
            field.constant is not None
            for one in objects
            if isinstance(one, Model)
            for field in one.fields
        )

    def _has_inner_constants(self, union: Union) -> bool:
        """Return whether constants of nested objects distinguish the variants."""
        models = [self.api.resolve(one) for one in union.members]
        found = sum(
            any(map(self._is_telling, model.fields))
            for model in models
            if isinstance(model, Model)
        )
        return found > 1

    def _is_telling(self, field: Field) -> bool:
        inner = self.api.resolve(without_null(field.type))
        return isinstance(inner, Model) and any(
            one.constant is not None for one in inner.fields
        )

    def builtin(self, name: str) -> str:
        if name in self.hidden:
            return f"{self.imports.module('builtins')}.{name}"
        return name

    def _abc(self, name: str) -> str:
        return self.imports.name("collections.abc", name)

    def _runtime(self, module: str, name: str) -> str:
        if self.defers and module in _LOADING:
            folder, _, leaf = module.partition(".")
            package = f"{self.runtime}.{folder}"
            return f"{self.imports.deferred(package, leaf)}.{name}"
        return self.imports.name(f"{self.runtime}.{module}", name)


def has_values(definition: Enumeration) -> bool:
    """Whether the values of an enum are spelled out as a type of their own."""
    values = [one.value for one in definition.values]
    return len(values) <= _SPELLED_OUT and all(map(_is_small, values))


def _is_small(value: Scalar) -> bool:
    """Whether a ``Literal`` can hold a value: checkers have 64 bits for integers."""
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def references(type_: Type) -> list[Pointer]:
    """The definitions that a type mentions, each once, in order."""
    found: dict[Pointer, None] = {}
    for part in parts(type_):
        if isinstance(part, Reference):
            found[part.target] = None
    return list(found)


def _settled(found: list[Code]) -> list[Code]:
    """Alternatives without repetition, ``None`` last."""
    unique = {code.flat: code for code in found}
    null = unique.pop("None", None)
    return [*unique.values(), *((null,) if null is not None else ())]
