"""The two clients: credentials, servers, and the resources."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from apiloom.codegen.annotations import Annotator
from apiloom.codegen.client_headers import ClientHeader, client_headers
from apiloom.codegen.credentials import CredentialViews
from apiloom.codegen.docstrings import docstring, has_list, one_line, prose
from apiloom.codegen.formatter import (
    Code,
    Name,
    Parameter,
    Pipe,
    assigned,
    call,
    class_line,
    listing,
    mapping,
    opened,
    pipe,
    signature,
    string,
)
from apiloom.codegen.imports import OWN, Imports
from apiloom.codegen.resources.module import OperationViews
from apiloom.codegen.resources.specs import needed
from apiloom.codegen.servers import Servers
from apiloom.codegen.sync_async import ASYNC, SYNC, Mode
from apiloom.codegen.views import ClientClassView, ClientView
from apiloom.ir.api import Api
from apiloom.ir.api import Parameter as Parameter_
from apiloom.locations import Pointer
from apiloom.naming.allocate import Names
from apiloom.text.code import Python, identifier, python

_OPTIONS = (
    ("deadline", "Limit of a whole call in seconds, including retries and waits."),
    ("max_retries", "Maximum number of retries of a request that is safe to retry."),
    (
        "retry_budget",
        "Limit of retries across all calls; by default, a new budget.",
    ),
    ("headers", "Sent with every request."),
    ("default_query", "Query parameters of every request that does not have them."),
    (
        "follow_redirects",
        "Whether `GET` and `HEAD` follow redirects within the origin of the API. None "
        "uses the setting of `http_client`, which is False by default.",
    ),
    ("hooks", "Functions to call on each request, response and retry."),
    (
        "limits",
        "Limits of what the client accepts: size, time, cookies, pages.",
    ),
    (
        "validate_responses",
        "What to do if a response does not match its schema: `report` reads what it "
        "can and reports each mismatch once, `strict` raises "
        "`ResponseValidationError`, `off` reads what it can without reporting.",
    ),
    (
        "validate_requests",
        "Whether to check required arguments and limits; types are always checked.",
    ),
    (
        "http_client",
        "Your own HTTP client, with its timeout, headers and redirects. You close it.",
    ),
)
_PASSED = (
    "timeout",
    "deadline",
    "max_retries",
    "headers",
    "default_query",
    "follow_redirects",
    "hooks",
    "limits",
    "validate_responses",
    "validate_requests",
)

_ERRORS = "_errors"
"""The alias of the module of exceptions: an argument may be named ``errors``."""


_NAMED: Final = frozenset(
    {"self", "http_client", "deadline", "retry_budget", "default_query", *_PASSED}
)
"""The arguments of the constructor that every client has."""


@dataclass(frozen=True)
class ClientViews:
    """Makes the view of the client module."""

    api: Api
    names: Names
    operations: OperationViews

    def module(self, header: Python, user_agent: str) -> ClientView:
        """The view of the client module."""
        imports = Imports(self.names.runtime)
        typing = Imports(self.names.runtime)
        imports.name("collections.abc", "Mapping")
        imports.name("typing", "TYPE_CHECKING")
        typing.name("._runtime.decoding.limits", "ResponseLimits")
        if self.names.places:
            imports.name("functools", "cached_property")
        imports.module(self.names.http)
        imports.deferred(".", "errors", _ERRORS)
        imports.name("._runtime.telemetry.hooks", "AsyncHooks")
        imports.name("._runtime.telemetry.hooks", "Hooks")
        imports.name("._runtime.decoding.mismatches", "Validation")
        imports.name("._runtime.core.retries", "RetryBudget")
        for name in ("DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT", "Options", "Timeout"):
            imports.name("._runtime.client.options", name)
        servers = Servers(self.api, self.names)
        constants = servers.view(imports)
        views = tuple(self._class(mode, imports, typing) for mode in (SYNC, ASYNC))
        credentials = self._credentials.function(imports)
        stand_ins = imports.stand_ins(typing, "._runtime")
        return ClientView(
            header=header,
            docstring=docstring(
                f"`{self.names.client}` and `{self.names.async_client}`.",
                0,
            ),
            imports=imports.text(),
            typing_imports=typing.text(4),
            stand_ins=stand_ins,
            servers=constants,
            user_agent=assigned("_USER_AGENT", Name(string(user_agent)), 0),
            credentials=credentials,
            views=views,
        )

    @property
    def _credentials(self) -> CredentialViews:
        return CredentialViews(self.api, self.names)

    def _class(
        self,
        mode: Mode,
        imports: Imports,
        typing: Imports,
    ) -> ClientClassView:
        servers = Servers(self.api, self.names)
        name = mode.prefix + self.names.client
        base = imports.name(f"._runtime.{mode.module}", mode.client)
        children = self.operations.children((), mode)
        for child in children:
            typing.name(child.module, child.class_name)
        http = Name(
            python("{} | None", identifier(f"{self.names.http}.{mode.prefix}Client"))
        )
        hooks = python("Hooks | None")
        if mode is ASYNC:
            hooks = python("Hooks | AsyncHooks | None")
        parameters: list[Parameter] = [
            ("self", None, None),
            ("*", None, None),
            *self._credentials.parameters(mode.prefix, imports),
            *servers.parameters(imports),
            *self._headers(typing),
            ("timeout", Name("Timeout"), "DEFAULT_TIMEOUT"),
            ("deadline", Name(python("float | None")), "None"),
            ("max_retries", Name("int"), "DEFAULT_MAX_RETRIES"),
            ("retry_budget", Name(python("RetryBudget | None")), "None"),
            ("headers", Name(python("Mapping[str, str] | None")), "None"),
            ("default_query", Name(python("Mapping[str, object] | None")), "None"),
            ("follow_redirects", Name(python("bool | None")), "None"),
            ("hooks", Name(hooks), "None"),
            ("limits", Name(python("ResponseLimits | None")), "None"),
            ("validate_responses", Name("Validation"), string("report")),
            ("validate_requests", Name("bool"), "True"),
            ("http_client", http, "None"),
        ]
        security = _default_security(self.api, imports)
        identifying = _request_ids(self.api)
        made = call(
            "Options",
            base_url=servers.argument(),
            credentials=call("_credentials", *self._credentials.arguments()),
            **{name: name for name in _PASSED},
            retry_budget=python("retry_budget or RetryBudget()"),
            errors="_errors",
            user_agent="_USER_AGENT",
            **({"security": security} if security is not None else {}),
            **servers.choice(),
            **identifying,
            **self._shared_headers(),
            **self._package(),
        )
        return ClientClassView(
            class_line=class_line(name, base),
            docstring=docstring(self._about(mode), 4),
            signature=signature(python("def __init__"), parameters, Name("None"), 4),
            init_docstring=self._init(),
            options=python("        options = {}", opened(made, 8)),
            children=children,
        )

    @cached_property
    def headers(self) -> tuple[ClientHeader, ...]:
        """The arguments for header parameters that every operation has."""
        credentials = self._credentials.parameters("", Imports(OWN))
        servers = Servers(self.api, self.names).parameters(Imports(OWN))
        taken = [*(one[0] for one in (*credentials, *servers)), *_NAMED]
        return client_headers(self.api, self.names, taken)

    def _headers(self, typing: Imports) -> list[Parameter]:
        annotator = Annotator(
            self.api, self.names, typing, _nowhere, "._runtime", models="models"
        )
        found: list[Parameter] = []
        for one in self.headers:
            given = annotator.argument(one.parameter.type)
            items = given.items if isinstance(given, Pipe) else (given,)
            none = [] if Name("None") in items else [Name("None")]
            found.append((one.name, pipe([*items, *none]), "None"))
        return found

    def _shared_headers(self) -> dict[str, Code]:
        """Return these arguments as an option, by the names of the headers."""
        if not self.headers:
            return {}
        return {
            "shared_headers": mapping(
                (string(one.parameter.name.lower()), one.name) for one in self.headers
            )
        }

    def _package(self) -> dict[str, Code]:
        """Return the package as an option, which a runtime of several cannot know."""
        if self.names.runtime == OWN:
            return {}
        return {"package": Name(python("__package__ or __name__"))}

    def _about(self, mode: Mode) -> str:
        kind = "Async client" if mode is ASYNC else "Client"
        text = f"{kind} for {one_line(self.api.title)}."
        parts = [text, self.api.description] if self.api.description else [text]
        return "\n\n".join(parts)

    def _init(self) -> Python:
        servers = Servers(self.api, self.names)
        lead = "Create a client; it connects on the first call."
        limit = (
            f"Seconds to wait for the server, or an `{self.names.http}.Timeout`. By "
            "default 60, and 5 to connect, or the timeout of `http_client`."
        )
        entries = [
            *self._credentials.documentation(),
            *servers.documentation(),
            *((one.name, _described(one.parameter)) for one in self.headers),
            ("timeout", limit),
            *_OPTIONS,
        ]
        return docstring(lead, 8, [("Args", entries)])


def _described(parameter: Parameter_) -> str:
    about = parameter.description
    use = "Sent with every call that does not pass it."
    return f"{prose(about)} {use}" if about and not has_list(about) else use


def _nowhere(_: Pointer) -> None:
    """No module of its own: models are named by the package that loads them."""


def _default_security(api: Api, imports: Imports) -> Code | None:
    """Return the security of ad-hoc requests: that of most operations."""
    counted = Counter(one.security for one in api.operations if any(one.security))
    if not counted:
        return None
    alternatives, _ = counted.most_common(1)[0]
    return listing(
        listing(needed(one, imports, "._runtime") for one in alternative)
        for alternative in alternatives
        if alternative
    )


_IDENTIFYING: Final = re.compile(
    r"(?:^|[-_])(request|correlation|transaction|trace)[-_]?id$", re.IGNORECASE
)
"""The name of a header that identifies a request."""


def request_ids(api: Api) -> list[str]:
    """Return the headers that responses are declared to identify requests with.

    The plainest name comes first.
    """
    found: dict[str, int] = {}
    ranks = ("request", "correlation", "transaction", "trace")
    for operation in api.operations:
        for response in operation.responses:
            for header in response.headers:
                match = _IDENTIFYING.search(header.name)
                if match is not None:
                    found.setdefault(header.name.lower(), ranks.index(match[1].lower()))
    return sorted(found, key=lambda name: (found[name], name))


def _request_ids(api: Api) -> dict[str, Code]:
    """The option that names these headers; the usual one alone needs no mention."""
    names = request_ids(api)
    if names in ([], ["x-request-id"]):
        return {}
    return {"request_ids": listing(map(string, names))}
