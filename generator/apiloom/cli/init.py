"""`apiloom init`: the configuration for a document."""

from __future__ import annotations

import os
from pathlib import Path

import click

from apiloom.cli.options import (
    Reading,
    client_option,
    config_option,
    guarded,
    overlay_option,
    package_of,
    package_option,
    reading_options,
    single,
)
from apiloom.config import ClientConfig, find_config
from apiloom.document.read.urls import is_remote
from apiloom.pipeline import understand
from apiloom.scaffold import scaffold
from apiloom.text.visible import message

__all__ = ["command"]


@click.command(name="init")
@click.argument("spec")
@package_option
@client_option
@overlay_option
@config_option
@reading_options
@click.option("--output", "-o", default="generated", show_default=True)
@guarded
def command(
    spec: str,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    output: str,
) -> None:
    """Add SPEC to the configuration, and write one if there is none."""
    path = config if config is not None else find_config(Path())
    name = package or package_of(spec)
    settings = single(spec, None, name, client, overlays)
    access = reading.access(settings)
    understood = understand(settings.clients[0], settings.root, access=access)
    written = ClientConfig(
        spec=_seen_from(path, spec),
        package=name,
        client=understood.names.client,
        overlays=tuple(_seen_from(path, overlay) for overlay in overlays),
    )
    scaffold(path, written, output)
    told = message(f"{path}: {name} added; now run `apiloom generate`")
    click.echo(told, err=True)


def _seen_from(config: Path, path: str) -> str:
    """A path as the configuration has to write it: relative to its own folder."""
    folder = config.parent
    if is_remote(path) or Path(path).is_absolute() or folder == Path():
        return path
    return Path(os.path.relpath(path, folder)).as_posix()
