"""A second opinion: answers of a run held against their evidence, day by day.

Shares no code with the clock, the calendar and the evaluation; it walks the days one by
one and is slow. It decides nothing new, it only names answers that their evidence does
not bear out.
"""

from hotline_rules.checker.files import check_balance, check_inputs, check_outputs
from hotline_rules.checker.ground import Ground, GroundError, read_ground
from hotline_rules.checker.model import Doubt, Finding, Verdict
from hotline_rules.checker.results import check_result
from hotline_rules.checker.runs import Count, Given, check_tickets

__all__ = [
    "Count",
    "Doubt",
    "Finding",
    "Given",
    "Ground",
    "GroundError",
    "Verdict",
    "check_balance",
    "check_inputs",
    "check_outputs",
    "check_result",
    "check_tickets",
    "read_ground",
]
