"""A witness in words: one start, the points it leads to, and the days between them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from hotline_rules.calendar import WorkingCalendar, Zone
from hotline_rules.clock import End
from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import NOTHING, Times, days_text, join, say

Named = tuple[Text, int | End]


def witness_text(
    zone: Zone,
    calendar: WorkingCalendar,
    start: int,
    points: Sequence[Named],
    facts: Text = NOTHING,
    *,
    ends: bool = False,
) -> Text:
    """Say what happens to a limit that starts at an instant.

    Args:
        zone: of the profile.
        calendar: whose rest days are told.
        start: the witness.
        points: a name and an instant, or the end of a limit, in the order to tell.
        facts: of the ticket, in words, if they matter.
        ends: whether the witness is an end, not a start.
    """
    times = Times(zone)
    whose = say("{0}的工单，", "a ticket with {0}, ", facts) if facts.zh else facts
    begin = say(
        "例如{0}期限定到{1}" if ends else "例如{0}{1}起算",
        "for example {0}with an end at {1}" if ends else "for example {0}from {1}",
        whose,
        times.at(start, named=True),
    )
    told = [
        say("{0}：{1}", "{0}: {1}", name, _at(times, at, start)) for name, at in points
    ]
    at = [start, *(_instant(at) - 1 for _, at in points)]
    days = list(_odd_days(calendar, zone.day_of(min(at)), zone.day_of(max(at))))
    text = say("{0}。{1}", "{0}: {1}", begin, join(told, "；", "; "))
    if not days:
        return text
    return say("{0}。其间{1}", "{0}; between them {1}", text, join(days, "、", ", "))


def _instant(at: int | End) -> int:
    return at.at if isinstance(at, End) else at


def _at(times: Times, at: int | End, start: int) -> Text:
    if isinstance(at, End):
        return times.end_of(at, since=start, named=True)
    return times.at(at, since=start, named=True)


def _odd_days(calendar: WorkingCalendar, first: int, last: int) -> Iterator[Text]:
    """Yield the days of a stretch that are not what working days are."""

    def sort(day: int) -> tuple[str, str]:
        why = calendar.why(day)
        return why.kind, why.name.zh

    for (kind, _), run in groupby(range(first, last + 1), key=sort):
        if kind == "working":
            continue
        days = list(run)
        name = calendar.why(days[0]).name
        if kind in ("holiday", "statutory_unannounced"):
            name = say("{0}放假", "{0}", name)
        elif kind == "makeup":
            name = Text("调休上班", "make-up working day")
        yield say("{0}{1}", "{0} {1}", days_text(days[0], days[-1]), name)
