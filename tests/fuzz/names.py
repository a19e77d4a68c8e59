"""Operations taken away at random: no other operation is renamed."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from apiloom.ir.api import Api
from apiloom.naming.resources import places
from tests.names import named

CASES: Final = Path(__file__).resolve().parents[1] / "cases"
RENAMED: Final = 0.002
"""How many of the tries may rename another operation: two claimed one name."""


def run(seconds: float, seed: int, folder: Path = CASES) -> None:
    """Take single operations out of the documents of a folder, again and again."""
    draw = random.Random(seed)
    until = time.monotonic() + seconds
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES]
    paths = [path for path in paths if folder != CASES or path.stem == "spec"]
    known = {path: named(path)[0] for path in paths}
    known = {path: api for path, api in known.items() if _is_fair(api)}
    tries = renamed = 0
    while time.monotonic() < until:
        path = draw.choice([*known])
        changed = _renamed(known[path], draw)
        tries += 1
        renamed += bool(changed)
        for before, after in changed.items():
            sys.stderr.write(f"{path}: {before} is now {after}\n")
    assert renamed <= max(1, tries * RENAMED), f"{renamed} of {tries} tries rename"


_SUFFIXES: Final = (".json", ".yaml", ".yml")


def _is_fair(api: Api) -> bool:
    """Whether operations have operationIds of their own (section 4.8.10)."""
    ids = [one.operation_id for one in api.operations if one.variant_of is None]
    stated = [one for one in ids if one]
    return len(ids) > 1 and len(stated) == len({*stated})


def _renamed(api: Api, draw: random.Random) -> Mapping[str, str]:
    """Return what operations are called before and after one is taken out."""
    whole = places(api)
    gone = draw.choice(api.operations)
    left = [one for one in api.operations if gone.id not in (one.id, one.variant_of)]
    found = places(replace(api, operations=tuple(left)))
    return {
        whole[id_].dotted: place.dotted
        for id_, place in found.items()
        if place != whole[id_]
    }
