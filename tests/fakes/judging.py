"""Every operation of a client, called behind its fake.

Without anything configured, a call returns what the specification says; and each
documented failure is raised by name, and caught as that member.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any


@dataclass
class Verdict:
    """What came of all calls of a client."""

    counts: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])


def fake_of(package: str, **options: Any) -> Any:
    """Return a fake of a generated client."""
    testing = import_module(f"{package}.testing")
    (name,) = (one for one in testing.__all__ if is_fake(one))
    return getattr(testing, name)(**options)


def is_fake(name: str) -> bool:
    return name.startswith("Fake") and name not in ("FakeError", "FakeClock")


def methods_of(fake: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fakes of all methods, by their dotted names."""
    for line in fake._lines():
        dotted = line.rpartition(" ")[2]
        yield dotted, fake._method(dotted)


def arguments(method: Any) -> dict[str, Any] | None:
    """Return the arguments that a method must have; None if there are none that fit."""
    runtime = type(method).__module__.rpartition(".")[0]
    samples_module = import_module(f"{runtime}.samples")
    schema = method._schema
    samples = samples_module.Samples(method._engine.schemas, direction="request")
    found: dict[str, Any] = {}
    try:
        for one in method._reader.parameters:
            if one.required and not one.made:
                found[one.name] = samples.of(one.type, one.wire)
        if "body" in schema:
            found |= _body(method, schema, samples)
    except samples_module.Unsatisfiable:
        return None
    return found


def _body(method: Any, schema: Mapping[str, Any], samples: Any) -> dict[str, Any]:
    switched = schema.get("on", ())
    names = {wire: name for name, wire in schema.get("fields", {}).items()}
    content = schema["body"]["contents"][0]
    value = samples.of(content[2], "body")
    if content[1] == "binary":
        value = b"content"
    if content[1] == "text" and not isinstance(value, str):
        value = "text"
    if content[1] in ("lines", "records"):
        value = [value]
    if content[1] == "multipart":
        value = {
            name: _part(method, content[2], name, item) for name, item in _items(value)
        }
    if "whole" in schema:
        return {schema["whole"]: value}
    required = {
        name
        for one in method._engine.schemas.alternatives(content[2])
        if isinstance(one, dict)
        for name in one.get("required", ())
    }
    return {
        names.get(wire, wire): item
        for wire, item in _items(value)
        if wire in required and wire not in switched
    }


def _part(method: Any, type_: Any, name: str, value: Any) -> Any:
    """A part of a form: bytes, where it is a file."""
    schemas = method._engine.schemas
    for one in schemas.alternatives(type_):
        inner = one.get("properties", {}).get(name, "any")
        for other in schemas.alternatives(inner):
            if other in ("binary", "octets"):
                return b"content"
            if isinstance(other, dict) and other.get("items") == "binary":
                return [b"content"]
    return value


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()


def judge(package: str, *, strict: bool = True) -> Verdict:
    """Call every operation of a client, and raise each of its failures."""
    fake = fake_of(package)
    errors = import_module(f"{package}.errors")
    client = fake.client.with_options(
        max_retries=0, validate_responses="strict" if strict else "report"
    )
    verdict = Verdict()
    for dotted, method in methods_of(fake):
        *resource, name = dotted.split(".")
        holder = client
        for part in resource:
            holder = getattr(holder, part)
        passed = arguments(method)
        if passed is None:
            verdict.counts["no arguments"] += 1
            continue
        call = getattr(holder, name)
        try:
            used(call(**passed))
            verdict.counts["samples"] += 1
        except Exception as error:  # the verdict tells
            verdict.wrong.append(f"{dotted}: {type(error).__name__}: {error}"[:600])
            continue
        for reason in method._reasons:
            if reason.name == "UNKNOWN":
                continue
            verdict.counts["failures"] += 1
            try:
                method.raises(reason)
                used(call(**passed))
            except (errors.APIStatusError, errors.RejectedError) as error:
                if error.reason is not reason:
                    verdict.wrong.append(f"{dotted}: {reason} came as {error.reason}")
            except Exception as error:  # the verdict tells
                verdict.wrong.append(
                    f"{dotted}: {reason}: {type(error).__name__}: {error}"[:300]
                )
            else:
                verdict.wrong.append(f"{dotted}: {reason} was not raised")
        method.resets()
    return verdict


def live(package: str) -> Verdict:
    """Create, get, list and delete an object of each collection of a client."""
    fake = fake_of(package)
    testing = import_module(f"{package}.testing")
    errors = import_module(f"{package}.errors")
    verdict = Verdict()
    try:
        testing.stateful(fake)
    except testing.FakeError:
        return verdict
    client = fake.client.with_options(max_retries=0, validate_responses="strict")
    store = fake._engine.store

    def call(part: Any, record: Any = None) -> Any:
        passed = arguments(part.method)
        if passed is None:
            raise LookupError
        names = {one.wire: one.name for one in part.method._reader.parameters}
        for above, wire in part.within if record is not None else ():
            passed[names[wire]] = record.within[above or wire]
        if record is not None and part.key:
            passed[names[part.key]] = record.id
        holder = client
        for name in part.method._operation.name.split("."):
            holder = getattr(holder, name)
        return holder(**passed)

    for collection in store.collections.values():
        for part in [*collection.of("create")][:1]:
            label = part.method._operation.name
            try:
                if part.within:
                    verdict.counts["nested"] += 1
                    within = {above or wire: "1" for above, wire in part.within}
                    store.add(collection, {}, within)
                else:
                    call(part)
                record = collection.records[-1]
                if any(above in store.collections for above, _ in part.within):
                    collection.records.clear()
                    continue
                for other in collection.of("get", "update", "replace"):
                    label = other.method._operation.name
                    call(other, record)
                    verdict.counts[other.action] += 1
                for other in collection.of("list"):
                    label = other.method._operation.name
                    call(other, record)
                    verdict.counts["list"] += 1
                for other in [*collection.of("delete")][:1]:
                    label = other.method._operation.name
                    call(other, record)
                    verdict.counts["delete"] += 1
                    for one in collection.of("get"):
                        label = one.method._operation.name
                        try:
                            call(one, record)
                        except errors.APIStatusError as error:
                            if error.status_code != 404:
                                raise
                        else:
                            verdict.wrong.append(f"{label}: there after delete")
                verdict.counts["collections"] += 1
            except LookupError:
                verdict.counts["no arguments"] += 1
            except Exception as error:  # the verdict tells
                verdict.wrong.append(f"{label}: {type(error).__name__}: {error}"[:400])
    return verdict


def used(result: Any) -> None:
    """Use what a call returned: a stream is read to its end."""
    if hasattr(result, "last_event") or type(result).__name__ == "Stream":
        list(result)


if __name__ == "__main__":
    sys.path[:0] = sys.argv[2:]
    found = (live if "--live" in sys.argv else judge)(sys.argv[1])
    sys.stdout.write(f"{dict(found.counts)} {len(found.wrong)} wrong\n")
    for one in found.wrong:
        sys.stdout.write(f"  {one}\n")
