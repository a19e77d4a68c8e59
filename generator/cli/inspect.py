"""`apiloom inspect`: what apiloom understood, for tools."""

from __future__ import annotations

import json
import sys

import click

from generator.cli.options import (
    EXIT_BROKEN,
    client_option,
    guarded,
    overlay_option,
    package_of,
    package_option,
    remote_option,
    single,
)
from generator.cli.rows import as_row
from generator.document.audit import audit
from generator.pipeline import understand
from generator.python.inspection import inspection

__all__ = ["command"]


@click.command(name="inspect")
@click.argument("spec")
@package_option
@client_option
@overlay_option
@remote_option
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", show_default=True
)
@guarded
def command(
    spec: str,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    allow_remote: bool,
    form: str,
) -> None:
    """Print what apiloom understood of SPEC, for tools."""
    settings = single(spec, None, package or package_of(spec), client, overlays)
    one = understand(
        settings.clients[0], settings.root, allow_remote=allow_remote, audit=audit
    )
    data = inspection(one.package)
    data["diagnostics"] = [as_row(found) for found in one.findings()]
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    if one.diagnostics.errors:
        sys.exit(EXIT_BROKEN)
