"""Credentials, and how security schemes put them on a request.

OpenAPI 3.1, sections 4.8.27 (Security Scheme) and 4.8.30 (Security Requirement).
What takes a conversation has modules of its own: `digest` and `oauth2`.
"""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

from .deferred import Deferred
from .errors import MissingCredentialError
from .operations import Scoped, Security
from .secret import Secret
from .steps import Steps

if TYPE_CHECKING:
    import httpx2

    from . import redaction, sending
    from .hooks import AnyHooks
    from .response_limits import ResponseLimits
    from .retries import RetryBudget, RetryPolicy
else:
    # For calls that fail.
    redaction = Deferred(".redaction", __package__)
    sending = Deferred(".sending", __package__)

Renewal: TypeAlias = "Callable[[httpx2.Response], Steps[bool]]"
"""What may help against an answer 401; ends in whether to send the request again."""


_SECRET: Final = 8
"""What the caller sends with every request may be a credential if it is as long."""


@dataclass(slots=True, repr=False)
class Applied:
    """What the credentials of one request add to it.

    `signatures` are made when the request is complete, since they depend on it.
    """

    headers: dict[str, str] = field(default_factory=dict[str, str])
    query: list[str] = field(default_factory=list[str])
    cookies: list[str] = field(default_factory=list[str])
    signatures: list[Callable[[httpx2.Request], None]] = field(
        default_factory=list["Callable[[httpx2.Request], None]"]
    )
    renewals: list[Renewal] = field(default_factory=list[Renewal])
    secrets: list[str] = field(default_factory=list[str], compare=False)
    credentials: Credentials = field(default_factory=dict[str, Any], compare=False)
    """All credentials of the client: a server knows them from other requests."""
    stated: Mapping[str, str] | None = field(default=None, compare=False)
    """The headers that the caller sends with every request, which may be secret."""
    url: httpx2.URL | None = field(default=None, compare=False)

    def redact(self, text: str) -> str:
        """Return a text without credentials, in any form they are sent in."""
        kept = [
            secret.text
            for credential in self.credentials.values()
            for secret in credential.secrets
            if secret.text
        ]
        stated = [*(self.stated or {}).values()]
        if self.url is not None:
            stated.append(self.url.password)
        kept += [value for value in stated if len(value) >= _SECRET]
        return redaction.redact(text, [*self.secrets, *kept])

    def sign(self, request: httpx2.Request) -> None:
        """Add to the finished request what depends on it."""
        for signature in self.signatures:
            signature(request)

    def renew(self, response: httpx2.Response) -> Steps[bool]:
        """Renew what was refused; ends in whether to send the request once more."""
        renewed = False
        for renewal in self.renewals:
            renewed = (yield from renewal(response)) or renewed
        return renewed


@dataclass(slots=True, eq=False, repr=False)
class AuthContext:
    """What credentials may use during one call: to fetch a token, and to remember.

    `revealed` keeps what functions gave, so that each is asked once a call.
    """

    http: httpx2.Client | httpx2.AsyncClient
    base_url: str
    user_agent: str
    timeout: Any
    deadline: float | None
    end: float | None
    policy: RetryPolicy
    budget: RetryBudget
    clock: Callable[[], float]
    revealed: dict[Secret, str] = field(default_factory=dict[Secret, str])
    operation: str = ""
    hooks: AnyHooks | None = None
    limits: ResponseLimits | None = None
    credentials: Credentials = field(default_factory=dict[str, Any])

    def redact(self, text: str) -> str:
        """Return a text without the credentials of the client."""
        return Applied(credentials=self.credentials).redact(text)

    def left(self, request: httpx2.Request) -> float | None:
        """Seconds until the call has to be over; None if there is no deadline.

        Raises `APITimeoutError` if it is over.
        """
        if self.end is None:
            return None
        left = self.end - self.clock()
        if left <= 0:
            raise sending.connection_error(None, request, self.deadline)
        return left

    def passed(self) -> float | None:
        """The deadline, if it has passed."""
        over = self.end is not None and self.clock() >= self.end
        return self.deadline if over else None

    def may_repeat(self, delay: float) -> bool:
        """Whether a request may be sent again after so many seconds."""
        if self.end is not None and self.clock() + delay >= self.end:
            return False
        return self.budget.withdraw()

    def reveal(self, secret: Secret) -> Steps[str]:
        """The value of a secret, the same throughout the call."""
        if secret not in self.revealed:
            self.revealed[secret] = yield from secret.reveal()
        return self.revealed[secret]

    def renewal(self, *secrets: Secret) -> Iterator[Renewal]:
        """The renewal of secrets that come from functions: to ask again.

        A function that gives what was refused does not make the client try again.
        """

        def ask_again(_: httpx2.Response) -> Steps[bool]:
            before = {one: self.revealed.pop(one, None) for one in functions}
            changed = False
            for one in functions:
                changed = (yield from self.reveal(one)) != before[one] or changed
            return changed

        functions = [secret for secret in secrets if secret.is_function]
        if functions:
            yield ask_again


class Credential(ABC):
    """One security scheme with what the caller gave for it."""

    @property
    @abstractmethod
    def missing(self) -> str | None:
        """How to supply what is missing, or None if the credential is complete."""

    @property
    def secrets(self) -> Sequence[Secret]:
        """What must not be shown."""
        return ()

    @abstractmethod
    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the credential to a request of an operation that needs these scopes."""


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
        return self._secret.missing

    @property
    def secrets(self) -> Sequence[Secret]:
        """The key."""
        return (self._secret,)

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the key."""
        value = yield from context.reveal(self._secret)
        if self._location == "header":
            applied.headers[self._name] = value
        else:
            pair = f"{quote(self._name, safe='')}={quote(value, safe='')}"
            (applied.query if self._location == "query" else applied.cookies).append(
                pair
            )
        applied.secrets.append(value)
        applied.renewals += context.renewal(self._secret)


class Bearer(Credential):
    """A token after ``Bearer`` in the Authorization header (RFC 6750, section 2.1)."""

    def __init__(self, secret: Secret) -> None:
        """Take the token."""
        self._secret: Final = secret

    @property
    def missing(self) -> str | None:
        """How to supply the token, if it is missing."""
        return self._secret.missing

    @property
    def secrets(self) -> Sequence[Secret]:
        """The token."""
        return (self._secret,)

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the header."""
        value = yield from context.reveal(self._secret)
        applied.headers["Authorization"] = f"Bearer {value}"
        applied.secrets.append(value)
        applied.renewals += context.renewal(self._secret)


class UserPassword(Credential):
    """A scheme that takes a user name and a password; either may be empty text."""

    def __init__(self, username: Secret, password: Secret) -> None:
        """Take both."""
        self._username: Final = username
        self._password: Final = password

    @property
    def missing(self) -> str | None:
        """How to supply what is missing."""
        hints = [
            secret.missing or ""
            for secret in (self._username, self._password)
            if not secret.is_stated
        ]
        return " and ".join(hints) or None

    @property
    def secrets(self) -> Sequence[Secret]:
        """The password."""
        return (self._password,)


class Basic(UserPassword):
    """User name and password in the Authorization header (RFC 7617)."""

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the header."""
        username = yield from context.reveal(self._username)
        password = yield from context.reveal(self._password)
        encoded = base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
        applied.headers["Authorization"] = f"Basic {encoded}"
        applied.secrets += (password, encoded)
        applied.renewals += context.renewal(self._username, self._password)


class OnConnection(Credential):
    """A scheme that the ``http_client`` fulfils: mutual TLS, Negotiate and the like."""

    @property
    def missing(self) -> str | None:
        """Never missing as far as the client can know."""
        return None

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add nothing: the caller's ``http_client`` does."""
        yield from ()


Credentials: TypeAlias = Mapping[str, Credential]


def authorize(
    operation: str,
    alternatives: Security,
    credentials: Credentials,
    context: AuthContext,
) -> Steps[Applied]:
    """What the first alternative whose credentials are all there adds to a request.

    Raises `MissingCredentialError` if the operation needs a credential and none of
    its alternatives is complete (section 4.8.30).
    """
    applied = Applied(credentials=credentials)
    if alternatives:
        for needed in _chosen(operation, alternatives, credentials):
            if isinstance(needed, Scoped):
                credential, scopes = credentials[needed.scheme], needed.scopes
            else:
                credential, scopes = credentials[needed], ()
            yield from credential.apply(applied, scopes, context)
    return applied


def _chosen(
    operation: str, alternatives: Security, credentials: Credentials
) -> Sequence[str | Scoped]:
    hints: list[str] = []
    for alternative in alternatives:
        missing = [
            hint
            for needed in alternative
            if (hint := credentials[_scheme(needed)].missing)
        ]
        if alternative and not missing:
            return alternative
        hints.append(" and ".join(missing))
    # An alternative without schemes is for callers who have no credential.
    if not all(alternatives):
        return ()
    raise MissingCredentialError(
        f"{operation} needs a credential: {', or '.join(hints)}"
    )


def _scheme(needed: str | Scoped) -> str:
    return needed.scheme if isinstance(needed, Scoped) else needed
