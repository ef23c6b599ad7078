"""Why not: the rules and marks that brought nothing, and what was lacking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.suggestion import suggest
from hotline_rules.explain.causes import (
    is_off,
    mark_text_of,
    off_text,
    trial_text,
    when_text,
)
from hotline_rules.explain.conditions import patterns_text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.names import plain
from hotline_rules.explain.trials import Trial, Trials
from hotline_rules.explain.unchanged import change_reason
from hotline_rules.explain.unreached import MarkTrial, mark_trials
from hotline_rules.explain.wording import join, say
from hotline_rules.explain.words import STATES_OF_PENALTIES, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.plan import RulePlan
    from hotline_rules.explain.context import Context

_MOST = 5
_SHOWN = 12  # attempts of one rule


class UnknownRuleError(ValueError):
    """No rule, case, mark or change has that name.

    Attributes:
        name: that was asked for.
        near: names that were probably meant; may be empty.
    """

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(f"no rule or mark is named {name!r}; near: {', '.join(near)}")
        self.name = name
        self.near = near


@dataclass(frozen=True, slots=True)
class _Asked:
    """A rule, or one case or one mark of it."""

    plan: RulePlan
    case: str | None = None
    mark: str | None = None


# By name ---------------------------------------------------------------------------


def why_not(ctx: Context, name: str) -> tuple[Reason, ...]:
    """Why a rule, a case or a mark brought nothing; or what it did bring.

    Args:
        ctx: of the explanation.
        name: ``handle``, ``supervise`` (an entry whose cases are rules), a case of a
            rule (``handle.consultation``) or a mark (``handle.red``).

    Raises:
        UnknownRuleError: the profile has nothing of that name about this subject.
    """
    asked = tuple(_asked(ctx, name))
    if not asked:
        other = _of_another_subject(ctx, name) or change_reason(ctx, name)
        if other is not None:
            return (other,)
        raise UnknownRuleError(name, _near(ctx, name))
    rules = frozenset(one.plan.id for one in asked)
    trials = Trials(ctx.result, ctx.in_full, rules)
    return tuple(
        _of_mark(ctx, one, trials)
        if one.mark is not None
        else _of_rule(ctx, one, trials)
        for one in asked
    )


def _asked(ctx: Context, name: str) -> Iterator[_Asked]:
    rules = ctx.plan.rules
    if name in rules:
        yield _Asked(rules[name])
        return
    group = [one for one in rules.values() if one.rule.group == name]
    if group:
        yield from map(_Asked, group)
        return
    head, _, tail = name.rpartition(".")
    for plan in rules.values():
        if plan.id != head:
            continue
        if any(case.name == tail for case in plan.rule.cases):
            yield _Asked(plan, case=tail)
        elif tail in _marks(plan) or _brought_by_changes(ctx, name):
            yield _Asked(plan, mark=name)


def _of_another_subject(ctx: Context, name: str) -> Reason | None:
    """A rule that is not about histories of this sort."""
    for rule in ctx.plan.rulebook.rules:
        if name in (rule.id, rule.group) and ctx.plan.subject not in rule.about:
            about = join((SUBJECTS[one] for one in rule.about), "、", " or ")
            text = say(
                "“{0}”没有触发：这条规则管的是{1}的经过，不是{2}的",
                "“{0}” did not fire: it is about a {1}, not a {2}",
                ctx.names.rule(rule.id),
                about,
                SUBJECTS[ctx.plan.subject],
            )
            return Reason(what="unfired", id=name, text=text)
    return None


def _marks(plan: RulePlan) -> set[str]:
    """The marks of the limits of a rule."""
    return {
        mark.id
        for case in plan.rule.cases
        if case.limit is not None
        for mark in case.limit.marks
    }


def _brought_by_changes(ctx: Context, name: str) -> bool:
    """Whether a change gives a limit a mark of that name."""
    return any(
        bound.name == name
        for change in ctx.plan.changes
        for bound in change.marks or ()
    )


def _near(ctx: Context, name: str) -> tuple[str, ...]:
    """The likeliest names: by letters, by title, by a part that is the same."""
    names = ctx.names.rule_names()
    best = suggest(name, names)
    parts = set(name.split("."))
    alike = [one for one in names if parts & set(one.split("."))]
    titled = [one for one in names if name and name in ctx.names.rule(one).zh]
    first = () if best is None else (best,)
    return tuple(dict.fromkeys((*first, *titled, *alike)))[:_MOST]


# Rules -----------------------------------------------------------------------------


def _of_rule(ctx: Context, asked: _Asked, trials: Trials) -> Reason:
    plan = asked.plan
    found = [one for one in trials.found if one.rule == plan.id]
    fired = [one for one in found if _is_hit(one, asked)]
    title = _title(ctx, plan, asked.case)
    name = plan.id if asked.case is None else f"{plan.id}.{asked.case}"
    if fired:
        head = say("“{0}”已经触发", "“{0}” did fire", title)
        told = [
            Reason(what="trial", text=when_text(ctx, one)) for one in fired[:_SHOWN]
        ]
        told += _brought(ctx, plan)
        return _item(ctx, "fired", name, plan, head, told)
    head = say("“{0}”没有触发", "“{0}” did not fire", title)
    if is_off(plan, asked.case):
        told = [Reason(what="off", text=off_text(ctx, plan, asked.case))]
    elif not found:
        told = [Reason(what="never", text=_never(ctx, plan))]
    else:
        told = _attempts(ctx, found, asked.case)
    return _item(ctx, "unfired", name, plan, head, told)


def _attempts(ctx: Context, found: list[Trial], case: str | None) -> list[Reason]:
    """Each time it was judged; the last ones of many."""
    told = [
        Reason(
            what=one.cause,
            text=trial_text(ctx, one, case),
            moments=(ctx.times.moment("at", one.at),),
        )
        for one in found
    ]
    if len(told) <= _SHOWN:
        return told
    text = say(
        "判断过{0}次，以下是最后{1}次", "judged {0} times, lastly", len(told), _SHOWN
    )
    return [Reason(what="trials", text=text), *told[-_SHOWN:]]


def _never(ctx: Context, plan: RulePlan) -> Text:
    """None of the events came that it starts from."""
    triggers = patterns_text(plan.rule.trigger, ctx.in_full)
    if triggers.zh.startswith(("成为", "认定")):
        return say("从未{0}", "{0} never happened", triggers)
    return say("从未发生{0}", "{0} never happened", triggers)


def _is_hit(trial: Trial, asked: _Asked) -> bool:
    return trial.cause == "fired" and asked.case in (None, trial.case)


def _item(
    ctx: Context,
    what: str,
    name: str,
    plan: RulePlan,
    head: Text,
    told: list[Reason],
) -> Reason:
    cites = tuple(dict.fromkeys(c for case in plan.rule.cases for c in case.cites))
    readings = {code for case in plan.rule.cases for code in case.readings}
    return Reason(
        what=what,
        id=name,
        text=head,
        cites=ctx.names.cites(cites),
        children=(*ctx.law(cites), *told, *ctx.reading_codes(readings)),
    )


def _title(ctx: Context, plan: RulePlan, case: str | None) -> Text:
    """The title of a rule, of one case if it has one of its own.

    Rules made from the cases of one entry may share a title; their ids do not.
    """
    if case is not None:
        for one in plan.rule.cases:
            if one.name == case:
                return Text(one.title, f"{plain(plan.id)}: {plain(case)} ({one.title})")
    title = ctx.names.rule(plan.id)
    if plan.rule.group is None:
        return title
    return Text(f"{title.zh}（{plan.id}）", title.en)


def _brought(ctx: Context, plan: RulePlan) -> Iterator[Reason]:
    """The outputs that came of a rule, with their states."""
    state = ctx.state
    standing = [(one.rule, one.id, one.state) for one in state.deadlines]
    standing += [(one.rule, one.id, one.state) for one in state.penalties]
    for rule, id_, state_ in standing:
        if rule == plan.id:
            text = say(
                "得出：{0}（{1}）", "brought {0} ({1})", id_, _state(ctx, state_)
            )
            yield Reason(what="output", text=text, refs=(id_,))
    for one in state.actions:
        if one.rule == plan.id:
            text = say("得出应办事项：{0}", "brought the action {0}", one.id)
            yield Reason(what="output", text=text, refs=(one.id,))
    for status in state.statuses:
        if status.rule == plan.id:
            name = ctx.names.status(status.status, status.kind)
            yield Reason(what="output", text=say("成为“{0}”", "“{0}” began", name))
    for rung in state.rungs:
        if rung.rule == plan.id:
            name = ctx.names.titled(rung.rung)
            yield Reason(what="output", text=say("进入“{0}”", "“{0}” began", name))


def _state(ctx: Context, state: str) -> Text:
    return STATES_OF_PENALTIES.get(state) or ctx.names.value(state)


# Marks -----------------------------------------------------------------------------


def _of_mark(ctx: Context, asked: _Asked, trials: Trials) -> Reason:
    assert asked.mark is not None  # INVARIANT: see why_not
    found = list(mark_trials(ctx, asked.plan.id, asked.mark))
    if not found:
        opened = _of_rule(ctx, _Asked(asked.plan), trials)
        title = ctx.names.rule(asked.mark)
        text = say(
            "“{0}”无从谈起，它所属的时限没有开始",
            "“{0}” could not be: its limit never began",
            title,
        )
        return Reason(what="unfired", id=asked.mark, text=text, children=(opened,))
    told = [mark_text_of(ctx, one) for one in found]
    children = tuple(
        Reason(what=one.cause, text=text) for one, text in zip(found, told, strict=True)
    )
    reached = any(one.cause == "reached" for one in found)
    return Reason(
        what="fired" if reached else "unfired",
        id=asked.mark,
        text=told[0] if len(told) == 1 else join(told, "；", "; "),
        children=children if len(children) > 1 else (),
    )


# The whole -------------------------------------------------------------------------


def unfired_reasons(ctx: Context) -> tuple[Reason, ...]:
    """Rules whose event came and that did not fire; marks that were not reached."""
    trials = Trials(ctx.result, ctx.in_full)
    fired = {one.rule for one in trials.found if one.cause == "fired"}
    last: dict[str, Trial] = {}
    for one in trials.found:
        if one.cause not in ("fired", "unfit") and one.rule not in fired:
            last.setdefault(one.rule, one)
            if one.events:
                last[one.rule] = one
    found = [_short(ctx, one) for one in last.values() if not _is_waiting(one)]
    for rule in dict.fromkeys(inst.rule.id for inst in ctx.run.instances):
        found += [
            _unreached(ctx, one)
            for one in mark_trials(ctx, rule)
            if one.cause != "reached"
        ]
    return tuple(found)


def _is_waiting(trial: Trial) -> bool:
    """A rule that only waits for a condition, and was set going by nothing."""
    return trial.trigger.endswith(".when") and not trial.events


def _short(ctx: Context, trial: Trial) -> Reason:
    plan = ctx.plan.rules[trial.rule]
    text = say("{0}：{1}", "{0}: {1}", _title(ctx, plan, None), trial_text(ctx, trial))
    cites = tuple(dict.fromkeys(c for case in plan.rule.cases for c in case.cites))
    return Reason(
        what="unfired",
        id=trial.rule,
        text=text,
        moments=(ctx.times.moment("at", trial.at),),
        cites=ctx.names.cites(cites),
        minor=True,
    )


def _unreached(ctx: Context, one: MarkTrial) -> Reason:
    moments = () if one.at is None else (ctx.times.moment("at", one.at),)
    return Reason(
        what="unfired",
        id=one.mark,
        text=mark_text_of(ctx, one),
        moments=moments,
        minor=True,
    )
