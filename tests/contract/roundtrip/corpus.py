"""The documents of a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.contract.roundtrip.raw import parse


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: its name and its root file."""

    name: str
    path: Path


def documents(folder: Path) -> list[Entry]:
    """What a folder's `index.json` lists; else every file that is a document."""
    index = folder / "index.json"
    if index.exists():
        listed = json.loads(index.read_text("utf-8"))
        if isinstance(listed, dict):
            listed = listed["documents"]
        return [Entry(one["name"], folder / one["path"]) for one in listed]
    found: list[Entry] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".yaml", ".yml") and path.is_file():
            try:
                content = parse(path)
            except (OSError, ValueError, yaml.YAMLError):
                continue
            if isinstance(content, dict) and content.keys() & {"openapi", "swagger"}:
                found.append(Entry(str(path.relative_to(folder)), path))
    return found
