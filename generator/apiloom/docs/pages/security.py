"""Documentation of credentials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from apiloom.codegen.credentials import ABOUT
from apiloom.codegen.docstrings import sentence
from apiloom.codegen.formatter import Name, Pair, string
from apiloom.docs.markdown import cell, code, table
from apiloom.ir.api import Api, Operation
from apiloom.ir.security import TOKEN_SCHEMES, GrantType, Requirement, SecurityScheme
from apiloom.naming.allocate import Names
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown

Alternatives = tuple[tuple[Requirement, ...], ...]

_CREDENTIALS: Final = ("Argument", "Environment variable", "Credential")
_FEW = 6
"""As many methods are named; more are counted."""


@dataclass(frozen=True)
class Credentials:
    """Writes about the security schemes of an API (OpenAPI 3.1, section 4.8.27)."""

    api: Api
    names: Names

    def table(self) -> Markdown:
        """Arguments, environment variables, and what they are; empty without any."""
        return table(_CREDENTIALS, self._rows(set(self.api.schemes)))

    def _rows(self, keys: Set[str]) -> Collection[tuple[Markdown, ...]]:
        rows: dict[str, tuple[Markdown, ...]] = {}
        for scheme in self.api.security_schemes:
            if scheme.key not in keys:
                continue
            for number, one in enumerate(self.names.credentials[scheme.key]):
                about = cell(ABOUT.get(scheme.roles[number], ""))
                if number == 0 or scheme.type not in TOKEN_SCHEMES:
                    said = (_kind(scheme), cell(scheme.description))
                    about = joined(" ", filter(None, said))
                rows.setdefault(
                    one.argument, (code(one.argument), code(one.env), about)
                )
        return rows.values()

    @cached_property
    def usual(self) -> Alternatives:
        """The security of most operations."""
        texts = {one.security: "" for one in self.api.operations}
        texts = {security: self.written(security) for security in texts}
        counted = Counter(texts[one.security] for one in self.api.operations)
        return max(texts, key=lambda one: counted[texts[one]], default=())

    def note(self) -> Markdown:
        """Return which calls need which credentials; empty if none does."""
        if not any(any(one.security) for one in self.api.operations):
            return EMPTY
        groups: dict[Markdown, list[Operation]] = {}
        for operation in self.api.operations:
            groups.setdefault(self.written(operation.security), []).append(operation)
        usual = self.written(self.usual)
        rest = [one for one in groups if one != usual]
        lead = markdown("Every call needs {}.", usual)
        if rest:
            lead = markdown("Other calls need {}.", usual)
        lines = [markdown("- {}: {}.", self._methods(groups[one]), one) for one in rest]
        return joined("\n", [*lines, *([EMPTY] if lines else []), lead])

    def written(self, alternatives: Alternatives) -> Markdown:
        """The arguments of some alternatives: ``a``, or ``b`` and ``c``."""
        optional = () in alternatives or not alternatives
        given: dict[Markdown, None] = {}
        for needed in alternatives:
            if len(needed) == 1:
                given.update(dict.fromkeys(self._ways(needed[0])))
            elif needed:
                given[joined(" and ", map(self._needed, needed))] = None
        text = _either(given)
        if not text:
            return markdown("no credential")
        return markdown("{}, or no credential", text) if optional else text

    def _needed(self, requirement: Requirement) -> Markdown:
        """The arguments of a scheme that a call needs besides others."""
        ways = self._ways(requirement)
        text = _either(ways)
        return markdown("({})", text) if len(ways) > 1 else text

    def _ways(self, requirement: Requirement) -> dict[Markdown, None]:
        """The arguments of a scheme, each way to give them."""
        ways = [
            joined(" and ", (code(self._argument(scheme, role)) for role in way))
            for scheme in self.api.schemes.get(requirement.scheme, ())
            for way in scheme.ways
            if way
        ]
        return dict.fromkeys(ways or [markdown("credentials of your `http_client`")])

    def scopes(self, alternatives: Alternatives) -> Markdown:
        """The scopes that an operation needs; empty if it names none."""
        found = (
            joined(", ", (code(scope) for one in needed for scope in one.scopes))
            for needed in alternatives
        )
        return joined(", or ", dict.fromkeys(filter(None, found)))

    def authorization(self, alternatives: Alternatives) -> Markdown:
        """Return what a call needs: arguments, environment variables, scopes."""
        needed = markdown("This method needs {}.", self.written(alternatives))
        scopes = self.scopes(alternatives)
        if scopes:
            needed = markdown("{} Scopes: {}.", needed, scopes)
        keys = {one.scheme for every in alternatives for one in every}
        rows = table(_CREDENTIALS, self._rows(keys))
        return joined("\n\n", filter(None, (needed, rows)))

    def _argument(self, scheme: SecurityScheme, role: str) -> str:
        index = scheme.roles.index(role)
        return self.names.credentials[scheme.key][index].argument

    def _methods(self, operations: list[Operation]) -> Markdown:
        if len(operations) > _FEW:
            return markdown("{} methods (see their pages)", len(operations))
        names = (self.names.places[one.id].dotted for one in operations)
        return joined(", ", map(code, names))

    def given(self) -> tuple[Pair, ...]:
        """The arguments of a client that are enough for most calls.

        Of several alternatives, it is one for which no token is requested.
        """
        needed = min(filter(None, self.usual), key=self._has_grants, default=())
        arguments = [
            self._argument(scheme, role)
            for scheme in (self.api.schemes[one.scheme][-1] for one in needed)
            for role in scheme.ways[0]
        ]
        return tuple(
            Pair(f"{argument}=", Name(string("...")))
            for argument in dict.fromkeys(arguments)
        )

    def _has_grants(self, needed: tuple[Requirement, ...]) -> bool:
        schemes = (self.api.schemes.get(one.scheme, ())[-1:] for one in needed)
        return any(scheme.grants for found in schemes for scheme in found)

    def fetching(self) -> tuple[Pair, ...]:
        """The arguments that let a client fetch its tokens; empty if it cannot."""
        order = list(GrantType)
        grants = [
            (order.index(grant.type), number, scheme, grant)
            for number, scheme in enumerate(self.api.security_schemes)
            for grant in scheme.grants
        ]
        if not grants:
            return ()
        _, _, scheme, grant = min(grants, key=lambda one: one[:2])
        roles = list(grant.roles)
        if grant.type is GrantType.REFRESH_TOKEN:
            roles += [role for role in ("client_id",) if role in scheme.roles]
        return tuple(
            Pair(
                f"{self._argument(scheme, role)}=",
                Name(_SPELLED.get(role, string("..."))),
            )
            for role in roles
        )

    def fetched(self) -> Markdown:
        """Return the paragraph about access tokens; empty without any grant."""
        grants = {
            (
                grant.token_url,
                self.names.tokens.urls[scheme.key],
                grant.is_discovered,
            ): None
            for scheme in self.api.security_schemes
            for grant in scheme.grants
        }
        if not grants:
            return EMPTY
        places = joined(
            ", ",
            dict.fromkeys(
                markdown(
                    "{} ({} replaces it)",
                    _endpoint(url, is_discovered=is_discovered),
                    code(f"{argument}="),
                )
                for url, argument, is_discovered in grants
            ),
        )
        tokens = self.names.tokens
        parts = [
            markdown(
                "The client can fetch access tokens itself, from {}: on the first "
                "call that needs one, shortly before a token expires, and once "
                "after a 401. Concurrent calls share one token request. If the "
                "token endpoint refuses, the call raises `errors.TokenError`. The "
                "client requests the scopes of the call, or those that you pass "
                "as {}.",
                places,
                code(f"{tokens.scopes}="),
            ),
        ]
        if tokens.listener:
            parts.append(
                markdown(
                    "A server may replace the refresh token with each use. Pass a "
                    "function as {} to store the new one.",
                    code(f"{tokens.listener}="),
                )
            )
        return joined(" ", parts)


def _either(ways: Iterable[Markdown]) -> Markdown:
    """Return alternatives, with commas between those that are more than a word."""
    found = list(ways)
    is_long = any(" and " in one for one in found)
    return joined(", or ", found) if is_long else joined(" or ", found)


_SPELLED: Final = {"client_assertion": "signed"}
"""Roles whose usual value is a function, and its name in a sample."""


def _endpoint(url: str, *, is_discovered: bool) -> Markdown:
    """Return the token endpoint."""
    if is_discovered:
        return markdown("the token endpoint that {} names", code(url))
    return code(url)


def _kind(scheme: SecurityScheme) -> Markdown:
    """Describe a security scheme in one sentence."""
    if scheme.type == "apiKey":
        places = {
            "header": markdown("the header {}", code(scheme.name)),
            "query": markdown("the query parameter {}", code(scheme.name)),
            "cookie": markdown("the cookie {}", code(scheme.name)),
        }
        where = places.get(scheme.location, code(scheme.name))
        if scheme.prefix:
            prefix = code(scheme.prefix.strip())
            where = markdown("{} with the prefix {}", where, prefix)
        return markdown("API key, sent in {}.", where)
    kinds = {
        "basic": "User name and password (HTTP basic).",
        "digest": "User name and password (HTTP digest).",
        "bearer": "Bearer token.",
        "oauth2": "OAuth 2 access token.",
        "openIdConnect": "OpenID Connect access token.",
    }
    kind = scheme.http_scheme if scheme.type == "http" else scheme.type
    if scheme.prefix:
        prefix = code(scheme.prefix.strip())
        return markdown("Token, sent in `Authorization` with the prefix {}.", prefix)
    return cell(kinds.get(kind, sentence(kind)))
