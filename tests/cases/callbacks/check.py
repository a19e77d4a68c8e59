"""Callbacks: inline and shared, each read by a function; JSON, forms, text and bytes."""

import pytest

from tests.workshop import Stage


def check_a_callback_is_read(stage: Stage) -> None:
    callbacks, models = stage.package.callbacks, stage.package.models
    body = b'{"at": "2025-01-31T12:00:00Z", "user": {"name": "Ada"}}'
    payload = callbacks.parse_streams_subscribe_on_data(body)
    assert type(payload) is models.StreamsSubscribeOnDataPayload
    assert type(payload.user) is models.User
    assert payload.at.year == 2025


def check_forms_are_read_by_their_media_type(stage: Stage) -> None:
    parse = stage.package.callbacks.parse_streams_subscribe_on_data
    form = "count=3&tags=a&tags=b%20c&codes=1,2&user[name]=Ada&note=&more=x&more=y"
    media_type = "application/x-www-form-urlencoded; charset=utf-8"
    for body in (form, form.encode()):
        payload = parse(body, media_type)
        assert type(payload) is stage.package.models.Form
        assert payload.to_dict() == {
            "count": 3,
            "tags": ["a", "b c"],
            "codes": [1, 2],
            "user": {"name": "Ada"},
            "note": "",
            "more": ["x", "y"],
        }
    assert parse('count=1&user={"name":"Eve"}', media_type).user.name == "Eve"
    assert parse("count=1&tags=a", media_type).tags == ["a"]
    # Without a media type, what fits decides; with the wrong one, nothing does.
    assert parse(form).count == 3
    with pytest.raises(stage.package.errors.PayloadValidationError, match="onData"):
        parse(form, "application/json")
    with pytest.raises(stage.package.errors.PayloadValidationError, match="count"):
        parse("tags=a", media_type)


def check_text_and_bytes(stage: Stage) -> None:
    callbacks, errors = stage.package.callbacks, stage.package.errors
    assert callbacks.parse_streams_subscribe_on_data_on_end("über".encode()) == "über"
    assert callbacks.parse_streams_subscribe_on_data_on_end("text") == "text"
    assert callbacks.parse_streams_replace_on_data(b"\xff\x00") == b"\xff\x00"
    with pytest.raises(errors.PayloadValidationError, match="text was expected"):
        callbacks.parse_streams_subscribe_on_data_on_end({"a": 1})
    with pytest.raises(errors.PayloadValidationError, match="bytes were expected"):
        callbacks.parse_streams_replace_on_data({"a": 1})


def check_a_shared_callback_has_one_function(stage: Stage) -> None:
    callbacks = stage.package.callbacks
    payload = callbacks.parse_finished(b'{"state": "failed"}')
    assert payload.state is stage.package.models.FinishedPayloadState.FAILED
    # Its own callback is itself; another that it has is there as well.
    assert callbacks.parse_finished_more([1, 2]) == [1, 2]
    assert callbacks.__all__ == [
        "parse_finished",
        "parse_finished_more",
        "parse_streams_replace_on_data",
        "parse_streams_subscribe_on_data",
        "parse_streams_subscribe_on_data_on_end",
    ]


def check_the_operation_tells_of_them(stage: Stage) -> None:
    text = stage.client().streams.subscribe.__doc__
    assert "onData: Sent to `{$request.query.url}/data`;" in text
    assert "`callbacks.parse_streams_subscribe_on_data`." in text
    replace = stage.client().streams.replace.__doc__
    assert "silent: Sent to `{$request.body#/notify}/end`." in replace
    assert "`callbacks.parse_finished`." in replace
