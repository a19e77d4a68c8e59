"""Arguments: their names, their order, their kinds, and where their values go."""

import datetime
import inspect
from uuid import UUID

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

ID = UUID(int=5)


def check_the_signature(stage: Stage) -> None:
    load = stage.client().things.load
    found = arguments_of(load)
    assert list(found)[:2] == ["id", "version"]
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert [found[name].kind for name in ("id", "version")] == [positional] * 2
    rest = list(found.values())[2:]
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in rest)
    assert [one.name for one in rest if one.default is inspect.Parameter.empty] == [
        "query_id"
    ]
    assert {"page_size", "tags", "filter", "raw", "since", "flag", "from_"} <= set(
        found
    )
    assert {"x_request_id", "shared", "header_id", "cookie_id"} <= set(found)


def check_the_least(stage: Stage) -> None:
    stage.client(httpx2.Response(204)).things.load(ID, "v1", query_id=1)
    assert stage.sent.url.raw_path == f"/v1/things/{ID}/v1?id=1".encode()
    assert UUID(stage.sent.headers["x-request-id"]).version == 4
    assert "cookie" not in stage.sent.headers


def check_a_fresh_id_for_each_call(stage: Stage) -> None:
    busy = httpx2.Response(429, headers={"retry-after": "0"})
    client = stage.client(busy, httpx2.Response(204))
    client.things.load(ID, "v1", query_id=1)
    client.things.load(ID, "v1", query_id=1)
    client.things.load(ID, "v1", query_id=1, x_request_id=ID)
    first, again, second, third = (
        request.headers["x-request-id"] for request in stage.requests
    )
    assert first == again != second  # an attempt is not a call
    assert third == str(ID)


def check_everything(stage: Stage) -> None:
    models = stage.package.models
    stage.client(httpx2.Response(204)).things.load(
        str(ID),
        "v2",
        query_id=2,
        header_id="in the header",
        cookie_id="in the cookie",
        page_size=5,
        tags=["a", "b|c"],
        filter={"userName": "x", "since": datetime.date(2024, 5, 6)},
        raw=models.Filter(user_name="y"),
        since=datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC),
        flag=False,
        from_="z",
        shared="b",
    )
    assert stage.sent.url.raw_path.decode() == (
        f"/v1/things/{ID}/v2?id=2&page%5Bsize%5D=5&tags=a%7Cb%7Cc"
        "&filter%5BuserName%5D=x&filter%5Bsince%5D=2024-05-06"
        "&raw=%7B%22userName%22%3A%22y%22%7D&since=2024-05-06T00%3A00%3A00Z"
        "&flag=false&from=z&shared=b"
    )
    assert stage.sent.headers["id"] == "in the header"
    assert stage.sent.headers["cookie"] == "id=in%20the%20cookie"


def check_nothing_leaves_its_segment(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    id_ = "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"
    client.things.load(id_, "../x?y#z", query_id=1)
    path = f"/v1/things/{id_}/..%2Fx%3Fy%23z?id=1"
    assert stage.sent.url.raw_path == path.encode()
    refused = stage.package.errors.RequestValidationError
    for value in ("", ".", ".."):
        with pytest.raises(refused, match=r"Version \(path\): "):
            client.things.load(id_, value, query_id=1)
    with pytest.raises(refused, match=r"id \(path\): must be a UUID"):
        client.things.load("../x", "v1", query_id=1)
    assert len(stage.requests) == 1
