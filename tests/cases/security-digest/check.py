"""Digest authentication over HTTP: challenged once, and signed what is sent."""

import asyncio
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.runtime.authority import USER, authority
from tests.workshop import Stage

USERNAME, PASSWORD = USER
LOGIN = {"username": USERNAME, "password": PASSWORD}


@contextmanager
def connected(stage: Stage, **arguments):
    """The sync client, and the server that it talks to."""
    with authority() as server:
        cls = getattr(stage.package, stage.name)
        with cls(base_url=f"{server.url}/v1", **arguments) as client:
            yield client, server


def check_a_challenge_is_answered_from_then_on(stage: Stage) -> None:
    with connected(stage, **LOGIN) as (client, server):
        client.calls.send("a/b ü", q="1&2", body=b"one")
        client.calls.send("c", body=b"two")
        assert [body for _, _, body in server.called] == [b"one", b"one", b"two"]
        assert server.tokens[0] is None
        assert PASSWORD not in str(server.tokens)


def check_a_file_is_sent_again(stage: Stage) -> None:
    with TemporaryDirectory() as folder, connected(stage, **LOGIN) as (client, server):
        path = Path(folder, "a.bin")
        path.write_bytes(b"content")
        client.calls.send("x", body=path)
        assert [body for _, _, body in server.called] == [b"content"] * 2


def check_with_a_key_in_the_query(stage: Stage) -> None:
    """What the digest signs has the key in it."""
    with connected(stage, **LOGIN, api_key="k y") as (client, server):
        client.calls.both()
        assert server.called[-1][0] == "/v1/digest-and-key?key=k%20y"


def check_a_wrong_password(stage: Stage) -> None:
    with connected(stage, username=USERNAME, password="wrong") as (client, server):
        with pytest.raises(stage.package.errors.AuthenticationError):
            client.calls.send("x")
        assert len(server.called) == 2


def check_what_is_missing_is_named(stage: Stage) -> None:
    with connected(stage, username=USERNAME) as (client, server):
        with pytest.raises(stage.package.errors.MissingCredentialError) as caught:
            client.calls.send("x")
        assert "password=… or set CASE_SECURITY_DIGEST_PASSWORD" in str(caught.value)
        assert server.called == []


def check_the_async_client(stage: Stage) -> None:
    async def password() -> str:
        await asyncio.sleep(0)
        return PASSWORD

    async def main() -> None:
        with authority() as server:
            cls = getattr(stage.package, f"Async{stage.name}")
            login = {"username": USERNAME, "password": password}
            async with cls(base_url=f"{server.url}/v1", **login) as client:
                await client.calls.send("x", body=b"one")
            assert [body for _, _, body in server.called] == [b"one"] * 2

    asyncio.run(main())
