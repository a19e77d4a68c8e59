"""Sample values as Python, judged by Python itself."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from apiloom.codegen.formatter import item
from apiloom.docs.samples.code import Needs, Spelling, file_name
from apiloom.docs.samples.validity import Value
from apiloom.docs.samples.values import Samples
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    Array,
    Constraints,
    Literal,
    Map,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
)
from apiloom.locations import Pointer
from tests.workshop import document, response, understood

TEXT = Primitive(Kind.STRING)
SCHEMAS: dict[str, Any] = {
    "Pet": {
        "type": "object",
        "required": ["petName", "kind"],
        "properties": {
            "petName": {"type": "string"},
            "kind": {"$ref": "#/components/schemas/Kind"},
            "born": {"type": "string", "format": "date"},
            "owner": {"$ref": "#/components/schemas/Owner"},
            "secret": {"type": ["string", "null"]},
            "seen": {"type": "string", "readOnly": True},
        },
    },
    "Kind": {"type": "string", "enum": ["dog", "wild cat"]},
    "Owner": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
    "Photo": {
        "type": "object",
        "required": ["image"],
        "properties": {"image": {"type": "string", "format": "binary"}},
    },
}


def schema(name: str) -> Reference:
    return Reference(Pointer("", ("components", "schemas", name)))


@pytest.fixture
def spelling(tmp_path: Path) -> Spelling:
    body = {
        "required": True,
        "content": {"application/json": {"schema": schema_of("Pet")}},
    }
    photo = {"content": {"multipart/form-data": {"schema": schema_of("Photo")}}}
    answers = {"200": response()}
    paths = {
        "/pets": {
            "post": {"requestBody": body, "responses": answers},
            "put": {"requestBody": photo, "responses": answers},
        }
    }
    package = understood(tmp_path, document(paths, SCHEMAS)).package
    return Spelling(
        package.api,
        package.names,
        Samples(package.api),
        Needs("pets"),
        package.placement.uploaded,
    )


def schema_of(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


class Recorder:
    """Stands for a module of models: a class says how it was called."""

    Kind = SimpleNamespace(DOG="a dog", WILD_CAT="a wild cat")

    def __getattr__(self, name: str) -> Any:
        return lambda **given: (name, given)


def evaluated(spelling: Spelling, code: str) -> Any:
    """The value of code, with the imports that it says it needs."""
    lines = spelling.needs.text().splitlines()
    names: dict[str, Any] = {"models": Recorder()}
    exec("\n".join(line for line in lines if not line.startswith("from pets")), names)
    return eval(code, names)


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        ("a", TEXT, "a"),
        ("0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11", Primitive(Kind.UUID),
         "0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11"),
        ("9.99", Primitive(Kind.DECIMAL), Decimal("9.99")),
        ("aGVsbG8=", Primitive(Kind.BYTE), b"hello"),
        ("hello", Primitive(Kind.OCTETS), b"hello"),
        ("hello", Primitive(Kind.BINARY), Path("photo.png")),
        (["a", 1, None, True, {"b": 1.5}], ANY, ["a", 1, None, True, {"b": 1.5}]),
        (["a"], Array(TEXT), ["a"]),
        ({"a": 1}, Map(Primitive(Kind.INTEGER)), {"a": 1}),
        (["a", 1], Tuple((TEXT, Primitive(Kind.INTEGER)), None), ["a", 1]),
        (3, Union((TEXT, Primitive(Kind.INTEGER))), 3),
        ("b", Literal(("a", "b")), "b"),
        ("wild cat", schema("Kind"), "wild cat"),
        ("Ann", schema("Owner"), "Ann"),
    ],
)  # fmt: skip
def test_arguments(
    spelling: Spelling, value: Value, type_: Type, expected: object
) -> None:
    code = spelling.argument(value, type_, "photo.png")
    assert evaluated(spelling, code.flat) == expected


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        ("0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11", Primitive(Kind.UUID),
         UUID("0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11")),
        ("2025-01-31T12:00:00Z", Primitive(Kind.DATE_TIME),
         dt.datetime(2025, 1, 31, 12, tzinfo=dt.UTC)),
        ("2025-01-31", Primitive(Kind.DATE), dt.date(2025, 1, 31)),
        ("hello", Primitive(Kind.BINARY), "hello"),
        (None, Primitive(Kind.UUID), None),
        (["a", 1], Tuple((TEXT, Primitive(Kind.INTEGER)), None), ("a", 1)),
        (["a", 1], Tuple((TEXT,), Primitive(Kind.INTEGER)), ["a", 1]),
        ([["9.5"]], Array(Array(Primitive(Kind.DECIMAL))), [[Decimal("9.5")]]),
        ({"a": "2025-01-31"}, Map(Primitive(Kind.DATE)), {"a": dt.date(2025, 1, 31)}),
        ("wild cat", schema("Kind"), "a wild cat"),
        (7, schema("Owner"), 7),
        ("x", Literal(("x",)), "x"),
    ],
)  # fmt: skip
def test_attributes(
    spelling: Spelling, value: Value, type_: Type, expected: object
) -> None:
    assert evaluated(spelling, spelling.attribute(value, type_).flat) == expected


def test_an_object_is_constructed_with_what_its_class_has(spelling: Spelling) -> None:
    value: Value = {
        "petName": "Rex",
        "kind": "dog",
        "born": "2025-01-31",
        "owner": None,
        "secret": None,
        "seen": "only by the server",
        "undeclared": 1,
    }
    code = spelling.argument(value, schema("Pet"))
    assert evaluated(spelling, code.flat) == (
        "Pet",
        {
            "pet_name": "Rex",
            "kind": "a dog",
            "born": dt.date(2025, 1, 31),
            "secret": None,
        },
    )
    assert spelling.needs.text() == (
        "from datetime import date\n\nfrom pets import models"
    )


def test_files_in_uploaded_objects_are_paths(spelling: Spelling) -> None:
    code = spelling.argument({"image": "hello"}, schema("Photo"))
    assert evaluated(spelling, code.flat) == ("Photo", {"image": Path("image.bin")})


def test_long_lists_are_laid_out(spelling: Spelling) -> None:
    type_ = Array(TEXT, Constraints())
    code = spelling.argument(["x" * 41, "y" * 41], type_)
    assert item(code, 0, "").splitlines() == [
        "[",
        f'    "{"x" * 41}",',
        f'    "{"y" * 41}",',
        "]",
    ]


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("csvFile", "text/csv", "file.csv"),
        ("recipients_file", "text/csv; charset=utf-8", "recipients.csv"),
        ("image", "image/png, image/jpeg", "image.png"),
        ("data", None, "data.bin"),
        ("", "application/x-unheard-of", "file.bin"),
    ],
)
def test_names_of_files(name: str, media_type: str | None, expected: str) -> None:
    assert file_name(name, media_type) == expected


def test_imports_are_in_sections() -> None:
    needs = Needs("pets")
    needs.own("Pets")
    needs.module("httpx2")
    needs.module("asyncio")
    needs.name("uuid", "UUID")
    needs.name("datetime", "date")
    assert needs.text() == (
        "import asyncio\n"
        "from datetime import date\n"
        "from uuid import UUID\n"
        "\n"
        "import httpx2\n"
        "\n"
        "from pets import Pets"
    )
