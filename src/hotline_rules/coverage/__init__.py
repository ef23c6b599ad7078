"""What every clause of a profile's documents became, and how one can be sure of it.

The register of a document lists its clauses; the profile cites them; golden cases show
what comes of them. Here the three are laid beside each other.
"""

from hotline_rules.coverage.model import ClauseCover, Coverage, Gap, Tally
from hotline_rules.coverage.survey import survey

__all__ = ["ClauseCover", "Coverage", "Gap", "Tally", "survey"]
