"""The names of what takes more than one request: pages, and waiting for jobs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.ir.api import Api
from apiloom.locations import Pointer
from apiloom.naming.casing import joined, method_name, pascal, unique
from apiloom.naming.resources import Place

OFFERED: Final = frozenset("""
    AsyncListPage AsyncPage AsyncPaginator SyncListPage SyncPage
    """.split())
"""What the package of pages offers of the runtime."""


@dataclass(frozen=True, slots=True)
class WaiterNames:
    """A method that waits: its name, its own arguments, and what it raises."""

    method: str
    timeout: str
    on_poll: str
    error: str


def page_models(api: Api) -> frozenset[Pointer]:
    """The models that are pages: their fields leave room for the methods of pages."""
    pages = (operation.pagination for operation in api.operations)
    return frozenset(
        page.model for page in pages if page is not None and page.model is not None
    )


def page_classes(
    api: Api, classes: Mapping[str, str], taken: Collection[str]
) -> dict[str, str]:
    """The page class of each operation whose pages are objects, by its id.

    The async class has the same name after ``Async``, so that name has
    to be free as well.
    """
    found: dict[str, str] = {}
    used = {*taken, *OFFERED}
    for operation in api.operations:
        page = operation.pagination
        if page is None or page.model is None:
            continue
        name = f"{classes[operation.id]}Page"
        number = 1
        while {name, f"Async{name}"} & used:
            number += 1
            name = f"{classes[operation.id]}Page{number}"
        used |= {name, f"Async{name}"}
        found[operation.id] = name
    return found


def waiters(
    api: Api,
    places: Mapping[str, Place],
    arguments: Mapping[str, Mapping[tuple[str, str], str]],
) -> dict[str, tuple[WaiterNames, ...]]:
    """The names of the waiters of each operation, by its id."""
    wanted: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for operation in api.operations:
        for index, waiter in enumerate(operation.waiters):
            methods = wanted.setdefault(places[operation.id].resource, [])
            methods.append((f"{operation.id} {index}", method_name(waiter.name)))
    named: dict[str, str] = {}
    for resource, methods in wanted.items():
        taken = {one.method for one in places.values() if one.resource == resource}
        taken |= {
            one.resource[len(resource)]
            for one in places.values()
            if one.resource[: len(resource)] == resource
            and len(one.resource) > len(resource)
        }
        named |= unique(methods, taken)
    errors = unique(
        (
            (key, f"{pascal(joined(*resource, named[key]))}Failed")
            for resource, methods in wanted.items()
            for key, _ in methods
        ),
        {"JobFailed"},
    )
    return {
        operation.id: tuple(
            WaiterNames(
                named[key := f"{operation.id} {index}"],
                *_own_arguments(arguments[operation.id].values()),
                errors[key],
            )
            for index in range(len(operation.waiters))
        )
        for operation in api.operations
        if operation.waiters
    }


def _own_arguments(taken: Collection[str]) -> tuple[str, str]:
    names = unique([("timeout", "timeout"), ("on_poll", "on_poll")], taken)
    return names["timeout"], names["on_poll"]
