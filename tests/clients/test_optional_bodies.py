"""What type checkers say of a body that may be left out, though not a part of it.

Where the call would be refused, both checkers refuse it, and nowhere else.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workshop import make

CASE = Path(__file__).parents[1] / "cases" / "optional-bodies" / "spec.yaml"
PROGRAM = """
from made_client import AsyncOptional, Optional

client = Optional()
client.items.change("1")
client.items.change("1", dry=True)
client.items.change("1", title="a")
client.items.change("1", title="a", status=None, dry=True)
client.items.change("1", status="a")  # refused
client.items.change("1", title=None)  # refused
client.items.with_raw_response.change("1", title="a").parse()
client.items.with_raw_response.change("1").parse()
client.items.with_raw_response.change("1", status="a")  # refused
client.items.touch("1")
client.items.touch("1", note="a")


async def main(client: AsyncOptional) -> None:
    await client.items.change("1")
    await client.items.change("1", title="a")
    await client.items.change("1", status="a")  # refused
    await client.items.with_raw_response.change("1", status="a")  # refused
"""
REFUSED = [
    number
    for number, line in enumerate(PROGRAM.splitlines(), 1)
    if line.endswith("# refused")
]


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_checkers_refuse_what_the_call_refuses(checker: str, tmp_path: Path) -> None:
    make(CASE, tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    options = {
        "mypy": [
            "--strict",
            "--no-error-summary",
            "--config-file=",
            "--no-incremental",
        ],
        "basedpyright": ["--level=error", "--pythonpath", sys.executable],
    }
    done = subprocess.run(
        [sys.executable, "-m", checker, *options[checker], "program.py"],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = re.findall(r"program\.py:(\d+):(?:\d+)?.*error", done.stdout)
    assert sorted(set(map(int, found))) == REFUSED, done.stdout + done.stderr
