"""Pages for agents: an index of all pages, the methods in brief, and a skill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.codegen.docstrings import first_sentence, one_line
from apiloom.codegen.errors.decide import UNKNOWN
from apiloom.docs.link_targets import Book, resource_title
from apiloom.docs.markdown import code, ended, front_matter, line, link
from apiloom.docs.pages.methods import MethodPages, summary
from apiloom.docs.pages.readme import ReadmePages
from apiloom.docs.pages.security import Credentials
from apiloom.docs.samples.calls import Calls
from apiloom.docs.views import (
    BriefMethod,
    BriefPage,
    IndexPage,
    IndexSection,
    Page,
    SkillPage,
)
from apiloom.ir.api import Operation
from apiloom.text.markdown import EMPTY, Markdown, joined, markdown, name

__all__ = ["AgentPages"]

_MOST: Final = 150
"""As many methods are in one file; otherwise each resource has its own."""


@dataclass(frozen=True, slots=True)
class AgentPages:
    """Makes the views of these pages."""

    book: Book
    calls: Calls
    credentials: Credentials
    readme: ReadmePages
    methods: MethodPages
    header: Markdown

    def pages(self) -> Iterator[Page]:
        """Yield the pages."""
        resources = {one: found for one, found in self.book.resources.items() if found}
        yield Page("SKILL.md", "docs/SKILL.md.jinja", self._skill())
        is_whole = sum(map(len, resources.values())) <= _MOST
        parts = {
            one: f"llms/{self.book.places.resources[one].removesuffix('.md')}.txt"
            for one in resources
            if not is_whole
        }
        yield Page("docs/llms.txt", "docs/llms.md.jinja", self._index(parts))
        if is_whole:
            every = [one for members in resources.values() for one in members]
            view = self._brief(line(self.book.api.title), every)
            yield Page("docs/llms-full.txt", "docs/llms_full.md.jinja", view)
        for resource, path in parts.items():
            title = line(resource_title(resource))
            view = self._brief(title, resources[resource])
            yield Page(f"docs/{path}", "docs/llms_full.md.jinja", view)

    def _index(self, parts: dict[tuple[str, ...], str]) -> IndexPage:
        api = self.book.api
        shown = [
            markdown("{}: its methods in brief", link(code(".".join(one)), path))
            for one, path in parts.items()
        ]
        whole = link(markdown("All methods in brief"), "llms-full.txt")
        about = first_sentence(api.description.strip().split("\n\n")[0])
        return IndexPage(
            title=line(api.title),
            summary=line(about) or line(api.title),
            package=name(self.book.names.package),
            sections=tuple(
                IndexSection(
                    line(resource_title(resource)), tuple(self._lines(members))
                )
                for resource, members in self.book.resources.items()
                if members
            ),
            parts=tuple(shown) or (whole,),
            has_webhooks=bool(api.webhooks or api.callbacks),
        )

    def _lines(self, members: Sequence[Operation]) -> Iterator[Markdown]:
        names, places = self.book.names, self.book.places
        for one in members:
            place = names.places[one.id]
            about = _about(summary(one, place.method))
            page = link(code(place.dotted), places.methods[one.id])
            yield markdown("{}: {}", page, about)
            waiters = names.waiters.get(one.id, ())
            for waiter, named in zip(one.waiters, waiters, strict=True):
                dotted = ".".join((*place.resource, named.method))
                target = places.waiters[f"{one.id} {named.method}"]
                about = (
                    _about(waiter.description)
                    if waiter.description
                    else markdown("Poll {} until the job ends", code(place.dotted))
                )
                yield markdown("{}: {}", link(code(dotted), target), about)

    def _brief(self, title: Markdown, members: Sequence[Operation]) -> BriefPage:
        return BriefPage(
            title=title,
            package=name(self.book.names.package),
            construction=self.calls.construction(self.credentials.given()),
            methods=tuple(map(self._method, members)),
        )

    def _method(self, operation: Operation) -> BriefMethod:
        place = self.book.names.places[operation.id]
        failures = self.book.catalogue.operations[operation.id]
        arguments = self.book.operations.arguments(operation)
        members = joined(
            ", ",
            (code(one.name) for one in failures.reasons if one.name != UNKNOWN),
        )
        about = summary(operation, place.method)
        told = first_sentence(operation.description)
        lead = ended(line(about))
        if told and told.rstrip(".") != one_line(about).rstrip("."):
            lead = markdown("{} {}", lead, line(told))
        enum = code(f"errors.{failures.enum}")
        return BriefMethod(
            name=name(place.dotted),
            about=lead,
            request=code(f"{operation.method} {operation.path}"),
            signature=self.methods.signature(operation, place.method, arguments),
            errors=(
                markdown("Failures, members of {}: {}.", enum, members)
                if failures.exceptions and members
                else EMPTY
            ),
        )

    def _skill(self) -> SkillPage:
        api, names, calls = self.book.api, self.book.names, self.calls
        first, failing = self.readme.first(), self.readme.failing()
        paged, upload = self.readme.paged(), self.readme.upload()
        single = self.readme.first(is_paged=False) or first
        about = (
            f"Call the {_api_name(one_line(api.title))} from Python with the vendored"
            f" client {names.package}. Use it for any code that sends requests to this"
            " API."
        )
        front = (("name", names.package.replace("_", "-")), ("description", about))
        return SkillPage(
            front=front_matter("Generated by apiloom; do not edit.", front),
            title=line(api.title),
            package=name(names.package),
            client=name(names.client),
            async_client=name(names.async_client),
            root=name(names.error),
            construction=calls.construction(self.credentials.given()),
            credentials=self.credentials.table(),
            call=calls.example(single) if single else EMPTY,
            lists=calls.example(paged) if paged else EMPTY,
            waits=self.readme.wait(),
            uploads=calls.example(upload) if upload else EMPTY,
            errors=calls.guarded(failing) if failing else EMPTY,
        )


def _about(text: str) -> Markdown:
    """Return the first sentence of a description as an entry of a list."""
    return line(first_sentence(text).removesuffix("."))


def _api_name(title: str) -> str:
    """Return a title as it stands after an article: "The Shop API" is "Shop API"."""
    name = title.removeprefix("The ").strip()
    return name if name.lower().endswith("api") else f"{name} API"
