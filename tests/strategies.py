"""Generators: instants that tend to go wrong, histories, profiles in miniature.

Instants are naive local times of Asia/Shanghai; `contract_history` writes them with
their offset. Draws prefer the edges: 24:00, noon, one second on either side of a point
that the oracle says matters, days around weekends, holidays, make-up days, year ends.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.oracle.engine_oracle import Event, Walk, instant_of
from tests.oracle.minis import Extension, Mark, Mini, Pause
from tests.oracle.points import Amount, Counting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

SECOND = timedelta(seconds=1)
UNITS = ("张店区", "清城区")

# Days at which calendars go wrong: weekends, festivals, make-up days, year ends.
EDGE_DAYS = (
    date(2015, 9, 2),
    date(2016, 2, 5),
    date(2016, 2, 29),
    date(2017, 12, 29),
    date(2018, 9, 29),
    date(2019, 4, 28),
    date(2019, 12, 31),
    date(2020, 1, 19),
    date(2020, 1, 23),
    date(2021, 2, 7),
    date(2021, 3, 1),
    date(2021, 3, 5),
    date(2021, 4, 30),
    date(2021, 9, 18),
    date(2021, 9, 30),
    date(2021, 12, 31),
    date(2022, 1, 29),
    date(2022, 12, 30),
    date(2024, 2, 9),
    date(2024, 9, 27),
    date(2025, 9, 28),
)
EDGE_TIMES = (
    time(0, 0, 0),
    time(0, 0, 1),
    time(8, 30),
    time(10, 0),
    time(11, 59, 59),
    time(12, 0),
    time(16, 20),
    time(17, 30),
    time(23, 59, 59),
)


def days() -> SearchStrategy[date]:
    """Days from 2015 to 2025, near an edge more often than not."""
    near = st.builds(
        lambda day, shift: day + timedelta(days=shift),
        st.sampled_from(EDGE_DAYS),
        st.integers(-3, 8),
    )
    return near | st.dates(date(2015, 1, 1), date(2025, 10, 31))


def times_of_day() -> SearchStrategy[time]:
    anywhere = st.integers(0, 86_399).map(
        lambda s: time(s // 3600, s // 60 % 60, s % 60)
    )
    return st.sampled_from(EDGE_TIMES) | anywhere


def instants() -> SearchStrategy[datetime]:
    return st.builds(datetime.combine, days(), times_of_day())


# --- profiles in miniature ------------------------------------------------------------


def day_countings() -> SearchStrategy[Counting]:
    return st.builds(
        Counting,
        calendar=st.sampled_from(["CN", "CN", "CN", "every day"]),
        first_day=st.sampled_from(["not_counted", "counted", "next_working_day"]),
        rest_days_after=st.sampled_from(["late", "late", "on_time"]),
        end_on_rest_day=st.sampled_from(["stays", "rolled"]),
    )


def hour_countings() -> SearchStrategy[Counting]:
    return st.builds(
        Counting,
        calendar=st.sampled_from(["CN", "CN", "CN", "every day"]),
        at_the_limit=st.sampled_from(["strict", "reached_counts"]),
        rest_days_after=st.just("late"),
        rest_days_in_hours=st.sampled_from(
            ["pause", "count", "end_roll_same_time", "end_roll_24", "opening_roll"]
        ),
    )


@st.composite
def cards(draw: DrawFn) -> tuple[str | None, str | None, str | None]:
    """A card for each of three marks, or none; a red one never before a yellow one."""
    drawn = draw(st.lists(st.sampled_from([0, 1, 2]), min_size=3, max_size=3))
    red_from = draw(st.integers(0, 3))
    first, second, third = (
        None if not number else "yellow_card" if place < red_from else "red_card"
        for place, number in enumerate(drawn)
    )
    return first, second, third


@st.composite
def day_marks(draw: DrawFn, within: Amount) -> tuple[Mark, ...]:
    """Marks of a limit in days, in the order in which they come."""
    marks = []
    first, second, third = draw(cards())
    if within.number > 1 and draw(st.booleans()):
        lead = Amount(draw(st.integers(1, within.number - 1)), "working days")
        marks += [Mark("yellow", "before due", lead, "yellow", first)]
    if draw(st.booleans()):
        light = draw(st.sampled_from([None, "yellow", "red"]))
        marks += [Mark("gap", "past due", None, light, second)]
    if draw(st.booleans()):
        lag = Amount(draw(st.integers(1, 3)), "working days")
        marks += [Mark("red", "past after due", lag, "red", third)]
    return tuple(marks)


@st.composite
def hour_marks(draw: DrawFn, within: Amount, counting: Counting) -> tuple[Mark, ...]:
    marks = []
    first, second, third = draw(cards())
    steady = counting.rest_days_in_hours in ("pause", "count")
    if steady and within.number > 1 and draw(st.booleans()):
        lead = Amount(draw(st.integers(1, within.number - 1)), "hours")
        marks += [Mark("yellow", "before due", lead, "yellow", first)]
    if draw(st.booleans()):
        marks += [Mark("gap", "past due", None, "yellow", second)]
    if draw(st.booleans()):
        total = Amount(within.number + draw(st.integers(1, 48)), "hours")
        marks += [Mark("red", "past after start", total, "red", third)]
    return tuple(marks)


PENDING = ["counts", "counts_provisionally", "counts_provisionally", "stops"]


@st.composite
def extensions(draw: DrawFn, *, own_marks: bool) -> Extension:
    window = draw(st.sampled_from([None, "due", Amount(1, "working days")]))
    to: str | Amount = draw(
        st.just("promised") | st.builds(Amount, st.integers(1, 6), WORKING)
    )
    # What a pause adds to an hour limit that was moved to a date, nobody says.
    while_pending = draw(st.sampled_from(PENDING[:-1] if own_marks else PENDING))
    return Extension(
        while_pending=while_pending,
        window=window
        if not own_marks or window != Amount(1, "working days")
        else "due",
        late=draw(st.booleans()),
        to=to,
        cap=draw(st.none() | st.builds(Amount, st.integers(1, 6), WORKING)),
        times=draw(st.sampled_from([None, 1, 2])),
        marks=draw(day_marks(Amount(3, "working days")) | late_marks())
        or draw(late_marks())
        if own_marks
        else None,
    )


WORKING = st.just("working days")


@st.composite
def day_minis(draw: DrawFn, extra: str | None = None) -> Mini:
    """Limits in working or calendar days; `extra`: what else, or anything."""
    counting = draw(day_countings())
    unit = draw(st.sampled_from(["working days"] * 4 + ["calendar days"]))
    if unit == "calendar days":
        counting = Counting(
            calendar=counting.calendar,
            first_day="not_counted",
            end_on_rest_day=counting.end_on_rest_day,
        )
    extras = ["none", "cases", "extension", "extension", "pause"]
    extra = extra or draw(st.sampled_from(extras))
    if unit == "calendar days" and extra == "cases":
        unit, counting = "working days", Counting(calendar=counting.calendar)
    within = Amount(draw(st.integers(1, 15)), unit)
    marks = draw(day_marks(within)) if unit == "working days" else draw(late_marks())
    shorter = Amount(draw(st.integers(1, within.number)), "working days")
    if extra == "cases":
        marks = tuple(m for m in marks if m.where != "before due" or _fits(m, shorter))
    return Mini(
        within=within,
        counting=counting,
        marks=marks,
        emergency=shorter if extra == "cases" else None,
        if_facts_change=draw(st.sampled_from(["keep", "follow", "restart"])),
        again=draw(st.sampled_from(["replaces", "ignored"])),
        redo=draw(st.booleans()),
        returns=draw(st.none() | st.builds(Amount, st.integers(1, 3), WORKING)),
        extension=draw(extensions(own_marks=False)) if extra == "extension" else None,
        pause=Pause() if extra == "pause" else None,
        lower=draw(st.sampled_from([None, "absorbed", "kept"])),
    )


def _fits(mark: Mark, within: Amount) -> bool:
    """Whether a mark before the end comes after the start."""
    return mark.amount is not None and mark.amount.number < within.number


@st.composite
def late_marks(draw: DrawFn) -> tuple[Mark, ...]:
    _, second, third = draw(cards())
    marks = [Mark("gap", "past due", None, "yellow", second)]
    lag = Amount(draw(st.integers(1, 3)), "working days")
    return (*marks, Mark("red", "past after due", lag, "red", third))


@st.composite
def hour_minis(draw: DrawFn) -> Mini:
    """Limits in hours; changes to a date bring their own marks in working days."""
    counting = draw(hour_countings())
    within = Amount(draw(st.sampled_from([1, 2, 24, 46, 48, 70])), "hours")
    extra = draw(st.sampled_from(["none", "extension", "pause"]))
    if counting.rest_days_in_hours not in ("pause", "count") and extra == "pause":
        extra = "none"
    marks = draw(hour_marks(within, counting))
    if extra == "pause":
        marks = tuple(mark for mark in marks if mark.where != "past after start")
    most = draw(st.none() | st.builds(Amount, st.integers(1, 60), st.just("hours")))
    return Mini(
        within=within,
        counting=counting,
        marks=marks,
        again=draw(st.sampled_from(["replaces", "ignored"])),
        redo=draw(st.booleans()),
        extension=draw(extensions(own_marks=True)) if extra == "extension" else None,
        pause=Pause(most) if extra == "pause" else None,
        lower=draw(st.sampled_from([None, "absorbed", "kept"])),
    )


def minis() -> SearchStrategy[Mini]:
    return day_minis() | hour_minis()


# --- histories of miniatures, walked along with the oracle ----------------------------


def points_ahead(walk: Walk) -> list[datetime]:
    """Instants at which something happens by itself, as the oracle sees it."""
    found = []
    for duty in walk.duties:
        if not duty.over:
            found.append(duty.due.first_late)
            found += [
                instant_of(mark, duty.points[mark.name])
                for mark in duty.marks
                if mark.name in duty.points
            ]
    found += [walk.end_of(window).first_late for window in walk.windows]
    return sorted(set(found))


@st.composite
def mini_histories(
    draw: DrawFn, mini: Mini, *, most: int = 8
) -> tuple[str, list[dict[str, Any]], datetime]:
    """Urgency at the start, events in order, and an instant to look at."""
    urgency = draw(st.sampled_from(["normal", "normal", "emergency"]))
    if mini.emergency is None:
        urgency = "normal"
    walk = Walk(mini, urgency)
    now = draw(instants())
    events: list[dict[str, Any]] = []
    script = draw(_scripts(mini, most))
    for number, kind in enumerate(script):
        if number:
            in_time = kind == "extension_requested" and draw(st.booleans())
            now = draw(_in_time(walk, now) if in_time else _next_instant(walk, now))
        event: dict[str, Any] = {
            "type": kind,
            "at": now,
            "unit": draw(st.sampled_from(UNITS)) if draw(_RARELY) else UNITS[0],
        }
        if not _sensible(walk, event):
            continue
        event |= draw(_payload(mini, walk, event))
        walk.happen(event)
        events.append(event)
    as_of = draw(_next_instant(walk, now))
    return urgency, events, as_of


@st.composite
def _scripts(draw: DrawFn, mini: Mini, most: int) -> list[str]:
    """Kinds of events: a sequence worth looking at, or anything at all."""
    if mini.extension and draw(st.booleans()):
        script = ["dispatched", "extension_requested", "extension_decided"]
        tail = draw(st.sampled_from([[], ["result_submitted"], script[1:]]))
        met_meanwhile = draw(st.sampled_from([True, False, False]))
        return [*script[:2], *["result_submitted"] * met_meanwhile, script[2], *tail]
    anything = st.lists(st.sampled_from(_kinds(mini)), max_size=most - 1)
    return ["dispatched", *draw(anything)]


_RARELY = st.sampled_from([False] * 7 + [True])


def _kinds(mini: Mini) -> list[str]:
    kinds = ["dispatched", "result_submitted", "signed_for"]
    if mini.redo:
        kinds += ["redo_ordered"]
    if mini.returns:
        kinds += ["return_requested", "return_decided"]
    if mini.extension:
        kinds += ["extension_requested", "extension_decided"] * 2
    if mini.pause:
        kinds += ["paused", "resumed"] * 2
    if mini.emergency:
        kinds += ["reclassified"] * 2
    return kinds


def _sensible(walk: Walk, event: Event) -> bool:
    """Leave out what the text does not settle (each named where it is decided)."""
    walk.to(event["at"])
    live = [d for d in walk.duties if d.unit == event["unit"] and not d.over]
    match event["type"]:
        case "return_requested":
            return bool(live)  # else: late, or without right?
        case "extension_requested":
            return all(duty.pending is None for duty in live)  # else: which one counts?
        case "reclassified" if walk.mini.if_facts_change == "restart":
            # Whether a mark that was reached counts again, nobody says.
            return not any(d.reached for d in walk.duties if not d.over)
        case _:
            return True


@st.composite
def _next_instant(draw: DrawFn, walk: Walk, now: datetime) -> datetime:
    ahead = [point for point in points_ahead(walk) if point >= now]
    near = draw(st.sampled_from(["edge", "edge", "hours", "days", "same"]))
    if near == "edge" and ahead:
        return max(
            now, draw(st.sampled_from(ahead)) + draw(st.integers(-1, 1)) * SECOND
        )
    if near == "same":
        return now
    if near == "hours":
        return now + timedelta(minutes=draw(st.integers(1, 3000)))
    day = now.date() + timedelta(days=draw(st.integers(1, 12)))
    return datetime.combine(day, draw(times_of_day()))


@st.composite
def _in_time(draw: DrawFn, walk: Walk, now: datetime) -> datetime:
    """Some instant before the end of whatever runs."""
    last = max((duty.due.first_late for duty in walk.duties), default=now)
    span = max(0, int((last - now).total_seconds()) - 1)
    return now + draw(st.integers(0, span)) * SECOND


@st.composite
def _payload(
    draw: DrawFn, mini: Mini, walk: Walk, event: Event
) -> Mapping[str, object]:
    match event["type"]:
        case "return_decided" | "extension_decided":
            return {"decision": draw(st.sampled_from(["approved", "rejected"]))}
        case "reclassified":
            to = draw(st.sampled_from(["normal", "emergency"]))
            return {"from": walk.urgency, "to": to}
        case "extension_requested" if (
            mini.extension and mini.extension.to == "promised"
        ):
            dues = [d.due.day for d in walk.duties if d.unit == event["unit"]]
            base = max([*dues, event["at"].date()])
            return {"promised_due": base + timedelta(days=draw(st.integers(1, 12)))}
        case _:
            return {}


# --- in the form of the contract ------------------------------------------------------


def iso(at: datetime) -> str:
    return f"{at.isoformat()}+08:00"


def contract_history(
    events: Sequence[Event], attributes: Mapping[str, object], name: str = "H-1"
) -> dict[str, Any]:
    return {
        "id": name,
        "subject": "ticket",
        "attributes": dict(attributes),
        "events": [
            {
                key: iso(value)
                if isinstance(value, datetime)
                else value.isoformat()
                if isinstance(value, date)
                else value
                for key, value in event.items()
            }
            for event in events
        ],
    }
