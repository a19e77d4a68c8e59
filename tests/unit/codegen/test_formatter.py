"""Black is the judge: what the layout makes, Black leaves alone."""

from __future__ import annotations

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.codegen import formatter
from apiloom.codegen.formatter import Bracket, Code, Name, Pipe
from apiloom.text.code import identifier, literal, python

FIELD = formatter.call("Field", init="False")
MODE = black.Mode(target_versions={black.TargetVersion.PY311})

names = st.integers(1, 40).map(lambda length: Name(("Abcdefghij" * 4)[:length]))
subscripts = st.deferred(
    lambda: st.builds(
        lambda head, items: formatter.subscript(head.flat, *items),
        names,
        st.lists(code, min_size=1, max_size=3),
    )
)
pipes = st.deferred(
    lambda: st.lists(st.one_of(names, subscripts), min_size=2, max_size=4).map(
        lambda items: Pipe(tuple(items))
    )
)
code: st.SearchStrategy[Code] = st.one_of(names, subscripts, pipes)
targets = st.integers(1, 40).map(lambda length: ("abcdefghij" * 4)[:length])


def judged(text: str) -> str:
    return black.format_str(text, mode=MODE)


@settings(max_examples=100, deadline=None)
@given(targets, code, st.sampled_from([None, "None", FIELD]))
def test_attributes(name: str, annotation: Code, default: Code | str | None) -> None:
    text = "class A:\n" + formatter.annotated(name, annotation, default, 4) + "\n"
    assert text == judged(text)


@settings(max_examples=100, deadline=None)
@given(
    targets,
    st.lists(st.tuples(targets, code, st.sampled_from([None, "UNSET"])), max_size=3),
    code,
    st.booleans(),
)
def test_signatures(
    name: str,
    parameters: list[tuple[str, Code, str | None]],
    returns: Code,
    is_stub: bool,
) -> None:
    unique = {parameter[0]: parameter for parameter in parameters}
    ordered = sorted(unique.values(), key=lambda parameter: parameter[2] is not None)
    signed: list[formatter.Parameter] = [("self", None, None), *ordered]
    text = formatter.signature(
        python("async def {}", identifier(name)), signed, returns, 4, is_stub=is_stub
    )
    text = f"class A:\n{text}\n" + ("" if is_stub else "        pass\n")
    assert text == judged(text)


@settings(max_examples=100, deadline=None)
@given(targets, code)
def test_aliases(name: str, value: Code) -> None:
    text = (
        formatter.assigned(python("{}: TypeAlias", identifier(name)), value, 0) + "\n"
    )
    assert text == judged(text)


@settings(max_examples=100, deadline=None)
@given(targets, subscripts, st.lists(names, min_size=1, max_size=3))
def test_constants(name: str, annotation: Bracket, items: list[Name]) -> None:
    value = formatter.call("Operation", *items)
    text = formatter.constant(name, annotation, value) + "\n"
    assert text == judged(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_strings_and_tuples(values: list[str]) -> None:
    made = formatter.listing(formatter.string(value) for value in values)
    text = formatter.assigned("NAME", made, 4)
    assert eval(text.strip().removeprefix("NAME = ")) == tuple(values)
    assert f"class A:\n{text}\n" == judged(f"class A:\n{text}\n")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_a_string_is_what_it_was(value: str) -> None:
    assert eval(formatter.string(value)) == value
    text = formatter.assigned("NAME", Name(formatter.string(value)), 4)
    assert f"class A:\n{text}\n" == judged(f"class A:\n{text}\n")


@settings(max_examples=100, deadline=None)
@given(targets, st.lists(targets, min_size=1, max_size=6))
def test_imports(module: str, imported: list[str]) -> None:
    text = formatter.imports(f".{module}", imported) + "\n"
    assert text == judged(text)


@settings(max_examples=100, deadline=None)
@given(targets, targets, st.sampled_from([0, 4]))
def test_classes(name: str, base: str, indent: int) -> None:
    head = formatter.class_line(name * 2, base)
    assert f"{head}\n    pass\n" == judged(f"{head}\n    pass\n")


def test_a_call_that_is_opened_has_a_trailing_comma() -> None:
    made = formatter.call("f", "a", b=literal(1))
    assert formatter.opened(made, 4) == "f(\n        a,\n        b=1,\n    )"


@pytest.mark.parametrize("length", range(60, 100))
def test_the_edge_of_the_line(length: int) -> None:
    annotation = Pipe((Name("A" * (length - 24)), Name("None")))
    for default in (None, "None", FIELD):
        text = "class A:\n" + formatter.annotated("name", annotation, default, 4) + "\n"
        assert text == judged(text)
    bracket = Bracket("A" * (length - 30), (Name("Bcd"), Name("None")))
    for default in (None, "None", FIELD):
        text = "class A:\n" + formatter.annotated("name", bracket, default, 4) + "\n"
        assert text == judged(text)
