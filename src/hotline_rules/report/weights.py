"""What a disputed clause weighs in a run: how much hangs on each reading tried.

Only cards in effect and late duties of the period are counted; see `audit.readings`
for what was tried and how things of two results are held to be the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.report.reading import (
    batches,
    in_period,
    last_instant,
    local_month,
    period_of,
    records,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from hotline_rules.audit.period import Period
    from hotline_rules.calendar import Zone
    from hotline_rules.report.reading import Run

_LATE = pa.array(["met_late", "overdue"])

What = Literal["card", "late"]
Held = tuple[int, What, str]
"""Ticket, kind and id of a thing that is held against somebody."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one option that is not in use would change.

    Attributes:
        reading, option: the trial.
        falls, new, moves: cards in effect, and duties that are late.
    """

    reading: str
    option: str
    falls: Mapping[What, int]
    new: Mapping[What, int]
    moves: Mapping[What, int]

    @property
    def decides(self) -> bool:
        """Whether anything at all comes out otherwise."""
        return any((*self.falls.values(), *self.new.values(), *self.moves.values()))


@dataclass(frozen=True, slots=True)
class Weights:
    """What all trials of a run come to.

    Attributes:
        tried: in the order of the run.
        held: cards and late duties, as judged.
        hanging: of these, those that some option takes away, each with the readings
            whose options do; in order of ticket.
        touched: of these, those that some option takes away or puts at another instant.
        refused: trials that the profile cannot have beside the readings in use.
    """

    tried: tuple[Weight, ...]
    held: Mapping[What, int]
    hanging: Mapping[Held, tuple[str, ...]]
    touched: frozenset[Held]
    refused: tuple[str, ...]

    def standing(self, what: What) -> int:
        """How many stand under every reading tried."""
        return self.held[what] - self.hanging_on(what)

    def hanging_on(self, what: What, readings: int | None = None) -> int:
        """How many hang on so many readings; ``None``: on any number above none."""
        return sum(
            kind == what and readings in (None, len(codes))
            for (_, kind, _), codes in self.hanging.items()
        )

    def listed(
        self, piece: Any, period: Period | None, zone: Zone
    ) -> Iterator[dict[str, Any]]:
        """The rows of a piece of the table `readings` that were counted."""
        return _counted(piece, self.touched, period, zone)


def weigh(run: Run, zone: Zone) -> Weights | None:
    """Count what hangs on the readings tried; ``None`` where none was tried.

    A card is of the month in which it took effect, a late duty of that in which it was
    due, as in the figures. What another reading brings anew is of the month it gives.

    Args:
        run: with the tables `readings`, `penalties` and `deadlines`.
        zone: of the profile.
    """
    tried = run.manifest.get("tried") or []
    if not tried:
        return None
    period = period_of(run)
    held = {*_cards(run, period, zone), *_late(run, period, zone)}
    counts: Counter[tuple[str, ...]] = Counter()
    hanging: defaultdict[Held, set[str]] = defaultdict(set)
    touched: set[Held] = set()
    for piece in batches(run, "readings", READINGS):
        for row in _counted(piece, held, period, zone):
            thing: Held = row["ticket"], row["what"], row["id"]
            outcome = row["outcome"]
            counts[row["reading"], row["option"], outcome, row["what"]] += 1
            if outcome == "falls":
                hanging[thing].add(row["reading"])
            if outcome != "new":
                touched.add(thing)
    return Weights(
        tried=tuple(_weight(trial, counts) for trial in tried),
        held=Counter(what for _, what, _ in held),
        hanging={key: tuple(sorted(codes)) for key, codes in sorted(hanging.items())},
        touched=frozenset(touched),
        refused=tuple(run.manifest.get("refused") or ()),
    )


READINGS = ("ticket", "reading", "option", "outcome", "what", "id", "at")
"""What must be asked of the table for rows to be told apart."""


def _counted(
    piece: Any, held: Collection[Held], period: Period | None, zone: Zone
) -> Iterator[dict[str, Any]]:
    """Rows about what is held, or about what comes anew in the period."""
    inside = in_period(local_month(_last_instant_given(piece), zone), period)
    for row, is_inside in zip(records(piece), inside.to_pylist(), strict=True):
        thing: Held = row["ticket"], row["what"], row["id"]
        if is_inside if row["outcome"] == "new" else thing in held:
            yield row


def _last_instant_given(piece: Any) -> Any:
    """When a card took effect; of a duty an instant of the month it was due in."""
    is_late = pc.cast(pc.equal(piece["what"], "late"), pa.int64())
    return pc.subtract(piece["at"], is_late)  # most end at 24:00, written as 00:00


def _cards(run: Run, period: Period | None, zone: Zone) -> Iterator[Held]:
    for piece in batches(run, "penalties", ("ticket", "id", "at", "state")):
        inside = in_period(local_month(piece["at"], zone), period)
        kept = piece.filter(pc.and_(inside, pc.equal(piece["state"], "effective")))
        yield from _named(kept, "card")


def _late(run: Run, period: Period | None, zone: Zone) -> Iterator[Held]:
    columns = ("ticket", "id", "kind", "state", "due_at", "inclusive")
    for piece in batches(run, "deadlines", columns):
        is_late = pc.is_in(piece["state"], value_set=_LATE)
        duties = piece.filter(pc.and_(is_late, pc.equal(piece["kind"], "duty")))
        months = local_month(last_instant(duties), zone)
        yield from _named(duties.filter(in_period(months, period)), "late")


def _named(piece: Any, what: What) -> Iterator[Held]:
    tickets, ids = piece["ticket"].to_pylist(), piece["id"].to_pylist()
    return ((ticket, what, id_) for ticket, id_ in zip(tickets, ids, strict=True))


def _weight(trial: str, counts: Counter[tuple[str, ...]]) -> Weight:
    reading, _, option = trial.partition("=")

    def of(outcome: str) -> dict[What, int]:
        return {
            "card": counts[reading, option, outcome, "card"],
            "late": counts[reading, option, outcome, "late"],
        }

    return Weight(reading, option, of("falls"), of("new"), of("moves"))
