"""`apiloom check`: what differs is told, and nothing is written."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run, tree

WAIVERS = """
[[tool.apiloom.client.waivers]]
code = "operation-renamed"
subject = "pets.get"
reason = "We call it nowhere."
expires = 2999-12-31

[[tool.apiloom.client.waivers]]
code = "operation-removed"
subject = "pets.create"
reason = "The code on the disk no longer has it."
expires = 2999-12-31
"""


def test_check(project: Path, run: Run) -> None:
    run("generate")
    before = tree(project)
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "")
    assert run("check", "--quiet").stderr == ""
    path = project / "clients" / "pets" / "client.py"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    changed = tree(project)
    done = run("check")
    assert done.exit_code == 1
    assert "-# mine" in done.stdout
    assert "clients/pets" in done.stdout
    assert tree(project) == changed != before


def test_check_before_anything_was_generated(project: Path, run: Run) -> None:
    done = run("check")
    assert done.exit_code == 1
    assert "client.py" in done.stdout
    assert not (project / "clients").exists()


def test_check_begins_with_the_meaning(project: Path, run: Run) -> None:
    """What the pending change means for callers; the old side is the code on disk."""
    run("generate")
    text = (project / "good.json").read_text("utf-8")
    (project / "good.json").write_text(text.replace('"show"', '"find"'), "utf-8")
    done = run("check")
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "clients/pets:\n"
        "Breaking (1)\n"
        "  `pets.get` is now `pets.find`. [operation-renamed]\n"
        "    Call `client.pets.find` instead of `client.pets.get`.\n"
        "\n"
        "1 breaking change: a major version\n"
    )
    assert "+++ b/clients/pets/resources/pets.py" in done.stdout
    config = (project / "pyproject.toml").read_text("utf-8")
    (project / "pyproject.toml").write_text(config + WAIVERS, "utf-8")
    assert run("check").stdout.startswith(
        "clients/pets:\n"
        "Accepted (1)\n"
        "  `pets.get` is now `pets.find`. [operation-renamed]\n"
        "    We call it nowhere. (until 2999-12-31)\n"
        "\n"
        "1 accepted change: a major version\n"
    )
    (project / "good.json").write_text(text.replace("Pet Store", "Pet Store."), "utf-8")
    assert "Breaking" not in run("check").stdout
    path = project / "clients/pets/resources/pets.py"
    path.write_bytes(b"def broken(:\n")
    done = run("check")
    assert done.exit_code == 1
    assert "+++ b/clients/pets/resources/pets.py" in done.stdout
