"""An audit from files to tables: what is in them, and that nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotline_rules import load_profile
from hotline_rules.audit.tables import TABLES
from hotline_rules.evaluate import evaluate
from tests.support.audits import AS_OF, audit, held, request, rows, wide_export

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.profile import Profile

COUNT = 60


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("qingyuan")


def test_replay__tables_say_what_evaluate_says(
    tmp_path: Path, profile: Profile
) -> None:
    file, mapping = wide_export("qingyuan", COUNT, tmp_path)
    outcome = audit(request(profile, [file], mapping), tmp_path / "run")
    expected = [
        evaluate(profile, history, as_of=AS_OF) for history in held("qingyuan", COUNT)
    ]
    judged = [one for one in expected if one.history.events]
    assert 0 < len(judged) < COUNT
    tickets = rows(outcome, "tickets")
    assert [row["id"] for row in tickets] == [one.id for one in judged]
    number = {row["id"]: row["ticket"] for row in tickets}
    for name in ("deadlines", "penalties"):
        told = [
            (number[one.id], row["id"], row["state"], row["because"])
            for one in judged
            for row in one.to_dict()[name]
        ]
        found = [
            (row["ticket"], row["id"], row["state"], json.loads(row["because"]))
            for row in rows(outcome, name)
        ]
        assert found == told
    assert outcome.run.manifest["counts"]["tickets"] == len(judged)
    assert set(outcome.run.manifest["counts"]) == set(TABLES)
