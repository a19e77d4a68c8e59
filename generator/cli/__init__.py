"""The command line: data on stdout, everything else on stderr.

Exit codes: 0 done; 1 drift or findings; 2 unusable input or usage; 3 generated, though
the document is broken in places.

A command is a module of this folder, imported when it is asked for: what one of them
needs, the others need not wait for.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Any, Final

import click

from generator import __version__

__all__ = ["main"]

_COMMANDS: Final = ("generate", "check", "inspect", "lint", "docs", "init")


class _Commands(click.Group):
    """Commands by name, in the order in which a person meets them."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the program that this process is for; see `click.Command.main`."""
        # A run is over before collecting pays; what it leaves goes with the process.
        enabled = gc.isenabled()
        gc.disable()
        try:
            return super().__call__(*args, **kwargs)
        finally:
            gc.freeze()
            if enabled:  # whoever called this from a longer program goes on
                gc.enable()

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="apiloom")
def main() -> None:
    """Turn OpenAPI documents into Python clients."""
