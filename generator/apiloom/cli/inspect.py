"""`apiloom inspect`: what apiloom understood, for tools."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from apiloom.cli.formats import as_row
from apiloom.cli.options import (
    EXIT_BROKEN,
    Reading,
    client_option,
    config_option,
    configured,
    guarded,
    overlay_option,
    package_option,
    reading_options,
)
from apiloom.compare.extraction import surface
from apiloom.compare.surface import as_json
from apiloom.document import Document
from apiloom.document.lint.structure import audit
from apiloom.inspect.model import inspection
from apiloom.locations import Pointer
from apiloom.pipeline import understand
from apiloom.text.visible import json_text

__all__ = ["command"]


@click.command(name="inspect")
@click.argument("spec", required=False)
@package_option
@client_option
@overlay_option
@config_option
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["json"]),
    default="json",
    show_default=True,
    help="The format of the output.",
)
@guarded
def command(
    spec: str | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    form: str,
) -> None:
    """Print the model of a client as JSON.

    The client is that of SPEC, or a configured one that --package selects.
    """
    settings = configured(spec, config, package, client, overlays)
    chosen, *others = settings.clients
    if others:
        names = ", ".join(one.package for one in settings.clients)
        message = f"several clients are configured; choose one by --package: {names}"
        raise click.UsageError(message)
    access = reading.access(settings)
    one = understand(chosen, settings.root, access=access, audit=audit)
    data = inspection(one.package)
    for model in data["models"]:
        # As the user's file has it: a document of Swagger 2.0 was converted.
        model["pointer"] = _traced(one.document, Pointer.parse(model["pointer"]))
    data["surface"] = as_json(surface(one.package, partial(_traced, one.document)))
    data["diagnostics"] = [as_row(found) for found in one.findings()]
    click.echo(json_text(data))
    if one.diagnostics.errors:
        sys.exit(EXIT_BROKEN)


def _traced(document: Document, pointer: Pointer) -> str:
    """Return a pointer into the user's file."""
    if document.is_from_overlay(pointer):
        return str(pointer)
    return str(document.traced(pointer))
