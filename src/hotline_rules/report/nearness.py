"""Near misses: duties met so close to their end that a little would have decided.

How close is our choice, no rule of any source; the reports say so where they list them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.explain.wording import say
from hotline_rules.report.reading import local_seconds

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics import Text

DAY = 86_400
_SETTLED = pa.array(["met", "met_late"])
COLUMNS = ("kind", "state", "started_at", "due_at", "inclusive", "ended_at")


@dataclass(frozen=True, slots=True)
class Margin:
    """How close to its end a duty has to be met to be listed.

    Attributes:
        days: of limits that end with a local day: met within so many last days, or
            late by less than as many. 0: none.
        percent: of limits that end at another time of day: met within that part of
            their time, or late by less than it. The time is that by the wall clock
            from the start to the end.
    """

    days: int = 1
    percent: int = 10

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
            "到某一天24:00为止的时限：在最后{0}天以内完成，或者迟了不到{0}天才完成；"
            "到某个钟点为止的时限：剩下的时间不超过全长（按钟表从起算到期满）的"
            "百分之{1}，或者迟了不到这么久。这是本报告取的尺度，不是文件的规定。",
            "Limits that end with a day: met on the last {0} day(s), or late by less "
            "than that; limits that end at a time of day: met with no more than {1} % "
            "of the whole left (by the wall clock, from start to end), or late by less "
            "than that. The measure is this report's own and no rule of any source.",
            self.days,
            self.percent,
        )
