"""Names of clients by openapi-generator: its configuration in YAML or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from apiloom.document.node import Node
from apiloom.document.tree import Value
from apiloom.ir.api import Api, Operation
from apiloom.migrate.published import Method, NoConvention, Published, python_name
from apiloom.migrate.settings import SettingsFile
from apiloom.naming.casing import pascal, snake

__all__ = ["is_settings", "read_settings"]

_KEYS: Final = frozenset("""
    additionalProperties apiNameSuffix apiPackage generatorName gitRepoId
    globalProperties inputSpec library modelNameMappings modelPackage
    operationIdNameMappings outputDir
    packageName packageVersion projectName schemaMappings
    """.split())
_DEFAULT: Final = "openapi_client"


def is_settings(root: Node) -> bool:
    """Return whether an object is a configuration of openapi-generator."""
    return "generator-cli" in root or not _KEYS.isdisjoint(root.keys())


def read_settings(file: SettingsFile) -> Published:
    """Return what a configuration says. Raises UnusableInput."""
    found = Published(generator="openapi-generator", source=file.path.as_posix())
    root = _python(file) if "generator-cli" in file.root else file.root
    nested = root.mapping("additionalProperties")
    properties = nested if nested is not None else root
    kind = root.text("generatorName") or "python"
    if "python" not in kind:
        raise file.error(
            root,
            f"the configuration is for the generator {kind}, not for Python",
            "name the configuration of the Python client",
        )
    name = properties.text("packageName") or root.text("packageName") or _DEFAULT
    found.package = snake(name.replace(".", "_"))
    spec = root.text("inputSpec") or root.text("glob") or ""
    here = file.path.parent
    found.spec = (here / spec).as_posix() if spec and (here / spec).is_file() else spec
    found.convention = _OpenAPIGenerator(
        operations=_table(root, "operationIdNameMappings"),
        models=_table(root, "modelNameMappings"),
        prefix=properties.text("modelNamePrefix") or "",
        suffix=properties.text("modelNameSuffix") or "",
    )
    for key in ("parameterNameMappings", "nameMappings", "enumNameMappings"):
        if key in root:
            found.notes.append(f"{file.place(root[key])}: `{key}` is not carried over")
    return found


def _python(file: SettingsFile) -> Node:
    """Return the Python generator of an ``openapitools.json``. Raises UnusableInput."""
    cli = file.root.mapping("generator-cli")
    generators = cli.mapping("generators") if cli is not None else None
    for _, one in generators.items() if generators is not None else ():
        if one.is_mapping and "python" in (one.text("generatorName") or ""):
            return one
    raise file.error(file.root, "no generator for Python is configured there")


def _table(root: Node, key: str) -> Mapping[str, str]:
    node = root.get(key)
    if node is None:
        return {}
    if isinstance(node.value, str):  # as on the command line: a=b,c=d
        pairs = (pair.partition("=") for pair in node.value.split(","))
        return {before.strip(): after.strip() for before, _, after in pairs}
    return {name: str(one.value) for name, one in node.items()}


class _OpenAPIGenerator(NoConvention):
    """The names that openapi-generator gives by itself."""

    def __init__(
        self,
        *,
        operations: Mapping[str, str],
        models: Mapping[str, str],
        prefix: str,
        suffix: str,
    ) -> None:
        self._operations: Final = operations
        self._models: Final = models
        self._prefix: Final = prefix
        self._suffix: Final = suffix

    def methods(self, api: Api, operation: Operation) -> Sequence[Method]:
        """Return a method for each tag: its class is ``<Tag>Api``."""
        del api
        own = operation.operation_id or ""
        if not own:
            route = operation.path.replace("{", "").replace("}", "")
            own = f"{route} {operation.method}"
        name = self._operations.get(own, own)
        return [
            Method(
                verb=operation.method.lower(),
                path=operation.path,
                resource=(python_name(tag),),
                name=python_name(name),
            )
            for tag in operation.tags or ("default",)
        ]

    def schema_name(self, name: str, schema: Mapping[str, Value]) -> str:
        """Return the mapped name, with prefix and suffix."""
        del schema
        if name in self._models:
            return self._models[name]
        if not self._prefix and not self._suffix:
            return ""
        return f"{pascal(self._prefix)}{pascal(name)}{pascal(self._suffix)}"
