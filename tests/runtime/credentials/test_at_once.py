"""Tokens over real HTTP, with many calls at once: one of them fetches."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from apiloom.runtime.auth.grants import Grant
from apiloom.runtime.auth.token_errors import TokenErrorReason
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.errors import APITimeoutError
from tests.runtime.authority import Authority
from tests.runtime.authorizing import Clock
from tests.runtime.credentials.talk import (
    BACKENDS,
    CALL,
    MANY,
    Talk,
    client_credentials,
    oauth,
    refreshing,
)
from tests.runtime.driving import Thing


@pytest.mark.parametrize("kind", BACKENDS)
def test_the_first_token_is_fetched_once(kind: str, server: Authority) -> None:
    talk = Talk(kind, server, oauth(client_credentials()))
    assert talk.at_once(CALL) == [Thing(name="n")] * MANY
    assert len(server.asked) == 1


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_that_expired_is_fetched_once(kind: str, server: Authority) -> None:
    clock = Clock()
    talk = Talk(kind, server, oauth(client_credentials(), clock=clock))
    talk(CALL)
    clock.now += 3600
    server.valid.clear()
    assert talk.at_once(CALL) == [Thing(name="n")] * MANY
    assert len(server.asked) == 2
    assert server.tokens == ["Bearer token-1"] + ["Bearer token-2"] * MANY


@pytest.mark.parametrize("kind", BACKENDS)
@pytest.mark.parametrize("grant", [client_credentials, refreshing])
def test_a_token_that_is_refused_is_fetched_once(
    kind: str, server: Authority, grant: Callable[[], Grant]
) -> None:
    server.rotates = True
    talk = Talk(kind, server, oauth(grant()))
    talk(CALL)
    server.valid.clear()
    assert talk.at_once(CALL) == [Thing(name="n")] * MANY
    assert len(server.asked) == 2


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_failure_is_not_asked_for_again_by_all(kind: str, server: Authority) -> None:
    server.refusals = [(400, {"error": "invalid_scope"})] * MANY
    found = Talk(kind, server, oauth(client_credentials())).at_once(CALL)
    assert {error.reason for error in found} == {TokenErrorReason.INVALID_SCOPE}
    assert len({id(error) for error in found}) == MANY
    assert len(server.asked) == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_call_that_is_cancelled_lets_the_next_one_fetch(
    backend: str, server: Authority
) -> None:
    given = Talk(backend, server, oauth(client_credentials())).options
    server.gate.clear()

    async def main() -> Any:
        async with AsyncAPIClient(given, None) as client:
            async with anyio.create_task_group() as group:
                group.start_soon(partial(client._calls.call, CALL))
                await anyio.wait_all_tasks_blocked()
                group.cancel_scope.cancel()
            server.gate.set()
            with anyio.fail_after(10):
                return await client._calls.call(CALL)

    assert anyio.run(main, backend=backend) == Thing(name="n")


@pytest.mark.parametrize("kind", BACKENDS)
def test_the_deadline_ends_the_wait_for_another_call(
    kind: str, server: Authority
) -> None:
    """One call asks and has time; the other one waits for it and has none."""
    server.gate.clear()
    patient = Talk(kind, server, oauth(client_credentials())).options
    found: list[Any] = []
    message = rf"POST {server.url}/token timed out: the deadline of 0\.05 s"
    if kind == "sync":
        with APIClient(patient, None) as client, ThreadPoolExecutor(1) as threads:
            first = threads.submit(client._calls.call, CALL)
            # Until that call has the turn, it is to be had.
            while client._calls.pool.mutex.acquire(blocking=False):
                client._calls.pool.mutex.release()
            with pytest.raises(APITimeoutError, match=message):
                client.with_options(deadline=0.05)._calls.call(CALL)
            server.gate.set()
            found.append(first.result())
    else:

        async def main() -> None:
            async with AsyncAPIClient(patient, None) as client:

                async def one() -> None:
                    found.append(await client._calls.call(CALL))

                async with anyio.create_task_group() as group:
                    group.start_soon(one)
                    await anyio.wait_all_tasks_blocked()
                    with pytest.raises(APITimeoutError, match=message):
                        await client.with_options(deadline=0.05)._calls.call(CALL)
                    server.gate.set()

        anyio.run(main, backend=kind)
    assert found == [Thing(name="n")]
    assert len(server.asked) == 1
