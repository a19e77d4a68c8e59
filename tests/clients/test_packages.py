"""The packages as Python sees them: what an import loads, and what a module shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.apis import APIS, inspection

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"httpx2", "httpx", "pydantic", "pydantic_core", "anyio", "httpcore2"}

each_api = pytest.mark.parametrize("api", list(APIS.values()), ids=str)


def after(program: str) -> Any:
    """What a program prints as JSON, run where only the clients can be imported."""
    script = f"import json, sys\nsys.path.insert(0, 'generated')\n{program}"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@each_api
def test_an_import_loads_nothing_heavy(api):
    loaded = after(f"import {api.package}\nprint(json.dumps(sorted(sys.modules)))")
    assert api.package in loaded
    assert not HEAVY & set(loaded)
    assert [one for one in loaded if one.startswith(f"{api.package}.")] == []


@each_api
def test_errors_load_nothing_heavy(api):
    """`except` needs the classes, not the models or the HTTP library."""
    loaded = after(
        f"from {api.package} import errors\nerrors.{api.error}, errors.RateLimitError\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert not HEAVY & set(loaded)


@each_api
def test_an_exception_has_its_public_name_where_nobody_imported_it(api):
    """Also one that the runtime raises, and again where it was unpickled."""
    name, pickled = after(
        f"import base64, pickle\nfrom {api.package} import {api.client}\n"
        f"client = {api.client}(base_url='nowhere')\n"
        "try:\n    client.request('GET', '/x')\n"
        "except Exception as error:\n"
        f"    assert '{api.package}.errors' not in sys.modules\n"
        "    name = f'{type(error).__module__}.{type(error).__qualname__}'\n"
        "    print(json.dumps([name, base64.b64encode(pickle.dumps(error)).decode()]))"
    )
    assert name.startswith(f"{api.package}.errors."), name
    again = after(
        "import base64, pickle\n"
        f"print(json.dumps(repr(pickle.loads(base64.b64decode({pickled!r})))))"
    )
    assert again.startswith(name.rpartition(".")[2])


@each_api
def test_looking_at_models_loads_none(api):
    loaded = after(
        f"from {api.package} import models\ndir(models)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert not HEAVY & set(loaded)


@each_api
def test_clients_do_not_need_apiloom(api):
    loaded = after(
        f"from {api.package} import {api.client}\n{api.client}\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert f"{api.package}.client" in loaded
    assert not [one for one in loaded if one.split(".")[0] == "apiloom"]


@each_api
def test_dir(api):
    names = dir(api.module)
    assert {api.client, f"Async{api.client}", "errors", "models", "UNSET"} <= set(names)
    assert names == sorted(names)


@each_api
def test_star_import(api):
    program = f"from {api.package} import *\nprint(json.dumps(sorted(globals())))"
    names = after(program)
    assert {api.client, f"Async{api.client}", "errors", "models", "UNSET"} <= set(names)


@each_api
@pytest.mark.parametrize("name", ["", ".errors", ".models"])
def test_everything_that_is_listed_is_there(api, name):
    program = (
        f"import importlib\nm = importlib.import_module('{api.package}{name}')\n"
        "print(json.dumps([n for n in m.__all__ if getattr(m, n, None) is None]))"
    )
    assert after(program) == []


@each_api
@pytest.mark.parametrize("name", ["", ".errors", ".models"])
def test_what_is_not_there_is_an_attribute_error(api, name):
    module = sys.modules[api.package] if not name else getattr(api, name[1:])
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = module.nothing_like_it
    assert not hasattr(module, "__path_to_nowhere__")


@each_api
def test_inspect_tells_where_the_models_are(api):
    for model in inspection(api.package)["models"]:
        found = getattr(api.models, model["name"])
        if model["kind"] != "alias":
            assert found.__module__ == model["module"]
            assert found.__name__ == model["name"]


@each_api
def test_every_exception_has_one_root(api):
    root = getattr(api.errors, api.error)
    listed = [getattr(api.errors, name) for name in api.errors.__all__]
    raised = [one for one in listed if isinstance(one, type)]
    raised = [one for one in raised if issubclass(one, Exception)]
    assert len(raised) > 25
    assert all(issubclass(one, root) for one in raised)


def test_the_roots_of_two_clients_are_not_the_same():
    roots = {getattr(api.errors, api.error) for api in APIS.values()}
    assert len(roots) == 4


@each_api
def test_it_is_typed(api):
    assert (ROOT / "generated" / api.package / "py.typed").is_file()


@each_api
def test_help_is_there(api):
    for kind in (api.client, f"Async{api.client}"):
        client = getattr(api.module, kind)
        assert client.__doc__
        assert client.__init__.__doc__
    for operation in inspection(api.package)["operations"]:
        client = getattr(api.module, api.client)()
        for name in (*operation["resource"], operation["method"]):
            client = getattr(client, name)
        assert client.__doc__
        for argument in operation["parameters"]:
            assert f"{argument['name']}: " in client.__doc__


@each_api
def test_annotations_can_be_evaluated(api):
    """By frameworks that look at signatures: models are loaded where they are named."""
    resources = sorted({one["resource"][-1] for one in _operations(api)})
    program = (
        "import inspect, typing\n"
        f"from importlib import import_module as load\nimport {api.package}\n"
        "found = 0\n"
        f"for name in {resources}:\n"
        f"    module = load(f'{api.package}.resources.{{name}}')\n"
        "    for kind in vars(module).values():\n"
        "        if inspect.isclass(kind) and kind.__module__ == module.__name__:\n"
        "            for method in vars(kind).values():\n"
        "                if inspect.isfunction(method):\n"
        "                    assert inspect.signature(method)\n"
        "                    assert 'return' in typing.get_type_hints(method)\n"
        "                    found += method.__name__ != '__init__'\n"
        "print(json.dumps(found))"
    )
    assert after(program) >= 2 * len(_operations(api))


@each_api
def test_threads_that_call_first_at_once(api):
    """What is made by the first call may be made by several at once."""
    calls = [
        f"lambda: module.{name}()"
        for resource, name in sorted(
            {(o["resource"][-1], f"_{o['method']}") for o in _operations(api)}
        )
        if resource == _operations(api)[0]["resource"][-1]
    ]
    resource = _operations(api)[0]["resource"][-1]
    program = (
        "import sys\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "from threading import Barrier\n"
        f"import {api.package}.resources.{resource} as module\n"
        "sys.setswitchinterval(1e-6)\n"
        f"calls = [{', '.join(calls)}] * 4\n"
        "start = Barrier(len(calls))\n"
        "def called(call):\n"
        "    start.wait()\n"
        "    return call(), call()\n"
        "with ThreadPoolExecutor(len(calls)) as pool:\n"
        "    made = list(pool.map(called, calls))\n"
        "half = len(calls) // 4\n"
        "same = [len({one[1].name for one in made[n::half]}) for n in range(half)]\n"
        "print(json.dumps([same, all(a.success for a, _ in made)]))"
    )
    same, is_whole = after(program)
    assert set(same) == {1}
    assert is_whole


def _operations(api: Any) -> list[Any]:
    found: list[Any] = inspection(api.package)["operations"]
    return found
