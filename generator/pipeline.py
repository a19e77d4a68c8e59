"""The whole program: an OpenAPI document in, the files of a client out.

    bytes → document → intermediate model → names → views → text

Every step is a plain function from one value to the next.  Only `read` looks at the
disk; nothing here writes to it (see `generator.output`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from generator import __version__
from generator.config import ClientConfig
from generator.diagnostics import Diagnostics, Finding
from generator.document import Document, read
from generator.document.load import collector_paused
from generator.document.remote import is_remote
from generator.ir.api import Api
from generator.lower.api import lower
from generator.naming.assign import Names, assign
from generator.python.package import File, Origin, Package, package
from generator.reference.pages import documentation as reference
from generator.reference.view import Page
from generator.render.environment import render


@dataclass(frozen=True, slots=True)
class Client:
    """A client that has been decided: everything but its text."""

    document: Document
    diagnostics: Diagnostics
    api: Api
    names: Names
    package: Package

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the document, each with its place, in a fixed order."""
        locate = self.document.locate
        return tuple(Finding(each, locate(each.pointer)) for each in self.diagnostics)


@collector_paused()
def understand(
    config: ClientConfig,
    root: Path,
    *,
    allow_remote: bool = False,
    audit: Callable[[Document, Diagnostics], None] | None = None,
) -> Client:
    """Read, lower and name one client.

    `audit` is `generator.document.audit.audit` for those who want to know everything
    that is wrong with a document, not only what matters to its client; it is given,
    not imported here, because it loads a large library. Raises `UnusableInput` if
    there is nothing to go on with; everything else that is wrong with the document is
    in the diagnostics.
    """
    diagnostics = Diagnostics()
    document = read(
        config.spec if is_remote(config.spec) else root / config.spec,
        [root / overlay for overlay in config.overlays],
        diagnostics,
        allow_remote=allow_remote,
    )
    if audit is not None:
        audit(document, diagnostics)
    api = lower(document)
    names = assign(api, config.package, config.client, config.http)
    origin = Origin(__version__, document.name, document.sha256())
    return Client(document, diagnostics, api, names, package(api, names, origin))


@collector_paused()
def generate(client: Client) -> Mapping[str, bytes]:
    """Every file of the client's folder: path to content, sorted by path."""
    # Encoded one by one: of a large client, text and bytes are not both kept.
    written = {
        file.path: render(file.template, file.view).encode() for file in _files(client)
    }
    http = client.names.http
    for name, text in runtime().items():
        written[f"_runtime/{name}"] = text.replace("httpx2", http).encode()
    written["py.typed"] = b""
    return {path: written[path] for path in sorted(written)}


def documentation(client: Client) -> Mapping[str, bytes]:
    """The Markdown files of a client: its README and its pages."""
    return {
        file.path: render(file.template, file.view).encode()
        for file in sorted(reference(client.package), key=lambda file: file.path)
    }


def _files(client: Client) -> Iterator[File | Page]:
    yield from client.package.code()
    yield from reference(client.package)


@cache
def runtime() -> Mapping[str, str]:
    """The modules that are the same in every client, by file name."""
    folder = files("generator.runtime")
    return {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".py")
    }
