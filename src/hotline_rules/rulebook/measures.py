"""Monthly arithmetic over results (考核): what is counted, and what is made of it.

Plain data; ``assess`` computes it. Numbers are exact decimals, never floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.rulebook.conditions import ALWAYS

if TYPE_CHECKING:
    from decimal import Decimal

    from hotline_rules.rulebook.conditions import Condition, Fact, Patterns
    from hotline_rules.rulebook.values import Missing

CaseSort = Literal["limit", "penalty", "status", "event"]
Only = Literal["every", "first", "last"]
Absorbed = Literal["left_out", "counted", "left_out_until_published"]
MonthOf = Literal["due", "issue", "event", "dispatch", "closing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One kind of case that a measure counts.

    Attributes:
        sort: limits, penalties, statuses or recorded events of the results.
        names: rules, kinds of penalty or statuses; empty: any.
        states: of limits and penalties; empty: any.
        reasons: why a limit ended without blame; empty: any.
        roles: of the bearer of a limit; empty: any.
        without: statuses; a limit is left out when its unit, or the ticket, entered
            one of them from the instant it opened to the instant it ended.
        patterns: of an event; any of them.
        only: of several such events of one history and unit the first or the last,
            whatever they say, and then only if it fits.
        condition: on the ticket and the unit, as they stand in the result.
        absorbed: whether an absorbed penalty counts; ``left_out_until_published``:
            it is left out of its month unless it had effect when the month was
            published.
        published: the event, with the month as its payload, that publishes a month.
    """

    sort: CaseSort
    names: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    patterns: Patterns = ()
    only: Only = "every"
    condition: Condition = ALWAYS
    absorbed: Absorbed = "left_out"
    published: Patterns = ()


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many cases there are."""

    of: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """Cases in a hundred; without cases to divide by there is no rate."""

    of: tuple[Counted, ...]
    over: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """So much for each effective penalty.

    Attributes:
        each: kind of penalty and its worth; ``None``: the points it carries itself.
    """

    each: tuple[tuple[str, Decimal | Missing | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """``full`` less ``lose`` for each point below ``target``, at least ``least``."""

    source: str
    full: Decimal | Missing
    target: Decimal | Missing
    lose: Decimal | Missing
    least: Decimal | Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Other measures added, others taken away; with ``rest_of`` what they leave."""

    parts: tuple[str, ...]
    minus: tuple[str, ...] = ()
    rest_of: Decimal | Missing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A place among the units of a month.

    Attributes:
        by: measures; later ones part those that are equal in the earlier ones.
        within: fact of the unit that makes the groups; ``None``: one list.
        best: which end is first.
        ties: ``share``: 1 2 2 4; ``dense``: 1 2 2 3.
    """

    by: tuple[str, ...]
    within: Fact | None
    best: Literal["highest", "lowest"]
    ties: Literal["share", "dense"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The cases one by one, each with its ground: a bulletin.

    Attributes:
        issuer: role that publishes it; ``None`` when the source names none.
    """

    of: tuple[Counted, ...]
    issuer: str | None


@dataclass(frozen=True, slots=True)
class PublishedRank:
    """The place that a recorded ranking gives; nothing is computed.

    Attributes:
        of: the events that publish one, with month, rank, n and tie as payload.
    """

    of: Patterns


MeasureForm = CountOf | Rate | Points | Score | Sum | Rank | Listing | PublishedRank


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One column of the table of units and months.

    Attributes:
        month_of: the instant that decides to which month a case belongs.
        places: decimal places, half up; ``None``: not rounded.
        at_least, at_most: bounds, put to the rounded number.
    """

    id: str
    title: str
    form: MeasureForm
    cites: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    month_of: MonthOf = "issue"
    places: int | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
