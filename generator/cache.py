"""Remembers finished runs, so that nothing is done again where nothing has changed.

A record says from which bytes a client was made, by which program, what was written
and what there was to tell. It is believed only where all of that is still so: every
input and every output is read again and compared by its digest, whatever its times
say. A record that is missing, broken or out of date costs a run and nothing else.

Records stand in the user's cache folder (`APILOOM_CACHE_DIR` names another one), never
among the files of a project.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from generator.config import ClientConfig
from generator.diagnostics import Diagnostic, Finding, Severity
from generator.fingerprint import digest_of, program
from generator.listing import contents
from generator.source import Location, Pointer

__all__ = ["Cache", "Record", "cache_folder"]

MOST_RECORDS: Final = 500
"""Where there are more, the oldest make room: a project may be gone for long."""

_FORMAT: Final = 1


def cache_folder() -> Path:
    """The folder of the records, which need not exist."""
    named = os.environ.get("APILOOM_CACHE_DIR")
    return Path(named) if named else user_cache_path("apiloom", appauthor=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A client that was made, and stands on the disk as it was made."""

    inputs: Mapping[str, str | None]
    """Every file that was read, and its digest; None for one that was not readable."""
    outputs: Mapping[str, str]
    """Every file of the client's folder, and its digest."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Cache:
    """The records below `folder`; without a folder, nothing is remembered."""

    folder: Path | None

    def find(
        self, config: ClientConfig, root: Path, directory: Path, allow_remote: bool
    ) -> Record | None:
        """Return the record of a client if everything is still as it says."""
        if self.folder is None:
            return None
        key = _key(config, root, directory, allow_remote)
        try:
            seal, _, body = self._path(key).read_bytes().partition(b"\n")
            if seal != _seal(body):
                return None
            data = json.loads(body)
            if data["key"] != key or data["program"] != program():
                return None
        except (OSError, KeyError):
            return None
        record = _read(data)
        if any(digest_of(path) != digest for path, digest in record.inputs.items()):
            return None
        return record if contents(directory) == record.outputs else None

    def keep(
        self,
        config: ClientConfig,
        root: Path,
        directory: Path,
        allow_remote: bool,
        record: Record,
    ) -> None:
        """Remember a client; where that is not possible, do nothing."""
        if self.folder is None:
            return
        key = _key(config, root, directory, allow_remote)
        with suppress(OSError):
            data = {"key": key, "program": program(), **_written(record)}
            body = json.dumps(data).encode()
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._path(key)
            # Two runs may end at the same time: each replaces the whole file.
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_bytes(_seal(body) + b"\n" + body)
            draft.replace(path)
            self._make_room()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def _make_room(self) -> None:
        assert self.folder is not None
        records = [*self.folder.glob("*.json")]
        if len(records) > MOST_RECORDS:
            records.sort(key=lambda path: path.stat().st_mtime)
            for path in records[: len(records) - MOST_RECORDS]:
                path.unlink(missing_ok=True)


def _key(config: ClientConfig, root: Path, directory: Path, allow_remote: bool) -> str:
    """What is asked for, and from where: messages name paths as seen from there."""
    asked = asdict(config)
    places = [os.getcwd(), str(root), str(directory)]
    return json.dumps([_FORMAT, asked, places, allow_remote], sort_keys=True)


def _seal(body: bytes) -> bytes:
    """What stands before a record: one that was cut off or damaged is not read."""
    return hashlib.sha256(body).hexdigest().encode()


def _written(record: Record) -> dict[str, Any]:
    return {
        "inputs": dict(record.inputs),
        "outputs": dict(record.outputs),
        "findings": [
            [
                found.code,
                found.severity.value,
                found.message,
                found.hint,
                [found.pointer.file, *found.pointer.tokens],
                [place.file, place.line, place.column],
                [place.pointer.file, *place.pointer.tokens],
            ]
            for found, place in (
                (each.diagnostic, each.location) for each in record.findings
            )
        ],
    }


def _read(data: Mapping[str, Any]) -> Record:
    return Record(
        inputs=data["inputs"],
        outputs=data["outputs"],
        findings=tuple(_finding(*row) for row in data["findings"]),
    )


def _finding(
    code: str,
    severity: str,
    message: str,
    hint: str | None,
    pointer: list[str],
    place: tuple[str, int, int],
    origin: list[str],
) -> Finding:
    return Finding(
        Diagnostic(code, Severity(severity), message, _pointer(pointer), hint),
        Location(*place, _pointer(origin)),
    )


def _pointer(parts: list[str]) -> Pointer:
    return Pointer(parts[0], tuple(parts[1:]))
