"""The named checks T01 to T18, registered by importing their modules."""

from . import dates, licenses, points
from .registry import CHECKS, run_checks

__all__ = ["CHECKS", "dates", "licenses", "points", "run_checks"]
