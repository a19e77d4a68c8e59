"""What the pages say of servers."""

from __future__ import annotations

from pathlib import Path

from tests.unit.docs.reading import pages_of, section
from tests.workshop import document


def test_servers(tmp_path: Path) -> None:
    servers = [
        {
            "url": "https://{region}.api.test",
            "description": "Live",
            "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
        },
        {"url": "https://sandbox.api.test", "description": "Sandbox"},
    ]
    text = section(
        pages_of(tmp_path, document(servers=servers))["README.md"], "## Servers"
    )
    assert "| `live` | `https://{region}.api.test` | Live. |" in text
    assert "| `region` | `{region}` | `eu` | `eu`, `us` |" in text
    assert 'client = Shop(server="sandbox")' in text


def test_the_only_server_has_a_part_to_choose(tmp_path: Path) -> None:
    variables = {"region": {"default": "eu", "enum": ["eu", "us"]}}
    servers = [{"url": "https://{region}.api.test", "variables": variables}]
    text = pages_of(tmp_path, document(servers=servers))["README.md"]
    assert 'client = Shop(region="us")' in section(text, "## Servers")
