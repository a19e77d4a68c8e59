"""What a document may cost: in proportion to its size, whatever is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from apiloom.codegen import docstrings
from apiloom.docs import markdown
from apiloom.runtime.types import patterns
from tests.growing import (
    SHAPES,
    SHARED,
    document,
    ladder,
    nested,
    nested_yaml,
    operation,
    returning,
    triples,
)
from tests.limited import GENERATE, Job, costs

SIZE = 400
SOME = (
    "callbacks chain_of_lists colliding_values fields_of_a_body generations_of_tags"
    " lone_surrogates references_to_files security_schemes servers tags"
).split()
"""Each was quadratic once. All shapes, and larger ones, are for `make fuzz`."""


def test_twice_the_document_is_no_more_than_twice_the_work() -> None:
    # A busy machine may slow down one of two runs: what looks like too much is
    # measured again.
    told: Mapping[str, str] = dict.fromkeys(SOME, "")
    for _ in range(4):
        told = shapes_that_cost_too_much([*told])
    assert not told


def shapes_that_cost_too_much(names: Sequence[str]) -> Mapping[str, str]:
    """Return what those cost whose cost grows faster than they do."""
    jobs = [Job(SHAPES[name](size)) for name in names for size in (SIZE, 2 * SIZE)]
    nothing, *found = costs([Job({"a.json": json.dumps(document())}), *jobs])
    too_much: dict[str, str] = {}
    for name, once, twice in zip(names, found[::2], found[1::2], strict=True):
        assert once.is_clean, once.output
        assert twice.is_clean, twice.output
        allowed = 3 * max(once.seconds - nothing.seconds, 0) + 0.25
        if twice.seconds - nothing.seconds > allowed:
            too_much[name] = f"{once.seconds:.2f} s, then {twice.seconds:.2f} s"
    return too_much


def test_chains_and_triples_come_to_an_end() -> None:
    chain, tripled = costs([Job(SHAPES["chain"](2_000)), Job(triples(15))])
    assert chain.code == 0, chain.output
    assert tripled.code == 0, tripled.output
    assert tripled.written < 1_000_000


# The size of a client


LARGE = {
    "paths": (1_501, "1,501 operations"),
    "inline_schemas": (3_001, "schemas"),
    "tags": (800, "800 operations and 800 pages of methods"),
}
"""Each makes a client of more than 3,000 parts."""


def test_the_size_of_a_client_has_a_limit_and_an_option() -> None:
    limited = (*GENERATE, "--max-parts", "3000")
    jobs = [Job(SHAPES[name](size), limited) for name, (size, _) in LARGE.items()]
    jobs += [Job(shape(220), limited) for shape in SHARED.values()]
    jobs += [Job(SHAPES["paths"](15_001))]  # the limit that nobody has set
    names = [*LARGE, *SHARED, "by default"]
    for cost, name in zip(costs(jobs), names, strict=True):
        assert cost.code == 2, (name, cost.output)
        assert "[too-many-parts] at #/paths" in cost.output, name
        assert "--max-parts" in cost.output
        assert len(cost.output.splitlines()) == 2
        assert cost.seconds < 10, name
        assert cost.peak < 500_000_000, name
        assert LARGE.get(name, (0, ""))[1] in cost.output


def test_the_limit_of_a_client_can_be_moved() -> None:
    files = SHAPES["paths"](60)
    name = next(iter(files))
    client = f'[[tool.apiloom.client]]\nspec = "{name}"\npackage = "c"\n'
    settings = f"[tool.apiloom]\nmax-parts = 200\n{client}"
    configured = {**files, "pyproject.toml": settings}
    refused, allowed, read, shared = costs(
        [
            Job(configured, ("generate", "--no-cache")),
            Job(configured, ("generate", "--no-cache", "--max-parts", "300")),
            Job(files, ("inspect", "{}", "--max-parts", "200")),
            Job(SHARED["shared_fields"](40), (*GENERATE, "--max-parts", "700")),
        ]
    )
    assert refused.code == read.code == 2
    assert "60 operations and 60 pages of methods and 180 modules" in refused.output
    assert "--max-parts 300 allows more" in refused.output
    assert allowed.code == shared.code == 0, allowed.output + shared.output


LADDERS: dict[str, Callable[[Any], Any]] = {
    "list, map": lambda one: {
        "oneOf": [
            {"type": "array", "items": one},
            {"type": "object", "additionalProperties": one},
        ]
    },
    "itself, list": lambda one: {"anyOf": [one, {"type": "array", "items": one}]},
    "tuple": lambda one: {"type": "array", "prefixItems": [one, one], "minItems": 2},
    "all of": lambda one: {"allOf": [one, one]},
    "null": lambda one: {"anyOf": [one, one, {"type": "null"}]},
}


def test_what_refers_twice_to_the_next_is_written_once() -> None:
    jobs = [Job(ladder(30, steps)) for steps in LADDERS.values()]
    for cost, name in zip(costs(jobs), LADDERS, strict=True):
        assert cost.code == 0, (name, cost.output)
        assert cost.seconds < 10, name
        assert cost.written < 1_000_000, name


_CALL_OF_A_LADDER = """
import httpx2, c
answer = httpx2.MockTransport(lambda request: httpx2.Response(200, json={"a": []}))
http = httpx2.Client(transport=answer)
with c.T(base_url="https://a.test", http_client=http, validate_responses="strict") as t:
    print(t.a.create(body={"b": []}))
"""


def test_a_client_with_a_ladder_of_aliases_can_be_called(tmp_path: Path) -> None:
    text = ladder(30, LADDERS["list, map"])["openapi.json"]
    (tmp_path / "a.json").write_text(text)
    command = ["generate", "a.json", "--package", "c", "--no-cache", "--quiet"]
    main = [sys.executable, "-m", "apiloom"]
    subprocess.run([*main, *command], cwd=tmp_path, check=True)
    call = [sys.executable, "-c", _CALL_OF_A_LADDER]
    run = subprocess.run(
        call, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert run.stdout == "{'a': []}\n", run.stderr[-2000:]


_CALL = """
import httpx2, c
answer = httpx2.MockTransport(lambda request: httpx2.Response(200, json={}))
http = httpx2.Client(transport=answer)
with c.T(base_url="https://a.test", http_client=http, validate_responses="strict") as t:
    try:
        (getattr(t.a, "get", None) or t.a.list)()
    except c.errors.ResponseValidationError:
        print("read")
"""


@pytest.mark.parametrize("shape", ["chain", "chain_of_lists"])
def test_a_client_with_a_long_chain_of_models_can_be_called(
    shape: str, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(SHAPES[shape](2_000)["openapi.json"])
    command = ["generate", "a.json", "--package", "c", "--no-cache", "--quiet"]
    main = [sys.executable, "-m", "apiloom"]
    subprocess.run([*main, *command], cwd=tmp_path, check=True)
    call = [sys.executable, "-c", _CALL]
    run = subprocess.run(
        call, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.stdout == "read\n", run.stderr[-2000:]


@pytest.mark.parametrize("make", [nested, nested_yaml])
def test_nesting_is_limited_and_the_limit_has_a_name(
    make: Callable[[int], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make(1_000)
    name = next(iter(files))
    settings = f'[[tool.apiloom.client]]\nspec = "{name}"\npackage = "c"\n'
    files = {**files, "pyproject.toml": settings}
    commands = [GENERATE, ("lint", "{}"), ("inspect", "{}"), ("check",), ("docs",)]
    refused = costs(Job(files, command) for command in commands)
    for cost in refused:
        assert cost.code == 2, cost.output
        assert "deeper than 200 levels" in cost.output
        assert "APILOOM_MAX_DEPTH" in cost.output
        assert len(cost.output.splitlines()) == 2
    monkeypatch.setitem(os.environ, "APILOOM_MAX_DEPTH", "3000")
    (made,) = costs([Job(files)])
    assert made.code == 0, made.output


def test_numbers_that_no_float_holds() -> None:
    numbers = ("1e999999", "-1e999999", "NaN", "1" * 5_000, "0x" + "f" * 5_000)
    keywords = ("minimum", "multipleOf", "maxLength", "minItems", "const", "default")
    jobs: list[Job] = []
    for number in numbers:
        schemas = {f"S{i}": {keyword: "#"} for i, keyword in enumerate(keywords)}
        properties = {
            name: {"$ref": f"#/components/schemas/{name}"} for name in schemas
        }
        whole = {"type": "object", "properties": properties, "required": [*properties]}
        body = {"required": True, "content": {"application/json": {"schema": whole}}}
        done = returning(whole, requestBody=body)
        paths = {"/a": {"post": done}}
        text = json.dumps(document(paths=paths, components={"schemas": schemas}))
        jobs.append(Job({"a.yaml": text.replace('"#"', number)}))
    for cost in costs(jobs):
        assert cost.is_clean, cost.output


# Patterns


BACKTRACKING = [
    (r"^(a+)+$", "a" * 40 + "!"),
    (r"^(a|aa)+$", "a" * 60 + "!"),
    (r"(.*a){20}$", "a" * 40 + "!"),
    (r"^(\w+\s?)*$", "word " * 12 + "!"),
    (r"(x+x+)+y", "x" * 40),
]


@pytest.mark.parametrize(("pattern", "text"), BACKTRACKING)
def test_patterns_are_matched_in_linear_time(pattern: str, text: str) -> None:
    start = time.process_time()
    assert not patterns.search(pattern, text * 50)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        (r"^[\w\-\/ ]+$", "a-b/c é", "a.b"),
        (r"^[[a]+$", "a[", "b"),
        (r"^[a&&b]$", "&", "c"),
        (r"^{a}$", "{a}", "a"),
        (r"^[.-\w]+$", "a.-", "+"),
        (r"^\d{2,3}$", "12", "1"),
        (r"^\u0041\/\<$", "A/<", "A"),
        (r"^[+--]$", "+", "a"),
        (r"^\p{Lu}$", "É", "é"),
        (r"^[^\]\\]$", "a", "]"),
        (r"^(?<year>\d{4})$", "2024", "24"),
    ],
)
def test_patterns_mean_what_ecma_262_says(
    pattern: str, fits: str, fits_not: str
) -> None:
    assert patterns.search(pattern, fits)
    assert not patterns.search(pattern, fits_not)


@pytest.mark.parametrize(
    "pattern",
    [r"(?=a)", r"(?!a)", r"(a)\1", "a{9999}{9999}", "(a" * 200 + ")" * 200, "(", "[a"],
)
def test_what_no_engine_matches_in_linear_time_is_not_checked(pattern: str) -> None:
    assert not patterns.is_supported(pattern)
    assert patterns.search(pattern, "anything")
    schema = {"type": "string", "pattern": pattern, "examples": ["anything"]}
    listed = [{"name": "p", "in": "query", "required": True, "schema": schema}]
    paths = {"/a": {"get": operation(parameters=listed)}}
    text = json.dumps(document(paths=paths))
    (made,) = costs([Job({"a.json": text}, ("lint", "{}"))])
    assert made.is_clean
    assert "is not checked" in made.output


def test_filters_of_overlays_do_not_backtrack() -> None:
    spec = document(info={"title": "T", "version": "1", "x-a": "a" * 60 + "!"})
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [
            {"target": f"$[?{name}(@['x-a'], '(a+)+$')]", "update": {"x-b": 1}}
            for name in ("match", "search")
        ],
    }
    files = {"a.json": json.dumps(spec), "o.json": json.dumps(overlay)}
    (made,) = costs([Job(files, (*GENERATE, "--overlay", "o.json"), cpu=10)])
    assert made.code == 0, made.output


def test_removing_the_elements_of_an_array_is_linear() -> None:
    tags = [{"name": f"t{i}", "x-gone": i % 2 == 0} for i in range(4_000)]
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.tags[?@['x-gone'] == true]", "remove": True}],
    }
    files = {"a.json": json.dumps(document(tags=tags)), "o.json": json.dumps(overlay)}
    (made,) = costs([Job(files, (*GENERATE, "--overlay", "o.json"), cpu=10)])
    assert made.code == 0, made.output


# Prose


RUNS = [
    ("<b> `", "`", "z"),
    ("# a", " ", "b"),
    ("# a", "#", "b"),
    ("<", "` ", "<b"),
    ("a", "[", "<"),
    ("a", "<a ", "<"),
    ("a", "*_", "<"),
    ("", "1", ""),
    ("- a", " ", "b"),
    ("a", "\n", "b"),
    ("", "```\n", ""),
    ("", "a. ", "b"),
]


@pytest.mark.parametrize(
    "write",
    [
        markdown.block,
        markdown.line,
        markdown.cell,
        markdown.code,
        docstrings.first_sentence,
        docstrings.sentence,
        lambda text: docstrings.docstring(text, 4),
    ],
    ids=["block", "line", "cell", "code", "first_sentence", "sentence", "docstring"],
)
def test_prose_is_written_in_linear_time(write: Callable[[str], str]) -> None:
    ladders = " ".join("`" * length for length in range(300)) + "<b"
    for text in (ladders, *(start + run * 40_000 + end for start, run, end in RUNS)):
        begun = time.process_time()
        write(text)
        assert time.process_time() - begun < 10, text[:20]
