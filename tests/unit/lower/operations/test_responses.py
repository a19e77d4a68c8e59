"""Responses Objects (OpenAPI 3.1, 4.8.16), and what they say of failure."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.ir.api import Header, Match, Outcome, Response
from tests.unit.lower.conftest import Lower
from tests.workshop import response

TEXT = {"type": "string"}


def responses(lower: Lower, given: dict[str, Any]) -> dict[str, Response]:
    found = lower({"/": {"get": {"responses": given}}})
    return {one.status: one for one in found.operation.responses}


def test_responses_are_in_order_and_the_default_is_last(lower: Lower) -> None:
    given = {key: response() for key in ("default", "404", "4XX", "200", "204")}
    found = responses(lower, {**given, "x-note": "ignored"})
    assert list(found) == ["200", "204", "404", "4XX", "default"]
    assert [one.is_success for one in found.values()] == [True, True, *[False] * 3]


@pytest.mark.parametrize("status", ["2000", "abc", "600", "20", "-1"])
def test_what_is_no_status_is_reported(lower: Lower, status: str) -> None:
    given = {"200": response(), status: response()}
    found = lower({"/": {"get": {"responses": given}}})
    assert [one.status for one in found.operation.responses] == ["200"]
    assert {"invalid-status", "invalid-status-key"} & set(found.codes)


def test_a_response_in_components(lower: Lower) -> None:
    found = lower(
        {"/": {"get": {"responses": {"404": {"$ref": "#/components/responses/No"}}}}},
        components={"responses": {"No": response(TEXT, description="Not there.")}},
    )
    [one] = found.operation.responses
    assert one.description == "Not there."
    assert [content.media_type for content in one.contents] == ["application/json"]


def test_several_media_types_and_headers(lower: Lower) -> None:
    content = {"application/json": {"schema": TEXT}, "image/png": {}}
    headers = {"X-Left": {"description": "Left.", "schema": TEXT}}
    given = {"200": {"description": "D", "content": content, "headers": headers}}
    found = responses(lower, given)["200"]
    assert [one.media_type for one in found.contents] == list(content)
    assert found.headers == (Header("X-Left", "Left.", type="string"),)


@pytest.mark.parametrize(
    ("status", "location"),
    [("303", True), ("302", True), ("304", False), ("200", False), ("400", False)],
)
def test_redirects_are_answers(lower: Lower, status: str, location: bool) -> None:
    assert responses(lower, {status: response()})[status].location is location


def cases(lower: Lower, *given: object) -> tuple[Response, list[str]]:
    failing = response(**{"x-error-cases": given})
    found = lower({"/": {"get": {"responses": {"200": response(), "400": failing}}}})
    return found.operation.responses[1], found.codes


def test_error_cases(lower: Lower) -> None:
    found, codes = cases(
        lower,
        {
            "name": "too_large",
            "title": "Too large",
            "description": "More than 10 MB.",
            "match": {"property": "error.detail", "pattern": "larger"},
        },
        {"name": "no_credit", "match": {"property": "code", "value": 4021}},
        {"name": "flag", "match": {"property": ["a.b", "c"], "value": False}},
        {"name": "plain"},
    )
    first, second, third, fourth = found.cases
    assert (first.name, first.title, first.description) == (
        "too_large",
        "Too large",
        "More than 10 MB.",
    )
    assert first.match == Match(("error", "detail"), None, "larger")
    assert second.match == Match(("code",), 4021)
    assert third.match == Match(("a.b", "c"), False)
    assert fourth.match is None
    assert codes == []


@pytest.mark.parametrize(
    ("case", "kept"),
    [
        ({"description": "without a name"}, 0),
        ({"name": "a", "match": {"value": 1}}, 1),
        ({"name": "a", "match": {"property": ""}}, 1),
    ],
)
def test_an_incomplete_case_is_reported(lower: Lower, case: object, kept: int) -> None:
    found, codes = cases(lower, case)
    assert len(found.cases) == kept
    assert all(one.match is None for one in found.cases)
    assert codes == ["extension-invalid"]


@pytest.mark.parametrize("pattern", ["(", "[a", "*"])
def test_a_pattern_that_is_none_is_reported(lower: Lower, pattern: str) -> None:
    """A client that cannot compile it would fail while it reports another failure."""
    found, codes = cases(
        lower, {"name": "a", "match": {"property": "x", "pattern": pattern}}
    )
    assert codes == ["extension-invalid"]
    assert [one.match for one in found.cases] == [None]


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (
            {"property": "status", "success": ["ok", "done"]},
            Outcome(("status",), ("ok", "done")),
        ),
        (
            {"property": "a.b", "success": [True, 1, None]},
            Outcome(("a", "b"), (True, 1, None)),
        ),
        ({"property": "result", "success": "present"}, Outcome(("result",), None)),
        ({"property": "status", "success": "ok"}, Outcome(("status",), ("ok",))),
    ],
)
def test_outcomes(lower: Lower, given: object, outcome: Outcome) -> None:
    found = responses(lower, {"200": response(TEXT, **{"x-outcome": given})})
    assert found["200"].outcome == outcome


@pytest.mark.parametrize(
    "given",
    [
        {"property": "status"},
        {"success": ["ok"]},
        {"property": "status", "success": []},
    ],
)
def test_an_incomplete_outcome_is_reported(lower: Lower, given: object) -> None:
    """With no value that means success, every call would fail."""
    found = lower(
        {"/": {"get": {"responses": {"200": response(TEXT, **{"x-outcome": given})}}}}
    )
    [one] = found.operation.responses
    assert one.outcome is None
    assert found.codes == ["extension-invalid"]


@pytest.mark.parametrize(
    ("documented", "returned"),
    [
        ({"200": TEXT, "304": None}, {"200"}),
        ({"200": TEXT, "302": None}, {"200"}),
        ({"200": TEXT, "301": TEXT}, {"200"}),
        ({"204": None, "303": None}, {"204", "303"}),
        ({"204": None, "301": TEXT}, {"204"}),
        ({"302": None, "404": None}, {"302"}),
        ({"101": None, "400": None}, {"101"}),
        ({"304": None}, set[str]()),
    ],
)
def test_what_a_call_returns_with(
    lower: Lower, documented: dict[str, Any], returned: set[str]
) -> None:
    given = {
        key: response(schema) if schema else response()
        for key, schema in documented.items()
    }
    found = responses(lower, given)
    assert {status for status, one in found.items() if one.is_success} == returned
