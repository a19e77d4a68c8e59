"""The documents that clients are generated from: given, cut, repeated, rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from bench.process import ROOT

SHOP = ROOT / "bench" / "shop" / "openapi.yaml"

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_COMPONENT = "#/components/"


@dataclass(frozen=True, slots=True)
class Document:
    """A document on the disk."""

    name: str
    path: Path
    operations: int

    @property
    def size(self) -> int:
        """The bytes of its root file."""
        return self.path.stat().st_size


class _Loader(yaml.CSafeLoader):
    """YAML as JSON has it: what looks like a date stays a string."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def parsed(path: Path) -> Any:
    """The content of a JSON or YAML file."""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    return yaml.load(text, _Loader)


def own() -> tuple[Document, ...]:
    """The specs of this repository, without their overlays."""
    paths = sorted(ROOT.glob("specs/*/openapi.yaml"))
    return tuple(Document(one.parent.name, one, counted(parsed(one))) for one in paths)


def shop() -> Document:
    """The document that a client was written for by hand."""
    return Document("shop", SHOP, counted(parsed(SHOP)))


def corpus(folder: Path) -> tuple[Document, ...]:
    """The documents of a folder: those that its `index.json` lists, else all files.

    The index is a list of objects with `name`, `path` and, if the operations stand in
    other files, their number as `operations`.
    """
    index = folder / "index.json"
    if index.is_file():
        listed: list[dict[str, Any]] = json.loads(index.read_text("utf-8"))
        return tuple(
            Document(
                one["name"],
                folder / one["path"],
                (
                    one["operations"]
                    if "operations" in one
                    else counted(parsed(folder / one["path"]))
                ),
            )
            for one in listed
        )
    found: list[Document] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".yaml", ".yml") and path.is_file():
            try:
                content = mapping(parsed(path))
            except (ValueError, yaml.YAMLError):
                continue
            if {"openapi", "swagger"} & content.keys():
                name = path.relative_to(folder).with_suffix("").as_posix()
                found.append(Document(name, path, counted(content)))
    return tuple(found)


def mapping(value: Any) -> Mapping[str, Any]:
    """An object of JSON, or an empty one in place of anything else."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def elements(value: Any) -> Sequence[Any]:
    """An array of JSON, or an empty one in place of anything else."""
    return cast("Sequence[Any]", value) if isinstance(value, list) else ()


def counted(content: Mapping[str, Any]) -> int:
    """How many operations the paths of a document hold."""
    return sum(1 for _ in _operations(content))


def _operations(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    paths: Mapping[str, Any] = content.get("paths") or {}
    for path, item in paths.items():
        for method in _METHODS:
            if isinstance(item, dict) and method in item:
                yield path, method


def operation_ids(document: Document) -> list[str]:
    """The `operationId`s of a document, in its order; none if they are elsewhere."""
    content = parsed(document.path)
    paths = content["paths"]
    found = [paths[path][method] for path, method in _operations(content)]
    return [one["operationId"] for one in found if "operationId" in one]


def written(name: str, content: Mapping[str, Any], folder: Path, suffix: str) -> Path:
    """Write a document as JSON or YAML, by its suffix."""
    path = folder / f"{name}{suffix}"
    if suffix == ".json":
        text = json.dumps(content, indent=2, ensure_ascii=False)
    else:
        text = yaml.dump(
            content, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True
        )
    path.write_text(text, "utf-8")
    return path


def tenth(content: Mapping[str, Any]) -> dict[str, Any]:
    """Every tenth operation of a document, and the components that these need."""
    kept = set(list(_operations(content))[::10])
    paths: dict[str, Any] = {}
    for path, item in content["paths"].items():
        here = {method for where, method in kept if where == path}
        if here:
            paths[path] = {
                key: value
                for key, value in item.items()
                if key not in _METHODS or key in here
            }
    # Extensions, too, can be as long as the paths: `x-webhooks`, before 3.1.
    rest = {
        key: value
        for key, value in content.items()
        if key not in ("paths", "webhooks", "components") and not key.startswith("x-")
    }
    cut = {**rest, "paths": paths}
    components = content.get("components", {})
    needed = _reached(cut, components)
    cut["components"] = {
        kind: {
            name: value
            for name, value in members.items()
            if kind == "securitySchemes" or f"{_COMPONENT}{kind}/{name}" in needed
        }
        for kind, members in components.items()
    }
    return cut


def _reached(start: Mapping[str, Any], components: Mapping[str, Any]) -> set[str]:
    """The components that are referred to, from here or from one another."""
    found: set[str] = set()
    waiting: list[Any] = [start]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(mapping(value).values())
        elif isinstance(value, list):
            waiting.extend(elements(value))
        elif isinstance(value, str) and value.startswith(_COMPONENT):
            # A reference, or a value of a discriminator's mapping.
            kind, _, name = value.removeprefix(_COMPONENT).partition("/")
            name = name.partition("/")[0]
            reference = f"{_COMPONENT}{kind}/{name}"
            if reference not in found:
                found.add(reference)
                waiting.append(components.get(kind, {}).get(name))
    return found


def repeated(content: Mapping[str, Any], times: int) -> dict[str, Any]:
    """A document with everything in it `times` over, under names of its own.

    Of such a document, ten times the operations are ten times the work.
    """
    schemas = content["components"]["schemas"]
    text = json.dumps({"paths": content["paths"], "schemas": schemas})
    paths: dict[str, Any] = {}
    copies: dict[str, Any] = {}
    for number in range(times):
        copy = json.loads(
            text.replace("#/components/schemas/", f"{_COMPONENT}schemas/Copy{number}")
        )
        for path, item in copy["paths"].items():
            for method in _METHODS:
                if method in item:
                    operation = item[method]
                    operation["operationId"] += str(number)
                    operation["tags"] = [f"{operation['tags'][0]}{number // 8}"]
            paths[f"/copy{number}{path}"] = item
        for name, schema in copy["schemas"].items():
            copies[f"Copy{number}{name}"] = schema
    components = {**content["components"], "schemas": copies}
    rest = {key: value for key, value in content.items() if key != "tags"}
    return {**rest, "paths": paths, "components": components}
