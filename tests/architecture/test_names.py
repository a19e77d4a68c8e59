"""No name of a document hides what generated code uses.

Every name that the modules of generated clients use, wherever they use it, is taken
from their syntax trees; then a document uses each of them for whatever has a name in a
document.  Its client has to be imported, checked, and called.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import keyword
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel

from apiloom.codegen.resources.pages import OFFERED
from apiloom.config import ClientConfig
from apiloom.naming.casing import (
    BUILTIN_TYPES,
    class_name,
    client_name,
    field_name,
    module_name,
    snake,
)
from apiloom.naming.pagination import OFFERED as NAMED_PAGES
from apiloom.naming.statuses import ERRORS
from apiloom.pipeline import generate, understand
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.core import errors as runtime_errors
from apiloom.runtime.types.read_only import TwoWayModel
from tests.checkers import mypy
from tests.workshop import Made, document, imported, make, response, written

CASES = Path(__file__).parent.parent / "cases"
ORIGINALS = (
    *("all-of", "bodies", "callbacks", "class-names", "constraints", "enums"),
    *("formats", "limits-in-any-form", "links", "nullable", "pagination-declared"),
    *("pagination-recognised", "parameters", "read-write-only", "recursion"),
    *("security-oauth2", "servers-levels", "several-media-types", "streams-events"),
    *("tag-hierarchy", "tuples", "unions", "waiters", "webhooks", "xml"),
)
"""Cases whose clients use, together, all that generated modules can use."""

OTHERS = (
    *("model_config", "model_fields", "model_dump", "to_dict", "copy", "json"),
    *("__init__", "__class__", "__dict__", "__slots__", "__pydantic_extra__"),
    *("_client", "_read_only", "validator", "field", "mro", "name", "value", "auto"),
    *("read_only_", "models_", "builtins", "dt_", "async_", "match", "type", "用户"),
    *("aux", "CON", "nul.", "prn ", "com1", "LPT9", "Pets", "pets", "PETS", "a" * 300),
    "名" * 120,
)


VALUES: tuple[Any, ...] = (
    *(True, "2024-01-01T00:00:00Z", [0.5], {"a": "b"}),
    *("12345678-1234-5678-1234-567812345678", "a"),
)
"""Of each kind of property, a value."""


def used(tree: ast.AST) -> Iterator[str]:
    """Every name that a module imports, defines, loads, or writes in an annotation."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                yield name
            case ast.alias(name=name, asname=alias):
                yield from name.split(".")
                yield alias or name.rpartition(".")[2]
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name


@pytest.fixture(scope="module")
def names() -> list[str]:
    """The names that generated modules use, and those of Python itself."""
    found = {*OTHERS, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
    for case in ORIGINALS:
        config = ClientConfig(spec="spec.yaml", package="original")
        files = generate(understand(config, CASES / case))
        for path, content in files.items():
            if path.endswith(".py") and not path.startswith("_runtime/"):
                found.update(used(ast.parse(content)))
    found.update(dir(TwoWayModel), dir(AsyncAPIClient))
    return sorted(name for name in found if name)


def hostile(names: list[str]) -> dict[str, Any]:
    """A document in which everything has every one of the names."""
    text = {"type": "string"}
    whole = {
        "type": "object",
        "required": names[::2],
        "properties": {
            name: (
                {"type": "boolean", "readOnly": True},
                {"type": "string", "format": "date-time"},
                {"type": "array", "items": {"type": "number", "maximum": 1}},
                {"type": "object", "additionalProperties": {"type": "string"}},
                {"type": ["string", "null"], "format": "uuid"},
                {"type": "string", "enum": ["a", name]},
            )[number % 6]
            for number, name in enumerate(names)
        },
    }
    components: dict[str, Any] = {
        name: {
            "type": "object",
            "properties": {name: text, "of": {"type": "string", "format": "date"}},
        }
        for name in names
    }
    components["HostileWhole"] = whole
    components["HostileMembers"] = {"type": "string", "enum": names}
    components["HostileEvery"] = {
        "type": "object",
        "properties": {
            name: {"$ref": f"#/components/schemas/{name}"} for name in names
        },
    }
    parameters = [
        {"name": name, "in": "query", "schema": text, "required": number % 2 == 0}
        for number, name in enumerate(names)
    ]
    listed = {"type": "array", "items": {"type": "string", "format": "date-time"}}
    ref = {"$ref": "#/components/schemas/HostileWhole"}
    every = {"$ref": "#/components/schemas/HostileEvery"}
    body = {"required": True, "content": {"application/json": {"schema": ref}}}
    schemes = {
        name: {"type": "apiKey", "in": "header", "name": f"X-{number}"}
        for number, name in enumerate(names)
        if name.isascii() and name.isidentifier() and len(name) < 50
    }
    paths: dict[str, Any] = {
        "/whole": {
            "put": {
                "tags": ["everything"],
                "operationId": "swap",
                "requestBody": body,
                "responses": {"200": response(ref), "400": response(every)},
            }
        },
        "/every": {
            "get": {
                "tags": ["everything"],
                "operationId": "every",
                "parameters": parameters,
                "responses": {"200": response(every)},
            }
        },
        "/optional": {
            "post": {
                "tags": ["everything"],
                "operationId": "optional",
                "requestBody": {**body, "required": False},
                "responses": {"204": {"description": ""}},
            }
        },
        "/job/{id}": {
            "post": {
                "tags": ["everything"],
                "operationId": "job",
                "x-waiter": {
                    "name": "wait_for",
                    "property": "state",
                    "success": ["done"],
                    "failure": ["failed"],
                },
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": text},
                    {
                        "name": "Once",
                        "in": "header",
                        "x-idempotency-key": True,
                        "schema": {"type": "string", "format": "uuid"},
                    },
                    *parameters,
                ],
                "responses": {
                    "200": response({"type": "object", "properties": {"state": text}}),
                    "400": {
                        **response(every),
                        "x-error-cases": [{"name": name} for name in names],
                    },
                },
            }
        },
        "/pages": {
            "get": {
                "tags": ["everything"],
                "operationId": "pages",
                "x-pagination": {"style": "page", "parameter": "n", "items": "items"},
                "parameters": [
                    *parameters,
                    {"name": "n", "in": "query", "schema": {"type": "integer"}},
                ],
                "responses": {
                    "200": response(
                        {
                            "type": "object",
                            "properties": {
                                **dict.fromkeys(names, text),
                                "items": {"type": "array", "items": listed},
                            },
                        }
                    )
                },
            }
        },
        "/members": {
            "get": {
                "tags": ["everything"],
                "operationId": "members",
                "security": [{name: []} for name in schemes],
                "responses": {
                    "200": response({"$ref": "#/components/schemas/HostileMembers"})
                },
            }
        },
    }
    for number, name in enumerate(names):
        pages = {"style": "page", "parameter": "page", "items": ""}
        paths[f"/methods/{number}"] = {
            "get": (
                {
                    "tags": ["methods"],
                    "operationId": name,
                    "parameters": [
                        {"name": name, "in": "query", "schema": listed},
                        {
                            "name": "page",
                            "in": "query",
                            "schema": {"type": "integer"},
                        },
                    ],
                    "responses": {"200": response(listed)},
                    "x-pagination": pages,
                }
                if number % 3 == 0
                else {
                    "tags": ["methods"],
                    "operationId": name,
                    "responses": {"200": response(text), "404": response(every)},
                }
            )
        }
    for number, name in enumerate({snake(one): one for one in names}.values()):
        paths[f"/tags/{number}"] = {
            "get": {
                "tags": [name],
                "operationId": "read",
                "responses": {"200": response(text)},
            }
        }
    variables = {name: {"default": "a"} for name in names if name.isidentifier()}
    url = "https://api.example.test" + "".join(f"/{{{name}}}" for name in variables)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": url, "variables": variables}],
        "paths": paths,
        "webhooks": {
            name: {
                "post": {
                    "requestBody": body,
                    "responses": {"204": {"description": ""}},
                }
            }
            for name in names[:20]
        },
        "components": {"schemas": components, "securitySchemes": schemes},
    }


@pytest.fixture(scope="module")
def made(names: list[str], tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("names")
    return make(written(folder, hostile(names)), folder, client="Names", testing=True)


def test_the_names_are_those_that_modules_use(names: list[str]) -> None:
    """Of each kind of place, one that a client could not be without."""
    expected = {
        *("read_only", "Sent", "Field", "UNSET", "Annotated", "models", "errors"),
        *("self", "super", "cached_property", "wait_for", "sync_pages", "options"),
        *("dt", "TypeAliasType", "Discriminated", "server_url", "JsonBody", "list"),
    }
    assert expected <= {*names}


@pytest.mark.no_cover
def test_everything_can_be_imported_built_and_called(
    made: Made, names: list[str]
) -> None:
    whole = {name: VALUES[number % 6] for number, name in enumerate(names)}

    def handle(request: httpx2.Request) -> httpx2.Response:
        path = request.url.path.rpartition("a/")[2]
        if path.startswith("methods"):
            listed = request.url.query or int(path.rpartition("/")[2]) % 3 == 0
            return httpx2.Response(200, json=[] if listed else "text")
        if path == "every":
            return httpx2.Response(200, json={name: {name: "a"} for name in names})
        if path == "pages":
            return httpx2.Response(200, json={"items": [["2024-01-01T00:00:00Z"]]})
        if path == "job/1":
            return httpx2.Response(200, json={"state": "done"})
        if path == "whole":
            return httpx2.Response(200, json=whole)
        return httpx2.Response(200, json="a")

    with imported(made) as package:
        for module in pkgutil.walk_packages(package.__path__, f"{made.package}."):
            importlib.import_module(module.name)
        http = httpx2.Client(transport=httpx2.MockTransport(handle))
        client = package.Names(http_client=http)
        found = made.client.names
        for pointer, name in found.definitions.items():
            model = getattr(package.models, name)
            if isinstance(model, type) and issubclass(model, BaseModel):
                model.model_rebuild()
            if pointer.tokens[:-1] == ("components", "schemas"):
                assert name == class_name(pointer.name) or name[-1].isdigit()

        def queries(operation: str) -> dict[str, str]:
            return {
                one: "a"
                for (place, wire), one in found.arguments[operation].items()
                if place == "query" and wire != "n"
            }

        every = client.everything.every(**queries("GET /every"))
        assert every.to_dict() == {name: {name: "a"} for name in names}
        for place in found.places.values():
            holder = client
            for part in place.resource:
                holder = getattr(holder, part)
            if place.resource != ("everything",):
                getattr(holder, place.method)()
                holder.with_raw_response  # noqa: B018
        ended = client.everything.wait_for("1", **queries("POST /job/{id}"))
        assert ended.state == "done"
        page = client.everything.pages(**queries("GET /pages"))
        assert page.to_dict() == {"items": [["2024-01-01T00:00:00Z"]]}
        client.everything.optional()
        given = {
            one: whole[wire] for (_, wire), one in found.arguments["PUT /whole"].items()
        }
        assert client.everything.swap(**given).to_dict() == whole
        assert not hasattr(package.models, "Unheard")


@pytest.mark.slow
@pytest.mark.no_cover
def test_checkers_agree(made: Made) -> None:
    done = mypy(made.folder, made.package)
    assert done.returncode == 0, done.stdout[-4000:]


def test_files_are_legal_everywhere(made: Made) -> None:
    folded = [path.casefold() for path in made.files]
    assert len(set(folded)) == len(folded)
    for path in made.files:
        assert len(path) < 150
        for part in path.split("/"):
            stem = part.partition(".")[0]
            assert len(part.encode()) <= 200
            is_page = path.endswith(".md") and stem in BUILTIN_TYPES
            is_known = is_page or path.startswith("_runtime")
            assert stem == module_name(stem) or is_known
            assert not set(part) & set('<>:"\\|?*')
            assert part[-1] not in ". "


def test_what_fields_would_hide_is_known() -> None:
    inherited = [name for name in dir(TwoWayModel) if not name.startswith("_")]
    assert [name for name in inherited if field_name(name) == name] == []


def test_what_clients_would_hide_is_known(made: Made) -> None:
    for path in ("__init__.py", "client.py"):
        tree = ast.parse(made.files[path])
        loaded = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
        classes = {name for name in loaded if name[:1].isupper()}
        own = {"Names", "AsyncNames", *made.client.names.resources.values()}
        own |= {f"Async{name}" for name in own}
        assert {one for one in classes - own if client_name(one) == one} == set()
    offered = {name for names in OFFERED.values() for name in names}
    assert {name for name in offered if name[0].isupper()} == NAMED_PAGES
    exceptions = {
        name
        for name, value in vars(runtime_errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    public = {name for name in exceptions if name.endswith("Error") and name[0] != "_"}
    assert public - ERRORS == {"APIError"}


def test_order_decides_nothing(tmp_path: Path) -> None:
    """The component of the root document keeps its name, whatever is used first."""

    def generated(first: str, second: str) -> Mapping[str, str]:
        schema = {"type": "object", "properties": {"theirs": {"type": "string"}}}
        other = tmp_path / "other.json"
        other.write_text(f'{{"Status": {str(schema).replace(chr(39), chr(34))}}}')
        own = {"type": "object", "properties": {"own": {"type": "string"}}}
        refs = {"a": "#/components/schemas/Status", "b": "other.json#/Status"}
        paths = {
            f"/{name}": {
                "get": {
                    "operationId": name,
                    "responses": {"200": response({"$ref": refs[name]})},
                }
            }
            for name in (first, second)
        }
        spec = written(tmp_path, document(paths, {"Status": own}))
        found = understand(ClientConfig(spec=spec.name, package="p"), tmp_path)
        return {str(key): name for key, name in found.names.definitions.items()}

    expected = {
        "#/components/schemas/Status": "Status",
        "other.json#/Status": "Status_2",
    }
    assert generated("a", "b") == generated("b", "a") == expected
