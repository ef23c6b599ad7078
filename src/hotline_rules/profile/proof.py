"""What the proofs share: the clocks of a profile, its limits, and where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hotline_rules.calendar import CalendarData, Zone, build_calendar
from hotline_rules.clock import Clock
from hotline_rules.diagnostics import Label, Text
from hotline_rules.evaluate.facts import Binder
from hotline_rules.evaluate.logic import bind_patterns
from hotline_rules.profile.compiled import Compiled, span_at
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import TRIGGER_TYPES, text_of
from hotline_rules.profile.node import Node
from hotline_rules.profile.starts import in_force
from hotline_rules.profile.vocabulary import ITEM_FACT_TYPES, ValueType
from hotline_rules.profile.worlds import Demand, UndecidedError, World, find_world
from hotline_rules.rulebook import Case, Fact, Limit, Place, Rule


class Owned(NamedTuple):
    """A limit, its rule, and the case of the rule that gives it."""

    rule: Rule
    case: Case
    limit: Limit

    @property
    def name(self) -> str:
        """What to call it: the rule, and the case where there are several."""
        return f"{self.rule.id}.{self.case.name}" if self.case.name else self.rule.id


@dataclass(frozen=True, slots=True)
class Proof:
    """A compiled profile with its clocks.

    Attributes:
        clocks: by counting; a counting that lacks what it needs has none.
        binder: what the functions of the engine need to know.
    """

    compiled: Compiled
    ctx: Context
    zone: Zone
    clocks: Mapping[str, Clock]
    binder: Binder

    @property
    def limits(self) -> Iterator[Owned]:
        """Yield every limit with its owner."""
        for rule in self.compiled.rules:
            for case in rule.cases:
                if case.limit is not None:
                    yield Owned(rule, case, case.limit)

    def world(self, *demands: Demand) -> World | None:
        """Return facts for which all demands are met; None if there are none.

        Where the search is given up the facts are empty: perhaps there are some.
        """
        try:
            return find_world(demands, self.type_of)
        except UndecidedError:
            return {}

    def type_of(self, origin: str, fact: Fact) -> ValueType | None:
        """Return the type of a fact; that of a payload key if its event is known."""
        names = self.ctx.names
        match fact.scope:
            case "ticket":
                found = names.attributes.get(fact.name)
                return found[1] if found else None
            case "unit":
                declared = names.attributes.get(fact.name)
                return declared[1] if declared else names.unit_facts.get(fact.name)
            case "item":
                return ITEM_FACT_TYPES.get(fact.name)
            case "finding" | "status":
                return ValueType("yes_no")
            case "event":
                payload = names.payloads.get(origin, names.any_payload)
                return payload.get(fact.name) or TRIGGER_TYPES.get(fact.name)
            case _:
                return None

    def span_of(self, key: str, owned: Owned) -> Node | None:
        """Return where a part of a limit is written."""
        return self.ctx.places.get((key, owned.rule.id, owned.case.name))

    def row(self, place: Place | None, text: Text) -> tuple[Label, ...]:
        """Return a label for the row that a value came from, if it came from one."""
        if place is None:
            return ()
        return (Label(span_at(self.compiled.root, place), text),)

    def in_force(self, rule: Rule) -> tuple[int, int]:
        """Return the days on which the document of a rule is in force."""
        if rule.document >= len(self.compiled.documents):
            return in_force(None, None)  # a faulty document was left out
        document = self.compiled.documents[rule.document]
        return in_force(document.first_day, document.end_day)


def prepare(
    compiled: Compiled, calendars: tuple[CalendarData, ...], ctx: Context
) -> Proof | None:
    """Bind what was compiled to its calendars; None when there is no such zone."""
    try:
        zone = Zone.load(text_of(compiled.root, "zone") or "Asia/Shanghai")
    except ValueError:
        return None  # reported by the check of the zone
    built = {data.id: build_calendar(data, zone) for data in calendars}
    clocks = {}
    for counting in compiled.countings:
        calendar = built.get(counting.calendar)
        try:
            if calendar is not None:
                clocks[counting.id] = Clock(calendar, counting.settings)
        except ValueError:
            continue  # reported by the check of office hours
    return Proof(compiled, ctx, zone, clocks, Binder(zone, bind_patterns, {}))
