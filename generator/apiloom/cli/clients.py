"""The clients that a command is about: remembered where nothing changed, else made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from apiloom.access import Access
from apiloom.build.cache import Cache, Record, cache_folder
from apiloom.build.progress import progress
from apiloom.cli.console import Screen
from apiloom.cli.writing import write
from apiloom.config import ClientConfig, Config
from apiloom.diagnostics import Finding, Severity
from apiloom.output import Plan, plan, recover
from apiloom.output.snapshot import unclaimed
from apiloom.text.visible import quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from apiloom.build.batch import Made

    PlanRuntime = Callable[[Config, frozenset[str]], Plan]
    MakeAll = Callable[
        [Sequence[ClientConfig], Path, Access, Callable[[str], None]], Iterator[Made]
    ]

__all__ = ["ClientResult", "Clients"]


@dataclass(frozen=True, slots=True)
class ClientResult:
    """The result of generating one client, and the changes to its folder."""

    config: ClientConfig
    label: str
    """The client's folder, as messages call it."""
    findings: tuple[Finding, ...]
    plan: Plan | None
    """What to write; None where the disk holds all of it already."""
    record: Record | None
    """What to remember once the plan is applied; None where that is not possible."""
    files: int
    named: tuple[str, ...] = ()
    """The modules and names that it needs of a shared runtime."""

    @property
    def is_clean(self) -> bool:
        """Whether the disk holds exactly what was made."""
        return self.plan is None or self.plan.is_clean

    @property
    def summary(self) -> str:
        """A summary of the changes, on one line."""
        if self.plan is not None:
            return self.plan.summary
        return f"{self.label}: {quantity(self.files, 'file')}, nothing changed"

    @property
    def leftovers(self) -> tuple[str, ...]:
        """Files of the client's folder that are somebody else's."""
        if self.plan is None:
            return ()
        names = (*self.plan.kept, *self.plan.unexpected)
        return tuple(self.plan.path(name) for name in names)

    @property
    def broken(self) -> bool:
        """Whether the document is broken in places."""
        return any(each.severity is Severity.ERROR for each in self.findings)


@dataclass(frozen=True, slots=True)
class Clients:
    """The configured clients, and what is known of them from former runs."""

    settings: Config
    screen: Screen
    access: Access
    cache: Cache

    @classmethod
    def of(
        cls, settings: Config, screen: Screen, *, access: Access, no_cache: bool
    ) -> Clients:
        """Return the clients of a configuration."""
        cache = Cache(None if no_cache else cache_folder())
        return cls(settings, screen, access, cache)

    def outcomes(self) -> Iterator[ClientResult]:
        """Say of each client what is to be done, in the order of the configuration.

        What is wrong with its document is printed on the way. Raises UnusableInput
        for a document that cannot be used, OutputError for a folder that cannot.
        """
        clients = self.settings.clients
        recover(self.settings.root / self.settings.output)
        known = {config: self._find(config) for config in clients}
        missing = [config for config, record in known.items() if record is None]
        with progress(len(missing), self.screen.quiet) as step:
            made = self._made(missing, step.stage)
            for config, record in known.items():
                if record is None:
                    step(config.package)
                    client = next(made)
                    step.stage("write")
                    outcome = self._outcome(config, client)
                else:
                    outcome = self._unchanged(config, record)
                self.screen.diagnose(config.spec, outcome.findings)
                yield outcome

    def runtime(self, outcomes: Sequence[ClientResult]) -> Plan | None:
        """Return the changes to the runtime that the clients share, if they do.

        Raises OutputError for a runtime of other clients.
        """
        settings = self.settings
        if not settings.runtime:
            return None
        # Only these projects load it.
        shared = import_module("apiloom.build.shared_runtime")
        plan_of = cast("PlanRuntime", shared.plan_runtime)
        named = (name for outcome in outcomes for name in outcome.named)
        return plan_of(settings, frozenset(named))

    def write(self, outcomes: Sequence[ClientResult], *, force: bool = False) -> None:
        """Write the clients, and the runtime that they share. Raises OutputError."""
        runtime = self.runtime(outcomes)
        if runtime is not None:
            # Each needs the others as they are now.
            plans = [outcome.plan for outcome in outcomes if outcome.plan is not None]
            write(*plans, runtime, force=force)
        for outcome in outcomes:
            if runtime is None and outcome.plan is not None:
                write(outcome.plan, force=force)
            self.keep(outcome)
            self.screen.say(outcome.summary)
        if runtime is not None:
            self.screen.say(runtime.summary)

    def keep(self, outcome: ClientResult) -> None:
        """Remember a client that stands on the disk as it was made."""
        if outcome.record is not None:
            where = self._directory(outcome.config)
            self.cache.keep(
                outcome.config,
                self.settings.root,
                where,
                self.access,
                outcome.record,
            )

    def warn_of_unclaimed(self) -> None:
        """Tell of packages that no client of the configuration stands for any more.

        They are left alone: another configuration may write into the same folder.
        """
        folder = self.settings.root / self.settings.output
        names = [client.package for client in self.settings.clients]
        if self.settings.runtime:
            names.append(self.settings.runtime.rpartition(".")[2])
        for name in unclaimed(folder, names):
            self.screen.warn(
                f"{self.settings.output}/{name} was written by apiloom, but no client"
                " is configured for it; it is left as it is\n"
                "  hint: delete the folder, or configure the client again"
            )

    def _made(
        self, configs: Sequence[ClientConfig], tell: Callable[[str], None]
    ) -> Iterator[Made]:
        # Most runs find nothing to do: only the others pay for loading the generator.
        if not configs:
            return iter(())
        fleet = import_module("apiloom.build.batch")
        make_all = cast("MakeAll", fleet.make_all)
        return make_all(configs, self.settings.root, self.access, tell)

    def _find(self, config: ClientConfig) -> Record | None:
        where = self._directory(config)
        return self.cache.find(config, self.settings.root, where, self.access)

    def _unchanged(self, config: ClientConfig, record: Record) -> ClientResult:
        label, files = self._label(config), len(record.outputs)
        findings, named = record.findings, record.named
        return ClientResult(config, label, findings, None, None, files, named)

    def _outcome(self, config: ClientConfig, made: Made) -> ClientResult:
        label = self._label(config)
        todo = plan(self._directory(config), made.files, label=label)
        outputs = todo.outcome()
        record = None
        if outputs is not None and made.inputs is not None:
            inputs = {os.path.abspath(path): d for path, d in made.inputs.items()}
            record = Record(
                inputs=inputs,
                outputs=outputs,
                findings=made.findings,
                named=made.named,
            )
        files, named = len(todo.files), made.named
        return ClientResult(config, label, made.findings, todo, record, files, named)

    def _directory(self, config: ClientConfig) -> Path:
        return self.settings.root / self.settings.output / config.package

    def _label(self, config: ClientConfig) -> str:
        output = self.settings.output
        return f"{output}/{config.package}" if output != "." else config.package
