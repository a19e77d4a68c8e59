"""`apiloom inspect`: what apiloom understood, for tools."""

from __future__ import annotations

import sys

import click

from apiloom.cli.formats import as_row
from apiloom.cli.options import (
    EXIT_BROKEN,
    Reading,
    client_option,
    guarded,
    overlay_option,
    package_option,
    reading_options,
    single,
)
from apiloom.document.lint.structure import audit
from apiloom.inspect.model import inspection
from apiloom.locations import Pointer
from apiloom.pipeline import understand
from apiloom.text.visible import json_text

__all__ = ["command"]


@click.command(name="inspect")
@click.argument("spec")
@package_option
@client_option
@overlay_option
@reading_options
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", show_default=True
)
@guarded
def command(
    spec: str,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    reading: Reading,
    form: str,
) -> None:
    """Print what apiloom understood of SPEC, for tools."""
    settings = single(spec, None, package, client, overlays)
    access = reading.access(settings)
    one = understand(settings.clients[0], settings.root, access=access, audit=audit)
    data = inspection(one.package)
    for model in data["models"]:
        # As the user's file has it: a document of Swagger 2.0 was converted.
        pointer = Pointer.parse(model["pointer"])
        if not one.document.is_from_overlay(pointer):
            model["pointer"] = str(one.document.traced(pointer))
    data["diagnostics"] = [as_row(found) for found in one.findings()]
    click.echo(json_text(data))
    if one.diagnostics.errors:
        sys.exit(EXIT_BROKEN)
