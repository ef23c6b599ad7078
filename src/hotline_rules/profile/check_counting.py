"""Checks that a counting says everything its limits need, and nothing else."""

from collections.abc import Iterable, Iterator
from typing import Literal

from hotline_rules.clock import Amount, Elapsed, WorkingDays, WorkingTime
from hotline_rules.clock.settings import settings_used
from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.countings import SETTINGS
from hotline_rules.profile.node import Node
from hotline_rules.profile.spans_of_time import has_gap, kind_of_amount, leaves
from hotline_rules.rulebook import (
    Anchor,
    DayOfMonth,
    FactAmount,
    FactPoint,
    FirstWorkingDayAfter,
    FixedDay,
    Limit,
    Mark,
    MarkPoint,
    MovesTo,
    NoTime,
    Point,
    Shifted,
    StartsFrom,
    Until,
    Value,
    Within,
)

Kind = type[Amount] | Literal["date", "instant"]
ALWAYS_ALLOWED = ("receipt", "hours_counted")


class _Use:
    """The settings that one counting needs and may have, and where."""

    def __init__(self) -> None:
        self.needed: dict[str, Node | None] = {}
        self.allowed: set[str] = set(ALWAYS_ALLOWED)

    def need(self, names: Iterable[str], node: Node | None) -> None:
        for name in names:
            self.allowed.add(name)
            self.needed.setdefault(name, node)


def check_settings_missing(compiled: Compiled, ctx: Context) -> None:
    """Ask for settings that a limit needs. SETTING_MISSING."""
    for id_, use in _uses(compiled, ctx).items():
        node = ctx.names.countings.get(id_)
        if node is None:
            continue
        for name, place in use.needed.items():
            if node.child(name) is None:
                _report_missing(id_, name, node, place, ctx)


def check_settings_unused(compiled: Compiled, ctx: Context) -> None:
    """Warn of settings that no limit of the counting uses. SETTING_UNUSED."""
    if ctx.incomplete:
        return
    for id_, use in _uses(compiled, ctx).items():
        node = ctx.names.countings.get(id_)
        for name in SETTINGS:
            given = node.child(name) if node is not None else None
            if given is not None and name not in use.allowed:
                ctx.report(
                    codes.SETTING_UNUSED,
                    given.place,
                    Text(
                        f"计时方式 `{id_}` 用不到 `{name}`",
                        f"the counting `{id_}` has no use for `{name}`",
                    ),
                    why=Text(
                        "用这种计时方式的期限都不看它，留着会让人以为起作用",
                        "no limit counted so looks at it",
                    ),
                    fix=Text(f"删掉 `{name}`", f"drop `{name}`"),
                )


def _report_missing(
    id_: str, name: str, node: Node, place: Node | None, ctx: Context
) -> None:
    label = (
        (Label(place.span, Text("这里要用到", "needed here")),)
        if place is not None
        else ()
    )
    ctx.report(
        codes.SETTING_MISSING,
        node.place,
        Text(
            f"计时方式 `{id_}` 没有写 `{name}`",
            f"the counting `{id_}` does not say `{name}`",
        ),
        why=_MEANINGS.get(name),
        fix=Text(
            f"补上 `{name}:`；也可能是那里的 `counted` 选错了计时方式",
            f"add `{name}:`, or choose another counting there (`counted`)",
        ),
        related=label,
    )


_MEANINGS = {
    "first_day": Text(
        "当天算不算第一天：not_counted、counted、next_working_day",
        "whether the first day counts: not_counted, counted or next_working_day",
    ),
    "last_day_ends": Text(
        '最后一天到什么时候为止："24:00"、business_close、same_time',
        'when the last day ends: "24:00", business_close or same_time',
    ),
    "at_the_limit": Text(
        "正好到点算不算超：strict 不算，reached_counts 算",
        "whether reaching the limit is late: strict (no) or reached_counts (yes)",
    ),
    "rest_days_after": Text(
        "末日之后的休息日里办结：late 算超，on_time 不算",
        "whether the rest days after the last day are late or on_time",
    ),
    "end_on_rest_day": Text(
        "末端落在休息日：stays 不动，rolled 顺延",
        "an end on a rest day stays or is rolled",
    ),
    "rest_days_in_hours": Text(
        "小时数遇休息日：count、pause、end_roll_same_time、end_roll_24、opening_roll",
        "what rest days do to hours: count, pause, end_roll_same_time, end_roll_24 or "
        "opening_roll",
    ),
    "halves_split_at": Text(
        '半天在几点分开，如 "12:00"', 'where the day is split, such as "12:00"'
    ),
}


# --- who uses which counting how -----------------------------------------------------


def _uses(compiled: Compiled, ctx: Context) -> dict[str, _Use]:
    uses: dict[str, _Use] = {}
    countings: dict[str, set[str]] = {}
    for rule in compiled.rules:
        for case in rule.cases:
            if case.limit is not None:
                _use_limit(case.limit, (rule.id, case.name), uses, ctx)
                if case.limit.counting:
                    countings.setdefault(rule.id, set()).add(case.limit.counting)
    for change in compiled.changes:
        own = [change.counting] if change.counting else []
        of_targets = [
            id_ for target in change.targets for id_ in countings.get(target, ())
        ]
        for counting in own or sorted(set(of_targets)):
            use = uses.setdefault(counting, _Use())
            place = ctx.places.get(("moves_to", change.id, ""))
            match change.effect:
                case MovesTo(point, not_after, _):
                    for value in (point, *not_after):
                        _use_points(leaves(value), use, place, exact=True)
                case StartsFrom(point):
                    _use_points(leaves(point), use, place, exact=False)
                case _:
                    pass
            _use_marks(change.marks or (), use, (change.id, ""), ctx)
    return uses


def _use_limit(
    limit: Limit, place: tuple[str, str], uses: dict[str, _Use], ctx: Context
) -> None:
    if limit.counting is None:
        return
    use = uses.setdefault(limit.counting, _Use())
    node = ctx.places.get(("within", *place))
    values: tuple[Value[Within | Until | NoTime] | None, ...] = (
        limit.within,
        limit.target,
        limit.at_least,
        limit.at_most,
    )
    if has_gap(limit.within):
        use.allowed.update(SETTINGS)
    for value in values:
        for leaf in leaves(value):
            match leaf:
                case Within(amount):
                    kind = kind_of_amount(amount)
                    use.need(settings_used(kind, halves=_halves(amount)), node)
                case Until(point):
                    _use_points((point,), use, node, exact=True)
                case NoTime():
                    pass
    for mark in limit.marks:
        own = uses.setdefault(mark.counting, _Use()) if mark.counting else use
        _use_marks((mark,), own, place, ctx)


def _halves(amount: Amount | FactAmount) -> bool:
    return isinstance(amount, WorkingDays) and amount.halves % 2 == 1


def _at_least(kind: type[Amount], base: Point, *, halves: bool) -> Iterator[str]:
    """Yield the settings without which a point cannot be counted at all."""
    if kind is Elapsed:
        yield "rest_days_in_hours"
    elif kind is not WorkingTime and base == Anchor("start"):
        yield "first_day"
    if halves:
        yield "halves_split_at"


def _use_marks(
    marks: Iterable[Mark], use: _Use, place: tuple[str, str], ctx: Context
) -> None:
    for mark in marks:
        points: Iterator[MarkPoint] = leaves(mark.at)
        node = ctx.places.get(("mark", *place, mark.id))
        at = None if node is None else node.child("at") or node
        _use_points((point.point for point in points), use, at, exact=False)


def _use_points(
    points: Iterable[Point], use: _Use, node: Node | None, *, exact: bool
) -> None:
    """Note what points need.

    Args:
        points: of a limit, a change or a mark.
        use: of their counting.
        node: where they are written.
        exact: whether the point is an end, which `end_on_rest_day` applies to.
    """
    for point in points:
        match point:
            case FactPoint() | FixedDay() | DayOfMonth():
                use.allowed.update(settings_used("date"))
                use.allowed.update(settings_used("instant"))
                if exact:
                    use.need(("end_on_rest_day",), node)
            case Shifted(amount, _, base):
                kind = kind_of_amount(amount)
                use.allowed.update(settings_used(kind, halves=_halves(amount)))
                use.need(_at_least(kind, base, halves=_halves(amount)), node)
                _use_points((base,), use, node, exact=False)
            case FirstWorkingDayAfter(base, _):
                use.allowed.update(settings_used(WorkingDays))
                _use_points((base,), use, node, exact=False)
            case _:
                use.allowed.update(("at_the_limit", "rest_days_after"))
