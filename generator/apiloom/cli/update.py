"""`apiloom update`: follow specifications that are published at a URL."""

from __future__ import annotations

import os
import posixpath
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urljoin, urlsplit

import click

from apiloom.access import Access, shown
from apiloom.cli.clients import Clients
from apiloom.cli.console import Screen
from apiloom.cli.diff import FORMATS, printed
from apiloom.cli.options import (
    EXIT_BROKEN,
    EXIT_FINDINGS,
    Reading,
    config_option,
    configuration,
    guarded,
    quiet_option,
    reading_options,
)
from apiloom.cli.sides import Loaded, side_of
from apiloom.compare.comparison import compare
from apiloom.compare.extraction import surface
from apiloom.compare.report.markdown import markdown_report
from apiloom.compare.report.verdict import Threshold, Verdict, judge
from apiloom.config import ClientConfig, Config, find_config
from apiloom.diagnostics import Code, UnusableInput
from apiloom.document.read.urls import Remote
from apiloom.locations import Location, Pointer
from apiloom.output import OutputError, cleaning_up
from apiloom.pipeline import understand
from apiloom.scaffold.changelog import add_entry
from apiloom.scaffold.configuration import pin
from apiloom.scaffold.writing import replace_file

__all__ = ["command"]

_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Upstream:
    """A document as it is published now: its hash, and its files by their paths.

    The paths are relative to the folder of the specification.
    """

    client: ClientConfig
    sha256: str
    files: Mapping[str, bytes]

    @property
    def has_moved(self) -> bool:
        """Whether the document differs from the last download."""
        return self.sha256 != self.client.sha256


@click.command(name="update")
@click.argument("packages", nargs=-1)
@config_option
@reading_options
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Write nothing; exit with 1 if a source has changed.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print the changes.",
)
@click.option("--force", is_flag=True, help="Overwrite specifications you have edited.")
@quiet_option
@guarded
def command(
    packages: tuple[str, ...],
    config: Path | None,
    reading: Reading,
    is_check: bool,
    form: str,
    force: bool,
    quiet: bool,
) -> None:
    """Download specifications and regenerate their clients.

    PACKAGES are the clients to update: by default, all that have a source.
    """
    screen = Screen(quiet)
    path = config if config is not None else find_config(Path())
    settings = configuration(config)
    followed = _followed(settings, packages)
    access = reading.access(settings)
    moved: list[Upstream] = []
    for client in followed:
        upstream = _download(client, replace(access, allow_remote=True))
        if not upstream.has_moved and _is_vendored(settings, upstream):
            screen.say(f"{client.package}: {shown(client.source or '')} is unchanged")
            continue
        if not is_check:
            vendored = _vendored(settings, client, access)
            if not force:
                _refuse_edited(settings, client, vendored)
            _refuse_others(settings, upstream, vendored)
        moved.append(upstream)
    with cleaning_up():
        verdicts = [_compared(settings, upstream, access) for upstream in moved]
    for verdict in verdicts:
        click.echo(printed(verdict, form).removesuffix("\n"))
    if is_check:
        if moved:
            sys.exit(EXIT_FINDINGS)
        return
    for upstream, verdict in zip(moved, verdicts, strict=True):
        _store(settings, upstream)
        distribution = upstream.client.distribution
        if distribution is not None and distribution.changelog:
            changelog = settings.root / distribution.changelog
            add_entry(changelog, markdown_report(verdict))
        pin(path, upstream.client, upstream.sha256)
        # The lines of other clients have moved as well.
        settings = configuration(config)
        moved_lines = {one.package: one for one in settings.clients}
        moved = [replace(one, client=moved_lines[one.client.package]) for one in moved]
    if moved and _regenerate(
        settings, [one.client.package for one in moved], screen, access
    ):
        sys.exit(EXIT_BROKEN)


def _followed(settings: Config, packages: tuple[str, ...]) -> list[ClientConfig]:
    known = {one.package: one for one in settings.clients}
    for name in packages:
        if name not in known:
            raise click.UsageError(f"the package {name!r} is not configured")
        if known[name].source is None:
            raise click.UsageError(f"the client {name!r} has no `source`")
    followed = [
        one
        for one in settings.clients
        if one.source is not None and (not packages or one.package in packages)
    ]
    if not followed:
        raise click.UsageError("no client of the configuration has a `source`")
    return followed


def _download(client: ClientConfig, access: Access) -> Upstream:
    """Download a document with the files that it refers to. Raises UnusableInput."""
    url = client.source or ""
    # Files are read when a reference asks for them, on the way to a client.
    plain = replace(client, spec=url, overlays=())
    document = understand(plain, Path(), access=access).document
    files: dict[str, bytes] = {}
    names: list[str] = []
    for file in document.files.values():
        path = file.path
        if isinstance(path, Remote):
            name = _inside(url, path.url) if file.name else Path(client.spec).name
            if name is None:
                raise _not_stored(
                    url,
                    f"the document refers to {path.as_posix()}, which is not below its"
                    " own folder and cannot be stored beside it",
                )
            if file.name and not _is_storable(name):
                raise _not_stored(
                    url,
                    f"the document refers to {name!r}, which is not stored: files are"
                    " only stored by plain names that end in .yaml, .yml or .json",
                )
            names.append(name)
            files[name] = file.text.encode()
    _refuse_collisions(url, names)
    return Upstream(client, _digest(files), files)


def _not_stored(url: str, message: str) -> UnusableInput:
    place = Location(shown(url), 1, 1, Pointer())
    return UnusableInput(Code.OUTSIDE_ROOTS, message, place)


def _is_storable(name: str) -> bool:
    """Return whether a vendor may choose this name for a file of the repository.

    Not among them are the files that other tools run, such as those below `.github`.
    """
    parts = name.split("/")
    return (
        name.isprintable()
        and not any(part[:1] in ("", ".") for part in parts)
        and not set(name) & set('\\:*?"<>|')
        and name.lower().endswith(_SUFFIXES)
    )


def _refuse_collisions(url: str, names: Iterable[str]) -> None:
    """Refuse two files of one name, or a file with the name of a folder."""
    files: set[str] = set()
    folders: set[str] = set()
    for name in names:
        path = name.casefold()
        above = {parent.as_posix() for parent in PurePosixPath(path).parents}
        if path in files or path in folders or above & files:
            raise _not_stored(url, f"two files of the document would be {name!r}")
        files.add(path)
        folders |= above


def _digest(files: Mapping[str, bytes]) -> str:
    """Return the hash of a document: that of the file when there is only one.

    Otherwise that of a listing, as `sha256sum` writes it.
    """
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    if len(digests) == 1:
        return next(iter(digests.values()))
    listing = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return sha256(listing.encode()).hexdigest()


def _inside(root: str, url: str) -> str | None:
    """Return the path of a file relative to the folder of the document, or None."""
    folder = urlsplit(urljoin(root, "."))
    parts = urlsplit(url)
    if (folder.scheme, folder.netloc) != (parts.scheme, parts.netloc):
        return None
    name = posixpath.relpath(unquote(parts.path), unquote(folder.path) or "/")
    return None if name.partition("/")[0] in ("..", ".") else name


def _is_vendored(settings: Config, upstream: Upstream) -> bool:
    """Return whether the vendored files are those of the document."""
    folder = (settings.root / upstream.client.spec).parent
    for name, content in upstream.files.items():
        try:
            if (folder / name).read_bytes() != content:
                return False
        except OSError:
            return False
    return True


def _vendored(settings: Config, client: ClientConfig, access: Access) -> list[Path]:
    """Return the files of the vendored document, the document first."""
    path = settings.root / client.spec
    if not path.exists():
        return []
    try:
        plain = replace(client, overlays=())
        document = understand(plain, settings.root, access=access).document
    except UnusableInput:
        return [path]
    files = [file.path for file in document.files.values()]
    return [file for file in files if isinstance(file, Path)]


def _refuse_edited(
    settings: Config, client: ClientConfig, vendored: Sequence[Path]
) -> None:
    """Refuse to overwrite a specification that is not the one downloaded last."""
    if client.sha256 is None or not vendored:
        return
    folder = os.path.realpath((settings.root / client.spec).parent)
    files = {
        Path(os.path.relpath(os.path.realpath(path), folder)).as_posix(): (
            path.read_bytes()
        )
        for path in vendored
    }
    if _digest(files) != client.sha256:
        raise OutputError(
            f"{client.spec} is not the document that was downloaded last: somebody has"
            " edited it\n  hint: put corrections into an overlay; --force overwrites it"
        )


def _refuse_others(
    settings: Config, upstream: Upstream, vendored: Sequence[Path]
) -> None:
    """Refuse to let a vendor write files that are not those of its document."""
    spec = upstream.client.spec
    place = settings.root / spec
    own = {os.path.realpath(path) for path in (place, *vendored)}
    new = [
        path
        for path in (place.parent / name for name in upstream.files)
        if os.path.realpath(path) not in own
    ]
    root, folder = os.path.realpath(settings.root), os.path.realpath(place.parent)
    if new and os.path.commonpath([root, folder]) == folder:
        raise OutputError(
            f"{spec}: a document of several files needs a folder of its own, which"
            " holds nothing of the project; move it into one, and change `spec`"
        )
    for path in new:
        if os.path.lexists(path):
            raise OutputError(
                f"{path}: the document has a file of this name, but this one is not"
                " part of it and is not overwritten; move it"
            )


def _compared(settings: Config, upstream: Upstream, access: Access) -> Verdict:
    """Compare the vendored document with the one upstream. Raises UnusableInput."""
    client = upstream.client
    place = settings.root / client.spec
    with TemporaryDirectory(prefix="apiloom-", ignore_cleanup_errors=True) as folder:
        for name, content in upstream.files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        new_client = replace(
            client,
            spec=str(Path(folder) / place.name),
            overlays=tuple(
                os.path.abspath(settings.root / one) for one in client.overlays
            ),
        )
        wider = replace(access, folders=(*access.folders, os.path.realpath(folder)))
        one = understand(new_client, settings.root, access=wider)
        source = shown(client.source or "")
        new = Loaded(
            surface(one.package),
            side_of(
                source, one.document, lambda file: _named(file, folder, client.spec)
            ),
        )
        old = new
        if place.exists():
            before = understand(client, settings.root, access=access)
            old = Loaded(surface(before.package), side_of(client.spec, before.document))
        comparison = compare(old.surface, new.surface)
        today = datetime.now(UTC).date()
        return judge(
            comparison, old.side, new.side, client.waivers, Threshold.NEVER, today
        )


def _named(file: str, folder: str, spec: str) -> str:
    """Return the path that a file will have once it is stored."""
    root, real = os.path.realpath(folder), os.path.realpath(file)
    if not real.startswith(root + os.sep):
        return file
    return posixpath.join(posixpath.dirname(spec), os.path.relpath(real, root))


def _store(settings: Config, upstream: Upstream) -> None:
    """Write the files of a document into the repository. Raises OutputError."""
    folder = (settings.root / upstream.client.spec).parent
    for name, content in upstream.files.items():
        path = folder / name
        real = os.path.realpath(path)
        if not real.startswith(os.path.realpath(folder) + os.sep):
            raise OutputError(f"{path}: a link leads out of the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)


def _regenerate(
    settings: Config, packages: list[str], screen: Screen, access: Access
) -> bool:
    """Write the clients again; return whether a document is broken in places."""
    some = settings
    if not settings.runtime:
        chosen = tuple(one for one in settings.clients if one.package in packages)
        some = replace(settings, clients=chosen)
    clients = Clients.of(some, screen, access=access, no_cache=False)
    outcomes = [*clients.outcomes()]
    clients.write(outcomes)
    return any(outcome.broken for outcome in outcomes)
