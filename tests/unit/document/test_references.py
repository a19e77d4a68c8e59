"""References: within a file, between files, to nowhere, in circles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apiloom.diagnostics import Severity
from apiloom.document import Document, Node, read
from apiloom.locations import Pointer

if TYPE_CHECKING:
    from .conftest import Workspace


def references(**refs: str) -> dict[str, Any]:
    """A document with a reference for each keyword, and something to refer to."""
    return {
        "openapi": "3.1.0",
        "components": {
            "schemas": {
                "Pet": {"type": "object", "properties": {"a/b": {"type": "string"}}},
                "Alias": {"$ref": "#/components/schemas/Pet"},
                "été ~": {"type": "integer", "$anchor": "summer"},
                "100%25": {"type": "number"},
            }
        },
        "x": {name: {"$ref": ref} for name, ref in refs.items()},
    }


def follow(document: Document, name: str = "it") -> Node | None:
    return document.root["x"][name].resolve()


@pytest.mark.parametrize(
    ("ref", "pointer"),
    [
        ("#/components/schemas/Pet", "#/components/schemas/Pet"),
        ("#/components/schemas/Alias", "#/components/schemas/Pet"),
        (
            "#/components/schemas/Pet/properties/a~1b",
            "#/components/schemas/Pet/properties/a~1b",
        ),
        (
            "#/components/schemas/Alias/properties/a~1b",
            "#/components/schemas/Pet/properties/a~1b",
        ),
        ("#/components/schemas/%C3%A9t%C3%A9%20~0", "#/components/schemas/été ~0"),
        ("#/components/schemas/été ~0", "#/components/schemas/été ~0"),
        ("#/components/schemas/100%25", "#/components/schemas/100%25"),
        ("#summer", "#/components/schemas/été ~0"),
        ("#", "#"),
        ("openapi.json#/components/schemas/Pet", "#/components/schemas/Pet"),
        ("./openapi.json", "#"),
    ],
)
def test_references_within_a_file(workspace: Workspace, ref: str, pointer: str) -> None:
    found = follow(workspace.read(references(it=ref), "openapi.json"))
    assert found is not None
    assert str(found.pointer) == pointer
    assert not workspace.codes


@pytest.mark.parametrize(
    "ref", ["Pet", "#components/schemas/Pet", "components/schemas/Pet", "#Pet"]
)
def test_malformed_references_are_understood(workspace: Workspace, ref: str) -> None:
    found = follow(workspace.read(references(it=ref), "openapi.json"))
    assert found is not None
    assert str(found.pointer) == "#/components/schemas/Pet"
    assert workspace.codes == ["malformed-reference"]


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("#/components/schemas/Nobody", "unresolved-reference"),
        ("#/components/schemas/Pet/properties/x", "unresolved-reference"),
        ("#nowhere", "unresolved-reference"),
        ("nowhere.yaml#/a", "unresolved-reference"),
        ("openapi.json#/nowhere", "unresolved-reference"),
        ("/etc/hosts", "outside-roots"),
        ("file:///etc/hosts", "outside-roots"),
        ("http://[broken", "unresolved-reference"),
        ("https://example.com/x.yaml#/a", "remote-reference"),
    ],
)
def test_references_to_nowhere(workspace: Workspace, ref: str, code: str) -> None:
    document = workspace.read(references(it=ref), "openapi.json")
    assert follow(document) is None
    (found,) = workspace.diagnostics
    assert found.code == code
    assert found.severity is Severity.ERROR
    assert str(found.pointer) == "#/x/it"


def test_circles_of_references_are_reported(workspace: Workspace) -> None:
    document = workspace.read(references(it="#/x/a", a="#/x/b", b="#/x/a"))
    assert follow(document) is None
    assert follow(document) is None
    assert workspace.codes == ["reference-cycle"]
    assert follow(workspace.read(references(it="#/x/it"))) is None
    assert follow(workspace.read(references(it="#/x/it/deeper"))) is None


def test_recursive_schemas_are_no_circle(workspace: Workspace) -> None:
    document = workspace.read("""
openapi: 3.1.0
components:
  schemas:
    Tree: {type: object, properties: {next: {$ref: "#/components/schemas/Tree"}}}
""")
    tree = document.root["components"]["schemas"]["Tree"]
    assert tree["properties"]["next"].resolve() == tree
    assert not workspace.codes


def test_no_reference_resolves_to_itself(workspace: Workspace) -> None:
    root = workspace.read("openapi: 3.1.0\nproperties: {$ref: {type: string}}").root
    assert root["properties"].ref is None
    assert root["properties"].resolve() == root["properties"]


def test_unresolved_references_are_found_while_reading(workspace: Workspace) -> None:
    workspace.read("""
openapi: 3.0.0
paths:
  /a:
    get:
      responses:
        200:
          description: ok
          content:
            application/json:
              schema: {$ref: "#/components/schemas/A"}
              examples: {one: {$ref: "#/components/examples/A"}}
        "400": {$ref: "#/components/responses/B"}
""")
    found = [(d.code, d.severity, str(d.pointer)) for d in workspace.diagnostics]
    at = "#/paths/~1a/get/responses"
    media = f"{at}/200/content/application~1json"
    assert found == [
        ("integer-status-key", "warning", f"{at}/200"),
        ("unresolved-reference", "error", f"{media}/schema"),
        ("unresolved-reference", "warning", f"{media}/examples/one"),
        ("unresolved-reference", "error", f"{at}/400"),
    ]


ROOT = """
openapi: 3.0.3
info:
  description: {$ref: docs/intro.md}
paths:
  $ref: paths/all.yaml
components:
  schemas: {$ref: schemas/all.yaml#/all}
  responses: {}
"""
FILES = {
    "docs/intro.md": "# Hello",
    "paths/all.yaml": "/pets: {$ref: 'pets.yaml'}",
    "paths/pets.yaml": """
get:
  parameters: [{$ref: ../parameters.yaml#/Limit}]
  responses:
    "200":
      content:
        application/json:
          schema: {$ref: "../schemas/all.yaml#/all/Pet"}
    4xx: {$ref: "../openapi.yaml#/components/responses/Error"}
    default: {$ref: "#/components/responses/Error"}
""",
    "parameters.yaml": "Limit: {name: limit, schema: {type: integer, nullable: true}}",
    "schemas/all.yaml": """
all:
  Pet: {type: object, nullable: true, properties: {tag: {$ref: "#/all/Tag ~1"}}}
  "Tag /": {type: string, nullable: true}
""",
}


@pytest.fixture
def files(workspace: Workspace) -> Document:
    for name, content in FILES.items():
        workspace.write(name, content)
    text = ROOT.replace("responses: {}", "responses: {Error: {description: bad}}")
    return workspace.read(text)


def test_several_files_are_one_document(files: Document, workspace: Workspace) -> None:
    paths = files.root["paths"].resolve()
    assert paths is not None
    item = paths["/pets"].resolve()
    assert item is not None
    assert str(item.pointer) == "paths/pets.yaml#"
    limit = item["get"]["parameters"][0].resolve()
    assert limit is not None
    assert str(limit.pointer) == "parameters.yaml#/Limit"
    assert limit["schema"]["type"].value == ["integer", "null"]
    responses = item["get"]["responses"]
    error = responses["4XX"].resolve()
    assert error is not None
    assert str(error.pointer) == "#/components/responses/Error"
    assert responses["default"].resolve() == error
    assert sorted(files.files) == ["", *sorted(set(FILES) - {"docs/intro.md"})]
    codes = ["reference-into-root", "status-key-case"]
    assert sorted(workspace.codes) == codes


def test_maps_of_references_are_spread(files: Document) -> None:
    schemas = files.root["components"]["schemas"]
    assert schemas.value == {
        "Pet": {"$ref": "schemas/all.yaml#/all/Pet"},
        "Tag /": {"$ref": "schemas/all.yaml#/all/Tag%20~1"},
    }
    tag = schemas["Tag /"].resolve()
    assert tag is not None
    assert tag["type"].value == ["string", "null"]


def test_text_is_no_reference(files: Document, workspace: Workspace) -> None:
    assert files.root["info"].text("description") is None
    found = [each for each in workspace.diagnostics if each.code == "wrong-type"]
    assert [each.message for each in found] == [
        "description must be a string, not a reference"
    ]
    assert "docs/intro.md" not in files.files


def test_places_in_other_files(files: Document) -> None:
    place = files.locate(Pointer("paths/pets.yaml").child("get", "responses", "4XX"))
    assert (place.file, place.line, place.column) == ("paths/pets.yaml", 9, 5)
    assert str(place.pointer) == "paths/pets.yaml#/get/responses/4xx"


def test_files_are_named_from_the_working_folder(
    files: Document, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.folder / "elsewhere").mkdir()
    monkeypatch.chdir(workspace.folder / "elsewhere")
    for given in (Path("../openapi.yaml"), workspace.folder / "openapi.yaml"):
        document = read(given)
        assert document.locate(Pointer()).file == "../openapi.yaml"
        place = document.locate(Pointer("parameters.yaml"))
        assert place.file == "../parameters.yaml"
        assert document.sha256() == files.sha256()
        assert document.name == "openapi.yaml"


def test_the_digest_covers_all_files(files: Document, workspace: Workspace) -> None:
    before = files.sha256()
    workspace.write("parameters.yaml", "Limit: {name: limit, in: query}")
    assert read("openapi.yaml").sha256() != before
    single = workspace.write("single.yaml", "openapi: 3.1.0\n")
    digest = "30b2b5d9bd2d5b5c"
    assert len(read(single).sha256()) == 64
    assert read(single).sha256() != digest


def test_broken_other_files_are_unresolved_references(workspace: Workspace) -> None:
    workspace.write("broken.yaml", "a: [")
    document = workspace.read(references(it="broken.yaml#/a"))
    assert follow(document) is None
    assert workspace.codes == ["unresolved-reference"]


def test_nodes_by_pointer(files: Document) -> None:
    pointer = Pointer("schemas/all.yaml").child("all", "Tag /")
    found = files.node(pointer)
    assert found is not None
    assert found.pointer == pointer
    assert files.node(pointer.child("nothing", "below")) is None
    assert files.node(Pointer("nothing.yaml")) is None
    assert files.locate(Pointer("nothing.yaml")).line == 1


def test_a_document_may_name_itself(workspace: Workspace) -> None:
    text = "openapi: 3.2.0\n$self: https://example.com/api\nx:\n"
    text += "  it: {$ref: 'https://example.com/api#/x'}\n"
    found = follow(workspace.read(text))
    assert found is not None
    assert str(found.pointer) == "#/x"
