"""What the templates of the documentation see: finished Markdown, laid out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodPage:
    """A method, as the page of its resource shows it.

    Every part but the first three may be empty; it is left out then.
    """

    name: str
    request: str
    signature: str
    deprecated: str
    description: str
    needs: str
    parameters: str
    returns: str
    errors: str
    example: str
    server: str = ""
    links: str = ""
    callbacks: str = ""


@dataclass(frozen=True, slots=True)
class WebhookEntry:
    """A webhook or a callback; what is empty is left out."""

    title: str
    deprecated: str
    description: str
    signature: str
    payload: str
    headers: str
    answers: str


@dataclass(frozen=True, slots=True)
class WebhooksPage:
    """The page of what the API sends by itself."""

    header: str
    package: str
    usage: str
    any_webhook: str
    table: str
    webhooks: tuple[WebhookEntry, ...]
    callbacks: tuple[WebhookEntry, ...]


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """The page of a resource."""

    header: str
    title: str
    intro: str
    reached: str
    children: str
    methods_table: str
    methods: tuple[MethodPage, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a heading of its own: a model, an enum, an error enum."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with several entries."""

    title: str
    intro: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """The page of the models."""

    header: str
    package: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ErrorsPage:
    """The page of the errors."""

    header: str
    package: str
    http: str
    root: str
    tree: str
    statuses: str
    rejections: str
    reasons: Section


@dataclass(frozen=True, slots=True)
class ReadmePage:
    """The page that a client's folder opens with; empty parts are left out."""

    header: str
    title: str
    intro: str
    package: str
    http: str
    client: str
    async_client: str
    root: str
    version: str
    credentials: str
    credentials_note: str
    construction: str
    supplied: str
    tokens: str
    token_call: str
    first_call: str
    async_call: str
    errors_call: str
    errors_note: str
    raw_call: str
    options_call: str
    upload_call: str
    list_call: str
    list_async_call: str
    wait_call: str
    download_call: str
    stream_call: str
    resources: str
    server: str
    servers: str
    variables: str
    server_call: str
    own_servers: str
    webhooks: str
    webhooks_call: str
    generated: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its path in the package, its template, its view."""

    path: str
    template: str
    view: ReadmePage | ResourcePage | ErrorsPage | ModelsPage | WebhooksPage
