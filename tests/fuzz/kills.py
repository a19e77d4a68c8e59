"""Runs that are killed while they write: at each step, and at random moments.

First each step of small runs, on systems with and without an exchange of folders; then
the command line, with a client of some hundred files, ended by SIGKILL, SIGTERM or
SIGINT at a random moment after it began to write.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from apiloom.output import staging
from tests.security import killing

ROOT = Path(__file__).parents[2]
RESOURCES = 60
PATH = """
  /{name}/{{id}}:
    get:
      operationId: get_{name}
      tags: [{name}]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: {type}}}}}
      responses:
        "200":
          description: found
          content:
            application/json: {{schema: {{$ref: "#/components/schemas/S{name}"}}}}
"""
SCHEMA = """
    S{name}:
      type: object
      properties: {{id: {{type: {type}}}, note: {{type: string}}}}
"""
CONFIG = """
[tool.apiloom]
output = "generated"

[[tool.apiloom.client]]
spec = "many.yaml"
package = "many"
"""
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def run(seconds: float, seed: int) -> None:
    """Kill runs until the time is up."""
    deadline = time.monotonic() + seconds
    with TemporaryDirectory(prefix="kills-") as folder:
        here = Path.cwd()
        try:
            every_step(Path(folder) / "steps", deadline - seconds / 2)
        finally:
            os.chdir(here)
        random_moments(Path(folder) / "moments", deadline, random.Random(seed))


def every_step(folder: Path, deadline: float) -> None:
    """Stop small runs at each step; where time is short, at fewer."""
    staging.flush = lambda folder: None
    for stride in (11, 1):
        for how in killing.STOPS:
            for system in killing.SYSTEMS:
                for first in (True, False):
                    if time.monotonic() > deadline:
                        return
                    place = folder / f"{stride}-{system}-{how}-{first}"
                    count = killing.run(place, system, how, first=first, stride=stride)
                    sys.stderr.write(f"{place.name}: {count} steps\n")


def random_moments(folder: Path, deadline: float, chance: random.Random) -> None:
    """Kill the command line while it writes; judge with the command line."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(CONFIG)
    outcomes: dict[str, int] = {}
    trees = []
    for kind in ("integer", "string"):
        write_spec(folder, kind)
        assert apiloom(folder, "generate").wait() == 0
        (folder / "generated" / "many" / "mine.py").write_bytes(b"mine\n")
        trees.append(killing.tree(folder / "generated" / "many"))
    kinds = ["integer", "string"]
    while time.monotonic() < deadline:
        kind = chance.choice(kinds)
        write_spec(folder, kind)
        moment, number = chance.random() * 0.4, chance.choice(SIGNALS)
        process = apiloom(folder, "generate", "--no-cache")
        while process.poll() is None and not staging.leftovers(folder / "generated"):
            time.sleep(0.001)
        time.sleep(moment)
        process.send_signal(number)
        process.wait()
        where = f"{number.name} {moment:.4f} s after it began to write"
        tree = killing.tree(folder / "generated" / "many")
        assert tree in trees, f"a mixture: {where}"
        former = "the former" if tree != trees[kinds.index(kind)] else "the new one"
        outcome = f"{number.name}: {former}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if number is not signal.SIGKILL:
            assert os.listdir(folder / "generated") == ["many"], where
        command = chance.choice(("check", "generate"))
        code = apiloom(folder, command).wait()
        assert code == int(command == "check"), f"{command} gives {code}: {where}"
        assert os.listdir(folder / "generated") == ["many"], where
        assert killing.tree(folder / "generated" / "many") in trees, where
    for outcome, count in sorted(outcomes.items()):
        sys.stderr.write(f"{outcome}: {count}\n")


def write_spec(folder: Path, kind: str) -> None:
    names = [f"r{number}" for number in range(RESOURCES)]
    paths = "".join(PATH.format(name=name, type=kind) for name in names)
    schemas = "".join(SCHEMA.format(name=name, type=kind) for name in names)
    (folder / "many.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Many, version: '1'}\n"
        "servers: [{url: 'https://many.example'}]\n"
        f"paths:{paths}\ncomponents:\n  schemas:{schemas}\n"
    )


def apiloom(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generator"),
            "APILOOM_CACHE_DIR": str(folder / "cache"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
