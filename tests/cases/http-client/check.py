"""What the caller chose for the HTTP client counts."""

from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
THING = httpx2.Response(200, json={})


def timeout(stage: Stage) -> dict[str, float | None]:
    found: dict[str, float | None] = stage.sent.extensions["timeout"]
    return {
        name: None if value is None else float(value) for name, value in found.items()
    }


def check_its_timeout(stage: Stage) -> None:
    own = httpx2.Timeout(1.0, read=2.0)
    stage.client(THING, http={"timeout": own}, limits=UNLIMITED(stage)).things.load()
    assert timeout(stage) == {"connect": 1.0, "read": 2.0, "write": 1.0, "pool": 1.0}
    client = stage.client(
        THING, http={"timeout": own}, timeout=7.0, limits=UNLIMITED(stage)
    )
    client.things.load()
    assert set(timeout(stage).values()) == {7.0}
    client.with_options(timeout=8.0).things.load()
    assert set(timeout(stage).values()) == {8.0}
    stage.client(THING, http={"timeout": None}, limits=UNLIMITED(stage)).things.load()
    assert set(timeout(stage).values()) == {None}


def UNLIMITED(stage: Stage) -> Any:
    return stage.package.ResponseLimits(seconds=None)


def check_the_usual_timeout(stage: Stage) -> None:
    stage.client(THING, limits=UNLIMITED(stage)).things.load()
    assert timeout(stage) == {"connect": 5.0, "read": 60.0, "write": 60.0, "pool": 60.0}
    assert httpx2.Client().timeout == httpx2.Timeout(5.0)


def check_its_headers(stage: Stage) -> None:
    own = {"User-Agent": "mine/1", "Accept": "application/vnd.mine+json", "X-Own": "o"}
    stage.client(THING, http={"headers": own}).things.load()
    for name, value in own.items():
        assert stage.sent.headers.get_list(name) == [value]
    stage.client(
        THING, http={"headers": own}, headers={"User-Agent": "ours"}
    ).things.load()
    assert stage.sent.headers["user-agent"] == "ours"
    stage.client(THING).things.load()
    assert stage.sent.headers["user-agent"].startswith("case_http_client/")
    assert stage.sent.headers["accept"] == "application/json"


def check_its_authentication(stage: Stage) -> None:
    stage.client(DONE, http={"auth": ("u", "p")}).things.keyed()
    assert stage.sent.headers["authorization"] == "Basic dTpw"


def check_its_parameters_and_cookies(stage: Stage) -> None:
    given = {"params": {"a": "b c"}, "cookies": {"c": "d"}}
    stage.client(THING, http=given).things.load()
    assert dict(stage.sent.url.params) == {"a": "b c"}
    assert stage.sent.headers["cookie"] == "c=d"
    client = stage.client(
        THING, http={"params": {"a": "b", "q": "no"}, "cookies": {"e": "f"}}
    )
    client.things.load(q="x/y", c="own")
    assert stage.sent.url.query == b"a=b&q=x%2Fy"
    assert stage.sent.headers["cookie"] == "c=own; e=f"


def check_its_base_url(stage: Stage) -> None:
    own = {"base_url": "https://staging.test/x/"}
    client = stage.client(THING, http=own)
    client.things.load()
    assert str(stage.sent.url) == "https://staging.test/x/things"
    client.things.other()
    assert str(stage.sent.url) == "https://staging.test/x/other"
    stage.client(THING, http=own, base_url="https://h.test").things.load()
    assert str(stage.sent.url) == "https://h.test/things"
    stage.client(THING).things.other()
    assert str(stage.sent.url) == "https://other.test/other"


def check_its_event_hooks(stage: Stage) -> None:
    seen: list[object] = []

    def request(found: httpx2.Request) -> None:
        seen.append(found.method)

    def response(found: httpx2.Response) -> None:
        seen.append(found.status_code)

    async def async_request(found: httpx2.Request) -> None:
        request(found)

    async def async_response(found: httpx2.Response) -> None:
        response(found)

    hooks = {"request": [request], "response": [response]}
    if stage.portal is not None:
        hooks = {"request": [async_request], "response": [async_response]}
    stage.client(THING, http={"event_hooks": hooks}).things.load()
    assert seen == ["GET", 200]


def check_a_variable_that_is_none_of_the_values(stage: Stage) -> None:
    with pytest.raises(
        ValueError, match=r"region must be one of 'eu', 'us', got 'asia'"
    ):
        stage.client(THING, region="asia")
    stage.client(THING, region="us").things.load()
    assert stage.sent.url.host == "us.api.test"
