"""Files on the disk: compare with what was generated, and replace all or nothing."""

from generator.listing import MANIFEST
from generator.output.errors import OutputError
from generator.output.planning import Plan, plan
from generator.output.writing import apply, recover

__all__ = ["MANIFEST", "OutputError", "Plan", "apply", "plan", "recover"]
