"""How a client fails: exceptions and reasons, decided once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.codegen.errors.decide import Catalogue, Failures, catalogue
from apiloom.ir.api import Match
from tests.workshop import document, response, understood

TEXT = {"type": "string"}


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


class Maker:
    """Makes the catalogue of a document whose operations answer with these."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self, *answers: dict[str, Any], **schemas: Any) -> Catalogue:
        paths = {
            f"/{number}": {
                "get": {
                    "x-resource": ["shop"],
                    "x-method": f"load{number}",
                    "responses": given,
                }
            }
            for number, given in enumerate(answers)
        }
        client = understood(self.folder, document(paths, schemas))
        return catalogue(client.api, client.names)

    def one(self, answers: dict[str, Any], **schemas: Any) -> Failures:
        return self.all(answers, **schemas).operations["GET /0"]


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


def summary(failures: Failures) -> list[tuple[str, str, int | None, str]]:
    return [(one.name, one.value, one.status, one.title) for one in failures.reasons]


def test_an_operation_without_errors(make: Maker) -> None:
    found = make.one({"200": response(TEXT)})
    assert found.exceptions == {}
    assert found.rejected is None
    assert [one.name for one in found.reasons] == ["UNKNOWN"]


def test_a_status_is_an_exception_and_a_reason(make: Maker) -> None:
    found = make.one({"200": response(), "404": response(TEXT, description="Gone.")})
    assert found.exceptions == {"404": "NotFoundError"}
    assert found.enum == "ShopLoad0Rejection"
    assert summary(found) == [
        ("NOT_FOUND", "not_found", 404, "Not Found"),
        ("UNKNOWN", "unknown", None, "Unknown"),
    ]
    assert found.reasons[0].description == "Gone."


def test_cases_go_before_their_status(make: Maker) -> None:
    cases = [
        {"name": "tooLarge", "description": "Too large.", "title": "Large"},
        {"name": "no_credit", "match": {"property": "code", "value": 1}},
    ]
    found = make.one({"400": response(TEXT, **{"x-error-cases": cases})})
    assert summary(found)[:3] == [
        ("TOO_LARGE", "too_large", 400, "Large"),
        ("NO_CREDIT", "no_credit", 400, "Bad Request"),
        ("BAD_REQUEST", "bad_request", 400, "Bad Request"),
    ]
    assert found.reasons[1].match == Match(("code",), 1)
    assert [one.name for one in found.of("400")] == [
        "TOO_LARGE",
        "NO_CREDIT",
        "BAD_REQUEST",
    ]


def test_a_case_called_like_its_status_describes_the_status(make: Maker) -> None:
    cases = [{"name": "bad_request", "title": "Bad", "description": "Very bad."}]
    found = make.one({"400": response(TEXT, **{"x-error-cases": cases})})
    assert [(one.name, one.title, one.description) for one in found.of("400")] == [
        ("BAD_REQUEST", "Bad", "Very bad.")
    ]


def test_cases_of_several_statuses_may_have_the_same_name(make: Maker) -> None:
    cases = {"x-error-cases": [{"name": "invalid"}, {"name": "unknown"}]}
    found = make.one({"400": response(**cases), "422": response(**cases)})
    names = [one.name for one in found.reasons]
    values = [one.value for one in found.reasons]
    assert len(set(names)) == len(names)
    assert len(set(values)) == len(values)
    assert names[0] == "INVALID"
    assert names[-1] == "UNKNOWN"
    assert found.reasons[-1].status is None


def test_ranges_and_the_default(make: Maker) -> None:
    cases = {"x-error-cases": [{"name": "throttled"}]}
    answers = {
        "200": response(TEXT),
        "4XX": response(TEXT, **cases),
        "5XX": response(TEXT),
        "default": response(TEXT),
    }
    found = make.one(answers)
    assert found.exceptions == {
        "4XX": "ClientStatusError",
        "5XX": "ServerStatusError",
        "default": "APIStatusError",
    }
    assert [one.name for one in found.of("4XX")] == ["THROTTLED", "CLIENT_ERROR"]
    assert [one.name for one in found.of("default")] == ["UNEXPECTED"]


def test_a_status_that_has_no_name(make: Maker) -> None:
    found = make.all({"499": response(obj(a=TEXT)), "418": response()})
    names = {one.status: (one.name, one.is_standard) for one in found.statuses.declared}
    assert names[499] == ("Status499Error", False)
    assert names[418][1] is False


def test_one_body_for_a_status_is_its_type(make: Maker) -> None:
    answers = {"400": response(ref("Problem"))}
    found = make.all(answers, answers, Problem=obj(a=TEXT))
    [status] = found.statuses.declared
    assert (status.name, status.status, status.is_standard) == (
        "BadRequestError",
        400,
        True,
    )
    assert status.body is not None
    assert found.statuses.bodies == ()


def test_each_of_several_bodies_has_its_class(make: Maker) -> None:
    found = make.all(
        {"400": response(ref("UploadErrorResponse"))},
        {"400": response(ref("LaunchProblem"))},
        {"400": response()},
        UploadErrorResponse=obj(a=TEXT),
        LaunchProblem=obj(b=TEXT),
    )
    assert [(one.name, one.base) for one in found.statuses.bodies] == [
        ("BadRequestUploadError", "BadRequestError"),
        ("BadRequestLaunchProblemError", "BadRequestError"),
    ]
    exceptions = [found.operations[f"GET /{n}"].exceptions["400"] for n in range(3)]
    assert exceptions[:2] == [one.name for one in found.statuses.bodies]
    assert exceptions[2] == "BadRequestError"
    assert len(set(exceptions)) == 3


STATUS = {"type": "string", "enum": ["ok", "wait", "no-credit"]}


def rejected(**rest: Any) -> dict[str, Any]:
    outcome = {"property": "status", "success": ["ok"]}
    return {"200": response(obj(status=STATUS), **{"x-outcome": outcome}, **rest)}


def test_failures_inside_a_success(make: Maker) -> None:
    found = make.one({**rejected(), "400": response(TEXT)})
    assert found.rejected == "ShopLoad0Rejected"
    assert found.exceptions == {
        "200": "ShopLoad0Rejected",
        "400": "BadRequestError",
    }
    assert [(one.name, one.status, one.match) for one in found.rejections] == [
        ("WAIT", 200, Match(("status",), "wait")),
        ("NO_CREDIT", 200, Match(("status",), "no-credit")),
    ]
    assert found.of("200") == found.rejections


def test_stated_cases_replace_the_values_of_the_enum(make: Maker) -> None:
    cases = [
        {
            "name": "still_waiting",
            "description": "Wait.",
            "match": {"property": "status", "value": "wait"},
        }
    ]
    found = make.one(rejected(**{"x-error-cases": cases}))
    assert [one.name for one in found.rejections] == ["STILL_WAITING", "NO_CREDIT"]


def test_a_failure_that_has_no_values(make: Maker) -> None:
    outcome = {"property": "result", "success": "present"}
    body = obj(result=obj(a=TEXT))
    found = make.one({"200": response(body, **{"x-outcome": outcome})})
    assert [one.name for one in found.rejections] == ["REJECTED"]
    # What the response says of success is not what failed.
    assert found.rejections[0].description != "Answer."


@pytest.mark.parametrize("status", ["200", "2XX"])
def test_failures_inside_a_range_of_successes(make: Maker, status: str) -> None:
    found = make.one({status: rejected()["200"]})
    assert found.rejected == "ShopLoad0Rejected"
    assert {one.name for one in found.rejections} == {"WAIT", "NO_CREDIT"}


def test_the_values_of_a_union_count(make: Maker) -> None:
    def variant(*values: str) -> dict[str, Any]:
        return obj(data=obj(status={"type": "string", "enum": [*values]}))

    outcome = {"property": "data.status", "success": ["ok"]}
    body = {"oneOf": [variant("ok", "a"), {"allOf": [variant("b")]}, {"type": "null"}]}
    found = make.one({"200": response(body, **{"x-outcome": outcome})})
    assert [one.name for one in found.rejections] == ["A", "B"]
