"""Documents on other machines are read when that is allowed, and only then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from apiloom.access import Access
from apiloom.diagnostics import Diagnostics, UnusableInput
from apiloom.document import read

ROOT = """
openapi: 3.1.0
info: {title: Remote, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema: {$ref: "parts/pet.yaml#/Pet"}
"""
PET = "Pet: {$ref: 'deep/cat.json'}\n"
CAT = '{"type": "object", "properties": {"name": {"type": "string"}}}'


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing about the requests that it answers."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "parts" / "deep").mkdir(parents=True)
    (tmp_path / "openapi.yaml").write_text(ROOT, "utf-8")
    (tmp_path / "parts" / "pet.yaml").write_text(PET, "utf-8")
    (tmp_path / "parts" / "deep" / "cat.json").write_text(CAT, "utf-8")
    return tmp_path


@pytest.fixture
def url(files: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(files))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_remote_document_is_refused_unless_allowed(url: str) -> None:
    with pytest.raises(UnusableInput, match="--allow-remote"):
        read(f"{url}/openapi.yaml")


def test_a_remote_document_brings_its_files(url: str) -> None:
    found = Diagnostics()
    document = read(f"{url}/openapi.yaml", (), found, access=Access(allow_remote=True))
    get = document.root["paths"]["/pets"]["get"]
    content = get["responses"]["200"]["content"]["application/json"]
    schema = content["schema"].resolve()
    assert schema is not None
    assert schema["properties"].keys() == ("name",)
    assert not list(found)
    assert document.locate(schema.pointer).file == f"{url}/parts/deep/cat.json"


def test_a_local_document_may_refer_to_a_remote_one(url: str, tmp_path: Path) -> None:
    local = tmp_path / "local.yaml"
    local.write_text(ROOT.replace("parts/", f"{url}/parts/"), "utf-8")
    refused = Diagnostics()
    node = read(local, (), refused).root["paths"]["/pets"]["get"]["responses"]["200"]
    assert node["content"]["application/json"]["schema"].resolve() is None
    assert [one.code for one in refused] == ["remote-reference"]
    document = read(local, (), Diagnostics(), access=Access(allow_remote=True))
    node = document.root["paths"]["/pets"]["get"]["responses"]["200"]
    assert node["content"]["application/json"]["schema"].resolve() is not None


def test_what_is_not_there_is_one_message(url: str) -> None:
    with pytest.raises(UnusableInput, match="404"):
        read(f"{url}/nothing.yaml", access=Access(allow_remote=True))
