"""Views of the documentation templates: finished Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.text.markdown import EMPTY, Markdown


@dataclass(frozen=True, slots=True)
class MethodPage:
    """The page of a method, in the order of its reader's questions.

    What it does, how to call it, what goes in, what comes out, what can go wrong. Parts
    that are empty are left out.
    """

    header: Markdown
    name: Markdown
    deprecated: Markdown
    description: Markdown
    see: Markdown
    request: Markdown
    server: Markdown
    example: Markdown
    signature: Markdown
    samples: Markdown
    sent: Markdown
    returns: Markdown
    received: Markdown
    errors: Markdown
    authorization: Markdown
    links: Markdown = EMPTY
    callbacks: Markdown = EMPTY
    fragment: Markdown = EMPTY


@dataclass(frozen=True, slots=True)
class WebhookEntry:
    """A webhook or a callback; what is empty is left out."""

    title: Markdown
    deprecated: Markdown
    description: Markdown
    signature: Markdown
    payload: Markdown
    headers: Markdown
    answers: Markdown


@dataclass(frozen=True, slots=True)
class WebhooksPage:
    """The page of what the API sends by itself."""

    header: Markdown
    package: Markdown
    usage: Markdown
    signature_header: Markdown
    any_webhook: Markdown
    table: Markdown
    webhooks: tuple[WebhookEntry, ...]
    callbacks_table: Markdown
    callbacks: tuple[WebhookEntry, ...]


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """The page of one webhook or callback."""

    header: Markdown
    title: Markdown
    entries: tuple[WebhookEntry]


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """The page of a resource."""

    header: Markdown
    title: Markdown
    intro: Markdown
    reached: Markdown
    children: Markdown
    methods_table: Markdown


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a heading of its own: a model, an enum, an error enum."""

    name: Markdown
    body: Markdown


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with several entries."""

    title: Markdown
    intro: Markdown
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """The page of the models."""

    header: Markdown
    package: Markdown
    is_whole: bool
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ModelsIndex:
    """The page that leads to the pages of models, where these are several."""

    header: Markdown
    package: Markdown
    pages: Markdown


@dataclass(frozen=True, slots=True)
class ErrorsPage:
    """The page of the errors."""

    header: Markdown
    package: Markdown
    http: Markdown
    root: Markdown
    tree: Markdown
    request_ids: Markdown
    statuses: Markdown
    rejections: Markdown
    reasons: Markdown


@dataclass(frozen=True, slots=True)
class ReadmePage:
    """The page that a client's folder opens with; empty parts are left out."""

    header: Markdown
    title: Markdown
    intro: Markdown
    package: Markdown
    http: Markdown
    client: Markdown
    async_client: Markdown
    root: Markdown
    version: Markdown
    credentials: Markdown
    credentials_note: Markdown
    construction: Markdown
    supplied: Markdown
    tokens: Markdown
    token_call: Markdown
    first_call: Markdown
    async_call: Markdown
    errors_call: Markdown
    errors_note: Markdown
    raw_call: Markdown
    options_call: Markdown
    upload_call: Markdown
    list_call: Markdown
    list_async_call: Markdown
    wait_call: Markdown
    download_call: Markdown
    stream_call: Markdown
    resources: Markdown
    server: Markdown
    servers: Markdown
    variables: Markdown
    server_call: Markdown
    own_servers: Markdown
    webhooks: Markdown
    webhooks_call: Markdown
    fake: Markdown


@dataclass(frozen=True, slots=True)
class IndexSection:
    """The methods of a resource in an index for programs that read."""

    title: Markdown
    lines: tuple[Markdown, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The index of all pages, as llmstxt.org has it."""

    title: Markdown
    summary: Markdown
    package: Markdown
    sections: tuple[IndexSection, ...]
    parts: tuple[Markdown, ...]
    has_webhooks: bool


@dataclass(frozen=True, slots=True)
class BriefMethod:
    """A method in few words."""

    name: Markdown
    about: Markdown
    request: Markdown
    signature: Markdown
    errors: Markdown


@dataclass(frozen=True, slots=True)
class BriefPage:
    """Methods in few words: of the whole API, or of a part of it."""

    title: Markdown
    package: Markdown
    construction: Markdown
    methods: tuple[BriefMethod, ...]


@dataclass(frozen=True, slots=True)
class SkillPage:
    """Instructions for an agent that writes code with the client."""

    front: Markdown
    title: Markdown
    package: Markdown
    client: Markdown
    async_client: Markdown
    root: Markdown
    construction: Markdown
    credentials: Markdown
    call: Markdown
    lists: Markdown
    waits: Markdown
    uploads: Markdown
    errors: Markdown


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its path in the package, its template, its view."""

    path: str
    template: str
    view: (
        ReadmePage
        | ResourcePage
        | MethodPage
        | ErrorsPage
        | ModelsPage
        | ModelsIndex
        | WebhooksPage
        | WebhookPage
        | IndexPage
        | BriefPage
        | SkillPage
    )
