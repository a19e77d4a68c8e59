"""The configuration: `[tool.apiloom]` of a `pyproject.toml`, or an `apiloom.toml`.

It is read once, checked wholly, and frozen. Nothing here opens a spec: whether
the files exist is for the stage that reads them to say.
"""

from __future__ import annotations

import keyword
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer
from apiloom.toml_table import Table, is_table

__all__ = [
    "ClientConfig",
    "Config",
    "Distribution",
    "HttpLibrary",
    "Waiver",
    "find_config",
    "has_table",
    "is_alone",
    "load_config",
    "shadowed",
]

HttpLibrary = Literal["httpx2", "httpx"]
_REQUIRED: Final = frozenset(
    "annotated_types anyio certifi h11 h2 httpcore httpcore2 httpx httpx2 idna pydantic"
    " pydantic_core sniffio typing_extensions typing_inspection".split()
)
"""The libraries of clients, and those that these import."""
SAMPLES: Final = (
    *("python", "requests", "curl", "javascript", "go", "ruby", "java", "php"),
    *("php-curl", "csharp", "swift"),
)
"""The languages that samples can be written in: Python is the client itself."""

RUNTIME_PACKAGE: Final = "_apiloom_runtime"
"""The import name of a runtime that clients share, by default."""

DEFAULT_SAMPLES: Final = ("python", "curl")

VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""The name of an environment variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A change that the users of a client accept, until a day in ISO 8601.

    `subject` is what the change is about, by its Python name before or after it.
    """

    code: str
    subject: str
    reason: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The metadata of a client that is built and installed as a package of its own.

    `license` is an SPDX expression; `license_file` and `changelog` are relative to the
    configuration.
    """

    name: str
    version: str
    description: str = ""
    license: str = ""
    license_file: str = ""
    changelog: str = ""
    authors: tuple[str, ...] = ()
    urls: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """One client: the document it comes from, and what it is called.

    `spec` and `overlays` are as the user wrote them, relative to `Config.root`.
    `client` is the name of the class; None leaves it to be derived from the title of
    the document, or from the package if that is a sentence.
    """

    spec: str
    package: str
    overlays: tuple[str, ...] = ()
    client: str | None = None
    http: HttpLibrary = "httpx2"
    samples: tuple[str, ...] = DEFAULT_SAMPLES
    """The languages of the samples in the documentation."""
    env: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The environment variables of security schemes, by the key of the scheme."""
    is_chosen: bool = True
    """Whether the user has chosen the name of the package, or it was made up."""
    include: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The operations to generate, by tags, paths and operations; none, for all."""
    exclude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The operations to leave out, in the same way."""
    exclude_deprecated: bool = False
    docs: bool = True
    """Whether the client has a README and pages of documentation."""
    extensions: tuple[str, ...] = ()
    """The resources that the user extends, by their dotted names."""
    places: tuple[tuple[str, Location], ...] = field(default=(), compare=False)
    """The places in the configuration that name files, and that of `extensions`."""
    waivers: tuple[Waiver, ...] = field(default=(), compare=False)
    """They say what `apiloom diff` accepts, and nothing of the client."""
    source: str | None = field(default=None, compare=False)
    """The URL that `apiloom update` downloads the document from."""
    source_line: int = field(default=0, compare=False)
    """The line of the configuration that states it."""
    sha256: str | None = field(default=None, compare=False)
    """The SHA-256 of the document that was downloaded last."""
    distribution: Distribution | None = None
    """The distribution that the client is, if it is installed by itself."""
    testing: bool = True
    """Whether the client has a fake for the tests of its callers."""
    runtime: str = ""
    """The import name of the runtime that the clients share; empty for one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The clients of a project, in the order of its configuration.

    `output` is the folder they are written into, each as a package of its own,
    relative to `root`: the folder of the configuration file. `roots` are the folders
    and URLs that references may lead to, relative to `root`, `max_size` is in bytes.
    """

    output: str
    clients: tuple[ClientConfig, ...]
    root: Path
    roots: tuple[str, ...] = (".",)
    max_size: int | None = None
    max_combinations: int | None = None
    max_parts: int | None = None
    runtime: str = ""
    """The import name of the runtime that the clients share, if they do."""


def find_config(folder: Path) -> Path:
    """Return the configuration file of a folder, which need not exist.

    That is `apiloom.toml` if it is there, else `pyproject.toml`. Raises UnusableInput
    if both configure apiloom.
    """
    alone, shared = folder / "apiloom.toml", folder / "pyproject.toml"
    if not alone.exists():
        return shared
    if shared.exists() and has_table(shared):
        message = f"both {alone.name} and {shared.name} configure apiloom"
        hint = f"keep one of them, or choose one with --config {alone.name}"
        place = Location(alone.as_posix(), 1, 1, Pointer())
        raise UnusableInput(Code.CONFIG_INVALID, message, place, hint)
    return alone


def has_table(path: Path) -> bool:
    """Return whether a TOML file has a `[tool.apiloom]` table. Raises UnusableInput."""
    tool = _document(path, _read(path)).get("tool", {})
    return is_table(tool) and "apiloom" in tool


def load_config(path: Path) -> Config:
    """Read the configuration in the TOML file at `path`.

    It is the table `[tool.apiloom]`; outside of a `pyproject.toml`, the whole file if
    it has no table `tool`. Raises UnusableInput, with the line it is about, when the
    file cannot be read, is not TOML, has no such table, or when anything in the table
    is not understood.
    """
    text = _read(path)
    table = Table(_document(path, text), (), path.as_posix(), text)
    if is_alone(path) and "tool" not in table:
        return _config(table, path.parent)
    for name in ("tool", "apiloom"):
        if name not in table:
            raise table.error("there is no [tool.apiloom] table", hint=_INIT)
        table = table.table(name)
    return _config(table, path.parent)


def shadowed(package: str) -> str | None:
    """Return what a package of this name would hide from a client that imports it."""
    if package in sys.stdlib_module_names:
        return "a module of Python"
    if package in _REQUIRED:
        return "a library that clients need"
    return None


def is_alone(path: Path) -> bool:
    """Return whether a file is apiloom's own, not one shared with other tools."""
    return path.name != "pyproject.toml"


def _document(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from None
    except RecursionError:
        raise _syntax_error(path, text, "Nested too deeply") from None


_LIBRARIES: tuple[HttpLibrary, ...] = ("httpx2", "httpx")


def _example(*path: str) -> str:
    header = ".".join((*path, "client"))
    return f'[[{header}]] with spec = "openapi.yaml" and package = "my_api"'


_INIT = f"`apiloom init` writes one: {_example('tool', 'apiloom')}"
_WAIVER = (
    'code = "operation-removed", subject = "albums.get", reason = "…",'
    " expires = 2027-01-31"
)


def _config(table: Table, root: Path) -> Config:
    table.only(
        "output",
        "roots",
        "max-size",
        "max-combinations",
        "max-parts",
        "runtime",
        "runtime-package",
        "client",
    )
    output = table.text("output") if "output" in table else "generated"
    entries = table.tables("client") if "client" in table else ()
    if not entries:
        raise table.error(
            "no client is configured", hint=f"add {_example(*table.path)}"
        )
    runtime = _runtime(table)
    clients: dict[str, ClientConfig] = {}
    for entry in entries:
        client = replace(_client(entry), runtime=runtime)
        _refuse_unshared(entry, client, next(iter(clients.values()), client))
        # Many file systems hold names that differ only in case for the same folder.
        other = clients.setdefault(client.package.casefold(), client)
        if other is not client:
            raise entry.error(
                f'"{client.package}" would be written to the same folder as'
                f' the client "{other.package}" above',
                "package",
            )
    return Config(
        output=output,
        clients=tuple(clients.values()),
        root=root,
        roots=(".", *(table.texts("roots") if "roots" in table else ())),
        max_size=table.megabytes("max-size") if "max-size" in table else None,
        max_combinations=(
            table.count("max-combinations") if "max-combinations" in table else None
        ),
        max_parts=table.count("max-parts") if "max-parts" in table else None,
        runtime=runtime,
    )


def _runtime(table: Table) -> str:
    """Return the import name of the runtime that the clients share, if they do."""
    is_shared = (
        "runtime" in table and table.choice("runtime", ("own", "shared")) == "shared"
    )
    if "runtime-package" not in table:
        return RUNTIME_PACKAGE if is_shared else ""
    if not is_shared:
        raise table.error(
            '`runtime-package` needs `runtime = "shared"`', "runtime-package"
        )
    name = table.text("runtime-package")
    for part in name.split("."):
        if not part.isidentifier() or keyword.iskeyword(part):
            raise table.error(
                f'`runtime-package`: "{name}" is not the name of a Python package',
                "runtime-package",
                hint="the name that it is imported by, such as acme.clients._runtime",
            )
    if hidden := shadowed(name):
        message = f'`runtime-package`: "{name}" would hide {hidden} of the same name'
        raise table.error(message, "runtime-package")
    return name


def _refuse_unshared(entry: Table, client: ClientConfig, first: ClientConfig) -> None:
    """Raise UnusableInput for a client that cannot share the runtime of the first."""
    if not client.runtime:
        return
    if client.package.casefold() == client.runtime.rpartition(".")[2].casefold():
        message = f'"{client.package}" is the folder of the runtime'
        raise entry.error(message, "package", hint="set another `runtime-package`")
    if client.distribution is not None:
        message = "a client that is a distribution needs a runtime of its own"
        raise entry.error(message, "distribution", hint='set `runtime = "own"`')
    if client.http != first.http:
        message = f'clients that share a runtime need the same `http`: "{first.http}"'
        raise entry.error(message, *(["http"] if "http" in entry else []))


def _client(table: Table) -> ClientConfig:
    for key in ("output", "runtime", "runtime-package"):
        if key in table:
            message = f"`{key}` is a setting of all clients, not of one"
            hint = "clients of another folder need a configuration of their own"
            raise table.error(message, key, hint=hint)
    table.only(
        "spec",
        "overlays",
        "package",
        "client",
        "http",
        "samples",
        "env",
        "source",
        "sha256",
        "testing",
        "include",
        "exclude",
        "docs",
        "extensions",
        "waivers",
        "distribution",
    )
    for key, meaning in (
        ("spec", "the path of its OpenAPI document"),
        ("package", "the name it is imported by"),
    ):
        if key not in table:
            raise table.error(f"the client has no `{key}`: {meaning}")
    package = table.identifier("package")
    if hidden := shadowed(package):
        message = f'`package`: "{package}" would hide {hidden} of the same name'
        raise table.error(message, "package", hint=f"{package}_client, for example")
    spec = table.text("spec")
    overlays = table.texts("overlays") if "overlays" in table else ()
    return ClientConfig(
        spec=spec,
        package=package,
        overlays=overlays,
        client=table.identifier("client") if "client" in table else None,
        http=_library(table) if "http" in table else "httpx2",
        samples=(
            table.choices("samples", SAMPLES) if "samples" in table else DEFAULT_SAMPLES
        ),
        env=_variables(table.table("env")) if "env" in table else (),
        distribution=(
            _distribution(table.table("distribution"))
            if "distribution" in table
            else None
        ),
        testing=table.flag("testing") if "testing" in table else True,
        include=_patterns(table.table("include")) if "include" in table else (),
        exclude=(
            _patterns(table.table("exclude"), "deprecated")
            if "exclude" in table
            else ()
        ),
        exclude_deprecated=(
            "exclude" in table
            and "deprecated" in (excluded := table.table("exclude"))
            and excluded.flag("deprecated")
        ),
        docs=table.flag("docs") if "docs" in table else True,
        extensions=table.texts("extensions") if "extensions" in table else (),
        places=tuple(_places(table, spec, overlays)),
        waivers=(
            tuple(map(_waiver, table.tables("waivers"))) if "waivers" in table else ()
        ),
        source=_source(table) if "source" in table else None,
        source_line=table.place("source").line if "source" in table else 0,
        sha256=_sha256(table) if "sha256" in table else None,
    )


def _library(table: Table) -> HttpLibrary:
    return "httpx" if table.choice("http", _LIBRARIES) == "httpx" else "httpx2"


def _patterns(table: Table, *more: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the patterns of operations, by what they are compared with."""
    keys = ("tags", "paths", "operations")
    table.only(*keys, *more)
    return tuple((key, table.texts(key)) for key in keys if key in table)


_NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
"""The name of a distribution (Core metadata specifications, Name)."""
_VERSION: Final = re.compile(
    r"v?([0-9]+!)?[0-9]+(\.[0-9]+)*[-_.]?((a|b|c|rc|alpha|beta|pre|preview)[-_.]?[0-9]*)?"
    r"(-[0-9]+|[-_.]?(post|rev|r)[-_.]?[0-9]*)?([-_.]?dev[-_.]?[0-9]*)?"
    r"(\+[a-z0-9]+([-_.][a-z0-9]+)*)?",
    re.IGNORECASE,
)
"""A version (PEP 440, Appendix B)."""


def _places(
    table: Table, spec: str, overlays: Sequence[str]
) -> Iterator[tuple[str, Location]]:
    for overlay in overlays:
        yield overlay, table.place("overlays")
    yield spec, table.place("spec")
    if "extensions" in table:
        yield "extensions", table.place("extensions")
    if "distribution" in table:
        distribution = table.table("distribution")
        if "license-file" in distribution:
            key = "license-file"
            yield distribution.text(key), distribution.place(key)


def _distribution(table: Table) -> Distribution:
    """Return the metadata of a distribution. Raises UnusableInput."""
    keys = ("name", "version", "description", "license", "license-file", "changelog")
    table.only(*keys, "authors", "urls")
    for key in ("name", "version"):
        if key not in table:
            hint = '{ name = "music-sdk", version = "1.0.0" }, for example'
            raise table.error(f"the distribution has no `{key}`", hint=hint)
    for key, pattern, what in (
        ("name", _NAME, "the name of a distribution"),
        ("version", _VERSION, "a version of Python packages (PEP 440)"),
    ):
        if not pattern.fullmatch(table.text(key)):
            raise table.error(f'`{key}`: "{table.text(key)}" is not {what}', key)
    urls = table.table("urls") if "urls" in table else None
    texts = {key: table.text(key) for key in keys if key in table}
    return Distribution(
        name=texts["name"],
        version=texts["version"],
        description=texts.get("description", ""),
        license=texts.get("license", ""),
        license_file=texts.get("license-file", ""),
        changelog=texts.get("changelog", ""),
        authors=table.texts("authors") if "authors" in table else (),
        urls=tuple((key, urls.text(key)) for key in urls.values) if urls else (),
    )


def _waiver(table: Table) -> Waiver:
    keys = ("code", "subject", "reason", "expires")
    table.only(*keys)
    for key in keys:
        if key not in table:
            raise table.error(f"the waiver has no `{key}`", hint=_WAIVER)
    return Waiver(
        code=table.text("code"),
        subject=table.text("subject"),
        reason=table.text("reason"),
        expires=table.day("expires"),
    )


def _source(table: Table) -> str:
    url = table.text("source")
    if not url[:8].lower().startswith(("https://", "http://")):
        raise table.error("`source` must be a URL: `https://…`", "source")
    return url


def _sha256(table: Table) -> str:
    digest = table.text("sha256")
    if not re.fullmatch("[0-9a-f]{64}", digest):
        message = "`sha256` must be 64 hexadecimal digits in lower case"
        raise table.error(message, "sha256", hint="`apiloom update` writes it")
    return digest


def _variables(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the environment variables of each security scheme: one, or several."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for scheme, value in table.values.items():
        is_one = isinstance(value, str)
        names = (table.text(scheme),) if is_one else table.texts(scheme)
        for name in names:
            if not VARIABLE.fullmatch(name):
                message = f'`{scheme}`: "{name}" is not an environment variable'
                hint = "letters, digits and underscores, no digit first"
                raise table.error(message, scheme, hint=hint)
        found.append((scheme, names))
    return tuple(found)


def _read(path: Path) -> str:
    hint = None
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        code, message = Code.FILE_NOT_FOUND, "no such file"
        hint = (
            "`apiloom init` writes a configuration;"
            " `apiloom generate SPEC --output DIR --package NAME` needs none"
        )
    except OSError as error:
        code = Code.FILE_UNREADABLE
        message = f"the file cannot be read: {error.strerror or error}"
    except UnicodeDecodeError as error:
        code = Code.ENCODING_ERROR
        message = f"the file is not UTF-8, as TOML must be: {error.reason}"
    raise UnusableInput(code, message, Location(path.as_posix(), 1, 1, Pointer()), hint)


def _syntax_error(path: Path, text: str, message: str) -> UnusableInput:
    # Only later Pythons keep the place apart from the sentence; all of them print it.
    line, column = 1, 1
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if place:
        message = message[: place.start()]
        line, column = text.count("\n") + 1, 1
        if place[1]:
            line, column = int(place[1]), int(place[2])
    return UnusableInput(
        Code.SYNTAX_ERROR,
        f"the file is not valid TOML: {message[:1].lower()}{message[1:]}",
        Location(path.as_posix(), line, column, Pointer()),
    )
