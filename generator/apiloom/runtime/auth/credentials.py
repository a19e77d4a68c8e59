"""Credentials, and how security schemes put them on a request.

OpenAPI 3.1, sections 4.8.27 (Security Scheme) and 4.8.30 (Security Requirement).
What takes a conversation has modules of its own: `digest` and `oauth2`.
"""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

from ..core.effects import Steps
from ..core.errors import MissingCredentialError, RequestValidationError
from ..core.lazy import Deferred
from ..core.operation import Scoped, Security
from ..encoding.urls import Base, base_of
from .secret import Secret

if TYPE_CHECKING:
    import httpx2

    from ..client import sending
    from ..core import redaction
    from ..core.retries import RetryBudget, RetryPolicy
    from ..decoding.limits import ResponseLimits
    from ..telemetry.hooks import AnyHooks
else:
    # For calls that fail.
    redaction = Deferred("..core.redaction", __package__)
    sending = Deferred("..client.sending", __package__)

Ways: TypeAlias = Sequence[Sequence[Secret]]
Arguments: TypeAlias = tuple[tuple[str, str], ...]
"""Arguments of a client, each with the environment variable that stands in for it."""

Renewal: TypeAlias = "Callable[[httpx2.Response], Steps[bool]]"
"""What may help against a response 401; ends in whether to send the request again."""


_SECRET: Final = 8
"""What the caller sends with every request may be a credential if it is as long."""


@dataclass(slots=True, repr=False)
class Applied:
    """Additions of credentials to one request.

    `signatures` are made when the request is complete, since they depend on it.
    """

    headers: dict[str, str] = field(default_factory=dict)
    query: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    signatures: list[Callable[[httpx2.Request], None]] = field(default_factory=list)
    renewals: list[Renewal] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list, compare=False)
    credentials: Credentials = field(default_factory=dict[str, Any], compare=False)
    """All credentials of the client: a server knows them from other requests."""
    stated: Sequence[str] = field(default=(), compare=False)
    """What the caller adds to every request, which may be secret."""
    url: httpx2.URL | None = field(default=None, compare=False)

    def redact(self, text: str) -> str:
        """Return a text without credentials, in any form they are sent in."""
        kept = [
            secret.text
            for credential in self.credentials.values()
            for secret in credential.secrets
            if secret.text
        ]
        stated = [*self.stated]
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
    """Context of one call, for credentials that fetch tokens.

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
    revealed: dict[Secret, str] = field(default_factory=dict)
    operation: str = ""
    hooks: AnyHooks | None = None
    package: str = ""
    """The package of the client."""
    limits: ResponseLimits | None = None
    headers: Mapping[str, str | None] | None = None
    """The headers that the caller adds to every request; None removes one."""
    query: Collection[str] = ()
    """The names of the query parameters that the caller adds to every request."""
    credentials: Credentials = field(default_factory=dict[str, Any])

    def redact(self, text: str) -> str:
        """Return a text without the credentials of the client."""
        return Applied(credentials=self.credentials).redact(text)

    def base(self) -> Base:
        """Return the parts of the URL of the server; none if it is not absolute."""
        try:
            return base_of(self.base_url)
        except RequestValidationError:
            return Base("")

    def left(self, request: httpx2.Request) -> float | None:
        """Return the seconds until the deadline; None if there is none.

        Raises `APITimeoutError` if it is over.
        """
        if self.end is None:
            return None
        left = self.end - self.clock()
        if left <= 0:
            raise sending.connection_error(None, request, self.deadline)
        return left

    def passed(self) -> float | None:
        """Return the deadline, if it has passed."""
        over = self.end is not None and self.clock() >= self.end
        return self.deadline if over else None

    def may_repeat(self, delay: float) -> bool:
        """Return whether a request may be sent again after so many seconds."""
        if self.end is not None and self.clock() + delay >= self.end:
            return False
        return self.budget.withdraw()

    def reveal(self, secret: Secret) -> Steps[str]:
        """Return the value of a secret, the same throughout the call."""
        if secret not in self.revealed:
            self.revealed[secret] = yield from secret.reveal()
        return self.revealed[secret]

    def renewal(self, *secrets: Secret) -> Iterator[Renewal]:
        """Return the renewal of secrets that come from functions: to ask again.

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


_PASSED: Final = "passed"
"""The client sends it, and an argument gave it."""
_HELD: Final = "held"
"""The client sends it."""
_COVERED: Final = "covered"
"""The caller sends it by other means: headers, the HTTP client, the URL."""
_CONNECTION: Final = "connection"
"""The HTTP client may bring it along, which the client cannot know."""
_DECLINED: Final = "declined"
"""The caller wants none to be sent."""
_MISSING: Final = "missing"


class Credential(ABC):
    """One security scheme with what the caller gave for it."""

    @cached_property
    def standing(self) -> str:
        """Whether credentials are complete by themselves, which never changes."""
        if self.place[0] == _CONNECTION:
            return _CONNECTION
        if self.is_declined:
            return _DECLINED
        if self.missing:
            return _MISSING
        return _PASSED if self.is_argument else _HELD

    @property
    @abstractmethod
    def missing(self) -> Ways:
        """Each way to complete the credential: secrets to pass; none if it is."""

    @property
    def secrets(self) -> Sequence[Secret]:
        """Secrets to redact."""
        return ()

    @property
    def place(self) -> tuple[str, str]:
        """Location and name of the key: header, query or cookie."""
        return "header", "Authorization"

    @property
    def is_argument(self) -> bool:
        """Whether it was passed, and does not come from the environment."""
        return any(secret.is_argument for secret in self.secrets)

    @property
    def is_declined(self) -> bool:
        """Whether the caller passed an empty text, for none to be sent."""
        return any(secret.is_declined for secret in self.secrets)

    @abstractmethod
    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the credential to a request of an operation that needs these scopes."""


class ApiKey(Credential):
    """A key in a header, a query parameter or a cookie."""

    def __init__(
        self, secret: Secret, location: str, name: str, prefix: str = ""
    ) -> None:
        """Initialize with the key and its place.

        Args:
            secret: The key.
            location: Where it is sent: header, query or cookie.
            name: Its name there.
            prefix: What is sent in front of it, such as ``Token`` and a space.
        """
        self._secret: Final = secret
        self._location: Final = location
        self._name: Final = name
        self._prefix: Final = prefix

    @property
    def missing(self) -> Ways:
        """The key, if it is missing."""
        return () if self._secret.is_present else ((self._secret,),)

    @property
    def secrets(self) -> Sequence[Secret]:
        """The key."""
        return (self._secret,)

    @property
    def place(self) -> tuple[str, str]:
        """Location and name of the key."""
        return self._location, self._name

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the key."""
        secret = self._secret
        value = secret.text or (yield from context.reveal(secret))
        applied.secrets.append(value)
        if self._prefix:
            value = prefixed(value, self._prefix)
        if self._location == "header":
            applied.headers[self._name] = value
        else:
            pair = f"{quote(self._name, safe='')}={quote(value, safe='')}"
            (applied.query if self._location == "query" else applied.cookies).append(
                pair
            )
        if secret.is_function:
            applied.renewals += context.renewal(secret)


def prefixed(value: str, prefix: str) -> str:
    """Return a credential with its prefix in front, unless the caller put it there."""
    has_own = prefix.endswith(" ") and value[: len(prefix)].lower() == prefix.lower()
    return value if has_own else prefix + value


class Bearer(Credential):
    """A token after ``Bearer`` in the Authorization header (RFC 6750, section 2.1)."""

    def __init__(self, secret: Secret, prefix: str = "Bearer ") -> None:
        """Initialize with the token, and what some APIs want instead of ``Bearer``."""
        self._secret: Final = secret
        self._prefix: Final = prefix

    @property
    def missing(self) -> Ways:
        """The token, if it is missing."""
        return () if self._secret.is_present else ((self._secret,),)

    @property
    def secrets(self) -> Sequence[Secret]:
        """The token."""
        return (self._secret,)

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the header."""
        secret = self._secret
        value = secret.text or (yield from context.reveal(secret))
        applied.headers["Authorization"] = prefixed(value, self._prefix)
        applied.secrets.append(value)
        if secret.is_function:
            applied.renewals += context.renewal(secret)


class UserPassword(Credential):
    """A scheme that takes a user name and a password; either may be empty text."""

    def __init__(self, username: Secret, password: Secret) -> None:
        """Initialize with user name and password."""
        self._username: Final = username
        self._password: Final = password

    @property
    def missing(self) -> Ways:
        """Names of the missing ones of the two."""
        both = (self._username, self._password)
        missing = tuple(secret for secret in both if not secret.is_stated)
        return (missing,) if missing else ()

    @property
    def secrets(self) -> Sequence[Secret]:
        """The password."""
        return (self._password,)

    @property
    def is_argument(self) -> bool:
        """Whether any of both was passed."""
        return self._username.is_argument or self._password.is_argument

    @property
    def is_declined(self) -> bool:
        """Whether both are empty, and the caller passed that."""
        if self._username.is_present or self._password.is_present:
            return False
        return self._username.is_declined or self._password.is_declined


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
    def missing(self) -> Ways:
        """Never missing as far as the client can know."""
        return ()

    @property
    def place(self) -> tuple[str, str]:
        """Nowhere in the request, as far as the client can know."""
        return "connection", ""

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
    """Return what the credentials of an operation add to a request (section 4.8.30).

    They are those of the first alternative that can be satisfied: by what the caller
    gave to the client, or sends by the HTTP client.

    Raises:
        MissingCredentialError: The operation needs a credential, and none of its
            alternatives can be satisfied.
    """
    applied = Applied(credentials=credentials)
    if alternatives:
        for credential, scopes, state in _chosen(
            operation, alternatives, credentials, context
        ):
            if state in _SENT:
                yield from credential.apply(applied, scopes, context)
    return applied


_Found: TypeAlias = "list[tuple[Credential, Sequence[str], str]]"
"""The credentials of an alternative, each with its scopes and how it stands."""


def _is_covered(place: tuple[str, str], context: AuthContext) -> bool:
    """Return whether the caller sends by other means what belongs to a place."""
    where, name = place
    http = context.http
    if where == "query":
        if name in context.query or name in http.params:
            return True
        return name in context.base().names
    if where == "cookie":
        return any(cookie.name == name for cookie in http.cookies.jar)
    names = {key.lower() for key in context.headers or ()}
    if name.lower() in names or name in http.headers:
        return True
    if name.lower() != "authorization":
        return False
    return http.auth is not None or bool(context.base().userinfo)


_SENT: Final = frozenset({_PASSED, _HELD})
_SATISFIED: Final = _SENT | {_COVERED}
_ORDER: Final = (
    _SATISFIED | {_CONNECTION},
    _SATISFIED | {_CONNECTION, _DECLINED},
)
"""Which alternatives are taken where none is known to be satisfied."""


def _chosen(
    operation: str,
    alternatives: Security,
    credentials: Credentials,
    context: AuthContext,
) -> _Found:
    listed: list[_Found] = []
    for alternative in alternatives:
        found: _Found = []
        is_satisfied = bool(alternative)
        for needed in alternative:
            scheme, scopes = needed if isinstance(needed, Scoped) else (needed, ())
            credential = credentials[scheme]
            state = credential.standing
            # What is in the environment is a default; what the caller states is not.
            if state in (_HELD, _MISSING) and _is_covered(credential.place, context):
                state = _COVERED
            is_satisfied = is_satisfied and state in _SATISFIED
            found.append((credential, scopes, state))
        if is_satisfied:
            return found
        listed.append(found)
    for order in _ORDER:
        for found in listed:
            if found and all(state in order for _, _, state in found):
                return found
    # An alternative without schemes is for callers who have no credential.
    if not all(alternatives):
        return []
    ways = dict.fromkeys(way for found in listed for way in _ways(found))
    raise MissingCredentialError(f"{operation} needs a credential: {_hint([*ways])}")


def _ways(found: _Found) -> Iterator[Arguments]:
    """Iterate over the ways to supply what is missing of an alternative."""
    missing = [
        credential.missing for credential, _, state in found if state is _MISSING
    ]
    for combined in product(*missing):
        passed = {secret.argument: secret.env for way in combined for secret in way}
        yield tuple(passed.items())


def _hint(ways: Sequence[Arguments]) -> str:
    """Return how to supply missing credentials, by the ways that need least."""
    hints: list[str] = []
    for way in ways:
        if not way or any(other and {*other} < {*way} for other in ways):
            continue
        arguments = " and ".join(f"{argument}=…" for argument, _ in way)
        variables = " and ".join(dict.fromkeys(env for _, env in way))
        hints.append(f"pass {arguments} or set {variables}")
    return ", or ".join(hints)
