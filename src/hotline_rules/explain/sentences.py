"""One sentence for a record: why it is there, short enough for a cell of a table.

Made of the same parts as the explanations, from the run of the result itself, so that
a sentence costs microseconds and every limit of a year can have one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.deadlines import because_sentence, due_text, verdict
from hotline_rules.explain.marks import mark_sentence, reached_mark
from hotline_rules.explain.names import plain
from hotline_rules.explain.outcomes import absorbed_sentence, voided_sentence
from hotline_rules.explain.wording import join, say
from hotline_rules.explain.words import STATES_OF_PENALTIES

if TYPE_CHECKING:
    from hotline_rules.evaluate import Deadline
    from hotline_rules.evaluate.state import Instance, PenaltyState
    from hotline_rules.explain.context import Words


def deadline_sentence(words: Words, one: Deadline) -> Text:
    """By when something had to be done, when it was done, and how early or late."""
    return verdict(words, one)


def penalty_sentence(words: Words, one: PenaltyState) -> Text:
    """Which limit or event brought it, by which point; and what undid it."""
    if one.instance is None:
        why = because_sentence(words, one.trigger)
    else:
        why = _by_mark(words, one, one.instance)
    return join((why, *_without_effect(words, one)), "；", "; ")


def _by_mark(words: Words, one: PenaltyState, inst: Instance) -> Text:
    found = reached_mark(words, inst, one.rule, one.at)
    reached = mark_sentence(words, inst, one.rule, one.at, found)
    title = Text(inst.body.case.title, plain(inst.rule.id))
    due = one.due if found is None or found.due is None else found.due
    if due is None:
        return say("“{0}”：{1}", "“{0}”: {1}", title, reached)
    must = due_text(words, due)
    return say(
        "“{0}”应于{1}完成；{2}", "“{0}” was to be done {1}; {2}", title, must, reached
    )


def _without_effect(words: Words, one: PenaltyState) -> tuple[Text, ...]:
    match one.state:
        case "effective":
            return ()
        case "absorbed" if one.absorbed_by:
            places = sorted(one.absorbed_by, key=lambda place: place[0])
            return tuple(absorbed_sentence(words, one, each) for each in places)
        case "voided":
            return (voided_sentence(words, one),)
        case _:
            return (STATES_OF_PENALTIES[one.state],)
