"""Header parameters that every operation has are set once on the client."""

from __future__ import annotations

from uuid import UUID

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
ONE = UUID(int=1)
OTHER = UUID(int=2)


def check_calls_send_what_the_client_has(stage: Stage) -> None:
    client = stage.client(DONE, x_account=ONE, x_region="eu", timeout_header=3)
    client.entries.delete("a")
    headers = stage.sent.headers
    assert headers["x-account"] == str(ONE)
    assert (headers["x-region"], headers["timeout"]) == ("eu", "3")
    client.entries.create(amount=1, x_account=OTHER, x_region="us")
    headers = stage.sent.headers
    assert (headers["x-account"], headers["x-region"]) == (str(OTHER), "us")
    # Other types in other operations: each call passes it.
    client.entries.delete("a", x_kind=1)
    assert stage.sent.headers["x-kind"] == "1"
    raw = client.entries.with_raw_response.delete("a")
    assert raw.http_response.request.headers["x-account"] == str(ONE)


def check_options_take_precedence(stage: Stage) -> None:
    client = stage.client(DONE, x_account=ONE)
    client.entries.delete("a", extra_headers={"X-Account": "mine"})
    assert stage.sent.headers["x-account"] == "mine"
    client.with_options(headers={"x-account": "copy"}).entries.delete("a")
    assert stage.sent.headers["x-account"] == "copy"
    stage.client(DONE, headers={"X-Account": "plain"}).entries.delete("a")
    assert stage.sent.headers["x-account"] == "plain"


def check_missing_and_wrong_values(stage: Stage) -> None:
    error = stage.package.errors.RequestValidationError
    client = stage.client(DONE)
    with pytest.raises(error) as caught:
        client.entries.delete("a")
    assert str(caught.value) == (
        "entries.delete: X-Account (header): is required: pass it to the method,"
        " or to the client"
    )
    with pytest.raises(error, match=r"X-Account \(header\): "):
        stage.client(DONE, x_account="no UUID").entries.delete("a")
    assert not stage.requests
    stage.client(DONE, validate_requests=False).entries.delete("a")
    assert "x-account" not in stage.sent.headers
