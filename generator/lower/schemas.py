"""Schema Objects to types (OpenAPI 3.1, section 4.8.24; JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from generator.document.dynamic import place_of, unbound
from generator.document.node import Node
from generator.ir.types import (
    ANY,
    NULL,
    Alias,
    Array,
    Constraints,
    Definition,
    Discriminator,
    Embedded,
    Field,
    Hint,
    Kind,
    Map,
    Model,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
    nullable,
    unfolded,
    union,
    without_null,
)
from generator.lower.assertions import (
    constraints_of,
    default_of,
    example_of,
    is_closed,
    members_of,
    note_unexpressed,
)
from generator.lower.compose import Parts, extended, only_requires, parts_of
from generator.lower.discriminators import (
    Constants,
    constants_in,
    constants_of,
    discriminator_of,
    mapping_of,
)
from generator.lower.embedded import embedded_schema
from generator.lower.enums import constant, enumerated, named
from generator.lower.families import Families
from generator.lower.kinds import implied_types, string_kind
from generator.lower.passed_on import extensions_of
from generator.source import Pointer

_NUMERIC: Final = {"integer": Kind.INTEGER, "number": Kind.NUMBER}


class SchemaLowering:
    """Lowers schemas and keeps the definitions that they turned out to need."""

    def __init__(self, root: Node) -> None:
        self._families: Final = Families(root)
        self.definitions: Final[dict[Pointer, Definition]] = {}
        self._types: Final[dict[Pointer, Type]] = {}
        self._open: Final[dict[Pointer, Parts]] = {}
        self._entered: Final[set[Pointer]] = set()

    def lower(self, node: Node, hint: Hint) -> Type:
        """The type of a schema; `hint` names it if it needs a definition of its own."""
        if node.value is True or node.value == {}:
            return ANY
        if not node.is_mapping:
            node.report("wrong-type", "a schema has to be an object; read as any value")
            return ANY
        return self._combined(parts_of(node), hint)

    def _referenced(self, node: Node) -> Type:
        """The type of a schema that something refers to."""
        node = unbound(node)
        pointer = node.pointer
        if pointer in self._types:
            return self._types[pointer]
        if pointer in self._open:
            return Reference(pointer)
        self._open[pointer] = parts_of(node)
        # Its own place names it, whether that came before or comes after this.
        own = self.definitions.get(pointer)
        hint = Hint(pointer.name or PurePosixPath(pointer.file).stem)
        lowered: Type = self.lower(node, own.hint if own is not None else hint)
        self._open.pop(pointer, None)
        # An object or enum has its definition already, also if it may be null.
        if pointer not in self.definitions and lowered != NULL:
            description = node.text("description") if node.is_mapping else None
            passed_on = extensions_of(node)
            alias = Alias(pointer, hint, lowered, description or "", passed_on)
            self.definitions[pointer] = alias
            lowered = Reference(pointer)
        self._types[pointer] = lowered
        return lowered

    def _family(self, parent: Node) -> Type | None:
        """A parent or any of its children, where it says how to tell them apart."""
        place = parent.pointer.child("discriminator")
        if place in self._types:
            return self._types[place]
        children = self._families.children(parent)
        declared = parent.get("discriminator")
        name = declared.text("propertyName") if declared is not None else None
        if not children or declared is None or name is None:
            return None
        self._types[place] = Reference(place)
        members = [self._referenced(node) for node in (*children, parent)]
        # Values that a child only has from its parent do not tell it from others.
        shared = constants_in(parts_of(parent)).get(name)
        kinds = {
            one: {key: found for key, found in known.items() if found != shared}
            for one in members[:-1]
            if isinstance(one, Reference)
            and (known := self._constants(one)) is not None
        }
        mapping = mapping_of(declared, name, kinds, self._referenced)
        self.definitions[place] = Alias(
            place,
            Hint(f"any {parent.pointer.name}"),
            Union(tuple(members), Discriminator(name, mapping)),
            parent.text("description") or "",
        )
        return self._types[place]

    def _constants(self, reference: Reference) -> Constants | None:
        """The members with fixed values of an object; None if it is something else."""
        definition = self.definitions.get(reference.target)
        if isinstance(definition, Model):
            return constants_of(definition, self.definitions)
        # An object that leads back to itself is not finished yet.
        underway = self._open.get(reference.target)
        if definition is None and underway is not None and "properties" in underway:
            return constants_in(underway)
        return None

    def _combined(self, parts: Parts, hint: Hint) -> Type:
        """The type of a schema that may consist of several (``allOf``)."""
        if parts.reference is not None:
            target = parts.reference.resolve()
            if target is None:
                return ANY
            if self._families.is_child(parts.node, target):
                # A kind of its parent, though it says nothing more of itself.
                return self._combined(parts.flattened(), hint)
            lowered = self._family(target) or self._referenced(target)
            return nullable(lowered) if parts.nullable else lowered
        types = parts.types()
        noted = note_unexpressed(parts)
        enum = parts.first("enum")
        if "const" in parts:
            return constant(parts)
        if enum is not None and enum.is_sequence and (enum.value or not types):
            lowered, definition = enumerated(parts, enum, types, hint)
            if definition is not None:
                self.definitions[definition.pointer] = definition
            return lowered
        for keyword in ("oneOf", "anyOf"):
            variants = parts.first(keyword)
            if variants is not None and variants.is_sequence:
                either = self._variants(parts, keyword, variants, hint)
                if either is not None:
                    return nullable(either) if "null" in types else either
        listed = "prefixItems" in parts and "items" not in parts
        if not types and listed and "properties" not in parts:
            return self._one_or_listed(parts, hint)
        if not types:
            types = implied_types(parts)
        if not types:
            if noted:
                message = "what the schema says has no type; read as any value"
                parts.node.report("any-value", message)
            return ANY
        if len(types) == 1:
            return self._typed(types[0], parts, hint)
        return union(tuple(self._typed(name, parts, hint) for name in types))

    def _one_or_listed(self, parts: Parts, hint: Hint) -> Type:
        """``items: [A, B]`` without a type: as often as not, "A or B" is meant."""
        listed = self._array(parts, hint)
        members = listed.prefix if isinstance(listed, Tuple) else ()
        return union((*members, Array(union(members)))) if members else listed

    def _typed(self, type_: str, parts: Parts, hint: Hint) -> Type:
        if type_ == "object":
            return self._object(parts, hint)
        if type_ == "array":
            return self._array(parts, hint)
        if type_ == "string":
            inner = embedded_schema(parts)
            if inner is not None:
                return Embedded(self.lower(inner, hint))
            return Primitive(string_kind(parts), constraints_of(parts, "string"))
        if type_ == "null":
            return NULL
        if type_ == "boolean":
            return Primitive(Kind.BOOLEAN)
        if type_ == "number" and parts.text("format") == "decimal":
            return Primitive(Kind.DECIMAL_NUMBER, constraints_of(parts, "number"))
        if type_ in _NUMERIC:
            return Primitive(_NUMERIC[type_], constraints_of(parts, "number"))
        parts.node.report("wrong-type", f"{type_!r} is not a type; read as any value")
        return ANY

    def _array(self, parts: Parts, hint: Hint) -> Type:
        prefix = parts.first("prefixItems")
        items = parts.first("items")
        item_hint = Hint(f"{hint.words} item", hint.owner)
        rest: Type = ANY
        closed = items is not None and items.value is False
        if items is not None and not closed:
            rest = self.lower(items, item_hint)
        if prefix is not None and prefix.is_sequence:
            types = tuple(
                self.lower(element, Hint(f"{hint.words} item {number}", hint.owner))
                for number, element in enumerate(prefix.elements(), 1)
            )
            limits = constraints_of(parts, "array")
            if closed and (limits.min_items or 0) < len(types):
                # Every element may be missing (JSON Schema 2020-12, 10.3.1.1).
                return Array(union(types), replace(limits, max_items=len(types)))
            return Tuple(types, None if closed else rest)
        if closed and items is not None:
            items.report("any-value", "no item is allowed; any is read")
            return Array(rest, Constraints(max_items=0))
        return Array(rest, constraints_of(parts, "array"))

    def _object(self, parts: Parts, hint: Hint) -> Type:
        properties = parts.properties()
        extra = parts.first("additionalProperties")
        typed = extra is not None and extra.is_mapping and bool(extra.value)
        extra_type: Type | None = None
        pointer = place_of(parts.node)
        if typed and extra is not None:
            owner = (
                Hint("value", pointer)
                if properties
                else Hint(f"{hint.words} value", hint.owner)
            )
            extra_type = self.lower(extra, owner)
        patterns = parts.first("patternProperties")
        if patterns is not None and patterns.is_mapping:
            value_hint = Hint(f"{hint.words} value", hint.owner)
            either = [self.lower(node, value_hint) for _, node in patterns.items()]
            # Members that match no pattern are what additionalProperties says.
            if extra_type is not None:
                either.append(extra_type)
            elif extra is None or extra.value is not False:
                either.append(ANY)
            extra_type = union(tuple(either))
        if not properties:
            return Map(extra_type or ANY, members_of(parts))
        if extra_type is not None and ANY in unfolded(extra_type):
            extra_type = None
        if pointer in self._entered:
            # An object inside itself, by way of an allOf that is written in place.
            return Reference(pointer)
        self._entered.add(pointer)
        self._open[pointer] = parts
        required = parts.required()
        fields = tuple(
            self._field(name, nodes, name in required, pointer)
            for name, nodes in properties.items()
        )
        # A member may be required without being described anywhere.
        fields += tuple(
            Field(name, ANY, required=True, described=False, pointer=pointer)
            for name in sorted(required - properties.keys())
        )
        self._open.pop(pointer, None)
        self._entered.discard(pointer)
        self.definitions[pointer] = Model(
            pointer,
            named(parts, hint),
            fields,
            extra_type,
            parts.text("description") or "",
            parts.flag("deprecated"),
            # A schema that is closed on its own says nothing of a whole it is part of.
            extends=extended(parts.node),
            closed=len(parts.members) == 1 and is_closed(parts) and extra_type is None,
            extensions=extensions_of(parts.node),
        )
        return Reference(pointer)

    def _field(
        self, name: str, nodes: Sequence[Node], required: bool, owner: Pointer
    ) -> Field:
        node = nodes[0]
        parts: Parts | None = None
        if len(nodes) > 1:
            place = owner.child("properties", name)
            parts = Parts(Node(node.value, place, node.document), tuple(nodes))
        elif place_of(node) == node.pointer:
            # Named for the schema that describes it, whichever others it is part of.
            owner = node.pointer.ancestor(2)
        hint = Hint(name, owner)
        lowered = (
            self._combined(parts.flattened(), hint) if parts else self.lower(node, hint)
        )
        annotations = parts_of(node).annotations()
        return Field(
            wire=name,
            type=lowered,
            required=required,
            description=annotations.text("description") or "",
            default=default_of(annotations),
            deprecated=annotations.flag("deprecated"),
            read_only=annotations.flag("readOnly"),
            write_only=annotations.flag("writeOnly"),
            example=example_of(annotations),
            pointer=node.pointer,
            extensions=extensions_of(node),
        )

    def _variants(
        self, parts: Parts, keyword: str, variants: Node, hint: Hint
    ) -> Type | None:
        """A union, or None if the variants say nothing that a type can express."""
        elements = list(variants.elements())
        if not elements or all(only_requires(element) for element in elements):
            return None
        base = parts.without(keyword)
        lowered: list[Type] = []
        joined: dict[Type, Type] = {}
        for number, element in enumerate(elements, 1):
            target = element.resolve() if element.ref is not None else None
            kind = str(number) if target is None else target.pointer.name
            own = Hint(_title(element) or f"{hint.words} {kind}", hint.owner)
            if base.adds_to(element) and not _is_null(element):
                # What comes of it is this place's own: the same variant joined with
                # something else elsewhere is something else.
                place = parts.node.pointer.child(keyword, number - 1)
                lowered.append(self._combined(base.joined(element, place), own))
                if target is not None:
                    joined[Reference(target.pointer)] = lowered[-1]
            else:
                lowered.append(self.lower(element, own))
        discriminator = discriminator_of(
            parts, lowered, self._constants, self._referenced, joined
        )
        rest = [member for member in lowered if member != NULL]
        if discriminator is None:
            return union(tuple(lowered))
        known: list[Type] = list(dict.fromkeys(map(without_null, rest)))
        has_null = len(rest) < len(lowered)
        return Union((*known, NULL) if has_null else tuple(known), discriminator)


def _title(node: Node) -> str | None:
    title = node.value.get("title") if isinstance(node.value, dict) else None
    return title if isinstance(title, str) and title else None


def _is_null(node: Node) -> bool:
    return isinstance(node.value, dict) and node.value.get("type") == "null"
