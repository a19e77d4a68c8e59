"""The round-trip engine: what a generated client says on the wire, judged by others.

`python -m tests.contract.roundtrip DIR` generates a client from every document of a
folder, calls each method with values sampled from the document, and holds the requests
that leave and the responses that come back against the document. Nothing here reads
what apiloom thinks of a document: `raw` and `contract` read it again, by themselves.
"""
