"""The generators that are compared, and how each of them is asked for a client."""

from __future__ import annotations

import json
import re
import shutil
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from apiloom import __version__
from bench.environments import Environment, here, pins, prepare
from bench.exchanges import Exchange
from bench.process import ROOT, Command, CommandFailed, run

# Apiloom's 3: generated, though the document is broken in places.
_ACCEPTED = frozenset({0, 3})


@dataclass(frozen=True)
class Generator(ABC):
    """A tool that makes a client, or a part of one, from a document."""

    name: str
    version: str
    environment: Environment
    makes_calls: bool = True
    """Whether it makes clients, and not only their models."""

    @abstractmethod
    def command(self, spec: Path, folder: Path, package: str) -> Command:
        """Write the package into a folder that is there and empty."""

    def operations(self, spec: Path, folder: Path, package: str) -> int | None:
        """How many operations can be called, of those in the document.

        None if the tool makes no operations at all.
        """
        del spec, folder, package
        return None

    def ready(self, spec: Path, folder: Path, package: str, operation: str) -> str:
        """Python that imports the client, constructs it and has one operation at hand.

        The operation is named by its `operationId`.  Raises `CommandFailed` if the
        client does not have it.
        """
        del spec
        raise CommandFailed(f"{self.name} makes no {operation} in {folder / package}")

    def called(
        self, spec: Path, folder: Path, package: str, exchange: Exchange, answer: Path
    ) -> str:
        """Python that does the same and makes a call, which a file answers.

        Raises `CommandFailed` if nothing can stand in for the server, too.
        """
        del spec, folder, package, exchange, answer
        raise CommandFailed("its HTTP library has nothing that stands for a server")


class Apiloom(Generator):
    """This repository's."""

    def command(self, spec: Path, folder: Path, package: str) -> Command:
        """`apiloom generate`: code and documentation, with no cache to go by."""
        return apiloom(
            folder,
            *("generate", str(spec), "--output", str(folder), "--package", package),
            "--quiet",
        )

    def operations(self, spec: Path, folder: Path, package: str) -> int | None:
        """The operations that `inspect` lists."""
        return len(_inspected(spec, folder, package)["operations"])

    def ready(self, spec: Path, folder: Path, package: str, operation: str) -> str:
        """The client and the method, as a caller would name them."""
        inspected = _inspected(spec, folder, package)
        for one in inspected["operations"]:
            if _plain(one["operation_id"] or "") == _plain(operation):
                method = ".".join((*one["resource"], one["method"]))
                client = f"{package}.{inspected['client']}()"
                return f"import {package}; {client}.{method}"
        raise CommandFailed(f"no operation {operation}")

    def called(
        self, spec: Path, folder: Path, package: str, exchange: Exchange, answer: Path
    ) -> str:
        """The client with an HTTP client of the caller's, and the method."""
        ready = self.ready(spec, folder, package, exchange.operation)
        imports, _, method = ready.partition("; ")
        constructed, _, path = method.partition("().")
        arguments = [
            "http_client=httpx2.Client(transport=transport)",
            *(
                f"{scheme['argument']}='secret'"
                for scheme in _inspected(spec, folder, package)["auth"]
                if "argument" in scheme
            ),
        ]
        return (
            f"{_answering('httpx2', answer)}; {imports}; "
            f"{constructed}({', '.join(arguments)}).{path}({exchange.code()})"
        )


def apiloom(folder: Path, *arguments: str) -> Command:
    """Run the command line of this checkout, in a folder."""
    return Command(
        (sys.executable, "-m", "apiloom", *arguments),
        cwd=folder,
        env={
            "PYTHONPATH": str(ROOT / "generator"),
            "APILOOM_CACHE_DIR": str(folder / ".cache"),
        },
        accepted=_ACCEPTED,
    )


def _inspected(spec: Path, folder: Path, package: str) -> Any:
    arguments = ("inspect", str(spec), "--package", package)
    done = run(apiloom(folder, *arguments))
    return json.loads(done.stdout)


class OpenAPIPythonClient(Generator):
    """openapi-python-client, without the formatter that it runs by default."""

    def command(self, spec: Path, folder: Path, package: str) -> Command:
        """Only the package, and `post_hooks` emptied."""
        config = folder / "config.json"
        config.write_text('{"post_hooks": []}', "utf-8")
        return Command(
            (
                self.environment.program("openapi-python-client"),
                *("generate", "--path", str(spec), "--config", str(config)),
                *("--meta", "none", "--output-path", str(folder / package)),
            ),
            cwd=folder,
        )

    def operations(self, spec: Path, folder: Path, package: str) -> int | None:
        """It writes a module for each."""
        return sum(
            1
            for path in (folder / package / "api").rglob("*.py")
            if path.name != "__init__.py"
        )

    def ready(self, spec: Path, folder: Path, package: str, operation: str) -> str:
        """A client, and the module of the operation."""
        for path in sorted((folder / package / "api").rglob("*.py")):
            if _plain(path.stem) == _plain(operation):
                module = f"{package}.api.{path.parent.name}"
                return (
                    f"import {package}; from {module} import {path.stem}; "
                    f'{package}.Client(base_url="http://127.0.0.1"); '
                    f"{path.stem}.sync_detailed"
                )
        raise CommandFailed(f"no operation {operation}")

    def called(
        self, spec: Path, folder: Path, package: str, exchange: Exchange, answer: Path
    ) -> str:
        """A client that is given its HTTP client, and what the operation parses."""
        ready = self.ready(spec, folder, package, exchange.operation)
        first, second, _, method = ready.split("; ")
        http = 'httpx.Client(base_url="http://127.0.0.1", transport=transport)'
        client = f'{package}.Client(base_url="http://127.0.0.1")'
        arguments = f"{exchange.code()}, " if exchange.arguments else ""
        return (
            f"{_answering('httpx', answer)}; {first}; {second}; "
            f"client = {client}.set_httpx_client({http}); "
            f"assert {method}({arguments}client=client).parsed is not None"
        )


@dataclass(frozen=True)
class OpenAPIGenerator(Generator):
    """openapi-generator's `python`, the one that the PyPI package brings as a jar."""

    lazy: bool = False
    """Whether the package imports its own modules on first use."""

    def command(self, spec: Path, folder: Path, package: str) -> Command:
        """Code and documentation as apiloom writes them, without stubs of tests."""
        lazily = ("--additional-properties", "lazyImports=true") if self.lazy else ()
        return Command(
            (
                self.environment.program("openapi-generator-cli"),
                *("generate", "-g", "python", "-i", str(spec), "-o", str(folder)),
                *("--package-name", package, "--skip-validate-spec"),
                *("--global-property", "apiTests=false,modelTests=false"),
                *lazily,
            ),
            cwd=folder,
        )

    def operations(self, spec: Path, folder: Path, package: str) -> int | None:
        """It writes three methods for each, one of which says so."""
        modules = (folder / package / "api").glob("*_api.py")
        method = re.compile(r"^ +def \w+_with_http_info\(", re.MULTILINE)
        return sum(len(method.findall(one.read_text("utf-8"))) for one in modules)

    def ready(self, spec: Path, folder: Path, package: str, operation: str) -> str:
        """The class of the tag, on a client of its own, and the method."""
        for path in sorted((folder / package / "api").glob("*_api.py")):
            text = path.read_text("utf-8")
            for method in re.findall(r"^ +def (\w+)\(", text, re.MULTILINE):
                if _plain(method) == _plain(operation):
                    owner = re.findall(r"^class (\w+)", text, re.MULTILINE)[0]
                    api = f"{package}.{owner}({package}.ApiClient())"
                    return f"import {package}; {api}.{method}"
        raise CommandFailed(f"no operation {operation}")


class DatamodelCodeGenerator(Generator):
    """datamodel-code-generator, which makes the models only."""

    def command(self, spec: Path, folder: Path, package: str) -> Command:
        """One module of pydantic v2 models, without Black or isort."""
        return Command(
            (
                self.environment.program("datamodel-codegen"),
                *("--input", str(spec), "--input-file-type", "openapi"),
                *("--output", str(folder / f"{package}.py"), "--disable-timestamp"),
                *("--output-model-type", "pydantic_v2.BaseModel"),
                *("--formatters", "builtin"),
            ),
            cwd=folder,
        )


def own() -> Generator:
    """The generator of this repository."""
    return Apiloom("apiloom", __version__, here())


def peers() -> tuple[tuple[Generator, ...], tuple[str, ...]]:
    """The other generators, installed; and why any of them is missing.

    Raises `InstallFailed`.
    """

    def one(kind: type[Generator], name: str, title: str, package: str) -> Generator:
        return kind(title, pins(name)[package], prepare(name))

    client, models, java = (
        "openapi-python-client",
        "datamodel-code-generator",
        "openapi-generator",
    )
    found = [one(OpenAPIPythonClient, client, client, client)]
    missing: list[str] = []
    if shutil.which("java") is not None:
        found.append(one(OpenAPIGenerator, java, java, f"{java}-cli"))
    else:
        missing.append(f"{java}: there is no Java to run it")
    only_models = one(DatamodelCodeGenerator, models, models, models)
    found.append(replace(only_models, makes_calls=False))
    return tuple(found), tuple(missing)


def _answering(http: str, answer: Path) -> str:
    """Python that has every request answered with the bytes of a file."""
    return (
        f"import {http}; content = open({str(answer)!r}, 'rb').read(); "
        f"headers = {{'content-type': 'application/json'}}; "
        f"reply = lambda request: {http}.Response(200, headers=headers, "
        f"content=content); transport = {http}.MockTransport(reply)"
    )


def _plain(name: str) -> str:
    """A name without its case and its separators: how each tool spells it differs."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
