"""Giving one schema object the shape of JSON Schema 2020-12, in place.

OpenAPI 3.0 has a dialect of its own (3.0.4, 4.7.24 Schema Object), and documents of
every version mix the dialects. Whatever the version says, what was meant is kept:
`nullable` beside `$ref` is an example that 3.0 ignores and everybody writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from apiloom.diagnostics import Code, Diagnostics
from apiloom.document.normalize.type_names import settle_type
from apiloom.document.origins import Origins
from apiloom.document.read.yaml_text import scalar
from apiloom.document.tree import Mapping, Value, kind_of
from apiloom.document.walker import Place
from apiloom.locations import Pointer

__all__ = ["SchemaUpgrade"]

# What says nothing about which values are allowed, and so stays outside when a
# schema is wrapped, and beside `$ref` in 3.0.
_ANNOTATIONS: Final = frozenset(
    {
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "summary",
        "title",
        "writeOnly",
        "xml",
        "$comment",
    }
)
_TRUTH: Final[dict[Value, bool]] = {"true": True, "false": False}


class SchemaUpgrade:
    """The visitor for schemas. `dialect` is the version family of the document.

    `source_text` gives the text a scalar was written as, for where YAML took
    something for a number that was meant as a string.
    """

    __slots__ = ("_diagnostics", "_modern", "_origins", "_own_types", "_source_text")

    def __init__(
        self,
        dialect: str,
        diagnostics: Diagnostics,
        origins: Origins,
        source_text: Callable[[Pointer], str | None],
    ) -> None:
        self._modern = dialect not in ("2.0", "3.0")
        # The one type that 2.0 has and JSON Schema has not.
        self._own_types = frozenset({"file"} if dialect == "2.0" else ())
        self._diagnostics = diagnostics
        self._origins = origins
        self._source_text = source_text

    def __call__(self, schema: Mapping, place: Place) -> None:
        """Change one schema object in place, but not the schemas inside it."""
        if "$ref" in schema and isinstance(schema["$ref"], str) and not self._modern:
            self._drop_siblings(schema, place)
        if "$dynamicRef" in schema and "$ref" not in schema:
            # Where nothing else is said, it is a reference like any other.
            schema["$ref"] = schema["$dynamicRef"]
            at = place.child("$dynamicRef").pointer
            self._origins.move(place.child("$ref").pointer, at)
        if "required" in schema:
            self._required_flag(schema, place)
        if "properties" in schema:
            self._required_members(schema, place)
        if "type" in schema:
            settle_type(schema, place, self._own_types, self._report)
        if "enum" in schema:
            self._enum(schema, place)
        if "discriminator" in schema:
            self._discriminator(schema, place)
        for exclusive, bound in _BOUNDS:
            if isinstance(schema.get(exclusive), bool):
                self._bound(schema, exclusive, bound, place)
        if "examples" in schema:
            self._examples(schema, place)
        if "example" in schema:
            self._example(schema, place)
        if isinstance(schema.get("items"), list):
            self._tuple(schema, place)
        if "default" in schema:
            self._default(schema, place)
        if "format" in schema:
            _content(schema)
        if "nullable" in schema or "x-nullable" in schema:
            self._nullable(schema, place)

    # References

    def _drop_siblings(self, schema: Mapping, place: Place) -> None:
        """3.0 ignores what stands beside `$ref`; prose and null-ability are kept."""
        for key in list(schema):
            if (
                key in ("$ref", "nullable", "x-nullable")
                or key in _ANNOTATIONS
                or key.startswith("x-")
            ):
                continue
            del schema[key]
            message = f"{key} beside $ref is ignored in OpenAPI 3.0"
            hint = "wrap the reference: allOf: [{$ref: …}]"
            self._report(Code.REF_SIBLING_IGNORED, message, place.child(key), hint)

    # required

    def _required_flag(self, schema: Mapping, place: Place) -> None:
        """Remove the flag that `_required_members` of the holder has already read."""
        if isinstance(schema["required"], bool | str):
            if isinstance(schema["required"], str) and "properties" in schema:
                schema["required"] = [schema["required"]]
                message = "required is a string, not an array of strings"
                self._report(Code.WRONG_TYPE, message, place.child("required"))
                return
            del schema["required"]

    def _required_members(self, schema: Mapping, place: Place) -> None:
        """Draft 3 said `required: true` on the property itself; many still do."""
        properties = schema["properties"]
        if not isinstance(properties, dict):
            return
        for name, member in properties.items():
            if not isinstance(member, dict):
                continue
            flag = member.get("required")
            flag = _TRUTH.get(flag, flag) if isinstance(flag, str) else flag
            if not isinstance(flag, bool):
                continue
            del member["required"]
            at = place.child("properties").child(name).child("required")
            message = (
                f"required: {str(flag).lower()} belongs to the object, not to {name}"
            )
            hint = f"list {name} in the object's required"
            self._report(Code.BOOLEAN_REQUIRED, message, at, hint)
            # Before 3.1, what stands beside a reference is not heard at all.
            is_heard = self._modern or "$ref" not in member
            if flag and is_heard:
                required = schema.setdefault("required", [])
                if isinstance(required, list) and name not in required:
                    required.append(name)

    # Values

    def _enum(self, schema: Mapping, place: Place) -> None:
        at = place.child("enum")
        written = schema["enum"]
        members: list[Value] = written if isinstance(written, list) else [written]
        if isinstance(written, dict):
            members = list(written)
            self._report(Code.WRONG_TYPE, "enum is an object; its keys are used", at)
        elif not isinstance(written, list):
            self._report(Code.WRONG_TYPE, "enum must be an array", at)
        members = [
            self._settled(member, schema, at.child(index))
            for index, member in enumerate(members)
        ]
        schema["enum"] = members

    def _default(self, schema: Mapping, place: Place) -> None:
        at = place.child("default")
        value = schema["default"] = self._settled(schema["default"], schema, at)
        types = _types(schema)
        enum = schema.get("enum")
        if types and value is not None and not any(_is(value, one) for one in types):
            message = f"the default is {kind_of(value)}, though the type is {types[0]}"
            self._report(Code.VALUE_OF_WRONG_TYPE, message, at)
        elif isinstance(enum, list) and value is not None and value not in enum:
            message = "the default is not one of the values of the enum"
            self._report(Code.VALUE_OF_WRONG_TYPE, message, at)

    def _settled(self, value: Value, schema: Mapping, at: Place) -> Value:
        """Return a value of an enum, or a default, in the one type of its schema.

        YAML takes `1.10` for a number where a string is meant; elsewhere numbers are
        written as strings. What cannot be understood stays as it is.
        """
        written = schema.get("type")
        types = [*written] if isinstance(written, list) else [written]
        if schema.get("nullable") is True:
            types.append("null")
        wanted = [name for name in types if name != "null"]
        if len(wanted) != 1 or value is None or isinstance(value, dict | list):
            return value
        if wanted[0] == "string":
            return value if isinstance(value, str) else self._as_text(value, at)
        if not isinstance(value, str):
            return value
        meant = scalar(value.strip())
        if not _is(meant, wanted[0]) and not (meant is None and "null" in types):
            return value
        message = f"{value!r} is a string, though the type is {wanted[0]}"
        self._report(Code.VALUE_OF_WRONG_TYPE, message, at, "write it without quotes")
        return meant

    def _as_text(self, value: Value, at: Place) -> Value:
        pointer = at.pointer
        text = self._source_text(pointer)
        if text is None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
        message = f"{text} is {kind_of(value)}, though the type is string"
        hint = f'write "{text}" in quotes'
        self._diagnostics.report(Code.VALUE_OF_WRONG_TYPE, message, pointer, hint)
        return text

    def _discriminator(self, schema: Mapping, place: Place) -> None:
        name = schema["discriminator"]
        if isinstance(name, str):
            schema["discriminator"] = {"propertyName": name}
            at = place.child("discriminator").pointer
            self._origins.move(at.child("propertyName"), at)

    def _bound(self, schema: Mapping, exclusive: str, bound: str, place: Place) -> None:
        """3.0: a boolean that makes `minimum` exclusive; 3.1: the bound itself."""
        strict = schema.pop(exclusive)
        at = place.child(exclusive)
        if self._modern:
            message = f"{exclusive} is a boolean, as in OpenAPI 3.0"
            self._report(Code.OBSOLETE_KEYWORD, message, at)
        if strict and bound in schema:
            schema[exclusive] = schema.pop(bound)
            self._origins.move(at.pointer, place.child(bound).pointer)

    def _example(self, schema: Mapping, place: Place) -> None:
        example = schema.pop("example")
        if "examples" not in schema:
            schema["examples"] = [example]
            origin = place.child("example").pointer
            self._origins.move(place.child("examples").pointer, origin)
            self._origins.move(place.child("examples").child(0).pointer, origin)

    def _examples(self, schema: Mapping, place: Place) -> None:
        """A schema lists its examples; a media type names them, and is confused."""
        examples = schema["examples"]
        if isinstance(examples, list):
            return
        at = place.child("examples")
        message = f"examples of a schema must be an array, not {kind_of(examples)}"
        self._report(Code.WRONG_TYPE, message, at)
        if isinstance(examples, dict):
            schema["examples"] = [
                (
                    example["value"]
                    if isinstance(example, dict) and "value" in example
                    else example
                )
                for example in examples.values()
            ]
        else:
            schema["examples"] = [examples]

    def _tuple(self, schema: Mapping, place: Place) -> None:
        """Before 2020-12, an array in `items` described a tuple."""
        at = place.child("items")
        self._report(Code.OBSOLETE_KEYWORD, "items is an array: a tuple", at)
        schema["prefixItems"] = schema.pop("items")
        self._origins.move(place.child("prefixItems").pointer, at.pointer)
        if "additionalItems" in schema:
            schema["items"] = schema.pop("additionalItems")
            self._origins.move(at.pointer, place.child("additionalItems").pointer)

    # null

    def _nullable(self, schema: Mapping, place: Place) -> None:
        keyword = "nullable" if "nullable" in schema else "x-nullable"
        at = place.child(keyword)
        written = schema.pop(keyword)
        schema.pop("x-nullable", None)
        nullable = _TRUTH.get(written) if isinstance(written, str) else written
        if not isinstance(written, bool):
            message = f"{keyword} must be a boolean, not {kind_of(written)}"
            self._report(Code.WRONG_TYPE, message, at)
        if self._modern and keyword == "nullable":
            message = "OpenAPI 3.1 has no nullable; it is read as in 3.0"
            hint = 'add "null" to the type'
            self._report(Code.OBSOLETE_KEYWORD, message, at, hint)
        if nullable is True:
            self._allow_null(schema, place, at.pointer)

    def _allow_null(self, schema: Mapping, place: Place, origin: Pointer) -> None:
        enum = schema.get("enum")
        union = next((key for key in ("oneOf", "anyOf") if key in schema), None)
        branches = schema.get(union) if union else None
        plain = not any(key in schema for key in ("$ref", "allOf", "not", "if"))
        written = schema.get("type")
        if plain and isinstance(branches, list) and written is None and enum is None:
            if not any(_is_null(branch) for branch in branches):
                branches.append({"type": "null"})
                last = place.child(union or "").child(len(branches) - 1)
                self._origins.move(last.pointer, origin)
            return
        if not plain or branches is not None:
            self._wrap(schema, place, origin)
            return
        if isinstance(enum, list) and None not in enum:
            enum.append(None)
            self._origins.move(place.child("enum").child(len(enum) - 1).pointer, origin)
        if written is None and "properties" in schema:
            written = "object"
        elif written is None and "items" in schema:
            written = "array"
        if isinstance(written, str) and written != "null":
            schema["type"] = [written, "null"]
        elif isinstance(written, list) and "null" not in written:
            written.append("null")

    def _wrap(self, schema: Mapping, place: Place, origin: Pointer) -> None:
        """Turn `X` with annotations into `anyOf: [X, null]` with annotations."""
        inner: Mapping = {}
        for key in list(schema):
            if key not in _ANNOTATIONS and not key.startswith("x-"):
                inner[key] = schema.pop(key)
        schema["anyOf"] = [inner, {"type": "null"}]
        pointer = place.pointer
        union = pointer.child("anyOf")
        was_union = {key: self._origins.trace(pointer.child(key)) for key in inner}
        origin = self._origins.trace(origin)
        self._origins.set(union, origin)
        for key, source in was_union.items():
            self._origins.set(union.child(0, key), source)
        self._origins.set(union.child(1), origin)

    def _report(
        self, code: Code, message: str, at: Place, hint: str | None = None
    ) -> None:
        self._diagnostics.report(code, message, at.pointer, hint)


_BOUNDS: Final = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))
_CONTENT: Final = {"byte": "contentEncoding", "binary": "contentMediaType"}


def _content(schema: Mapping) -> None:
    """Say in JSON Schema's words, beside OpenAPI's, that a string carries bytes.

    OpenAPI 3.1, 4.4.1.2 (Working with Binary Data).
    """
    if schema["format"] == "byte":
        schema.setdefault("contentEncoding", "base64")
    elif schema["format"] == "binary":
        schema.setdefault("contentMediaType", "application/octet-stream")


def _types(schema: Mapping) -> list[str]:
    written = schema.get("type")
    listed = written if isinstance(written, list) else [written]
    return [one for one in listed if isinstance(one, str)]


def _is(value: Value, type_: Value) -> bool:
    match type_:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            whole = isinstance(value, float) and value.is_integer()
            return (isinstance(value, int) and not isinstance(value, bool)) or whole
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case _:
            return False


def _is_null(schema: Value) -> bool:
    return isinstance(schema, dict) and schema.get("type") in ("null", ["null"])
