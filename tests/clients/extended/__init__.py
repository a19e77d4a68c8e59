"""Three of the four APIs, as if they could do what none of them can.

What a document does not say is said in an overlay: idempotency keys, streams, lines of
JSON, kinds of pages, and every way of letting somebody in. The overlays of this folder
say so of real operations; the clients that come of it are driven over real HTTP.
"""
