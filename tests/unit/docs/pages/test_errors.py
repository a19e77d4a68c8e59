"""What the pages say of failures."""

from __future__ import annotations

from pathlib import Path

from tests.unit.docs.reading import operation, pages_of, section
from tests.workshop import document, response


def test_failures(tmp_path: Path) -> None:
    cases = [
        {
            "name": "no_stock",
            "description": "Nothing is left.",
            "match": {"property": "code", "value": 7},
        },
        {
            "name": "too_late",
            "description": "Closed | over.",
            "match": {"property": "error.text", "pattern": "late|over"},
        },
        {"name": "odd", "match": {"property": "odd"}},
    ]
    body = {"type": "object", "properties": {"done": {"type": "boolean"}}}
    other = {"type": "object", "properties": {"why": {"type": "string"}}}
    answers = {
        "200": response(body, **{"x-outcome": {"property": "done", "success": [True]}}),
        "409": response(
            {"$ref": "#/components/schemas/Clash"}, **{"x-error-cases": cases}
        ),
    }
    paths = {
        "/a": {"post": operation("box", "send", responses=answers)},
        "/b": {
            "post": operation(
                "box",
                "check",
                responses={
                    "200": response(),
                    "409": response({"$ref": "#/components/schemas/Trouble"}),
                },
            )
        },
    }
    pages = pages_of(tmp_path, document(paths, {"Clash": other, "Trouble": other}))
    page = section(pages["docs/box/send.md"], "## Errors")
    assert "| `REJECTED` | `done` is not `True`. |" in page
    assert "| `TOO_LATE` | Closed \\| over. |" in page
    assert "| `CONFLICT` | Any other 409: Answer. |" in page
    assert "| `NO_STOCK` | Nothing is left. | `code` is `7` |" in page
    assert "`error.text` matches <code>late&#124;over</code> |" in page
    assert "`odd` is present |" in page
    assert "`UNKNOWN` stands for" in page
    errors = pages["docs/errors.md"]
    assert (
        "│   │   ├── ConflictError  (409)\n│   │   │   ├── ConflictClashError" in errors
    )
    assert (
        "└── RejectedError  (a 2XX response that reports a failure)\n"
        "    └── BoxSendRejected"
    ) in errors
    assert (
        "| 409 Conflict | `errors.ConflictClashError` | [`Clash`](models.md#clash) |"
        in errors
    )
    rejected = section(errors, "## Failures in success responses")
    assert "| `errors.BoxSendRejected` | [`box.send`](box/send.md) | 200 |" in rejected
    reasons = section(errors, "## Reasons")
    assert "| [`errors.BoxSendRejection`](box/send.md#errors) |" in reasons
    readme = section(pages["README.md"], "## Errors")
    assert "A response to `client.box.send` can have status 200" in readme
    assert "except errors.BoxSendRejected as error:\n    print(error.reason" in readme
    assert "    if error.reason is errors.BoxSendRejection.NO_STOCK:" in readme
    assert 'print("Nothing is left.")' in readme


def test_long_names_are_laid_out(tmp_path: Path) -> None:
    schemas = {"Answer": {"type": "object", "properties": {"x": {"type": "string"}}}}
    case = {
        "name": "a_reason_with_a_name_that_goes_on_and_on_until_the_line_is_full",
        "match": {"property": "code", "value": 1},
    }
    answers = {
        "200": response({"$ref": "#/components/schemas/Answer"}),
        "400": response(
            {"$ref": "#/components/schemas/Answer"}, **{"x-error-cases": [case]}
        ),
    }
    words = "a_method_with_a_long_name_indeed"
    spec = document(
        {"/a": {"get": operation("box", words, responses=answers)}}, schemas
    )
    readme = pages_of(tmp_path, spec)["README.md"]
    assert "    if (\n        error.reason\n        is errors.Box" in readme
