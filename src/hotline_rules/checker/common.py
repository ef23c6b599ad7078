"""What every answer has: events, clauses, readings, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.model import Verdict


def check_common(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Look at what an answer of any list must have."""
    _check_events(case, answer, verdict)
    _check_cites(case, answer, verdict)
    _check_readings(case, answer, verdict)
    certain = "provisional" if "provisional" in answer["flags"] else "final"
    if answer.get("certainty", certain) != certain:
        gives = Text("与标记 provisional 不一致", "the flag provisional says otherwise")
        verdict.doubt("certainty", "certainty", answer["certainty"], gives)


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


def local(case: Case, instant: int) -> str:
    """An instant for people, by the clock of the profile's zone."""
    walker = case.walker(None)
    shown = walker.world.local(instant)
    return shown.strftime("%Y-%m-%d %H:%M:%S")
