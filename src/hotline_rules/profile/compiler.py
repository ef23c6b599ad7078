"""From the node tree of a profile to its rulebook, with all faults of meaning.

Names first, then documents and clauses, then everything that cites them; what is
faulty is reported and left out, so that one run shows every fault. The checks at the
end look at what was compiled.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from hotline_rules.calendar import CalendarData
from hotline_rules.diagnostics import (
    Diagnostic,
    Text,
    codes,
    has_errors,
    sort_diagnostics,
)
from hotline_rules.profile.calendar_section import compile_calendars
from hotline_rules.profile.changes import compile_change
from hotline_rules.profile.checks import CHECKS
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.countings import compile_countings
from hotline_rules.profile.definitions import (
    check_definitions,
    compile_moments,
    compile_named_conditions,
)
from hotline_rules.profile.documents import compile_clauses, compile_documents
from hotline_rules.profile.ladders import compile_ladders
from hotline_rules.profile.measures import compile_measures
from hotline_rules.profile.names import (
    EntryName,
    collect_names,
    sentence_of,
    text_of,
)
from hotline_rules.profile.node import Node
from hotline_rules.profile.readings import (
    choose_readings,
    compile_readings,
    options_of,
)
from hotline_rules.profile.rules import compile_rule
from hotline_rules.profile.vocabulary import (
    CLOSINGS,
    DISPATCHES,
    HOLDER_GAINED,
    HOLDER_LOST,
    SUBJECT_ATTRIBUTES,
)
from hotline_rules.profile.words import (
    check_words,
    compile_roles,
    compile_titles,
    compile_units,
)
from hotline_rules.rulebook import Change, Rule, Rulebook

OutsideValidity = Literal["profile", "apply"]
CalendarsOf = Callable[[Node | None], tuple[tuple[CalendarData, ...], list[Diagnostic]]]


def compile_profile(
    root: Node,
    *,
    registers: Mapping[str, Node],
    calendars: CalendarsOf = compile_calendars,
    readings: Mapping[str, str] | None = None,
    outside_validity: OutsideValidity = "profile",
    proofs: bool = False,
) -> tuple[Rulebook | None, list[Diagnostic]]:
    """Compile a profile and report every fault of its meaning at once.

    Args:
        root: the profile's tree, its shape already checked. A tree of another shape
            degrades to faults, never to an exception.
        registers: trees of the clause registers, by the path that the profile's
            ``clauses`` key gives.
        calendars: compiles the section ``calendars``; by default with the calendars
            that come with the package.
        readings: options asked for instead of the profile's own, by code.
        outside_validity: ``apply`` applies documents outside their days, flagged.
        proofs: whether to search the calendar and all cases for contradictions too.

    Returns:
        the rulebook, or None when there is an error; and the faults in the order of
        the file.
    """
    names = collect_names(root)
    options = {code: options_of(node) for code, node in names.readings.items()}
    ctx = Context(names=names, chosen={}, options=options)
    ctx.chosen.update(choose_readings(readings or {}, root, ctx))
    ctx.documents = tuple(names.documents)
    ctx.clauses.update(compile_clauses(registers, ctx))
    listed = {clause.document for clause in ctx.clauses.values()}
    ctx.registers_complete = len(listed) == len(ctx.documents)
    compiled = _compile(root, ctx)
    data, found = calendars(root.child("calendars"))
    ctx.found += found
    for check in CHECKS:
        check(compiled, ctx)
    if proofs:
        # Imported here: whoever only loads a profile need not pay for it.
        from hotline_rules.profile.proofs import run_proofs  # noqa: PLC0415

        run_proofs(compiled, data, ctx)
    # What several places share (a named condition, a rule with cases) is compiled at
    # each of them; a fault inside it is told once.
    faults = sort_diagnostics(dict.fromkeys(ctx.found))
    if has_errors(faults):
        return None, faults
    return _rulebook(root, compiled, data, outside_validity, ctx), faults


def _compile(root: Node, ctx: Context) -> Compiled:
    """Compile every section; order matters only for which fault is found first."""
    names = ctx.names
    documents = compile_documents(ctx)
    check_words(root, ctx)
    countings = compile_countings(ctx)
    rules: list[Rule] = []
    changes: list[Change] = []
    for name, entry in ctx.names.entries.items():
        with _left_out_aloud(entry, ctx) as made:
            if entry.is_change:
                change = compile_change(name, entry.node, ctx)
                changes += [] if change is None else [change]
                made.append(change is not None)
            else:
                found = compile_rule(name, entry.node, ctx)
                rules += found
                made.append(len(found) == len(entry.rules))
    ladders = compile_ladders(ctx)
    measures = compile_measures(root, ctx)
    check_definitions(root, ctx)
    parts = ((documents, ctx.documents), (countings, names.countings))
    for part, named in (*parts, (ladders, names.ladders)):
        ctx.incomplete = ctx.incomplete or len(part) < len(named)
    return Compiled(
        root=root,
        documents=documents,
        readings=compile_readings(ctx),
        countings=countings,
        rules=tuple(rules),
        changes=tuple(changes),
        ladders=ladders,
        measures=measures,
    )


@contextmanager
def _left_out_aloud(entry: EntryName, ctx: Context) -> Iterator[list[bool]]:
    """See that an entry that cannot be compiled leaves at least one error behind."""
    before = len(ctx.found)
    made: list[bool] = []
    yield made
    if made == [True]:
        return
    ctx.incomplete = True
    if not has_errors(ctx.found[before:]):
        ctx.report(
            codes.NOT_UNDERSTOOD,
            entry.node.place,
            Text(
                f"读不懂 `{entry.id}` 这一条", f"the entry `{entry.id}` makes no sense"
            ),
            why=Text(
                "它的写法不合规则语言，整条没有用上",
                "it has not the form of the language and was left out",
            ),
            fix=Text("对照同类的条目改写", "write it like other entries of its kind"),
        )


def _rulebook(
    root: Node,
    compiled: Compiled,
    calendars: tuple[CalendarData, ...],
    outside_validity: OutsideValidity,
    ctx: Context,
) -> Rulebook:
    names = ctx.names
    number = root.child("format")
    return Rulebook(
        id=text_of(root, "city") or "",
        title=text_of(root, "title") or "",
        format=number.value if number and isinstance(number.value, int) else 1,
        zone=text_of(root, "zone") or "Asia/Shanghai",
        outside_validity=outside_validity,
        documents=compiled.documents,
        clauses=tuple(ctx.clauses.values()),
        readings=compiled.readings,
        calendars=calendars,
        countings=compiled.countings,
        events=tuple(names.events.values()),
        attributes=(
            *(
                replace(
                    word,
                    absent_means=names.absent_means.get(id_),
                    ground=sentence_of(root.at(("words", "attributes", id_)), "ground"),
                )
                for id_, (word, _) in names.attributes.items()
            ),
            *(word for word in SUBJECT_ATTRIBUTES if word.id not in names.attributes),
        ),
        statuses=tuple(names.statuses.values()),
        roles=compile_roles(root, ctx),
        findings=tuple(names.findings),
        titles=compile_titles(names),
        units=compile_units(names),
        holder_gained=HOLDER_GAINED,
        holder_lost=HOLDER_LOST,
        dispatches=DISPATCHES,
        closings=CLOSINGS,
        rules=compiled.rules,
        changes=compiled.changes,
        ladders=compiled.ladders,
        measures=compiled.measures,
        conditions=compile_named_conditions(ctx),
        moments=compile_moments(ctx),
    )
