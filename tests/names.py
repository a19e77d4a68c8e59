"""Measures the names of the clients of a folder of documents, and lists them.

`python -m tests.names FOLDER` prints for each document how many of its methods repeat
the noun of their resource, how many names carry a hash, a number that resolves a
collision, or the noise of a framework, and how long the names of inline models are.
`--list` adds every name, for people to read.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from apiloom.access import Access
from apiloom.codegen.errors.statuses import statuses
from apiloom.config import ClientConfig
from apiloom.depth import with_room
from apiloom.diagnostics import Diagnostics, UnusableInput
from apiloom.document import read
from apiloom.ir.api import Api
from apiloom.lower.api import lower
from apiloom.naming.allocate import Names, assign

SUFFIXES: Final = (".json", ".yaml", ".yml")
LONGEST: Final = 40
_HASH: Final = re.compile(r"(?:_x|X)[0-9a-f]{6}(?![a-z])(?:_\d+)?$")
_NUMBERED: Final = re.compile(r"_\d+$")
_NOISE: Final = re.compile(
    r"_(get|post|put|patch|delete|head|options)$|using_(get|post|put|patch|delete)|"
    r"(^|_)(controller|endpoint|handler|async|subpackage)(_|$)|^api_|_api_v\d|"
    r"partial_update|^destroy|^(get|put|post|patch|delete)_api_"
)
_UNSPLIT: Final = re.compile(r"(get|list|create|update|delete)[a-z]{12,}")


@dataclass(slots=True)
class Count:
    """What is wrong with the names of one document."""

    methods: int = 0
    repeated: list[str] = field(default_factory=list[str])
    hashes: list[str] = field(default_factory=list[str])
    numbered: list[str] = field(default_factory=list[str])
    noise: list[str] = field(default_factory=list[str])
    inline: int = 0
    long: list[str] = field(default_factory=list[str])
    names: list[str] = field(default_factory=list[str])

    def row(self) -> str:
        """Return the figures of a document."""
        repeated = 100 * len(self.repeated) / max(self.methods, 1)
        short = 100 * (1 - len(self.long) / max(self.inline, 1))
        return (
            f"{self.methods:5} methods {repeated:5.1f} % repeat their noun"
            f" {len(self.noise):4} noisy | {len(self.hashes):5} hashes"
            f" {len(self.numbered):4} numbered |"
            f" {self.inline:6} inline models, {short:5.1f} % within {LONGEST}"
        )


def named(path: Path, package: str = "client") -> tuple[Api, Names]:
    """Read a document and name what is in it."""
    diagnostics = Diagnostics()
    config = ClientConfig(spec=path.name, package=package)
    access = Access.to([path.parent])

    def run() -> tuple[Api, Names]:
        document = read(path, [], diagnostics, access=access)
        api = lower(document)
        return api, assign(api, config.package, config.client)

    return with_room(path.name, run)


def measured(api: Api, names: Names) -> Count:
    """Count what is wrong with the names of a client."""
    count = Count()
    every: list[str] = []
    for operation in api.operations:
        if operation.variant_of is not None:
            continue
        place = names.places[operation.id]
        dotted = place.dotted
        count.methods += 1
        every += [*place.resource, place.method]
        count.names.append(
            f"{operation.id:70} {operation.operation_id or '-':50} {dotted}"
        )
        if place.resource and repeats(place.method, place.resource[-1]):
            count.repeated.append(dotted)
        if _NOISE.search(place.method) or _UNSPLIT.search(place.method):
            count.noise.append(dotted)
        arguments = names.arguments[operation.id].values()
        count.numbered += [f"{dotted}({one})" for one in _numbered(arguments)]
        count.hashes += [f"{dotted}({one})" for one in arguments if _HASH.search(one)]
    for pointer, definition in api.definitions.items():
        name = names.definitions[pointer]
        every.append(name)
        owner = definition.hint.owner
        if owner is not None:
            count.inline += 1
            if len(name) > LONGEST:
                count.long.append(name)
        count.names.append(f"{pointer!s:120} {name}")
    for pointer, members in names.members.items():
        stem = names.definitions[pointer]
        count.numbered += [f"{stem}.{one}" for one in _numbered(members)]
    for pointer, fields in names.fields.items():
        stem = names.definitions[pointer]
        count.numbered += [f"{stem}.{one}" for one in _numbered(fields.values())]
    errors = statuses(api, names)
    bodies = [one.name for one in errors.bodies]
    count.names += [f"error {one}" for one in bodies]
    every += [*bodies, *names.resources.values(), *names.pages.values()]
    count.hashes += [one for one in every if _HASH.search(one)]
    count.numbered += _numbered(every)
    count.names.append(f"client {names.client}")
    return count


def _numbered(names: Iterable[str]) -> list[str]:
    """Return the names that are another one with a number."""
    known = [*names]
    every = {*known}
    return [one for one in known if _NUMBERED.sub("", one) in every - {one}]


def singular(word: str) -> str:
    """Return a word without the mark of the plural, roughly."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def repeats(method: str, resource: str) -> bool:
    """Whether a method says the noun of its resource again, in whatever number."""
    noun = [singular(word) for word in resource.rstrip("_").split("_")]
    said = [singular(word) for word in method.rstrip("_").split("_")]
    size = len(noun)
    return any(said[at : at + size] == noun for at in range(len(said) - size + 1))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of each document, and its names if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.names")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="print every name")
    parser.add_argument("--wrong", action="store_true", help="print what is counted")
    parser.add_argument("--only", default="", help="documents that contain this")
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    paths = [folder] if folder.is_file() else sorted(folder.iterdir())
    for path in paths:
        if path.suffix not in SUFFIXES or options.only not in path.name:
            continue
        start = time.perf_counter()
        try:
            api, names = named(path)
        except UnusableInput as error:
            sys.stdout.write(f"{path.stem:20} unusable: {str(error)[:100]}\n")
            continue
        count = measured(api, names)
        seconds = time.perf_counter() - start
        sys.stdout.write(f"{path.stem:20} {count.row()} | {seconds:.1f} s\n")
        if options.wrong:
            wrong: Mapping[str, list[str]] = {
                "repeated": count.repeated,
                "noise": count.noise,
                "hash": count.hashes,
                "numbered": count.numbered,
                "long": count.long,
            }
            for kind, found in wrong.items():
                sys.stdout.writelines(f"  {kind}: {one}\n" for one in found)
        if options.list:
            sys.stdout.writelines(f"  {one}\n" for one in count.names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
