"""The names that an editor offers to callers of the four clients, and no others."""

from __future__ import annotations

import enum
import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple

import pytest
from pydantic import BaseModel

PACKAGE: Final = {
    *("AsyncHooks", "AsyncStreamingResponse", "Hooks", "Mismatch", "MismatchEvent"),
    *(
        "RawResponse",
        "RequestEvent",
        "RequestOptions",
        "ResponseEvent",
        "ResponseLimits",
    ),
    *("RetryBudget", "RetryEvent", "StreamingResponse", "UNSET", "Unset"),
    *("errors", "models"),
}
PAGES: Final = {
    *("AsyncListPage", "AsyncPage", "AsyncPaginator", "SyncListPage", "SyncPage"),
}
RESPONSE: Final = {"headers", "message", "method", "request_id", "status_code", "url"}
ERRORS: Final[Mapping[str, set[str]]] = {
    "APIStatusError": {"body", "reason", "status", *RESPONSE},
    "RejectedError": {"body", "reason", *RESPONSE},
    "JobFailed": {"body", "state", *RESPONSE},
    "WaitTimeout": RESPONSE,
    "ResponseValidationError": RESPONSE,
    "RequestValidationError": {"message", "problems"},
    "APIError": {"message"},
}
"""The attributes of exceptions, by the nearest of these base classes."""
REASON: Final = {"description", "name", "status", "title", "value"}


class Client(NamedTuple):
    """The names of one client: its class, its resources, their methods."""

    name: str
    resources: Mapping[str, str]
    waiters: Mapping[str, str]
    has_pages: bool = False
    has_dicts: bool = True


CLIENTS: Final[Mapping[str, Client]] = {
    "apexverify": Client(
        "ApexVerify",
        {"batch": "configure delete details export launch list parse status upload"},
        {"batch": "wait wait_until_ready"},
        has_dicts=False,
    ),
    "experian_phone": Client(
        "ExperianPhone",
        {"batches": "create list results start status stop"},
        {"batches": "wait"},
    ),
    "nhs_notify": Client(
        "NHSNotify",
        {"batch": "get list update_status", "data": "get_url head"},
        {"batch": "wait"},
        has_pages=True,
    ),
    "vec": Client(
        "Vec",
        {
            "batches": "create get list status",
            "certificate_templates": "get list",
            "certificates": "get list",
            "users": "get list",
        },
        {"batches": "wait"},
        has_pages=True,
    ),
}


def public(holder: object, besides: type | None = None) -> set[str]:
    """Return the names without an underscore, besides those of a base class."""
    return {name for name in dir(holder) if not name.startswith("_")} - {*dir(besides)}


@pytest.mark.parametrize("package", CLIENTS)
def test_package(package: str) -> None:
    client = CLIENTS[package]
    module = import_module(package)
    names = PACKAGE | {client.name, f"Async{client.name}"}
    names |= {"pages"} if client.has_pages else set()
    names |= {"dicts"} if client.has_dicts else set()
    assert public(module) == names
    if client.has_dicts:
        dicts = import_module(f"{package}.dicts")
        assert public(dicts) == {*dicts.__all__}
    assert set(module.__all__) == public(module)


@pytest.mark.parametrize("package", CLIENTS)
@pytest.mark.parametrize("prefix", ["", "Async"])
def test_client_and_resources(package: str, prefix: str) -> None:
    client = CLIENTS[package]
    made = getattr(import_module(package), prefix + client.name)()
    close = "aclose" if prefix else "close"
    own = {close, "base_url", "request", "with_options"}
    assert public(made) == own | {*client.resources}
    for name, listed in client.resources.items():
        methods = {*listed.split()}
        waiters = {*client.waiters.get(name, "").split()}
        views = {"with_raw_response", "with_streaming_response"}
        resource = getattr(made, name)
        assert public(resource) == methods | waiters | views
        for view in views:
            assert public(getattr(resource, view)) == methods


@pytest.mark.parametrize("package", CLIENTS)
def test_models_and_pages(package: str) -> None:
    modules = ["models", *(["pages"] if CLIENTS[package].has_pages else [])]
    for module in map(import_module, (f"{package}.{name}" for name in modules)):
        names = set(module.__all__)
        assert public(module) == names
        walk = {"get_next_page", "has_next_page", "iter_pages", "pages"}
        if module.__name__.endswith(".pages"):
            assert names >= PAGES
            assert all(name.endswith(("Page", "AsyncPaginator")) for name in names)
        for name in names:
            item: Any = getattr(module, name)
            if not inspect.isclass(item):
                continue
            if issubclass(item, BaseModel):
                own = public(item, BaseModel) - {*item.model_fields}
                is_page = module.__name__.endswith(".pages")
                assert own == {"to_dict", "to_json"} | (walk if is_page else set())
            elif issubclass(item, enum.Enum):
                known = {"is_known", *item.__members__}
                assert public(item, str) - {*dir(int)} <= known
            elif name == "AsyncPaginator":
                assert public(item) == {"iter_pages", "pages"}
            else:
                assert public(item) == {"count", "index", *walk}


@pytest.mark.parametrize("package", CLIENTS)
def test_errors(package: str) -> None:
    module = import_module(f"{package}.errors")
    base = import_module(f"{package}._runtime.core.errors").APIError
    assert public(module) == {*module.__all__}
    for name in module.__all__:
        item = getattr(module, name)
        if issubclass(item, enum.Enum):
            for reason in item:
                assert public(reason) <= REASON | {*item.__members__}
        else:
            bases = ["APIError" if one is base else one.__name__ for one in item.mro()]
            nearest = next(one for one in bases if one in ERRORS)
            assert public(item, Exception) == ERRORS[nearest], name
