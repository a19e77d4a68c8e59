"""Bodies of several JSON texts, which are made while they are sent."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import pytest

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.bodies import JsonBody, OneOfBodies
from apiloom.runtime.encoding.item_streams import JsonLinesBody
from tests.runtime.orders import Order, written


def test_items_are_lines() -> None:
    content = JsonLinesBody(Order).encode([{"orderId": 1}, Order(order_id=2, note="ü")])
    assert content.content_type == "application/jsonl"
    assert written(content).decode() == '{"orderId":1}\n{"orderId":2,"note":"ü"}\n'
    sequence = JsonLinesBody(int, "application/json-seq").encode(iter([1, 2]))
    assert written(sequence) == b"\x1e1\n\x1e2\n"
    assert "content-length" not in sequence.headers
    file = JsonLinesBody(Order).encode(io.BytesIO(b"{}\n"))
    assert (file.content_type, written(file)) == ("application/jsonl", b"{}\n")


def test_items_are_made_while_they_are_sent() -> None:
    made: list[int] = []

    def items() -> Iterator[dict[str, int]]:
        for number in range(1, 20_001):
            made.append(number)
            yield {"orderId": number}

    chunks = iter(JsonLinesBody(Order).encode(items()).stream(is_async=False))
    assert made == []
    first = next(chunks)
    assert isinstance(first, bytes)
    assert 60_000 < len(first) < 70_000
    assert len(made) == first.count(b"\n") < 5000
    assert first.startswith(b'{"orderId":1}\n{"orderId":2}\n')
    rest = sum(bytes(chunk).count(b"\n") for chunk in chunks)
    assert first.count(b"\n") + rest == len(made) == 20_000


class Again:
    """Items that can be iterated as often as one likes, and are never all there."""

    def __iter__(self) -> Iterator[dict[str, int]]:
        yield {"orderId": 1}


def test_what_can_be_iterated_again_can_be_sent_again() -> None:
    content = JsonLinesBody(Order).encode(Again())
    assert content.replayable
    assert written(content) == written(content) == b'{"orderId":1}\n'
    assert not JsonLinesBody(Order).encode(iter(Again())).replayable


def test_items_that_come_one_by_one_are_lines_rather_than_json() -> None:
    bodies = OneOfBodies(JsonBody(list[Order]), JsonLinesBody(Order))
    for given, media_type in (
        ([{"orderId": 1}], "application/json"),
        (iter(Again()), "application/jsonl"),
    ):
        assert bodies.encode(given).content_type == media_type


async def awaited(count: int) -> AsyncIterator[dict[str, int]]:
    for number in range(1, count + 1):
        yield {"orderId": number}


class AwaitedAgain:
    """Items that are awaited, as often as one likes."""

    def __aiter__(self) -> AsyncIterator[dict[str, int]]:
        return awaited(20_000)


def test_items_that_are_awaited() -> None:
    async def sent(given: object) -> list[bytes]:
        stream: Any = JsonLinesBody(Order).encode(given).stream(is_async=True)
        return [chunk async for chunk in stream]

    assert anyio.run(sent, awaited(2)) == [b'{"orderId":1}\n{"orderId":2}\n']
    assert anyio.run(sent, awaited(0)) == []
    first, *_ = chunks = anyio.run(sent, AwaitedAgain())
    assert 60_000 < len(first) < 70_000
    assert b"".join(chunks).count(b"\n") == 20_000
    assert JsonLinesBody(Order).encode(AwaitedAgain()).replayable
    assert not JsonLinesBody(Order).encode(awaited(1)).replayable
    bodies = OneOfBodies(JsonBody(list[Order]), JsonLinesBody(Order))
    assert bodies.encode(awaited(1)).content_type == "application/jsonl"


def test_nobody_awaits_items_in_code_that_blocks() -> None:
    content = JsonLinesBody(Order).encode(awaited(1))
    with pytest.raises(RequestValidationError, match="only an async client can"):
        content.stream(is_async=False)


@pytest.mark.parametrize("value", [{"orderId": 1}, Order(order_id=1), "text", 7, None])
def test_items_are_no_single_value(value: object) -> None:
    with pytest.raises(RequestValidationError, match=r"^body: expected items"):
        JsonLinesBody(Order).encode(value)
    with pytest.raises(RequestValidationError, match=r"^0\.orderId \(body\): "):
        JsonLinesBody(Order).encode([{"orderId": 0}])
