"""The documentation of a client: its README, and the pages of the ``docs`` folder."""

from __future__ import annotations

from collections.abc import Iterator

from generator.python.docview import Page
from generator.python.reference_calls import calls
from generator.python.reference_errors import ErrorsPages
from generator.python.reference_models import ModelsPages
from generator.python.reference_places import ERRORS, MODELS, Book
from generator.python.reference_readme import ReadmePages
from generator.python.reference_resources import ResourcePages
from generator.python.reference_security import Credentials
from generator.python.reference_types import TypeTexts


def pages(book: Book, generated: str, sha256: str) -> Iterator[Page]:
    """Every page of a client's documentation.

    `generated` says which generator made it from which document, and `sha256` is the
    hash of the latter.
    """
    header = "\n".join(
        f"<!-- {text.replace('-->', '')} -->"
        for text in (
            f"{generated}; do not edit.",
            f"sha256 of the specification: {sha256}",
        )
    )
    types = TypeTexts(book.api, book.names, book.places.definitions)
    samples = calls(book)
    credentials = Credentials(book.api, book.names)
    readme = ReadmePages(book, samples, credentials, header, generated)
    yield Page("README.md", "docs/README.md.jinja", readme.page())
    usual = credentials.written(credentials.usual())
    resources = ResourcePages(book, types, samples, credentials, usual, header)
    for resource, operations in book.resources.items():
        yield Page(
            f"docs/{book.places.resources[resource]}",
            "docs/resource.md.jinja",
            resources.page(resource, operations),
        )
    errors = ErrorsPages(book, types, header)
    yield Page(f"docs/{ERRORS}", "docs/errors.md.jinja", errors.page())
    here = {
        pointer: target.removeprefix(MODELS)
        for pointer, target in book.places.definitions.items()
    }
    models = ModelsPages(book, TypeTexts(book.api, book.names, here), header)
    yield Page(f"docs/{MODELS}", "docs/models.md.jinja", models.page())
