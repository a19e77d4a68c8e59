"""What happens to responses that do not fit their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .deferred import Deferred
from .misfits import Reported, Validation

if TYPE_CHECKING:
    import httpx2

    from . import reporting
    from .hooks import AnyHooks
    from .misfits import Misfits
    from .operations import Operation
else:
    reporting = Deferred(".reporting", __package__)


class Told(NamedTuple):
    """Who is told of misfits, and what was told already."""

    mode: Validation
    hooks: AnyHooks | None
    reported: set[Reported]

    def tell(
        self, operation: Operation[Any], response: httpx2.Response, misfits: Misfits
    ) -> None:
        """Report misfits once each, or raise.

        Raises:
            ResponseValidationError: A response that does not fit is an error.
        """
        if self.mode == "strict":
            raise reporting.refused(operation, response, misfits)
        if self.mode == "report":
            reporting.report(operation, response, misfits, self.hooks, self.reported)
