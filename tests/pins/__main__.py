"""Test the clients at both ends of the ranges of pydantic, httpx2 and httpx.

Each end has an environment of its own below `.cache/pins`, with these libraries alone.
In it, every operation of every client is called behind its fake, and a program calls
one over a socket. `python -m tests.pins` (or `make pins`) needs the package index.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from apiloom.config import load_config
from apiloom.distribution import REQUIREMENTS

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "pins"


def oldest(requirement: str) -> str:
    """Return the pin of the oldest version in a range: ``httpx2==2.0``."""
    found = re.match(r"([a-z0-9]+)>=([0-9.]+)", requirement)
    assert found is not None, requirement
    return f"{found[1]}=={found[2]}"


def ends() -> dict[str, tuple[str, list[str]]]:
    """Return the library for HTTP and what to install, by the name of each end."""
    found: dict[str, tuple[str, list[str]]] = {}
    for library in ("httpx2", "httpx"):
        ranges = [REQUIREMENTS[library], REQUIREMENTS["pydantic"]]
        found[f"{library}-oldest"] = library, [oldest(one) for one in ranges]
        found[f"{library}-newest"] = library, ranges
    return found


def environment(name: str, requirements: list[str]) -> Path:
    """Make an environment, and return its interpreter."""
    folder = CACHE / name
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    command = [python, "-m", "pip", "install", "--quiet", "--upgrade", *requirements]
    subprocess.run([*command, "--disable-pip-version-check"], check=True)
    return python


def judge(python: Path, library: str, clients: Path, packages: list[str]) -> bool:
    """Call the clients in an environment; return whether all is right."""
    program = Path(__file__).with_name("program.py")
    judging = ROOT / "tests" / "fakes" / "judging.py"
    commands = [[python, program, library]]
    commands += [[python, judging, package, clients] for package in packages]
    variables = {**os.environ, "PYTHONPATH": str(clients)}
    codes = [
        subprocess.run(command, check=False, cwd=ROOT, env=variables).returncode
        for command in commands
    ]
    return not any(codes)


def say(text: str) -> None:
    """Write a line before anything else runs."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Test every end; return the exit code."""
    config = load_config(ROOT / "pyproject.toml")
    packages = [client.package for client in config.clients]
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for client in config.clients:
            overlays = [f"--overlay={overlay}" for overlay in client.overlays]
            command = [sys.executable, "-m", "apiloom", "generate", client.spec]
            command += ["--output", folder, "--package", client.package, "--quiet"]
            command += ["--client", client.client or "", "--http", "httpx", *overlays]
            subprocess.run(command, check=True, cwd=ROOT)
        places = {"httpx2": ROOT / config.output, "httpx": Path(folder)}
        for name, (library, requirements) in ends().items():
            say(f"{name}: {', '.join(requirements)}")
            python = environment(name, requirements)
            if not judge(python, library, places[library], packages):
                failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all ends pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
