"""The two clients of a comparison: from what the user names to their surfaces."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from apiloom.access import Access
from apiloom.cli.options import Reading, package_of, single
from apiloom.codegen.package import Package
from apiloom.compare import snapshots
from apiloom.compare.extraction import is_same, surface
from apiloom.compare.report.verdict import Side
from apiloom.compare.revisions import Revision, split
from apiloom.compare.surface import Surface
from apiloom.config import (
    ClientConfig,
    Config,
    find_config,
    has_table,
    is_alone,
    load_config,
)
from apiloom.diagnostics import Code, UnusableInput
from apiloom.document import Document
from apiloom.locations import Location, Pointer
from apiloom.pipeline import Client, understand

__all__ = ["Loaded", "Loader", "Names", "client_of", "nearby", "side_of"]


@dataclass(frozen=True, slots=True)
class Names:
    """Names and overlays that the options give to both clients."""

    package: str | None = None
    client: str | None = None
    overlays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """One client of a comparison; `package` is None for a snapshot."""

    surface: Surface
    side: Side
    package: Package | None = None


def nearby(config: Path | None) -> tuple[Path, Config] | None:
    """Return the configuration that an option names, or that of the current folder.

    None without one. Raises UnusableInput for one that is broken.
    """
    path = config if config is not None else find_config(Path())
    if config is None and not (path.is_file() and (is_alone(path) or has_table(path))):
        return None
    return path, load_config(path)


def client_of(settings: Config | None, spec: str) -> ClientConfig | None:
    """Return the configured client of a specification, if there is one.

    `spec` is a path, or ``REV:path``.
    """
    if settings is None:
        return None
    revision = split(spec)
    if revision is None:
        return _entry(settings, Path(spec))
    path = revision[1]
    for one in settings.clients:
        place = os.path.normpath(settings.root / one.spec)
        if os.path.normpath(path) == place or place.endswith(f"{os.sep}{path}"):
            return one
    return None


def _entry(settings: Config, path: Path) -> ClientConfig | None:
    wanted = os.path.realpath(path)
    for one in settings.clients:
        if os.path.realpath(settings.root / one.spec) == wanted:
            return one
    return None


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads the clients of a comparison; `folder` is for files of revisions."""

    names: Names
    config: tuple[Path, Config] | None
    reading: Reading
    folder: Path

    def pair(self, old: str, new: str) -> tuple[Loaded, Loaded]:
        """Return both clients.

        A client has the names that the options say, else those of its configuration,
        else those of the other one: who compares two files wants to hear nothing of
        what the files are called.
        """
        texts = old, new
        saved = [self._snapshot(text) for text in texts]
        entries = [self._configured(text) for text in texts]
        loaded: list[Loaded] = []
        for number, text in enumerate(texts):
            known = saved[number]
            if known is not None:
                loaded.append(Loaded(known, Side(text, _pointer_only(text))))
                continue
            other = saved[1 - number]
            entry = entries[number] or entries[1 - number]
            package = other.package if other is not None else package_of(_path(old))
            base = self._config(
                text, entry, package, is_own=entries[number] is not None
            )
            former = loaded[0] if loaded else None
            loaded.append(self._load(text, base, number, former))
        return loaded[0], loaded[1]

    def _snapshot(self, text: str) -> Surface | None:
        if split(text) is not None or not os.path.isfile(text):
            return None
        return snapshots.load(Path(text), 10 * self.reading.access(_NO_CONFIG).max_size)

    def _configured(self, text: str) -> tuple[Config, ClientConfig] | None:
        """Return the configuration of a side: that of its revision, or the present."""
        if split(text) is not None or self.config is None:
            return None  # read with the revision
        settings = self.config[1]
        entry = _entry(settings, Path(text))
        return None if entry is None else (settings, entry)

    def _config(
        self,
        text: str,
        entry: tuple[Config, ClientConfig] | None,
        package: str,
        *,
        is_own: bool,
    ) -> Config:
        """Return the configuration of one side with all that the options say."""
        path = _path(text)
        names = self.names
        plain = single(path, None, names.package, names.client, names.overlays)
        if entry is None:
            named = replace(plain.clients[0], package=names.package or package)
            return replace(plain, clients=(named,))
        settings, client = entry
        chosen = replace(
            client,
            spec=path if not is_own else client.spec,
            package=names.package or client.package,
            client=names.client or client.client,
            overlays=names.overlays or client.overlays,
        )
        if is_own:
            return replace(settings, clients=(chosen,))
        overlays = names.overlays or tuple(
            os.path.relpath(settings.root / overlay) for overlay in client.overlays
        )
        return replace(
            plain,
            clients=(replace(chosen, overlays=overlays),),
            max_size=settings.max_size,
        )

    def _load(
        self, text: str, base: Config, number: int, former: Loaded | None
    ) -> Loaded:
        revision = split(text)
        if revision is not None:
            return self._revised(text, *revision, base, number, former)
        client = understand(
            base.clients[0], base.root, access=self.reading.access(base)
        )
        return _loaded(client, side_of(text, client.document), former)

    def _revised(
        self,
        text: str,
        name: str,
        path: str,
        base: Config,
        number: int,
        former: Loaded | None,
    ) -> Loaded:
        access = self.reading.access(_NO_CONFIG)
        folder = self.folder / f"side{number}"
        folder.mkdir()
        revision = Revision.open(name, folder, access.max_size)
        inside = revision.inside(path)
        place = revision.write(inside)
        if place is None:
            raise _absent(text)
        settings = self._settings_of(revision, place, base)
        for overlay in settings.clients[0].overlays:
            revision.write_missing([settings.root / overlay])
        allowed = Access.to([folder], max_size=access.max_size)
        allowed = replace(
            allowed,
            allow_remote=access.allow_remote,
            urls=access.urls,
            timeout=access.timeout,
            max_combinations=access.max_combinations,
            max_parts=access.max_parts,
        )
        try:
            client = self._understood(revision, settings, allowed)
        except UnusableInput as error:
            raise _renamed(error, revision) from None
        side = side_of(text, client.document, revision.shown)
        return _loaded(client, side, former)

    @staticmethod
    def _understood(revision: Revision, settings: Config, access: Access) -> Client:
        """Read a document, and what it refers to, level by level."""
        while True:
            client = understand(settings.clients[0], settings.root, access=access)
            asked = client.document.inputs().items()
            missing = [
                path
                for path, digest in asked
                if digest is None and isinstance(path, Path)
            ]
            if not revision.write_missing(missing):
                return client

    def _settings_of(self, revision: Revision, spec: Path, base: Config) -> Config:
        """Return the configuration of a revision, else what is known of the other."""
        names = self.names
        path = self.config[0] if self.config is not None else find_config(Path())
        inside = revision.inside_of(path)
        written = revision.write(inside) if inside is not None else None
        if written is not None:
            settings: Config | None = None
            # Another version of apiloom wrote it, or it has no such table.
            with suppress(UnusableInput):
                settings = load_config(written)
            entry = _entry(settings, spec) if settings is not None else None
            if settings is not None and entry is not None:
                chosen = replace(
                    entry,
                    package=names.package or entry.package,
                    client=names.client or entry.client,
                )
                if names.overlays:
                    chosen = replace(chosen, overlays=self._overlays(revision))
                return replace(settings, clients=(chosen,))
        known = base.clients[0]
        overlays = self._overlays(revision, known.overlays, base.root)
        chosen = replace(known, spec=str(spec), overlays=overlays)
        return replace(base, clients=(chosen,), root=Path())

    def _overlays(
        self,
        revision: Revision,
        overlays: tuple[str, ...] = (),
        root: Path = Path(),
    ) -> tuple[str, ...]:
        """Return the overlays of a revision that the working tree names."""
        found: list[str] = []
        for overlay in self.names.overlays or overlays:
            inside = revision.inside_of(root / overlay)
            place = revision.write(inside) if inside is not None else None
            if place is not None:
                found.append(str(place))
        return tuple(found)


_NO_CONFIG = Config(output=".", clients=(), root=Path())


def _loaded(client: Client, side: Side, former: Loaded | None) -> Loaded:
    """Return a client; `former` is the other one, if it has been loaded before."""
    package = client.package
    other = former.package if former is not None else None
    if former is not None and other is not None and is_same(other, package):
        return Loaded(former.surface, side, package)
    return Loaded(surface(package), side, package)


def side_of(
    name: str, document: Document, shown: Callable[[str], str] | None = None
) -> Side:
    """Return the side of a document that was read; `shown` names its files."""

    def locate(pointer: str) -> Location | None:
        found = document.locate(Pointer.parse(pointer))
        return replace(found, file=shown(found.file)) if shown is not None else found

    return Side(name, locate)


def _pointer_only(name: str) -> Callable[[str], Location | None]:
    """A snapshot keeps no lines: a place in it is its pointer."""
    return lambda pointer: Location(name, 0, 0, Pointer.parse(pointer))


def _path(text: str) -> str:
    revision = split(text)
    return text if revision is None else revision[1]


def _absent(text: str) -> UnusableInput:
    place = Location(text, 1, 1, Pointer())
    return UnusableInput(Code.FILE_NOT_FOUND, "the revision has no such file", place)


def _renamed(error: UnusableInput, revision: Revision) -> UnusableInput:
    found = error.diagnostic
    place = replace(error.location, file=revision.shown(error.location.file))
    return UnusableInput(found.code, found.message, place, found.hint)
