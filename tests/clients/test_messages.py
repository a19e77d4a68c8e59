"""What a log gets of an error: one line, without secrets, and what it came from."""

from __future__ import annotations

import json
import pickle
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from tests.clients.apis import APEXVERIFY, APIS, SECRET, VEC, Api
from tests.clients.calls import minimal_call
from tests.clients.server import Answer, Drop, free_port
from tests.clients.test_connection import some_operation
from tests.runtime.misbehaving import answer as raw_answer
from tests.runtime.misbehaving import misbehaving, says

each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)
JSON = {"Content-Type": "application/json"}
LINES = "a\nb\r\n\tc\x0b\u2028d"
BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"


def raised(caller: Any, api: Api) -> Any:
    """What any call of an API raises."""
    one = some_operation(api)
    call = minimal_call(one)
    with pytest.raises(getattr(api.errors, api.error)) as caught:
        caller(one.name, *call.args, **call.kwargs)
    return caught.value


def assert_loggable(error: Any) -> None:
    """One line, also after a journey to another process; and nothing secret in it."""
    for one in (error, pickle.loads(pickle.dumps(error))):
        assert len(str(one).splitlines()) == 1, str(one)
        assert one.message == str(one)
        assert SECRET not in f"{one}{one!r}"


@each_api
@pytest.mark.parametrize(
    "said",
    [
        Answer(400, json.dumps({"message": LINES}).encode(), JSON),
        Answer(404, json.dumps({"error": {"detail": LINES}}).encode(), JSON),
        Answer(422, json.dumps({"errors": [{"detail": LINES}]}).encode(), JSON),
        Answer(429, LINES.encode(), {"Content-Type": "text/plain"}),
        Answer(500, b"<html>\n<body>\n</body>\n</html>", {"Content-Type": "text/html"}),
        Answer(503, b"\xff\n\xfe", JSON),
        Answer(599),
    ],
    ids=lambda said: str(said.status),
)
def test_statuses(callers, exchange, api, said):
    exchange.script(said)
    error = raised(callers(api), api)
    assert error.status_code == said.status
    assert_loggable(error)


@each_api
def test_answers_that_do_not_fit(callers, exchange, api):
    exchange.script(Answer(200, b'"\n\nno object', JSON))
    error = raised(callers(api), api)
    assert isinstance(error, api.errors.ResponseValidationError)
    assert isinstance(error.__cause__, ValueError)
    assert_loggable(error)


@each_api
def test_no_answer(connect, exchange, api):
    exchange.script(Answer(drop=Drop.BEFORE_ANSWERING))
    error = raised(connect(api, max_retries=0), api)
    assert isinstance(error.__cause__, httpx2.RemoteProtocolError)
    assert_loggable(error)
    nobody = f"http://127.0.0.1:{free_port()}"
    error = raised(connect(api, base_url=nobody, max_retries=0), api)
    assert isinstance(error.__cause__, httpx2.ConnectError)
    assert_loggable(error)


@each_api
def test_an_answer_that_is_no_http(connect, api):
    with misbehaving() as server:
        server.acts = [says(raw_answer().replace(b"HTTP/1.1 200", b"GARBAGE\x00"))]
        error = raised(connect(api, base_url=server.url, max_retries=0), api)
    assert isinstance(error.__cause__, httpx2.RemoteProtocolError)
    assert_loggable(error)


@each_api
def test_a_time_out(connect, exchange, api):
    exchange.script(Answer(200, delay=20))
    error = raised(connect(api, timeout=0.2, max_retries=0), api)
    assert isinstance(error, api.errors.APITimeoutError)
    assert isinstance(error.__cause__, httpx2.TimeoutException)
    assert_loggable(error)


@each_api
def test_a_missing_credential(connect, api):
    caller = connect(api, **{api.argument: None})
    assert_loggable(raised(caller, api))


def test_several_arguments_that_cannot_be_sent(callers, exchange):
    with pytest.raises(VEC.errors.RequestValidationError) as caught:
        callers(VEC)(
            "batches.create",
            name=7,
            template_id="x\ny",
            csv_file=b"",
            signatories=[{"index": "\n"}],
        )
    assert isinstance(caught.value.__cause__, ValidationError)
    assert_loggable(caught.value)


@pytest.mark.parametrize("status", ["error", "brand\nnew"])
def test_a_failure_inside_a_success(callers, exchange, status):
    exchange.script(Answer(200, json.dumps({"status": status}).encode(), JSON))
    with pytest.raises(APEXVERIFY.errors.BatchLaunchRejected) as caught:
        callers(APEXVERIFY)("batch.launch", BATCH)
    assert caught.value.raw_reason == status
    assert_loggable(caught.value)
