"""Catching errors: what a type checker knows inside of `except`."""

from typing import Literal, assert_never, assert_type

from apexverify import ApexVerify, models
from apexverify import errors as apexverify_errors
from experian_phone import ExperianPhone
from experian_phone import errors as experian_errors
from experian_phone import models as experian_models
from nhs_notify import NHSNotify
from nhs_notify import errors as nhs_errors
from nhs_notify import models as nhs_models
from pydantic import JsonValue
from vec import Vec
from vec import errors as vec_errors
from vec import models as vec_models


def statuses(client: ApexVerify, batch: str) -> str | None:
    """Each status class has the body that the spec gives it."""
    try:
        client.batch.launch(batch)
    except apexverify_errors.PaymentRequiredError as error:
        assert_type(error.body, models.PaymentRequiredResponse)
        assert_type(error.body.message, str | None)
        assert_type(error.status_code, int)
        assert_type(error.request_id, str | None)
        assert_type(error.message, str)
        assert_type(error.reason, apexverify_errors.ErrorReason)
        assert_type(error.raw_reason, JsonValue)
        assert_type(error.method, str)
        assert_type(error.url, str)
        assert_type(error.reason.description, str)
        assert_type(error.headers["retry-after"], str)
        return error.body.message
    except apexverify_errors.UnprocessableEntityError as error:
        assert_type(error.body, models.HTTPValidationError)
        assert_type(error.body.detail, list[models.ValidationError] | None)
        for problem in error.body.detail or []:
            assert_type(problem.msg, str)
            assert_type(problem.loc, list[models.ValidationErrorLocItems])
    except (
        apexverify_errors.BadRequestError,
        apexverify_errors.NotFoundError,
    ) as error:
        assert_type(error.body, models.BadRequestResponse | models.NotFoundResponse)
    except apexverify_errors.ServerStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.body, object)
    except apexverify_errors.ResponseValidationError as error:
        assert_type(error.response.status_code, int)
    except apexverify_errors.APITimeoutError as error:
        assert_type(error.url, str)
    except apexverify_errors.ApexVerifyError as error:
        assert_type(error.message, str)
    return None


def rejections(client: ApexVerify, batch: str) -> str:
    """The reasons of a rejection are known one by one; none can be forgotten."""
    rejection = apexverify_errors.BatchLaunchRejection
    try:
        client.batch.launch(batch)
    except apexverify_errors.BatchLaunchRejected as error:
        assert_type(error.body, models.BatchPostModelResponse)
        assert_type(error.body.status, models.BatchPostRequestStatusResponseEnum)
        assert_type(error.raw_reason, JsonValue)
        reason = error.reason
        match reason:
            case rejection.NOT_READY_FOR_VERIFICATION:
                return "later"
            case rejection.VERIFICATION_ALREADY_ONGOING:
                return "already"
            case rejection.VERIFICATION_ALREADY_DONE:
                return "done"
            case rejection.ERROR:
                return "error"
            case rejection.UNKNOWN:
                return "new"
            case _:
                assert_never(reason)
    return "launched"


def reasons(client: ApexVerify, batch: str) -> str:
    """Of any error, the reasons of the call can be told apart one by one."""
    rejection = apexverify_errors.BatchExportRejection
    try:
        client.batch.export(batch)
    except apexverify_errors.APIStatusError as error:
        reason = error.reason
        if not isinstance(reason, rejection):
            return "of another call"
        match reason:
            case rejection.BAD_REQUEST | rejection.UNPROCESSABLE_ENTITY:
                return "wrong"
            case rejection.UNAUTHORIZED | rejection.FORBIDDEN | rejection.NOT_FOUND:
                return "not mine"
            case rejection.TOO_MANY_REQUESTS | rejection.INTERNAL_SERVER_ERROR:
                return "later"
            case rejection.UNKNOWN:
                return str(error.raw_reason)
            case _:
                assert_never(reason)
    return "exported"


def uploads(error: apexverify_errors.BatchUploadRejected) -> str:
    """The same for the upload, whose reasons are others."""
    assert_type(
        error.reason,
        Literal[
            apexverify_errors.BatchUploadRejection.PARSE_ERROR,
            apexverify_errors.BatchUploadRejection.ERROR,
            apexverify_errors.BatchUploadRejection.UNKNOWN,
        ],
    )
    assert_type(error.body.batch_uuid is None, bool)
    return error.reason.title


def envelopes(client: ExperianPhone) -> str | None:
    """A rejected envelope has the error that came instead of the result."""
    try:
        client.batches.start("1")
    except experian_errors.BatchesStartRejected as error:
        assert_type(error.body, experian_models.StartBatchResponse)
        assert_type(error.body.error, experian_models.ResponseError | None)
        return error.body.error.detail if error.body.error else None
    except experian_errors.PermissionDeniedError as error:
        assert_type(error.body, experian_models.ErrorResponse)
        reasons = experian_errors.BatchesStartRejection
        if error.reason is reasons.TOKEN_DISABLED:
            return reasons.TOKEN_DISABLED.description
    return None


def details(client: NHSNotify) -> None:
    """Errors of JSON:API, with an enum in them."""
    try:
        client.batch.get("1")
    except nhs_errors.NotFoundError as error:
        assert_type(error.body, nhs_models.ErrorResponse)
        for item in error.body.errors or []:
            assert_type(item, nhs_models.ErrorItem)
            assert_type(item.code, nhs_models.ErrorCode | None)


def jobs(client: ApexVerify, experian: ExperianPhone, nhs: NHSNotify) -> str | None:
    """A job that failed has the state and the last answer of its own operation."""
    try:
        assert_type(client.batch.wait("1"), models.BatchStatus)
        assert_type(experian.batches.wait("1"), experian_models.BatchStatusResponse)
        assert_type(nhs.batch.wait("1"), nhs_models.BatchResponse)
    except apexverify_errors.BatchWaitFailed as error:
        assert_type(error.state, Literal["internal_error"])
        assert_type(error.body, models.BatchStatus)
    except experian_errors.BatchesWaitFailed as error:
        assert_type(error.state, Literal["stopped"])
        assert_type(error.body, experian_models.BatchStatusResponse)
    except nhs_errors.BatchWaitFailed as error:
        assert_type(error.state, Literal["REJECTED", "CANCELLED"])
        assert_type(error.body, nhs_models.BatchResponse)
    except nhs_errors.WaitTimeout as error:
        assert_type(error.last_state, str | int | float | bool | None)
        assert_type(error.body, object)
        return error.request_id
    return None


def maps(client: Vec, template: str) -> list[str]:
    """Errors keyed by field."""
    try:
        client.batches.create(name="n", template_id=template, csv_file=b"")
    except vec_errors.UnprocessableEntityError as error:
        assert_type(error.body, vec_models.ValidationFailure)
        assert_type(error.body.errors, dict[str, list[str]] | None)
        return (error.body.errors or {}).get("name", [])
    return []
