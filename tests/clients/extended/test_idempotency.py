"""Keys that make a repeated request the same request.

ApexVerify's launch has one in a header that only the overlay names; NHS Notify's
PATCH has the header that the document makes up for each call anyway.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.clients.extended.apis import APEXVERIFY, NHS
from tests.clients.server import Answer, Drop, answer

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
LAUNCHED = answer(200, {"status": "ok"})
DOWN = Answer(503)
GONE = Answer(drop=Drop.BEFORE_ANSWERING)
HALF = Answer(200, b'{"status": "ok"}' * 1000, drop=Drop.WITHIN_THE_BODY)
REFUSED = answer(422, {"detail": []})
TROUBLE = pytest.mark.parametrize(
    "trouble", [DOWN, GONE, HALF], ids=["503", "dropped", "cut off"]
)


def keys(exchange: Any, header: str = "idempotency-key") -> list[str]:
    return [request.headers[header] for request in exchange.received]


@pytest.fixture
def client(connect, server):
    return connect(APEXVERIFY, server.url, api_key="k")


@TROUBLE
def test_every_attempt_of_a_call_has_the_same_key(client, exchange, pauses, trouble):
    exchange.script(trouble, trouble, LAUNCHED)
    assert client.batch.launch(BATCH).status == "ok"
    assert len(exchange.received) == 3
    (key,) = set(keys(exchange))
    assert UUID(key).version == 4
    assert len(pauses) == 2
    assert pauses[0] <= 0.5
    assert pauses[1] <= 1.0


def test_the_first_attempt_has_one_already(client, exchange):
    exchange.script(LAUNCHED, LAUNCHED)
    client.batch.launch(BATCH)
    client.batch.launch(BATCH)
    assert len(set(keys(exchange))) == 2


@TROUBLE
def test_without_a_key_it_is_asked_once(callers_of_the_spec, exchange, trouble):
    """The client of the document as it is repeats no launch."""
    exchange.script(trouble)
    package, client = callers_of_the_spec
    errors = package.errors
    with pytest.raises((errors.ServiceUnavailableError, errors.APIConnectionError)):
        client.batch.launch(BATCH)
    assert "idempotency-key" not in exchange.request.headers


@pytest.fixture
def callers_of_the_spec(connect, server):
    from tests.clients.apis import APEXVERIFY as PLAIN

    return PLAIN.module, connect(PLAIN, f"{server.url}/apexverify", api_key="k")


def test_other_operations_have_none(client, exchange):
    exchange.script(DOWN)
    with pytest.raises(APEXVERIFY.errors.ServiceUnavailableError):
        client.batch.append(BATCH, body=[{"line": 1, "entry": "a"}])
    assert "idempotency-key" not in exchange.request.headers


def test_the_callers_own_key_wins(client, exchange, pauses):
    exchange.script(DOWN, LAUNCHED, LAUNCHED, LAUNCHED)
    client.batch.launch(BATCH, idempotency_key="mine")
    theirs = client.with_options(headers={"Idempotency-Key": "theirs"})
    theirs.batch.launch(BATCH)
    theirs.batch.launch(BATCH, idempotency_key="mine again")
    assert keys(exchange) == ["mine", "mine", "theirs", "mine again"]


def test_what_is_wrong_is_not_repeated(client, exchange):
    exchange.script(REFUSED)
    with pytest.raises(APEXVERIFY.errors.UnprocessableEntityError):
        client.batch.launch(BATCH)
    assert len(exchange.received) == 1


def test_raw_answers_and_copies_have_keys_too(client, exchange, pauses):
    exchange.script(DOWN, LAUNCHED, DOWN, LAUNCHED)
    raw = client.with_options(timeout=3).batch.with_raw_response.launch(BATCH)
    assert raw.parse().status == "ok"
    with client.batch.with_streaming_response.launch(BATCH) as response:
        assert response.status_code == 200
    first, again, second, once_more = keys(exchange)
    assert first == again != second == once_more


@TROUBLE
def test_a_header_that_is_made_up_anyway(connect, server, exchange, pauses, trouble):
    """`x-idempotency-key` on a parameter: X-Request-ID makes a PATCH repeatable."""
    client = connect(NHS, server.url, access_token="t")
    exchange.script(trouble, Answer(204), Answer(204))
    for _ in range(2):
        client.batch.update_status("b1", data=STATUS)
    first, again, other = keys(exchange, "x-request-id")
    assert first == again != other
    assert UUID(first)
    assert [request.method for request in exchange.received] == ["PATCH"] * 3


STATUS = {"type": "batches", "id": "b1", "attributes": {"status": "ACCEPTED"}}
