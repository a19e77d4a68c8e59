"""What the page of a method says of bodies: nested properties, examples, the source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from tests.unit.docs.reading import JSON, operation, pages_of, section
from tests.workshop import document, response

TEXT = {"type": "string"}
NODE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {**TEXT, "examples": ["a|b", "c\nd"], "default": "<x>"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        "secret": {**TEXT, "writeOnly": True},
        "color": {"$ref": "#/components/schemas/Color"},
        "labels": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {"on": TEXT}},
        },
        "pet": {
            "oneOf": [
                {"$ref": "#/components/schemas/Cat"},
                {"$ref": "#/components/schemas/Dog"},
            ]
        },
    },
}
SCHEMAS: dict[str, Any] = {
    "Node": NODE,
    "Color": {"type": "string", "enum": ["red", "blue"]},
    "Cat": {"type": "object", "required": ["lives"], "properties": {"lives": TEXT}},
    "Dog": {
        "type": "object",
        "required": ["bark"],
        "properties": {"bark": {"type": "object", "properties": {"dB": TEXT}}},
    },
}
REF = {"$ref": "#/components/schemas/Node"}


def page_of(folder: Path, **stated: Any) -> str:
    post = operation("box", "send", **stated)
    spec = document({"/box": {"post": post}}, SCHEMAS)
    return pages_of(folder, spec)["docs/box/send.md"]


def test_properties_at_any_depth(tmp_path: Path) -> None:
    body = {"required": True, "content": {JSON: {"schema": REF}}}
    page = page_of(tmp_path, requestBody=body, responses={"200": response(REF)})
    sent = section(page, "## Request")
    assert "The body is `application/json`." in sent
    example = r"Default of the API: <code>&#34;&lt;x&gt;&#34;</code>."
    assert "| `id` | `str` | yes | body |" in sent
    assert example in sent or 'Default of the API: `"<x>"`.' in sent
    assert "<code>&#34;a&#124;b&#34;</code>" in sent or "a&#124;b" in sent
    assert "| `secret` |" in sent
    assert 'One of `"red"`, `"blue"`.' in sent
    assert "| `labels[...].on` | `str` |" in sent
    assert "| `pet.lives` (`Cat`) | `str` | yes |" in sent
    assert "| `pet.bark.d_b` | `str` | no | `dB` |" in sent
    received = section(page, "### 200 OK")
    assert "`secret`" not in received
    children = next(row for row in received.splitlines() if "| `children` |" in row)
    assert "Recursive: it has the properties of the whole." in children
    assert received.count("| `id` |") == 1


def test_an_example_is_that_of_the_document_else_one_that_fits(tmp_path: Path) -> None:
    named = {
        "first": {"summary": "The first", "value": {"id": "1"}},
        "second": {"$ref": "#/components/examples/second"},
    }
    stated = response(REF)
    stated["content"][JSON]["examples"] = named
    answers = {"200": stated, "409": response(SCHEMAS["Cat"])}
    post = operation("box", "send", responses=answers)
    examples = {"second": {"value": {"id": "```\n</details>"}}}
    spec = document(
        {"/box": {"post": post}}, SCHEMAS, components={"examples": examples}
    )
    page = pages_of(tmp_path, spec)["docs/box/send.md"]
    assert 'The first:\n\n```json\n{\n  "id": "1"\n}\n```' in page
    assert '`second`:\n\n````json\n{\n  "id": "```\\n</details>"\n}\n````' in page
    errors = section(page, "## Errors")
    assert "<summary>Body of 409 Conflict</summary>" in errors
    assert '```json\n{\n  "lives": "lives"\n}\n```' in errors


def test_the_sample_takes_the_example_of_the_body(tmp_path: Path) -> None:
    shown = {"id": "n1", "color": "blue", "children": [{"id": "n2"}]}
    content = {JSON: {"schema": REF, "example": shown}}
    page = page_of(tmp_path, requestBody={"required": True, "content": content})
    sample = section(page, "## Usage")
    assert 'id="n1"' in sample
    assert 'children=[models.Node(id="n2")]' in sample
    assert 'color="blue"' in sample


def test_the_operation_in_the_specification(tmp_path: Path) -> None:
    page = page_of(tmp_path, description="`'\"\n- # ü: {} \u2028", responses={
        "200": response(REF)})  # fmt: skip
    (text,) = re.findall(r"```yaml\n(.*?)\n```", page, re.DOTALL)
    found = yaml.safe_load(text)
    assert found["paths"]["/box"]["post"]["x-method"] == "send"
    assert found["paths"]["/box"]["post"]["description"].startswith("`'\"\n- # ü: {}")
    assert set(found["components"]["schemas"]) == set(SCHEMAS)
    assert found["components"]["schemas"]["Cat"] == SCHEMAS["Cat"]


def test_failures_that_all_methods_have_are_folded(tmp_path: Path) -> None:
    shared = {str(status): response(TEXT) for status in range(400, 412)}
    paths = {
        f"/{name}": {
            "post": operation(
                "box", name, responses={"200": response(), **shared, own: response()}
            )
        }
        for name, own in (("a", "422"), ("b", "423"))
    }
    page = pages_of(tmp_path, document(paths))["docs/box/a.md"]
    before, _, rest = page.partition(
        "<summary>12 failures that all methods share</summary>"
    )
    assert "| 422 |" in before
    assert "| 404 |" not in before
    assert "| 404 |" in rest


def test_pages_of_a_large_api_are_small_and_stay(tmp_path: Path) -> None:
    text = {**TEXT, "description": "x" * 300}

    def pages(number: int) -> dict[str, str]:
        schemas = {
            f"{letter}{index}": {
                "type": "object",
                "properties": {f"p{one}": text for one in range(20)},
            }
            for letter in "AB"
            for index in range(number)
        }
        paths = {
            f"/{name}": {
                "get": operation(
                    "box",
                    name.lower(),
                    responses={
                        "200": response({"$ref": f"#/components/schemas/{name}"})
                    },
                )
            }
            for name in schemas
        }
        return pages_of(tmp_path, document(paths, schemas))

    before, after = pages(40), pages(41)
    assert max(map(len, before.values())) < 300_000
    assert "[A1 to A19](models/a1.md)" in before["docs/models.md"]
    assert "](../models/" in before["docs/box/a0.md"]
    same = [path for path in before if path not in ("docs/models.md", "docs/box.md")]
    changed = [path for path in same if before[path] != after[path]]
    listing = ("docs/models/", "docs/llms", "docs/errors", "README")
    assert all(path.startswith(listing) for path in changed)
