"""Operations removed and added at random: nothing else is renamed.

`run` takes any folder of documents; the campaign takes those of the cases.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from apiloom.codegen.errors.statuses import statuses
from apiloom.ir.api import Api, Operation
from apiloom.naming.allocate import assign
from tests.names import named

CASES: Final = Path(__file__).resolve().parents[1] / "cases"
RENAMED: Final = 0.002
"""How many of the tries may rename something else: two claimed one name."""

_SUFFIXES: Final = (".json", ".yaml", ".yml")

Named: TypeAlias = Mapping[tuple[object, ...], str]
"""Everything that callers write, by what it is."""


def run(
    seconds: float, seed: int, folder: Path = CASES, tries: int | None = None
) -> None:
    """Take single operations out of the documents of a folder, or add some.

    With `tries`, it ends after so many.
    """
    draw = random.Random(seed)
    until = time.monotonic() + seconds
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES]
    paths = [path for path in paths if folder != CASES or path.stem == "spec"]
    apis = [(path, named(path)[0]) for path in paths]
    known = [(path, api, _names(api)) for path, api in apis if _is_fair(api)]
    done = renamed = 0
    while time.monotonic() < until and done != tries:
        path, api, before = draw.choice(known)
        other = draw.choice([_without, _with])(api, draw)
        after = _names(other)
        changed = {key for key in before.keys() & after if before[key] != after[key]}
        done += 1
        renamed += bool(changed)
        for key in sorted(changed, key=str):
            sys.stderr.write(f"{path}: {before[key]} is now {after[key]}\n")
    sys.stderr.write(f"{renamed} of {done} tries rename something else\n")
    assert renamed <= max(1, done * RENAMED), f"{renamed} of {done} tries rename"


def _is_fair(api: Api) -> bool:
    """Whether operations have operationIds of their own (section 4.8.10)."""
    ids = [one.operation_id for one in api.operations if one.variant_of is None]
    stated = [one for one in ids if one]
    return len(ids) > 1 and len(stated) == len({*stated})


def _names(api: Api) -> Named:
    names = assign(api, "client", None)
    found: dict[tuple[object, ...], str] = {}
    found |= {("method", id_): place.dotted for id_, place in names.places.items()}
    found |= {("class", id_): name for id_, name in names.operations.items()}
    found |= {("model", pointer): name for pointer, name in names.definitions.items()}
    found |= {("error", *key): n for key, n in statuses(api, names).by_body.items()}
    for id_, arguments in names.arguments.items():
        found |= {("argument", id_, *key): name for key, name in arguments.items()}
    return found


def _without(api: Api, draw: random.Random) -> Api:
    """Return a client without one operation and the schemas inside of it."""
    gone = draw.choice(api.operations)
    left = [one for one in api.operations if gone.id not in (one.id, one.variant_of)]
    definitions = {
        pointer: one
        for pointer, one in api.definitions.items()
        if not pointer.starts_with(gone.pointer)
    }
    return replace(api, operations=tuple(left), definitions=definitions)


def _with(api: Api, draw: random.Random) -> Api:
    """Return a client with one more operation: another one, below its path."""
    like = draw.choice([one for one in api.operations if one.variant_of is None])
    word = "".join(draw.choices("bcdfghklmnprstvz", k=5))
    added = _copy(like, word)
    place = draw.randrange(len(api.operations) + 1)
    operations = (*api.operations[:place], added, *api.operations[place:])
    return replace(api, operations=operations)


def _copy(like: Operation, word: str) -> Operation:
    path = f"{like.path.rstrip('/')}/{word}"
    stated = f"{like.operation_id}_{word}" if like.operation_id else None
    pointer = like.pointer.ancestor(2).child(path, like.method.lower())
    id_ = f"{like.method} {path}"
    return replace(
        like,
        id=id_,
        path=path,
        pointer=pointer,
        operation_id=stated,
        method_hint=None,
    )
