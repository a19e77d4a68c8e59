"""Servers of path items and of operations go before those of the document."""

import asyncio
import inspect
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2

from tests.workshop import Stage

DONE = httpx2.Response(204)


def asked(stage: Stage) -> str:
    return str(stage.sent.url)


def check_each_operation_goes_to_its_own_server(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k")
    client.things.list()
    assert asked(stage) == "https://eu.api.test/v1/things"
    client.files.list()
    assert asked(stage) == "https://eu.files.test/v3/files"
    client.files.upload()
    assert asked(stage) == "https://upload.test/v9/files"
    client.things.same()
    assert asked(stage) == "https://eu.api.test/v1/same"
    client.things.one()
    assert asked(stage) == "https://sandbox.api.test/v1/one"


def check_relative_urls_start_from_the_server_of_the_client(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k", server="sandbox")
    client.things.status()
    assert asked(stage) == "https://sandbox.api.test/status/status"
    client.things.sibling()
    assert asked(stage) == "https://sandbox.api.test/v2/sibling"


def check_the_server_of_the_same_name_is_taken(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k", server="sandbox")
    client.files.list()
    assert asked(stage) == "https://files.sandbox.test/files"
    client.files.upload()
    assert asked(stage) == "https://upload.test/v9/files"


def check_variables_count_on_every_level(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k", region="us")
    client.files.list()
    assert asked(stage) == "https://us.files.test/v3/files"
    client = stage.client(DONE, api_key="k", region="us", version="v4")
    client.files.list()
    assert asked(stage) == "https://us.files.test/v4/files"
    client.files.upload()
    assert asked(stage) == "https://upload.test/v4/files"


def check_a_base_url_replaces_them_all(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k", base_url="http://localhost:1/x")
    client.files.upload()
    assert asked(stage) == "http://localhost:1/x/files"
    client = stage.client(DONE, api_key="k").with_options(base_url="http://other.test")
    client.files.list()
    assert asked(stage) == "http://other.test/files"
    patient = stage.client(DONE, api_key="k").with_options(timeout=3)
    patient.files.list()
    assert asked(stage) == "https://eu.files.test/v3/files"


def check_an_operation_keeps_its_own_credentials(stage: Stage) -> None:
    client = stage.client(DONE, api_key="k")
    client.files.list()
    assert stage.sent.headers["x-key"] == "k"
    client.files.upload()
    assert "x-key" not in stage.sent.headers


def check_the_method_says_where_it_goes(stage: Stage) -> None:
    text = inspect.getdoc(stage.client().files.upload) or ""
    assert "Sent to `https://upload.test/v9`, unless the client has a" in text


def check_async(stage: Stage) -> None:
    async def main() -> None:
        async with stage.async_client(DONE, api_key="k") as client:
            await client.files.list()

    asyncio.run(main())
    assert asked(stage) == "https://eu.files.test/v3/files"


class Echo(BaseHTTPRequestHandler):
    """Answers with the host and the path that were asked for."""

    seen: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.server.seen.append((self.headers["host"], self.path))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def check_over_http(stage: Stage) -> None:
    """The hosts resolve to one server on loopback; what it is asked is what counts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        port = server.server_address[1]
        route = httpx2.HTTPTransport()

        class Loopback(httpx2.BaseTransport):
            def handle_request(self, request: httpx2.Request) -> httpx2.Response:
                request.url = request.url.copy_with(
                    scheme="http", host="127.0.0.1", port=port
                )
                return route.handle_request(request)

        with httpx2.Client(transport=Loopback()) as http:
            client = getattr(stage.package, stage.name)(api_key="k", http_client=http)
            client.things.list()
            client.files.list()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert server.seen == [  # type: ignore[attr-defined]
        ("eu.api.test", "/v1/things"),
        ("eu.files.test", "/v3/files"),
    ], json.dumps(
        server.seen
    )  # type: ignore[attr-defined]
