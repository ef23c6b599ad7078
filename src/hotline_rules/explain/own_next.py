"""What becomes of each single output if nothing else happens, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.ahead import next_instant, only_recurring
from hotline_rules.evaluate.plan import COLOURS
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.snapshot import records_of
from hotline_rules.explain.wording import Times, say
from hotline_rules.explain.words import (
    COLOURS as COLOUR_WORDS,
)
from hotline_rules.explain.words import (
    STATES,
    STATES_OF_ACTIONS,
    STATES_OF_PENALTIES,
    STATES_OF_POWERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.history import History

_MOST = 200  # instants looked at; daily occasions could go on for ever
_ENDED = Text("终止", "ended")
_Key = tuple[str, str]
LIGHT: _Key = ("light", "light")


def own_changes(
    plan: Plan, history: History, as_of: int
) -> dict[_Key, tuple[int, Text]]:
    """The first change of each limit, penalty, status, rung and of the light.

    Args:
        plan: that judged.
        history: cut at the instant of judgement.
        as_of: that instant.

    Returns:
        by list and id: the instant and the state it then has; what does not change
        within the instants looked at is not in it.
    """
    run = Run(plan, history)
    run.advance(as_of)
    before = dict(_states(run, as_of))
    found: dict[_Key, tuple[int, Text]] = {}
    now = as_of
    for _ in range(_MOST):
        at = next_instant(run, now)
        if at is None:
            break
        if only_recurring(run) and not _some_open(before, found):
            break
        now = at
        run.advance(now)
        for key, state in _states(run, now):
            if key not in found and before.get(key, state) != state:
                found[key] = now, state
    return found


def _some_open(before: dict[_Key, Text], found: dict[_Key, tuple[int, Text]]) -> bool:
    """Whether a limit still runs whose change was not seen."""
    running = STATES["running"], STATES_OF_POWERS["running"]
    return any(state in running and key not in found for key, state in before.items())


def _states(run: Run, at: int) -> Iterator[tuple[_Key, Text]]:
    """How every output that can change stands."""
    for inst in run.instances:
        deadline, action = records_of(inst, at)
        if deadline is not None:
            words = STATES if deadline.kind == "duty" else STATES_OF_POWERS
            yield ("deadlines", deadline.id), words[deadline.state]
        if action is not None:
            yield ("actions", action.id), STATES_OF_ACTIONS[action.state]
    for one in run.penalties:
        yield ("penalties", one.id), STATES_OF_PENALTIES[one.state]
    for interval in run.intervals:
        name = interval.step or interval.unit or ""
        since = f"{interval.name}:{name}:{interval.since}"
        still = Text("仍在其中", "still on")
        yield ("intervals", since), still if interval.until is None else _ENDED
    yield LIGHT, COLOUR_WORDS[COLOURS[run.light[0]]]


def change_text(times: Times, at: int, state: Text) -> Text:
    """When something changes, and to what."""
    return say(
        "没有新的事件的话，{0}起：{1}",
        "if nothing else happens, from {0}: {1}",
        times.at(at, named=True),
        state,
    )
