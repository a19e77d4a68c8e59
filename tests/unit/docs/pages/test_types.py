"""Types as the documentation writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.docs.pages.types import TypeTexts, limits
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
    ANY,
    NULL,
    Array,
    Constraints,
    Literal,
    Map,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    nullable,
)
from apiloom.locations import Pointer
from tests.workshop import document, response, understood

TEXT = Primitive(Kind.STRING)
CAT, DOG = (
    Reference(Pointer("", ("components", "schemas", name))) for name in ("Cat", "Dog")
)


@pytest.fixture
def texts(tmp_path: Path) -> TypeTexts:
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    paths = {"/pets": {"get": {"responses": {"200": response({"anyOf": refs})}}}}
    spec = document(paths, {"Cat": pet, "Dog": pet})
    client = understood(tmp_path, spec)
    links = {CAT.target: "models.md#cat", DOG.target: "models.md#dog"}
    return TypeTexts(client.api, client.names, links)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (TEXT, "`str`"),
        (ANY, "`JsonValue`"),
        (nullable(TEXT), "`str \\| None`"),
        (Primitive(Kind.DATE_TIME), "`datetime`"),
        (Primitive(Kind.BINARY), "`str`"),
        (Array(TEXT), "`list[str]`"),
        (Map(Array(Primitive(Kind.NUMBER))), "`dict[str, list[float]]`"),
        (Tuple((TEXT, Primitive(Kind.UUID)), None), "`tuple[str, UUID]`"),
        (Tuple((TEXT,), Primitive(Kind.INTEGER)), "`list[str \\| int]`"),
        (Literal((1, "a", None)), '`Literal[1, "a", None]`'),
        (CAT, "[`Cat`](models.md#cat)"),
        (Array(nullable(CAT)), "[`list[Cat \\| None]`](models.md#cat)"),
        (Map(Union((CAT, DOG))), "`dict[str, Cat \\| Dog]`"),
        (
            Union((TEXT, CAT, NULL, Primitive(Kind.INTEGER), DOG)),
            "`str` \\| [`Cat`](models.md#cat) \\| `int` \\| [`Dog`](models.md#dog)"
            " \\| `None`",
        ),
        (Literal(("a`b",)), '<code>Literal&#91;"a&#96;b"&#93;</code>'),
    ],
)
def test_types(texts: TypeTexts, type_: Type, expected: str) -> None:
    assert texts.cell(type_) == expected


def test_files_are_what_callers_may_pass(texts: TypeTexts) -> None:
    assert texts.cell(Array(Primitive(Kind.BINARY)), files=True) == "`list[FileInput]`"


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (Constraints(), ""),
        (Constraints(minimum=1, maximum=100), "1 to 100."),
        (Constraints(minimum=0), "At least 0."),
        (Constraints(maximum=9), "At most 9."),
        (
            Constraints(exclusive_minimum=0, exclusive_maximum=1),
            "More than 0, less than 1.",
        ),
        (Constraints(multiple_of=5), "A multiple of 5."),
        (Constraints(min_length=2, max_length=2), "Exactly 2 characters."),
        (
            Constraints(max_length=5, pattern="^a|b$"),
            "At most 5 characters, matching <code>^a&#124;b$</code>.",
        ),
        (Constraints(min_items=0, min_length=0), ""),
        (Constraints(min_length=0, max_length=9), "At most 9 characters."),
        (
            Constraints(min_items=1, max_items=3, unique_items=True),
            "1 to 3 items, unique items.",
        ),
    ],
)
def test_limits(constraints: Constraints, expected: str) -> None:
    assert limits(nullable(Primitive(Kind.STRING, constraints))) == expected
    assert limits(Array(TEXT, constraints)) == expected


def test_only_scalars_and_lists_have_limits() -> None:
    assert limits(Map(TEXT)) == ""
    assert limits(CAT) == ""
