"""From a rulebook and what is known of the calendar to a plan."""

from __future__ import annotations


from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import Zone, build_calendar
from hotline_rules.clock import CalendarDays, Clock, Elapsed
from hotline_rules.evaluate.choices import bind_value, plain
from hotline_rules.evaluate.facts import Binder, bind_fact
from hotline_rules.evaluate.logic import bind_condition, bind_patterns
from hotline_rules.evaluate.plan import (
    RANKS,
    BoundChange,
    BoundEffects,
    BoundLadder,
    BoundLimit,
    BoundMark,
    BoundPenalty,
    CasePlan,
    DocumentPlan,
    Plan,
    RulePlan,
    TypePlan,
)
from hotline_rules.evaluate.points import PointBinder
from hotline_rules.evaluate.unknowns import fact_name
from hotline_rules.rulebook import (
    Always,
    AtTheAct,
    Constant,
    Count,
    Fact,
    Happened,
    Latest,
    Limit,
    MovesTo,
    Not,
    Pauses,
    Pattern,
    StartsFrom,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.evaluate.state import Check
    from hotline_rules.rulebook import (
        Case,
        Change,
        Condition,
        Effects,
        FlagRule,
        Mark,
        Patterns,
        PenaltyEffect,
        Rule,
        Rulebook,
    )

CLOCK_EVENTS = (
    "clock.history_starts",
    "clock.day_starts",
    "clock.month_starts",
    "clock.year_starts",
)


def bind_plan(rulebook: Rulebook, subject: str, known_on: int | None) -> Plan:
    """Bind the rules about a subject to the calendar as announced by a day.

    Args:
        rulebook: the compiled profile.
        subject: of the histories: ``ticket``, ``unit`` or ``knowledge_item``.
        known_on: local day; ``None`` for everything announced to this day.
    """
    return _Binding(rulebook, subject, known_on).plan()


_NEVER = Always(value=False)


class _Binding:
    """Collects the tables of one plan; thrown away when it is made."""

    def __init__(self, rulebook: Rulebook, subject: str, known_on: int | None) -> None:
        self.book = rulebook
        self.subject = subject
        self.rules = sorted(
            (rule for rule in rulebook.rules if rule.about == subject),
            key=lambda rule: rule.id,
        )
        ids = {rule.id for rule in self.rules}
        self.changes = sorted(
            (change for change in rulebook.changes if ids.intersection(change.targets)),
            key=lambda change: change.id,
        )
        self.zone = Zone.load(rulebook.zone)
        self.binder = Binder(self.zone, bind_patterns)
        data = {calendar.id: calendar for calendar in rulebook.calendars}
        self.calendars = {
            id_: build_calendar(one, self.zone, known_on=known_on)
            for id_, one in data.items()
        }
        self.clocks = {
            c.id: Clock(self.calendars[c.calendar], c.settings)
            for c in rulebook.countings
        }
        self.countings = {c.id: c for c in rulebook.countings}
        self.types: dict[str, TypePlan] = {}
        self.unit_keys = {e.id: e.unit_key for e in rulebook.events}
        self.law_slots: dict[tuple[int, str], int] = {}
        self.limit_facts: set[str] = set()
        self.opened_on: dict[Pattern, list[RulePlan]] = {}
        self.ladders = [
            BoundLadder(
                ladder,
                tuple(
                    word
                    if word in ("limit", "act", "ticket", "unit")
                    else bind_fact(_event_fact(word), self.binder)
                    for word in ladder.same
                ),
            )
            for ladder in sorted(rulebook.ladders, key=lambda one: one.id)
        ]

    def plan(self) -> Plan:
        """Make the tables, in an order in which names are known when needed."""
        book = self.book
        self._listen_words()
        self._collect_look_backs()
        self._law_events()
        plans = {rule.id: self._rule(rule, i) for i, rule in enumerate(self.rules)}
        changes = tuple(self._change(c, i) for i, c in enumerate(self.changes))
        for plan in plans.values():
            self._listen_rule(plan)
        for change in changes:
            self._listen_change(change)
        for plan in plans.values():
            self._timers_heard(plan)
        self._mark_heard(plans, changes)
        self._note_whens()
        for one in self.types.values():
            one.seal()
        main = min(self.calendars) if self.calendars else ""
        return Plan(
            rulebook=book,
            subject=self.subject,
            zone=self.zone,
            calendar=self._main_calendar(main),
            calendars=self.calendars,
            clocks=self.clocks,
            binder=self.binder,
            types=self.types,
            known={e.id: frozenset(key for key, _ in e.payload) for e in book.events},
            attributes=frozenset(word.id for word in book.attributes),
            rules=plans,
            whens_read_limits=any(
                fact.scope == "limit"
                for rule in self.rules
                if rule.becomes_true is not None
                for fact in _facts(rule.becomes_true)
            ),
            whens=tuple(p for p in plans.values() if p.becomes_true is not None),
            changes=changes,
            units={name: dict(facts) for name, facts in book.units},
            clocks_needed=tuple(n for n in CLOCK_EVENTS if n in self.types),
            readings={r.code: r.chosen for r in book.readings},
            documents=tuple(self._document(i) for i in range(len(book.documents))),
        )

    def _main_calendar(self, fallback: str) -> Any:
        """The calendar that the profile's countings use most; ties by id."""
        used = [c.calendar for c in self.book.countings]
        best = max(sorted(set(used)), key=used.count, default=fallback)
        return self.calendars[best]

    def _document(self, index: int) -> DocumentPlan:
        document = self.book.documents[index]
        start, end = document.first_day, document.end_day
        zone = self.zone
        return DocumentPlan(
            index,
            None if start is None else zone.start_of(start),
            None if end is None else zone.start_of(end),
            tuple((zone.start_of(a), zone.start_of(b)) for a, b in document.disputed),
            document.after_end == "refuse",
        )

    # Types of events -----------------------------------------------------------

    def type(self, name: str) -> TypePlan:
        """The table of a type of event, made on first asking."""
        found = self.types.get(name)
        if found is None:
            found = TypePlan(name, self.unit_keys.get(name, "unit"))
            self.types[name] = found
        return found

    def where(self, patterns: Patterns) -> Iterator[tuple[TypePlan, Check | None]]:
        """The table and the closure of each pattern that some event can fit."""
        for pattern in patterns:
            if pattern.where == _NEVER:  # another reading's
                continue
            yield (
                self.type(pattern.event),
                bind_condition(pattern.where, self.binder),
            )

    def _listen_words(self) -> None:
        book = self.book
        for table, check in self.where(book.holder_gained):
            table.gains.append(check)
        for table, check in self.where(book.holder_lost):
            table.loses.append(check)
        for word in book.attributes:
            for event, key in word.set_by:
                self.type(event).sets.append((key, word.id, word.one_of))
        if "finding_made" in self.unit_keys:
            self.type("finding_made").finding = True

    def _collect_look_backs(self) -> None:
        for condition in self._conditions():
            for patterns in _looked_back(condition):
                for pattern in patterns:
                    self.type(pattern.event).logged = True
            for fact in _facts(condition):
                if fact.scope == "limit":
                    self.limit_facts.add(fact.name)
        for rule in self.rules:
            for case in rule.cases:
                for effects in _all_effects(case):
                    if effects.penalty is not None:
                        for pattern in effects.penalty.act:
                            self.type(pattern.event).logged = True

    def _note_whens(self) -> None:
        """The types that a condition rules wait for looks back at."""
        for rule in self.rules:
            if rule.becomes_true is not None:
                for patterns in _looked_back(rule.becomes_true):
                    for pattern in patterns:
                        self.type(pattern.event).moves_whens = True

    def _conditions(self) -> Iterator[Condition]:
        for rule in self.rules:
            yield from _where(rule.trigger)
            if rule.becomes_true is not None:
                yield rule.becomes_true
            for case in rule.cases:
                yield from _case_conditions(case)
        for change in self.changes:
            yield from _change_conditions(change)

    def _law_events(self) -> None:
        for index, document in enumerate(self.book.documents):
            for name in ("duties", "procedure"):
                patterns = (
                    document.law_at_duties
                    if name == "duties"
                    else document.law_at_procedure
                )
                if not patterns:
                    continue
                slot = len(self.law_slots)
                self.law_slots[(index, name)] = slot
                for table, check in self.where(patterns):
                    table.laws.append((slot, check))

    # Rules ----------------------------------------------------------------------

    def _rule(self, rule: Rule, order: int) -> RulePlan:
        zone, document = self.zone, self.book.documents[rule.document]
        cases = [self._case(rule, case) for case in rule.cases]
        chosen: dict[object, CasePlan] = {}
        otherwise = None
        for case in cases:
            if case.case.values is None:
                otherwise = case
            for value in case.case.values or ():
                chosen[value] = case
        limits = [case.limit for case in cases if case.limit is not None]
        start, end = document.first_day, document.end_day
        return RulePlan(
            rule=rule,
            id=rule.id,
            order=order,
            by=None if rule.by is None else bind_fact(rule.by, self.binder),
            by_name=_by_name(rule),
            single=cases[0] if rule.by is None else None,
            cases=chosen,
            otherwise=otherwise,
            document=rule.document,
            law_slot=self.law_slots.get((rule.document, rule.law_at)),
            law_start=None if start is None else zone.start_of(start),
            law_end=None if end is None else zone.start_of(end),
            becomes_true=(
                None
                if rule.becomes_true is None
                else bind_condition(rule.becomes_true, self.binder)
                or (lambda run, occ, here, limit: True)
            ),
            same_clock=any(one.limit.same_clock for one in limits),
            follows=limits[0].limit.if_facts_change if limits else "keep",
            uniform=len({one.limit.act for one in limits}) < 2,  # noqa: PLR2004
            time_listened=False,
            passed=None,
            lapsed=None,
            expires=None,
        )

    def _case(self, rule: Rule, case: Case) -> CasePlan:
        limit = None if case.limit is None else self._limit(rule, case.limit)
        readings = case.readings
        if case.limit is not None and case.limit.counting is not None:
            readings = _merge(readings, self.countings[case.limit.counting].readings)
        effects = self._effects(case.effects, rule.id)
        return CasePlan(
            case=case,
            name=rule.id,
            check=bind_condition(case.condition, self.binder),
            limit=limit,
            effects=effects,
            flags=self._flags(case.flags),
            cites=case.cites,
            readings=readings,
            condition=case.condition,
            facts=tuple(
                (fact_name(fact), bind_fact(fact, self.binder))
                for fact in dict.fromkeys(_facts(case.condition))
            ),
            looks_back=any(_looked_back(case.condition)),
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
            per_unit=limit.one_per == ("unit",),
            first_only=limit.one_per == ("ticket",),
            replaces=limit.again == "replaces",
        )

    def _clock(self, counting: str | None) -> Clock:
        if counting is not None:
            return self.clocks[counting]
        return next(iter(self.clocks.values()))

    def _mark(self, mark: Mark, rule_id: str, counting: str | None) -> BoundMark:
        name = f"{rule_id}.{mark.id}"
        points = PointBinder(self._clock(mark.counting or counting), self.binder)
        return BoundMark(
            mark=mark,
            name=name,
            at=None if mark.at is None else points.mark(mark.at),
            check=bind_condition(mark.condition, self.binder),
            effects=self._effects(mark.effects, name),
            flags=self._flags(mark.flags),
            heard=False,
        )

    def _flags(
        self, flags: tuple[FlagRule, ...]
    ) -> tuple[tuple[str, Check | None], ...]:
        return tuple((f.flag, bind_condition(f.when, self.binder)) for f in flags)

    def _effects(self, effects: Effects, name: str) -> BoundEffects:
        status, rung = effects.status, effects.rung
        of_unit = {s.id: s.of == "unit" for s in self.book.statuses}
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
            status_of_unit=status is not None and of_unit.get(status.status, False),
            light=light,
            penalty=penalty,
            rung=None if rung is None else (rung.ladder, rung.step),
            rung_ladders=() if rung is None else self._steps((rung.step,)),
            any=any((status, effects.light, penalty, rung)),
        )

    def _leave(self, sort: str, name: str, until: Patterns) -> None:
        for table, check in self.where(until):
            table.leaves.append((sort, name, check))

    def _penalty(
        self, penalty: PenaltyEffect, name: str, effects: Effects
    ) -> BoundPenalty:
        self._leave("penalty", name, penalty.voided_by)
        steps = (name, penalty.kind)
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
            is_points=penalty.kind == "points",
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
                (ladder.ladder.steps.index(n) for n in names if n in ladder.ladder.steps),
                None,
            )
            if rank is not None:
                found.append((ladder, rank))
        return tuple(found)

    def _change(self, change: Change, order: int) -> BoundChange:
        clock = None if change.counting is None else self.clocks[change.counting]
        effect = change.effect
        point, caps = None, ()
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
        )

    def _target_counting(self, change: Change) -> str | None:
        """The counting of the first target that has one."""
        for rule in self.rules:
            if rule.id in change.targets:
                for case in rule.cases:
                    if case.limit is not None and case.limit.counting is not None:
                        return case.limit.counting
        return None

    # Who listens to what ----------------------------------------------------------

    def _listen_rule(self, plan: RulePlan) -> None:
        for pattern in plan.rule.trigger:
            if pattern.where != _NEVER:
                self._opens_on(pattern, plan)
        seen: set[object] = set()
        for case in plan.rule.cases:
            limit = case.limit
            if limit is None:
                continue
            for pattern in limit.act:
                if ("act", pattern) not in seen:
                    seen.add(("act", pattern))
                    for table, check in self.where((pattern,)):
                        table.meets.append((plan, pattern, check))
            for reason, patterns in limit.ends_on:
                for pattern in patterns:
                    if (reason, pattern) not in seen:
                        seen.add((reason, pattern))
                        for table, check in self.where((pattern,)):
                            table.ends.append((plan, reason, check))
            if limit.same_clock:
                self.type("forwarded").forwards = True
        for bound in _bound_marks(plan):
            for table, check in self.where(bound.mark.on):
                table.marks_on.append((plan, bound, check))

    def _opens_on(self, pattern: Pattern, plan: RulePlan) -> None:
        """Rules that start from one pattern share its closure, judged once."""
        table = self.type(pattern.event)
        shared = self.opened_on.get(pattern)
        if shared is None:
            shared = self.opened_on[pattern] = []
            table.opens.append((bind_condition(pattern.where, self.binder), shared))
        if plan not in shared:
            shared.append(plan)

    def _listen_change(self, bound: BoundChange) -> None:
        change = bound.change
        for table, check in self.where(change.asked_by):
            table.asks.append((bound, check, False))
        for table, check in self.where(change.asked_late_by):
            table.asks.append((bound, check, True))
        for table, check in self.where(change.granted_by):
            table.grants.append((bound, check))
        for table, check in self.where(change.refused_by):
            table.refuses.append((bound, check))
        if isinstance(change.effect, Pauses):
            for table, check in self.where(change.effect.starts):
                table.stops.append((bound, check))
            for table, check in self.where(change.effect.stops):
                table.restarts.append((bound, check))

    def _timers_heard(self, plan: RulePlan) -> None:
        names = self.types
        asked = plan.id in self.limit_facts
        plan.passed = f"{plan.id}.passed" if f"{plan.id}.passed" in names else None
        plan.lapsed = f"{plan.id}.lapsed" if f"{plan.id}.lapsed" in names else None
        plan.expires = f"{plan.id}.expires" if f"{plan.id}.expires" in names else None
        plan.time_listened = asked or any((plan.passed, plan.lapsed, plan.expires))

    def _mark_heard(
        self, plans: dict[str, RulePlan], changes: tuple[BoundChange, ...]
    ) -> None:
        for plan in plans.values():
            for bound in _bound_marks(plan):
                bound.heard = bound.name in self.types
        for change in changes:
            for bound in change.marks or ():
                bound.heard = bound.name in self.types


def _bound_marks(plan: RulePlan) -> Iterator[BoundMark]:
    cases = [*plan.cases.values()]
    if plan.otherwise is not None:
        cases.append(plan.otherwise)
    if plan.single is not None:
        cases = [plan.single]
    seen: set[int] = set()
    for case in cases:
        if case.limit is not None and id(case) not in seen:
            seen.add(id(case))
            yield from case.limit.marks


def _merge(first: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return (*first, *(code for code in more if code not in first))


def _event_fact(word: str) -> Fact:
    scope, _, name = word.rpartition(".")
    if scope in ("ticket", "unit", "item"):
        return Fact(scope, name)  # type: ignore[arg-type]  # checked just above
    return Fact("event", name)


def _by_name(rule: Rule) -> str:
    return "" if rule.by is None else fact_name(rule.by)


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


def _on_calendar(amount: Any, counting: Any) -> bool:
    """Whether the answer depends on which days are working days."""
    if counting is None:
        return False
    if isinstance(amount, Elapsed):
        return counting.settings.rest_days_in_hours not in (None, "count")
    if isinstance(amount, CalendarDays):
        return counting.settings.end_on_rest_day == "rolled"
    return True


def _where(patterns: Patterns) -> list[Condition]:
    return [pattern.where for pattern in patterns]


def _all_effects(case: Case) -> Iterator[Effects]:
    yield case.effects
    if case.limit is not None:
        for mark in case.limit.marks:
            yield mark.effects


def _case_conditions(case: Case) -> Iterator[Condition]:
    yield case.condition
    yield from (flag.when for flag in case.flags)
    for effects in _all_effects(case):
        yield from _effect_conditions(effects)
    limit = case.limit
    if limit is None:
        return
    yield from _where(limit.act)
    for _, patterns in limit.ends_on:
        yield from _where(patterns)
    for value in (limit.within, limit.who, limit.target, limit.at_least, limit.at_most):
        yield from _value_conditions(value)
    yield from _mark_conditions(limit.marks)


def _mark_conditions(marks: Iterable[Mark]) -> Iterator[Condition]:
    for mark in marks:
        yield mark.condition
        yield from _where(mark.on)
        yield from _value_conditions(mark.at)
        yield from (flag.when for flag in mark.flags)


def _effect_conditions(effects: Effects) -> Iterator[Condition]:
    if effects.status is not None:
        yield from _where(effects.status.until)
    if effects.light is not None:
        yield from _where(effects.light.until)
    if effects.rung is not None:
        yield from _where(effects.rung.until)
    if effects.penalty is not None:
        yield from _where(effects.penalty.act)
        yield from _where(effects.penalty.voided_by)
        yield from _value_conditions(effects.penalty.points)


def _change_conditions(change: Change) -> Iterator[Condition]:
    yield change.condition
    for patterns in (
        change.asked_by,
        change.asked_late_by,
        change.granted_by,
        change.refused_by,
    ):
        yield from _where(patterns)
    effect = change.effect
    if isinstance(effect, Pauses):
        yield from _where(effect.starts)
        yield from _where(effect.stops)
    if isinstance(effect, MovesTo | StartsFrom):
        yield from _value_conditions(effect.point)
    if isinstance(effect, MovesTo):
        for cap in effect.not_after:
            yield from _value_conditions(cap)
    yield from _mark_conditions(change.marks or ())


def _value_conditions(value: Any) -> Iterator[Condition]:
    for row in getattr(value, "rows", ()):
        yield row.when
        yield from _value_conditions(row.value)
    for part in getattr(value, "parts", ()):
        yield from _value_conditions(part)


def _looked_back(condition: Condition) -> Iterator[Patterns]:
    """The patterns of look-backs in a condition, those inside them included."""
    match condition:
        case Happened():
            yield condition.patterns
            yield from _inside(condition.patterns)
        case Count():
            for patterns in (condition.of, condition.since, condition.not_followed_by):
                if patterns is not None:
                    yield patterns
                    yield from _inside(patterns)
        case Latest():
            yield condition.of
            yield from _inside(condition.of)
            yield from _looked_back(condition.satisfies)
        case Not():
            yield from _looked_back(condition.part)
        case AtTheAct():
            yield from _looked_back(condition.condition)
        case _:
            for part in getattr(condition, "parts", ()):
                yield from _looked_back(part)


def _inside(patterns: tuple[Pattern, ...]) -> Iterator[Patterns]:
    for pattern in patterns:
        yield from _looked_back(pattern.where)


def _facts(condition: Condition) -> Iterator[Fact]:
    for name in ("fact", "operand"):
        value = getattr(condition, name, None)
        if isinstance(value, Fact):
            yield value
    for name in ("part", "condition", "satisfies"):
        part = getattr(condition, name, None)
        if part is not None:
            yield from _facts(part)
    for part in getattr(condition, "parts", ()):
        yield from _facts(part)


