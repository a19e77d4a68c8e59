"""Where the schemas of responses are in the specification.

`_runtime/decoding/spec_locations.py` says how to read it. It is loaded when a response
does not fit its schema for the first time.
"""

PLACES: tuple[str, ...] = (
    "spec.yaml#/paths/~1file/get/responses/200/schema 16 @x.file",
    "#/paths/~1thing/get/responses/200/schema 2 @x.thing",
    "#/definitions/Thing 4 =",
    " .id 4",
)
