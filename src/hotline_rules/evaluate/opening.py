"""Stage 5: the rules that start from an event are judged, then take effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import clockwork, duties, outcomes
from hotline_rules.evaluate.unknowns import unknown_facts
from hotline_rules.evaluate.validity import document_flags, law_instant

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import CasePlan, Opening, RulePlan, TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence

    Chosen = list[tuple[RulePlan, CasePlan]]

_WORDS = (str, bool)  # others have no hash, or one for several


def open_rules(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Judge all rules that start here, then let those that hold take effect."""
    for plan, case in rules_to_open(run, table, occ):
        apply(run, plan, case, occ)


def rules_to_open(run: Run, table: TypePlan, occ: Occurrence) -> Chosen:
    """The rules that hold, after the hit policies, in the order of taking effect."""
    chosen = _chosen(run, table, occ)
    if len(chosen) > 1:
        if any(plan.grouped for plan, _ in chosen):
            chosen = _by_hit_policy(run, chosen)
        chosen.sort(key=_order)
    return chosen


def _chosen(run: Run, table: TypePlan, occ: Occurrence) -> Chosen:
    """The rules whose trigger the occurrence fits, with the case that holds."""
    chosen: dict[RulePlan, CasePlan] = {}  # a rule once, though several patterns fit
    awake, openings = run.awake, table.openings
    if table.openings_by:
        openings = (*openings, *asked_for(table, occ.payload))
    for wakes, check, plans in openings:
        if not wakes & awake:
            continue
        if check is not None and check(run, occ, occ, None) is not True:
            continue
        for plan in plans:
            if not plan.wakes & awake:
                continue
            case = plan.single
            if case is None:
                case = judge(run, plan, occ)
            elif case.check is not None and not _holds(run, case, occ):
                continue
            if case is not None:
                chosen[plan] = case
    return list(chosen.items())


def asked_for(table: TypePlan, payload: dict[str, Any]) -> list[Opening]:
    """The openings whose pattern asks for a word that the payload has."""
    found: list[Opening] = []
    for key, by_word in table.openings_by:
        word = payload.get(key)
        if word.__class__ in _WORDS and word in by_word:
            found += by_word[word]
    return found


def _order(pair: tuple[RulePlan, CasePlan]) -> int:
    return pair[0].order


def judge(run: Run, plan: RulePlan, occ: Occurrence) -> CasePlan | None:
    """The case of a rule that holds now; ``None`` if none does, or unknown."""
    case = plan.single
    if case is None:
        value = plan.by(run, occ, occ, None)
        if value is None or value.__class__ in (list, dict):
            run.lacks("fact", plan.by_name, plan.id, _cites(plan))
            run.waiting.append((plan, occ))
            return None
        case = plan.cases.get(value, plan.otherwise)
        if case is None:
            return None
    return case if case.check is None or _holds(run, case, occ) else None


def _holds(run: Run, case: CasePlan, occ: Occurrence) -> bool:
    """Whether the condition of a case holds; what it lacks is noted."""
    check = case.check
    assert check is not None
    run.acting = case.acts
    holds = check(run, occ, occ, None)
    if holds is None:
        names = unknown_facts(case.condition, run.plan.binder, run, occ, occ, None)
        for name in names:
            run.lacks("fact", name, case.name, case.cites)
    return holds is True


def _cites(plan: RulePlan) -> tuple[str, ...]:
    cites = (cite for case in plan.rule.cases for cite in case.cites)
    return tuple(dict.fromkeys(cites))


def _by_hit_policy(run: Run, chosen: Chosen) -> Chosen:
    """Of the cases of one entry: the first, or the only one, as the entry says."""
    kept = []
    groups: dict[str, Chosen] = {}
    for pair in chosen:
        group = pair[0].rule.group
        if group is None or pair[0].rule.hit == "all":
            kept.append(pair)
        else:
            groups.setdefault(group, []).append(pair)
    for group, pairs in groups.items():
        pairs.sort(key=lambda pair: (pair[0].rule.place.line, pair[0].id))
        if len(pairs) > 1 and pairs[0][0].rule.hit == "unique":
            places = " ".join(
                f"{p.rule.place.file}:{p.rule.place.line}" for p, _ in pairs
            )
            cites = tuple(cite for p, case in pairs for cite in case.cites)
            run.lacks("conflict", group, group, cites, places)
        else:
            kept.append(pairs[0])
    return kept


def apply(run: Run, plan: RulePlan, case: CasePlan, occ: Occurrence) -> None:
    """Let a rule take effect, if the law of its document is in force."""
    at = law_instant(run, plan, occ)
    flags: tuple[str, ...] = ()
    if not plan.plain_from <= at < plan.plain_until:
        said = law_flags(run, plan, occ, at)
        if said is None:
            return
        flags = said
    run.acting = case.acts
    if case.flags:
        flags = (*flags, *run.flags_of(case.flags, occ, None))
    facts = facts_of(run, plan, case, occ) if case.facts or plan.by_name else ()
    if case.looks_back:
        occ = occ.with_evidence(outcomes.with_look_backs(run, case, occ))
    if case.limit is not None:
        duties.open_limit(run, plan, case, occ, flags, facts)
    if case.effects.any:
        outcomes.take_effect(
            run,
            case.effects,
            occ,
            cites=case.cites,
            readings=case.readings,
            flags=flags,
            facts=facts,
            instance=None,
        )


def facts_of(
    run: Run, plan: RulePlan, case: CasePlan, occ: Occurrence
) -> tuple[tuple[str, Any], ...]:
    """The facts that the choice of the case and its condition rested on."""
    values = tuple([(name, read(run, occ, occ, None)) for name, read in case.facts])
    if plan.by is None:
        return values
    return ((plan.by_name, plan.by(run, occ, occ, None)), *values)


def law_flags(
    run: Run, plan: RulePlan, occ: Occurrence, at: int
) -> tuple[str, ...] | None:
    """Flags from the validity of a rule's document; ``None``: not applied."""
    flags = document_flags(run, plan, occ, at)
    season = plan.rule.season
    if season is not None and not clockwork.in_season(run, season, occ.at):
        return None
    return flags
