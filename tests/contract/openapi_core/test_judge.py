"""The judge is judged: it lets nothing pass that the specs do not allow."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.clients.server import Answer, Received, answer
from tests.contract.openapi_core.forms import nested, parts
from tests.contract.openapi_core.judge import judge

BATCH = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
BASE = (("Host", "127.0.0.1"), ("Accept", "application/json"))
VND = (("Host", "127.0.0.1"), ("Accept", "application/vnd.api+json"))
NHS = (*VND, ("Authorization", "Bearer t"), ("X-Request-ID", BATCH))
LAUNCH = Received(
    "POST",
    f"/v1/batch/{BATCH}",
    (*BASE, ("X-API-Key", "k")),
    b"",
    ("127.0.0.1", 1),
)
CREATE = replace(
    LAUNCH,
    target="/phone/bulk/v1/batches",
    header_list=(*BASE, ("Auth-Token", "k"), ("Content-Type", "application/json")),
    body=b'{"phones": [{"number": "1"}]}',
)
UPDATE = replace(
    LAUNCH,
    method="PATCH",
    target="/batch/1",
    header_list=(*NHS, ("Content-Type", "application/vnd.api+json")),
    body=b"{}",
)
USERS = replace(
    LAUNCH,
    method="GET",
    target="/business/user-management/users?page=2&sort_order=asc",
    header_list=(*BASE, ("Authorization", "Bearer t")),
)
FORM = b"""\
--x\r
Content-Disposition: form-data; name="name"\r
\r
N\r
--x\r
Content-Disposition: form-data; name="template_id"\r
\r
9e3b101f-c264-4f97-945f-20dfa7163768\r
--x\r
Content-Disposition: form-data; name="csv_file"; filename="a.csv"\r
Content-Type: text/csv\r
\r
a\r
--x\r
Content-Disposition: form-data; name="signatories[0][user_uuid]"\r
\r
66c9c977-f379-4692-9d5c-f989c17543ee\r
--x\r
Content-Disposition: form-data; name="signatories[0][index]"\r
\r
1\r
--x--\r
"""
UPLOAD = replace(
    LAUNCH,
    target="/business/batches",
    header_list=(
        *BASE,
        ("Authorization", "Bearer t"),
        ("Content-Type", "multipart/form-data; boundary=x"),
    ),
    body=FORM,
)
ALLOWED = [
    ("apexverify", LAUNCH),
    ("experian_phone", CREATE),
    ("nhs_notify", UPDATE),
    ("vec", USERS),
    ("vec", UPLOAD),
]


def without(request: Received, name: str) -> Received:
    """A request without a header."""
    kept = tuple(one for one in request.header_list if one[0] != name)
    return replace(request, header_list=kept)


def plus(request: Received, name: str, value: str) -> Received:
    """A request with one more header."""
    return replace(request, header_list=(*request.header_list, (name, value)))


def form(old: bytes, new: bytes) -> Received:
    """The upload, changed in its body."""
    assert FORM.count(old) == 1
    return replace(UPLOAD, body=FORM.replace(old, new))


@pytest.mark.parametrize(("package", "request_"), ALLOWED)
def test_what_is_allowed_passes(package, request_):
    assert judge(package).complaints(request_) == []


@pytest.mark.parametrize(
    ("package", "request_"),
    [
        ("apexverify", replace(LAUNCH, target="/v1/batch/no-uuid")),
        ("apexverify", replace(LAUNCH, target="/v2/batch/x")),
        ("apexverify", replace(LAUNCH, method="TRACE")),
        ("apexverify", replace(LAUNCH, target=LAUNCH.target + "?x=1")),
        ("apexverify", replace(LAUNCH, body=b"{}")),
        ("apexverify", plus(LAUNCH, "Content-Type", "application/json")),
        ("apexverify", without(LAUNCH, "X-API-Key")),
        ("apexverify", plus(LAUNCH, "X-Made-Up", "1")),
        ("apexverify", plus(LAUNCH, "X-API-Key", "k")),
        ("apexverify", plus(without(LAUNCH, "Accept"), "Accept", "text/html")),
        ("experian_phone", without(CREATE, "Auth-Token")),
        ("experian_phone", plus(CREATE, "Reference-Id", "?")),
        ("experian_phone", replace(CREATE, body=b'{"phones": []}')),
        ("experian_phone", replace(CREATE, body=b'{"phones": [{"n": 1}]}')),
        ("experian_phone", replace(CREATE, body=b"")),
        ("experian_phone", replace(CREATE, body=b"{")),
        ("nhs_notify", without(UPDATE, "X-Request-ID")),
        ("nhs_notify", plus(without(UPDATE, "X-Request-ID"), "X-Request-ID", "1")),
        (
            "nhs_notify",
            plus(without(UPDATE, "Content-Type"), "Content-Type", "application/json"),
        ),
        ("nhs_notify", replace(UPDATE, body=b'{"data": null}')),
        (
            "nhs_notify",
            replace(UPDATE, body=b'{"data": {"attributes": {"status": "LOST"}}}'),
        ),
        ("vec", without(USERS, "Authorization")),
        ("vec", replace(USERS, target=USERS.target.replace("asc", "up"))),
        ("vec", replace(USERS, target=USERS.target.replace("page=2", "page=0"))),
        ("vec", replace(USERS, target=USERS.target.replace("page=2", "page=two"))),
        ("vec", form(b'; filename="a.csv"', b"")),
        ("vec", form(b"text/csv", b"text/plain")),
        ("vec", form(b'"template_id"', b'"template"')),
        ("vec", form(b"[0][index]", b"[0][position]")),
        ("vec", form(b"\r\n1\r\n", b"\r\n0\r\n")),
        ("vec", form(b'name="name"', b'name="name"; filename="n"')),
        ("vec", without(UPLOAD, "Authorization")),
    ],
)
def test_what_is_not_allowed_does_not(package, request_):
    assert judge(package).complaints(request_) != []


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        (answer(200, {"status": "ok"}), True),
        (answer(200, {"status": "fine"}), False),
        (answer(200, {}), False),
        (answer(402, {"message": "pay"}), True),
        (answer(402, {"message": 1}), False),
        (answer(402, {}, "text/html"), False),
        (answer(418, {}), False),
        (Answer(200), False),
    ],
)
def test_answers(said, fits):
    assert (judge("apexverify").complaints_about(LAUNCH, said) == []) is fits


@pytest.mark.parametrize(
    ("names", "value"),
    [
        (["a"], {"a": 0}),
        (["a[b]", "a[c]"], {"a": {"b": 0, "c": 1}}),
        (["a[0]", "a[1]"], {"a": [0, 1]}),
        (["a[0][b][c]", "a[1][b]"], {"a": [{"b": {"c": 0}}, {"b": 1}]}),
    ],
)
def test_names_in_brackets(names, value):
    assert nested((name, index) for index, name in enumerate(names)) == value


@pytest.mark.parametrize(
    "names", [["a[1]"], ["a[0", "b"], ["a", "a"], ["a[0]", "a[2]"], ["a]b[c]d"]]
)
def test_names_that_no_server_reads(names):
    with pytest.raises(AssertionError):
        nested((name, 0) for name in names)


def test_parts():
    found: Any = parts("multipart/form-data; boundary=x", FORM)
    assert [part.name for part in found][:3] == ["name", "template_id", "csv_file"]
    assert (found[2].filename, found[2].media_type) == ("a.csv", "text/csv")
    assert found[0].text == "N"
    assert json.loads(found[4].text) == 1
