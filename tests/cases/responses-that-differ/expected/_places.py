"""Where the schemas of responses are in the specification.

`_runtime/decoding/spec_locations.py` says how to read it. It is loaded when a response
does not fit its schema for the first time.
"""

PLACES: tuple[str, ...] = (
    "spec.yaml#/paths/~1reports/get/responses/200/content/application~1json/schema 40 @reports.list",
    "#/paths/~1export/get/responses/200/content/application~1json/schema 11 @files.export",
    "#/paths/~1photo/get/responses/200/content/application~1json/schema 6 @files.photo",
    "#/paths/~1note/get/responses/200/content/text~1plain/schema 6 @files.note",
    "#/paths/~1count/get/responses/200/content/text~1plain/schema 6 @files.count",
    "#/paths/~1lines/get/responses/200/content/application~1x-ndjson/schema 6 @streams.lines",
    "#/paths/~1dump/get/responses/200/content/application~1x-ndjson/schema 6 @streams.dump",
    "#/paths/~1reports~1lines/get/responses/200/content/application~1jsonl/schema 6 @streams.reports",
    "#/paths/~1events/get/responses/200/content/text~1event-stream/schema 6 @streams.events",
    "#/components/responses/Report/content/application~1json/schema 7 @reports.read @reports.create",
    "#/components/schemas/Report 2 =",
    " .id 4",
    " .made 1",
    " .state 1",
    " .author 1 =ReportAuthor",
    "  .name 4",
    "  .since 1",
    " .parts 1",
    " .owner 7",
    " .totals 4",
    " .tags 1",
    " .due 1",
    "#/components/schemas/Text 1 =",
    " .kind 3",
    " .text 0",
    "#/components/schemas/Chart 1 =",
    " .kind 3",
    " .points 0",
    "#/components/schemas/Person 1 =",
    " .born 3",
    " .name 0",
    "#/components/schemas/Company 1 =",
    " .city 3",
    " .name 0",
    " .seats 0",
)
