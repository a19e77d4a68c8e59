"""Link targets in the documentation: files and their anchors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiloom.codegen.errors.decide import Catalogue
from apiloom.codegen.models.placement import SHARED, Placement
from apiloom.codegen.resources.module import OperationViews
from apiloom.docs.markdown import Anchors
from apiloom.docs.model_pages import MODELS, models_by_page, page_name
from apiloom.ir.api import Api, Operation
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.naming.casing import title, unique

ERRORS: Final = "errors.md"
WEBHOOKS: Final = "webhooks.md"
BY_STATUS: Final = f"{ERRORS}#by-status"
REJECTIONS: Final = f"{ERRORS}#failures-in-success-responses"

_MANY: Final = 24
"""As many webhooks and callbacks have one page."""

Resources = Mapping[tuple[str, ...], Sequence[Operation]]


@dataclass(frozen=True, slots=True)
class Places:
    """Targets of links between the pages of the ``docs`` folder, from that folder.

    `waiters` are pages of methods that wait, by operation and method; `reasons` are
    the documented failures, by the name of their enum. `models` are the pages of
    models, each with its models; there is one unless that would be too large.
    `webhooks` are pages of webhooks and callbacks, if these are many.
    """

    definitions: Mapping[Pointer, str]
    resources: Mapping[tuple[str, ...], str]
    methods: Mapping[str, str]
    waiters: Mapping[str, str]
    reasons: Mapping[str, str]
    models: Mapping[str, Sequence[Pointer]]
    webhooks: Mapping[Pointer, str]


@dataclass(frozen=True, slots=True)
class Book:
    """The inputs of a client's documentation."""

    api: Api
    names: Names
    placement: Placement
    catalogue: Catalogue
    operations: OperationViews
    resources: Resources
    places: Places


def book(
    api: Api,
    names: Names,
    placement: Placement,
    catalogue: Catalogue,
    operations: OperationViews,
    resources: Resources,
) -> Book:
    """Decide where everything stands."""
    sends = bool(api.webhooks or api.callbacks)
    files = _files(resources, (MODELS, ERRORS, *((WEBHOOKS,) if sends else ())))
    models = models_by_page(api, names, placement)
    places = Places(
        definitions=_definitions(names, placement, models),
        resources=files,
        methods={
            operation.id: page
            for operation, method, page in _methods(resources, files, names)
            if method == names.places[operation.id].method
        },
        waiters={
            f"{operation.id} {method}": page
            for operation, method, page in _methods(resources, files, names)
            if method != names.places[operation.id].method
        },
        reasons={},
        models=models,
        webhooks=_webhooks(api, names),
    )
    reasons = _reasons(resources, catalogue, places)
    places = replace(places, reasons=reasons)
    return Book(api, names, placement, catalogue, operations, resources, places)


def _files(resources: Resources, pages: Sequence[str]) -> dict[tuple[str, ...], str]:
    """A page for each resource; some names are taken by other pages."""
    taken = {page.removesuffix(".md") for page in pages}
    modules = {resource: Names.module(resource) for resource in resources}
    names = unique(
        [(one, f"{one}_resource" if one in taken else one) for one in modules.values()],
        taken,
    )
    return {resource: f"{names[module]}.md" for resource, module in modules.items()}


def _definitions(
    names: Names, placement: Placement, pages: Mapping[str, Sequence[Pointer]]
) -> dict[Pointer, str]:
    found: dict[Pointer, str] = {}
    for page, members in pages.items():
        anchors = Anchors()
        anchors.add("Models")
        module = ""
        for pointer in members:
            if page == MODELS and placement.modules[pointer] != module:
                module = placement.modules[pointer]
                anchors.add(module_title(module))
            found[pointer] = f"{page}#{anchors.add(names.definitions[pointer])}"
    return found


def module_title(module: str) -> str:
    """The heading above the models of a module."""
    return "Shared by several resources" if module == SHARED else title(module)


def _methods(
    resources: Resources, files: Mapping[tuple[str, ...], str], names: Names
) -> Iterator[tuple[Operation, str, str]]:
    """Every method, those that wait included, and its page."""
    for resource, members in resources.items():
        folder = files[resource].removesuffix(".md")
        methods = [
            (one, method)
            for one in members
            for method in (
                names.places[one.id].method,
                *(waiter.method for waiter in names.waiters.get(one.id, ())),
            )
        ]
        pages = unique([(method, page_name(method)) for _, method in methods])
        for one, method in methods:
            yield one, method, f"{folder}/{pages[method]}.md"


def _webhooks(api: Api, names: Names) -> dict[Pointer, str]:
    """The page of each webhook and callback; none if one page is enough for all."""
    functions = {one.request.pointer: names.webhooks[one.name] for one in api.webhooks}
    for one in api.callbacks:
        functions[one.request.pointer] = names.callbacks[one.request.pointer]
    if len(functions) <= _MANY:
        return {}
    numbers = {str(number): one for number, one in enumerate(functions)}
    wanted = [
        (number, page_name(functions[one].removeprefix("parse_")))
        for number, one in numbers.items()
    ]
    files = unique(wanted)
    return {one: f"webhooks/{files[number]}.md" for number, one in numbers.items()}


def resource_title(resource: tuple[str, ...]) -> str:
    """The heading of a resource's page."""
    return title(" ".join(resource))


def _reasons(
    resources: Resources, catalogue: Catalogue, places: Places
) -> dict[str, str]:
    return {
        failures.enum: f"{places.methods[operation.id]}#errors"
        for members in resources.values()
        for operation in members
        if operation.variant_of is None
        and (failures := catalogue.operations[operation.id]).exceptions
    }
