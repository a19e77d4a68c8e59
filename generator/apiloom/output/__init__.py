"""Files on the disk: compare with what was generated, and replace all or nothing."""

from apiloom.output.apply import apply, apply_together, recover
from apiloom.output.errors import OutputError
from apiloom.output.plan import Plan, holds_site, plan
from apiloom.output.signals import cleaning_up
from apiloom.output.snapshot import MANIFEST

__all__ = [
    "MANIFEST",
    "OutputError",
    "Plan",
    "apply",
    "apply_together",
    "cleaning_up",
    "holds_site",
    "plan",
    "recover",
]
