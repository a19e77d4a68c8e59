"""`apiloom docs`: the documentation, and nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from apiloom.build.progress import progress
from apiloom.cli.console import Screen
from apiloom.cli.options import (
    Reading,
    config_option,
    configuration,
    guarded,
    quiet_option,
    reading_options,
)
from apiloom.cli.writing import write
from apiloom.output import plan, recover
from apiloom.pipeline import documentation, understand

__all__ = ["command"]


@click.command(name="docs")
@config_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this folder instead of next to the code.",
)
@reading_options
@quiet_option
@guarded
def command(
    config: Path | None, output: Path | None, reading: Reading, quiet: bool
) -> None:
    """Write the documentation of the configured clients, and nothing else."""
    screen = Screen(quiet)
    settings = configuration(config)
    access = reading.access(settings)
    folder = output if output is not None else Path("docs")
    where = settings.root / folder
    if where.resolve() == (settings.root / settings.output).resolve():
        raise click.UsageError(
            f"{folder} holds the clients, whose documentation `apiloom generate`"
            " writes; choose a different --output"
        )
    recover(where)
    with progress(len(settings.clients), quiet) as step:
        for one in settings.clients:
            step(one.package)
            client = understand(one, settings.root, access=access)
            screen.diagnose(one.spec, client.findings())
            label = f"{folder}/{one.package}"
            made = plan(where / one.package, documentation(client), label=label)
            write(made)
            screen.say(made.summary)
