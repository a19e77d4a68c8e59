"""Security Schemes and Requirements (OpenAPI 3.1, sections 4.8.27 to 4.8.30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.ir.security import (
    TOKEN_SCHEMES,
    ClientAuthentication,
    Grant,
    GrantType,
    Requirement,
    SecurityScheme,
)
from apiloom.lower.environment import Variables, variables_of
from apiloom.lower.security_extensions import prefix_of, stated, token_endpoint_method
from apiloom.lower.vendor_extensions import extensions_of

_ROLES: Final = {
    "apiKey": ("api_key",),
    "basic": ("username", "password"),
    "digest": ("username", "password"),
    "bearer": ("access_token",),
    "oauth2": ("access_token",),
    "openIdConnect": ("access_token",),
}

_GRANTS: Final = {
    "clientCredentials": GrantType.CLIENT_CREDENTIALS,
    "password": GrantType.PASSWORD,
    # A person agrees in a browser or on a phone; a program can go on from there.
    "authorizationCode": GrantType.REFRESH_TOKEN,
    "deviceAuthorization": GrantType.REFRESH_TOKEN,
}
"""The flows that have a token endpoint, and how a program uses it."""

_CLIENT: Final = {
    ClientAuthentication.BASIC: ("client_id", "client_secret"),
    ClientAuthentication.POST: ("client_id", "client_secret"),
    ClientAuthentication.ASSERTION: ("client_assertion",),
}
_PLACES: Final = ("header", "query", "cookie")


def schemes_of(document: Document, variables: Variables) -> tuple[SecurityScheme, ...]:
    """The security schemes of a document, in document order."""
    root = document.root
    components = root.mapping("components")
    declared = components.mapping("securitySchemes") if components is not None else None
    found: list[SecurityScheme] = []
    for key, entry in declared.items() if declared is not None else ():
        node = entry.resolve()
        if node is not None and node.is_mapping:
            found.append(_scheme(key, node, document, variables))
    for key in variables.configured:
        if declared is None or key not in declared:
            message = (
                f"the configuration names a variable for {key}, which is not a security"
                " scheme"
            )
            root.report(Code.ENVIRONMENT_VARIABLE, message)
    return tuple(found)


def _scheme(
    key: str, node: Node, document: Document, variables: Variables
) -> SecurityScheme:
    type_ = node.text("type") or ""
    http_scheme = (node.text("scheme") or "").lower()
    kind = http_scheme if type_ == "http" else type_
    prefix = prefix_of(node)
    if type_ == "http" and prefix and kind not in ("basic", "digest"):
        # A token behind a word of the API's own.
        kind = "bearer"
    if type_ == "apiKey" and node.text("in") not in _PLACES:
        kind = ""
        node.report(Code.UNSUPPORTED_SECURITY, "an API key must have a valid `in`")
    elif kind not in (*_ROLES, "mutualTLS"):
        message = f"{http_scheme or type_!r} is left to the caller's HTTP client"
        hint = "`x-prefix: 'Token '` says what to send in front of a token"
        node.report(
            Code.UNSUPPORTED_SECURITY, message, hint if type_ == "http" else None
        )
    client = _client(node)
    grants: tuple[Grant, ...] = ()
    if type_ == "oauth2":
        grants = tuple(_grants(node, client))
    elif type_ == "openIdConnect":
        grants = tuple(_discovered(node, client))
    roles = list(_ROLES.get(kind, ()))
    for grant in grants:
        roles += grant.roles
        # A client may have to say who it is, and may not: it has no secret to keep.
        roles += _CLIENT[client]
    roles = list(dict.fromkeys(roles))
    named = _named(node, "x-argument", roles)
    arguments = {role: named.get(role, role) for role in roles}
    return SecurityScheme(
        key=key,
        type=type_,
        location=node.text("in") or "",
        name=node.text("name") or "",
        http_scheme=http_scheme,
        description=node.text("description") or "",
        roles=tuple(roles),
        arguments=tuple(arguments.values()),
        is_named=bool(named),
        prefix=prefix,
        env=variables_of(key, node, arguments, variables, document),
        grants=grants,
        client=client,
        extensions=extensions_of(node),
    )


def _named(node: Node, key: str, roles: list[str]) -> dict[str, str]:
    """The names that an extension gives: to the first role, to all, or by role."""
    found: dict[str, str] = {}
    for role, given in stated(node, key, roles):
        if role not in roles:
            message = f"{role or given.value!r} is not a credential of this scheme"
            given.report(Code.EXTENSION_INVALID, message)
        elif isinstance(given.value, str) and given.value:
            found[role] = given.value
    return found


def _client(node: Node) -> ClientAuthentication:
    given = token_endpoint_method(node)
    if given is None:
        return ClientAuthentication.BASIC
    for method in ClientAuthentication:
        if method.value == given.value:
            return method
    known = ", ".join(method.value for method in ClientAuthentication)
    message = f"{given.value!r} is none of {known}"
    given.report(Code.EXTENSION_INVALID, message)
    return ClientAuthentication.BASIC


def _grants(node: Node, client: ClientAuthentication) -> Iterator[Grant]:
    """Return the grants of a scheme's flows (section 4.8.28)."""
    flows = node.mapping("flows")
    for name, flow in flows.items() if flows is not None else ():
        if name not in _GRANTS or not flow.is_mapping:
            continue
        type_ = _GRANTS[name]
        url = flow.text("tokenUrl")
        if type_ is GrantType.REFRESH_TOKEN:
            url = flow.text("refreshUrl") or url
        if not url:
            continue
        roles = {
            GrantType.CLIENT_CREDENTIALS: _CLIENT[client],
            GrantType.REFRESH_TOKEN: ("refresh_token",),
            GrantType.PASSWORD: ("username", "password"),
        }
        yield Grant(type_, url, roles[type_])


def _discovered(node: Node, client: ClientAuthentication) -> Iterator[Grant]:
    """Return the grants of a provider with a discovery document."""
    url = node.text("openIdConnectUrl")
    if url:
        yield Grant(GrantType.CLIENT_CREDENTIALS, url, _CLIENT[client], True)
        yield Grant(GrantType.REFRESH_TOKEN, url, ("refresh_token",), True)


def requirements(
    operation: Node, root: Node, schemes: Mapping[str, SecurityScheme]
) -> tuple[tuple[Requirement, ...], ...]:
    """The alternatives of an operation; each lists schemes that are needed together.

    An operation's own ``security`` replaces the document's, also when it is empty.
    """
    holder = operation if "security" in operation else root
    declared = holder.sequence("security")
    found: list[tuple[Requirement, ...]] = []
    for alternative in declared.elements() if declared is not None else ():
        keys = alternative.keys()
        unknown = [key for key in keys if key not in schemes]
        if unknown:
            message = f"{unknown[0]!r} is not a security scheme of this document"
            alternative.report(Code.UNKNOWN_SECURITY_SCHEME, message)
            continue
        # Elsewhere the list has roles, which are nothing to send (3.1).
        found.append(
            tuple(
                Requirement(
                    key,
                    (
                        alternative.texts(key)
                        if schemes[key].type in TOKEN_SCHEMES
                        else ()
                    ),
                )
                for key in keys
            )
        )
    return tuple(found)
