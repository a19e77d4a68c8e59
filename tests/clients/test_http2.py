"""HTTP/2, which is the business of the caller's HTTP client (RFC 9113)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import h2.config
import h2.connection
import h2.events
import pytest

from tests.clients.apis import APIS
from tests.clients.calls import minimal_call
from tests.clients.server import Answer
from tests.clients.test_success import full_answer
from tests.contract.openapi_core.operations import documented


class Http2Server:
    """Answers every request of one connection alike, and notes their paths.

    Without TLS: the client has to know that it is HTTP/2 (section 3.3).
    """

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.answer = Answer(200)
        self.paths: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()

    def _serve(self) -> None:
        connected, _ = self._listening.accept()
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        speaking = h2.connection.H2Connection(config)
        speaking.initiate_connection()
        with connected:
            connected.sendall(speaking.data_to_send())
            while data := connected.recv(65536):
                for event in speaking.receive_data(data):
                    self._react(speaking, event)
                connected.sendall(speaking.data_to_send())

    def _react(
        self, speaking: h2.connection.H2Connection, event: h2.events.Event
    ) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self.paths.append(dict(event.headers or ())[":path"])
        elif isinstance(event, h2.events.StreamEnded):
            headers = {name.lower(): text for name, text in self.answer.headers.items()}
            status = (":status", str(self.answer.status))
            speaking.send_headers(event.stream_id, [status, *headers.items()])
            speaking.send_data(event.stream_id, self.answer.body, end_stream=True)


@pytest.fixture
def http2_server() -> Iterator[Http2Server]:
    server = Http2Server()
    yield server
    server.close()


@pytest.mark.parametrize("api", list(APIS.values()), ids=str)
def test_http_2_is_the_http_clients(driver, http2_server, api):
    one = next(one for one in documented() if one.api is api)
    http2_server.answer = full_answer(one.success)
    http = driver.http(http1=False, http2=True)
    client = driver.construct(
        api, **api.credentials, base_url=http2_server.url, http_client=http
    )
    call = minimal_call(one)
    for _ in range(2):
        raw = driver.call(client, one.raw_name, *call.args, **call.kwargs)
        assert raw.http_response.http_version == "HTTP/2"
    assert len(http2_server.paths) == 2
    driver.close_http(http)
