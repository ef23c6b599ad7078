"""A scenario judged by its profile: where it fails, and which clauses it witnesses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotline_rules.assess import assess
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate import Result, evaluate
from hotline_rules.history import HistoryError
from hotline_rules.profile import ProfileError
from hotline_rules.profile.loader import OpenedProfile, Profile
from hotline_rules.scenarios.compare import Difference, compare
from hotline_rules.scenarios.model import Look, OutsideValidity, Scenario
from hotline_rules.scenarios.tables import compare_table

Observe = Callable[[Scenario, Look, Result], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a scenario does not hold.

    Attributes:
        text: for people.
        look: the moment; None when the scenario could not be judged at all.
        where: section, name and field as written.
        about: id of the record of the result that is otherwise; empty for none.
    """

    text: Text
    look: Look | None = None
    where: str = ""
    about: str = ""

    @property
    def at(self) -> str:
        """The moment, ISO text with an offset; empty when there is none."""
        return self.look.at if self.look else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a scenario.

    Attributes:
        faults: where the result is not what was expected, look by look.
        clauses: clauses it witnesses; empty unless it holds and is confirmed.
    """

    scenario: Scenario
    faults: tuple[Fault, ...]
    clauses: frozenset[str]

    @property
    def holds(self) -> bool:
        """Whether everything expected came out."""
        return not self.faults


def judge(
    scenario: Scenario, profile: Profile, observe: Observe | None = None
) -> Outcome:
    """Judge a scenario by a profile that has its readings already.

    Args:
        scenario: to be judged.
        profile: that judges.
        observe: is shown the result of every look before it is compared.

    Raises:
        HistoryError: when its history cannot be read.
    """
    faults: list[Fault] = []
    cited = set(scenario.clauses)
    for look in scenario.looks:
        result = evaluate(
            profile, scenario.history, as_of=look.at, known_at=look.known_at
        )
        if observe is not None:
            observe(scenario, look, result)
        sections = {k: v for k, v in look.expect.items() if k != "table"}
        differences, clauses = compare(sections, result.to_dict(), scenario.zone)
        if "table" in look.expect:
            others = (
                evaluate(profile, other, as_of=look.at, known_at=look.known_at)
                for other in scenario.others
            )
            table = assess(profile, [result, *others])
            more, about = compare_table(look.expect["table"], table, profile.rulebook)
            differences = [*differences, *(Difference(text, "table") for text in more)]
            clauses |= about
        faults += [Fault(one.text, look, one.where, one.about) for one in differences]
        cited |= clauses
    witness = scenario.confirmed and not faults
    return Outcome(scenario, tuple(faults), frozenset(cited if witness else ()))


@dataclass(slots=True)
class Variants:
    """A profile read once, and compiled once for every choice of readings.

    Attributes:
        prepare: what is done to a profile before it judges.
    """

    opened: OpenedProfile
    prepare: Callable[[Profile], Profile] = lambda profile: profile
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
            compiled = self.opened.compile(readings, outside_validity)
            self._made[key] = self.prepare(compiled)
        return self._made[key]

    def judge(self, scenario: Scenario, observe: Observe | None = None) -> Outcome:
        """Judge a scenario by the profile with its readings; see `judge`.

        One whose history or readings cannot be understood does not hold; the others
        are still to be judged.
        """
        try:
            profile = self.profile(scenario.readings, scenario.outside_validity)
            return judge(scenario, profile, observe)
        except (HistoryError, ProfileError) as error:
            told = tuple(Fault(one.headline) for one in error.diagnostics)
            return Outcome(scenario, told, frozenset())
