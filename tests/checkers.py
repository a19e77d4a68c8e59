"""Type checkers over the programs of tests.

Reading typeshed, pydantic and httpx2 takes mypy seconds, reading a program next to
nothing. All its runs share the cache of `make lint`, which holds the clients in
`generated/` too. That takes the same options for all that is shared: what a program
needs beside is stated for its module alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["NO_ANY", "mypy", "pyright"]

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = {"strict": True, "warn_unreachable": True, "python_version": "3.11"}
"""Those of pyproject.toml, which `make lint` checks with."""

NO_ANY: Mapping[str, bool] = {"disallow_any_expr": True, "warn_unreachable": False}
"""Options of programs that no Any may reach."""


def mypy(
    folder: Path,
    *targets: str,
    options: Mapping[str, Mapping[str, object]] | None = None,
    path: Iterable[Path] = (),
) -> subprocess.CompletedProcess[str]:
    """Check programs in a folder.

    Args:
        folder: Where the programs are.
        targets: The files and packages to check; everything by default.
        options: Options of some modules, by their names as in a configuration file.
        path: Where packages are found that the programs import.
    """
    sections = {"mypy": OPTIONS} | {
        f"mypy-{name}": values for name, values in (options or {}).items()
    }
    text = "\n".join(
        "\n".join(
            [f"[{name}]", *(f"{key} = {value}" for key, value in values.items()), ""]
        )
        for name, values in sections.items()
    )
    (folder / "mypy.ini").write_text(text, "utf-8")
    return subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--no-error-summary"),
            *("--config-file", "mypy.ini", "--cache-dir", str(ROOT / ".mypy_cache")),
            *(targets or (".",)),
        ],
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, path))},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def pyright(
    folder: Path, *, path: Iterable[Path] = (), **options: object
) -> dict[str, Any]:
    """Check a folder in pyright's strict mode; return its report."""
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "extraPaths": [str(one) for one in path],
        **options,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "basedpyright", "--outputjson", "--level=error"),
            *("--pythonpath", sys.executable),
        ],
        cwd=folder,
        # Node's own limit is too low for many clients at once.
        env={**os.environ, "NODE_OPTIONS": "--max-old-space-size=8192"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report
