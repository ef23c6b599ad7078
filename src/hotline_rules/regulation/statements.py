"""A whole profile as statements, in the order of its rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.regulation.changes import change_statements
from hotline_rules.regulation.ground import (
    calendar_statements,
    clause_statements,
    counting_statements,
    document_statements,
    missing_statements,
    profile_statements,
    reading_statements,
    switch_statements,
    word_statements,
)
from hotline_rules.regulation.measures import ladder_statements, measure_statements
from hotline_rules.regulation.rules import rule_statements
from hotline_rules.regulation.tell import Teller
from hotline_rules.rulebook import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.profile import Profile
    from hotline_rules.profile.switches import Switch
    from hotline_rules.regulation.model import Statement
    from hotline_rules.rulebook import Rule, Rulebook


def statements(profile: Profile) -> tuple[Statement, ...]:
    """Everything that a profile says, under the readings in use.

    Two profiles decide alike where their statements say the same; layout, comments and
    the order of keys are no part of them. Rules and changes stand in the order of the
    articles of the documents, all else in that of the profile. What readings decide is
    there once more under ``("switch", …)``, with what it would be under the others.
    """
    return tuple(statements_of(profile.rulebook, profile.switches))


def statements_of(
    book: Rulebook, switches: Iterable[Switch] = ()
) -> Iterator[Statement]:
    """The same of the parts of a profile."""
    teller = Teller(book)
    yield from profile_statements(teller)
    for document in book.documents:
        yield from document_statements(document, teller)
    yield from word_statements(teller)
    for calendar in book.calendars:
        yield from calendar_statements(calendar, teller)
    for counting in book.countings:
        yield from counting_statements(counting, teller)
    for reading in book.readings:
        yield from reading_statements(reading, teller)
    for entry in in_order(book):
        yield from _entry(entry, teller)
    for ladder in book.ladders:
        yield from ladder_statements(ladder, teller)
    for measure in book.measures:
        yield from measure_statements(measure, teller)
    yield from missing_statements(teller)
    yield from clause_statements(teller)
    yield from switch_statements(switches, teller)


def _entry(entry: Rule | Change, teller: Teller) -> list[Statement]:
    if isinstance(entry, Change):
        return change_statements(entry, teller)
    return rule_statements(entry, teller)


def in_order(book: Rulebook) -> list[Rule | Change]:
    """Rules and changes by the clause they cite first, as the registers list them."""
    order = {clause.id: number for number, clause in enumerate(book.clauses)}

    def place(entry: Rule | Change) -> tuple[int, int]:
        cites = entry.cites if isinstance(entry, Change) else entry.cases[0].cites
        first = order.get(cites[0], len(order)) if cites else len(order)
        return (first, entry.place.line)

    return sorted([*book.rules, *book.changes], key=place)
