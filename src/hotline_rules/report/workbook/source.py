"""What all lists of a workbook are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.audit.period import Period
    from hotline_rules.profile import Profile
    from hotline_rules.report.nearness import Margin
    from hotline_rules.report.reading import Run
    from hotline_rules.report.terms import Terms
    from hotline_rules.report.weights import Weights
    from hotline_rules.report.workbook.says import Says


@dataclass(frozen=True, slots=True)
class Source:
    """A run, the profile that judged it, and words for both.

    Attributes:
        as_of: the instant of judgement, UTC epoch seconds.
        period: what is listed; ``None``: everything.
        margin: what is a near miss.
        weights: what the readings tried would change; ``None``: none was tried.
    """

    run: Run
    profile: Profile
    terms: Terms
    says: Says
    as_of: int
    period: Period | None
    margin: Margin
    weights: Weights | None = None

    def title_of(self, record: Mapping[str, Any]) -> str | None:
        """What a limit or a penalty is called: by its title, in English with its id.

        An empty record has no title.
        """
        if not record:
            return None
        if self.says.lang == "zh":
            return str(record["title"])
        return f"{record['rule']} ({record['title']})"

    def end_of(
        self, because: Mapping[str, Any], limit: Mapping[str, Any]
    ) -> tuple[int, bool] | None:
        """The end of a limit as it was when a penalty followed from it.

        Args:
            because: the evidence of the penalty.
            limit: of the table of deadlines; empty if there is none.
        """
        due, inclusive = limit.get("due_at"), limit.get("inclusive")
        if because.get("limit_due_at") is not None:
            due = instant_of(because["limit_due_at"])
            inclusive = because.get("limit_inclusive", inclusive)
        return None if due is None else (due, bool(inclusive))


def instant_of(text: str) -> int:
    """An instant as results write it, ``2021-03-09T00:00:00+08:00``, in seconds."""
    return int(datetime.fromisoformat(text).timestamp())
