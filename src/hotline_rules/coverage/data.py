"""The coverage report as data, JSON-ready."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from hotline_rules.coverage.model import ClauseCover, Coverage
from hotline_rules.coverage.text import Sources, line_of
from hotline_rules.diagnostics.model import Language


def coverage_to_dict(
    coverage: Coverage,
    lang: Language,
    *,
    covers: Iterable[ClauseCover] | None = None,
    sources: Sources,
) -> dict[str, Any]:
    """Return a coverage as plain data.

    Args:
        coverage: what to tell of.
        lang: the language of what differs in cases that do not hold.
        covers: only these clauses; all when None.
        sources: texts to give the clauses of.
    """
    return {
        "profile": coverage.profile,
        "green": coverage.is_green,
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "number": document.number,
                "classes": [
                    asdict(tally) | {"kind": tally.kind or None}
                    for tally in coverage.tallies(number)
                ],
            }
            for number, document in enumerate(coverage.documents)
        ],
        "clauses": [
            _clause(coverage, cover, sources)
            for cover in (coverage.clauses if covers is None else covers)
        ],
        "failures": [
            {
                "case": str(outcome.scenario),
                "differences": [
                    {"at": one.at, "message": one.text.in_(lang)}
                    for one in outcome.faults
                ],
            }
            for outcome in coverage.failures
        ],
    }


def _clause(coverage: Coverage, cover: ClauseCover, sources: Sources) -> dict[str, Any]:
    clause = cover.clause
    document = coverage.documents[clause.document].id
    found: dict[str, Any] = {
        "id": clause.id,
        "document": document,
        "article": clause.article,
        "line": clause.line,
        "class": clause.kind or None,
        "computable": clause.computable,
        "gist": clause.gist,
        "en": clause.en,
        "no_rule": clause.no_rule or None,
        "carriers": [
            {
                "kind": c.kind,
                "name": c.name,
                "title": c.title,
                "file": c.file,
                "line": c.line,
            }
            for c in cover.carriers
        ],
        "cases": [str(outcome.scenario) for outcome in cover.witnesses],
        "gap": cover.gap,
    }
    if (text := line_of(clause, sources.get(document, ()))) is not None:
        found["text"] = text
    return found
