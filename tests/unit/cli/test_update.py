"""`apiloom update`: download, compare, store, regenerate."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import Asked, Loopback, Reply, loopback
from tests.mutations import SHOP
from tests.unit.cli.conftest import Run, tree

CONFIG = """\
# Mine.
[tool.apiloom]

[[tool.apiloom.client]]
spec = "specs/shop.json"
source = "{}/v1/openapi.json"  # published here
package = "shop"
"""

WAIVER = """
[[tool.apiloom.client.waivers]]
code = "field-retyped"
subject = "models.Pet.name"
reason = "We never read it."
expires = 2999-12-31
"""


class Published:
    """What a vendor publishes, by path."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {}
        self.server: Loopback

    def answer(self, asked: Asked) -> Reply:
        found = self.files.get(asked.path)
        if found is None:
            return Reply(404)
        body = json.dumps(found).encode()
        return Reply(parts=[body], length=len(body))


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    monkeypatch.chdir(tmp_path)
    found = Published()
    document = deepcopy(SHOP)
    pet = document["components"]["schemas"].pop("Pet")
    document["components"]["schemas"]["Pet"] = {"$ref": "parts/pet.json"}
    pet["properties"]["status"] = {"type": "string"}
    pet["properties"]["home"] = {"type": "string"}
    found.files = {"/v1/openapi.json": document, "/v1/parts/pet.json": pet}
    with loopback(found.answer) as server:
        found.server = server
        Path("pyproject.toml").write_text(CONFIG.format(server.url), "utf-8")
        yield found


def test_update(published: Published, run: Run, tmp_path: Path) -> None:
    done = run("update")
    assert done.exit_code == 0, done.stderr
    assert json.loads(Path("specs/parts/pet.json").read_text("utf-8"))
    assert Path("generated/shop/client.py").exists()
    config = Path("pyproject.toml").read_text("utf-8")
    assert config.startswith("# Mine.\n[tool.apiloom]\n")
    assert 'sha256 = "' in config
    before = tree(tmp_path)
    done = run("update")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "is unchanged" in done.stderr
    assert run("check").exit_code == 0
    assert tree(tmp_path) == before
    published.files["/v1/parts/pet.json"]["properties"]["name"] = {"type": "integer"}
    done = run("update", "--check", "--format", "markdown")
    assert done.exit_code == 1
    assert "`models.Pet.name` is `int`; it was `str`." in done.stdout
    assert "(`specs/parts/pet.json:1:" in done.stdout
    assert tree(tmp_path) == before
    config = Path("pyproject.toml").read_text("utf-8")
    Path("pyproject.toml").write_text(config + WAIVER, "utf-8")
    done = run("update", "shop")
    assert done.exit_code == 0
    assert "[field-retyped]\n    We never read it. (until 2999" in done.stdout
    assert "1 accepted change: a major version" in done.stdout
    assert run("check").exit_code == 0
    assert Path("pyproject.toml").read_text("utf-8").count("sha256") == 1
    assert run("update", "--check").exit_code == 0


def test_an_edited_specification_is_not_overwritten(
    published: Published, run: Run, tmp_path: Path
) -> None:
    assert run("update").exit_code == 0
    spec = Path("specs/shop.json")
    spec.write_text(spec.read_text("utf-8").replace("Shop", "Mine"), "utf-8")
    before = tree(tmp_path)
    done = run("update")
    assert done.exit_code == 2
    assert "somebody has edited it" in done.stderr
    assert tree(tmp_path) == before
    assert run("update", "--force").exit_code == 0
    assert "Mine" not in spec.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "404"),
        ([], "not-a-mapping"),
        ({"openapi": "9"}, "unsupported-version"),
    ],
)
def test_a_document_that_cannot_be_used_changes_nothing(
    content: Any, message: str, published: Published, run: Run, tmp_path: Path
) -> None:
    before = tree(tmp_path)
    published.files["/v1/openapi.json"] = content
    done = run("update")
    assert done.exit_code == 2
    assert message in done.stderr
    assert tree(tmp_path) == before


def test_files_stay_in_their_folder(
    published: Published, run: Run, tmp_path: Path
) -> None:
    document = published.files["/v1/openapi.json"]
    document["components"]["schemas"]["Pet"] = {"$ref": "../pet.json"}
    published.files["/pet.json"] = published.files["/v1/parts/pet.json"]
    before = tree(tmp_path)
    done = run("update")
    assert done.exit_code == 2
    assert "cannot be stored beside it" in done.stderr
    assert tree(tmp_path) == before


def test_usage(published: Published, run: Run) -> None:
    assert run("update", "other").exit_code == 2
    text = Path("pyproject.toml").read_text("utf-8")
    Path("pyproject.toml").write_text(text.replace("source", "# source"), "utf-8")
    assert "no client" in run("update").stderr
    for wrong in ('source = "ftp://x"', "source = 3", 'sha256 = "12"'):
        Path("pyproject.toml").write_text(f"{text.replace('source', '#')}{wrong}\n")
        assert run("check").exit_code == 2
    del published


def test_the_other_commands_stay_offline(published: Published, run: Run) -> None:
    assert run("update").exit_code == 0
    count = len(published.server.asked)
    for command in ("generate", "check", "docs"):
        run(command)
    assert len(published.server.asked) == count
    loaded = subprocess.run(
        [sys.executable, "-c", "import apiloom.cli.check, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "apiloom.cli.update" not in loaded.stdout


@pytest.mark.parametrize(
    "name",
    [
        ".github/workflows/run.yml",
        "%2e%67it/config.json",
        "setup.py",
        "parts/a:b.json",
        "a%0ab.json",
        "shop.json/pet.json",
    ],
)
def test_a_vendor_does_not_choose_any_name(
    name: str, published: Published, run: Run, tmp_path: Path
) -> None:
    document = published.files["/v1/openapi.json"]
    document["components"]["schemas"]["Pet"] = {"$ref": name}
    published.files[f"/v1/{name}"] = published.files["/v1/parts/pet.json"]
    before = tree(tmp_path)
    done = run("update")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert tree(tmp_path) == before


def test_a_vendor_overwrites_nothing_of_the_project(
    published: Published, run: Run, tmp_path: Path
) -> None:
    config = Path("pyproject.toml")
    text = config.read_text("utf-8")
    config.write_text(text.replace("specs/shop.json", "shop.json"), "utf-8")
    before = tree(tmp_path)
    done = run("update")
    assert done.exit_code == 2
    assert "needs a folder of its own" in done.stderr
    assert tree(tmp_path) == before
    config.write_text(text, "utf-8")
    Path("specs/parts").mkdir(parents=True)
    Path("specs/parts/pet.json").write_text("{}", "utf-8")
    done = run("update", "--force")
    assert done.exit_code == 2
    assert "not part of it" in done.stderr
    assert Path("specs/parts/pet.json").read_text("utf-8") == "{}"


def test_two_files_of_one_name(published: Published, run: Run) -> None:
    schemas = published.files["/v1/openapi.json"]["components"]["schemas"]
    schemas["Other"] = {"$ref": "parts/PET.json"}
    published.files["/v1/parts/PET.json"] = {"type": "string"}
    for schema in (schemas["Pet"], schemas["Other"]):
        schemas["Pet"]["properties"] = {"other": schema}
    schemas["Pet"] = {
        "type": "object",
        "properties": {"a": {"$ref": "parts/pet.json"}, "b": schemas["Other"]},
    }
    done = run("update")
    assert done.exit_code == 2
    assert "two files of the document" in done.stderr
