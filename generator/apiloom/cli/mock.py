"""`apiloom mock`: a server that responds as a document says."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from apiloom.cli.options import (
    EXIT_UNUSABLE,
    Reading,
    configured,
    guarded,
    overlay_option,
    reading_options,
)
from apiloom.output import cleaning_up
from apiloom.text.visible import message

__all__ = ["command"]

_NEEDED = ("httpx2", "h11")


@click.command(name="mock")
@click.argument("spec")
@overlay_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4010,
    show_default=True,
    help="The port to listen on; 0 for any that is free.",
)
@click.option(
    "--latency",
    type=click.FloatRange(min=0, max=3600),
    default=0.0,
    metavar="SECONDS",
    help="Wait before each response.",
)
@click.option(
    "--fail-rate",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="0..1",
    help="Respond to this fraction of all requests with a documented failure.",
)
@click.option("--seed", type=int, default=0, help="The seed of samples and failures.")
@click.option(
    "--stateful",
    is_flag=True,
    help="Keep objects: a created one can be read, listed, changed and deleted.",
)
@click.option(
    "--record",
    metavar="URL",
    help="Forward to the API at URL, and record the calls, without secrets.",
)
@click.option(
    "--recording",
    type=click.Path(dir_okay=False, path_type=Path),
    default="recording.json",
    show_default=True,
    metavar="FILE",
    help="The file that --record writes.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="NAME",
    help="Record the property or parameter NAME unchanged.",
)
@click.option(
    "--replay",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Respond with the calls that FILE has recorded.",
)
@reading_options
@guarded
def command(
    spec: str,
    overlays: tuple[str, ...],
    host: str,
    port: int,
    latency: float,
    fail_rate: float,
    seed: int,
    stateful: bool,
    record: str | None,
    recording: Path,
    keep: tuple[str, ...],
    replay: Path | None,
    reading: Reading,
) -> None:
    """Serve the examples and failures of SPEC.

    Requests are validated. The header `Prefer: code=404, example=name` asks for a
    response; the page at / lists all operations. A changed document is read again.
    """
    others = {"--stateful": stateful, "--replay": replay, "--fail-rate": fail_rate}
    for name, value in others.items():
        if record is not None and value:
            raise click.UsageError(f"--record cannot be used with {name}")
    for name in _NEEDED:
        try:
            import_module(name)
        except ImportError:
            click.echo(
                f"error: apiloom mock needs {name}: pip install 'apiloom[mock]'",
                err=True,
            )
            sys.exit(EXIT_UNUSABLE)
    # Of all commands, this one alone needs a server and the libraries of clients.
    running = import_module("apiloom.mock.running")
    settings = configured(spec, None, None, None, overlays)
    (client,) = settings.clients
    settled = running.Settings(
        host=host,
        port=port,
        latency=latency,
        fail_rate=fail_rate,
        seed=seed,
        is_stateful=stateful,
        replayed=replay,
        recorded=record,
        recording=recording,
        keep=keep,
    )
    try:
        with cleaning_up():
            running.run(client, settings.root, reading.access(settings), settled)
    except (running.UnusableRecording, running.UnusableURL) as error:
        is_url = isinstance(error, running.UnusableURL)
        text = f"error: --record {record}: {error}" if is_url else f"error: {error}"
        click.echo(message(text), err=True)
        sys.exit(EXIT_UNUSABLE)
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(
            message(f"error: cannot listen on {host}:{port}: {reason}"), err=True
        )
        sys.exit(EXIT_UNUSABLE)
