"""`apiloom lint`: everything that is wrong with a document."""

from __future__ import annotations

import json
import sys

import click

from generator.cli.options import (
    EXIT_FINDINGS,
    guarded,
    overlay_option,
    package_of,
    remote_option,
    single,
)
from generator.cli.rows import as_row
from generator.diagnostics import Severity
from generator.document.audit import audit
from generator.pipeline import understand

__all__ = ["command"]


@click.command(name="lint")
@click.argument("spec")
@overlay_option
@remote_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
@guarded
def command(
    spec: str, overlays: tuple[str, ...], allow_remote: bool, form: str
) -> None:
    """Print every diagnostic of SPEC, with its place."""
    settings = single(spec, None, package_of(spec), None, overlays)
    one = understand(
        settings.clients[0], settings.root, allow_remote=allow_remote, audit=audit
    )
    if form == "json":
        found = [as_row(each) for each in one.findings()]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for finding in one.findings():
            click.echo(finding.render())
    if any(each.severity is not Severity.INFO for each in one.diagnostics):
        sys.exit(EXIT_FINDINGS)
