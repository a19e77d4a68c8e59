"""The log of a client: that of Python's `logging`, under the name of the package."""

from __future__ import annotations

import logging
from typing import Final

PACKAGE: Final = (__package__ or __name__).removesuffix("._runtime")
"""The name of the generated package, which loggers and tracers go by."""

LOG: Final = logging.getLogger(PACKAGE)
