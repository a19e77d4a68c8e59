"""References of every spelling, and links that change while they are read.

Nothing outside of the roots is opened, and none of it comes out.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from apiloom.access import Access
from apiloom.diagnostics import Diagnostics
from apiloom.document import read
from tests.security.canary import (
    CANARY,
    SECRET,
    document,
    everywhere,
    made,
    opened,
    put,
    said,
)

_STEPS: Final = ("..", ".", "sub", "up", "project", "", "...", "..;", "link.yaml")
_ENCODINGS: Final[tuple[Callable[[str], str], ...]] = (
    str,
    quote,
    lambda text: quote(quote(text)),
    lambda text: text.replace(".", "%2e"),
    lambda text: text.replace(".", "%252E"),
    lambda text: text.replace("/", "%2f"),
    lambda text: text.replace("/", "\\"),
    lambda text: text.replace("/", "%5C"),
    lambda text: text.replace("/", "//"),
    str.upper,
)
_STARTS: Final = (
    *("", "", "", "./", "/", "//", "///", "\\", "\\\\", "file:", "file:///", "FILE://"),
    *("file://localhost/", "file:////", "C:", "C:\\", "\\\\?\\", "~/", "%00", "?", ";"),
)


def run(seconds: float, seed: int) -> None:
    """Attack until the time is up; raises AssertionError with the reference."""
    chance = random.Random(seed)
    until = time.monotonic() + seconds
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        project = _project(folder)
        while time.monotonic() < until:
            _spell(project, _reference(chance, folder))
            _race(project, chance)


def _project(folder: Path) -> Path:
    put(folder / "secret.yaml", SECRET)
    project = folder / "project"
    (project / "sub").mkdir(parents=True)
    (project / "up").symlink_to(folder)
    (project / "link.yaml").symlink_to(folder / "secret.yaml")
    return project


def _reference(chance: random.Random, folder: Path) -> str:
    steps = chance.choices(_STEPS, k=chance.randint(0, 6))
    path = "/".join([*steps, "secret.yaml"])
    if chance.random() < 0.3:
        path = f"{folder}/secret.yaml"
    for _ in range(chance.randint(0, 2)):
        path = chance.choice(_ENCODINGS)(path)
    return chance.choice(_STARTS) + path


def _spell(project: Path, ref: str) -> None:
    put(project / "spec.json", everywhere(ref))
    with opened() as paths:
        client = made(project)
        text = said(client)
    assert str(project.parent / "secret.yaml") not in paths, ref
    assert CANARY not in text, ref


def _race(project: Path, chance: random.Random) -> None:
    """Exchange a file for a link to the secret, back and forth, while it is read."""
    part, over = project / "part.yaml", threading.Event()
    put(part, "type: string")
    put(project / "spec.json", document({"$ref": "part.yaml"}))

    def exchange() -> None:
        number = 0
        while not over.is_set():
            number += 1
            spare = project / f"spare{number}.yaml"
            if number % 2:
                spare.symlink_to(project.parent / "secret.yaml")
            else:
                spare.write_text("type: string", "utf-8")
            os.replace(spare, part)

    thread = threading.Thread(target=exchange)
    thread.start()
    try:
        for _ in range(chance.randint(20, 60)):
            found = read(
                project / "spec.json", (), Diagnostics(), access=Access.to([project])
            )
            texts = [file.text for file in found.files.values()]
            assert not any(CANARY in text for text in texts), "a link won the race"
    finally:
        over.set()
        thread.join()
        part.unlink(missing_ok=True)
