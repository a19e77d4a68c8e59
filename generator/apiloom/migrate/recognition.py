"""Recognizing what another generator left, by its files and their keys."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer
from apiloom.migrate import fern, openapi_generator, speakeasy, stainless
from apiloom.migrate.package import is_package, read_package
from apiloom.migrate.published import Published
from apiloom.migrate.settings import SettingsFile

__all__ = ["read_published"]

_EXPECTED: Final = (
    "name a stainless.yml, the api.md of an SDK, a folder .speakeasy or fern, a"
    " configuration of openapi-generator, or the folder of the old package"
)
_FILES: Final = (
    *("stainless.yml", "stainless.yaml", ".stainless/stainless.yml"),
    *("openapitools.json", "openapi-generator-config.yaml", "openapi-generator.yaml"),
    "api.md",
)


def read_published(path: Path) -> Published:
    """Return what the files at `path` say of a published client.

    Raises UnusableInput if they are of no generator that is known, or cannot be read.
    """
    if not path.exists():
        raise _error(Code.FILE_NOT_FOUND, path, "there is no such file or folder")
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() == ".md":
        return stainless.read_api_md(path)
    file = SettingsFile(path)
    root = file.root
    if speakeasy.is_gen(root) or speakeasy.is_workflow(root):
        return speakeasy.read_folder(path.parent)
    if fern.is_generators(root) or path.name == "fern.config.json":
        return fern.read_folder(path.parent)
    if stainless.is_settings(root):
        return stainless.read_settings(file)
    if openapi_generator.is_settings(root):
        return openapi_generator.read_settings(file)
    if "openapi" in root or "swagger" in root:
        message = "this is an OpenAPI document, not the settings of a generator"
        hint = "pass it as --spec; or use `apiloom init` if there is nothing to migrate"
        raise _error(Code.CONFIG_INVALID, path, message, hint)
    message = "these are not the settings of a generator that is known"
    raise _error(Code.CONFIG_INVALID, path, message)


def _folder(path: Path) -> Published:
    if is_package(path):
        return read_package(path)
    for folder in (path, path / ".speakeasy"):
        if folder.name == ".speakeasy" or (folder / "workflow.yaml").is_file():
            names = ("gen.yaml", "workflow.yaml")
            if any((folder / name).is_file() for name in names):
                return speakeasy.read_folder(folder)
    for folder in (path, path / "fern"):
        if (folder / "generators.yml").is_file():
            return fern.read_folder(folder)
    for name in _FILES:
        if (path / name).is_file():
            return read_published(path / name)
    raise _error(Code.CONFIG_INVALID, path, "nothing in this folder is of a generator")


def _error(
    code: Code, path: Path, message: str, hint: str = _EXPECTED
) -> UnusableInput:
    place = Location(path.as_posix(), 1, 1, Pointer())
    return UnusableInput(code, message, place, hint)
