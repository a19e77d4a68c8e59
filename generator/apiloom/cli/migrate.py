"""`apiloom migrate`: from another generator's settings, with the published names."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import click

from apiloom.cli.options import (
    EXIT_BROKEN,
    Reading,
    client_option,
    config_option,
    guarded,
    package_of,
    package_option,
    reading_options,
    single,
)
from apiloom.config import ClientConfig, find_config, shadowed
from apiloom.diagnostics import Code
from apiloom.document.document import Document
from apiloom.document.tree import Value
from apiloom.migrate.overlay import Action, merge_actions, name_actions, overlay_text
from apiloom.migrate.package import read_package
from apiloom.migrate.published import Published, route_key
from apiloom.migrate.recognition import read_published
from apiloom.migrate.report import Report, compared
from apiloom.migrate.settings import SettingsFile
from apiloom.output import OutputError
from apiloom.pipeline import Client, understand
from apiloom.scaffold.configuration import add_client
from apiloom.scaffold.writing import replace_file
from apiloom.text.visible import json_text

__all__ = ["command"]


@click.command(name="migrate")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--spec", help="The OpenAPI document.  [default: what SOURCE names]")
@click.option(
    "--old",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the published package: its methods are kept, and compared.",
)
@package_option
@client_option
@click.option(
    "--names",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The overlay to write.  [default: names.overlay.yaml beside the document]",
)
@config_option
@reading_options
@click.option(
    "--output",
    "-o",
    default="generated",
    show_default=True,
    help="The folder for the packages.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="How to print the report.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing, only print the report.")
@click.option("--force", is_flag=True, help="Overwrite the overlay.")
@guarded
def command(
    source: Path,
    spec: str | None,
    old: Path | None,
    package: str | None,
    client: str | None,
    names: Path | None,
    config: Path | None,
    reading: Reading,
    output: str,
    form: str,
    dry_run: bool,
    force: bool,
) -> None:
    """Keep the names of another generator's client.

    SOURCE is a stainless.yml, the api.md of an SDK by Stainless, a folder .speakeasy or
    fern, a configuration of openapi-generator, or the folder of the old package. The
    configuration and an overlay with the names are written, and a report is printed.
    """
    published = read_published(source)
    if old is not None:
        published = _with_package(published, read_package(old, client or ""))
    document = _document(published, spec)
    path = config if config is not None else find_config(Path())
    target = (
        names if names is not None else Path(document).parent / "names.overlay.yaml"
    )
    if target.exists() and not force and not dry_run:
        raise OutputError(f"{target}: is there already; --force overwrites it")
    name = package or _package(published, document)
    overlays = tuple(overlay.as_posix() for overlay in published.overlays)
    settings = single(
        document, None, name, client or published.client or None, overlays
    )
    access = reading.access(settings)
    one = settings.clients[0]
    with tempfile.TemporaryDirectory() as folder:
        spare = Path(folder) / "names.overlay.yaml"

        def understood(actions: list[Action]) -> Client:
            if not actions:
                return understand(one, settings.root, access=access)
            spare.write_text(overlay_text(title, actions), encoding="utf-8")
            laid = replace(one, overlays=(*overlays, spare.as_posix()))
            return understand(laid, settings.root, access=access)

        title = f"Names of the {published.generator or 'published'} client"
        merges = _merges(published, understood([]).document)
        before = understood(merges)
        plan = name_actions(published, before.document, before.api)
        actions, after = _sound([*merges, *plan.actions], understood, plan.notes)
    report = compared(published, plan, after.api, after.names)
    if not dry_run:
        replace_file(target, overlay_text(title, actions).encode())
        written = ClientConfig(
            spec=_seen_from(path, document),
            package=name,
            client=after.names.client,
            overlays=tuple(
                _seen_from(path, each) for each in (*overlays, target.as_posix())
            ),
        )
        add_client(path, written, output)
    _tell(report, [] if dry_run else [target.as_posix(), path.as_posix()], form)
    if after.diagnostics.errors:
        sys.exit(EXIT_BROKEN)


def _with_package(published: Published, old: Published) -> Published:
    """Return what the settings say, with the names of the package itself."""
    stated = {route_key(one.verb, one.path): one.dotted for one in published.methods}
    methods = sorted(
        old.methods,
        key=lambda one: stated.get(route_key(one.verb, one.path)) != one.dotted,
    )
    sent = {route_key(method.verb, method.path) for method in methods}
    extra = [
        method
        for method in published.methods
        if route_key(method.verb, method.path) not in sent
    ]
    return replace(
        published,
        client=old.client or published.client,
        modules=old.modules,
        methods=[*methods, *extra],
        models=old.models or published.models,
        credentials=published.credentials or old.credentials,
    )


def _document(published: Published, spec: str | None) -> str:
    """Return the document to use. Raises click's UsageError without one."""
    stated = spec or published.spec
    if not stated:
        message_ = f"{published.source} does not name the OpenAPI document; pass --spec"
        raise click.UsageError(message_)
    if not spec and not Path(stated).is_file():
        message_ = (
            f"{published.source} names {stated}, which is not a file on this machine;"
            " download the document and pass it with --spec"
        )
        raise click.UsageError(message_)
    return stated


def _package(published: Published, document: str) -> str:
    name = published.package or package_of(document)
    return f"{name}_client" if shadowed(name) else name


def _merges(published: Published, document: Document) -> list[Action]:
    """Return the actions for files that are merged into the document."""
    found: list[Action] = []
    base: Value = document.files[""].data
    for path in published.merges:
        found += merge_actions(base, SettingsFile(path, is_empty=True).root.value)
    return found


def _sound(
    actions: list[Action],
    understood: Callable[[list[Action]], Client],
    notes: list[str],
) -> tuple[list[Action], Client]:
    """Drop the actions that the document refuses, and note why."""
    client = understood(actions)
    refused: set[int] = set()
    for finding in client.findings():
        is_overlay = finding.location.file.endswith("names.overlay.yaml")
        tokens = finding.location.pointer.tokens
        if is_overlay and tokens[:1] == ("actions",) and len(tokens) > 1:
            code = finding.diagnostic.code
            if code in (Code.EXTENSION_INVALID, Code.OVERLAY_INCOMPATIBLE):
                refused.add(int(tokens[1]))
                place = actions[int(tokens[1])].target
                notes.append(f"{place}: {finding.diagnostic.message}")
    if not refused:
        return actions, client
    kept = [
        _without_pagination(action) if index in refused else action
        for index, action in enumerate(actions)
    ]
    sound = [action for action in kept if action is not None]
    return sound, understood(sound)


def _without_pagination(action: Action) -> Action | None:
    """Return an action without what may be wrong in it; None if nothing is left."""
    update = action.update
    if not isinstance(update, dict):
        return None
    left = {key: value for key, value in update.items() if key != "x-pagination"}
    return Action(action.target, left) if left and left != update else None


def _seen_from(config: Path, path: str) -> str:
    folder = config.parent
    if Path(path).is_absolute() or folder == Path():
        return path
    return Path(os.path.relpath(path, folder)).as_posix()


def _tell(report: Report, files: Iterable[str], form: str) -> None:
    if form == "json":
        click.echo(json_text(report.as_json()))
    else:
        click.echo(report.as_markdown([*files]))
    kept, published = report.methods.kept, report.methods.published
    click.echo(f"{kept} of {published} methods keep their names", err=True)
