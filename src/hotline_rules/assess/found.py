"""What a result has to count: its limits, penalties, statuses and events."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.evaluate import Deadline, Penalty, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.assess.plan import AssessPlan, Slot
    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.recorded import Recorded
    from hotline_rules.rulebook.measures import MonthOf

Record = Deadline | Penalty | Status


@dataclass(slots=True)
class Found:
    """One case for one slot.

    Attributes:
        at: the instant that puts it in its month; ``None``: in none yet.
        flags: of the record; of an event none.
        points: of a penalty; ``None`` when it has none or they are not known.
        record: what is counted; ``None`` for an event.
        pending: absorbed, and counted only if its month had been published before.
        event: type of an event; empty for a record.
    """

    slot: int
    unit: str | None
    at: int | None
    flags: tuple[str, ...] = ()
    points: str | None = None
    record: Record | None = None
    pending: bool = False
    event: str = ""


class Finder:
    """One result being counted."""

    def __init__(
        self, plan: AssessPlan, result: Result, events: list[Recorded]
    ) -> None:
        """Take a result and those of its events that the question found."""
        self._plan = plan
        self._result = result
        self._events: dict[int | None, list[Recorded]] = {}
        for event in events:
            self._events.setdefault(event.slot, []).append(event)
        self._dispatches: dict[str | None, list[int]] = {}
        for event in self._events.get(plan.dispatches, ()):
            if event.fits:
                self._dispatches.setdefault(event.unit, []).append(event.at)
        self._closings = [e.at for e in self._events.get(plan.closings, ()) if e.fits]

    @property
    def last_closing(self) -> int | None:
        """When the ticket was closed last; ``None``: it never was."""
        return self._closings[-1] if self._closings else None

    def cases(self) -> Iterator[Found]:
        """Yield every case for every slot, limits first."""
        for one in self._result.deadlines:
            for number in self._plan.by_sort["limit"]:
                slot = self._plan.slots[number]
                if self._counts(slot, one) and self._holds(slot, one.unit):
                    at = self._place(slot.month_of, one.unit, *_limit_instants(one))
                    yield Found(number, one.unit, at, one.flags, None, one)
        yield from self._penalties()
        for status in self._result.statuses:
            for number in self._plan.by_sort["status"]:
                slot = self._plan.slots[number]
                if _named(slot, status.status) and self._holds(slot, status.unit):
                    since = status.since
                    at = self._place(slot.month_of, status.unit, since, since, since)
                    yield Found(number, status.unit, at, status.flags, None, status)
        for number in self._plan.by_sort["event"]:
            yield from self._of_event(number, self._plan.slots[number])

    def _penalties(self) -> Iterator[Found]:
        for one in self._result.penalties:
            for number in self._plan.by_sort["penalty"]:
                slot = self._plan.slots[number]
                if not _named(slot, one.kind) or not self._holds(slot, one.unit):
                    continue
                counted, pending = _effect(slot, one.state)
                if counted:
                    at = self._place(slot.month_of, one.unit, one.at, one.at, one.at)
                    yield Found(
                        number, one.unit, at, one.flags, one.points, one, pending
                    )

    def _of_event(self, number: int, slot: Slot) -> Iterator[Found]:
        found = self._events.get(slot.events, [])
        if slot.counted.only != "every":
            last = slot.counted.only == "last"
            chosen: dict[str | None, Recorded] = {}
            for one in found:
                if last or one.unit not in chosen:
                    chosen[one.unit] = one
            found = list(chosen.values())
        for one in found:
            if one.fits and self._holds(slot, one.unit):
                at = self._place(slot.month_of, one.unit, one.at, one.at, one.at)
                yield Found(number, one.unit, at, event=one.type)

    def _counts(self, slot: Slot, one: Deadline) -> bool:
        return _limit_fits(slot, one) and not any(
            status.status in slot.counted.without and _entered_during(status, one)
            for status in self._result.statuses
        )

    def _holds(self, slot: Slot, unit: str | None) -> bool:
        return self._plan.question.holds(slot.condition, self._result, unit)

    # Months ---------------------------------------------------------------------------

    def _place(
        self,
        month_of: MonthOf,
        unit: str | None,
        arises: int,
        due: int | None,
        ends: int | None,
    ) -> int | None:
        """The instant whose month a case belongs to; ``None``: there is none yet."""
        match month_of:
            case "issue":
                return arises
            case "due":
                return due
            case "event":
                return ends
            case "dispatch":
                return self._dispatched(unit, arises)
            case "closing":
                return self._closed(arises)

    def _dispatched(self, unit: str | None, at: int) -> int:
        """The newest dispatch to the unit by then; failing one, the instant itself."""
        instants = self._dispatches.get(unit, [])
        number = bisect_right(instants, at)
        return instants[number - 1] if number else at

    def _closed(self, at: int) -> int | None:
        """The next closing from then on; else the last before; ``None``: still open."""
        instants = self._closings
        number = bisect_left(instants, at)
        return instants[min(number, len(instants) - 1)] if instants else None


def _named(slot: Slot, name: str) -> bool:
    return not slot.counted.names or name in slot.counted.names


def _limit_fits(slot: Slot, one: Deadline) -> bool:
    counted = slot.counted
    return (
        _named(slot, one.rule)
        and (not counted.states or one.state in counted.states)
        and (not counted.reasons or one.end_reason in counted.reasons)
        and (not counted.roles or one.role in counted.roles)
    )


def _entered_during(status: Status, one: Deadline) -> bool:
    """Say whether the unit, or the ticket, entered a status while a limit ran.

    Both ends count: what opens or ends a limit may bring the status at that instant.
    """
    return (
        status.unit in (None, one.unit)
        and one.started_at <= status.since
        and (one.ended_at is None or status.since <= one.ended_at)
    )


def _limit_instants(one: Deadline) -> tuple[int, int | None, int | None]:
    """When a limit opened, its last permitted second, and when it ended.

    TRAP: a day limit that ends at 24:00 of the last of March is an instant of April.
    """
    due = one.due_at
    if due is not None and not one.inclusive:
        due -= 1
    return one.started_at, due, one.ended_at


def _effect(slot: Slot, state: str) -> tuple[bool, bool]:
    """Whether a penalty counts, and whether that hangs on a publication."""
    counted = slot.counted
    if state in counted.states:
        return True, False
    if state != "absorbed" or "effective" not in counted.states:
        return False, False
    if counted.absorbed == "counted":
        return True, False
    pending = counted.absorbed == "left_out_until_published"
    return pending, pending
