"""Stage 1 of an occurrence: what is known from it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate import following
from hotline_rules.evaluate.holders import holders_after

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence


def note_facts(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 1: the law, the holder of the ticket, findings, attributes."""
    unit = occ.unit
    for slot, check in table.laws:
        if check is None or check(run, occ, occ, None):
            run.law[(slot, unit)] = occ.at
    if unit is not None and (table.gains or table.loses):
        run.holders = holders_after(run, table, occ, run.holders)
    if table.forwards:
        _note_forwarding(run, occ)
    if table.finding:
        _note_finding(run, occ)
    if table.sets:
        _set_attributes(run, table, occ)


def _note_forwarding(run: Run, occ: Occurrence) -> None:
    outer, inner = occ.payload.get("from_unit"), occ.payload.get("to_unit")
    if isinstance(outer, str) and isinstance(inner, str) and outer != inner:
        run.inner_units[inner] = outer


def _note_finding(run: Run, occ: Occurrence) -> None:
    code, result = occ.payload.get("code"), occ.payload.get("result")
    if not isinstance(code, str) or not isinstance(result, bool):
        return
    found = (occ.seq, occ.named_unit, result, occ.number or 0)
    run.findings.setdefault(code, []).append(found)
    run.dirty = True
    if result:
        run.emit(f"finding.{code}", occ)


def _set_attributes(run: Run, table: TypePlan, occ: Occurrence) -> None:
    changed = {}
    for key, attribute, allowed in table.sets:
        value = occ.payload.get(key)
        if value is None or (allowed and value not in allowed):
            continue
        if run.attributes.get(attribute) != value:
            changed[attribute] = value
    if not changed:
        return
    run.attribute_log.append((occ.seq, run.attributes))
    run.attributes = {**run.attributes, **changed}
    run.dirty = True
    following.facts_changed(run, set(changed), occ)
