"""What a finished run leaves behind, and when it is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.access import Access
from apiloom.build import cache as module
from apiloom.build.cache import Cache, Record, cache_folder
from apiloom.build.cache_key import digest_of
from apiloom.config import ClientConfig
from apiloom.diagnostics import Code, Diagnostic, Finding, Severity
from apiloom.locations import Location, Pointer
from apiloom.output.snapshot import contents

ACCESS = Access()
CONFIG = ClientConfig(spec="openapi.json", package="shop", overlays=("o.yaml",))
PLACE = Pointer("other.yaml", ("paths", "/a~b", "get"))
FINDINGS = (
    Finding(
        Diagnostic(Code.STRUCTURE, Severity.WARNING, "é is odd", PLACE, "do not"),
        Location("specs/openapi.json", 3, 7, Pointer("", ("swagger",))),
    ),
    Finding(
        Diagnostic(Code.WRONG_TYPE, Severity.ERROR, "no", Pointer()),
        Location("x", 1, 1, Pointer()),
    ),
)


class Project:
    """A client on the disk that was made and remembered."""

    def __init__(self, root: Path, records: Path) -> None:
        self.root = root
        self.spec = root / "openapi.json"
        self.absent = root / "absent.yaml"
        self.directory = root / "out" / "shop"
        self.cache = Cache(records)
        (self.directory / "models").mkdir(parents=True)
        self.spec.write_bytes(b"{}")
        (self.directory / "client.py").write_bytes(b"CLIENT = 1\n")
        (self.directory / "models" / "a.py").write_bytes(b"A = 1\n")
        outputs = contents(self.directory)
        assert outputs is not None
        self.record = Record(
            inputs={
                str(self.spec): digest_of(str(self.spec)),
                str(self.absent): None,
            },
            outputs=outputs,
            findings=FINDINGS,
        )
        self.keep()

    def keep(self) -> None:
        self.cache.keep(CONFIG, self.root, self.directory, Access(), self.record)

    def find(
        self, config: ClientConfig = CONFIG, access: Access = ACCESS
    ) -> Record | None:
        return self.cache.find(config, self.root, self.directory, access)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project", tmp_path / "records")


def test_what_was_kept_is_found(project: Project) -> None:
    assert project.find() == project.record


def test_where_nothing_is_kept_nothing_is_found(project: Project) -> None:
    project.cache = Cache(None)
    project.keep()
    assert project.find() is None


def test_something_else_is_not_found(project: Project) -> None:
    assert project.find(ClientConfig(spec="openapi.json", package="shop")) is None
    for access in (
        Access(allow_remote=True),
        Access(folders=("/",)),
        Access(urls=("https://specs.test",)),
        Access(max_size=1),
    ):
        assert project.find(access=access) is None


def test_a_pipe_in_place_of_an_input_is_noticed(project: Project) -> None:
    project.spec.unlink()
    module.os.mkfifo(project.spec)
    assert project.find() is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("openapi.json", b"[]"),
        ("absent.yaml", b"now it is there"),
        ("out/shop/client.py", b"CLIENT = 2\n"),
        ("out/shop/models/b.py", b"B = 1\n"),
        ("out/shop/.hidden", b""),
    ],
)
def test_a_change_is_noticed(project: Project, name: str, content: bytes) -> None:
    (project.root / name).write_bytes(content)
    assert project.find() is None


def test_a_change_is_noticed_whatever_the_times_say(project: Project) -> None:
    """Same size, same times: only what a file holds tells."""
    for path in (project.spec, project.directory / "client.py"):
        before, stat = path.read_bytes(), path.stat()
        path.write_bytes(before.swapcase() if before != b"{}" else b"[]")
        module.os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert path.stat().st_size == stat.st_size
        assert project.find() is None
        path.write_bytes(before)
        assert project.find() == project.record


def test_what_is_gone_is_noticed(project: Project) -> None:
    (project.directory / "client.py").unlink()
    assert project.find() is None


def test_an_input_that_is_gone_is_noticed(project: Project) -> None:
    project.spec.unlink()
    assert project.find() is None


def test_a_link_in_place_of_a_file_is_noticed(project: Project) -> None:
    path = project.directory / "client.py"
    path.rename(project.root / "client.py")
    try:
        path.symlink_to(project.root / "client.py")
    except OSError:
        pytest.skip("links cannot be made here")
    assert project.find() is None


def test_what_is_ignored_is_ignored(project: Project) -> None:
    (project.directory / "__pycache__").mkdir()
    (project.directory / "__pycache__" / "client.pyc").write_bytes(b"")
    assert project.find() == project.record


def test_another_program_believes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "program", lambda: "another")
    assert project.find() is None


def test_messages_name_paths_as_seen_from_a_folder(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    assert project.find() is None


def record_of(project: Project) -> Path:
    assert project.cache.folder is not None
    [path] = project.cache.folder.iterdir()
    return path


@pytest.mark.parametrize("content", [b"", b"\n", b"\x00\xff", b"{}", b"[]\n[]"])
def test_a_broken_record_is_none(project: Project, content: bytes) -> None:
    record_of(project).write_bytes(content)
    assert project.find() is None
    project.keep()
    assert project.find() == project.record


def test_a_damaged_record_is_none(project: Project) -> None:
    path = record_of(project)
    whole = path.read_bytes()
    for place in range(0, len(whole), 37):
        path.write_bytes(whole[:place] + b"#" + whole[place + 1 :])
        assert project.find() is None
        path.write_bytes(whole[:place])
        assert project.find() is None


def test_a_folder_that_cannot_be_written_costs_nothing(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    project.cache = Cache(tmp_path / "file")
    project.keep()
    assert project.find() is None
    assert (tmp_path / "file").read_bytes() == b""


def test_old_records_make_room(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_RECORDS", 2)
    old = record_of(project)
    module.os.utime(old, (1, 1))
    for package in ("a", "b"):
        config = ClientConfig(spec="x", package=package)
        project.cache.keep(
            config, project.root, project.directory, ACCESS, project.record
        )
    assert project.cache.folder is not None
    assert len([*project.cache.folder.iterdir()]) == 2
    assert not old.exists()


def test_the_folder_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APILOOM_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("APILOOM_CACHE_DIR")
    assert cache_folder().is_absolute()
    assert "apiloom" in cache_folder().parts
