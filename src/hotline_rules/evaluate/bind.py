"""From a rulebook and what is known of the calendar to a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import Zone, build_calendar
from hotline_rules.clock import Clock, CountingSettings
from hotline_rules.evaluate.facts import bind_fact
from hotline_rules.evaluate.fitting import kinds_of_attributes, kinds_of_events
from hotline_rules.evaluate.logic import bind_condition, binder_for
from hotline_rules.evaluate.parts import Parts
from hotline_rules.evaluate.plan import (
    BoundChange,
    BoundMark,
    CasePlan,
    DocumentPlan,
    Plan,
    RulePlan,
)
from hotline_rules.evaluate.stages import seal
from hotline_rules.evaluate.tables import NEVER, Tables
from hotline_rules.evaluate.titles import Titles
from hotline_rules.evaluate.unknowns import fact_name
from hotline_rules.evaluate.waking import ALWAYS, Alarm, any_of
from hotline_rules.evaluate.walk import (
    all_effects,
    case_conditions,
    change_conditions,
    facts_in,
    looked_back,
    wheres,
)
from hotline_rules.rulebook import Pattern, Pauses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.calendar import WorkingCalendar
    from hotline_rules.rulebook import Condition, Document, Patterns, Rule, Rulebook

FAR = 1 << 62
CLOCK_EVENTS = (
    "clock.history_starts",
    "clock.day_starts",
    "clock.month_starts",
    "clock.year_starts",
)


def bind_plan(
    rulebook: Rulebook,
    subject: str,
    known_on: int | None,
    calendars: Mapping[str, WorkingCalendar] | None = None,
) -> Plan:
    """Bind the rules about a subject to the calendar as announced by a day.

    Args:
        rulebook: the compiled profile.
        subject: of the histories: ``ticket``, ``unit`` or ``knowledge_item``.
        known_on: local day; ``None`` for everything announced to this day.
        calendars: those of that day, if another plan of the rulebook has them.
    """
    if calendars is None:
        zone = Zone.load(rulebook.zone)
        calendars = {
            data.id: build_calendar(data, zone, known_on=known_on)
            for data in rulebook.calendars
        }
    return _Binding(rulebook, subject, calendars).plan()


class _Binding:
    """Collects the tables of one plan; thrown away when it is made."""

    def __init__(
        self,
        rulebook: Rulebook,
        subject: str,
        calendars: Mapping[str, WorkingCalendar],
    ) -> None:
        self.book = rulebook
        self.subject = subject
        self.rules = sorted(
            (rule for rule in rulebook.rules if subject in rule.about),
            key=lambda rule: rule.id,
        )
        ids = {rule.id for rule in self.rules}
        self.changes = sorted(
            (change for change in rulebook.changes if ids.intersection(change.targets)),
            key=lambda change: change.id,
        )
        self.zone = Zone.load(rulebook.zone)
        self.binder = binder_for(rulebook, self.zone)
        self.calendars = calendars
        self.clocks = {
            c.id: Clock(self.calendars[c.calendar], c.settings)
            for c in rulebook.countings
        }
        self.tables = Tables(self.binder, rulebook.events)
        self.types = self.tables.types
        self.alarm = Alarm()
        self.calendar = self._main_calendar(min(calendars))
        # For limits that count nothing; a profile of nothing else has no counting.
        uncounted = Clock(self.calendar, CountingSettings())
        spare = next(iter(self.clocks.values()), uncounted)
        self.parts = Parts(rulebook, self.clocks, spare, self.tables, self.binder)
        self.law_slots: dict[tuple[int, str], int] = {}
        self.limit_facts: set[str] = set()
        self.opened_on: dict[Pattern, list[RulePlan]] = {}

    def plan(self) -> Plan:
        """Make the tables, in an order in which names are known when needed."""
        book = self.book
        self._listen_words()
        self._collect_look_backs()
        self._law_events()
        plans = {rule.id: self._rule(rule, i) for i, rule in enumerate(self.rules)}
        changes = tuple(self.parts.change(c, i) for i, c in enumerate(self.changes))
        for plan in plans.values():
            self._listen_rule(plan)
        for change in changes:
            self._listen_change(change)
        for plan in plans.values():
            self._timers_heard(plan)
        self._mark_heard(plans, changes)
        self._note_whens()
        self._wake(plans)
        return Plan(
            rulebook=book,
            subject=self.subject,
            zone=self.zone,
            calendar=self.calendar,
            calendars=self.calendars,
            clocks=self.clocks,
            binder=self.binder,
            types=self.types,
            # The engine's own events have a dot in their name; a recorded one that
            # has is a stranger, and must not pass for one of them.
            recorded={n: t for n, t in self.types.items() if "." not in n},
            known=kinds_of_events(book.events, self.zone),
            attributes=kinds_of_attributes(book.attributes, self.zone),
            told=tuple(word for word in book.attributes if word.told_by),
            rules=plans,
            whens_read_limits=any(
                fact.scope == "limit"
                for rule in self.rules
                if rule.becomes_true is not None
                for fact in facts_in(rule.becomes_true)
            ),
            whens=tuple(p for p in plans.values() if p.becomes_true is not None),
            whens_wake=any_of(p.wakes_when for p in plans.values()),
            bits=self.alarm.bits_of_things(),
            changes=changes,
            units={name: dict(facts) for name, facts in book.units},
            clocks_needed=tuple(n for n in CLOCK_EVENTS if n in self.types),
            readings={r.code: r.chosen for r in book.readings},
            documents=tuple(self._document(i) for i in range(len(book.documents))),
            titles=Titles(book),
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
            tuple(
                self._in_force(one)
                for one in self.book.documents
                if index in one.replaces
            ),
        )

    def _in_force(self, document: Document) -> tuple[int, int]:
        """The instants at which a document is in force, the end exclusive."""
        first, end, start_of = document.first_day, document.end_day, self.zone.start_of
        return (
            -FAR if first is None else start_of(first),
            FAR if end is None else start_of(end),
        )

    # Types of events -----------------------------------------------------------

    def _listen_words(self) -> None:
        book = self.book
        for table, check in self.tables.where(book.holder_gained):
            table.gains.append(check)
        for table, check in self.tables.where(book.holder_lost):
            table.loses.append(check)
        for word in book.attributes:
            for event, key in word.set_by:
                self.tables.type(event).sets.append((key, word.id, word.one_of))
        self.tables.type("finding_made").finding = True

    def _collect_look_backs(self) -> None:
        for condition in self._conditions():
            for patterns in looked_back(condition):
                for pattern in patterns:
                    self.tables.type(pattern.event).logged = True
            for fact in facts_in(condition):
                if fact.scope == "limit":
                    self.limit_facts.add(fact.name)
        for pattern in self._acts():
            self.tables.type(pattern.event).logged = True

    def _acts(self) -> Iterator[Pattern]:
        """The acts that penalties are about."""
        for rule in self.rules:
            for case in rule.cases:
                for effects in all_effects(case):
                    if effects.penalty is not None:
                        yield from effects.penalty.act

    def _note_whens(self) -> None:
        """The types that a condition rules wait for looks back at."""
        for rule in self.rules:
            if rule.becomes_true is not None:
                for patterns in looked_back(rule.becomes_true):
                    for pattern in patterns:
                        self.tables.type(pattern.event).moves_whens = True

    def _conditions(self) -> Iterator[Condition]:
        for rule in self.rules:
            yield from wheres(rule.trigger)
            if rule.becomes_true is not None:
                yield rule.becomes_true
            for case in rule.cases:
                yield from case_conditions(case)
        for change in self.changes:
            yield from change_conditions(change)

    def _law_events(self) -> None:
        slots: dict[Patterns, int] = {}  # one for all that go by the same events
        for index, document in enumerate(self.book.documents):
            for name, patterns in (
                ("duties", document.law_at_duties),
                ("actions", document.law_at_actions),
                ("procedure", document.law_at_procedure),
            ):
                if not patterns:
                    continue
                known = patterns in slots
                slot = slots.setdefault(patterns, len(slots))
                self.law_slots[(index, name)] = slot
                if not known:
                    for table, check in self.tables.where(patterns):
                        table.laws.append((slot, check))

    # Rules ----------------------------------------------------------------------

    def _rule(self, rule: Rule, order: int) -> RulePlan:
        _zone, _document = self.zone, self.book.documents[rule.document]
        cases = [self.parts.case(rule, case) for case in rule.cases]
        chosen: dict[object, CasePlan] = {}
        otherwise = None
        for case in cases:
            if case.case.values is None:
                otherwise = case
            for value in case.case.values or ():
                chosen[value] = case
        limits = [case.limit for case in cases if case.limit is not None]
        plain = self._plain_span(rule)
        return RulePlan(
            rule=rule,
            id=rule.id,
            order=order,
            by=None if rule.by is None else bind_fact(rule.by, self.binder),
            by_name="" if rule.by is None else fact_name(rule.by),
            single=cases[0] if rule.by is None else None,
            cases=chosen,
            otherwise=otherwise,
            document=rule.document,
            law_slot=self.law_slots.get((rule.document, rule.law_at)),
            plain_from=plain[0],
            plain_until=plain[1],
            becomes_true=(
                None
                if rule.becomes_true is None
                else bind_condition(rule.becomes_true, self.binder)
                or (lambda run, occ, here, limit: True)
            ),
            wakes=any_of(self.alarm.mask(case.condition) for case in rule.cases)
            if rule.by is None
            else ALWAYS,
            wakes_when=0
            if rule.becomes_true is None
            else self.alarm.mask(rule.becomes_true, unknown_too=True),
            same_clock=any(one.limit.same_clock for one in limits),
            follows=limits[0].limit.if_facts_change if limits else "keep",
            grouped=rule.group is not None and rule.hit != "all",
            uniform=len({one.limit.act for one in limits}) < 2,
            heard={},
            time_listened=False,
        )

    def _plain_span(self, rule: Rule) -> tuple[int, int]:
        """The instants of law at which a rule applies without more ado."""
        document = self._document(rule.document)
        if rule.season is not None:
            return FAR, FAR
        start = -FAR if document.start is None else document.start
        end = FAR if document.end is None else document.end
        end = min((end, *(first for first, _ in document.replaced)))
        # Disputed days lie at the edges of validity; between them all is plain.
        for first, last in document.disputed:
            if first <= start:
                start = max(start, last)
            else:
                end = min(end, first)
        return start, end

    # Who listens to what ----------------------------------------------------------

    def _listen_rule(self, plan: RulePlan) -> None:
        # A rule that the readings in use switch off hears nothing: not even a clock.
        off = all(case.condition == NEVER for case in plan.rule.cases)
        for pattern in plan.rule.trigger:
            if pattern.where != NEVER and not off:
                self._opens_on(pattern, plan)
        limits = [case.limit for case in plan.rule.cases if case.limit is not None]
        acts = dict.fromkeys(pattern for limit in limits for pattern in limit.act)
        ends = dict.fromkeys(
            (reason, pattern)
            for limit in limits
            for reason, patterns in limit.ends_on
            for pattern in patterns
        )
        for pattern in acts:
            for table, check in self.tables.where((pattern,)):
                table.meets.append((plan, pattern, check))
        for reason, pattern in ends:
            for table, check in self.tables.where((pattern,)):
                table.ends.append((plan, reason, pattern.any_unit, check))
        if plan.same_clock:
            self.tables.type("forwarded").forwards = True
        for bound in _bound_marks(plan):
            for table, check in self.tables.where(bound.mark.on):
                table.marks_on.append((plan, bound, check))

    def _opens_on(self, pattern: Pattern, plan: RulePlan) -> None:
        """Rules that start from one pattern share its closure, judged once."""
        table = self.tables.type(pattern.event)
        shared = self.opened_on.get(pattern)
        if shared is None:
            shared = self.opened_on[pattern] = []
            check = bind_condition(pattern.where, self.binder)
            table.opens.append((pattern.where, check, shared))
        if plan not in shared:
            shared.append(plan)

    def _listen_change(self, bound: BoundChange) -> None:
        change = bound.change
        bound.law_slot = self.law_slots.get((change.document, change.law_at))
        for table, check in self.tables.where(change.asked_by):
            table.asks.append((bound, check, False))
        for table, check in self.tables.where(change.asked_late_by):
            table.asks.append((bound, check, True))
        for table, check in self.tables.where(change.granted_by):
            table.grants.append((bound, check))
        for table, check in self.tables.where(change.refused_by):
            table.refuses.append((bound, check))
        if isinstance(change.effect, Pauses):
            for table, check in self.tables.where(change.effect.starts):
                table.stops.append((bound, check))
            for table, check in self.tables.where(change.effect.stops):
                table.restarts.append((bound, check))

    def _wake(self, plans: Mapping[str, RulePlan]) -> None:
        """Give out the bits of what must have been, and who sleeps without them."""
        for table in self.types.values():
            for plan, *_ in table.meets:
                right = "used_without_right" in plan.heard
                bit = self.alarm.bit("limit", plan.id)
                plan.wakes_meeting = ALWAYS if right else bit
                plan.acts |= {table.name}
            seal(table, self.alarm)
        bits = self.alarm.bits
        for table in self.types.values():
            table.bit = bits.get(("event", table.name), 0)
        for plan in plans.values():
            plan.bit = bits.get(("limit", plan.id), 0)

    def _timers_heard(self, plan: RulePlan) -> None:
        prefix = f"{plan.id}."
        plan.heard = {
            name.removeprefix(prefix): name
            for name in self.types
            if name.startswith(prefix)
        }
        asked = plan.id in self.limit_facts
        by_time = ("passed", "lapsed", "expires")
        plan.time_listened = asked or any(word in plan.heard for word in by_time)

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
