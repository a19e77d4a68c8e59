"""Adding a client to a configuration without touching the rest of it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apiloom.config import ClientConfig, load_config
from apiloom.diagnostics import UnusableInput
from apiloom.output import OutputError
from apiloom.scaffold.configuration import add_client

SHOP = ClientConfig(spec="specs/shop.yaml", package="shop", client="Shop")


def table(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["tool"]["apiloom"]
    return found


def test_a_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    add_client(path, SHOP, "clients")
    assert table(path) == {
        "output": "clients",
        "client": [{"spec": "specs/shop.yaml", "package": "shop", "client": "Shop"}],
    }
    assert load_config(path).clients == (SHOP,)


@pytest.mark.parametrize(
    "before",
    [
        "",
        '[project]\nname = "x"\n',
        '[project]\nname = "x"',
        "# only a comment\n",
        "# see [tool.apiloom] in the manual\n",
        'text = "[tool.apiloom]"\n',
        "[tool.black]\nline-length = 88\n\n\n",
        '# [tool.apiloom]\n# output = "old"\n',
    ],
)
def test_what_was_there_stays_as_it_was(tmp_path: Path, before: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(before, "utf-8")
    add_client(path, SHOP, "generated")
    after = path.read_text("utf-8")
    assert after.startswith(before)
    assert load_config(path).clients == (SHOP,)
    assert load_config(path).output == "generated"


@pytest.mark.parametrize(
    "header",
    ["[tool.apiloom]", "[ tool.apiloom ]", "[tool . apiloom]", '[tool."apiloom"]'],
)
def test_a_client_is_added_to_the_others(tmp_path: Path, header: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        f'{header}\noutput = "mine"\n\n'
        '[[tool.apiloom.client]]\nspec = "a.yaml"\npackage = "a"\n\n'
        "[tool.black]\nline-length = 88\n",
        "utf-8",
    )
    add_client(path, SHOP, "ignored")
    config = load_config(path)
    assert config.output == "mine"
    assert [one.package for one in config.clients] == ["a", "shop"]
    with_black = tomllib.loads(path.read_text("utf-8"))["tool"]["black"]
    assert with_black == {"line-length": 88}


def test_overlays_and_unusual_names(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    one = ClientConfig(
        spec='weird "name" \\ ü😀.yaml', package="a", overlays=("b.yaml", "c'd.yaml")
    )
    add_client(path, one, "generated")
    assert load_config(path).clients == (one,)


def test_a_package_that_is_there_already(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    add_client(path, SHOP, "generated")
    before = path.read_bytes()
    assert not add_client(path, SHOP, "generated")
    with pytest.raises(OutputError, match="shop"):
        add_client(path, replace(SHOP, spec="other.yaml"), "generated")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "before",
    [
        b"[tool.apiloom]\nnonsense = 1\n",
        b"[tool.apiloom\n",
        b"not toml",
        b"[tool]\napiloom = {output = 'x'}\n",
        b"\xff\xfe",
    ],
)
def test_a_broken_configuration_is_not_broken_further(
    tmp_path: Path, before: bytes
) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(before)
    with pytest.raises((UnusableInput, OutputError)):
        add_client(path, SHOP, "generated")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["pyproject.toml"]


def test_line_ends_and_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    before = b"[project]\r\nname = 'x'\r\n"
    path.write_bytes(before)
    path.chmod(0o664)
    add_client(path, SHOP, "generated")
    assert path.read_bytes().startswith(before)
    assert path.stat().st_mode & 0o777 == 0o664
    assert load_config(path).clients == (SHOP,)


def test_a_new_file_can_be_read_by_others(tmp_path: Path) -> None:
    path, other = tmp_path / "pyproject.toml", tmp_path / "other"
    other.touch()
    add_client(path, SHOP, "generated")
    assert path.stat().st_mode == other.stat().st_mode


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        add_client(tmp_path / "missing" / "pyproject.toml", SHOP, "generated")


def test_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "apiloom.toml"
    add_client(path, SHOP, "clients")
    text = path.read_text("utf-8")
    assert text.startswith('output = "clients"\n\n[[client]]\n')
    add_client(path, replace(SHOP, package="second"), "ignored")
    config = load_config(path)
    assert config.output == "clients"
    assert [client.package for client in config.clients] == ["shop", "second"]
