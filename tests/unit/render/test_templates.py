"""Where the templates are: in a checkout, and in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.render import templates as module
from apiloom.render.templates import templates_root


def test_the_templates_of_a_checkout(root: Path) -> None:
    assert templates_root() == root / "templates"
    assert (templates_root() / "client" / "empty.py.jinja").is_file()


def test_the_templates_of_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "apiloom" / "_templates"
    installed.mkdir(parents=True)
    file = tmp_path / "apiloom" / "render" / "folder.py"
    monkeypatch.setattr(module, "__file__", str(file))
    assert templates_root() == installed
