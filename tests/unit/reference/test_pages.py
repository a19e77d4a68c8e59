"""Pages made from small documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import black
import pytest

from generator.pipeline import documentation
from tests.workshop import document, response, understood

MODE = black.Mode(target_versions={black.TargetVersion.PY311})
JSON = "application/json"


def pages_of(folder: Path, spec: dict[str, Any]) -> dict[str, str]:
    """The pages of a client, by path; all of its Python is looked at."""
    files = documentation(understood(folder, spec, client="Shop"))
    pages = {path: text.decode() for path, text in files.items()}
    for path, text in pages.items():
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            assert code == black.format_str(code, mode=MODE), path
    return pages


def operation(resource: str, method: str, **rest: Any) -> dict[str, Any]:
    answers = {"200": response({"type": "string"})}
    return {
        "x-resource": resource.split("."),
        "x-method": method,
        "responses": answers,
        **rest,
    }


def section(text: str, heading: str) -> str:
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, heading
    return re.split(r"\n#{1,3} ", rest)[0]


def test_an_api_without_operations(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, document(info={"title": "Shop", "version": ""}))
    assert set(pages) == {"README.md", "docs/errors.md", "docs/models.md"}
    readme = pages["README.md"]
    assert "This is a typed Python client for the API," in readme
    assert "The API asks for no credentials." in readme
    assert "No error status is documented." in pages["docs/errors.md"]
    for heading in ("First call", "Files", "Raw answers", "Resources"):
        assert f"## {heading}" not in readme


def test_pages_of_resources_give_way_to_those_of_errors_and_models(
    tmp_path: Path,
) -> None:
    paths = {
        f"/{name}": {"get": operation(name, "list")}
        for name in ("errors", "models", "models_resource")
    }
    pages = pages_of(tmp_path, document(paths))
    assert set(pages) == {
        "README.md",
        "docs/errors.md",
        "docs/models.md",
        "docs/errors_resource.md",
        "docs/models_resource.md",
        "docs/models_resource_2.md",
    }
    assert "[`client.models`](docs/models_resource_2.md)" in pages["README.md"]
    assert "`GET /models`" in pages["docs/models_resource_2.md"]


def test_resources_below_others_are_linked(tmp_path: Path) -> None:
    paths = {"/a": {"get": operation("shop.orders.items", "list")}}
    pages = pages_of(tmp_path, document(paths))
    (name,) = (path for path in pages if "items" in path)
    file = name.removeprefix("docs/")
    (above,) = (path for path in pages if "orders" in path and path != name)
    assert f"[`client.shop.orders.items`]({file})" in pages[above]
    assert "Reached as `client.shop.orders.items`." in pages[name]
    assert "client.shop.orders.items.list()" in pages[name]


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
    text = pages_of(tmp_path, spec)["docs/orders.md"]
    row = "| [`get`](#get) | `GET /orders/{orderId}` | **Deprecated.** Gets an order. |"
    assert row in section(text, "## Methods")
    page = section(text, "## get")
    assert "Gets an order.\n\n**Order**\n\nWith &lt;id>.\n" in page
    assert "\n**Deprecated.**\n" in page
    row = "| `order_id` | `str` | yes | path, `orderId` |"
    assert f"{row} Which one. At least 2 characters. |" in page
    assert "| `page` | `int` | no | query | Default of the API: `1`. |" in page
    assert "| `old` | `Any` | no | query | **Deprecated.** |" in page
    assert "Made anew for every call if left out." in page
    assert "**Returns** [`Order`](models.md#order) \\| `None`:" in page
    assert "- 200: [`Order`](models.md#order): The order.\n- 204: `None`." in page
    assert "| `X-Left` | What is left. |" in page
    assert "| 4XX | [`errors.ClientStatusError`](errors.md#by-status)" in page
    assert "| any other | [`errors.APIStatusError`](errors.md#by-status)" in page
    assert 'answer = client.orders.get("o-1")' in page


def test_examples_are_shared_by_parameters_of_one_name(tmp_path: Path) -> None:
    plain = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/a/{id}": {"get": operation("a", "get", parameters=[plain])},
        "/b/{id}": {
            "get": operation("b", "get", parameters=[{**plain, "example": "x-9"}])
        },
    }
    pages = pages_of(tmp_path, document(paths))
    assert 'client.a.get("x-9")' in pages["docs/a.md"]


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
    text = pages_of(tmp_path, document({"/box": {"post": sent}}))["docs/box.md"]
    assert argument in text
    assert f"client.box.{expected}" in text


@pytest.mark.parametrize(
    ("answer", "used"),
    [
        (response(), "client.box.get()\n```"),
        (response({}), "print(answer)"),
        (response({"type": "array", "items": {"type": "integer"}}),
         "for item in answer:\n    print(item)"),
        (response({"type": "object", "properties": {"rows": {"type": "array", "items": {
            "type": "object", "properties": {"name": {"type": "string"}}}}}}),
         "for item in answer.rows or []:\n    print(item.name)"),
        (response({"type": "object", "required": ["x", "status"], "properties": {
            "x": {"type": "string"}, "status": {"type": "string"}}}),
         "print(answer.status)"),
        (response({"type": "object", "properties": {"inner": {
            "type": "object", "properties": {"a": {"type": "string"}}}}}),
         "print(answer.inner)"),
        ({"description": "", "content": {"application/pdf": {}}},
         'Path("get.pdf").write_bytes(answer)'),
    ],
)  # fmt: skip
def test_what_samples_do_with_answers(
    tmp_path: Path, answer: dict[str, Any], used: str
) -> None:
    get = operation("box", "get", responses={"200": answer})
    assert used in pages_of(tmp_path, document({"/box": {"get": get}}))["docs/box.md"]


SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "query", "name": "k"},
    "login": {"type": "http", "scheme": "basic"},
    "token": {"type": "oauth2", "flows": {}},
    "cert": {"type": "mutualTLS"},
}


def test_credentials(tmp_path: Path) -> None:
    needed: list[list[dict[str, list[str]]]] = [
        [{"token": []}, {"key": []}],
        [{"token": []}, {"key": []}],
        [{"login": [], "cert": []}],
        [],
        [{}, {"key": []}],
    ]
    paths = {
        f"/{number}": {"get": operation("box", f"get{number}", security=one)}
        for number, one in enumerate(needed)
    }
    spec = document(paths, components={"securitySchemes": SCHEMES})
    pages = pages_of(tmp_path, spec)
    text = section(pages["README.md"], "## Authentication")
    assert "sent in the query parameter `k`." in text
    assert "| `password` | `MADE_CLIENT_PASSWORD` | User name and password" in text
    assert (
        "- `box.get2`: `username` and `password` and what the `http_client` brings "
        "along.\n- `box.get3`: no credential.\n- `box.get4`: `api_key`, or no "
        "credential.\n\nOther calls need `access_token`, or `api_key`."
    ) in text
    assert 'client = Shop(access_token="...")' in text
    box = pages["docs/box.md"]
    assert "**Credentials:**" not in section(box, "## get0")
    assert "**Credentials:** no credential." in section(box, "## get3")


def test_tokens_that_the_client_fetches(tmp_path: Path) -> None:
    flow = {"tokenUrl": "/token", "scopes": {"read": "", "write": ""}}
    person = {**flow, "authorizationUrl": "/authorize"}
    schemes = {
        "app": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        "person": {"type": "oauth2", "flows": {"authorizationCode": person}},
        "key": SCHEMES["key"],
    }
    needed: list[list[dict[str, list[str]]]] = [
        [{"app": []}],
        [{"app": []}],
        [{"app": ["read", "write"]}, {"person": ["read"]}],
        [{"app": [], "key": []}],
    ]
    paths = {
        f"/{number}": {"get": operation("box", f"get{number}", security=one)}
        for number, one in enumerate(needed)
    }
    spec = document(paths, components={"securitySchemes": schemes})
    pages = pages_of(tmp_path, spec)
    text = section(pages["README.md"], "## Authentication")
    assert (
        "- `box.get2`: `access_token` or `client_id` and `client_secret`, or "
        "`access_token` or `refresh_token`.\n"
        "- `box.get3`: (`access_token` or `client_id` and `client_secret`) and "
        "`api_key`.\n\n"
        "Other calls need `access_token` or `client_id` and `client_secret`."
    ) in text
    assert "| `client_secret` | `MADE_CLIENT_CLIENT_SECRET` | Authenticates" in text
    assert "at `/token` (`token_url=` replaces it)" in text
    assert "`on_refresh_token=` takes a function" in text
    assert 'client = Shop(client_id="...", client_secret="...")' in text
    assert "def current_access_token() -> str:" in text
    assert "TokenError  (the token endpoint gave no access token)" in (
        pages["docs/errors.md"]
    )
    box = pages["docs/box.md"]
    assert "**Scopes:** `read`, `write`, or `read`." in section(box, "## get2")
    assert "**Scopes:**" not in section(box, "## get0")


def test_without_anything_to_fetch_nothing_is_said_of_it(tmp_path: Path) -> None:
    paths = {"/0": {"get": operation("box", "get0", security=[{"token": []}])}}
    spec = document(paths, components={"securitySchemes": SCHEMES})
    pages = pages_of(tmp_path, spec)
    assert "token_url" not in pages["README.md"]
    assert "TokenError" not in pages["docs/errors.md"]


def test_servers(tmp_path: Path) -> None:
    servers = [
        {
            "url": "https://{region}.api.test",
            "description": "Live",
            "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
        },
        {"url": "https://sandbox.api.test", "description": "Sandbox"},
    ]
    text = section(
        pages_of(tmp_path, document(servers=servers))["README.md"], "## Servers"
    )
    assert "| `live` | `https://{region}.api.test` | Live. |" in text
    assert "| `region` | `{region}` | `eu` | `eu`, `us` |" in text
    assert 'client = Shop(server="sandbox")' in text


def test_the_only_server_has_a_part_to_choose(tmp_path: Path) -> None:
    variables = {"region": {"default": "eu", "enum": ["eu", "us"]}}
    servers = [{"url": "https://{region}.api.test", "variables": variables}]
    text = pages_of(tmp_path, document(servers=servers))["README.md"]
    assert 'client = Shop(region="us")' in section(text, "## Servers")


def test_failures(tmp_path: Path) -> None:
    cases = [
        {
            "name": "no_stock",
            "description": "Nothing is left.",
            "match": {"property": "code", "value": 7},
        },
        {
            "name": "too_late",
            "description": "Closed | over.",
            "match": {"property": "error.text", "pattern": "late|over"},
        },
        {"name": "odd", "match": {"property": "odd"}},
    ]
    body = {"type": "object", "properties": {"done": {"type": "boolean"}}}
    other = {"type": "object", "properties": {"why": {"type": "string"}}}
    answers = {
        "200": response(body, **{"x-outcome": {"property": "done", "success": [True]}}),
        "409": response(
            {"$ref": "#/components/schemas/Clash"}, **{"x-error-cases": cases}
        ),
    }
    paths = {
        "/a": {"post": operation("box", "send", responses=answers)},
        "/b": {
            "post": operation(
                "box",
                "check",
                responses={
                    "200": response(),
                    "409": response({"$ref": "#/components/schemas/Trouble"}),
                },
            )
        },
    }
    pages = pages_of(tmp_path, document(paths, {"Clash": other, "Trouble": other}))
    page = section(pages["docs/box.md"], "## send")
    assert "| `REJECTED` | `done` is not `True`. |" in page
    assert "| `TOO_LATE` | Closed \\| over. |" in page
    assert "| `CONFLICT` | Otherwise: Answer. |" in page
    errors = pages["docs/errors.md"]
    assert (
        "│   │   ├── ConflictError  (409)\n│   │   │   ├── ClashConflictError" in errors
    )
    assert "└── RejectedError  (a 2XX that says no)\n    └── BoxSendRejected" in errors
    assert (
        "| 409 Conflict | `errors.ClashConflictError` | [`Clash`](models.md#clash) |"
        in errors
    )
    rejected = section(errors, "## Failures inside a success")
    assert "| `errors.BoxSendRejected` | [`box.send`](box.md#send) | 200 |" in rejected
    reasons = section(errors, "### BoxSendRejection")
    assert (
        "| `NO_STOCK` | 409 | Conflict | Nothing is left. | `code` is `7` |" in reasons
    )
    assert "`error.text` matches <code>late&#124;over</code> |" in reasons
    assert "`odd` is there |" in reasons
    readme = section(pages["README.md"], "## Errors")
    assert "`client.box.send` can be answered with status 200" in readme
    assert "except errors.BoxSendRejected as error:\n    print(error.reason" in readme
    assert "    if error.reason is errors.BoxSendRejection.NO_STOCK:" in readme
    assert 'print("Nothing is left.")' in readme


def test_models(tmp_path: Path) -> None:
    schemas = {
        "Thing": {
            "type": "object",
            "description": "```\nA thing\n```",
            "deprecated": True,
            "required": ["id", "pin"],
            "additionalProperties": {"type": "integer"},
            "properties": {
                "id": {"type": "string", "readOnly": True},
                "pin": {"type": "string", "writeOnly": True},
                "sizeMm": {"type": "integer", "minimum": 1, "default": 5},
                "color": {"$ref": "#/components/schemas/Color"},
                "unit": {"$ref": "#/components/schemas/Unit"},
                "size": {"$ref": "#/components/schemas/Size"},
            },
        },
        "Color": {
            "type": "string",
            "enum": ["red", "dark blue"],
            "x-enum-descriptions": ["Like blood", ""],
        },
        "Unit": {
            "type": "string",
            "enum": [f"U{letter}" for letter in "ABCDEFGHIJKLM"],
        },
        "Size": {"type": ["array", "null"], "items": {"type": "number"}},
    }
    thing = {"$ref": "#/components/schemas/Thing"}
    body = {"required": True, "content": {JSON: {"schema": thing}}}
    post = operation(
        "box", "send", requestBody=body, responses={"200": response(thing)}
    )
    text = pages_of(tmp_path, document({"/box": {"post": post}}, schemas))[
        "docs/models.md"
    ]
    assert "Used by `client.box` alone." in section(text, "## Box")
    page = section(text, "### Thing")
    assert "**Deprecated.**\n\n```\nA thing\n```\n" in page
    assert "| `id` |  | `str` | when received | Read-only. |" in page
    assert "| `pin` |  | `str` | when sent | Never received. |" in page
    assert (
        "| `size_mm` | `sizeMm` | `int` | no | At least 1. Default of the API: `5`. |"
        in page
    )
    assert "Any other member is of the type `int`." in page
    assert '| `DARK_BLUE` | `"dark blue"` |  |' in section(text, "### Color")
    assert '| `RED` | `"red"` | Like blood |' in section(text, "### Color")
    units = section(text, "### Unit")
    assert "Each member has its own name as its value: `UA`, `UB`," in units
    assert "Another name for `list[float] \\| None`." in section(text, "### Size")


def test_long_names_are_laid_out(tmp_path: Path) -> None:
    schemas = {"Answer": {"type": "object", "properties": {"x": {"type": "string"}}}}
    case = {
        "name": "a_reason_with_a_name_that_goes_on_and_on_until_the_line_is_full",
        "match": {"property": "code", "value": 1},
    }
    answers = {
        "200": response({"$ref": "#/components/schemas/Answer"}),
        "400": response(
            {"$ref": "#/components/schemas/Answer"}, **{"x-error-cases": [case]}
        ),
    }
    words = "a_method_with_a_long_name_indeed"
    spec = document(
        {"/a": {"get": operation("box", words, responses=answers)}}, schemas
    )
    readme = pages_of(tmp_path, spec)["README.md"]
    assert "    if (\n        error.reason\n        is errors.Box" in readme


def test_the_same_document_gives_the_same_pages(tmp_path: Path) -> None:
    spec = document({"/a": {"get": operation("box", "get")}})
    assert pages_of(tmp_path, spec) == pages_of(tmp_path, spec)
