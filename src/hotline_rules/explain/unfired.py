"""Why not: the rules and marks that brought nothing, and what was lacking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.suggestion import suggest
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.tables import NEVER
from hotline_rules.explain.conditions import patterns_text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.names import plain
from hotline_rules.explain.trials import Trial, Trials
from hotline_rules.explain.unreached import MarkTrial, mark_trials
from hotline_rules.explain.wording import NOTHING, date_text, join, same, say
from hotline_rules.explain.words import STATES_OF_PENALTIES, SUBJECTS
from hotline_rules.rulebook import Pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.plan import RulePlan
    from hotline_rules.explain.context import Context
    from hotline_rules.rulebook import Change

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
        other = _of_another_subject(ctx, name) or _of_change(ctx, name)
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


def _of_change(ctx: Context, name: str) -> Reason | None:
    """What came of a change: an extension, a continuation, a pause."""
    change = next((one for one in ctx.plan.rulebook.changes if one.id == name), None)
    if change is None:
        return None
    moves = [
        (inst, move)
        for inst in ctx.run.instances
        for move in inst.moves
        if move.change == name
    ]
    granted = any(move.outcome == "granted" for _, move in moves)
    told = [
        Reason(
            what=move.outcome,
            text=say(
                "{0}：{1}，{2}",
                "{0}: {1}, {2}",
                name_of(inst.rule.id, inst.unit, inst.n),
                ctx.named_event(move.asked if move.decided is None else move.decided),
                _OUTCOMES.get(move.outcome, NOTHING),
            ),
        )
        for inst, move in moves
    ]
    told += _waiting(ctx, name)
    if not told:
        patterns = change.asked_by or change.granted_by
        if isinstance(change.effect, Pauses):
            patterns = change.effect.starts
        asked = patterns_text(patterns, ctx.in_full)
        text = say("从未发生{0}", "{0} never happened", asked)
        text = _without_effect(ctx, name) or _out_of_force(ctx, change) or text
        told = [Reason(what="never", text=text)]
    title = ctx.names.rule(name)
    head = say("“{0}”没有批准", "“{0}” was not granted", title)
    if granted:
        head = say("“{0}”已经批准", "“{0}” was granted", title)
    return Reason(
        what="fired" if granted else "unfired",
        id=name,
        text=head,
        cites=ctx.names.cites(change.cites),
        children=(*ctx.law(change.cites), *told, *ctx.reading_codes(change.readings)),
    )


_OUTCOMES = {
    "granted": Text("准许", "granted"),
    "refused": Text("没有批准", "refused"),
    "without_effect": Text("没有产生效果", "without effect"),
}


def _waiting(ctx: Context, name: str) -> list[Reason]:
    """Applications that nobody has decided yet."""
    return [
        Reason(
            what="pending",
            text=say(
                "{0}已提出，尚未决定",
                "{0}: undecided",
                ctx.named_event(one.asked.evidence[-1] if one.asked.evidence else None),
            ),
        )
        for inst in ctx.run.instances
        for one in inst.applications
        if one.change.change.id == name
    ]


def _without_effect(ctx: Context, name: str) -> Text | None:
    """An event that asked for it, and could act on nothing."""
    for code, number, detail in ctx.run.anomalies:
        if code == "change-without-effect" and detail == name:
            return say(
                "{0}，这时没有可以适用的在办时限或者申请",
                "{0}, when there was no running limit or application to act on",
                ctx.named_event(number),
            )
    return None


def _out_of_force(ctx: Context, change: Change) -> Text | None:
    """An event that would have begun it, on a day its document did not apply."""
    document = ctx.plan.rulebook.documents[change.document]
    begins = set(_begun_by(ctx, change))
    for code, number, detail in ctx.run.anomalies:
        if code not in _NOT_IN_FORCE or detail != document.id or number is None:
            continue
        if ctx.history.events[number].type in begins:
            return say(
                "{0}，但所依据的《{1}》那时不在施行",
                "{0}, but “{1}” which it rests on was not in force",
                ctx.named_event(number),
                document.title,
            )
    return None


_NOT_IN_FORCE = ("not-yet-in-force", "document-expired")


def _begun_by(ctx: Context, change: Change) -> Iterator[str]:
    """Types of recorded events that begin a change; of a power, what uses it."""
    starts = change.effect.starts if isinstance(change.effect, Pauses) else ()
    asked = (*change.asked_by, *change.asked_late_by, *starts)
    for pattern in asked or change.granted_by:
        yield pattern.event
        plan = ctx.plan.rules.get(pattern.event.rpartition(".")[0])
        for case in () if plan is None else plan.rule.cases:
            if case.limit is not None:
                yield from (act.event for act in case.limit.act)


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
        told = [Reason(what="trial", text=_when(ctx, one)) for one in fired[:_SHOWN]]
        told += _brought(ctx, plan)
        return _item(ctx, "fired", name, plan, head, told)
    head = say("“{0}”没有触发", "“{0}” did not fire", title)
    if _is_off(plan, asked.case):
        told = [Reason(what="off", text=_off(ctx, plan, asked.case))]
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


def _when(ctx: Context, trial: Trial) -> Text:
    """When, on which event, of which unit."""
    if trial.trigger.endswith(".when") and not trial.events:
        return say("到{0}", "as of {0}", ctx.times.at(trial.at))
    what = ctx.names.happening(trial.trigger)
    text = say("{0}，{1}", "{0}, {1}", ctx.times.at(trial.at), what)
    behind = ctx.numbers(trial.events)
    if behind.zh:
        text = say("{0}（{1}）", "{0} ({1})", text, behind)
    return text


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


def _is_off(plan: RulePlan, case: str | None) -> bool:
    """Whether the readings in use switch a rule or a case off."""
    cases = [one for one in plan.rule.cases if case in (None, one.name)]
    if cases and all(one.condition == NEVER for one in cases):
        return True
    trigger = plan.rule.trigger
    return bool(trigger) and all(pattern.where == NEVER for pattern in trigger)


def _off(ctx: Context, plan: RulePlan, case: str | None) -> Text:
    """The readings that it rests on, as they are chosen."""
    codes = {
        code
        for one in plan.rule.cases
        if case in (None, one.name)
        for code in one.readings
        if code in ctx.names.readings
    }
    told = []
    for code in sorted(codes):
        reading = ctx.names.readings[code]
        if len(reading.options) > 1:
            option = dict(reading.options).get(reading.chosen, reading.chosen)
            told.append(
                say(
                    "{0}“{1}”取“{2}”",
                    "{0}: {3}",
                    code,
                    reading.about,
                    option,
                    reading.chosen,
                )
            )
    return say(
        "按现在所取的读法，这条规则不适用（{0}）",
        "the readings in use switch it off ({0})",
        join(told, "；", "; "),
    )


def trial_text(ctx: Context, trial: Trial, case: str | None = None) -> Text:
    """Why a rule did not fire one time, with the event it was judged on."""
    return say("{0}：{1}", "{0}: {1}", _when(ctx, trial), _cause(ctx, trial, case))


def _cause(ctx: Context, trial: Trial, case: str | None) -> Text:
    plan = ctx.plan.rules[trial.rule]
    by = ctx.names.fact(plan.by_name) if plan.by_name else NOTHING
    if case is not None and trial.case and trial.case != case:
        chosen = ctx.names.value(trial.case)
        if trial.case == "otherwise":
            chosen = Text("其他", "any other")
        return say(
            "按“{0}”适用的是“{1}”这一类",
            "by {0} another case applies: {1}",
            by,
            chosen,
        )
    match trial.cause:
        case "unfit" | "condition":
            return NOTHING if trial.need is None else trial.need.text
        case "unknown_case":
            return say("不知道“{0}”，定不了适用哪一类", "{0} is not known", by)
        case "no_case":
            value = ctx.names.value(trial.other)
            return say(
                "“{0}”为“{1}”，没有为它规定", "nothing is said for {0} = {1}", by, value
            )
        case "outranked":
            other = ctx.names.rule(trial.other)
            return say(
                "同一条里先适用了“{0}”",
                "“{0}” of the same entry applies before it",
                other,
            )
        case "already":
            return Text(
                "同样的一项已经在了，不重复", "what it would bring is there already"
            )
        case "undetermined":
            return Text(
                "缺少算出结果所需的事实或者数字，见“缺少的”一栏",
                "a fact or number that it needs is missing; see what is missing",
            )
        case _:
            return _law(ctx, trial, plan)


def _law(ctx: Context, trial: Trial, plan: RulePlan) -> Text:
    """The document was not in force, or not the one that governs."""
    book = ctx.plan.rulebook
    title = book.documents[plan.document].title
    day = date_text(ctx.times.day(trial.at if trial.law_at is None else trial.law_at))
    match trial.cause:
        case "not_yet_in_force":
            return say(
                "{1}《{0}》尚未施行", "“{0}” was not yet in force on {1}", title, day
            )
        case "no_longer_in_force":
            return say(
                "{1}《{0}》已经失效", "“{0}” was out of force on {1}", title, day
            )
        case "replaced":
            others = join(
                same(f"《{one.title}》")
                for one in book.documents
                if plan.document in one.replaces
            )
            return say("{0}这件事由{1}规定", "on {0} {1} governs it", day, others)
        case _:
            return say(
                "{0}不在这条规则适用的日子里",
                "{0} is not one of the days of the rule",
                day,
            )


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


def mark_text_of(ctx: Context, one: MarkTrial) -> Text:
    """How a mark of one limit stands."""
    title = Text(one.title, f"{plain(one.mark)} ({one.title})")
    head = say("{0}的“{1}”", "“{1}” of {0}", one.limit, title)
    return say("{0}{1}", "{0} {1}", head, _stands(ctx, one))


def _stands(ctx: Context, one: MarkTrial) -> Text:
    at = NOTHING if one.at is None else ctx.times.at(one.at, named=True)
    since = NOTHING if one.since is None else ctx.times.at(one.since)
    match one.cause:
        case "reached":
            return say("已经到了：{0}起", "was reached: from {0}", at)
        case "met_before":
            if one.at is None:
                return say("没有到：{0}已经完成", "was not reached: met {0}", since)
            return say(
                "没有到：要到{0}才到，{1}已经完成",
                "was not reached: it lies at {0}, and it was met {1}",
                at,
                since,
            )
        case "ended_before":
            return say("没有到：{0}时限已经终止", "was not reached: ended {0}", since)
        case "paused":
            return say("没有到：{0}起停表", "was not reached: paused since {0}", since)
        case "ahead":
            return say("还没有到：{0}才到", "lies ahead: at {0}", at)
        case "no_event":
            events = join(
                (ctx.names.event_type(name) for name in one.events), "、", ", "
            )
            return say("没有到：没有发生“{0}”", "was not reached: no “{0}”", events)
        case "condition":
            need = NOTHING if one.need is None else one.need.text
            return say(
                "到了（{0}），但是条件不成立：{1}",
                "was reached at {0}, but its condition did not hold: {1}",
                at,
                need,
            )
        case "undetermined":
            return Text(
                "算不出：缺少所需的事实或者数字",
                "cannot be told: a fact or number is missing",
            )
        case _:
            return Text(
                "没有了：期限改过以后不再适用", "is gone since the end was moved"
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
