"""The runtime that the clients of a configuration share, as a package beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from apiloom import __version__
from apiloom.config import Config
from apiloom.output import MANIFEST, OutputError, Plan, plan
from apiloom.output.snapshot import unclaimed
from apiloom.vendoring import shared

__all__ = ["plan_runtime"]


def plan_runtime(settings: Config, named: frozenset[str]) -> Plan:
    """Return the changes to the runtime: it has what any of the clients can reach.

    Args:
        settings: The configuration.
        named: What the clients name of the runtime.

    Raises:
        OutputError: The runtime belongs to clients of another configuration.
    """
    folder = settings.root / settings.output
    name = settings.runtime.rpartition(".")[2]
    label = f"{settings.output}/{name}" if settings.output != "." else name
    packages = sorted(client.package for client in settings.clients)
    _refuse_others(folder, name, label, packages)
    files = dict(shared(named, settings.clients[0].http))
    files["py.typed"] = b""
    origin = {"apiloom": __version__, "clients": packages}
    files[MANIFEST] = json.dumps(origin).encode()
    return plan(folder / name, files, label=label)


def _refuse_others(folder: Path, name: str, label: str, packages: list[str]) -> None:
    """Raise OutputError if only clients of another configuration use the runtime.

    A client that was removed from this configuration leaves others that remain.
    """
    known = _entry(folder / name, "clients")
    others = [one for one in known if isinstance(one, str)]
    if not others or set(others) & set(packages):
        return
    there = {*unclaimed(folder, packages)} & {*others}
    if there:
        raise OutputError(
            f"{label} is the runtime of {', '.join(sorted(there))}, which this"
            " configuration does not have. Set another `runtime-package`, write the"
            " clients to another folder, or delete what is no longer used"
        )


def _entry(directory: Path, key: str) -> list[object]:
    """Return a list in the manifest of a package; empty where there is none."""
    try:
        held: Any = json.loads((directory / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    found = cast("dict[str, Any]", held).get(key) if isinstance(held, dict) else None
    return cast("list[object]", found) if isinstance(found, list) else []
