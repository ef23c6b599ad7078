"""What is odd about tickets, looked into only where something may be.

The engine makes its list of anomalies for a ticket at some cost, and few tickets have
any: it is asked only for those with an odd word or an odd course.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.fitting import unfit_keys
from hotline_rules.history import sequence_anomalies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.frames.attributes import Given
    from hotline_rules.frames.intake import Intake, Taken
    from hotline_rules.history import Anomaly

_MOST = 50_000  # values of an event that are remembered


class Oddities:
    """Answers the anomalies of tickets."""

    def of(self, taken: Taken, one: Result) -> Sequence[Anomaly]:
        """The anomalies of a ticket."""
        history = one.history
        if (
            history.subject != "ticket"
            or history.anomalies
            or one.judged.anomalies
            or self._has_odd_words(taken)
            or sequence_anomalies(history)
        ):
            return one.anomalies
        return ()

    def _has_odd_words(self, taken: Taken) -> bool:
        """Whether a word is unknown, or a value is not of its kind."""
        raise NotImplementedError


class OddRows(Oddities):
    """Of tickets in rows: words are looked at once for all rows that have them."""

    def __init__(self, plan: Plan, intake: Intake) -> None:
        known, payloads = plan.known, intake.payloads
        self._attributes = plan.attributes
        self._given: dict[Given, bool] = {}
        self._kinds = frozenset(
            number
            for number, (type_, payload) in enumerate(
                zip(payloads.types, payloads.payloads, strict=True)
            )
            if _are_odd(payload, known.get(type_))
        )

    def _has_odd_words(self, taken: Taken) -> bool:
        return not self._kinds.isdisjoint(taken.kinds) or self._is_odd(taken.given)

    def _is_odd(self, given: Given) -> bool:
        odd = self._given.get(given)
        if odd is None:
            odd = self._given[given] = _are_odd(given.values, self._attributes)
        return odd


class OddHistories(Oddities):
    """Of histories: values that were found in order are remembered.

    TRAP: `True` is equal to 1, which fits where it does not. Only texts are remembered.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sound: dict[str, set[tuple[str, Any]]] = {x: set() for x in plan.known}

    def _has_odd_words(self, taken: Taken) -> bool:
        history = taken.history
        for event in history.events:
            sound = self._sound.get(event.type)
            if sound is None:
                return True
            try:
                if event.payload.items() <= sound:
                    continue
            except TypeError:  # a list is no member of a set
                pass
            if _are_odd(event.payload, self._plan.known[event.type]):
                return True
            if len(sound) < _MOST:
                sound.update(x for x in event.payload.items() if type(x[1]) is str)
        return _are_odd(history.attributes, self._plan.attributes)


def _are_odd(values: Mapping[str, Any], known: Mapping[str, Any] | None) -> bool:
    """Whether a word is unknown, or a value is not of its kind."""
    return (
        known is None
        or not values.keys() <= known.keys()
        or bool(unfit_keys(values, known))
    )
