"""Near misses: duties met so close to their end that a little would have decided.

How close is our choice, no rule of any source; the reports say so where they list them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.audit.asked import Near
from hotline_rules.explain.wording import say
from hotline_rules.report.reading import local_seconds

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics import Text
    from hotline_rules.report.reading import Run

DAY = 86_400
_LONG = 3
_SETTLED = pa.array(["met", "met_late"])
COLUMNS = ("kind", "state", "started_at", "due_at", "inclusive", "ended_at")


@dataclass(frozen=True, slots=True)
class Margin:
    """How close to its end a duty has to be met to be listed.

    Attributes:
        days: of long limits that end with a local day: met within so many last days,
            or late by less than as many. Long is a limit of more than three times as
            many: of one of a day or two the last day would be all of it.
        percent: of all others: met within that part of their time, or late by less than
            it. The time is that by the wall clock from the start to the end.
    """

    days: int
    percent: int

    @classmethod
    def of(cls, run: Run) -> Margin:
        """The measure that the run was asked for; the usual one where none was."""
        return cls(**(run.manifest["options"].get("near") or asdict(Near())))

    def holds(self, limits: Any, zone: Zone) -> Any:
        """Which rows of the table of deadlines are near misses.

        Args:
            limits: with the columns of `COLUMNS`, instants as UTC epoch seconds.
            zone: its days.
        """
        due, ended = limits["due_at"], limits["ended_at"]
        local = local_seconds(due, zone)
        days = pc.divide(local, DAY)
        at_midnight = pc.equal(pc.multiply(days, DAY), local)
        by_day = pc.and_(at_midnight, pc.invert(limits["inclusive"]))
        whole = pc.subtract(due, limits["started_at"])
        by_day = pc.and_(by_day, pc.greater(whole, _LONG * self.days * DAY))
        part = pc.divide(pc.multiply(whole, self.percent), 100)
        room = pc.if_else(by_day, self.days * DAY, part)
        left = pc.subtract(due, ended)
        close = pc.and_(pc.less_equal(left, room), pc.greater(left, pc.negate(room)))
        settled = pc.is_in(limits["state"], value_set=_SETTLED)
        found = pc.and_(pc.and_(close, settled), pc.equal(limits["kind"], "duty"))
        return pc.fill_null(found, False)  # noqa: FBT003 - the library's own call

    def told(self) -> Text:
        """How close is close, in a sentence or two."""
        return say(
            "到某一天24:00为止、全长超过{2}天的时限：在最后{0}天以内完成，"
            "或者迟了不到{0}天才完成；其他时限：剩下的时间不超过全长的百分之{1}，"
            "或者迟了不到这么久。全长按钟表从起算到期满。"
            "这是本报告取的尺度，不是文件的规定。",
            "Limits of more than {2} days that end with a day: met within the last {0} "
            "day(s), or late by less than that; others: met with no more than {1} % of "
            "the whole left, or late by less than that. The whole is the time by the "
            "wall clock from start to end. The measure is this report's own and no "
            "rule of any source.",
            self.days,
            self.percent,
            _LONG * self.days,
        )
