"""Credentials in the client module: arguments, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.docstrings import one_line, sentence
from apiloom.codegen.formatter import (
    Code,
    Name,
    Parameter,
    call,
    mapping,
    opened,
    signature,
    string,
)
from apiloom.codegen.imports import OWN, Imports
from apiloom.ir.api import Api
from apiloom.ir.security import ClientAuthentication, Grant, GrantType, SecurityScheme
from apiloom.naming.allocate import Names
from apiloom.naming.credentials import Credential
from apiloom.text.code import Python, python

_AUTH: Final = "._runtime.auth.credentials"
_GRANTS: Final = "._runtime.auth.grants"
_SECRET: Final = "._runtime.auth.secret"

_GRANT_CLASSES: Final = {
    GrantType.CLIENT_CREDENTIALS: "ClientCredentials",
    GrantType.REFRESH_TOKEN: "RefreshToken",
    GrantType.PASSWORD: "Password",
}

ABOUT: Final = {
    "client_assertion": (
        "A signed JSON Web Token that identifies the client to the token endpoint: "
        "usually a function that signs a new one."
    ),
    "client_id": "Identifies the client to the token endpoint.",
    "client_secret": "Authenticates the client to the token endpoint.",
    "password": "The password of that user.",
    "username": "The name of a user.",
    "refresh_token": "Fetches access tokens on behalf of a user who gave consent.",
}
"""Descriptions of arguments whose scheme has none, by role."""


@dataclass(frozen=True, slots=True)
class CredentialViews:
    """Spells the credentials of an API (OpenAPI 3.1, section 4.8.27)."""

    api: Api
    names: Names

    def all(self) -> list[Credential]:
        """The constructor's credential arguments, each once."""
        return list(self._described())

    def parameters(self, prefix: str, imports: Imports) -> list[Parameter]:
        """The arguments of a constructor; `prefix` is that of code that awaits."""
        kinds = [*self._kinds(prefix, imports), *self._settings(prefix, imports)]
        return [(name, kind, "None") for name, kind in kinds]

    def arguments(self) -> list[str]:
        """Return the arguments that a constructor passes on."""
        credentials = [one.argument for one in self.all()]
        return [*credentials, *(name for name, _ in self._settings("", Imports(OWN)))]

    def function(self, imports: Imports) -> Python:
        """The function that makes the credentials of both clients."""
        kinds = [*self._kinds("Async", imports), *self._settings("Async", imports)]
        parameters: list[Parameter] = [(name, kind, None) for name, kind in kinds]
        schemes = mapping(
            (string(scheme.key), self._credential(scheme, imports))
            for scheme in self.api.security_schemes
        )
        returns = Name(imports.name(_AUTH, "Credentials"))
        made = signature(python("def _credentials"), parameters, returns, 0)
        body = opened(schemes, 4) if schemes.items else python("{{}}")
        return python("{}\n    return {}", made, body)

    def documentation(self) -> Iterator[tuple[str, str]]:
        """The arguments and what they mean."""
        for credential, about in self._described().items():
            variable = f"Default: the environment variable {credential.env}."
            lead = f"{about} " if about else ""
            yield credential.argument, f"{lead}{variable}"
        tokens = self.names.tokens
        for argument in dict.fromkeys(tokens.urls.values()):
            about = "URL of the token endpoint, if it differs from the specification's."
            yield argument, f"{about} Relative to the server."
        if tokens.scopes:
            about = "Scopes to request; by default, those that the call needs."
            yield tokens.scopes, about
        if tokens.listener:
            about = "Called with each refresh token that replaces yours; store it."
            yield tokens.listener, about

    def _described(self) -> dict[Credential, str]:
        """The arguments, and what is said of each: by its scheme, else by its role."""
        found: dict[str, tuple[Credential, str]] = {}
        for scheme in self.api.security_schemes:
            credentials = self.names.credentials[scheme.key]
            for number, credential in enumerate(credentials):
                about = one_line(scheme.description) if number == 0 else ""
                about = (
                    sentence(about) if about else ABOUT.get(scheme.roles[number], "")
                )
                found.setdefault(credential.argument, (credential, about))
        return dict(found.values())

    def _kinds(self, prefix: str, imports: Imports) -> Iterator[tuple[str, Code]]:
        """The arguments that take secrets, and their type."""
        for one in self.all():
            name = imports.name(_SECRET, f"{prefix}SecretInput")
            yield one.argument, Name(python("{} | None", name))

    def _settings(self, prefix: str, imports: Imports) -> Iterator[tuple[str, Code]]:
        """The arguments about fetching tokens, and their types."""
        tokens = self.names.tokens
        for argument in dict.fromkeys(tokens.urls.values()):
            yield argument, Name(python("str | None"))
        if tokens.scopes:
            sequence = imports.name("collections.abc", "Sequence")
            yield tokens.scopes, Name(python("{}[str] | None", sequence))
        if tokens.listener:
            listener = imports.name(_GRANTS, f"{prefix}TokenListener")
            yield tokens.listener, Name(python("{} | None", listener))

    def _credential(self, scheme: SecurityScheme, imports: Imports) -> Code:
        secrets = self._secrets(scheme, imports)
        given = list(secrets.values())
        kind = scheme.http_scheme if scheme.type == "http" else scheme.type
        prefix = (string(scheme.prefix),) if scheme.prefix else ()
        match kind:
            case "apiKey" if given:
                place = (string(scheme.location), string(scheme.name))
                return call(imports.name(_AUTH, "ApiKey"), *given, *place, *prefix)
            case "basic":
                return call(imports.name(_AUTH, "Basic"), *given)
            case "digest":
                return call(imports.name("._runtime.auth.digest", "Digest"), *given)
            case "oauth2" | "openIdConnect" if scheme.grants:
                return self._oauth2(scheme, secrets, imports)
            case _ if given:
                return call(imports.name(_AUTH, "Bearer"), *given, *prefix)
            case _:
                return call(imports.name(_AUTH, "OnConnection"))

    def _secrets(self, scheme: SecurityScheme, imports: Imports) -> dict[str, Code]:
        """The secrets of a scheme, by their roles."""
        credentials = self.names.credentials[scheme.key]
        return {
            role: call(
                imports.name(_SECRET, "Secret"),
                one.argument,
                string(one.argument),
                string(one.env),
            )
            for role, one in zip(scheme.roles, credentials, strict=True)
        }

    def _oauth2(
        self, scheme: SecurityScheme, secrets: dict[str, Code], imports: Imports
    ) -> Code:
        grants = [
            self._grant(scheme, grant, secrets, imports) for grant in scheme.grants
        ]
        return call(
            imports.name("._runtime.auth.oauth2", "OAuth2"),
            secrets["access_token"],
            *grants,
            scopes=self.names.tokens.scopes,
            **({"prefix": string(scheme.prefix)} if scheme.prefix else {}),
        )

    def _grant(
        self,
        scheme: SecurityScheme,
        grant: Grant,
        secrets: dict[str, Code],
        imports: Imports,
    ) -> Code:
        place: Code | str = string(grant.token_url)
        if grant.is_discovered:
            place = call(imports.name("._runtime.auth.grants", "Discovery"), place)
        items: list[Code | str] = [
            place,
            self.names.tokens.urls[scheme.key],
            self._client(scheme, grant, secrets, imports),
        ]
        if grant.type is not GrantType.CLIENT_CREDENTIALS:
            items += [secrets[role] for role in grant.roles]
        if grant.type is GrantType.REFRESH_TOKEN:
            items.append(self.names.tokens.listener)
        return call(imports.name(_GRANTS, _GRANT_CLASSES[grant.type]), *items)

    @staticmethod
    def _client(
        scheme: SecurityScheme,
        grant: Grant,
        secrets: dict[str, Code],
        imports: Imports,
    ) -> Code:
        """Return the client authentication (RFC 6749, section 2.3)."""
        options: dict[str, Code | str] = {}
        if scheme.client is ClientAuthentication.POST:
            options["in_body"] = "True"
        if grant.type is not GrantType.CLIENT_CREDENTIALS:
            options["optional"] = "True"
        if scheme.client is ClientAuthentication.ASSERTION:
            name = imports.name(_GRANTS, "ClientAssertion")
            return call(name, secrets["client_assertion"], **options)
        name = imports.name(_GRANTS, "ClientSecret")
        return call(name, secrets["client_id"], secrets["client_secret"], **options)
