"""Mistakes of the configuration that only the document shows, at their lines."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from apiloom.config import ClientConfig
from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.read.files import display_path
from apiloom.locations import Location, Pointer

__all__ = ["extended_resources", "located"]


@contextmanager
def located(config: ClientConfig, root: Path) -> Generator[None]:
    """Report a missing file at the line of the configuration that names it.

    Raises:
        UnusableInput: What was raised inside, at that line.
    """
    try:
        yield
    except UnusableInput as error:
        missing = error.diagnostic.code == Code.FILE_NOT_FOUND
        for name, place in config.places if missing else ():
            if display_path(root / name) == error.location.file:
                message = f"no such file: {name}"
                hint = "paths are relative to the folder of the configuration"
                raise UnusableInput(Code.FILE_NOT_FOUND, message, place, hint) from None
        raise


def extended_resources(
    config: ClientConfig, resources: Iterable[tuple[str, ...]]
) -> frozenset[tuple[str, ...]]:
    """Return the resources that the user extends.

    Raises:
        UnusableInput: There is no resource of such a name.
    """
    known = {".".join(path): path for path in resources}
    places = dict(config.places)
    nowhere = Location(config.spec, 1, 1, Pointer())
    for name in config.extensions:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean `{close[0]}`?" if close else None
            raise UnusableInput(
                Code.CONFIG_INVALID,
                f"`extensions`: there is no resource `{name}`",
                places.get("extensions", nowhere),
                hint,
            )
    return frozenset(known[name] for name in config.extensions)
