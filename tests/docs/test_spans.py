"""The sample of OpenTelemetry: a provider is configured once for a whole program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.clients.server import Server, answer
from tests.docs.pages import GENERATED, ROOT, Block, page_at

PAGE = page_at(ROOT / "docs/logging-and-tracing.md")

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
    return PAGE.block("OpenTelemetry")


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
