"""`apiloom lint`: everything that is wrong with a document."""

from __future__ import annotations

import json
import sys

import click

from generator.cli.options import (
    EXIT_FINDINGS,
    Reading,
    guarded,
    overlay_option,
    package_option,
    reading_options,
    single,
)
from generator.cli.rows import as_row
from generator.diagnostics import Severity
from generator.document.audit import audit
from generator.pipeline import understand

__all__ = ["command"]


@click.command(name="lint")
@click.argument("spec")
@package_option
@overlay_option
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
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
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for finding in one.findings():
            click.echo(finding.render())
    if any(each.severity is not Severity.INFO for each in one.diagnostics):
        sys.exit(EXIT_FINDINGS)
