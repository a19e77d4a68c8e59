"""Paths as they are found: queries and fragments in them, parts of segments.

OpenAPI 3.0.4, 4.7.8 (Paths Object), RFC 3986, 3.3 to 3.5. A fragment tells operations
apart and never travels; a query does.
"""

from typing import Any

import httpx2

from tests.workshop import Stage, arguments_of


def sent(stage: Stage, name: str, *args: Any, **kwargs: Any) -> str:
    client = stage.client(httpx2.Response(204))
    assert getattr(client.things, name)(*args, **kwargs) is None
    return stage.sent.url.raw_path.decode("ascii")


def check_a_query_in_the_path_is_sent(stage: Stage) -> None:
    assert sent(stage, "list") == "/v1/things"
    assert sent(stage, "list_full") == "/v1/things?view=full"
    assert sent(stage, "list_full", page=2) == "/v1/things?view=full&page=2"
    assert sent(stage, "list_components", comp="list") == "/v1/things?all&comp=list"
    assert sent(stage, "list_viewed", "a b") == "/v1/things?view=a%20b&all"


def check_a_fragment_in_the_path_is_not(stage: Stage) -> None:
    assert sent(stage, "first") == "/v1/things"
    assert sent(stage, "slashed") == "/v1/things/"


def check_parts_of_segments(stage: Stage) -> None:
    assert sent(stage, "as_json", 7) == "/v1/things/7.json"
    assert sent(stage, "as_format", 7, "xml") == "/v1/things/7.xml"
    path = sent(stage, "partial", 1, 2, "a/b")
    assert path.replace("%28", "(").replace("%29", ")") == "/v1/files/v1-2/(a%2Fb)"


def check_one_name_in_several_places(stage: Stage) -> None:
    assert sent(stage, "twice", "x") == "/v1/twice/x/of/x"
    client = stage.client(httpx2.Response(204))
    arguments = list(arguments_of(client.things.both))
    assert arguments[0] == "id"
    assert len(arguments) == 4
    client.things.both(**dict(zip(arguments, ("p", 1, "h", "c"), strict=True)))
    assert stage.sent.url.raw_path == b"/v1/both/p?id=1"
    assert stage.sent.headers["id"] == "h"
    assert stage.sent.headers["cookie"] == "id=c"


def check_what_is_not_declared_is_a_string(stage: Stage) -> None:
    assert sent(stage, "undeclared", "a", "b") == "/v1/undeclared/a/b"
    assert sent(stage, "catch", "x") == "/v1/x"


def check_odd_characters(stage: Stage) -> None:
    assert sent(stage, "spaces") == "/v1/spaces%20in/p%C3%A4th"
    assert sent(stage, "double") == "/v1//double//slash"
    assert sent(stage, "colon", "x").startswith("/v1/colon:action/")
