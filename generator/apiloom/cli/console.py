"""`Screen`: what a person is told, on stderr."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import click

from apiloom.access import shown
from apiloom.diagnostics import Finding, Severity
from apiloom.text.visible import message, messages

__all__ = ["Screen"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_FEW = 3
"""How many findings of one kind are worth a line each."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal or pipe that messages are printed to."""

    quiet: bool

    @property
    def colour(self) -> bool:
        """Whether to colour: on a terminal, and never against NO_COLOR."""
        return sys.stderr.isatty() and not os.environ.get("NO_COLOR")

    def say(self, text: str) -> None:
        """Print a message that `--quiet` leaves out."""
        if not self.quiet:
            click.echo(messages(text), err=True)

    def warn(self, text: str) -> None:
        """Print a message that is never left out."""
        click.echo(messages(text), err=True)

    def diagnose(self, spec: str, findings: Sequence[Finding]) -> None:
        """Print what is wrong with the document `spec`.

        Each error has its own lines; of other findings that are many of one kind, the
        first stands for all. `--quiet` leaves out all but errors.
        """
        counts = Counter(each.diagnostic.code for each in findings if _minor(each))
        told: set[str] = set()
        for each in findings:
            code, count = each.diagnostic.code, counts[each.diagnostic.code]
            if not _minor(each):
                self._print(each.render(), each.severity)
            elif not self.quiet and code not in told:
                self._print(each.render(), each.severity)
                if count > _FEW:
                    told.add(code)
                    spec = shown(spec)
                    rest = f"  and {count - 1:,} more like this [{code}]"
                    self._print(
                        f"{rest}: `apiloom lint {message(spec)}` lists all of them",
                        each.severity,
                    )

    def _print(self, text: str, severity: Severity) -> None:
        colour = _COLOURS[severity] if self.colour else None
        click.echo(click.style(text, fg=colour), err=True, color=self.colour)


def _minor(finding: Finding) -> bool:
    return finding.severity is not Severity.ERROR
