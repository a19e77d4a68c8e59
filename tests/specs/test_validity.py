"""The specs are sound: valid, exemplified, marked where inferred, and well written."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.specs.reading import (
    NAMES,
    OVERLAYS,
    SPECS,
    at,
    nodes,
    operations,
    parameters,
    read,
    resolve,
    responses,
    spec,
)

ROW = re.compile(r"^\| `(#/[^`]*)` \|", re.MULTILINE)
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
EXTENSIONS = {
    "x-resource",
    "x-method",
    "x-name",
    "x-default-factory",
    "x-error-cases",
    "x-outcome",
    "x-argument",
    "x-env",
    "x-token-endpoint-auth-method",
    "x-waiter",
    "x-lifecycle",
    "x-pagination",
    "x-origin",
}

each_spec = pytest.mark.parametrize("name", NAMES)


def complaints(document: Any, schema: Any, value: Any) -> list[str]:
    """What a judge of JSON Schema has against the value."""
    resource = DRAFT202012.create_resource(document)
    registry: Any = Registry().with_resource("urn:spec", resource)
    validator = Draft202012Validator(
        absolute(schema),
        registry=registry,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [error.message for error in validator.iter_errors(value)]


def absolute(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: f"urn:spec{value}" if key == "$ref" else absolute(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [absolute(item) for item in node]
    return node


@each_spec
def test_is_valid(name):
    assert list(OpenAPIV31SpecValidator(spec(name)).iter_errors()) == []


@pytest.mark.parametrize(
    ("name", "file"), [(name, file) for name in OVERLAYS for file in OVERLAYS[name]]
)
def test_overlays_are_overlays(name, file):
    overlay = read(SPECS / name / file)
    assert overlay["overlay"] == "1.0.0"
    assert set(overlay["info"]) == {"title", "version"}
    for action in overlay["actions"]:
        assert action["target"].startswith("$")
        assert set(action) <= {"target", "description", "update", "remove"}


@each_spec
def test_examples_fit_their_schemas(name):
    document = spec(name)
    seen = 0
    for pointer, node in nodes(document):
        if not isinstance(node, dict) or re.search(
            r"/(example|value|default)/", pointer
        ):
            continue
        if "schema" in node:  # a parameter, header or media type
            samples = [node["example"]] if "example" in node else []
            named = node.get("examples", {})
            samples += [example["value"] for example in named.values()]
            judged = node["schema"]
        elif isinstance(node.get("examples"), list):
            samples, judged = node["examples"], node
        else:
            continue
        for sample in samples:
            assert complaints(document, judged, sample) == [], pointer
            seen += 1
    assert seen > 15


@each_spec
def test_defaults_fit_their_schemas(name):
    document = spec(name)
    for pointer, node in nodes(document):
        if isinstance(node, dict) and "default" in node and "type" in node:
            assert complaints(document, node, node["default"]) == [], pointer


@each_spec
def test_every_inferred_statement_is_marked_and_listed(name):
    document = spec(name)
    text = (SPECS / name / "ORIGIN.md").read_text(encoding="utf-8")
    listed = ROW.findall(text)
    assert len(listed) == len(set(listed))
    for pointer in listed:
        assert str(at(document, pointer)["x-origin"]).startswith("inferred"), pointer
    marked = {
        pointer
        for pointer, node in nodes(document)
        if isinstance(node, dict) and str(node.get("x-origin")).startswith("inferred")
    }
    assert marked == set(listed)


@each_spec
def test_marks_are_public_or_inferred(name):
    for pointer, node in nodes(spec(name)):
        if isinstance(node, dict) and "x-origin" in node:
            assert re.match(r"public$|inferred: \w", node["x-origin"]), pointer


@each_spec
def test_only_documented_extensions(name):
    for pointer, node in nodes(spec(name)):
        if isinstance(node, dict):
            used = {key for key in node if str(key).startswith("x-")}
            assert used <= EXTENSIONS, pointer


@each_spec
def test_every_operation_is_named_and_described(name):
    document = spec(name)
    tags = {tag["name"] for tag in document["tags"]}
    assert all(tag["description"].endswith(".") for tag in document["tags"])
    ids: list[str] = []
    methods: list[tuple[str, ...]] = []
    for _, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert set(operation["tags"]) <= tags
        ids.append(operation["operationId"])
        names = (*operation["x-resource"], operation["x-method"])
        assert all(SNAKE.fullmatch(part) for part in names)
        methods.append(names)
    assert len(ids) == len(set(ids))
    assert len(methods) == len(set(methods))


@each_spec
def test_everything_is_described(name):
    document = spec(name)
    published = read(SPECS / name / "openapi.yaml") if name in OVERLAYS else None
    for key, schema in document["components"]["schemas"].items():
        if published and key in published["components"]["schemas"]:
            continue
        assert "title" not in schema, key
        assert schema["description"], key
        for field, node in schema.get("properties", {}).items():
            assert resolve(document, node)["description"], f"{key}.{field}"
    for method, path, _ in operations(document):
        for parameter in parameters(document, path, method).values():
            covered = parameter["name"] == "X-API-Key"  # the client's business
            assert covered or parameter["description"], path


@each_spec
def test_every_component_is_used(name):
    document = spec(name)
    used = {
        node["$ref"]
        for _, node in nodes(document)
        if isinstance(node, dict) and isinstance(node.get("$ref"), str)
    }
    for section in ("schemas", "parameters", "responses", "headers"):
        for key in document["components"].get(section, {}):
            assert f"#/components/{section}/{key}" in used, key


@each_spec
def test_error_cases(name):
    document = spec(name)
    for pointer, node in nodes(document):
        if not isinstance(node, dict) or "x-error-cases" not in node:
            continue
        names = [case["name"] for case in node["x-error-cases"]]
        assert len(names) == len(set(names)), pointer
        for case in node["x-error-cases"]:
            assert set(case) <= {"name", "description", "match", "x-origin"}
            assert SNAKE.fullmatch(case["name"]), pointer
            assert case["description"], pointer
            assert len({"value", "pattern"} & set(case["match"])) == 1
            re.compile(case["match"].get("pattern", ""))


@each_spec
def test_error_cases_recognise_the_example(name):
    """The first example of each error response is one of its cases."""
    document = spec(name)
    for method, path, _ in operations(document):
        for status, response in responses(document, path, method).items():
            if status.startswith("2") or "x-error-cases" not in response:
                continue
            (media,) = response["content"].values()
            samples = [
                example["value"] for example in media.get("examples", {}).values()
            ]
            samples += [media["example"]] if "example" in media else []
            for sample in samples:
                assert any(
                    matches(case["match"], sample) for case in response["x-error-cases"]
                ), (method, path, status)


def matches(match: Any, body: Any) -> bool:
    steps = match["property"]
    found = member(body, steps if isinstance(steps, list) else steps.split("."))
    if "value" in match:
        return bool(found == match["value"])
    texts = found if isinstance(found, list) else [found]
    return any(
        re.search(match["pattern"], text, re.IGNORECASE)
        for text in texts
        if isinstance(text, str)
    )


def member(body: Any, steps: list[str]) -> Any:
    """What the path leads to; in an array, the first item that has it."""
    if not steps:
        return body
    if isinstance(body, list):
        found = (member(item, steps) for item in body)
        return next((value for value in found if value is not None), None)
    return member(body.get(steps[0]), steps[1:]) if isinstance(body, dict) else None


@each_spec
def test_waiters_and_pages_name_what_exists(name):
    document = spec(name)
    for method, path, operation in operations(document):
        if "x-waiter" in operation:
            waiter = operation["x-waiter"]
            assert set(waiter) - {"name", "description", "x-origin"} == {
                "property",
                "success",
                "failure",
                "interval",
                "backoff",
                "max_interval",
                "timeout",
            }
            assert not set(waiter["success"]) & set(waiter["failure"])
            success = responses(document, path, method)["200"]
            (media,) = success["content"].values()
            node = resolve(document, media["schema"])
            for option in node.get("oneOf", [node]):
                assert has(document, resolve(document, option), waiter["property"])
        if "x-pagination" in operation:
            paging = operation["x-pagination"]
            assert paging["style"] in {"page", "offset", "cursor", "link", "header"}
            names = parameters(document, path, method)
            for key in ("parameter", "size"):
                assert key not in paging or paging[key] in names
            (media,) = responses(document, path, method)["200"]["content"].values()
            page = resolve(document, media["schema"])
            for key in ("items", "last", "next"):
                assert key not in paging or has(document, page, paging[key])


def has(document: Any, node: Any, dotted: str) -> bool:
    for step in dotted.split("."):
        if step not in node.get("properties", {}):
            return False
        node = resolve(document, node["properties"][step])
    return True


@pytest.mark.parametrize(
    "path",
    sorted(SPECS.glob("*/*.yaml")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_lines_are_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120] == []
    assert not any("\t" in line or line != line.rstrip() for line in lines)
