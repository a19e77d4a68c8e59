"""The command line: data on stdout, everything else on stderr.

Exit codes: 0 done; 1 drift or findings; 2 unusable input or usage; 3 generated, though
the document is broken in places.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from keyword import iskeyword
from pathlib import Path
from typing import Any, ParamSpec

import click

from generator import __version__
from generator.config import ClientConfig, Config, load_config
from generator.diagnostics import Diagnostic, Severity, UnusableInput
from generator.document.remote import is_remote
from generator.drift import diff
from generator.output import OutputError, Plan, apply, plan
from generator.pipeline import Client, documentation, generate, understand
from generator.progress import progress
from generator.python.inspection import inspection
from generator.scaffold import scaffold

P = ParamSpec("P")

EXIT_FINDINGS = 1
EXIT_UNUSABLE = 2
EXIT_BROKEN = 3

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where messages go, and how."""

    quiet: bool

    @property
    def colour(self) -> bool:
        """Whether to colour: on a terminal, and never against NO_COLOR."""
        return sys.stderr.isatty() and not os.environ.get("NO_COLOR")

    def say(self, text: str) -> None:
        """Print a message that `--quiet` leaves out."""
        if not self.quiet:
            click.echo(text, err=True)

    def warn(self, text: str) -> None:
        """Print a message that is never left out."""
        click.echo(text, err=True)

    def diagnose(self, client: Client) -> None:
        """Print what is wrong with a document; `--quiet` leaves out all but errors."""
        for found in client.diagnostics:
            if not self.quiet or found.severity is Severity.ERROR:
                line = rendered(client, found)
                colour = _COLOURS[found.severity] if self.colour else None
                click.echo(click.style(line, fg=colour), err=True, color=self.colour)


def rendered(client: Client, found: Diagnostic) -> str:
    """A diagnostic with its line and column."""
    return found.render(client.document.locate(found.pointer))


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn unusable input into one message and exit code 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (UnusableInput, OutputError) as error:
            click.echo(str(error), err=True)
            sys.exit(EXIT_UNUSABLE)

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="apiloom")
def main() -> None:
    """Turn OpenAPI documents into Python clients."""


@main.command(name="generate")
@click.argument("spec", required=False)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Write into this folder."
)
@package_option
@client_option
@overlay_option
@config_option
@remote_option
@click.option(
    "--http",
    type=click.Choice(["httpx2", "httpx"]),
    help="The HTTP library of the client.  [default: httpx2]",
)
@click.option(
    "--force", is_flag=True, help="Overwrite files that apiloom did not write."
)
@quiet_option
@guarded
def generate_command(
    spec: str | None,
    output: Path | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path,
    allow_remote: bool,
    http: str | None,
    force: bool,
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
        settings = load_config(config)
    else:
        settings = _single(spec, output, package, client, overlays, http)
    broken = False
    plans: list[Plan] = []
    for one, files in _generated(settings, screen, allow_remote):
        broken |= bool(one.diagnostics.errors)
        plans.append(_plan(settings, one.names.package, files))
    for made in plans:
        apply(made, force=force)
        screen.say(_summary(made))
        for name in (*made.kept, *made.unexpected):
            screen.warn(f"{made.path(name)} was not written by this run; left as it is")
    if broken:
        sys.exit(EXIT_BROKEN)


@main.command()
@config_option
@remote_option
@quiet_option
@guarded
def check(config: Path, allow_remote: bool, quiet: bool) -> None:
    """Compare the configured clients with the disk; touch nothing."""
    screen = Screen(quiet)
    settings = load_config(config)
    drifted = False
    for one, files in _generated(settings, screen, allow_remote):
        made = _plan(settings, one.names.package, files)
        if not made.is_clean:
            drifted = True
            click.echo(diff(made))
    if drifted:
        sys.exit(EXIT_FINDINGS)
    screen.say(f"{len(settings.clients)} clients are what their specs say")


@main.command()
@click.argument("spec")
@package_option
@client_option
@overlay_option
@remote_option
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", show_default=True
)
@guarded
def inspect(
    spec: str,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    allow_remote: bool,
    form: str,
) -> None:
    """Print what apiloom understood of SPEC, for tools."""
    settings = _single(spec, None, package or _package_of(spec), client, overlays)
    one = understand(settings.clients[0], settings.root, allow_remote=allow_remote)
    data = inspection(one.package)
    data["diagnostics"] = [_as_data(one, found) for found in one.diagnostics]
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    if one.diagnostics.errors:
        sys.exit(EXIT_BROKEN)


@main.command()
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
def lint(spec: str, overlays: tuple[str, ...], allow_remote: bool, form: str) -> None:
    """Print every diagnostic of SPEC, with its place."""
    settings = _single(spec, None, _package_of(spec), None, overlays)
    one = understand(settings.clients[0], settings.root, allow_remote=allow_remote)
    if form == "json":
        found = [_as_data(one, each) for each in one.diagnostics]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for each in one.diagnostics:
            click.echo(rendered(one, each))
    if any(each.severity is not Severity.INFO for each in one.diagnostics):
        sys.exit(EXIT_FINDINGS)


@main.command()
@config_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write into this folder instead of beside the code.",
)
@remote_option
@quiet_option
@guarded
def docs(config: Path, output: Path | None, allow_remote: bool, quiet: bool) -> None:
    """Write the documentation of the configured clients, and nothing else."""
    screen = Screen(quiet)
    settings = load_config(config)
    folder = output if output is not None else Path("docs")
    for one in _understood(settings, screen, allow_remote):
        files = documentation(one)
        label = f"{folder}/{one.names.package}"
        made = plan(settings.root / folder / one.names.package, files, label=label)
        apply(made)
        screen.say(_summary(made))


@main.command()
@click.argument("spec")
@package_option
@client_option
@overlay_option
@config_option
@click.option("--output", default="generated", show_default=True)
@guarded
def init(
    spec: str,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    config: Path,
    output: str,
) -> None:
    """Add SPEC to the [tool.apiloom] table, and make the table if there is none."""
    name = package or _package_of(spec)
    settings = _single(spec, None, name, client, overlays)
    understood = understand(settings.clients[0], settings.root)
    written = ClientConfig(
        spec=_seen_from(config, spec),
        package=name,
        client=understood.names.client,
        overlays=tuple(_seen_from(config, overlay) for overlay in overlays),
    )
    scaffold(config, written, output)
    click.echo(f"{config}: {name} added; now run `apiloom generate`", err=True)


def _seen_from(config: Path, path: str) -> str:
    """A path as the configuration has to write it: relative to its own folder."""
    folder = config.parent
    if is_remote(path) or Path(path).is_absolute() or folder == Path():
        return path
    return Path(os.path.relpath(path, folder)).as_posix()


def refuse_without_spec(**given: object) -> None:
    """Refuse options that only make sense for one spec.  Raises click's UsageError."""
    for name, value in given.items():
        if value:
            option = "--overlay" if name == "overlays" else f"--{name}"
            raise click.UsageError(
                f"{option} needs a SPEC; without one, the clients of "
                "the configuration are written"
            )


def _single(
    spec: str,
    output: Path | None,
    package: str | None,
    client: str | None,
    overlays: tuple[str, ...],
    http: str | None = None,
) -> Config:
    """The configuration that the options stand for."""
    name = package or _package_of(spec)
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


def _package_of(spec: str) -> str:
    """A package name for a spec that comes without one."""
    path = Path(spec)
    stem = (
        path.parent.name if path.stem in ("openapi", "swagger", "spec") else path.stem
    )
    name = "".join(part if part.isalnum() else "_" for part in stem.lower()).strip("_")
    return name if name.isidentifier() and not iskeyword(name) else "client"


def _understood(
    settings: Config, screen: Screen, allow_remote: bool
) -> Iterator[Client]:
    with progress(len(settings.clients), screen.quiet) as step:
        for one in settings.clients:
            step(one.package)
            client = understand(one, settings.root, allow_remote=allow_remote)
            screen.diagnose(client)
            yield client


def _generated(
    settings: Config, screen: Screen, allow_remote: bool
) -> Iterator[tuple[Client, Mapping[str, bytes]]]:
    for client in _understood(settings, screen, allow_remote):
        yield client, generate(client)


def _plan(settings: Config, package: str, files: Mapping[str, bytes]) -> Plan:
    label = f"{settings.output}/{package}" if settings.output != "." else package
    return plan(settings.root / settings.output / package, files, label=label)


def _summary(made: Plan) -> str:
    counts = (
        (len(made.added), "added"),
        (len(made.changed), "changed"),
        (len(made.stale), "removed"),
    )
    words = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{made.label}: {len(made.files)} files, {words or 'nothing changed'}"


def _as_data(client: Client, found: Diagnostic) -> dict[str, Any]:
    location = client.document.locate(found.pointer)
    return {
        "severity": found.severity.value,
        "code": found.code,
        "message": found.message,
        "pointer": str(found.pointer),
        "file": location.file,
        "line": location.line,
        "column": location.column,
    }
