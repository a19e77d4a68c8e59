"""OpenAPI Overlay 1.0 and 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apiloom.diagnostics import UnusableInput
from apiloom.document import Document, overlay
from apiloom.locations import Pointer

if TYPE_CHECKING:
    from .conftest import Workspace

SPEC = """openapi: 3.1.0
info: {title: Before, version: "1"}
tags: [{name: a}, {name: b}, {name: c}, {name: d}]
paths:
  /a:
    get:
      tags: [x, y]
      parameters:
        - {name: one, in: query}
        - {name: two, in: query}
  /b:
    get: {tags: [x]}
"""
HEAD = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\n"


def apply(workspace: Workspace, *actions: str) -> Document:
    return workspace.read(SPEC, overlays=[HEAD + "actions:\n" + "\n".join(actions)])


def value(document: Document, *tokens: str | int) -> Any:
    node = document.node(Pointer().child(*tokens))
    return node.value if node else None


def at(document: Document, *tokens: str | int) -> str:
    return str(document.locate(Pointer().child(*tokens)))


def test_updates_are_merged(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- target: $",
        "  update:",
        "    info: {title: After, x-new: {a: 1}}",
        "    tags: [{name: e}]",
        "    components:",
    )
    assert value(document, "info") == {
        "title": "After",
        "version": "1",
        "x-new": {"a": 1},
    }
    assert [tag["name"] for tag in value(document, "tags")] == list("abcde")
    assert value(document, "components") is None
    assert not workspace.codes


def test_what_an_overlay_brought_is_found_there(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- target: $",
        "  update:",
        "    info: {title: After, x-new: {a: 1}}",
        "    tags: [{name: e}]",
    )
    assert at(document, "info", "title") == "overlay0.yaml:6:12"
    assert at(document, "info", "x-new", "a") == "overlay0.yaml:6:34"
    assert at(document, "tags", 4, "name") == "overlay0.yaml:7:13"
    assert at(document, "tags", 3, "name") == "openapi.yaml:3:42"
    assert at(document, "info", "version") == "openapi.yaml:2:23"
    place = document.locate(Pointer().child("info", "title"))
    assert str(place.pointer) == "overlay0.yaml#/actions/0/update/info/title"


def test_arrays_take_an_entry_or_several(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- target: $.paths.*.get.tags",
        "  update: z",
        "- target: $.paths['/b'].get.tags",
        "  update: [p, q]",
        "- target: $.tags",
        "  update: {name: e}",
    )
    assert value(document, "paths", "/a", "get", "tags") == ["x", "y", "z"]
    assert value(document, "paths", "/b", "get", "tags") == ["x", "z", "p", "q"]
    assert value(document, "tags", 4) == {"name": "e"}


def test_primitives_are_replaced(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- target: $.info.title",
        "  update: After",
        "- target: $.paths.*.get.tags[?@ == 'x']",
        "  update: X",
    )
    assert value(document, "info", "title") == "After"
    assert value(document, "paths", "/a", "get", "tags") == ["X", "y"]
    assert at(document, "info", "title") == "overlay0.yaml:5:3"


def test_every_match_gets_a_copy_of_its_own(workspace: Workspace) -> None:
    document = apply(workspace, "- target: $.paths.*.get", "  update: {x-a: {b: []}}")
    one = value(document, "paths", "/a", "get", "x-a")
    two = value(document, "paths", "/b", "get", "x-a")
    assert one == two == {"b": []}
    assert one is not two
    assert one["b"] is not two["b"]


def test_removing_shifts_what_follows(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- {target: \"$.tags[?@.name == 'a' || @.name == 'c']\", remove: true}",
        "- {target: $.tags, update: {name: e}}",
        "- {target: '$.tags[0]', remove: true}",
        "- {target: \"$.paths['/b'].get\", remove: true}",
    )
    assert [tag["name"] for tag in value(document, "tags")] == ["d", "e"]
    assert at(document, "tags", 0, "name") == "openapi.yaml:3:42"
    assert at(document, "tags", 1) == "overlay0.yaml:5:20"
    assert value(document, "paths", "/b") == {}


def test_remove_wins_over_update_and_children_go_first(workspace: Workspace) -> None:
    document = apply(workspace, "- {target: $..tags, remove: true, update: {a: 1}}")
    assert value(document, "tags") is None
    assert value(document, "paths", "/a", "get", "tags") is None
    document = apply(
        workspace, "- {target: $.info.., remove: true}".replace("..,", "..*,")
    )
    assert value(document, "info") == {}


def test_a_removed_member_may_come_back(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- {target: $.info.title, remove: true}",
        "- {target: $.info, update: {title: [new]}}",
    )
    assert value(document, "info", "title") == ["new"]
    assert at(document, "info", "title", 0) == "overlay0.yaml:5:37"


def test_copies(workspace: Workspace) -> None:
    document = apply(
        workspace,
        "- {target: $.paths, update: {/c: {}}}",
        "- {target: \"$.paths['/c']\", copy: \"$.paths['/a']\"}",
        "- {target: \"$.paths['/a']\", remove: true}",
    )
    assert list(value(document, "paths")) == ["/b", "/c"]
    assert value(document, "paths", "/c", "get", "tags") == ["x", "y"]
    assert at(document, "paths", "/c", "get", "tags", 1) == "openapi.yaml:7:17"


def test_a_copy_may_hold_its_target(workspace: Workspace) -> None:
    document = apply(workspace, "- {target: $.info, copy: $}")
    assert value(document, "info", "info", "title") == "Before"
    assert value(document, "info", "info", "info") is None


def test_copies_have_one_source(workspace: Workspace) -> None:
    apply(
        workspace,
        "- {target: $.info, copy: '$.tags[*]'}",
        "- {target: $.info, copy: $.nothing}",
    )
    assert workspace.codes == ["overlay-incompatible", "overlay-no-match"]


def test_overlays_apply_in_order(workspace: Workspace) -> None:
    overlays = [
        HEAD + f"actions: [{{target: $.info.title, update: {title}}}]"
        for title in ("One", "Two")
    ]
    document = workspace.read(SPEC, overlays=overlays)
    assert value(document, "info", "title") == "Two"
    assert at(document, "info", "title") == "overlay1.yaml:3:34"
    assert document.sha256() != workspace.read(SPEC, overlays=overlays[::-1]).sha256()


def test_what_matches_nothing_is_reported(workspace: Workspace) -> None:
    document = apply(workspace, "- {target: $.nothing, update: {}}")
    assert workspace.lines(document) == [
        "overlay0.yaml:4:4: warning: $.nothing matches nothing [overlay-no-match]"
        " at #/actions/0/target"
    ]


@pytest.mark.parametrize(
    "action",
    [
        "{target: $.info, update: {title: {a: 1}}}",
        "{target: $.info, update: {title: [a]}}",
        "{target: $, update: {info: 3}}",
        "{target: $.info, update: text}",
        "{target: $.info, update: [text]}",
        "{target: $.info.title, update: {a: 1}}",
        "{target: $, remove: true}",
    ],
)
def test_what_does_not_fit_is_left_alone(workspace: Workspace, action: str) -> None:
    document = apply(workspace, f"- {action}")
    assert value(document, "info") == {"title": "Before", "version": "1"}
    assert [found.code for found in workspace.diagnostics.errors] == [
        "overlay-incompatible"
    ]


def test_actions_that_do_nothing(workspace: Workspace) -> None:
    apply(workspace, "- {target: $.info, updates: {a: 1}, x-why: '?'}")
    assert workspace.codes == ["overlay-unknown-field", "overlay-no-effect"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("info: {}", "1:1: error: the overlay does not state its version"),
        ("overlay: 2.0.0", "1:1: error: overlay '2.0.0' is not a version"),
        ("overlay: 1.0.0", "the overlay requires info"),
        ("overlay: 1.0.0\ninfo: {title: a}", "2:1: error: the info of the overlay"),
        (HEAD, "the overlay requires actions"),
        (HEAD + "actions: []", "3:1: error: the overlay requires actions"),
        (HEAD + "actions: [a]", "3:11: error: an action must be an object"),
        (HEAD + "actions: [{}]", "3:11: error: the action requires a target"),
        (HEAD + "actions: [{target: 1}]", "3:12: error: target must be a JSONPath"),
        (HEAD + "actions: [{target: '$.a['}]", "$.a[ is not a JSONPath"),
        (HEAD + "actions: [{target: a.b}]", "a.b is not a JSONPath"),
        (HEAD + "actions: [{target: $, remove: 1}]", "remove must be a boolean"),
        (HEAD + "actions: [{target: $, update: 1, copy: $}]", "both update and copy"),
    ],
)
def test_overlays_that_are_none(workspace: Workspace, text: str, message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        workspace.read(SPEC, overlays=[text])
    assert message in str(caught.value)
    assert caught.value.diagnostic.code == "overlay-invalid"
    assert caught.value.location.file == "overlay0.yaml"


def test_a_bomb_of_copies_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlay, "_MAX_COPIED", 50_000)
    doubled = "- {target: $.info, copy: $.info}\n- {target: $, copy: $.info}\n"
    nested = "- {target: $.info, update: {a: {}}}\n- {target: $.info.a, copy: $}\n"
    actions = nested + "- {target: '$.info', copy: '$.info.a'}\n" * 2 + doubled
    deeper = "".join("- {target: $.tags, copy: $.tags}\n" for _ in range(40))
    with pytest.raises(UnusableInput, match="the overlay adds more than"):
        apply(workspace, actions + deeper)


def test_depth_by_copies_is_refused(workspace: Workspace) -> None:
    first = "- {target: $.info, update: {a: {}}}\n"
    actions = first + "".join(
        f"- {{target: '$.info{'.a' * level}', update: {{a: {{}}}}}}\n"
        for level in range(1, 210)
    )
    with pytest.raises(UnusableInput, match="nested deeper"):
        apply(workspace, actions)


def test_depth_by_copies_of_everything_is_refused(workspace: Workspace) -> None:
    actions: list[str] = []
    place = "$.info"
    for _ in range(12):
        actions.append(f"- {{target: {place}, update: {{a: {{a: {{}}}}}}}}")
        place += ".a.a"
        actions.append(f"- {{target: {place}, copy: $}}")
        place += ".info" + place.removeprefix("$.info")
        place = place[:3000]
        if len(place) >= 3000:
            break
    with pytest.raises(UnusableInput, match="nested deeper"):
        apply(workspace, *actions)


def test_overlays_see_the_document_as_it_was_written(workspace: Workspace) -> None:
    text = "swagger: '2.0'\ndefinitions: {A: {type: string}}\n"
    overlay = HEAD + "actions: [{target: $.definitions.A, update: {x-nullable: true}}]"
    document = workspace.read(text, overlays=[overlay])
    assert value(document, "components", "schemas", "A", "type") == ["string", "null"]


def test_a_missing_overlay(workspace: Workspace) -> None:
    from apiloom.document import read

    path = workspace.write("openapi.yaml", SPEC)
    with pytest.raises(UnusableInput, match="no such file"):
        read(path, ["nothing.yaml"])
