"""Why a person has to look at an output: what stands behind the flag ``review``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.logic import bind_condition
from hotline_rules.evaluate.validity import law_instant
from hotline_rules.explain.conditions import condition_text
from hotline_rules.explain.context import NOTE
from hotline_rules.explain.model import Reason
from hotline_rules.explain.wording import date_text, join, say
from hotline_rules.rulebook import AllOf, Always, AnyOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.state import Instance, Occurrence
    from hotline_rules.explain.context import Context
    from hotline_rules.rulebook import Case, Condition, FlagRule, Mark

_TIES = Text(
    "名次并列，正好跨在界线上", "there is a tie at the edge of the ranks that count"
)
_OUTSIDE = Text(
    "写明的日期在允许的范围之外，按边上的日期算",
    "the date given lies outside its bounds; the bound applies",
)
_LATE_CASE = Text(
    "选定这一类期限的事实后来才知道",
    "the fact that chose the case became known only later",
)
_AFTER_GRANT = Text(
    "期限改过之后又改变了类别，期限照改过的，依据照新类别",
    "its kind changed after its end was moved; the end stays, the clauses are new",
)


def review_reasons(
    ctx: Context,
    flags: tuple[str, ...],
    rule: str,
    *,
    trigger: Occurrence | None,
    inst: Instance | None,
) -> tuple[Reason, ...]:
    """Why a record carries ``review``; nothing when it does not.

    Args:
        ctx: of the explanation.
        flags: of the record.
        rule: id of the rule or mark that made it.
        trigger: what set it going.
        inst: the limit that it is, or is a mark of.
    """
    if "review" not in flags:
        return ()
    grounds = dict.fromkeys(_grounds(ctx, rule, trigger, inst))
    if not grounds and inst is not None and inst.moves:
        # Of changes of facts alone, only one that chose the case asks for review.
        grounds = {_LATE_CASE: None}
    text = Text("须由人复核", "for a person to look at")
    if grounds:
        told = join(grounds, "；", "; ")
        text = say("{0}：{1}", "{0}: {1}", text, told)
    return (Reason(what="review", label=NOTE, text=text),)


def _grounds(
    ctx: Context, rule: str, trigger: Occurrence | None, inst: Instance | None
) -> Iterator[Text]:
    plan = ctx.plan.rules.get(rule) if inst is None else inst.rule
    occ = trigger if inst is None else inst.trigger
    if plan is not None and occ is not None:
        yield from _disputed(ctx, plan, occ)
        for case in plan.rule.cases:
            if inst is None or inst.body.case is case:
                yield from _flagged(ctx, case, occ, inst)
        if _is_tied(ctx, plan, occ, inst):
            yield _TIES
    if inst is None:
        return
    for bound in ctx.marks_named(rule, inst):
        yield from _flagged(ctx, bound.mark, trigger or inst.trigger, inst)
    yield from _of_limit(ctx, inst)


def _disputed(ctx: Context, plan: Any, occ: Occurrence) -> Iterator[Text]:
    """The instant that decides the law lies on days whose validity is disputed."""
    document = ctx.plan.rulebook.documents[plan.document]
    day = ctx.times.day(law_instant(ctx.run, plan, occ))
    for first, end in document.disputed:
        if first <= day < end:
            yield say(
                "{0}《{1}》是否施行有争议",
                "whether “{1}” was in force on {0} is disputed",
                date_text(day),
                document.title,
            )


def _flagged(
    ctx: Context, body: Case | Mark, occ: Occurrence, inst: Instance | None
) -> Iterator[Text]:
    """The profile asks for it, always or under a condition that holds."""
    for one in body.flags:
        if one.flag == "review" and _holds(ctx, one, occ, inst):
            if isinstance(one.when, Always):
                yield Text("规则写明要复核", "the profile asks for it")
            else:
                holding = _holding(ctx, one.when, occ, inst)
                yield condition_text(holding, ctx.in_full)


def _holds(
    ctx: Context, flag: FlagRule, occ: Occurrence, inst: Instance | None
) -> bool:
    check = bind_condition(flag.when, ctx.plan.binder)
    return check is None or check(ctx.run, occ, occ, inst) is True


def _holding(
    ctx: Context, when: Condition, occ: Occurrence, inst: Instance | None
) -> Condition:
    """Of several grounds, those that hold."""
    if not isinstance(when, AnyOf | AllOf):
        return when
    parts = tuple(_holding(ctx, part, occ, inst) for part in when.parts)
    if isinstance(when, AllOf):
        return AllOf(parts)
    checks = ((part, bind_condition(part, ctx.plan.binder)) for part in parts)
    true = [p for p, c in checks if c is None or c(ctx.run, occ, occ, inst) is True]
    return true[0] if len(true) == 1 else AnyOf(tuple(true))


def _is_tied(ctx: Context, plan: Any, occ: Occurrence, inst: Instance | None) -> bool:
    """The engine's own flag for ranks; it is not among those of the profile."""
    cases = {
        id(one): one for one in (plan.single, plan.otherwise, *plan.cases.values())
    }
    for case in cases.values():
        if case is None:
            continue
        for flag, check in case.flags[len(case.case.flags) :]:
            if flag == "review" and check(ctx.run, occ, occ, inst) is True:
                return True
    return False


def _of_limit(ctx: Context, inst: Instance) -> Iterator[Text]:
    moved = False
    for move in inst.moves:
        wish, after = move.wish, move.after
        if wish is not None and after is not None and wish.at > after.at:
            yield say(
                "“{0}”所请超过上限，按上限算",
                "what “{0}” asked for lies beyond the cap, which applies",
                ctx.names.rule(move.change),
            )
        if move.outcome == "reclassified" and moved:
            yield _AFTER_GRANT
        moved = moved or move.outcome == "granted"
    limit = inst.body.limit
    bounded = limit is not None and (limit.at_least or limit.at_most)
    if bounded and _is_outside(ctx, inst):
        yield _OUTSIDE


def _is_outside(ctx: Context, inst: Instance) -> bool:
    """Whether the end given lies before the earliest or after the latest."""
    limit = inst.body.limit
    if limit is None or inst.base_end is None:
        return False
    given = ctx.asked_point(limit.within, inst.trigger, inst)
    late = getattr(given, "first_late", None)
    return late is not None and late != inst.base_end.first_late
