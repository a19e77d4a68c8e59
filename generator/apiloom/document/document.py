"""`Document`: a root file, the files it refers to, and the way back to their text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from apiloom.access import Access, shown
from apiloom.diagnostics import Code, Diagnostics, Severity, UnusableInput
from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.read.files import Files, Problem
from apiloom.document.read.parse import File
from apiloom.document.read.reader import Reader
from apiloom.document.read.urls import Remote
from apiloom.document.references.anchors import Resource, Resources
from apiloom.locations import Location, Pointer, unescape

__all__ = ["Document"]

_MAX_STEPS: Final = 100
_SAYS_MORE: Final = frozenset(
    {
        "$defs",
        "$dynamicAnchor",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "items",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "required",
        "type",
    }
)
"""Keywords of schemas that add to what stands beside them."""


class Document:
    """An OpenAPI document, possibly of several files, which are loaded when needed.

    `dialect` is the version family it was written in ("2.0", "3.0", "3.1", "3.2");
    what `root` shows is always shaped like 3.1.
    """

    def __init__(
        self,
        path: Path | Remote,
        diagnostics: Diagnostics,
        access: Access,
    ) -> None:
        """Load the root file. Raises UnusableInput."""
        if isinstance(path, Remote) and not access.allow_remote:
            raise UnusableInput(
                Code.REMOTE_REFERENCE,
                "the document is remote",
                Location(path.as_posix(), 1, 1, Pointer()),
                "--allow-remote fetches it",
            )
        self.path: Final = path
        self.diagnostics: Final = diagnostics
        self.reader: Final = Reader(access)
        self.dialect: str = ""
        self.version: str = ""
        self._files: Final = Files(path, diagnostics, self.reader)
        self.overlays: Final[list[File]] = []
        self.origins: Final[list[Origins]] = []
        self.renamed: Final[dict[tuple[str, ...], tuple[str, ...]]] = {}
        """Where parts of the root file have moved to: `/definitions`, for one."""
        self._followed: Final[dict[Pointer, Node | None]] = {}
        self._targets: Final[dict[tuple[Pointer, str], Node]] = {}
        self._hinted: Final[set[str | None]] = set()
        self._underway: Final[set[tuple[str, str]]] = set()
        self._resources: Final[dict[str, Resources]] = {}
        self._searched: Final[set[str]] = set()
        self._identified_in: Final[list[Resources]] = []

    @property
    def files(self) -> Mapping[str, File]:
        """The files that have been loaded, by name; the root's name is empty."""
        return self._files.table

    @property
    def root(self) -> Node:
        """The OpenAPI object."""
        return Node(self.files[""].data, Pointer(), self)

    @property
    def name(self) -> str:
        """The name of the root file, without any folder."""
        return self.path.name

    def node(self, pointer: Pointer) -> Node | None:
        """Return the node at a pointer, None when there is nothing."""
        file = self.file(pointer.file)
        node = Node(file.data, file.pointer, self) if file else None
        for token in pointer.tokens:
            node = _step(node, token) if node is not None else None
        return node

    def sha256(self) -> str:
        """Return the digest of all inputs: that of the file when there is only one.

        Otherwise that of a listing, a line for each file in the order of their
        names (root first) and each overlay in the order of application.
        """
        files = [self.files[name] for name in sorted(self.files)]
        if len(files) + len(self.overlays) == 1:
            return files[0].digest
        listing = "".join(
            f"{file.digest}  {file.name.removeprefix('./') or self.name}\n"
            for file in (*files, *self.overlays)
        )
        return hashlib.sha256(listing.encode()).hexdigest()

    def inputs(self) -> dict[Path | Remote, str | None]:
        """Return every file that was asked for, and the digest of what it held.

        None stands for a file that cannot be read: to become readable would change
        what the document says.
        """
        read = {file.path: file.digest for file in self.files.values()}
        laid_over = {overlay.path: overlay.digest for overlay in self.overlays}
        missing = dict.fromkeys(self._files.missing())
        return {**missing, **read, **laid_over}

    # Places

    def locate(self, pointer: Pointer) -> Location:
        """Return where a pointer stands in the text that was read.

        What an overlay brought is found in the overlay, what was converted where
        it was converted from.
        """
        pointer = self.traced(pointer)
        file = self.files.get(pointer.file)
        for overlay in self.overlays:
            if overlay.name == pointer.file:
                file = overlay
        if file is None:
            return Location(self.files[""].display, 1, 1, pointer)
        line, column = file.locate(pointer.tokens)
        place = Pointer(file.name.removeprefix("./"), pointer.tokens)
        return Location(file.display, line, column, place)

    def traced(self, pointer: Pointer) -> Pointer:
        """Return where something stood before the document was changed."""
        for origins in self.origins:
            pointer = origins.trace(pointer)
        return pointer

    def source_text(self, pointer: Pointer) -> str | None:
        """Return the text a scalar was written as: `1.10`, not 1.1."""
        pointer = self.traced(pointer)
        file = self.files.get(pointer.file)
        return file.source_text(pointer.tokens) if file else None

    def is_from_overlay(self, pointer: Pointer) -> bool:
        """Say whether an overlay, and so the user, has written what stands there.

        A reference into the file of an overlay does not count: its names are others.
        """
        file = self.traced(pointer).file
        return any(overlay.name == file for overlay in self.overlays)

    # References

    def follow(self, node: Node) -> Node | None:
        """Follow the `$ref` of a node to its end; reports and returns None on failure.

        A schema that says more beside its own `$ref` is an end (JSON Schema 2020-12,
        section 8.2.3.1).  OpenAPI 3.1, 4.8.23 (Reference Object); RFC 6901, section 6.
        """
        if node.pointer in self._followed:
            return self._followed[node.pointer]
        seen: dict[Pointer, None] = {}
        target: Node | None = node
        while target is not None and target.ref is not None:
            if target.pointer in seen:
                message = f"the reference {node.ref} refers only to itself"
                node.report(Code.REFERENCE_CYCLE, message)
                target = None
                break
            seen[target.pointer] = None
            target = self.target(target)
            if target is not None and not _SAYS_MORE.isdisjoint(target.keys()):
                break
        self._followed[node.pointer] = target
        return target

    def target(self, node: Node, severity: Severity | None = None) -> Node | None:
        """Follow one `$ref`, no further; reports and returns None on failure.

        `severity` overrides that of the diagnostic.
        """
        ref = node.ref or ""
        key = self._base(node.pointer), ref
        found = self._targets.get(key)
        if found is None:
            # Failures are looked up again, to be reported wherever they occur.
            found = self.lookup(ref, node, severity)
            if found is not None:
                self._targets[key] = found
        return found

    def lookup(
        self, ref: str, node: Node, severity: Severity | None = None
    ) -> Node | None:
        """Return what the reference `ref`, written at `node`, leads to.

        Reports `unresolved-reference` or `remote-reference` at `node` and returns
        None when it cannot be resolved.
        """
        found = self.find(ref, node.pointer)
        if isinstance(found, Node):
            return found
        hint = found.hint
        if found.code == Code.OUTSIDE_ROOTS:
            severity = None  # whatever it is for, somebody has to decide
            # Each place is named, what to do about them but once.
            hint = None if hint in self._hinted else hint
            self._hinted.add(hint)
        if found.node is None:
            self.diagnostics.report(
                found.code, found.message, node.pointer, hint, severity=severity
            )
        else:
            node.report(found.code, found.message, found.hint)
        return found.node

    def find(self, ref: str, at: Pointer) -> Node | Problem:
        """Return what `ref`, written at the place `at`, leads to; reports nothing.

        A problem may come with a node, where it could be guessed what was meant.
        """
        place, _, fragment = ref.partition("#")
        inside = self._identified(place, unquote(fragment), at)
        if inside is not None:
            return inside
        source = at.file
        file = self._files.named(place, source)
        if isinstance(file, Problem):
            return self._guess(ref, file)
        for text in dict.fromkeys((unquote(fragment), fragment)):
            node = self._fragment(file, text)
            if node is not None:
                return node
        message = f"the reference {shown(ref)} cannot be resolved"
        problem = Problem(Code.UNRESOLVED_REFERENCE, message)
        if file.name and not place:
            # A file cut out of a larger one may still speak of the larger one.
            node = self._fragment(self.files[""], unquote(fragment))
            if node is not None:
                message = f"the reference {ref} can be resolved only in the root file"
                hint = f"write {self.name}{ref}"
                return Problem(Code.REFERENCE_INTO_ROOT, message, hint, node)
        return problem if place else self._guess(ref, problem)

    def _identified(self, place: str, fragment: str, at: Pointer) -> Node | None:
        """Return the target of a reference by ``$id``.

        JSON Schema 2020-12, section 8.2.1.  Many documents give schemas an ``$id`` and
        refer to them from the root all the same, so nothing is reported here.
        """
        if self.dialect in ("", "2.0", "3.0"):
            return None
        base = self._resources_of(at.file).around(at)
        found: Resource | None = base if base.uri and not place else None
        if place:
            named = (one.identified(place, base) for one in self._with_identifiers())
            found = next((one for one in named if one is not None), None)
        if found is None:
            return None
        if fragment and not fragment.startswith("/"):
            anchored = found.anchors.get(fragment)
            return self.node(anchored) if anchored is not None else None
        tokens = tuple(map(unescape, fragment.split("/")[1:]))
        return self.node(found.root.child(*tokens)) if tokens else self.node(found.root)

    def _with_identifiers(self) -> list[Resources]:
        """The files that say an ``$id``, in the order in which they were found."""
        new: list[str] = []
        for name in reversed(self._files.table):
            if name in self._searched:
                break
            new.append(name)
        for name in reversed(new):
            self._searched.add(name)
            resources = self._resources_of(name)
            if resources.has_identifiers:
                self._identified_in.append(resources)
        return self._identified_in

    def _base(self, at: Pointer) -> Pointer:
        """Return the base that distinguishes references with the same text."""
        return self._resources_of(at.file).around(at).root

    def _resources_of(self, name: str) -> Resources:
        known = self._resources.get(name)
        if known is None:
            file = self.files[name]
            text = "".join([file.text, *(overlay.text for overlay in self.overlays)])
            known = Resources(file.data, file.pointer, text)
            self._resources[name] = known
        return known

    def _guess(self, ref: str, problem: Problem) -> Problem:
        """Understand `Pet`, `#components/schemas/Pet` and `components/schemas/Pet`."""
        text = unquote(ref.removeprefix("#").strip("/"))
        for tokens in (text, f"components/schemas/{text}"):
            node = self._fragment(self.files[""], f"/{tokens}") if text else None
            if node is not None:
                pointer = self.traced(node.pointer).fragment
                message = f"the reference {shown(ref)} is read as {pointer}"
                return Problem(
                    Code.MALFORMED_REFERENCE, message, f"write {pointer}", node
                )
        return problem

    def forget(self) -> None:
        """Forget where references led: the tree they led into was rebuilt."""
        self._targets.clear()
        self._followed.clear()
        self._resources.clear()
        self._searched.clear()
        self._identified_in.clear()

    def _fragment(self, file: File, fragment: str) -> Node | None:
        if fragment and not fragment.startswith("/"):
            resources = self._resources_of(file.name)
            pointer = resources.around(file.pointer).anchors.get(fragment)
            pointer = pointer or resources.anywhere(fragment)
            return self.node(pointer) if pointer else None
        node = Node(file.data, file.pointer, self)
        if not fragment:
            return node
        tokens = tuple(map(unescape, fragment[1:].split("/")))
        if not file.name:
            tokens = self._moved(tokens)
        steps = 0
        for token in tokens:
            child = _step(node, token)
            while child is None and node.ref is not None and steps < _MAX_STEPS:
                # Through another reference: no JSON pointer does that (RFC 6901),
                # but documents assembled by tools rely on it.
                steps += 1
                found = self._targets.get((self._base(node.pointer), node.ref))
                through = found or self._through(node)
                if through is None:
                    return None
                node = through
                child = _step(node, token)
            if child is None:
                return None
            node = child
        return node

    def _through(self, node: Node) -> Node | None:
        key = node.pointer.file, node.ref or ""
        if key in self._underway:
            return None
        self._underway.add(key)
        try:
            found = self.find(node.ref or "", node.pointer)
        finally:
            self._underway.discard(key)
        return found if isinstance(found, Node) else found.node

    def _moved(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        # A pointer may have as many tokens as it likes; what moved is near the root.
        longest = max(map(len, self.renamed), default=0)
        for length in range(min(len(tokens), longest), 0, -1):
            new = self.renamed.get(tokens[:length])
            if new is not None:
                return (*new, *tokens[length:])
        return tokens

    def file(self, name: str) -> File | None:
        """Return a file of the document, loading it at first; None without one.

        `name` is relative to the root file's folder.
        """
        return self._files.get(name)


def _step(node: Node, token: str) -> Node | None:
    if isinstance(node.value, list):
        is_index = token.isascii() and token.isdigit() and len(token) < 10
        return node[int(token)] if is_index and int(token) < len(node.value) else None
    return node.get(token)
