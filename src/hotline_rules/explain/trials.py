"""Why a rule did not fire: every time it was judged, and what was lacking then.

The history is folded once more by the plan that judged it. Before the rules that start
from an event are opened, the fold stops and the engine's own closures are asked; what
they answer at that instant is kept. Nothing is judged by other code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from hotline_rules.evaluate.clockwork import in_season
from hotline_rules.evaluate.opening import (
    law_flags,
    open_rules,
    rules_to_open,
)
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.state import Occurrence
from hotline_rules.evaluate.tables import NEVER
from hotline_rules.evaluate.validity import law_instant
from hotline_rules.evaluate.waking import ALWAYS
from hotline_rules.explain.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import CasePlan, Plan, RulePlan, TypePlan
    from hotline_rules.explain.asking import Need
    from hotline_rules.explain.called import Called
    from hotline_rules.rulebook import Case

Cause = Literal[
    "fired",
    "unfit",
    "unknown_case",
    "no_case",
    "condition",
    "outranked",
    "replaced",
    "not_yet_in_force",
    "no_longer_in_force",
    "season",
    "already",
    "undetermined",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One time that a rule was judged.

    Attributes:
        rule: its id.
        case: name of the case that the facts chose; empty where there is one only.
        at: the instant; UTC epoch seconds.
        trigger: type of the event it was judged on.
        events: numbers of the recorded events behind that.
        unit: that it was about.
        cause: ``fired``, or what stood in the way.
        need: what the pattern of the trigger or the condition lacked.
        other: id of the rule that was preferred, or of what stood already.
        law_at: the instant that decided which law applies, where that is the cause.
    """

    rule: str
    case: str
    at: int
    trigger: str
    events: tuple[int, ...]
    unit: str | None
    cause: Cause
    need: Need | None = None
    other: str = ""
    law_at: int | None = None


class Trials:
    """Folds a history and keeps why the rules asked about did or did not fire.

    Args:
        result: of ``evaluate``.
        names: for words; they say how much of what is defined is told by its name.
        rules: ids of the rules asked about; ``None`` for all.
    """

    def __init__(
        self, result: Result, names: Called, rules: frozenset[str] | None = None
    ) -> None:
        self.names = names
        self.rules = rules
        self._found: list[tuple[Trial, int]] = []
        self.run = Run(_probed(result.plan, self), result.history)
        self.run.advance(result.as_of)
        self._judge_whens(result)
        self.found: tuple[Trial, ...] = tuple(
            self._settled(trial, seq) for trial, seq in self._found
        )

    def look(self, run: Run, table: TypePlan, occ: Occurrence) -> None:
        """The stage before rules open: ask what will become of each of them."""
        plans = dict.fromkeys(
            plan
            for _, _, listening in table.opens
            for plan in listening
            if self.rules is None or plan.id in self.rules
        )
        if not plans:
            return
        waiting = len(run.waiting)
        chosen = dict(rules_to_open(run, table, occ))
        del run.waiting[waiting:]  # they wait once, from the stage itself
        for plan in plans:
            asking = Asking(run.plan, self.names, run, occ, None)
            trial = self._trial(plan, chosen.get(plan), asking, chosen)
            self._found.append((trial, occ.seq))

    def _trial(
        self,
        plan: RulePlan,
        case: CasePlan | None,
        asking: Asking,
        chosen: Mapping[RulePlan, CasePlan],
    ) -> Trial:
        occ = asking.occ
        trial = Trial(
            rule=plan.id,
            case="" if case is None else case.case.name,
            at=occ.at,
            trigger=occ.type,
            events=tuple(occ.evidence),
            unit=occ.unit,
            cause="fired",
        )
        if case is not None:
            return self._in_force(trial, plan, asking)
        patterns = [p for p in plan.rule.trigger if p.event == occ.type]
        needs = [asking.lacking(p.where) for p in patterns if p.where != NEVER]
        if needs and None not in needs:
            lacking = [need for need in needs if need is not None]
            need = min(lacking, key=lambda one: len(one.smallest))
            return replace(trial, cause="unfit", need=need)
        return self._lacking(trial, plan, asking, chosen)

    def _lacking(
        self,
        trial: Trial,
        plan: RulePlan,
        asking: Asking,
        chosen: Mapping[RulePlan, CasePlan],
    ) -> Trial:
        """What a rule whose trigger came lacked to be chosen."""
        run, occ, case = asking.run, asking.occ, plan.single
        if case is None:
            value = plan.by(run, occ, occ, None)
            if value is None or value.__class__ in (list, dict):
                return replace(trial, cause="unknown_case")
            case = plan.cases.get(value, plan.otherwise)
            if case is None:
                return replace(trial, cause="no_case", other=str(value))
        trial = replace(trial, case=case.case.name)
        run.acting = case.acts
        need = asking.lacking(case.condition)
        if need is not None:
            return replace(trial, cause="condition", need=need)
        rivals = [one.id for one in chosen if one.rule.group == plan.rule.group]
        return replace(trial, cause="outranked", other=rivals[0] if rivals else "")

    def _in_force(self, trial: Trial, plan: RulePlan, asking: Asking) -> Trial:
        """Whether the document of a rule that was chosen is in force."""
        run, occ = asking.run, asking.occ
        at = law_instant(run, plan, occ)
        if plan.plain_from <= at < plan.plain_until:
            return trial
        if law_flags(run, plan, occ, at) is not None:
            return trial
        season = plan.rule.season
        document = run.plan.documents[plan.document]
        cause: Cause = "season"
        if document.is_replaced(at):
            cause = "replaced"
        elif season is None or in_season(run, season, occ.at):
            early = document.start is not None and at < document.start
            cause = "not_yet_in_force" if early else "no_longer_in_force"
        return replace(trial, cause=cause, law_at=at)

    def _judge_whens(self, result: Result) -> None:
        """Whether a rule that waits for a condition fired; else what it lacks now."""
        run = self.run
        for plan in run.plan.whens:
            if self.rules is not None and plan.id not in self.rules:
                continue
            name = f"{plan.id}.when"
            occ = Occurrence(result.as_of, name, run.own_unit, {}, None, ())
            occ.seq = run.seq
            became, need = plan.rule.becomes_true, None
            then = next((one for one in self._causes() if one.type == name), None)
            if then is None and became is not None and plan.id not in run.when_true:
                need = Asking(run.plan, self.names, run, occ, None).lacking(became)
            trial = Trial(
                rule=plan.id,
                case="",
                at=result.as_of if then is None else then.at,
                trigger=name,
                events=() if then is None else tuple(then.evidence),
                unit=occ.unit,
                cause="fired" if need is None else "condition",
                need=need,
            )
            self._found.append((trial, -1))

    def _causes(self) -> Iterator[Occurrence]:
        """What set going everything that there is."""
        run = self.run
        for inst in run.instances:
            yield inst.trigger
        for penalty in run.penalties:
            yield penalty.trigger
        for interval in run.intervals:
            yield interval.trigger

    def _settled(self, trial: Trial, seq: int) -> Trial:
        """Whether anything came of a rule that held; if not, what stood already."""
        run, rule = self.run, trial.rule
        opened = any(o.rule.id == rule and o.trigger.seq == seq for o in run.instances)
        if trial.cause == "unknown_case" and opened:
            return replace(trial, cause="fired")  # the fact became known later
        if trial.cause != "fired" or seq < 0 or opened:
            return trial
        if any(p.rule == rule and p.trigger.seq == seq for p in run.penalties):
            return trial
        if any(i.rule == rule and i.trigger.seq == seq for i in run.intervals):
            return trial
        if any(rule in entry.rules for entry in run.missing.values()):
            return replace(trial, cause="undetermined")
        if not any(_lasts(case) for case in run.plan.rules[rule].rule.cases):
            return trial
        return replace(trial, cause="already")


def _lasts(case: Case) -> bool:
    """Whether a case leaves a record; a light that has gone out leaves none."""
    effects = case.effects
    return case.limit is not None or any(
        (effects.status, effects.penalty, effects.rung)
    )


def _probed(plan: Plan, trials: Trials) -> Plan:
    """The plan with a look at the rules before any of them opens; a copy."""
    types = {}
    for name, table in plan.types.items():
        stages = [stage for _, stage in table.stages]
        if open_rules in stages:
            at = stages.index(open_rules)
            look = (ALWAYS, trials.look)
            # What the engine passes over unasked has to be asked here.
            table = replace(
                table,
                stages=(*table.stages[:at], look, *table.stages[at:]),
                wakes=ALWAYS,
                only_asks=False,
            )
        types[name] = table
    return replace(
        plan, types=types, recorded={name: types[name] for name in plan.recorded}
    )
