"""Compressed bodies: cut off, joined, damaged, of another coding, and bombs.

A body is read whole or not at all, and no response takes more than its share of time
and memory. Brotli and Zstandard take part where their libraries are installed.
"""

from __future__ import annotations

import gzip
import random
import resource
import time
import zlib
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import anyio

from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from tests.fuzz.server import (
    DEADLINE,
    async_calls,
    check_error,
    sends,
    settings,
    sync_calls,
)
from tests.runtime.misbehaving import Misbehaving, misbehaving

_SIZES = (0, 1, 100, 5_000, 200_000)
_BOMB = 100_000_000
_MEMORY = 400_000_000
"""How much more memory the process may take than before the first response."""
_KINDS = (
    "whole",
    "layers",
    "cut",
    "joined",
    "wrong",
    "flipped",
    "more",
    "bomb",
    "nested bomb",
    "many layers",
    "random",
)
_WAYS = ("binary", "download as bytes", "download as read")


def codings() -> dict[str, Callable[[bytes], bytes]]:
    """Return the codings that clients can read here, with what compresses."""
    found: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
    }
    for coding, name in (("br", "brotli"), ("zstd", "backports.zstd")):
        package = name.partition(".")[0]
        if find_spec(package) is not None and find_spec(name) is not None:
            found[coding] = import_module(name).compress
    return found


def run(seconds: float, seed: int) -> None:
    """Send compressed bodies for so many seconds."""
    source = random.Random(seed)
    until = time.monotonic() + seconds
    known = codings()
    bombs = {name: pack(bytes(_BOMB)) for name, pack in known.items()}
    before = _peak()
    with misbehaving() as server:
        while time.monotonic() < until:
            for backend in ("sync", "asyncio"):
                _attack(server, source, known, bombs, backend)
                grown = _peak() - before
                assert grown < _MEMORY, f"seed {seed}: {grown / 1e6:,.0f} MB more"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _attack(
    server: Misbehaving,
    source: random.Random,
    known: dict[str, Callable[[bytes], bytes]],
    bombs: dict[str, bytes],
    backend: str,
) -> None:
    coding = source.choice([*known])
    plain = source.randbytes(source.choice(_SIZES) // 2) * 2
    whole = known[coding](plain)
    kind, named, sent, wanted = _damaged(source, known, bombs, coding, plain, whole)
    chunked = source.random() < 0.3
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: x/y", b"Connection: close"]
    lines.append(f"Content-Encoding: {named}".encode())
    if chunked:
        lines.append(b"Transfer-Encoding: chunked")
        size = max(1, len(sent) // 3)
        parts = [sent[at : at + size] for at in range(0, len(sent), size)]
        sent = b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in parts)
        sent += b"0\r\n\r\n"
    else:
        lines.append(b"Content-Length: %d" % len(sent))
    server.acts = [sends(b"\r\n".join([*lines, b"", sent]))]
    way = source.choice(_WAYS)
    what = f"{kind} {named} {way} {backend}, {len(plain)} bytes"
    began = time.monotonic()
    failed: Exception | None = None
    result: Any = None
    try:
        result = _called(server, way, backend)
    except Exception as error:
        check_error(error)
        failed = error
    if failed is not None:
        assert wanted is None, f"{what}: {failed!r}"
    else:
        if way == "download as bytes":
            result = b"".join(result)
        is_whole = way in ("binary", "download as read")
        if kind == "cut" or (kind.endswith("bomb") and is_whole):
            raise AssertionError(f"{what}: was read")
        if wanted is not None:
            assert result == wanted, f"{what}: {len(result)} bytes"
    taken = time.monotonic() - began
    assert taken < DEADLINE + 2, f"{what}: {taken:.1f} s"


def _damaged(
    source: random.Random,
    known: dict[str, Callable[[bytes], bytes]],
    bombs: dict[str, bytes],
    coding: str,
    plain: bytes,
    whole: bytes,
) -> tuple[str, str, bytes, bytes | None]:
    """Return what was done, the header, the body, and what it means if it must."""
    other = source.choice([name for name in known if name != coding])
    kind = source.choice(_KINDS)
    match kind:
        case "whole":
            return kind, coding, whole, plain
        case "layers":
            return kind, f"{coding}, {other}", known[other](whole), plain
        case "cut" if len(whole) > 1:
            return kind, coding, whole[: source.randrange(1, len(whole))], None
        case "joined" if coding in ("gzip", "zstd"):
            # RFC 1952, section 2.2, and RFC 8878, section 3: members follow.
            return "joined", coding, whole + known[coding](b"end"), None
        case "wrong":
            return kind, other, whole, None
        case "flipped":
            at = source.randrange(len(whole))
            bit = bytes([whole[at] ^ 1 << source.randrange(8)])
            return kind, coding, whole[:at] + bit + whole[at + 1 :], None
        case "more":
            return kind, coding, whole + source.randbytes(50), None
        case "bomb":
            return kind, coding, bombs[coding], None
        case "nested bomb":
            return kind, f"{coding}, {other}", known[other](bombs[coding]), None
        case "many layers":
            return kind, ", ".join([coding] * source.choice((4, 50))), whole, None
        case _:
            return "random", coding, source.randbytes(source.choice(_SIZES)), None


def _called(server: Misbehaving, way: str, backend: str) -> Any:
    made = settings(server)
    if backend == "sync":
        with APIClient(made, None) as client:
            return dict(sync_calls())[way](client)

    async def call() -> Any:
        async with AsyncAPIClient(made, None) as client:
            return await dict(async_calls())[way](client)

    return anyio.run(call, backend=backend)
