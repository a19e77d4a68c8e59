"""Text that explodes in a parser ends with a message."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from apiloom.diagnostics import UnusableInput
from tests.security.canary import codes, made, put


def yaml(rest: str) -> str:
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
    return head + rest


def _laughs(first: str, each: str) -> str:
    lines = [f"x0: &a0 {first}"]
    lines += [
        f"x{number}: &a{number} {each.format(*[f'*a{number - 1}'] * 10)}"
        for number in range(1, 12)
    ]
    return yaml("\n".join(lines))


TEN = ", ".join(["{}"] * 10)
NINES = "9" * 5_000
CHAIN = "".join(f"x{n}: &m{n} {{<<: *m{n - 1}}}\n" for n in range(1, 2_000))
EXPLODING: Mapping[str, tuple[str | bytes, Sequence[str]]] = {
    "laughs": (_laughs("[l]", f"[{TEN}]"), ["alias-bomb"]),
    "maps": (
        _laughs("{k: l}", "{{" + ", ".join(f"k{n}: {{}}" for n in range(10)) + "}}"),
        ["alias-bomb"],
    ),
    "text": (
        yaml(f"x: &a {'a' * 100_000}\ny: [{', '.join(['*a'] * 1_000)}]"),
        ["alias-bomb"],
    ),
    "itself": (yaml("x: &a {<<: *a}"), ["alias-bomb"]),
    "merges": (yaml(f"x0: &m0 {{a: 1}}\n{CHAIN}y: {{<<: *m1999, type: 1}}"), []),
    "many merges": (yaml(f"x: &a {{b: 1}}\ny: {{<<: [{'*a, ' * 5_000}]}}"), []),
    "python": (yaml("x: !!python/object/apply:os.abort []"), ["unknown-tag"]),
    "new": (yaml("x: !!python/object/new:os.system {a: b}"), ["unknown-tag"]),
    "name": (yaml("x: !!python/name:os.abort y"), ["unknown-tag"]),
    "directive": (
        "%TAG !e! tag:yaml.org,2002:python/\n---\n" + yaml("x: !e!name:os.abort y"),
        ["unknown-tag"],
    ),
    "anchors": (yaml("x: &a 1\ny: &a [2]\nz: *a"), []),
    "integer": (yaml(f"x: {NINES}"), ["syntax-error"]),
    "hexadecimal": (yaml(f"x: 0x{NINES}"), ["syntax-error"]),
    "octal": (yaml(f"x: 0o{'7' * 5_000}"), ["syntax-error"]),
    "float": (yaml(f"x: !!float {'9' * 400}"), ["syntax-error"]),
    "key": (yaml(f"x: {{? {NINES} : 1}}"), []),
    "json integer": (f'{{"openapi": "3.1.0", "x": {NINES}}}', ["syntax-error"]),
    "default": (
        yaml(f"components: {{schemas: {{A: {{type: integer, default: '{NINES}'}}}}}}"),
        ["value-of-wrong-type"],
    ),
    "flow": (yaml("x: " + "[" * 100_000), ["nested-too-deeply"]),
    "block": (yaml("x:\n  " + "- " * 10_000), ["nested-too-deeply"]),
    "json": (
        '{"openapi": "3.1.0", "x": ' + "[" * 500_000 + "]" * 500_000 + "}",
        ["nested-too-deeply"],
    ),
    "scalar": (yaml(f"x: {'a' * 5_000_000}"), []),
    "nul": (yaml('x: "a\0b"'), ["syntax-error"]),
    "nuls": (b"\0" * 100, ["syntax-error"]),
    "json nul": (b'{"openapi": "3.1.0", "x": "a\0b"}', ["syntax-error"]),
    "latin": (yaml("x: é").encode("latin-1"), ["encoding-error"]),
    "utf-16": (b"\xff\xfe" + yaml("").encode("utf-16-le")[:-1], ["encoding-error"]),
    "marks": (b"\xef\xbb\xbf" * 2 + yaml("").encode(), ["byte-order-mark"]),
}


@pytest.mark.parametrize("name", EXPLODING)
def test_text_that_explodes_ends_with_a_message(project: Path, name: str) -> None:
    content, expected = EXPLODING[name]
    put(project / "spec.yaml", content)
    started = time.process_time()
    findings: Sequence[str] = []
    try:
        client = made(project, spec="spec.yaml")
        findings = [one.render() for one in client.findings()]
        found = codes(client)
    except UnusableInput as error:
        findings = [str(error)]
        found = {error.diagnostic.code}
    assert set(expected) <= found
    assert len("".join(findings)) < 20_000
    assert time.process_time() - started < 10
