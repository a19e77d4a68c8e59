"""The configuration: `[tool.apiloom]` of a `pyproject.toml`, or an `apiloom.toml`.

It is read once, checked wholly, and frozen. Nothing here opens a spec: whether
the files exist is for the stage that reads them to say.
"""

from __future__ import annotations

import difflib
import keyword
import re
import sys
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal, TypeGuard

from apiloom.diagnostics import Code, UnusableInput
from apiloom.locations import Location, Pointer

__all__ = [
    "ClientConfig",
    "Config",
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
    """The places in the configuration that name the document and its overlays."""
    waivers: tuple[Waiver, ...] = field(default=(), compare=False)
    """They say what `apiloom diff` accepts, and nothing of the client."""
    source: str | None = field(default=None, compare=False)
    """The URL that `apiloom update` downloads the document from."""
    source_line: int = field(default=0, compare=False)
    """The line of the configuration that states it."""
    sha256: str | None = field(default=None, compare=False)
    """The SHA-256 of the document that was downloaded last."""
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
    return _is_table(tool) and "apiloom" in tool


def load_config(path: Path) -> Config:
    """Read the configuration in the TOML file at `path`.

    It is the table `[tool.apiloom]`; outside of a `pyproject.toml`, the whole file if
    it has no table `tool`. Raises UnusableInput, with the line it is about, when the
    file cannot be read, is not TOML, has no such table, or when anything in the table
    is not understood.
    """
    text = _read(path)
    table = _Table(_document(path, text), (), path.as_posix(), text)
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
_TYPES: Mapping[type, str] = {
    bool: "a boolean",
    dict: "a table",
    float: "a number",
    int: "a number",
    list: "an array",
    str: "a string",
}


def _config(table: _Table, root: Path) -> Config:
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


def _runtime(table: _Table) -> str:
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


def _refuse_unshared(entry: _Table, client: ClientConfig, first: ClientConfig) -> None:
    """Raise UnusableInput for a client that cannot share the runtime of the first."""
    if not client.runtime:
        return
    if client.package.casefold() == client.runtime.rpartition(".")[2].casefold():
        message = f'"{client.package}" is the folder of the runtime'
        raise entry.error(message, "package", hint="set another `runtime-package`")
    if client.http != first.http:
        message = f'clients that share a runtime need the same `http`: "{first.http}"'
        raise entry.error(message, *(["http"] if "http" in entry else []))


def _client(table: _Table) -> ClientConfig:
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
        http=table.library("http") if "http" in table else "httpx2",
        samples=(
            table.choices("samples", SAMPLES) if "samples" in table else DEFAULT_SAMPLES
        ),
        env=_variables(table.table("env")) if "env" in table else (),
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
        places=(
            *((overlay, table.place("overlays")) for overlay in overlays),
            (spec, table.place("spec")),
            *(
                [("extensions", table.place("extensions"))]
                if "extensions" in table
                else []
            ),
        ),
        waivers=(
            tuple(map(_waiver, table.tables("waivers"))) if "waivers" in table else ()
        ),
        source=_source(table) if "source" in table else None,
        source_line=table.place("source").line if "source" in table else 0,
        sha256=_sha256(table) if "sha256" in table else None,
    )


def _patterns(table: _Table, *more: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the patterns of operations, by what they are compared with."""
    keys = ("tags", "paths", "operations")
    table.only(*keys, *more)
    return tuple((key, table.texts(key)) for key in keys if key in table)


def _waiver(table: _Table) -> Waiver:
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


def _source(table: _Table) -> str:
    url = table.text("source")
    if not url[:8].lower().startswith(("https://", "http://")):
        raise table.error("`source` must be a URL: `https://…`", "source")
    return url


def _sha256(table: _Table) -> str:
    digest = table.text("sha256")
    if not re.fullmatch("[0-9a-f]{64}", digest):
        message = "`sha256` must be 64 hexadecimal digits in lower case"
        raise table.error(message, "sha256", hint="`apiloom update` writes it")
    return digest


def _variables(table: _Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
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


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file and where it stands; each read gives its type or fails."""

    values: Mapping[str, object]
    path: tuple[str, ...]
    file: str
    source: str

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def only(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean `{close[0]}`?" if close else _any_of(known)
                raise self.error(f"unknown key `{key}`", key, hint=hint)

    def text(self, key: str) -> str:
        value = self.values[key]
        if not isinstance(value, str):
            raise self._type_error(key, value, "a string")
        self._refuse_unusable(value, key)
        return value

    def flag(self, key: str) -> bool:
        value = self.values[key]
        if not isinstance(value, bool):
            raise self._type_error(key, value, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values[key]
        if isinstance(value, str):
            raise self._type_error(key, value, f'an array of strings: ["{value}"]')
        if not _is_list(value):
            raise self._type_error(key, value, "an array of strings")
        texts: list[str] = []
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise self._type_error(f"{key}[{index}]", item, "a string", within=key)
            self._refuse_unusable(item, key)
            texts.append(item)
        return tuple(texts)

    def identifier(self, key: str) -> str:
        value = self.text(key)
        if not value.isidentifier():
            hint = "letters, digits and underscores, no digit first"
            raise self.error(
                f'`{key}`: "{value}" is not a valid Python name', key, hint=hint
            )
        if keyword.iskeyword(value):
            raise self.error(f'`{key}`: "{value}" is a Python keyword', key)
        return value

    def day(self, key: str) -> str:
        value = self.values[key]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, str):
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                raise self.error(
                    f"`{key}`: {value!r} is not a date", key, hint="2027-01-31"
                ) from None
        raise self._type_error(key, value, "a date, such as 2027-01-31")

    def megabytes(self, key: str) -> int:
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._type_error(key, value, "a number of megabytes")
        if not 0 < value < 1_000_000:
            raise self.error(f"`{key}` must be more than 0 MB", key)
        return int(value * 1_000_000)

    def count(self, key: str) -> int:
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._type_error(key, value, "an integer")
        if value < 0:
            raise self.error(f"`{key}` must not be negative", key)
        return value

    def library(self, key: str) -> HttpLibrary:
        value = self.text(key)
        for library in _LIBRARIES:
            if value == library:
                return library
        raise self.error(
            f'`{key}`: "{value}" is not supported', key, hint=_any_of(_LIBRARIES)
        )

    def choice(self, key: str, known: Collection[str]) -> str:
        value = self.text(key)
        if value in known:
            return value
        hint = _any_of(known)
        raise self.error(f'`{key}`: "{value}" is not supported', key, hint=hint)

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        found = self.texts(key)
        for text in found:
            if text not in known:
                close = difflib.get_close_matches(text, known, n=1)
                hint = f"did you mean `{close[0]}`?" if close else _any_of(known)
                message = f'`{key}`: "{text}" is not supported'
                raise self.error(message, key, hint=hint)
        return tuple(dict.fromkeys(found))

    def table(self, key: str) -> _Table:
        value = self.values[key]
        if not _is_table(value):
            raise self._type_error(key, value, "a table")
        return _Table(value, (*self.path, key), self.file, self.source)

    def tables(self, key: str) -> tuple[_Table, ...]:
        value = self.values[key]
        header = ".".join((*self.path, key))
        if not _is_list(value):
            raise self._type_error(key, value, f"an array of tables, [[{header}]]")
        tables: list[_Table] = []
        for index, item in enumerate(value):
            if not _is_table(item):
                raise self._type_error(f"{key}[{index}]", item, "a table", within=key)
            where = (*self.path, key, str(index))
            tables.append(_Table(item, where, self.file, self.source))
        return tuple(tables)

    def error(self, message: str, *keys: str, hint: str | None = None) -> UnusableInput:
        return UnusableInput(Code.CONFIG_INVALID, message, self.place(*keys), hint)

    def place(self, *keys: str) -> Location:
        where = (*self.path, *keys)
        line, column = _locate(self.source, where)
        return Location(self.file, line, column, Pointer(tokens=where))

    def _type_error(
        self, name: str, value: object, wanted: str, within: str | None = None
    ) -> UnusableInput:
        given = _TYPES.get(type(value), "a date or time")
        return self.error(f"`{name}` must be {wanted}; this is {given}", within or name)

    def _refuse_unusable(self, value: str, key: str) -> None:
        if not value.strip():
            raise self.error(f"`{key}` is empty", key)
        if not value.isprintable():
            message = f"`{key}` contains a character that cannot be printed"
            raise self.error(message, key)


def _any_of(names: Collection[str]) -> str:
    return "one of " + ", ".join(f"`{name}`" for name in names)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_table(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


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


_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"""\s*((?:[\w.\s-]|"[^"]*"|'[^']*')+?)\s*=""")


def _locate(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column of the deepest part of `path` that is found in `text`.

    tomllib keeps no positions. Headers and keys that begin a line are enough to lead
    a reader to the right one; a value in an inline table is found by its outer key.
    """
    best, depth = (1, 1), 0
    prefix: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            prefix = found = _names(header[2])
            column = header.start(1) + 1
            if header[1] == "[[":
                index = seen[found] = seen.get(found, -1) + 1
                prefix = found = (*found, str(index))
        elif key := _KEY.match(line):
            found = (*prefix, *_names(key[1]))
            column = key.start(1) + 1
        else:
            continue
        if depth < len(found) and found == path[: len(found)]:
            best, depth = (number, column), len(found)
    return best


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))
