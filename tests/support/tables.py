"""Small tables by unit and month for tests, and short views of their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules import evaluate
from hotline_rules.assess import Assessment, AssessmentTable, Figure
from tests.support.engine import at, event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotline_rules.evaluate import Result
    from hotline_rules.profile import Profile


def judged(
    profile: Profile, as_of: str, histories: Mapping[str, Any]
) -> Iterable[Result]:
    """Judge histories: lines of events by id, or blocks with `unit`, facts, `lines`."""
    for id_, given in histories.items():
        lines = given if isinstance(given, list) else given["lines"]
        facts = {} if isinstance(given, list) else dict(given.get("facts", {}))
        subject = (
            "ticket" if isinstance(given, list) else given.get("subject", "ticket")
        )
        history = {
            "id": id_,
            "subject": subject,
            "attributes": facts,
            "events": [event(line) for line in lines],
        }
        yield evaluate(profile, history, as_of=at(as_of))


def table(
    profile: Profile,
    as_of: str,
    histories: Mapping[str, Any],
    *,
    months: Sequence[str] | None = None,
    **options: Any,
) -> AssessmentTable:
    """The table of some histories as of a local time."""
    found = Assessment(profile, **options)
    for result in judged(profile, as_of, histories):
        found.add(result)
    return found.table(months)


def figure(made: AssessmentTable, unit: str | None, month: str, measure: str) -> Figure:
    """One figure of a table."""
    [row] = [row for row in made.rows if (row.unit, row.month) == (unit, month)]
    return row.figures[measure]


def value(made: AssessmentTable, unit: str | None, month: str, measure: str) -> str:
    """One figure as text; why there is none in brackets."""
    found = figure(made, unit, month, measure)
    return f"({found.why})" if found.value is None else str(found.value)


def column(made: AssessmentTable, measure: str) -> dict[tuple[str, str], str]:
    """A whole column as text, by unit and month."""
    return {
        (row.unit or "-", row.month): value(made, row.unit, row.month, measure)
        for row in made.rows
    }
