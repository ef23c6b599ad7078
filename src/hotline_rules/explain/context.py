"""What all explainers share: a run of their own, names, times, and things used."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.choices import Notes
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.snapshot import snapshot
from hotline_rules.explain.called import Called
from hotline_rules.explain.days import day_rows, notices_of
from hotline_rules.explain.model import Reason
from hotline_rules.explain.names import Names
from hotline_rules.explain.own_next import change_text, own_changes
from hotline_rules.explain.wording import NOTHING, Times, join, say
from hotline_rules.explain.words import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.clock import Trace
    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import BoundMark
    from hotline_rules.evaluate.records import Because
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.history import Event

LAW = Text("依据", "law")
NUMBER = Text("编号", "id")
BECAUSE = Text("起因", "because")
FACTS = Text("事实", "facts")
READINGS = Text("读法", "readings")
NOTE = Text("备注", "note")
NEXT = Text("往后", "next")
EVIDENCE = Text("证据", "evidence")


class Words:
    """What it takes to say something of a judged history: names, times, its run.

    Cheap to make, unlike a ``Context``, so that a sentence can be had for each of
    millions of records.

    Args:
        result: of ``evaluate``.
        names, times: of its profile; made once for many results.
        run: the fold to read; without it that of the result.
    """

    def __init__(
        self, result: Result, names: Names, times: Times, run: Run | None = None
    ) -> None:
        self.result = result
        self.as_of = result.as_of
        self.plan = result.plan
        self.history = result.history
        self.names = names
        self.times = times
        self.run = result.judged if run is None else run

    # Events ------------------------------------------------------------------------

    def event(self, number: int | None) -> Event | None:
        """The event of that number."""
        events = self.history.events
        if number is None or not 0 <= number < len(events):
            return None
        return events[number]

    def named_event(self, number: int | None) -> Text:
        """An event as ``第2号事件“申请延期”``."""
        event = self.event(number)
        if event is None:
            return NOTHING
        title = self.names.event_type(event.type)
        return say("第{0}号事件“{1}”", "event {0} “{1}”", number, title)

    def numbers(self, numbers: Iterable[int]) -> Text:
        """Numbers of events, as a list."""
        listed = [str(one) for one in sorted(set(numbers))]
        if not listed:
            return NOTHING
        return Text(
            f"第{'、'.join(listed)}号事件",
            ("events " if len(listed) > 1 else "event ") + ", ".join(listed),
        )

    # Reading the engine ------------------------------------------------------------

    def marks_named(self, name: str, inst: Instance) -> list[BoundMark]:
        """Every mark of that name that the limit ever had, the present ones first."""
        limit = inst.body.limit
        groups = [inst.marks, limit.marks if limit is not None else ()]
        groups += [
            bound.marks or ()
            for bound in self.plan.changes
            if inst.rule.id in bound.targets
        ]
        return [bound for group in groups for bound in group if bound.name == name]

    def asked_point(self, reader: Any, occ: Any, inst: Instance, **at: Any) -> Any:
        """What a reader of the engine gives for a limit as it was.

        Args:
            reader: a closure of the plan.
            occ: the event at hand.
            inst: the limit.
            at: attributes of the limit as they were then.
        """
        shadow = inst.copy()
        for name, value in at.items():
            setattr(shadow, name, value)
        return reader(self.run, occ, shadow, Notes())


class Context(Words):
    """The result asked about, judged once more, and reasons for what it holds.

    TRAP: what is tried on the run of an explanation would show in the result, so that
    explanations fold the same history again and read that.
    """

    def __init__(self, result: Result, *, audit: bool = False) -> None:
        plan = result.plan
        run = Run(plan, result.history)
        run.advance(result.as_of)
        super().__init__(result, Names(plan.rulebook), Times(plan.zone), run)
        self.audit = audit
        self.state = snapshot(self.run, result.as_of)
        self.penalties = {one.id: one for one in self.run.penalties}
        self.instances = {
            name_of(one.rule.id, one.unit, one.n): one for one in self.run.instances
        }
        self.own_changes = own_changes(self.plan, self.history, self.as_of)
        self.readings: dict[str, None] = {}
        self.notices: dict[str, None] = {}

    @cached_property
    def in_full(self) -> Called:
        """Names for sentences about conditions; what is defined is told in full.

        Who asks why something was judged wants the facts, not the name of a condition.
        """
        return Called(self.plan.rulebook).without_definitions()

    # Common children ---------------------------------------------------------------

    def law(self, clause_ids: Iterable[str]) -> tuple[Reason, ...]:
        """The clauses that something rests on."""
        cites = self.names.cites(clause_ids)
        if not cites:
            return ()
        text = join(
            (
                say(
                    "{0}{1}",
                    "{0} {1}",
                    one.number or f"《{one.document}》",
                    one.article,
                )
                for one in cites
            ),
            "；",
            "; ",
        )
        return (Reason(what="law", label=LAW, text=text, cites=cites),)

    def articles(self, clause_ids: Iterable[str]) -> tuple[Reason, ...]:
        """The articles alone, without what they say."""
        return tuple(replace(one, what="articles") for one in self.law(clause_ids))

    def reading_codes(self, codes: Iterable[str]) -> tuple[Reason, ...]:
        """The readings that something rests on; told once, in their own section."""
        known = sorted(code for code in set(codes) if code in self.names.readings)
        if not known:
            return ()
        self.readings.update(dict.fromkeys(known))
        text = Text("、".join(known), ", ".join(known))
        refs = tuple(known)
        return (Reason(what="readings", label=READINGS, text=text, refs=refs),)

    def facts(self, facts: Iterable[tuple[str, Any]]) -> tuple[Reason, ...]:
        """The facts that chose a case or made a condition hold."""
        told = [
            say("{0}：{1}", "{0} = {1}", self.names.fact(name), self.names.value(value))
            for name, value in facts
        ]
        if not told:
            return ()
        return (Reason(what="facts", label=FACTS, text=join(told, "；", "; ")),)

    def evidence(self, because: Because) -> tuple[Reason, ...]:
        """The recorded events that a record rests on; for an audit only."""
        behind = self.numbers(because.events)
        if not self.audit or not behind.zh:
            return ()
        return (Reason(what="evidence", label=EVIDENCE, text=behind),)

    def flags(
        self, flags: Sequence[str], leave_out: Sequence[str] = ("review",)
    ) -> tuple[Reason, ...]:
        """What the flags of a record mean; why to review is told by itself."""
        kept = [flag for flag in flags if flag not in leave_out]
        if not kept:
            return ()
        told = (FLAGS.get(flag) or self.names.titled(flag) for flag in kept)
        return (Reason(what="flags", label=NOTE, text=join(told, "；", "; ")),)

    def then(self, name: str, id_: str) -> tuple[Reason, ...]:
        """What becomes of one output if nothing else happens, and when."""
        found = self.own_changes.get((name, id_))
        if found is None:
            return ()
        at, state = found
        return (
            Reason(
                what="then",
                label=NEXT,
                text=change_text(self.times, at, state),
                moments=(self.times.moment("at", at),),
            ),
        )

    def record_id(self, id_: str) -> tuple[Reason, ...]:
        """The id under which the JSON result has it."""
        return (Reason(what="id", label=NUMBER, text=Text(id_, id_)),)

    def days(
        self, trace: Trace | None, *, from_start: bool = True
    ) -> tuple[Reason, ...]:
        """The rows of a trace; its notices are told in their own section."""
        if trace is None or not trace.days:
            return ()
        self.notices.update(dict.fromkeys(notices_of((trace,))))
        return day_rows(trace, self.names, from_start=from_start, folded=not self.audit)
