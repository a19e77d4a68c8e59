"""A body that the caller reads, in every form, from a real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.runtime.core.errors import NotFoundError, ResponseValidationError
from apiloom.runtime.decoding.async_streams import async_open_stream
from apiloom.runtime.decoding.sync_streams import open_stream
from tests.loopback import Asked, Reply, loopback
from tests.runtime.driving import Thing
from tests.runtime.streaming.opening import (
    EVENTS,
    FILE,
    PARTS,
    TEXT,
    THING,
    Run,
    async_client,
    async_opened,
    in_parts,
    opened,
    sync_client,
)


def test_a_body_in_every_form(tmp_path: Path) -> None:
    with loopback(in_parts) as server, sync_client(server) as client:
        with opened(client, FILE) as response:
            assert response.status_code == 200
            assert response.headers["content-type"] == TEXT["Content-Type"]
            assert not response.http_response.is_closed
            assert b"".join(response.iter_bytes()) == b"".join(PARTS)
        with opened(client, FILE) as response:
            sizes = [len(chunk) for chunk in response.iter_bytes(4)]
            assert sizes == [4] * 4 + [3]
        with opened(client, FILE) as response:
            assert list(response.iter_lines()) == ["first", "second", "thürd"]
        with opened(client, FILE) as response:
            assert "".join(response.iter_text()) == "first\nsecond\r\nthürd"
        with opened(client, FILE) as response:
            assert response.read() == b"".join(PARTS)
            assert response.text() == "first\nsecond\r\nthürd"
            assert response.parse() == b"".join(PARTS)
        with opened(client, FILE) as response:
            response.stream_to_file(tmp_path / "file")
            assert response.http_response.is_closed
        assert (tmp_path / "file").read_bytes() == b"".join(PARTS)


def test_a_body_in_every_form_awaited(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with async_client(server) as client:
            async with async_opened(client, FILE) as response:
                assert response.status_code == 200
                assert not response.http_response.is_closed
                chunks = [chunk async for chunk in response.iter_bytes(4)]
                assert b"".join(chunks) == b"".join(PARTS)
            async with async_opened(client, FILE) as response:
                lines = [line async for line in response.iter_lines()]
                assert lines == ["first", "second", "thürd"]
            async with async_opened(client, FILE) as response:
                texts = [text async for text in response.iter_text()]
                assert "".join(texts) == "first\nsecond\r\nthürd"
            async with async_opened(client, FILE) as response:
                assert await response.read() == b"".join(PARTS)
                assert await response.text() == "first\nsecond\r\nthürd"
                assert await response.parse() == b"".join(PARTS)
            async with async_opened(client, FILE) as response:
                await response.stream_to_file(tmp_path / "file")
        assert (tmp_path / "file").read_bytes() == b"".join(PARTS)

    with loopback(in_parts) as server:
        run(main)


def test_parsing_reads_the_rest_and_checks_it() -> None:
    replies = iter([b'{"name":"n"}', b'{"name":1}'])

    def answer(asked: Asked) -> Reply:
        return Reply(
            headers={"Content-Type": "application/json"}, parts=[next(replies)]
        )

    with loopback(answer) as server, sync_client(server) as client:
        with opened(client, THING) as response:
            assert response.parse() == Thing(name="n")
        strict = client.with_options(validate_responses="strict")
        with (
            opened(strict, THING) as response,
            pytest.raises(ResponseValidationError, match="/name: "),
        ):
            response.parse()


def failing(asked: Asked) -> Reply:
    return Reply(
        404, {"Content-Type": "application/json"}, [b'{"message":"no such thing"}']
    )


def test_a_failure_is_raised_as_ever_with_its_body() -> None:
    with loopback(failing) as server, sync_client(server, max_connections=1) as client:
        for called in (FILE, EVENTS):
            with (
                pytest.raises(NotFoundError, match="no such thing") as caught,
                opened(client, called),
            ):
                pass
            assert caught.value.response.json() == {"message": "no such thing"}
        with pytest.raises(NotFoundError, match="no such thing"):
            open_stream(client._calls, EVENTS)
        assert len(server.connections) == 1


def test_a_failure_is_raised_as_ever_awaited(run: Run) -> None:
    async def main() -> None:
        async with async_client(server, max_connections=1) as client:
            for called in (FILE, EVENTS):
                with pytest.raises(NotFoundError, match="no such thing"):
                    async with async_opened(client, called):
                        pass
            with pytest.raises(NotFoundError, match="no such thing"):
                await async_open_stream(client._calls, EVENTS)

    with loopback(failing) as server:
        run(main)
        assert len(server.connections) == 1


def test_the_opening_is_repeated_like_any_call() -> None:
    statuses = iter([503, 200])

    def answer(asked: Asked) -> Reply:
        return Reply(next(statuses), TEXT, [b"x"])

    with (
        loopback(answer) as server,
        sync_client(server) as client,
        opened(client, FILE) as response,
    ):
        assert response.read() == b"x"
    assert len(server.asked) == 2


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with (
        loopback(in_parts) as server,
        sync_client(server) as client,
        opened(client, FILE) as response,
        pytest.raises(OSError, match="directory"),
    ):
        response.stream_to_file(tmp_path)
    assert tmp_path.is_dir()
