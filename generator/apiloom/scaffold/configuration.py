"""The configuration for a new spec, added to a file without changing what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

from apiloom.config import ClientConfig, has_table, is_alone, load_config
from apiloom.output import OutputError
from apiloom.scaffold.writing import replace_file
from apiloom.text.visible import toml_string

__all__ = ["add_client"]


def add_client(path: Path, client: ClientConfig, output: str) -> None:
    """Add a client to the configuration in a TOML file.

    In a `pyproject.toml`, that is the table `[tool.apiloom]`; a file of apiloom's own
    is the table itself. The file is made if it is not there; what is in it stays byte
    for byte. Raises `OutputError` if the package is configured already, if the table is
    written in a way that nothing can be appended to, or if the file cannot be written,
    and `UnusableInput` if the present configuration is broken.
    """
    before = path.read_bytes() if path.exists() else b""
    prefix = "" if is_alone(path) and not _shared(path, before) else "tool.apiloom."
    exists = bool(before) and _is_configured(path, prefix)
    if exists and any(
        one.package == client.package for one in load_config(path).clients
    ):
        raise OutputError(f"{path}: the package {client.package} is there already")
    added = _text(client, prefix, None if exists else output)
    newline = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else newline if before.endswith(b"\n") else newline * 2
    after = before + (gap + added.replace("\n", newline)).encode()
    if not _is_toml(after):
        raise OutputError(
            f"{path}: nothing can be appended to its tool.apiloom; add it yourself:\n"
            f"{_text(client, prefix, None)}"
        )
    replace_file(path, after)


def _shared(path: Path, before: bytes) -> bool:
    """Whether a file configures apiloom beside other tools, whatever its name."""
    return bool(before) and has_table(path)


def _is_configured(path: Path, prefix: str) -> bool:
    """Whether a TOML file configures apiloom.  Raises `UnusableInput` if it is none."""
    if prefix and not has_table(path):
        return False
    load_config(path)
    return True


def _text(client: ClientConfig, prefix: str, output: str | None) -> str:
    """The TOML of a client; with `output`, the table that it belongs to as well."""
    lines: list[str] = []
    if output:
        header = [f"[{prefix.removesuffix('.')}]"] if prefix else []
        lines += [*header, f"output = {_string(output)}", ""]
    lines += [f"[[{prefix}client]]", f"spec = {_string(client.spec)}"]
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
