"""Changes of the client: its name, its constructor, servers, webhooks and callbacks."""

from __future__ import annotations

from apiloom.compare.annotations import shown
from apiloom.compare.changes import ChangeCode, Impact, span
from apiloom.compare.findings import Findings, Relation
from apiloom.compare.pairing import Pairs, pair
from apiloom.compare.surface import Setting, WebhookParser

__all__ = ["compare_client", "compare_webhooks"]


def compare_client(findings: Findings) -> dict[str, str | None]:
    """Compare the constructors.

    Returns:
        The old arguments whose names are no longer valid, and their new names, None
        for those that are gone.
    """
    old, new = findings.environment.old, findings.environment.new
    if (old.package, old.client) != (new.package, new.client):
        before, after = f"{old.package}.{old.client}", f"{new.package}.{new.client}"
        findings.add(
            ChangeCode.CLIENT_RENAMED,
            new.client,
            f"The client `{before}` is now `{after}`.",
            f"Import `{new.client}` from `{new.package}`, or name the client in the"
            " configuration.",
            before=before,
            after=after,
        )
    pairs = pair(old.settings, new.settings, lambda one: one.name)
    renamed = _renamed(findings, pairs)
    _servers(findings)
    _schemes(findings)
    lost: dict[str, str | None] = {one.name: other.name for one, other in renamed}
    gone = {one.name for one, _ in renamed}
    come = {one.name for _, one in renamed}
    for one in pairs.removed:
        if one.name not in gone:
            lost[one.name] = None
            _setting(
                findings,
                ChangeCode.SETTING_REMOVED,
                one,
                f"`{new.client}` no longer takes the argument `{one.name}`.",
                f"Do not pass `{one.name}`.",
                is_removed=True,
            )
    for one, other in renamed:
        env = f", or set `{other.env}`" if other.env else ""
        _setting(
            findings,
            ChangeCode.SETTING_RENAMED,
            other,
            f"The argument `{one.name}` of `{new.client}` is now called"
            f" `{other.name}`.",
            f"Pass `{other.name}=…` instead of `{one.name}=…`{env}.",
            before=one.name,
        )
    for one, other in (*pairs.both, *renamed):
        _compare_setting(findings, one, other, is_renamed=one.name != other.name)
    for one in pairs.added:
        if one.name not in come:
            _setting(
                findings,
                ChangeCode.SETTING_ADDED,
                one,
                f"`{new.client}` takes the new argument `{one.name}`.",
                is_added=True,
            )
    return lost


def _renamed(
    findings: Findings, pairs: Pairs[Setting]
) -> list[tuple[Setting, Setting]]:
    """Pair arguments by their security schemes, or if there is one of each."""
    old, new = findings.environment.old, findings.environment.new
    removed = {one.name: one for one in pairs.removed}
    added = {one.name: one for one in pairs.added}
    found: list[tuple[Setting, Setting]] = []
    schemes = {scheme.key: scheme for scheme in new.schemes}
    for scheme in old.schemes:
        other = schemes.get(scheme.key)
        if other is None or len(other.arguments) != len(scheme.arguments):
            continue
        for before, after in zip(scheme.arguments, other.arguments, strict=True):
            if before in removed and after in added:
                found.append((removed.pop(before), added.pop(after)))
    secrets = [[one for one in rest.values() if one.env] for rest in (removed, added)]
    if len(secrets[0]) == len(secrets[1]) == 1:
        found.append((secrets[0][0], secrets[1][0]))
    return found


def _setting(
    findings: Findings,
    code: ChangeCode,
    setting: Setting,
    message: str,
    hint: str = "",
    *,
    impact: Impact | None = None,
    before: str | None = None,
    is_removed: bool = False,
    is_added: bool = False,
) -> None:
    client = findings.environment.new.client
    name = f"{client}({setting.name})"
    former = f"{findings.environment.old.client}({before or setting.name})"
    findings.add(
        code,
        name,
        message,
        hint,
        impact=impact,
        before=None if is_added else former,
        after=None if is_removed else name,
        at=_places(findings, before or setting.name, setting.name),
    )


def _places(findings: Findings, old: str, new: str) -> tuple[str, str]:
    environment = findings.environment
    before, after = (
        next((one.pointer for one in surface.schemes if name in one.arguments), "")
        for surface, name in ((environment.old, old), (environment.new, new))
    )
    if old == new == "base_url":
        return "#/servers", "#/servers"
    return before, after


def _compare_setting(
    findings: Findings, old: Setting, new: Setting, *, is_renamed: bool
) -> None:
    client = findings.environment.new.client
    name = f"`{new.name}` of `{client}`"
    if old.type != new.type:
        relation = findings.relation(old.type, new.type, (old.type, new.type))
        if relation is not Relation.SAME:
            code = {
                Relation.WIDENED: ChangeCode.SETTING_WIDENED,
                Relation.NARROWED: ChangeCode.SETTING_NARROWED,
                Relation.RETYPED: ChangeCode.SETTING_RETYPED,
            }[relation]
            told = f"The argument {name} accepts `{shown(new.type)}`; it was"
            _setting(
                findings,
                code,
                new,
                f"{told} `{shown(old.type)}`.",
                "" if relation is Relation.WIDENED else f"Pass `{shown(new.type)}`.",
            )
    if old.default != new.default:
        _setting(
            findings,
            ChangeCode.SETTING_DEFAULT,
            new,
            f"The default of the argument {name} is {span(new.default)}; it was"
            f" {span(old.default)}.",
        )
    if not is_renamed and old.env != new.env:
        _setting(
            findings,
            ChangeCode.ENVIRONMENT_VARIABLE,
            new,
            f"The default of the argument {name} is the environment variable"
            f" `{new.env}`; it was `{old.env}`.",
            f"Set `{new.env}`, or pass `{new.name}=…`.",
        )
    if old.required != new.required:
        code = ChangeCode.BASE_URL_REQUIRED
        if old.required:
            code = ChangeCode.BASE_URL_OPTIONAL
        message = f"`{client}` requires `{new.name}`: the specification names no host."
        if old.required:
            message = f"`{client}` no longer requires `{new.name}`."
        hint = f"Pass `{new.name}=…`." if new.required else ""
        _setting(findings, code, new, message, hint)


def _servers(findings: Findings) -> None:
    old, new = findings.environment.old.servers, findings.environment.new.servers
    pairs = pair(old, new, lambda one: one.name)
    rest = list(zip(pairs.removed, pairs.added, strict=False))
    both = [*pairs.both, *(rest if len(old) == len(new) else [])]
    urls = {one.url for one in new}
    settings = findings.environment.new.settings
    former = findings.environment.old.settings
    if any(one.required for one in (*former, *settings)):
        return  # whether the base URL is required says more
    named = any(one.name == "server" for one in settings)
    for before, after in both:
        if before.url != after.url and (
            before.name == after.name or before.url not in urls
        ):
            findings.add(
                ChangeCode.SERVER_URL,
                after.name,
                f"The server{f' `{after.name}`' if named else ''} is"
                f" {span(after.url)}; it was {span(before.url)}.",
                before=before.name,
                after=after.name,
                at=("#/servers", "#/servers"),
            )


def _schemes(findings: Findings) -> None:
    old, new = findings.environment.old.schemes, findings.environment.new.schemes
    for before, after in pair(old, new, lambda one: one.key).both:
        if before.on_wire != after.on_wire and before.arguments == after.arguments:
            findings.add(
                ChangeCode.WIRE_CREDENTIAL,
                after.key,
                f"The credential of {span(after.key)} is sent as"
                f" {_carrier(after.on_wire)}; it was {_carrier(before.on_wire)}.",
                before=before.key,
                after=after.key,
                at=(before.pointer, after.pointer),
            )


def _carrier(on_wire: str) -> str:
    """Return what carries a credential, for people."""
    kind, _, rest = on_wire.partition(" ")
    if kind == "apiKey":
        place, _, name = rest.partition(" ")
        noun = {"query": "query parameter"}.get(place, place)
        return f"the {noun} {span(name)}"
    if kind == "oauth2" and rest:
        return f"a token from {span(rest)}"
    return span(on_wire)


def compare_webhooks(findings: Findings) -> None:
    """Compare the functions that read what the API sends by itself."""
    old, new = findings.environment.old.webhooks, findings.environment.new.webhooks
    pairs: Pairs[WebhookParser] = pair(
        old,
        new,
        lambda one: (one.module, one.name),
        lambda one: (one.module, one.pointer),
        lambda one: (one.module, one.payload),
    )
    for one in pairs.removed:
        name = f"{one.module}.{one.name}"
        findings.add(
            ChangeCode.WEBHOOK_REMOVED,
            name,
            f"`{name}` no longer exists.",
            "Remove the calls of it.",
            before=name,
            at=(one.pointer, ""),
        )
        findings.drop([one.payload])
    for one, other in pairs.both:
        _webhook(findings, one, other)
    for one in pairs.added:
        name = f"{one.module}.{one.name}"
        findings.add(
            ChangeCode.WEBHOOK_ADDED,
            name,
            f"`{name}` is new.",
            after=name,
            at=("", one.pointer),
        )
        findings.bring([one.payload])


def _webhook(findings: Findings, old: WebhookParser, new: WebhookParser) -> None:
    before, after = f"{old.module}.{old.name}", f"{new.module}.{new.name}"
    at = old.pointer, new.pointer
    if before != after:
        findings.add(
            ChangeCode.WEBHOOK_RENAMED,
            after,
            f"`{before}` is now called `{after}`.",
            f"Call `{after}`.",
            before=before,
            after=after,
            at=at,
        )
    relation, _, _ = findings.reading(old.payload, new.payload)
    if relation is Relation.SAME:
        return
    code = {
        Relation.WIDENED: ChangeCode.WEBHOOK_WIDENED,
        Relation.NARROWED: ChangeCode.WEBHOOK_NARROWED,
        Relation.RETYPED: ChangeCode.WEBHOOK_RETYPED,
    }[relation]
    is_safe = relation is Relation.NARROWED
    findings.add(
        code,
        after,
        f"`{after}` returns `{shown(new.payload)}`; it was `{shown(old.payload)}`.",
        "" if is_safe else "Change the code that reads the payload.",
        before=before,
        after=after,
        at=at,
    )
    if not is_safe:
        findings.drop([old.payload])
    if relation is not Relation.WIDENED:
        findings.bring([new.payload])
