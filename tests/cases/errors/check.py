"""What can go wrong: exceptions by status and body, reasons, failures in a success."""

import pickle
import traceback
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage


def failure(stage: Stage, status: int, body: Any, method: str = "upload") -> Any:
    client = stage.client(httpx2.Response(status, json=body), max_retries=0)
    with pytest.raises(stage.package.errors.APIStatusError) as caught:
        getattr(client.files, method)()
    return caught.value


def check_the_tree(stage: Stage) -> None:
    errors = stage.package.errors
    root = errors.FailingError
    for name in errors.__all__:
        found = getattr(errors, name)
        if isinstance(found, type) and issubclass(found, Exception):
            assert issubclass(found, root), name
    assert issubclass(errors.BadRequestError, errors.ClientStatusError)
    assert issubclass(errors.APITimeoutError, errors.APIConnectionError)


def check_exceptions_have_their_public_names(stage: Stage) -> None:
    errors = stage.package.errors
    for name in errors.__all__:
        found = getattr(errors, name)
        if isinstance(found, type) and issubclass(found, Exception):
            assert (found.__module__, found.__qualname__) == (errors.__name__, name)
            for known in found.__mro__:
                if issubclass(known, errors.FailingError):
                    assert pickle.loads(pickle.dumps(known)) is known
    error = failure(stage, 404, {"message": "m"})
    shown = "".join(traceback.format_exception(error)).splitlines()[-1]
    assert shown == f"{errors.__name__}.NotFoundError: {error}"


def check_the_request_id(stage: Stage) -> None:
    headers = {"cf-ray": "c", "x-trace-id": "t", "x-request-id": "x"}
    headers |= {"x-vendor-request-id": "v"}
    for name, found in (
        ("x-vendor-request-id", "v"),  # declared, and plainer than
        ("x-trace-id", "t"),  # declared too; then what is usual
        ("x-request-id", "x"),
        ("cf-ray", "c"),
    ):
        done = httpx2.Response(200, headers=headers, json={"data": {"status": "ok"}})
        raw = stage.client(done).files.with_raw_response.upload()
        refused = httpx2.Response(409, headers=headers)
        with pytest.raises(stage.package.errors.ConflictError) as caught:
            stage.client(refused, max_retries=0).files.upload()
        assert raw.request_id == caught.value.request_id == found
        assert pickle.loads(pickle.dumps(caught.value)).request_id == found
        del headers[name]


def check_cases_of_a_status(stage: Stage) -> None:
    reasons = stage.package.errors.FilesUploadRejection
    large = failure(stage, 400, {"errors": [{}, {"detail": "It is larger than 10 MB"}]})
    assert large.reason is reasons.TOO_LARGE
    assert (large.reason.status, large.reason.title) == (400, "Too large")
    assert large.reason.description == "More than 10 MB."
    assert failure(stage, 400, {"code": 4021}).reason is reasons.NO_MONEY
    assert failure(stage, 400, {"code": 1}).reason not in (None, reasons.UNKNOWN)
    other = failure(stage, 400, {"code": 7})
    assert other.reason is reasons.BAD_REQUEST
    assert other.body.code == 7
    assert failure(stage, 409, {}).reason is reasons.CONFLICT


def check_ranges(stage: Stage) -> None:
    errors = stage.package.errors
    reasons = errors.FilesUploadRejection
    teapot = failure(stage, 418, {"message": "short"})
    assert type(teapot) is errors.ClientStatusError
    assert teapot.reason is reasons.CLIENT_ERROR
    assert teapot.body.message == "short"
    slow = failure(stage, 429, {"message": "slow down"})
    assert type(slow) is errors.RateLimitError
    assert slow.reason is reasons.THROTTLED
    broken = failure(stage, 500, {"message": "x"})
    assert broken.reason is reasons.UNEXPECTED
    assert type(broken) is errors.InternalServerError


def check_every_class_is_below_its_family(stage: Stage) -> None:
    """What is documented for any status has its type in the classes of all."""
    errors = stage.package.errors
    for status in (401, 418, 499, 500, 503, 599):
        error = failure(stage, status, {"message": "m"}, "upload")
        family = errors.ClientStatusError if status < 500 else errors.ServerStatusError
        assert isinstance(error, family)
        assert type(error.body) is stage.package.models.Problem
        assert pickle.loads(pickle.dumps(error)).body.message == "m"
    moved = failure(stage, 307, {"message": "m"})
    assert type(moved) is errors.APIStatusError
    listing = failure(stage, 404, {"message": "m"}, "list")
    assert type(listing.body) is stage.package.models.Problem, "promised by the class"


def check_the_raw_reason(stage: Stage) -> None:
    assert failure(stage, 400, {"code": 4021}).raw_reason == 4021
    assert failure(stage, 400, {"code": 9}).raw_reason == 9
    assert failure(stage, 400, {}).raw_reason is None
    slow = failure(stage, 429, {"message": "slow down"})
    assert slow.raw_reason == "slow down"


def check_bodies_narrow_the_class(stage: Stage) -> None:
    errors = stage.package.errors
    upload = failure(stage, 400, {"code": 1})
    listing = failure(stage, 400, {"message": "m"}, "list")
    assert type(upload) is not type(listing)
    assert isinstance(upload, errors.BadRequestError)
    assert isinstance(listing, errors.BadRequestError)
    assert type(upload.body) is stage.package.models.UploadProblem
    assert type(listing.body) is stage.package.models.Problem


def check_a_status_without_a_name(stage: Stage) -> None:
    error = failure(stage, 499, {"a": 1}, "list")
    assert type(error) is stage.package.errors.Status499Error
    assert error.body == {"a": 1}
    assert error.reason.status == 499


def check_a_body_that_does_not_fit(stage: Stage) -> None:
    error = failure(stage, 400, {"code": "text"})
    assert isinstance(error, stage.package.errors.BadRequestError)
    assert type(error.body) is stage.package.models.UploadProblem
    assert error.body.code == "text"
    assert error.raw_body == {"code": "text"}


def check_a_body_of_any_other_shape(stage: Stage) -> None:
    """What is documented can be touched, whatever came."""
    documented = stage.package.models.UploadProblem
    for came in ([1], "text", 5, None, [{"code": 1}]):
        error = failure(stage, 400, came)
        assert type(error.body) is documented
        assert error.body.code is None
        assert error.raw_body == came
    for text in ("", "<html>"):
        client = stage.client(httpx2.Response(400, text=text), max_retries=0)
        with pytest.raises(stage.package.errors.BadRequestError) as caught:
            client.files.upload()
        assert caught.value.body.code is None
        assert caught.value.raw_body == (text or None)


def check_failures_inside_a_success(stage: Stage) -> None:
    errors = stage.package.errors
    reasons = errors.FilesUploadRejection
    for status in ("ok", "done"):
        body = {"data": {"status": status}}
        found = stage.client(httpx2.Response(200, json=body)).files.upload()
        assert found.data.status == status
    for body, reason in (
        ({"data": {"status": "wait"}}, reasons.STILL_WAITING),
        ({"data": {"status": "no-credit"}}, None),
        ({"data": {"status": "brand new"}}, reasons.UNKNOWN),
        ({}, reasons.UNKNOWN),
    ):
        client = stage.client(httpx2.Response(200, json=body))
        with pytest.raises(errors.FilesUploadRejected) as caught:
            client.files.upload()
        error = caught.value
        assert error.status_code == 200
        assert error.body.to_dict() == body
        if reason is None:
            assert error.reason._match.value == "no-credit"
            assert error.reason.status == 200
        else:
            assert error.reason is reason
        assert pickle.loads(pickle.dumps(error)).reason is error.reason


def check_success_is_that_something_is_there(stage: Stage) -> None:
    found = stage.client(httpx2.Response(200, json={"result": []})).files.list()
    assert found.result == []
    for body in ({"error": "e"}, {"result": None}, {}):
        client = stage.client(httpx2.Response(200, json=body))
        with pytest.raises(stage.package.errors.FilesListRejected) as caught:
            client.files.list()
        assert caught.value.reason.name == "REJECTED"


def check_a_range_of_successes(stage: Stage) -> None:
    client = stage.client(httpx2.Response(202, json={"status": "ok"}))
    assert client.ranges.load().status == "ok"
    failing = stage.client(httpx2.Response(201, json={"status": "failed"}))
    with pytest.raises(stage.package.errors.RangesLoadRejected) as caught:
        failing.ranges.load()
    assert caught.value.reason.name == "FAILED"


def check_errors_survive_pickling(stage: Stage) -> None:
    error = failure(stage, 400, {"code": 4021})
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert again.body == error.body
    assert again.reason is error.reason
