"""Each walkthrough for contributors, made in a copy of the project and tried out."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.project import Machine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "walkthroughs.md"
SECTIONS = re.split(r"(?m)^## ", PAGE.read_text("utf-8"))[1:]
BLOCK = re.compile(
    r"(?ms)(?:^In `(?P<file>\S+)`, after `(?P<line>[^\n]*)`:\n\n)?"
    r"^```(?P<info>[^\n]+)\n(?P<text>.*?)^```$"
)
NAMES = ("--package", "changed", "--client", "Changed")
CALL = """\
import httpx2, changed

requests = []

def respond(request):
    requests.append(request)
    return httpx2.Response(200, json={"address": "192.0.2.1"})

http = httpx2.Client(transport=httpx2.MockTransport(respond))
client = changed.Changed(base_url="https://a.test", http_client=http)
"""


@dataclass(frozen=True)
class Block:
    """A fenced block, and where its text belongs: in a file, after a line."""

    info: str
    text: str
    file: str | None
    line: str | None


def blocks(section: str) -> list[Block]:
    """The fenced blocks of a section."""
    found = BLOCK.finditer(section)
    return [Block(*each.group("info", "text", "file", "line")) for each in found]


def insert(project: Path, file: str, line: str, text: str) -> None:
    """Insert text after a line that stands in a file once."""
    path = project / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    (index,) = [number for number, each in enumerate(lines) if each.strip() == line]
    lines.insert(index + 1, text)
    path.write_text("".join(lines), "utf-8")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda text: text.split("\n")[0])
def test_walkthrough(section: str, root: Path, tmp_path: Path) -> None:
    for folder in ("generator", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / folder, tmp_path / folder, ignore=ignored)
    machine = Machine(tmp_path)
    tried = 0
    for block in blocks(section):
        if block.file is not None and block.line is not None:
            insert(tmp_path, block.file, block.line, block.text)
        elif block.info == "yaml":
            (tmp_path / "spec.yaml").write_text(block.text, "utf-8")
        elif block.info == "console":
            command, expected = block.text.split("\n", 1)
            assert command.startswith("$ apiloom ")
            done = machine.apiloom(*command.split()[2:], cwd=tmp_path)
            assert expected in done.stdout + done.stderr
            tried += 1
        else:
            assert block.info == "python"
            command = ("generate", "spec.yaml", *NAMES)
            done = machine.apiloom(*command, cwd=tmp_path)
            assert done.returncode == 0, done.stdout + done.stderr
            package = tmp_path / "generated"
            ran = machine.run(
                sys.executable,
                "-c",
                CALL + block.text,
                cwd=tmp_path,
                PYTHONPATH=str(package),
            )
            assert ran.returncode == 0, ran.stderr
            tried += 1
    assert tried == 1
