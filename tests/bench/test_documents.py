"""Documents that are given, cut down, repeated and rewritten."""

from __future__ import annotations

import json
from pathlib import Path

from bench import documents
from tests.workshop import document, response, understood


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_the_shop_is_counted() -> None:
    assert documents.shop().operations == 3
    assert documents.operation_ids(documents.shop())[0] == "getOrder"


def test_a_tenth_keeps_what_it_needs_and_no_more(tmp_path: Path) -> None:
    schemas = {
        f"Thing{number}": {
            "type": "object",
            "properties": {"part": ref(f"Part{number}")},
        }
        for number in range(20)
    }
    schemas |= {f"Part{number}": {"type": "string"} for number in range(20)}
    # A part that refers back: the search has to end.
    schemas["Part10"] = {"type": "object", "properties": {"of": ref("Thing10")}}
    paths = {
        f"/things/{number}": {
            "parameters": [],
            "get": {
                "operationId": f"get{number}",
                "responses": {"200": response(ref(f"Thing{number}"))},
            },
        }
        for number in range(20)
    }
    cut = documents.tenth(
        document(paths, schemas, webhooks={"new": {}}, **{"x-more": [ref("Thing3")]})
    )
    assert list(cut["paths"]) == ["/things/0", "/things/10"]
    assert "parameters" in cut["paths"]["/things/0"]
    assert set(cut["components"]["schemas"]) == {
        *("Thing0", "Part0", "Thing10", "Part10")
    }
    assert "webhooks" not in cut
    client = understood(tmp_path, cut)
    assert len(client.api.operations) == 2
    assert not client.diagnostics.errors


def test_what_is_repeated_is_a_document_again(tmp_path: Path) -> None:
    many = documents.repeated(documents.parsed(documents.SHOP), 3)
    assert documents.counted(many) == 9
    client = understood(tmp_path, many)
    assert len(client.api.operations) == 9
    assert not client.diagnostics.errors
    once = understood(tmp_path, documents.repeated(many | {}, 1)).api.definitions
    assert len(client.api.definitions) == len(once)


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    content = {"paths": {"/a": {}}, "example": "2026-01-02", "count": 3, "no": "no"}
    for suffix in (".json", ".yaml"):
        path = documents.written("same", content, tmp_path, suffix)
        assert documents.parsed(path) == content
    # What only looks like a date is a string, as it is for apiloom.
    (tmp_path / "date.yaml").write_text("day: 2026-01-02\n", "utf-8")
    assert documents.parsed(tmp_path / "date.yaml") == {"day": "2026-01-02"}


def test_a_folder_of_documents(tmp_path: Path) -> None:
    shop = documents.SHOP.read_text("utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "shop.yaml").write_text(shop, "utf-8")
    (tmp_path / "other.json").write_text('{"name": "no document"}', "utf-8")
    (tmp_path / "list.json").write_text("[1]", "utf-8")
    (tmp_path / "broken.yaml").write_text("a: [", "utf-8")
    (found,) = documents.corpus(tmp_path)
    assert (found.name, found.operations) == ("deep/shop", 3)
    index = [{"name": "mine", "path": "deep/shop.yaml", "operations": 7}]
    (tmp_path / "index.json").write_text(json.dumps(index), "utf-8")
    (listed,) = documents.corpus(tmp_path)
    assert (listed.name, listed.operations) == ("mine", 7)
