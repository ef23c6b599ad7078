"""What was compiled of a profile, faults left out: what the checks look at."""

from dataclasses import dataclass

from hotline_rules.profile.node import Node
from hotline_rules.rulebook import Change, Counting, Document, Ladder, Reading, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The parts of a rulebook that could be compiled."""

    root: Node
    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    countings: tuple[Counting, ...]
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    ladders: tuple[Ladder, ...]
