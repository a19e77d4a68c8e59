"""An OpenID provider of NHS Notify, which says itself where tokens are fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from tests.clients.driver import SyncDriver
from tests.clients.extended.apis import NHS
from tests.clients.extended.conftest import Connect
from tests.runtime.authority import CLIENT, FIRST_REFRESH, Authority, authority

APP = {"client_id": CLIENT[0], "client_secret": CLIENT[1]}


@pytest.fixture
def provider() -> Iterator[Authority]:
    """The provider, and the API that takes its tokens."""
    with authority() as running:
        running.answer = {"data": []}
        yield running


@pytest.fixture
def client_of(connect: Connect, provider: Authority) -> Callable[..., Any]:
    return lambda **options: connect(NHS, f"{provider.url}/v1", **options)


def test_the_provider_is_asked_once_and_the_token_is_kept(client_of, provider):
    client = client_of(**APP)
    for _ in range(3):
        client.batch.list()
    client.with_options(timeout=3).batch.list()
    assert provider.discovered == 1
    (asked,) = provider.asked
    assert asked.fields == {"grant_type": "client_credentials"}
    assert asked.authorization is not None
    assert provider.tokens == ["Bearer token-1"] * 4


def test_a_scope_has_a_token_of_its_own(client_of, provider):
    client = client_of(**APP)
    client.batch.list()
    attributes = {"status": "ACCEPTED"}
    provider.answer = {"data": {"type": "batches", "id": "b", "attributes": attributes}}
    client.batch.get("b")
    client.batch.get("b")
    assert [one.fields.get("scope") for one in provider.asked] == [None, "letters.read"]
    assert provider.tokens == ["Bearer token-1", *["Bearer token-2"] * 2]
    assert provider.discovered == 1


def together(client: Any, driver: Any, many: int) -> None:
    """Make calls that are all under way at once."""
    if isinstance(driver, SyncDriver):
        with ThreadPoolExecutor(many) as pool:
            list(pool.map(lambda _: client.batch.list(), range(many)))
        return

    async def main(target: Any) -> None:
        async def call() -> None:
            await target.batch.list()

        async with anyio.create_task_group() as group:
            for _ in range(many):
                group.start_soon(call)

    driver.run(main, client._target)


def test_a_hundred_at_once_fetch_one_token(client_of, provider, driver):
    together(client_of(**APP), driver, 100)
    assert (provider.discovered, len(provider.asked)) == (1, 1)
    assert provider.tokens == ["Bearer token-1"] * 100


def test_a_token_that_is_refused_is_renewed_once(client_of, provider, driver):
    client = client_of(**APP)
    client.batch.list()
    provider.valid.clear()
    together(client, driver, 20)
    assert (provider.discovered, len(provider.asked)) == (1, 2)
    assert provider.tokens.count("Bearer token-2") == 20


def test_what_no_token_helps_against(client_of, provider):
    provider.refusals = [(200, {"access_token": f"bad-{n}"}) for n in range(5)]
    client = client_of(**APP)
    for attempts in (1, 3):
        with pytest.raises(NHS.errors.AuthenticationError):
            client.batch.list()
        assert len(provider.called) == attempts


def test_a_token_that_is_about_to_expire_is_renewed_before(
    client_of, provider, monkeypatch
):
    now = [1000.0]
    provider.lifetime = 600
    client = client_of(**APP)
    identity = client._calls.options.credentials["identity"]
    monkeypatch.setattr(identity, "_clock", lambda: now[0])
    for now[0] in (1000.0, 1300.0, 1599.0):
        client.batch.list()
    assert provider.tokens == ["Bearer token-1"] * 2 + ["Bearer token-2"]
    assert provider.discovered == 1


def test_a_refresh_token_that_changes(client_of, provider):
    provider.rotates = True
    told: list[str] = []
    client = client_of(refresh_token=FIRST_REFRESH, on_refresh_token=told.append)
    client.batch.list()
    provider.valid.clear()
    client.batch.list()
    assert told == ["refresh-1", "refresh-2"]
    assert [one.fields["refresh_token"] for one in provider.asked] == [
        FIRST_REFRESH,
        "refresh-1",
    ]


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        ((404, {"error": "gone"}), "404: no token endpoint is named"),
        ((200, b"<html>"), "200: no token endpoint is named"),
        ((200, {"token_endpoint": "ftp://x.test/"}), "not at an https URL"),
    ],
)
def test_a_provider_that_names_no_endpoint(client_of, provider, configuration, said):
    client = client_of(**APP)
    provider.configuration = configuration
    with pytest.raises(NHS.errors.TokenError, match=said) as caught:
        client.batch.list()
    assert caught.value.url.endswith("/identity/.well-known/openid-configuration")
    assert CLIENT[1] not in f"{caught.value!r}"
    assert (provider.asked, provider.called) == ([], [])
    provider.configuration = None
    client.batch.list()
    assert provider.tokens == ["Bearer token-1"]


def test_a_token_of_the_callers(client_of, provider):
    provider.valid = {"mine"}
    client_of(access_token="mine").batch.list()
    assert (provider.discovered, provider.asked) == (0, [])


def test_a_certificate_will_do_as_well(client_of, provider):
    """Whose credentials are complete first: a certificate is the HTTP client's."""
    with pytest.raises(NHS.errors.AuthenticationError):
        client_of().batch.get("b")
    assert (provider.tokens, provider.discovered) == ([None], 0)
