"""Penalties, actions, statuses and rungs against their evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.beginnings import check_beginning
from hotline_rules.checker.case import facts_of, when, when_or_none
from hotline_rules.checker.common import local
from hotline_rules.checker.days import check_days
from hotline_rules.checker.deadlines import known_units
from hotline_rules.checker.marks import instants_of_mark
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.checker.points import Bases, late_from, paused, reach
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.course import Courses
    from hotline_rules.checker.model import Verdict
    from hotline_rules.checker.walk import Point

_NOT_THEN = Text("依据的事件没有在这一刻的", "no event of the evidence is of then")
_ACTIONS = {
    "running": "open",
    "paused": "open",
    "met": "done",
    "met_late": "done_late",
    "overdue": "overdue",
    "ended": "lapsed",
    "lapsed": "lapsed",
}


def check_penalty(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """Whether a penalty follows when it says, for whom, and how it stands."""
    _check_kind(case, answer, verdict)
    _check_points(case, answer, verdict)
    _check_bearer(case, answer, verdict)
    _check_standing(case, answer, verdict)
    if "limit" in answer["because"]:
        _check_mark(case, courses, answer, verdict)
        return
    at = when(answer["at"])
    check_beginning(case, courses, answer, verdict, "at", at)


def _check_kind(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    known = case.ground.entries.says(verdict.rule, "penalty")
    if known and answer["kind"] not in known:
        gives = Text(
            f"条目写的是 {'、'.join(sorted(known))}", f"the entry says {known}"
        )
        verdict.doubt("kind-otherwise", "kind", answer["kind"], gives)


def _check_points(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Points are a number of the entry; none where it gives none."""
    known = case.ground.numbers(verdict.rule)
    points = answer["points"]
    if points is None:
        if known and "missing_parameter" not in answer["flags"]:
            gives = Text("条目写了分值", "the entry gives points")
            verdict.doubt("points-otherwise", "points", None, gives)
    elif known is not None and Decimal(str(points)) not in known:
        listed = "、".join(str(one) for one in sorted(known)) or "没有分值"
        gives = Text(f"条目写的是 {listed}", "the entry gives other points, or none")
        verdict.doubt("points-otherwise", "points", points, gives)


def _check_bearer(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    unit = answer["unit"]
    middle = f"{verdict.rule}:" if unit is None else f"{verdict.rule}:{unit}:"
    number = verdict.id.removeprefix(middle)
    if not verdict.id.startswith(middle) or not number.isdigit():
        gives = Text(f"编号是 {verdict.id}", f"the id is {verdict.id}")
        verdict.doubt("unit-otherwise", "unit", unit, gives)
    if unit is not None and unit not in known_units(case):
        gives = Text("工单里没有出现过这个单位", "no event names this unit")
        verdict.doubt("unit-unknown", "unit", unit, gives)


def _check_standing(case: Case, answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Whether the state has what it needs beside it."""
    state = answer["state"]
    for wrong, why in _standings(case, answer):
        if wrong:
            verdict.doubt("state-otherwise", "state", state, why)
            break
    for other in answer["concurrent"]:
        beside = [one for one in case.result["penalties"] if one["id"] == other]
        if not beside or beside[0]["state"] != "absorbed":
            gives = Text("所列的一项没有被吸收", "what it lists was not absorbed")
            verdict.doubt("lists-otherwise", "concurrent", other, gives)


def _standings(case: Case, answer: Mapping[str, Any]) -> Iterator[tuple[bool, Text]]:
    """What may be wrong with the state of a penalty."""
    state, flags = answer["state"], answer["flags"]
    yield (
        (state == "absorbed") != ("absorbed" in flags),
        Text("与标记 absorbed 不一致", "the flag absorbed says otherwise"),
    )
    # One that was undone by what was pending still says what that was.
    yield (
        state != "voided"
        and (state == "provisional") != ("pending" in answer["because"]),
        Text("申请是否未决，与此不符", "what is pending says otherwise"),
    )
    if state == "absorbed":
        said = Text("没有更重的可以吸收它", "nothing heavier stands beside it")
        yield not _absorbers(case, answer), said
    if state == "voided":
        said = Text("没有撤销它的事件", "no event of the evidence undoes it")
        yield not _undone(case, answer), said
    if state == "effective":
        said = Text("依据里有事后撤销它的事件", "a later event of it undoes it")
        yield _later(case, answer), said
        said = Text("另一项说已经吸收了它", "another one says that it absorbed it")
        yield _swallowed(case, answer), said


def _absorbers(case: Case, answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    others = [
        one
        for one in case.result["penalties"]
        if one is not answer and one["state"] in ("effective", "absorbed")
    ]
    return [*others, *case.result["rungs"]]


def _undone(case: Case, answer: Mapping[str, Any]) -> bool:
    """Whether something of the evidence came after what brought the penalty."""
    return len(case.evidence(answer)) > 1


def _later(case: Case, answer: Mapping[str, Any]) -> bool:
    """Whether an event of the evidence came after the penalty was imposed."""
    imposed, limit = when(answer["at"]), answer["because"].get("limit")
    if limit in case.deadlines:
        # A limit may have run out before it began; its marks then come at once.
        imposed = max(imposed, when(case.deadlines[limit]["started_at"]))
    elif limit is not None:
        return False
    return max(case.times(answer), default=0) > imposed


def _swallowed(case: Case, answer: Mapping[str, Any]) -> bool:
    return any(answer["id"] in one["concurrent"] for one in case.result["penalties"])


# Marks --------------------------------------------------------------------------------


def _check_mark(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """A penalty of a mark comes at the first late instant after the mark's point."""
    because, at = answer["because"], when(answer["at"])
    limit = case.deadlines.get(because["limit"])
    if limit is None and because["limit_due_at"] is None:
        # A limit without a date: its mark waits for an event.
        if not case.has_limit(because["limit"]):
            gives = Text("没有这项应办的事", "there is no such duty")
            verdict.doubt("no-such-limit", "because.limit", because["limit"], gives)
        else:
            _check_undated(case, courses, answer, verdict)
        return
    if limit is None:
        gives = Text("没有这个期限", "there is no such deadline")
        verdict.doubt("no-such-limit", "because.limit", because["limit"], gives)
        return
    if _unit_of(because["limit"], limit["rule"]) != answer["unit"]:
        gives = Text(f"期限是 {because['limit']}", f"the limit is {because['limit']}")
        verdict.doubt("unit-otherwise", "unit", answer["unit"], gives)
    try:
        points = _points(case, courses, answer, limit, verdict)
    except NotCheckableError as why:
        verdict.untold.append(why)
        return
    instants = {
        late_from(point) if because["point"].startswith("past ") else point[2]
        for point in points
    }
    if because.get("bounds"):
        instants = {_bounded(one, because["bounds"]) for one in instants}
    if at not in instants:
        shown = "、".join(local(case, one) for one in sorted(instants)[:3])
        gives = Text(f"照证据是 {shown}", f"the evidence gives {shown}")
        verdict.doubt("begins-otherwise", "at", local(case, at), gives)
    days = because.get("days")
    ends = [
        point for point in points if days is not None and days["amount"] is not None
    ]
    check_days(case, days, ends, verdict)


def _check_undated(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """A mark of a limit without a date comes with an event, or so long after it."""
    at, limit = when(answer["at"]), answer["because"]["limit"]
    try:
        reached = instants_of_mark(case, courses, verdict.rule, limit)
    except NotCheckableError as why:
        verdict.untold.append(why)
        return
    if at not in (case.times(answer) if reached is None else reached):
        verdict.doubt("begins-otherwise", "at", local(case, at), _NOT_THEN)


def _unit_of(id_: str, rule: str) -> str | None:
    """The unit that the id of a limit names."""
    rest = id_.removeprefix(f"{rule}:")
    unit, colon, _ = rest.rpartition(":")
    return unit if colon else None


def _points(
    case: Case,
    courses: Courses,
    answer: Mapping[str, Any],
    limit: Mapping[str, Any],
    verdict: Verdict,
) -> list[Point]:
    because, text = answer["because"], answer["because"]["point"]
    if text is None:
        why = Text("证据没有写明这个时点是怎样定的", "the evidence does not say how")
        raise NotCheckableError("point-not-told", why)
    course = courses.of(str(limit["id"]))
    due = when_or_none(because["limit_due_at"])
    told = (due, bool(because.get("limit_inclusive")))
    ends = [end for end in course.all if end[:2] == told]
    if due is not None and not ends:
        gives = Text("那个期限没有过这样的期满", "the limit never had such an end")
        shown = local(case, due)
        verdict.doubt("end-otherwise", "because.limit_due_at", shown, gives)
        ends = [(due, told[1], due)]
    days = because.get("days") or {}
    step = limit["because"]["steps"][-1]
    walker = case.walker(days.get("counting") or step["counting"])
    facts = facts_of(case, answer, step)
    bare = text.removeprefix("past ")
    points = [
        point
        for end in ends
        for start in dict.fromkeys(course.starts)
        for point in reach(
            bare, walker, Bases(start, end, course.all[0], facts, courses.ends_of)
        )
    ]
    pauses = because.get("pauses")
    if pauses is None or not bare.endswith("after start"):
        return points
    unit, spans = bare.split(" ", 1)[1].partition(" after")[0], pauses["spans"]
    stood = [(when(a), when(b)) for a, b in spans]
    return [paused(walker, one, unit, stood, pauses["at_most"]) for one in points]


def _bounded(new: int, bounds: list[Any]) -> int:
    floor, old = when(bounds[0]), when_or_none(bounds[1])
    return max(new, floor if old is None else min(floor, old))


# The others ---------------------------------------------------------------------------


def check_action(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """An action with a date stands as its deadline does; without, as its events do."""
    known = case.ground.entries.says(verdict.rule, "do")
    if known and answer["action"] not in known:
        gives = Text(
            f"条目写的是 {'、'.join(sorted(known))}", f"the entry says {known}"
        )
        verdict.doubt("kind-otherwise", "action", answer["action"], gives)
    limit = case.deadlines.get(verdict.id)
    since = when(answer["since"])
    if limit is not None:
        _compare(case, answer, limit, verdict)
        return
    if answer["due_at"] is not None:
        gives = Text("没有相应的期限", "there is no deadline of this id")
        verdict.doubt("no-such-limit", "due_at", answer["due_at"], gives)
    check_beginning(case, courses, answer, verdict, "since", since)
    done, state = when_or_none(answer["done_at"]), answer["state"]
    if (done is None) == (state in ("done", "done_late")):
        gives = Text(f"完成时刻是 {answer['done_at']}", f"done at {answer['done_at']}")
        verdict.doubt("state-otherwise", "state", state, gives)
    if state in ("overdue", "done_late"):
        gives = Text("没有期限的事无从超期", "without a date nothing is late")
        verdict.doubt("state-otherwise", "state", state, gives)
    if done is not None and done not in case.times(answer) | case.ends_elsewhere:
        verdict.doubt("ended-otherwise", "done_at", local(case, done), _NOT_THEN)


def _compare(
    case: Case,
    answer: Mapping[str, Any],
    limit: Mapping[str, Any],
    verdict: Verdict,
) -> None:
    """An action with a date says what its deadline says."""
    met = limit["state"] in ("met", "met_late")
    pairs = (
        ("since", when(answer["since"]), when(limit["started_at"])),
        ("due_at", when_or_none(answer["due_at"]), when_or_none(limit["due_at"])),
        ("inclusive", bool(answer["inclusive"]), bool(limit["inclusive"])),
        ("state", answer["state"], _ACTIONS.get(limit["state"])),
        (
            "done_at",
            when_or_none(answer["done_at"]),
            when_or_none(limit["ended_at"]) if met else None,
        ),
    )
    for name, says, owed in pairs:
        if says != owed:
            shown = local(case, owed) if isinstance(owed, int) else owed
            gives = Text(f"同号的期限是 {shown}", f"its deadline has {shown}")
            verdict.doubt("unlike-its-limit", name, answer[name], gives)


def check_interval(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """A status or a rung begins with what set it going, and ends with an event."""
    word = answer.get("status")
    known = case.ground.entries.says(verdict.rule, "status")
    if word is not None and known and word not in known:
        gives = Text(
            f"条目写的是 {'、'.join(sorted(known))}", f"the entry says {known}"
        )
        verdict.doubt("kind-otherwise", "status", word, gives)
    if "rung" in answer:
        steps = case.ground.entries.says(verdict.rule, "rung")
        step = f"{answer['ladder']}.{answer['rung']}"
        if not {step, answer["rung"]} & steps:
            gives = Text("条目没有这一级", "the entry names no such rung")
            verdict.doubt("kind-otherwise", "rung", step, gives)
    since, until = when(answer["since"]), when_or_none(answer["until"])
    check_beginning(case, courses, answer, verdict, "since", since)
    if until is None:
        return
    if until < since:
        gives = Text("早于开始", "that is before it began")
        verdict.doubt("ended-otherwise", "until", local(case, until), gives)
        return
    ends = case.times(answer) | case.ends_elsewhere
    if until not in ends and until not in _marks_that_end(case, courses, verdict):
        verdict.doubt("ended-otherwise", "until", local(case, until), _NOT_THEN)


def _marks_that_end(case: Case, courses: Courses, verdict: Verdict) -> set[int]:
    """When the marks were reached that end a status or a rung."""
    entries = case.ground.entries
    found: set[int] = set()
    for word in entries.says(verdict.rule, "until"):
        rule, _, name = word.rpartition(".")
        if not entries.is_mark(rule, name):
            continue
        for id_ in [one["id"] for one in case.limits if one["rule"] == rule]:
            try:
                found |= instants_of_mark(case, courses, word, id_) or set()
            except NotCheckableError as why:
                verdict.untold.append(why)
    return found
