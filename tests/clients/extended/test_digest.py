"""HTTP digest authentication of ApexVerify: a challenge, and who can answer it."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from tests.clients.driver import SyncDriver
from tests.clients.extended.apis import APEXVERIFY
from tests.clients.extended.conftest import Connect
from tests.clients.extended.doorkeeper import HASHES, PASSWORD, USERNAME, Doorkeeper
from tests.loopback import Loopback, loopback

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
SETTINGS = {"type": "email", "target_country": "SG"}
UPLOAD = {"name": "n", **SETTINGS}
BODY = b'{"type":"email","target_country":"SG"}'
LOGIN = {"username": USERNAME, "password": PASSWORD}


@pytest.fixture
def client_of(connect: Connect) -> Callable[..., Any]:
    def construct(server: Loopback, **options: Any) -> Any:
        return connect(APEXVERIFY, server.url, **{**LOGIN, **options})

    return construct


def configure(client: Any) -> Any:
    return client.batch.configure(BATCH, **SETTINGS)


@pytest.mark.parametrize("algorithm", list(HASHES))
@pytest.mark.parametrize("qop", ["auth", "auth-int", None])
def test_one_challenge_serves_all_requests(client_of, algorithm, qop):
    door = Doorkeeper(algorithm, qop)
    with loopback(door) as server:
        client = client_of(server)
        assert [configure(client).status for _ in range(3)] == ["ok"] * 3
        assert configure(client.with_options(timeout=3)).status == "ok"
    assert len(door.nonces) == 1
    assert door.bodies == [BODY] * 5
    assert "authorization" not in server.asked[0].headers
    if qop:
        assert [one.get("nc") for one in door.let_in] == [
            f"{count:08x}" for count in (1, 2, 3, 4)
        ]
    everything = str([dict(asked.headers) for asked in server.asked])
    assert "wörd" not in everything
    assert "p4ss" not in everything


def test_a_nonce_that_has_become_stale(client_of):
    door = Doorkeeper(lasts=2)
    with loopback(door) as server:
        client = client_of(server)
        for _ in range(5):
            configure(client)
    assert len(door.let_in) == 5
    # Every other call finds its nonce used up, and answers the new one at once.
    assert len(door.nonces) == 3
    assert len(server.asked) == 5 + 3


def test_a_wrong_password_is_tried_once(client_of):
    door = Doorkeeper()
    with loopback(door) as server:
        with pytest.raises(APEXVERIFY.errors.AuthenticationError) as caught:
            configure(client_of(server, password="wrong"))
        assert len(server.asked) == 2
        assert "wrong" not in f"{caught.value}{caught.value!r}"
        assert caught.value.body.message == "who are you"


def test_a_file_is_sent_again_with_the_answer(client_of, tmp_path):
    """The first request has it, too: nobody knows that there will be a challenge."""
    door = Doorkeeper()
    path = tmp_path / "batch.txt"
    path.write_bytes(b"jane@example.com\n")
    with loopback(door) as server:
        client_of(server).batch.upload(file=path, **UPLOAD)
    assert [b"jane@example.com" in body for body in door.bodies] == [True, True]


def test_what_can_be_read_only_once_is_not_signed(client_of):
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with loopback(Doorkeeper()) as server:
        client = client_of(server)
        with pytest.raises(APEXVERIFY.errors.AuthenticationError):
            client.batch.upload(file=Once(b"x"), **UPLOAD)
    assert len(server.asked) == 1


def test_a_body_that_is_read_while_it_is_sent_cannot_be_signed(client_of, tmp_path):
    door = Doorkeeper(qop="auth-int")
    path = tmp_path / "batch.txt"
    path.write_bytes(b"jane@example.com\n")
    with loopback(door) as server:
        client = client_of(server)
        with pytest.raises(APEXVERIFY.errors.AuthenticationError):
            client.batch.upload(file=path, **UPLOAD)
        assert configure(client).status == "ok"


def test_all_at_once(client_of, driver):
    """No two requests answer alike, whoever sends them."""
    door = Doorkeeper()
    many = 20
    with loopback(door) as server:
        client = client_of(server)
        configure(client)
        if isinstance(driver, SyncDriver):
            with ThreadPoolExecutor(many) as pool:
                found = list(pool.map(configure, [client] * many))
        else:
            found = driver.run(together, client._target, many)
    assert [one.status for one in found] == ["ok"] * many
    assert len(server.asked) == many + 2
    assert len({one.get("nc") for one in door.let_in}) == many + 1


async def together(client: Any, many: int) -> list[Any]:
    found: list[Any] = []

    async def call() -> None:
        found.append(await client.batch.configure(BATCH, **SETTINGS))

    async with anyio.create_task_group() as group:
        for _ in range(many):
            group.start_soon(call)
    return found


def test_what_is_missing_is_named(connect, client_of):
    door = Doorkeeper()
    with loopback(door) as server:
        with pytest.raises(APEXVERIFY.errors.MissingCredentialError) as caught:
            configure(client_of(server, password=None))
        assert server.asked == []
    message = caught.value.message
    assert "password=…" in message
    assert "APEXVERIFY_EXTENDED_PASSWORD" in message
    assert "username" not in message
