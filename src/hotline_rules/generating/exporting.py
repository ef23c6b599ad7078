"""Histories as the rows of an export, and back to what such an export can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from hotline_rules.generating.bundled import load_words
from hotline_rules.generating.columns import Words, long_form, wide_form
from hotline_rules.generating.mapping import long_mapping, wide_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.generating.columns import Form, Happening
    from hotline_rules.generating.habits import Habits

Row = dict[str, str]
"""Heading to cell; what is missing is blank."""


class WideExport:
    """A row for each ticket, with columns for the n-th event of each kind."""

    def __init__(self, habits: Habits, words: Words) -> None:
        self.form: Form = wide_form(habits, words)
        self._places = {(each.type, each.n): each for each in self.form.happenings}

    def mapping(self, *, dirty: bool = False) -> str:
        """Write what the columns mean, as YAML."""
        return wide_mapping(self.form, dirty=dirty)

    def rows(self, history: Mapping[str, Any]) -> list[Row]:
        """Write a history as its one row."""
        row = {self.form.id: history["id"], **self.form.fillers}
        row |= _facts(self.form, history)
        for place, event in self._placed(history):
            row[place.at] = local_text(event["at"])
            for column in place.columns:
                if column.key in event:
                    row[column.heading] = column.text(event[column.key])
        return [row]

    def held(self, history: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what of a history the row holds: no lists, no time of recording."""
        events = []
        for place, event in self._placed(history):
            keys = {column.key for column in place.columns} | set(place.constants)
            events.append(
                {k: v for k, v in event.items() if k in {"type", "at"} | keys}
            )
        return dict(history) | {"events": events}

    def _placed(
        self, history: Mapping[str, Any]
    ) -> Iterator[tuple[Happening, Mapping[str, Any]]]:
        seen: dict[str, int] = {}
        for event in history["events"]:
            type_ = event["type"]
            seen[type_] = seen.get(type_, 0) + 1
            yield self._places[type_, seen[type_]], event


class LongExport:
    """A row for each event, with a column for each key that any event has."""

    def __init__(self, habits: Habits, words: Words) -> None:
        self.form: Form = long_form(habits, words)
        self._words = words
        self._places = {each.type: each for each in self.form.happenings}

    def mapping(self, *, dirty: bool = False) -> str:
        """Write what the columns mean, as YAML."""
        return long_mapping(self.form, self._words, dirty=dirty)

    def rows(self, history: Mapping[str, Any]) -> list[Row]:
        """Write a history as a row for each of its events."""
        start = {self.form.id: history["id"]} | _facts(self.form, history)
        names = self._words.data
        rows = []
        for event in history["events"]:
            row = start | {names["operation"]: self._words.title(event["type"])}
            row[names["at"]] = local_text(event["at"])
            if "recorded_at" in event:
                row[names["recorded_at"]] = local_text(event["recorded_at"])
            for column in self._places[event["type"]].columns:
                if column.key in event:
                    row[column.heading] = column.text(event[column.key])
            rows.append(row)
        return rows

    def held(self, history: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what of a history the rows hold: everything but lists."""
        events = [
            {key: value for key, value in event.items() if not isinstance(value, list)}
            for event in history["events"]
        ]
        return dict(history) | {"events": events}


Export = WideExport | LongExport


def open_export(habits: Habits, form: Literal["wide", "long"]) -> Export:
    """Make what writes the histories of a city as the rows of an export.

    Args:
        habits: of the city.
        form: `wide` is a row for each ticket, `long` one for each event.
    """
    words = Words(load_words())
    return WideExport(habits, words) if form == "wide" else LongExport(habits, words)


def local_text(instant: str) -> str:
    """Write an instant as exports do: local time, without its offset."""
    return instant[:19].replace("T", " ")


def _facts(form: Form, history: Mapping[str, Any]) -> Row:
    facts = history["attributes"]
    return {c.heading: c.text(facts[c.key]) for c in form.attributes if c.key in facts}
