"""Schema Objects to types (OpenAPI 3.1, section 4.8.24; JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.node import Node
from apiloom.document.references.dynamic import place_of, unbound
from apiloom.ir.scalars import Kind
from apiloom.ir.types import (
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
from apiloom.locations import Pointer
from apiloom.lower.schemas.all_of import (
    Meaning,
    Parts,
    extended,
    only_requires,
    parts_of,
)
from apiloom.lower.schemas.constraints import (
    constraints_of,
    default_of,
    examples_of,
    is_closed,
    members_of,
    note_unexpressed,
)
from apiloom.lower.schemas.cycles import Rings, without_rings
from apiloom.lower.schemas.descriptions import described
from apiloom.lower.schemas.discriminators import (
    Constants,
    Objects,
    constants_in,
    constants_of,
    discriminator_of,
    mapping_of,
    with_mapping,
)
from apiloom.lower.schemas.embedded_json import embedded_schema
from apiloom.lower.schemas.enums import constant, enumerated, named
from apiloom.lower.schemas.formats import implied_types, string_kind
from apiloom.lower.schemas.hierarchies import Families
from apiloom.lower.schemas.variants import variant_words
from apiloom.lower.size import Size
from apiloom.lower.vendor_extensions import extensions_of
from apiloom.lower.vendor_names import is_ignored

_DEEP: Final = 150
"""How deep references are followed at once; what is deeper is lowered afterwards."""
_NAMED: Final = frozenset({"schemas", "definitions", "$defs"})
_INSIDE: Final = {"items": "item", "additionalProperties": "value"}
_NUMERIC: Final = {"integer": Kind.INTEGER, "number": Kind.NUMBER}


class SchemaLowering:
    """Lowers schemas and keeps the definitions that they turned out to need.

    What a schema means depends on its place, and on the schemas that it is joined with
    there. It is lowered once for each meaning, and what leads back to a meaning that is
    being lowered refers to it: so lowering ends for every document.
    """

    def __init__(self, root: Node, max_combinations: int, size: Size) -> None:
        self._families: Final = Families(root)
        self._rings: Final = Rings()
        self._max_combinations: Final = max_combinations
        self._size: Final = size
        self.definitions: Final[dict[Pointer, Definition]] = {}
        self._types: Final[dict[Pointer, Type]] = {}
        self._open: Final[dict[Pointer, Parts]] = {}
        self._known: Final[dict[Meaning, Type]] = {}
        self._begun: Final[dict[Meaning, Parts]] = {}
        self._places: Final[dict[Pointer, Meaning]] = {}
        self._awaited: Final[set[Pointer]] = set()
        self._deferred: Final[dict[Pointer, Node]] = {}
        self._borrowed: Final[dict[Meaning, Hint]] = {}
        self._is_borrowing = False
        self._combinations = 0
        self._depth = 0

    def finish(self) -> None:
        """Change the definitions that say nothing but what others of them say."""
        for definition in list(without_rings(self.definitions)):
            self.definitions[definition.pointer] = definition

    def lower(self, node: Node, hint: Hint) -> Type:
        """The type of a schema; `hint` names it if it needs a definition of its own."""
        if node.value is True or node.value == {}:
            return ANY
        if not node.is_mapping:
            node.report(
                Code.WRONG_TYPE, "a schema must be an object; read as any value"
            )
            return ANY
        parts = self._rings.cut(parts_of(node))
        lowered = self._combined(parts, _own_hint(node, hint))
        while self._deferred and not self._depth:
            pointer, deferred = self._deferred.popitem()
            self._open.pop(pointer)
            self._referenced(deferred)
        return lowered

    def _referenced(self, node: Node) -> Type:
        """The type of a schema that something refers to."""
        node = unbound(node)
        pointer = node.pointer
        if pointer in self._types:
            return self._types[pointer]
        if pointer in self._open:
            return self._ahead(self._open[pointer])
        parts = self._open[pointer] = self._rings.cut(parts_of(node))
        if self._depth > _DEEP:
            self._deferred[pointer] = node
            return self._ahead(parts)
        # Its own place names it, whether that came before or comes after this.
        own = self.definitions.get(pointer)
        hint = Hint(pointer.name or PurePosixPath(pointer.file).stem)
        was_borrowing = self._is_borrowing
        self._is_borrowing = own is None and not _is_component(pointer)
        lowered: Type = self.lower(node, own.hint if own is not None else hint)
        self._is_borrowing = was_borrowing
        self._open.pop(pointer, None)
        # An object or enum has its definition already, also if it may be null.
        has_own = pointer in self.definitions
        if not has_own and (lowered != NULL or pointer in self._awaited):
            description = described(parts_of(node)) if node.is_mapping else ""
            passed_on = extensions_of(node)
            alias = Alias(pointer, hint, lowered, description, passed_on)
            self.definitions[pointer] = alias
            lowered = Reference(pointer)
        self._types[pointer] = lowered
        return lowered

    def _ahead(self, parts: Parts) -> Type:
        """The type of a schema that is not lowered yet, or not to the end.

        There will be a definition at its place. An object has that to itself, and
        whether it may be null is said wherever it is used.
        """
        place = place_of(parts.node)
        self._awaited.add(place)
        is_object = set(parts.types()) == {"object", "null"} and "properties" in parts
        is_listed = any(key in parts for key in ("const", "enum", "oneOf", "anyOf"))
        type_ = Reference(place)
        return nullable(type_) if is_object and not is_listed else type_

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
        inner = self._families.inner(parent, name)
        below = {one.pointer for nodes in inner.values() for one in nodes}
        # Values that a child only has from its parent do not tell it from others.
        shared = constants_in(parts_of(parent)).get(name)
        members: list[Type] = []
        kinds: dict[Type, Objects] = {}
        joined: dict[Type, Type] = {}
        for child in children:
            if child.pointer in below:
                continue
            own = self._referenced(child)
            grandchildren = inner.get(child.pointer, ())
            member = (self._family(child) if grandchildren else None) or own
            members.append(member)
            joined[own] = member
            opened: dict[Reference, Constants] = {}
            for type_ in (own, *map(self._referenced, grandchildren)):
                opened |= self._objects(type_) or {}
            if opened:
                kinds[member] = {
                    reference: {
                        key: one
                        for key, one in known.items()
                        if shared is None or not one.values or one[:1] != shared[:1]
                    }
                    for reference, known in opened.items()
                }
        members.append(self._referenced(parent))
        mapping = mapping_of(declared, name, kinds, self._referenced, joined)
        self.definitions[place] = Alias(
            place,
            Hint(f"any {parent.pointer.name}"),
            Union(tuple(members), Discriminator(name, mapping)),
            parent.text("description") or "",
        )
        return self._types[place]

    def _objects(
        self, type_: Type, known: dict[Type, Objects | None] | None = None
    ) -> Objects | None:
        """The objects that a type can be, with those of unions inside of it.

        None while that is not known. `known` are those of types that were looked at.
        """
        known = known if known is not None else {}
        if type_ not in known:
            known[type_] = {}  # what leads back to itself adds nothing
            known[type_] = self._opened_objects(type_, known)
        return known[type_]

    def _opened_objects(
        self, type_: Type, seen: dict[Type, Objects | None]
    ) -> Objects | None:
        if isinstance(type_, Union):
            opened = self._all_objects(type_.members, seen)
            if opened is None or type_.discriminator is None:
                return opened
            return with_mapping(opened, type_.discriminator)
        if not isinstance(type_, Reference):
            return {}
        definition = self.definitions.get(type_.target)
        if isinstance(definition, Model):
            return {type_: constants_of(definition, self.definitions)}
        if isinstance(definition, Alias):
            return self._objects(definition.type, seen)
        underway = self._open.get(type_.target)
        if definition is not None or underway is None:
            return {}
        # What leads back to itself is not finished yet.
        if "properties" in underway:
            return {type_: constants_in(underway)}
        variants = underway.first("oneOf") or underway.first("anyOf")
        targets = [
            element.resolve() if element.ref is not None else None
            for element in (variants.elements() if variants is not None else ())
        ]
        if not targets or None in targets:
            return None
        references = [
            Reference(unbound(target).pointer) for target in targets if target
        ]
        if any(self._is_unknown(one) for one in references):
            return None
        return self._all_objects(references, seen)

    def _is_unknown(self, reference: Reference) -> bool:
        """Whether nothing is known yet of what a reference leads to."""
        place = reference.target
        return place not in self.definitions and place not in self._open

    def _all_objects(
        self, types: Sequence[Type], seen: dict[Type, Objects | None]
    ) -> Objects | None:
        found: dict[Reference, Constants] = {}
        for type_ in types:
            opened = self._objects(type_, seen)
            if opened is None:
                return None
            found.update(opened)
        return found

    def _accepts_null(self, type_: Type) -> bool:
        """Whether null is one of the values of a type, or of a union inside of it."""
        seen: set[Type] = set()
        pending = [type_]
        while pending:
            inner = pending.pop()
            if inner == NULL:
                return True
            if isinstance(inner, Union):
                pending += inner.members
            elif isinstance(inner, Reference) and inner not in seen:
                seen.add(inner)
                definition = self.definitions.get(inner.target)
                if isinstance(definition, Alias):
                    pending.append(definition.type)
        return False

    def _combined(self, parts: Parts, hint: Hint) -> Type:
        """The type of a schema that may consist of several (``allOf``)."""
        if parts.reference is not None:
            target = parts.reference.resolve()
            if target is None:
                return ANY
            is_kind = self._families.is_child(parts.node, target)
            if is_kind or self._extends(parts, target):
                # A kind of its parent, though it says nothing more of itself.
                return self._combined(self._rings.cut(parts.flattened()), hint)
            lowered = self._family(target) or self._referenced(target)
            return nullable(lowered) if parts.nullable else lowered
        meaning = parts.meaning()
        if meaning in self._known and not self._is_renamed(meaning, hint):
            return self._known[meaning]
        if meaning in self._begun:
            return self._ahead(self._begun[meaning])
        parts = self._begun[meaning] = self._placed(parts, meaning)
        self._depth += 1
        lowered = self._lowered(parts, hint)
        self._depth -= 1
        del self._begun[meaning]
        place = place_of(parts.node)
        if place in self._awaited and self._ahead(parts) != lowered:
            lowered = self._named(parts, lowered, hint)
        self._known[meaning] = lowered
        self._size.judge(len(self.definitions))
        if self._is_borrowing:
            self._borrowed[meaning] = hint
        return lowered

    def _named(self, parts: Parts, lowered: Type, hint: Hint) -> Type:
        """A type as an alias, where something refers to the place of its schema."""
        place = place_of(parts.node)
        model = self.definitions.get(place)
        if isinstance(model, Model):
            # One of several types that the schema allows: it makes room for all.
            inner = place.child("type")
            object_hint = Hint("object", place)
            self.definitions[inner] = replace(model, pointer=inner, hint=object_hint)
            members = unfolded(lowered)
            lowered = union(
                tuple(
                    Reference(inner) if one == Reference(place) else one
                    for one in members
                )
            )
        about = parts.text("description") or ""
        self.definitions[place] = Alias(place, named(parts, hint), lowered, about)
        return Reference(place)

    def _is_renamed(self, meaning: Meaning, hint: Hint) -> bool:
        """Whether a schema that a reference has named is at its own place now."""
        if self._is_borrowing or meaning not in self._borrowed:
            return False
        return self._borrowed.pop(meaning) != hint

    def _extends(self, parts: Parts, parent: Node) -> bool:
        """Whether a schema is one of those that its parent lists, and nothing more."""
        if "allOf" not in parts.node or not self._rings.lists(parent, parts.node):
            return False
        return self._rings.cut(parts.flattened()).says_something()

    def _placed(self, parts: Parts, meaning: Meaning) -> Parts:
        """The parts at a place where nothing stands that means something else."""
        place = place_of(parts.node)
        while self._places.setdefault(place, meaning) != meaning:
            place = place.child("joined")
        if place == place_of(parts.node):
            return parts
        node = Node(parts.node.value, place, parts.node.document)
        return Parts(node, parts.members, hidden=parts.hidden)

    def _lowered(self, parts: Parts, hint: Hint) -> Type:
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
                message = "the schema cannot be expressed as a type; read as any value"
                parts.node.report(Code.ANY_VALUE, message)
            return ANY
        # Loops all the way down: a comprehension would add a frame of C a level.
        found: list[Type] = []
        for name in types:
            found.append(self._typed(name, parts, hint))  # noqa: PERF401
        return found[0] if len(found) == 1 else union(tuple(found))

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
            format_ = parts.text("format") or ""
            limits = constraints_of(parts, "string")
            text = Primitive(string_kind(parts), limits, format_)
            # The one format of strings whose values need not be strings.
            is_either = format_ == "int-or-string"
            return union((Primitive(Kind.INTEGER), text)) if is_either else text
        if type_ == "null":
            return NULL
        if type_ == "boolean":
            return Primitive(Kind.BOOLEAN)
        if type_ == "number" and parts.text("format") == "decimal":
            return Primitive(Kind.DECIMAL_NUMBER, constraints_of(parts, "number"))
        if type_ in _NUMERIC:
            return Primitive(_NUMERIC[type_], constraints_of(parts, type_))
        parts.node.report(
            Code.WRONG_TYPE, f"{type_!r} is not a type; read as any value"
        )
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
            items.report(Code.ANY_VALUE, "no item is allowed; any is read")
            return Array(rest, Constraints(max_items=0))
        is_implied = not parts.types()
        return Array(rest, constraints_of(parts, "array"), is_implied=is_implied)

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
        self._open[pointer] = parts
        if len(parts.members) > 1:
            self._size.add_joined(len(properties))
        required = parts.required()
        fields: list[Field] = []
        for name, nodes in properties.items():
            if name not in required and is_ignored(nodes[0], f"property {name}"):
                continue
            field = self._field(name, nodes, name in required, pointer)
            fields.append(field)
        # A member may be required without being described anywhere.
        fields += [
            Field(name, ANY, required=True, described=False, pointer=pointer)
            for name in sorted(required - properties.keys())
        ]
        self._open.pop(pointer, None)
        self.definitions[pointer] = Model(
            pointer,
            named(parts, hint),
            tuple(fields),
            extra_type,
            parts.text("description") or "",
            parts.flag("deprecated"),
            # A schema that is closed on its own says nothing of a whole it is part of.
            extends=extended(parts.node),
            closed=len(parts.members) == 1 and is_closed(parts) and extra_type is None,
            extensions=extensions_of(parts.node),
            example=next(iter(examples_of(parts.annotations())), None),
        )
        return Reference(pointer)

    def _field(
        self, name: str, nodes: Sequence[Node], required: bool, owner: Pointer
    ) -> Field:
        node = nodes[0]
        parts: Parts | None = None
        if len(nodes) > 1 and self._may_combine(node, 1):
            place = owner.child("properties", name)
            parts = Parts(Node(node.value, place, node.document), tuple(nodes))
        elif place_of(node) == node.pointer:
            # Named for the schema that describes it, whichever others it is part of.
            owner = node.pointer.ancestor(2)
        hint = Hint(name, owner)
        lowered = (
            self._combined(self._rings.cut(parts.flattened()), hint)
            if parts
            else self.lower(node, hint)
        )
        own = parts_of(node)
        annotations = own.annotations()
        return Field(
            wire=name,
            type=lowered,
            required=required,
            description=_description(nodes, owner),
            default=default_of(annotations),
            deprecated=annotations.flag("deprecated"),
            read_only=annotations.flag("readOnly"),
            write_only=annotations.flag("writeOnly"),
            examples=examples_of(annotations),
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
        opened = [self._opened(element) for element in elements]
        adding = [
            not _is_null(element) and base.adds_to(variant)
            for element, variant in zip(elements, opened, strict=True)
        ]
        if not self._may_combine(variants, sum(adding)):
            return None
        lowered: list[Type] = []
        joined: dict[Type, Type] = {}
        kinds = variant_words(elements, is_alone=not _is_component(parts.node.pointer))
        for number, element in enumerate(elements, 1):
            target = element.resolve() if element.ref is not None else None
            kind = kinds[number - 1] if target is None else target.pointer.name
            own = Hint(_title(element) or f"{hint.words} {kind}".strip(), hint.owner)
            if adding[number - 1]:
                # What comes of it is this place's own: the same variant joined with
                # something else elsewhere is something else.
                place = parts.node.pointer.child(keyword, number - 1)
                here = Node(element.value, place, element.document)
                together = self._rings.cut(base.joined(opened[number - 1], here))
                lowered.append(self._combined(together, own))
                if target is not None:
                    joined[Reference(target.pointer)] = lowered[-1]
            else:
                lowered.append(self.lower(element, own))
        discriminator = discriminator_of(
            parts, lowered, self._objects, self._referenced, joined
        )
        rest = [member for member in lowered if member != NULL]
        if discriminator is None:
            return union(tuple(lowered))
        known: list[Type] = list(dict.fromkeys(map(without_null, rest)))
        # A union inside of it loses its own null: its objects are chosen here.
        has_null = any(map(self._accepts_null, lowered))
        return Union((*known, NULL) if has_null else tuple(known), discriminator)

    def _may_combine(self, node: Node, number: int) -> bool:
        """Count combinations of schemas; return whether so many more are allowed."""
        if not number:
            return True
        if self._combinations + number <= self._max_combinations:
            self._combinations += number
            return True
        message = (
            f"the schemas of this document combine in more than "
            f"{self._max_combinations:,} ways; this part of one is left out"
        )
        hint = "max-combinations or --max-combinations allows more"
        node.report(Code.TOO_MANY_COMBINATIONS, message, hint)
        return False

    def _opened(self, variant: Node) -> Parts:
        """The parts of a variant, with whatever it refers to."""
        parts = parts_of(variant)
        if parts.reference is not None:
            target = parts.reference.resolve()
            if target is None:
                return Parts(variant, ())
            parts = parts_of(target).flattened()
        return self._rings.cut(parts)


def _is_component(pointer: Pointer) -> bool:
    """Whether a schema has a name of its own, whoever refers to it."""
    return not pointer.tokens or pointer.parent.name in _NAMED


def _own_hint(node: Node, hint: Hint) -> Hint:
    """A name for the property that a schema describes, wherever it is part of others.

    The items of a list that an object has from another are named for that other.
    """
    pointer = node.pointer
    if hint.owner is None or pointer.starts_with(hint.owner):
        return hint
    words: list[str] = []
    for index in range(len(pointer.tokens) - 1, 1, -1):
        token = pointer.tokens[index]
        if pointer.tokens[index - 1] == "properties":
            owner = Pointer(pointer.file, pointer.tokens[: index - 1])
            return Hint(" ".join((token, *words)), owner) if words else hint
        if token not in _INSIDE:
            break
        words.insert(0, _INSIDE[token])
    return hint


def _description(nodes: Sequence[Node], owner: Pointer) -> str:
    """Return what is said of a property: what its object says goes before others."""
    mine = (one for one in nodes if one.pointer.starts_with(owner))
    return next(filter(None, (described(parts_of(one)) for one in (*mine, *nodes))), "")


def _title(node: Node) -> str | None:
    title = node.value.get("title") if isinstance(node.value, dict) else None
    return title if isinstance(title, str) and title else None


def _is_null(node: Node) -> bool:
    return isinstance(node.value, dict) and node.value.get("type") == "null"
