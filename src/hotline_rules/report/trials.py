"""The readings that were tried, in words: for reports and for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import join, say
from hotline_rules.explain.words import BASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.explain.names import Names
    from hotline_rules.report.weights import Weight, Weights, What

HELD: tuple[tuple[What, Text], ...] = (
    ("card", Text("生效的牌和处理", "penalties in effect")),
    ("late", Text("超期的时限", "late limits")),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """An option that was tried, told whole.

    Attributes:
        weight: what it would change.
        about: the question that the clause leaves open.
        used: what the option in use means.
        basis: whether that rests on a source.
        means: what the option tried means.
        cites: the clauses concerned.
    """

    weight: Weight
    about: str
    used: str
    basis: Text
    means: str
    cites: tuple[str, ...]


def tried(weights: Weights, names: Names) -> Iterator[Tried]:
    """Tell each option that was tried, in the order of the run."""
    for one in weights.tried:
        reading = names.readings[one.reading]
        yield Tried(
            weight=one,
            about=reading.about,
            used=meaning(one.reading, reading.chosen, names),
            basis=BASES[reading.basis],
            means=meaning(one.reading, one.option, names),
            cites=reading.cites,
        )


def question(reading: str, names: Names) -> Text:
    """A reading by its code and the question."""
    about = names.readings[reading].about
    return say("{0}（{1}）", "{0} ({1})", reading, about)


def meaning(reading: str, option: str, names: Names) -> str:
    """What an option of a reading means."""
    return dict(names.readings[reading].options)[option]


def sums(weights: Weights, names: Names) -> Iterator[Text]:
    """Say how much stands whatever is read, and how much hangs on readings."""
    yield say(
        "逐一试了{0}种现在没有采用的选法，每次只改一处读法。",
        "{0} options that are not in use were tried, one reading changed at a time.",
        len(weights.tried),
    )
    for what, name in HELD:
        if weights.held[what]:
            yield _sum(weights, what, name)
    if weights.refused:
        listed = join((_refused(one, names) for one in weights.refused), "；", "; ")
        yield say("不能单独改的：{0}。", "These cannot be changed alone: {0}.", listed)


def _refused(trial: str, names: Names) -> Text:
    reading, _, option = trial.partition("=")
    means = meaning(reading, option, names)
    return say("{0}改选“{1}”", "{0} as “{1}”", question(reading, names), means)


def _sum(weights: Weights, what: What, name: Text) -> Text:
    hanging, on_one = weights.hanging_on(what), weights.hanging_on(what, 1)
    return say(
        "{0}共{1:,}项：不论怎样读都成立的{2:,}项，取决于一处读法的{3:,}项，"
        "取决于几处读法的{4:,}项。",
        "{0}: {1:,}, of which {2:,} stand under every reading tried, {3:,} hang on "
        "one, {4:,} on several.",
        name,
        weights.held[what],
        weights.standing(what),
        on_one,
        hanging - on_one,
    )
