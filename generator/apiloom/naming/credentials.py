"""The constructor arguments that take credentials."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from apiloom.ir.security import GrantType, SecurityScheme
from apiloom.naming.casing import (
    CONSTRUCTOR,
    argument_name,
    environment_variable,
    unique,
)


@dataclass(frozen=True, slots=True)
class Credential:
    """A constructor argument that takes a credential, and the variable behind it."""

    argument: str
    env: str


@dataclass(frozen=True, slots=True)
class TokenArguments:
    """The constructor arguments that say how access tokens are fetched.

    `urls` has one for each scheme; schemes with the same token endpoint share it.
    """

    urls: Mapping[str, str]
    scopes: str = ""
    listener: str = ""


def credential_names(
    schemes: Sequence[SecurityScheme], package: str
) -> dict[str, tuple[Credential, ...]]:
    """The arguments of each scheme, in the order of its roles.

    Schemes that take a token share the argument, since callers have one token.  Keys
    are different things: after the first, a key is named for its scheme.
    """
    found: dict[str, tuple[Credential, ...]] = {}
    used: set[str] = set()
    for scheme in schemes:
        arguments = tuple(map(_credential_name, scheme.arguments))
        if scheme.type == "apiKey" and not scheme.is_named and used & set(arguments):
            arguments = (_credential_name(scheme.key),)
        used |= set(arguments)
        found[scheme.key] = tuple(
            Credential(argument, env or environment_variable(package, argument))
            for argument, env in zip(arguments, scheme.env, strict=True)
        )
    return found


def _credential_name(wanted: str) -> str:
    """The argument for a credential; the options of every client keep their names."""
    name = argument_name(wanted)
    return f"{name}_credential" if name in CONSTRUCTOR else name


def token_names(
    schemes: Sequence[SecurityScheme], taken: Collection[str]
) -> TokenArguments:
    """The arguments about fetching tokens, if there is anywhere to fetch them."""
    granting = [scheme for scheme in schemes if scheme.grants]
    if not granting:
        return TokenArguments({})
    grants = [grant for scheme in granting for grant in scheme.grants]
    endpoints: dict[tuple[str, ...], str] = {}
    for scheme in granting:
        urls = tuple(grant.token_url for grant in scheme.grants)
        name = f"{scheme.key} token url" if endpoints else "token url"
        endpoints.setdefault(urls, argument_name(name))
    wanted = [(" ".join(urls), name) for urls, name in endpoints.items()]
    wanted.append(("scopes", "scopes"))
    is_refreshing = any(grant.type is GrantType.REFRESH_TOKEN for grant in grants)
    if is_refreshing:
        wanted.append(("on_refresh_token", "on_refresh_token"))
    names = unique(wanted, {*taken, *CONSTRUCTOR})
    return TokenArguments(
        urls={
            scheme.key: names[" ".join(grant.token_url for grant in scheme.grants)]
            for scheme in granting
        },
        scopes=names["scopes"],
        listener=names.get("on_refresh_token", ""),
    )
