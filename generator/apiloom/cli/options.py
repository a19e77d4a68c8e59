"""Options, names and error handling shared by the commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from keyword import iskeyword
from pathlib import Path, PurePosixPath
from typing import ParamSpec
from urllib.parse import urlsplit

import click

from apiloom.access import (
    MAX_COMBINATIONS,
    MAX_PARTS,
    MAX_SIZE,
    TIMEOUT,
    Access,
    is_url,
)
from apiloom.cli.writing import recover_all
from apiloom.config import ClientConfig, Config, find_config, load_config, shadowed
from apiloom.diagnostics import UnusableInput
from apiloom.output import OutputError
from apiloom.text.visible import messages

__all__ = [
    "EXIT_BROKEN",
    "EXIT_FINDINGS",
    "Reading",
    "cache_option",
    "client_option",
    "config_option",
    "configuration",
    "configured",
    "guarded",
    "overlay_option",
    "package_of",
    "package_option",
    "quiet_option",
    "reading_options",
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
            click.echo(messages(str(error)), err=True)
            sys.exit(EXIT_UNUSABLE)
        except KeyboardInterrupt:
            click.echo("Interrupted; no package is left half-written", err=True)
            sys.exit(EXIT_INTERRUPTED)
        except MemoryError:
            click.echo("error: not enough memory for this document", err=True)
            sys.exit(EXIT_UNUSABLE)

    return run


quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print no progress.")
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration.  [default: apiloom.toml, or the [tool.apiloom] table of"
    " pyproject.toml]",
)
overlay_option = click.option(
    "--overlay",
    "overlays",
    multiple=True,
    help="An OpenAPI Overlay to apply; can be repeated.",
)
package_option = click.option("--package", help="The import name of the client.")
client_option = click.option("--client", help="The name of the client class.")
remote_option = click.option(
    "--allow-remote",
    is_flag=True,
    help="Fetch documents and the files they refer to over HTTP.",
)
root_option = click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="DIR|URL",
    help="Also allow references to this folder or URL; can be repeated.",
)
size_option = click.option(
    "--max-size",
    type=click.FloatRange(0, 1_000_000, min_open=True),
    metavar="MB",
    help="Maximum size of a document with all its files.  "
    f"[default: {MAX_SIZE / 1e6:g}]",
)
combinations_option = click.option(
    "--max-combinations",
    type=click.IntRange(min=0),
    metavar="N",
    help="Maximum number of combinations of a document's schemas.  "
    f"[default: {MAX_COMBINATIONS}]",
)
parts_option = click.option(
    "--max-parts",
    type=click.IntRange(min=0),
    metavar="N",
    help="Maximum number of operations, schemas and modules of a client.  "
    f"[default: {MAX_PARTS}]",
)
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400, min_open=True),
    metavar="SECONDS",
    help=f"Maximum time to fetch a document.  [default: {TIMEOUT:g}]",
)
cache_option = click.option(
    "--no-cache",
    is_flag=True,
    help="Ignore what earlier runs have cached.",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The options that control reading documents."""

    allow_remote: bool
    roots: tuple[str, ...]
    max_size: float | None
    timeout: float | None
    max_combinations: int | None
    max_parts: int | None

    def access(self, settings: Config) -> Access:
        """Return what the documents of a configuration may read.

        Raises click's UsageError for a root that is not there.
        """
        roots = [settings.root / root for root in settings.roots if not is_url(root)]
        for root in self.roots:
            if not is_url(root) and not Path(root).exists():
                raise click.UsageError(f"--root: {root!r} does not exist")
        size = settings.max_size
        if self.max_size is not None:
            size = int(self.max_size * 1_000_000)
        return Access.to(
            [*roots, *filter(is_url, settings.roots), *self.roots],
            allow_remote=self.allow_remote,
            max_size=size,
            timeout=self.timeout,
            max_combinations=(
                settings.max_combinations
                if self.max_combinations is None
                else self.max_combinations
            ),
            max_parts=(
                settings.max_parts if self.max_parts is None else self.max_parts
            ),
        )


def reading_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add the options about reading documents; the command takes them as `reading`."""

    @remote_option
    @root_option
    @size_option
    @timeout_option
    @combinations_option
    @parts_option
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        options = {each.name: kwargs.pop(each.name) for each in fields(Reading)}
        kwargs["reading"] = Reading(**options)  # type: ignore[arg-type]
        command(*args, **kwargs)

    return run


def configuration(config: Path | None) -> Config:
    """Read the configuration that `--config` names, or that of the current folder.

    Raises UnusableInput.
    """
    return load_config(config if config is not None else find_config(Path()))


def configured(
    spec: str | None,
    config: Path | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
) -> Config:
    """Return what a command that reads documents is about.

    Without a SPEC, that is the configured clients, or the one called `package`. A SPEC
    that the configuration names is read with its overlays, unless an option says
    otherwise. Raises UnusableInput, and click's UsageError for a package that is not
    configured.
    """
    if spec is None:
        if client is not None or overlays:
            option = "--overlay" if overlays else "--client"
            raise click.UsageError(f"{option} requires a SPEC")
        settings = configuration(config)
        if package is None:
            return settings
        chosen = tuple(one for one in settings.clients if one.package == package)
        if not chosen:
            names = ", ".join(one.package for one in settings.clients)
            message = f"--package: {package!r} is not configured; there is {names}"
            raise click.UsageError(message)
        return replace(settings, clients=chosen)
    if package is None and client is None and not overlays:
        found = configuration(config) if config is not None else _nearby()
        for one in found.clients if found is not None else ():
            if found and _is_same(spec, found.root / one.spec):
                return replace(found, clients=(one,))
    return single(spec, None, package, client, overlays)


def _nearby() -> Config | None:
    """Return the configuration of the current folder, if it has one that is sound."""
    try:
        return configuration(None)
    except UnusableInput:
        return None


def _is_same(spec: str, configured: Path) -> bool:
    try:
        return os.path.samefile(spec, configured)
    except (OSError, ValueError):
        return False


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
            raise click.UsageError(f"{option}: {given!r} is not a valid Python name")
    if package is not None and (hidden := shadowed(package)):
        message = f"--package: {package!r} would hide {hidden} of the same name"
        raise click.UsageError(f"{message}; {package}_client, for example")
    one = ClientConfig(
        spec=spec,
        package=name,
        client=client,
        overlays=overlays,
        http="httpx" if http == "httpx" else "httpx2",
        is_chosen=package is not None,
    )
    return Config(
        output=str(output or "."),
        clients=(one,),
        root=Path(),
        roots=_folders_of(spec),
    )


def _folders_of(spec: str) -> tuple[str, ...]:
    """Return the folder that a spec may read: the current one, else its own."""
    if is_url(spec):
        return ()
    here, path = os.path.abspath("."), os.path.abspath(spec)
    is_inside = path.startswith(here.rstrip(os.sep) + os.sep)
    return (here if is_inside else os.path.dirname(path),)


def package_of(spec: str) -> str:
    """Return a package name for a spec that comes without one."""
    path = PurePosixPath(urlsplit(spec).path) if is_url(spec) else Path(spec)
    stem = (
        path.parent.name if path.stem in ("openapi", "swagger", "spec") else path.stem
    )
    name = "".join(part if part.isalnum() else "_" for part in stem.lower()).strip("_")
    if not name.isidentifier() or iskeyword(name):
        return "client"
    return f"{name}_client" if shadowed(name) else name
