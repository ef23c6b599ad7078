"""Golden cases as clerks write them: read, judged, compared with what they expect.

The format is described in `docs/zh/案例格式.md`. Everything that a scenario says must
hold exactly; what it does not say is not looked at.
"""

from hotline_rules.scenarios.judge import Outcome, Variants, judge
from hotline_rules.scenarios.model import Look, Scenario
from hotline_rules.scenarios.reading import read_scenarios
from hotline_rules.scenarios.shelf import ScenarioError, load_scenarios

__all__ = [
    "Look",
    "Outcome",
    "Scenario",
    "ScenarioError",
    "Variants",
    "judge",
    "load_scenarios",
    "read_scenarios",
]
