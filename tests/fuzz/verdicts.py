"""Mutations of a document, judged by mypy and by `apiloom diff`."""

from __future__ import annotations

import random
import shutil
import time
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.callers import program
from tests.executed import executed
from tests.mutations import MUTATIONS, mutated
from tests.verdicts import complaints, generated, told


def run(seconds: float, seed: int) -> None:
    """Take random mutations, forth and back; the two judges say the same."""
    draw = random.Random(seed)
    until = time.monotonic() + seconds
    with TemporaryDirectory() as name:
        folder = Path(name)
        while time.monotonic() < until:
            mutation = draw.choice([*MUTATIONS])
            _judge(folder, mutation)


def _judge(folder: Path, name: str) -> None:
    mutation = MUTATIONS[name]
    documents = mutated(mutation)
    for is_seen, (before, after) in (
        (mutation.is_seen, documents),
        (mutation.is_seen_back, documents[::-1]),
    ):
        old = generated(folder, "client", deepcopy(before))
        (folder / "program.py").write_text(program(old), "utf-8")
        assert complaints(folder, ["program.py"]) == [], name
        shutil.rmtree(folder / "client")
        new = generated(folder, "client", deepcopy(after))
        errors = complaints(folder, ["program.py"])
        shutil.rmtree(folder / "client")
        found, is_breaking = executed(folder, (deepcopy(before), deepcopy(after)))
        assert is_breaking or not found, (name, found)
        shutil.rmtree(folder / "old")
        shutil.rmtree(folder / "new")
        assert bool(errors) == (told(old, new) and is_seen), (name, errors)
