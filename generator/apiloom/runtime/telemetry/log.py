"""Log of a client: that of Python's `logging`, under the name of the package."""

from __future__ import annotations

import logging
from typing import Final

from .. import PACKAGE

LOG: Final = logging.getLogger(PACKAGE)
