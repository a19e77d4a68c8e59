"""The configuration for a new spec, added to a file without changing what is there."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

from apiloom.build.interrupted import noted, spare_file
from apiloom.config import ClientConfig, load_config
from apiloom.output import OutputError
from apiloom.text.visible import toml_string


def scaffold(path: Path, client: ClientConfig, output: str) -> None:
    """Add a client to the `[tool.apiloom]` table of a TOML file.

    The file is made if it is not there; what is in it stays byte for byte.  Raises
    `OutputError` if the package is configured already, if the table is written in a
    way that nothing can be appended to, or if the file cannot be written, and
    `UnusableInput` if the present configuration is broken.
    """
    before = path.read_bytes() if path.exists() else b""
    has_table = bool(before) and _has_table(path)
    if has_table and any(
        one.package == client.package for one in load_config(path).clients
    ):
        raise OutputError(f"{path}: the package {client.package} is there already")
    added = _text(client, None if has_table else output)
    newline = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else newline if before.endswith(b"\n") else newline * 2
    after = before + (gap + added.replace("\n", newline)).encode()
    if not _is_toml(after):
        raise OutputError(
            f"{path}: nothing can be appended to its tool.apiloom; add it yourself:\n"
            f"{_text(client, None)}"
        )
    _write(path, after)


def _has_table(path: Path) -> bool:
    """Whether a TOML file configures apiloom.  Raises `UnusableInput` if it is none."""
    try:
        tool = tomllib.loads(path.read_bytes().decode()).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        load_config(path)  # says what is wrong, and where
        raise
    if isinstance(tool, dict) and "apiloom" in tool:
        load_config(path)
        return True
    return False


def _text(client: ClientConfig, output: str | None) -> str:
    """The TOML of a client; with `output`, the table that it belongs to as well."""
    lines = ["[tool.apiloom]", f"output = {_string(output)}", ""] if output else []
    lines += ["[[tool.apiloom.client]]", f"spec = {_string(client.spec)}"]
    if client.overlays:
        overlays = ", ".join(_string(overlay) for overlay in client.overlays)
        lines.append(f"overlays = [{overlays}]")
    lines.append(f"package = {_string(client.package)}")
    if client.client is not None:
        lines.append(f"client = {_string(client.client)}")
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    try:
        return toml_string(text)
    except ValueError as error:
        raise OutputError(f"TOML cannot hold this path: {error}") from None


def _is_toml(content: bytes) -> bool:
    try:
        tomllib.loads(content.decode())
    except tomllib.TOMLDecodeError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    """Replace a file whole, or not at all.

    What a killed run leaves beside it, the next command removes.
    """
    with noted(path.parent):
        spare = spare_file(path)
        try:
            spare.write_bytes(content)
            if path.exists():
                shutil.copymode(path, spare)
            os.replace(spare, path)
        except OSError as error:
            message = f"{path}: cannot be written: {error.strerror or error}"
            raise OutputError(message) from error
        finally:
            spare.unlink(missing_ok=True)
