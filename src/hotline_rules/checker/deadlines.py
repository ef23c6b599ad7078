"""A deadline against its evidence: its end, its days, its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.checker.beginnings import check_beginning
from hotline_rules.checker.case import when, when_or_none
from hotline_rules.checker.common import local
from hotline_rules.checker.days import check_days
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.course import Course, Courses
    from hotline_rules.checker.model import Verdict
    from hotline_rules.checker.walk import Point

_OPEN = ("running", "paused", "overdue", "lapsed")


def check_deadline(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """Count a limit again and compare."""
    check_due_text(case, answer, verdict)
    _check_unit(case, answer, verdict)
    _check_words(case, answer, verdict)
    _check_state(case, answer, verdict)
    _check_ended(case, answer, verdict)
    try:
        course = courses.of(verdict.id)
    except NotCheckableError as why:
        verdict.untold.append(why)
        return
    began = course.starts[0]
    check_beginning(case, courses, answer, verdict, "started_at", began)
    _check_start(case, answer, course, verdict)
    _check_end(case, answer, course, verdict)
    _check_judged(case, answer, course, verdict)
    _check_original(case, answer, course, verdict)
    _check_target(case, courses, answer, course, verdict)
    days = answer["because"].get("days")
    check_days(case, days, course.final, verdict)
    _check_amount(answer, days, verdict)


def check_due_text(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Whether an end reads for people as it stands for programs."""
    due = when_or_none(answer["due_at"])
    text = None if due is None else due_text(case, due, bool(answer["inclusive"]))
    if answer["due_text"] != text:
        gives = Text(f"应写作 {text}", f"it reads {text}")
        verdict.doubt("due-text", "due_text", answer["due_text"], gives)


def due_text(case: Case, due: int, inclusive: bool) -> str:  # noqa: FBT001
    """An end for people: ``2021-03-08 24:00``, seconds only where there are some."""
    world = case.walker(None).world
    shown = world.local(due)
    if not inclusive and (shown.hour, shown.minute, shown.second) == (0, 0, 0):
        day = world.local(due - 1).date()
        return f"{day} 24:00"
    return f"{shown:%Y-%m-%d %H:%M}" + (f":{shown:%S}" if shown.second else "")


def _check_unit(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """A limit bears the unit of its id, unless the rule names another bearer."""
    if not verdict.id.startswith(f"{verdict.rule}:"):
        gives = Text("编号不是这个条目的", "the id is not of this entry")
        verdict.doubt("id-of-another-rule", "id", verdict.id, gives)
    unit = answer.get("unit", (answer.get("bearer") or {}).get("unit"))
    if unit is not None and unit not in known_units(case):
        gives = Text("工单里没有出现过这个单位", "no event names this unit")
        verdict.doubt("unit-unknown", "unit", unit, gives)


def _check_words(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Duty or power, and why it ended, are as the entry says."""
    entries = case.ground.entries
    word = "must" if answer["kind"] == "duty" else "may"
    paths = entries.paths(verdict.rule) or []
    if paths and not any(word in one for path in paths for one in path):
        gives = Text(f"条目里没有 {word}", f"the entry has no `{word}`")
        verdict.doubt("kind-otherwise", "kind", answer["kind"], gives)
    reason = answer["end_reason"]
    if reason is not None and reason not in entries.end_reasons(verdict.rule):
        gives = Text("条目没有写这种终止", "the entry knows no such end")
        verdict.doubt("ended-otherwise", "end_reason", reason, gives)


def known_units(case: Case) -> set[str]:
    """The units that the history names anywhere."""
    found = {str(case.history.get("id"))}
    for event in case.events:
        for value in event.payload.values():
            found |= {value} if isinstance(value, str) else set()
            if isinstance(value, list):
                found |= {one for one in value if isinstance(one, str)}
    found |= {one for one in case.attributes.values() if isinstance(one, str)}
    return found


# The end --------------------------------------------------------------------------


def _check_start(
    case: Case, answer: Mapping[str, Any], course: Course, verdict: Verdict
) -> None:
    """After a restart a limit begins where its facts changed."""
    steps = answer["because"]["steps"]
    for step, start in zip(steps, course.starts, strict=True):
        if step.get("how") == "restart" and start != when(step["since"]):
            gives = Text(
                f"案情在 {local(case, when(step['since']))} 改变，应从那时起算",
                "it restarts when the facts changed",
            )
            verdict.doubt("begins-otherwise", "started_at", local(case, start), gives)


def _check_end(
    case: Case, answer: Mapping[str, Any], course: Course, verdict: Verdict
) -> None:
    for step, ends in course.odd:
        told = _shown(case, (when(step["at"]), bool(step["inclusive"]), 0))
        gives = _gives(case, ends)
        verdict.doubt("step-otherwise", "because.steps", told, gives)
    if answer["state"] == "paused":
        _check_paused(case, answer, course, verdict)
        return
    due = when_or_none(answer["due_at"])
    if due is None:
        gives = _gives(case, course.final)
        verdict.doubt("no-end", "due_at", None, gives)
        return
    told_end = (due, bool(answer["inclusive"]))
    if not any(end[:2] == told_end for end in course.final):
        shown = _shown(case, (*told_end, due))
        verdict.doubt("end-otherwise", "due_at", shown, _gives(case, course.final))


def _check_judged(
    case: Case, answer: Mapping[str, Any], course: Course, verdict: Verdict
) -> None:
    """The end by which it was judged is one that the limit had."""
    because = answer["because"]
    if "judged_by" not in because:
        return
    told = (when(because["judged_by"]), bool(because["judged_inclusive"]))
    if not any(end[:2] == told for end in course.all):
        shown = _shown(case, (*told, told[0]))
        gives = _gives(case, course.all)
        verdict.doubt("end-otherwise", "because.judged_by", shown, gives)


def _check_paused(
    case: Case, answer: Mapping[str, Any], course: Course, verdict: Verdict
) -> None:
    """While the clock stands still there is no end, but so much is left."""
    pauses = answer["because"]["steps"][-1].get("pauses") or {}
    spans = pauses.get("spans") or [[None, None]]
    since, until = spans[-1]
    if since is None or until is not None:
        gives = Text("证据里没有正在进行的停表", "no pause is going on in evidence")
        verdict.doubt("not-paused", "state", "paused", gives)
        return
    if answer["due_at"] is not None:
        gives = Text("停表期间没有期满的时刻", "while paused there is no end")
        verdict.doubt("end-otherwise", "due_at", answer["due_at"], gives)
    left = {_left(case, end, when(since), pauses) for end in course.final}
    if answer["remaining_seconds"] not in left:
        shown = "、".join(map(str, sorted(left)))
        gives = Text(f"停表时还剩 {shown} 秒", f"{shown} seconds were left")
        verdict.doubt(
            "left-otherwise", "remaining_seconds", answer["remaining_seconds"], gives
        )


def _left(case: Case, end: Point, since: int, pauses: Mapping[str, Any]) -> int:
    unit = pauses["in"]
    if unit not in ("hours", "working hours"):
        return max(end[0] - since, 0)
    walker = case.walker(pauses["counting"])
    office = unit == "working hours"
    return walker.open_seconds(since, end[0], office=office)


def _check_original(
    case: Case, answer: Mapping[str, Any], course: Course, verdict: Verdict
) -> None:
    """The end before any change is one that the limit had."""
    original = when_or_none(answer["original_due_at"])
    steps = answer["because"]["steps"]
    moved = any(step.get("how") == "moved" for step in steps)
    if original is not None and len(steps) == 1 and "pauses" not in steps[0]:
        gives = Text("期限没有变动过", "the end was never changed")
        shown = local(case, original)
        verdict.doubt("original-otherwise", "original_due_at", shown, gives)
        return
    if original is None and moved:
        gives = _gives(case, course.all[:1])
        verdict.doubt("original-otherwise", "original_due_at", None, gives)
    if original is not None and original not in {end[0] for end in course.all}:
        gives = _gives(case, course.all[:1])
        shown = local(case, original)
        verdict.doubt("original-otherwise", "original_due_at", shown, gives)


def _check_target(
    case: Case,
    courses: Courses,
    answer: Mapping[str, Any],
    course: Course,
    verdict: Verdict,
) -> None:
    """The date aimed at, counted from the start."""
    soft, steps = when_or_none(answer["soft_due_at"]), answer["because"]["steps"]
    if not any("target" in step for step in steps):
        if soft is not None:
            gives = Text("条目没有目标日期", "the entry aims at no date")
            verdict.doubt("target-otherwise", "soft_due_at", local(case, soft), gives)
        return
    try:
        if len(steps) > 1:
            why = Text("期限变动后，目标日期没有写明由来", "the limit was changed")
            raise NotCheckableError("target-not-told", why)
        aims = courses.targets(answer, course)
    except NotCheckableError as why:
        verdict.untold.append(why)
        return
    if soft not in {aim[0] for aim in aims}:
        shown = None if soft is None else local(case, soft)
        verdict.doubt("target-otherwise", "soft_due_at", shown, _gives(case, aims))


def _shown(case: Case, end: Point) -> str:
    inclusive = "（含）" if end[1] else ""
    return f"{local(case, end[0])}{inclusive}"


def _gives(case: Case, ends: list[Point]) -> Text:
    if not ends:
        return Text("照证据得不出期满的时刻", "the evidence gives no end")
    shown = "、".join(dict.fromkeys(_shown(case, end) for end in ends[:3]))
    return Text(f"照证据数到 {shown}", f"counted from the evidence: {shown}")


def _check_amount(
    answer: Mapping[str, Any], days: Mapping[str, Any] | None, verdict: Verdict
) -> None:
    """The days are those of the amount by which the end was counted."""
    if days is None or days["amount"] is None:
        return
    points = [step["point"] for step in answer["because"]["steps"]]
    owed = f"{days['amount']} after start"
    if owed not in points:
        gives = Text(f"期限的由来写的是 {points[-1]}", f"the steps say {points[-1]}")
        verdict.doubt("days-miscounted", "because.days.amount", days["amount"], gives)


# The state ------------------------------------------------------------------------


def _check_state(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Whether a state follows from the end, from what ended it, and from as_of."""
    due, state = when_or_none(answer["due_at"]), answer["state"]
    if state == "paused" or due is None:
        return
    because, late = answer["because"], due + bool(answer["inclusive"])
    if "judged_by" in because:
        late = when(because["judged_by"]) + bool(because["judged_inclusive"])
    expected = _states(case, answer, late)
    if state not in expected:
        gives = Text(f"应为 {'、'.join(expected)}", f"it is {' or '.join(expected)}")
        verdict.doubt("state-otherwise", "state", state, gives)


def _states(case: Case, answer: Mapping[str, Any], late: int) -> tuple[str, ...]:
    ended = when_or_none(answer["ended_at"])
    duty = answer["kind"] == "duty"
    if answer["end_reason"] is not None:
        return ("ended",)
    if ended is None:
        if case.as_of < late:
            return ("running",)
        return ("overdue",) if duty else ("lapsed",)
    at = _stopped(answer)
    ended = ended if at is None else at
    return ("met_late",) if ended >= late else ("met",)


def _stopped(answer: Mapping[str, Any]) -> int | None:
    """When the clock was stopped for good: what is done later is judged by that."""
    steps = answer["because"].get("steps") or [{}]
    spans = (steps[-1].get("pauses") or {}).get("spans") or []
    if spans and spans[-1][1] is None:
        return when(spans[-1][0])
    return None


def _check_ended(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """What ended a limit is an event of its evidence."""
    ended, state = when_or_none(answer["ended_at"]), answer["state"]
    if (ended is None) != (state in _OPEN):
        gives = Text(f"状态是 {state}", f"the state is {state}")
        verdict.doubt("ended-otherwise", "ended_at", answer["ended_at"], gives)
    elif ended is not None and ended not in case.times(answer) | case.ends_elsewhere:
        gives = Text("依据的事件没有在这一刻的", "no event of the evidence is of then")
        verdict.doubt("ended-otherwise", "ended_at", local(case, ended), gives)
