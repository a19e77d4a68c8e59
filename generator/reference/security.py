"""What a caller has to know about credentials."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.ir.api import Api, Operation, SecurityScheme
from generator.naming.assign import Names
from generator.python.layout import Name, Pair
from generator.python.prose import sentence
from generator.reference.markdown import cell, code, table

Alternatives = tuple[tuple[str, ...], ...]

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
            for one in self.names.credentials[scheme.key]:
                about = " ".join(
                    filter(None, (_kind(scheme), cell(scheme.description)))
                )
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
            " and ".join(filter(None, map(self._argument, one)))
            for one in alternatives
            if one
        ]
        text = ", or ".join(dict.fromkeys(filter(None, given)))
        if not text:
            return "no credential"
        return f"{text}, or no credential" if optional else text

    def _argument(self, key: str) -> str:
        arguments = [one.argument for one in self.names.credentials.get(key, ())]
        if arguments:
            return " and ".join(map(code, arguments))
        return "what the `http_client` brings along"

    def _methods(self, operations: list[Operation]) -> str:
        if len(operations) > _FEW:
            return f"{len(operations)} methods (their pages tell)"
        return ", ".join(code(self.names.places[one.id].dotted) for one in operations)

    def given(self) -> tuple[Pair, ...]:
        """The arguments of a client that are enough for most calls."""
        schemes = next(filter(None, self.usual()), ())
        return tuple(
            Pair(f"{one.argument}=", Name('"..."'))
            for key in schemes
            for one in self.names.credentials.get(key, ())
        )


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
        "bearer": "Bearer token.",
        "oauth2": "OAuth 2 access token.",
        "openIdConnect": "OpenID Connect access token.",
    }
    kind = scheme.http_scheme if scheme.type == "http" else scheme.type
    return kinds.get(kind, sentence(kind))
