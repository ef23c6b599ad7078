"""All scenarios of a profile tried: what holds, and what none of them touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.scenarios.edges import Seen, edges_in
from hotline_rules.scenarios.entries import (
    change_key,
    clauses_only,
    entries_of,
    marked,
    option_key,
)
from hotline_rules.scenarios.judge import Outcome, Variants
from hotline_rules.scenarios.names import check_names
from hotline_rules.scenarios.uses import Uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from hotline_rules.profile import Profile
    from hotline_rules.rulebook import Rulebook
    from hotline_rules.scenarios.entries import Entry
    from hotline_rules.scenarios.model import Scenario

Sidedness = Literal["both", "before", "after", "none"]


@dataclass(frozen=True, slots=True)
class Border:
    """An end or a mark, and from which side scenarios saw it.

    Attributes:
        entry: a rule, a case of one, a change or a mark.
        seen: by whom; empty where nobody did.
    """

    entry: Entry
    seen: Seen

    @property
    def sides(self) -> Sidedness:
        """The sides that were seen."""
        if self.seen.before is not None:
            return "both" if self.seen.after is not None else "before"
        return "none" if self.seen.after is None else "after"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of the scenarios of a profile.

    Attributes:
        profile: that judged, with the readings of its own.
        outcomes: in the order of the files.
        entries: everything that a scenario can touch.
        uses: what the confirmed ones touched and saw; what edges any of them has.
    """

    profile: Profile
    outcomes: tuple[Outcome, ...]
    entries: tuple[Entry, ...]
    uses: Uses

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The confirmed scenarios that do not hold."""
        return tuple(o for o in self.outcomes if not o.holds and o.scenario.confirmed)

    @property
    def proposals(self) -> tuple[Outcome, ...]:
        """Scenarios that nobody has confirmed."""
        return tuple(one for one in self.outcomes if not one.scenario.confirmed)

    @property
    def untouched(self) -> tuple[Entry, ...]:
        """The entries that decided nothing in any confirmed scenario."""
        return tuple(one for one in self.entries if one.key not in self.uses.touched)

    @property
    def borders(self) -> tuple[Border, ...]:
        """Every end and every mark that can be seen from two sides."""
        keys = set(edges_in(self.profile.rulebook))
        seen = self.uses.edges.seen
        return tuple(
            Border(entry, seen.get(entry.key, Seen()))
            for entry in self.entries
            if entry.key in keys
        )

    @property
    def one_sided(self) -> tuple[Border, ...]:
        """The borders that are not seen from both sides."""
        return tuple(one for one in self.borders if one.sides != "both")


class Bench:
    """A profile read for trials.

    Attributes:
        plain: the profile as it is, under any readings.
        variants: the same, with entries that cite themselves.
        profile: with the readings of its own.
    """

    def __init__(self, variants: Variants) -> None:
        self.plain = variants
        self.variants = Variants(variants.opened, marked)
        self.profile = variants.profile()

    @classmethod
    def of(cls, id_or_path: str | Path) -> Bench:
        """Read a profile.

        Raises:
            ProfileError: when it has an error.
        """
        return cls(Variants.of(id_or_path))

    def trial(
        self,
        scenarios: Iterable[Scenario],
        step: Callable[[], None] = lambda: None,
    ) -> Trial:
        """Judge scenarios and note what they touch.

        Args:
            scenarios: of this profile.
            step: is called after each.
        """
        uses = Uses()
        outcomes = []
        for scenario in scenarios:
            outcome = self.variants.judge(scenario, uses.observe)
            names = check_names(scenario, self.profile.rulebook)
            told = {fault.where for fault in names}
            faults = (*names, *(one for one in outcome.faults if one.where not in told))
            clauses = frozenset() if faults else clauses_only(outcome.clauses)
            outcomes.append(Outcome(scenario, faults, clauses))
            step()
        asked = [o.scenario.readings for o in outcomes if o.scenario.confirmed]
        for key, others in self._silent_options(uses, asked):
            uses.touch_like(key, others)
        entries = tuple(entries_of(self.profile))
        return Trial(self.profile, tuple(outcomes), entries, uses)

    def _silent_options(
        self, uses: Uses, asked: Iterable[Mapping[str, str]]
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield options in use that no result named, and the rules made otherwise.

        An option that only says when something does not happen is named nowhere. Where
        a scenario asks for another option, the rules that this other one changes rest
        on the one in use; where it changes no rule but the documents or the measures,
        whatever is judged does.
        """
        chosen = {one.code: one.chosen for one in self.profile.rulebook.readings}
        for readings in sorted(asked, key=len):
            for code, option in readings.items():
                key = option_key(code, chosen.get(code, option))
                if key in uses.touched or chosen.get(code) in (None, option):
                    continue
                rest = {one: word for one, word in readings.items() if one != code}
                usual = self.variants.profile(rest).rulebook
                book = self.variants.profile(readings).rulebook
                yield key, [*_differing(usual, book)] or list(uses.touched)


def _differing(one: Rulebook, other: Rulebook) -> Iterator[str]:
    """Yield the keys of the rules and changes of a book that another has otherwise."""
    rules = {rule.id: rule for rule in other.rules}
    yield from (f"rule:{r.id}" for r in one.rules if rules.get(r.id) != r)
    changes = {change.id: change for change in other.changes}
    yield from (change_key(c.id) for c in one.changes if changes.get(c.id) != c)
