"""Every code of a finding has a title."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hotline_rules.audit.reasons import BY_ENGINE, title_of
from hotline_rules.evaluate.words import ANOMALIES

ROOT = Path(__file__).resolve().parents[2] / "src" / "hotline_rules" / "history"


def codes_of_histories() -> set[str]:
    """The codes that the room of histories gives, as its text has them."""
    sequence = (ROOT / "sequence.py").read_text(encoding="utf-8")
    shape = (ROOT / "parse.py").read_text(encoding="utf-8")
    return {
        *re.findall(r'_Said = \(\s*"([a-z-]+)"', sequence),
        *re.findall(r'Anomaly\(\s*"([a-z-]+)"', shape),
    }


def test_title__of_every_anomaly_of_the_engine() -> None:
    assert set(BY_ENGINE) == {*ANOMALIES, *codes_of_histories()}


@pytest.mark.parametrize("code", ["engine-error", "extension-cut", "repeated-row"])
def test_title__of_each_room(code: str) -> None:
    assert title_of(code).zh != code


def test_title__an_unknown_code_stands_for_itself() -> None:
    assert title_of("no-such-code").zh == "no-such-code"
