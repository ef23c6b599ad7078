"""A part of the page made of the rows of a part of the run, in whatever process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.report.page.feed import only, stretch_of
from hotline_rules.report.page.part import page_part
from hotline_rules.report.page.shown import in_period
from hotline_rules.report.page.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from hotline_rules.audit.period import Period
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.report.page.feed import Stretch
    from hotline_rules.report.page.part import Part
    from hotline_rules.rulebook import Rulebook


class PieceMaker:
    """Makes parts of the page, one after the other.

    Args:
        rulebook: of the run.
        lang: of the page.
        known_at: the instant of knowledge of the run.
        period: whose tickets are shown; `None`: all.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        lang: Language,
        known_at: int | None = None,
        period: Period | None = None,
    ) -> None:
        self.telling = Telling(rulebook, lang, known_at)
        self._period = period

    def of_rows(self, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> bytes | None:
        """Answer a part as bytes, or `None` where no ticket of it is shown.

        Args:
            rows: by table, in the order of its columns; instants are UTC seconds.
        """
        part = self.of_stretch(stretch_of(rows))
        return None if part is None else part.to_bytes()

    def of_stretch(self, stretch: Stretch) -> Part | None:
        """Answer a part, or `None` where no ticket of it is shown.

        Findings of the import about a history that was set aside, or that has no event
        yet, are left out: it is no ticket of the run.
        """
        shown = set(stretch["tickets"]["ticket"])
        if self._period is not None:
            shown = in_period(stretch, self._period, self.telling.plan.zone) & shown
        if not shown:
            return None
        return page_part(only(stretch, shown), self.telling)
