"""An audit from files to tables: what is in them, and that nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.audit.asked import Request
from hotline_rules.audit.replay import replay
from hotline_rules.audit.tables import TABLES
from hotline_rules.evaluate import evaluate
from hotline_rules.generating import generate_histories
from hotline_rules.history.instants import parse_instant

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.replay import Outcome
    from hotline_rules.diagnostics import FaultyFileError, Text
    from hotline_rules.profile import Profile

AS_OF = "2021-07-01T00:00:00+08:00"
COUNT = 60


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("qingyuan")


def export(folder: Path, count: int = COUNT) -> Path:
    path = folder / "export.jsonl"
    lines = (
        json.dumps(one, ensure_ascii=False) + "\n"
        for one in generate_histories("qingyuan", count, 5)
    )
    path.write_text("".join(lines), encoding="utf-8")
    return path


class Quiet:
    """Wants to hear nothing."""

    def stage(self, title: Text, total: int, unit: Text) -> None:
        pass

    def step(self, done: int) -> None:
        pass

    def say(self, message: Text) -> None:
        pytest.fail(message.zh)

    def report(self, error: FaultyFileError) -> None:
        pytest.fail(str(error))


def audit(file: Path, folder: Path, profile: Profile, **more: Any) -> Outcome:
    request = Request(
        files=(file,),
        profile=profile,
        profile_name="qingyuan",
        as_of=parse_instant(AS_OF),
        a_part=7,
        **more,
    )
    return replay(request, folder, watcher=Quiet())


def rows(run: Outcome, table: str) -> list[dict[str, Any]]:
    return [row for batch in run.run.tables(table) for row in batch.to_pylist()]


def test_replay__tables_say_what_evaluate_says(
    tmp_path: Path, profile: Profile
) -> None:
    file = export(tmp_path)
    outcome = audit(file, tmp_path / "run", profile)
    expected = [
        evaluate(profile, json.loads(line), as_of=AS_OF)
        for line in file.read_text(encoding="utf-8").splitlines()
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
