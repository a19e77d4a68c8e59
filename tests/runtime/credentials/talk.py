"""Clients with credentials, whose calls come one after the other or all at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.lowlevel
import httpx2

from apiloom.runtime.auth.credentials import Credential
from apiloom.runtime.auth.digest import Digest
from apiloom.runtime.auth.grants import (
    ClientCredentials,
    ClientSecret,
    Grant,
    RefreshToken,
)
from apiloom.runtime.auth.oauth2 import OAuth2
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.auth.token_errors import TokenError
from apiloom.runtime.client.async_client import AsyncAPIClient
from apiloom.runtime.client.sync_client import APIClient
from apiloom.runtime.core.effects import Steps
from apiloom.runtime.core.errors import APIStatusError
from apiloom.runtime.core.operation import Operation
from apiloom.runtime.encoding.bodies import BinaryBody
from tests.runtime.authority import CLIENT, FIRST_REFRESH, USER, Authority
from tests.runtime.authorizing import Clock
from tests.runtime.driving import operation, options

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
                return [client._calls.call(one, **given) for one, given in made]

        async def main() -> list[Any]:
            async with AsyncAPIClient(self.options, None) as client:
                return [await client._calls.call(one, **given) for one, given in made]

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
                    client._calls.call(called)
                self._hold()

                def one() -> Any:
                    try:
                        return client._calls.call(called)
                    except (APIStatusError, TokenError) as error:
                        return error

                waiting = [threads.submit(one) for _ in range(MANY)]
                return [future.result() for future in waiting]
        found: list[Any] = []

        async def main() -> None:
            async with httpx2.AsyncClient(limits=limits, timeout=20.0) as http:
                client = AsyncAPIClient(self.options, http)
                for _ in range(before):
                    await client._calls.call(called)
                self._hold()

                async def one() -> None:
                    try:
                        found.append(await client._calls.call(called))
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
