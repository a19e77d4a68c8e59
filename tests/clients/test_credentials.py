"""Credentials: where they come from, where they go, and where they never show."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import Any

import pytest

from tests.clients.apis import APEXVERIFY, APIS, EXPERIAN, SECRET
from tests.clients.calls import minimal_call
from tests.clients.server import Answer, answer
from tests.contract.openapi_core.operations import documented

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)
each_operation = pytest.mark.parametrize("one", documented(), ids=str)


def first_operation(api: Any) -> Any:
    return next(one for one in documented() if one.api is api)


def ask(caller: Any, exchange: Any, api: Any) -> Any:
    """Call any operation of the API, and return the headers of the request."""
    one = first_operation(api)
    exchange.script(Answer(418))
    with pytest.raises(api.errors.ClientStatusError):
        caller(one.name, *minimal_call(one).args)
    return exchange.received[-1].headers


@each_api
def test_by_argument(callers, exchange, api):
    headers = ask(callers(api), exchange, api)
    assert headers[api.credential_header] == api.credential


@each_api
def test_by_environment(connect, exchange, monkeypatch, api):
    monkeypatch.setenv(api.env, "from-the-environment")
    headers = ask(connect(api, **{api.argument: None}), exchange, api)
    expected = f"{api.scheme} from-the-environment".strip()
    assert headers[api.credential_header] == expected


@each_api
def test_the_argument_goes_before_the_environment(connect, exchange, monkeypatch, api):
    monkeypatch.setenv(api.env, "from-the-environment")
    headers = ask(connect(api), exchange, api)
    assert headers[api.credential_header] == api.credential


@each_operation
def test_missing(connect, exchange, one):
    """The message names the argument and the variable, and nothing is sent."""
    api = one.api
    caller = connect(api, **{api.argument: None})
    call = minimal_call(one)
    with pytest.raises(api.errors.MissingCredentialError) as caught:
        caller(one.name, *call.args, **call.kwargs)
    message = caught.value.message
    for argument, variable in {api.argument: api.env, **api.others}.items():
        assert argument in message
        assert variable in message
    assert one.name in message
    assert "\n" not in message
    assert isinstance(caught.value, getattr(api.errors, api.error))
    assert exchange.received == []


@each_api
def test_an_empty_text_sends_none(connect, exchange, monkeypatch, api):
    monkeypatch.setenv(api.env, "from-the-environment")
    exchange.beyond_the_spec = "the server wants no credential"
    caller = connect(api, **{api.argument: ""})
    assert api.credential_header not in ask(caller, exchange, api)


@each_api
def test_an_empty_variable_is_missing(connect, exchange, monkeypatch, api):
    monkeypatch.setenv(api.env, "")
    one = first_operation(api)
    with pytest.raises(api.errors.MissingCredentialError):
        connect(api, **{api.argument: None})(one.name, *minimal_call(one).args)
    assert exchange.received == []


def test_either_of_two_will_do(connect, exchange, monkeypatch):
    token = ask(connect(EXPERIAN, auth_token="a"), exchange, EXPERIAN)
    assert token["auth-token"] == "a"
    assert "authorization" not in token
    bearer = ask(
        connect(EXPERIAN, auth_token=None, access_token="b"), exchange, EXPERIAN
    )
    assert bearer["authorization"] == "Bearer b"
    assert "auth-token" not in bearer
    monkeypatch.setenv("EXPERIAN_PHONE_ACCESS_TOKEN", "c")
    both = ask(connect(EXPERIAN, auth_token=None), exchange, EXPERIAN)
    assert both["authorization"] == "Bearer c"


def test_with_both_only_one_is_sent(connect, exchange):
    """The spec lists alternatives, not schemes that are needed together."""
    headers = ask(
        connect(EXPERIAN, auth_token="a", access_token="b"), exchange, EXPERIAN
    )
    assert ("authorization" in headers) != ("auth-token" in headers)


@pytest.mark.parametrize("secret", ["k3y\nX-Evil: 1", "k3y\r\n", "schlüssel-k3y"])
@each_api
def test_a_credential_that_cannot_be_sent(connect, exchange, api, secret):
    """Refused as an error of the client, which does not show it either."""
    one = first_operation(api)
    with pytest.raises(getattr(api.errors, api.error)) as caught:
        connect(api, max_retries=0, **{api.argument: secret})(
            one.name, *minimal_call(one).args
        )
    assert "k3y" not in str(caught.value)
    assert exchange.received == []


@each_api
def test_what_is_shown_of_a_client(callers, exchange, api):
    caller = callers(api)
    ask(caller, exchange, api)
    one = first_operation(api)
    resource = getattr(caller.client, one.name.split(".")[0])
    copied = caller.with_options(timeout=1).client
    shown = [caller.client, copied, resource, resource.with_raw_response]
    shown += [vars(caller.client), caller.client._calls.options, copied._calls.options]
    for value in shown:
        assert SECRET not in repr(value)
        assert SECRET not in str(value)


@each_api
def test_logs(connect, exchange, caplog, api):
    caplog.set_level(logging.DEBUG)
    ask(connect(api), exchange, api)
    with pytest.raises(api.errors.APIConnectionError):
        connect(api, base_url="http://127.0.0.1:1", max_retries=0)(
            first_operation(api).name, *minimal_call(first_operation(api)).args
        )
    assert SECRET not in caplog.text
    assert SECRET not in repr([vars(record) for record in caplog.records])


@each_api
def test_raw_answers_do_not_show_it(callers, exchange, api):
    one = first_operation(api)
    exchange.script(Answer(one.success.status, b'{"status": "x", "result": {}}'))
    raw = callers(api)(one.raw_name, *minimal_call(one).args)
    assert SECRET not in f"{raw!r}{raw.headers}{raw.http_response!r}"


@pytest.mark.parametrize(
    "said",
    [
        Answer(404, b'{"message": "no"}'),
        Answer(200, b"<html>"),
        answer(200, {"status": "error"}),
    ],
    ids=["status", "does not fit", "rejected"],
)
def test_no_error_carries_it_away(callers, exchange, said):
    exchange.script(said)
    with pytest.raises(APEXVERIFY.errors.ApexVerifyError) as caught:
        callers(APEXVERIFY)("batch.launch", BATCH)
    error = caught.value
    assert SECRET not in f"{error}{error!r}{vars(error)}{error.response!r}"
    assert SECRET.encode() not in pickle.dumps(error)
    again = pickle.loads(pickle.dumps(error))
    assert again.response.request.method == "POST"
    assert str(again.response.request.url).endswith(BATCH)
    assert SECRET not in repr(vars(copy.deepcopy(error).response))


@pytest.mark.parametrize("place", ["/elsewhere", "https://elsewhere.example.com/"])
@each_api
def test_no_redirect_carries_it_away(callers, exchange, api, place):
    one = first_operation(api)
    exchange.script(Answer(307, headers={"Location": place}))
    with pytest.raises(api.errors.APIStatusError) as caught:
        callers(api)(one.name, *minimal_call(one).args)
    assert SECRET.encode() not in pickle.dumps(caught.value)
    assert len(exchange.received) == 1


def test_the_same_header_is_not_an_argument():
    """What a security scheme covers is the client's business."""
    for one in documented():
        names = [argument["wire"].lower() for argument in one.inspected["parameters"]]
        assert one.api.credential_header not in names
        assert "authorization" not in names
    assert {str(one.api) for one in documented()} == set(APIS)
