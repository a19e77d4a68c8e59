"""Answers that are read as they arrive: `with_streaming_response`, four times."""

from __future__ import annotations

import gzip
import sys
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from inspect import isawaitable
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from tests.clients.apis import APEXVERIFY, APIS, Api
from tests.clients.calls import minimal_call
from tests.clients.driver import Caller, SyncDriver
from tests.clients.server import Answer, Drop
from tests.clients.test_connection import some_operation
from tests.clients.test_success import full_answer

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODY = bytes(range(256)) * 2000
SHEET = Answer(200, BODY, {"Content-Type": KIND})

each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)


def read(caller: Caller, name: str, how: str, *args: Any, **named: Any) -> Any:
    """Make a call, and read its answer in one of the ways that there are."""
    resource, _, method = name.rpartition(".")
    streaming = attrgetter(resource)(caller.client).with_streaming_response
    opened = getattr(streaming, method)(*args, **named)

    def block() -> Any:
        with opened as response:
            found = getattr(response, how)()
            kept = list(found) if isinstance(found, Iterator) else found
        return kept, response

    async def awaited() -> Any:
        async with opened as response:
            found = getattr(response, how)()
            if isinstance(found, AsyncIterator):
                kept: Any = [one async for one in found]
            else:
                kept = await found if isawaitable(found) else found
        return kept, response

    return caller.driver.run(
        block if isinstance(caller.driver, SyncDriver) else awaited
    )


def to_file(caller: Caller, target: Path) -> None:
    """Download the export of ApexVerify into a file."""
    streaming = caller.client.batch.with_streaming_response

    def block() -> None:
        with streaming.export(BATCH) as response:
            response.stream_to_file(target)

    async def awaited() -> None:
        async with streaming.export(BATCH) as response:
            await response.stream_to_file(target)

    caller.driver.run(block if isinstance(caller.driver, SyncDriver) else awaited)


@each_api
def test_what_was_read_can_be_parsed(callers, exchange, api: Api):
    one = some_operation(api)
    said = full_answer(one.success)
    exchange.script(said, said)
    caller, call = callers(api), minimal_call(one)
    parsed, response = read(caller, one.name, "parse", *call.args, **call.kwargs)
    assert response.status_code == said.status
    assert parsed == caller(one.name, *call.args, **call.kwargs)


@each_api
def test_a_failure_is_raised_with_its_body(callers, exchange, api: Api):
    exchange.script(Answer(404, b'{"a": 1}', {"Content-Type": "application/json"}))
    one = some_operation(api)
    call = minimal_call(one)
    with pytest.raises(api.errors.NotFoundError) as caught:
        read(callers(api), one.name, "read", *call.args, **call.kwargs)
    assert caught.value.response.json() == {"a": 1}


def test_by_chunks_and_lines(callers, exchange):
    exchange.script(SHEET, SHEET, Answer(200, b"a\r\nb\nc", {"Content-Type": KIND}))
    caller = callers(APEXVERIFY)
    chunks, response = read(caller, "batch.export", "iter_bytes", BATCH)
    assert b"".join(chunks) == BODY
    assert response.headers["content-type"] == KIND
    whole, _ = read(caller, "batch.export", "read", BATCH)
    assert whole == BODY
    lines, _ = read(caller, "batch.export", "iter_lines", BATCH)
    assert lines == ["a", "b", "c"]


def test_to_a_file(callers, exchange, tmp_path):
    exchange.script(SHEET)
    to_file(callers(APEXVERIFY), tmp_path / "export.xlsx")
    assert (tmp_path / "export.xlsx").read_bytes() == BODY


def test_a_download_that_breaks_off_leaves_no_file(callers, exchange, tmp_path):
    exchange.script(
        Answer(200, BODY, {"Content-Type": KIND}, drop=Drop.WITHIN_THE_BODY)
    )
    with pytest.raises(APEXVERIFY.errors.APIConnectionError):
        to_file(callers(APEXVERIFY), tmp_path / "export.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_deadline_is_for_the_whole_download(connect, exchange, tmp_path):
    exchange.script(Answer(200, BODY, {"Content-Type": KIND}, pause=20))
    began = time.monotonic()
    with pytest.raises(APEXVERIFY.errors.APITimeoutError, match="the deadline"):
        to_file(connect(APEXVERIFY, deadline=0.5), tmp_path / "export.xlsx")
    assert time.monotonic() - began < 15
    assert list(tmp_path.iterdir()) == []
    exchange.over.set()


def test_within_the_deadline(connect, exchange, tmp_path):
    exchange.script(Answer(200, BODY, {"Content-Type": KIND}, pause=0.2))
    to_file(connect(APEXVERIFY, deadline=20), tmp_path / "export.xlsx")
    assert (tmp_path / "export.xlsx").read_bytes() == BODY


def compressed(coding: str, content: bytes) -> bytes:
    """The content in a coding, for which a library may have to be there."""
    if coding in ("gzip", "deflate"):
        return (gzip if coding == "gzip" else zlib).compress(content)
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    library = pytest.importorskip("brotli" if coding == "br" else name)
    found: bytes = library.compress(content)
    return found


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_is_compressed_arrives_decompressed(callers, exchange, coding):
    """As it streams, as bytes, as a model and as the body of an error."""
    caller = callers(APEXVERIFY)
    headers = {"Content-Encoding": coding, "Content-Type": "application/json"}
    exchange.script(
        Answer(200, compressed(coding, BODY), {**headers, "Content-Type": KIND}),
        Answer(200, compressed(coding, BODY), {**headers, "Content-Type": KIND}),
        Answer(200, compressed(coding, b'{"status":"verification_done"}'), headers),
        Answer(404, compressed(coding, b'{"message":"no such batch"}'), headers),
    )
    parts, response = read(caller, "batch.export", "iter_bytes", BATCH)
    assert b"".join(parts) == BODY
    assert response.headers["content-encoding"] == coding
    assert caller("batch.export", BATCH) == BODY
    assert caller("batch.status", BATCH).status == "verification_done"
    with pytest.raises(APEXVERIFY.errors.NotFoundError) as caught:
        caller("batch.status", BATCH)
    assert caught.value.body.message == "no such batch"
    for request in exchange.received:
        offered = request.headers["accept-encoding"].replace(" ", "").split(",")
        assert coding in offered
