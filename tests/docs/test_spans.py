"""README's sample of OpenTelemetry: a provider is set up once for a whole program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import black
import pytest

from tests.clients.server import Server, answer
from tests.docs.pages import GENERATED, Block, Page

README = Page(GENERATED.parent / "README.md")
MODE = black.Mode(target_versions={black.TargetVersion.PY311})

# Every connection leads to the server, whatever host the sample talks to.
REROUTED = """
import httpx2
send = httpx2.HTTPTransport.handle_request
def handle(self, request):
    request.url = request.url.copy_with(scheme="http", host={host!r}, port={port!r})
    return send(self, request)
httpx2.HTTPTransport.handle_request = handle
"""


@pytest.fixture
def sample() -> Block:
    """The block."""
    [found] = [block for block in README.blocks if block.heading == "OpenTelemetry"]
    return found


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A program that can import the clients, in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(GENERATED), "MYPYPATH": str(GENERATED)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_a_request_has_a_span(sample: Block, server: Server) -> None:
    exchange = server.begin()
    exchange.script(answer(200, {"status": "verification_done"}))
    place = urlsplit(server.url)
    reroute = REROUTED.format(host=place.hostname, port=place.port)
    ran = python("-c", reroute + sample.code)
    assert ran.returncode == 0, ran.stderr
    span = json.loads(ran.stdout)
    assert (span["name"], span["kind"]) == (
        "GET /v1/batch/{batch_uuid}/details",
        "SpanKind.CLIENT",
    )
    assert span["attributes"]["http.response.status_code"] == 200
    [request] = exchange.received
    trace = span["context"]["trace_id"].removeprefix("0x")
    assert request.headers["traceparent"].split("-")[1] == trace


def test_the_sample_is_laid_out_as_black_does(sample: Block) -> None:
    assert sample.code == black.format_str(sample.code, mode=MODE)


def test_the_sample_type_checks(sample: Block, tmp_path: Path) -> None:
    (tmp_path / "sample.py").write_text(sample.code, "utf-8")
    ran = python(
        *("-m", "mypy", "--strict", "--config-file=", str(tmp_path / "sample.py")),
        *("--cache-dir", str(tmp_path / ".cache")),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
