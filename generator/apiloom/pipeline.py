"""The whole program: an OpenAPI document in, the files of a client out.

    bytes → document → intermediate model → names → views → text

Every step is a plain function from one value to the next.  Only `read` looks at the
disk; nothing here writes to it (see `apiloom.output`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from apiloom import __version__
from apiloom.access import Access
from apiloom.codegen.package import File, Origin, Package, package
from apiloom.config import ClientConfig
from apiloom.config_errors import extended_resources, located
from apiloom.depth import with_room
from apiloom.diagnostics import Diagnostics, Finding
from apiloom.distribution import distribution_files
from apiloom.docs.package import Sources
from apiloom.docs.package import documentation as reference
from apiloom.docs.views import Page
from apiloom.document import Document, read
from apiloom.document.fragment import Fragments
from apiloom.document.read.parse import collector_paused
from apiloom.document.read.urls import is_remote
from apiloom.ir.api import Api, Operation
from apiloom.lower.api import lower
from apiloom.lower.environment import Variables
from apiloom.lower.missing_settings import report_emptiness
from apiloom.lower.selection import Patterns, Selection
from apiloom.lower.size import Size
from apiloom.naming.allocate import Names, assign
from apiloom.naming.casing import environment_variable
from apiloom.output.snapshot import MANIFEST
from apiloom.render.environment import render
from apiloom.vendoring import references, vendored


@dataclass(frozen=True, slots=True)
class Client:
    """A client that has been decided: everything but its text."""

    document: Document
    diagnostics: Diagnostics
    api: Api
    names: Names
    package: Package
    samples: tuple[str, ...] = ()
    """The languages of the samples in the documentation."""
    has_docs: bool = True
    """Whether its files include those of the documentation."""
    project: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The files that make it a distribution of its own."""

    @collector_paused()
    def findings(self) -> tuple[Finding, ...]:
        """Return the diagnostics with their locations, in a fixed order."""
        locate = self.document.locate
        return tuple(Finding(each, locate(each.pointer)) for each in self.diagnostics)


@collector_paused()
def understand(
    config: ClientConfig,
    root: Path,
    *,
    access: Access | None = None,
    audit: Callable[[Document, Diagnostics], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Client:
    """Read, lower and name one client.

    What its document refers to is read within `access`: by default, the folder `root`.
    `audit` is `apiloom.document.lint.structure.audit` for those who want to know
    everything that is wrong with a document, not only what matters to its client; it
    is given, not imported here, because it loads a large library. `tell` is called
    with the name of each stage that begins, for those who show progress. Raises
    `UnusableInput` if there is nothing to go on with; everything else that is wrong
    with the document is in the diagnostics.
    """
    allowed = access if access is not None else Access.to([root])
    told: Callable[[str], None] = tell if tell is not None else lambda _: None
    return with_room(
        config.spec, lambda: _understood(config, root, allowed, audit, told)
    )


def _understood(
    config: ClientConfig,
    root: Path,
    access: Access,
    audit: Callable[[Document, Diagnostics], None] | None,
    tell: Callable[[str], None],
) -> Client:
    diagnostics = Diagnostics()
    tell("read")
    with located(config, root):
        document = read(
            config.spec if is_remote(config.spec) else root / config.spec,
            [root / overlay for overlay in config.overlays],
            diagnostics,
            access=access,
        )
    if audit is not None:
        audit(document, diagnostics)
    tell("lower")
    size = Size(document, access.max_parts)
    api = lower(
        document,
        _variables(config),
        access.max_combinations,
        size,
        Selection(
            Patterns.of(dict(config.include)),
            Patterns.of(dict(config.exclude), deprecated=config.exclude_deprecated),
        ),
    )
    report_emptiness(document, api)
    names = assign(api, config.package, config.client, config.http, config.runtime)
    size.judge(len(api.definitions), len(names.resources))
    origin = Origin(__version__, document.name, document.sha256())
    extended = extended_resources(config, names.resources)
    made = package(api, names, origin, testing=config.testing, extended=extended)
    with located(config, root):
        project = distribution_files(config, root, api.title)
    samples, has_docs = config.samples, config.docs
    return Client(document, diagnostics, api, names, made, samples, has_docs, project)


def _variables(config: ClientConfig) -> Variables:
    """Return which environment variables the document of a client may name."""
    package = config.package
    return Variables(
        prefix=environment_variable(package, "") if config.is_chosen else None,
        configured=dict(config.env),
        default=partial(environment_variable, package),
    )


@collector_paused()
def generate(client: Client) -> Mapping[str, bytes]:
    """Every file of the client's folder: path to content, sorted by path.

    The runtime is among them, unless clients share it.
    """
    written = _written(client, _files)
    if not client.names.runtime:
        written.update(vendored(_modules(written), client.names.http))
    written["py.typed"] = b""
    written.update(client.project)
    origin = client.package.origin.manifest
    if client.names.runtime:
        origin = {**origin, "runtime": client.names.runtime}
    written[MANIFEST] = json.dumps(origin).encode()
    return {path: written[path] for path in sorted(written)}


def named(client: Client, written: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the modules and names that a client needs of a shared runtime, sorted."""
    runtime = client.names.runtime
    if not runtime:
        return ()
    modules = _modules(written)
    return tuple(sorted({one for each in modules for one in references(each, runtime)}))


def _modules(written: Mapping[str, bytes]) -> list[bytes]:
    return [content for path, content in written.items() if path.endswith(".py")]


@collector_paused()
def documentation(client: Client) -> Mapping[str, bytes]:
    """The Markdown files of a client: its README and its pages."""
    pages = _written(client, _pages)
    return {path: pages[path] for path in sorted(pages)}


def _written(
    client: Client, files: Callable[[Client], Iterator[File | Page]]
) -> dict[str, bytes]:
    # Encoded one by one: of a large client, text and bytes are not both kept.
    return with_room(
        client.document.name,
        lambda: {
            file.path: render(file.template, file.view).encode()
            for file in files(client)
        },
    )


def _files(client: Client) -> Iterator[File | Page]:
    yield from client.package.code()
    yield client.package.places(client.document.locate)
    if client.has_docs:
        yield from _pages(client)


def _pages(client: Client) -> Iterator[Page]:
    fragments = Fragments(client.document)

    def fragment(operation: Operation) -> str:
        return fragments.operation(operation.pointer, operation.path)

    sources = Sources(fragment, render, client.samples)
    yield from reference(client.package, sources)
