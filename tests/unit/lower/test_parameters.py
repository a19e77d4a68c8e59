"""Parameter Objects to parameters (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.api import In, Parameter
from apiloom.ir.security import Requirement
from apiloom.ir.types import Literal
from tests.unit.lower.conftest import Lower
from tests.unit.lower.parts import OK, STRING, TEXT, param


@pytest.mark.parametrize(
    ("given", "style", "explode"),
    [
        (param("p", "path"), "simple", False),
        (param("p", "query"), "form", True),
        (param("p", "header"), "simple", False),
        (param("p", "cookie"), "form", True),
        (param("p", style="spaceDelimited"), "spaceDelimited", False),
        (param("p", style="deepObject", explode=True), "deepObject", True),
        (param("p", explode=False), "form", False),
        (param("p", "path", style="label", explode=True), "label", True),
        (
            {
                "name": "p",
                "in": "query",
                "content": {"application/json": {"schema": TEXT}},
            },
            "json",
            False,
        ),
    ],
)
def test_styles_have_their_defaults(
    lower: Lower, given: dict[str, Any], style: str, explode: bool
) -> None:
    found = lower({"/{p}": {"get": {"parameters": [given], "responses": OK}}})
    where = {In(given["in"])}
    [parameter] = [one for one in found.operation.parameters if one.location in where]
    assert (parameter.style, parameter.explode) == (style, explode)
    assert parameter.type == STRING


def test_what_a_parameter_says(lower: Lower) -> None:
    given = param(
        "q",
        description="Its meaning.",
        deprecated=True,
        allowReserved=True,
        schema={**TEXT, "default": "x", "description": "Not this."},
        example="e",
        **{"x-default-factory": "uuid4"},
    )
    [found] = lower(
        {"/": {"get": {"parameters": [given], "responses": OK}}}
    ).operation.parameters
    assert found.description == "Its meaning."
    assert (found.deprecated, found.allow_reserved, found.required) == (
        True,
        True,
        False,
    )
    assert (found.default, found.example) == ('"x"', '"e"')
    assert found.default_factory == "uuid4"


@pytest.mark.parametrize(
    ("given", "example"),
    [
        (param("q", examples={"one": {"value": 1}, "two": {"value": 2}}), "1"),
        (param("q", schema={**TEXT, "examples": ["ü", "b"]}), '"ü"'),
        (param("q", schema={**TEXT, "example": None}), "null"),
        (param("q"), None),
    ],
)
def test_examples(lower: Lower, given: dict[str, Any], example: str | None) -> None:
    paths = {"/": {"get": {"parameters": [given], "responses": OK}}}
    [found] = lower(paths, openapi="3.1.0").operation.parameters
    assert found.example == example


def test_parameters_of_the_path_are_overridden_not_repeated(lower: Lower) -> None:
    found = lower(
        {
            "/": {
                "parameters": [param("a"), param("b"), param("a", "header")],
                "get": {
                    "parameters": [param("a", required=True)],
                    "responses": OK,
                },
            }
        }
    )
    assert [
        (one.location.value, one.name, one.required)
        for one in found.operation.parameters
    ] == [("query", "a", True), ("query", "b", False), ("header", "a", False)]


def test_path_parameters_come_first_in_the_order_of_the_path(lower: Lower) -> None:
    given = [param("q"), param("b", "path"), param("a", "path")]
    found = lower({"/{a}/{b}": {"get": {"parameters": given, "responses": OK}}})
    names = [one.name for one in found.operation.parameters]
    assert names == ["a", "b", "q"]
    assert [one.required for one in found.operation.parameters] == [True, True, False]


def test_an_undeclared_path_parameter_is_a_string(lower: Lower) -> None:
    found = lower({"/{a}/{b}": {"get": {"responses": OK}}})
    assert [(one.name, one.type) for one in found.operation.parameters] == [
        ("a", STRING),
        ("b", STRING),
    ]
    assert found.codes.count("undeclared-path-parameter") == 2


def test_a_path_parameter_without_a_place_is_left_out(lower: Lower) -> None:
    given = [param("gone", "path", required=True)]
    found = lower({"/a": {"get": {"parameters": given, "responses": OK}}})
    assert found.operation.parameters == ()
    assert "unused-path-parameter" in found.codes


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_some_headers_are_the_clients_business(lower: Lower, name: str) -> None:
    given = [param(name, "header"), param(name, "query")]
    found = lower({"/": {"get": {"parameters": given, "responses": OK}}})
    assert [one.location for one in found.operation.parameters] == [In.QUERY]


@pytest.mark.parametrize(
    "given",
    [{"in": "query"}, {"name": "a"}, param("a", "nowhere")],
)
def test_a_parameter_that_says_too_little_is_reported(
    lower: Lower, given: dict[str, Any]
) -> None:
    found = lower({"/": {"get": {"parameters": [given], "responses": OK}}})
    assert found.operation.parameters == ()
    assert "wrong-type" in found.codes


def key(where: str = "header", name: str = "X-API-Key") -> dict[str, Any]:
    return {"securitySchemes": {"k": {"type": "apiKey", "in": where, "name": name}}}


@pytest.mark.parametrize(
    ("where", "name", "scheme"),
    [
        ("header", "x-api-key", "X-API-Key"),
        ("query", "key", "key"),
        ("cookie", "session", "session"),
    ],
)
def test_a_parameter_that_a_scheme_covers_is_no_argument(
    lower: Lower, where: str, name: str, scheme: str
) -> None:
    paths = {"/": {"get": {"parameters": [param(name, where)], "responses": OK}}}
    found = lower(paths, components=key(where, scheme))
    assert found.operation.parameters == ()
    assert found.operation.security == ((Requirement("k"),),)


def test_a_scheme_covers_only_its_own_place(lower: Lower) -> None:
    paths = {"/": {"get": {"parameters": [param("X-API-Key")], "responses": OK}}}
    found = lower(paths, components=key())
    assert [one.name for one in found.operation.parameters] == ["X-API-Key"]
    assert found.operation.security == ()


def test_constants_of_parameters(lower: Lower) -> None:
    given = [param("v", schema={"const": "2"}, required=True)]
    found = lower({"/": {"get": {"parameters": given, "responses": OK}}})
    [parameter] = found.operation.parameters
    assert isinstance(parameter, Parameter)
    assert parameter.type == Literal(("2",))
