"""Clients that share one runtime: `runtime = "shared"`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import GOOD, Run, tree
from tests.workshop import document, response

ITEMS = {"type": "array", "items": {"type": "integer"}}
PAGED = document(
    {
        "/orders": {
            "get": {
                "operationId": "list",
                "tags": ["orders"],
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer"}}
                ],
                "x-pagination": {
                    "style": "page",
                    "parameter": "page",
                    "items": "items",
                },
                "responses": {
                    "200": response({"type": "object", "properties": {"items": ITEMS}}),
                    "404": response({"type": "object"}),
                },
            }
        }
    },
    info={"title": "Orders", "version": "1"},
)
CONFIG = """\
output = "{output}"
runtime = "shared"
{more}
"""
CLIENT = """
[[client]]
spec = "{package}.json"
package = "{package}"
"""
BOTH = ("pets", "orders")

PROGRAM = """
import logging
import httpx2
import {prefix}orders as orders, {prefix}pets as pets
from {prefix}orders.testing import FakeOrders

def refuse(request):
    raise httpx2.ConnectError("refused")

def respond(request):
    return httpx2.Response(200, json={{"name": 1}})

assert pets.UNSET is orders.UNSET
assert pets.RawResponse is orders.RawResponse
assert orders.errors.APIConnectionError is pets.errors.APIConnectionError
assert not issubclass(pets.errors.NotFoundError, orders.errors.NotFoundError)
http = httpx2.Client(transport=httpx2.MockTransport(refuse))
try:
    orders.Orders(http_client=http, max_retries=0).orders.list()
except pets.errors.APIConnectionError as error:
    print(type(error).__module__, orders.Orders.__module__)
records = []
class Handler(logging.Handler):
    def emit(self, record):
        records.append(record)
logging.getLogger().addHandler(Handler())
http = httpx2.Client(transport=httpx2.MockTransport(respond))
pets.PetStore(http_client=http).pets.get("1")
print(records[0].name, records[0].mismatches[0].schema)
fake = FakeOrders()
assert fake.client.orders.list().items is not None
"""


def configure(
    folder: Path, *packages: str, output: str = "clients", more: str = ""
) -> None:
    text = CONFIG.format(output=output, more=more)
    text += "".join(CLIENT.format(package=package) for package in packages)
    (folder / "apiloom.toml").write_text(text, "utf-8")


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    documents: dict[str, Any] = {"pets": GOOD, "orders": PAGED}
    for name, each in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(each), "utf-8")
    configure(tmp_path, *BOTH)
    return tmp_path


def program(folder: Path, prefix: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(prefix=prefix)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_clients_that_share_a_runtime(shared: Path, run: Run) -> None:
    done = run("generate")
    assert done.exit_code == 0, done.stderr
    assert "clients/_apiloom_runtime: " in done.stderr
    folder = shared / "clients"
    runtime = folder / "_apiloom_runtime"
    assert sorted(path.name for path in folder.iterdir()) == [
        "_apiloom_runtime",
        "orders",
        "pets",
    ]
    assert not list(folder.rglob("_runtime"))
    assert run("check").exit_code == 0
    assert program(folder).splitlines() == [
        "_apiloom_runtime.core.errors orders.client",
        "pets #/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema"
        "/properties/name",
    ]
    # What is remembered of a client includes what it needs of the runtime.
    before = tree(folder)
    done = run("generate")
    assert "2 changed" not in done.stderr
    assert tree(folder) == before
    run("generate", "--no-cache")
    assert tree(folder) == before
    # The runtime is checked like a client.
    module = runtime / "core" / "errors.py"
    module.write_bytes(module.read_bytes() + b"# mine\n")
    done = run("check")
    assert done.exit_code == 1
    assert "-# mine" in done.stdout
    run("generate")
    # It has what the clients that are left can reach.
    assert (runtime / "pagination" / "pages.py").exists()
    configure(shared, "pets")
    assert run("check").exit_code == 1
    done = run("generate")
    assert done.exit_code == 0, done.stderr
    assert not (runtime / "pagination").exists()
    assert json.loads((runtime / ".apiloom.json").read_bytes())["clients"] == ["pets"]
    assert "clients/orders was written by apiloom, but no client" in done.stderr


def test_a_runtime_of_another_configuration(shared: Path, run: Run) -> None:
    configure(shared, "orders")
    run("generate")
    before = tree(shared / "clients")
    configure(shared, "pets")
    for command in ("generate", "check"):
        done = run(command)
        assert done.exit_code == 2
        assert done.stderr.endswith(
            "clients/_apiloom_runtime is the runtime of orders, which this"
            " configuration does not have. Set another `runtime-package`, write the"
            " clients to another folder, or delete what is no longer used\n"
        )
    assert tree(shared / "clients") == before
    configure(shared, "pets", more='runtime-package = "_runtime_of_pets"')
    assert run("generate").exit_code == 0
    assert run("check").exit_code == 0


def test_a_runtime_in_a_package(shared: Path, run: Run) -> None:
    more = 'runtime-package = "acme.clients._runtime"'
    configure(shared, *BOTH, output="acme/clients", more=more)
    assert run("generate").exit_code == 0
    assert run("check").exit_code == 0
    assert program(shared, "acme.clients.").splitlines()[0] == (
        "acme.clients._runtime.core.errors acme.clients.orders.client"
    )
