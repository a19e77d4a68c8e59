"""Writing is all or nothing, and neither manifest nor cache is trusted over files.

Runs are stopped at their steps (`tests.security.killing`); the commands are run as a
user runs them.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

from apiloom.build.cache import Cache
from apiloom.output import MANIFEST, OutputError, apply, plan, recover, staging
from apiloom.output.locking import writing
from tests.architecture.project import Machine, read_tree
from tests.security.killing import FORMER, HEADER, LATER

SPEC = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example"}]
paths:
  /orders:
    get:
      operationId: list_orders
      tags: [orders]
      responses: {"204": {description: done}}
"""
CONFIG = """
[tool.apiloom]
output = "generated"

[[tool.apiloom.client]]
spec = "shop.yaml"
package = "shop"
"""


@pytest.fixture(scope="session")
def machine(root: Path) -> Machine:
    return Machine(root)


@pytest.fixture(scope="module")
def written(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose client is generated; copied by `project`, never changed."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "shop.yaml").write_text(SPEC)
    (folder / "pyproject.toml").write_text(CONFIG)
    done = Machine(root).apiloom("generate", "--no-cache", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "project", symlinks=True)


# --- killed runs --------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="runs are forked")
@pytest.mark.parametrize(
    ("stride", "way"),
    [
        (17, "exchange-kill"),
        (29, "renames-kill"),
        (47, "overlay-kill"),
        (47, "exchange-terminate"),
        (47, "exchange-interrupt"),
        (47, "renames-interrupt"),
        (43, "exchange-fail"),
        (43, "renames-fail"),
    ],
)
def test_runs_that_are_stopped(
    stride: int, way: str, root: Path, tmp_path: Path
) -> None:
    # Which steps are tried depends on nothing but the number; `make fuzz` tries all.
    command = [sys.executable, "-m", "tests.security.killing", str(tmp_path)]
    done = subprocess.run(
        [*command, str(stride), way],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, later, together = done.stdout.splitlines()
    assert int(first.split()[-1]) > 100
    assert int(later.split()[-1]) > 30
    assert int(together.split()[-1]) > 30


KILLED_AFTER_THE_EXCHANGE = """
import os, signal
from importlib import import_module
from apiloom.output import staging
writing = import_module("apiloom.output.apply")
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if {exchanges}:
    writing.settle = kill
else:
    staging.exchange = lambda *_: False
    rename = os.rename
    def first_of_two(source, target):
        rename(source, target)
        if os.path.basename(source) == {package!r}:
            kill()
    os.rename = first_of_two
from apiloom.cli import main
main({arguments!r}, prog_name="apiloom")
"""

AFTERWARDS = [
    ("generate",),
    ("check",),
    ("lint", "shop.yaml"),
    ("inspect", "shop.yaml"),
    ("docs",),
    ("init", "shop.yaml", "--package", "second"),
]


def kill(
    machine: Machine, project: Path, *arguments: str, package: str, exchanges: bool
) -> None:
    program = KILLED_AFTER_THE_EXCHANGE.format(
        exchanges=exchanges, package=package, arguments=[*arguments]
    )
    path = str(machine.root / "generator")
    done = machine.run(sys.executable, "-c", program, cwd=project, PYTHONPATH=path)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="nobody is killed by a signal there")
@pytest.mark.parametrize("command", AFTERWARDS, ids=lambda command: command[0])
def test_any_command_puts_in_order(
    command: tuple[str, ...], project: Path, machine: Machine
) -> None:
    exchanges = command[0] in ("lint", "check")
    (project / "shop.yaml").write_text(SPEC.replace("list_orders", "list_all"))
    # The folder is named on the command line alone: nothing in the project says it.
    options = ("--output", "elsewhere", "--package", "shop", "--no-cache")
    before = read_tree(project / "generated" / "shop")
    shutil.copytree(project / "generated", project / "elsewhere")
    kill(
        machine,
        project,
        *("generate", "shop.yaml", *options),
        package="shop",
        exchanges=exchanges,
    )
    present = project / "elsewhere" / "shop"
    assert exchanges == present.exists()
    assert len(os.listdir(project / "elsewhere")) == 1 + exchanges
    done = machine.apiloom(*command, cwd=project)
    assert "Traceback" not in done.stderr
    assert os.listdir(project / "elsewhere") == ["shop"]
    if not exchanges:
        assert read_tree(present) == before
    notes = Path(os.environ["APILOOM_CACHE_DIR"]) / "unfinished"
    assert not [*notes.iterdir()]


KILLED_BEFORE_THE_CONFIGURATION = """
import os, signal
from apiloom.cli import main
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main({arguments!r}, prog_name="apiloom")
"""


@pytest.mark.skipif(os.name == "nt", reason="nobody is killed by a signal there")
def test_what_a_killed_init_leaves_is_removed(project: Path, machine: Machine) -> None:
    (project / "deep").mkdir()
    before = read_tree(project)
    config = str(Path("deep") / "pyproject.toml")
    program = KILLED_BEFORE_THE_CONFIGURATION.format(
        arguments=["init", "shop.yaml", "--package", "second", "--config", config]
    )
    path = str(machine.root / "generator")
    done = machine.run(sys.executable, "-c", program, cwd=project, PYTHONPATH=path)
    assert done.returncode == -signal.SIGKILL, done.stderr
    (left,) = os.listdir(project / "deep")
    assert left.endswith(".apiloom-tmp")
    assert machine.apiloom("lint", "shop.yaml", cwd=project).returncode in (0, 1)
    assert read_tree(project) == before


# --- two runs -----------------------------------------------------------------


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Each package is one of the two; a lock of a killed run blocks nobody."""
    program = (
        "import sys; from pathlib import Path; from apiloom.output import *\n"
        "from tests.security.killing import *\n"
        "for _ in range(15): apply(plan(Path('out/shop'), globals()[sys.argv[1]]))\n"
    )
    root = Path(__file__).parents[2]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program, name],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(root)},
            stderr=subprocess.PIPE,
        )
        for name in ("FORMER", "LATER", "LATER")
    ]
    runs[2].kill()
    errors = [run.communicate(timeout=100)[1] for run in runs]
    assert [run.returncode for run in runs][:2] == [0, 0], errors
    recover(tmp_path / "out")
    assert os.listdir(tmp_path / "out") == ["shop"]
    package = tmp_path / "out" / "shop"
    assert plan(package, FORMER).is_clean or plan(package, LATER).is_clean


def test_a_lock_that_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    todo = plan(tmp_path / "out" / "shop", FORMER)
    module = import_module("apiloom.output.apply")
    monkeypatch.setattr(module, "writing", impatient)
    with (
        writing(tmp_path / "out"),
        pytest.raises(OutputError, match="another apiloom process is writing there"),
    ):
        apply(todo)
    apply(todo)


def impatient(folder: Path, patience: float) -> contextlib.AbstractContextManager[None]:
    return writing(folder, patience=0.1)


WAITING = """
from apiloom.output import locking
sleep = locking.time.sleep
def told(seconds):
    print("waiting", flush=True)
    sleep(seconds)
locking.time.sleep = told
from apiloom.cli import main
main(["generate", "--no-cache"], prog_name="apiloom")
"""


@pytest.mark.skipif(os.name == "nt", reason="nobody is interrupted by a signal there")
def test_ctrl_c_while_another_run_writes(project: Path, machine: Machine) -> None:
    (project / "shop.yaml").write_text(SPEC.replace("list_orders", "list_all"))
    before = read_tree(project / "generated")
    with (
        writing(project / "generated"),
        subprocess.Popen(
            [sys.executable, "-c", WAITING],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(machine.root / "generator")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as run,
    ):
        assert run.stdout is not None
        assert run.stdout.readline() == b"waiting\n"
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert errors.decode() == "Interrupted; no package is left half-written\n"
    assert read_tree(project / "generated") == before


# --- places -------------------------------------------------------------------


def test_an_output_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real", target_is_directory=True)
    for files in (FORMER, LATER):
        apply(plan(tmp_path / "out" / "shop", files))
        assert plan(tmp_path / "real" / "shop", files).is_clean
    assert (tmp_path / "out").is_symlink()
    assert os.listdir(tmp_path / "real") == ["shop"]


def test_a_working_directory_inside_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(plan(tmp_path / "shop", FORMER))
    monkeypatch.chdir(tmp_path / "shop" / "models")
    apply(plan(Path("..", "..", "shop"), LATER))
    assert Path.cwd() == tmp_path / "shop" / "models"
    assert Path("shop.py").read_bytes() == LATER["models/shop.py"]


def test_a_mount_point_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "shop"
    apply(plan(package, FORMER))
    table = tmp_path / "mountinfo"
    table.write_text(f"1 2 0:3 / {package}/models rw - ext4 x rw\n")
    original = open

    def opened(name: str, *args: object, **kwargs: object) -> object:
        is_table = name == "/proc/self/mountinfo"
        return original(table if is_table else name, *args, **kwargs)

    monkeypatch.setattr(staging, "open", opened, raising=False)
    with pytest.raises(OutputError, match="shop/models is a mount point"):
        apply(plan(package, LATER))
    assert plan(package, FORMER).is_clean
    assert sorted(os.listdir(tmp_path)) == ["mountinfo", "shop"]


def test_a_file_system_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: object, target: object, **_: object) -> None:
        raise PermissionError(1, "Operation not permitted", str(source))

    package = tmp_path / "shop"
    apply(plan(package, FORMER))
    (package / "mine.py").write_bytes(b"mine\n")
    (package / "mine").mkdir()
    (package / "mine" / "link").symlink_to("nowhere")
    monkeypatch.setattr(os, "link", refuse)
    apply(plan(package, LATER))
    assert plan(package, LATER).unexpected == ("mine.py", "mine/link")
    assert (package / "mine.py").read_bytes() == b"mine\n"
    assert os.listdir(tmp_path) == ["shop"]


def test_compiled_modules_do_not_outlive_their_text(tmp_path: Path) -> None:
    """Same size, same second: Python would take the old module for the new one."""
    package = tmp_path / "shop"
    versions = [{"a.py": HEADER + b"X = %d\n" % number} for number in (1, 2)]
    seen = []
    for files in versions:
        apply(plan(package, files | {"__init__.py": HEADER}))
        for path in package.glob("*.py"):
            os.utime(path, (1_000_000_000, 1_000_000_000))
        done = subprocess.run(
            [sys.executable, "-c", "import shop.a; print(shop.a.X)"],
            cwd=tmp_path,
            env={key: v for key, v in os.environ.items() if key[:6] != "PYTHON"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        seen.append(done.stdout.strip())
    assert seen == ["1", "2"]


# --- a forged manifest ---------------------------------------------------------

FORGED = {
    "mine.py": b"mine\n",
    "models/mine.py": b"# Not generated by anyone\n",
    "empty.py": b"",
    "_runtime/mine.py": b"mine\n",
}


def test_a_forged_manifest_deletes_nothing(project: Path, machine: Machine) -> None:
    package = project / "generated" / "shop"
    outside = project / "generated" / "outside.py"
    outside.write_bytes(b"mine\n")
    for name, content in FORGED.items():
        (package / name).write_bytes(content)
    for more in ({}, {"../outside.py": b"mine\n"}, {str(outside): b"mine\n"}):
        manifest = json.loads((package / MANIFEST).read_bytes())
        for name, content in (FORGED | more).items():
            manifest["files"][name] = sha256(content).hexdigest()
        (package / MANIFEST).write_text(json.dumps(manifest))
        done = machine.apiloom("generate", "--no-cache", cwd=project)
        assert done.returncode == 0, done.stderr
        for name, content in FORGED.items():
            assert (package / name).read_bytes() == content
            assert f"generated/shop/{name} was not written by this run" in done.stderr
        assert outside.read_bytes() == b"mine\n"


# --- a forged cache -------------------------------------------------------------


def records() -> list[Path]:
    return [*Path(os.environ["APILOOM_CACHE_DIR"]).glob("*.json")]


def drop_the_seal(record: Path, body: bytes) -> None:
    record.write_bytes(body)


def seal_with_a_digest(record: Path, body: bytes) -> None:
    record.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)


def keep_the_seal(record: Path, body: bytes) -> None:
    record.write_bytes(record.read_bytes().partition(b"\n")[0] + b"\n" + body)


def come_with_another_key(record: Path, body: bytes) -> None:
    """Write it as another user's apiloom would."""
    seal = hmac.digest(b"k" * 32, body, "sha256").hex().encode()
    record.write_bytes(seal + b"\n" + body)
    (record.parent / f"cache-key-{os.geteuid()}").write_bytes(b"k" * 32)


@pytest.mark.parametrize(
    "forge", [drop_the_seal, seal_with_a_digest, keep_the_seal, come_with_another_key]
)
def test_a_forged_record_makes_no_check_pass(
    forge: Callable[[Path, bytes], None],
    project: Path,
    machine: Machine,
    tmp_path: Path,
) -> None:
    assert machine.apiloom("check", cwd=project).returncode == 0
    [record] = records()
    client = project / "generated" / "shop" / "client.py"
    before = client.read_bytes()
    client.write_bytes(before + b"EVIL = 1\n")
    body = record.read_bytes().partition(b"\n")[2]
    digests = [sha256(content).hexdigest() for content in (before, client.read_bytes())]
    forged = body.replace(digests[0].encode(), digests[1].encode())
    assert forged != body
    forge(record, forged)
    done = machine.apiloom("check", cwd=project)
    assert done.returncode == 1
    assert "-EVIL = 1" in done.stdout


def test_a_record_of_another_place_is_none(
    project: Path, machine: Machine, tmp_path: Path
) -> None:
    """A record that was true elsewhere, under the name that is looked for here."""
    other = shutil.copytree(project, tmp_path / "other")
    client = other / "generated" / "shop" / "client.py"
    client.write_bytes(client.read_bytes() + b"EVIL = 1\n")
    assert machine.apiloom("check", cwd=other).returncode == 1
    assert not records()
    assert machine.apiloom("check", cwd=project).returncode == 0
    [record] = records()
    assert machine.apiloom("generate", cwd=other).returncode == 0
    [name] = {*records()} - {record}
    client.write_bytes(client.read_bytes() + b"EVIL = 1\n")
    shutil.copy(record, name)
    assert machine.apiloom("check", cwd=other).returncode == 1


def test_a_cache_folder_that_is_a_link_loses_nothing(
    project: Path, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = tmp_path / "users"
    users.mkdir()
    (tmp_path / "cache").symlink_to(users, target_is_directory=True)
    names = [f"{number}.json" for number in range(3)]
    for name in names:
        (users / name).write_bytes(b"mine\n")
    monkeypatch.setattr("apiloom.build.cache.MOST_RECORDS", 1)
    Cache(tmp_path / "cache")._make_room()
    cache = str(tmp_path / "cache")
    done = machine.apiloom("check", cwd=project, APILOOM_CACHE_DIR=cache)
    assert done.returncode == 0
    assert {*names} < {*os.listdir(users)}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no modes there")
def test_a_key_that_others_can_read_is_replaced(
    project: Path, machine: Machine, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    path = state / "apiloom" / f"cache-key-{os.geteuid()}"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"k" * 32)
    path.chmod(0o644)
    where = str(state)
    done = machine.apiloom("check", cwd=project, XDG_STATE_HOME=where, HOME=where)
    assert done.returncode == 0
    if sys.platform == "linux":
        assert path.read_bytes() != b"k" * 32
        assert path.stat().st_mode & 0o777 == 0o600
