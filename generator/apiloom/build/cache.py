"""Remembers finished runs, so that nothing is done again where nothing has changed.

A record says from which bytes a client was made, by which program, what was written
and what there was to tell. It is believed only where all of that is still so: every
input and every output is read again and compared by its digest, whatever its times
say. A record that is missing, broken or out of date costs a run and nothing else.

Records stand in the user's cache folder (`APILOOM_CACHE_DIR` names another one), never
among the files of a project. A cache folder may be shared, restored from elsewhere or
edited by hand, so each record is authenticated (HMAC, RFC 2104) with a key that stands
outside of it, in a file that only this user can read: whoever cannot run programs as
this user can write no record that is believed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path, user_state_path

from apiloom.access import Access
from apiloom.build.cache_key import digest_of, program
from apiloom.config import ClientConfig
from apiloom.diagnostics import Code, Diagnostic, Finding, Severity
from apiloom.locations import Location, Pointer
from apiloom.output.snapshot import contents

__all__ = ["Cache", "Record", "cache_folder"]

MOST_RECORDS: Final = 500
"""Where there are more, the oldest make room: a project may be gone for long."""

_FORMAT: Final = 3
_NAME: Final = re.compile(r"[0-9a-f]{32}(\.json|-[0-9]+\.draft)", re.ASCII)
_ABANDONED: Final = 3600.0
"""Seconds after which a draft is that of a killed run."""
_SECRET_BYTES: Final = 32


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
    named: tuple[str, ...] = ()
    """The modules and names that it needs of a shared runtime."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The records below `folder`; without a folder, nothing is remembered."""

    folder: Path | None

    def find(
        self, config: ClientConfig, root: Path, directory: Path, access: Access
    ) -> Record | None:
        """Return the record of a client if everything is still as it says."""
        if self.folder is None:
            return None
        key = _key(config, root, directory, access)
        try:
            seal, _, body = self._path(key).read_bytes().partition(b"\n")
            if not hmac.compare_digest(seal, _seal(body, _secret())):
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
        access: Access,
        record: Record,
    ) -> None:
        """Remember a client; where that is not possible, do nothing."""
        if self.folder is None:
            return
        key = _key(config, root, directory, access)
        with suppress(OSError):
            data = {"key": key, "program": program(), **_written(record)}
            body = json.dumps(data).encode()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(self._path(key), _seal(body, _secret()) + b"\n" + body)
            self._make_room()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{key[:32]}.json"

    def _make_room(self) -> None:
        assert self.folder is not None
        # The folder is what the user says it is: it may hold other things, too.
        names = [name for name in os.listdir(self.folder) if _NAME.fullmatch(name)]
        records = [self.folder / name for name in names if name.endswith(".json")]
        records.sort(key=lambda path: path.stat().st_mtime)
        for path in records[: max(len(records) - MOST_RECORDS, 0)]:
            path.unlink(missing_ok=True)
        for path in (self.folder / name for name in names if name.endswith(".draft")):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink(missing_ok=True)


def _key(config: ClientConfig, root: Path, directory: Path, access: Access) -> str:
    """Return the key of a run: configuration, folders and access.

    Messages name paths as seen from there. A digest, for URLs may hold credentials.
    """
    asked = asdict(config)
    for key in ("places", "waivers", "source", "source_line", "sha256"):
        del asked[key]  # of the configuration, and without effect on a client
    places = [os.getcwd(), str(root), str(directory)]
    text = json.dumps([_FORMAT, asked, places, asdict(access)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _seal(body: bytes, secret: bytes) -> bytes:
    """Return the HMAC that proves that this user wrote a record."""
    return hmac.digest(secret, body, "sha256").hex().encode()


def _secret() -> bytes:
    """Return this user's key; make one where there is none that is still secret.

    Raises OSError when there can be none.
    """
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    path = user_state_path("apiloom", appauthor=False) / f"cache-key-{user}"
    secret = _read_secret(path, user)
    if secret is None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(path, os.urandom(_SECRET_BYTES))
        secret = _read_secret(path, user)
    if secret is None:
        raise PermissionError(1, "is not this user's own", str(path))
    return secret


def _read_secret(path: Path, user: int) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        private = os.name == "nt" or (
            status.st_uid == user and not stat.S_IMODE(status.st_mode) & 0o077
        )
        if not stat.S_ISREG(status.st_mode) or not private:
            return None
        secret = file.read(_SECRET_BYTES + 1)
    return secret if len(secret) == _SECRET_BYTES else None


def _write_whole(path: Path, content: bytes) -> None:
    """Replace a file whole: two runs may end at the same time."""
    draft = path.with_name(f"{path.stem}-{os.getpid()}.draft")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with suppress(FileNotFoundError):
        draft.unlink()  # of a killed run whose number came again
    with open(os.open(draft, flags, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def _written(record: Record) -> dict[str, Any]:
    return {
        "inputs": dict(record.inputs),
        "outputs": dict(record.outputs),
        "named": list(record.named),
        "findings": [
            [
                found.code.name,
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
        named=tuple(data["named"]),
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
        Diagnostic(Code[code], Severity(severity), message, _pointer(pointer), hint),
        Location(*place, _pointer(origin)),
    )


def _pointer(parts: list[str]) -> Pointer:
    return Pointer(parts[0], tuple(parts[1:]))
