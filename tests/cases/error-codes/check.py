"""Enums of error codes in error bodies are reasons."""

from enum import Enum
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def failure(stage: Stage, method: str, status: int, body: Any) -> Any:
    client = stage.client(httpx2.Response(status, json=body), max_retries=0)
    with pytest.raises(stage.package.errors.APIStatusError) as caught:
        getattr(client.calls, method)()
    return caught.value


def names(stage: Stage, enum: str) -> list[str]:
    found: type[Enum] = getattr(stage.package.errors, enum)
    return [member.name for member in found]


def check_each_value_is_a_member(stage: Stage) -> None:
    assert names(stage, "CallsFlatRejection") == [
        "NO_MONEY",
        "BAD_REQUEST",
        "NOT_FOUND",
        "NOT_FOUND_CODE",
        "TOO_OLD",
        "UNKNOWN",
    ]
    assert names(stage, "CallsNestedRejection")[1:] == ["EXPIRED", "REVOKED", "UNKNOWN"]
    assert names(stage, "CallsUnionRejection") == [
        "CONFLICT",
        "LOCKED",
        "STALE",
        "UNKNOWN",
    ]
    assert names(stage, "CallsNoneRejection") == ["BAD_REQUEST", "UNKNOWN"]


def check_a_code_may_come_with_any_status(stage: Stage) -> None:
    reasons = stage.package.errors.CallsFlatRejection
    for status in (400, 404, 410, 500):
        error = failure(stage, "flat", status, {"code": "too_old"})
        assert error.reason is reasons.TOO_OLD
        assert error.raw_reason == "too_old"
        assert error.reason.status is None


def check_a_documented_case_goes_first(stage: Stage) -> None:
    reasons = stage.package.errors.CallsFlatRejection
    error = failure(stage, "flat", 400, {"code": "no_credit"})
    assert error.reason is reasons.NO_MONEY


def check_a_code_that_is_new(stage: Stage) -> None:
    """The reason is that of the status, or unknown; the code itself is kept."""
    reasons = stage.package.errors.CallsFlatRejection
    known = failure(stage, "flat", 404, {"code": "brand_new"})
    assert (known.reason, known.raw_reason) == (reasons.NOT_FOUND, "brand_new")
    other = failure(stage, "flat", 418, {"code": "brand_new"})
    assert (other.reason, other.raw_reason) == (reasons.UNKNOWN, "brand_new")


def check_codes_in_lists_and_unions(stage: Stage) -> None:
    errors = stage.package.errors
    body = {"type": "error", "errors": [{}, {"code": 1002}]}
    nested = failure(stage, "nested", 403, body)
    assert nested.reason is errors.CallsNestedRejection.REVOKED
    assert nested.raw_reason == 1002
    union = failure(stage, "union", 409, {"error": "stale"})
    assert union.reason is errors.CallsUnionRejection.STALE


def check_codes_that_operations_share(stage: Stage) -> None:
    errors = stage.package.errors
    for method, enum in (("start", "JobsStart"), ("stop", "JobsStop")):
        client = stage.client(httpx2.Response(400, json={"code": "too_old"}))
        with pytest.raises(errors.BadRequestError) as caught:
            getattr(client.jobs, method)()
        reasons = getattr(errors, f"{enum}Rejection")
        assert caught.value.reason is reasons.TOO_OLD
