"""What a caller has to know about credentials."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from generator.ir.api import Api, Operation
from generator.ir.security import TOKEN_SCHEMES, GrantType, Requirement, SecurityScheme
from generator.naming.assign import Names
from generator.python.credentials import ABOUT
from generator.python.layout import Name, Pair
from generator.python.prose import sentence
from generator.reference.markdown import cell, code, table

Alternatives = tuple[tuple[Requirement, ...], ...]

_FEW = 6
"""As many methods are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Writes about the security schemes of an API (OpenAPI 3.1, section 4.8.27)."""

    api: Api
    names: Names

    def table(self) -> str:
        """Arguments, environment variables, and what they are; empty without any."""
        rows: dict[str, tuple[str, str, str]] = {}
        for scheme in self.api.security_schemes:
            for number, one in enumerate(self.names.credentials[scheme.key]):
                about = ABOUT.get(scheme.roles[number], "")
                if number == 0 or scheme.type not in TOKEN_SCHEMES:
                    said = (_kind(scheme), cell(scheme.description))
                    about = " ".join(filter(None, said))
                rows.setdefault(
                    one.argument, (code(one.argument), code(one.env), about)
                )
        return table(("Argument", "Environment variable", "Credential"), rows.values())

    def usual(self) -> Alternatives:
        """What most operations need."""
        texts = {one.security: "" for one in self.api.operations}
        texts = {security: self.written(security) for security in texts}
        counted = Counter(texts[one.security] for one in self.api.operations)
        return max(texts, key=lambda one: counted[texts[one]], default=())

    def note(self) -> str:
        """Which calls need which credentials; empty if none ever does."""
        if not any(any(one.security) for one in self.api.operations):
            return ""
        groups: dict[str, list[Operation]] = {}
        for operation in self.api.operations:
            groups.setdefault(self.written(operation.security), []).append(operation)
        usual = self.written(self.usual())
        rest = [one for one in groups if one != usual]
        who = "Other calls need" if rest else "Every call needs"
        lead = f"{who} {usual}."
        lines = [f"- {self._methods(groups[one])}: {one}." for one in rest]
        return "\n".join([*lines, *([""] if lines else []), lead])

    def written(self, alternatives: Alternatives) -> str:
        """The arguments of some alternatives: ``a``, or ``b`` and ``c``."""
        optional = () in alternatives or not alternatives
        given = [
            " and ".join(
                filter(None, (self._needed(one, len(needed) > 1) for one in needed))
            )
            for needed in alternatives
            if needed
        ]
        text = ", or ".join(dict.fromkeys(filter(None, given)))
        if not text:
            return "no credential"
        return f"{text}, or no credential" if optional else text

    def _needed(self, requirement: Requirement, is_one_of_many: bool) -> str:
        """The arguments of a scheme."""
        ways = [
            " and ".join(code(self._argument(scheme, role)) for role in way)
            for scheme in self.api.schemes.get(requirement.scheme, ())
            for way in scheme.ways
            if way
        ]
        if not ways:
            return "what the `http_client` brings along"
        text = " or ".join(dict.fromkeys(ways))
        if is_one_of_many and len(ways) > 1:
            text = f"({text})"
        return text

    def scopes(self, alternatives: Alternatives) -> str:
        """The scopes that an operation needs; empty if it names none."""
        found = (
            ", ".join(code(scope) for one in needed for scope in one.scopes)
            for needed in alternatives
        )
        return ", or ".join(dict.fromkeys(filter(None, found)))

    def _argument(self, scheme: SecurityScheme, role: str) -> str:
        index = scheme.roles.index(role)
        return self.names.credentials[scheme.key][index].argument

    def _methods(self, operations: list[Operation]) -> str:
        if len(operations) > _FEW:
            return f"{len(operations)} methods (their pages tell)"
        return ", ".join(code(self.names.places[one.id].dotted) for one in operations)

    def given(self) -> tuple[Pair, ...]:
        """The arguments of a client that are enough for most calls."""
        needed = next(filter(None, self.usual()), ())
        arguments = [
            self._argument(scheme, role)
            for scheme in (self.api.schemes[one.scheme][-1] for one in needed)
            for role in scheme.ways[0]
        ]
        return tuple(
            Pair(f"{argument}=", Name('"..."')) for argument in dict.fromkeys(arguments)
        )

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
            Pair(f"{self._argument(scheme, role)}=", Name(_SPELLED.get(role, '"..."')))
            for role in roles
        )

    def fetched(self) -> str:
        """How the client comes by access tokens; empty if it cannot."""
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
            return ""
        places = ", ".join(
            dict.fromkeys(
                f"{'the token endpoint that ' if is_discovered else ''}{code(url)}"
                f"{' names' if is_discovered else ''} "
                f"({code(f'{argument}=')} replaces it)"
                for url, argument, is_discovered in grants
            )
        )
        tokens = self.names.tokens
        parts = [
            f"The client can fetch access tokens itself, at {places}: with the first "
            "call that needs one, shortly before the last one expires, and once when "
            "the API refuses one with 401. However many calls are under way, one of "
            "them fetches and the others wait. If the token endpoint refuses, "
            "`errors.TokenError` tells why. A token is asked for with the scopes of "
            f"the call that needs it, or with {code(f'{tokens.scopes}=')}.",
        ]
        if tokens.listener:
            parts.append(
                "A server may replace the refresh token with each use: "
                f"{code(f'{tokens.listener}=')} takes a function that is called with "
                "the new one, for you to keep."
            )
        return " ".join(parts)


_SPELLED: Final = {"client_assertion": "signed"}
"""Roles whose usual value is a function, and its name in a sample."""


def _kind(scheme: SecurityScheme) -> str:
    """What a scheme is, in a sentence."""
    if scheme.type == "apiKey":
        places = {
            "header": f"the header {code(scheme.name)}",
            "query": f"the query parameter {code(scheme.name)}",
            "cookie": f"the cookie {code(scheme.name)}",
        }
        where = places.get(scheme.location, code(scheme.name))
        return f"API key, sent in {where}."
    kinds = {
        "basic": "User name and password (HTTP basic).",
        "digest": "User name and password (HTTP digest).",
        "bearer": "Bearer token.",
        "oauth2": "OAuth 2 access token.",
        "openIdConnect": "OpenID Connect access token.",
    }
    kind = scheme.http_scheme if scheme.type == "http" else scheme.type
    return kinds.get(kind, sentence(kind))
