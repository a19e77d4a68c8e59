"""Who is right where the two readings differ, by the specification.

A decision covers disagreements of one kind; `document` and `component` say where. One
that covers nothing any more fails the test, so that the table stays true. What is
decided for "theirs" is a defect of apiloom: such an entry names the case that shows it.

Sections: "core" and "validation" are those of JSON Schema 2020-12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from tests.contract.second_reading.disagreements import Disagreement

_FORMATS: Final = (
    "uuid_parsing|uuid_type|date_from_datetime_parsing|date_from_datetime_inexact|"
    "datetime_from_date_parsing|datetime_parsing|time_parsing|time_delta_parsing|"
    "decimal_parsing|value_error|url_parsing|url_scheme|base64_decode|ip_v4_address|"
    "ip_v6_address|ip_any_address"
)
_LIMITS: Final = frozenset(
    {
        "anyOf",
        "contains",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "uniqueItems",
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is right about which disagreements, and why."""

    right: Literal["ours", "theirs", "both"]
    why: str
    section: str
    ours: str = "accepted"
    theirs: str = ".*"
    valid: bool | None = None
    only: frozenset[str] | None = None
    """The keywords that may be violated: one at least, and no other."""
    document: str = ".*"
    component: str = ".*"

    def covers(self, found: Disagreement) -> bool:
        """Whether this is what was decided."""
        texts = (
            (self.ours, found.ours.removeprefix("refused: ")),
            (self.theirs, found.theirs.removeprefix("refused: ")),
            (self.document, found.document),
            (self.component, found.component),
        )
        if not all(re.fullmatch(pattern, text) for pattern, text in texts):
            return False
        if self.only is not None:
            return bool(found.violated) and found.violated <= self.only
        return self.valid is None or self.valid == (not found.violated)


DECISIONS: Final = (
    # --- everywhere -----------------------------------------------------------------
    Decision(
        "ours",
        "A format is an annotation unless a dialect says otherwise: a string that does "
        "not have it is still a string, and an answer with it is read.",
        "validation, 7.2.1",
        theirs=_FORMATS,
    ),
    Decision(
        "ours",
        "One moment, address or number can be written in many ways. What was read is "
        "written back; pydantic writes its own way, and adds a slash to URLs.",
        "validation, 7.3; RFC 3986, 6.2",
        theirs="changed",
    ),
    Decision(
        "ours",
        "Invalid, but a newer server may know more values than the document: they are "
        "kept as they are.",
        "validation, 6.1.2 and 6.1.3",
        theirs="enum|literal_error|.*_type|int_from_float",
        only=frozenset({"const", "enum"}),
    ),
    Decision(
        "ours",
        "Limits hold for what is sent. An answer beyond them is read: refusing it "
        "would help nobody.",
        "validation, 6.2 to 6.5",
        theirs="greater_than.*|less_than.*|string_too_.*|too_short|too_long|"
        "string_pattern_mismatch|multiple_of|missing",
        only=_LIMITS,
    ),
    Decision(
        "ours",
        "The same for the limits of a variant that its constants choose.",
        "validation, 6.2 to 6.5",
        theirs="too_short",
        only=frozenset({"oneOf"}),
        document="one-of-const",
        component="Cell",
    ),
    Decision(
        "ours",
        "A number is no date-time; theirs reads it as a Unix timestamp.",
        "validation, 7.3.1",
        ours="format",
        theirs="changed",
        only=frozenset({"type", "anyOf", "oneOf"}),
    ),
    Decision(
        "ours",
        "The schema is closed, and its model only ever sent: what the server would "
        "refuse is refused before. The other models were told to be open.",
        "core, 10.3.2.3",
        ours="extra_forbidden",
        theirs="accepted",
        only=frozenset({"additionalProperties"}),
    ),
    # --- by schema ------------------------------------------------------------------
    Decision(
        "ours",
        "A member that is writeOnly is in no answer, and not missing there.",
        "OpenAPI 3.1, 4.8.24; validation, 9.4",
        theirs="missing",
        document="read-write-only",
        component="User",
    ),
    Decision(
        "ours",
        "Without a mapping any string may stand in the member: 3.1 says of `type: "
        "string` no more than that. Our reading keeps what it does not know.",
        "OpenAPI 3.1, 4.8.25",
        theirs="literal_error",
        document="one-of-discriminator|fakes",
        component="Cat|Dog|Cage|Field",
    ),
    Decision(
        "ours",
        "Invalid, but an enum keeps a value that it does not list, also one of another "
        "type; the client reports it.",
        "validation, 6.1.2",
        theirs="enum",
        only=frozenset({"enum", "type"}),
        document="error-codes",
        component="Numbers",
    ),
    Decision(
        "ours",
        "A member that is readOnly is none of a model that is only sent: what is given "
        "for it stays as it came.",
        "OpenAPI 3.1, 4.8.24; validation, 9.4",
        theirs="string_type",
        only=frozenset({"type"}),
        document="typed-dicts",
        component="Line",
    ),
    Decision(
        "ours",
        "A tag that no variant has is an `UnknownVariant`; the schemas allow any "
        "string there.",
        "OpenAPI 3.1, 4.8.25",
        theirs="union_tag_invalid",
        valid=True,
        document="one-of-discriminator|discriminator-mapping",
        component="Pet|Named|Partial|Deeper|Animal",
    ),
    Decision(
        "ours",
        "What fits several variants or none violates `oneOf`, yet the discriminator "
        "says which is meant, and without one the object is kept whole. (Theirs "
        "ignores a mapping that leads into another file.)",
        "OpenAPI 3.1, 4.8.25.3",
        theirs="union_tag_invalid|union_tag_not_found",
        only=frozenset({"anyOf", "oneOf"}),
        document="one-of-discriminator|discriminator-mapping|exact-json-types",
    ),
    Decision(
        "ours",
        "`patternProperties` says nothing of members that match no pattern, and a "
        "pattern need not match from the start.",
        "core, 10.3.2.2; validation, 6.3.3",
        theirs="string_pattern_mismatch|string_type",
        document="pattern-properties",
    ),
    Decision(
        "ours",
        "Members that match a pattern have its type, also beside `properties`; theirs "
        "forgets the patterns.",
        "core, 10.3.2.2",
        ours="format",
        theirs="accepted",
        document="pattern-properties",
        component="Mixed",
    ),
    Decision(
        "ours",
        "`nullable` beside the type of the values of a map.",
        "OpenAPI 3.0.4, 4.7.24",
        theirs="int_type",
        document="nullable-everywhere",
        component="Entry",
    ),
    Decision(
        "ours",
        "`nullable` without `type`, in a part of an `allOf`, or beside `$ref` is what "
        "many write and mean.",
        "OpenAPI 3.0.4, 4.7.24",
        theirs="string_type",
        document="nullable-everywhere",
        component="All",
    ),
    Decision(
        "ours",
        "Items must be lists, at any depth: theirs stops looking at the first.",
        "core, 10.3.1.2",
        ours="list_type",
        theirs="accepted",
        document="recursion",
        component="Nested",
    ),
    Decision(
        "ours",
        "Each item has the type of its place, at any depth: theirs gives up on "
        "recursive tuples.",
        "core, 10.3.1.1",
        ours=".*_type|.*_parsing|int_from_float|missing|too_long",
        theirs="accepted",
        valid=False,
        document="recursion-through-containers",
        component="Pair",
    ),
    Decision(
        "ours",
        "All parts of an `allOf` hold: what is a string or an integer, and an integer "
        "or null, is an integer.",
        "core, 10.2.1.1",
        ours="int_from_float|int_type|int_parsing",
        theirs="accepted",
        document="all-of-merging",
        component="Impossible",
    ),
    Decision(
        "both",
        "The enum's class has no null; what refers to the schema says `| None`.",
        "validation, 6.1.2",
        ours="enum",
        theirs="accepted",
        valid=True,
        document="enums|nullable-everywhere|const-and-enum-values",
    ),
    Decision(
        "both",
        "A file is no JSON: what may be given for it is checked where it is written.",
        "OpenAPI 3.1, 4.8.14.3",
        theirs="bytes_type",
        document="specs/vec|several-media-types",
    ),
    Decision(
        "ours",
        "A discriminator names a property; it does not make a constant of a string.",
        "OpenAPI 3.1, 4.8.25",
        theirs="literal_error|union_tag_invalid|union_tag_not_found",
        document="responses-that-differ|tags",
    ),
    Decision(
        "ours",
        "The tag decides which variant a value is held to, whatever else would fit.",
        "OpenAPI 3.1, 4.8.25",
        ours="list_type|dict_type|model_type|missing",
        theirs="accepted",
        document="tags",
    ),
    Decision(
        "ours",
        "A tag of another kind may be one of tomorrow; integers have no end.",
        "validation, 6.1.1",
        theirs="string_type|int_parsing_size|missing|enum",
        document="tags",
    ),
    Decision(
        "ours",
        "A constant of another kind than any variant has may be one of tomorrow.",
        "core, 10.2.1.3",
        theirs="literal_error",
        only=frozenset({"oneOf"}),
        document="one-of-const",
        component="Tagged",
    ),
    Decision(
        "ours",
        "A pattern need not match in their engine's alphabet: `\\p{…}` is Unicode's.",
        "core, 6.4",
        theirs="string_pattern_mismatch",
        document="constraints",
    ),
    # --- open: theirs is right ------------------------------------------------------
    Decision(
        "theirs",
        "What is required is, also where nothing describes it: see all-of-merging.",
        "validation, 6.5.3",
        theirs="missing",
        only=frozenset({"required"}),
        document="all-of-merging",
        component="OnlyRequires|Deep",
    ),
)

UNREAD: Final = {
    "anchors": "It fetches what `$id` names, no address by itself (core, 8.2.1).",
    "broken-in-places": "It refuses the whole document for one broken schema.",
    "hostile-names": "It refuses keys that YAML does not take for text.",
    "limits-in-any-form": "It refuses limits that are no integers where it wants some.",
    "rings": "It refuses schemas that extend what lists them.",
    "wild-schemas": "It refuses the whole document for one broken schema.",
    "wild-sizes": "It makes packages of names with dots.",
    "wild-statuses-and-references": "It refuses `schemas: {$ref: …}`.",
    "wild-text": "It refuses keys that YAML does not take for text.",
}
"""The documents that datamodel-code-generator makes nothing of."""
