"""Programs of callers, run against the fake of another client.

What `tests.callers` writes for type checkers is done here: each method of the old
client is called on the new one, whose fake says what the new document says. Results are
read as the old client says that they are; exceptions and reasons are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from apiloom.compare.annotations import Term, parse
from apiloom.compare.extraction import surface
from apiloom.compare.surface import Method, Surface
from apiloom.config import ClientConfig
from apiloom.pipeline import understand
from tests.fakes.judging import arguments, fake_of, used
from tests.verdicts import told
from tests.workshop import Made, imported, make, written

__all__ = ["executed", "failures"]

_KINDS: Mapping[str, tuple[str, ...]] = {
    "str": ("str",),
    "int": ("int",),
    "float": ("float", "int"),
    "bool": ("bool",),
    "None": ("NoneType",),
    "dict": ("dict",),
    "Mapping": ("dict",),
}
"""The classes of values of a type, for those that are worth looking at."""
_LISTS = ("list", "Sequence", "tuple")


def executed(folder: Path, documents: tuple[Any, Any]) -> tuple[list[str], bool]:
    """Return what fails in programs of two documents, and what `diff` says.

    Both clients can be imported at once, under two names; what they are called is no
    change, so they are compared under one.
    """
    made: list[Made] = []
    surfaces: list[Surface] = []
    for package, document in zip(("old", "new"), documents, strict=True):
        spec = written(folder, document)
        made.append(make(spec, folder, package=package, testing=True))
        same = ClientConfig(spec=spec.name, package="same")
        surfaces.append(surface(understand(same, folder).package))
    with imported(made[0]), imported(made[1]):
        found = failures(surfaces[0], surfaces[1], ("old", "new"))
    return found, told(surfaces[0], surfaces[1])


def failures(old: Surface, new: Surface, packages: tuple[str, str]) -> list[str]:
    """Return what fails in programs that the old client was right for.

    Args:
        old: The surface of the old client.
        new: The surface of the new one.
        packages: The names of both, which can be imported.
    """
    before = fake_of(packages[0])
    after = fake_of(packages[1], validate_requests=True)
    client = after.client.with_options(max_retries=0, validate_responses="strict")
    found: list[str] = []
    for method in old.methods:
        passed = arguments(before._method(method.dotted))
        if passed is None:
            continue
        try:
            result = _method(client, method.dotted)(**passed)
            used(result)
            found += [f"{method.dotted}: {one}" for one in _read(old, method, result)]
        except Exception as error:  # whatever it is, a program ended there
            found.append(f"{method.dotted}: {type(error).__name__}: {error}"[:300])
    errors = import_module(f"{packages[1]}.errors")
    models = import_module(f"{packages[1]}.models")
    found += [one for one in _named(old) if not _exists(errors, models, one)]
    return found


def _method(client: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        client = getattr(client, part)
    return client


def _named(surface: Surface) -> Iterator[str]:
    """Yield the names of exceptions, reasons, models and members."""
    for method in surface.methods:
        for failure in method.failures:
            yield f"errors.{failure.exception}"
        if not method.variant:
            yield from (f"errors.{method.enum}.{one.name}" for one in method.reasons)
    for definition in surface.definitions:
        if definition.passed or definition.returned:
            yield f"models.{definition.name}"
            if definition.kind == "enum":
                for one in definition.members:
                    yield f"models.{definition.name}.{one.name}"


def _exists(errors: Any, models: Any, name: str) -> bool:
    module, *parts = name.split(".")
    value = errors if module == "errors" else models
    for part in parts:
        value = getattr(value, part, None)
    return value is not None


def _read(surface: Surface, method: Method, result: Any) -> Iterator[str]:
    if method.pages is not None:
        item = parse(method.pages.item)
        for one in result.items:
            yield from _complaints(surface, one, item, "item")
    elif method.returns != "None" and not method.returns.startswith("Stream["):
        yield from _complaints(surface, result, parse(method.returns), "result")


def _complaints(surface: Surface, value: Any, term: Term, place: str) -> Iterator[str]:
    """Yield what a program that reads a value at a type stumbles over."""
    if term.head == "limited":
        yield from _complaints(surface, value, term.items[0], place)
    elif term.head == "union":
        each = [[*_complaints(surface, value, one, place)] for one in term.items]
        yield from min(each, key=len)
    elif term.head == "model":
        yield from _of_definition(surface, value, str(term.values[0]), place)
    elif term.head in _LISTS:
        if not isinstance(value, (list, tuple)):
            yield f"{place} is {type(value).__name__}, not a list"
            return
        for one in cast("list[Any]", value):
            yield from _complaints(surface, one, term.items[0], f"{place}[]")
    elif term.head in _KINDS and type(value).__name__ not in _KINDS[term.head]:
        yield f"{place} is {type(value).__name__}, not {term.head}"


def _of_definition(
    surface: Surface, value: Any, name: str, place: str
) -> Iterator[str]:
    definition = surface.by_name.get(name)
    if definition is None or definition.kind == "enum":
        return
    if definition.kind == "alias":
        yield from _complaints(surface, value, parse(definition.type), place)
        return
    for one in definition.properties:
        if not hasattr(value, one.name):
            yield f"{place} has no {one.name}"
            continue
        inner = getattr(value, one.name)
        term = parse(one.type)
        yield from _complaints(surface, inner, term, f"{place}.{one.name}")
