"""What a call sends again, and files among it."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apiloom.runtime.core.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    RateLimitError,
    ServerStatusError,
)
from apiloom.runtime.core.unset import UNSET
from apiloom.runtime.encoding.bodies import BinaryBody, Encoding, TextBody
from apiloom.runtime.encoding.multipart import MultipartBody
from tests.runtime.driving import (
    GET,
    PATH,
    POST,
    Driver,
    Form,
    Thing,
    answers,
    drive_sync,
    operation,
    options,
    thing,
)

# --- retries -----------------------------------------------------------------


def test_retry_after_too_many_requests(drive: Driver, pauses: list[float]) -> None:
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(429, headers={"retry-after": "3"})
    found = drive(
        answers(busy, busy, thing(), requests=requests),
        POST,
        path=PATH,
        body={"name": "n"},
    )
    assert found == Thing(name="n")
    assert pauses == [3.0, 3.0]
    assert {request.content for request in requests} == {b'{"name":"n"}'}


def test_the_last_answer_is_told(drive: Driver, pauses: list[float]) -> None:
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(503, json={"message": "busy"})
    with pytest.raises(ServerStatusError, match="503 Service Unavailable: busy"):
        drive(answers(busy, requests=requests), GET, path=PATH)
    assert len(requests) == 3
    assert len(pauses) == 2


@pytest.mark.parametrize(
    ("error", "kind", "get", "post"),
    [
        (httpx2.ConnectError("refused"), APIConnectionError, 3, 3),
        (httpx2.ConnectTimeout("slow"), APITimeoutError, 3, 3),
        (httpx2.PoolTimeout("full"), APITimeoutError, 3, 3),
        (httpx2.ReadTimeout("slow"), APITimeoutError, 3, 1),
        (httpx2.WriteTimeout("slow"), APITimeoutError, 3, 1),
        (httpx2.ReadError(""), APIConnectionError, 3, 1),
        (httpx2.RemoteProtocolError("cut off"), APIConnectionError, 3, 1),
    ],
)
def test_failed_exchanges(
    drive: Driver, error: Exception, kind: type[Exception], get: int, post: int
) -> None:
    for called, count in ((GET, get), (POST, post)):
        requests: list[httpx2.Request] = []
        with pytest.raises(kind) as caught:
            drive(
                answers(error, requests=requests),
                called,
                path=PATH,
                body={"name": "n"} if called is POST else UNSET,
            )
        assert len(requests) == count
        assert type(caught.value) is kind
        assert caught.value.__cause__ is error
        assert (str(error) or type(error).__name__) in str(caught.value)


def test_a_failed_exchange_can_succeed_later(drive: Driver) -> None:
    found = drive(answers(httpx2.ReadTimeout("slow"), thing()), GET, path=PATH)
    assert found == Thing(name="n")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from([200, 400, 429, 500, 503, "connect", "read"]),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["GET", "POST"]),
    st.integers(0, 5),
)
def test_no_call_sends_more_than_it_may(
    course: list[int | str], method: str, budget: int
) -> None:
    faults = {"connect": httpx2.ConnectError("x"), "read": httpx2.ReadError("x")}
    requests: list[httpx2.Request] = []
    given = [
        faults[one] if isinstance(one, str) else thing(one, message="m")
        for one in course
    ]
    called = operation(method)
    with suppress(APIStatusError, APIConnectionError):
        drive_sync(
            answers(*given, requests=requests),
            called,
            path=PATH,
            options=options(max_retries=budget),
        )
    assert 1 <= len(requests) <= budget + 1
    if method == "POST":
        seen = [*course, *[course[-1]] * 10][: len(requests)]
        for one in seen[:-1]:
            assert one in (429, "connect"), "repeated what may have been carried out"


# --- files -------------------------------------------------------------------


@pytest.mark.parametrize("form", ["path", "bytes", "buffer", "file"])
@pytest.mark.parametrize("kind", ["binary", "multipart"])
def test_a_file_is_sent_whole_each_time(
    drive: Driver, tmp_path: Path, form: str, kind: str
) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"contents")
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(429, headers={"retry-after": "0"})
    with path.open("rb") as file:
        value: object = {
            "path": path,
            "bytes": b"contents",
            "buffer": io.BytesIO(b"contents"),
            "file": file,
        }[form]
        body = BinaryBody() if kind == "binary" else MultipartBody(Form, MULTIPART)
        drive(
            answers(busy, thing(), requests=requests),
            operation("POST", body=body),
            path=PATH,
            body=value if kind == "binary" else {"file": value, "note": "n"},
        )
        assert not file.closed
    assert len(requests) == 2
    for request in requests:
        if kind == "binary":
            assert request.content == b"contents"
            assert request.headers["content-type"] == "application/octet-stream"
        else:
            assert request.content.count(b"contents") == 1
            assert request.headers["content-type"].startswith("multipart/form-data; b")


class Tape(io.RawIOBase):
    """A file that can only be read once, like a pipe."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1, /) -> bytes:
        return self._inner.read(size)


def test_what_can_be_read_only_once_is_sent_only_once(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(429, headers={"retry-after": "0"})
    with pytest.raises(RateLimitError):
        drive(
            answers(busy, thing(), requests=requests),
            operation("POST", body=BinaryBody()),
            path=PATH,
            body=Tape(b"contents"),
        )
    assert [request.content for request in requests] == [b"contents"]


def test_a_file_is_sent_from_where_it_stands(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    busy = httpx2.Response(429, headers={"retry-after": "0"})
    file = io.BytesIO(b"head contents")
    file.seek(5)
    drive(
        answers(busy, thing(), requests=requests),
        operation("POST", body=BinaryBody()),
        path=PATH,
        body=file,
    )
    assert [request.content for request in requests] == [b"contents"] * 2


MULTIPART = {"file": Encoding(file=True)}


def test_files_that_the_client_opened_are_closed(
    drive: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"contents")
    opened: list[Any] = []
    real = Path.open

    def remember(self: Path, mode: str) -> Any:
        opened.append(real(self, mode))
        return opened[-1]

    monkeypatch.setattr(Path, "open", remember)
    upload = operation("POST", body=MultipartBody(Form, MULTIPART))
    drive(answers(thing()), upload, path=PATH, body={"file": path})
    with suppress(APIConnectionError):
        fails = answers(httpx2.ReadError("x"))
        drive(fails, upload, path=PATH, body={"file": path})
    with pytest.raises(RuntimeError, match="not a matter of HTTP"):
        drive(
            answers(RuntimeError("not a matter of HTTP")),
            upload,
            path=PATH,
            body={"file": path},
        )
    assert len(opened) == 3
    assert all(file.closed for file in opened)


def test_a_body_of_text(drive: Driver) -> None:
    requests: list[httpx2.Request] = []
    drive(
        answers(thing(), requests=requests),
        operation("PUT", body=TextBody("text/csv")),
        path=PATH,
        body="ü,1",
    )
    assert requests[0].content == "ü,1".encode()
    assert requests[0].headers["content-type"] == "text/csv"
