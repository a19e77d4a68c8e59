"""Every name of a client, settled once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.naming.allocate import Credential, Names
from tests.workshop import document, response, understood

TEXT = {"type": "string"}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def get(*schemas: Any, **rest: Any) -> dict[str, Any]:
    responses = {str(200 + index): response(one) for index, one in enumerate(schemas)}
    return {"tags": ["shop"], "operationId": "load", "responses": responses, **rest}


def names(folder: Path, **given: Any) -> Names:
    return understood(folder, document(**given)).names


def models(found: Names) -> dict[str, str]:
    return {str(pointer): name for pointer, name in found.definitions.items()}


def test_a_component_keeps_its_name(tmp_path: Path) -> None:
    found = names(
        tmp_path,
        paths={"/a": {"get": get(ref("user_item"), ref("Order"))}},
        schemas={"user_item": obj(a=TEXT), "Order": obj(line=obj(a=TEXT))},
    )
    assert models(found) == {
        "#/components/schemas/user_item": "UserItem",
        "#/components/schemas/Order/properties/line": "OrderLine",
        "#/components/schemas/Order": "Order",
    }


def test_what_is_inside_an_operation_is_named_after_it(tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": obj(a=obj(b=TEXT))}}}
    found = names(
        tmp_path,
        paths={"/a": {"post": get(obj(c=TEXT), requestBody=body)}},
    )
    assert sorted(models(found).values()) == [
        "ShopLoadBody",
        "ShopLoadBodyA",
        "ShopLoadResponse",
    ]


def test_what_is_inside_a_schema_is_named_after_it(tmp_path: Path) -> None:
    """Whichever model it became a part of, and whether or not the schema is one."""
    base = obj(line=obj(a=TEXT))
    found = names(
        tmp_path,
        paths={"/a": {"get": get(ref("Cart"), ref("Order"))}},
        schemas={
            "base_item": base,
            "Cart": {"allOf": [ref("base_item"), obj(b=TEXT)]},
            "Order": {"allOf": [ref("base_item"), obj(c=TEXT)]},
        },
    )
    line = "#/components/schemas/base_item/properties/line"
    assert models(found)[line] == "BaseItemLine"


def test_a_stated_name_goes_before_all(tmp_path: Path) -> None:
    found = names(
        tmp_path,
        paths={"/a": {"get": get(ref("X"), {**obj(a=TEXT), "x-name": "Answer"})}},
        schemas={"X": {**obj(a=TEXT), "x-name": "BatchThing"}},
    )
    assert sorted(models(found).values()) == ["Answer", "BatchThing"]


def test_names_that_differ_only_in_case_are_told_apart(tmp_path: Path) -> None:
    schemas = {"pet": obj(a=TEXT), "Pet": obj(b=TEXT), "PET": obj(c=TEXT)}
    found = names(
        tmp_path,
        paths={"/a": {"get": get(*(ref(name) for name in schemas))}},
        schemas=schemas,
    )
    assert models(found) == {
        "#/components/schemas/pet": "Pet_2",
        "#/components/schemas/Pet": "Pet",
        "#/components/schemas/PET": "PET",
    }


def test_a_nested_definition_gives_way_to_a_component(tmp_path: Path) -> None:
    found = names(
        tmp_path,
        paths={"/a": {"get": get(ref("Order"), ref("OrderLine"))}},
        schemas={"Order": obj(line=obj(a=TEXT)), "OrderLine": obj(b=TEXT)},
    )
    assert models(found)["#/components/schemas/OrderLine"] == "OrderLine"
    assert models(found)["#/components/schemas/Order/properties/line"] == "OrderLine_2"


@pytest.mark.parametrize("name", ["ShopResource", "AsyncShopResource", "Literal"])
def test_a_component_keeps_its_name_whatever_it_is(tmp_path: Path, name: str) -> None:
    found = names(
        tmp_path,
        paths={"/a": {"get": get(ref(name))}},
        schemas={name: obj(a=TEXT)},
    )
    assert models(found) == {f"#/components/schemas/{name}": name}
    classes = {
        found.resource_class(("shop",)),
        f"Async{found.resource_class(('shop',))}",
    }
    assert name not in classes


def test_fields_are_unique_whatever_they_are_called(tmp_path: Path) -> None:
    wires = ["a-b", "a_b", "aB", "class", "1", "", "😀", "💥", "copy", "copy_"]
    found = names(
        tmp_path,
        paths={"/a": {"get": get(ref("M"))}},
        schemas={"M": obj(**dict.fromkeys(wires, TEXT))},
    )
    [fields] = found.fields.values()
    assert list(fields) == wires
    assert len(set(fields.values())) == len(wires)
    assert fields["a_b"] == "a_b"
    assert fields["class"] == "class_"


def test_members_of_enums(tmp_path: Path) -> None:
    values = {
        "type": "string",
        "enum": ["a", "A", "", "1", "-1", "b c"],
        "x-enum-varnames": ["1st", "class", "x", "x", "__init__"],
    }
    found = names(tmp_path, paths={"/a": {"get": get(ref("E"))}}, schemas={"E": values})
    [members] = found.members.values()
    assert len(members) == 6
    assert len(set(members)) == 6
    assert all(name.isidentifier() and not name.startswith("_") for name in members)
    assert members[1] == "CLASS"
    assert members[5] == "B_C"


def test_arguments_are_unique_across_their_places(tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": obj(id=TEXT, Id=TEXT)}}}
    parameters = [
        {"name": "id", "in": where, "required": True, "schema": TEXT}
        for where in ("path", "query", "header", "cookie")
    ]
    found = names(
        tmp_path,
        paths={"/a/{id}": {"post": get(TEXT, parameters=parameters, requestBody=body)}},
    )
    [arguments] = found.arguments.values()
    assert arguments["path", "id"] == "id"
    assert len(set(arguments.values())) == 6


def test_a_body_argument_beside_a_parameter_called_body(tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": {"type": "array"}}}}
    parameters = [{"name": "body", "in": "query", "schema": TEXT}]
    found = names(
        tmp_path,
        paths={"/a": {"post": get(TEXT, parameters=parameters, requestBody=body)}},
    )
    [arguments] = found.arguments.values()
    assert set(arguments) == {("query", "body"), ("body", "")}
    assert len(set(arguments.values())) == 2


def test_credentials(tmp_path: Path) -> None:
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "basic": {"type": "http", "scheme": "Basic"},
        "own": {
            "type": "http",
            "scheme": "bearer",
            "x-argument": "userToken",
            "x-env": "MADE_CLIENT_TOKEN",
        },
        "tls": {"type": "mutualTLS"},
    }
    found = names(
        tmp_path,
        paths={"/a": {"get": get(TEXT)}},
        components={"securitySchemes": schemes},
    ).credentials
    assert found == {
        "key": (Credential("api_key", "MADE_CLIENT_API_KEY"),),
        "basic": (
            Credential("username", "MADE_CLIENT_USERNAME"),
            Credential("password", "MADE_CLIENT_PASSWORD"),
        ),
        "own": (Credential("user_token", "MADE_CLIENT_TOKEN"),),
        "tls": (),
    }


def test_two_keys_are_two_arguments(tmp_path: Path) -> None:
    schemes = {
        name: {"type": "apiKey", "in": "header", "name": name}
        for name in ("X-App-Id", "X-App-Key")
    }
    found = names(
        tmp_path,
        paths={"/a": {"get": get(TEXT)}},
        components={"securitySchemes": schemes},
        security=[{"X-App-Id": [], "X-App-Key": []}],
    ).credentials
    arguments = [one.argument for each in found.values() for one in each]
    variables = [one.env for each in found.values() for one in each]
    assert len(set(arguments)) == len(set(variables)) == 2


def test_the_client(tmp_path: Path) -> None:
    found = names(tmp_path, paths={"/a": {"get": get(TEXT)}})
    assert (found.client, found.async_client, found.error) == (
        "Shop",
        "AsyncShop",
        "ShopError",
    )
    assert found.resource_class(("shop",)) == "ShopResource"
    given = understood(tmp_path, document(), client="Mine").names
    assert (given.client, given.async_client) == ("Mine", "AsyncMine")


@pytest.mark.parametrize("title", ["", "😀", "1 & 2", "class", "Pet Store API v2"])
def test_a_client_of_any_title(tmp_path: Path, title: str) -> None:
    info = {"title": title, "version": "1"}
    found = understood(tmp_path, document(info=info)).names
    assert found.client.isidentifier()
    assert found.client[0].isupper()


def test_resources_have_modules_of_their_own(tmp_path: Path) -> None:
    paths = {
        f"/{number}": {
            "get": {
                "x-resource": resource,
                "x-method": "load",
                "responses": {"204": response()},
            }
        }
        for number, resource in enumerate((["a", "b"], ["a_b"], ["a__b"], ["a"]))
    }
    found = names(tmp_path, paths=paths)
    modules = {found.module(place.resource) for place in found.places.values()}
    resources = {place.resource for place in found.places.values()}
    assert len(modules) == len(resources) == 3  # a_b and a__b are one name
    assert len({place.dotted for place in found.places.values()}) == 4
