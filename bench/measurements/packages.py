"""The clients that other measurements use, each generated once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.documents import Document
from bench.generators import Generator
from bench.process import CommandFailed, run
from bench.setting import Setting


@dataclass(frozen=True, slots=True)
class Package:
    """A generated client: its name, and the folder to import it from."""

    generator: Generator
    document: Document
    name: str
    folder: Path


def package(setting: Setting, generator: Generator, document: Document) -> Package:
    """Generate a client.  Raises `CommandFailed`."""
    tool = re.sub(r"\W+", "_", generator.name)
    name = f"{re.sub(r'[^a-z0-9]+', '_', document.name.lower())}_{tool}"
    folder = setting.room("packages", name)
    run(generator.command(document.path, folder, name))
    return Package(generator, document, name, folder)


def packages(
    setting: Setting, generators: Sequence[Generator], document: Document
) -> tuple[dict[str, Package], dict[str, str]]:
    """The clients of a document by generator, and why any of them is missing."""
    made: dict[str, Package] = {}
    failed: dict[str, str] = {}
    for generator in generators:
        try:
            made[generator.name] = package(setting, generator, document)
        except CommandFailed as error:
            failed[generator.name] = str(error)
    return made, failed
