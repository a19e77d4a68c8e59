"""Parameters of Swagger 2.0: some stay parameters, some become the request body."""

from __future__ import annotations

from typing import Final

from apiloom.diagnostics import Code
from apiloom.document.document import Document
from apiloom.document.node import Node
from apiloom.document.origins import Origins
from apiloom.document.swagger2.files import resolved
from apiloom.document.swagger2.parts import media_types, split_schema
from apiloom.document.tree import Mapping, Value
from apiloom.locations import Pointer

__all__ = ["Parameters", "is_body"]

_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_DELIMITED: Final = {
    "pipes": "pipeDelimited",
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
}
"""The delimiters of arrays; the last one is not of 3.x, which has no word for it."""


def is_body(node: Node) -> bool:
    """Say whether a parameter belongs to the body (in: body, or in: formData)."""
    return isinstance(node.value, dict) and node.value.get("in") in ("body", "formData")


class Parameters:
    """Converts parameters (Swagger 2.0, 5.2.9 Parameter Object)."""

    def __init__(self, document: Document, origins: Origins) -> None:
        self._document = document
        self._origins = origins

    def resolved(self, node: Node) -> Node:
        """Follow a reference to its end; return the node itself when it has none."""
        return resolved(self._document, node)

    def without_body(self, parameters: Node, place: Pointer) -> Value:
        """Convert an array of parameters, leaving out those that are the body."""
        if not parameters.is_sequence:
            return parameters.value
        new: list[Value] = []
        for node in parameters.elements():
            at = place.child(len(new))
            if not is_body(self.resolved(node)):
                new.append(self.converted(node, at))
        return new

    def converted(self, node: Node, place: Pointer) -> Value:
        """Convert one parameter that is not the body; a reference stays one."""
        self._origins.set(place, node.pointer)
        if not node.is_mapping or node.ref is not None:
            return node.value
        new, schema = split_schema(node, place, self._origins)
        if "x-example" in new:
            new.setdefault("example", new.pop("x-example"))
        new["schema"] = schema
        if isinstance(schema, dict) and schema.get("type") == "array":
            in_query = new.get("in") == "query"
            new.update(self._style(node, in_query, place))
        return new

    def _style(self, node: Node, in_query: bool, place: Pointer) -> Mapping:
        """Say collectionFormat in the words of 3.x; the default is csv.

        The styles of arrays in arrays follow after ``+``, outermost first; 3.x has no
        words for them.
        """
        usual = "form" if in_query else "simple"
        member = node.get("collectionFormat")
        name = member.value if member else "csv"
        explode = name == "multi" and in_query
        style = usual if explode else self._delimited(name, usual, place)
        items = node.get("items")
        while items is not None and items.is_mapping and items.text("type") == "array":
            member = items.get("collectionFormat")
            inner = self._delimited(member.value if member else "csv", usual, place)
            style = f"{style}+{inner}"
            items = items.get("items")
        return {"style": style, "explode": explode}

    def _delimited(self, name: Value, usual: str, place: Pointer) -> str:
        if isinstance(name, str) and name in _DELIMITED:
            return _DELIMITED[name]
        if name != "csv":
            message = f"collectionFormat {name} cannot be expressed; commas are used"
            self._document.diagnostics.report(
                Code.UNSUPPORTED_COLLECTION_FORMAT, message, place
            )
        return usual

    # The body

    def body(
        self,
        own: list[Node],
        inherited: list[Node],
        consumes: list[str],
        place: Pointer,
    ) -> Value:
        """Return the request body that parameters make up, or None without any.

        Parameters of the operation win over those of its path (5.2.7).
        """
        bodies, fields = self._parted(own)
        more_bodies, more_fields = self._parted(inherited)
        names = {_name(node) for node in fields}
        if not bodies:
            if not fields:
                bodies = more_bodies
            fields += [node for node in more_fields if _name(node) not in names]
        if len(bodies) > 1 or (bodies and fields):
            message = "the operation has more than one body; the first counts"
            self._document.diagnostics.report(Code.SEVERAL_BODIES, message, place)
        if bodies:
            return self._whole(bodies[0], consumes, place)
        return self._form(fields, consumes, place) if fields else None

    def _parted(self, nodes: list[Node]) -> tuple[list[Node], list[Node]]:
        targets = [self.resolved(node) for node in nodes]
        found = [node for node in targets if is_body(node)]
        return (
            [node for node in found if node["in"].value == "body"],
            [node for node in found if node["in"].value == "formData"],
        )

    def _whole(self, node: Node, consumes: list[str], place: Pointer) -> Value:
        self._origins.set(place, node.pointer)
        schema = node.get("schema")
        new: Mapping = {
            key: member.value
            for key, member in node.items()
            if key in ("description", "required") or key.startswith("x-")
        }
        name = node.get("name")
        if name is not None:
            # 3.x has no name for a body; 2.0 tools show it to callers.
            new.setdefault("x-body-name", name.value)
        content: Mapping = {}
        for media_type in media_types(consumes, "application/json"):
            content[media_type] = {"schema": schema.value if schema else {}}
            self._origins.set(place.child("content", media_type), node.pointer)
        new["content"] = content
        return new

    def _form(self, fields: list[Node], consumes: list[str], place: Pointer) -> Value:
        self._origins.set(place, fields[0].pointer)
        has_file = any("type" in f and f["type"].value == "file" for f in fields)
        wanted = [t for t in consumes if t.partition(";")[0] in (_FORM, _MULTIPART)]
        if has_file:
            wanted = [_MULTIPART]
        schema: Mapping = {"type": "object"}
        properties: Mapping = {}
        required: list[Value] = []
        encoding: Mapping = {}
        names = media_types(wanted, _FORM)
        for field in fields:
            name = _name(field)
            if name is None:
                continue
            properties[name] = self._field(field)
            if "required" in field and field["required"].value is True:
                required.append(name)
            if "type" in field and field["type"].value == "array":
                encoding[name] = self._style(field, True, place)
            for media_type in names:
                at = place.child("content", media_type, "schema", "properties", name)
                self._origins.set(at, field.pointer)
        schema["properties"] = properties
        if required:
            schema["required"] = required
        media: Mapping = {"schema": schema}
        if encoding:
            media["encoding"] = encoding
        new: Mapping = {"content": dict.fromkeys(names, media)}
        if required:
            new["required"] = True
        return new

    def _field(self, field: Node) -> Value:
        kept, schema = split_schema(field, field.pointer, Origins())
        if isinstance(schema, dict) and "description" in kept:
            schema.setdefault("description", kept["description"])
        return schema


def _name(node: Node) -> str | None:
    name = node.value.get("name") if isinstance(node.value, dict) else None
    return name if isinstance(name, str) else None
