"""Runtime of generated clients: the code that is the same in all of them.

These modules are written and tested as ordinary code and copied into each
generated package as ``_runtime``, or once for several packages.  They know HTTP and
OpenAPI's rules for parameters and bodies; they know no API.  A client receives those
that it can reach.

The name of the HTTP library is the one word in them that depends on the client.
"""

from __future__ import annotations

from typing import Final

RUNTIME: Final = __name__
"""The dotted name of this package."""

PACKAGE: Final = RUNTIME.removesuffix("._runtime")
"""The generated package: what loggers and tracers go by.

Of a runtime that several clients share, itself: these clients state their packages.
"""
