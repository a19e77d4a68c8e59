"""JSON Lines and JSON sequences of ApexVerify, as answers and as bodies."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.clients.driver import SyncDriver
from tests.clients.extended.apis import APEXVERIFY
from tests.clients.extended.conftest import Connect
from tests.loopback import Asked, Loopback, Reply, loopback

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
FIRST = {"line": 1, "entry": "jane@exämple.com", "verified_at": "2024-01-15T09:30:00Z"}
SECOND = {"line": 2, "entry": "john@example.com", "score": 0.5}
NDJSON = {"Content-Type": "application/x-ndjson"}
RECORDS = {"Content-Type": "application/json-seq"}
JSON = {"Content-Type": "application/json"}


def lines(*items: Any) -> bytes:
    return "".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n"
        for item in items
    ).encode()


def records(*items: Any) -> bytes:
    return b"".join(b"\x1e" + lines(item) for item in items)


def done(asked: Asked) -> Reply:
    """Take whatever is sent, and keep it."""
    assert asked.body is not None
    if asked.method == "PUT":
        return Reply(204)
    return Reply(200, JSON, [b'{"status":"ok"}'])


@pytest.fixture
def client_of(connect: Connect) -> Callable[[Loopback], Any]:
    return lambda server: connect(APEXVERIFY, server.url, api_key="k")


@pytest.fixture
def reading(client_of: Any) -> Callable[..., Any]:
    """Calls a method of a client whose server answers with these parts."""

    def call(server: Loopback, method: str) -> Any:
        return getattr(client_of(server).batch, method)(BATCH)

    return call


WAYS = pytest.mark.parametrize(
    ("method", "write", "headers"),
    [("entries", lines, NDJSON), ("journal", records, RECORDS)],
)


@WAYS
@pytest.mark.parametrize("size", [1, 11, 10_000])
def test_items_are_of_their_type(reading, method, write, headers, size):
    body = write(FIRST, SECOND)
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    with loopback(lambda asked: Reply(200, headers, parts)) as server:
        first, second = reading(server, method)
        (asked,) = server.asked
    assert type(first) is APEXVERIFY.models.BatchEntry
    assert (first.line, first.entry) == (1, "jane@exämple.com")
    assert first.verified_at == dt.datetime(2024, 1, 15, 9, 30, tzinfo=dt.UTC)
    assert second.verified_at is None
    assert [first.to_dict(), second.to_dict()] == [FIRST, SECOND]
    assert asked.headers["accept"] == headers["Content-Type"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", []),
        (b"\n \r\n", []),
        (lines(FIRST) + b"\r\n\n" + lines(SECOND)[:-1], [1, 2]),
        (b"\xef\xbb\xbf" + lines(FIRST).replace(b"\n", b"\r\n"), [1]),
    ],
    ids=["nothing", "blank", "unfinished last line", "mark and CRLF"],
)
def test_what_is_not_quite_json_lines(reading, body, expected):
    with loopback(lambda asked: Reply(200, NDJSON, [body])) as server:
        assert [one.line for one in reading(server, "entries")] == expected


@WAYS
def test_an_item_that_does_not_fit(client_of, method, write, headers):
    body = write(FIRST, {"line": "two", "entry": "x"}, SECOND)
    with loopback(lambda asked: Reply(200, headers, [body])) as server:
        client = client_of(server)
        strict = client.with_options(validate_responses="strict")
        stream = getattr(strict.batch, method)(BATCH)
        assert next(stream).line == 1
        with pytest.raises(APEXVERIFY.errors.ResponseValidationError) as caught:
            next(stream)
        assert "item 2 of the stream does not fit" in caught.value.message
        assert "/1/line: expected" in caught.value.message
        assert caught.value.response.status_code == 200
        found = [one.line for one in getattr(client.batch, method)(BATCH)]
        assert found == [1, "two", 2]


def test_what_is_cut_off(reading):
    """RFC 7464, section 2.4; and a connection that breaks in the middle of a line."""
    cut = records(FIRST)[:-1] + b"\x1e17"
    with loopback(lambda asked: Reply(200, RECORDS, [cut])) as server:
        stream = reading(server, "journal")
        assert next(stream).line == 1
        with pytest.raises(APEXVERIFY.errors.ResponseValidationError, match="cut off"):
            next(stream)
    parts = [lines(FIRST) + b'{"line": 2, "en']
    with loopback(lambda asked: Reply(200, NDJSON, parts, breaks=True)) as server:
        stream = reading(server, "entries")
        assert next(stream).line == 1
        with pytest.raises(APEXVERIFY.errors.APIConnectionError):
            next(stream)


def test_leaving_gives_the_connection_back(connect, driver):
    def endless(asked: Asked) -> Reply:
        def parts() -> Iterator[bytes]:
            while True:
                yield lines(FIRST) * 1000

        return Reply(200, NDJSON, parts())

    http = driver.http(limits=httpx2.Limits(max_connections=1))
    with loopback(endless) as server:
        client = connect(APEXVERIFY, server.url, api_key="k", http_client=http)
        for _ in range(3):
            with client.batch.entries(BATCH) as stream:
                assert next(stream).line == 1
        assert server.gone.wait(5)
    driver.close_http(http)


# --- bodies ----------------------------------------------------------------------


def sent_items() -> list[Any]:
    """Items in each way that they may be given in."""
    entry = APEXVERIFY.models.BatchEntry
    moment = dt.datetime(2024, 1, 15, 9, 30, tzinfo=dt.UTC)
    return [entry(line=1, entry="jane@exämple.com", verified_at=moment), SECOND]


@pytest.mark.parametrize(
    ("method", "write", "media_type"),
    [
        ("append", lines, "application/jsonl"),
        ("replace_journal", records, "application/json-seq"),
    ],
)
@pytest.mark.parametrize("given", ["list", "generator", "async generator", "file"])
def test_items_are_sent(driver, client_of, method, write, media_type, given):
    async def awaited() -> Any:
        for item in sent_items():
            yield item

    body = {
        "list": sent_items,
        "generator": lambda: (item for item in sent_items()),
        "async generator": awaited,
        "file": lambda: io.BytesIO(write(FIRST, SECOND)),
    }[given]()
    with loopback(done) as server:
        call = getattr(client_of(server).batch, method)
        if given == "async generator" and isinstance(driver, SyncDriver):
            with pytest.raises(
                APEXVERIFY.errors.RequestValidationError, match="only an async client"
            ):
                call(BATCH, body=body)
            assert server.asked == []
            return
        call(BATCH, body=body)
        (asked,) = server.asked
    assert asked.headers["content-type"] == media_type
    assert asked.body == write(FIRST, SECOND)
    is_made = given in ("generator", "async generator")
    assert ("transfer-encoding" in asked.headers) == is_made


def test_items_are_checked_before_a_list_is_sent(client_of):
    with loopback(done) as server:
        client = client_of(server)
        for wrong, said in (
            (
                [FIRST, {"line": 0, "entry": "x"}],
                r"1\.line \(body\): must be 1 or more",
            ),
            ([FIRST, {"line": 2}], r"1\.entry \(body\): is required"),
            ({"line": 1, "entry": "x"}, "expected items or a file, not dict"),
            ("text", "expected items or a file, not str"),
        ):
            with pytest.raises(APEXVERIFY.errors.RequestValidationError, match=said):
                client.batch.append(BATCH, body=wrong)
        assert server.asked == []


@pytest.mark.parametrize("kind", ["item", "exception"])
def test_what_goes_wrong_while_items_are_made(client_of, driver, kind):
    """The caller is told what it was, and the connection serves the next call."""

    def making() -> Iterator[Any]:
        yield from [FIRST] * 5000
        if kind == "exception":
            raise LookupError("the database is gone")
        yield {"line": 2}

    raised = {
        "exception": LookupError,
        "item": APEXVERIFY.errors.RequestValidationError,
    }[kind]
    with loopback(done) as server:
        client = client_of(server)
        with pytest.raises(raised):
            client.batch.append(BATCH, body=making())
        assert client.batch.append(BATCH, body=[FIRST]).status == "ok"


def test_what_can_be_made_only_once_is_not_sent_again(client_of, pauses):
    class Again:
        """Items that can be iterated as often as one likes."""

        def __iter__(self) -> Iterator[Any]:
            return iter([FIRST])

    busy = iter([Reply(429), Reply(429)])
    with loopback(lambda asked: next(busy, done(asked))) as server:
        client = client_of(server)
        with pytest.raises(APEXVERIFY.errors.RateLimitError):
            client.batch.append(BATCH, body=iter([FIRST]))
        assert len(server.asked) == 1
        assert client.batch.append(BATCH, body=Again()).status == "ok"
        assert [asked.body for asked in server.asked[1:]] == [lines(FIRST)] * 2
    assert len(pauses) == 1
