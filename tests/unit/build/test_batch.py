"""Many clients: the same in one process and in several."""

from __future__ import annotations

import gc
import json
import pickle
import weakref
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from apiloom.access import Access
from apiloom.build import batch as module
from apiloom.build import parallel
from apiloom.build.batch import Made, make, make_all, processes
from apiloom.config import ClientConfig
from apiloom.diagnostics import Code, UnusableInput
from apiloom.document import Document
from apiloom.locations import Location, Pointer
from apiloom.pipeline import Client
from tests.workshop import document, response

BROKEN = {
    "/pets": {"get": {"responses": {"200": response({"$ref": "#/components/x"})}}}
}


@pytest.fixture
def configs(tmp_path: Path) -> list[ClientConfig]:
    """Three clients: with findings, without operations, and with a file besides."""
    documents = {
        "broken": document(BROKEN),
        "empty": document(),
        "parts": document(
            schemas={
                "A": {"$ref": "a.json"},
                "B": {"$ref": "gone.json"},
            }
        ),
    }
    for name, content in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    (tmp_path / "a.json").write_text('{"type": "string"}', "utf-8")
    return [ClientConfig(spec=f"{name}.json", package=name) for name in documents]


def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have processes started for the smallest documents."""
    monkeypatch.setattr(module, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(module, "_processors", lambda: 2)


def test_one_document_at_a_time(
    tmp_path: Path, configs: list[ClientConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made of a document is gone before the next one is read."""
    known: list[weakref.ref[Document]] = []
    alive: list[int] = []
    understand = module.understand

    def watched(
        config: ClientConfig, root: Path, *, access: Access, tell: object
    ) -> Client:
        del tell
        alive.append(sum(one() is not None for one in known))
        client = understand(config, root, access=access)
        known.append(weakref.ref(client.document))
        return client

    monkeypatch.setattr(module, "understand", watched)
    gc.disable()  # as the command does
    try:
        made = [*make_all(configs, tmp_path, Access.to([tmp_path]))]
    finally:
        gc.enable()
    assert len(made) == len(configs)
    assert alive == [0, 0, 0]


def test_the_same_from_several_processes(
    tmp_path: Path, configs: list[ClientConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [*make_all(configs, tmp_path, Access.to([tmp_path]))]
    several(monkeypatch)
    assert [*make_all(configs, tmp_path, Access.to([tmp_path]))] == alone
    assert [len(made.findings) > 0 for made in alone] == [True, True, True]
    assert [*make_all(configs[::-1], tmp_path, Access.to([tmp_path]))] == alone[::-1]


def test_what_was_read(tmp_path: Path, configs: list[ClientConfig]) -> None:
    inputs = make(configs[2], tmp_path, Access.to([tmp_path])).inputs
    assert inputs is not None
    assert {Path(path).name for path in inputs} == {"parts.json", "a.json", "gone.json"}
    assert [Path(p).name for p in inputs if inputs[p] is None] == ["gone.json"]


def test_an_overlay_is_read_too(tmp_path: Path, configs: list[ClientConfig]) -> None:
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.info", "update": {"title": "Other"}}],
    }
    (tmp_path / "overlay.json").write_text(json.dumps(overlay), "utf-8")
    config = ClientConfig(spec="empty.json", package="p", overlays=("overlay.json",))
    inputs = make(config, tmp_path, Access.to([tmp_path])).inputs
    assert inputs is not None
    assert {Path(path).name for path in inputs} == {"empty.json", "overlay.json"}


def test_what_came_from_elsewhere_cannot_be_compared(tmp_path: Path) -> None:
    written = document(schemas={"A": {"$ref": "http://127.0.0.1:9/a.json"}})
    (tmp_path / "o.json").write_text(json.dumps(written), "utf-8")
    config = ClientConfig(spec="o.json", package="p")
    assert make(config, tmp_path, Access(allow_remote=True)).inputs is None
    assert make(config, tmp_path, Access.to([tmp_path])).inputs is not None


@pytest.mark.parametrize("many", [False, True])
def test_the_first_that_cannot_be_made_ends_it(
    tmp_path: Path,
    configs: list[ClientConfig],
    monkeypatch: pytest.MonkeyPatch,
    many: bool,
) -> None:
    if many:
        several(monkeypatch)
    gone = ClientConfig(spec="gone.json", package="gone")
    made = make_all([configs[0], gone, configs[1]], tmp_path, Access.to([tmp_path]))
    assert isinstance(next(made), Made)
    with pytest.raises(UnusableInput, match=r"gone\.json") as raised:
        next(made)
    assert raised.value.diagnostic.code == "file-not-found"
    assert raised.value.location.file.endswith("gone.json")


def test_a_process_that_was_killed_is_replaced(
    tmp_path: Path, configs: list[ClientConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed:
        """A pool whose processes are all gone."""

        def submit(self, *_: object) -> Future[Made]:
            future: Future[Made] = Future()
            future.set_exception(BrokenProcessPool())
            return future

        def shutdown(self, **_: object) -> None:
            """Nothing is left to be shut down."""

    alone = [*make_all(configs, tmp_path, Access.to([tmp_path]))]
    several(monkeypatch)
    monkeypatch.setattr(parallel, "_pool", lambda *_: Killed())
    assert [*make_all(configs, tmp_path, Access.to([tmp_path]))] == alone


def test_where_no_process_can_be_started(
    tmp_path: Path, configs: list[ClientConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no semaphores")

    alone = [*make_all(configs, tmp_path, Access.to([tmp_path]))]
    several(monkeypatch)
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", refuse)
    assert [*make_all(configs, tmp_path, Access.to([tmp_path]))] == alone


def test_small_documents_are_not_worth_a_process() -> None:
    assert processes([], 8) == 1
    assert processes([50_000_000], 8) == 1
    assert processes([50_000_000, 100_000], 8) == 1
    assert processes([10_000] * 50, 8) == 1
    assert processes([3_000_000, 3_000_000], 8) == 2
    assert processes([3_000_000] * 9, 4) == 4
    assert processes([3_000_000] * 9, 1) == 1


def test_messages_come_whole_from_another_process() -> None:
    pointer = Pointer("a", ("b",))
    told = UnusableInput(Code.SYNTAX_ERROR, "no", Location("f", 1, 2, pointer), "hint")
    copy = pickle.loads(pickle.dumps(told))
    assert str(copy) == str(told)
    assert copy.diagnostic == told.diagnostic
    assert hash(pickle.loads(pickle.dumps(pointer))) == hash(pointer)
