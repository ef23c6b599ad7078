"""What a change of the rules does: entry by entry, and ticket by ticket."""

from hotline_rules.impact.differences import Difference, Section, compare
from hotline_rules.impact.direction import Direction
from hotline_rules.impact.entries import EntryImpact, impacts
from hotline_rules.impact.rules import EntryChange, Reworded, entry_changes
from hotline_rules.impact.tally import Affected, Tally
from hotline_rules.impact.telling import SECTIONS, Teller
from hotline_rules.impact.witness import Shown, Witness

__all__ = [
    "SECTIONS",
    "Affected",
    "Difference",
    "Direction",
    "EntryChange",
    "EntryImpact",
    "Reworded",
    "Section",
    "Shown",
    "Tally",
    "Teller",
    "Witness",
    "compare",
    "entry_changes",
    "impacts",
]
