"""Log of a client: that of Python's `logging`, under the name of the package."""

from __future__ import annotations

import logging
from functools import cache


@cache
def logger(package: str) -> logging.Logger:
    """Return the logger of a client: that of its package."""
    return logging.getLogger(package)
