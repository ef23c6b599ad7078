"""What follows at once: status, light, penalty, rung, flags; the marks of a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.explain.points import limit_text, mark_text
from hotline_rules.explain.words import COLOURS, FLAGS
from hotline_rules.regulation.values import formal, joined, spell
from hotline_rules.rulebook import Always, Constant, MarkPoint, Shifted, Table, Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.regulation.tell import Entry, Teller
    from hotline_rules.rulebook import Effects, FlagRule, Mark, PenaltyEffect

NOT_IN_USE = "按现用的读法，这一项不适用。"


def effects_text(effects: Effects, teller: Teller) -> str:
    """What follows, one after the other; empty for nothing."""
    return "，".join(_effects(effects, teller))


def _effects(effects: Effects, teller: Teller) -> Iterator[str]:
    names = teller.names
    if effects.status is not None:
        status = effects.status
        title = names.status(status.status, status.kind).zh
        until = _until(teller.events(status.until), "不再解除")
        yield f"进入“{title}”状态，{until}"
    if effects.light is not None:
        until = teller.events(effects.light.until)
        colour = COLOURS[effects.light.colour].zh
        shown = colour if effects.light.colour == "none" else f"亮{colour}"
        yield shown + (f"，{_until(until, '')}" if until else "")
    if effects.penalty is not None:
        yield _penalty(effects.penalty, teller)
    if effects.rung is not None:
        rung = effects.rung
        ladder, step = names.ladder(rung.ladder).zh, names.titled(rung.step).zh
        until = _until(teller.events(rung.until), "不再退出")
        yield f"进入“{ladder}”阶梯的“{step}”一级，{until}"


def _until(events: str, never: str) -> str:
    return f"直到{events}为止" if events else never


def _penalty(penalty: PenaltyEffect, teller: Teller) -> str:
    title = teller.names.penalty(penalty.kind).zh
    if penalty.points is None:
        return f"给予“{title}”"
    points = spell(penalty.points, lambda one: f"{one}分", teller.names)
    if penalty.kind == "points":
        return f"扣{points.phrase}"
    return f"给予“{title}”，计{points.phrase}"


def tell_penalty(entry: Entry, effects: Effects, *what: str) -> None:
    """What a penalty is about, how often, and what undoes it."""
    penalty = effects.penalty
    if penalty is None:
        return
    teller = entry.teller
    title = teller.names.penalty(penalty.kind).zh
    if penalty.points is not None:
        points = spell(penalty.points, lambda one: f"{one}分", teller.names)
        entry.table(*what, "points", spelled=points, about=f"“{title}”的分值")
    act = teller.events(penalty.act)
    if act:
        entry.say(*what, "act", zh=f"“{title}”针对的行为是{act}。")
    if penalty.one_per:
        per = teller.per(penalty.one_per)
        entry.say(*what, "one_per", zh=f"“{title}”{per}只给予一次。")
    voided = teller.events(penalty.voided_by)
    if voided:
        entry.say(*what, "voided_by", zh=f"{voided}的，撤销“{title}”。")


def tell_flags(entry: Entry, flags: Iterable[FlagRule], *what: str) -> None:
    """What a result is marked with."""
    for flag in flags:
        if flag.when == Always(value=False):
            continue
        said = FLAGS.get(flag.flag) or entry.teller.names.titled(flag.flag)
        when = entry.teller.condition(flag.when)
        head = f"{when}的，" if when else ""
        entry.say(*what, "flag", flag.flag, zh=f"{head}结果注明“{said.zh}”。")


def tell_marks(entry: Entry, marks: Iterable[Mark], *, undone: str) -> None:
    """The points of a limit and what each brings.

    Args:
        entry: of the rule or change.
        marks: in the order of the profile.
        undone: what has not been done at a mark: ``完成`` or ``行使``.
    """
    for mark in marks:
        _mark(entry, mark, undone)


def _mark(entry: Entry, mark: Mark, undone: str) -> None:
    teller = entry.teller
    at, readings = "", mark.readings
    if mark.at is not None:
        spelled = entry.spell(mark.at, lambda one: _at(one, teller, undone))
        at = spelled.phrase if not spelled.rows else f"到下表所定时点尚未{undone}的"
        readings = joined(readings, spelled.readings)
        entry.table(
            "mark", mark.id, "at", spelled=spelled, about=f"“{mark.title}”的时点"
        )
    on = teller.events(mark.on)
    if on:
        at = f"到{on}时尚未{undone}的"
    when = teller.condition(mark.condition)
    in_use = mark.condition != Always(value=False)
    head = f"{at}，" + (f"且{when}的，" if when and in_use else "")
    what = effects_text(mark.effects, teller) or f"即为“{mark.title}”"
    counted = teller.counting(mark.counting)
    named = f"{mark.title}：" if mark.title != mark.id else ""
    text = f"{named}{head}{what}{f'（{counted}）' if counted else ''}。"
    entry.say(
        "mark",
        mark.id,
        zh=text if in_use else f"{text}{NOT_IN_USE}",
        cites=mark.cites,
        readings=readings,
        place=mark.place,
    )
    tell_penalty(entry, mark.effects, "mark", mark.id)
    tell_flags(entry, mark.flags, "mark", mark.id)


def _at(mark: MarkPoint, teller: Teller, undone: str) -> str:
    point = formal(mark_text(mark, teller.names).zh)
    at = mark.point
    if mark.past and isinstance(at, Shifted) and at.direction == "after":
        amount = formal(limit_text(Within(at.amount), teller.names).zh)
        return f"{teller.point(at.base)}后超过{amount}仍未{undone}的"
    if mark.past:
        return f"超过{point}仍未{undone}的"
    return f"自{point}起尚未{undone}的"


def constant(value: Any) -> Any:
    """The bare value where there is nothing to choose; else ``None``."""
    match value:
        case Constant():
            return value.value
        case Table(rows=(only,)) if isinstance(only.when, Always):
            return constant(only.value)
        case _:
            return None
