"""Absorbed penalties and published months (P06).

LAW: what absorbs a card takes it out of its month only while that month's bulletin is
not out; a bulletin that named it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.evaluate import evaluate

if TYPE_CHECKING:
    from hotline_rules.assess.tally import Tally
    from hotline_rules.evaluate import Penalty, Result
    from hotline_rules.evaluate.engine import HasRulebook


@dataclass(slots=True)
class Pending:
    """An absorbed penalty that counts if its month was published in between.

    Attributes:
        spans: instants from (included) and until (excluded) which it had effect.
        tally: what it adds if it counts.
    """

    slot: int
    unit: str | None
    month: str
    spans: tuple[tuple[int, int], ...]
    tally: Tally

    def had_effect(self, at: int) -> bool:
        """Whether it had effect at an instant."""
        return any(start <= at < end for start, end in self.spans)


def spans_of_effect(
    profile: HasRulebook, result: Result, penalty: Penalty
) -> tuple[tuple[int, int], ...]:
    """The spans in which a penalty had effect, up to the instant of judgement.

    A penalty changes its state when an event comes or another penalty falls due; the
    history is judged again at each of these instants. Absorbed penalties are few.
    """
    instants = {penalty.at, *(one.at for one in result.penalties)}
    instants.update(event.at for event in result.history.events)
    later = sorted(at for at in instants if penalty.at <= at <= result.as_of)
    spans: list[tuple[int, int]] = []
    for at, until in zip(later, [*later[1:], result.as_of + 1], strict=True):
        then = evaluate(profile, result.history, as_of=at, known_at=result.known_at)
        states = {one.id: one.state for one in then.penalties}
        if states.get(penalty.id) == "effective":
            spans.append((at, until))
    return tuple(spans)
