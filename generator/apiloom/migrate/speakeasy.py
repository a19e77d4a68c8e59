"""Names of SDKs by Speakeasy: ``.speakeasy/workflow.yaml``, ``gen.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from apiloom.document.node import Node
from apiloom.document.tree import Value
from apiloom.ir.api import Api, Operation
from apiloom.migrate.extensions import extension
from apiloom.migrate.paging import speakeasy as speakeasy_pagination
from apiloom.migrate.published import Method, NoConvention, Published, python_name
from apiloom.migrate.settings import SettingsFile
from apiloom.naming.casing import snake, upper
from apiloom.runtime.types.patterns import is_supported, search

__all__ = ["is_gen", "is_workflow", "read_folder"]


def is_gen(root: Node) -> bool:
    """Return whether an object is a ``gen.yaml``."""
    return "configVersion" in root and "generation" in root


def is_workflow(root: Node) -> bool:
    """Return whether an object is a ``workflow.yaml``."""
    return "workflowVersion" in root and "sources" in root


def read_folder(folder: Path) -> Published:
    """Return what the files of a ``.speakeasy`` folder say. Raises UnusableInput."""
    found = Published(generator="Speakeasy", source=folder.as_posix())
    prefix = ""
    gen = next(
        (
            path
            for path in (folder / "gen.yaml", folder.parent / "gen.yaml")
            if path.is_file()
        ),
        None,
    )
    if gen is not None:
        prefix = _read_gen(SettingsFile(gen), found)
    workflow = folder / "workflow.yaml"
    if workflow.is_file():
        _read_workflow(SettingsFile(workflow), folder.parent, found)
    found.convention = _Speakeasy(prefix)
    return found


def _read_gen(file: SettingsFile, found: Published) -> str:
    root = file.root
    generation, python = root.mapping("generation"), root.mapping("python")
    if generation is not None:
        found.client = generation.text("sdkClassName") or ""
    if python is None:
        languages = [
            key
            for key, node in root.items()
            if node.is_mapping and "version" in node and key != "generation"
        ]
        told = ", ".join(languages) or "no language"
        found.notes.append(
            f"{file.path.as_posix()}: there are no settings for Python, but for {told}"
        )
        return ""
    name = python.text("moduleName") or python.text("packageName") or ""
    found.package = snake(name.replace(".", "_"))
    return python.text("envVarPrefix") or ""


def _read_workflow(file: SettingsFile, root: Path, found: Published) -> None:
    sources, targets = file.root.mapping("sources"), file.root.mapping("targets")
    chosen: list[tuple[bool, Node]] = []
    for _, target in targets.items() if targets is not None else ():
        if target.is_mapping and target.text("target") == "python":
            has_folder = (target.text("output") or ".") not in (".", "./")
            chosen.append((has_folder, target))
    chosen.sort(key=lambda pair: pair[0])
    name = chosen[0][1].text("source") if chosen else None
    source = sources.mapping(name) if sources is not None and name else None
    if source is None and sources is not None:
        source = next((one for _, one in sources.items() if one.is_mapping), None)
    if source is None:
        return
    inputs = source.sequence("inputs")
    locations = [
        one.text("location") or ""
        for one in (inputs.elements() if inputs is not None else ())
        if one.is_mapping
    ]
    local = [place for place in locations if (root / place).is_file()]
    if local:
        found.spec = (root / local[0]).as_posix()
    elif locations:
        found.spec = locations[0]
    if len(locations) > 1:
        found.notes.append(
            f"{file.place(source)}: the source has {len(locations)} inputs, which"
            " Speakeasy merges; only the first is read"
        )
    overlays = source.sequence("overlays")
    for one in overlays.elements() if overlays is not None else ():
        place = (one.text("location") or "") if one.is_mapping else ""
        if place and (root / place).is_file():
            found.overlays.append(root / place)
        else:
            told = f"the overlay {place or 'there'} is not on this machine"
            found.notes.append(f"{file.place(one)}: {told}")


class _Speakeasy(NoConvention):
    """The names that Speakeasy gives by itself."""

    def __init__(self, prefix: str) -> None:
        self._prefix: Final = prefix

    def methods(self, api: Api, operation: Operation) -> Sequence[Method]:
        """Return a method for each group, or tag, of an operation."""
        group = extension(operation.extensions, "x-speakeasy-group")
        name = extension(operation.extensions, "x-speakeasy-name-override")
        if not isinstance(name, str):
            name = _overridden(api, operation.operation_id or "")
        if not name:
            name = operation.operation_id or f"{operation.method} {operation.path}"
        groups = [group] if isinstance(group, str) else [*operation.tags] or [""]
        return [
            Method(
                verb=operation.method.lower(),
                path=operation.path,
                resource=tuple(
                    python_name(part) for part in one.split(".") if snake(part)
                ),
                name=python_name(name),
            )
            for one in groups
        ]

    def pagination(self, api: Api, operation: Operation) -> Mapping[str, Value] | None:
        """Return what ``x-speakeasy-pagination`` states."""
        del api
        stated = extension(operation.extensions, "x-speakeasy-pagination")
        return speakeasy_pagination(stated)

    def is_ignored(self, operation: Operation) -> bool:
        """Return whether ``x-speakeasy-ignore`` is set."""
        return extension(operation.extensions, "x-speakeasy-ignore") is True

    def schema_name(self, name: str, schema: Mapping[str, Value]) -> str:
        """Return the name that ``x-speakeasy-name-override`` states."""
        del name
        stated = schema.get("x-speakeasy-name-override")
        return stated if isinstance(stated, str) else ""

    def variable(self, argument: str) -> str:
        """Return the prefix of the SDK and the argument in capitals."""
        return f"{self._prefix.upper()}_{upper(argument)}" if self._prefix else ""


def _overridden(api: Api, operation_id: str) -> str:
    """Return the name that a rule of the document gives to an operationId."""
    rules = extension(api.extensions, "x-speakeasy-name-override")
    for rule in rules if isinstance(rules, list) else []:
        if not isinstance(rule, dict):
            continue
        pattern, name = rule.get("operationId"), rule.get("methodNameOverride")
        if not isinstance(pattern, str) or not isinstance(name, str):
            continue
        if is_supported(pattern) and search(pattern, operation_id):
            return name
    return ""
