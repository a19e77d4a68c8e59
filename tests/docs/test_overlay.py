"""The overlay that README.md shows at work works, and so does all that it adds."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import black
import pytest
import trustme

from tests.clients.server import Answer, Drop, Exchange, answer
from tests.docs.conftest import Run
from tests.docs.pages import GENERATED, Block, Page

ROOT = GENERATED.parent
README = Page(ROOT / "README.md")
BATCH = "/v1/batch/0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11"
SECTION = README.text.partition("\n### An overlay at work\n")[2].partition("\n## ")[0]
MODE = black.Mode(target_versions={black.TargetVersion.PY311})


def fenced(language: str) -> list[str]:
    """The blocks of the section in a language."""
    return re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)


BLOCKS = [block for block in README.blocks if block.code in fenced("python")]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the client, made as the section says."""
    place = tmp_path_factory.mktemp("overlay")
    (place / "specs").symlink_to(ROOT / "specs")
    (place / "more.yaml").write_text(fenced("yaml")[0], "utf-8")
    [said] = fenced("console")
    name, *arguments = shlex.split(said.removeprefix("$ ").replace("\\\n", ""))
    assert name == "apiloom"
    ran = subprocess.run(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert "warning" not in ran.stderr
    clients = place / "clients"
    sys.path.insert(0, str(clients))
    importlib.invalidate_caches()
    yield clients
    sys.path.remove(str(clients))
    for module in [one for one in sys.modules if one.startswith("apexverify_more")]:
        del sys.modules[module]


OK = answer(200, {"status": "ok"})
DONE = answer(200, {"status": "verification_done"})
DOWN = Answer(503, headers={"Retry-After": "0"})
CHALLENGE = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'
TOKEN = {"access_token": "t-1", "token_type": "Bearer", "expires_in": 600}
SSE = {"Content-Type": "text/event-stream"}
HALF = b'id: 7\ndata: {"done": 1}\n\n'
LINES = b'{"line":1,"entry":"a"}\n{"line":2}\n'


def keys(exchange: Exchange) -> None:
    """All attempts of a call have one key, and the caller's goes before it."""
    first, again, own = (one.headers["idempotency-key"] for one in exchange.received)
    assert first == again != own == "launch-of-may"


def resumed(exchange: Exchange) -> None:
    """The second request says what has been seen."""
    told = [one.headers.get("last-event-id") for one in exchange.received]
    assert told == [None, "7"]


def lines(exchange: Exchange) -> None:
    """Three items were sent."""
    sent, _ = exchange.received
    assert sent.media_type == "application/jsonl"
    assert sent.body.splitlines() == [
        b'{"line":%d,"entry":"jane@example.com"}' % number for number in (1, 2, 3)
    ]


def noted(exchange: Exchange) -> None:
    """The same note, in each of the media types."""
    assert [(one.media_type, one.body) for one in exchange.received] == [
        ("application/json", b'{"line":1,"entry":"by hand"}'),
        ("text/plain", b"by hand"),
        ("application/xml", b"<entry line='1'/>"),
    ]


def authenticated(exchange: Exchange) -> None:
    """Each call had what its operation asks for, and nothing else."""
    first, signed, provider, fetched, told, deleted = exchange.received
    assert "authorization" not in first.headers
    assert signed.headers["authorization"].startswith('Digest username="jane"')
    assert provider.path == "/.well-known/openid-configuration"
    assert (fetched.path, fetched.body) == (
        "/token",
        b"grant_type=client_credentials&scope=read",
    )
    assert told.headers["authorization"] == "Bearer t-1"
    assert deleted.query == "account=a-1"
    assert deleted.headers["cookie"] == "session=..."
    assert "authorization" not in deleted.headers


def nothing(exchange: Exchange) -> None:
    """No credential was sent."""
    for request in exchange.received:
        assert not {"authorization", "x-api-key", "cookie"} & request.headers.keys()


def keyed(exchange: Exchange) -> None:
    """The key of the environment was sent, beside the certificate."""
    for request in exchange.received:
        assert "x-api-key" in request.headers
        assert not {"authorization", "cookie"} & request.headers.keys()


Course = tuple[tuple[Answer, ...], str, Callable[[Exchange], None]]
COURSES: dict[str, Course] = {
    "Idempotency keys": ((DOWN, OK, OK), "", keys),
    "Server-Sent Events": (
        (
            Answer(200, HALF + b" " * len(HALF), SSE, drop=Drop.WITHIN_THE_BODY),
            Answer(200, b'id: 8\ndata: {"done": 2}\n\n', SSE),
        ),
        "1\n[2]\n",
        resumed,
    ),
    "JSON Lines, in and out": (
        (Answer(204), Answer(200, LINES, {"Content-Type": "application/jsonl"})),
        "1 a\n2 None\n",
        lines,
    ),
    "JSON, text or XML": ((Answer(204), Answer(204), Answer(204)), "", noted),
    "Logins, keys and providers": (
        (
            answer(401, {"message": "?"}, WWW_Authenticate=CHALLENGE),
            OK,
            answer(200, {"token_endpoint": "https://id.test/token"}),
            answer(200, TOKEN),
            DONE,
            OK,
        ),
        "ok\n{'status': 'verification_done'}\nok\n",
        authenticated,
    ),
    "Certificates": ((OK,), "ok\n", keyed),
    "Pages by a header": (
        (
            answer(
                200,
                [{"status": "parsing_content"}],
                Link='</v1/batch?page=2>; rel="next"',
            ),
            answer(200, [{"status": "verification_done"}]),
        ),
        "{'status': 'parsing_content'}\n{'status': 'verification_done'}\n",
        nothing,
    ),
}
"""What a server answers, what is printed, and what it then was asked."""


def test_every_sample_is_run() -> None:
    assert [block.heading for block in BLOCKS] == list(COURSES)
    assert len(fenced("python")) == len(BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.heading)
def test_the_samples_run(
    block: Block,
    folder: Path,
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    mine = authority.issue_cert("jane@example.com").private_key_and_cert_chain_pem
    mine.write_to_path(tmp_path / "jane.pem")
    answers, printed, asked = COURSES[block.heading]
    exchange = run(block, *answers)
    assert capsys.readouterr().out == printed
    assert len(exchange.received) == len(answers)
    asked(exchange)


def test_the_samples_are_laid_out_as_black_does() -> None:
    for block in BLOCKS:
        assert block.code == black.format_str(block.code, mode=MODE), str(block)


def test_the_samples_type_check(folder: Path, tmp_path: Path) -> None:
    for block in BLOCKS:
        (tmp_path / f"{block.name}.py").write_text(block.code, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "."]
    ran = subprocess.run(
        [*command, "--cache-dir", str(tmp_path / ".cache")],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(folder)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
