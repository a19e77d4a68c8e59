"""Link targets in the documentation: files and their anchors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.models.placement import SHARED, Layout
from apiloom.codegen.resources.module import OperationViews
from apiloom.docs.markdown import Anchors
from apiloom.ir.api import Api, Operation
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import title, unique

MODELS: Final = "models.md"
ERRORS: Final = "errors.md"
WEBHOOKS: Final = "webhooks.md"
BY_STATUS: Final = f"{ERRORS}#by-status"
REJECTIONS: Final = f"{ERRORS}#failures-in-success-responses"

Resources = Mapping[tuple[str, ...], Sequence[Operation]]


@dataclass(frozen=True, slots=True)
class Places:
    """Targets of links between the pages of the ``docs`` folder.

    `waiters` are anchors on the page of their resource, by operation and method.
    """

    definitions: Mapping[Pointer, str]
    resources: Mapping[tuple[str, ...], str]
    methods: Mapping[str, str]
    waiters: Mapping[str, str]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Book:
    """The inputs of a client's documentation."""

    api: Api
    names: Names
    layout: Layout
    catalogue: Catalogue
    operations: OperationViews
    resources: Resources
    places: Places


def book(
    api: Api,
    names: Names,
    layout: Layout,
    catalogue: Catalogue,
    operations: OperationViews,
    resources: Resources,
) -> Book:
    """Decide where everything stands."""
    sends = bool(api.webhooks or api.callbacks)
    files = _files(resources, (MODELS, ERRORS, *((WEBHOOKS,) if sends else ())))
    places = Places(
        definitions=_definitions(names, layout),
        resources=files,
        methods={
            operation.id: f"{files[resource]}#{anchor}"
            for resource, members in resources.items()
            for operation, method, anchor in _methods(resource, members, names)
            if method == names.places[operation.id].method
        },
        waiters={
            f"{operation.id} {method}": anchor
            for resource, members in resources.items()
            for operation, method, anchor in _methods(resource, members, names)
            if method != names.places[operation.id].method
        },
        reasons=_reasons(resources, catalogue),
    )
    return Book(api, names, layout, catalogue, operations, resources, places)


def _files(resources: Resources, pages: Sequence[str]) -> dict[tuple[str, ...], str]:
    """A page for each resource; some names are taken by other pages."""
    taken = {page.removesuffix(".md") for page in pages}
    modules = {resource: Names.module(resource) for resource in resources}
    names = unique(
        [(one, f"{one}_resource" if one in taken else one) for one in modules.values()],
        taken,
    )
    return {resource: f"{names[module]}.md" for resource, module in modules.items()}


def _definitions(names: Names, layout: Layout) -> dict[Pointer, str]:
    anchors = Anchors()
    anchors.add("Models")
    found: dict[Pointer, str] = {}
    for module in layout.names:
        anchors.add(module_title(module))
        for pointer in layout.members(module):
            found[pointer] = f"{MODELS}#{anchors.add(names.definitions[pointer])}"
    return found


def module_title(module: str) -> str:
    """The heading above the models of a module."""
    return "Shared by several resources" if module == SHARED else title(module)


def _methods(
    resource: tuple[str, ...], members: Sequence[Operation], names: Names
) -> list[tuple[Operation, str, str]]:
    """Every method, those that wait included, and its anchor."""
    anchors = Anchors()
    anchors.add(resource_title(resource))
    anchors.add("Methods")
    return [
        (one, method, anchors.add(method))
        for one in members
        for method in (
            names.places[one.id].method,
            *(waiter.method for waiter in names.waiters.get(one.id, ())),
        )
    ]


def resource_title(resource: tuple[str, ...]) -> str:
    """The heading of a resource's page."""
    return title(" ".join(resource))


def _reasons(resources: Resources, catalogue: Catalogue) -> dict[str, str]:
    anchors = Anchors()
    for heading in (
        "Errors",
        "Class hierarchy",
        "Attributes",
        "Messages",
        "Request IDs",
        "By status",
        "Failures in success responses",
        "Reasons",
    ):
        anchors.add(heading)
    return {
        failures.enum: f"{ERRORS}#{anchors.add(failures.enum)}"
        for members in resources.values()
        for operation in members
        if operation.variant_of is None
        and (failures := catalogue.operations[operation.id]).exceptions
    }
