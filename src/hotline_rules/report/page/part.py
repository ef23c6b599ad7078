"""Some thousand tickets as they stand in the page: an index, words, and blocks.

The index is read when the page opens and is all that search, sort and filter need; a
block holds what is shown of some hundred tickets and is read when one of them is
opened, with the words and shapes of its part. docs/report-page.md describes the format.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import compress, groupby
from typing import TYPE_CHECKING, Any

from hotline_rules.report.page.forms import FORMS, split
from hotline_rules.report.page.pack import Interned, packed
from hotline_rules.report.page.telling import day_runs, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.report.page.feed import Columns, Stretch
    from hotline_rules.report.page.forms import Form
    from hotline_rules.report.page.telling import Telling

BLOCK = 128
_DAY = 86_400
_DIGITS = re.compile(r"[0-9]+")
_HOLE = "\x02"  # in the pattern of a sentence: where a number goes
# Of the index: texts that come back, and numbers.
_INDEX_WORDS = ("unit", "month", "kind", "standing", "light_peak")
_INDEX_NUMBERS = ("cards", "late", "open", "missing", "anomalies")


@dataclass(frozen=True, slots=True)
class Part:
    """A part, ready to stand in the page.

    Attributes:
        tickets: how many.
        index, words: packed.
        blocks: packed, of `BLOCK` tickets each, the last one of fewer.
        days: the first and the last local day that any of it speaks of; empty: none.
    """

    tickets: int
    index: str
    words: str
    blocks: tuple[str, ...]
    days: tuple[int, int] | tuple[()]

    def to_bytes(self) -> bytes:
        """Answer everything, to be kept or sent."""
        return json.dumps(
            [self.tickets, self.index, self.words, self.blocks, self.days]
        ).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Part:
        """Read what `to_bytes` gave."""
        tickets, index, words, blocks, days = json.loads(data)
        return cls(tickets, index, words, tuple(blocks), tuple(days))


def page_part(stretch: Stretch, telling: Telling) -> Part:
    """Make a part of the tables of some tickets.

    Args:
        stretch: of `feed.stretches` or `feed.stretch_of`.
        telling: says identifiers for people.
    """
    return _Maker(stretch, telling).part()


@dataclass(slots=True)
class _Table:
    """A table, its values numbered; slices of the columns go into the blocks."""

    tickets: Sequence[int]
    counts: list[int]
    columns: list[Sequence[Any]] = field(default_factory=list)

    def block(self, first: int, end: int, low: int, high: int) -> list[Any]:
        """What the tickets have: of each how many rows, and the rows' columns."""
        start, stop = bisect_left(self.tickets, low), bisect_left(self.tickets, high)
        counts = _short(self.counts[first:end])
        return [counts, *(_short(column[start:stop]) for column in self.columns)]


class _Maker:
    def __init__(self, stretch: Stretch, telling: Telling) -> None:
        self._stretch = _without_twins(stretch)
        self._telling = telling
        self._tickets = stretch["tickets"]["ticket"]
        self._at = {ticket: i for i, ticket in enumerate(self._tickets)}
        self._words = Interned({"": 0})
        self._stencils = Interned()
        self._days = Interned({"null": 0})
        self._courses = Interned({"{}": 0})
        self._because: dict[str | None, tuple[int, ...]] = {}
        self._shapes: dict[str, Interned] = {}
        self._bases = self._base_days()
        self._range: list[int] = []

    def part(self) -> Part:
        """Number everything, then cut it into blocks."""
        tables = {name: self._table(name, form) for name, form in FORMS.items()}
        blocks = []
        for first in range(0, len(self._tickets), BLOCK):
            end = min(first + BLOCK, len(self._tickets))
            low, high = self._tickets[first], self._tickets[end - 1] + 1
            cut = [table.block(first, end, low, high) for table in tables.values()]
            blocks.append(packed([_short(self._bases[first:end]), cut]))
        days = (min(self._range), max(self._range)) if self._range else ()
        return Part(
            len(self._tickets),
            packed(self._index()),
            packed(self._told()),
            tuple(blocks),
            days,
        )

    # Index --------------------------------------------------------------------------

    def _index(self) -> list[Any]:
        """Ids, coded columns, numbers, kinds of cards, readings, day of dispatch."""
        rows = self._stretch["tickets"]
        made: list[Any] = [self._tickets[0], rows["id"]]
        made += [_coded([one or "" for one in rows[name]]) for name in _INDEX_WORDS]
        made += [_short([one or 0 for one in rows[name]]) for name in _INDEX_NUMBERS]
        made.append(_coded(self._card_kinds()))
        made.append(_coded(self._readings()))
        made.append(_short(self._first_instants()))
        made.append(_coded(self._hanging()))
        return made

    def _hanging(self) -> list[str]:
        """The options under which a card of a ticket would not stand."""
        options: list[dict[str, None]] = [{} for _ in self._tickets]
        rows = self._stretch["readings"]
        names = ("ticket", "reading", "option", "outcome", "what")
        for ticket, reading, option, outcome, what in zip(
            *(rows[name] for name in names), strict=True
        ):
            if (outcome, what) == ("falls", "card"):
                options[self._at[ticket]][f"{reading}={option}"] = None
        return [" ".join(one) for one in options]

    def _card_kinds(self) -> list[str]:
        kinds: list[dict[str, None]] = [{} for _ in self._tickets]
        cards = self._stretch["penalties"]
        for ticket, kind, state in zip(
            cards["ticket"], cards["kind"], cards["state"], strict=True
        ):
            if state == "effective":
                kinds[self._at[ticket]][kind] = None
        return [" ".join(sorted(one)) for one in kinds]

    def _readings(self) -> list[str]:
        """The readings that any result of a ticket rests on."""
        codes = {one.code: i for i, one in enumerate(self._telling.rulebook.readings)}
        masks = [0] * len(self._tickets)
        known: dict[str | None, int] = {}
        for name, form in FORMS.items():
            if "readings" not in form.shape:
                continue
            rows = self._stretch[name]
            for ticket, readings in zip(rows["ticket"], rows["readings"], strict=True):
                mask = known.get(readings)
                if mask is None:
                    bits = [codes[one] for one in split(readings) if one in codes]
                    mask = known[readings] = sum(1 << bit for bit in set(bits))
                masks[self._at[ticket]] |= mask
        told: dict[int, str] = {}
        for mask in masks:
            if mask not in told:
                held = (str(bit) for bit in range(mask.bit_length()) if mask >> bit & 1)
                told[mask] = " ".join(held)
        return [told[mask] for mask in masks]

    def _first_instants(self) -> list[int | None]:
        """The first dispatch, else the first event: local minutes."""
        rows, events = self._stretch["tickets"], self._stretch["events"]
        first = dict(
            zip(reversed(events["ticket"]), reversed(events["at"]), strict=True)
        )
        local = self._telling.local
        made: list[int | None] = []
        for ticket, sent in zip(self._tickets, rows["dispatched_at"], strict=True):
            at = first.get(ticket) if sent is None else sent
            made.append(None if at is None else local(at) // 60)
        return made

    # Tables -------------------------------------------------------------------------

    def _base_days(self) -> list[int]:
        """A local day of each ticket, from which its other days are counted."""
        return [0 if at is None else at // 1440 for at in self._first_instants()]

    def _table(self, name: str, form: Form) -> _Table:
        rows = self._stretch[name]
        tickets = rows["ticket"]
        table = _Table(tickets, [0] * len(self._tickets))
        at = self._at
        for ticket, run in groupby(tickets):
            table.counts[at[ticket]] = sum(1 for _ in run)
        shapes = self._shapes[name] = Interned()
        values = zip(*(rows[each] for each in form.shape), strict=True)
        table.columns.append(list(map(shapes.__getitem__, values)))
        bases = [self._bases[at[ticket]] for ticket in tickets]
        for each in form.instants:
            table.columns += self._instants(rows[each], bases)
        number = self._words.__getitem__
        for each in form.words:
            table.columns.append([number(one or "") for one in rows[each]])
        table.columns += [rows[each] for each in form.numbers]
        table.columns += self._texts(rows, form)
        return table

    def _texts(self, rows: Columns, form: Form) -> list[list[Any]]:
        made: list[list[Any]] = []
        number = self._words.__getitem__
        if form.id:
            ids = zip(rows["id"], rows["rule"], rows["unit"], strict=True)
            made.append([number(_tail(*one)) for one in ids])
        if form.reasoned:
            made += self._sentences(rows["reason"])
        if form.evident:
            told = [self._evidence(one) for one in rows["because"]]
            made += [list(each) for each in zip(*told, strict=True)] or [[]] * 4
        return made

    def _instants(
        self, column: Sequence[int | None], bases: Sequence[int]
    ) -> list[list[int | None]]:
        """Days after the ticket's own, and seconds of the day."""
        if column.count(None) == len(column):
            return [[None] * len(column), [0] * len(column)]
        local = self._telling.locals(column)
        days = [None if one is None else one // _DAY for one in local]
        held = [one for one in days if one is not None]
        self._range += (min(held), max(held))
        return [
            [None if d is None else d - b for d, b in zip(days, bases, strict=True)],
            [0 if one is None else one % _DAY for one in local],
        ]

    def _sentences(self, column: Sequence[str | None]) -> list[list[Any]]:
        """Their patterns by number, and the numbers in them."""
        stencil = self._stencils.__getitem__
        whole = [one or "" for one in column]
        return [
            [stencil(_DIGITS.sub(_HOLE, one)) for one in whole],
            [" ".join(_DIGITS.findall(one)) for one in whole],
        ]

    def _evidence(self, because: str | None) -> tuple[int, ...]:
        known = self._because.get(because)
        if known is None:
            events, facts, days, course = parts_of(because)
            told = self._telling.facts(facts)
            words = (self._words[events], self._words[told])
            known = (*words, self._days[days], self._courses[course])
            self._because[because] = known
        return known

    def _told(self) -> list[Any]:
        """The words of the part: shapes of every table, texts, patterns, days."""
        shapes = [
            [FORMS[name].tell(self._telling, shape) for shape in known]
            for name, known in self._shapes.items()
        ]
        days = [day_runs(one) for one in self._days]
        courses = [self._telling.course.told(one) for one in self._courses]
        return [shapes, list(self._words), list(self._stencils), days, courses]


def _without_twins(stretch: Stretch) -> Stretch:
    """Leave out actions that a limit of the same id tells already."""
    limits, actions = stretch["deadlines"], stretch["actions"]
    told = set(zip(limits["ticket"], limits["id"], strict=True))
    pairs = zip(actions["ticket"], actions["id"], strict=True)
    wanted = [pair not in told for pair in pairs]
    kept: Columns = {
        name: list(compress(column, wanted)) for name, column in actions.items()
    }
    return stretch | {"actions": kept}


def _tail(id_: str | None, rule: str, unit: str | None) -> str:
    """The number at the end of an id; the whole after a mark if it is no such id."""
    head = f"{rule}:{unit}:" if unit else f"{rule}:"
    if id_ is not None and id_.startswith(head):
        return id_[len(head) :]
    return f"={id_ or ''}"


def _coded(column: Iterable[str]) -> list[Any]:
    """The texts of a column, each once, and their numbers by row."""
    known = Interned()
    numbers = [known[one] for one in column]
    return [list(known), _short(numbers)]


def _short(column: Sequence[Any]) -> Any:
    """A column; one value where all are equal; texts of numbers as one text."""
    if not column:
        return []
    first = column[0]
    if isinstance(first, str):
        return ";".join(column)
    return first if column.count(first) == len(column) else column
