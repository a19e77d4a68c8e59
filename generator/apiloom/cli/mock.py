"""`apiloom mock`: a server that responds as a document says."""

from __future__ import annotations

import sys
from importlib import import_module

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
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS")
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
    help="Respond to this part of all requests with a documented failure.",
)
@click.option("--seed", type=int, default=0, help="The seed of samples and failures.")
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
    reading: Reading,
) -> None:
    """Serve SPEC: examples, samples and documented failures, over HTTP.

    Requests are validated. The header `Prefer: code=404, example=name` asks for a
    response; the page at / lists all operations. A changed document is read again.
    """
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
    settled = running.Settings(host, port, latency, fail_rate, seed)
    try:
        with cleaning_up():
            running.run(client, settings.root, reading.access(settings), settled)
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(
            message(f"error: cannot listen on {host}:{port}: {reason}"), err=True
        )
        sys.exit(EXIT_UNUSABLE)
