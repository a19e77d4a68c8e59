"""No value can become more than a value: another parameter, header, cookie or part."""

import email
import email.policy
from urllib.parse import parse_qsl

import httpx2
import pytest

from tests.workshop import Stage

DONE = httpx2.Response(204)
ATTACKS = (
    "a&admin=true",
    "a=b+c#d",
    "../../admin",
    "?admin=true",
    "a;admin=true",
    "x, admin=true",
    "%26admin=true",
    "a]&admin=true[b",
)


def check_values_stay_values(stage: Stage) -> None:
    for value in ATTACKS:
        client = stage.client(DONE)
        client.x.read(
            value,
            term=value,
            terms=[value],
            deep={value: value},
            flat={value: value},
            sid=value,
        )
        raw = stage.sent.url.raw_path.decode()
        path, _, query = raw.partition("?")
        assert path.startswith("/v1/a/")
        assert path.endswith("/b")
        assert path.count("/") == 4
        names = [name for name, _ in parse_qsl(query, strict_parsing=True)]
        assert names[:2] == ["term", "terms"]
        assert len(names) == 4
        assert "admin" not in names
        assert stage.sent.headers["cookie"].count("=") == 1
        assert not set(";, ") & set(stage.sent.headers["cookie"])


def check_headers_stay_on_their_line(stage: Stage) -> None:
    client = stage.client(DONE)
    for value in ("a\r\nX-Admin: 1", "a\nb", "a\0", "ü", "\x1b[2J", "\x7f"):
        with pytest.raises(
            stage.package.errors.RequestValidationError, match=r"X-Note \(header\)"
        ):
            client.x.read("1", x_note=value)
    assert stage.requests == []
    client.x.read("1", x_note="  a\tb ")
    assert stage.sent.headers["x-note"] == "a\tb"


def check_parts_stay_parts(stage: Stage) -> None:
    for name in ('a"; name="admin', "a\r\nX-Admin: 1", "a\r\n\r\n--", "ü\\"):
        stage.client(DONE).x.upload(body={name: "v", "file": (name, b"1")})
        sent = stage.sent
        head = f"Content-Type: {sent.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(
            head + sent.content, policy=email.policy.HTTP
        )
        parts = list(message.iter_parts())
        assert len(parts) == 2
        assert all("x-admin" not in part for part in parts)
        assert parts[0].get_param("name", header="content-disposition") == "file"
        assert sent.content.count(b' name="') == 2
    with pytest.raises(stage.package.errors.RequestValidationError):
        stage.client(DONE).x.upload(body={"file": ("\udcff", b"1")})
