"""What OpenAPI 3.2 adds: QUERY, other methods, `querystring`, cookies, media types."""

import json
from urllib.parse import parse_qsl, unquote

import httpx2
import pytest

from tests.workshop import Stage


def check_query_and_other_methods(stage: Stage) -> None:
    """3.2, 4.9: `query`, and `additionalOperations` by the method's own name."""
    client = stage.client(httpx2.Response(200, json=[{"name": "x"}]))
    [thing] = client.things.find(filter="f")
    assert (stage.sent.method, stage.body) == ("QUERY", {"filter": "f"})
    assert thing.name == "x"
    client = stage.client(httpx2.Response(204))
    client.things.link()
    assert (stage.sent.method, stage.sent.url.path) == ("LINK", "/v1/things")
    client.things.purge(all=True)
    assert (stage.sent.method, stage.sent.url.query) == ("PURGE", b"all=true")


def check_the_whole_query(stage: Stage) -> None:
    """3.2, 4.12.2: the whole query string is one value of a media type."""
    client = stage.client(httpx2.Response(204))
    client.things.search(q={"text": "a b&c", "tags": ["x", "y"], "page": 2})
    pairs = parse_qsl(stage.sent.url.query.decode("ascii"))
    assert pairs[0] == ("text", "a b&c")
    assert ("page", "2") in pairs
    assert {value for name, value in pairs if name == "tags"} == {"x", "y"}
    client.things.filter(json={"name": "n", "size": 1})
    text = unquote(stage.sent.url.query.decode("ascii"))
    assert json.loads(text) == {"name": "n", "size": 1}
    client.things.filter()
    assert stage.sent.url.query == b""
    with pytest.raises(stage.package.errors.RequestValidationError, match="text"):
        client.things.search(q={"page": 1})


def check_cookies_in_their_own_style(stage: Stage) -> None:
    """3.2, 4.12.3: style `cookie` separates by `; ` and encodes nothing."""
    client = stage.client(httpx2.Response(204))
    client.things.cookies(flavour="a=b/c", kinds=["x", "y"])
    assert stage.sent.headers["cookie"] == "flavour=a=b/c; kinds=x; kinds=y"


def check_media_types_by_reference(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"name": "x"}))
    assert type(client.things.media()) is stage.package.models.Thing
