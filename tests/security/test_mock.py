"""A fake and a mock server of a hostile document: bounded, and nothing but text."""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.mock.loading import load
from apiloom.mock.responder import NEXT, Responder, Served
from tests.security.hostile import combined, document, hostile

HERE = [("host", "127.0.0.1:4010")]
_DEPTH = 30


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _ladder(kind: str) -> dict[str, Any]:
    """Schemas that need the next one twice."""
    found: dict[str, Any] = {f"{kind}{_DEPTH}": {"type": "string"}}
    for number in range(_DEPTH):
        below = _reference(f"{kind}{number + 1}")
        found[f"{kind}{number}"] = {
            "object": {
                "type": "object",
                "required": ["a", "b"],
                "properties": {"a": below, "b": below},
            },
            "optional": {
                "type": "object",
                "properties": dict.fromkeys("abcdefg", below),
            },
            "array": {"type": "array", "minItems": 2, "items": below},
        }[kind]
    return found


_NESTED: Any = {"end": 1}
for _ in range(_DEPTH):
    _NESTED = {"x": _NESTED}
_VARIANT = {"type": "object", "properties": {"x": _reference("Either")}}
TEXT = {"type": "string"}
SCHEMAS: dict[str, Any] = {
    "object": _reference("object0"),
    "optional": _reference("optional0"),
    "array": _reference("array0"),
    "items": {"type": "array", "minItems": 10**9, "items": TEXT},
    "unique": {"type": "array", "minItems": 9**5, "uniqueItems": True, "items": TEXT},
    "members": {"type": "object", "minProperties": 10**9, "additionalProperties": TEXT},
    "long": {"type": "string", "minLength": 10**10},
    "long pattern": {"type": "string", "minLength": 10**10, "pattern": "^a*$"},
    "pattern": {"type": "string", "pattern": "^((((((a*)*)*)*)*)*)*[0-9]$"},
    "steps": {"type": "number", "multipleOf": 1e-320, "minimum": 1e300},
    "large": {"type": "integer", "minimum": 10**400, "maximum": 10**401},
    "tries": {**_reference("Either"), "example": {"x": _NESTED}},
}
COMPONENTS = {
    **_ladder("object"),
    **_ladder("optional"),
    **_ladder("array"),
    "Either": {
        "oneOf": [{**_VARIANT, "required": [f"never{number}"]} for number in range(3)]
    },
}


def _operation(name: str, schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "operationId": f"go {name}",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "Done.", "content": content}},
    }


def _responder(folder: Path, content: dict[str, Any]) -> Responder:
    (folder / "a.json").write_text(json.dumps(content), "utf-8")
    config = ClientConfig(spec="a.json", package="c")
    url = "http://127.0.0.1:4010"
    return Responder(load(config, folder, Access.to([folder]), 0), url=url)


def test_what_a_document_asks_for_is_bounded(tmp_path: Path) -> None:
    many = "".join(f"{{p{number}}}" for number in range(12))
    paths: dict[str, Any] = {
        f"/{name.replace(' ', '-')}": {"post": _operation(name, schema)}
        for name, schema in SCHEMAS.items()
    }
    paths[f"/many/{many}x"] = {
        "get": {
            "operationId": "many",
            "parameters": [
                {"name": f"p{number}", "in": "path", "required": True, "schema": TEXT}
                for number in range(12)
            ],
            "responses": {"204": {"description": "Done."}},
        }
    }
    responder = _responder(
        tmp_path,
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": paths,
            "components": {"schemas": COMPONENTS},
        },
    )
    sent = [("content-type", "application/json")]
    body = json.dumps(_NESTED).encode()
    try:
        for path in paths:
            started = time.process_time()
            for content in (b"", body, b"1e999", b"[" * 9_000):
                responder.respond("POST", path, sent, content)
            responder.respond("GET", f"/many/{'a' * 60}y", [], b"")
            assert time.process_time() - started < 10, path
        assert responder.respond("GET", "/", HERE, b"").status == 200
    finally:
        responder.loaded.close()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.found.update(name for name, _ in attrs)


_PLAIN = set(
    "html lang meta charset title name content style h1 p code h2 pre form method"
    " action input type value label select option button selected".split()
)


@pytest.mark.parametrize("payload", [*combined(16)])
def test_a_page_shows_text_alone(payload: str, tmp_path: Path) -> None:
    responder = _responder(tmp_path, document(hostile(payload)))
    try:
        served = responder.respond("GET", "/", HERE, b"")
        tags = _Tags()
        tags.feed(served.content.decode())
        assert tags.found <= _PLAIN
        assert "default-src 'none'" in dict(served.headers)["content-security-policy"]
        for method, target in (("GET", "/\0"), ("X", f"/{'a' * 70_000}"), ("GET", "*")):
            assert responder.respond(method, target, [], b"").status in (400, 403, 404)
    finally:
        responder.loaded.close()


def test_other_sites_see_and_choose_nothing(tmp_path: Path) -> None:
    paths = {"/a": {"get": _operation("a", TEXT)}}
    paths["/a"]["get"]["responses"]["404"] = {"description": "None."}
    responder = _responder(
        tmp_path,
        {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths},
    )
    chosen = b"method=go&reason=NOT_FOUND"

    def ask(method: str, target: str, *headers: tuple[str, str]) -> Served:
        return responder.respond(method, target, headers, chosen)

    try:
        page = ask("GET", "/", *HERE)
        assert page.status == 200
        assert "access-control-allow-origin" not in dict(page.headers)
        for host in ("evil.test", "evil.test:4010", "127.0.0.1.evil.test", "[", ""):
            assert ask("GET", "/", ("host", host)).status == 403
            assert ask("POST", NEXT, ("host", host)).status == 403
        for other in (
            ("origin", "https://evil.test"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
        ):
            assert ask("POST", NEXT, *HERE, other).status == 403
        own = ("origin", "http://127.0.0.1:4010")
        assert ask("POST", NEXT, *HERE, own).status != 403
        # Whatever a document is about, programs of any site may try its API.
        assert dict(ask("GET", "/a").headers)["access-control-allow-origin"] == "*"
    finally:
        responder.loaded.close()
