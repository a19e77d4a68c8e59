"""schemathesis against the mock server: no response contradicts the document.

`python -m tests.fakes.conformance SCHEMATHESIS DOCUMENT…` runs the command
`schemathesis`, which may be of another environment, for each document. Valid requests
must get documented responses; invalid ones may also be refused as the document does not
say, but what it says of a status holds.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
CHECKS: Final = (
    "response_schema_conformance,content_type_conformance,response_headers_conformance"
)
_READY: Final = re.compile(r"Listening on (http://\S+)")


@contextmanager
def mock(document: Path, *options: str) -> Iterator[str]:
    """Run `apiloom mock` for a document; yield its URL."""
    command = [sys.executable, "-m", "apiloom", "mock", str(document), "--port", "0"]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                found = _READY.search(line)
                if found is not None:
                    break
            else:
                raise RuntimeError(f"no mock server of {document}")
            Thread(target=_drain, args=(process.stderr,), daemon=True).start()
            yield found[1]
        finally:
            process.terminate()


def _drain(output: IO[str]) -> None:
    """Read what a server says: a full pipe would stop it."""
    with suppress(ValueError):  # closed when the server has ended
        deque(output, 0)


def credentials(document: Path) -> Iterator[str]:
    """Yield headers with a credential for each scheme of a document."""
    data: Any = yaml.safe_load(document.read_text("utf-8"))
    schemes = data.get("components", {}).get("securitySchemes", {})
    schemes |= data.get("securityDefinitions", {})
    kinds = {one.get("scheme", one.get("type")) for one in schemes.values()}
    has_basic = "basic" in kinds and not kinds & {"bearer", "oauth2"}
    yield "Authorization: " + ("Basic dTpw" if has_basic else "Bearer token")
    for one in schemes.values():
        if one.get("type") == "apiKey" and one.get("in") == "header":
            yield f"{one['name']}: key"


def main() -> int:
    """Judge documents; return 1 if a response contradicts one."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.conformance")
    parser.add_argument("schemathesis")
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--examples", default="8", help="per operation and phase")
    parser.add_argument("--seconds", default="120", help="per document and mode")
    options, rest = parser.parse_known_args()
    is_wrong = False
    for document in map(Path.resolve, options.documents):
        with mock(document) as url:
            for mode in ("positive", "negative"):
                checks = CHECKS
                if mode == "positive":
                    checks = f"{CHECKS},status_code_conformance,not_a_server_error"
                command = [
                    *(options.schemathesis, "run", str(document), "--url", url),
                    *("--checks", checks, "--mode", mode, "--continue-on-failure"),
                    *("--max-examples", options.examples, "--seed", "1"),
                    *("--max-time", options.seconds, "--warnings", "off"),
                    *("--phases", "examples,coverage,fuzzing"),
                    *("--suppress-health-check", "all"),
                    *(part for one in credentials(document) for part in ("-H", one)),
                    *rest,
                ]
                with tempfile.TemporaryDirectory() as folder:
                    done = subprocess.run(
                        command,
                        cwd=folder,
                        capture_output=True,
                        text=True,
                        check=False,
                    )
                is_wrong |= done.returncode != 0
                lines = [line for line in done.stdout.splitlines() if line.strip()]
                sys.stdout.write(
                    f"{document.name} {mode}: exit {done.returncode}\n"
                    + ("\n".join(lines) if done.returncode else lines[-1])
                    + "\n"
                )
                sys.stdout.flush()
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())
