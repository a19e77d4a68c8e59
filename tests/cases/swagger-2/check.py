"""OpenAPI 2.0: hosts, collection formats, bodies, forms and files, shared parts."""

import io
from datetime import date

import httpx2
import pytest

from tests.workshop import Stage


def check_parameters(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"name": "x"}), api_key="k")
    client.things.load(
        "a b",
        ids=[1, 2],
        tags=["a", "b"],
        pipes=["a", "b"],
        spaces=["a", "b"],
        since=date(2024, 5, 6),
        flag=True,
    )
    assert stage.sent.url.host == "api.test"
    assert stage.sent.headers["x-key"] == "k"
    assert stage.sent.url.raw_path == (
        b"/v1/things/a%20b?ids=1,2&tags=a&tags=b&pipes=a%7Cb&spaces=a%20b"
        b"&since=2024-05-06&flag=true"
    )


def check_bodies(stage: Stage) -> None:
    value = {"name": "x", "size": None, "kind": "other"}
    client = stage.client(httpx2.Response(200, json=value), api_key="k")
    found = client.things.replace("1", **value)
    assert stage.body == value
    assert found.to_dict() == value


def check_forms(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204), api_key="k")
    client.things.change("1", name="a&b", size=3)
    assert stage.sent.content == b"name=a%26b&size=3"
    kind = "application/x-www-form-urlencoded"
    assert stage.sent.headers["content-type"] == kind
    client.things.upload("1", file=("x.txt", io.BytesIO(b"data")), note="n")
    assert stage.sent.headers["content-type"].startswith("multipart/form-data")
    assert b'name="file"; filename="x.txt"' in stage.sent.content
    assert b"data" in stage.sent.content


def check_files_and_errors(stage: Stage) -> None:
    pdf = httpx2.Response(
        200, content=b"%PDF", headers={"content-type": "application/pdf"}
    )
    assert stage.client(pdf).things.export() == b"%PDF"
    assert "x-key" not in stage.sent.headers
    client = stage.client(httpx2.Response(404, json={"detail": "d"}), api_key="k")
    with pytest.raises(stage.package.errors.NotFoundError) as caught:
        client.things.load("1")
    assert caught.value.body.detail == "d"
