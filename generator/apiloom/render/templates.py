"""The location of the templates."""

from __future__ import annotations

from pathlib import Path

__all__ = ["templates_root"]


def templates_root() -> Path:
    """The folder of the templates: inside an installed package, else beside it."""
    package = Path(__file__).parents[1]
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"
