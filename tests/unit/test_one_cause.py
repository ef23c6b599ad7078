"""What people do to a real profile, and the one report that each slip earns."""

# ruff: noqa: E501 - a slip a line

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotline_rules.profile.loader import check_profile

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Diagnostic

PROFILES = Path(__file__).parents[2] / "profiles"


def check(text: str, city: str) -> list[Diagnostic]:
    """Check a text in place of a bundled profile, beside its registers."""
    name = str(PROFILES / f"{city}.yaml")
    return check_profile(text.encode(), name=name)[1]


def text_of(city: str) -> str:
    return (PROFILES / f"{city}.yaml").read_text("utf-8")


SLIPS = [
    # what is wrong, with what it becomes; city; code; a word of the remedy
    ("zone: Asia/Shanghai", "zone: 北京时间", "zibo", "unknown-zone", "Asia"),
    ("    do: urge\n", "    do: 催办\n", "zibo", "unknown-action", "`urge`"),
    ("penalty: red_card", "penalty: 红牌", "qingyuan", "unknown-penalty", "red_card"),
    ("rests_on: [C23]", "rests_on: C23", "zibo", "wrong-kind", "[C23]"),
    ("rung: dispute.special_report", "rung: disputes.special_report", "zibo", "unknown-ladder", "dispute"),
    ("rung: dispute.special_report", "rung: dispute.special_reports", "zibo", "unknown-step", "special_report"),
    ("      decision: {extension_decided", "      decided: {extension_decided", "zibo", "option-extra", "decision"),
    ("{by: reading.T11, new: replaces", "{by: reading.T12, new: replaces", "zibo", "option-extra", "relation_back"),
    ("    must: {reminder_sent: {kind: urge}}", "    must:", "zibo", "missing-value", "补上"),
    ("at: past 70 hours after start", "at: 70 hours before start", "qingyuan", "mark-before-start", "改短"),
    ("at: past 70 hours after start", "at: 超过70小时", "qingyuan", "bad-point", "past 70 hours after start"),
    ("at: past 70 hours after start", "at: past 70 hours from start", "qingyuan", "bad-point", "70 hours after start"),
    ("      request:\n        title", "      requests:\n        title", "qingyuan", "wrong-value", "`request`"),
    ("{otherwise: 5 working days}", "{otherwise: 5\u00a0working days}", "zibo", "bad-amount", "5 working days"),
    ("zone: Asia/Shanghai", "zone: Asia/Shanghai\u200b", "zibo", "control-character", "删掉"),
    ("ZB-12-4 第十二条", "ZB-12-4，第十二条", "zibo", "bad-cite", "ZB-12-4 第十二条"),
    ("ticket.secret: true", "ticket,secret: true", "zibo", "bare-fact", "ticket.secret"),
    ("            - {otherwise: 5 working days}\n", "", "zibo", "rows-gap", "otherwise"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "city", "code", "fix"), SLIPS)
def test_slip__has_one_report_with_reason_and_remedy(
    right: str, wrong: str, city: str, code: str, fix: str
) -> None:
    text = text_of(city)
    assert right in text
    (fault,) = check(text.replace(right, wrong, 1), city)
    assert fault.code == code
    assert fault.why is not None
    assert fault.fix is not None
    assert fix in fault.fix.zh


def test_rule_that_is_gone__is_reported_once_with_the_places_that_name_it() -> None:
    text = re.sub(
        r"^  handle:\n.*?(?=^  \w+:\n)", "", text_of("zibo"), flags=re.M | re.S
    )
    (fault,) = check(text, "zibo")
    assert fault.code == "unknown-rule"
    assert "`handle`" in fault.headline.zh
    assert len(fault.related) == 6
    assert "另外还有" in fault.related[-1].text.zh


def test_reading_that_is_gone__is_reported_once() -> None:
    text = re.sub(r"^  T12:\n.*?(?=^  T12-c)", "", text_of("zibo"), flags=re.M | re.S)
    (fault,) = check(text, "zibo")
    assert fault.code == "unknown-reading"
    assert fault.related
