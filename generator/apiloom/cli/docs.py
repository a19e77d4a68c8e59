"""`apiloom docs`: the documentation alone, as Markdown or as a site."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from apiloom.build.progress import progress
from apiloom.cli.console import Screen
from apiloom.cli.options import (
    EXIT_UNUSABLE,
    Reading,
    client_option,
    config_option,
    configured,
    guarded,
    overlay_option,
    package_option,
    quiet_option,
    reading_options,
)
from apiloom.cli.writing import write
from apiloom.config import DEFAULT_SAMPLES, SAMPLES, ClientConfig, Config
from apiloom.output import OutputError, cleaning_up, holds_site, plan, recover
from apiloom.pipeline import Client, documentation, understand
from apiloom.site.build import SiteError, build
from apiloom.site.pages import SitePage, client_files, client_pages, folder_pages
from apiloom.text.visible import messages

__all__ = ["command"]


@click.command(name="docs")
@click.argument("spec", required=False)
@package_option
@client_option
@overlay_option
@config_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this folder instead of next to the code.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a static site to this folder; needs apiloom[site].",
)
@reading_options
@quiet_option
@guarded
def command(
    spec: str | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    output: Path | None,
    site: Path | None,
    reading: Reading,
    quiet: bool,
) -> None:
    """Write the documentation alone, without code.

    It is that of SPEC, or of all configured clients.

    With --site, SPEC may also be a folder of Markdown pages.
    """
    screen = Screen(quiet)
    if site is not None and spec is not None and Path(spec).is_dir():
        _site_of_folder(Path(spec), site, screen)
        return
    settings = configured(spec, config, package, client, overlays)
    if site is None:
        _write_pages(settings, output, reading, screen, quiet)
        return
    if output is not None:
        raise click.UsageError("--site and --output exclude each other")
    is_only = len(settings.clients) == 1
    for one, understood in _clients(settings, reading, screen, quiet, is_site=True):
        pages = documentation(understood)
        folder = site if is_only else site / one.package
        title = understood.api.title
        _write_site(
            title, list(client_pages(pages)), folder, screen, dict(client_files(pages))
        )


def _site_of_folder(folder: Path, site: Path, screen: Screen) -> None:
    try:
        pages = list(folder_pages(folder))
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{folder}: {error}") from None
    if not pages:
        raise click.UsageError(f"{folder} has no Markdown pages")
    first = next((one for one in pages if one.path == "index.md"), pages[0])
    _write_site(first.title, pages, site, screen)


def _write_site(
    title: str,
    pages: Sequence[SitePage],
    folder: Path,
    screen: Screen,
    files: Mapping[str, bytes] | None = None,
) -> None:
    """Build a site, and replace the former one in a folder."""
    is_free = not os.path.lexists(folder) or (
        folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    )
    if not is_free and not holds_site(folder):
        raise OutputError(f"{folder} holds files of others; choose another folder")
    recover(folder.parent)
    try:
        with cleaning_up():
            built = build(title, pages, files)
    except SiteError as error:
        click.echo(f"error: {messages(str(error))}", err=True)
        sys.exit(EXIT_UNUSABLE)
    write(plan(folder, built, label=str(folder), is_site=True))
    screen.say(f"{folder}: {len(pages)} pages")


def _write_pages(
    settings: Config,
    output: Path | None,
    reading: Reading,
    screen: Screen,
    quiet: bool,
) -> None:
    """Write the Markdown pages."""
    folder = output if output is not None else Path("docs")
    where = settings.root / folder
    if where.resolve() == (settings.root / settings.output).resolve():
        raise click.UsageError(
            f"{folder} holds the clients, whose documentation `apiloom generate`"
            " writes; choose a different --output"
        )
    recover(where)
    for one, understood in _clients(settings, reading, screen, quiet, is_site=False):
        label = f"{folder}/{one.package}"
        made = plan(where / one.package, documentation(understood), label=label)
        write(made)
        screen.say(made.summary)


def _clients(
    settings: Config, reading: Reading, screen: Screen, quiet: bool, *, is_site: bool
) -> Iterator[tuple[ClientConfig, Client]]:
    """Yield the clients; a site shows all languages, unless some are configured."""
    access = reading.access(settings)
    with progress(len(settings.clients), quiet) as step:
        for stated in settings.clients:
            step(stated.package)
            is_open = is_site and stated.samples == DEFAULT_SAMPLES
            one = replace(stated, samples=SAMPLES) if is_open else stated
            understood = understand(one, settings.root, access=access, tell=step.stage)
            screen.diagnose(one.spec, understood.findings())
            yield one, understood
