"""OAuth 2: access tokens that are fetched, kept, and renewed in time (RFC 6749)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import httpx2

from ..client.sending import connection_error
from ..core.effects import Exclusive, Steps
from ..core.errors import REDACT, APIConnectionError
from ..core.locks import LockTimeout
from .credentials import Applied, AuthContext, Bearer, Credential, Ways, prefixed
from .token_errors import TokenError
from .tokens import Token, fetched, token_of, token_request

if TYPE_CHECKING:
    from .grants import Grant
    from .secret import Secret

Clock: TypeAlias = Callable[[], float]
"""Seconds, from any beginning."""


@dataclass(frozen=True, slots=True)
class Held:
    """A token that a client has, and the scopes it was asked for; None for any."""

    token: Token
    scopes: frozenset[str] | None

    def covers(self, scopes: Collection[str]) -> bool:
        """Return whether it will do for an operation that needs these scopes."""
        return self.scopes is None or self.scopes.issuperset(scopes)


class OAuth2(Credential):
    """An access token from the caller, or from a token endpoint.

    Tokens are fetched by the first call that needs one, renewed shortly before they
    expire, and once when the API refuses one with 401.  However many calls are under
    way, one of them fetches and the others wait for it.
    """

    def __init__(
        self,
        access_token: Secret,
        *grants: Grant,
        scopes: Sequence[str] | None = None,
        prefix: str = "Bearer ",
        clock: Clock = time.monotonic,
    ) -> None:
        """Initialize with the caller's token and the grants that may replace it.

        Arguments take precedence over environment variables.

        Args:
            access_token: The caller's own token; beside a grant, it is used until the
                API refuses it.
            grants: Ways to get a token, in order of preference.
            scopes: The scopes to ask for, instead of those that operations name.
            prefix: The text before the token in the Authorization header.
            clock: Returns a time in seconds that never goes back.
        """
        self._prefix: Final = prefix
        self._access_token: Final = access_token
        self._grants: Final = grants
        self._scopes: Final = scopes
        self._clock: Final = clock
        self._held: tuple[Held, ...] = ()
        self._failures = 0
        self._failure: TokenError | APIConnectionError | None = None
        passed = [grant for grant in grants if grant.is_argument]
        complete = [grant for grant in grants if grant.is_complete]
        if access_token.is_declined:
            # What is in the environment does not matter then.
            complete = []
        grant = next(iter((*passed, *complete)), None)
        is_own = access_token.is_present and (access_token.is_argument or not passed)
        if is_own and (grant is None or access_token.is_function):
            grant = None
        elif is_own:
            text = cast("str", access_token.text)
            self._held = (Held(Token(text), None),)
        self._grant: Final = grant

    @property
    def missing(self) -> Ways:
        """The token, or what it takes to fetch one."""
        if self._grant is not None or self._access_token.is_present:
            return ()
        begun = [
            grant
            for grant in self._grants
            if any(secret.is_present for secret in grant.needed)
        ]
        # Whoever has given half of something wants to hear of the other half.
        ways = [[self._access_token]] if not begun else []
        ways += [[*grant.needed] for grant in begun or self._grants]
        return [[one for one in way if not one.is_present] for way in ways]

    @property
    def is_argument(self) -> bool:
        """Whether a token, or what it takes to fetch one, was passed."""
        passed = any(grant.is_argument for grant in self._grants)
        return passed or self._access_token.is_argument

    @property
    def is_declined(self) -> bool:
        """Whether the token is an empty text, and nothing was passed to fetch one."""
        return self._access_token.is_declined and self._grant is None

    @property
    def secrets(self) -> Sequence[Secret]:
        """The caller's token, and what it takes to fetch another."""
        return (
            self._access_token,
            *(secret for grant in self._grants for secret in grant.needed),
        )

    def apply(
        self, applied: Applied, scopes: Sequence[str], context: AuthContext
    ) -> Steps[None]:
        """Add the Authorization header (RFC 6750, section 2.1).

        Raises `TokenError` or `APIConnectionError` if a token is needed and does not
        come.
        """
        if self._grant is None:
            bearer = Bearer(self._access_token, self._prefix)
            yield from bearer.apply(applied, scopes, context)
            return
        wanted = tuple(scopes if self._scopes is None else self._scopes)
        token = self._fresh(wanted)
        if token is not None:
            applied.renewals.append(partial(self._replace, token, wanted, context))
        else:
            # To be refused right away is not a matter of time: it is not fetched again.
            token = yield from self._renewed(wanted, None, context)
        applied.headers["Authorization"] = prefixed(token.value, self._prefix)
        applied.secrets.append(token.value)

    def _replace(
        self,
        refused: Token,
        scopes: Sequence[str],
        context: AuthContext,
        response: httpx2.Response,
    ) -> Steps[bool]:
        yield from self._renewed(scopes, refused, context)
        return True

    def _fresh(self, scopes: Collection[str]) -> Token | None:
        now = self._clock()
        for held in self._held:
            if held.covers(scopes) and held.token.is_fresh(now):
                return held.token
        return None

    def _renewed(
        self, scopes: Sequence[str], refused: Token | None, context: AuthContext
    ) -> Steps[Token]:
        """Return a token that is not the refused one; fetched by one call for all."""
        course = partial(self._obtain, scopes, refused, self._failures, context)
        grant = cast("Grant", self._grant)
        target = httpx2.Request("POST", grant.target(context))
        try:
            found = yield Exclusive(course, context.left(target))
        except LockTimeout as error:
            raise connection_error(None, target, context.deadline) from error
        return cast("Token", found)

    def _obtain(
        self,
        scopes: Sequence[str],
        refused: Token | None,
        seen: int,
        context: AuthContext,
    ) -> Steps[Token]:
        """Fetch or renew the token; other calls wait."""
        if refused is not None:
            self._held = tuple(one for one in self._held if one.token is not refused)
        token = self._fresh(scopes)
        if token is not None:
            return token
        if self._failures != seen and self._failure is not None:
            # Another call has just failed, while this one waited for it.
            raise copy(self._failure)
        try:
            token = yield from self._fetch(scopes, context)
        except (TokenError, APIConnectionError) as error:
            now = self._clock()
            for held in self._held:
                if held.covers(scopes) and held.token.is_valid(now):
                    return held.token
            self._failure = copy(error)
            self._failures += 1
            raise
        now = self._clock()
        is_scoped = self._grant is not None and self._grant.is_scoped
        held = Held(token, frozenset(scopes) if is_scoped else None)
        others = (one for one in self._held if one.token.is_fresh(now))
        self._held = (held, *others)
        return token

    def _fetch(self, scopes: Sequence[str], context: AuthContext) -> Steps[Token]:
        """Ask the token endpoint, again where that is safe."""
        grant = cast("Grant", self._grant)
        asked = scopes if grant.is_scoped or self._scopes is not None else ()
        place = yield from grant.token_endpoint(context)
        secrets: list[str] = []

        def build() -> Steps[httpx2.Request]:
            form = yield from grant.form(asked, context, place.methods)
            secrets[:] = form.secrets
            request = token_request(place.url, form.fields, form.headers, context)
            request.extensions[REDACT] = form.redact
            return request

        response = yield from fetched(build, context, is_repeatable=grant.is_repeatable)
        token = token_of(response, self._clock(), secrets)
        yield from grant.accept(token)
        return token
