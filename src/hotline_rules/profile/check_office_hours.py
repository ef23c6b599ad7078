"""Checks that the settings of a counting fit its calendar and each other."""

from collections.abc import Iterable, Iterator

from hotline_rules.clock import Amount, WorkingDays, WorkingTime
from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.spans_of_time import kind_of_amount, leaves
from hotline_rules.rulebook import (
    Counting,
    FactAmount,
    FirstWorkingDayAfter,
    Limit,
    Mark,
    MovesTo,
    Pauses,
    Point,
    Shifted,
    Until,
    Within,
)

Uses = dict[str, set[type[Amount] | str]]
HALVES = "half days"
OFFICE_WORDS = {"last_day_ends": "business_close", "hours_counted": "office_hours"}


def check_office_hours(compiled: Compiled, ctx: Context) -> None:
    """Ask for office hours where they are counted in. OFFICE_HOURS_MISSING."""
    uses = _uses(compiled)
    for counting in compiled.countings:
        calendar = ctx.names.calendars.get(counting.calendar)
        if calendar is None or calendar.child("open") is not None:
            continue
        key = _office_setting(counting)
        if key is None and WorkingTime not in uses.get(counting.id, set()):
            continue
        node = ctx.names.countings[counting.id]
        ctx.report(
            codes.OFFICE_HOURS_MISSING,
            (node.child(key) if key else None) or node.child("calendar") or node,
            Text(
                f"计时方式 `{counting.id}` 按办公时间算，"
                f"日历 `{counting.calendar}` 没有办公时间",
                f"the counting `{counting.id}` needs office hours and the calendar "
                f"`{counting.calendar}` has none",
            ),
            why=Text(
                "没有上下班时间，就不知道几点截止、哪些小时要计",
                "without them nobody can say when business stops",
            ),
            fix=Text(
                '在日历里加上 open: [{hours: ["08:30-12:00", "14:30-17:30"]}]',
                'add open: [{hours: ["08:30-12:00", "14:30-17:30"]}] to the calendar',
            ),
            related=(Label(calendar.place, Text("这个日历", "this calendar")),),
        )


def check_settings_agree(compiled: Compiled, ctx: Context) -> None:
    """Refuse settings that contradict each other. SETTINGS_CLASH."""
    uses = _uses(compiled)
    for counting in compiled.countings:
        if counting.settings.last_day_ends != "same_time":
            continue
        node = ctx.names.countings[counting.id]
        if counting.settings.first_day == "counted":
            with_what = Text("`first_day: counted`", "`first_day: counted`")
            why = Text(
                "当天算第一天，又到同一时刻为止，一天就成了零小时",
                "one day that counts its first day would be no time at all",
            )
        elif HALVES in uses.get(counting.id, set()):
            with_what = Text("半个工作日", "half working days")
            why = Text(
                "半天到分界的时刻或当天结束为止", "a half day ends where it is split"
            )
        else:
            continue
        ctx.report(
            codes.SETTINGS_CLASH,
            node.child("last_day_ends") or node,
            Text(
                f"`same_time` 和{with_what.zh}不能同时用",
                f"`same_time` does not go with {with_what.en}",
            ),
            why=why,
            fix=Text(
                '改一个设置，例如 last_day_ends: "24:00"',
                'change one of them, such as last_day_ends: "24:00"',
            ),
        )


def _office_setting(counting: Counting) -> str | None:
    """Return the setting that asks for office hours; None when none does."""
    for key, word in OFFICE_WORDS.items():
        if getattr(counting.settings, key) == word:
            return key
    return None


def _uses(compiled: Compiled) -> Uses:
    """Return the kinds of amounts that each counting counts in."""
    uses: Uses = {}
    own: dict[str, set[str]] = {}
    for rule in compiled.rules:
        for case in rule.cases:
            limit = case.limit
            if limit is not None and limit.counting:
                own.setdefault(rule.id, set()).add(limit.counting)
                _note(uses, limit.counting, _amounts_of_limit(limit))
                _note_marks(uses, limit.counting, limit.marks)
    for change in compiled.changes:
        of_targets = {id_ for target in change.targets for id_ in own.get(target, ())}
        for counting in {change.counting} if change.counting else of_targets:
            match change.effect:
                case MovesTo(point, not_after, _):
                    for value in (point, *not_after):
                        for leaf in leaves(value):
                            _note(uses, counting, _amounts_of_point(leaf))
                case Pauses():
                    at_most = change.effect.at_most
                    _note(uses, counting, () if at_most is None else (at_most,))
                case _:
                    pass
            _note_marks(uses, counting, change.marks or ())
    return uses


def _note(uses: Uses, counting: str, amounts: Iterable[Amount | FactAmount]) -> None:
    found = uses.setdefault(counting, set())
    for amount in amounts:
        found.add(kind_of_amount(amount))
        if isinstance(amount, WorkingDays) and amount.halves % 2:
            found.add(HALVES)


def _note_marks(uses: Uses, counting: str, marks: Iterable[Mark]) -> None:
    for mark in marks:
        for point in leaves(mark.at):
            _note(uses, mark.counting or counting, _amounts_of_point(point.point))


def _amounts_of_limit(limit: Limit) -> Iterator[Amount | FactAmount]:
    """Yield the amounts of a limit, its target and its bounds."""
    for value in (limit.within, limit.target, limit.at_least, limit.at_most):
        for leaf in leaves(value):
            match leaf:
                case Within(amount):
                    yield amount
                case Until(point):
                    yield from _amounts_of_point(point)
                case _:
                    pass


def _amounts_of_point(point: Point) -> Iterator[Amount | FactAmount]:
    """Yield the amounts by which a point is shifted."""
    match point:
        case Shifted(amount, _, base):
            yield amount
            yield from _amounts_of_point(base)
        case FirstWorkingDayAfter(base, _):
            yield from _amounts_of_point(base)
        case _:
            return
