"""A second opinion: answers of a run held against their evidence, day by day.

Shares no code with the clock, the calendar and the evaluation; it walks the days one by
one and is slow. It decides nothing new, it only names answers that their evidence does
not bear out.
"""

from hotline_rules.checker.ground import Ground, GroundError, read_ground
from hotline_rules.checker.model import Doubt, Verdict
from hotline_rules.checker.results import check_result

__all__ = [
    "Doubt",
    "Ground",
    "GroundError",
    "Verdict",
    "check_result",
    "read_ground",
]
