"""Which token an OAuth 2 credential uses, when it fetches one, and with what."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from generator.runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    MissingCredentialError,
)
from generator.runtime.grants import (
    ClientAssertion,
    ClientCredentials,
    ClientSecret,
    Grant,
    Password,
    RefreshToken,
)
from generator.runtime.oauth2 import OAuth2
from generator.runtime.operations import Scoped
from generator.runtime.secret import Secret
from generator.runtime.token_errors import TokenError
from tests.runtime.authorizing import Clock, Handler, Scene, refused, tokens

URL = "https://auth.test/token"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCESS_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"):
        monkeypatch.delenv(f"T_{name}", raising=False)


def secret(value: Any, argument: str) -> Secret:
    return Secret(value, argument, f"T_{argument.upper()}")


def client(
    client_id: str | None = "id", client_secret: str | None = "s", **options: bool
) -> ClientSecret:
    return ClientSecret(
        secret(client_id, "client_id"),
        secret(client_secret, "client_secret"),
        **options,
    )


def credentials(**options: Any) -> ClientCredentials:
    return ClientCredentials(URL, None, client(**options))


def refreshing(
    token: Any = "r0", listener: Callable[[str], object] | None = None
) -> RefreshToken:
    owner = client("id", None, optional=True)
    return RefreshToken(URL, None, owner, secret(token, "refresh_token"), listener)


class Case:
    """One credential, a token endpoint, and a clock."""

    def __init__(
        self,
        handler: Handler,
        *grants: Grant,
        access_token: Any = None,
        scopes: Sequence[str] | None = None,
        **scene: Any,
    ) -> None:
        self.clock = Clock()
        self.scene = Scene(handler, clock=self.clock, **scene)
        self.oauth = OAuth2(
            secret(access_token, "access_token"),
            *grants,
            scopes=scopes,
            clock=self.clock,
        )

    def token(self, *scopes: str) -> str:
        """The token of a new call."""
        return self.scene.header(self.oauth, *scopes).removeprefix("Bearer ")

    def refused(self, *scopes: str) -> tuple[bool, str]:
        """What the API's answer 401 changes: whether to try again, and with what."""
        context = self.scene.context()
        needed = Scoped("x", scopes)
        found = self.scene.authorize([[needed]], {"x": self.oauth}, context)
        again = self.scene.run(found.renew(refused()))
        return again, self.token(*scopes)

    @property
    def forms(self) -> list[dict[str, str]]:
        """What the token endpoint was sent."""
        pairs = [parse_qs(one.content.decode()) for one in self.scene.requests]
        return [{name: value for name, (value,) in one.items()} for one in pairs]


# --- when --------------------------------------------------------------------


def test_a_token_is_fetched_once_and_kept() -> None:
    case = Case(tokens("t1"), credentials())
    assert [case.token() for _ in range(3)] == ["t1"] * 3
    assert case.forms == [{"grant_type": "client_credentials"}]


def test_it_is_renewed_before_it_expires() -> None:
    case = Case(tokens("t1", "t2", expires_in=3600), credentials())
    assert case.token() == "t1"
    case.clock.now += 3539
    assert case.token() == "t1"
    case.clock.now += 1
    assert case.token() == "t2"
    assert len(case.forms) == 2


def test_a_token_without_an_end_is_kept() -> None:
    case = Case(tokens("t1"), credentials())
    case.token()
    case.clock.now += 1e9
    assert case.token() == "t1"


def test_a_token_that_was_refused_is_replaced() -> None:
    case = Case(tokens("t1", "t2"), credentials())
    case.token()
    assert case.refused() == (True, "t2")
    assert len(case.forms) == 2


def test_a_token_that_another_call_replaced_is_not_fetched_again() -> None:
    case = Case(tokens("t1", "t2"), credentials())
    case.token()
    calls = [case.scene.authorize([["x"]], {"x": case.oauth}) for _ in range(2)]
    assert [case.scene.run(one.renew(refused())) for one in calls] == [True, True]
    assert len(case.forms) == 2


def test_a_new_token_that_is_refused_is_not_fetched_again() -> None:
    """The server does not like the client, or the call: not the token's age."""
    case = Case(tokens("t1"), credentials())
    found = case.scene.authorize([["x"]], {"x": case.oauth})
    assert case.scene.run(found.renew(refused())) is False
    assert len(case.forms) == 1


def test_a_token_endpoint_that_fails_in_time_does_no_harm() -> None:
    answers = [httpx2.Response(200, json={"access_token": "t1", "expires_in": 3600})]

    def handler(request: httpx2.Request) -> httpx2.Response:
        return answers.pop() if answers else httpx2.Response(500)

    case = Case(handler, credentials(), max_retries=0)
    case.token()
    case.clock.now += 3599
    assert case.token() == "t1"
    assert len(case.forms) == 2
    case.clock.now += 1
    with pytest.raises(TokenError):
        case.token()


# --- with what ---------------------------------------------------------------


def test_client_credentials_in_the_header() -> None:
    """RFC 6749, section 2.3.1: form-encoded, then joined."""
    case = Case(tokens("t"), credentials(client_id="a:b", client_secret="c d+ü"))
    case.token()
    [request] = case.scene.requests
    pair = b64encode(b"a%3Ab:c+d%2B%C3%BC").decode()
    assert request.headers["authorization"] == f"Basic {pair}"
    assert case.forms == [{"grant_type": "client_credentials"}]
    assert str(request.url) == URL


def test_client_credentials_in_the_body() -> None:
    case = Case(tokens("t"), credentials(in_body=True))
    case.token()
    assert "authorization" not in case.scene.requests[0].headers
    assert case.forms == [
        {"grant_type": "client_credentials", "client_id": "id", "client_secret": "s"}
    ]


def test_a_signed_assertion_is_made_for_each_request() -> None:
    """RFC 7523, section 2.2."""
    left = iter(["jwt1", "jwt2"])
    assertion = ClientAssertion(secret(lambda: next(left), "client_assertion"))
    case = Case(tokens("t1", "t2"), ClientCredentials(URL, None, assertion))
    case.token()
    case.refused()
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert case.forms == [
        {
            "grant_type": "client_credentials",
            "client_assertion_type": kind,
            "client_assertion": jwt,
        }
        for jwt in ("jwt1", "jwt2")
    ]


def test_a_password() -> None:
    user = (secret("u", "username"), secret("p w", "password"))
    case = Case(
        tokens("t"), Password(URL, None, client(None, None, optional=True), *user)
    )
    assert case.token("read") == "t"
    assert case.forms == [
        {"grant_type": "password", "username": "u", "password": "p w", "scope": "read"}
    ]


def test_a_refresh_token_of_a_client_without_a_secret() -> None:
    case = Case(tokens("t1", "t2"), refreshing())
    assert case.token("read") == "t1"
    assert case.refused() == (True, "t2")
    # The scopes are those that the user agreed to.
    form = {"grant_type": "refresh_token", "refresh_token": "r0", "client_id": "id"}
    assert case.forms == [form, form]


def test_a_refresh_token_that_is_replaced() -> None:
    """RFC 6749, section 6."""
    told: list[str] = []
    case = Case(tokens("t1", "t2", refresh_token="r1"), refreshing("r0", told.append))
    case.token()
    case.refused()
    assert [form["refresh_token"] for form in case.forms] == ["r0", "r1"]
    assert told == ["r1"]


def test_the_callers_token_endpoint_replaces_the_documents() -> None:
    own = "https://other.test/token"
    case = Case(tokens("t"), ClientCredentials(URL, own, client()))
    case.token()
    assert str(case.scene.requests[0].url) == own


# --- scopes ------------------------------------------------------------------


def test_scopes_are_those_of_the_call() -> None:
    case = Case(tokens("t1", "t2", "t3"), credentials())
    assert case.token("read", "write") == "t1"
    assert case.token("read") == "t1"  # that token will do
    assert case.token("admin") == "t2"
    assert case.token("write") == "t1"
    assert case.token() == "t2"
    assert [form.get("scope") for form in case.forms] == ["read write", "admin"]


def test_scopes_of_the_caller_replace_them() -> None:
    case = Case(tokens("t1"), credentials(), scopes=["api://x/.default"])
    assert case.token("read") == case.token("admin") == "t1"
    assert case.forms[0]["scope"] == "api://x/.default"
    case = Case(tokens("t1"), refreshing(), scopes=["less"])
    case.token("read")
    assert case.forms[0]["scope"] == "less"
    case = Case(tokens("t1"), credentials(), scopes=[])
    case.token("read")
    assert "scope" not in case.forms[0]


# --- which -------------------------------------------------------------------


def test_a_token_of_the_callers_is_enough() -> None:
    case = Case(tokens(), credentials(client_id=None), access_token="mine")
    assert case.token("any") == "mine"
    assert case.refused() == (False, "mine")
    assert case.forms == []


def test_a_token_beside_a_grant_is_used_until_it_is_refused() -> None:
    case = Case(tokens("t1"), credentials(), access_token="mine")
    assert case.token("any") == "mine"
    assert case.refused("any") == (True, "t1")
    assert case.token("any") == "t1"


def test_a_function_is_asked_whatever_else_there_is() -> None:
    left = iter(["a", "b", "c", "d"])
    case = Case(tokens(), credentials(), access_token=lambda: next(left))
    assert case.token() == "a"
    assert case.refused() == (True, "d")


def test_what_was_passed_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("T_ACCESS_TOKEN", "somebody-elses")
    assert Case(tokens("t1"), credentials()).token() == "t1"
    monkeypatch.setenv("T_CLIENT_ID", "env")
    monkeypatch.setenv("T_CLIENT_SECRET", "env")
    both = (credentials(client_id=None, client_secret=None), refreshing())
    assert Case(tokens("t1"), *both).forms == []
    case = Case(tokens("t1"), *both)
    assert case.token() == "t1"
    assert case.forms[0]["grant_type"] == "refresh_token"
    case = Case(tokens("t1"), credentials(client_id=None, client_secret=None))
    assert case.token() == "somebody-elses"
    monkeypatch.delenv("T_ACCESS_TOKEN")
    case = Case(tokens("t1"), credentials(client_id=None, client_secret=None))
    assert case.token() == "t1"


def test_what_is_missing_is_named() -> None:
    nothing = (credentials(client_id=None, client_secret=None), refreshing(None))
    with pytest.raises(MissingCredentialError) as caught:
        Case(tokens(), *nothing).token()
    assert caught.value.message == (
        "op needs a credential: pass access_token=… or set T_ACCESS_TOKEN, or pass "
        "client_id=… or set T_CLIENT_ID and pass client_secret=… or set "
        "T_CLIENT_SECRET, or pass refresh_token=… or set T_REFRESH_TOKEN"
    )


def test_of_what_was_begun_the_rest_is_named() -> None:
    half = (credentials(client_secret=None), refreshing(None))
    with pytest.raises(MissingCredentialError) as caught:
        Case(tokens(), *half).token()
    assert caught.value.message == (
        "op needs a credential: pass client_secret=… or set T_CLIENT_SECRET"
    )


# --- failures ----------------------------------------------------------------


def test_a_refusal_is_not_repeated() -> None:
    body = {"error": "invalid_client"}
    case = Case(lambda _: httpx2.Response(401, json=body), credentials())
    with pytest.raises(TokenError, match="401: invalid_client"):
        case.token()
    assert len(case.forms) == 1


@pytest.mark.parametrize(
    ("grant", "status", "sent"),
    [
        (credentials(), 503, 3),
        (credentials(), 429, 3),
        (refreshing(), 429, 3),
        # The refresh token may have been used up, and the new one lost.
        (refreshing(), 503, 1),
    ],
    ids=["client, 503", "client, 429", "refresh, 429", "refresh, 503"],
)
def test_trouble_is_waited_for_where_that_is_safe(
    grant: Grant, status: int, sent: int
) -> None:
    case = Case(lambda _: httpx2.Response(status), grant)
    with pytest.raises(TokenError, match=str(status)):
        case.token()
    assert len(case.forms) == sent
    assert len(case.scene.pauses) == sent - 1


def failing(error: type[httpx2.RequestError]) -> Handler:
    def handler(request: httpx2.Request) -> httpx2.Response:
        raise error("broken", request=request)

    return handler


@pytest.mark.parametrize(
    ("grant", "error", "sent"),
    [
        (credentials(), httpx2.ReadError, 3),
        (refreshing(), httpx2.ReadError, 1),
        (refreshing(), httpx2.ConnectError, 3),
    ],
)
def test_a_broken_connection(
    grant: Grant, error: type[httpx2.RequestError], sent: int
) -> None:
    case = Case(failing(error), grant)
    with pytest.raises(APIConnectionError) as caught:
        case.token()
    assert (caught.value.method, caught.value.url) == ("POST", URL)
    assert isinstance(caught.value.__cause__, error)
    assert len(case.forms) == sent


def test_the_deadline_of_the_call_holds_for_its_token() -> None:
    case = Case(failing(httpx2.ConnectError), credentials(), deadline=3.0)
    context = case.scene.context()
    case.clock.now += 3.0
    with pytest.raises(APITimeoutError, match="deadline of 3 s"):
        case.scene.authorize([["x"]], {"x": case.oauth}, context)
    assert case.forms == []


def test_those_who_waited_hear_of_the_failure_without_asking_again() -> None:
    case = Case(lambda _: httpx2.Response(400, json={"error": "x"}), credentials())
    context = case.scene.context()
    waiting = case.oauth._renewed((), None, context)
    step = next(waiting)  # this call is about to wait ...
    with pytest.raises(TokenError) as first:
        case.token()  # ... while this one fails
    with pytest.raises(TokenError) as second:
        case.scene.run(step.course())  # type: ignore[union-attr]
    assert str(second.value) == str(first.value)
    assert second.value is not first.value
    assert len(case.forms) == 1
    with pytest.raises(TokenError):
        case.token()  # whoever comes later asks anew
    assert len(case.forms) == 2


def test_nothing_shows_secrets() -> None:
    case = Case(tokens("s3cret-token"), credentials(client_secret="s3cret"))
    case.token()
    shown = [case.oauth, vars(case.oauth), case.oauth._held, case.oauth._grants]
    assert "s3cret" not in repr(shown)
