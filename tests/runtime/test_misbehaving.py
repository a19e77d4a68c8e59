"""Real connections to a server that breaks off, lies, trickles or stalls."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import httpx2
import pytest

from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    RateLimitError,
    ResponseValidationError,
    ServerStatusError,
    ServiceUnavailableError,
)
from apiloom.runtime.core.operation import Operation
from tests.runtime.driving import (
    GET,
    PATH,
    POST,
    Problem,
    Thing,
    operation,
    options,
)
from tests.runtime.misbehaving import (
    Misbehaving,
    answer,
    misbehaving,
    resets,
    says,
    stalls,
    trickles,
)

Call = Callable[..., Any]

FINE = says(answer())
CUT = answer()[:-5]
BUSY = answer(b"{}", "503 Service Unavailable", "Retry-After: 0")
SLOWLY = answer(b'{"message":"slowly"}', "429 Too Many Requests", "Retry-After: 0")


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with misbehaving() as running:
        yield running


@pytest.fixture(params=["sync", "asyncio", "trio"])
def call(request: pytest.FixtureRequest, server: Misbehaving) -> Call:
    """Makes one call over a real connection, with each of the clients."""
    way: str = request.param

    def run(called: Operation[Any], body: object = None, **given: Any) -> Any:
        made = options(base_url=server.url, **given)
        named = {"path": PATH} | ({} if body is None else {"body": body})
        if way == "sync":
            with APIClient(made, None) as client:
                return client._calls.call(called, **named)

        async def main() -> Any:
            async with AsyncAPIClient(made, None) as client:
                return await client._calls.call(called, **named)

        return anyio.run(main, backend=way)

    return run


# --- broken connections ------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [says(), resets(), says(CUT), resets(CUT), says(b"HTTP/1.1 200 OK\r\nContent-")],
    ids=["closed", "reset", "cut", "reset within the body", "cut within the head"],
)
def test_a_broken_connection(call: Call, server: Misbehaving, act: Any) -> None:
    """What may be repeated is; what the server may have carried out is not."""
    server.acts = [act, FINE]
    assert call(GET) == Thing(name="n")
    assert len(server.requests) == 2
    server.acts = [act, FINE]
    with pytest.raises(APIConnectionError) as caught:
        call(POST, {"name": "n"})
    assert len(server.requests) == 3
    assert caught.value.url == f"{server.url}/things/x"
    assert isinstance(caught.value.__cause__, httpx2.RequestError)
    assert "\n" not in str(caught.value)


def test_a_key_makes_a_broken_connection_repeatable(
    call: Call, server: Misbehaving
) -> None:
    server.acts = [resets(CUT), FINE]
    keyed = operation("POST", body=POST.body, idempotency_key="user-agent")
    assert call(keyed, {"name": "n"}) == Thing(name="n")
    assert len(server.requests) == 2


def test_a_connection_that_is_dropped_after_the_answer(server: Misbehaving) -> None:
    """A connection that the server said it would keep, and closed all the same."""
    server.acts = [resets(answer(closes=False)), FINE]
    with APIClient(options(base_url=server.url), None) as client:
        assert client._calls.call(GET, path=PATH) == Thing(name="n")
        assert client._calls.call(GET, path=PATH) == Thing(name="n")


def test_nobody_listens(call: Call, server: Misbehaving) -> None:
    with pytest.raises(APIConnectionError):
        call(POST, {"name": "n"}, max_retries=1, headers={"Host": "nobody"}, timeout=0)
    assert server.requests == []


# --- lies --------------------------------------------------------------------


@pytest.mark.parametrize("length", [100, 3])
def test_a_wrong_content_length(call: Call, server: Misbehaving, length: int) -> None:
    server.acts = [says(answer(length=length))]
    with pytest.raises((APIConnectionError, ResponseValidationError)):
        call(GET, max_retries=1)
    assert len(server.requests) in (1, 2)


def test_what_is_no_http(call: Call, server: Misbehaving) -> None:
    server.acts = [says(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    with pytest.raises(APIConnectionError):
        call(GET, max_retries=0)


@pytest.mark.parametrize("code", ["400 Bad Request", "500 Internal Server Error"])
def test_an_error_that_cannot_be_decompressed_is_that_error(
    call: Call, server: Misbehaving, code: str
) -> None:
    broken = answer(
        b"no gzip at all", code, "Content-Encoding: gzip", "X-Request-Id: r"
    )
    server.acts = [says(broken)]
    with pytest.raises(APIStatusError) as caught:
        call(GET, max_retries=0)
    error = caught.value
    assert (error.status_code, error.request_id) == (int(code[:3]), "r")
    assert error.raw_body is None
    assert isinstance(error.body, Problem)


def test_a_success_that_cannot_be_decompressed(call: Call, server: Misbehaving) -> None:
    server.acts = [says(answer(b"no gzip at all", "200 OK", "Content-Encoding: gzip"))]
    with pytest.raises(
        ResponseValidationError, match="cannot be read: Error -3"
    ) as told:
        call(GET)
    assert isinstance(told.value.__cause__, httpx2.DecodingError)
    assert len(server.requests) == 1


def test_what_is_compressed_is_read(call: Call, server: Misbehaving) -> None:
    body = gzip.compress(b'{"name":"n"}')
    server.acts = [says(answer(body, "200 OK", "Content-Encoding: gzip"))]
    assert call(GET, deadline=20) == Thing(name="n")


def test_an_error_of_a_thousand_brackets(call: Call, server: Misbehaving) -> None:
    server.acts = [says(answer(b"[" * 200_000, "400 Bad Request"))]
    with pytest.raises(BadRequestError) as caught:
        call(GET)
    assert isinstance(caught.value.raw_body, str)
    assert isinstance(caught.value.body, Problem)


@pytest.mark.parametrize("code", ["301 Moved", "302 Found", "307 Temporary", "308 P"])
def test_a_redirect_is_not_followed(call: Call, server: Misbehaving, code: str) -> None:
    server.acts = [says(answer(b"", code, f"Location: {server.url}/elsewhere"))]
    with pytest.raises(APIStatusError) as caught:
        call(GET)
    assert caught.value.status_code == int(code[:3])
    assert len(server.requests) == 1


# --- storms ------------------------------------------------------------------


def test_a_storm_of_503(call: Call, server: Misbehaving, pauses: list[float]) -> None:
    server.acts = [says(BUSY)]
    with pytest.raises(ServiceUnavailableError):
        call(GET, max_retries=4)
    assert len(server.requests) == 5
    assert pauses == [0.0] * 4
    with pytest.raises(ServiceUnavailableError):
        call(POST, {"name": "n"}, max_retries=4)
    assert len(server.requests) == 6


def test_a_storm_of_429_passes(call: Call, server: Misbehaving) -> None:
    server.acts = [says(SLOWLY), says(SLOWLY), FINE]
    assert call(POST, {"name": "n"}) == Thing(name="n")
    server.acts = [says(SLOWLY)]
    with pytest.raises(RateLimitError, match="slowly"):
        call(POST, {"name": "n"})
    assert len(server.requests) == 6


def test_a_storm_spends_one_budget(server: Misbehaving) -> None:
    """However many threads call, a server that is down is not asked much more often."""
    server.acts = [says(BUSY)]
    calls, most = 20, 10
    with APIClient(options(base_url=server.url, max_retries=5), None) as client:
        client._calls.options.retry_budget._tokens = most

        def one() -> None:
            with pytest.raises(ServerStatusError):
                client._calls.call(GET, path=PATH)

        threads = [threading.Thread(target=one) for _ in range(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.requests) == calls + most


# --- time --------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        stalls(),
        stalls(CUT),
        trickles(b"", 0.02),
        trickles(b"HTTP/1.1 200 OK\r\nX-", 0.02),
        trickles(answer(b"{", length=9999), 0.02),
    ],
    ids=["silence", "stall", "trickle", "trickle of a head", "trickle of a body"],
)
def test_the_deadline_ends_it(call: Call, server: Misbehaving, act: Any) -> None:
    """A server that sends a byte now and then never runs into a read time-out."""
    server.acts = [act]
    began = time.monotonic()
    with pytest.raises((APITimeoutError, APIConnectionError)) as caught:
        call(GET, deadline=0.3, timeout=60.0, max_retries=3)
    assert time.monotonic() - began < 20
    if isinstance(caught.value, APITimeoutError):
        assert "the deadline of 0.3 s has passed" in str(caught.value)


def test_a_time_out_of_its_own(call: Call, server: Misbehaving) -> None:
    server.acts = [stalls()]
    with pytest.raises(APITimeoutError) as caught:
        call(POST, {"name": "n"}, timeout=httpx2.Timeout(5, read=0.1), deadline=20)
    assert "deadline" not in str(caught.value)


def test_a_deadline_leaves_the_client_usable(server: Misbehaving) -> None:
    server.acts = [stalls(CUT), FINE]
    with APIClient(options(base_url=server.url, max_retries=0), None) as client:
        with pytest.raises(APITimeoutError):
            client.with_options(deadline=0.2)._calls.call(GET, path=PATH)
        assert client._calls.call(GET, path=PATH) == Thing(name="n")


# --- threads and tasks -------------------------------------------------------


def test_threads_make_one_pool(
    server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first calls of many threads do not open a pool each."""
    made: list[httpx2.Client] = []
    real = httpx2.Client.__init__

    def init(self: httpx2.Client, *args: Any, **named: Any) -> None:
        made.append(self)
        real(self, *args, **named)

    monkeypatch.setattr(httpx2.Client, "__init__", init)
    server.acts = [FINE]
    start = threading.Barrier(8)
    with APIClient(options(base_url=server.url), None) as client:

        def one() -> None:
            start.wait()
            client._calls.call(GET, path=PATH)

        threads = [threading.Thread(target=one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(made) == 1
    assert len(server.requests) == 8


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tasks_share_a_client(server: Misbehaving, backend: str) -> None:
    server.acts = [says(BUSY), says(BUSY), FINE]
    found: list[Any] = []

    async def main() -> None:
        async with AsyncAPIClient(options(base_url=server.url), None) as client:

            async def one() -> None:
                found.append(await client._calls.call(GET, path=PATH))

            async with anyio.create_task_group() as group:
                for _ in range(8):
                    group.start_soon(one)

    anyio.run(main, backend=backend)
    assert found == [Thing(name="n")] * 8


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_lets_go(server: Misbehaving, backend: str) -> None:
    server.acts = [stalls(), FINE]

    async def main() -> None:
        given = options(base_url=server.url, deadline=20)
        async with AsyncAPIClient(given, None) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(partial(client._calls.call, GET, path=PATH))
                while not server.requests:
                    await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
            assert await client._calls.call(GET, path=PATH) == Thing(name="n")

    anyio.run(main, backend=backend)
