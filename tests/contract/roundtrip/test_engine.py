"""The engine itself: it sees what is wrong, and only that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from apiloom.pipeline import Client, generate
from tests.contract.roundtrip import subject
from tests.contract.roundtrip.contract import Style, contract
from tests.contract.roundtrip.engine import Wishes, judge
from tests.contract.roundtrip.equality import difference
from tests.contract.roundtrip.raw import Place, RawDocument
from tests.contract.roundtrip.sampler import BARE, EXTRA, FULL, SOME, Mode, Sampler
from tests.contract.roundtrip.schemas import Schemas
from tests.contract.roundtrip.wire import path_wrong, query_wrong, raw_pairs
from tests.workshop import document, response, written

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}

# OpenAPI 3.1.1, section 4.8.12.6, the table of style examples.
QUERIES = [
    ("form", False, COLORS, "color=blue,black,brown"),
    ("form", True, COLORS, "color=blue&color=black&color=brown"),
    ("form", False, RGB, "color=R,100,G,200,B,150"),
    ("form", True, RGB, "R=100&G=200&B=150"),
    ("spaceDelimited", False, COLORS, "color=blue%20black%20brown"),
    ("pipeDelimited", False, RGB, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, RGB, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]
PATHS = [
    ("simple", False, RGB, "R,100,G,200,B,150"),
    ("simple", True, RGB, "R=100,G=200,B=150"),
    ("label", False, COLORS, ".blue,black,brown"),
    ("label", True, COLORS, ".blue.black.brown"),
    ("matrix", False, COLORS, ";color=blue,black,brown"),
    ("matrix", True, COLORS, ";color=blue;color=black;color=brown"),
    ("matrix", True, RGB, ";R=100;G=200;B=150"),
]


@pytest.mark.parametrize(("style", "explode", "value", "text"), QUERIES)
def test_queries_are_read_as_the_table_says(
    style: str, explode: bool, value: Any, text: str
) -> None:
    how = Style(style, explode)
    assert query_wrong(raw_pairs(text), "color", value, how) is None
    for other in QUERIES:
        if other[3] != text:
            assert query_wrong(raw_pairs(other[3]), "color", value, how)


@pytest.mark.parametrize(("style", "explode", "value", "text"), PATHS)
def test_paths_are_read_as_the_table_says(
    style: str, explode: bool, value: Any, text: str
) -> None:
    how = Style(style, explode)
    assert path_wrong(text, "color", value, how) is None
    for other in PATHS:
        if other[3] != text:
            assert path_wrong(other[3], "color", value, how)


@pytest.mark.parametrize(
    ("sent", "came", "kind"),
    [
        ({"a": 1}, {"a": 1.0}, "an integer became a float"),
        ({"a": None}, {}, "a member is lost"),
        ({}, {"a": None}, "a member was added"),
        ([1, 2], [2, 1], "an integer has another value"),
        (["2024-01-01T00:00:00.5Z"], ["2024-01-01T00:00:01Z"], "a time was changed"),
        (True, 1, "a boolean became an integer"),
    ],
)
def test_what_differs_is_named(sent: Any, came: Any, kind: str) -> None:
    found = difference(sent, came)
    assert found is not None
    assert found.kind == kind
    assert difference(sent, sent) is None


SCHEMAS: Mapping[str, Any] = {
    "Tree": {
        "type": "object",
        "required": ["value", "children"],
        "properties": {
            "value": {"type": "integer", "minimum": 3, "multipleOf": 2},
            "children": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
            "secret": {"type": "string", "readOnly": True},
        },
        "additionalProperties": False,
    },
    "Code": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{2}$"},
    "Both": {
        "allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"const": 1}}},
            {"properties": {"b": {"enum": ["x", None]}}, "required": ["b"]},
        ]
    },
    "Pet": {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {"propertyName": "kind"},
    },
    "Cat": {
        "type": "object",
        "required": ["kind", "lives"],
        "properties": {"kind": {"type": "string"}, "lives": {"type": "number"}},
    },
    "Dog": {
        "type": "object",
        "required": ["kind", "tricks"],
        "properties": {"kind": {"type": "string"}, "tricks": {"minItems": 2}},
    },
    "Pair": {"prefixItems": [{"type": "string"}, {"type": "boolean"}], "items": False},
}


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("mode", [FULL, BARE, SOME, EXTRA], ids=lambda one: one.name)
def test_samples_are_valid(name: str, mode: Mode, tmp_path: Path) -> None:
    text = {**document(), "$defs": SCHEMAS}
    raw = RawDocument(written(tmp_path, text))
    schemas = Schemas(raw, "request")
    uri = schemas.uri(Place(raw.root.file, ("$defs", name)))
    value, left = Sampler(schemas, {}).sample(uri, mode, "seed")
    assert not left
    Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMAS}).validate(value)
    assert "secret" not in value
    if name == "Pet":
        assert value["kind"] == ("Cat" if "lives" in value else "Dog")
    again, _ = Sampler(schemas, {}).sample(uri, mode, "seed")
    assert again == value


THINGS = document(
    {
        "/things/{id}": {
            "get": {
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    },
                    {
                        "name": "tags",
                        "in": "query",
                        "style": "pipeDelimited",
                        "explode": False,
                        "schema": {
                            "type": "array",
                            "minItems": 2,
                            "items": {"type": "string"},
                        },
                    },
                ],
                "responses": {"200": response({"$ref": "#/components/schemas/Thing"})},
            }
        }
    },
    {
        "Thing": {
            "type": "object",
            "required": ["size"],
            "properties": {"size": {"type": "number"}},
        }
    },
)


def test_a_client_that_is_right_has_no_misses(tmp_path: Path) -> None:
    result = judge("things", written(tmp_path, THINGS), Wishes(black=True))
    assert not result.misses
    assert result.requests.tried == result.requests.right > 1
    assert result.responses.tried == result.responses.right > 2
    assert (result.operations, result.generated, result.dropped) == (1, 1, 0)
    assert (result.compiles, result.imports, result.black) == (True, True, "yes")


@pytest.mark.parametrize(
    ("file", "right", "wrong", "cause"),
    [
        (
            "_runtime/encoding/parameters.py",
            '"pipeDelimited": "|"',
            '"pipeDelimited": ";"',
            "request: query",
        ),
        ("_runtime/encoding/parameters.py", 'safe=""', 'safe="/"', "request: the path"),
        (
            "_runtime/types/models.py",
            'extra="allow"',
            'extra="ignore"',
            "a member is lost",
        ),
        ("models/default.py", ": JsonNumber", ": int", "ResponseValidationError"),
        ("models/default.py", "class Thing(", "class Thing(:", "does not compile"),
    ],
)
def test_a_client_that_is_wrong_is_found_out(
    file: str,
    right: str,
    wrong: str,
    cause: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def spoiled(client: Client) -> Mapping[str, bytes]:
        files = dict(generate(client))
        name = next((one for one in files if one == file), "")
        if not name:
            name = next(one for one in files if b"class Thing(" in files[one])
        assert right in files[name].decode()
        return files | {name: files[name].replace(right.encode(), wrong.encode())}

    monkeypatch.setattr(subject, "generate", spoiled)
    result = judge("things", written(tmp_path, THINGS), Wishes(samples=20))
    assert any(cause in miss.cause for miss in result.misses), result.misses


_PET = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}},
}
SEVERAL = document(
    {
        "/pets": {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": _PET},
                        "application/x-www-form-urlencoded": {"schema": _PET},
                        "multipart/form-data": {"schema": _PET},
                        "application/xml": {"schema": {"type": "string"}},
                        "text/csv": {"schema": {"type": "string"}},
                        "image/*": {},
                    },
                },
                "responses": {"204": {"description": "Done."}},
            }
        }
    }
)


def test_every_media_type_of_a_request_is_judged(tmp_path: Path) -> None:
    result = judge("several", written(tmp_path, SEVERAL), Wishes())
    assert result.misses == []
    # Two by the value, and each of the six by name.
    assert result.requests.tried == result.requests.right == 8


UPLOADS = document(
    {
        "/files": {
            "post": {
                "operationId": "upload",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": _PET},
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["file", "typed", "pages", "note"],
                                "properties": {
                                    "file": {
                                        "type": "string",
                                        "contentEncoding": "binary",
                                    },
                                    "typed": {
                                        "type": "string",
                                        "contentMediaType": "image/png",
                                    },
                                    "pages": {
                                        "type": "array",
                                        "items": {"type": "string", "format": "binary"},
                                    },
                                    "note": {"type": ["string", "null"]},
                                },
                            },
                            "encoding": {
                                "file": {"contentType": "image/png, image/jpeg"}
                            },
                        },
                        "multipart/mixed": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "file": {"contentMediaType": "application/pdf"}
                                },
                            }
                        },
                        "application/octet-stream": {},
                    },
                },
                "responses": {"204": {"description": "Done."}},
            }
        }
    }
)


def test_uploads_beyond_the_first_media_type_are_judged(tmp_path: Path) -> None:
    result = judge("uploads", written(tmp_path, UPLOADS), Wishes())
    assert result.misses == []
    assert result.requests.tried == result.requests.right >= 5


def test_a_file_that_goes_up_as_text_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "apiloom.lower.operations.contents._is_binary", lambda leaf: False
    )
    result = judge("uploads", written(tmp_path, UPLOADS), Wishes())
    assert any("multipart" in one.cause for one in result.misses)


def test_a_media_type_that_is_not_reached_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = "if content_type is not None:\n            exact"
    wrong = "if False:\n            exact"

    def spoiled(client: Client) -> Mapping[str, bytes]:
        files = dict(generate(client))
        text = files["_runtime/encoding/bodies.py"].decode()
        assert right in text
        return files | {
            "_runtime/encoding/bodies.py": text.replace(right, wrong).encode()
        }

    monkeypatch.setattr(subject, "generate", spoiled)
    result = judge("several", written(tmp_path, SEVERAL), Wishes())
    json_instead = "request: the body is application/json, not "
    assert {miss.cause for miss in result.misses} >= {
        f"{json_instead}application/x-www-form-urlencoded",
        f"{json_instead}multipart/form-data",
    }


ENTRY = {
    "type": "object",
    "required": ["at"],
    "properties": {"at": {"type": "string", "format": "date-time"}, "n": {}},
}
LINES = document(
    {
        f"/{number}": {
            "get": {
                "responses": {
                    "200": {"description": "Them.", "content": {media_type: stated}}
                }
            }
        }
        for number, (media_type, stated) in enumerate(
            (
                ("application/x-ndjson", {"schema": ENTRY}),
                ("application/jsonl", {"schema": {"type": "array", "items": ENTRY}}),
                ("application/jsonl", {"itemSchema": ENTRY}),
                ("application/json-seq", {"schema": {"type": "array", "items": ENTRY}}),
                ("text/event-stream", {"schema": ENTRY}),
            )
        )
    },
    openapi="3.2.0",
)


def test_items_are_judged(tmp_path: Path) -> None:
    result = judge("lines", written(tmp_path, LINES), Wishes())
    assert result.misses == []
    assert result.responses.tried == result.responses.right == 5


def test_an_item_that_is_lost_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = "    def __next__(self) -> T_co:\n"

    def spoiled(client: Client) -> Mapping[str, bytes]:
        files = dict(generate(client))
        name = "_runtime/decoding/sync_streams.py"
        text = files[name].decode()
        assert right in text
        more = f"{right}        next(self._items)\n"
        return files | {name: text.replace(right, more).encode()}

    monkeypatch.setattr(subject, "generate", spoiled)
    result = judge("lines", written(tmp_path, LINES), Wishes())
    assert len(result.misses) == 5


def test_operations_are_counted_through_references(tmp_path: Path) -> None:
    done = {"responses": {"204": {"description": "Done."}}}
    text = document(
        {
            "/a": {"get": done, "parameters": [], "x-more": {}},
            "/b": {"$ref": "#/components/pathItems/B"},
            "/c": {"$ref": "#/components/pathItems/Gone"},
        },
        components={"pathItems": {"B": {"post": done, "delete": done}}},
    )
    found = contract(RawDocument(written(tmp_path, text)))
    assert [one.id for one in found.operations] == ["GET /a", "POST /b", "DELETE /b"]
    assert [path for path, _ in found.broken] == ["/c"]


@pytest.mark.slow
def test_the_checkers_have_their_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(client: Client) -> Mapping[str, bytes]:
        files = generate(client)
        return files | {"more.py": b'size: int = "none"\n'}

    right = judge("things", written(tmp_path, THINGS), Wishes(mypy=True, samples=1))
    assert (right.mypy, right.pyright, right.misses) == ("yes", "-", [])
    monkeypatch.setattr(subject, "generate", spoiled)
    wishes = Wishes(mypy=True, pyright=True, samples=1)
    wrong = judge("things", written(tmp_path, THINGS), wishes)
    assert (wrong.mypy, wrong.pyright) == ("no", "no")
    assert len(wrong.misses) == 2
