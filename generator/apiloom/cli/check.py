"""`apiloom check`: are the clients what their documents say?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from apiloom.cli.clients import ClientResult, Clients
from apiloom.cli.console import Screen
from apiloom.cli.options import (
    EXIT_FINDINGS,
    Reading,
    cache_option,
    config_option,
    configuration,
    guarded,
    quiet_option,
    reading_options,
)
from apiloom.output import Plan
from apiloom.output.report import diff

__all__ = ["command"]


@click.command(name="check")
@config_option
@reading_options
@cache_option
@quiet_option
@guarded
def command(config: Path | None, reading: Reading, no_cache: bool, quiet: bool) -> None:
    """Compare the configured clients with the files on disk.

    The command changes nothing.
    """
    screen = Screen(quiet)
    settings = configuration(config)
    access = reading.access(settings)
    clients = Clients.of(settings, screen, access=access, no_cache=no_cache)
    drifted = False
    outcomes: list[ClientResult] = []
    for outcome in clients.outcomes():
        outcomes.append(replace(outcome, plan=None))
        if outcome.is_clean:
            clients.keep(outcome)
        elif outcome.plan is not None:
            drifted = True
            click.echo(_meaning(outcome, outcome.plan), nl=False)
            click.echo(diff(outcome.plan))
    runtime = clients.runtime(outcomes)
    if runtime is not None and not runtime.is_clean:
        drifted = True
        click.echo(diff(runtime))
    clients.warn_of_unclaimed()
    if drifted:
        sys.exit(EXIT_FINDINGS)
    count = len(settings.clients)
    are = "client is" if count == 1 else "clients are"
    screen.say(f"{count:,} {are} up to date")


def _meaning(outcome: ClientResult, plan: Plan) -> str:
    """Return what a change means for callers, before its code is shown."""
    # Most runs find no change, and do without the comparison.
    found = import_module("apiloom.cli.meaning")
    meaning: Callable[..., str] = found.meaning
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    config = outcome.config
    return meaning(plan, config.package, config.waivers, is_coloured=is_coloured)
