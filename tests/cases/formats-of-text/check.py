"""Formats: an exact type where there is one, else text; and what was read is written.

JSON Schema 2020-12, validation, 7.3 and 8.3; the OpenAPI format registry; RFC 3339, 5.6
(moments, also with odd offsets) and appendix A (durations); RFC 4648 (base 64).
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx2

from tests.workshop import Stage

VALUES: dict[str, tuple[type, list[Any]]] = {
    "at": (
        dt.datetime,
        [
            "2024-05-06T07:08:09Z",
            "2024-05-06T07:08:09+05:45",
            "2024-05-06T07:08:09-00:00",
            "2024-05-06T07:08:09.1234567Z",
            "2024-05-06t07:08:09.5z",
            "2024-05-06T07:08:09-12:34",
        ],
    ),
    "day": (dt.date, ["2024-05-06", "0001-01-01", "9999-12-31"]),
    # No type of Python keeps every time or duration: P1M is no timedelta.
    "time": (str, ["07:08:09Z", "07:08:09.5+01:00", "23:59:59.999999-23:59"]),
    "span": (str, ["P1M", "PT1H", "P1DT12H", "P3W", "PT0S", "PT1H30M5S"]),
    "id": (UUID, ["123e4567-e89b-12d3-a456-426614174000", f"{UUID(int=0)}"]),
    "bytes": (bytes, ["", "AA==", "AP8=", "+/+/"]),
    "encoded": (bytes, ["aGk=", ""]),
    "urlsafe": (bytes, ["-_-_", "_w=="]),
    "safe_format": (bytes, ["-_-_"]),
    "hexadecimal": (str, ["00FF"]),
    "sum": (Decimal, ["12.30", "0.10", "-1", "100000000000000000000.000001"]),
    "price": (Decimal, [1.5, 10]),
    "small": (int, [0, -1, 2**31 - 1]),
    "large": (int, [2**53 + 1, -(2**63)]),
    "unbounded": (int, [10**30]),
    "single": (float, [1.5]),
    "double": (float, [1e300]),
    "number": (float, [0.1, -0.0]),
    "uri": (str, ["https://example.com/a?b#c", "urn:x:y"]),
    "reference": (str, ["/a/b", "../c"]),
    "mail": (str, ["a@b.test"]),
    "v4": (str, ["127.0.0.1"]),
    "v6": (str, ["::1", "2001:db8::1"]),
    "host": (str, ["example.com"]),
    "pattern": (str, ["^a+$"]),
    "pointer": (str, ["/a/~1"]),
    "password": (str, ["secret"]),
    "unknown": (str, ["anything"]),
    "untyped": (dt.date, ["2024-05-06"]),
}


def check_each_is_of_its_type_and_written_as_it_was_read(stage: Stage) -> None:
    for name, (type_, values) in VALUES.items():
        for value in values:
            client = stage.client(httpx2.Response(200, json={name: value}))
            found = client.things.all()
            assert isinstance(getattr(found, name), type_), (name, value)
            assert json.loads(found.to_json()) == {name: value}
            assert found.to_dict() == {name: value}
            client.things.all(**{name: getattr(found, name)})
            assert stage.body == {name: value}


def check_text_will_do(stage: Stage) -> None:
    for name, (_, values) in VALUES.items():
        client = stage.client(httpx2.Response(200, json={}))
        client.things.all(**{name: values[0]})
        assert stage.body == {name: values[0]}


def check_python_values_are_written_in_the_format(stage: Stage) -> None:
    zone = dt.timezone(dt.timedelta(hours=5, minutes=45))
    for name, value, text in (
        ("at", dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC), "2024-05-06T07:08:09Z"),
        ("at", dt.datetime(2024, 5, 6, 7, tzinfo=zone), "2024-05-06T07:00:00+05:45"),
        ("day", dt.date(2024, 5, 6), "2024-05-06"),
        ("id", UUID(int=1), str(UUID(int=1))),
        ("bytes", b"\xff\xef", "/+8="),
        ("urlsafe", b"\xff\xef", "_-8="),
        ("sum", Decimal("1.20"), "1.20"),
    ):
        client = stage.client(httpx2.Response(200, json={}))
        client.things.all(**{name: value})
        assert stage.body == {name: text}, name


def check_numbers_keep_their_digits(stage: Stage) -> None:
    content = (
        b'{"large":9223372036854775807,"unbounded":123456789012345678901234567890}'
    )
    found = stage.client(httpx2.Response(200, content=content)).things.all()
    assert found.to_json().encode() == content
    # RFC 8259, 6: what a double cannot hold need not survive in a number of JSON.
    content = b'{"price":0.1}'
    found = stage.client(httpx2.Response(200, content=content)).things.all()
    assert found.price == Decimal("0.1")
    assert found.to_json().encode() == content
    for number in (b"1", b"1.0", b"1.5"):
        answer = httpx2.Response(200, content=b'{"number":%b}' % number)
        found = stage.client(answer).things.all()
        assert found.to_json().encode() == answer.content


def check_parameters_are_written_in_the_format(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    moment = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
    client.things.at(
        moment.date(),
        time="07:08:09Z",
        span="PT1H",
        id=UUID(int=1),
        ids=[UUID(int=1), str(UUID(int=2))],
        since=moment,
    )
    assert stage.sent.url.path == "/v1/at/2024-05-06"
    assert dict(stage.sent.url.params.multi_items()[:3]) == {
        "time": "07:08:09Z",
        "span": "PT1H",
        "id": str(UUID(int=1)),
    }
    assert stage.sent.url.params.get_list("ids") == [
        str(UUID(int=1)),
        str(UUID(int=2)),
    ]
    assert stage.sent.headers["since"] == "2024-05-06T07:08:09Z"


def check_text_is_sent_as_it_is(stage: Stage) -> None:
    stage.client(httpx2.Response(204)).identifier.update(body="6fa459ea")
    assert stage.sent.content == b"6fa459ea"
    assert stage.sent.headers["content-type"].startswith("text/plain")


def check_a_string_that_may_be_an_integer(stage: Stage) -> None:
    for value in (8080, "http"):
        client = stage.strict(httpx2.Response(200, json={"port": value}))
        assert client.things.all(port=value).port == value
        assert stage.body == {"port": value}
