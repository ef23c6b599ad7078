"""What a miniature profile says about a history at an instant, by walking through it.

The rules of the walk, each from the text of the profile language or the contract:

* An event happens after the points of the same instant. A result is in time before the
  first late instant; late is late, and the duty is owed until it is met or ended.
* A mark is reached once per period, the time between two moves of the end. Its light
  lasts until the next mark, until the duty is over, or until the end moves.
* A grant moves the end to the later of the old and the new one, within the cap. With
  relation back (`counts_provisionally`) what was reached between an application in time
  and its decision is provisional: void with the grant, confirmed with the refusal (and
  with a grant that gives no later end, which is no move and makes no second card); a
  duty met meanwhile is judged against the new end. Without it what was earned stays.
* A point of the new period that lies behind is reached at the instant of the grant.
* A pause adds its own time; nothing is reached meanwhile; expired clocks do not pause.
* A window that runs to the end of a duty stands still while the duty does.
* The peak of the light is the worst that was shown and not undone by a grant.
* Reclassification with `restart` counts from the change. With `follow` each point comes
  anew from the old start; one that would come earlier than before comes no earlier than
  if counted from the change. What was reached under the old case was reached: the case
  in force at the threshold decides. A mark that lies ahead again puts its lamp out and
  waits (all of them do after `restart`); it lights the lamp again, but brings no second
  card in the same period.
* Of the cards of one limit and period the red absorbs the yellow, if both count.

Instants are naive local `datetime`s. No part of the package is imported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.oracle.points import (
    Amount,
    Counting,
    Point,
    always,
    days_between,
    earlier,
    end_after,
    end_of,
    hours_after,
    later,
    open_seconds,
)

if TYPE_CHECKING:
    from tests.oracle.minis import Extension, Mark, Mini

Event = Mapping[str, Any]  # type, at (naive local), payload flat
COLOURS = ("none", "yellow", "red")


@dataclass
class Card:
    rule: str
    unit: str
    kind: str
    at: datetime
    limit: tuple[str, int, int]  # unit, instance, period
    provisional: bool = False
    voided: bool = False


@dataclass
class Duty:
    """One instance of `handle`."""

    unit: str
    n: int
    start: datetime
    case: str
    due: Point
    points: dict[str, Point]
    marks: tuple[Mark, ...]
    since: datetime
    original: Point | None = None  # the end before a pause or a grant first moved it
    period: int = 1
    moved: bool = False
    reached: set[str] = field(default_factory=set)
    carded: set[str] = field(default_factory=set)  # marks whose card stays the only one
    light: str = "none"
    met_at: datetime | None = None
    met_in_time: bool = False
    end_reason: str | None = None
    pending: Mapping[str, Any] | None = None
    protected: bool = False
    provisional: list[Card] = field(default_factory=list)
    peak: str = "none"  # the worst light shown while an application protects
    grants: int = 0
    paused_at: datetime | None = None
    stood: int = 0  # seconds of pauses so far

    @property
    def over(self) -> bool:
        return self.met_at is not None or self.end_reason is not None

    def late(self, at: datetime) -> bool:
        return at >= self.due.first_late


@dataclass
class Window:
    """One instance of a power: `return` or `ask`."""

    rule: str
    n: int
    duty: Duty
    end: Point | None  # None: follows the duty
    used: str | None = None  # the verdict of its first use
    closed: bool = False
    lapsed: bool = False  # when it was closed


@dataclass(frozen=True)
class View:
    """What the oracle answers for; a paused duty has no end."""

    duties: dict[str, tuple[str, datetime | None, bool, str | None]]
    windows: dict[str, tuple[str, datetime | None]]
    light: str
    peak: str
    cards: list[tuple[str, str, str, datetime, str]]
    statuses: list[tuple[str, str, datetime]]
    originals: dict[str, datetime]  # ends of moved duties before they were moved


class Walk:
    """The fold; `view` after `to(as_of)`."""

    def __init__(self, mini: Mini, urgency: str) -> None:
        self.mini = mini
        self.urgency = urgency
        self.duties: list[Duty] = []
        self.windows: list[Window] = []
        self.cards: list[Card] = []
        self.statuses: dict[str, datetime] = {}
        self.peak = "none"

    # --- time passes ---------------------------------------------------------

    def to(self, until: datetime) -> None:
        """Reach every point up to and with `until`."""
        while (found := self._next(until)) is not None:
            at, duty, mark = found
            if mark is None:
                self._resume(duty, at)
            else:
                self._reach(duty, mark, at)

    def _next(self, until: datetime) -> tuple[datetime, Duty, Mark | None] | None:
        found: list[tuple[tuple[Any, ...], datetime, Duty, Mark | None]] = []
        for duty in self.duties:
            if duty.over:
                continue
            if duty.paused_at is not None:
                at = self._pause_ends(duty)
                if at is not None and at <= until:
                    found.append(((at, duty.unit), at, duty, None))
                continue
            for i, mark in enumerate(duty.marks):
                if mark.name in duty.reached:
                    continue
                point = instant_of(mark, duty.points[mark.name])
                at = max(point, duty.since)
                if at <= until:
                    found.append(((at, duty.unit, point, i), at, duty, mark))
        if not found:
            return None
        return min(found, key=lambda item: item[0])[1:]

    def _reach(self, duty: Duty, mark: Mark, at: datetime) -> None:
        duty.reached.add(mark.name)
        protected = duty.pending is not None and duty.protected
        if mark.light:
            duty.light = mark.light
            shown = duty if protected else self
            shown.peak = _worse(shown.peak, mark.light)
        if mark.penalty and mark.name not in duty.carded:
            card = Card(
                f"handle.{mark.name}",
                duty.unit,
                mark.penalty,
                at,
                (duty.unit, duty.n, duty.period),
                provisional=protected,
            )
            self.cards.append(card)
            if card.provisional:
                duty.provisional.append(card)

    def light(self) -> str:
        lights = [duty.light for duty in self.duties if not duty.over]
        return max(lights, key=COLOURS.index, default="none")

    # --- events happen -------------------------------------------------------

    def happen(self, event: Event) -> None:
        self.to(event["at"])
        handler = getattr(self, f"_{event['type']}", None)
        if handler is not None:
            handler(event, event["at"])
        self.to(event["at"])

    def _live(self, event: Event) -> list[Duty]:
        return [d for d in self.duties if d.unit == event["unit"] and not d.over]

    def _reclassified(self, event: Event, at: datetime) -> None:
        self.urgency = event["to"]
        for duty in self.duties:
            if duty.over or duty.moved or duty.case == self.urgency:
                continue
            if self.mini.emergency is None or self.mini.if_facts_change == "keep":
                continue
            self._another_case(duty, at)

    def _another_case(self, duty: Duty, at: datetime) -> None:
        duty.case = self.urgency
        if duty.late(at):
            return
        from_change, points_from_change = self._lay(at, duty.case)
        if self.mini.if_facts_change == "restart":
            duty.start = duty.since = at
            duty.due, duty.points = from_change, points_from_change
            duty.carded |= duty.reached
            duty.reached, duty.light = set(), "none"
            return
        from_start, points = self._lay(duty.start, duty.case)
        duty.due = _between(from_start, from_change, duty.due, past=True)
        duty.points = {
            mark.name: _between(
                points[mark.name],
                points_from_change[mark.name],
                duty.points[mark.name],
                past=mark.where != "before due",
            )
            for mark in duty.marks
        }
        for mark in duty.marks:
            ahead = instant_of(mark, duty.points[mark.name]) > at
            if mark.name in duty.reached and ahead:
                duty.reached.remove(mark.name)
                duty.carded.add(mark.name)
                duty.light = "none"  # only one mark of a miniature comes before the end

    def _dispatched(self, event: Event, at: datetime) -> None:
        running = self._live(event)
        if running and self.mini.again == "ignored":
            return
        for duty in running:
            self._end(duty, "superseded", at)
        unit = event["unit"]
        due, points = self._lay(at, self.urgency)
        n = 1 + sum(duty.unit == unit for duty in self.duties)
        marks = self.mini.marks
        duty = Duty(unit, n, at, self.urgency, due, points, marks, at)
        self.duties.append(duty)
        if self.mini.returns:
            end = end_after(at, self.mini.returns, self.mini.counting)
            self.windows.append(Window("return", n, duty, end))
        if self.mini.extension and self.mini.extension.window is not None:
            self.windows.append(Window("ask", n, duty, None))

    def _redo_ordered(self, event: Event, at: datetime) -> None:
        if self.mini.redo:
            self._dispatched(event, at)

    def _result_submitted(self, event: Event, at: datetime) -> None:
        for duty in self._live(event):
            duty.met_at = at
            duty.met_in_time = duty.paused_at is not None or not duty.late(at)
            self._close(duty, at)

    def _return_requested(self, event: Event, at: datetime) -> None:
        if self.mini.returns and self._use("return", event, at) == "late":
            self.statuses.setdefault(event["unit"], at)

    def _return_decided(self, event: Event, at: datetime) -> None:
        if self.mini.returns and event["decision"] == "approved":
            for duty in self._live(event):
                self._end(duty, "returned", at)

    def _extension_requested(self, event: Event, at: datetime) -> None:
        extension = self.mini.extension
        if extension is None:
            return
        use: str | None = "used"
        if extension.window is not None:
            use = self._use("ask", event, at)
            if use is None or (use == "late" and not extension.late):
                return
        for duty in self._live(event):
            used_up = extension.times is not None and duty.grants >= extension.times
            if duty.pending is None and not used_up:
                duty.pending = event
                in_time = use == "used" and not duty.late(at)
                mode = extension.while_pending
                duty.protected = in_time and mode == "counts_provisionally"
                if mode == "stops" and not duty.late(at):
                    duty.paused_at = at

    def _extension_decided(self, event: Event, at: datetime) -> None:
        if self.mini.extension is None:
            return
        for duty in self.duties:
            if duty.unit != event["unit"] or duty.pending is None:
                continue
            if self.mini.extension.while_pending == "stops" and duty.paused_at:
                self._resume(duty, at)
            asked, duty.pending = duty.pending, None
            provisional, duty.provisional = duty.provisional, []
            peak, duty.peak = duty.peak, "none"
            if event["decision"] == "approved":
                end = self._end_granted(duty, self.mini.extension, asked)
                if end.first_late > duty.due.first_late:
                    duty.grants += 1
                    for card in provisional:
                        card.voided = True
                    self._grant(duty, self.mini.extension, end, at)
                    peak = "none"  # undone, it has never been
            self.peak = _worse(self.peak, peak)
            for card in provisional:
                card.provisional = False

    def _end_granted(self, duty: Duty, extension: Extension, asked: Event) -> Point:
        end = self._target(duty, extension, asked)
        if extension.cap is None:
            return end
        cap = later(duty.due, extension.cap, self._dates)
        return min(end, cap, key=lambda point: point.first_late)

    def _grant(
        self, duty: Duty, extension: Extension, end: Point, at: datetime
    ) -> None:
        if duty.over:
            if duty.protected and duty.met_at is not None:
                duty.original = duty.original or duty.due
                duty.due, duty.moved = end, True
                duty.met_in_time = not duty.late(duty.met_at)
            return
        duty.original = duty.original or duty.due
        duty.due, duty.moved, duty.since = end, True, at
        duty.period += 1
        duty.reached, duty.carded, duty.light = set(), set(), "none"
        if extension.marks is not None:
            duty.marks = extension.marks
        duty.points = self._points(duty.marks, end, duty.start, self._dates)

    def _target(self, duty: Duty, extension: Extension, asked: Event) -> Point:
        if isinstance(extension.to, Amount):
            return later(duty.due, extension.to, self._dates)
        promised: date | datetime = asked["promised_due"]
        rolled = self._dates.end_on_rest_day == "rolled"
        if isinstance(promised, datetime):
            return Point(promised, inclusive=True, opening=promised)
        while rolled and not self._dates.is_working(promised):
            promised += timedelta(days=1)
        return end_of(promised, self._dates)

    @property
    def _dates(self) -> Counting:
        """The counting of a change: that of the limit, unless it counts hours."""
        counting = self.mini.counting
        if self.mini.within.unit != "hours":
            return counting
        return Counting(
            calendar=counting.calendar,
            at_the_limit=counting.at_the_limit,
            rest_days_after=counting.rest_days_after,
            end_on_rest_day=counting.end_on_rest_day,
        )

    def _paused(self, event: Event, at: datetime) -> None:
        if self.mini.pause is None:
            return
        for duty in self._live(event):
            if duty.paused_at is None and not duty.late(at):
                duty.paused_at = at

    def _resumed(self, event: Event, at: datetime) -> None:
        for duty in self._live(event):
            if duty.paused_at is not None:
                self._resume(duty, at)

    # --- parts ---------------------------------------------------------------

    def _lay(self, start: datetime, case: str) -> tuple[Point, dict[str, Point]]:
        emergency = self.mini.emergency is not None and case == "emergency"
        within = self.mini.emergency if emergency else self.mini.within
        assert within is not None
        due = end_after(start, within, self.mini.counting)
        return due, self._points(self.mini.marks, due, start, self.mini.counting)

    def _points(
        self,
        marks: Iterable[Mark],
        due: Point,
        start: datetime,
        counting: Counting,
    ) -> dict[str, Point]:
        return {mark.name: point_of(mark, due, start, counting) for mark in marks}

    def _end(self, duty: Duty, reason: str, at: datetime) -> None:
        duty.end_reason = reason
        self._close(duty, at)

    def _close(self, duty: Duty, at: datetime) -> None:
        for window in self.windows:
            if window.duty is duty and not window.closed:
                window.closed = True
                when = _clock_of(window, at)
                window.end = self.end_of(window)
                window.lapsed = when >= window.end.first_late

    def _use(self, rule: str, event: Event, at: datetime) -> str | None:
        for window in self.windows:
            open_to = window.rule == rule and window.duty.unit == event["unit"]
            if open_to and not window.closed:
                if _clock_of(window, at) >= self.end_of(window).first_late:
                    window.used = window.used or "met_late"
                    return "late"
                window.used = window.used or "met"
                return "used"
        return None

    def end_of(self, window: Window) -> Point:
        if window.end is not None:
            return window.end
        extension = self.mini.extension
        assert extension is not None
        due = window.duty.due
        if isinstance(extension.window, Amount):
            return earlier(due, extension.window, self.mini.counting)
        return due

    def _pause_ends(self, duty: Duty) -> datetime | None:
        """When the cap on pauses is used up; only hour limits have one here."""
        pause = self.mini.pause
        if pause is None or pause.at_most is None or duty.paused_at is None:
            return None
        left = pause.at_most.number * 3600 - duty.stood
        if left <= 0:
            return duty.paused_at
        return hours_after(
            duty.paused_at, timedelta(seconds=left), self.mini.counting
        ).at

    def _resume(self, duty: Duty, at: datetime) -> None:
        assert duty.paused_at is not None
        since, duty.paused_at = duty.paused_at, None
        before = duty.due
        duty.since = at  # nothing was reached meanwhile, whatever lies behind
        counting = self.mini.counting
        unit = self.mini.within.unit
        if unit == "hours":
            raw = counting.rest_days_in_hours == "count"
            stood = open_seconds(since, at, always if raw else counting.is_working)
            duty.stood += stood
            duty.due = hours_after(duty.due.at, timedelta(seconds=stood), counting)
        else:
            counts = always if unit == "calendar days" else counting.is_working
            days = days_between(since.date(), at.date(), counts)
            if days:
                duty.due = later(duty.due, Amount(days, unit), counting)
        if duty.due != before:
            duty.original = duty.original or before
        duty.points = self._points(duty.marks, duty.due, duty.start, counting)

    # --- the answer ----------------------------------------------------------

    def view(self, as_of: datetime) -> View:
        return View(
            duties={
                f"handle:{duty.unit}:{duty.n}": self._duty(duty, as_of)
                for duty in self.duties
            },
            windows={
                f"{window.rule}:{window.duty.unit}:{window.n}": (
                    self._window(window, as_of),
                    None if self._held(window) else self.end_of(window).at,
                )
                for window in self.windows
            },
            light=self.light(),
            peak=max((self.peak, *(d.peak for d in self.duties)), key=COLOURS.index),
            cards=sorted(
                (card.rule, card.unit, card.kind, card.at, self._state(card))
                for card in self.cards
            ),
            statuses=sorted(
                ("returned_late", unit, at) for unit, at in self.statuses.items()
            ),
            originals={
                f"handle:{duty.unit}:{duty.n}": duty.original.at
                for duty in self.duties
                if duty.original is not None and (duty.over or duty.paused_at is None)
            },
        )

    def _duty(
        self, duty: Duty, as_of: datetime
    ) -> tuple[str, datetime | None, bool, str | None]:
        due = (duty.due.at, duty.due.inclusive)
        if duty.met_at is not None:
            return ("met" if duty.met_in_time else "met_late", *due, None)
        if duty.end_reason is not None:
            return ("ended", *due, duty.end_reason)
        if duty.paused_at is not None:
            return ("paused", None, False, None)
        return ("overdue" if duty.late(as_of) else "running", *due, None)

    def _held(self, window: Window) -> bool:
        """Whether a window stands still, unused, because its duty does."""
        duty = window.duty
        if window.used or window.closed or window.end or duty.paused_at is None:
            return False
        return duty.paused_at < self.end_of(window).first_late

    def _window(self, window: Window, as_of: datetime) -> str:
        if self._held(window):
            return "paused"
        if window.used:
            return window.used
        if window.closed:
            return "lapsed" if window.lapsed else "ended"
        return "lapsed" if as_of >= self.end_of(window).first_late else "running"

    def _state(self, card: Card) -> str:
        if card.voided:
            return "voided"
        if card.provisional:
            return "provisional"
        absorbed = self.mini.lower == "absorbed" and any(
            other.limit == card.limit
            and (card.kind, other.kind) == ("yellow_card", "red_card")
            and not other.voided
            and not other.provisional
            for other in self.cards
        )
        return "absorbed" if absorbed else "effective"


def _clock_of(window: Window, at: datetime) -> datetime:
    """An instant by the clock of a window, which stands still with its duty's."""
    paused_at = window.duty.paused_at
    if window.end is not None or paused_at is None:
        return at
    return min(at, paused_at)


def _worse(one: str, other: str) -> str:
    return max(one, other, key=COLOURS.index)


def point_of(mark: Mark, due: Point, start: datetime, counting: Counting) -> Point:
    match mark.where:
        case "past due":
            return due
        case "before due":
            assert mark.amount is not None
            return earlier(due, mark.amount, counting)
        case "past after due":
            assert mark.amount is not None
            return later(due, mark.amount, counting)
        case _:
            assert mark.amount is not None
            return end_after(start, mark.amount, counting)


def instant_of(mark: Mark, point: Point) -> datetime:
    """Little time left: the opening face. More than: the first late instant."""
    return point.opening if mark.where == "before due" else point.first_late


def _between(anew: Point, from_change: Point, before: Point, *, past: bool) -> Point:
    def when(point: Point) -> datetime:
        return point.first_late if past else point.opening

    return max(anew, min(from_change, before, key=when), key=when)


def judge(
    mini: Mini,
    events: Iterable[Event],
    as_of: datetime,
    urgency: str = "normal",
) -> View:
    """What holds at `as_of`, its own instant included."""
    walk = Walk(mini, urgency)
    for event in sorted(events, key=lambda event: event["at"]):
        if event["at"] <= as_of:
            walk.happen(event)
    walk.to(as_of)
    return walk.view(as_of)
