"""Every media type of a request can be reached: by what is given, or by asking."""

import httpx2
import pytest

from tests.workshop import Stage, arguments_of

ANSWER = httpx2.Response(204)


def sent(stage: Stage) -> tuple[str, bytes]:
    media_type = stage.sent.headers["content-type"]
    return media_type.partition("; boundary")[0], stage.sent.content


def check_one_object_in_several_media_types(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.same(name="a", tags=["x", "y"])
    assert sent(stage) == ("application/json", b'{"name":"a","tags":["x","y"]}')
    form = "application/x-www-form-urlencoded"
    send.same(name="a", tags=["x", "y"], content_type=form)
    assert sent(stage) == (form, b"name=a&tags=x&tags=y")
    assert list(arguments_of(send.same)) == [
        "name",
        "tags",
        "content_type",
    ]


def check_what_has_no_fields_is_given_whole(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.same_with_body(body="<pet/>")
    assert sent(stage) == ("application/xml", b"<pet/>")
    send.same_with_body(body=b"<pet/>", content_type="text/xml")
    assert sent(stage) == ("text/xml", b"<pet/>")
    refused = stage.package.errors.RequestValidationError
    with pytest.raises(refused, match="content_type: application/json is not offered"):
        send.same_with_body(body="<pet/>", content_type="application/json")


def check_a_file_makes_a_form_of_it(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.file(url="https://a.test")
    assert sent(stage) == ("application/json", b'{"url":"https://a.test"}')
    send.file(file=b"bytes")
    media_type, content = sent(stage)
    assert media_type == "multipart/form-data"
    assert b'name="file"; filename="file"' in content
    send.file(url="https://a.test", content_type="multipart/form-data")
    assert sent(stage)[0] == "multipart/form-data"


def check_the_value_says_what_it_is(stage: Stage) -> None:
    send, models = stage.client(ANSWER).send, stage.package.models
    for value, media_type, content in (
        ({"name": "a"}, "application/json", b'{"name":"a"}'),
        (models.Pet(name="a"), "application/json", b'{"name":"a"}'),
        (models.Source(url="u"), "application/vnd.source+json", b'{"url":"u"}'),
        ({"url": "u"}, "application/vnd.source+json", b'{"url":"u"}'),
        ([{"op": "add"}], "application/json-patch+json", b'[{"op":"add"}]'),
        ("a,b", "text/csv", b"a,b"),
        (("a.png", b"png"), "image/png", b"png"),
    ):
        send.different(body=value)
        assert sent(stage) == (media_type, content)
    send.different(body=b"a,b", content_type="text/csv")
    assert sent(stage) == ("text/csv", b"a,b")
    send.different(body=b"gif", content_type="image/gif")
    assert sent(stage) == ("image/gif", b"gif")


def check_an_object_in_a_media_type_that_nobody_knows_is_json(stage: Stage) -> None:
    send = stage.client(ANSWER).send
    send.wild(name="a")
    assert sent(stage) == ("application/json", b'{"name":"a"}')
    send.unknown(name="a")
    assert sent(stage) == ("application/vnd.pets.v2", b'{"name":"a"}')
    send.bytes(body=b"\x0a\x01a")
    assert sent(stage) == ("application/x-protobuf", b"\x0a\x01a")


def check_a_file_by_its_alias(stage: Stage) -> None:
    stage.client(ANSWER).send.upload(file=("a.txt", b"x"))
    assert b'filename="a.txt"' in stage.sent.content
