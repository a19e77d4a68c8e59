"""`apiloom generate`: write the clients."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import click

from apiloom.cli.clients import Clients
from apiloom.cli.console import Screen
from apiloom.cli.options import (
    EXIT_BROKEN,
    Reading,
    cache_option,
    client_option,
    config_option,
    configuration,
    guarded,
    overlay_option,
    package_option,
    quiet_option,
    reading_options,
    single,
)

__all__ = ["command"]


@click.command(name="generate")
@click.argument("spec", required=False)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write to this folder."
)
@package_option
@client_option
@overlay_option
@config_option
@reading_options
@click.option(
    "--http",
    type=click.Choice(["httpx2", "httpx"]),
    help="The HTTP library of the client.  [default: httpx2]",
)
@click.option(
    "--force", is_flag=True, help="Overwrite files that apiloom did not write."
)
@cache_option
@quiet_option
@guarded
def command(
    spec: str | None,
    output: Path | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    http: str | None,
    force: bool,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Write the configured clients, or the one of SPEC."""
    screen = Screen(quiet)
    if spec is None:
        refuse_without_spec(
            output=output,
            package=package,
            client=client,
            overlays=overlays,
            http=http,
        )
        settings = configuration(config)
    else:
        settings = single(spec, output, package, client, overlays, http)
    access = reading.access(settings)
    for client_config in settings.clients:
        warn_of_shadowing(screen, client_config.package)
    clients = Clients.of(settings, screen, access=access, no_cache=no_cache)
    # All of them are made before the first is written: a run that fails writes nothing.
    outcomes = [*clients.outcomes()]
    clients.write(outcomes, force=force)
    for outcome in outcomes:
        for name in outcome.leftovers:
            screen.warn(f"{name} was not written by this run; it is left unchanged")
    if spec is None:
        clients.warn_of_unclaimed()
    if any(outcome.broken for outcome in outcomes):
        sys.exit(EXIT_BROKEN)


def warn_of_shadowing(screen: Screen, package: str) -> None:
    """Warn of an installed distribution that provides a module of the same name."""
    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        return
    if found is None:
        return
    places = [found.origin or "", *(found.submodule_search_locations or ())]
    if any("site-packages" in Path(place).parts for place in places):
        screen.warn(
            f"warning: the package {package} has the name of an installed module;"
            " programs import whichever comes first on their path\n"
            f"  hint: choose another name, {package}_client for example"
        )


def refuse_without_spec(**given: object) -> None:
    """Refuse options that only make sense for one spec.  Raises click's UsageError."""
    for name, value in given.items():
        if value:
            option = "--overlay" if name == "overlays" else f"--{name}"
            raise click.UsageError(
                f"{option} requires a SPEC; without one, the clients of "
                "the configuration are written"
            )
