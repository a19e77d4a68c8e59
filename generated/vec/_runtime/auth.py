"""Credentials, and how security schemes put them on a request.

OpenAPI 3.1, sections 4.8.27 (Security Scheme) and 4.8.30 (Security Requirement).
"""

from __future__ import annotations

import base64
import os
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from .errors import MissingCredentialError


@dataclass(slots=True)
class Applied:
    """What the credentials of one request add to it."""

    headers: dict[str, str] = field(default_factory=dict[str, str])
    query: list[str] = field(default_factory=list[str])
    cookies: list[str] = field(default_factory=list[str])


class Credential(ABC):
    """One security scheme with what the caller gave for it."""

    @property
    @abstractmethod
    def missing(self) -> str | None:
        """How to supply what is missing, or None if the credential is complete."""

    @abstractmethod
    def apply(self, applied: Applied) -> None:
        """Add the credential to a request."""


class Secret:
    """A value given by argument, else by environment variable; never shown."""

    def __init__(self, value: str | None, argument: str, env: str) -> None:
        """Take the argument's value, its name, and the variable that stands in."""
        self.value: Final = value if value is not None else os.environ.get(env)
        self.hint: Final = f"pass {argument}=… or set {env}"

    def __repr__(self) -> str:
        return "Secret(…)" if self.value else "Secret()"


class ApiKey(Credential):
    """A key in a header, a query parameter or a cookie."""

    def __init__(self, secret: Secret, location: str, name: str) -> None:
        """Take the key, where it goes (header, query or cookie) and its name there."""
        self._secret: Final = secret
        self._location: Final = location
        self._name: Final = name

    @property
    def missing(self) -> str | None:
        """How to supply the key, if it is missing."""
        return None if self._secret.value else self._secret.hint

    def apply(self, applied: Applied) -> None:
        """Add the key."""
        value = self._secret.value or ""
        if self._location == "header":
            applied.headers[self._name] = value
        else:
            pair = f"{quote(self._name, safe='')}={quote(value, safe='')}"
            (applied.query if self._location == "query" else applied.cookies).append(
                pair
            )


class Bearer(Credential):
    """A token after ``Bearer`` in the Authorization header (RFC 6750)."""

    def __init__(self, secret: Secret) -> None:
        """Take the token."""
        self._secret: Final = secret

    @property
    def missing(self) -> str | None:
        """How to supply the token, if it is missing."""
        return None if self._secret.value else self._secret.hint

    def apply(self, applied: Applied) -> None:
        """Add the header."""
        applied.headers["Authorization"] = f"Bearer {self._secret.value}"


class Basic(Credential):
    """User name and password in the Authorization header (RFC 7617)."""

    def __init__(self, username: Secret, password: Secret) -> None:
        """Take both."""
        self._username: Final = username
        self._password: Final = password

    @property
    def missing(self) -> str | None:
        """How to supply what is missing."""
        for secret in (self._username, self._password):
            if secret.value is None:
                return secret.hint
        return None

    def apply(self, applied: Applied) -> None:
        """Add the header."""
        pair = f"{self._username.value}:{self._password.value}".encode()
        encoded = base64.b64encode(pair).decode("ascii")
        applied.headers["Authorization"] = f"Basic {encoded}"


class OnConnection(Credential):
    """A scheme that the ``http_client`` fulfils: mutual TLS, digest and their like."""

    @property
    def missing(self) -> str | None:
        """Never missing as far as the client can know."""
        return None

    def apply(self, applied: Applied) -> None:
        """Add nothing: the caller's ``http_client`` does."""


Credentials = Mapping[str, Credential]


def authorize(
    operation: str,
    alternatives: Sequence[Sequence[str]],
    credentials: Credentials,
) -> Applied:
    """What the first alternative whose credentials are all there adds to a request.

    Raises `MissingCredentialError` if the operation needs a credential and none of
    its alternatives is complete.
    """
    applied = Applied()
    hints: list[str] = []
    # An alternative without schemes is for callers who have no credential.
    for schemes in sorted(alternatives, key=lambda schemes: not schemes):
        wanted = [credentials[scheme] for scheme in schemes]
        missing = [hint for hint in (item.missing for item in wanted) if hint]
        if not missing:
            for credential in wanted:
                credential.apply(applied)
            return applied
        hints.append(" and ".join(missing))
    if alternatives:
        raise MissingCredentialError(
            f"{operation} needs a credential: {', or '.join(hints)}"
        )
    return applied
