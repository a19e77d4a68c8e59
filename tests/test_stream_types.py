"""What type checkers say to code that streams, on the clients of two cases."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand

CASES = Path(__file__).parent / "cases"

SNIPPET = """
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import assert_type

from events_client import (
    AsyncEvents,
    AsyncStream,
    AsyncStreamingResponse,
    Events,
    RawResponse,
    ServerSentEvent,
    Stream,
    StreamingResponse,
)
from events_client.models import Completion, Delta, Pet, PetEvent
from media_client import MediaTypes
from media_client.models import Pet as Sent


def sync(client: Events) -> None:
    assert_type(client.chat.create(prompt=""), Completion)
    assert_type(client.chat.create_stream(prompt=""), Stream[Delta])
    for delta in client.chat.create_stream(prompt=""):
        assert_type(delta, Delta)
    with client.watch.typed() as stream:
        assert_type(next(stream), PetEvent)
        assert_type(next(stream).data, Pet)
        assert_type(stream.last_event, ServerSentEvent | None)
    assert_type(client.watch.plain(), Stream[ServerSentEvent])
    assert_type(list(client.watch.text()), list[str])
    raw = client.chat.with_raw_response.create_stream(prompt="")
    assert_type(raw, RawResponse[Stream[Delta]])
    with client.chat.with_streaming_response.create(prompt="") as response:
        assert_type(response, StreamingResponse[Completion])
        assert_type(response.parse(), Completion)
        assert_type(response.iter_bytes(1024), Iterator[bytes])
        assert_type(response.iter_lines(), Iterator[str])
        assert_type(response.read(), bytes)
        response.stream_to_file(Path("x"))
    client.chat.create_stream()  # type: ignore[call-arg]
    client.chat.create_stream(prompt="", stream=True)  # type: ignore[call-arg]


async def awaited(client: AsyncEvents) -> None:
    assert_type(await client.chat.create_stream(prompt=""), AsyncStream[Delta])
    async with await client.watch.typed() as stream:
        async for event in stream:
            assert_type(event.data.name, str)
    async with client.chat.with_streaming_response.create(prompt="") as response:
        assert_type(response, AsyncStreamingResponse[Completion])
        assert_type(await response.parse(), Completion)
        assert_type(response.iter_text(), AsyncIterator[str])
    raw = await client.chat.with_raw_response.create_stream(prompt="")
    assert_type(raw.parse(), AsyncStream[Delta])


def media(client: MediaTypes) -> None:
    client.send.same(name="", content_type="application/json")
    client.send.same(name="", content_type="text/csv")  # type: ignore[arg-type]
    client.send.same_with_body(body="<a/>", content_type="text/xml")
    client.send.different(body=Sent(name=""))
    client.send.different(body=Path("a.png"), content_type="image/png")
    client.send.different(body=7)  # type: ignore[arg-type]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("typed")
    for case, package in (
        ("streams-events", "events_client"),
        ("several-media-types", "media_client"),
    ):
        overlays = tuple(path.name for path in (CASES / case).glob("overlay*.yaml"))
        config = ClientConfig(spec="spec.yaml", package=package, overlays=overlays)
        for name, content in generate(understand(config, CASES / case)).items():
            path = made / package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    (made / "snippet.py").write_text(SNIPPET, "utf-8")
    return made


@pytest.mark.slow
def test_mypy(folder: Path) -> None:
    command = ["mypy", "--strict", "--config-file=", "--no-error-summary", "."]
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.slow
def test_pyright(folder: Path) -> None:
    # Pyright has other words for the same mistakes.
    text = re.sub(r"# type: ignore\[[\w-]+\]", "# type: ignore", SNIPPET)
    (folder / "snippet.py").write_text(text, "utf-8")
    (folder / "pyproject.toml").write_text(
        '[tool.basedpyright]\ntypeCheckingMode = "strict"\n'
        "enableTypeIgnoreComments = true\n",
        "utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
