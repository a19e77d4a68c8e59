"""Words of a document are words: they never become code, and none is lost."""

import ast
import inspect
from pathlib import Path

import httpx2
import pytest

from tests.workshop import Stage


def check_nothing_was_evaluated(stage: Stage) -> None:
    assert stage.package.__file__ is not None
    folder = Path(stage.package.__file__).parent
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.py")}
    assert "{{ 7*7 }}" in "".join(texts.values())
    assert not any("49" in text.splitlines()[-1] for text in texts.values() if text)
    for path, text in texts.items():
        tree = ast.parse(text, str(path))
        names = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        own = "_runtime" in path.parts
        assert own or "os" not in names
        classes = {
            node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
        }
        assert "Evil" not in classes


def check_descriptions_are_kept(stage: Stage) -> None:
    client = stage.client(httpx2.Response(200, json={}))
    [resource] = [
        getattr(client, name)
        for name in dir(type(client))
        if name.endswith("import_os")
    ]
    [method] = [
        found
        for name, found in inspect.getmembers(type(resource), inspect.isfunction)
        if not name.startswith("_")
    ]
    text = method.__doc__ or ""
    assert 'say "hi".' in text
    assert '"""\\ {{ 7*7 }} {% raw %} {# #}' in text
    assert "</script> <b>&amp;</b>" in text
    assert "W" * 100 in text
    assert 'bad """ \\' in text


def check_names_go_over_the_wire_as_they_are(stage: Stage) -> None:
    wire = {"a\"\n'b\\": "1", "{{ x }}": "2", "other": "3"}
    client = stage.client(httpx2.Response(200, json=wire), base_url="https://api.test")
    [resource] = [
        getattr(client, name)
        for name in dir(type(client))
        if name.endswith("import_os")
    ]
    [name] = [
        name
        for name, _ in inspect.getmembers(type(resource), inspect.isfunction)
        if not name.startswith("_")
    ]
    method = getattr(resource, name)
    keywords = [
        one.name
        for one in inspect.signature(method).parameters.values()
        if one.kind is one.KEYWORD_ONLY
    ]
    assert len(keywords) == 3
    found = method("1", "2", **{keywords[0]: "v", keywords[1]: "'"})
    assert found.to_dict() == wire
    query = stage.sent.url.raw_path.decode().partition("?")[2]
    assert query == "q%22%29%3B%20import%20os%3B%20%28=v&x%0A%27y=%27"


def check_cases_match_what_they_say(stage: Stage) -> None:
    bodies = ({'x"y': '"\\\n\u2028'}, {'x"y': "\"5'\n"}, {})
    seen = set()
    for body in bodies:
        client = stage.client(
            httpx2.Response(400, json=body), base_url="https://api.test"
        )
        [resource] = [
            getattr(client, name)
            for name in dir(type(client))
            if name.endswith("import_os")
        ]
        [method] = [
            getattr(resource, name)
            for name, _ in inspect.getmembers(type(resource), inspect.isfunction)
            if not name.startswith("_")
        ]
        with pytest.raises(stage.package.errors.BadRequestError) as caught:
            method("1", "2")
        seen.add(caught.value.reason.name)
    assert len(seen) == 3
    assert "BAD_REQUEST" in seen
