"""Security schemes: what they take, and the grants that a program can use."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.security import ClientAuthentication, Grant, GrantType, SecurityScheme
from tests.unit.lower.conftest import Lower, Lowered

URL = "https://auth.test/token"
CLIENT = ("client_id", "client_secret")


REFUSED = "environment-variable"


def flow(**members: Any) -> dict[str, Any]:
    return {"tokenUrl": URL, "scopes": {}, **members}


def lowered(lower: Lower, scheme: dict[str, Any]) -> tuple[Lowered, SecurityScheme]:
    operation = {"security": [], "responses": {"204": {"description": "Done"}}}
    paths = {"/status": {"get": operation}}
    found = lower(paths, components={"securitySchemes": {"x": scheme}})
    [made] = found.api.security_schemes
    return found, made


def oauth(lower: Lower, flows: dict[str, Any], **members: Any) -> SecurityScheme:
    found, scheme = lowered(lower, {"type": "oauth2", "flows": flows, **members})
    # Some of the flows are of later versions than the document.
    assert set(found.codes) <= {"structure"}
    return scheme


def test_client_credentials(lower: Lower) -> None:
    scheme = oauth(lower, {"clientCredentials": flow()})
    assert scheme.grants == (Grant(GrantType.CLIENT_CREDENTIALS, URL, CLIENT),)
    assert scheme.roles == scheme.arguments == ("access_token", *CLIENT)
    assert scheme.ways == (("access_token",), CLIENT)
    assert scheme.client is ClientAuthentication.BASIC


@pytest.mark.parametrize("name", ["authorizationCode", "deviceAuthorization"])
def test_a_person_agrees_once(lower: Lower, name: str) -> None:
    other = "https://auth.test/refresh"
    people = {"authorizationUrl": URL, "deviceAuthorizationUrl": URL}
    for url, members in ((URL, {}), (other, {"refreshUrl": other})):
        scheme = oauth(lower, {name: flow(**people, **members)})
        assert scheme.grants == (
            Grant(GrantType.REFRESH_TOKEN, url, ("refresh_token",)),
        )
        assert scheme.roles == ("access_token", "refresh_token", *CLIENT)
        assert scheme.ways == (("access_token",), ("refresh_token",))


def test_a_password(lower: Lower) -> None:
    scheme = oauth(lower, {"password": flow()})
    user = ("username", "password")
    assert scheme.grants == (Grant(GrantType.PASSWORD, URL, user),)
    assert scheme.roles == ("access_token", *user, *CLIENT)


@pytest.mark.parametrize(
    "flows",
    [
        {},
        {"implicit": {"authorizationUrl": URL, "scopes": {}}},
        {"clientCredentials": {"tokenUrl": "", "scopes": {}}},
        {"x-other": {}},
    ],
)
def test_where_only_the_caller_can_have_a_token(
    lower: Lower, flows: dict[str, Any]
) -> None:
    _, scheme = lowered(lower, {"type": "oauth2", "flows": flows})
    assert scheme.grants == ()
    assert scheme.ways == (("access_token",),)


def test_several_flows(lower: Lower) -> None:
    flows = {"clientCredentials": flow(), "authorizationCode": flow()}
    scheme = oauth(lower, flows)
    assert [grant.type.value for grant in scheme.grants] == [
        "client_credentials",
        "refresh_token",
    ]
    assert scheme.roles == ("access_token", *CLIENT, "refresh_token")


@pytest.mark.parametrize(
    ("method", "client", "roles"),
    [
        ("client_secret_basic", ClientAuthentication.BASIC, CLIENT),
        ("client_secret_post", ClientAuthentication.POST, CLIENT),
        ("private_key_jwt", ClientAuthentication.ASSERTION, ("client_assertion",)),
    ],
)
def test_how_the_client_authenticates(
    lower: Lower, method: str, client: ClientAuthentication, roles: tuple[str, ...]
) -> None:
    extension = {"x-token-endpoint-auth-method": method}
    scheme = oauth(lower, {"clientCredentials": flow()}, **extension)
    assert scheme.client is client
    assert scheme.grants[0].roles == roles


def test_a_way_to_authenticate_that_nobody_knows(lower: Lower) -> None:
    extension = {"x-token-endpoint-auth-method": "tls_client_auth"}
    found, scheme = lowered(
        lower, {"type": "oauth2", "flows": {"clientCredentials": flow()}, **extension}
    )
    assert found.diagnostics == [
        (
            "extension-invalid",
            "'tls_client_auth' is none of client_secret_basic, client_secret_post, "
            "private_key_jwt",
        )
    ]
    assert scheme.client is ClientAuthentication.BASIC


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        ("token", ("token", "client_id", "client_secret")),
        (["token", "app"], ("token", "app", "client_secret")),
        ({"client_id": "app"}, ("access_token", "app", "client_secret")),
    ],
)
def test_arguments_are_named_by_role(
    lower: Lower, given: Any, arguments: tuple[str, ...]
) -> None:
    flows = {"clientCredentials": flow()}
    scheme = oauth(lower, flows, **{"x-argument": given})
    assert scheme.arguments == arguments


@pytest.mark.parametrize(
    ("given", "variables", "codes"),
    [
        ("MADE_CLIENT_A", ("MADE_CLIENT_A", None, None), []),
        (
            ["MADE_CLIENT_A", "MADE_CLIENT_B"],
            ("MADE_CLIENT_A", "MADE_CLIENT_B", None),
            [],
        ),
        ({"client_id": "MADE_CLIENT_A"}, (None, "MADE_CLIENT_A", None), []),
        (["AWS_KEY", "MADE_CLIENT_B"], (None, "MADE_CLIENT_B", None), [REFUSED]),
        ("MADE_CLIENT_", (None, None, None), [REFUSED]),
        ("made_client_a", (None, None, None), [REFUSED]),
        ("MADE_CLIENT_A\n", (None, None, None), ["extension-invalid"]),
        (7, (None, None, None), ["extension-invalid"]),
    ],
)
def test_variables_are_named_by_role(
    lower: Lower, given: Any, variables: tuple[str | None, ...], codes: list[str]
) -> None:
    stated = {"type": "oauth2", "flows": {"clientCredentials": flow()}}
    found, scheme = lowered(lower, {**stated, "x-env": given})
    assert scheme.env == variables
    assert found.codes == codes


@pytest.mark.parametrize("given", [["a", "two"], {"two": "b"}])
def test_a_name_for_nothing_is_reported(lower: Lower, given: Any) -> None:
    key = {"type": "apiKey", "in": "header", "name": "X", "x-argument": given}
    found, _ = lowered(lower, key)
    assert found.diagnostics == [
        ("extension-invalid", "'two' is not a credential of this scheme")
    ]


def test_digest_takes_what_basic_takes(lower: Lower) -> None:
    found, scheme = lowered(lower, {"type": "http", "scheme": "Digest"})
    assert scheme.roles == ("username", "password")
    assert found.codes == []
