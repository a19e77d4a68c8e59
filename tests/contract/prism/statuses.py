"""Prism beside `apiloom mock`: statuses of the same requests, and requests a second.

`python -m tests.contract.prism.statuses` samples valid requests of the cases, damages
them, sends each to both servers, and lists where the statuses differ.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx2

from tests.contract.prism.install import installed
from tests.contract.prism.mock import mocking
from tests.contract.prism.test_cases import CASES, FOLDER, forgotten, requests
from tests.contract.roundtrip.subject import BASE
from tests.fakes.conformance import mock

SKIPPED: Final = ("host", "transfer-encoding", "content-length", "prefer", "accept")
ROUNDS: Final = 5
FIRST: Final = ("parameters", "bodies", "enums", "nullable", "read-write-only")
"""The cases with the most that can be wrong."""


def damaged(request: httpx2.Request, random: Random) -> Iterator[httpx2.Request]:
    """Yield a request with something in it that was not there, or without something."""
    content = request.content
    media_type = request.headers.get("content-type", "")
    headers = [
        (name, value)
        for name, value in request.headers.multi_items()
        if name not in ("content-length", "host", "transfer-encoding")
    ]

    def of(url: httpx2.URL, headers: Any, content: bytes) -> httpx2.Request:
        return httpx2.Request(request.method, url, headers=headers, content=content)

    if content:
        bare = [one for one in headers if one[0] != "content-type"]
        yield of(request.url, bare, b"")
        yield of(request.url, [*bare, ("content-type", "application/x-odd")], content)
    if media_type.endswith("json"):
        value = json.loads(content)
        others: list[Any] = [[], "text", 3]
        if isinstance(value, dict) and value:
            name = random.choice(sorted(value))
            others += [
                {**value, name: {"odd": 1}},
                {**value, name: -1.5},
                {key: item for key, item in value.items() if key != name},
            ]
        yield from (
            of(request.url, headers, json.dumps(one).encode()) for one in others
        )
    pairs = request.url.params.multi_items()
    if pairs:
        name = random.choice(pairs)[0]
        kept = [one for one in pairs if one[0] != name]
        yield of(request.url.copy_with(params=kept), headers, content)
        changed = [*kept, (name, "odd value")]
        yield of(request.url.copy_with(params=changed), headers, content)
    own = [one[0] for one in headers if one[0].startswith("x-")]
    if own:
        name = random.choice(own)
        yield of(request.url, [one for one in headers if one[0] != name], content)


def status(http: httpx2.Client, url: str, request: httpx2.Request) -> int:
    """Send a request that was meant for another server; return the status."""
    address = str(request.url).removeprefix(BASE)
    headers = [one for one in request.headers.multi_items() if one[0] not in SKIPPED]
    sent = httpx2.Request(
        request.method, url + address, headers=headers, content=request.content
    )
    return http.send(sent).status_code


def compare(prism: Path, most: int) -> None:
    """Send requests to both servers, and write where the statuses differ."""
    random = Random(0)
    counts, shown = Counter[str](), list[str]()
    each = -(-most // (2 * len(CASES)))
    for case in sorted(CASES, key=lambda one: one not in FIRST):
        document = FOLDER / case / "spec.yaml"
        folder = Path(tempfile.mkdtemp())
        with (
            mocking(prism, document) as theirs,
            mock(document) as ours,
            forgotten(folder),
            httpx2.Client(timeout=30) as http,
        ):
            valid = [one for _, one in requests(case, folder)]
            wrong = [other for one in valid for other in damaged(one, random)]
            for kind, several in (("valid", valid), ("damaged", wrong)):
                random.shuffle(several)
                for one in several[:each]:
                    left = status(http, theirs.url, one)
                    right = status(http, ours, one)
                    counts[f"{kind} {'same' if left == right else 'other'}"] += 1
                    if left != right:
                        url = str(one.url).removeprefix(BASE)
                        body = one.content[:90].decode("utf-8", "replace")
                        shown.append(
                            f"{case} {kind}: {one.method} {url} "
                            f"{one.headers.get('content-type', '')} {body!r}: "
                            f"Prism {left}, apiloom {right}"
                        )
        shutil.rmtree(folder)
        # As it goes: two servers a case take their time to start.
        sys.stdout.write(f"{case}: {dict(counts)}\n")
        sys.stdout.writelines(f"  {one}\n" for one in shown)
        sys.stdout.flush()
        shown.clear()


def speed(prism: Path, seconds: float) -> None:
    """Write how many requests a second each server responds to, in turn."""
    document = FOLDER / "fakes" / "spec.yaml"
    rates: dict[str, list[float]] = {"Prism": [], "apiloom": []}
    with mocking(prism, document) as theirs, mock(document) as ours:
        for _ in range(ROUNDS):
            for name, url in (("Prism", theirs.url), ("apiloom", ours)):
                rates[name].append(rate(url, seconds))
    for name, found in rates.items():
        shown = ", ".join(f"{one:.0f}" for one in found)
        sys.stdout.write(f"{name}: {statistics.median(found):.0f}/s ({shown})\n")
    ratios = [b / a for a, b in zip(*rates.values(), strict=True)]
    sys.stdout.write(f"ratio: {statistics.median(ratios):.2f} ({min(ratios):.2f} …)\n")


def rate(url: str, seconds: float) -> float:
    """Return how many requests a second get their response, over one connection."""
    host = url.removeprefix("http://")
    connection = HTTPConnection(host)
    number, end = 0, time.perf_counter() + seconds
    begun = time.perf_counter()
    while time.perf_counter() < end:
        connection.request("GET", "/animals/10", headers={"X-Key": "k"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        number += 1
    connection.close()
    return number / (time.perf_counter() - begun)


def main() -> None:
    """Compare, then measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.prism.statuses")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=3, help="a round")
    parser.add_argument("--only", choices=("statuses", "speed"))
    options = parser.parse_args()
    prism = installed()
    if options.only != "speed":
        compare(prism, options.requests)
    if options.only != "statuses":
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {0})  # one core for all: both share it alike
        speed(prism, options.seconds)


if __name__ == "__main__":
    main()
