"""The fold: recorded events and timers through one queue in order of time.

A run starts with the events up to an instant and is advanced; what it holds is a
function of the events so far, the plan and nothing else. At one instant timers come
before events, and each item is worked off, with all that it causes, before the next.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.evaluate import (
    clockwork,
    duties,
    months,
    opening,
    penalties,
)
from hotline_rules.evaluate.choices import Notes
from hotline_rules.evaluate.fitting import told, usable
from hotline_rules.evaluate.state import (
    Application,
    Instance,
    Interval,
    LightSource,
    MissingEntry,
    Occurrence,
    PenaltyState,
)
from hotline_rules.evaluate.waking import ALWAYS, FIRST_EVENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.clock import Amount, Clock, End
    from hotline_rules.evaluate.choices import Undetermined
    from hotline_rules.evaluate.plan import Plan, RulePlan, TypePlan
    from hotline_rules.evaluate.state import Check
    from hotline_rules.evaluate.tally import Tally
    from hotline_rules.history import Event, History

_NEVER = 1 << 62
_ROOM = 24  # bits: what the engine makes of one recorded event, and of time


class Run:
    """The state of one history, folded up to ``now``."""

    __slots__ = (
        "acting",
        "agenda",
        "anomalies",
        "applications",
        "asked",
        "attribute_log",
        "attributes",
        "awake",
        "by_key",
        "children",
        "dirty",
        "findings",
        "granted",
        "history",
        "holders",
        "horizon",
        "inner_units",
        "instances",
        "intervals",
        "ladder_members",
        "latest",
        "law",
        "light",
        "light_at",
        "light_before",
        "light_sources",
        "lit",
        "live",
        "log",
        "missing",
        "notes",
        "now",
        "numbers",
        "own_unit",
        "peak",
        "penalties",
        "penalty_keys",
        "plan",
        "position",
        "replaced",
        "reports",
        "seq",
        "shown",
        "standing",
        "tallies",
        "timer_count",
        "timers",
        "types",
        "waiting",
        "when_true",
    )

    def __init__(self, plan: Plan, history: History) -> None:
        self.plan = plan
        self.history = history
        self.types = plan.types
        self.attributes: dict[str, Any] = usable(history.attributes, plan.attributes)
        if plan.told:
            self.attributes = told(self.attributes, plan.told)
        self.attribute_log: list[tuple[int, dict[str, Any]]] = []
        self.position = 0
        self.now = -_NEVER
        self.seq = 0
        self.horizon: int | None = None
        self.asked: Occurrence | None = None
        self.granted: Occurrence | None = None
        self.acting: tuple[tuple[str, Check | None], ...] = ()
        self.agenda: list[Occurrence] = []
        self.timers: list[tuple[Any, ...]] = []
        self.timer_count = 0
        self.log: dict[str, list[Occurrence]] = {}
        # Reports on months by what they are about, and those put right since.
        self.reports: dict[tuple[str | None, ...], int] = {}
        self.replaced: dict[int, int] = {}
        self.tallies: dict[object, Tally] = {}  # of counts over very many events
        self.law: dict[tuple[int, str | None], int] = {}
        self.holders: list[str] = []
        # In the history of a unit, what names no unit is about that unit.
        self.own_unit = _own_unit(history) if history.subject == "unit" else None
        self.inner_units: dict[str, str] = {}
        self.findings: dict[str, list[tuple[int, str | None, Any, int]]] = {}
        self.instances: list[Instance] = []
        self.live: dict[str, list[Instance]] = {}
        self.latest: dict[tuple[str, str | None], Instance] = {}
        self.by_key: dict[tuple[str, object], Instance] = {}
        # Windows told by the end of a limit. Not kept in the limit itself: what points
        # at each other is freed by the collector only, and nothing else here is.
        self.children: dict[Instance, tuple[Instance, ...]] = {}
        self.numbers: dict[tuple[str, str | None], int] = {}
        self.applications: list[Application] = []
        self.waiting: list[tuple[RulePlan, Occurrence]] = []
        self.penalties: list[PenaltyState] = []
        self.penalty_keys: set[object] = set()
        self.ladder_members: dict[tuple[str, object], list[tuple[int, Any]]] = {}
        self.intervals: list[Interval] = []
        self.standing: list[Interval] = []  # those of them that have not ended
        self.light_sources: list[LightSource] = []
        self.lit: list[Instance] = []
        self.light: tuple[int, int | None, tuple[str, ...]] = (0, None, ())
        self.light_before: tuple[int, int | None, tuple[str, ...]] = self.light
        self.light_at = -_NEVER
        self.shown: list[tuple[int, int]] = []  # every change of the light
        self.peak = 0
        self.missing: dict[tuple[str, str], MissingEntry] = {}
        self.anomalies: dict[tuple[str, int | None, str], None] = {}
        self.when_true: set[str] = set()
        # Something that a condition rules wait for may read has changed: attributes,
        # findings, statuses, rungs, limits, or an event it looks back at.
        self.awake = ALWAYS | plan.bits.of_values(self.attributes)
        self.dirty = bool(plan.whens_wake & self.awake)
        if self.dirty:
            self.awake |= FIRST_EVENT
        self.notes = Notes()  # of points whose rows nobody asks for
        if plan.clocks_needed:
            clockwork.start(self)

    # The queue --------------------------------------------------------------------

    def advance(self, until: int) -> None:
        """Work off everything at or before ``until``."""
        events, timers = self.history.events, self.timers
        find = self.plan.recorded.get
        done = self.position
        for event in events[done:]:
            at = event.at
            if at > until:
                break
            if timers and timers[0][0] <= at:
                self.position = done
                self._let_go_off(at)
            done += 1
            table = find(event.type)
            if (
                table is not None
                and table.wakes & self.awake
                and (
                    not table.only_asks
                    or self.dirty
                    or opening.asked_for(table, event.payload)
                )
            ):
                self.position, self.now = done, at
                occ = self.occurrence(event, table.unit_key)
                self.seq = occ.seq - 1
                self.process(table, occ)
                if self.agenda or self.dirty:
                    self.finish()
        self.position = done
        if timers and timers[0][0] <= until:
            self._let_go_off(until)
        self.now = until

    def _let_go_off(self, until: int) -> None:
        """Work off the timers at or before ``until``, those that these set included."""
        timers = self.timers
        while timers and timers[0][0] <= until:
            timer = heappop(timers)
            if timer[4] == "clock" or timer[5].epoch == timer[7]:
                clockwork.fire(self, timer)

    def occurrence(self, event: Event, unit_key: str = "unit") -> Occurrence:
        """A recorded event as the rules see it.

        Its ``seq`` follows from its number alone, with room for what it sets going, so
        that an event nobody kept can be named later.
        """
        payload = event.payload
        named = payload.get(unit_key)
        if named.__class__ is not str:
            named = None
        unit = named
        if named is None:
            holders = self.holders
            unit = holders[-1] if holders else self.own_unit
        number = event.number
        occ = Occurrence(event.at, event.type, unit, payload, number, (number,))
        occ.named_unit = named
        occ.seq = (number + 1) << _ROOM
        return occ

    def finish(self) -> None:
        """Work off the agenda, then the conditions that rules wait for."""
        agenda, types = self.agenda, self.types
        while True:
            for occ in agenda:  # grows while it is worked off
                table = types[occ.type]
                if table.wakes & self.awake:
                    self.process(table, occ)
            agenda.clear()
            if not self.dirty:
                return
            self.dirty = False
            if self.plan.whens_wake & self.awake:
                clockwork.judge_whens(self)

    def process(self, table: TypePlan, occ: Occurrence) -> None:
        """Take one occurrence through the stages."""
        self.seq = occ.seq = self.seq + 1
        if table.logged:  # some condition looks back at it
            past = self.log.get(table.name)
            if past is None:
                self.log[table.name] = [occ]
            else:
                past.append(occ)
            if table.report:
                months.put_right(self, occ, table.report)
            if table.moves_whens:
                self.dirty = True
            self.awake |= table.bit
        for wakes, stage in table.stages:
            if wakes & self.awake:
                stage(self, table, occ)

    # Services for the other modules ----------------------------------------

    def emit(
        self, name: str, cause: Occurrence, instance: Instance | None = None
    ) -> None:
        """Put an engine event on the agenda, if anything listens to it."""
        if name not in self.types:
            return
        payload = cause.payload
        unit = cause.unit if instance is None else instance.unit
        evidence = cause.evidence if instance is None else instance.evidence
        occ = Occurrence(self.now, name, unit, payload, None, evidence)
        occ.limit = cause.limit if instance is None else instance
        occ.application = cause.application
        if instance is not None:
            if instance.changed_by:
                occ.payload = {**payload, "changed_by": list(instance.changed_by)}
            if occ.application is None:
                occ.application = instance.application
        self.agenda.append(occ)

    def schedule(
        self, at: int, order: int, unit: str | None, kind: str, *rest: Any
    ) -> None:
        """Set a timer; in the past it goes off at once."""
        self.timer_count += 1
        if at < self.now:
            at = self.now
        heappush(self.timers, (at, order, unit or "", self.timer_count, kind, *rest))

    def flags_of(
        self,
        flags: Sequence[tuple[str, Check | None]],
        occ: Occurrence,
        instance: Instance | None,
    ) -> tuple[str, ...]:
        """The flags whose condition holds."""
        return tuple(
            flag
            for flag, check in flags
            if check is None or check(self, occ, occ, instance) is True
        )

    def lacks(
        self,
        sort: str,
        name: str,
        rule: str,
        cites: Iterable[str],
        detail: str = "",
    ) -> None:
        """Note something that is not known, and the rule it leaves undetermined."""
        entry = self.missing.get((sort, name))
        if entry is None:
            entry = MissingEntry(sort, name, [], [], detail)
            self.missing[(sort, name)] = entry
        if rule not in entry.rules:
            entry.rules.append(rule)
        for cite in cites:
            if cite not in entry.cites:
                entry.cites.append(cite)

    def lacks_value(self, gap: Undetermined, rule: str, cites: tuple[str, ...]) -> None:
        """Note the gap that a value could not be had for."""
        if gap.sort == "beyond":
            self.note("beyond-calendar", None, rule)
            return
        name = rule if gap.name in ("rows", "no_row") else gap.name
        self.lacks(gap.sort, name, rule, (*cites, *gap.cites), gap.detail)

    def report(self, code: str, occ: Occurrence, detail: str = "") -> None:
        """Note an anomaly, once per code, event and detail."""
        self.note(code, occ.evidence[-1] if occ.evidence else None, detail)

    def note(self, code: str, number: int | None, detail: str) -> None:
        """Note an anomaly of an event, or of none, once."""
        self.anomalies[(code, number, detail)] = None

    def paused_end(self, clock: Clock, end: End, kind: type[Amount], inst: Any) -> End:
        """A point counted from the start, moved by the pauses since then."""
        try:
            return clock.paused(end, kind, inst.pauses, inst.pause_cap)
        except BeyondCalendarError:
            self.note("beyond-calendar", None, inst.rule.id)
            return end

    # What conditions ask ---------------------------------------------------

    def attributes_then(self) -> dict[str, Any]:
        """The attributes as they stood at the horizon."""
        for seq, before in self.attribute_log:
            if self.horizon is not None and seq > self.horizon:
                return before
        return self.attributes

    def unit_facts(self, unit: str | None) -> dict[str, Any]:
        """What is known of a unit: from the profile; its own history goes before it."""
        listed = self.plan.units.get(unit or "", {})
        if self.history.subject == "unit":
            return {**listed, **self.attributes}
        return listed

    def finding(self, code: str, unit: str | None) -> bool | None:
        """The newest finding of that code that does not name another unit."""
        result = None
        for seq, named, value, _ in self.findings.get(code, ()):
            if self.horizon is not None and seq > self.horizon:
                break
            if named is None or unit is None or named == unit:
                result = value
        return result

    def has_status(
        self, name: str, unit: str | None, kinds: tuple[str, ...] | None = None
    ) -> bool:
        """Whether the status holds, for the unit or the ticket, in one of the kinds."""
        horizon = self.horizon
        for one in self.standing if horizon is None else self.intervals:
            if one.step or one.name != name:
                continue
            if kinds is not None and one.kind not in kinds:
                continue
            if one.unit is not None and unit is not None and one.unit != unit:
                continue
            if horizon is None or (
                one.since_seq <= horizon
                and (one.until_seq is None or one.until_seq > horizon)
            ):
                return True
        return False

    def latest_instance(self, rule: str, unit: str | None) -> Instance | None:
        """The newest instance of a rule for a unit; of any unit if none is named."""
        if unit is not None:
            found = self.latest.get((rule, unit))
            if found is not None:
                return found
        candidates = [
            one
            for one in self.instances
            if one.rule.id == rule and (unit is None or one.unit is None)
        ]
        return candidates[-1] if candidates else None

    def limit_state(self, rule: str, unit: str | None) -> str:
        """State of the newest instance, ``none`` where there is none."""
        instance = self.latest_instance(rule, unit)
        return "none" if instance is None else duties.state_of(instance, self.now)

    def current_rung(self, ladder: str, unit: str | None) -> str | None:
        """The step that a ladder stands on; ``None`` below the first."""
        for one in reversed(self.standing):
            here = one.unit is None or unit is None or one.unit == unit
            if here and one.step and one.name == ladder:
                return one.step
        return None

    def act_of(self, occ: Occurrence) -> Occurrence | None:
        """The act that a consequence of ``occ`` would be about."""
        return penalties.find_act(self, self.acting, occ)


def _own_unit(history: History) -> str:
    """The unit that a unit's history is about: its name, else the history's id."""
    name = history.attributes.get("name")
    return name if isinstance(name, str) else history.id
