"""What README.md shows of streams runs as it stands there, with its own client."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.config import ClientConfig
from apiloom.pipeline import generate, understand
from tests.loopback import Asked, Reply, loopback

README = Path(__file__).resolve().parents[2] / "README.md"
SECTION = "\n### Streams\n"


def shown(language: str) -> list[str]:
    """The blocks of the section in a language."""
    text = README.read_text("utf-8").partition(SECTION)[2].partition("\n### ")[0]
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def generated(folder: Path, spec: str) -> None:
    """Write the client of the specification."""
    (folder / "openapi.yaml").write_text(spec, "utf-8")
    client = understand(ClientConfig(spec="openapi.yaml", package="chat"), folder)
    assert [str(one) for one in client.diagnostics] == []
    for name, content in generate(client).items():
        path = folder / "chat" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def answer(asked: Asked) -> Reply:
    given = json.loads(asked.body)
    if not given.get("stream"):
        body = [b'{"text":"Good day"}']
        return Reply(headers={"Content-Type": "application/json"}, parts=body)
    words = (f'id: {i}\ndata: {{"text":"{word}"}}\n\n' for i, word in WORDS)
    parts = [*(word.encode() for word in words), b"data: [DONE]\n\n"]
    return Reply(headers={"Content-Type": "text/event-stream"}, parts=parts)


WORDS = ((1, "Good"), (2, "day"))


def test_streams(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with loopback(answer) as server:
        [spec] = shown("yaml")
        assert "http://127.0.0.1:8000" in spec
        spec = spec.replace("http://127.0.0.1:8000", server.url)
        generated(tmp_path, spec)
        monkeypatch.syspath_prepend(tmp_path)
        try:
            [program] = shown("python")
            code = compile(program, str(README), "exec")
            exec(code, {"__name__": "__main__"})
        finally:
            for name in [one for one in sys.modules if one.split(".")[0] == "chat"]:
                del sys.modules[name]
    assert capsys.readouterr().out.splitlines() == [
        "Good day",
        "1 Good",
        "2 day",
        "Good",
        "day",
    ]


def test_the_types_of_streams(tmp_path: Path) -> None:
    generated(tmp_path, shown("yaml")[0])
    (tmp_path / "program.py").write_text(shown("python")[0], "utf-8")
    strictly = ["mypy", "--strict", "--config-file="]
    nothing_any = ["--disallow-any-expr", "--follow-imports=silent", "program.py"]
    for arguments in (["."], nothing_any):
        ran = subprocess.run(
            [sys.executable, "-m", *strictly, *arguments],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
