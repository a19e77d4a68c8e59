"""A document as it stands in its files: values, places and references."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import yaml

_LIMIT: Final = 60
_IGNORED: Final = ("x-fern-ignore", "x-speakeasy-ignore")
_METHODS: Final = "get put post delete options head patch trace query".split()


class Dangling(Exception):
    """A reference leads nowhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place: the file, and the way to it from the root of the file."""

    file: str
    tokens: tuple[str, ...] = ()

    def __truediv__(self, token: object) -> Place:
        return Place(self.file, (*self.tokens, str(token)))

    @property
    def pointer(self) -> str:
        """The JSON pointer (RFC 6901), as the fragment of a URI."""
        return "#" + "".join(
            "/" + token.replace("~", "~0").replace("/", "~1") for token in self.tokens
        )


def shown(place: Place) -> str:
    """A place as a report names it, without the folders of its file."""
    name = Path(place.file).name
    return place.pointer if name.startswith("virtual:") else name + place.pointer


class _Yaml(yaml.CSafeLoader):  # type: ignore[misc, unused-ignore]
    """YAML 1.2's core schema: `NO` and `2020-01-01` are strings."""


_Yaml.yaml_implicit_resolvers = {}
_Yaml.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile("^(?:true|True|TRUE|false|False|FALSE)$"),
    list("tTfF"),
)
_Yaml.add_implicit_resolver(
    "tag:yaml.org,2002:null",
    re.compile("^(?:~|null|Null|NULL|)$"),
    ["~", "n", "N", ""],
)
_Yaml.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile("^[-+]?[0-9]+$"),
    list("-+0123456789"),
)
_Yaml.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$"
    ),
    list("-+.0123456789"),
)
_Yaml.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile("^<<$"), ["<"])
_Yaml.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)
_Yaml.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node))
)


def parse(path: Path) -> Any:
    """The value of a JSON or YAML file; every key of an object is a string."""
    text = path.read_text("utf-8-sig")
    try:
        value = json.loads(text)
    except ValueError:
        value = _keyed(yaml.load(text, _Yaml), {})
    if any(name in text for name in _IGNORED):
        _leave_out(value, set())
    return value


def _leave_out(value: Any, done: set[int]) -> None:
    """Remove what extensions of other generators say to leave out.

    Operations, path items and what is optional; `docs/extensions.md` has the table.
    """
    if id(value) in done or not isinstance(value, dict | list):
        return
    done.add(id(value))
    for item in value.values() if isinstance(value, dict) else value:
        _leave_out(item, done)
    if isinstance(value, list):
        value[:] = [one for one in value if not _is_left_out(one, "in", "required")]
        return
    properties, required = value.get("properties"), value.get("required")
    if isinstance(properties, dict):
        for name in [*properties]:
            kept = isinstance(required, list) and name in required
            if not kept and _is_left_out(properties[name]):
                del properties[name]
    for name in [*value]:
        if (name.startswith("/") or name in _METHODS) and _is_left_out(value[name]):
            del value[name]


def _is_left_out(value: Any, needed: str = "", unless: str = "") -> bool:
    return (
        isinstance(value, dict)
        and any(value.get(name) is True for name in _IGNORED)
        and (not needed or needed in value)
        and value.get(unless) is not True
    )


def _keyed(value: Any, done: dict[int, Any]) -> Any:
    if id(value) in done:
        return done[id(value)]
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        done[id(value)] = made
        for key, item in value.items():
            name = key if isinstance(key, str) else json.dumps(key)
            made[name] = _keyed(item, done)
        return made
    if isinstance(value, list):
        listed: list[Any] = []
        done[id(value)] = listed
        listed += [_keyed(item, done) for item in value]
        return listed
    return value


class RawDocument:
    """The files of one document, read when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Take the root file."""
        self.path: Final = path.resolve()
        self.root: Final = Place(str(self.path))
        self._files: dict[str, Any] = {}
        self._anchors: dict[str, dict[str, tuple[str, ...]]] = {}
        content = self.at(self.root)
        stated = content.get("openapi", content.get("swagger", "3.0.0"))
        parts = str(stated).split(".")
        self.version: Final = (int(parts[0]), int(parts[1]) if len(parts) > 1 else 0)

    def virtual(self, value: Any) -> Place:
        """A place for a value that stands in no file; its `$ref`s name files."""
        name = f"virtual:{len(self._files)}"
        self._files[name] = value
        return Place(name)

    def reference(self, place: Place) -> dict[str, str]:
        """A Reference Object that leads to a place from anywhere."""
        return {"$ref": place.file + place.pointer}

    def at(self, place: Place) -> Any:
        """The value at a place, through references on the way; or `Dangling`."""
        return self._walk(place, 0)[1]

    def canonical(self, place: Place) -> Place:
        """Where the value at a place really stands."""
        return self._walk(place, 0)[0]

    def resolved(self, place: Place) -> tuple[Place, Any]:
        """Where the references at a place lead in the end, and what is there."""
        for _ in range(_LIMIT):
            place, value = self._walk(place, 0)
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return place, value
            place = self.target(place, value["$ref"])
        raise Dangling(f"{place.pointer}: references go round in a circle")

    def schema(self, place: Place | None) -> dict[str, Any]:
        """The schema at a place; empty where there is none, or is no object."""
        try:
            found = self.resolved(place)[1] if place is not None else None
        except Dangling:
            return {}
        return found if isinstance(found, dict) else {}

    def target(self, place: Place, ref: str) -> Place:
        """The place that a reference at `place` means (RFC 3986, section 5)."""
        name, _, fragment = ref.partition("#")
        file = place.file
        if name:
            if urlsplit(name).scheme in ("http", "https"):
                raise Dangling(f"{ref} is on another machine")
            file = name
            if not name.startswith(("/", "virtual:")):
                base = Path(place.file).parent
                file = str((base / unquote(name)).resolve())
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return Place(file, self._anchor(file, fragment))
        tokens = fragment.split("/")[1:]
        return Place(
            file, tuple(one.replace("~1", "/").replace("~0", "~") for one in tokens)
        )

    def _walk(self, place: Place, depth: int) -> tuple[Place, Any]:
        if depth > _LIMIT:
            raise Dangling(f"{place.pointer}: references go round in a circle")
        here, value = Place(place.file), self._file(place.file)
        for number, token in enumerate(place.tokens):
            if isinstance(value, list) and token.isdigit() and int(token) < len(value):
                value = value[int(token)]
            elif isinstance(value, dict) and token in value:
                value = value[token]
            elif isinstance(value, dict) and isinstance(value.get("$ref"), str):
                start = self.target(here, value["$ref"])
                rest = place.tokens[number:]
                there = Place(start.file, (*start.tokens, *rest))
                return self._walk(there, depth + 1)
            else:
                raise Dangling(f"{place.pointer}: there is no {token!r}")
            here = here / token
        return here, value

    def _file(self, name: str) -> Any:
        if name not in self._files:
            try:
                self._files[name] = parse(Path(name))
            except (OSError, ValueError, yaml.YAMLError) as error:
                raise Dangling(f"{Path(name).name}: {type(error).__name__}") from error
        return self._files[name]

    def _anchor(self, file: str, name: str) -> tuple[str, ...]:
        if file not in self._anchors:
            found: dict[str, tuple[str, ...]] = {}
            _anchors(self._file(file), (), found)
            self._anchors[file] = found
        if name not in self._anchors[file]:
            raise Dangling(f"there is no anchor {name}")
        return self._anchors[file][name]


def _anchors(
    value: Any, tokens: tuple[str, ...], found: dict[str, tuple[str, ...]]
) -> None:
    if isinstance(value, dict):
        for keyword in ("$anchor", "$dynamicAnchor", "$id"):
            name = value.get(keyword)
            if isinstance(name, str):
                found.setdefault(name.lstrip("#"), tokens)
        for key, item in value.items():
            _anchors(item, (*tokens, key), found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _anchors(item, (*tokens, str(index)), found)
