"""The mock server: one document over HTTP on loopback, read again when it changes."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.mock.running import Mock, Settings

SPEC = Path(__file__).parents[1] / "cases" / "fakes" / "spec.yaml"
KEY = {"X-Key": "k"}


class Running:
    """A mock server in a thread."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.spec = folder / "openapi.yaml"
        self.spec.write_text(SPEC.read_text("utf-8"), "utf-8")
        settings = Settings("127.0.0.1", 0, 0.0, options.get("fail_rate", 0.0), 0)
        config = ClientConfig(spec=self.spec.name, package="mock")
        self.mock = Mock(config, folder, Access.to([folder]), settings)
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self.mock.run())
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)

    def __enter__(self) -> httpx2.Client:
        self._thread.start()
        while not self.mock.url:
            pass
        return httpx2.Client(base_url=self.mock.url, headers=KEY)

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()
        self._loop.close()
        self.mock.close()


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    with Running(tmp_path_factory.mktemp("mock")) as client:
        yield client
        client.close()


def test_examples_samples_and_streams(http: httpx2.Client) -> None:
    animal = http.get("/animals/10").json()
    assert animal == {"id": 10, "name": "Ines", "kind": "cat", "code": "AB-12"}
    assert http.get("/v1/animals/10").json() == animal  # the path of the server
    created = http.post("/animals", json=animal)
    assert (created.status_code, created.json()["id"] % 5) == (201, 0)
    feed = http.get("/feed")
    assert feed.headers["content-type"] == "text/event-stream"
    assert feed.text.startswith("data: {")
    assert http.head("/animals/10").content == b""


def test_what_the_specification_does_not_allow(http: httpx2.Client) -> None:
    refused = http.get("/animals/first")
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        [{"place": "path id", "message": "must be an integer, not a string"}],
    )
    # The document has a response for it.
    assert http.post("/animals", json={"id": 1}).json() == {
        "message": "message",
        "code": 1,
    }
    assert httpx2.get(f"{http.base_url}/animals/10").status_code == 401
    assert http.get("/nothing").status_code == 404
    assert http.get("/animals/10/nothing").status_code == 404
    answer = http.patch("/animals/10")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET")


def test_the_next_response_can_be_chosen(http: httpx2.Client) -> None:
    assert http.get("/animals/10", headers={"Prefer": "code=404"}).status_code == 404
    assert http.get("/animals/10", headers={"Prefer": "code=418"}).status_code == 404
    page = http.get("/").text
    assert "curl -X GET" in page
    assert "<option>NO_MONEY</option>" in page
    form = {"method": "animals.create", "reason": "NO_MONEY"}
    assert http.post("/_apiloom/next", data=form).status_code == 303
    animal = http.get("/animals/10").json()
    assert http.post("/animals", json=animal).json()["code"] == 17
    assert http.post("/animals", json=animal).status_code == 201


def test_failures_by_chance_and_a_changed_document(tmp_path: Path) -> None:
    running = Running(tmp_path, fail_rate=0.5)
    with running as client, client:
        statuses = {client.get("/animals/10").status_code for _ in range(20)}
        assert statuses == {200, 404}
        text = running.spec.read_text("utf-8").replace("/models:", "/other:")
        running.spec.write_text(text + "\n", "utf-8")
        for _ in range(200):
            if client.get("/other").status_code != 404:
                break
            threading.Event().wait(0.05)
        assert json.loads(client.get("/other").content) == "value"
        assert client.get("/models").status_code == 404
