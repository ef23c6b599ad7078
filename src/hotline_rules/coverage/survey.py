"""From a profile and the outcomes of its golden cases to its coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.coverage.model import ClauseCover, Coverage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.profile import Profile
    from hotline_rules.profile.carriers import Carrier
    from hotline_rules.scenarios import Outcome


def survey(profile: Profile, outcomes: Iterable[Outcome]) -> Coverage:
    """Lay the clauses, what carries them and what tests them beside each other.

    Args:
        profile: with the readings of its own.
        outcomes: of its golden cases, with whatever readings they ask for.
    """
    carriers: dict[str, list[Carrier]] = {}
    for carrier in profile.carriers:
        for id_ in carrier.clauses:
            carriers.setdefault(id_, []).append(carrier)
    witnesses: dict[str, list[Outcome]] = {}
    failures = []
    for outcome in outcomes:
        if not outcome.holds:
            failures.append(outcome)
        for id_ in outcome.clauses:
            witnesses.setdefault(id_, []).append(outcome)
    return Coverage(
        profile=profile.id,
        title=profile.title,
        documents=profile.rulebook.documents,
        clauses=tuple(
            ClauseCover(
                clause,
                tuple(carriers.get(clause.id, ())),
                tuple(witnesses.get(clause.id, ())),
            )
            for clause in profile.rulebook.clauses
        ),
        failures=tuple(failures),
    )
