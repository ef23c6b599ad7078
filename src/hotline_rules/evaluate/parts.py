"""Binding the parts of rules: cases, limits, marks, effects, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.clock import CalendarDays, Elapsed
from hotline_rules.evaluate.choices import bind_value, plain
from hotline_rules.evaluate.facts import bind_fact
from hotline_rules.evaluate.logic import bind_condition
from hotline_rules.evaluate.plan import (
    RANKS,
    BoundChange,
    BoundEffects,
    BoundLadder,
    BoundLimit,
    BoundMark,
    BoundPenalty,
    CasePlan,
)
from hotline_rules.evaluate.points import PointBinder
from hotline_rules.evaluate.ranks import review_of_ties
from hotline_rules.evaluate.unknowns import fact_name, look_backs
from hotline_rules.evaluate.walk import facts_in
from hotline_rules.rulebook import (
    Constant,
    Fact,
    LimitDue,
    MovesTo,
    StartsFrom,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.clock import Amount, Clock
    from hotline_rules.evaluate.choices import Reader
    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Check
    from hotline_rules.evaluate.tables import Tables
    from hotline_rules.rulebook import (
        Case,
        Change,
        Counting,
        Effects,
        FlagRule,
        Limit,
        Mark,
        Patterns,
        PenaltyEffect,
        Rule,
        Rulebook,
        Value,
        Who,
    )


class Parts:
    """Binds the parts of rules; what ends an effect is noted in the tables."""

    def __init__(
        self,
        book: Rulebook,
        clocks: Mapping[str, Clock],
        spare: Clock,
        tables: Tables,
        binder: Binder,
    ) -> None:
        self.book = book
        self.clocks = clocks
        self.spare = spare  # of limits that count nothing
        self.countings = {c.id: c for c in book.countings}
        self.tables = tables
        self.binder = binder
        self.of_unit = {s.id: s.of == "unit" for s in book.statuses}
        self.ladders = [
            BoundLadder(
                ladder,
                tuple(
                    word
                    if word in ("limit", "act", "ticket", "unit")
                    else bind_fact(_event_fact(word), binder)
                    for word in ladder.same
                ),
            )
            for ladder in sorted(book.ladders, key=lambda one: one.id)
        ]

    def case(self, rule: Rule, case: Case) -> CasePlan:
        """Bind one case of a rule."""
        limit = None if case.limit is None else self._limit(rule, case.limit)
        readings = case.readings
        if limit is not None:
            readings = _merge(readings, limit.readings)
        effects = self._effects(case.effects, rule.id)
        return CasePlan(
            case=case,
            name=rule.id,
            check=bind_condition(case.condition, self.binder),
            limit=limit,
            effects=effects,
            flags=(
                *self._flags(case.flags),
                *review_of_ties(rule.trigger, case.condition, self.binder),
            ),
            cites=case.cites,
            readings=readings,
            condition=case.condition,
            facts=tuple(
                (fact_name(fact), bind_fact(fact, self.binder))
                for fact in dict.fromkeys(facts_in(case.condition))
            ),
            looks_back=tuple(
                one.bind(self.binder) for one in look_backs(case.condition)
            ),
            acts=() if effects.penalty is None else effects.penalty.act,
        )

    def _limit(self, rule: Rule, limit: Limit) -> BoundLimit:
        clock = self._clock(limit.counting)
        points = PointBinder(clock, self.binder)
        amount = _amount(limit)
        keys = tuple(
            bind_fact(key, self.binder) if isinstance(key, Fact) else key
            for key in limit.one_per
        )
        return BoundLimit(
            limit=limit,
            duty=limit.mode == "must",
            clock=clock,
            who=bind_value(limit.who, plain, self.binder),
            plain_who=_plain(limit.who),
            within=points.limit(limit.within),
            target=None if limit.target is None else points.limit(limit.target),
            at_least=None if limit.at_least is None else points.limit(limit.at_least),
            at_most=None if limit.at_most is None else points.limit(limit.at_most),
            amount=amount,
            kind=None if amount is None else type(amount),
            on_calendar=_on_calendar(amount, self.countings.get(limit.counting or "")),
            marks=tuple(
                self._mark(mark, rule.id, limit.counting) for mark in limit.marks
            ),
            keys=keys,
            follows_parent=_names_limit(limit.within),
            per_unit=limit.one_per == ("unit",),
            first_only=limit.one_per == ("ticket",),
            replaces=limit.again == "replaces",
            readings=self._readings_of_counting(limit),
        )

    def _readings_of_counting(self, limit: Limit) -> tuple[str, ...]:
        counting = self.countings.get(limit.counting or "")
        return () if counting is None else counting.readings

    def _clock(self, counting: str | None) -> Clock:
        if counting is not None:
            return self.clocks[counting]
        return self.spare

    def _mark(self, mark: Mark, rule_id: str, counting: str | None) -> BoundMark:
        name = f"{rule_id}.{mark.id}"
        clock = self._clock(mark.counting or counting)
        points = PointBinder(clock, self.binder)
        return BoundMark(
            mark=mark,
            name=name,
            at=None if mark.at is None else points.mark(mark.at),
            check=bind_condition(mark.condition, self.binder),
            effects=self._effects(mark.effects, name),
            flags=self._flags(mark.flags),
            clock=clock,
            heard=False,
        )

    def _flags(
        self, flags: tuple[FlagRule, ...]
    ) -> tuple[tuple[str, Check | None], ...]:
        return tuple((f.flag, bind_condition(f.when, self.binder)) for f in flags)

    def _effects(self, effects: Effects, name: str) -> BoundEffects:
        status, rung = effects.status, effects.rung
        if status is not None:
            self._leave("status", name, status.until)
        light = None
        if effects.light is not None:
            light = RANKS[effects.light.colour]
            self._leave("light", name, effects.light.until)
        penalty = None
        if effects.penalty is not None:
            penalty = self._penalty(effects.penalty, name, effects)
        if rung is not None:
            self._leave("rung", name, rung.until)
        return BoundEffects(
            name=name,
            status=status,
            status_of_unit=status is not None
            and self.of_unit.get(status.status, False),
            light=light,
            penalty=penalty,
            rung=None if rung is None else (rung.ladder, rung.step),
            rung_ladders=() if rung is None else self._steps((rung.step,)),
            any=any((status, effects.light, penalty, rung)),
        )

    def _leave(self, sort: str, name: str, until: Patterns) -> None:
        for table, check in self.tables.where(until):
            table.leaves.append((sort, name, check))

    def _penalty(
        self, penalty: PenaltyEffect, name: str, effects: Effects
    ) -> BoundPenalty:
        self._leave("penalty", name, penalty.voided_by)
        steps: tuple[str, ...] = (name, penalty.kind)
        if effects.rung is not None:
            steps = (*steps, effects.rung.step)
        return BoundPenalty(
            kind=penalty.kind,
            name=name,
            points=(
                None
                if penalty.points is None
                else bind_value(penalty.points, plain, self.binder)
            ),
            act=tuple(
                (p.event, bind_condition(p.where, self.binder)) for p in penalty.act
            ),
            one_per=tuple(
                bind_fact(key, self.binder) if isinstance(key, Fact) else key
                for key in penalty.one_per
            ),
            steps=steps,
            ladders=self._steps(steps),
        )

    def _steps(self, names: tuple[str, ...]) -> tuple[tuple[BoundLadder, int], ...]:
        found = []
        for ladder in self.ladders:
            rank = next(
                (
                    ladder.ladder.steps.index(n)
                    for n in names
                    if n in ladder.ladder.steps
                ),
                None,
            )
            if rank is not None:
                found.append((ladder, rank))
        return tuple(found)

    def change(self, change: Change, order: int) -> BoundChange:
        """Bind a change."""
        clock = None if change.counting is None else self.clocks[change.counting]
        effect = change.effect
        point: Reader | None = None
        caps: tuple[Reader, ...] = ()
        counting = change.counting or self._target_counting(change)
        points = PointBinder(self._clock(counting), self.binder)
        readings = change.readings
        if change.counting is not None:
            readings = _merge(readings, self.countings[change.counting].readings)
        if isinstance(effect, MovesTo):
            point = points.point(effect.point)
            caps = tuple(points.point(cap) for cap in effect.not_after)
        elif isinstance(effect, StartsFrom):
            point = points.point(effect.point)
        marks = None
        if change.marks is not None:
            target = change.targets[0]
            marks = tuple(self._mark(mark, target, counting) for mark in change.marks)
        return BoundChange(
            change=change,
            order=order,
            check=bind_condition(change.condition, self.binder),
            point=point,
            caps=caps,
            marks=marks,
            clock=clock,
            targets=frozenset(change.targets),
            readings=readings,
            document=change.document,
            counting=counting,
        )

    def _target_counting(self, change: Change) -> str | None:
        """The counting of the first target that has one."""
        for rule in self.book.rules:
            if rule.id in change.targets:
                for case in rule.cases:
                    if case.limit is not None and case.limit.counting is not None:
                        return case.limit.counting
        return None


def _merge(first: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return (*first, *(code for code in more if code not in first))


def _event_fact(word: str) -> Fact:
    scope, _, name = word.rpartition(".")
    if scope in ("ticket", "unit", "item"):
        return Fact(scope, name)  # type: ignore[arg-type]  # checked just above
    return Fact("event", name)


def _amount(limit: Limit) -> Any:
    """The constant amount of a limit; ``None`` for a point or a table of points."""
    values = [limit.within]
    while values:
        value: Any = values.pop(0)
        if isinstance(value, Constant):
            inner = value.value
            if isinstance(inner, Within) and not hasattr(inner.amount, "fact"):
                return inner.amount
        elif hasattr(value, "rows"):
            values.extend(row.value for row in value.rows)
        elif hasattr(value, "parts"):
            values.extend(value.parts)
    return None


def _plain(value: Value[Who]) -> Who | None:
    """A value that needs neither choice nor reading."""
    if isinstance(value, Constant) and not value.readings:
        return value.value
    return None


def _names_limit(value: Any) -> bool:
    """Whether an end is told by the end of another limit."""
    if isinstance(value, LimitDue):
        return True
    if isinstance(value, tuple):
        return any(_names_limit(one) for one in value)
    names = ("value", "point", "base", "parts", "rows")
    return any(
        _names_limit(getattr(value, name)) for name in names if hasattr(value, name)
    )


def _on_calendar(amount: Amount | None, counting: Counting | None) -> bool:
    """Whether the answer depends on which days are working days."""
    if counting is None:
        return False
    if isinstance(amount, Elapsed):
        return counting.settings.rest_days_in_hours not in (None, "count")
    if isinstance(amount, CalendarDays):
        return counting.settings.end_on_rest_day == "rolled"
    return True
