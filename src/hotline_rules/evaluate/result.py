"""The answer of ``evaluate``, and what is made of it only when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.ahead import next_change
from hotline_rules.evaluate.anomalies import anomalies_of
from hotline_rules.evaluate.lights import stretches
from hotline_rules.evaluate.output import result_to_dict

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.evaluate.records import (
        Action,
        Deadline,
        Light,
        Missing,
        Penalty,
        Rung,
        State,
        Status,
    )
    from hotline_rules.evaluate.run import Run
    from hotline_rules.history import Anomaly, History


class Result:
    """The answer of ``evaluate``: lists of records, and ``to_dict`` for JSON.

    Lists are ordered by instant, then rule, then unit. Words, days and anomalies are
    made only when somebody asks for them.

    Attributes:
        id, subject: of the history.
        as_of, known_at: UTC epoch seconds; ``known_at`` may be ``None``.
        state: the lists.
    """

    __slots__ = (
        "_anomalies",
        "_next",
        "_run",
        "as_of",
        "id",
        "identity",
        "known_at",
        "state",
        "subject",
    )

    def __init__(
        self,
        run: Run,
        state: State,
        as_of: int,
        known_at: int | None,
        identity: tuple[str, str],
    ) -> None:
        self.id = run.history.id
        self.subject = run.history.subject
        self.as_of = as_of
        self.known_at = known_at
        self.identity = identity
        self.state = state
        self._run = run
        self._next: tuple[int | None] | None = None
        self._anomalies: tuple[Anomaly, ...] | None = None

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The limits, duties and powers."""
        return self.state.deadlines

    @property
    def light(self) -> Light:
        """The light of the ticket."""
        return self.state.light

    @property
    def stretches_of_light(self) -> list[tuple[str, int, int | None]]:
        """Each stretch of one colour: its name, since when, and until when if over."""
        return stretches(self._run)

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """The penalties, absorbed and voided ones included."""
        return self.state.penalties

    @property
    def actions(self) -> tuple[Action, ...]:
        """The required actions, done ones included."""
        return self.state.actions

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses, ended ones included."""
        return self.state.statuses

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs reached, those left included."""
        return self.state.rungs

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known."""
        return self.state.missing

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is odd about the history; never a reason to stop."""
        if self._anomalies is None:
            self._anomalies = anomalies_of(self._run)
        return self._anomalies

    @property
    def next_change_at(self) -> int | None:
        """The next instant at which this result changes if nothing else happens.

        ``None`` if never. Recurring events of the clock are searched for thirteen
        months ahead. The answer is found by letting the timers run on.
        """
        if self._next is None:
            self._next = (next_change(self._run, self.state, self.as_of),)
        return self._next[0]

    @property
    def plan(self) -> Plan:
        """The bound profile that judged."""
        return self._run.plan

    @property
    def judged(self) -> Run:
        """The fold behind the answer; to be read, never advanced."""
        return self._run

    @property
    def history(self) -> History:
        """The history as it was judged: cut at ``as_of`` and ``known_at``."""
        return self._run.history

    def to_dict(self, lang: Language = "zh") -> dict[str, Any]:
        """The result as docs/results.md says; the same input gives the same.

        Args:
            lang: the language of the messages; nothing else depends on it.

        Raises:
            ValueError: another language than ``zh`` and ``en``.
        """
        if lang not in ("zh", "en"):
            raise ValueError(f'`lang` is "zh" or "en", not {lang!r}')
        return result_to_dict(self, lang)

    def __repr__(self) -> str:
        return f"Result({self.id!r}, as_of={self.as_of})"
