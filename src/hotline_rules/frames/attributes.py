"""Attributes of tickets: on the rows of their events, or in a table of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.frames.words import combined, dictionaries, tidied, words_of
from hotline_rules.history import Anomaly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from hotline_rules.calendar import Zone

PREFIX = "ticket."


@dataclass(slots=True, eq=False)
class Given:
    """Attributes of a ticket, shared by all tickets that have the same.

    Attributes:
        values: by name.
        anomalies: of which there were two values.
    """

    values: dict[str, Any]
    anomalies: tuple[Anomaly, ...] = ()


NOTHING = Given({})


@dataclass(slots=True)
class Attributes:
    """What rows say of tickets.

    Attributes:
        numbers: of each row: which of the following it has; empty where none has any.
        kinds: the combinations of values.
    """

    numbers: list[int] = field(default_factory=list)
    kinds: list[Given] = field(default_factory=list)
    _merged: dict[tuple[int, ...], Given] = field(default_factory=dict)

    def of(self, start: int, stop: int) -> Given:
        """Answer the attributes that a stretch of rows gives, the first of each name.

        Args:
            start: the first row.
            stop: the row after the last.
        """
        if not self.numbers:
            return NOTHING
        key = tuple(self.numbers[start:stop])
        found = self._merged.get(key)
        if found is None:
            several = [self.kinds[number].values for number in dict.fromkeys(key)]
            found = self._merged[key] = merged(several)
        return found


def merged(several: Sequence[Mapping[str, Any]]) -> Given:
    """Answer the first value of each name, and an anomaly where another differs."""
    values: dict[str, Any] = {}
    differing: dict[str, Any] = {}
    for one in several:
        for name, value in one.items():
            if values.setdefault(name, value) != value:
                differing.setdefault(name, value)
    return Given(
        values,
        tuple(_differs(name, values[name], other) for name, other in differing.items()),
    )


def _differs(name: str, first: Any, other: Any) -> Anomaly:
    return Anomaly(
        "attribute-differs",
        None,
        Text(
            f"属性“{name}”有两个不同的值（“{first}”和“{other}”），以先出现的为准，请核对",
            f"attribute `{name}` has two values, `{first}` and `{other}`; "
            "the first counts",
        ),
    )


def attributes_of(columns: Mapping[str, pa.Array], size: int, zone: Zone) -> Attributes:
    """Read attributes from columns, by their names.

    Raises:
        FrameError: a column of a type that no value can be read from.
    """
    words = {
        name: words_of(column, PREFIX + name, zone)
        for name, column in columns.items()
        if column.null_count < size
    }
    if not words:
        return Attributes()
    numbers, rows = combined(list(words.values()), size)
    return Attributes(numbers, [Given(one) for one in dictionaries(words, rows)])


class AttributeTable:
    """A table of attributes: a row for each ticket, in any order.

    Attributes:
        ids: the tickets that it has rows of.
    """

    def __init__(
        self, ids: pa.Array, columns: Mapping[str, pa.Array], zone: Zone
    ) -> None:
        """Read it.

        Raises:
            FrameError: a column of a type that no value can be read from.
        """
        self._attributes = attributes_of(columns, len(ids), zone)
        self.ids: dict[str, list[int]] = {}
        for row, id_ in enumerate(ids.to_pylist()):
            name = tidied(id_)
            if name is not None:
                self.ids.setdefault(name, []).append(row)

    def with_own(self, id_: str, own: Given) -> Given:
        """The attributes that the rows of events give, then those of this table."""
        rows = self.ids.get(id_)
        if rows is None or not self._attributes.numbers:
            return own
        kinds, numbers = self._attributes.kinds, self._attributes.numbers
        if len(rows) == 1 and not own.values:
            return kinds[numbers[rows[0]]]
        found = merged([own.values, *(kinds[numbers[row]].values for row in rows)])
        return Given(found.values, (*own.anomalies, *found.anomalies))
