"""Other readings over a corpus: which cards and late limits a disputed clause decides.

Every history is judged again under each option that the profile offers and does not
use, one reading changed at a time; what stays the same is not kept. A card, or a late
limit, that no change tells of stands under every reading that was tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from hotline_rules.evaluate import evaluate
from hotline_rules.profile import ProfileError

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.engine import HasRulebook
    from hotline_rules.profile import Profile
    from hotline_rules.rulebook import Rulebook
    from hotline_rules.scenarios import Variants
    from hotline_rules.scenarios.model import OutsideValidity

Outcome = Literal["falls", "new", "moves"]
_LATE = ("met_late", "overdue")


@dataclass(frozen=True, slots=True, order=True)
class Trial:
    """One reading changed, everything else as the run has it."""

    reading: str
    option: str

    def __str__(self) -> str:
        return f"{self.reading}={self.option}"


class Held(NamedTuple):
    """Something that is held against somebody.

    Attributes:
        what: ``card``: a penalty in effect; ``late``: a duty late, met or still owed.
        id: of the penalty or deadline.
        kind: of the penalty, or the state of the duty.
        at: from when the card is in effect; when the duty was due.
    """

    what: Literal["card", "late"]
    id: str
    kind: str
    rule: str
    unit: str | None
    at: int | None


class Change(NamedTuple):
    """What another reading takes away, brings, or puts at another instant.

    Attributes:
        outcome: ``falls``: held as judged, not under the other reading; ``new``: the
            other way round; ``moves``: held under both, from other instants.
        held: as judged; for ``new`` that of the other reading.
        other_at: of the other reading; ``None`` where it is not held by it.
        other_state: state under the other reading of what has the same id; ``None``
            where there is no such thing.
    """

    outcome: Outcome
    held: Held
    other_at: int | None
    other_state: str | None


def trials(rulebook: Rulebook, asked: Collection[str] | None) -> tuple[Trial, ...]:
    """The options to try, by reading and in the order of the profile.

    Args:
        rulebook: with the readings in use.
        asked: codes of readings; ``None`` for all.

    Raises:
        KeyError: the profile has no reading of that code.
    """
    known = {one.code: one for one in rulebook.readings}
    codes = sorted(known) if asked is None else list(dict.fromkeys(asked))
    return tuple(
        Trial(code, option)
        for code in codes
        for option, _ in known[code].options
        if option != known[code].chosen
    )


def compile_trials(
    variants: Variants,
    given: Mapping[str, str],
    outside_validity: OutsideValidity,
    trials: Iterable[Trial],
) -> tuple[tuple[tuple[Trial, Profile], ...], tuple[Trial, ...]]:
    """The profile under each trial, and the trials that it refuses.

    Args:
        variants: of the profile of the run.
        given: options chosen for the run.
        outside_validity: as for the run.
        trials: to be compiled, in their order.
    """
    made: list[tuple[Trial, Profile]] = []
    refused: list[Trial] = []
    for trial in trials:
        chosen = {**given, trial.reading: trial.option}
        try:
            made.append((trial, variants.profile(chosen, outside_validity)))
        except ProfileError:
            refused.append(trial)
    return tuple(made), tuple(refused)


def changes_by_trial(
    tried: Iterable[tuple[Trial, HasRulebook]],
    judged: Sequence[Result],
    known_at: int | None,
    failed: Callable[[int, Trial, Exception], None],
) -> Iterator[tuple[int, Trial, Change]]:
    """What each trial does to many histories.

    TRAP: the trial is the outer loop, since the engine keeps the plans of few profiles,
    and making one costs as much as judging some hundred histories.

    Args:
        tried: trials, each with the profile under it.
        judged: results as the run has them.
        known_at: the moment of knowledge that they were judged with.
        failed: takes the place in ``judged`` and the trial that the engine failed on.

    Yields:
        the place in ``judged``, the trial, and a change.
    """
    for trial, profile in tried:
        for number, one in enumerate(judged):
            try:
                other = evaluate(
                    profile, one.history, as_of=one.as_of, known_at=known_at
                )
            except Exception as error:  # noqa: BLE001 - one must not stop the rest
                failed(number, trial, error)
                continue
            for change in changes_between(one, other):
                yield number, trial, change


def changes_between(judged: Result, other: Result) -> Iterator[Change]:
    """Compare what two results of one history hold against anybody.

    A card is the same as one of its kind, for the same unit, from the same instant,
    whichever rule gives it; a late duty as one of its rule for the same unit and end.
    Of what is left, a thing goes with the first of its rule, else with the first of
    its kind and unit.
    """
    if judged.penalties == other.penalties and judged.deadlines == other.deadlines:
        return
    ours, theirs = _grouped(judged), _grouped(other)
    for key in sorted({*ours, *theirs}):
        yield from _paired(ours.get(key, []), theirs.get(key, []), other)


def _paired(ours: list[Held], theirs: list[Held], other: Result) -> Iterator[Change]:
    left, right = _without_equals(ours, theirs)
    for same_rule in (True, False):
        for one in tuple(left):
            for moved in right:
                if moved.rule == one.rule or not same_rule:
                    yield Change("moves", one, moved.at, _state(other, moved))
                    left.remove(one)
                    right.remove(moved)
                    break
    for one in left:
        yield Change("falls", one, None, _state(other, one))
    for one in right:
        yield Change("new", one, one.at, _state(other, one))


def _without_equals(
    ours: list[Held], theirs: list[Held]
) -> tuple[list[Held], list[Held]]:
    """Both lists without what they share, instant for instant."""
    left, right = [], list(theirs)
    for one in ours:
        equal = next((held for held in right if held.at == one.at), None)
        if equal is None:
            left.append(one)
        else:
            right.remove(equal)
    return left, right


def _state(result: Result, held: Held) -> str | None:
    """What has become of the record of that id."""
    records = result.penalties if held.what == "card" else result.deadlines
    return next((one.state for one in records if one.id == held.id), None)


def _grouped(result: Result) -> dict[tuple[str, str, str], list[Held]]:
    """What is held against anybody: by what it is, for whom, in order of time."""
    found: dict[tuple[str, str, str], list[Held]] = {}
    for card in result.penalties:
        if card.state == "effective":
            held = Held("card", card.id, card.kind, card.rule, card.unit, card.at)
            found.setdefault(("card", card.kind, card.unit or ""), []).append(held)
    for limit in result.deadlines:
        if limit.kind == "duty" and limit.state in _LATE:
            held = Held(
                "late", limit.id, limit.state, limit.rule, limit.unit, limit.due_at
            )
            found.setdefault(("late", limit.rule, limit.unit or ""), []).append(held)
    return found
