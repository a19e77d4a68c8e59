"""Unions with a discriminator: a property names the variant of an object.

OpenAPI 3.1, section 4.8.25 (Discriminator Object).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    TypeGuard,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .constants import (
    is_constant,
    wire_name,
)
from .models import FALLBACK_REFUSED, WRONG_TAG, Model, Tagged, opened
from .nesting import COUNTED, counted, kept


class UnknownVariant(Model):
    """An object of a union whose kind this version of the client does not know.

    The server is newer than the client.  All members are kept, as attributes with
    the names of the API; for a type checker, they are in ``to_dict()``.
    """


class Discriminated(Tagged):
    """Makes a union choose by the value of one property (OpenAPI's discriminator).

    ``Annotated[Cat | Dog | UnknownVariant, Discriminated("kind", {"cat": Cat, …})]``
    reads an object by its ``kind``; a value that is not listed gives the first model
    of the union that is nobody's variant.  Where that is the schema that all variants
    extend, an object that has only what this schema asks for is one as well: a
    discriminator helps to read and does not restrict (OpenAPI 3.2, section 4.25).

    A variant may be a union itself, which has a discriminator of its own.  A dict of a
    caller may omit the property where its other properties belong to one variant alone,
    and a response where no variant requires it.
    """

    def __init__(self, member: str, variants: Mapping[Any, Any]) -> None:
        """Initialize with the wire name of the property, and the variants by value."""
        self._member: Final = member
        self._variants: Final = dict(variants)
        self._table: Final = {_tag_key(tag): one for tag, one in variants.items()}
        self._keys: tuple[str, ...] = (member,)
        self._is_open = True
        self._parents: Sequence[type[Model]] = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        models = list(dict.fromkeys(self._models()))
        attributes = {
            name
            for variant in models
            for name, field in variant.model_fields.items()
            if (wire_name(name, field)) == self._member
        }
        self._keys = (self._member, *sorted(attributes - {self._member}))
        paths: list[list[str | int]] = [[name] for name in self._keys]
        tagged = core_schema.tagged_union_schema(
            {
                tag: handler.generate_schema(variant)
                for tag, variant in self._variants.items()
            },
            discriminator=paths,
            from_attributes=True,
        )
        others = [
            member
            for member in get_args(source)
            if member not in models and member is not type(None)
        ]
        choices: list[CoreSchema | tuple[CoreSchema, str]] = [tagged]
        omitting = {
            str(number): handler.generate_schema(model)
            for number, model in enumerate(models)
            if self._may_omit(model)
        }
        if omitting:
            untagged = core_schema.tagged_union_schema(omitting, self._number_of)
            choices.append(guarded(self._refuse_tagged, untagged))
        choices += [self._other(member, handler) for member in others]
        self._is_open = bool(others)
        self._parents = [one for one in others if _is_parent(one)]
        either = core_schema.union_schema(choices, mode="left_to_right")
        return core_schema.json_or_python_schema(
            either,
            core_schema.no_info_wrap_validator_function(
                self._choose, either, metadata={COUNTED: True}
            ),
        )

    def _models(self) -> Iterator[type[Model]]:
        for variant in self._variants.values():
            yield from models_in(variant)

    def _may_omit(self, model: type[Model]) -> bool:
        """Return whether an object of a model is valid without the property."""
        return not any(
            field.is_required() and wire_name(name, field) == self._member
            for name, field in model.model_fields.items()
        )

    def _other(self, member: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of objects that have no listed tag."""
        schema = handler.generate_schema(member)
        if member is UnknownVariant:
            return guarded(self._refuse_known, schema)
        if isinstance(member, type) or next(models_in(member), None) is None:
            return schema
        # Of a union inside of this one, the objects are chosen here.
        return guarded(_refuse_objects, schema)

    @property
    def is_required(self) -> bool:
        """Whether every object has to have the property."""
        return not any(self._may_omit(model) for model in self._models())

    def variant_of(self, value: object) -> Any:
        """Return the variant that an object of JSON's types names, or None."""
        if not isinstance(value, Mapping):
            return None
        value = cast("object", value)
        return self._table.get(_tag_key(self._tag_of(value)))

    def model_without_tag(
        self, value: object, *, is_required: bool = False
    ) -> type[Model] | None:
        """Return the model of an object without a tag, if no other one fits.

        If the tag `is_required`, all of them may: a server omitted it nevertheless.
        """
        if not isinstance(value, Mapping):
            return None
        fields = cast("Mapping[str, object]", value)
        if self._tag_of(fields) is not None:
            return None
        ranks: dict[int, list[type[Model]]] = {}
        for model in dict.fromkeys(self._models()):
            rank = unknown_names(model, fields, self._member)
            is_known = self._is_for_parent(fields, rank)
            if rank is None or (is_known and not is_required):
                continue
            if is_required or self._may_omit(model):
                ranks.setdefault(rank, []).append(model)
        best = ranks[min(ranks)] if ranks else []
        return best[0] if len(best) == 1 else None

    def lacks(self, value: object) -> bool:
        """Return whether an object has no tag, or null for one."""
        return self._tag_of(value) is None

    def _number_of(self, value: object) -> str | None:
        model = self.model_without_tag(value)
        models = list(dict.fromkeys(self._models()))
        return str(models.index(model)) if model is not None else None

    def _tag_of(self, value: object) -> object:
        fields = cast("Mapping[str, object]", value)
        for key in self._keys:
            if key in fields:
                return fields[key]
        return None

    @property
    def member(self) -> str:
        """The wire name of the property."""
        return self._member

    @property
    def tags(self) -> str:
        """The listed values, in words."""
        return " or ".join(dict.fromkeys(json.dumps(tag) for tag in self._variants))

    @property
    def unknown(self) -> type[Model]:
        """The model of objects with another value."""
        return UnknownVariant

    @property
    def models(self) -> Collection[type[Model]]:
        """The models that the listed values stand for."""
        return tuple(self._models())

    def _choose(self, value: object, handler: Callable[[object], object]) -> object:
        """Validate what a caller passes, with the tag that it leaves out."""
        if isinstance(value, Model):
            return value if self._is_untagged(value) else handler(value)
        if not isinstance(value, Mapping):
            return handler(value)
        fields = cast("Mapping[str, object]", value)
        return counted(fields, lambda: self._chosen(fields, handler))

    def _chosen(
        self, fields: Mapping[str, object], handler: Callable[[object], object]
    ) -> object:
        if not any(key in fields for key in self._keys):
            return self._untagged(fields, handler)
        if not self._is_open and _tag_key(self._tag_of(fields)) not in self._table:
            raise self._wrong_tag("must be")
        return handler(fields)

    def _is_untagged(self, value: Model) -> bool:
        """Return whether a response brought a variant without its tag."""
        is_variant = any(type(value) is one for one in self._models())
        return is_variant and all(
            getattr(value, key, None) is None for key in self._keys
        )

    def _untagged(
        self, value: Mapping[str, object], handler: Callable[[object], object]
    ) -> object:
        """Validate an object without a tag as the variant that it clearly is."""
        fitting = self._fitting(value)
        if self._parents and not fitting:
            return handler(value)
        read: list[Model] = []
        if len(fitting) > 1:
            tried = [(one, self._kept(one[0], value)) for one in fitting]
            fitting = [one for one, made in tried if made is not None]
            read = [made for _, made in tried if made is not None]
        tags = [tag for _, found in fitting for tag in found]
        if len(tags) == 1:
            return handler({**value, self._member: tags[0]})
        models = [model for variant, _ in fitting for model in models_in(variant)]
        if read and all(map(self._may_omit, models)):
            return self._without_tag(read[0])
        raise self._wrong_tag("is required:", tags)

    def _fitting(self, value: Mapping[str, object]) -> list[tuple[Any, list[object]]]:
        """Return the variants that have the properties of an object, and their tags."""
        tags: dict[int, tuple[Any, list[object]]] = {}
        for tag, variant in self._variants.items():
            tags.setdefault(id(variant), (variant, []))[1].append(tag)
        found: dict[int, list[tuple[Any, list[object]]]] = {}
        for variant, named in tags.values():
            known = [
                unknown_names(one, value, self._member) for one in models_in(variant)
            ]
            fits = [number for number in known if number is not None]
            if fits and not self._is_for_parent(value, min(fits)):
                found.setdefault(min(fits), []).append((variant, named))
        return found[min(found)] if found else []

    def _is_for_parent(self, value: Mapping[str, object], rank: int | None) -> bool:
        """Return whether a variant knows no more of an object than its parent does."""
        parents = filter(self._may_omit, self._parents)
        known = (unknown_names(one, value, self._member) for one in parents)
        return rank is not None and any(
            number is not None and number <= rank for number in known
        )

    def _kept(self, variant: Any, value: Mapping[str, object]) -> Model | None:
        return kept(variant, value, lambda: self._read(variant, value))

    @staticmethod
    def _read(variant: Any, value: Mapping[str, object]) -> Model | None:
        """Return the object as the first model of a variant that it is valid as."""
        for model in models_in(variant):
            try:
                return model.model_validate(value)
            except ValidationError:
                continue
        return None

    def _without_tag(self, made: Model) -> Model:
        """Remove a tag that was filled in, where several variants are possible."""
        for name, field in type(made).model_fields.items():
            if wire_name(name, field) == self._member:
                vars(made)[name] = None
                made.__pydantic_fields_set__.discard(name)
        return made

    def _wrong_tag(
        self, what: str, tags: Collection[object] = ()
    ) -> PydanticCustomError:
        listed = dict.fromkeys(json.dumps(tag) for tag in tags or self._variants)
        message = f"{what} {' or '.join(listed)}"
        about = {"member": self._member, "message": message}
        return PydanticCustomError(WRONG_TAG, "{member} {message}", about)

    def _refuse_tagged(self, value: object) -> object:
        """Keep an object that says what it is from being read as something else."""
        if self.model_without_tag(value) is None:
            raise PydanticCustomError(FALLBACK_REFUSED, "Input is of a known kind")
        return value

    def _refuse_known(self, value: object) -> object:
        """Keep a broken object of a known kind from passing as an unknown one."""
        if isinstance(value, Model):
            return value
        if not isinstance(value, Mapping):
            raise PydanticCustomError(FALLBACK_REFUSED, "Input should be an object")
        fields = cast("Mapping[str, object]", value)
        tag = self._tag_of(fields)
        if _tag_key(tag) in self._table:
            raise PydanticCustomError(FALLBACK_REFUSED, "Input is of a known kind")
        if tag is None and self.is_required:
            raise self._wrong_tag("is required:")
        return fields


def _is_parent(member: Any) -> TypeGuard[type[Model]]:
    is_model = isinstance(member, type) and issubclass(member, Model)
    return is_model and member is not UnknownVariant


def guarded(guard: Callable[[object], object], schema: CoreSchema) -> CoreSchema:
    """Return a schema whose values `guard` checks first."""
    return core_schema.no_info_before_validator_function(guard, schema)


def _refuse_objects(value: object) -> object:
    if isinstance(value, (Mapping, Model)):
        raise PydanticCustomError(FALLBACK_REFUSED, "Input is an object")
    return value


def _tag_key(tag: object) -> object:
    """Return a tag for a table: true is not 1, 1.0 is; only scalars are tags."""
    if isinstance(tag, float) and tag.is_integer():
        return int, int(tag)
    for kind in (bool, int, str):
        if isinstance(tag, kind):
            return kind, tag
    return None


def models_in(type_: Any, seen: tuple[Any, ...] = ()) -> Iterator[type[Model]]:
    """Iterate over the models that an object of a type can be."""
    if isinstance(type_, type):
        if issubclass(type_, Model) and type_ is not UnknownVariant:
            yield type_
    elif get_origin(type_) is Annotated:
        yield from models_in(get_args(type_)[0], seen)
    elif get_origin(type_) in (Union, UnionType):
        for one in get_args(type_):
            yield from models_in(one, seen)
    elif hasattr(type_, "__value__") and type_ not in seen:
        yield from models_in(opened(type_), (*seen, type_))


def unknown_names(
    model: type[Model], value: Mapping[str, object], tag: str
) -> int | None:
    """Return how many properties of an object a model does not know.

    None if the object lacks one that is required, or has one that is not allowed.
    """
    left = set(value)
    for name, field in model.model_fields.items():
        wire = wire_name(name, field)
        is_needed = field.is_required() and wire != tag and not is_constant(field)
        if is_needed and wire not in value and name not in value:
            return None
        left -= {wire, name}
    is_closed = model.model_config.get("extra") == "forbid"
    return None if left and is_closed else len(left)
