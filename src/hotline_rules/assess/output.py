"""Rows and notes as JSON-ready data; the same input gives the same bytes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.output import ENGINE_VERSION, iso

if TYPE_CHECKING:
    from hotline_rules.assess.records import AssessmentTable, Entry, Figure, Row
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.rulebook import Measure, Rulebook


def row_to_dict(
    table: AssessmentTable, row: Row, rulebook: Rulebook, lang: Language = "zh"
) -> dict[str, Any]:
    """Write a row as a mapping that JSON can hold.

    Counts and ranks are numbers, everything else that was computed is text, so that
    no reader turns an exact decimal into a binary fraction.

    Args:
        table: that the row belongs to.
        row: the row.
        rulebook: by which it was made: zone, clauses, readings.
        lang: the language of the entries of lists; nothing else depends on it.
    """
    zone = Zone.load(rulebook.zone)
    chosen = {one.code: one.chosen for one in rulebook.readings}
    figures = {
        measure.id: _figure(measure, row.figures[measure.id], chosen, zone, lang)
        for measure in table.columns
    }
    return {
        "line": "row",
        "unit": row.unit,
        "month": row.month,
        "complete": row.complete,
        **_head(table, zone),
        "figures": figures,
    }


def notes_to_dict(table: AssessmentTable, rulebook: Rulebook) -> dict[str, Any]:
    """Write what the table as a whole has to say."""
    notes = table.notes
    return {
        "line": "notes",
        **_head(table, Zone.load(rulebook.zone)),
        "histories": dict(notes.histories),
        "repeated": notes.repeated,
        "undetermined": dict(notes.undetermined),
        "unplaced": dict(notes.unplaced),
    }


def _head(table: AssessmentTable, zone: Zone) -> dict[str, Any]:
    profile, digest = table.profile
    return {
        "as_of": iso(table.as_of, zone),
        "known_at": iso(table.known_at, zone),
        "engine": ENGINE_VERSION,
        "profile": {"id": profile, "digest": digest},
    }


def _figure(
    measure: Measure, figure: Figure, chosen: dict[str, str], zone: Zone, lang: Language
) -> dict[str, Any]:
    value = figure.value
    written: dict[str, Any] = {
        "value": str(value) if isinstance(value, Decimal) else value,
        "why": figure.why,
        "because": dict(figure.because),
        "missing": list(figure.missing),
        "flags": dict(figure.flags),
        "readings": {code: chosen[code] for code in measure.readings},
        "cites": list(measure.cites),
    }
    if figure.cases:
        written["cases"] = {part: list(ids) for part, ids in figure.cases.items()}
    if figure.entries:
        written["list"] = [_entry(one, zone, lang) for one in figure.entries]
    return written


def _entry(entry: Entry, zone: Zone, lang: Language) -> dict[str, Any]:
    return {
        "history": entry.history,
        "id": entry.id,
        "sort": entry.sort,
        "kind": entry.kind,
        "at": iso(entry.at, zone),
        "name": entry.name.in_(lang),
        "ground": [line.in_(lang) for line in entry.ground],
        "kept_after_publication": entry.kept,
        "flags": list(entry.flags),
        "cites": list(entry.cites),
    }
