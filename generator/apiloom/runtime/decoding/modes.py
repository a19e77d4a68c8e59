"""What happens to responses that do not fit their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.lazy import Deferred
from .mismatches import Reported, Validation

if TYPE_CHECKING:
    import httpx2

    from ..core.operation import Operation
    from ..telemetry.hooks import AnyHooks
    from . import reports
    from .mismatches import Misfits
else:
    reports = Deferred(".reports", __package__)


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
            raise reports.refused(operation, response, misfits)
        if self.mode == "report":
            reports.report(operation, response, misfits, self.hooks, self.reported)
