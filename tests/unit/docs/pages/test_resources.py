"""The pages of the resources: what they say of a method and how they call it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.docs.reading import JSON, operation, pages_of, section
from tests.workshop import document, response


def test_what_a_method_says(tmp_path: Path) -> None:
    parameters = [
        {
            "name": "orderId",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 2},
            "description": "Which one",
            "example": "o-1",
        },
        {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
        {"name": "old", "in": "query", "deprecated": True, "schema": {}},
        {
            "name": "X-Trace",
            "in": "header",
            "required": True,
            "x-default-factory": "uuid4",
            "schema": {"type": "string"},
        },
    ]
    answers = {
        "200": response(
            {"$ref": "#/components/schemas/Order"},
            description="The order",
            headers={"X-Left": {"description": "What is left"}},
        ),
        "204": response(description=""),
        "4XX": response({"type": "object"}, description="No."),
        "default": response(description="Odd"),
    }
    get = operation(
        "orders",
        "get",
        summary="Gets an order",
        description="# Order\nWith <id>.",
        deprecated=True,
        parameters=parameters,
        responses=answers,
    )
    order = {"type": "object", "properties": {"id": {"type": "string"}}}
    spec = document({"/orders/{orderId}": {"get": get}}, {"Order": order})
    pages = pages_of(tmp_path, spec)
    row = "| [`get`](orders/get.md) | `GET /orders/{orderId}` | **Deprecated.** Gets"
    assert row in section(pages["docs/orders.md"], "## Methods")
    page = pages["docs/orders/get.md"]
    assert "# orders.get\n" in page
    assert "`GET https://api.test/v1/orders/{orderId}`" in page
    assert "Gets an order.\n\n**Order**\n\nWith &lt;id>.\n" in page
    assert "\n**Deprecated.**\n" in page
    row = "| `order_id` | `str` | yes | path, `orderId` |"
    assert f'{row} Which one. At least 2 characters. Example: `"o-1"`. |' in page
    assert "| `page` | `int` | no | query | Default of the API: `1`. |" in page
    assert "| `old` | `JsonValue` | no | query | **Deprecated.** |" in page
    assert "Generated for each call by default." in page
    assert "**Returns** [`Order`](../models.md#order) | `None`." in page
    found = section(page, "### 200 OK")
    assert "The order." in found
    assert "`application/json`, as [`Order`](../models.md#order):" in found
    assert "| `X-Left` | no | What is left. |" in found
    assert "No body; the method returns `None`." in section(page, "### 204 No Content")
    assert "| 4XX | [`errors.ClientStatusError`](../errors.md#by-status)" in page
    assert "| any other | [`errors.APIStatusError`](../errors.md#by-status)" in page
    assert 'order = client.orders.get("o-1")' in page


def test_examples_are_shared_by_parameters_of_one_name(tmp_path: Path) -> None:
    plain = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/a/{id}": {"get": operation("a", "get", parameters=[plain])},
        "/b/{id}": {
            "get": operation("b", "get", parameters=[{**plain, "example": "x-9"}])
        },
    }
    pages = pages_of(tmp_path, document(paths))
    assert 'client.a.get("x-9")' in pages["docs/a/get.md"]


@pytest.mark.parametrize(
    ("body", "argument", "expected"),
    [
        (
            {"application/octet-stream": {}},
            "| `body` | `FileInput` | yes | the whole body |",
            'send(body=Path("body.bin"))',
        ),
        (
            {"text/plain": {"schema": {"type": "string"}}},
            "| `body` | `str \\| FileInput` | yes | the whole body |",
            'send(body="body")',
        ),
        (
            {JSON: {"schema": {"type": "array", "items": {"type": "integer"}}}},
            "| `body` | `list[int]` | yes | the whole body |",
            "send(body=[1])",
        ),
        (
            {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["pictureFile"],
                        "properties": {
                            "pictureFile": {"type": "string", "format": "binary"}
                        },
                    },
                    "encoding": {"pictureFile": {"contentType": "image/png"}},
                }
            },
            "| `picture_file` | `FileInput` | yes | form, `pictureFile` |",
            'send(picture_file=Path("picture.png"))',
        ),
        (
            {
                JSON: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "a": {"type": "string"},
                            "b": {"type": "string", "examples": ["shown"]},
                            "c": {"type": "string", "readOnly": True},
                        },
                    }
                }
            },
            "| `a` | `str` | no | body |",
            'send(b="shown")',
        ),
    ],
)
def test_bodies(
    tmp_path: Path, body: dict[str, Any], argument: str, expected: str
) -> None:
    sent = operation("box", "send", requestBody={"required": True, "content": body})
    text = pages_of(tmp_path, document({"/box": {"post": sent}}))["docs/box/send.md"]
    assert argument in text
    assert f"client.box.{expected}" in text


@pytest.mark.parametrize(
    ("answer", "used"),
    [
        (response(), "client.box.get()\n```"),
        (response({}), "print(result)"),
        (response({"type": "array", "items": {"type": "integer"}}),
         "for item in items:\n    print(item)"),
        (response({"type": "object", "properties": {"rows": {"type": "array", "items": {
            "type": "object", "properties": {"name": {"type": "string"}}}}}}),
         "for item in response.rows or []:\n    print(item.name)"),
        (response({"type": "object", "required": ["x", "status"], "properties": {
            "x": {"type": "string"}, "status": {"type": "string"}}}),
         "print(response.status)"),
        (response({"type": "object", "properties": {"inner": {
            "type": "object", "properties": {"a": {"type": "string"}}}}}),
         "print(response.inner)"),
        ({"description": "", "content": {"application/pdf": {}}},
         'Path("get.pdf").write_bytes(content)'),
    ],
)  # fmt: skip
def test_what_samples_do_with_answers(
    tmp_path: Path, answer: dict[str, Any], used: str
) -> None:
    get = operation("box", "get", responses={"200": answer})
    pages = pages_of(tmp_path, document({"/box": {"get": get}}))
    assert used in pages["docs/box/get.md"]
