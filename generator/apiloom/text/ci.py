"""Formats of CI systems: workflow commands of GitHub Actions, and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from apiloom.text.visible import message

__all__ = ["file_uri", "sarif_log", "sarif_rule", "workflow_command"]


def workflow_command(level: str, properties: Mapping[str, object], text: str) -> str:
    """Return a command that annotates a place, or the run without one.

    Args:
        level: `error`, `warning` or `notice`.
        properties: `file`, `line`, `col` and `title`, as far as they are known.
        text: The annotation.
    """
    given = ",".join(f"{key}={_property(str(v))}" for key, v in properties.items())
    return f"::{level} {given}::{_data(text)}"


def sarif_rule(code: str, summary: str, level: str) -> dict[str, Any]:
    """Return the description of a code (section 3.49, reportingDescriptor)."""
    return {
        "id": code,
        "shortDescription": {"text": summary},
        "defaultConfiguration": {"level": level},
    }


def sarif_log(
    tool: str,
    version: str,
    rules: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a log of one run (section 3.13, sarifLog)."""
    driver = {"name": tool, "version": version, "rules": [*rules]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [*results]}],
    }


def file_uri(file: str) -> str:
    """Return the path of a file as a URI reference (RFC 3986, section 4.1)."""
    return quote(file)


def _data(text: str) -> str:
    return message(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
