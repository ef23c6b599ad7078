"""What every answer has: events, clauses, readings, flags, and a beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import when
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.model import Verdict

_ENDS = ("met", "met_late", "over", "ended", "used", "used_late")
_LATE = ("passed", "lapsed", "expires")


def check_common(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Look at what an answer of any list must have."""
    _check_events(case, answer, verdict)
    _check_cites(case, answer, verdict)
    _check_readings(case, answer, verdict)
    provisional = "provisional" in answer["flags"]
    certainty = answer.get("certainty")
    if certainty is not None and (certainty == "provisional") != provisional:
        gives = Text("与标记 provisional 不一致", "the flag provisional says otherwise")
        verdict.doubt("certainty", "certainty", certainty, gives)


def _check_events(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    for number in answer["because"].get("events") or ():
        if not case.has(number):
            count = len(case.events)
            gives = Text(
                f"这件工单到判断时点只有 {count} 个事件（从 0 编号）",
                f"by then the history has {count} events, numbered from 0",
            )
            verdict.doubt("no-such-event", "because.events", number, gives)


def _check_cites(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    cites, ground = frozenset(answer["cites"]), case.ground
    for one in sorted(cites):
        if ground.clauses is not None and one not in ground.clauses:
            gives = Text("条款登记册里没有这一条", "no register has this clause")
            verdict.doubt("no-such-clause", "cites", one, gives)
    owed = ground.entries.cites(verdict.rule)
    if not owed:
        gives = Text("规则里没有这个条目", "the profile has no such entry")
        verdict.doubt("no-such-rule", "rule", verdict.rule, gives)
    elif not any(one <= cites for one in owed):
        wanted = " ".join(sorted(min(owed, key=lambda one: len(one - cites)) - cites))
        gives = Text(
            f"这个条目依据的 {wanted} 没有列出", f"the entry rests on {wanted} as well"
        )
        verdict.doubt("clause-left-out", "cites", " ".join(sorted(cites)), gives)


def _check_readings(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    for code, option in dict(answer.get("readings") or {}).items():
        used = case.ground.readings.get(code)
        if used != option:
            gives = Text(f"这次采用的是 {used}", f"{used} is in use")
            verdict.doubt("reading-not-in-use", f"readings.{code}", option, gives)


# The beginning ------------------------------------------------------------------------


def check_beginning(
    case: Case,
    answer: Mapping[str, Any],
    verdict: Verdict,
    field: str,
    began: int,
    ends_of: Any = None,
) -> None:
    """Whether an answer begins when what set it going happened.

    Args:
        case: the history and the result.
        answer: whose beginning.
        verdict: takes the doubt.
        field: that says it.
        began: what it says, before any change of the start.
        ends_of: the ends that a deadline has had, by its id.
    """
    expected = _expected(case, answer, began, ends_of)
    if expected is None:
        why = Text(
            "证据没有写明由什么引起", "the evidence does not say what set it going"
        )
        verdict.untold.append(NotCheckableError("trigger-not-told", why))
    elif began not in expected:
        times = sorted(expected)[:3]
        shown = "、".join(local(case, one) for one in times)
        gives = Text(
            f"依据的事件在 {shown}" if times else "没有这样的依据",
            f"what set it going was at {', '.join(local(case, one) for one in times)}"
            if times
            else "nothing of the kind is in evidence",
        )
        verdict.doubt("begins-otherwise", field, local(case, began), gives)


def _expected(
    case: Case, answer: Mapping[str, Any], began: int, ends_of: Any
) -> set[int] | None:
    """The instants at which an answer may have begun."""
    because = answer["because"]
    trigger = because.get("trigger")
    if isinstance(trigger, int):
        return {case.events[trigger].at} if case.has(trigger) else set()
    if trigger is None:
        return None
    if str(trigger).startswith("clock."):
        return _by_the_clock(case, began)
    word = str(trigger).rpartition(".")[2]
    other = case.deadlines.get(str(because.get("of")))
    if other is None:
        return case.times(answer) | case.instants
    return _instants_of(case, word, other, answer, ends_of)


def _instants_of(
    case: Case,
    word: str,
    other: Mapping[str, Any],
    answer: Mapping[str, Any],
    ends_of: Any,
) -> set[int]:
    if word == "opened":
        steps = other["because"].get("steps") or [{}]
        return {when(steps[0].get("from", other["started_at"]))}
    found = case.times(answer) | case.times(other)
    if word in _ENDS:
        ended = other["ended_at"]
        return (
            found
            if ended is None
            else {when(ended)} | (found if word.startswith("used") else set())
        )
    if word in _LATE and ends_of is not None:
        try:
            lates = {at + inclusive for at, inclusive, _ in ends_of(other["id"])}
        except NotCheckableError:
            return found | case.instants
        # What has run out before it began, or was put so far back, is told at once.
        return {max(late, since) for late in lates for since in _sinces(other)}
    return found | case.instants


def _sinces(limit: Mapping[str, Any]) -> set[int]:
    """When a limit began, and when its end was told anew."""
    steps = limit["because"].get("steps") or ()
    anew = {when(step["since"]) for step in steps if "since" in step}
    return {when(limit["started_at"]), *anew}


def _by_the_clock(case: Case, began: int) -> set[int]:
    """What the clock tells begins with a day, or with the history."""
    world = case.walker(None).world
    day = world.local(began).date()
    return {world.wall(day, 0), *(event.at for event in case.events[:1])}


def local(case: Case, instant: int) -> str:
    """An instant for people, by the clock of the profile's zone."""
    walker = case.walker(None)
    shown = walker.world.local(instant)
    return shown.strftime("%Y-%m-%d %H:%M:%S")
