"""Random changes of a document: a comparison never fails, and reverses."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from apiloom.compare.changes import ChangeCode
from apiloom.compare.comparison import compare
from apiloom.compare.extraction import surface
from apiloom.compare.surface import Surface
from apiloom.config import ClientConfig
from apiloom.diagnostics import UnusableInput
from apiloom.pipeline import understand
from tests.mutations import SHOP
from tests.workshop import PACKAGE, written

_OTHER: dict[Any, Any] = {
    "string": "integer",
    "integer": "string",
    "object": "array",
    "query": "header",
    True: False,
    False: True,
}


def run(seconds: float, seed: int) -> None:
    """Change a few random places; what one way removes, the other way adds."""
    draw = random.Random(seed)
    until = time.monotonic() + seconds
    with TemporaryDirectory() as name:
        old = _surface(Path(name), SHOP)
        while time.monotonic() < until:
            document = deepcopy(SHOP)
            paths = [_change(document, draw) for _ in range(draw.randint(1, 3))]
            try:
                new = _surface(Path(name), document)
            except UnusableInput:
                continue
            _judge(old, new, f"seed {seed}: {paths}")


def _surface(folder: Path, document: Any) -> Surface:
    spec = written(folder, document)
    config = ClientConfig(spec=spec.name, package=PACKAGE, client="Shop")
    return surface(understand(config, folder).package)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*path, index))


def _change(document: Any, draw: random.Random) -> tuple[Any, ...]:
    path = draw.choice([one for one in _places(document["paths"]) if one])
    if draw.random() < 0.5:
        path = draw.choice([one for one in _places(document["components"]) if one])
        node = document["components"]
    else:
        node = document["paths"]
    for step in path[:-1]:
        node = node[step]
    last = path[-1]
    kind = draw.randrange(3)
    if kind == 0:
        del node[last]
    elif kind == 1 and isinstance(node, dict):
        node[f"{last}x"] = node.pop(last)
    elif isinstance(node[last], str | bool):
        node[last] = _OTHER.get(node[last], "other")
    else:
        node[last] = draw.choice([1, "text", [], {}])
    return path


def _judge(old: Surface, new: Surface, what: str) -> None:
    forth, back = compare(old, new), compare(new, old)
    for here, there in ((forth, back), (back, forth)):
        opposite = {one.code.value for one in there.changes}
        for one in here.changes:
            code = ChangeCode(one.code.value)
            if code.value.endswith(("-removed", "-added")):
                assert code.opposite in opposite, f"{what}: {one}"
