"""Every measurement on a small scale: the numbers mean nothing, their presence does."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench import exchanges, generators
from bench.documents import Document, parsed, shop
from bench.environments import PINS, here, pins
from bench.loopback import serving
from bench.measurements import (
    calls,
    decoding,
    generation,
    imports,
    leaks,
    streams,
    unchanged,
)
from bench.probes.answers import LARGE, SMALL, answers
from bench.probes.callers import handwritten
from bench.results import APILOOM, Comparison
from bench.rounds import Effort
from bench.series import Series
from bench.setting import Setting


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """The shop alone, once, and nobody to compare with."""
    return Setting(
        effort=Effort(rounds=1, fewest=1, scale=0.005),
        apiloom=generators.own(),
        peers=(),
        callers=here(),
        vendors=False,
        shop=shop(),
        own=(shop(),),
        corpus=(),
        work=tmp_path,
    )


def test_generation(setting: Setting) -> None:
    found = generation.measure(setting)
    assert [one.quantity for one in found.comparisons] == list(generation.QUANTITIES)
    for one in found.comparisons:
        assert one.series[APILOOM].values[0] > 0
        assert not one.notes
    # Without the baseline, there is nothing to judge by.
    assert {one.met for one in found.verdicts} == {None}


def test_a_document_that_loses_operations_says_so(setting: Setting) -> None:
    more = Document("shop", setting.shop.path, setting.shop.operations + 1)
    first, *_ = generation.compared(setting, more, every=True)
    assert first.notes == {APILOOM: "3 of 4 operations"}


def test_the_mean_is_of_the_largest_that_the_baseline_can_read(
    setting: Setting, tmp_path: Path
) -> None:
    documents: list[Document] = []
    comparisons: list[Comparison] = []
    for number in range(7):
        path = tmp_path / f"{number}.json"
        path.write_text("x" * (100 - number), "utf-8")
        documents.append(Document(str(number), path, 1))
        series = {APILOOM: Series((2.0**number,)), generation.BASELINE: Series((1.0,))}
        if number == 1:
            del series[generation.BASELINE]
        comparisons.append(
            Comparison(
                *("generate", str(number), "CPU time", "s", generation.BASELINE), series
            )
        )
    larger = replace(setting, corpus=tuple(documents))
    verdict = generation.mean_of_largest(larger, comparisons)
    assert verdict.note == "0, 2, 3, 4, 5"
    assert verdict.measured == pytest.approx(2 ** (14 / 5))
    fewer = generation.mean_of_largest(larger, comparisons[:5])
    assert fewer.met is None


def test_unchanged(setting: Setting) -> None:
    (found,) = unchanged.measure(setting).comparisons
    assert set(found.series) == {"generate", "check", unchanged.FLOOR}
    assert (setting.work / "unchanged" / "generated" / "shop" / "client.py").is_file()


def test_imports(setting: Setting) -> None:
    found = imports.measure(setting)
    cases = {(one.case, one.quantity) for one in found.comparisons}
    assert ("shop", "CPU time, import, construct, one operation") in cases
    assert ("generated/", "CPU time, import") in cases
    assert ("shop", "CPU time, import, construct, one call") in cases
    assert not [one.notes for one in found.comparisons if one.notes]
    assert all(one.measured is not None for one in found.verdicts)
    (called,) = (
        one
        for one in found.comparisons
        if one.quantity == "CPU time, import, construct, one call"
    )
    assert {APILOOM, imports.HANDWRITTEN} < set(called.series)


def test_an_exchange_is_one_of_the_document(tmp_path: Path) -> None:
    example = {"summary": "One.", "value": {"id": 3}}
    answered = {
        "200": {
            "description": "It.",
            "content": {
                "application/json": {
                    "examples": {"one": {"$ref": "#/components/examples/a~1b"}}
                }
            },
        }
    }
    number = {
        "name": "n",
        "in": "path",
        "required": True,
        "schema": {"type": "integer"},
    }
    name = {**number, "name": "m", "schema": {"$ref": "#/components/schemas/Name"}}
    needed = {"name": "q", "in": "query", "required": True, "schema": {}}
    content = {
        "openapi": "3.1.0",
        "paths": {
            "/a/{n}": {
                "parameters": [{"$ref": "#/components/parameters/n"}],
                "get": {"operationId": "get", "responses": answered},
                "put": {"operationId": "put", "responses": answered},
            },
            "/b/{m}/{n}": {
                "get": {
                    "operationId": "names",
                    "parameters": [name, number],
                    "responses": answered,
                }
            },
            "/c": {
                "get": {
                    "operationId": "query",
                    "parameters": [needed],
                    "responses": answered,
                }
            },
            "/d": {"get": {"operationId": "bare", "responses": {"200": {}}}},
        },
        "components": {
            "examples": {"a/b": example},
            "parameters": {"n": number},
            "schemas": {"Name": {"type": "string", "enum": ["first", "second"]}},
        },
    }
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(content), "utf-8")
    found = exchanges.middle(Document("it", path, 5))
    assert found == exchanges.Exchange("names", ("first", 1), b'{"id": 3}')
    assert exchanges.middle(shop()) is None


@pytest.mark.slow
def test_calls(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CALLS", {SMALL: 400})
    found = calls.measure(setting)
    assert [one.case for one in found.comparisons] == [
        "order, 2kB, sync",
        "order, 2kB, async",
        "first call",
    ]
    for one in found.comparisons:
        assert set(one.series) == {"hand-written", "httpx2, request prebuilt", APILOOM}
        assert not one.notes


def test_decoding(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "TIMES", {LARGE: 400})
    outcome = decoding.measure(setting)
    (found,) = outcome.comparisons
    assert set(found.series) == set(decoding.WAYS)
    by_hand, own = outcome.verdicts
    ratio = found.ratio(APILOOM)
    assert ratio is not None
    assert by_hand.measured == ratio.median
    # The same readings, as multiples of another of them.
    against_own = found.series[APILOOM].ratio(found.series[decoding.BARE])
    assert against_own is not None
    assert own.measured == against_own.median
    assert by_hand.target != own.target


@pytest.mark.slow
def test_leaks_and_streams(setting: Setting) -> None:
    assert [one.measured is not None for one in leaks.measure(setting).verdicts] == [
        True,
        True,
    ]
    down, up = streams.measure(setting).comparisons
    assert "httpx2" in down.series
    assert APILOOM in {**down.series, **down.notes}
    assert APILOOM in up.series


def test_answers_are_as_long_as_their_names_say() -> None:
    for name, body in answers().items():
        wanted = {SMALL: 2_400, LARGE: 240_000}[name.partition("-")[2]]
        assert 0.97 * wanted < len(body) < 1.03 * wanted


def test_the_server_answers_streams_and_swallows() -> None:
    body = answers()["labels-2kB"]
    requests = (
        b"GET /labels-2kB/repos/owner/name/labels HTTP/1.1\r\n\r\n"
        b"PUT /stream-1/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nabc\r\n0\r\n\r\n"
        b"PUT /stream-1/x HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd"
        b"GET /stream-70000/x HTTP/1.1\r\n\r\n"
    )
    with serving() as url:
        port = urlsplit(url).port
        with socket.create_connection(("127.0.0.1", port or 0)) as connection:
            connection.sendall(requests)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while more := connection.recv(1 << 16):
                received += more
    heads = re.findall(rb"HTTP/1.1 (\d+)", received)
    assert heads == [b"200", b"204", b"204", b"200"]
    assert body in received
    assert received.endswith(bytes(70_000))


def test_every_peer_is_pinned_with_all_that_it_needs() -> None:
    for path in PINS.glob("*.txt"):
        lines = path.read_text("utf-8").split()
        assert len(pins(path.stem)) == len(lines) > 0
    assert set(pins("callers")) >= {"httpx2", "pydantic", "openai", "githubkit"}


def test_the_client_by_hand_reads_what_the_document_says() -> None:
    schemas = parsed(shop().path)["components"]["schemas"]
    for name in ("Address", "Customer", "OrderLine", "Order"):
        fields = getattr(handwritten, name).model_fields
        wire = {field.alias or key for key, field in fields.items()}
        assert wire == set(schemas[name]["properties"])
