"""Streams that are compressed, in every coding that can be read."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from typing import TypeAlias

import httpx2
import pytest

from apiloom.runtime.core.errors import APIConnectionError
from apiloom.runtime.decoding.sync_streams import open_stream
from tests.loopback import Asked, Reply, loopback
from tests.runtime.streaming.opening import (
    EVENTS,
    FILE,
    SSE,
    events,
    in_parts,
    opened,
    sync_client,
)

Answering: TypeAlias = Callable[[Asked], Reply]


def compressed(coding: str) -> bytes:
    plain = b"".join(events("a", "b"))
    if coding == "gzip":
        return gzip.compress(plain)
    if coding == "deflate":
        return zlib.compress(plain)
    if coding == "br":
        found: bytes = pytest.importorskip("brotli").compress(plain)
        return found
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    written: bytes = pytest.importorskip(name).compress(plain)
    return written


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bodies_that_are_compressed(coding: str) -> None:
    content = compressed(coding)

    def answer(asked: Asked) -> Reply:
        offered = [one.strip() for one in asked.headers["accept-encoding"].split(",")]
        assert coding in offered
        # Byte for byte: what is complete comes out at once, however it is cut.
        parts = [content[index : index + 1] for index in range(len(content))]
        return Reply(headers={**SSE, "Content-Encoding": coding}, parts=parts)

    with loopback(answer) as server, sync_client(server) as client:
        assert [thing.name for thing in open_stream(client._calls, EVENTS)] == [
            "a",
            "b",
        ]
        with opened(client, FILE) as response:
            assert response.read() == b"".join(events("a", "b"))


def test_what_is_offered_is_what_can_be_read() -> None:
    """The HTTP library offers those codings that are installed, and no other."""
    with loopback(in_parts) as server, sync_client(server) as client:
        client._calls.call(FILE)
        offered = server.asked[0].headers["accept-encoding"].split(", ")
    supported = set(httpx2.Client().headers["accept-encoding"].split(", "))
    assert {"gzip", "deflate"} <= set(offered) == supported


def test_a_body_that_is_badly_compressed() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(headers={**SSE, "Content-Encoding": "gzip"}, parts=[b"no gzip"])

    with loopback(answer) as server, sync_client(server) as client:
        with opened(client, FILE) as response, pytest.raises(APIConnectionError):
            response.read()
        with pytest.raises(APIConnectionError):
            list(open_stream(client._calls, EVENTS))
