"""Schemas made of others (JSON Schema 2020-12, core, 10.2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    NULL,
    Alias,
    Constraints,
    Discriminator,
    Literal,
    Model,
    Primitive,
    Reference,
    Union,
)
from tests.unit.lower.conftest import Lower

TEXT = {"type": "string"}
STRING = Primitive(Kind.STRING)


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_all_of_is_one_object(schema: Lower) -> None:
    found = schema(
        ref("Dog"),
        Pet={**obj(name=TEXT, age={"type": "integer"}), "required": ["name"]},
        Dog={
            "allOf": [
                ref("Pet"),
                {**obj(barks={"type": "boolean"}), "required": ["age"]},
            ],
            "description": "A dog.",
        },
    )
    dog = found.model("Dog")
    required = {field.wire: field.required for field in dog.fields}
    assert required == {"name": True, "age": True, "barks": False}
    assert dog.description == "A dog."


def test_a_property_that_two_parts_describe(schema: Lower) -> None:
    found = schema(
        ref("B"),
        A=obj(id={**TEXT, "minLength": 2}, kind=TEXT),
        B={"allOf": [ref("A"), obj(id={"maxLength": 4}, kind={"const": "b"})]},
    )
    assert found.field("B", "id").type == Primitive(
        Kind.STRING, Constraints(min_length=2, max_length=4)
    )
    assert found.field("B", "kind").type == Literal(("b",))


def test_all_of_with_one_part_is_that_part(schema: Lower) -> None:
    found = schema(obj(a={"allOf": [ref("M")], "description": "Mine."}), M=obj(x=TEXT))
    [field] = [
        field
        for one in found.api.definitions.values()
        if isinstance(one, Model)
        for field in one.fields
        if field.wire == "a"
    ]
    assert field.type == Reference(found.model("M").pointer)
    assert field.description == "Mine."


def test_a_part_that_only_annotates_makes_no_new_model(schema: Lower) -> None:
    """A way to describe a reference where siblings are not heard (OpenAPI 3.0)."""
    annotated = {"allOf": [ref("M"), {"description": "Mine.", "nullable": True}]}
    found = schema(
        ref("Owner"),
        "3.0.3",
        Owner=obj(a=annotated),
        M={**obj(x=TEXT), "description": "Theirs."},
    )
    field = found.field("Owner", "a")
    assert field.type == Reference(found.model("M").pointer)
    assert field.description == "Mine."


def test_what_is_inline_belongs_to_the_schema_that_describes_it(schema: Lower) -> None:
    """Its name is the same whichever schemas that one is part of."""
    base = {**obj(tag=obj(x=TEXT)), "required": ["tag"]}
    found = schema(ref("B"), A=base, B={"allOf": [ref("A"), obj(b=TEXT)]})
    tag = found.definition("A/properties/tag")
    assert tag.hint.owner is not None
    assert str(tag.hint.owner) == "#/components/schemas/A"


def test_all_of_in_a_circle_ends(schema: Lower) -> None:
    found = schema(
        ref("A"),
        A={"allOf": [ref("B"), obj(a=TEXT)]},
        B={"allOf": [ref("A"), obj(b=TEXT)]},
    )
    assert {field.wire for field in found.model("A").fields} == {"a", "b"}


def test_properties_beside_one_of_belong_to_every_variant(schema: Lower) -> None:
    found = schema(
        ref("Event"),
        Event={
            **obj(id=TEXT),
            "required": ["id"],
            "oneOf": [
                {"title": "Made", **obj(made=TEXT)},
                {"title": "Gone", **obj(gone=TEXT)},
            ],
        },
    )
    alias = found.definition("Event")
    assert isinstance(alias, Alias)
    assert isinstance(alias.type, Union)
    shapes = []
    for member in alias.type.members:
        model = found.api.resolve(member)
        assert isinstance(model, Model)
        shapes.append({field.wire for field in model.fields})
    assert shapes == [{"id", "made"}, {"id", "gone"}]


def test_variants_that_only_require_are_no_union(schema: Lower) -> None:
    found = schema(
        ref("M"),
        M={
            **obj(a=TEXT, b=TEXT),
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
    )
    assert [field.required for field in found.model("M").fields] == [False, False]


def pets(**discriminator: Any) -> dict[str, Any]:
    return {
        "Cat": {**obj(kind=TEXT, lives={"type": "integer"}), "required": ["kind"]},
        "Dog": {**obj(kind=TEXT, barks={"type": "boolean"}), "required": ["kind"]},
        "Pet": {
            "oneOf": [ref("Cat"), ref("Dog")],
            "discriminator": {"propertyName": "kind", **discriminator},
        },
    }


def mapping_of(found: Any, name: str = "Pet") -> dict[str, str]:
    type_ = found.definition(name).type
    assert isinstance(type_, Union)
    assert type_.discriminator is not None
    assert type_.discriminator.member == "kind"
    return {
        value: reference.target.name for value, reference in type_.discriminator.mapping
    }


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        (None, {"Cat": "Cat", "Dog": "Dog"}),
        (
            {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
            {"cat": "Cat", "dog": "Dog"},
        ),
        ({"cat": "Cat", "dog": "Dog"}, {"cat": "Cat", "dog": "Dog"}),
        ({"cat": "Cat"}, {"cat": "Cat", "Dog": "Dog"}),
        (
            {"cat": "Cat", "tiger": "Cat", "dog": "Dog"},
            {"cat": "Cat", "tiger": "Cat", "dog": "Dog"},
        ),
    ],
)
def test_a_discriminator(
    schema: Lower, mapping: dict[str, str] | None, expected: dict[str, str]
) -> None:
    given = {} if mapping is None else {"mapping": mapping}
    found = schema(ref("Pet"), **pets(**given))
    assert mapping_of(found) == expected


def test_constants_tell_variants_apart(schema: Lower) -> None:
    def variant(*values: str) -> dict[str, Any]:
        kind = {"const": values[0]} if len(values) == 1 else {"enum": [*values]}
        return {**obj(kind=kind), "required": ["kind"]}

    found = schema(
        ref("Pet"),
        Cat=variant("cat"),
        Dog=variant("dog"),
        Pet={"oneOf": [ref("Cat"), ref("Dog"), {"type": "null"}]},
    )
    assert mapping_of(found) == {"cat": "Cat", "dog": "Dog"}
    assert found.api.resolve(found.type) == Union(
        (
            Reference(found.model("Cat").pointer),
            Reference(found.model("Dog").pointer),
            NULL,
        ),
        found.definition("Pet").type.discriminator,  # type: ignore[union-attr]
    )


def test_a_constant_that_may_be_omitted_tells_variants_apart(schema: Lower) -> None:
    found = schema(
        ref("Pet"),
        Cat={**obj(kind={"const": True}), "required": ["kind"]},
        Dog=obj(kind={"const": False}),
        Pet={"oneOf": [ref("Cat"), ref("Dog")]},
    )
    assert mapping_of(found) == {True: "Cat", False: "Dog"}


@pytest.mark.parametrize(
    "second",
    [
        {**obj(kind={"const": "cat"}), "required": ["kind"]},  # the same value
        obj(kind={"enum": ["dog", "fox"]}),  # neither required nor a constant
        {**obj(kind=TEXT), "required": ["kind"]},  # no constant
        TEXT,  # no object
    ],
)
def test_what_does_not_tell_variants_apart(schema: Lower, second: Any) -> None:
    found = schema(
        ref("Pet"),
        Cat={**obj(kind={"const": "cat"}), "required": ["kind"]},
        Dog=second,
        Pet={"oneOf": [ref("Cat"), ref("Dog")]},
    )
    alias = found.definition("Pet")
    assert isinstance(alias, Alias)
    assert isinstance(alias.type, Union)
    assert alias.type.discriminator is None


KINDS = {
    "propertyName": "kind",
    "mapping": {"one": "#/components/schemas/A", "two": "B"},
}


def test_a_discriminator_chooses_among_what_variants_become(schema: Lower) -> None:
    """A variant that is joined with more is that, not the schema it is made of."""
    found = schema(
        ref("Event"),
        Event={
            **obj(kind=TEXT, at=TEXT),
            "oneOf": [ref("A"), ref("B"), ref("C")],
            "discriminator": KINDS,
        },
        A=obj(a=TEXT),
        B=obj(b=TEXT),
        C=obj(c=TEXT),
    )
    event = found.definition("Event")
    assert isinstance(event, Alias)
    assert isinstance(event.type, Union)
    assert event.type.discriminator == Discriminator(
        "kind",
        tuple(zip(("one", "two", "C"), event.type.members, strict=True)),
    )
    models = [
        model
        for member in event.type.members
        if isinstance(model := found.api.resolve(member), Model)
    ]
    assert [[one.wire for one in model.fields] for model in models] == [
        [name, "kind", "at"] for name in "abc"
    ]
    assert [model.hint.words for model in models] == ["Event A", "Event B", "Event C"]


def test_a_member_that_only_tells_variants_apart_adds_nothing(schema: Lower) -> None:
    """Each variant has it as well, so that the variants are what they are."""
    variant = {**obj(kind=TEXT), "required": ["kind"]}
    found = schema(
        ref("Event"),
        Event={
            **obj(kind={"type": "string", "enum": ["one", "two"]}),
            "required": ["kind"],
            "oneOf": [ref("A"), ref("B")],
            "discriminator": KINDS,
        },
        A=variant,
        B=variant,
    )
    event = found.definition("Event")
    assert isinstance(event, Alias)
    assert isinstance(event.type, Union)
    a, b = (Reference(found.model(name).pointer) for name in "AB")
    assert event.type.members == (a, b)
    assert event.type.discriminator == Discriminator("kind", (("one", a), ("two", b)))


def test_a_child_that_adds_nothing_is_a_kind_of_its_own(schema: Lower) -> None:
    """It is no other name of the whole family, which it is a member of."""
    found = schema(
        ref("Pet"),
        Pet={
            **obj(kind=TEXT, name=TEXT),
            "required": ["kind"],
            "discriminator": {"propertyName": "kind"},
        },
        Cat={"allOf": [ref("Pet")], "description": "A cat."},
        Dog={"allOf": [ref("Pet"), obj(bark=TEXT)]},
    )
    family = found.definition("Pet/discriminator")
    assert isinstance(family, Alias)
    assert isinstance(family.type, Union)
    assert family.type.members == tuple(
        Reference(found.model(name).pointer) for name in ("Cat", "Dog", "Pet")
    )
    cat = found.model("Cat")
    assert cat.extends == (found.model("Pet").pointer,)
    assert (cat.description, len(cat.fields)) == ("A cat.", 2)
