"""The command line: data on stdout, everything else on stderr.

Exit codes: 0 done; 1 drift or findings; 2 unusable input or usage; 3 generated, though
the document is broken in places; 130 interrupted.

A command is a module of this folder, imported when it is asked for: what one of them
needs, the others need not wait for.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

import click

from apiloom import __version__
from apiloom.text.visible import message, messages

__all__ = ["main"]

_COMMANDS: Final = (
    "generate",
    "check",
    "diff",
    "update",
    "inspect",
    "lint",
    "docs",
    "mock",
    "init",
    "migrate",
)


EXIT_INTERRUPTED: Final = 130


class _Commands(click.Group):
    """Commands by name, in the order in which a person meets them."""

    def __call__(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Run as the program that this process is for, and exit.

        Usage errors quote arguments, of which nothing may be obeyed by a terminal, and
        an interrupt has the exit code that shells know.
        """
        # A run is over before collecting pays; what it leaves goes with the process.
        enabled = gc.isenabled()
        gc.disable()
        try:
            main: Callable[..., Any] = self.main
            code = main(*args, **kwargs, standalone_mode=False)
            if not standalone_mode:
                return code
        except click.ClickException as error:
            if not standalone_mode:
                raise
            click.echo(_told(error), err=True)
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            if not standalone_mode:
                raise
            click.echo("Interrupted", err=True)
            code = EXIT_INTERRUPTED
        finally:
            gc.freeze()
            if enabled:  # whoever called this from a longer program goes on
                gc.enable()
        sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        try:
            command = import_module(f"{__name__}.{cmd_name}").command
        except KeyboardInterrupt:
            # For click, it would be one line more, and an empty one.
            click.echo("Interrupted", err=True)
            sys.exit(EXIT_INTERRUPTED)
        assert isinstance(command, click.Command)
        return command


def _told(error: click.ClickException) -> str:
    """Return the parts of a click error message, each on one line."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    lines = [f"Error: {message(error.format_message())}"]
    if context is not None:
        option = context.help_option_names[0]
        hint = f"Try '{context.command_path} {option}' for help."
        lines = [messages(context.get_usage()), message(hint), "", *lines]
    return "\n".join(lines)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="apiloom")
def main() -> None:
    """Turn OpenAPI documents into Python clients."""
