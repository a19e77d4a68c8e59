"""Files on the disk: compare with what was generated, and replace all or nothing."""

from apiloom.listing import MANIFEST
from apiloom.output.errors import OutputError
from apiloom.output.planning import Plan, plan
from apiloom.output.writing import apply, recover

__all__ = ["MANIFEST", "OutputError", "Plan", "apply", "plan", "recover"]
