"""Any string becomes a good, unique identifier; the wire keeps the string."""

import inspect
import json
import keyword
import unicodedata
from typing import Any

import httpx2

from tests.workshop import Stage, arguments_of


def methods(resource: Any) -> dict[str, Any]:
    return {
        name: getattr(resource, name)
        for name, _ in inspect.getmembers(type(resource), inspect.isfunction)
        if not name.startswith("_")
    }


def resources(client: Any) -> dict[str, Any]:
    return {
        name: getattr(client, name)
        for name in dir(type(client))
        if not name.startswith("_")
        and hasattr(getattr(client, name), "with_raw_response")
    }


def check_members_of_a_model(stage: Stage) -> None:
    known = stage.client(httpx2.Response(200, json={}))
    arguments = list(arguments_of(known.things.create))
    model = type(known.things.create())
    wires = [field.alias or name for name, field in model.model_fields.items()]
    value = {wire: f"v {wire}" for wire in wires} | {"dict": {"a": "b"}, "list": ["c"]}
    assert len(wires) == len(set(wires)) == len(model.model_fields) == 34
    for name in [*model.model_fields, *arguments]:
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.create(**dict(zip(arguments, value.values(), strict=True)))
    assert stage.body == value
    assert json.loads(found.to_json()) == found.to_dict() == value
    assert [getattr(found, name) for name in model.model_fields] == list(value.values())
    assert found.model_dump(by_alias=True, exclude_unset=True) == value
    assert found.model_copy().to_dict() == value


def check_classes(stage: Stage) -> None:
    wires = (
        *("pet", "Pet", "PET", "emoji", "chinese", "digits", "dunder", "under"),
        *("keyword", "builtin", "other", "third", "own", "dots", "dashes", "generic"),
        "bracket",
    )
    value: dict[str, Any] = {wire: {} for wire in wires}
    client = stage.client(httpx2.Response(200, json=value))
    found = client.things.classes()
    assert found.to_dict() == value
    members = [getattr(found, name) for name in type(found).model_fields]
    names = [type(member).__name__ for member in members]
    assert len(set(names)) == len(names) == len(wires)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)
    for name in names:
        assert getattr(stage.package.models, name).__name__ == name


def check_operations(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    called = set()
    for name, resource in resources(client).items():
        assert name.isidentifier()
        if name == "bodies":
            continue
        for method_name, method in methods(resource).items():
            assert method_name.isidentifier()
            assert not keyword.iskeyword(method_name)
            assert len(method_name) <= 80
            if name == "things" and method_name in ("create", "classes", "arguments"):
                continue
            needed = [
                one for one in arguments_of(method).values() if one.default is one.empty
            ]
            method(*("x" for _ in needed))
            called.add((stage.sent.method, stage.sent.url.path))
    assert called == {
        ("GET", "/v1/emoji"),
        ("GET", "/v1/chinese"),
        ("GET", "/v1/long"),
        ("PUT", "/v1/long"),
        *((method, "/v1/keyword") for method in ("GET", "PUT", "POST", "PATCH")),
        ("GET", "/v1/missing/x"),
        ("DELETE", "/v1/missing/x"),
        ("GET", "/v1/missing"),
        ("POST", "/v1/missing"),
        *(("GET", f"/v1/twice/{name}") for name in "abc"),
        ("GET", "/v1/untagged"),
        ("GET", "/v1/empty"),
    }


def check_names_read_well(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    client.宠物.获取宠物()
    client.missing.get()
    client.missing.get_by_id("x")
    client.missing.create()
    client.missing.delete("x")
    assert stage.sent.method == "DELETE"
    client.twice.same()
    assert stage.sent.url.path == "/v1/twice/a"


def check_arguments(stage: Stage) -> None:
    client = stage.client(httpx2.Response(204))
    arguments = list(arguments_of(client.things.arguments))
    assert len(arguments) == 18
    values: list[Any] = [f"v{number}" for number in range(18)]
    values[6] = ["v6"]
    first, *rest = zip(arguments, values, strict=True)
    client.things.arguments(first[1], **dict(rest))
    assert stage.sent.url.path == "/v1/arguments/v0"
    names = [
        *("self", "cls", "timeout", "extra_headers", "request", "list", "str", "UNSET"),
        *("None", "1st", "😀", "名", "a-b", "a_b", "aB", "a[]", "__debug__"),
    ]
    assert stage.sent.url.params.multi_items() == [
        (name, f"v{number}") for number, name in enumerate(names, 1)
    ]


def check_arguments_called_like_what_a_method_uses(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={"state": "done"}))
    names = ["wait_for", "async_wait_for", "models", "cast"]
    for method in (client.bodies.waiting, client.bodies.wait):
        arguments = list(arguments_of(method))[: len(names)]
        assert method(**dict(zip(arguments, names, strict=True))).state == "done"
        sent = stage.sent.url.params.multi_items()
        assert sent == [(name, name) for name in names]
    keyed = stage.client(httpx2.Response(204)).bodies.keyed
    keys = [name for name in arguments_of(keyed) if "uuid4" in name]
    keyed(**dict(zip(keys, keys, strict=True)))
    assert len(stage.sent.headers["Idempotency-Key"]) == 36
    assert [value for _, value in stage.sent.url.params.multi_items()] == keys


def check_names_are_those_of_python_in_normal_form(stage: Stage) -> None:
    """PEP 3131: an identifier is read in NFKC, so `ﬁ` and `fi` would be one."""
    model = type(stage.client(httpx2.Response(200, json={})).things.create())
    names = [name for name, field in model.model_fields.items() if (
        (field.alias or name) in ("ﬁ", "fi")
    )]  # fmt: skip
    assert len(set(names)) == 2
    assert all(unicodedata.is_normalized("NFKC", name) for name in names)
