"""`apiloom init`: the configuration for a document, and files that run apiloom."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, ParamSpec

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
from apiloom.config import ClientConfig, find_config, load_config, shadowed
from apiloom.document.read.urls import is_remote
from apiloom.output import OutputError
from apiloom.pipeline import understand
from apiloom.scaffold.configuration import add_client
from apiloom.scaffold.discovery import documents_below
from apiloom.scaffold.project_files import FILES
from apiloom.text.visible import message

__all__ = ["command"]

P = ParamSpec("P")

_NOISE: Final = frozenset(
    "a an api docs for of openapi public rest spec the v1".split()
)
"""Words of a title that say nothing about whose API it is."""


def file_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add an option for each file that `init` writes on request."""
    for file in reversed(FILES):
        option = click.option(
            f"--{file.option}/--no-{file.option}",
            default=None,
            help=f"{file.question}.",
        )
        command = option(command)
    return command


@click.command(name="init")
@click.argument("spec", required=False)
@package_option
@client_option
@overlay_option
@config_option
@reading_options
@click.option(
    "--output",
    "-o",
    default="generated",
    show_default=True,
    help="The folder for the packages.",
)
@file_options
@guarded
def command(
    spec: str | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    output: str,
    **files: bool | None,
) -> None:
    """Add SPEC to the configuration.

    The configuration is created if there is none.

    Without SPEC, it is the OpenAPI document in this folder. On a terminal, init asks
    for what no option says.
    """
    path = config if config is not None else find_config(Path())
    asks = is_terminal()
    chosen = spec if spec is not None else _discovered(asks)
    file_name = package or package_of(chosen)
    settings = single(chosen, None, file_name, client, overlays)
    access = reading.access(settings)
    understood = understand(settings.clients[0], settings.root, access=access)
    name = package or _package(chosen, understood.api.title)
    if asks and package is None:
        name = _ask("Import name of the client", name)
    if name != file_name:  # the class may be named after the package
        settings = single(chosen, None, name, client, overlays)
        understood = understand(settings.clients[0], settings.root, access=access)
    class_ = understood.names.client
    if asks and client is None:
        class_ = _ask("Class name of the client", class_)
    single(chosen, None, name, class_, overlays)  # refuses names that are none
    written = ClientConfig(
        spec=_seen_from(path, chosen),
        package=name,
        client=class_,
        overlays=tuple(_seen_from(path, overlay) for overlay in overlays),
    )
    is_added = add_client(path, written, output)
    if not is_added and not asks and not any(files.values()):
        raise OutputError(f"{path}: the package {name} is configured already")
    if not is_added:
        output = load_config(path).output
    _tell(f"{path}: {name} {'added' if is_added else 'is configured already'}")
    _write_files(path.parent, output, files, asks)
    _tell("Now run `apiloom generate`")


def is_terminal() -> bool:
    """Return whether a terminal can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _write_files(
    folder: Path, output: str, files: dict[str, bool | None], asks: bool
) -> None:
    for file in FILES:
        wanted = files[file.option.replace("-", "_")]
        if wanted is None and asks:
            wanted = click.confirm(f"{file.question}?", default=False, err=True)
        if wanted:
            done = file.write(folder, output)
            _tell(f"{done.path}: {done.happened}")
            if done.to_add:
                click.echo(done.to_add, err=True)


def _discovered(asks: bool) -> str:
    """Return the document of the current folder. Raises click's UsageError."""
    found = [path.as_posix() for path in documents_below(Path())]
    if len(found) == 1:
        _tell(f"Found {found[0]}")
        return found[0]
    if not found:
        raise click.UsageError("there is no OpenAPI document in this folder; name one")
    listed = ", ".join(found[:8]) + (", …" if len(found) > 8 else "")
    if not asks:
        message = f"there are {len(found)} OpenAPI documents; name one: {listed}"
        raise click.UsageError(message)
    return click.prompt("Document", type=click.Choice(found), err=True)


def _package(spec: str, title: str) -> str:
    """Return a package name: that of the file, or of the title if it says nothing."""
    name = package_of(spec)
    if name != "client":
        return name
    words = re.findall(r"[a-z0-9]+", title.casefold())
    telling = [word for word in words if word not in _NOISE and not word.isdigit()]
    made = "_".join(telling[:3])
    return made if made.isidentifier() and not shadowed(made) else name


def _ask(question: str, default: str) -> str:
    answer: str = click.prompt(question, default=default, err=True)
    return answer.strip()


def _tell(text: str) -> None:
    click.echo(message(text), err=True)


def _seen_from(config: Path, path: str) -> str:
    """A path as the configuration has to write it: relative to its own folder."""
    folder = config.parent
    if is_remote(path) or Path(path).is_absolute() or folder == Path():
        return path
    return Path(os.path.relpath(path, folder)).as_posix()
