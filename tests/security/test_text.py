"""Text of a document never becomes code, nor does it do anything in a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand
from tests.security.hostile import (
    Text,
    combined,
    dangers,
    document,
    exercise,
    harmless,
    hostile,
    outline,
    shapes,
)
from tests.workshop import PACKAGE, Made, written


def generated(folder: Path, text: Text) -> Made:
    """Write the client of the document whose strings a function makes."""
    folder.mkdir(exist_ok=True)
    spec = written(folder, document(text))
    client = understand(ClientConfig(spec=spec.name, package=PACKAGE), folder)
    files = generate(client)
    for name, content in files.items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Made(folder, PACKAGE, client, files)


def judged(made: Made) -> tuple[list[str], list[list[str]]]:
    """Return the shapes of a client's modules, and the outlines of its pages."""
    pages = [
        content.decode() for name, content in made.files.items() if name.endswith(".md")
    ]
    found = [danger for page in pages for danger in dangers(page)]
    assert not found, "\n".join(found[:20])
    return shapes(made.files), sorted(map(outline, pages))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> object:
    """What the document with harmless strings gives."""
    made = generated(tmp_path_factory.mktemp("plain"), harmless)
    assert not made.client.diagnostics.errors
    assert not made.client.diagnostics.warnings
    assert exercise(made) > 10
    return judged(made)


@pytest.mark.parametrize("payload", list(combined(4)))
def test_text_stays_text(payload: str, plain: object, tmp_path: Path) -> None:
    made = generated(tmp_path, hostile(payload))
    assert judged(made) == plain
    exercise(made)
