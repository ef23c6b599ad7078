"""What a change of the rules does: rule by rule, and ticket by ticket."""

from hotline_rules.impact.differences import Difference, Section, compare
from hotline_rules.impact.tally import Affected, Tally
from hotline_rules.impact.telling import SECTIONS, Teller

__all__ = [
    "SECTIONS",
    "Affected",
    "Difference",
    "Section",
    "Tally",
    "Teller",
    "compare",
]
