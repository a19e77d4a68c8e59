"""What holds for a whole API: its servers and its tags (OpenAPI 3.1, 4.8.1)."""

from __future__ import annotations

from tests.unit.lower.conftest import Lower


def test_servers_and_tags(lower: Lower) -> None:
    found = lower(
        {},
        servers=[
            {
                "url": "https://{region}.test/{v}",
                "description": "Live",
                "variables": {
                    "region": {
                        "default": "eu",
                        "enum": ["eu", "us"],
                        "description": "Where.",
                    },
                    "v": {"default": "v1"},
                },
            },
            {"url": "/relative"},
            {"description": "without a URL"},
        ],
        tags=[{"name": "a", "description": "About a."}, {"name": "b"}],
    ).api
    first, second = found.servers
    assert (first.url, first.description) == ("https://{region}.test/{v}", "Live")
    assert [
        (one.name, one.default, one.values, one.description) for one in first.variables
    ] == [("region", "eu", ("eu", "us"), "Where."), ("v", "v1", (), "")]
    assert second.url == "/relative"
    assert [(one.name, one.description) for one in found.tags] == [
        ("a", "About a."),
        ("b", ""),
    ]


def test_an_api_that_says_nothing(lower: Lower) -> None:
    found = lower({}, info={}, servers=[]).api
    assert (found.title, found.version, found.description) == ("API", "", "")
    assert not any((found.servers, found.tags, found.operations))
