"""`apiloom diff`: what a new specification means for the callers of a client."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from apiloom import __version__
from apiloom.cli.options import (
    EXIT_FINDINGS,
    Reading,
    client_option,
    config_option,
    guarded,
    overlay_option,
    package_option,
    reading_options,
)
from apiloom.cli.sides import Loader, Names, client_of, nearby
from apiloom.compare.comparison import compare
from apiloom.compare.report.ci import github_report, junit_report, sarif_report
from apiloom.compare.report.machine import json_report
from apiloom.compare.report.markdown import markdown_report
from apiloom.compare.report.text import text_report
from apiloom.compare.report.verdict import Threshold, Verdict, judge
from apiloom.output import cleaning_up

__all__ = ["command", "printed"]

FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")


@click.command(name="diff")
@click.argument("old")
@click.argument("new")
@package_option
@client_option
@overlay_option
@config_option
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print the changes.",
)
@click.option(
    "--fail-on",
    "threshold",
    type=click.Choice([each.value for each in Threshold]),
    default=Threshold.BREAKING.value,
    show_default=True,
    help="Exit with 1 if there is such a change.",
)
@click.option(
    "--all", "is_whole", is_flag=True, help="Do not shorten long lists of changes."
)
@guarded
def command(
    old: str,
    new: str,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    form: str,
    threshold: str,
    is_whole: bool,
) -> None:
    """Show what changes for callers between OLD and NEW.

    Each of them is a specification, REV:PATH of the git repository, or the saved output
    of `apiloom inspect`.
    """
    names = Names(package, client, overlays)
    with (
        cleaning_up(),
        TemporaryDirectory(prefix="apiloom-", ignore_cleanup_errors=True) as folder,
    ):
        found = nearby(config)
        loader = Loader(names, found, reading, Path(folder))
        before, after = loader.pair(old, new)
        settings = found[1] if found is not None else None
        entry = client_of(settings, new) or client_of(settings, old)
        verdict = judge(
            compare(before.surface, after.surface),
            before.side,
            after.side,
            entry.waivers if entry is not None else (),
            Threshold(threshold),
            datetime.now(UTC).date(),
        )
    click.echo(printed(verdict, form, is_whole=is_whole).removesuffix("\n"))
    if verdict.fails:
        sys.exit(EXIT_FINDINGS)


def printed(verdict: Verdict, form: str, *, is_whole: bool = False) -> str:
    """Return a verdict in one of the formats."""
    match form:
        case "json":
            return json_report(verdict)
        case "markdown":
            return markdown_report(verdict)
        case "github":
            return github_report(verdict)
        case "sarif":
            return sarif_report(verdict, __version__)
        case "junit":
            return junit_report(verdict)
        case _:
            return text_report(verdict, _style, is_whole=is_whole)


def _style(text: str, colour: str) -> str:
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return click.style(text, fg=colour) if is_coloured else text
