"""Parameters on the wire: every file in this folder is one scenario.

A scenario is a Parameter Object, a value, and the text that goes over the wire, or
a word of the message with which the value is refused. Each is played twice: through
the runtime alone, and by a client that was generated from the Parameter Object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
import yaml

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.parameters import (
    Style,
    cookie_header,
    expand_path,
    header_pairs,
    query_string,
)
from tests.workshop import answering, imported, make, written

FOLDER = Path(__file__).parent
SCENARIOS = {
    path.relative_to(FOLDER).with_suffix("").as_posix(): path
    for path in sorted(FOLDER.rglob("*.yaml"))
}
DEFAULTS = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


def read(name: str) -> Mapping[str, Any]:
    scenario: Mapping[str, Any] = yaml.safe_load(SCENARIOS[name].read_text("utf-8"))
    assert scenario["why"]
    assert ("wire" in scenario) != ("refused" in scenario)
    return scenario


def style_of(parameter: Mapping[str, Any]) -> Style:
    """The style of a Parameter Object with OpenAPI's defaults (4.8.12.2)."""
    if "content" in parameter:
        as_json = "application/json" in parameter["content"]
        if parameter["in"] == "querystring":
            return Style("querystring-json" if as_json else "querystring")
        return Style("json")
    style = parameter.get("style", DEFAULTS[parameter["in"]])
    return Style(
        style,
        parameter.get("explode", style in ("form", "cookie")),
        # "applies to parameters with an in value of query"
        parameter["in"] == "query" and parameter.get("allowReserved", False),
    )


def through_the_runtime(parameter: Mapping[str, Any], value: object) -> str:
    name, where = parameter["name"], parameter["in"].replace("string", "")
    styles = {(where, name): style_of(parameter)}
    match where:
        case "path":
            return expand_path(f"/{{{name}}}/x", {name: value}, styles)[1:-2]
        case "query":
            return query_string({name: value}, styles)
        case "header":
            [(header, text)] = header_pairs({name: value}, styles)
            assert header == name
            return text
        case _:
            return cookie_header({name: value}, styles)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_runtime(name: str) -> None:
    scenario = read(name)
    parameter, value = scenario["parameter"], scenario["value"]
    if "refused" in scenario:
        with pytest.raises(RequestValidationError, match=scenario["refused"]):
            through_the_runtime(parameter, value)
    else:
        assert through_the_runtime(parameter, value) == scenario["wire"]


def operation(number: int, parameter: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "x-resource": ["wire"],
        "x-method": f"send_{number}",
        "parameters": [{**parameter, "required": True}],
        "responses": {"204": {"description": "Received."}},
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A client with one operation for each scenario."""
    folder = tmp_path_factory.mktemp("wire")
    paths: dict[str, Any] = {}
    for number, name in enumerate(SCENARIOS):
        parameter = read(name)["parameter"]
        slot = f"{{{parameter['name']}}}" if parameter["in"] == "path" else "x"
        paths[f"/{number}/{slot}/x"] = {"get": operation(number, parameter)}
    document = {
        "openapi": "3.2.0",
        "security": [],
        "info": {"title": "Wire", "version": "1"},
        "servers": [{"url": "https://api.test/v1"}],
        "paths": paths,
    }
    made = make(written(folder, document), folder, package="wire_client")
    assert made.lines == []
    with imported(made) as module:
        yield module


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_generated_client(name: str, package: ModuleType) -> None:
    scenario = read(name)
    number = list(SCENARIOS).index(name)
    parameter, value = scenario["parameter"], scenario["value"]
    requests: list[httpx2.Request] = []
    client = package.Wire(http_client=answering(requests=requests))
    send = getattr(client.wire, f"send_{number}")

    def call() -> None:
        if parameter["in"] == "path":
            send(value)
        else:
            [argument] = send.__annotations__.keys() - {"options", "return"}
            send(**{argument: value})

    if "refused" in scenario:
        with pytest.raises(package.errors.RequestValidationError):
            call()
        assert requests == []
        return
    call()
    [request] = requests
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    start = f"/v1/{number}/"
    assert path.startswith(start)
    assert path.endswith("/x")
    headers = dict(request.headers.multi_items())
    sent = {
        "path": path[len(start) : -2],
        "query": query,
        "header": headers.get(parameter["name"].lower()),
        "cookie": headers.get("cookie", ""),
    }
    assert sent[parameter["in"].replace("string", "")] == scenario["wire"]
    assert request.url.fragment == ""
