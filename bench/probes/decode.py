"""`python -m bench.probes.decode WAY URL ANSWER TIMES`: the CPU time of decoding."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bench.probes.answers import answers
from bench.probes.callers import apiloom, handwritten


def by_hand(url: str, content: bytes) -> Callable[[], object]:
    """pydantic's `model_validate_json` on plain models."""
    del url
    return lambda: handwritten.Order.model_validate_json(content)


def bare(url: str, content: bytes) -> Callable[[], object]:
    """The same method of the generated model, with nothing of the client around it."""
    del url
    models: Any = import_module(f"{apiloom.PACKAGE}.models")
    return lambda: models.Order.model_validate_json(content)


def parsing(url: str, content: bytes) -> Callable[[], object]:
    """All that the client does with the bytes of an answer."""
    del content
    raw = apiloom.client(url).orders.with_raw_response.get(apiloom.ORDER)
    assert raw.parse() is not raw.parse(), "decoded once and kept: nothing to measure"
    parse: Callable[[], object] = raw.parse
    return parse


WAYS = {"by_hand": by_hand, "bare": bare, "parsing": parsing}


def main() -> None:
    """Decode, and print the microseconds that it took once."""
    way, url, answer, times = sys.argv[1:]
    decode = WAYS[way](f"{url}/{answer}", answers()[answer])
    for _ in range(max(2, int(times) // 10)):
        decode()
    began = time.process_time()
    for _ in range(int(times)):
        decode()
    spent = time.process_time() - began
    sys.stdout.write(json.dumps({"microseconds": 1e6 * spent / int(times)}))


if __name__ == "__main__":
    main()
