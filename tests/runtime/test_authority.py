"""Tokens and digests over real HTTP, with many calls at once."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import httpx2
import pytest

from generator.runtime.async_client import AsyncAPIClient
from generator.runtime.auth import ApiKey, Bearer, Credential
from generator.runtime.bodies import BinaryBody
from generator.runtime.digest import Digest
from generator.runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
)
from generator.runtime.grants import (
    ClientAssertion,
    ClientCredentials,
    ClientSecret,
    Grant,
    Password,
    RefreshToken,
)
from generator.runtime.oauth2 import OAuth2
from generator.runtime.operations import Operation
from generator.runtime.secret import Secret
from generator.runtime.steps import Steps
from generator.runtime.sync_client import APIClient
from generator.runtime.token_errors import TokenError, TokenErrorReason
from tests.runtime.authority import CLIENT, FIRST_REFRESH, USER, Authority, authority
from tests.runtime.authorizing import Clock
from tests.runtime.driving import Thing, operation, options

MANY = 100
BACKENDS = ["sync", "asyncio", "trio"]
CALL = operation("POST", path="/things", security=(("x",),))
DIGEST = operation("POST", path="/digest/a?b=c", security=(("x",),))
UPLOAD = operation(
    "POST",
    path="/digest/up",
    security=(("x",),),
    body=BinaryBody("application/octet-stream"),
)


class Watched(OAuth2):
    """A credential that opens the gate of the token endpoint when all calls wait."""

    expected = 0
    gate: threading.Event

    def hold(self, gate: threading.Event, calls: int) -> None:
        gate.clear()
        self.gate, self.expected = gate, calls
        self._arriving = threading.Lock()

    def _renewed(self, *given: Any) -> Steps[Any]:
        if self.expected:
            with self._arriving:
                self.expected -= 1
                if not self.expected:
                    self.gate.set()
        return (yield from super()._renewed(*given))


Call = tuple[Operation[Any], dict[str, Any]]


@pytest.fixture
def server() -> Iterator[Authority]:
    with authority() as running:
        yield running


@pytest.fixture
def pauses() -> None:
    """Time is real here: nothing pauses, and other threads have to run."""


def secret(value: Any, argument: str) -> Secret:
    return Secret(value, argument, f"T_NO_{argument.upper()}")


def oauth(*grants: Grant, token: Any = None, clock: Clock | None = None) -> OAuth2:
    own = secret(token, "access_token")
    return Watched(own, *grants, clock=clock or time.monotonic)


def client_credentials(*, in_body: bool = False) -> ClientCredentials:
    client_id, client_secret = CLIENT
    owner = ClientSecret(
        secret(client_id, "client_id"),
        secret(client_secret, "client_secret"),
        in_body=in_body,
    )
    return ClientCredentials("/token", None, owner)


def nobody() -> ClientSecret:
    """A client that has no secret, nor a name."""
    return ClientSecret(
        secret(None, "client_id"), secret(None, "client_secret"), optional=True
    )


def refreshing(listener: Callable[[str], object] | None = None) -> RefreshToken:
    token = secret(FIRST_REFRESH, "refresh_token")
    return RefreshToken("/token", None, nobody(), token, listener)


def digest(password: str = USER[1]) -> Digest:
    return Digest(secret(USER[0], "username"), secret(password, "password"))


class Talk:
    """A client of one kind and what its calls gave, one after the other or at once."""

    def __init__(self, kind: str, server: Authority, credential: Credential) -> None:
        self.kind = kind
        self.server = server
        self.options = options(
            base_url=f"{server.url}/v1", credentials={"x": credential}, timeout=20.0
        )

    def __call__(self, *calls: Operation[Any], **call: Any) -> list[Any]:
        """Make these calls in their order."""
        made: list[Call] = [(one, call) for one in calls]
        if self.kind == "sync":
            with APIClient(self.options, None) as client:
                return [client.call(one, **given) for one, given in made]

        async def main() -> list[Any]:
            async with AsyncAPIClient(self.options, None) as client:
                return [await client.call(one, **given) for one, given in made]

        return anyio.run(main, backend=self.kind)

    def at_once(self, called: Operation[Any], before: int = 0) -> list[Any]:
        """Make many calls at once, after a few that prepare; results or errors.

        The token endpoint answers as soon as all of them wait for it.
        """
        limits = httpx2.Limits(max_connections=MANY + 10)
        if self.kind == "sync":
            http = httpx2.Client(limits=limits, timeout=20.0)
            with http, ThreadPoolExecutor(MANY) as threads:
                client = APIClient(self.options, http)
                for _ in range(before):
                    client.call(called)
                self._hold()

                def one() -> Any:
                    try:
                        return client.call(called)
                    except (APIStatusError, TokenError) as error:
                        return error

                waiting = [threads.submit(one) for _ in range(MANY)]
                return [future.result() for future in waiting]
        found: list[Any] = []

        async def main() -> None:
            async with httpx2.AsyncClient(limits=limits, timeout=20.0) as http:
                client = AsyncAPIClient(self.options, http)
                for _ in range(before):
                    await client.call(called)
                self._hold()

                async def one() -> None:
                    try:
                        found.append(await client.call(called))
                    except (APIStatusError, TokenError) as error:
                        found.append(error)

                async with anyio.create_task_group() as group:
                    for _ in range(MANY):
                        group.start_soon(one)

        anyio.run(main, backend=self.kind)
        return found

    def _hold(self) -> None:
        credential = self.options.credentials["x"]
        if isinstance(credential, Watched):
            credential.hold(self.server.gate, MANY)


# --- one after the other -----------------------------------------------------


@pytest.mark.parametrize("kind", BACKENDS)
@pytest.mark.parametrize("in_body", [False, True], ids=["header", "body"])
def test_client_credentials(kind: str, server: Authority, in_body: bool) -> None:
    talk = Talk(kind, server, oauth(client_credentials(in_body=in_body)))
    assert talk(CALL, CALL) == [Thing(name="n")] * 2
    assert len(server.asked) == 1
    assert server.tokens == ["Bearer token-1"] * 2
    assert server.asked[0].headers["user-agent"] == "tests/1"


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_that_was_revoked(kind: str, server: Authority) -> None:
    credential = oauth(client_credentials())
    talk = Talk(kind, server, credential)
    talk(CALL)
    server.valid.clear()
    assert talk(CALL) == [Thing(name="n")]
    assert server.tokens == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("kind", BACKENDS)
def test_401_is_answered_with_one_new_token_and_no_more(
    kind: str, server: Authority
) -> None:
    """A client that may not: the token is as good as a token can be."""
    server.refusals = [(200, {"access_token": f"bad-{n}"}) for n in range(5)]
    talk = Talk(kind, server, oauth(client_credentials()))
    with pytest.raises(AuthenticationError):
        talk(CALL)
    assert (len(server.asked), len(server.called)) == (1, 1)
    with pytest.raises(AuthenticationError):
        talk(CALL)
    assert (len(server.asked), len(server.called)) == (2, 3)


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_user_and_a_password(kind: str, server: Authority) -> None:
    username, password = secret(USER[0], "username"), secret(USER[1], "password")
    grant = Password("/token", None, nobody(), username, password)
    assert Talk(kind, server, oauth(grant))(CALL) == [Thing(name="n")]


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_refresh_token_that_changes(kind: str, server: Authority) -> None:
    server.rotates = True
    told: list[str] = []

    async def keep(token: str) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(token)

    listener = told.append if kind == "sync" else keep
    talk = Talk(kind, server, oauth(refreshing(listener)))
    talk(CALL)
    server.valid.clear()
    talk(CALL)
    assert told == ["refresh-1", "refresh-2"]
    assert [asked.fields["refresh_token"] for asked in server.asked] == [
        FIRST_REFRESH,
        "refresh-1",
    ]


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_signed_assertion(kind: str, server: Authority) -> None:
    async def sign() -> str:
        await anyio.lowlevel.checkpoint()
        return "signed"

    assertion = secret((lambda: "signed") if kind == "sync" else sign, "assertion")
    grant = ClientCredentials("/token", None, ClientAssertion(assertion))
    assert Talk(kind, server, oauth(grant))(CALL) == [Thing(name="n")]
    assert server.asked[0].fields["client_assertion"] == "signed"


@pytest.mark.parametrize("kind", BACKENDS)
def test_what_the_token_endpoint_says_no_to(kind: str, server: Authority) -> None:
    owner = ClientSecret(
        secret("id", "client_id"), secret("s3cret", "client_secret"), in_body=True
    )
    talk = Talk(kind, server, oauth(ClientCredentials("/token", None, owner)))
    with pytest.raises(TokenError) as caught:
        talk(CALL)
    error = caught.value
    assert error.reason is TokenErrorReason.INVALID_CLIENT
    assert error.message == f"POST {server.url}/token: 401: invalid_client"
    assert server.called == []
    assert error.__cause__ is None


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_that_cannot_be_replaced(kind: str, server: Authority) -> None:
    """Why a new one was needed is said, too."""
    talk = Talk(kind, server, oauth(refreshing(), token="old"))
    server.refresh = "another"
    with pytest.raises(TokenError, match="invalid_grant") as caught:
        talk(CALL)
    assert isinstance(caught.value.__cause__, AuthenticationError)
    assert server.tokens == ["Bearer old"]


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_token_endpoint_that_is_gone(kind: str, server: Authority) -> None:
    grant = client_credentials()
    grant = ClientCredentials("http://127.0.0.1:9/token", None, grant._client)
    talk = Talk(kind, server, oauth(grant))
    talk.options = options(
        base_url=server.url, credentials=talk.options.credentials, max_retries=0
    )
    with pytest.raises(APIConnectionError, match=r"POST http://127\.0\.0\.1:9/token"):
        talk(CALL)


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
@pytest.mark.parametrize("place", ["header", "token"])
def test_async_functions(kind: str, server: Authority, place: str) -> None:
    server.valid = {"second"}
    left = iter(["first", "second"])

    async def supply() -> str:
        await anyio.lowlevel.checkpoint()
        return next(left)

    value = secret(supply, "access_token")
    credential: Credential = Bearer(value)
    if place == "header":
        credential = ApiKey(value, "header", "X-Key")
    talk = Talk(kind, server, credential)
    if place == "token":
        assert talk(CALL) == [Thing(name="n")]
        assert server.tokens == ["Bearer first", "Bearer second"]
    else:
        with pytest.raises(AuthenticationError):
            talk(CALL)
        assert len(server.called) == 2


# --- at once -----------------------------------------------------------------


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
                group.start_soon(partial(client.call, CALL))
                await anyio.wait_all_tasks_blocked()
                group.cancel_scope.cancel()
            server.gate.set()
            with anyio.fail_after(10):
                return await client.call(CALL)

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
            first = threads.submit(client.call, CALL)
            # Until that call has the turn, it is to be had.
            while client._pool.mutex.acquire(blocking=False):
                client._pool.mutex.release()
            with pytest.raises(APITimeoutError, match=message):
                client.with_options(deadline=0.05).call(CALL)
            server.gate.set()
            found.append(first.result())
    else:

        async def main() -> None:
            async with AsyncAPIClient(patient, None) as client:

                async def one() -> None:
                    found.append(await client.call(CALL))

                async with anyio.create_task_group() as group:
                    group.start_soon(one)
                    await anyio.wait_all_tasks_blocked()
                    with pytest.raises(APITimeoutError, match=message):
                        await client.with_options(deadline=0.05).call(CALL)
                    server.gate.set()

        anyio.run(main, backend=kind)
    assert found == [Thing(name="n")]
    assert len(server.asked) == 1


# --- digest ------------------------------------------------------------------


@pytest.mark.parametrize("kind", BACKENDS)
def test_digest(kind: str, server: Authority) -> None:
    talk = Talk(kind, server, digest())
    assert talk(DIGEST, DIGEST, DIGEST) == [Thing(name="n")] * 3
    carried = [authorization is not None for authorization in server.tokens]
    assert carried == [False, True, True, True]
    assert USER[1] not in str(server.tokens)


@pytest.mark.parametrize("kind", BACKENDS)
def test_digest_with_a_wrong_password(kind: str, server: Authority) -> None:
    with pytest.raises(AuthenticationError):
        Talk(kind, server, digest("wrong"))(DIGEST)
    assert len(server.called) == 2


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_body_is_sent_again_with_the_answer(kind: str, server: Authority) -> None:
    talk = Talk(kind, server, digest())
    assert talk(UPLOAD, body=io.BytesIO(b"content")) == [Thing(name="n")]
    assert [body for _, _, body in server.called] == [b"content"] * 2


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_body_that_is_signed(kind: str, server: Authority) -> None:
    """RFC 7616, section 3.4.3: ``auth-int``, where the server wants nothing else."""
    server.qop = "auth-int"
    talk = Talk(kind, server, digest())
    assert talk(UPLOAD, UPLOAD, body=b"content") == [Thing(name="n")] * 2
    assert talk(DIGEST) == [Thing(name="n")]
    carried = [authorization for authorization in server.tokens if authorization]
    assert ["qop=auth-int" in one for one in carried] == [True] * 3


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_body_that_is_read_while_it_is_sent_cannot_be_signed(
    kind: str, server: Authority
) -> None:
    server.qop = "auth-int"
    with pytest.raises(AuthenticationError):
        Talk(kind, server, digest())(UPLOAD, body=io.BytesIO(b"content"))
    assert server.tokens == [None]


@pytest.mark.parametrize("kind", BACKENDS)
def test_no_two_requests_answer_alike(kind: str, server: Authority) -> None:
    """The server refuses a count that it has seen."""
    talk = Talk(kind, server, digest())
    assert talk.at_once(DIGEST, before=1) == [Thing(name="n")] * MANY
    assert len(server.called) == MANY + 2


# --- elsewhere ---------------------------------------------------------------


@pytest.mark.parametrize("kind", BACKENDS)
@pytest.mark.parametrize("place", ["https://evil.example/", "/v1/elsewhere"])
def test_redirects_are_not_followed_with_credentials(kind: str, place: str) -> None:
    """Also not by an HTTP client that follows redirects."""
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(307, headers={"Location": place})

    async def async_answer(request: httpx2.Request) -> httpx2.Response:
        return answer(request)

    given = options(credentials={"x": Bearer(secret("s3cret", "access_token"))})
    if kind == "sync":
        transport = httpx2.MockTransport(answer)
        http = httpx2.Client(transport=transport, follow_redirects=True)
        with pytest.raises(APIStatusError):
            APIClient(given, http).call(CALL)
    else:

        async def main() -> None:
            transport = httpx2.MockTransport(async_answer)
            http = httpx2.AsyncClient(transport=transport, follow_redirects=True)
            with pytest.raises(APIStatusError):
                await AsyncAPIClient(given, http).call(CALL)

        anyio.run(main, backend=kind)
    assert [str(one.url) for one in requests] == ["https://api.test/v1/things"]
