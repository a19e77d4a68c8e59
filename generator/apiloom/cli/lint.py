"""`apiloom lint`: everything that is wrong with a document."""

from __future__ import annotations

import sys

import click

from apiloom.cli.formats import as_command, as_row
from apiloom.cli.options import (
    EXIT_FINDINGS,
    Reading,
    guarded,
    overlay_option,
    package_option,
    reading_options,
    single,
)
from apiloom.diagnostics import Finding, Severity
from apiloom.document.lint.structure import audit
from apiloom.pipeline import understand
from apiloom.text.visible import json_text

__all__ = ["command"]


@click.command(name="lint")
@click.argument("spec")
@package_option
@overlay_option
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
)
@guarded
def command(
    spec: str,
    package: str | None,
    overlays: tuple[str, ...],
    reading: Reading,
    form: str,
) -> None:
    """Print every diagnostic of SPEC, with its place."""
    settings = single(spec, None, package, None, overlays)
    access = reading.access(settings)
    one = understand(settings.clients[0], settings.root, access=access, audit=audit)
    if form == "json":
        found = [as_row(each) for each in one.findings()]
        click.echo(json_text(found))
    else:
        written = as_command if form == "github" else Finding.render
        for finding in one.findings():
            click.echo(written(finding))
    if any(each.severity is not Severity.INFO for each in one.diagnostics):
        sys.exit(EXIT_FINDINGS)
