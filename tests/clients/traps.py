"""The traps that each `ORIGIN.md` lists, and which test watches which."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from tests.specs.reading import NAMES, SPECS

ROW = re.compile(r"^\| (?P<trap>.+?) \| .+ \|$", re.MULTILINE)
Test = TypeVar("Test", bound=Callable[..., Any])

WATCHED: dict[tuple[str, str], str] = {}
"""The tests by package and trap; `trap` adds to those that are listed here."""

ELSEWHERE = {
    "apexverify": {
        "a launch that did not happen is a 200": "rejections.documented_value",
        "`X-API-Key` is a required header parameter and a scheme that nothing "
        "requires": "credentials.the_same_header_is_not_an_argument",
        "union on `status` without discriminator": (
            "success.a_union_is_told_apart_by_its_status"
        ),
        "`title` equals the component's name": (
            "packages.inspect_tells_where_the_models_are"
        ),
        "export is a map with arbitrary keys, or a workbook": (
            "success.the_content_type_decides"
        ),
        "an empty `batch_uuid` would turn a launch into an upload": (
            "arguments.a_value_that_is_another_path_is_refused"
        ),
        "`/v1` is part of the paths, not of the server": (
            "client.a_base_url_replaces_the_whole_url"
        ),
    },
    "experian_phone": {
        "the useful object is one level down; a 200 may carry `error`": (
            "rejections.an_envelope_without_a_result"
        ),
        "many scenarios for one status, told apart by words alone": (
            "failures.documented_scenario"
        ),
        "no body at errors in the vendor's document": "failures.documented_body",
        "start and stop have no body": (
            "arguments.without_a_body_there_is_no_content_type"
        ),
        "the token as a header in a table, and two schemes that are alternatives": (
            "credentials.either_of_two_will_do"
        ),
        "headers that are no identifiers, a boolean header": (
            "arguments.a_boolean_header_is_written_like_in_json"
        ),
        "`//` from joining server and path": "client.a_base_url_replaces_the_whole_url",
        "`batch_id` is no uuid": "arguments.a_value_cannot_leave_its_segment",
        "create is not idempotent": (
            "connection.a_time_out_of_creating_is_not_repeated"
        ),
        "everything optional, most of it nullable": (
            "success.null_is_not_the_same_as_absent"
        ),
        "names of examples with blanks and brackets": "success.documented_examples",
    },
    "nhs_notify": {
        "`default: PENDING` in a PATCH body, and in a decoder": (
            "arguments.left_out_and_none_differ_in_a_model"
        ),
        "`application/vnd.api+json`": (
            "arguments.the_media_type_is_sent_as_the_spec_has_it"
        ),
        "constants that the vendor's own examples break": "success.documented_examples",
        "an error body that cannot be parsed hides the error": (
            "failures.an_error_body_that_does_not_fit_does_not_hide_the_error"
        ),
        "a header to be made up for each call": (
            "arguments.a_request_id_is_made_up_for_each_call"
        ),
        "no documented error of GET /batch": (
            "failures.a_status_that_only_other_operations_declare"
        ),
        "303 with `Location` as success": (
            "success.a_redirect_is_the_answer_and_is_not_followed"
        ),
        "`reasonCode` is a number": "success.numbers_keep_their_kind",
        "cursors: `-1`, empty": "arguments.any_cursor_is_sent_as_it_is",
        "HEAD has no body": "success.head_answers_like_get_or_with_headers_alone",
        "links to other hosts": "lists.only_the_cursor_is_taken_from_a_link",
    },
    "vec": {
        "flattened page without names and falsy examples": (
            "success.documented_examples"
        ),
        "an array of objects in a form": "uploads.fields_beside_the_file",
        "file name and content type of the upload": "uploads.tuples_name_the_file",
        "`index` starts at 1, the key of the error counts from 0": (
            "uploads.fields_are_checked_before_sending"
        ),
        "an enum in one place, a string in another": (
            "success.an_unlisted_value_of_an_enum_says_so"
        ),
        "error bodies differ by status": "failures.documented_body",
        "no version in the paths": "client.the_url_of_the_spec_is_the_default",
        "`links.next` is absolute and may lack filters": (
            "lists.every_item_of_every_page"
        ),
        "`partially_completed` is a success with failures in it": (
            "lists.a_job_is_waited_for"
        ),
        "`waiting_for_approval` would be polled for ever": "lists.a_job_that_fails",
    },
}
"""Traps that tests of other modules watch, without `test_`."""

OF_THE_SPEC = {
    "nhs_notify": {
        "components that are bare references": "every_component_is_used",
        "OAuth2 flow with empty URLs": "is_valid",
        "`id` declared twice, on path and operation": "is_valid",
        "siblings of `$ref`, `x-stoplight`": "only_documented_extensions",
        "`X-Correlation-ID` of the answer is not declared": (
            "every_inferred_statement_is_marked_and_listed"
        ),
    },
    "vec": {
        "sequential, unique signatories cannot be expressed": "everything_is_described",
        "the example never needs polling": "waiters_and_pages_name_what_exists",
    },
}
"""Traps that are dealt with in the spec alone; the tests of the specs watch them."""


def trap(package: str, *texts: str) -> Callable[[Test], Test]:
    """Say which traps a test of `test_traps` watches."""

    def mark(test: Test) -> Test:
        for text in texts:
            assert (package, text) not in WATCHED
            WATCHED[package, text] = f"tests.clients.test_traps.{test.__name__}"
        return test

    return mark


def listed() -> set[tuple[str, str]]:
    """Every trap of every `ORIGIN.md`, by package."""
    found: set[tuple[str, str]] = set()
    for package in NAMES:
        text = (SPECS / package / "ORIGIN.md").read_text(encoding="utf-8")
        _, _, table = text.partition("\n## Traps")
        rows = [row["trap"] for row in ROW.finditer(table)]
        found |= {(package, row) for row in rows if row not in ("trap", "---")}
    return found


for _package, _tests in ELSEWHERE.items():
    for _text, _test in _tests.items():
        _module, _, _name = _test.partition(".")
        WATCHED[_package, _text] = f"tests.clients.test_{_module}.test_{_name}"
for _package, _tests in OF_THE_SPEC.items():
    for _text, _test in _tests.items():
        WATCHED[_package, _text] = f"tests.specs.test_validity.test_{_test}"
