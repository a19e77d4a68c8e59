"""Nothing is done twice, and nothing before it is needed.

Work is counted here, not seconds: those are measured by bench/.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import httpx2
import jinja2
import pydantic
import pytest

from generator.config import ClientConfig
from generator.document.node import Node
from generator.ir.types import Hint, Type
from generator.lower.schemas import SchemaLowering
from generator.pipeline import generate, understand
from generator.render.environment import environment
from tests.house.project import Machine
from tests.workshop import answering

SPECS = ("apexverify", "experian_phone", "nhs_notify", "vec")
CLIENTS = dict(
    zip(SPECS, ("ApexVerify", "ExperianPhone", "NHSNotify", "Vec"), strict=True)
)
HEAVY = {"httpx2", "pydantic", "pydantic_core", "anyio", "asyncio", "ssl"}


def config(name: str) -> ClientConfig:
    return ClientConfig(
        spec=f"specs/{name}/openapi.yaml", package=name, client=None, http="httpx2"
    )


# --- generating --------------------------------------------------------------


@pytest.fixture(params=SPECS)
def lowered(
    request: pytest.FixtureRequest, root: Path, monkeypatch: pytest.MonkeyPatch
) -> Counter[str]:
    """How often each schema of a spec was lowered, by its pointer."""
    counted: Counter[str] = Counter()
    lower = SchemaLowering.lower

    def counting(self: SchemaLowering, node: Node, hint: Hint) -> Type:
        counted[str(node.pointer)] += 1
        return lower(self, node, hint)

    monkeypatch.setattr(SchemaLowering, "lower", counting)
    understand(config(request.param), root)
    assert counted
    return counted


def test_no_component_is_lowered_twice(lowered: Counter[str]) -> None:
    twice = {
        pointer: times
        for pointer, times in lowered.items()
        if times > 1 and pointer.startswith("#/components/schemas/")
    }
    assert not twice


def test_only_what_is_shared_is_lowered_again(lowered: Counter[str]) -> None:
    """Those in shared parameters and responses are read where they are referred to."""
    shared = ("#/components/parameters/", "#/components/responses/")
    twice = {
        pointer: times
        for pointer, times in lowered.items()
        if times > 1 and not pointer.startswith(shared)
    }
    assert not twice


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


def loaded(machine: Machine, code: str) -> set[str]:
    """The modules that a fresh Python has after this, besides those it starts with."""
    script = (
        "import sys, json; before = set(sys.modules)\n"
        f"{code}\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    generated = str(machine.root / "generated")
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
