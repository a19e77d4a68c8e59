"""What the commands have in common: options, names, and how input is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from keyword import iskeyword
from pathlib import Path
from typing import ParamSpec

import click

from generator.cli.writing import recover_all
from generator.config import ClientConfig, Config
from generator.diagnostics import UnusableInput
from generator.output import OutputError

__all__ = [
    "EXIT_BROKEN",
    "EXIT_FINDINGS",
    "cache_option",
    "client_option",
    "config_option",
    "guarded",
    "overlay_option",
    "package_of",
    "package_option",
    "quiet_option",
    "remote_option",
    "single",
]

P = ParamSpec("P")

EXIT_FINDINGS = 1
EXIT_UNUSABLE = 2
EXIT_BROKEN = 3
EXIT_INTERRUPTED = 130


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn unusable input into one message and exit code 2.

    Before that, put in order what a killed run may have left.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            recover_all()
            command(*args, **kwargs)
        except (UnusableInput, OutputError) as error:
            click.echo(str(error), err=True)
            sys.exit(EXIT_UNUSABLE)
        except KeyboardInterrupt:
            click.echo("Interrupted: no package is half written", err=True)
            sys.exit(EXIT_INTERRUPTED)

    return run


quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print no progress.")
config_option = click.option(
    "--config",
    default="pyproject.toml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The file with the [tool.apiloom] table.",
)
overlay_option = click.option(
    "--overlay",
    "overlays",
    multiple=True,
    help="An OpenAPI Overlay to apply; may be given several times.",
)
package_option = click.option("--package", help="The name to import the client by.")
client_option = click.option("--client", help="The name of the client class.")
remote_option = click.option(
    "--allow-remote", is_flag=True, help="Follow references to other machines."
)
cache_option = click.option(
    "--no-cache",
    is_flag=True,
    help="Make every client anew, even if nothing has changed.",
)


def single(
    spec: str,
    output: Path | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    http: str | None = None,
) -> Config:
    """Return the configuration that the options stand for.

    Raises click's UsageError for a name that Python does not accept.
    """
    name = package or package_of(spec)
    for option, given in (("--package", name), ("--client", client)):
        if given is not None and (not given.isidentifier() or iskeyword(given)):
            raise click.UsageError(f"{option}: {given!r} is not a name in Python")
    one = ClientConfig(
        spec=spec,
        package=name,
        client=client,
        overlays=overlays,
        http="httpx" if http == "httpx" else "httpx2",
    )
    return Config(output=str(output or "."), clients=(one,), root=Path())


def package_of(spec: str) -> str:
    """Return a package name for a spec that comes without one."""
    path = Path(spec)
    stem = (
        path.parent.name if path.stem in ("openapi", "swagger", "spec") else path.stem
    )
    name = "".join(part if part.isalnum() else "_" for part in stem.lower()).strip("_")
    return name if name.isidentifier() and not iskeyword(name) else "client"
