"""Keys that make a repeated request the same request, and what may be repeated."""

from uuid import UUID

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

DONE = httpx2.Response(204)
BUSY = httpx2.Response(503, headers={"retry-after": "0"})


def keys(stage: Stage, header: str) -> list[str]:
    return [request.headers[header] for request in stage.requests]


def check_the_first_request_has_the_key_of_its_repetitions(stage: Stage) -> None:
    client = stage.client(BUSY, BUSY, DONE)
    client.payments.create()
    assert len(stage.requests) == 3
    (first,) = set(keys(stage, "x-request-key"))
    assert UUID(first).version == 4


def check_each_call_has_a_key_of_its_own(stage: Stage) -> None:
    client = stage.client(DONE)
    client.payments.create()
    client.payments.create()
    assert len(set(keys(stage, "x-request-key"))) == 2


def check_the_callers_own_key_wins(stage: Stage) -> None:
    client = stage.client(BUSY, DONE)
    client.payments.create(x_request_key="mine")
    client.with_options(headers={"X-Request-Key": "theirs"}).payments.create()
    assert keys(stage, "x-request-key") == ["mine", "mine", "theirs"]


def check_what_needs_no_key_has_none(stage: Stage) -> None:
    client = stage.client(DONE)
    client.payments.list()
    assert "x-request-key" not in stage.sent.headers


def check_an_extension_marks_a_parameter(stage: Stage) -> None:
    client = stage.client(BUSY, DONE)
    client.refunds.create()
    assert len(set(keys(stage, "once-token"))) == 1
    assert all("x-request-key" not in one.headers for one in stage.requests)
    client.refunds.create(x_request_key="not a key")
    assert stage.sent.headers["x-request-key"] == "not a key"


def check_without_a_key_nothing_is_repeated(stage: Stage) -> None:
    client = stage.client(BUSY, DONE)
    with pytest.raises(stage.package.errors.ServiceUnavailableError):
        client.refunds.update()
    assert "x-request-key" not in stage.sent.headers
    assert len(stage.requests) == 1


def check_the_standard_header_needs_no_extension(stage: Stage) -> None:
    client = stage.client(BUSY, DONE)
    (argument,) = arguments_of(client.orders.create).values()
    assert argument.default is stage.package.UNSET
    client.orders.create()
    assert len(set(keys(stage, "idempotency-key"))) == 1
    assert len(stage.requests) == 2


def check_an_operation_may_have_one_anyway(stage: Stage) -> None:
    client = stage.client(DONE)
    client.orders.replace()
    assert UUID(stage.sent.headers["x-put-key"])


def check_what_cannot_be_a_key_is_sent_as_it_is_given(stage: Stage) -> None:
    client = stage.client(DONE)
    client.broken.create()
    assert "number" not in stage.sent.headers
    assert stage.sent.url.query == b""
