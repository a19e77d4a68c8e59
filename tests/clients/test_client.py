"""Constructing clients, changing them, and closing them."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from tests.clients.apis import APEXVERIFY, APIS, NHS, VEC
from tests.clients.calls import minimal_call
from tests.clients.driver import SyncDriver
from tests.clients.reading import assert_read
from tests.clients.server import Answer, answer
from tests.clients.test_success import full_answer
from tests.contract.openapi_core.operations import documented, operation
from tests.specs.reading import spec

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
READY = answer(200, {"status": "ok"})

each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)
each_operation = pytest.mark.parametrize("one", documented(), ids=str)


# --- raw answers -------------------------------------------------------------


@each_operation
def test_raw_answers(callers, exchange, one):
    said = full_answer(one.success)
    said = Answer(said.status, said.body, {**said.headers, "X-Request-ID": "r-1"})
    exchange.script(said)
    call = minimal_call(one)
    raw = callers(one.api)(one.raw_name, *call.args, **call.kwargs)
    assert isinstance(raw, one.api.module.RawResponse)
    assert raw.status_code == said.status
    assert raw.headers["x-request-id"] == raw.request_id == "r-1"
    assert isinstance(raw.http_response, httpx2.Response)
    assert raw.http_response.content == (b"" if one.verb == "head" else said.body)
    if one.success.content and "$ref" in one.success.schema:
        sent = raw.http_response.json()
        assert_read(one, one.success.schema, sent, raw.parse())
    call.arrived(exchange.request)


@each_api
def test_raw_answers_with_an_error_status_are_raised(callers, exchange, api):
    one = next(one for one in documented() if one.api is api)
    call = minimal_call(one)
    exchange.script(Answer(404))
    with pytest.raises(api.errors.NotFoundError):
        callers(api)(one.raw_name, *call.args, **call.kwargs)


def test_raw_answers_do_not_change_the_client(callers, exchange):
    exchange.script(READY, READY, READY)
    caller = callers(APEXVERIFY)
    for _ in range(2):
        assert caller("batch.launch", BATCH).status == "ok"
        if len(exchange.received) == 1:
            raw = caller("batch.with_raw_response.launch", BATCH)
            assert raw.parse().status == "ok"


def test_a_raw_answer_that_does_not_fit_is_raised_when_parsed(callers, exchange):
    exchange.script(Answer(200, b"<html>"))
    raw = callers(APEXVERIFY)("batch.with_raw_response.launch", BATCH)
    assert raw.http_response.text == "<html>"
    with pytest.raises(APEXVERIFY.errors.ResponseValidationError):
        raw.parse()


# --- options -----------------------------------------------------------------


@each_api
def test_the_url_of_the_spec_is_the_default(driver, api):
    client = driver.construct(api, **api.credentials)
    assert client.base_url == spec(api.package)["servers"][0]["url"]
    assert client.base_url in repr(client)
    driver.close(client)


def test_a_server_can_be_chosen_by_its_name(driver):
    servers = {one["x-name"]: one["url"] for one in spec("nhs_notify")["servers"]}
    assert len(servers) == 5
    for name, url in servers.items():
        client = driver.construct(NHS, **NHS.credentials, server=name)
        assert client.base_url == url
        elsewhere = driver.construct(NHS, server=name, base_url="http://a.example")
        assert elsewhere.base_url == "http://a.example"


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_base_url_replaces_the_whole_url(connect, exchange, server, slash):
    exchange.script(READY)
    connect(APEXVERIFY, base_url=f"{server.url}/apexverify{slash}")("batch.list")
    assert exchange.request.path == "/apexverify/v1/batch"


def test_an_http_client_of_the_other_kind_is_refused(driver):
    """It would send a request, and the call would fail for what comes back."""
    is_sync = isinstance(driver, SyncDriver)
    wanted, other = (httpx2.Client, httpx2.AsyncClient)[:: 1 if is_sync else -1]
    message = rf"^http_client: an httpx2\.{wanted.__name__}, not .*\.{other.__name__}$"
    with pytest.raises(TypeError, match=message):
        driver.construct(APEXVERIFY, http_client=other())


def test_a_base_url_without_a_scheme_is_named(connect, exchange):
    with pytest.raises(
        APEXVERIFY.errors.RequestValidationError,
        match=r"'api\.test' is not an absolute",
    ):
        connect(APEXVERIFY, base_url="api.test")("batch.list")
    assert exchange.received == []


def test_headers_of_the_client(connect, driver):
    sent: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json={})

    http = driver.mocked(respond)
    caller = connect(VEC, headers={"X-Trace": "1", "X-Team": "a"}, http_client=http)
    other = caller.with_options(headers={"X-Trace": "2", "User-Agent": "mine"})
    caller("users.list")
    other("users.list")
    caller("users.list")
    assert [one.headers["x-trace"] for one in sent] == ["1", "2", "1"]
    assert [one.headers["x-team"] for one in sent] == ["a", "a", "a"]
    assert sent[1].headers.get_list("user-agent") == ["mine"]
    assert sent[0].headers["user-agent"].startswith("vec/")
    driver.close_http(http)


def test_headers_of_the_caller_are_theirs(connect):
    headers = {"X-Trace": "1"}
    caller = connect(VEC, headers=headers)
    caller.with_options(headers={"X-Other": "2"})
    assert headers == {"X-Trace": "1"}


def test_a_copy_shares_the_connections(connect, exchange):
    exchange.script(READY, READY, READY)
    caller = connect(APEXVERIFY)
    caller("batch.list")
    caller.with_options(timeout=5)("batch.list")
    caller("batch.with_raw_response.list")
    assert len({request.connection for request in exchange.received}) == 1


def test_a_copy_that_is_called_first_shares_them_too(connect, exchange):
    exchange.script(READY, READY)
    caller = connect(APEXVERIFY)
    caller.with_options(timeout=5)("batch.list")
    caller("batch.list")
    assert len({request.connection for request in exchange.received}) == 1


def test_a_copy_has_resources_of_its_own(connect):
    caller = connect(APEXVERIFY)
    original = caller.client.batch
    copy = caller.with_options(base_url="http://other.example").client
    assert copy.base_url == "http://other.example"
    assert copy.batch is not original
    assert copy.batch is copy.batch
    assert caller.client.batch is original


def test_a_copy_of_another_server(connect, exchange, server):
    exchange.script(READY)
    elsewhere = connect(APEXVERIFY, base_url="http://127.0.0.1:1")
    caller = elsewhere.with_options(base_url=f"{server.url}/apexverify")
    assert caller("batch.list") == {"status": "ok"}


# --- the caller's own HTTP client --------------------------------------------


def mock(said: Mapping[str, Any], seen: list[httpx2.Request]) -> Any:
    """A function that answers the same to everything."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json=said)

    return respond


@each_api
def test_an_http_client_can_be_passed_in(driver, api):
    one = next(one for one in documented() if one.api is api)
    seen: list[httpx2.Request] = []
    http = driver.mocked(mock({"status": "parsing_content", "result": {}}, seen))
    client = driver.construct(api, **api.credentials, http_client=http)
    call = minimal_call(one)
    driver.call(client, one.name, *call.args, **call.kwargs)
    assert str(seen[0].url).startswith(spec(api.package)["servers"][0]["url"])
    driver.close(client)
    assert not http.is_closed, "it is the caller's to close"
    driver.call(client, one.name, *call.args, **call.kwargs)
    driver.close_http(http)


@each_api
def test_a_proxy_is_the_http_clients(driver, exchange, server, api):
    """What a proxy is asked names the server that it stands before."""
    one = next(one for one in documented() if one.api is api)
    exchange.script(full_answer(one.success))
    http = driver.http(proxy=server.url)
    client = driver.construct(
        api,
        **api.credentials,
        base_url=f"http://far.test/{api.package}",
        http_client=http,
    )
    call = minimal_call(one)
    driver.call(client, one.name, *call.args, **call.kwargs)
    driver.close_http(http)
    assert exchange.request.target.startswith(f"http://far.test/{api.package}/")
    assert exchange.request.headers["host"] == "far.test"


def test_a_redirect_is_not_followed_even_if_the_http_client_would(driver):
    """The token must not go to the host that the redirect names."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(303, headers={"Location": "https://s3.example/x"})

    http = driver.http(transport=httpx2.MockTransport(respond), follow_redirects=True)
    client = driver.construct(NHS, **NHS.credentials, http_client=http)
    assert driver.call(client, "data.get_url", "1") == "https://s3.example/x"
    assert len(seen) == 1
    driver.close_http(http)


def test_the_time_out_of_the_client_goes_before_that_of_the_http_client(driver):
    seen: list[httpx2.Request] = []
    http = driver.http(
        transport=httpx2.MockTransport(mock({}, seen)), timeout=httpx2.Timeout(1)
    )
    client = driver.construct(VEC, **VEC.credentials, http_client=http, timeout=7)
    driver.call(client, "users.list")
    assert seen[0].extensions["timeout"] == httpx2.Timeout(7).as_dict()
    driver.close_http(http)


# --- opening and closing -----------------------------------------------------


@each_api
def test_nothing_is_opened_before_the_first_call(driver, monkeypatch, api):
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("an HTTP client was made")

    monkeypatch.setattr(httpx2.Client, "__init__", refuse)
    monkeypatch.setattr(httpx2.AsyncClient, "__init__", refuse)
    client = driver.construct(api, **api.credentials)
    client.with_options(timeout=1)
    for one in documented():
        if one.api is api:
            resource = client
            for name in one.name.split(".")[:-1]:
                resource = getattr(resource, name)
            assert resource.with_raw_response is resource.with_raw_response
    driver.close(client)


@each_api
def test_a_block_closes(driver, exchange, server, api):
    one = next(one for one in documented() if one.api is api)
    exchange.script(full_answer(one.success))
    client = driver.construct(
        api, **api.credentials, base_url=f"{server.url}/{api.package}"
    )
    made: list[Any] = []
    http_of = client._calls.pool.http
    client._calls.pool.http = lambda: made.append(http_of()) or made[-1]
    assert driver.within(client, one.name, *minimal_call(one).args) is not None
    (http,) = made
    assert http.is_closed


def test_closing_twice_and_before_the_first_call(driver):
    client = driver.construct(VEC, **VEC.credentials)
    driver.close(client)
    driver.close(client)


def test_many_calls_at_once(connect, exchange):
    """One client serves threads, and tasks, at the same time."""
    exchange.script(*[answer(200, number) for number in range(20)])
    caller = connect(APEXVERIFY)
    got: list[Any] = []
    threads = [
        threading.Thread(target=lambda: got.append(caller("batch.list")))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(20))


def test_tasks_share_a_client(exchange, server):
    exchange.script(*[answer(200, number) for number in range(20)])

    async def main() -> list[Any]:
        async with APEXVERIFY.module.AsyncApexVerify(
            **APEXVERIFY.credentials, base_url=f"{server.url}/apexverify"
        ) as client:
            return await asyncio.gather(*[client.batch.list() for _ in range(20)])

    assert sorted(asyncio.run(main())) == list(range(20))


def test_a_cancelled_call_leaves_the_client_usable(exchange, server):
    exchange.script(Answer(200, b"1", delay=20), answer(200, 2))

    async def main() -> Any:
        async with APEXVERIFY.module.AsyncApexVerify(
            **APEXVERIFY.credentials, base_url=f"{server.url}/apexverify"
        ) as client:
            task = asyncio.create_task(client.batch.list())
            assert await asyncio.to_thread(exchange.settle, left=1) == 1
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await client.batch.list()

    assert asyncio.run(main()) == 2


def test_nothing_is_left_open(exchange, server, tmp_path):
    """A file that the client opens, it closes: when sent, and when refused."""
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\n")
    call = minimal_call(operation(VEC, "batches.create"))
    arguments = {**call.kwargs, "csv_file": path}
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        with VEC.module.Vec(
            **VEC.credentials, base_url=f"{server.url}/vec", max_retries=0
        ) as client:
            exchange.script(answer(201, {}), Answer(500))
            client.batches.create(**arguments)
            with pytest.raises(VEC.errors.InternalServerError):
                client.batches.create(**arguments)
            with pytest.raises(VEC.errors.RequestValidationError):
                client.batches.create(**{**arguments, "name": 7})
        gc.collect()
