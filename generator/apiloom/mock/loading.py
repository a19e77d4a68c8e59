"""A document as the fake of its client, imported from a temporary folder."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from apiloom.access import Access
from apiloom.config import ClientConfig
from apiloom.diagnostics import Finding
from apiloom.document.read.urls import is_remote
from apiloom.ir.api import Api
from apiloom.pipeline import generate, understand

_NUMBERS: Final = count(1)
_FAKE: Final = "Fake"


class UnusableRecording(Exception):
    """A file is no recording of the API."""


@dataclass(frozen=True)
class Loaded:
    """A document that is served."""

    api: Api
    fake: Any
    """The fake of its client, which no checker knows."""
    operations: Mapping[str, str]
    """The ids of operations by their dotted names."""
    findings: tuple[Finding, ...]
    folder: TemporaryDirectory[str]
    package: str

    def replay(self, recording: Path) -> None:
        """Respond with what was recorded.

        Raises:
            UnusableRecording: The file is no recording, or that of another API.
        """
        testing: Any = importlib.import_module(f"{self.package}.testing")
        try:
            self.fake._replay(recording)
        except testing.FakeError as error:
            raise UnusableRecording(str(error)) from None

    def keep_objects(self) -> bool:
        """Let operations share objects; return whether there are any that can."""
        testing: Any = importlib.import_module(f"{self.package}.testing")
        try:
            testing.stateful(self.fake)
        except testing.FakeError:
            return False
        return True

    def close(self) -> None:
        """Forget the client, and remove its folder."""
        for name in list(sys.modules):
            if name == self.package or name.startswith(f"{self.package}."):
                del sys.modules[name]
        sys.path.remove(self.folder.name)
        self.folder.cleanup()


def load(config: ClientConfig, root: Path, access: Access, seed: int) -> Loaded:
    """Generate and import the client of a document.

    Raises:
        UnusableInput: The document cannot be used at all.
    """
    package = f"apiloom_mock_{next(_NUMBERS)}"
    own = ClientConfig(
        spec=config.spec,
        package=package,
        overlays=config.overlays,
        client="Mock",
        is_chosen=False,
    )
    understood = understand(own, root, access=access)
    folder = TemporaryDirectory(prefix="apiloom-mock-")
    for path, content in generate(understood).items():
        target = Path(folder.name) / package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    sys.path.insert(0, folder.name)
    importlib.invalidate_caches()
    module: Any = importlib.import_module(f"{package}.testing.fake")
    fake = getattr(module, f"{_FAKE}Mock")(seed=seed, validate_requests=False)
    places = understood.names.places
    return Loaded(
        understood.api,
        fake,
        {place.dotted: id_ for id_, place in places.items()},
        understood.findings(),
        folder,
        package,
    )


def changed_at(config: ClientConfig, root: Path) -> float:
    """Return when the document or an overlay last changed; 0 if that is not known."""
    latest = 0.0
    for name in (config.spec, *config.overlays):
        if not is_remote(name):
            try:
                latest = max(latest, (root / name).stat().st_mtime)
            except OSError:
                continue
    return latest
