"""What the measurements have to work with, and the room in which they do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.documents import Document
from bench.environments import Environment
from bench.generators import Generator
from bench.process import Command, Cost, run
from bench.rounds import Effort

LARGEST = 5


@dataclass(frozen=True)
class Setting:
    """The documents, the generators and how much trouble to take."""

    effort: Effort
    apiloom: Generator
    peers: tuple[Generator, ...]
    callers: Environment
    """Where clients run: httpx2 and pydantic, and the clients that are compared."""
    vendors: bool
    """Whether the callers' environment has `openai` and `githubkit`."""
    shop: Document
    own: tuple[Document, ...]
    corpus: tuple[Document, ...]
    work: Path

    @property
    def generators(self) -> tuple[Generator, ...]:
        """Apiloom first."""
        return (self.apiloom, *self.peers)

    @property
    def largest(self) -> tuple[Document, ...]:
        """The largest documents of the corpus, in bytes, of those with operations."""
        by_size = sorted(self.corpus, key=lambda one: (-one.size, one.name))
        return tuple(one for one in by_size if one.operations)[:LARGEST]

    def room(self, *names: str) -> Path:
        """An empty folder."""
        folder = self.work.joinpath(*names)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def clear(self) -> None:
        """Remove everything that was made."""
        shutil.rmtree(self.work, ignore_errors=True)

    def python(self, *arguments: str, path: tuple[Path, ...] = ()) -> Cost:
        """Run the callers' Python, with these folders to import from."""
        found = ":".join(map(str, path))
        env = {"PYTHONPATH": found} if found else {}
        return run(Command((str(self.callers.python), *arguments), env=env))
