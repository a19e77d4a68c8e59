"""The mock server: one document over HTTP on loopback, read again when it changes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.fakes.running import CASES, Running


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


def test_objects_are_kept(tmp_path: Path) -> None:
    source = CASES / "fakes-lifecycles" / "spec.yaml"
    with Running(tmp_path, source=source, is_stateful=True) as client, client:
        made = client.post("/shops", json={"name": "Ann's"})
        assert made.status_code == 201
        shop = f"/shops/{made.json()['id']}"
        assert client.get(shop).json() == made.json()
        assert client.get("/shops").json() == {"data": [made.json()], "total": 1}
        assert client.delete(shop).status_code == 204
        assert client.get(shop).status_code == 404
        assert client.get(shop, headers={"Prefer": "code=200"}).status_code == 200
