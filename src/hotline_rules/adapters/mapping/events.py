"""The events of a row: what makes them, compiled once for each sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from hotline_rules.adapters.mapping.faults import Refused, shortened
from hotline_rules.adapters.mapping.plan import EventPlan, Source, folded
from hotline_rules.adapters.mapping.shapes import KEEP, SET_ASIDE
from hotline_rules.adapters.mapping.values import rename
from hotline_rules.adapters.model import Cell
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.adapters.mapping.names import Names
    from hotline_rules.adapters.mapping.plan import Condition, Plan, Renaming
    from hotline_rules.adapters.mapping.values import Get, Making
    from hotline_rules.profile.node import Node

Cells: TypeAlias = Sequence[Cell]
Event: TypeAlias = dict[str, object]
Events: TypeAlias = Callable[[Cells], list[Event]]
Make: TypeAlias = Callable[[Cells, str], list[Event]]


class EventMaker:
    """Compiles the events of a mapping for one sheet.

    Args:
        plan: the mapping.
        names: the words it may use, with their kinds.
        making: what closures of that sheet are made with.
    """

    def __init__(self, plan: Plan, names: Names, making: Making) -> None:
        self._plan = plan
        self._names = names
        self._making = making

    # --- a row for a ticket -----------------------------------------------------------

    def of_ticket(self) -> Events:
        """Return what makes all events of a row with many columns of times."""
        makers = [self._column_of_times(event) for event in self._plan.events]

        def events(cells: Cells) -> list[Event]:
            found: list[Event] = []
            for maker in makers:
                maker(cells, found)
            return found

        return events

    def _column_of_times(
        self, event: EventPlan
    ) -> Callable[[Cells, list[Event]], None]:
        assert event.at is not None
        read_at = self._instant(event.at, event.type)
        make = self._event(event, event.payload)
        holds = self._condition(event)
        if holds is None:

            def plain(cells: Cells, found: list[Event]) -> None:
                at = read_at(cells)
                if at is not None:
                    found += make(cells, at)

            return plain

        def conditional(cells: Cells, found: list[Event]) -> None:
            if holds(cells):
                at = read_at(cells)
                if at is not None:
                    found += make(cells, at)
                elif event.tells_without_time:
                    self._making.note("event-without-time", _without_time(event))

        return conditional

    # --- a row for an event -----------------------------------------------------------

    def of_log(self) -> Events:
        """Return what makes the event of a row of a log."""
        operations, plan = self._plan.operations, self._plan
        assert operations is not None
        assert plan.at is not None
        heading = str(operations.column.value)
        word = self._making.text(_column(operations.column))
        makers = {
            text: None if event is None else self._logged(event)
            for text, event in operations.values.items()
        }
        others = operations.others
        line = operations.values_at.place.line

        def events(cells: Cells) -> list[Event]:
            text = word(cells)
            if text is None:
                raise _no_operation(heading)
            if text not in makers:
                text = folded(text)
            if text in makers:
                make = makers[text]
            elif others == SET_ASIDE:
                raise _unknown_operation(heading, text, line)
            elif others == KEEP:
                kept = EventPlan(operations.column, text)
                make = self._logged(kept)
                if len(makers) < MOST_OPERATIONS:
                    makers[text] = make
            else:
                make = None
            if make is None:
                raise _unused_operation(heading, text)
            return make(cells)

        return events

    def _logged(self, event: EventPlan) -> Events:
        source = event.at or self._plan.at
        assert source is not None
        read_at = self._instant(source, event.type)
        heading = "、".join(str(one.value) for one in source.columns)
        carried = self._names.payload(event.type)
        common = {
            key: source
            for key, source in self._plan.payload.items()
            if carried is None or key in carried
        }
        make = self._event(event, {**common, **event.payload})
        holds = self._condition(event)

        def logged(cells: Cells) -> list[Event]:
            if holds is not None and not holds(cells):
                return []
            at = read_at(cells)
            if at is None:
                raise _no_time(heading)
            return make(cells, at)

        return logged

    # --- one event --------------------------------------------------------------------

    def _instant(self, source: Source, event: str) -> Callable[[Cells], str | None]:
        date_only = self._plan.date_only
        day_alone = date_only.get(event, date_only.get(None, SET_ASIDE))
        get, read = self._making.cell(source), self._making.times(source).instant

        def instant(cells: Cells) -> str | None:
            cell = get(cells)
            return None if cell is None else read(cell, day_alone, event)

        return instant

    def _event(self, event: EventPlan, payload: Mapping[str, Source]) -> Make:
        """Return what makes an event of a row and of the instant it happened at."""
        type_, units = event.type, self._plan.units
        recorded = event.recorded_at or self._plan.recorded_at
        read_recorded = None if recorded is None else self._instant(recorded, type_)
        getters: list[tuple[str, Get, bool]] = []
        several: list[tuple[str, Get]] = []
        for key, source in payload.items():
            kind = self._names.kind(type_, key)
            get, is_unit = self._making.value(source, kind), kind.kind == "unit"
            if is_unit and source.split is not None:
                several.append((key, get))
            else:
                getters.append((key, get, is_unit and bool(units)))

        def make(cells: Cells, at: str) -> list[Event]:
            found: Event = {"type": type_, "at": at}
            if read_recorded is not None and (when := read_recorded(cells)) is not None:
                found["recorded_at"] = when
            for key, get, renamed in getters:
                value = get(cells)
                if value is not None:
                    found[key] = rename(str(value), at, units) if renamed else value
            return _for_each_unit(found, several, cells, units) if several else [found]

        return make

    def _condition(self, event: EventPlan) -> Callable[[Cells], bool] | None:
        """Return whether a row says that it happened; `None`: nothing is asked."""
        if not event.when:
            return None
        tests = [(self._making.text(_column(one.column)), one) for one in event.when]

        def holds(cells: Cells) -> bool:
            return all(_says(get(cells), condition) for get, condition in tests)

        return holds


MOST_OPERATIONS = 10_000  # texts of a column of operations that are remembered


def _for_each_unit(
    event: Event,
    several: list[tuple[str, Get]],
    cells: Cells,
    units: Mapping[str, Renaming],
) -> list[Event]:
    """Return an event for each of the units that one cell names."""
    events = [event]
    for key, get in several:
        listed = get(cells)
        if isinstance(listed, list):
            names = [rename(str(one), str(event["at"]), units) for one in listed]
            events = [one | {key: name} for one in events for name in names]
    return events


def _says(text: str | None, condition: Condition) -> bool:
    if text is None:
        return condition.blank
    return condition.filled or folded(text) in condition.wanted


def _column(node: Node) -> Source:
    return Source(node, (node,))


# --- faults ---------------------------------------------------------------------------


def _without_time(event: EventPlan) -> Text:
    assert event.at is not None
    heading = "、".join(str(one.value) for one in event.at.columns)
    columns = "、".join(str(one.column.value) for one in event.when)
    return Text(
        f"“{columns}”说有 {event.type} 这件事，“{heading}”却是空的，没有记这件事",
        f"`{columns}` says that there was {event.type}, but `{heading}` is blank, so "
        "no event was made",
    )


def _no_time(heading: str) -> Refused:
    return Refused(
        "no-event-time",
        Text(
            f"“{heading}”是空的，不知道是什么时候的事；在原文件里补上时间",
            f"`{heading}` is blank, so nobody knows when it was; add the time",
        ),
    )


def _no_operation(heading: str) -> Refused:
    return Refused(
        "no-operation",
        Text(
            f"“{heading}”是空的，不知道是什么事；在原文件里补上",
            f"`{heading}` is blank, so nobody knows what happened; add it",
        ),
    )


def _unknown_operation(heading: str, text: str, line: int) -> Refused:
    shown = shortened(text)
    return Refused(
        "value-not-in-table",
        Text(
            f"“{heading}”的 `{shown}` 没有对照；在对照表第 {line} 行的值表里加上它，"
            "不算事件的写 ignore",
            f"`{shown}` in `{heading}` is not mapped; add it to type.values, line "
            f"{line} of the mapping, with `ignore` if it is no event",
        ),
    )


def _unused_operation(heading: str, text: str) -> Refused:
    shown = shortened(text)
    return Refused(
        "operation-not-used",
        Text(
            f"对照表写明不用“{heading}”是 `{shown}` 的行",
            f"the mapping says not to use rows with `{shown}` in `{heading}`",
        ),
    )
