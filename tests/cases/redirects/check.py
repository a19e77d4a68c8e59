"""Redirects are followed if the caller wants it, and never to another origin."""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

THING = httpx2.Response(200, json={"id": "a"})
KEYS = {"api_key": "k", "app": "a", "session": "s"}


def moved(to: str, status: int = 302) -> httpx2.Response:
    return httpx2.Response(status, headers={"Location": to})


def follower(stage: Stage, *answers: httpx2.Response, **options: Any) -> Any:
    return stage.client(*answers, **{**KEYS, "follow_redirects": True, **options})


def asked(stage: Stage) -> list[str]:
    found = [str(request.url) for request in stage.requests]
    stage.requests.clear()
    return found


def check_none_is_followed_by_default(stage: Stage) -> None:
    with pytest.raises(stage.package.errors.APIStatusError) as caught:
        stage.client(moved("/v1/things/b"), THING, **KEYS).things.load("a")
    assert caught.value.status_code == 302
    assert len(stage.requests) == 1


def check_within_the_origin(stage: Stage) -> None:
    for status in (301, 302, 303, 307, 308):
        client = follower(stage, moved("/v2/things/a?x=1#part", status), THING)
        assert client.things.load("a", full=True).id == "a"
        for request in stage.requests:
            assert request.headers["x-key"] == "k"
            assert request.headers["cookie"] == "session=s"
        assert asked(stage) == [
            "https://api.test/v1/things/a?tenant=t&full=true&app=a",
            "https://api.test/v2/things/a?tenant=t&x=1&app=a",
        ]


def check_relative_absolute_and_several(stage: Stage) -> None:
    answers = (
        moved("b"),
        moved("https://API.test:443/v1/c?app=a", 308),
        moved("//user:word@api.test/d"),
        THING,
    )
    assert follower(stage, *answers).things.load("a").id == "a"
    assert asked(stage)[1:] == [
        "https://api.test/v1/things/b?tenant=t&app=a",
        "https://api.test/v1/c?tenant=t&app=a",
        "https://api.test/d?tenant=t&app=a",
    ]


def check_head(stage: Stage) -> None:
    follower(stage, moved("/v1/b"), httpx2.Response(200)).things.exists("a")
    assert [request.method for request in stage.requests] == ["HEAD", "HEAD"]


def check_never_to_another_origin(stage: Stage) -> None:
    for place in (
        "https://evil.test/v1/things/a",
        "http://api.test/v1/things/a",
        "https://api.test:8443/v1/things/a",
        "https://api.test.evil.test/",
        "https://api.test@evil.test/",
        "//evil.test/v1",
        "/\\evil.test/..//evil.test",
        "file:///etc/passwd",
        "javascript:1",
        "https://[",
    ):
        client = follower(stage, moved(place), THING)
        try:
            client.things.load("a")
        except stage.package.errors.APIStatusError as error:
            assert error.status_code == 302, place
        assert {httpx2.URL(url).host for url in asked(stage)} == {"api.test"}, place


def check_to_another_origin_after_one_within(stage: Stage) -> None:
    client = follower(stage, moved("/v1/b"), moved("https://evil.test/"), THING)
    with pytest.raises(stage.package.errors.APIStatusError):
        client.things.load("a")
    assert len(stage.requests) == 2


def check_no_other_method(stage: Stage) -> None:
    for call in (
        lambda client: client.things.remove("a"),
        lambda client: client.things.replace("a", body="text"),
    ):
        for status in (302, 303, 307):
            client = follower(stage, moved("/v1/b", status), httpx2.Response(204))
            with pytest.raises(stage.package.errors.APIStatusError):
                call(client)
            assert len(asked(stage)) == 1


def check_redirects_without_end(stage: Stage) -> None:
    client = follower(stage, moved("/v1/a"), http={"max_redirects": 3})
    with pytest.raises(stage.package.errors.APIStatusError) as caught:
        client.things.load("a")
    assert caught.value.status_code == 302
    assert len(stage.requests) == 4


def check_the_http_client_decides_if_nobody_else_does(stage: Stage) -> None:
    wanted = {"follow_redirects": True}
    client = stage.client(moved("/v1/b"), THING, http=wanted, **KEYS)
    assert client.things.load("a").id == "a"
    client = follower(stage, moved("/v1/b"), THING, http=wanted, follow_redirects=False)
    with pytest.raises(stage.package.errors.APIStatusError):
        client.things.load("a")
    client = follower(stage, moved("/v1/b"), THING, follow_redirects=None)
    with pytest.raises(stage.package.errors.APIStatusError):
        client.things.load("a")
    changed = stage.client(moved("/v1/b"), THING, **KEYS)
    assert changed.with_options(follow_redirects=True).things.load("a").id == "a"


def check_a_download_that_is_elsewhere(stage: Stage) -> None:
    kind = {"content-type": "application/octet-stream"}
    file = httpx2.Response(200, content=b"x", headers=kind)
    assert follower(stage, moved("/v1/file"), file).things.download() == b"x"
    stage.requests.clear()
    with pytest.raises(stage.package.errors.FoundError) as caught:
        follower(stage, moved("https://files.test/file"), file).things.download()
    assert caught.value.headers["location"] == "https://files.test/file"
    assert [request.url.host for request in stage.requests] == ["api.test"]


def check_retries_go_on_where_the_redirect_led(stage: Stage) -> None:
    busy = httpx2.Response(503)
    follower(stage, moved("/v1/b"), busy, THING).things.load("a")
    assert [url.split("?")[0] for url in asked(stage)] == [
        "https://api.test/v1/things/a",
        "https://api.test/v1/b",
        "https://api.test/v1/b",
    ]
