"""Attacks by way of arguments: no value becomes more than a value."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.bodies import Encoding
from apiloom.runtime.encoding.checks import Checker
from apiloom.runtime.encoding.multipart import MultipartBody
from apiloom.runtime.encoding.parameters import (
    Style,
    cookie_header,
    expand_path,
    header_pairs,
    query_string,
)
from apiloom.runtime.types.models import Model

TEXT = st.text(
    st.sampled_from("&=+#?;,/\\.%\"'<>[]{}|^` \t\r\n\0\x1b\x7fab2F\u00fc\u2028\ud800"),
    max_size=12,
)
RESERVED = Style("form", explode=True, allow_reserved=True)


class Form(Model):
    file: object = None


@settings(max_examples=300, deadline=None)
@given(TEXT, st.booleans())
def test_a_query_has_no_more_parameters(value: str, is_reserved: bool) -> None:
    styles = {("query", "q"): RESERVED} if is_reserved else {}
    try:
        query = query_string({"q": value, "z": 1}, styles)
    except RequestValidationError:
        return
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    assert names == ["q", "z"]
    assert query.isascii()
    assert not set(query) & set("# \r\n\t+")


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_path_keeps_its_segments(value: str) -> None:
    try:
        path = expand_path("/a/{id}/b", {"id": value}, {})
    except RequestValidationError:
        return
    assert path.count("/") == 3
    assert path.split("/")[2] not in ("", ".", "..")
    assert not set(path) & set("?#\\ \r\n")


@settings(max_examples=300, deadline=None)
@given(TEXT, st.booleans())
def test_headers_and_cookies_stay_one(value: str, is_raw: bool) -> None:
    try:
        [(_, header)] = header_pairs({"X-A": value}, {})
    except RequestValidationError:
        pass
    else:
        assert not set(header) & {chr(code) for code in range(32) if code != 9}
        assert "\x7f" not in header
    styles = {("cookie", "c"): Style("cookie")} if is_raw else {}
    try:
        cookie = cookie_header({"c": value}, styles)
    except RequestValidationError:
        return
    assert not set(cookie.removeprefix("c=")) & set(";, \r\n\0")


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_a_part_has_no_more_headers(name: str, filename: str) -> None:
    body = MultipartBody(Form, {"file": Encoding(file=True)})
    try:
        content = body.encode({"file": (filename, b"1"), name: "v"})
    except RequestValidationError:
        return
    whole = b"".join(one for one in content.segments if isinstance(one, bytes))
    boundary = content.content_type.partition("boundary=")[2].encode()
    parts = whole.split(b"--" + boundary)[1:-1]
    assert len(parts) == (1 if name == "file" else 2)
    for part in parts:
        lines = part.partition(b"\r\n\r\n")[0].strip(b"\r\n").split(b"\r\n")
        assert {line.partition(b":")[0] for line in lines} <= {
            b"Content-Disposition",
            b"Content-Type",
        }
        assert lines[0].count(b'"') in (2, 4)


def test_what_contains_itself_is_refused() -> None:
    ring: dict[str, object] = {}
    ring["ring"] = [ring]
    with pytest.raises(RequestValidationError, match="contain itself"):
        Checker(object).checked(ring, "body")
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(RequestValidationError, match="nested so deeply"):
        Checker(object).checked(deep, "body")
