"""Responses that do not fit the document are read as far as they fit, and reported."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.workshop import Stage

SPEC = (Path(__file__).parent / "spec.yaml").read_text("utf-8").splitlines()
FINE: dict[str, Any] = {
    "id": 1,
    "made": "2024-05-06T07:08:09Z",
    "state": "open",
    "author": {"name": "Ada", "since": "2020-01-02"},
}


def json(value: Any, status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, json=value)


def raw(content: bytes, kind: str | None, status: int = 200) -> httpx2.Response:
    headers = {"content-type": kind} if kind is not None else {}
    return httpx2.Response(status, content=content, headers=headers)


class Reports:
    """What a client tells its hook, and its log."""

    def __init__(self, stage: Stage) -> None:
        self.mismatches: list[Any] = []
        self.events: list[Any] = []
        hooks = stage.package.AsyncHooks if stage.portal else stage.package.Hooks
        self.hooks = hooks(on_mismatch=self.note)

    def note(self, event: Any) -> None:
        self.events.append(event)
        self.mismatches += event.mismatches

    @property
    def pointers(self) -> list[str]:
        return [mismatch.pointer for mismatch in self.mismatches]


def reading(stage: Stage, *answers: httpx2.Response) -> tuple[Any, Reports]:
    reports = Reports(stage)
    return stage.client(*answers, hooks=reports.hooks), reports


def check_what_fits_around_a_mismatch_is_read(stage: Stage) -> None:
    odd = {
        **FINE,
        "id": "one",
        "made": None,
        "author": {"since": "2020-01-02"},
        "parts": [
            {"kind": "chart", "points": [1, "two"]},
            {"kind": "text", "text": "x"},
        ],
        "owner": {"name": "Acme", "seats": "many", "city": "Rome"},
        "totals": {"a": 1, "b": {"c": []}},
        "more": [1],
    }
    client, reports = reading(stage, json(odd))
    found = client.reports.read("1")
    models = stage.package.models
    assert type(found) is models.Report
    assert (found.id, found.made, found.state) == ("one", None, "open")
    assert found.author.name is None
    assert found.author.since == dt.date(2020, 1, 2)
    assert [type(part) for part in found.parts] == [models.Chart, models.Text]
    assert found.parts[0].points == [1, "two"]
    assert type(found.owner) is models.Company
    assert (found.owner.seats, found.owner.city) == ("many", "Rome")
    assert found.totals == {"a": 1, "b": {"c": []}}
    assert found.to_dict() == odd
    assert reports.pointers == [
        "/id",
        "/made",
        "/author/name",
        "/parts/0/points/1",
        "/owner/seats",
        "/totals/b",
    ]


def check_a_report_says_where_and_what(stage: Stage, caplog: Any = None) -> None:
    lines: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = lines.append  # type: ignore[method-assign]
    logger = logging.getLogger(stage.package.__name__)
    logger.addHandler(handler)
    try:
        odd = {**FINE, "author": {"name": ["secret"]}}
        client, reports = reading(stage, json([FINE, odd, {**odd, "id": None}]))
        client.reports.list()
        client.reports.list()
        client.with_options(timeout=1.0).reports.list()
    finally:
        logger.removeHandler(handler)
    [event] = reports.events
    assert (event.operation, event.method, event.status_code) == (
        "reports.list",
        "GET",
        200,
    )
    name, identifier = event.mismatches
    place = "#/components/schemas/Report/properties/author/properties/name"
    assert name[:5] == ("/1/author/name", "a string", "an array", place, "spec.yaml")
    assert "name: {type: string}" in SPEC[name.line - 1]
    assert (identifier.pointer, identifier.got) == ("/2/id", "null")
    [record] = lines
    assert record.levelno == logging.WARNING
    message = record.getMessage()
    assert message.startswith("reports.list: the response with status 200 does not fit")
    assert f"{place} in spec.yaml:{name.line}" in message
    assert "secret" not in message
    assert vars(record)["mismatches"] == list(event.mismatches)


def check_a_body_of_another_kind(stage: Stage) -> None:
    client, reports = reading(stage, json({"items": [FINE]}), json([FINE]))
    assert client.reports.list() == {"items": [FINE]}
    assert client.reports.read("1") == [FINE]
    first, second = reports.mismatches
    assert first[:3] == ("", "an array", "an object")
    assert "type: array" in SPEC[first.line - 1]
    assert second[:3] == ("", "an object", "an array")
    assert second.schema.startswith("#/components/responses/Report/content/")


def check_the_other_modes(stage: Stage) -> None:
    odd = json({**FINE, "id": "x", "state": None})
    with pytest.raises(stage.package.errors.ResponseValidationError) as caught:
        stage.strict(odd).reports.read("1")
    assert [one.pointer for one in caught.value.mismatches] == ["/id", "/state"]
    assert "/state: expected" in caught.value.message
    assert caught.value.response.json()["id"] == "x"
    reports = Reports(stage)
    client = stage.client(odd, hooks=reports.hooks, validate_responses="off")
    assert client.reports.read("1").id == "x"
    assert not reports.events
    with pytest.raises(ValueError, match='"report", "strict" or "off", got False'):
        stage.client(odd, validate_responses=False)


def check_what_cannot_be_read_raises_always(stage: Stage) -> None:
    for mode in ("report", "strict", "off"):
        for body in (b"<html>busy</html>", b'{"id": 1', b"\xff\xfe\xff"):
            client = stage.client(raw(body, "text/html"), validate_responses=mode)
            with pytest.raises(stage.package.errors.ResponseValidationError) as caught:
                client.reports.read("1")
            assert caught.value.response.content == body


def check_no_body_where_http_has_none(stage: Stage) -> None:
    client, reports = reading(
        stage,
        httpx2.Response(200, headers={"content-type": "application/json"}),
        httpx2.Response(205),
        httpx2.Response(204),
        httpx2.Response(204),
    )
    assert client.reports.look("1") is None
    assert client.reports.replace("1") is None
    assert client.reports.remove("1") is None
    assert client.reports.create() is None
    assert not reports.events
    with pytest.raises(stage.package.errors.APIStatusError) as caught:
        stage.client(httpx2.Response(304)).reports.read("1")
    assert type(caught.value).__name__ == "NotModifiedError"


def check_a_body_that_is_missing(stage: Stage) -> None:
    client, reports = reading(stage, raw(b"", "application/json"))
    assert client.reports.create() is None
    [mismatch] = reports.mismatches
    assert mismatch[:3] == ("", "an object", "no body")
    with pytest.raises(stage.package.errors.ResponseValidationError, match="no body"):
        stage.strict(raw(b"", None)).reports.create()
    assert stage.client(raw(b"\xef\xbb\xbf \n", None)).reports.create() is None


def check_undocumented_successes(stage: Stage) -> None:
    client = stage.client(
        json({**FINE, "id": None}, 201),
        raw(b"done", "text/plain", 202),
        raw(b"\0\1", "image/png", 203),
        json([1], 207),
        httpx2.Response(204),
    )
    assert type(client.reports.create()) is stage.package.models.Report
    assert client.reports.create() == "done"
    assert client.reports.create() == b"\0\1"
    assert client.reports.create() == [1]
    assert client.reports.create() is None


def check_the_content_type_decides(stage: Stage) -> None:
    client, reports = reading(
        stage,
        raw(b"1\n", "text/csv"),
        raw(b"<html>", "text/html; charset=utf-8"),
        raw(b"%PDF", "application/pdf"),
        raw(b'{"a": 1}', "text/html"),
        raw(b"[1]", None),
    )
    found = [client.files.export() for _ in range(5)]
    assert found == ["1\n", "<html>", b"%PDF", {"a": 1}, [1]]
    assert [one.got for one in reports.mismatches] == ["text/csv"]
    photo = raw(b"\x89PNG", "image/png")
    assert stage.client(photo).files.photo() == b"\x89PNG"
    notes = stage.client(
        raw(b'"quoted"', "text/plain"),
        raw(b'"quoted"', "application/json"),
        raw(b'{"a": 1}', "application/json"),
    )
    assert [notes.files.note() for _ in range(3)] == ['"quoted"', "quoted", {"a": 1}]
    counts = stage.client(raw(b"12\n", "text/plain"), raw(b"many", "text/plain"))
    assert [counts.files.count() for _ in range(2)] == [12, "many"]
    notes, reports = reading(
        stage, raw(b"caf\xe9", "text/plain"), raw(b"\x89PNG\0", "text/plain")
    )
    assert [notes.files.note() for _ in range(2)] == ["caf\xe9", b"\x89PNG\0"]
    assert [one.got for one in reports.mismatches] == ["text in another charset"]
    assert stage.client(raw(b"\x89PNG\0", None)).files.export() == b"\x89PNG\0"


def check_text_where_a_string_of_json_is_documented(stage: Stage) -> None:
    client, reports = reading(
        stage,
        raw(b"1.0", "text/plain"),
        raw(b"null", "text/plain; charset=utf-8"),
        raw(b'"2.0"', "text/plain"),
        raw(b"v3.0", "application/json"),
        raw(b"v4.0", None),
    )
    found = [client.files.version() for _ in range(5)]
    assert found == ["1.0", "null", "2.0", "v3.0", "v4.0"]
    assert reports.mismatches[0][:3] == ("", "application/json", "text/plain")
    client, reports = reading(stage, raw(b"OK", "text/plain"), raw(b"true", None))
    assert [client.files.healthy() for _ in range(2)] == ["OK", True]
    assert reports.mismatches[0][:3] == ("", "a boolean", "text that is no JSON")
    assert stage.client(raw(b"pong", "text/html")).files.ping() == "pong"
    lines = b'{"id": 0}\n{"id": 1}\n'
    client = stage.client(raw(lines, "application/json"), raw(b"plain", None))
    assert [client.files.export() for _ in range(2)] == [lines.decode(), "plain"]
    for broken in (b'{"id": 0', b'"1.', b"\xff\xff"):
        for name in ("version", "export", "healthy"):
            client = stage.client(raw(broken, "application/json"))
            with pytest.raises(stage.package.errors.ResponseValidationError):
                getattr(client.files, name)()


def check_marks_and_charsets_of_json(stage: Stage) -> None:
    text = '{"id": 1, "made": "2024-05-06T07:08:09Z", "state": "ü", "author": {"name": "é"}}'
    for charset, kind in (
        ("utf-8-sig", "application/json"),
        ("utf-16", "application/json"),
        ("utf-16-le", "application/json"),
        ("utf-32", "application/json"),
        ("latin-1", "application/json; charset=ISO-8859-1"),
        ("utf-16-be", 'application/json; charset="utf-16be"'),
    ):
        client = stage.strict(raw(text.encode(charset), kind))
        found = client.reports.read("1")
        assert (found.state, found.author.name) == ("ü", "é")


def check_lines_and_events(stage: Stage) -> None:
    body = b'{"a": 1}\n"text"\n3\n'
    assert list(stage.client(raw(body, "application/x-ndjson")).streams.lines()) == [
        {"a": 1},
        "text",
        3,
    ]
    assert stage.client(raw(body, "application/x-ndjson")).streams.dump() == body
    good = '{"id":1,"made":"2024-05-06T07:08:09Z","state":"open","author":{"name":"A"}}'
    odd = '{"id":"x","made":"soon"}'
    lines = f"{good}\n{odd}\nno json\n".encode()
    client, reports = reading(stage, raw(lines, "application/jsonl"))
    first, second, third = client.streams.reports()
    assert (first.author.name, second.id, second.made) == ("A", "x", "soon")
    assert second.author is None
    assert third == "no json"
    assert reports.pointers == ["/1/id", "/1/made", "/1/state", "/1/author", "/2"]
    events = f"data: {good}\n\ndata: {odd}\n\ndata: [DONE]\n\ndata: x\n\n".encode()
    client, reports = reading(stage, raw(events, "text/event-stream"))
    assert [one.id for one in client.streams.events()] == [1, "x"]
    assert reports.pointers[0] == "/1/id"


def check_a_keyword_binds_values_of_its_own_type(stage: Stage) -> None:
    for tags in ({"a": 1}, "x", None, ["a"]):
        found = stage.strict(json({**FINE, "tags": tags})).reports.read("1")
        assert found.tags == tags
        assert found.to_dict()["tags"] == tags
    with pytest.raises(stage.package.errors.ResponseValidationError, match="/tags/0"):
        stage.strict(json({**FINE, "tags": [1]})).reports.read("1")


def check_a_nullable_keeps_what_its_variant_says(stage: Stage) -> None:
    source = Path(stage.package.__file__).parent
    text = "".join(path.read_text("utf-8") for path in source.glob("models/*.py"))
    assert "When it is due." in text
