"""Every piece of Python in the pages of this project is type-checked and run."""

from __future__ import annotations

import importlib
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import black
import pytest
import trustme

from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand
from tests.checkers import NO_ANY, mypy
from tests.docs.conftest import Run
from tests.docs.pages import GENERATED, ROOT, Block, page_at, project_pages
from tests.docs.scenarios import SCENARIOS, Scenario

BLOCKS = [
    block
    for page in project_pages()
    for block in page.blocks
    # Its blocks are parts of files: tests/architecture carries them out.
    if page.path.name != "walkthroughs.md"
]
MODE = black.Mode(target_versions={black.TargetVersion.PY311})
ELSEWHERE = {("docs/logging-and-tracing.md", "OpenTelemetry")}
"""Samples that need a process of their own: `test_spans`."""


def key(block: Block) -> tuple[str, str]:
    return str(block.page), block.heading


RUNS = [
    pytest.param(block, scenario, id=f"{block.page}-{block.heading}-{number}")
    for block in BLOCKS
    for number, scenario in enumerate(SCENARIOS.get(key(block), ()))
]


def write_client(folder: Path, package: str, spec: str) -> None:
    """Write the client of a specification; apiloom must not complain about it."""
    (folder / f"{package}.yaml").write_text(spec, "utf-8")
    client = understand(ClientConfig(spec=f"{package}.yaml", package=package), folder)
    assert [str(diagnostic) for diagnostic in client.diagnostics] == []
    for name, content in generate(client).items():
        path = folder / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_overlaid_client(folder: Path) -> None:
    """Run the command of docs/overlays.md with the overlay that it shows."""
    page = page_at(ROOT / "docs/overlays.md")
    (folder / "specs").symlink_to(ROOT / "specs")
    overlay = page.block("Complete example", "yaml").code
    (folder / "more.yaml").write_text(overlay, "utf-8")
    command = page.block("Complete example", "console").code
    name, *arguments = shlex.split(command.removeprefix("$ ").replace("\\\n", ""))
    assert (name, arguments[-4:-2]) == ("apiloom", ["--package", "apexverify_more"])
    place = arguments.index("--output") + 1
    arguments[place] = "."
    ran = subprocess.run(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert "warning" not in ran.stderr


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the clients that the pages generate from what they show."""
    folder = tmp_path_factory.mktemp("clients")
    write_client(
        folder,
        "chat",
        page_at(ROOT / "docs/streaming.md").block("Streaming operations", "yaml").code,
    )
    write_client(
        folder,
        "shop",
        page_at(ROOT / "docs/webhooks.md").block("Payload parsing", "yaml").code,
    )
    write_overlaid_client(folder)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))
    for module in [*sys.modules]:
        if module.partition(".")[0] in ("chat", "shop", "apexverify_more"):
            del sys.modules[module]


def test_every_sample_has_a_scenario() -> None:
    samples = [key(block) for block in BLOCKS]
    assert len(samples) == len(set(samples)), "one sample below a heading"
    assert set(samples) == {*SCENARIOS, *ELSEWHERE}


@pytest.mark.parametrize(("block", "scenario"), RUNS)
def test_the_samples_run(
    block: Block,
    scenario: Scenario,
    clients: Path,
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if "load_cert_chain" in block.code:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        certificate = authority.issue_cert("jane@example.com")
        pem = certificate.private_key_and_cert_chain_pem
        pem.write_to_path(tmp_path / "jane.pem")
    names: dict[str, Any] = {}
    exchange = run(block, *scenario.responses, names=names)
    assert len(exchange.received) == len(scenario.responses)
    assert scenario.printed in capsys.readouterr().out
    scenario.check(exchange, names)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_the_samples_are_formatted_as_black_formats(block: Block) -> None:
    assert block.code == black.format_str(block.code, mode=MODE)


def test_the_samples_type_check(clients: Path, tmp_path: Path) -> None:
    for block in BLOCKS:
        (tmp_path / f"{block.name}.py").write_text(block.code, "utf-8")
    names = ",".join(block.name for block in BLOCKS)
    ran = mypy(tmp_path, options={names: NO_ANY}, path=[GENERATED, clients])
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_first_program_is_the_one_that_is_shown(tmp_path: Path) -> None:
    page = page_at(ROOT / "README.md")
    program = page.block("First client").code
    assert program == (ROOT / "docs/first_call.py").read_text("utf-8")
    typo = program.replace("status.progress)", "status.progres)")
    (tmp_path / "first_call.py").write_text(typo, "utf-8")
    ran = mypy(tmp_path, path=[GENERATED])
    assert ran.stdout.startswith(page.block("First client", "text").code)
