"""A running Prism: a document in, a server that judges requests out."""

from __future__ import annotations

import json
import re
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

import httpx2

from tests.contract.prism.install import NODE

_READY: Final = re.compile(r"Prism is listening on (http://\S+)")
_ERRORS: Final = "https://stoplight.io/prism/errors#"
_LAST_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class Mock:
    """A mock server for one document."""

    url: str

    def complaints(self, request: httpx2.Request, base: str) -> list[str]:
        """Send a request that was meant for another server; say what is wrong with it.

        `base` is the URL of that server, which Prism takes the place of.
        """
        address = str(request.url).removeprefix(base)
        headers = [
            (name, value)
            for name, value in request.headers.multi_items()
            if name not in ("host", "transfer-encoding", "content-length")
        ]
        with httpx2.Client() as http:
            answer = http.request(
                request.method,
                self.url + address,
                headers=headers,
                content=request.content,
            )
        return violations(answer)


def violations(answer: httpx2.Response) -> list[str]:
    """What Prism finds wrong with the request that it answered so.

    It says so in a header; where it has no documented answer to give, in the body.
    What it says of answers is about its own.
    """
    listed: Any = json.loads(answer.headers.get("sl-violations", "[]"))
    problem: Any = None
    with suppress(ValueError):
        problem = answer.json()
    kind = str(problem.get("type")) if isinstance(problem, dict) else ""
    if kind.startswith(_ERRORS):
        listed += problem.get("validation", [])
    errors = [one for one in listed if one.get("severity") == "Error"]
    found = [
        f"{'.'.join(map(str, one.get('location', [])))}: {one.get('message')}"
        for one in errors
        if one.get("location", [])[:1] != ["response"]
    ]
    if kind.startswith(_ERRORS) and not errors:
        title = kind.removeprefix(_ERRORS)
        found.append(f"{answer.status_code} {title}: {problem.get('detail')}")
    return found


@contextmanager
def mocking(prism: Path, document: Path) -> Iterator[Mock]:
    """Run Prism in front of a document."""
    command = [NODE, prism, "mock", "--errors", "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(
        [*map(str, command), str(document)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            url = _address(process.stdout)
            # Whoever does not read what Prism says stops it when the pipe is full.
            Thread(target=deque, args=(process.stdout, 0), daemon=True).start()
            yield Mock(url)
        finally:
            process.kill()


def _address(output: IO[str]) -> str:
    """The address that Prism prints when it is ready."""
    lines: deque[str] = deque(maxlen=_LAST_LINES)
    for line in output:
        lines.append(line)
        found = _READY.search(line)
        if found is not None:
            return found[1]
    raise RuntimeError("Prism stopped: " + "".join(lines))
