"""`apiloom diff`: sides, formats, exit codes and waivers."""

from __future__ import annotations

import json
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from apiloom.compare.changes import ChangeCode
from apiloom.compare.report.machine import schema
from tests.docs.pages import ROOT, page_at
from tests.mutations import MUTATIONS, SHOP, mutated
from tests.unit.cli.conftest import Run

CONFIG = """\
[tool.apiloom]

[[tool.apiloom.client]]
spec = "specs/shop.json"
package = "shop"
client = "Shop"
overlays = ["specs/overlay.json"]
"""
OVERLAY = {
    "overlay": "1.0.0",
    "info": {"title": "Names", "version": "1"},
    "actions": [
        {"target": "$.paths['/pets/{id}'].get", "update": {"x-method": "fetch"}}
    ],
}


def save(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), "utf-8")
    return path


def git(*arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=no")
    subprocess.run(("git", *who, *arguments), check=True, capture_output=True)


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two files: the second one lacks an operation, and has a new argument."""
    monkeypatch.chdir(tmp_path)
    old, new = mutated(MUTATIONS["operation removed"])
    MUTATIONS["wire name"].edit(new)
    return save(Path("old.json"), old).name, save(Path("new.json"), new).name


def test_exit_codes(pair: tuple[str, str], run: Run) -> None:
    assert run("diff", *pair).exit_code == 1
    assert run("diff", *pair, "--fail-on", "never").exit_code == 0
    assert run("diff", pair[0], pair[0]).exit_code == 0
    assert run("diff", pair[1], pair[0]).exit_code == 0
    assert run("diff", pair[1], pair[0], "--fail-on", "warning").exit_code == 1
    assert run("diff", pair[0], "gone.json").exit_code == 2
    assert run("diff", pair[0], "HEAD:gone.json").exit_code == 2


def test_what_goes_with_the_last_failure_of_a_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """The class of the runtime stays; its body and the model of the body are gone."""
    monkeypatch.chdir(tmp_path)
    schema = {
        "type": "object",
        "required": ["fields"],
        "properties": {"fields": {"type": "string"}},
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Bad"}}}
    ok = {"200": {"description": "Done"}}
    failing = {**ok, "422": {"description": "Bad", "content": content}}
    for name, responses in (("old.json", failing), ("new.json", ok)):
        document: dict[str, Any] = {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/a": {"get": {"operationId": "getA", "responses": responses}}},
        }
        if responses is failing:
            document["components"] = {"schemas": {"Bad": schema}}
        save(Path(name), document)
    done = run("diff", "old.json", "new.json", "--format", "json")
    changes = json.loads(done.stdout)["changes"]
    assert {(one["code"], one["before"]["name"]) for one in changes} == {
        ("error-removed", "UnprocessableEntityError"),
        ("error-body-widened", "errors.UnprocessableEntityError.body"),
        ("model-removed", "models.Bad"),
    }


def test_text(pair: tuple[str, str], run: Run) -> None:
    done = run("diff", *pair)
    assert done.stdout == (
        "Breaking (1)\n"
        "  `pets.get` no longer exists: the specification has no operation"
        " `GET /pets/{id}`. [operation-removed]\n"
        "    Remove the calls of it.\n"
        f"    old.json:1:{column(pair[0], 'get_pet')}\n"
        "\n"
        "Warnings (1)\n"
        "  The argument `limit` of `pets.list` is sent as `Limit`; it was"
        " `limit`. [wire-name]\n"
        f"    new.json:1:{column(pair[1], 'Limit')}\n"
        "\n"
        "1 breaking change, 1 warning: a major version\n"
    )
    assert run("diff", pair[0], pair[0]).stdout == (
        "Nothing changes for callers: no new version\n"
    )


def column(file: str, word: str) -> int:
    """Return where the object or its key begins that has a word in it."""
    text = Path(file).read_text("utf-8")
    start = text.index(f'"{word}"')
    key = '"get"' if word == "get_pet" else "{"
    return text.rindex(key, 0, start) + 1


def test_json_follows_its_schema(pair: tuple[str, str], run: Run) -> None:
    done = run("diff", *pair, "--format", "json")
    data = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(data)
    assert (data["verdict"], data["step"], data["fails"]) == ("breaking", "major", True)
    removed, wire = data["changes"]
    assert removed["before"]["pointer"] == "#/paths/~1pets~1{id}/get"
    assert removed["after"] is None
    assert wire["after"]["file"] == "new.json"
    assert wire["after"]["name"] == wire["before"]["name"] == "pets.list(limit)"


def test_markdown(pair: tuple[str, str], run: Run) -> None:
    text = run("diff", *pair, "--format", "markdown").stdout
    assert text.startswith(
        "## `old`: a major version\n\n### Breaking changes\n\n- `pets"
    )
    assert "\n### Warnings\n" in text


def test_github(pair: tuple[str, str], run: Run) -> None:
    lines = run("diff", *pair, "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::error title=operation-removed::`pets.get` no")
    assert lines[1].startswith("::warning file=new.json,line=1,col=")
    assert len(lines) == 3


def test_sarif(pair: tuple[str, str], run: Run) -> None:
    log = json.loads(run("diff", *pair, "--format", "sarif").stdout)
    (one,) = log["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert [result["ruleId"] for result in one["results"]] == rules
    place = one["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "new.json"


def test_junit(pair: tuple[str, str], run: Run) -> None:
    text = run("diff", *pair, "--format", "junit").stdout
    suite = ElementTree.fromstring(text)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")


def test_texts_of_documents_are_only_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    hostile = "`@all\n::error::x ]]><b> \x1b[31m\x00"
    old, new = deepcopy(SHOP), deepcopy(SHOP)
    new["paths"]["/pets"]["get"]["parameters"][0]["default"] = hostile
    new["components"]["securitySchemes"]["key"]["name"] = hostile
    save(Path("old.json"), old)
    save(Path("new.json"), new)
    for form in ("text", "markdown", "github", "sarif", "junit"):
        text = run("diff", "old.json", "new.json", "--format", form).stdout
        assert "\x1b" not in text
        assert "\x00" not in text
        assert "\n::error::x" not in text
        if form == "markdown":
            assert all(line.count("`") % 2 == 0 for line in text.splitlines())
        if form == "junit":
            ElementTree.fromstring(text)


def test_a_snapshot_is_as_good_as_its_document(pair: tuple[str, str], run: Run) -> None:
    old, new = pair
    for spec in pair:
        data = run("inspect", spec, "--package", "old").stdout
        Path(f"saved-{spec}").write_text(data, "utf-8")
    expected = run("diff", old, new, "--format", "json")
    for first in (old, f"saved-{old}"):
        for second in (new, f"saved-{new}"):
            done = run("diff", first, second, "--format", "json")
            assert codes(done.stdout) == codes(expected.stdout)
    data = json.loads(Path(f"saved-{old}").read_text("utf-8"))
    data["surface"]["version"] = 99
    save(Path("later.json"), data)
    done = run("diff", "later.json", new)
    assert done.exit_code == 2
    assert "the surface has version 99" in done.stderr
    data["surface"] = {"version": 1, "methods": [{"name": 3}]}
    save(Path("broken.json"), data)
    done = run("diff", "broken.json", new)
    assert done.exit_code == 2
    assert "the surface cannot be read: methods.0" in done.stderr


def codes(text: str) -> list[tuple[str, str, Any, Any]]:
    return [
        (
            one["code"],
            one["subject"],
            *(end and end["pointer"] for end in (one["before"], one["after"])),
        )
        for one in json.loads(text)["changes"]
    ]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A specification in two files with an overlay, in git; then it changes."""
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet")
    Path("pyproject.toml").write_text(CONFIG, "utf-8")
    document = deepcopy(SHOP)
    pet = document["components"]["schemas"].pop("Pet")
    document["components"]["schemas"]["Pet"] = {"$ref": "parts/pet.json"}
    pet["properties"]["home"] = {"$ref": "home.json"}
    pet["properties"]["status"] = {"type": "string"}
    save(Path("specs/shop.json"), document)
    save(Path("specs/parts/pet.json"), pet)
    home = document["components"]["schemas"]["Home"]
    save(Path("specs/parts/home.json"), home)
    save(Path("specs/overlay.json"), OVERLAY)
    git("add", ".")
    git("commit", "--quiet", "--message", "One")
    pet["properties"]["home"] = {"type": "string"}
    pet["required"].append("tag")
    save(Path("specs/parts/pet.json"), pet)
    changed = json.loads(json.dumps(OVERLAY).replace("fetch", "read"))
    save(Path("specs/overlay.json"), changed)
    return tmp_path


def test_revisions(repository: Path, run: Run) -> None:
    """Everything of a revision: the document in all its files, overlay, names."""
    del repository
    done = run("diff", "HEAD:specs/shop.json", "specs/shop.json", "--format", "json")
    assert {(one[0], one[1]) for one in codes(done.stdout)} >= {
        ("operation-renamed", "pets.read"),
        ("field-retyped", "models.Pet.home"),
        ("field-required", "models.Pet.tag"),
    }
    data = json.loads(done.stdout)
    assert (data["old"]["package"], data["old"]["client"]) == ("shop", "Shop")
    places = [
        one["before"] for one in data["changes"] if one["code"] == "field-retyped"
    ]
    assert places[0]["file"] == "HEAD:specs/parts/pet.json"
    same = run("diff", "HEAD:specs/shop.json", "HEAD:./specs/shop.json")
    assert (same.exit_code, same.stderr) == (0, "")


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("HEAD:specs/none.json", "the revision has no such file"),
        ("nothing:specs/shop.json", "there is no revision 'nothing'"),
        ("--help:specs/shop.json", "there is no revision '--help'"),
        ("HEAD:../../shop.json", "the path is outside the repository"),
    ],
)
def test_revisions_that_are_not_there(
    side: str, message: str, repository: Path, run: Run
) -> None:
    del repository
    done = run("diff", "--", side, "specs/shop.json")
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_revision_is_bounded(repository: Path, run: Run) -> None:
    del repository
    options = ("--max-size", "0.004")
    done = run("diff", "HEAD:specs/shop.json", "specs/shop.json", *options)
    assert done.exit_code == 2
    assert "too-large" in done.stderr


WAIVERS = """
[[tool.apiloom.client.waivers]]
code = "operation-removed"
subject = "pets.get"
reason = "Nobody calls it."
expires = {}
"""


def test_waivers(pair: tuple[str, str], run: Run) -> None:
    config = CONFIG.replace("specs/shop.json", "new.json").replace(
        'overlays = ["specs/overlay.json"]', ""
    )
    Path("pyproject.toml").write_text(config + WAIVERS.format("2999-12-31"), "utf-8")
    done = run("diff", *pair)
    assert done.exit_code == 0
    assert "Nobody calls it. (until 2999-12-31)" in done.stdout
    unused = run("diff", pair[0], pair[0])
    assert unused.exit_code == 0  # it is not the client of the configuration
    done = run("diff", pair[1], pair[1])
    assert done.exit_code == 1
    assert "matches no change; remove it" in done.stdout
    Path("pyproject.toml").write_text(config + WAIVERS.format("2001-12-31"), "utf-8")
    done = run("diff", *pair)
    assert done.exit_code == 1
    assert "expired on 2001-12-31" in done.stdout
    for form in ("json", "markdown", "sarif", "junit", "github"):
        assert run("diff", *pair, "--format", form).exit_code == 1
    Path("pyproject.toml").write_text(config + WAIVERS.format("7"), "utf-8")
    done = run("diff", *pair)
    assert (done.exit_code, "must be a date" in done.stderr) == (2, True)


def test_the_codes_are_documented() -> None:
    text = page_at(ROOT / "docs/diff.md").text
    for code in ChangeCode:
        assert f"| `{code.value}` | {code.impact.value} | " in text, code


def test_what_one_place_causes_is_one_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """A shared parameter, an enum, a failure of many operations; JSON has them all."""
    monkeypatch.chdir(tmp_path)
    old = deepcopy(SHOP)
    operations = [
        operation for path in old["paths"].values() for operation in path.values()
    ]
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    old["components"]["parameters"] = {"Size": size}
    for operation in operations[:3]:
        operation.setdefault("parameters", []).append(
            {"$ref": "#/components/parameters/Size"}
        )
    new = deepcopy(old)
    new["components"]["parameters"]["Size"]["schema"]["maximum"] = 9
    new["components"]["schemas"]["Status"]["enum"] += ["lost", "lent", "dead"]
    for path in new["paths"].values():
        for operation in path.values():
            operation["responses"]["429"] = {"description": "Slow down."}
    save(Path("old.json"), old)
    save(Path("new.json"), new)
    text = run("diff", "old.json", "new.json").stdout
    assert [line for line in text.splitlines() if "The same is true" in line] == [
        "    The same is true of 2 more methods: `pets.create`, `pets.get`.",
        "    The same is true of 5 more methods: `pets.create`, `pets.get`,"
        " `pets.delete`, `shops.move`, `animals.list`.",
        "    The same is true of 2 more members: `LENT`, `DEAD`.",
    ]
    assert "Breaking (3)" in text
    markdown = run("diff", "old.json", "new.json", "--format", "markdown").stdout
    assert markdown.count("\n- ") == 3
    report = json.loads(run("diff", "old.json", "new.json", "--format", "json").stdout)
    assert len(report["changes"]) == 12
