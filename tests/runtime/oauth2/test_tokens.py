"""Which token an OAuth 2 credential uses, and when it fetches one."""

from __future__ import annotations

import pytest

from apiloom.runtime.core.errors import MissingCredentialError
from tests.runtime.authorizing import refused, tokens
from tests.runtime.oauth2.case import Case, credentials, refreshing

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
        "client_id=… and client_secret=… or set T_CLIENT_ID and T_CLIENT_SECRET, or "
        "pass refresh_token=… or set T_REFRESH_TOKEN"
    )


def test_of_what_was_begun_the_rest_is_named() -> None:
    half = (credentials(client_secret=None), refreshing(None))
    with pytest.raises(MissingCredentialError) as caught:
        Case(tokens(), *half).token()
    assert caught.value.message == (
        "op needs a credential: pass client_secret=… or set T_CLIENT_SECRET"
    )


# --- failures ----------------------------------------------------------------


def test_nothing_shows_secrets() -> None:
    case = Case(tokens("s3cret-token"), credentials(client_secret="s3cret"))
    case.token()
    shown = [case.oauth, vars(case.oauth), case.oauth._held, case.oauth._grants]
    assert "s3cret" not in repr(shown)
