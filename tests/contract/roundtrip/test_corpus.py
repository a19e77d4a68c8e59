"""A folder of documents, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.contract.roundtrip.corpus import documents
from tests.contract.roundtrip.misses import Result
from tests.contract.roundtrip.report import causes, table
from tests.workshop import document, response

SHOP = document(
    {"/pets": {"get": {"responses": {"200": response({"type": "integer"})}}}}
)


def test_a_folder_lists_its_documents_or_has_them_found(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "shop.json").write_text(json.dumps(SHOP), "utf-8")
    (tmp_path / "a.yaml").write_text("swagger: '2.0'\npaths: {}\n", "utf-8")
    (tmp_path / "part.yaml").write_text("type: object\n", "utf-8")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    assert [one.name for one in documents(tmp_path)] == ["a.yaml", "b/shop.json"]
    listed = [{"name": "shop", "path": "b/shop.json"}]
    (tmp_path / "index.json").write_text(json.dumps(listed), "utf-8")
    assert [one.name for one in documents(tmp_path)] == ["shop"]


def test_the_command_prints_a_table_and_the_causes(tmp_path: Path, root: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps(SHOP), "utf-8")
    (tmp_path / "bad.json").write_text('{"openapi": "9.9.9", "paths": {}}', "utf-8")
    kept = tmp_path / "kept" / "results.json"
    kept.parent.mkdir()
    command = [sys.executable, "-m", "tests.contract.roundtrip", str(tmp_path)]
    done = subprocess.run(
        [*command, "--json", str(kept)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[2:4]] == ["bad.json", "good.json"]
    assert "refused: unsupported-version" in done.stdout
    results = json.loads(kept.read_text("utf-8"))
    assert [one["name"] for one in results] == ["bad.json", "good.json"]
    answers = results[1]["responses"]
    assert answers["tried"] == answers["right"] > 1
    good = subprocess.run(
        [*command, "--only", "good.json"],
        cwd=root,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert good.returncode == 0


def test_causes_are_counted_and_only_all_is_a_hundred_per_cent() -> None:
    one, two = Result("one"), Result("two")
    for result in (one, two):
        result.miss("lost", "GET /a", "#/x", "detail")
    one.miss("rare")
    one.requests.tried, one.requests.right = 10_000, 9_999
    lines = [line.split("  ") for line in table([one, two]).splitlines()]
    assert [cell.strip() for cell in lines[2]].count("99.9") == 1
    told = causes([one, two]).splitlines()
    assert told[1] == "== defect =="
    assert told[2].split() == ["2", "lost", "[2", "documents]"]
    assert told[3].strip() == "one: GET /a #/x"
