"""`apiloom lint`: everything that is wrong with a document."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from apiloom.cli.formats import as_command, as_row, as_sarif
from apiloom.cli.options import (
    EXIT_FINDINGS,
    Reading,
    config_option,
    configured,
    guarded,
    overlay_option,
    package_option,
    reading_options,
)
from apiloom.diagnostics import Finding, Severity
from apiloom.document.lint.structure import audit
from apiloom.pipeline import understand
from apiloom.text.visible import json_text

__all__ = ["command"]


@click.command(name="lint")
@click.argument("spec", required=False)
@package_option
@overlay_option
@config_option
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to print the diagnostics.",
)
@guarded
def command(
    spec: str | None,
    package: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    form: str,
) -> None:
    """Print every diagnostic, with its place.

    Without SPEC, all configured clients are read.
    """
    settings = configured(spec, config, package, None, overlays)
    access = reading.access(settings)
    findings: list[Finding] = []
    for client in settings.clients:
        understood = understand(client, settings.root, access=access, audit=audit)
        findings += understood.findings()
    if form == "json":
        click.echo(json_text([as_row(finding) for finding in findings]))
    elif form == "sarif":
        click.echo(json_text(as_sarif(findings)))
    else:
        written = as_command if form == "github" else Finding.render
        for finding in findings:
            click.echo(written(finding))
    if any(finding.severity is not Severity.INFO for finding in findings):
        sys.exit(EXIT_FINDINGS)
