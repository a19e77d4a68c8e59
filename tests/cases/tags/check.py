"""Tags decide at every depth, and a tag with one possible value need not be passed."""

import httpx2
import pytest

from tests.workshop import Stage


def sent(stage: Stage, **members: object) -> object:
    """What a call sends of one property."""
    stage.client(httpx2.Response(200, json={})).drawings.create(**members)
    body = stage.body
    assert isinstance(body, dict)
    return body[next(iter(members))]


def check_a_model_has_its_tag(stage: Stage) -> None:
    models = stage.package.models
    for name, value, body in (
        ("shape", models.Triangle(a=1), {"kind": "Tri", "a": 1}),
        ("part", models.Words(text="a"), {"type": "text", "text": "a"}),
        ("event", models.Opened(by="me"), {"code": 1, "by": "me"}),
        ("result", models.Failure(value="no"), {"ok": False, "value": "no"}),
        ("vehicle", models.Car(doors=3), {"vehicleType": "car", "doors": 3}),
        ("choice", models.Minus(by=2), {"sign": "minus", "by": 2}),
        ("loose", models.Fixed(x=1), {"mode": "fixed", "x": 1}),
    ):
        assert value.to_dict() == body
        assert sent(stage, **{name: value}) == body
    assert issubclass(models.Car, models.Vehicle)
    built = models.Triangle.model_construct(a=1)
    assert built.to_dict() == {"kind": "Tri", "a": 1}


def check_a_dict_gets_the_tag_of_the_variant_that_it_is(stage: Stage) -> None:
    for name, value, body in (
        ("shape", {"a": 1}, {"kind": "Tri", "a": 1}),
        (
            "shapes",
            [{"at": 1}, {"b": 2}],
            [{"kind": "Dot", "at": 1}, {"kind": "Quad", "b": 2}],
        ),
        ("part", {"text": "a"}, {"type": "text", "text": "a"}),
        ("parts", {"x": {"url": "u"}}, {"x": {"type": "image", "url": "u"}}),
        ("event", {"reason": "x"}, {"code": 2, "reason": "x"}),
        ("result", {"value": 1}, {"ok": True, "value": 1}),
        ("vehicle", {"volume": 5}, {"vehicleType": "van", "volume": 5}),
        ("content", {"url": "u"}, {"type": "image", "url": "u"}),
        ("content", "plain", "plain"),
        ("loose", {"x": 1}, {"x": 1}),
        (
            "node",
            {"left": {"size": 1}, "right": {"children": []}},
            {
                "node": "branch",
                "form": "binary",
                "left": {"node": "leaf", "size": 1},
                "right": {"node": "branch", "form": "many", "children": []},
            },
        ),
    ):
        assert sent(stage, **{name: value}) == body


def check_what_is_not_clear_is_asked_for(stage: Stage) -> None:
    refused = stage.package.errors.RequestValidationError
    for members, message in (
        ({"choice": {"by": 1}}, r'choice\.sign .* is required: "plus" or "minus"'),
        ({"event": {}}, r"event\.code .* is required: 1 or 2"),
        ({"vehicle": {}}, r'vehicle\.vehicleType .* is required: "car" or "van"'),
    ):
        with pytest.raises(refused, match=message):
            sent(stage, **members)
    # Nothing requires the tag of a part, and either may be meant.
    both = {"text": "a", "url": "b"}
    assert sent(stage, part=both) == both


def check_a_constant_is_no_required_argument(stage: Stage) -> None:
    stage.client(httpx2.Response(204)).messages.send(text="hello")
    assert stage.body == {"role": "user", "text": "hello"}


def check_an_error_is_about_the_variant_of_the_tag(stage: Stage) -> None:
    refused = stage.package.errors.RequestValidationError
    for members, message in (
        (
            {"shape": {"kind": "Tri", "at": 1}},
            r"shape\.a .* required \(of the variant 'Tri'\)$",
        ),
        (
            {"result": {"ok": False, "value": 1}},
            r"result\.value .* must be a string, not int$",
        ),
        ({"shape": {"b": "x"}}, r"shape\.b .* not str \(of the variant 'Quad'\)$"),
    ):
        with pytest.raises(refused, match=message):
            sent(stage, **members)
    for body, message in (
        (
            {"shape": {"kind": "Tri", "at": 1}},
            "/shape/a: expected an integer, got nothing",
        ),
        (
            {"event": {"code": 1, "by": 2}},
            "/event/by: expected a string, got an integer",
        ),
        (
            {"vehicle": {"doors": 1}},
            "/vehicle/vehicleType: expected a string, got nothing",
        ),
    ):
        client = stage.strict(httpx2.Response(200, json=body))
        with pytest.raises(
            stage.package.errors.ResponseValidationError, match=message
        ) as caught:
            client.drawings.create()
        assert "and 1 more" not in str(caught.value)


def check_tags_decide_at_every_depth(stage: Stage) -> None:
    for body, kind in (
        ({"shape": {"kind": "Dot", "at": 1}}, "Dot"),
        ({"shape": {"kind": "Tri", "a": 1}}, "Triangle"),
        ({"shape": {"kind": "Hexagon", "c": 1}}, "UnknownVariant"),
        ({"part": {"type": "image", "url": "u"}}, "Photo"),
        ({"part": {"text": "a"}}, "Words"),
        ({"part": {"type": "sound", "text": "a"}}, "UnknownVariant"),
        ({"event": {"code": 2, "by": "x"}}, "Closed"),
        ({"event": {"code": 3}}, "UnknownVariant"),
        ({"event": {"code": "1"}}, "UnknownVariant"),
        ({"result": {"ok": True, "value": 1}}, "Success"),
        ({"vehicle": {"vehicleType": "van", "doors": 1}}, "Van"),
        ({"vehicle": {"vehicleType": "bus"}}, "Vehicle"),
        ({"node": {"node": "branch", "form": "many", "children": []}}, "Many"),
        ({"node": {"node": "branch", "form": "new"}}, "UnknownVariant"),
        ({"content": {"type": "text", "text": "a"}}, "Words"),
        ({"content": "plain"}, "str"),
        ({"content": None}, "NoneType"),
        ({"loose": {"x": 1}}, "Free"),
        ({"zone": "auto"}, "str"),
    ):
        (name,) = body
        found = stage.strict(httpx2.Response(200, json=body)).drawings.create()
        value = getattr(found, name)
        assert (body, type(value).__name__) == (body, kind)
        assert found.to_dict() == body
        # What came is written back as it came.
        assert sent(stage, **{name: value}) == body[name]


def check_a_mismatch_is_read_by_its_tag(stage: Stage) -> None:
    body = {
        "shape": {"kind": "Quad", "b": "x", "at": 1},
        "part": {"text": 1},
        "node": {
            "node": "branch",
            "form": "many",
            "children": [{"node": "leaf", "size": "x"}],
        },
    }
    found = stage.client(httpx2.Response(200, json=body)).drawings.create()
    assert type(found.shape) is stage.package.models.Square
    assert type(found.part) is stage.package.models.Words
    assert type(found.node.children[0]) is stage.package.models.Leaf
    assert (found.shape.b, found.part.type, found.part.text) == ("x", None, 1)
    assert found.to_dict() == body


def check_an_unchecked_request_has_its_tags(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}), validate_requests=False)
    client.drawings.create(shape={"kind": "Tri"}, result={"ok": True})
    assert stage.body == {"shape": {"kind": "Tri"}, "result": {"ok": True}}


def check_a_value_that_is_listed_beside_a_pattern(stage: Stage) -> None:
    for zone in ("auto", "z1", stage.package.models.ZoneEnum.NONE):
        assert sent(stage, zone=zone) == str(zone)
    with pytest.raises(stage.package.errors.RequestValidationError, match="must match"):
        sent(stage, zone="elsewhere")
