"""Mutual TLS, which is the business of the caller's HTTP client (RFC 8446).

ApexVerify's `parse` asks for a certificate and a key together; NHS Notify's `get` for
a token or a certificate.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import trustme

from tests.clients.driver import Driver
from tests.clients.extended.apis import APEXVERIFY, NHS
from tests.clients.extended.conftest import Connect

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
BODY = (
    b'{"status":"ok","data":{"type":"batches","id":"b",'
    b'"attributes":{"status":"ACCEPTED"}}}'
)


@dataclass
class Guarded:
    """A server that talks to those who have a certificate, and to nobody else."""

    url: str = ""
    names: list[str] = field(default_factory=list[str])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who says who is who."""
    return trustme.CA()


@pytest.fixture
def guarded(authority: trustme.CA) -> Iterator[Guarded]:
    """Run the server."""
    state = Guarded()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            connection: Any = self.connection
            subject = dict(pair for (pair,) in connection.getpeercert()["subject"])
            state.names.append(subject["commonName"])
            state.headers.append({k.lower(): v for k, v in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)

        do_PATCH = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing about those who were not let in."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # Else a client only learns from a later read that it was not let in.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(context)
    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    state.url = f"https://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def http_of(authority: trustme.CA, driver: Driver) -> Iterator[Callable[[bool], Any]]:
    """Makes HTTP clients that trust the server, with a certificate or without."""
    opened: list[Any] = []

    def construct(certified: bool) -> Any:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        if certified:
            mine = authority.issue_cert("jane@example.com", common_name="jane")
            mine.configure_cert(context)
        opened.append(driver.http(verify=context))
        return opened[-1]

    yield construct
    for http in opened:
        driver.close_http(http)


def test_a_certificate_and_a_key(connect: Connect, guarded, http_of):
    client = connect(APEXVERIFY, guarded.url, api_key="k", http_client=http_of(True))
    assert client.batch.parse(BATCH).status == "ok"
    assert guarded.names == ["jane"]
    assert guarded.headers[0]["x-api-key"] == "k"


def test_the_key_is_still_needed(connect: Connect, guarded, http_of):
    client = connect(APEXVERIFY, guarded.url, http_client=http_of(True))
    with pytest.raises(APEXVERIFY.errors.MissingCredentialError, match="api_key=…"):
        client.batch.parse(BATCH)
    assert guarded.names == []


def test_a_certificate_instead_of_a_token(connect: Connect, guarded, http_of):
    client = connect(NHS, guarded.url, http_client=http_of(True))
    assert client.batch.get("b").data.id == "b"
    assert guarded.names == ["jane"]
    assert "authorization" not in guarded.headers[0]


def test_without_a_certificate(connect: Connect, guarded, http_of, pauses):
    """Nobody is let in, and what was wrong is said."""
    http = http_of(False)
    client = connect(APEXVERIFY, guarded.url, api_key="k", http_client=http)
    with pytest.raises(APEXVERIFY.errors.APIConnectionError) as caught:
        client.batch.parse(BATCH)
    assert "\n" not in caught.value.message
    assert "k" not in caught.value.message.split()
    assert guarded.names == []
