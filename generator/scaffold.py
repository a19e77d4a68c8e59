"""The configuration for a new spec, added to a file without changing what is there."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from generator.config import ClientConfig, load_config
from generator.output import OutputError


def scaffold(path: Path, client: ClientConfig, output: str) -> None:
    """Add a client to the `[tool.apiloom]` table of a TOML file.

    The file is made if it is not there.  Raises `OutputError` if the package is
    configured already or the file cannot be written, and `UnusableInput` if the
    present configuration is broken.
    """
    before = path.read_text("utf-8") if path.exists() else ""
    has_table = "[tool.apiloom]" in before
    if has_table and any(
        one.package == client.package for one in load_config(path).clients
    ):
        raise OutputError(f"{path}: the package {client.package} is there already")
    lines = (
        [] if has_table else ["[tool.apiloom]", f"output = {json.dumps(output)}", ""]
    )
    lines += ["[[tool.apiloom.client]]", f"spec = {json.dumps(client.spec)}"]
    if client.overlays:
        lines.append(f"overlays = {json.dumps(list(client.overlays))}")
    lines.append(f"package = {json.dumps(client.package)}")
    if client.client is not None:
        lines.append(f"client = {json.dumps(client.client)}")
    separator = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    _write(path, before + separator + "\n".join(lines) + "\n")


def _write(path: Path, text: str) -> None:
    """Replace a file whole, or not at all."""
    try:
        handle, spare = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(spare, path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
