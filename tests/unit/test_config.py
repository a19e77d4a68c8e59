"""The configuration: what it gives, and the one message each mistake earns."""

from __future__ import annotations

import ast
import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from apiloom import config as config_module
from apiloom.config import ClientConfig, Config, find_config, load_config
from apiloom.diagnostics import UnusableInput

CLIENT = """\
[[tool.apiloom.client]]
spec = "openapi.yaml"
package = "shop"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "pyproject.toml"
    path.write_bytes(text.encode())
    return path


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    config = load_config(
        write(
            tmp_path,
            """\
            [project]
            name = "somebody-elses"

            [tool.apiloom]
            output = "src/clients"

            [[tool.apiloom.client]]
            spec = "specs/shop.yaml"
            overlays = ["specs/names.yaml", "specs/more.yaml"]
            package = "shop"
            client = "Shop"
            http = "httpx"

            [[tool.apiloom.client]]
            spec = "specs/mail.json"
            package = "mail_api"
            """,
        )
    )
    assert config == Config(
        output="src/clients",
        clients=(
            ClientConfig(
                spec="specs/shop.yaml",
                overlays=("specs/names.yaml", "specs/more.yaml"),
                package="shop",
                client="Shop",
                http="httpx",
            ),
            ClientConfig(spec="specs/mail.json", package="mail_api"),
        ),
        root=tmp_path,
    )


def test_defaults(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, CLIENT))
    assert config.output == "generated"
    assert config.clients == (
        ClientConfig(
            spec="openapi.yaml", package="shop", overlays=(), client=None, http="httpx2"
        ),
    )


MISTAKES = {
    "no table": (
        "[tool.other]\n",
        "1:1: error: there is no [tool.apiloom] table [config-invalid] at #/tool",
    ),
    "an empty file": ("", "1:1: error: there is no [tool.apiloom] table"),
    "no client": (
        "[tool.apiloom]\noutput = 'generated'\n",
        "1:1: error: no client is configured [config-invalid] at #/tool/apiloom",
    ),
    "an unknown key": (
        CLIENT + '\n[tool.apiloom]\nouput = "generated"\n',
        "6:1: error: unknown key `ouput` [config-invalid] at #/tool/apiloom/ouput\n"
        "  hint: did you mean `output`?",
    ),
    "a runtime of no kind": (
        CLIENT + '\n[tool.apiloom]\nruntime = "common"\n',
        '6:1: error: `runtime`: "common" is not supported [config-invalid] at'
        " #/tool/apiloom/runtime\n  hint: one of `own`, `shared`",
    ),
    "a name for no runtime": (
        CLIENT + '\n[tool.apiloom]\nruntime-package = "acme"\n',
        '6:1: error: `runtime-package` needs `runtime = "shared"`',
    ),
    "a name that no runtime can have": (
        CLIENT + '\n[tool.apiloom]\nruntime = "shared"\nruntime-package = "a-b"\n',
        '7:1: error: `runtime-package`: "a-b" is not the name of a Python package',
    ),
    "a runtime that hides a module": (
        CLIENT + '\n[tool.apiloom]\nruntime = "shared"\nruntime-package = "json"\n',
        '7:1: error: `runtime-package`: "json" would hide a module of Python',
    ),
    "a runtime in the folder of a client": (
        CLIENT
        + '\n[tool.apiloom]\nruntime = "shared"\nruntime-package = "acme.Shop"\n',
        '3:1: error: "shop" is the folder of the runtime [config-invalid] at'
        " #/tool/apiloom/client/0/package\n  hint: set another `runtime-package`",
    ),
    "a shared runtime for two HTTP libraries": (
        CLIENT
        + CLIENT.replace("shop", "mail")
        + 'http = "httpx"\n\n[tool.apiloom]\nruntime = "shared"\n',
        "7:1: error: clients that share a runtime need the same `http`:"
        ' "httpx2" [config-invalid] at #/tool/apiloom/client/1/http',
    ),
    "an output folder of one client": (
        CLIENT + 'output = "elsewhere"\n',
        "4:1: error: `output` is a setting of all clients, not of one"
        " [config-invalid] at #/tool/apiloom/client/0/output\n"
        "  hint: clients of another folder need a configuration of their own",
    ),
    "a key like no other": (
        CLIENT + "zzz = 1\n",
        "4:1: error: unknown key `zzz` [config-invalid] at #/tool/apiloom/client/0/zzz"
        "\n  hint: one of `spec`, `overlays`, `package`, `client`, `http`, `samples`,"
        " `env`",
    ),
    "a language that there is none of": (
        CLIENT + 'samples = ["curl", "javascrpt"]\n',
        '4:1: error: `samples`: "javascrpt" is not supported [config-invalid] at'
        " #/tool/apiloom/client/0/samples\n  hint: did you mean `javascript`?",
    ),
    "a key of the second client": (
        CLIENT + CLIENT.replace("shop", "mail") + 'overlay = "x.yaml"\n',
        "7:1: error: unknown key `overlay` [config-invalid]"
        " at #/tool/apiloom/client/1/overlay\n  hint: did you mean `overlays`?",
    ),
    "a root that is no text": (
        "[tool.apiloom]\nroots = [1]\n" + CLIENT,
        "2:1: error: `roots[0]` must be a string; this is a number",
    ),
    "a size that is no number": (
        '[tool.apiloom]\nmax-size = "1 MB"\n' + CLIENT,
        "2:1: error: `max-size` must be a number of megabytes; this is a string",
    ),
    "a size of nothing": (
        "[tool.apiloom]\nmax-size = 0\n" + CLIENT,
        "2:1: error: `max-size` must be more than 0 MB",
    ),
    "a variable that is none": (
        CLIENT + 'env = {key = "A=B"}\n',
        '4:1: error: `key`: "A=B" is not an environment variable',
    ),
    "no spec": (
        '[[tool.apiloom.client]]\npackage = "shop"\n',
        "1:1: error: the client has no `spec`: the path of its OpenAPI document",
    ),
    "a package that hides a module of Python": (
        CLIENT.replace("shop", "json"),
        '3:1: error: `package`: "json" would hide a module of Python of the same name'
        " [config-invalid] at #/tool/apiloom/client/0/package\n"
        "  hint: json_client, for example",
    ),
    "a package that hides a library": (
        CLIENT.replace("shop", "pydantic"),
        '3:1: error: `package`: "pydantic" would hide a library that clients need',
    ),
    "no package": (
        '[[tool.apiloom.client]]\nspec = "a.yaml"\n',
        "1:1: error: the client has no `package`: the name it is imported by",
    ),
    "one client, not a list": (
        '[tool.apiloom.client]\nspec = "a.yaml"\npackage = "shop"\n',
        "1:1: error: `client` must be an array of tables,"
        " [[tool.apiloom.client]]; this is a table",
    ),
    "clients that are no tables": (
        '[tool.apiloom]\nclient = ["a.yaml"]\n',
        "2:1: error: `client[0]` must be a table; this is a string",
    ),
    "a table that is none": (
        "[tool]\napiloom = true\n",
        "2:1: error: `apiloom` must be a table; this is a boolean",
    ),
    "an output that is no text": (
        "[tool.apiloom]\noutput = 3\n" + CLIENT,
        "2:1: error: `output` must be a string; this is a number",
    ),
    "a date": (
        CLIENT + "client = 2020-02-02\n",
        "4:1: error: `client` must be a string; this is a date or time",
    ),
    "an empty path": (
        CLIENT.replace("openapi.yaml", ""),
        "2:1: error: `spec` is empty",
    ),
    "a path over two lines": (
        CLIENT.replace("openapi.yaml", r"open\napi.yaml"),
        "2:1: error: `spec` contains a character that cannot be printed",
    ),
    "one overlay, not a list": (
        CLIENT + 'overlays = "more.yaml"\n',
        '4:1: error: `overlays` must be an array of strings: ["more.yaml"];'
        " this is a string",
    ),
    "overlays as a table": (
        CLIENT + "overlays = {}\n",
        "4:1: error: `overlays` must be an array of strings; this is a table",
    ),
    "an overlay that is no text": (
        CLIENT + 'overlays = ["more.yaml", 1]\n',
        "4:1: error: `overlays[1]` must be a string; this is a number",
    ),
    "a package with a dash": (
        CLIENT.replace("shop", "my-shop"),
        '3:1: error: `package`: "my-shop" is not a valid Python name',
    ),
    "a package with a path": (
        CLIENT.replace("shop", "../shop"),
        '3:1: error: `package`: "../shop" is not a valid Python name',
    ),
    "a package that cannot be imported": (
        CLIENT.replace("shop", "import"),
        '3:1: error: `package`: "import" is a Python keyword',
    ),
    "a client that is no class": (
        CLIENT + 'client = "3Shop"\n',
        '4:1: error: `client`: "3Shop" is not a valid Python name',
    ),
    "a package twice": (
        CLIENT + CLIENT,
        '6:1: error: "shop" would be written to the same folder as'
        ' the client "shop" above',
    ),
    "a package twice, but for its case": (
        CLIENT + CLIENT.replace("shop", "Shop"),
        '6:1: error: "Shop" would be written to the same folder as'
        ' the client "shop" above',
    ),
    "another library": (
        CLIENT + 'http = "requests"\n',
        '4:1: error: `http`: "requests" is not supported [config-invalid]'
        " at #/tool/apiloom/client/0/http\n  hint: one of `httpx2`, `httpx`",
    ),
    "a value in an inline table": (
        '[tool]\napiloom = { client = [{ spec = "a.yaml", package = 1 }] }\n',
        "2:1: error: `package` must be a string; this is a number",
    ),
    "no TOML": (
        "[tool.apiloom]\noutput = generated\n",
        "2:10: error: the file is not valid TOML: invalid value [syntax-error]",
    ),
    "TOML that ends too early": (
        '[tool.apiloom]\noutput = "gen',
        "2:1: error: the file is not valid TOML: unterminated string [syntax-error]",
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UnusableInput) as caught:
        load_config(path)
    assert str(caught.value).startswith(f"{path.as_posix()}:{message}")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "x = " + "[" * 100_000)
    with pytest.raises(UnusableInput, match="the file is not valid TOML"):
        load_config(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no such file"):
        load_config(tmp_path / "pyproject.toml")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="the file cannot be read"):
        load_config(tmp_path)


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(b'[tool.apiloom]\noutput = "caf\xe9"\n')
    with pytest.raises(UnusableInput, match="the file is not UTF-8"):
        load_config(path)


def test_windows_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path, CLIENT.replace("\n", "\r\n") + 'http = "no"\r\n')
    with pytest.raises(UnusableInput, match=r"pyproject\.toml:4:1: "):
        load_config(path)


ALONE = """\
output = "clients"
roots = ["../common"]

[[client]]
spec = "openapi.yaml"
package = "shop"
"""


def test_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "apiloom.toml"
    path.write_text(ALONE, "utf-8")
    config = load_config(path)
    assert (config.output, config.roots) == ("clients", (".", "../common"))
    assert config.clients == (ClientConfig(spec="openapi.yaml", package="shop"),)
    path.write_text(ALONE.replace("output", "ouput"), "utf-8")
    with pytest.raises(UnusableInput, match=r"apiloom\.toml:1:1: error: unknown key"):
        load_config(path)
    path.write_text("output = 'x'\n", "utf-8")
    with pytest.raises(UnusableInput, match=r"hint: add \[\[client\]\] with spec ="):
        load_config(path)
    # A file that other tools share keeps the table, whatever the name of the file.
    path.write_text(CLIENT, "utf-8")
    assert [client.package for client in load_config(path).clients] == ["shop"]


def test_the_configuration_of_a_folder(tmp_path: Path) -> None:
    shared, alone = tmp_path / "pyproject.toml", tmp_path / "apiloom.toml"
    assert find_config(tmp_path) == shared
    alone.write_text(ALONE, "utf-8")
    assert find_config(tmp_path) == alone
    shared.write_text("[tool.black]\n", "utf-8")
    assert find_config(tmp_path) == alone
    shared.write_text(CLIENT, "utf-8")
    with pytest.raises(UnusableInput, match=r"both apiloom\.toml and pyproject\.toml"):
        find_config(tmp_path)
    alone.unlink()
    assert find_config(tmp_path) == shared


def test_the_places_of_files(tmp_path: Path) -> None:
    [client] = load_config(write(tmp_path, CLIENT + 'overlays = ["o.yaml"]\n')).clients
    lines = {name: place.line for name, place in client.places}
    assert lines == {"openapi.yaml": 2, "o.yaml": 4}


# --- the JSON Schema ----------------------------------------------------------

SCHEMA = json.loads(
    (Path(config_module.__file__).parent / "config.schema.json").read_text("utf-8")
)
BEYOND_SCHEMAS = {
    "a path over two lines",
    "a package twice",
    "a package twice, but for its case",
    "a package that cannot be imported",
    "a package that hides a module of Python",
    "a package that hides a library",
    "a runtime in the folder of a client",
    "a runtime that hides a module",
    "a shared runtime for two HTTP libraries",
}
"""Mistakes that a JSON Schema cannot see."""


def as_json(value: Any) -> Any:
    """TOML as a JSON Schema sees it: a date is its text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def problems(text: str) -> list[str]:
    table = as_json(tomllib.loads(text).get("tool", {}).get("apiloom", {}))
    validator = jsonschema.Draft7Validator(SCHEMA)
    return [error.message for error in validator.iter_errors(table)]


def test_the_schema_knows_the_keys_of_the_parser() -> None:
    """Each call of `only` lists the keys of a table; so does the schema."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    tree = ast.parse(Path(config_module.__file__).read_text("utf-8"))
    read = [
        {
            constant.value
            for constant in ast.walk(call)
            if isinstance(constant, ast.Constant)
        }
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "only"
        and all(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    tables = [SCHEMA, *SCHEMA["definitions"].values()]
    known = [{*table["properties"]} for table in tables if "properties" in table]
    assert all(keys in known for keys in read)
    described = [
        value for table in tables for value in table.get("properties", {}).values()
    ]
    assert all(value["description"] for value in described)


def test_the_schema_takes_what_the_parser_takes(root: Path) -> None:
    for text in (CLIENT, (root / "pyproject.toml").read_text("utf-8")):
        assert problems(text) == []


@pytest.mark.parametrize("name", [*MISTAKES])
def test_the_schema_refuses_what_the_parser_refuses(name: str) -> None:
    text = MISTAKES[name][0]
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert bool(problems(text)) == (name not in BEYOND_SCHEMAS)
