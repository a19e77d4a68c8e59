"""An OAuth 2 credential, a token endpoint, and a clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from apiloom.runtime.auth.grants import (
    ClientCredentials,
    ClientSecret,
    Grant,
    RefreshToken,
)
from apiloom.runtime.auth.oauth2 import OAuth2
from apiloom.runtime.auth.secret import Secret
from apiloom.runtime.core.operation import Scoped
from tests.runtime.authorizing import Clock, Handler, Scene, refused

URL = "https://auth.test/token"


def secret(value: Any, argument: str) -> Secret:
    return Secret(value, argument, f"T_{argument.upper()}")


def client(
    client_id: str | None = "id", client_secret: str | None = "s", **options: bool
) -> ClientSecret:
    return ClientSecret(
        secret(client_id, "client_id"),
        secret(client_secret, "client_secret"),
        **options,
    )


def credentials(**options: Any) -> ClientCredentials:
    return ClientCredentials(URL, None, client(**options))


def refreshing(
    token: Any = "r0", listener: Callable[[str], object] | None = None
) -> RefreshToken:
    owner = client("id", None, optional=True)
    return RefreshToken(URL, None, owner, secret(token, "refresh_token"), listener)


class Case:
    """One credential, a token endpoint, and a clock."""

    def __init__(
        self,
        handler: Handler,
        *grants: Grant,
        access_token: Any = None,
        scopes: Sequence[str] | None = None,
        **scene: Any,
    ) -> None:
        self.clock = Clock()
        self.scene = Scene(handler, clock=self.clock, **scene)
        self.oauth = OAuth2(
            secret(access_token, "access_token"),
            *grants,
            scopes=scopes,
            clock=self.clock,
        )

    def token(self, *scopes: str) -> str:
        """The token of a new call."""
        return self.scene.header(self.oauth, *scopes).removeprefix("Bearer ")

    def refused(self, *scopes: str) -> tuple[bool, str]:
        """What the API's answer 401 changes: whether to try again, and with what."""
        context = self.scene.context()
        needed = Scoped("x", scopes)
        found = self.scene.authorize([[needed]], {"x": self.oauth}, context)
        again = self.scene.run(found.renew(refused()))
        return again, self.token(*scopes)

    @property
    def forms(self) -> list[dict[str, str]]:
        """What the token endpoint was sent."""
        pairs = [parse_qs(one.content.decode()) for one in self.scene.requests]
        return [{name: value for name, (value,) in one.items()} for one in pairs]
