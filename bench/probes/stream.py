"""`python -m bench.probes.stream CALLER down|up URL FILE`: the memory of a stream.

`URL` is the server's without an answer's name; the file is uploaded, and what is
downloaded is as long as it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2

from bench.probes.callers import apiloom
from bench.probes.memory import peak

WARM = 1 << 20


class NotAvailable(Exception):
    """The client cannot do this; the message says what is missing."""


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a little at a time."""
    with path.open("rb") as file:
        while chunk := file.read(1 << 16):
            yield chunk


def down_by_hand(url: str, path: Path) -> int:
    """httpx2's own streaming."""
    del path
    with httpx2.Client() as http, http.stream("GET", f"{url}/invoices/1") as response:
        return sum(map(len, response.iter_bytes()))


def up_by_hand(url: str, path: Path) -> int:
    """httpx2's own streaming."""
    length = path.stat().st_size
    with httpx2.Client() as http:
        headers = {"content-length": str(length)}
        http.put(f"{url}/invoices/1", content=chunks(path), headers=headers)
    return length


def down_by_client(url: str, path: Path) -> int:
    """The client's `with_streaming_response`.  Raises `NotAvailable`."""
    del path
    with apiloom.client(url) as shop:
        streaming = getattr(shop.invoices, "with_streaming_response", None)
        if streaming is None:
            raise NotAvailable("the client has no with_streaming_response")
        with streaming.download(apiloom.ORDER) as response:
            return sum(map(len, response.iter_bytes()))


def up_by_client(url: str, path: Path) -> int:
    """A file given by its path."""
    with apiloom.client(url) as shop:
        shop.invoices.upload(apiloom.ORDER, body=path)
    return path.stat().st_size


WAYS = {
    ("handwritten", "down"): down_by_hand,
    ("handwritten", "up"): up_by_hand,
    ("apiloom", "down"): down_by_client,
    ("apiloom", "up"): up_by_client,
}


def main() -> None:
    """Stream a little, then all of it, and print by how many bytes memory grew."""
    caller, direction, url, file = sys.argv[1:]
    way = WAYS[caller, direction]
    path = Path(file)
    little = path.with_name("little")
    try:
        way(f"{url}/stream-{WARM}", little)
        before = peak()
        length = path.stat().st_size
        moved = way(f"{url}/stream-{length}", path)
    except NotAvailable as missing:
        sys.stdout.write(json.dumps({"missing": str(missing)}))
        return
    assert moved == length, f"{moved} of {length} bytes"
    sys.stdout.write(json.dumps({"grown": peak() - before}))


if __name__ == "__main__":
    main()
