"""A scenario judged by its profile: where it fails, and which clauses it witnesses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotline_rules.assess import assess
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate import evaluate
from hotline_rules.history import HistoryError
from hotline_rules.profile import ProfileError
from hotline_rules.profile.loader import OpenedProfile, Profile
from hotline_rules.scenarios.compare import compare
from hotline_rules.scenarios.model import OutsideValidity, Scenario
from hotline_rules.scenarios.tables import compare_table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a scenario.

    Attributes:
        faults: the moment, and where the result is not what was expected.
        clauses: clauses it witnesses; empty unless it holds.
    """

    scenario: Scenario
    faults: tuple[tuple[str, Text], ...]
    clauses: frozenset[str]

    @property
    def holds(self) -> bool:
        """Whether everything expected came out."""
        return not self.faults


def judge(scenario: Scenario, profile: Profile) -> Outcome:
    """Judge a scenario by a profile that has its readings already.

    Raises:
        HistoryError: when its history cannot be read.
    """
    faults: list[tuple[str, Text]] = []
    cited = set(scenario.clauses)
    for look in scenario.looks:
        result = evaluate(
            profile, scenario.history, as_of=look.at, known_at=look.known_at
        )
        sections = {k: v for k, v in look.expect.items() if k != "table"}
        differences, clauses = compare(sections, result.to_dict(), scenario.zone)
        if "table" in look.expect:
            others = (
                evaluate(profile, other, as_of=look.at, known_at=look.known_at)
                for other in scenario.others
            )
            table = assess(profile, [result, *others])
            more, about = compare_table(look.expect["table"], table, profile.rulebook)
            differences, clauses = [*differences, *more], clauses | about
        faults += [(look.at, line) for line in differences]
        cited |= clauses
    return Outcome(scenario, tuple(faults), frozenset(() if faults else cited))


@dataclass(slots=True)
class Variants:
    """A profile read once, and compiled once for every choice of readings."""

    opened: OpenedProfile
    _made: dict[tuple[object, ...], Profile] = field(default_factory=dict)

    @classmethod
    def of(cls, id_or_path: str | Path) -> "Variants":
        """Read a profile.

        Raises:
            ProfileError: when it has an error.
        """
        return cls(OpenedProfile.read(id_or_path))

    def profile(
        self,
        readings: Mapping[str, str] | None = None,
        outside_validity: OutsideValidity = "profile",
    ) -> Profile:
        """Return the profile with other readings.

        Raises:
            ProfileError: when it has no such reading, or does not offer the option.
        """
        key = (tuple(sorted((readings or {}).items())), outside_validity)
        if key not in self._made:
            self._made[key] = self.opened.compile(readings, outside_validity)
        return self._made[key]

    def judge(self, scenario: Scenario) -> Outcome:
        """Judge a scenario by the profile with its readings.

        One whose history or readings cannot be understood does not hold; the others
        are still to be judged.
        """
        try:
            profile = self.profile(scenario.readings, scenario.outside_validity)
            return judge(scenario, profile)
        except (HistoryError, ProfileError) as error:
            told = tuple(("", one.headline) for one in error.diagnostics)
            return Outcome(scenario, told, frozenset())
