"""Security schemes, and the requirements of operations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from apiloom.ir.types import Extensions

TOKEN_SCHEMES: Final = ("oauth2", "openIdConnect")
"""The types whose requirements have scopes, and whose tokens a client may fetch."""


class GrantType(Enum):
    """A grant type of a token endpoint (RFC 6749)."""

    CLIENT_CREDENTIALS = "client_credentials"
    REFRESH_TOKEN = "refresh_token"
    PASSWORD = "password"


class ClientAuthentication(Enum):
    """A client authentication method of a token endpoint (RFC 7591, section 2)."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    ASSERTION = "private_key_jwt"


@dataclass(frozen=True, slots=True)
class Grant:
    """A flow that a program can run by itself (section 4.8.29), and what it takes.

    `roles` are those arguments of the scheme that must be there together.  Of an
    OpenID provider, which says itself where tokens are, `token_url` is that of its
    configuration (`is_discovered`).
    """

    type: GrantType
    token_url: str
    roles: tuple[str, ...]
    is_discovered: bool = False


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to show who is calling (section 4.8.27).

    `roles` says what is needed, in the words of the specifications; `arguments` what
    each of them is to be called.  One set of them is enough: `ways`.
    """

    key: str
    type: str
    location: str = ""
    name: str = ""
    http_scheme: str = ""
    description: str = ""
    roles: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    is_named: bool = False
    prefix: str = ""
    """What is sent in front of the credential, where that is not the usual."""
    env: tuple[str | None, ...] = ()
    grants: tuple[Grant, ...] = ()
    client: ClientAuthentication = ClientAuthentication.BASIC
    extensions: Extensions = ()

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """The sets of roles of which one is enough; the first is the usual one."""
        if self.type in TOKEN_SCHEMES:
            return (self.roles[:1], *(grant.roles for grant in self.grants))
        return (self.roles,)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A scheme that an operation needs, with scopes (section 4.8.30)."""

    scheme: str
    scopes: tuple[str, ...] = ()
