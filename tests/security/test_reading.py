"""A document reads what its user allows, and nothing else; what it reads is bounded.

The canary is text that stands in a file outside of the roots, or on a server that the
document may not ask. It must not be opened, and must not be in anything that comes out.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from apiloom import access as access_module
from apiloom.access import Access
from apiloom.cli import main
from apiloom.config import ClientConfig
from apiloom.diagnostics import Diagnostics, Severity, UnusableInput
from apiloom.document import read
from apiloom.pipeline import Client, generate, understand

CANARY = "CANARY-7f3a"
SECRET = f"""
description: {CANARY}
type: object
properties: {{{CANARY}: {{type: string, description: {CANARY}, default: {CANARY}}}}}
get: {{operationId: leak, description: {CANARY}, responses: {{}}}}
"""


def document(schema: Any, **rest: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    ok = {"description": "OK", "content": content}
    operation = {"operationId": "get", "responses": {"200": ok}}
    return {
        "openapi": "3.1.0",
        "security": [],
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": {"/a": {"get": operation}},
        **rest,
    }


def everywhere(ref: str) -> dict[str, Any]:
    """A document with the reference in every place that may name a file."""
    made = document({"$ref": ref})
    operation = made["paths"]["/a"]["get"]
    operation["parameters"] = [{"$ref": ref}]
    operation["requestBody"] = {"$ref": ref}
    ok = operation["responses"]["200"]
    ok["headers"] = {"X-A": {"$ref": ref}}
    ok["links"] = {"one": {"$ref": ref}, "two": {"operationRef": f"{ref}#/get"}}
    ok["content"]["application/json"]["examples"] = {
        "one": {"$ref": ref},
        "two": {"externalValue": ref},
    }
    operation["responses"]["400"] = {"$ref": ref}
    operation["callbacks"] = {"back": {"$ref": ref}}
    made["paths"]["/b"] = {"$ref": ref}
    made["components"] = {
        "schemas": {
            "Mapped": {
                "oneOf": [{"$ref": "#/components/schemas/Plain"}, {"$ref": ref}],
                "discriminator": {"propertyName": "kind", "mapping": {"x": ref}},
            },
            "Plain": {"type": "object", "properties": {"$ref": ref}},
            "Part": {"allOf": [{"$ref": ref}], "items": {"$dynamicRef": ref}},
        },
        "securitySchemes": {"key": {"$ref": ref}},
    }
    return made


def put(path: Path, content: str | bytes | dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def made(folder: Path, access: Access | None = None, spec: str = "spec.json") -> Client:
    return understand(ClientConfig(spec=spec, package="p"), folder, access=access)


def codes(client: Client) -> set[str]:
    return {found.code for found in client.diagnostics}


def said(client: Client) -> str:
    lines = [found.render() for found in client.findings()]
    return "\n".join([*lines, *(text.decode() for text in generate(client).values())])


_listeners: list[list[str]] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str):
        for paths in _listeners:
            paths.append(os.path.realpath(arguments[0]))


sys.addaudithook(_note)


@contextmanager
def opened() -> Iterator[list[str]]:
    """Note every file that is opened, by its real path."""
    found: list[str] = []
    _listeners.append(found)
    try:
        yield found
    finally:
        _listeners.remove(found)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that may be read, with a secret beside it, and links that lead there."""
    put(tmp_path / "secret.yaml", SECRET)
    folder = tmp_path / "project"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "up").symlink_to(tmp_path)
    (folder / "sub" / "chain.yaml").symlink_to("../link.yaml")
    return folder


def run(folder: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    """Run a command in a folder; whatever it does, it ends without a traceback."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, arguments, input=stdin)
    finally:
        os.chdir(before)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# Out of the roots


@pytest.mark.parametrize(
    "ref",
    [
        "../secret.yaml",
        "../" * 50_000 + "secret.yaml",
        "./sub/../../secret.yaml",
        "sub/../sub/../../secret.yaml",
        "%2e%2e/secret.yaml",
        "%2E%2E%2Fsecret.yaml",
        "%252e%252e/secret.yaml",
        "%252e%252e%252fsecret.yaml",
        "..\\secret.yaml",
        "..%5csecret.yaml",
        "{}/secret.yaml",
        "file://{}/secret.yaml",
        "FILE://LOCALHOST{}/secret.yaml",
        "file:{}/secret.yaml",
        "file%3A//{}/secret.yaml",
        "link.yaml",
        "up/secret.yaml",
        "sub/chain.yaml",
        "up/project/../secret.yaml",
        "//127.0.0.1{}/secret.yaml",
        "\\\\127.0.0.1\\c$\\secret.yaml",
        "C:\\secret.yaml",
        "C%3A/secret.yaml",
        "\\\\?\\C:\\secret.yaml",
        "../secret.yaml%00",
        "data:application/json,{{}}",
        "ftp://127.0.0.1/secret.yaml",
        "/proc/self/environ",
    ],
)
def test_references_stay_inside_the_roots(project: Path, ref: str) -> None:
    ref = ref.format(project.parent)
    put(project / "spec.json", everywhere(ref))
    with opened() as paths:
        client = made(project)
        text = said(client)
    # Links of code generation itself aside, only the project is read for a document.
    assert str(project.parent / "secret.yaml") not in paths
    assert not [path for path in paths if path.startswith("/proc/")]
    assert CANARY not in text
    errors = [one for one in client.diagnostics if one.severity is Severity.ERROR]
    assert {one.code for one in errors} <= {"outside-roots", "unresolved-reference"}
    assert errors


def test_the_error_names_the_option_and_the_option_helps(project: Path) -> None:
    spec = document({"$ref": "../secret.yaml"})
    put(project / "spec.json", spec)
    refused = run(project, "lint", "spec.json")
    assert refused.stdout.count("[outside-roots]") == 1
    assert refused.exit_code == 1
    assert 'hint: to allow it: --root .., or roots = [".."]' in (refused.stdout)
    assert CANARY not in refused.output
    for root in ("..", str(project.parent), "../secret.yaml"):
        assert (
            "outside-roots"
            not in run(project, "lint", "spec.json", f"--root={root}").output
        )
    config = (
        '[tool.apiloom]\n{}[[tool.apiloom.client]]\nspec="spec.json"\npackage="p"\n'
    )
    put(project / "pyproject.toml", config.format('roots = [".."]\n'))
    assert run(project, "generate").exit_code == 0
    # What was made with more roots is not served to a run with fewer.
    assert run(project, "check").exit_code == 0
    put(project / "pyproject.toml", config.format(""))
    again = run(project, "check")
    assert again.exit_code == 1
    assert "[outside-roots]" in again.stderr
    assert run(project, "generate").exit_code == 3
    assert run(project, "generate", "--root", "..").exit_code == 0
    assert "[outside-roots]" in run(project, "generate").stderr


def test_a_spec_on_the_command_line_reads_the_current_folder_or_its_own(
    project: Path,
) -> None:
    put(project / "sub" / "spec.json", document({"$ref": "../part.yaml"}))
    put(project / "part.yaml", "type: string")
    assert run(project, "lint", "sub/spec.json").exit_code == 0
    for folder in (project / "sub", project.parent / "elsewhere"):
        folder.mkdir(exist_ok=True)
        spec = os.path.relpath(project / "sub" / "spec.json", folder)
        refused = run(folder, "lint", spec)
        assert "[outside-roots]" in refused.stdout, folder
        put(project / "sub" / "own.json", document({"$ref": "part.yaml"}))
        put(project / "sub" / "part.yaml", "type: string")
        own = os.path.relpath(project / "sub" / "own.json", folder)
        assert run(folder, "lint", own).exit_code == 0


def test_what_the_user_names_may_be_anywhere(project: Path) -> None:
    put(project.parent / "else" / "spec.json", document({"type": "string"}))
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "extends": "../secret.yaml",
        "actions": [
            {"target": "$.info", "update": {"x-a": {"$ref": "../secret.yaml"}}}
        ],
    }
    put(project.parent / "more" / "overlay.json", overlay)
    named = ["../else/spec.json", "--overlay", "../more/overlay.json"]
    with opened() as paths:
        assert run(project, "lint", *named).exit_code == 0
    assert str(project.parent / "secret.yaml") not in paths


def test_what_an_overlay_refers_to_stays_inside_the_roots(project: Path) -> None:
    update = {"schema": {"$ref": "../secret.yaml"}}
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$..['application/json']", "update": update}],
    }
    put(project / "overlay.json", overlay)
    put(project / "spec.json", document({}))
    found = run(project, "lint", "spec.json", "--overlay", "overlay.json")
    assert "[outside-roots]" in found.stdout


def test_a_swagger_document_stays_inside_the_roots(project: Path) -> None:
    ref = {"$ref": "../secret.yaml"}
    responses = {"200": {"description": "OK", "schema": ref}, "400": ref}
    get = {"parameters": [ref], "responses": responses}
    spec = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": get}, "/b": ref},
        "parameters": {"A": ref},
        "responses": {"A": ref},
        "definitions": {"A": ref},
    }
    put(project / "spec.json", spec)
    with opened() as paths:
        client = made(project)
        assert CANARY not in said(client)
    assert str(project.parent / "secret.yaml") not in paths
    assert "outside-roots" in codes(client)


def test_a_link_that_changes_while_it_is_judged(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is judged again once it is open: what counts is what was opened."""
    part = put(project / "part.yaml", "type: string")
    put(project / "spec.json", document({"$ref": "part.yaml"}))
    system = os.open

    def swapped(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if os.fspath(path).endswith("part.yaml") and not part.is_symlink():
            part.unlink()
            part.symlink_to(project.parent / "secret.yaml")
        return system(path, flags, *rest, **options)

    monkeypatch.setattr(access_module.os, "open", swapped)
    client = made(project)
    assert part.is_symlink()
    assert CANARY not in said(client)
    assert codes(client) == {"outside-roots"}


# No reference


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_reference_counts_only_where_openapi_has_one(
    project: Path, version: str
) -> None:
    ref = {"$ref": "inside.yaml"}
    put(project / "inside.yaml", SECRET)
    schema = {
        "type": "object",
        "title": ref,
        "description": ref,
        "default": {"a": ref},
        "example": ref,
        "x-data": ref,
        "properties": {
            "a": {"enum": [ref, "x"], "example": ref},
            "b": {"const": ref, "examples": [ref]},
            "c": {"type": "string", "pattern": ref, "format": ref, "default": ref},
        },
    }
    spec = document(schema, openapi=version)
    spec["info"]["description"] = spec["x-more"] = ref
    operation = spec["paths"]["/a"]["get"]
    operation["summary"] = operation["description"] = ref
    operation["x-code-samples"] = [{"lang": "py", "source": ref}]
    operation["parameters"] = [
        {"name": "q", "in": "query", "description": ref, "schema": {"type": "string"}}
    ]
    content = operation["responses"]["200"]["content"]["application/json"]
    content["example"] = ref
    content["examples"] = {"one": {"value": ref, "externalValue": "inside.yaml"}}
    spec["tags"] = [{"name": "t", "description": ref}]
    put(project / "spec.json", spec)
    with opened() as paths:
        client = made(project)
        assert CANARY not in said(client)
    assert str(project / "inside.yaml") not in paths
    assert list(client.document.files) == [""]
    messages = [one.message for one in client.diagnostics if one.code == "wrong-type"]
    assert "description must be a string, not a reference" in messages
    assert "summary must be a string, not a reference" in messages


# Regular files, of a size that was agreed


def special(folder: Path) -> dict[str, Path]:
    """Files that are none, by what they are."""
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "zero.yaml").symlink_to("/dev/zero")
    before = os.getcwd()
    os.chdir(folder)  # a path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made_socket:
            made_socket.bind("socket.yaml")
    finally:
        os.chdir(before)
    kinds = {"a pipe": "pipe", "a folder": "folder", "a device": "zero"}
    kinds["a socket"] = "socket"
    return {kind: folder / f"{name}.yaml" for kind, name in kinds.items()}


def test_only_regular_files_are_read(project: Path) -> None:
    everything = Access.to(["/"])
    put(project / "good.json", document({}))
    started = time.monotonic()
    for kind, path in special(project).items():
        put(project / "spec.json", document({"$ref": path.name}))
        client = made(project, everything)
        (found,) = client.diagnostics
        assert found.code == "unresolved-reference"
        assert f"this is {kind}, not a file" in found.message
        for named in (
            ["lint", path.name],
            ["lint", "good.json", "--overlay", path.name],
        ):
            refused = run(project, *named)
            assert (refused.exit_code, refused.stdout) == (2, "")
            assert f"this is {kind}, not a file" in refused.stderr
    assert time.monotonic() - started < 5


def test_a_document_has_a_size_that_was_agreed(project: Path) -> None:
    large = "x: '" + "x" * 600_000 + "'"
    put(project / "large.yaml", large)
    put(project / "larger.yaml", large)
    put(project / "one.json", document({"$ref": "large.yaml#/x"}))
    both = {"allOf": [{"$ref": "large.yaml#/x"}, {"$ref": "larger.yaml#/x"}]}
    put(project / "both.json", document(both))
    within = run(project, "lint", "one.json", "--max-size", "1")
    assert "too large" not in within.output
    assert "larger than" not in within.output
    # All files count together: a document cannot be large in small pieces.
    together = run(project, "lint", "both.json", "--max-size", "1")
    message = "with this file the document is larger than 1 MB"
    assert message in together.stdout
    assert "hint: --max-size MB allows more" in together.stdout
    for arguments in (
        ["lint", "large.yaml", "--max-size", "0.5"],
        ["lint", "one.json", "--overlay", "large.yaml", "--max-size", "0.5"],
    ):
        refused = run(project, *arguments)
        assert refused.exit_code == 2
        assert "larger than 0.5 MB [too-large]" in refused.stderr
    put(
        project / "pyproject.toml",
        "[tool.apiloom]\nmax-size = 0.5\n"
        '[[tool.apiloom.client]]\nspec = "large.yaml"\npackage = "p"\n',
    )
    refused = run(project, "generate")
    assert refused.exit_code == 2
    assert "larger than 0.5 MB [too-large]" in refused.stderr


@pytest.mark.parametrize(
    "text", ['{"x": [' + "[], " * 200_000 + "[]]}", "- a\n" * 200_000]
)
def test_a_document_has_no_more_values_than_fit_its_size(
    project: Path, text: str
) -> None:
    put(project / "spec.yaml", text)
    refused = run(project, "lint", "spec.yaml", "--max-size", "1")
    assert refused.exit_code == 2
    assert "contains more than 100,000 values [too-large]" in refused.stderr
    assert "hint: --max-size MB allows more" in refused.stderr


def test_standard_input_is_a_document_of_that_size(project: Path) -> None:
    put(project / "part.yaml", "type: string")
    spec = json.dumps(document({"$ref": "part.yaml"})).encode()
    assert run(project, "lint", "-", stdin=spec).exit_code == 0
    refused = run(project, "lint", "-", "--max-size", "0.001", stdin=b" " * 2000 + spec)
    assert refused.exit_code == 2
    assert "[too-large]" in refused.stderr


# Other machines


@dataclass
class Server:
    """A server that sends raw bytes, as slowly and for as long as it likes."""

    replies: dict[str, Callable[[], Iterator[bytes]]] = field(
        default_factory=dict[str, Callable[[], Iterator[bytes]]]
    )
    asked: list[str] = field(default_factory=list[str])
    requests: list[bytes] = field(default_factory=list[bytes])
    url: str = ""

    def on(
        self, path: str, *parts: bytes, again: bytes = b"", pause: float = 0
    ) -> None:
        """Send the parts, then `again` for ever, with a pause before each."""

        def reply() -> Iterator[bytes]:
            yield from parts
            while again:
                time.sleep(pause)
                yield again

        self.replies[path] = reply

    def json(self, path: str, value: Any) -> None:
        self.on(path, response(json.dumps(value).encode()))

    def redirect(self, path: str, target: str) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n"
        self.on(path, f"{head}Content-Length: 0\r\n\r\n".encode())


def response(body: bytes, *headers: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {size}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    listener = socket.create_server(("127.0.0.1", 0))
    server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65536)
                if not part:
                    return
                request += part
            path = request.split(b" ")[1].decode()
            server.asked.append(path)
            server.requests.append(request)
            missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            for part in server.replies.get(path, lambda: iter([missing]))():
                if over.is_set():
                    return
                connection.sendall(part)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        over.set()
        listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Server]:
    with serving() as found:
        yield found


def fetched(url: str, **options: Any) -> tuple[Diagnostics, Any]:
    found = Diagnostics()
    access = Access(allow_remote=True, **options)
    return found, read(url, (), found, access=access)


def test_a_remote_document_leads_to_its_own_origin(
    project: Path, server: Server, other: Server
) -> None:
    put(project / "part.yaml", SECRET)
    other.json("/o.json", {"description": CANARY, "type": "object"})
    for ref in (
        f"file://{project}/part.yaml",
        f"FILE:{project}/part.yaml",
        "data:application/json,%7B%22description%22:%22CANARY-7f3a%22%7D",
        "ftp://127.0.0.1/part.yaml",
        "gopher://127.0.0.1/x",
        "jar:file:part.yaml!/x",
        f"{other.url}/o.json",
        f"//{other.url[7:]}/o.json",
        f"http://localhost:{server.url.rpartition(':')[2]}/part.yaml",
        "http://169.254.169.254/latest/meta-data/",
        "https://[::1]/o.json",
        "http://127.0.0.1:99999/o.json",
    ):
        server.json("/openapi.json", everywhere(ref))
        server.asked.clear()
        with opened() as paths:
            found, document_ = fetched(f"{server.url}/openapi.json")
        assert not [path for path in paths if str(project) in path], ref
        assert {one.code for one in found if one.severity is Severity.ERROR} == {
            "outside-roots"
        }, ref
        assert list(document_.files) == [""], ref
    assert not other.asked
    # A path is one of the server's, absolute or not.
    server.json("/openapi.json", document({"$ref": f"{project}/part.yaml"}))
    found, _ = fetched(f"{server.url}/openapi.json")
    assert f"{project}/part.yaml" in server.asked
    assert [one.code for one in found] == ["unresolved-reference"]


def test_other_origins_are_named_by_the_user(server: Server, other: Server) -> None:
    server.json("/openapi.json", document({"$ref": f"{other.url}/common/o.json"}))
    other.json("/common/o.json", {"$ref": "../private/p.json"})
    other.json("/private/p.json", {"type": "string"})
    url = f"{server.url}/openapi.json"
    found, _ = fetched(url)
    (one,) = found
    assert one.hint == f"to allow it: --root {other.url}"
    assert not other.asked
    found, _ = fetched(url, urls=(f"{other.url}/common",))
    assert [one.code for one in found] == ["outside-roots"]
    assert other.asked == ["/common/o.json"]
    found, _ = fetched(url, urls=(other.url,))
    assert not [*found]


def test_redirects_are_few_and_judged(server: Server, other: Server) -> None:
    other.json("/o.json", document({"type": "string"}))
    server.redirect("/loop", "/loop")
    server.redirect("/file", "file:///etc/passwd")
    server.redirect("/data", "data:application/json,{}")
    server.redirect("/ftp", "ftp://127.0.0.1/x")
    server.redirect("/broken", "http://[")
    server.redirect("/moved", f"{other.url}/o.json")
    for path, message in {
        "/loop": "redirects more than 5 times",
        "/file": "redirects to file, not to HTTP",
        "/data": "redirects to data, not to HTTP",
        "/ftp": "redirects to ftp, not to HTTP",
        "/broken": "cannot be reached",
    }.items():
        with pytest.raises(UnusableInput, match=message):
            fetched(server.url + path)
    # Where the user's own URL has moved to is the document's origin, too.
    found, _ = fetched(f"{server.url}/moved")
    assert not [*found]
    # A reference has no say in that.
    server.json("/openapi.json", document({"$ref": "moved"}))
    other.asked.clear()
    found, _ = fetched(f"{server.url}/openapi.json")
    (one,) = found
    assert "which the document may not read; name it with --root" in one.message
    assert not other.asked


GZIP = "Content-Encoding: gzip"


def test_what_a_server_sends_is_bounded(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\n"
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    bomb = gzip.compress(b" " * 30_000_000)
    server.on("/endless", head + b"\r\n", again=b" " * 65536)
    server.on("/chunks", head + b"Transfer-Encoding: chunked\r\n\r\n", again=chunk)
    server.on("/bomb", response(bomb, GZIP))
    server.on("/claims", response(b"{}", length=10**12))
    server.on("/short", response(b'{"openapi": "3.1.0"', length=1000))
    server.on("/cut", response(gzip.compress(b"{}" * 1000)[:-9], GZIP))
    server.on("/not-gzip", response(b"{}", GZIP))
    server.on("/br", response(b"{}", "Content-Encoding: br"))
    server.on("/noise", b"\x00\xff" * 40_000)
    server.on("/headers", head, again=b"X-A: " + b"a" * 60_000 + b"\r\n")
    server.on("/long", head + b"X-A: ", again=b"a" * 65_000)
    server.on("/closed")
    larger = "with this file the document is larger than 10 MB"
    for path, message in {
        "/endless": larger,
        "/chunks": larger,
        "/bomb": larger,
        "/claims": "ends before it is complete",
        "/short": "ends before it is complete",
        "/cut": "ends before it is complete",
        "/not-gzip": "does not match its Content-Encoding",
        "/br": "an encoding that was not requested",
        "/noise": "does not speak HTTP",
        "/headers": "does not speak HTTP",
        "/long": "does not speak HTTP",
        "/closed": "cannot be reached|does not speak HTTP",
        "/gone": "the server responds 404 Not Found",
    }.items():
        with pytest.raises(UnusableInput, match=message) as raised:
            fetched(server.url + path, max_size=10_000_000, timeout=20)
        assert (message == larger) == (raised.value.diagnostic.code == "too-large")


def test_what_a_server_sends_takes_no_longer_than_agreed(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    server.on("/silent", b"", again=b"", pause=1)
    server.on("/body", head, again=b" ", pause=0.05)
    server.on("/head", b"HTTP/1.1 200 OK\r\nX-A: ", again=b"a", pause=0.05)
    server.on("/status", b"HTTP", again=b"/", pause=0.05)
    server.replies["/silent"] = lambda: iter([time.sleep(3) or b""])  # type: ignore[func-returns-value]
    for path in ("/silent", "/body", "/head", "/status"):
        started = time.monotonic()
        with pytest.raises(UnusableInput) as raised:
            fetched(server.url + path, timeout=0.3)
        assert time.monotonic() - started < 1.5
        assert "fetching the document takes more than 0.3 seconds" in str(raised.value)
        assert "hint: --timeout SECONDS allows more" in str(raised.value)
    # All files together: a document cannot be slow in quick pieces.
    server.json("/openapi.json", document({"$ref": "0.json"}))
    for number in range(100):
        body = json.dumps({"allOf": [{"$ref": f"{number + 1}.json"}]}).encode()
        server.replies[f"/{number}.json"] = lambda body=body: iter(  # type: ignore[misc]
            [response(body) if time.sleep(0.05) is None else b""]  # type: ignore[func-returns-value]
        )
    started = time.monotonic()
    found, _ = fetched(f"{server.url}/openapi.json", timeout=0.5)
    assert time.monotonic() - started < 2
    assert "takes more than 0.5 seconds" in [*found][-1].message


def test_credentials_in_urls_stay_there(
    tmp_path: Path, server: Server, other: Server
) -> None:
    other.json("/o.json", {"type": "string"})
    other.json("/o.json?key=hidden3", {"type": "string"})
    missing = f"{other.url.replace('//', '//user:hidden4@')}/gone.json?key=hidden5"
    refs: list[Any] = [
        {"$ref": "part.json?key=hidden3"},
        {"$ref": missing},
        {"$ref": f"{other.url}/o.json?key=hidden3"},
    ]
    wrong = {"type": "object", "description": 7, "properties": {"a": {"type": "x"}}}
    servers = [{"url": "/v1"}, {"url": ""}, {"url": "../v2"}]
    root = document({"anyOf": refs}, servers=servers)
    server.json("/openapi.json?token=hidden2", root)
    server.json("/part.json?key=hidden3", wrong)
    named = server.url.replace("//", "//user:hidden1@") + "/openapi.json?token=hidden2"
    done = run(
        tmp_path,
        "generate",
        named,
        "--output=out",
        "--allow-remote",
        "--root",
        other.url,
    )
    assert done.exit_code == 3, done.output
    assert "error:" in done.stderr
    assert "hidden" not in done.output
    for path in tmp_path.rglob("*"):
        assert "hidden" not in path.name
        assert path.is_dir() or b"hidden" not in path.read_bytes()
    # They are sent where they belong, and nowhere else.
    authorized = [b"\r\nAuthorization: Basic " in each for each in server.requests]
    assert authorized == [True] * len(server.requests)
    [plain] = [each for each in other.requests if b"/o.json" in each]
    assert b"Authorization" not in plain
    refused = run(tmp_path, "lint", named)
    assert refused.exit_code == 2
    assert "hidden" not in refused.output


# Environment variables


def schemes(env: Any, **rest: Any) -> dict[str, Any]:
    key = {"type": "apiKey", "in": "header", "name": "X-Key", "x-env": env, **rest}
    components = {"securitySchemes": {"key": key}}
    return document({"type": "string"}, components=components, security=[{"key": []}])


def variables(folder: Path, *arguments: str) -> tuple[list[str], str]:
    done = run(folder, "inspect", *arguments)
    data = json.loads(done.stdout)
    found = [one["env"] for one in data["auth"]]
    return found, "\n".join(one["message"] for one in data["diagnostics"])


@pytest.mark.parametrize(
    "env",
    ["AWS_SECRET_ACCESS_KEY", "SHOPKEEPER_KEY", "SHOP", "SHOP_", "shop_key", "PATH"],
)
def test_a_document_names_variables_of_its_own_package(project: Path, env: str) -> None:
    put(project / "spec.json", schemes(env))
    found, messages = variables(project, "spec.json", "--package", "shop")
    assert found == ["SHOP_API_KEY"]
    assert f"the variable {env} is not read" in messages


@pytest.mark.parametrize(
    "env", ["A\nB", "A=B", "A\0", "", 7, {"api_key": ["A"]}, [["A"]]]
)
def test_a_variable_has_a_name_that_variables_have(project: Path, env: Any) -> None:
    put(project / "spec.json", schemes(env))
    found, _ = variables(project, "spec.json", "--package", "shop")
    assert found == ["SHOP_API_KEY"]


def test_only_a_name_that_was_chosen_counts(project: Path) -> None:
    put(project / "aws.json", schemes("AWS_SECRET_ACCESS_KEY"))
    found, messages = variables(project, "aws.json")
    assert found == ["AWS_API_KEY"]
    assert "the package name was not chosen explicitly" in messages
    found, messages = variables(project, "aws.json", "--package", "aws")
    assert found == ["AWS_SECRET_ACCESS_KEY"]
    assert "variable" not in messages


def put_overlay(folder: Path, *actions: Mapping[str, Any]) -> None:
    info = {"title": "O", "version": "1"}
    put(folder / "o.json", {"overlay": "1.1.0", "info": info, "actions": [*actions]})


def test_an_overlay_and_the_configuration_name_any(project: Path) -> None:
    put(project / "spec.json", schemes("AWS_KEY"))
    target = {"target": "$..key", "update": {"x-env": "COMPANY_KEY"}}
    arguments = ["spec.json", "--package=shop", "--overlay=o.json"]
    put_overlay(project, target)
    assert variables(project, *arguments)[0] == ["COMPANY_KEY"]
    # What an overlay copies is still the document's.
    copy = {"target": "$.components.securitySchemes.key", "copy": "$.x-scheme"}
    spec = schemes("SHOP_KEY")
    spec["x-scheme"] = {"x-env": "AWS_KEY"}
    put(project / "spec.json", spec)
    put_overlay(project, copy)
    assert variables(project, *arguments)[0] == ["SHOP_API_KEY"]
    # So is what a document takes from the file of an overlay.
    spec = schemes("SHOP_KEY")
    spec["components"]["securitySchemes"]["key"] = {
        "$ref": "o.json#/actions/0/update/mine"
    }
    put(project / "spec.json", spec)
    key = {"type": "apiKey", "in": "header", "name": "X", "x-env": "COMPANY_KEY"}
    mine = {"target": "$.info", "update": {"mine": key}}
    put_overlay(project, mine)
    assert variables(project, *arguments)[0] == ["SHOP_API_KEY"]
    put(project / "spec.json", schemes("AWS_KEY"))
    put(
        project / "pyproject.toml",
        '[[tool.apiloom.client]]\nspec = "spec.json"\npackage = "shop"\n'
        'env = {key = "COMPANY_KEY"}\n',
    )
    assert run(project, "generate").exit_code == 0
    text = (project / "generated" / "shop" / "client.py").read_text("utf-8")
    assert "COMPANY_KEY" in text
    assert "AWS_KEY" not in text


# Text that explodes


def yaml(rest: str) -> str:
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
    return head + rest


def _laughs(first: str, each: str) -> str:
    lines = [f"x0: &a0 {first}"]
    lines += [
        f"x{number}: &a{number} {each.format(*[f'*a{number - 1}'] * 10)}"
        for number in range(1, 12)
    ]
    return yaml("\n".join(lines))


TEN = ", ".join(["{}"] * 10)
NINES = "9" * 5_000
CHAIN = "".join(f"x{n}: &m{n} {{<<: *m{n - 1}}}\n" for n in range(1, 2_000))
EXPLODING: Mapping[str, tuple[str | bytes, Sequence[str]]] = {
    "laughs": (_laughs("[l]", f"[{TEN}]"), ["alias-bomb"]),
    "maps": (
        _laughs("{k: l}", "{{" + ", ".join(f"k{n}: {{}}" for n in range(10)) + "}}"),
        ["alias-bomb"],
    ),
    "text": (
        yaml(f"x: &a {'a' * 100_000}\ny: [{', '.join(['*a'] * 1_000)}]"),
        ["alias-bomb"],
    ),
    "itself": (yaml("x: &a {<<: *a}"), ["alias-bomb"]),
    "merges": (yaml(f"x0: &m0 {{a: 1}}\n{CHAIN}y: {{<<: *m1999, type: 1}}"), []),
    "many merges": (yaml(f"x: &a {{b: 1}}\ny: {{<<: [{'*a, ' * 5_000}]}}"), []),
    "python": (yaml("x: !!python/object/apply:os.abort []"), ["unknown-tag"]),
    "new": (yaml("x: !!python/object/new:os.system {a: b}"), ["unknown-tag"]),
    "name": (yaml("x: !!python/name:os.abort y"), ["unknown-tag"]),
    "directive": (
        "%TAG !e! tag:yaml.org,2002:python/\n---\n" + yaml("x: !e!name:os.abort y"),
        ["unknown-tag"],
    ),
    "anchors": (yaml("x: &a 1\ny: &a [2]\nz: *a"), []),
    "integer": (yaml(f"x: {NINES}"), ["syntax-error"]),
    "hexadecimal": (yaml(f"x: 0x{NINES}"), ["syntax-error"]),
    "octal": (yaml(f"x: 0o{'7' * 5_000}"), ["syntax-error"]),
    "float": (yaml(f"x: !!float {'9' * 400}"), ["syntax-error"]),
    "key": (yaml(f"x: {{? {NINES} : 1}}"), []),
    "json integer": (f'{{"openapi": "3.1.0", "x": {NINES}}}', ["syntax-error"]),
    "default": (
        yaml(f"components: {{schemas: {{A: {{type: integer, default: '{NINES}'}}}}}}"),
        ["value-of-wrong-type"],
    ),
    "flow": (yaml("x: " + "[" * 100_000), ["nested-too-deeply"]),
    "block": (yaml("x:\n  " + "- " * 10_000), ["nested-too-deeply"]),
    "json": (
        '{"openapi": "3.1.0", "x": ' + "[" * 500_000 + "]" * 500_000 + "}",
        ["nested-too-deeply"],
    ),
    "scalar": (yaml(f"x: {'a' * 5_000_000}"), []),
    "nul": (yaml('x: "a\0b"'), ["syntax-error"]),
    "nuls": (b"\0" * 100, ["syntax-error"]),
    "json nul": (b'{"openapi": "3.1.0", "x": "a\0b"}', ["syntax-error"]),
    "latin": (yaml("x: é").encode("latin-1"), ["encoding-error"]),
    "utf-16": (b"\xff\xfe" + yaml("").encode("utf-16-le")[:-1], ["encoding-error"]),
    "marks": (b"\xef\xbb\xbf" * 2 + yaml("").encode(), ["byte-order-mark"]),
}


@pytest.mark.parametrize("name", EXPLODING)
def test_text_that_explodes_ends_with_a_message(project: Path, name: str) -> None:
    content, expected = EXPLODING[name]
    put(project / "spec.yaml", content)
    started = time.process_time()
    findings: Sequence[str] = []
    try:
        client = made(project, spec="spec.yaml")
        findings = [one.render() for one in client.findings()]
        found = codes(client)
    except UnusableInput as error:
        findings = [str(error)]
        found = {error.diagnostic.code}
    assert set(expected) <= found
    assert len("".join(findings)) < 20_000
    assert time.process_time() - started < 3
