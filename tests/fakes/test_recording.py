"""Recording: what is forwarded, what is written, and what is replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner

from apiloom.access import Access
from apiloom.cli import main
from apiloom.config import ClientConfig
from apiloom.mock.loading import UnusableRecording, load
from apiloom.mock.recording import UnusableURL, origin_of
from tests.fakes.running import Running
from tests.loopback import Asked, Loopback, Reply, loopback

SPEC = """
openapi: 3.1.0
info: {title: People, version: "1"}
servers: [{url: https://people.test/v2}]
security: [{key: []}]
paths:
  /people:
    get:
      operationId: list
      tags: [people]
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {"200": {$ref: "#/components/responses/All"}}
    post:
      operationId: create
      tags: [people]
      requestBody: {$ref: "#/components/requestBodies/Person"}
      responses: {"201": {$ref: "#/components/responses/One"}}
  /people/{email}:
    get:
      operationId: get
      tags: [people]
      parameters: [{name: email, in: path, required: true, schema: {type: string}}]
      responses: {"200": {$ref: "#/components/responses/One"}}
  /moved:
    get:
      operationId: moved
      tags: [people]
      responses: {"302": {description: Elsewhere.}}
components:
  requestBodies:
    Person:
      required: true
      content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}
  responses:
    One:
      description: One.
      content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}
    All:
      description: All.
      content: {application/json: {schema: {$ref: "#/components/schemas/People"}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    People: {type: array, items: {$ref: "#/components/schemas/Person"}}
    Person:
      type: object
      required: [name, email]
      properties:
        name: {type: string}
        email: {type: string, format: email}
        phone: {type: string, pattern: "^0[0-9]{6}$"}
        kind: {type: string, enum: [person, secret]}
        access_token: {type: string, minLength: 20}
        next_page_token: {type: string}
        tokens: {type: integer}
        about: {type: string}
"""
ANN = {
    "name": "Ann Example",
    "email": "ann@people.test",
    "phone": "0123456",
    "kind": "secret",
    "access_token": "abcdefghijklmnopqrstuvwxyz",
    "next_page_token": "p2",
    "tokens": 7,
    "about": "Ask ann@people.test; key KEY-OF-A-CALLER, or +44 1206 250380.",
}
KEY = "KEY-OF-A-CALLER"


def people(asked: Asked) -> Reply:
    path = asked.path.partition("?")[0]
    headers = {"content-type": "application/json", "set-cookie": "s=1", "date": "now"}
    if path == "/v2/moved":
        elsewhere = "https://evil.test/v2/people" if "?" in asked.path else "/v2/people"
        return Reply(302, {"location": elsewhere})
    body: Any = [ANN] if path == "/v2/people" else {**ANN, "tokens": "many"}
    status = 200
    if asked.method == "POST":
        status, body = 201, {**ANN, **json.loads(asked.body)}
    return Reply(status, headers, [json.dumps(body).encode()])


@pytest.fixture
def api() -> Iterator[Loopback]:
    with loopback(people) as running:
        yield running


def test_calls_are_recorded_without_secrets_and_replayed(
    api: Loopback, tmp_path: Path
) -> None:
    spec = tmp_path / "people.yaml"
    spec.write_text(SPEC, "utf-8")
    path = tmp_path / "recording.json"
    running = Running(tmp_path, source=spec, recorded=f"{api.url}/v2", recording=path)
    made = {"name": "Bob", "email": "bob@people.test", "phone": "0654321"}
    with running as client, client:
        client.headers["X-Key"] = KEY
        assert client.get("/people").json() == [ANN]
        assert client.get("/people").json() == [ANN]
        assert client.get(f"/v2/people/{ANN['email']}").json()["tokens"] == "many"
        assert client.post("/people", json=made).json()["phone"] == "0654321"
        moved = client.get("/moved").headers["location"]
        assert moved == f"{client.base_url}".rstrip("/") + "/people"
        assert client.get("/moved?x").headers["location"].startswith("https://evil")
        raw = HTTPConnection(client.base_url.host, client.base_url.port)
        for target in ("//evil.test/people", "http://evil.test/people", "@evil.test"):
            raw.request("GET", target, headers={"X-Key": KEY})
            raw.getresponse().read()
        raw.close()
        assert (
            client.get("/people", headers={"Origin": "https://a.test"}).status_code
            == 403
        )
        assert client.get("/people", headers={"Host": "evil.test"}).status_code == 403
    assert {one.headers["x-key"] for one in api.asked} == {KEY}
    assert {one.headers["host"] for one in api.asked} == {api.url.partition("//")[2]}

    text = path.read_text("utf-8")
    for secret in (*ANN.values(), KEY, *made.values(), "s=1", "250380"):
        if secret not in ("secret", "p2", 7):
            assert str(secret) not in text
    calls = json.loads(text)["calls"]
    assert [one["operation"] for one in calls[:3]] == [
        "GET /people",
        "POST /people",
        "GET /people/{email}",
    ]
    (person,) = calls[0]["response"]["body"]["json"]
    assert (person["kind"], person["tokens"], person["next_page_token"]) == (
        "secret",
        7,
        "p2",
    )
    assert person["phone"][0] == "0"
    assert len(person["access_token"]) >= 20
    assert (
        calls[2]["request"]["target"]
        == f"/people/{person['email'].replace('@', '%40')}"
    )
    report = "\n".join(running.report)
    assert "Recorded 6 calls of 4 operations" in report
    assert "request header x-key: " in report
    assert "body/*/access_token: " in report
    assert "people.get: 200: /tokens must be an integer" in report

    replaying = Running(tmp_path, source=spec, replayed=path)
    with replaying as client, client:
        assert client.get("/people").json() == [person]
        assert client.get(f"/people/{person['email']}").json()["name"] == person["name"]
        sent = calls[1]["request"]["body"]["json"]
        assert client.post("/people", json=sent).json()["email"] == sent["email"]
        fake: Any = replaying.mock._responder.loaded.fake
        assert fake.client.people.list()[0].email == person["email"]
        fake.reset()
        fake.replay(path)
        assert fake.client.people.get(person["email"]).name == person["name"]
        assert fake.client.people.get("other@people.test").name != person["name"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("api.test", "must be a URL"),
        ("ftp://api.test", "must be a URL"),
        ("https://u:p@api.test", "must have no credentials"),
        ("https://api.test/?key=1", "must have no credentials"),
        ("http://api.test", "must be https"),
    ],
)
def test_urls_that_credentials_are_not_sent_to(url: str, message: str) -> None:
    with pytest.raises(UnusableURL, match=message):
        origin_of(url)
    assert origin_of("http://127.0.0.1:80/v1") == httpx2.URL("http://127.0.0.1:80/v1")


NO_RECORDINGS = (
    ("{", "is not JSON"),
    ('{"version": 2}', "must be a recording of version 1"),
    ('{"version": 1, "calls": [{}]}', "a call lacks"),
    (
        '{"version": 1, "calls": [{"operation": "GET /x", "request": {"target": "/x"}, '
        '"response": {"status": 200, "headers": {}}}]}',
        "the API has no GET /x",
    ),
)


def test_files_that_are_no_recordings(tmp_path: Path) -> None:
    spec, path = tmp_path / "openapi.yaml", tmp_path / "recording.json"
    spec.write_text(SPEC, "utf-8")
    config = ClientConfig(spec=spec.name, package="people")
    loaded = load(config, tmp_path, Access.to([tmp_path]), 0)
    for text, message in NO_RECORDINGS:
        path.write_text(text, "utf-8")
        with pytest.raises(UnusableRecording, match=message):
            loaded.replay(path)
    loaded.close()
    result = CliRunner().invoke(main, ["mock", str(spec), "--replay", str(path)])
    expected = f"error: {path}: the API has no GET /x\n"
    assert (result.exit_code, result.stderr) == (2, expected)
    wrong = ["mock", str(spec), "--record", "http://api.test"]
    result = CliRunner().invoke(main, wrong)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: --record http://api.test: must be https")
    assert CliRunner().invoke(main, [*wrong, "--stateful"]).exit_code == 2
