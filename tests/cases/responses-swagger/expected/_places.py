"""Locations of response schemas in the specification.

Read by `_runtime/decoding/reports.py`, which describes the format. It is loaded on the
first response that does not match its schema.
"""

PLACES: tuple[str, ...] = (
    "spec.yaml#/paths/~1file/get/responses/200/schema 16 @x.file",
    "#/paths/~1forms/get/responses/200/schema 2 @x.forms",
    "#/paths/~1thing/get/responses/200/schema 2 @x.thing",
    "#/definitions/Thing 4 =",
    " .id 4",
)
