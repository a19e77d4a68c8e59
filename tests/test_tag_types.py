"""What type checkers say to code that omits tags and other constants."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand

CASE = Path(__file__).parent / "cases" / "tags"

SNIPPET = """
from typing import Literal, assert_type

from tags_client import AsyncTags, Tags, models


def omitted(client: Tags) -> None:
    client.drawings.create_drawing(
        shape=models.Triangle(a=1),
        part=models.Words(text="a"),
        event=models.Opened(),
        result=models.Failure(value="x"),
        vehicle=models.Car(doors=1),
        node=models.Many(children=[models.Leaf()]),
        choice=models.Plus(by=1),
        loose=models.Fixed(x=1),
    )
    client.drawings.create_drawing(shape={"a": 1}, shapes=[{"b": 1}])
    client.messages.send_message(text="x")
    client.messages.send_message(text="x", role="user")
    client.messages.send_message(role="user")  # type: ignore[call-arg]
    client.messages.send_message(text="x", role="system")  # type: ignore[arg-type]
    models.Triangle()  # type: ignore[call-arg]
    models.Triangle(kind="Dot", a=1)  # type: ignore[arg-type]


async def narrowed(client: AsyncTags) -> None:
    drawing = await client.drawings.create_drawing()
    if isinstance(drawing.shape, models.Triangle):
        assert_type(drawing.shape.kind, Literal["Tri"])
    part = drawing.part
    if isinstance(part, models.Words | models.Photo) and part.type == "text":
        assert_type(part, models.Words)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("typed")
    config = ClientConfig(spec="spec.yaml", package="tags_client")
    for name, content in generate(understand(config, CASE)).items():
        path = made / "tags_client" / name
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
