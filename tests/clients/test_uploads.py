"""Files in forms: every way to hand one over, and what arrives."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.clients.apis import APEXVERIFY, VEC, Api
from tests.clients.calls import minimal_call
from tests.clients.server import Answer, Received, answer
from tests.contract.openapi_core.forms import Part, nested, parts
from tests.contract.openapi_core.operations import operation

CSV = b"RecipientsEmail,RecipientsName\r\njane@example.com,\xc3\x9c\x00\xff\r\n"
USERS = (
    "66c9c977-f379-4692-9d5c-f989c17543ee",
    "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
)
TEMPLATE = "9e3b101f-c264-4f97-945f-20dfa7163768"
UPLOADS = [
    pytest.param(VEC, "batches.create", "csv_file", "text/csv", id="vec"),
    pytest.param(APEXVERIFY, "batch.upload", "file", "text/plain", id="apexverify"),
]
each_upload = pytest.mark.parametrize(("api", "method", "field", "media"), UPLOADS)


def upload(caller, api: Api, method: str, **changes: Any) -> Any:
    """Call an upload with its required arguments, some of them changed."""
    call = minimal_call(operation(api, method))
    return caller(method, **{**call.kwargs, **changes})


def done(api: Api, method: str) -> Answer:
    """What the server answers to an upload."""
    return answer(operation(api, method).success.status, {"status": "ok"})


def sent_parts(request: Received) -> dict[str, Part]:
    """The parts of a request by name."""
    found = parts(request.headers["content-type"], request.body)
    assert len({part.name for part in found}) == len(found)
    return {part.name: part for part in found}


@each_upload
def test_bytes(callers, exchange, api, method, field, media):
    exchange.script(done(api, method))
    upload(callers(api), api, method, **{field: CSV})
    part = sent_parts(exchange.request)[field]
    assert part == Part(field, CSV, part.filename, media)
    assert part.filename


@each_upload
def test_path(callers, exchange, tmp_path, api, method, field, media):
    path = tmp_path / "Empfänger 1.csv"
    path.write_bytes(CSV)
    exchange.script(done(api, method))
    upload(callers(api), api, method, **{field: path})
    part = sent_parts(exchange.request)[field]
    assert (part.content, part.media_type) == (CSV, media)
    assert part.filename
    assert part.filename.endswith(" 1.csv")


@each_upload
def test_open_file(callers, exchange, tmp_path, api, method, field, media):
    path = tmp_path / "list.dat"
    path.write_bytes(CSV)
    exchange.script(done(api, method))
    with path.open("rb") as file:
        upload(callers(api), api, method, **{field: file})
        assert not file.closed, "the file is the caller's to close"
    part = sent_parts(exchange.request)[field]
    assert part == Part(field, CSV, "list.dat", media)


@each_upload
def test_memory_file(callers, exchange, api, method, field, media):
    exchange.script(done(api, method))
    upload(callers(api), api, method, **{field: io.BytesIO(CSV)})
    part = sent_parts(exchange.request)[field]
    assert (part.content, part.media_type) == (CSV, media)
    assert part.filename


@pytest.mark.parametrize("content", ["bytes", "path", "file"])
def test_tuples_name_the_file(callers, exchange, tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(CSV)
    made: Any = {"bytes": CSV, "path": path, "file": io.BytesIO(CSV)}[content]
    exchange.script(done(VEC, "batches.create"), done(VEC, "batches.create"))
    upload(callers(VEC), VEC, "batches.create", csv_file=("mine.txt", made))
    if content == "file":
        made.seek(0)
    upload(callers(VEC), VEC, "batches.create", csv_file=("mine.txt", made, None))
    for request in exchange.received:
        part = sent_parts(request)["csv_file"]
        assert part == Part("csv_file", CSV, "mine.txt", "text/csv")


def test_tuples_give_the_content_type(callers, exchange):
    """It goes before the one that the spec states."""
    exchange.script(done(VEC, "batches.create"))
    form = ("mine.txt", CSV, "text/csv; charset=utf-8")
    upload(callers(VEC), VEC, "batches.create", csv_file=form)
    part = sent_parts(exchange.request)["csv_file"]
    assert (part.filename, part.media_type) == ("mine.txt", "text/csv")
    assert b"text/csv; charset=utf-8" in exchange.request.body


@each_upload
def test_an_empty_file_is_a_file(callers, exchange, api, method, field, media):
    exchange.script(done(api, method))
    upload(callers(api), api, method, **{field: b""})
    part = sent_parts(exchange.request)[field]
    assert part == Part(field, b"", part.filename, media)
    assert part.filename


@pytest.mark.parametrize("name", ['a"b.csv', "a\r\nX-Evil: 1.csv", "a;b.csv"])
def test_a_filename_cannot_leave_its_header(callers, exchange, name):
    exchange.script(done(VEC, "batches.create"))
    upload(callers(VEC), VEC, "batches.create", csv_file=(name, CSV))
    part = sent_parts(exchange.request)["csv_file"]
    assert part.content == CSV
    assert b"\r\nX-Evil" not in exchange.request.body


@pytest.mark.parametrize(
    "value",
    [
        "list.csv",
        "",
        None,
        7,
        ["a"],
        (),
        ("only a name",),
        ("n", "text"),
        ("n", b"", "text/csv", "more"),
        pytest.param(io.StringIO("text"), id="StringIO"),
    ],
    ids=repr,
)
@each_upload
def test_what_is_no_file_is_refused(
    callers, exchange, api, method, field, media, value
):
    with pytest.raises(api.errors.RequestValidationError, match=field):
        upload(callers(api), api, method, **{field: value})
    assert exchange.received == []


@each_upload
def test_a_text_mode_file_is_refused(
    callers, exchange, tmp_path, api, method, field, media
):
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\n")
    with path.open(encoding="utf-8") as file:
        for value in (file, ("n.csv", file)):
            with pytest.raises(api.errors.RequestValidationError, match="binary mode"):
                upload(callers(api), api, method, **{field: value})
    assert exchange.received == []


@each_upload
def test_a_path_that_is_not_there(callers, exchange, api, method, field, media):
    with pytest.raises(FileNotFoundError):
        upload(callers(api), api, method, **{field: Path("no") / "such.csv"})
    assert exchange.received == []


def test_fields_beside_the_file(callers, exchange):
    exchange.script(done(VEC, "batches.create"))
    models = VEC.models
    callers(VEC)(
        "batches.create",
        name="Klasse 10 ü, 2024",
        template_id=TEMPLATE,
        csv_file=CSV,
        signatories=[
            models.Signatory(user_uuid=USERS[0], index=1),
            {"user_uuid": USERS[1], "index": 2},
        ],
    )
    found = sent_parts(exchange.request)
    assert set(found) == {
        "name",
        "template_id",
        "csv_file",
        "signatories[0][user_uuid]",
        "signatories[0][index]",
        "signatories[1][user_uuid]",
        "signatories[1][index]",
    }
    assert found["name"].text == "Klasse 10 ü, 2024"
    assert found["template_id"].text == TEMPLATE
    plain = [part for part in found.values() if part.name != "csv_file"]
    assert {part.filename for part in plain} == {None}
    fields = nested((part.name, part.text) for part in plain)
    assert fields["signatories"] == [
        {"user_uuid": USERS[0], "index": "1"},
        {"user_uuid": USERS[1], "index": "2"},
    ]


def test_booleans_and_integers_beside_the_file(callers, exchange):
    exchange.script(done(APEXVERIFY, "batch.upload"))
    upload(
        callers(APEXVERIFY),
        APEXVERIFY,
        "batch.upload",
        use_account_cache=False,
        use_global_cache=True,
        target_audience=3,
    )
    found = sent_parts(exchange.request)
    assert found["use_account_cache"].text == "false"
    assert found["use_global_cache"].text == "true"
    assert found["target_audience"].text == "3"
    assert "description" not in found


@pytest.mark.parametrize(
    ("signatories", "place"),
    [
        ([{"user_uuid": USERS[0], "index": 0}], "signatories.0.index"),
        ([{"user_uuid": "nobody", "index": 1}], "signatories.0.user_uuid"),
        ([{"user_uuid": USERS[0]}], "signatories.0.index"),
        ({"user_uuid": USERS[0], "index": 1}, "signatories"),
        (None, "signatories"),
    ],
)
def test_fields_are_checked_before_sending(callers, exchange, signatories, place):
    with pytest.raises(VEC.errors.RequestValidationError) as caught:
        upload(callers(VEC), VEC, "batches.create", signatories=signatories)
    assert place in caught.value.message
    assert exchange.received == []


@pytest.mark.parametrize("kind", ["path", "bytes", "file"])
def test_a_repeated_upload_sends_the_file_again(connect, exchange, tmp_path, kind):
    path = tmp_path / "list.csv"
    path.write_bytes(CSV)
    value: Any = {"path": path, "bytes": CSV, "file": io.BytesIO(CSV)}[kind]
    busy = Answer(429, headers={"Retry-After": "0"})
    exchange.script(busy, busy, done(VEC, "batches.create"))
    upload(connect(VEC), VEC, "batches.create", csv_file=value)
    assert len(exchange.received) == 3
    for request in exchange.received:
        assert sent_parts(request)["csv_file"].content == CSV
