"""Types as annotations: exact for what comes back, wide for what is passed in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from apiloom.codegen.annotations import Annotator, references
from apiloom.codegen.imports import OWN, Imports
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Array,
    Constraints,
    Literal,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    parts,
)
from apiloom.locations import Pointer
from apiloom.pipeline import Client
from tests.workshop import document, response, understood

TEXT = {"type": "string"}
STRING = Primitive(Kind.STRING)
INTEGER = Primitive(Kind.INTEGER)

SCHEMAS: dict[str, Any] = {
    "Item": {"type": "object", "properties": {"a": TEXT}},
    "Colour": {"type": "string", "enum": ["red", "blue"]},
    "Many": {"type": "string", "enum": [f"v{number}" for number in range(20)]},
    "Ids": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "Tree": {
        "oneOf": [
            TEXT,
            {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        ]
    },
    "Cat": {
        "type": "object",
        "required": ["k"],
        "properties": {"k": {"const": "cat"}},
    },
    "Dog": {
        "type": "object",
        "required": ["k"],
        "properties": {"k": {"const": "dog"}},
    },
    "Pet": {
        "oneOf": [
            {"$ref": "#/components/schemas/Cat"},
            {"$ref": "#/components/schemas/Dog"},
        ]
    },
}


def ref(name: str) -> Reference:
    return Reference(Pointer().child("components", "schemas", name))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder: Path = tmp_path_factory.mktemp("annotations")
    answers = {
        str(200 + index): response({"$ref": f"#/components/schemas/{name}"})
        for index, name in enumerate(SCHEMAS)
    }
    paths = {"/x": {"get": {"operationId": "load", "responses": answers}}}
    return understood(folder, document(paths, SCHEMAS))


@pytest.fixture
def annotator(client: Client) -> Annotator:
    return Annotator(
        client.api, client.names, Imports(OWN), lambda _: "..models.x", ".._runtime"
    )


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (STRING, "str"),
        (INTEGER, "int"),
        (Primitive(Kind.BOOLEAN), "bool"),
        (Primitive(Kind.NUMBER), "int | float"),
        (NULL, "None"),
        (ANY, "JsonValue"),
        (Primitive(Kind.UUID), "UUID"),
        (Primitive(Kind.DECIMAL), "Decimal"),
        (Primitive(Kind.DATE), "Date"),
        (Primitive(Kind.DATE_TIME), "DateTime"),
        (Primitive(Kind.BYTE), "Base64"),
        (Primitive(Kind.OCTETS), "bytes"),
        (Array(STRING), "list[str]"),
        (Map(Array(INTEGER)), "dict[str, list[int]]"),
        (Tuple((STRING, INTEGER), None), "tuple[str, int]"),
        (Tuple((STRING,), INTEGER), "list[str | int]"),
        (Union((STRING, NULL)), "str | None"),
        (Union((NULL, STRING)), "str | None"),
        (Literal(("a", "b")), "Literal['a', 'b'] | str"),
        (ref("Item"), "Item"),
        (Array(ref("Colour")), "list[Colour]"),
    ],
)
def test_what_comes_back(annotator: Annotator, type_: Type, text: str) -> None:
    found = annotator.output(type_).flat
    # What an alias hides from its fields is spelled elsewhere: only the type counts.
    assert found.replace("_dt.", "dt.").replace('"', "'") == text.replace('"', "'")


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Primitive(Kind.NUMBER), "JsonNumber"),
        (Union((Primitive(Kind.NUMBER), NULL)), "JsonNumber | None"),
        (Array(Primitive(Kind.NUMBER)), "list[JsonNumber]"),
        (Union((Primitive(Kind.NUMBER), INTEGER)), "int | float"),
        (Union((STRING, Primitive(Kind.NUMBER), NULL)), "str | int | float | None"),
    ],
)
def test_what_pydantic_decodes_by(annotator: Annotator, type_: Type, text: str) -> None:
    assert replace(annotator, decodes=True).output(type_).flat == text


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (STRING, "str"),
        (Primitive(Kind.NUMBER), "float"),
        (ANY, "object"),
        (Primitive(Kind.UUID), "UUID | str"),
        (Primitive(Kind.DATE), "dt.date | str"),
        (Primitive(Kind.BYTE), "bytes"),
        (Primitive(Kind.BINARY), "FileInput"),
        (Array(STRING), "Sequence[str]"),
        (Map(INTEGER), "Mapping[str, int]"),
        (Map(ANY), "Mapping[str, object]"),
        (Array(ANY), "Sequence[object]"),
        (Tuple((STRING,), INTEGER), "Sequence[object]"),
        (Literal(("a", 1)), "Literal['a', 1]"),
        (ref("Item"), "Item | Mapping[str, object]"),
        (ref("Colour"), "Colour | ColourValue"),
        (ref("Many"), "Many | ManyValue"),
        (ref("Ids"), "Sequence[UUID | str]"),
        (Array(ref("Item")), "Sequence[Item | Mapping[str, object]]"),
        (Union((STRING, NULL)), "str | None"),
        (Union((ref("Item"), ref("Cat"), NULL)), None),
    ],
)
def test_what_is_passed_in(annotator: Annotator, type_: Type, text: str | None) -> None:
    found = annotator.argument(type_).flat.replace("_dt.", "dt.").replace('"', "'")
    assert found == (text or "Item | Mapping[str, object] | Cat | None")


def test_a_recursive_type_can_be_passed_in(annotator: Annotator) -> None:
    found = annotator.argument(ref("Tree")).flat
    assert found.startswith("str | Sequence[")


def test_a_union_with_a_discriminator(annotator: Annotator) -> None:
    pet = cast("Type", annotator.api.resolve(ref("Pet")))
    found = annotator.output(pet)
    text = found.flat.replace('"', "'")
    assert text.startswith(
        "Annotated[Union[Cat, Dog, UnknownVariant], Discriminated('k'"
    )
    assert "'cat': Cat, 'dog': Dog" in text
    strict = replace(annotator, lenient=False)
    made = strict.output(pet).flat
    assert "UnknownVariant" not in made


def test_constraints_are_for_requests(annotator: Annotator) -> None:
    type_ = Primitive(
        Kind.STRING, Constraints(min_length=1, max_length=9, pattern="^a'$")
    )
    assert annotator.output(type_).flat == "str"
    constrained = replace(annotator, constrained=True)
    assert constrained.output(type_).flat == (
        'Annotated[str, Sent(min_length=1, max_length=9, pattern="^a\'$")]'
    )
    number = Primitive(Kind.INTEGER, Constraints(minimum=0, exclusive_maximum=10))
    assert constrained.output(number).flat == "Annotated[int, Sent(ge=0, lt=10)]"
    several = Array(STRING, Constraints(min_items=1, max_items=3))
    assert constrained.output(several).flat == (
        "Annotated[list[str], Sent(min_length=1, max_length=3)]"
    )


@pytest.mark.parametrize("pattern", ["(", "[^]", "(?=a)b", r"(a)\1", "a{9999999}"])
def test_a_pattern_that_is_not_matched_in_linear_time_is_left_to_the_server(
    annotator: Annotator, pattern: str
) -> None:
    type_ = Primitive(Kind.STRING, Constraints(pattern=pattern))
    assert replace(annotator, constrained=True).output(type_).flat == "str"


@pytest.mark.parametrize("name", ["list", "dict", "str", "int", "bool", "bytes"])
def test_a_builtin_that_is_hidden_is_spelled_out(
    annotator: Annotator, name: str
) -> None:
    types: dict[str, Type] = {
        "list": Array(INTEGER),
        "dict": Map(INTEGER),
        "str": STRING,
        "int": INTEGER,
        "bool": Primitive(Kind.BOOLEAN),
        "bytes": Primitive(Kind.OCTETS),
    }
    plain = annotator.output(types[name]).flat
    found = replace(annotator, hidden={name}).output(types[name]).flat
    assert found != plain
    assert found.replace("_builtins.", "").replace("builtins.", "") == plain


def test_imports_follow(annotator: Annotator) -> None:
    annotator.output(Union((Primitive(Kind.UUID), ref("Item"))))
    annotator.argument(Array(Primitive(Kind.BINARY)))
    text = annotator.imports.text()
    assert "from collections.abc import Sequence" in text
    assert "from .._runtime.types.scalars import UUID" in text
    assert "from .._runtime.encoding.files import FileInput" in text
    assert "from ..models.x import Item" in text
    compile(text, "imports.py", "exec")


def test_references() -> None:
    item, cat = ref("Item"), ref("Cat")
    type_ = Union((Array(item), Map(cat), Tuple((item,), cat), NULL))
    assert references(type_) == [item.target, cat.target]
    assert list(parts(Array(item))) == [Array(item), item]


def test_the_models_are_what_they_are_called(client: Client) -> None:
    models = {
        client.names.definitions[pointer]
        for pointer, one in client.api.definitions.items()
        if isinstance(one, Model)
    }
    assert models == {"Item", "Cat", "Dog"}
