"""The configuration for a new spec, added to a file without changing what is there."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apiloom.config import ClientConfig, has_table, is_alone, load_config
from apiloom.output import OutputError
from apiloom.scaffold.writing import replace_file
from apiloom.text.visible import toml_string

__all__ = ["add_client", "pin"]


def add_client(path: Path, client: ClientConfig, output: str) -> bool:
    """Add a client to the configuration in a TOML file.

    In a `pyproject.toml`, that is the table `[tool.apiloom]`; a file of apiloom's own
    is the table itself. The file is made if it is not there; what is in it stays byte
    for byte, and so does a client that is configured already with the same document.
    Return whether the client was added. Raises `OutputError` if its package is
    configured with another document, if the table is written in a way that nothing can
    be appended to, or if the file cannot be written, and `UnusableInput` if the present
    configuration is broken.
    """
    before = path.read_bytes() if path.exists() else b""
    prefix = "" if is_alone(path) and not _shared(path, before) else "tool.apiloom."
    exists = bool(before) and _is_configured(path, prefix)
    present = load_config(path).clients if exists else ()
    known = next((one for one in present if one.package == client.package), None)
    if known is not None and known.spec == client.spec:
        return False
    if known is not None:
        raise OutputError(
            f"{path}: the package {client.package} is configured already, with the"
            f" document {known.spec}"
        )
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
    return True


def pin(path: Path, client: ClientConfig, sha256: str) -> None:
    """Write the hash of a client's document into its configuration.

    Everything else in the file stays byte for byte. Raises `OutputError` if the file
    cannot be written, or if the client is written in a way that no line can be changed.
    """
    before = path.read_bytes()
    lines = before.decode().splitlines(keepends=True)
    number = client.source_line - 1
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    known = client.sha256
    for index, line in enumerate(lines):
        is_pin = known is not None and line.lstrip().startswith("sha256")
        if (
            is_pin
            and known is not None
            and known in line
            and _near(lines, index, number)
        ):
            lines[index] = line.replace(known, sha256)
            break
    else:
        if not lines[number].endswith("\n"):
            lines[number] += newline
        lines.insert(number + 1, f'sha256 = "{sha256}"{newline}')
    after = "".join(lines).encode()
    pinned = _pinned(after, client.package, "" if is_alone(path) else "tool.apiloom")
    if pinned != sha256:
        raise OutputError(
            f"{path}: the hash cannot be written there; set it yourself for"
            f' {client.package}:\nsha256 = "{sha256}"'
        )
    replace_file(path, after)


def _near(lines: Sequence[str], index: int, number: int) -> bool:
    """Return whether two lines belong to the same table."""
    first, last = sorted((index, number))
    return not any(line.lstrip().startswith("[") for line in lines[first : last + 1])


def _pinned(content: bytes, package: str, prefix: str) -> object:
    try:
        table: Any = tomllib.loads(content.decode())
        if prefix or "tool" in table:
            table = table["tool"]["apiloom"]
        return next(
            one.get("sha256") for one in table["client"] if one["package"] == package
        )
    except (tomllib.TOMLDecodeError, LookupError, StopIteration):
        return None


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
