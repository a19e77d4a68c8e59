"""Nothing is done twice, and nothing before it is needed.

Work is counted here, not seconds: those are measured by bench/.
"""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import httpx2
import jinja2
import pydantic
import pytest

from apiloom.config import ClientConfig
from apiloom.document.node import Node
from apiloom.ir.types import Hint, Type
from apiloom.lower.schemas.schema import SchemaLowering
from apiloom.pipeline import generate, understand
from apiloom.render.environment import environment
from tests.architecture.project import Machine
from tests.workshop import answering, document, response, understood

SPECS = ("apexverify", "experian_phone", "nhs_notify", "vec")
CLIENTS = dict(
    zip(SPECS, ("ApexVerify", "ExperianPhone", "NHSNotify", "Vec"), strict=True)
)
ENUM = {"type": "string", "enum": ["open", "closed"]}
HEAVY = {"httpx2", "pydantic", "pydantic_core", "anyio", "asyncio", "ssl"}


def config(name: str) -> ClientConfig:
    return ClientConfig(
        spec=f"specs/{name}/openapi.yaml", package=name, client=None, http="httpx2"
    )


# --- generating --------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each schema is lowered from now on, by its pointer."""
    counted: Counter[str] = Counter()
    lower = SchemaLowering.lower

    def counting(self: SchemaLowering, node: Node, hint: Hint) -> Type:
        counted[str(node.pointer)] += 1
        return lower(self, node, hint)

    monkeypatch.setattr(SchemaLowering, "lower", counting)
    return counted


@pytest.fixture(params=SPECS)
def lowered(
    request: pytest.FixtureRequest, root: Path, counted: Counter[str]
) -> Counter[str]:
    """How often each schema of a spec was lowered, by its pointer."""
    understand(config(request.param), root)
    assert counted
    return counted


def test_no_schema_is_lowered_twice(lowered: Counter[str]) -> None:
    assert not {one: times for one, times in lowered.items() if times > 1}


def test_what_operations_share_is_lowered_once(
    counted: Counter[str], tmp_path: Path
) -> None:
    shared = {
        "parameters": {"State": {"name": "state", "in": "query", "schema": ENUM}},
        "responses": {
            "Gone": response({"type": "object", "properties": {"why": ENUM}})
        },
    }
    operation = {
        "parameters": [{"$ref": "#/components/parameters/State"}],
        "responses": {
            "200": response(),
            "404": {"$ref": "#/components/responses/Gone"},
            "410": {"$ref": "#/components/responses/Gone"},
        },
    }
    paths = {f"/{name}": {"get": operation, "delete": operation} for name in "abc"}
    found = understood(tmp_path, document(paths, components=shared))
    assert len(found.api.operations) == 6
    body = "#/components/responses/Gone/content/application~1json/schema"
    assert counted == {
        "#/components/parameters/State/schema": 1,
        body: 1,
        f"{body}/properties/why": 1,
    }


def test_no_template_is_compiled_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: Counter[str] = Counter()
    compile_ = jinja2.Environment.compile

    def counting(
        self: jinja2.Environment, source: Any, name: str, *args: Any, **kwargs: Any
    ) -> Any:
        compiled[name] += 1
        return compile_(self, source, name, *args, **kwargs)

    monkeypatch.setattr(jinja2.Environment, "compile", counting)
    environment.cache_clear()
    for name in SPECS:
        generate(understand(config(name), root))
    assert compiled
    assert set(compiled.values()) == {1}


# --- importing ---------------------------------------------------------------


def loaded(machine: Machine, code: str, folder: Path | None = None) -> set[str]:
    """The modules that a fresh Python has after this, besides those it starts with."""
    script = (
        "import sys, json; before = set(sys.modules)\n"
        f"{code}\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    generated = str(folder or machine.root / "generated")
    done = machine.run(
        sys.executable, "-c", script, cwd=machine.root, PYTHONPATH=generated
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("name", SPECS)
def test_a_bare_import_loads_nothing_but_the_package(
    machine: Machine, name: str
) -> None:
    found = loaded(machine, f"import {name}")
    # `typing`, for TYPE_CHECKING, is of the standard library, and what it brings too.
    others = {
        one for one in found if one.partition(".")[0] not in sys.stdlib_module_names
    }
    assert others == {name}
    assert not found & HEAVY


@pytest.mark.parametrize("name", SPECS)
def test_constructing_a_client_loads_no_model_and_no_resource(
    machine: Machine, name: str
) -> None:
    found = loaded(machine, f"import {name}; {name}.{CLIENTS[name]}()")
    inside = {one.removeprefix(f"{name}.") for one in found if one.startswith(name)}
    assert "client" in inside
    assert not {one for one in inside if one.partition(".")[0] == "resources"}
    assert not {one for one in inside if one.startswith("models.")}


def test_a_resource_loads_no_model(machine: Machine) -> None:
    """Its methods say what they return, and yet nothing of that has to be there."""
    found = loaded(machine, "import vec; vec.Vec().certificates.list")
    assert "vec.resources.certificates" in found
    assert not {one for one in found if one.startswith(("vec.models.", "vec.pages."))}


def test_a_call_loads_the_models_of_its_own_resource_alone(machine: Machine) -> None:
    found = loaded(
        machine,
        "import httpx2, vec\n"
        "reply = httpx2.MockTransport(lambda request: httpx2.Response(200, json={}))\n"
        "http = httpx2.Client(transport=reply)\n"
        "client = vec.Vec(api_token='x', http_client=http, validate_responses='off')\n"
        "client.users.get('8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10')",
    )
    models = {one for one in found if one.startswith("vec.models.")}
    assert models == {"vec.models.users", "vec.models.shared"}
    assert not {
        one for one in found if one.startswith(("vec.pages.", "vec.catalogue."))
    }


_SELDOM = frozenset("""
    auth.grants auth.oauth2 auth.token_errors auth.tokens client.adhoc
    decoding.async_streaming_responses decoding.sync_streaming_responses
    telemetry.hook_events telemetry.instrumentation telemetry.tracing
    """.split())
"""What streams, hooks, deadlines, tokens and requests of the caller's own need."""


def test_a_plain_call_loads_what_it_needs(machine: Machine) -> None:
    found = loaded(
        machine,
        "import httpx2, apexverify\n"
        "answer = httpx2.Response(200, json={'status': 'error'})\n"
        "reply = httpx2.MockTransport(lambda request: answer)\n"
        "http = httpx2.Client(transport=reply)\n"
        "client = apexverify.ApexVerify(api_key='x', http_client=http)\n"
        "client.batch.status('8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10')",
    )
    runtime = {one.removeprefix("apexverify._runtime.") for one in found}
    assert "client.sync_client" in runtime
    assert not runtime & _SELDOM
    assert not [one for one in found if one.partition(".")[0] == "anyio"]


def test_an_operation_at_hand_has_loaded_no_models(machine: Machine) -> None:
    """Nor what makes calls: both wait for the first one."""
    found = loaded(
        machine, "import apexverify\napexverify.ApexVerify(api_key='x').batch.launch"
    )
    assert "apexverify.resources.batch" in found
    assert not found & {
        "pydantic",
        "apexverify.models.batch",
        "apexverify._runtime.client.call",
        "apexverify._runtime.types.models",
    }


def test_in_a_large_module_a_call_loads_its_own_models_alone(
    tmp_path: Path, machine: Machine
) -> None:
    """Models of errors are not loaded before there is one."""
    numbers = range(60)
    reference = {number: f"#/components/schemas/Model{number}" for number in numbers}
    spec = document(
        {
            f"/{number}": {
                "get": {
                    "tags": ["things"],
                    "operationId": f"get{number}",
                    "responses": {
                        "200": response({"$ref": reference[number]}),
                        "404": response({"$ref": reference[0]}),
                    },
                }
            }
            for number in numbers[1:]
        },
        {f"Model{number}": {"type": "object"} for number in numbers},
    )
    (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
    chosen = ClientConfig(
        spec="spec.json", package="large", client="Large", http="httpx2"
    )
    for name, content in generate(understand(chosen, tmp_path)).items():
        path = tmp_path / "large" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    code = (
        "import httpx2, large\n"
        "reply = httpx2.MockTransport(lambda request: httpx2.Response({}, json={{}}))\n"
        "client = large.Large(http_client=httpx2.Client(transport=reply))\n"
        "try:\n"
        "    client.things.get7()\n"
        "except large.errors.NotFoundError:\n"
        "    pass"
    )
    for status, expected in ((200, {"model7"}), (404, {"model7", "model0"})):
        found = loaded(machine, code.format(status), tmp_path)
        prefix = "large.models.things__"
        assert {
            one.removeprefix(prefix) for one in found if one.startswith(prefix)
        } == expected


# --- calling -----------------------------------------------------------------


def test_calls_build_no_schema_and_no_adapter(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apexverify import ApexVerify

    del root
    built: list[object] = []
    construct = pydantic.TypeAdapter.__init__
    rebuild = pydantic.BaseModel.model_rebuild.__func__  # type: ignore[attr-defined]

    def adapter(self: Any, type_: Any, **kwargs: Any) -> None:
        built.append(type_)
        construct(self, type_, **kwargs)

    def model(cls: Any, **kwargs: Any) -> Any:
        built.append(cls)
        return rebuild(cls, **kwargs)

    answer = httpx2.Response(
        200, json={"batch_uuid": "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10", "status": "ok"}
    )
    with ApexVerify(api_key="secret", http_client=answering(answer)) as client:
        batch = "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"
        client.batch.launch(batch)
        monkeypatch.setattr(pydantic.TypeAdapter, "__init__", adapter)
        monkeypatch.setattr(pydantic.BaseModel, "model_rebuild", classmethod(model))
        for _ in range(3):
            client.batch.launch(batch)
    assert not built


def test_a_call_takes_few_functions(root: Path) -> None:
    """A bound on what the client does around the HTTP library: no seconds, but calls.

    It grows with features that every call pays for; those nobody uses should be free.
    """
    from apexverify import ApexVerify

    package = str(root / "generated" / "apexverify")
    answer = httpx2.Response(200, json={"status": "ok"})
    called: Counter[str] = Counter()

    def record(frame: Any, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(package):
            called[frame.f_code.co_name] += 1

    with ApexVerify(api_key="secret", http_client=answering(answer)) as client:
        batch = "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"
        client.batch.launch(batch)
        sys.setprofile(record)
        try:
            client.batch.launch(batch)
        finally:
            sys.setprofile(None)
    assert 0 < called.total() <= 48, called.most_common()
    # Done once for all calls, or for those who listen.
    assert not called.keys() & {"_build", "_parts", "limit_in", "notify"}


def test_calls_leave_nothing_behind() -> None:
    from apexverify import ApexVerify

    batch = "8c4bd29e-6c1c-4e4e-9a8a-5b6a2d7f9a10"
    answer = httpx2.Response(200, json={"status": "ok"})

    def objects() -> int:
        gc.collect()
        return len(gc.get_objects())

    with ApexVerify(api_key="secret", http_client=answering(answer)) as client:
        for _ in range(50):
            client.batch.launch(batch)
        before = objects()
        for _ in range(200):
            client.batch.launch(batch)
        assert objects() - before < 50
