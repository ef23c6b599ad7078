"""What hangs on a reading, counted over a run of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.audit.period import Period
from hotline_rules.audit.readings import changes_between, compile_trials, trials
from hotline_rules.calendar import Zone
from hotline_rules.evaluate import evaluate
from hotline_rules.report.weights import weigh
from hotline_rules.scenarios import Variants
from tests.support.audits import AS_OF, audit, held, request, rows, wide_export

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.replay import Outcome

COUNT = 120
CODES = ["T04", "T10"]
ZONE = Zone.load("Asia/Shanghai")


@pytest.fixture(scope="module")
def variants() -> Variants:
    return Variants.of("qingyuan")


@pytest.fixture(scope="module")
def outcome(variants: Variants, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run(variants, tmp_path_factory.mktemp("weights"))


def run(variants: Variants, folder: Path, period: str | None = None) -> Outcome:
    file, mapping = wide_export("qingyuan", COUNT, folder)
    base = variants.profile({}, "profile")
    tried, refused = compile_trials(
        variants, {}, "profile", trials(base.rulebook, CODES)
    )
    asked = request(
        base,
        [file],
        mapping,
        tried=tried,
        refused=refused,
        period=None if period is None else Period.read(period),
    )
    return audit(asked, folder / "run")


def test_readings_table__says_what_judging_each_ticket_says(
    outcome: Outcome, variants: Variants
) -> None:
    base = variants.profile({}, "profile")
    tried, _ = compile_trials(variants, {}, "profile", trials(base.rulebook, CODES))
    expected = []
    for history in held("qingyuan", COUNT):
        judged = evaluate(base, history, as_of=AS_OF)
        if not judged.history.events:
            continue
        for trial, profile in tried:
            other = evaluate(profile, history, as_of=AS_OF)
            expected += [
                (judged.id, trial.reading, trial.option, one.outcome, one.held.id)
                for one in changes_between(judged, other)
            ]
    number = {row["ticket"]: row["id"] for row in rows(outcome, "tickets")}
    found = [
        (number[r["ticket"]], r["reading"], r["option"], r["outcome"], r["id"])
        for r in rows(outcome, "readings")
    ]
    assert len(found) > 20
    assert found == expected


def test_weigh__counts_each_trial_and_what_hangs_on_it(outcome: Outcome) -> None:
    weights = weigh(outcome.run, ZONE)
    assert weights is not None
    told = rows(outcome, "readings")
    for one in weights.tried:
        mine = [
            row
            for row in told
            if (row["reading"], row["option"]) == (one.reading, one.option)
        ]
        for name in ("falls", "new", "moves"):
            for what, number in getattr(one, name).items():
                same = [r for r in mine if (r["outcome"], r["what"]) == (name, what)]
                assert len(same) == number
        assert one.decides == bool(mine)
    fallen = {(r["ticket"], r["id"]) for r in told if r["outcome"] == "falls"}
    assert {(ticket, id_) for ticket, _, id_ in weights.hanging} == fallen
    cards = [r for r in rows(outcome, "penalties") if r["state"] == "effective"]
    assert weights.held["card"] == len(cards)
    assert weights.standing("card") == len(cards) - weights.hanging_on("card")
    assert weights.hanging_on("card") == sum(
        weights.hanging_on("card", number) for number in (1, 2)
    )


def test_weigh__years_add_up_to_the_whole(
    outcome: Outcome, variants: Variants, tmp_path: Path
) -> None:
    whole = weigh(outcome.run, ZONE)
    parts = []
    for years in ("1990..2020", "2021..2099"):
        (tmp_path / years).mkdir()
        parts.append(weigh(run(variants, tmp_path / years, years).run, ZONE))
    first, second = parts
    assert whole is not None
    assert first is not None
    assert second is not None
    assert first.held["card"] > 0
    assert second.held["card"] > 0
    for what in whole.held:
        assert first.held[what] + second.held[what] == whole.held[what]
    assert {**first.hanging, **second.hanging} == dict(whole.hanging)


def test_weigh__nothing_tried_nothing_weighed(tmp_path: Path) -> None:
    file, mapping = wide_export("qingyuan", 10, tmp_path)
    profile = Variants.of("qingyuan").profile({}, "profile")
    plain = audit(request(profile, [file], mapping), tmp_path / "run")
    assert weigh(plain.run, ZONE) is None
    assert rows(plain, "readings") == []
