"""Stage 1 of an occurrence: what is known from it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate import following
from hotline_rules.evaluate.holders import holders_after

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence


def note_law(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Note the instant by which the law of the unit's matter is chosen."""
    for slot, check in table.laws:
        if check is None or check(run, occ, occ, None):
            run.law[(slot, occ.unit)] = occ.at


def note_holder(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Note which unit has got the ticket, or got rid of it."""
    if occ.unit is not None:
        run.holders = holders_after(run, table, occ, run.holders)


def note_forwarding(run: Run, _table: TypePlan, occ: Occurrence) -> None:
    """Note on whose clock an inner unit's acts count."""
    outer, inner = occ.payload.get("from_unit"), occ.payload.get("to_unit")
    if isinstance(outer, str) and isinstance(inner, str) and outer != inner:
        run.inner_units[inner] = outer


def note_finding(run: Run, _table: TypePlan, occ: Occurrence) -> None:
    """Note a finding; one that is made has an event of its own."""
    code, result = occ.payload.get("code"), occ.payload.get("result")
    if not isinstance(code, str) or not isinstance(result, bool):
        return
    found = (occ.seq, occ.named_unit, result, occ.number or 0)
    run.findings.setdefault(code, []).append(found)
    run.dirty = True
    run.awake |= run.plan.bits.findings.get(code, 0)
    if result:
        run.emit(f"finding.{code}", occ)


def set_attributes(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Change the attributes that an event sets."""
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
    run.awake |= run.plan.bits.of_values(changed)
    run.dirty = True
    following.facts_changed(run, set(changed), occ)
