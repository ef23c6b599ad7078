"""Golden cases as clerks write them: read, judged, compared with what they expect.

The format is described in `docs/zh/案例格式.md`. Everything that a scenario says must
hold exactly; what it does not say is not looked at.
"""

from hotline_rules.scenarios.judge import Fault, Outcome, Variants, judge
from hotline_rules.scenarios.model import Look, Scenario
from hotline_rules.scenarios.reading import read_scenarios
from hotline_rules.scenarios.shelf import (
    ScenarioError,
    cases_beside,
    load_scenarios,
)
from hotline_rules.scenarios.trial import Bench, Trial

__all__ = [
    "Bench",
    "Fault",
    "Look",
    "Outcome",
    "Scenario",
    "ScenarioError",
    "Trial",
    "Variants",
    "cases_beside",
    "judge",
    "load_scenarios",
    "read_scenarios",
]
