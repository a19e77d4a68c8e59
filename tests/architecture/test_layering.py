"""Who imports whom: the table of the house, held against the code.

The same table stands in CONTRIBUTING.md. A room may import the rooms that its row
names, and the libraries that are its business; a change to the plan is a change here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

LONGEST = 720


@dataclass(frozen=True)
class Room:
    """What a module or folder of generator/ may import besides the standard library."""

    rooms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()


FLOOR = ("locations", "diagnostics")
UNDERSTANDING = (
    *FLOOR,
    "text",
    "access",
    "config",
    "document",
    "ir",
    "lower",
    "naming",
    "codegen",
    "docs",
    "inspect",
    "render",
)

HOUSE: Mapping[str, Room] = {
    "locations": Room(),
    "text": Room(),
    "diagnostics": Room(("locations", "text")),
    "access": Room(),
    "toml_table": Room(FLOOR),
    "config": Room((*FLOOR, "toml_table")),
    "config_errors": Room((*FLOOR, "config", "document.read.files")),
    "document": Room(
        (*FLOOR, "access", "config", "runtime.types.patterns"),
        (
            "yaml",
            "jsonpath",
            "jsonschema_rs",
            "openapi_pydantic",
            "pydantic",
            "pydantic_core",
        ),
    ),
    "ir": Room(("locations",)),
    "lower": Room((*FLOOR, "access", "document", "ir", "runtime.types.patterns")),
    "naming": Room((*FLOOR, "ir")),
    "codegen": Room((*FLOOR, "text", "ir", "naming", "runtime.types.patterns")),
    "docs": Room(
        (
            *(*FLOOR, "text", "ir", "naming", "codegen", "runtime.types.patterns"),
            *("runtime.core.errors", "runtime.encoding.parameters"),
        )
    ),
    "site": Room(("text",)),
    "inspect": Room((*FLOOR, "text", "ir", "naming", "codegen")),
    "compare": Room(
        (*FLOOR, "text", "access", "config", "ir", "naming", "codegen"), ("pydantic",)
    ),
    "render": Room(("text",), ("jinja2",)),
    "output": Room((*FLOOR, "text")),
    "runtime": Room((), ("httpx2", "pydantic", "pydantic_core", "anyio")),
    "depth": Room((*FLOOR, "document.tree")),
    "vendoring": Room(),
    "pipeline": Room(
        (
            *(*UNDERSTANDING, "config_errors", "depth", "output.snapshot"),
            *("vendoring", "distribution"),
        )
    ),
    "build.progress": Room((), ("rich",)),
    "build": Room(
        (*UNDERSTANDING, "output", "pipeline", "vendoring"), ("platformdirs",)
    ),
    "mock": Room(
        (*UNDERSTANDING, "pipeline"),
        ("click", "h11", "httpx2"),
    ),
    "distribution": Room((*FLOOR, "text", "config", "document.read.files")),
    "migrate": Room(
        (
            *FLOOR,
            "access",
            "text",
            "document",
            "ir",
            "naming",
            "runtime.types.patterns",
        ),
        ("yaml",),
    ),
    "scaffold": Room(
        (*FLOOR, "access", "text", "config", "output", "build.interrupted")
    ),
    "cli": Room(
        (
            *(*UNDERSTANDING, "compare", "output", "pipeline", "build", "scaffold"),
            *("site", "migrate"),
        ),
        ("click",),
    ),
    "__main__": Room(("cli",)),
    "__init__": Room(),
}


@dataclass(frozen=True)
class Import:
    """One imported name: where it stands, and the module it comes from."""

    line: int
    module: str
    relative: bool
    inside_function: bool


@dataclass(frozen=True)
class Module:
    """A module of generator/ and what it imports."""

    name: str
    path: Path
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        """The row of the table that the module belongs to."""
        inside = self.name.partition(".")[2]
        return inside if inside in HOUSE else inside.partition(".")[0] or "__init__"


def imports_of(name: str, is_package: bool, tree: ast.AST) -> Iterator[Import]:
    """Yield every import of a module, the ones only for type checkers too."""
    package = name if is_package else name.rpartition(".")[0]

    def visit(node: ast.AST, inside: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, False, inside)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield Import(node.lineno, full, bool(node.level), inside)
        functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, inside or isinstance(node, functions))

    return visit(tree, False)


def load(root: Path) -> dict[str, Module]:
    """Return the modules below generator/, by their dotted names."""
    found: dict[str, Module] = {}
    for path in sorted((root / "generator").rglob("*.py")):
        parts = path.relative_to(root / "generator").with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        found[name] = Module(name, path, tuple(imports_of(name, is_package, tree)))
    return found


def target(imported: Import, modules: Mapping[str, Module]) -> str | None:
    """Return the module of generator/ that an import leads to, if it is one."""
    for name in (imported.module, imported.module.rpartition(".")[0]):
        if name in modules:
            return name
    return None


def violations(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    """Yield what the table says about the imports of one module."""
    if module.room not in HOUSE:
        yield f"{module.name} is in no row of the table"
        return
    room = HOUSE[module.room]
    for imported in module.imports:
        where = f"{module.path.name}:{imported.line}: {imported.module}"
        top, _, inside = imported.module.partition(".")
        if imported.inside_function:
            yield f"{where} is imported inside a function"
        if imported.relative != (module.room == "runtime") and top == "apiloom":
            yield f"{where}: the runtime imports itself relatively, all else absolutely"
        if top == "apiloom":
            name = target(imported, modules)
            if name is None:
                yield f"{where} does not exist"
            # Of the package itself, there is nothing to import but its version.
            if name in (None, "apiloom") or inside.split(".")[0] == module.room:
                continue
            if not any(f"{inside}.".startswith(f"{each}.") for each in room.rooms):
                yield f"{where} is not in the row of {module.room}"
        elif top not in sys.stdlib_module_names and top not in room.libraries:
            yield f"{where}: {top} is not the business of {module.room}"


@pytest.fixture(scope="session")
def modules(root: Path) -> dict[str, Module]:
    """The modules of generator/."""
    return load(root)


def test_the_table_is_kept(modules: Mapping[str, Module]) -> None:
    found = [
        f"{module.path.parent.name}/{message}"
        for module in modules.values()
        for message in violations(module, modules)
    ]
    assert not found, "\n".join(found)


def test_the_table_names_nothing_that_is_gone(modules: Mapping[str, Module]) -> None:
    assert set(HOUSE) == {module.room for module in modules.values()}


def test_there_is_no_import_cycle(modules: Mapping[str, Module]) -> None:
    graph = {
        module.name: {
            name
            for imported in module.imports
            if (name := target(imported, modules)) not in (None, module.name)
        }
        for module in modules.values()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(map(str, error.args[1])))


def test_there_is_no_drawer_for_everything(modules: Mapping[str, Module]) -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "shared"}
    assert not [name for name in modules if name.rpartition(".")[2] in drawers]


def test_modules_are_short(modules: Mapping[str, Module]) -> None:
    lengths = {
        name: len(module.path.read_text(encoding="utf-8").splitlines())
        for name, module in modules.items()
    }
    assert not {name: n for name, n in lengths.items() if n > LONGEST}


def test_the_plan_says_the_same(root: Path) -> None:
    plan = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [
        line for line in plan.splitlines() if line.startswith("| `generator/apiloom/")
    ]
    named = "\n".join(row.split("|")[1] for row in rows)
    rooms = {room.partition(".")[0] for room in HOUSE}
    missing = [room for room in rooms if f"generator/apiloom/{room}" not in named]
    assert set(missing) <= {"__init__", "__main__"}


# --- the judge is judged -----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("apiloom.locations", "import apiloom.cli", "not in the row of locations"),
        ("apiloom.ir.api", "from apiloom.document import x", "the row of ir"),
        ("apiloom.ir.api", "from apiloom import cli", "not in the row of ir"),
        ("apiloom.render.x", "from apiloom.codegen import view2", "row of render"),
        ("apiloom.ir.api", "import jinja2", "jinja2 is not the business of ir"),
        ("apiloom.ir.api", "from . import types", "imports itself relatively"),
        ("apiloom.ir.api", "from apiloom import utils9", None),
        ("apiloom.ir.api", "from apiloom.nowhere import x", "does not exist"),
        ("apiloom.runtime.x", "from apiloom.runtime import errors", "relatively"),
        ("apiloom.runtime.x", "from ..ir import api", "not in the row of runtime"),
        ("apiloom.ir.api", "def f():\n    import json", "inside a function"),
        ("apiloom.ir.api", "f = lambda: __import__('x')", None),
        ("apiloom.attic.x", "", "is in no row of the table"),
        ("apiloom.docs.x", "from apiloom.codegen.views import File", None),
        ("apiloom.docs.x", "from apiloom.codegen import views", None),
        ("apiloom.pipeline", "from apiloom import __version__, lower", None),
        ("apiloom.runtime.x", "import httpx2\nfrom .core.errors import E", None),
    ],
)
def test_the_judge(name: str, text: str, message: str | None) -> None:
    known = {
        name: Module(name, Path("x.py"), ())
        for name in (
            "apiloom",
            "apiloom.cli",
            "apiloom.document",
            "apiloom.ir",
            "apiloom.ir.api",
            "apiloom.lower",
            "apiloom.codegen",
            "apiloom.codegen.views",
            "apiloom.runtime",
            "apiloom.runtime.core.errors",
        )
    }
    imports = tuple(imports_of(name, False, ast.parse(text)))
    found = list(violations(Module(name, Path("x.py"), imports), known))
    assert bool(found) == bool(message), found
    assert not message or any(message in each for each in found), found
