"""What every test may use: the depth of the property tests, the real data, no clock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick",
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "dev", max_examples=50, deadline=None, suppress_health_check=_SLOW
)
settings.register_profile(
    "ci",  # the same examples every time, as many as two cores carry; `deep` searches
    max_examples=60,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "deep", max_examples=5000, deadline=None, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Answer the folder of the real data, or skip: it is no part of the project."""
    named = os.environ.get("HOTLINE_RULES_DATA")
    if not named:
        pytest.skip("HOTLINE_RULES_DATA does not name a folder of real data")
    return Path(named)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a skip into a failure where everything needed is said to be here."""
    if not os.environ.get("HOTLINE_RULES_NO_SKIPS"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if reporter and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"{len(skipped)} skipped although HOTLINE_RULES_NO_SKIPS")
