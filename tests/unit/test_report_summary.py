"""Figures per unit and month, from tables written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_rules import load_profile
from hotline_rules.report.reading import stretches
from hotline_rules.report.summary import Summary, summarise
from hotline_rules.report.terms import Terms
from tests.support.runs import HandRun, at


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Terms(load_profile("zibo").rulebook)


def ticket(number: int, month: str, unit: str | None = "甲区", **more: Any) -> Any:
    row = {"ticket": number, "unit": unit, "month": month, "missing": 0}
    return row | {"standing": "in_order"} | more


def duty(state: str, due: str | None, done: str | None = None, **more: Any) -> Any:
    row = {"ticket": 1, "kind": "duty", "role": "unit", "unit": "甲区", "state": state}
    row |= {"started_at": at("2021-03-01 10:00"), "inclusive": False}
    row["due_at"] = None if due is None else at(due)
    row["ended_at"] = None if done is None else at(done)
    return row | more


def counted(terms: Terms, period: str | None = None, **rows: Any) -> Summary:
    run = HandRun({"options": {"period": period}}, rows)
    return summarise(run, terms)


def test_a_ticket_counts_in_its_month_under_its_unit(terms: Terms) -> None:
    found = counted(
        terms,
        tickets=[
            ticket(1, "2021-03"),
            ticket(2, "2021-03", missing=2, standing="undetermined"),
            ticket(3, "2021-04"),
            ticket(4, "2021-03", None),
        ],
    )
    assert found.numbers == {
        ("甲区", "2021-03"): {"dispatched": 2, "undetermined": 1},
        ("甲区", "2021-04"): {"dispatched": 1},
        (None, "2021-03"): {"dispatched": 1},
    }
    assert found.standings == {"in_order": 3, "undetermined": 1}
    assert found.units == ("甲区", None)
    assert found.months == ("2021-03", "2021-04")
    assert found.total(unit="甲区") == {"dispatched": 3, "undetermined": 1}
    assert found.total(unit=None) == {"dispatched": 1}
    assert found.total(month="2021-03")["dispatched"] == 3
    assert found.total()["dispatched"] == 4


def test_a_limit_that_ends_at_midnight_belongs_to_the_month_before(
    terms: Terms,
) -> None:
    found = counted(
        terms,
        deadlines=[
            duty("met", "2021-04-01 00:00", "2021-03-20 09:00"),
            duty("met_late", "2021-04-01 00:00", "2021-04-09 09:00"),
            duty("overdue", "2021-04-01 00:00", inclusive=True),
        ],
    )
    assert found.total(month="2021-03") == {"due": 2, "met": 1, "met_late": 1}
    assert found.total(month="2021-04") == {"due": 1, "overdue": 1}


def test_what_runs_counts_where_it_began_and_what_ended_not_at_all(
    terms: Terms,
) -> None:
    found = counted(
        terms,
        deadlines=[
            duty("running", "2021-05-01 00:00"),
            duty("paused", None),
            duty("ended", "2021-03-09 00:00", "2021-03-02 10:00"),
            duty("met", "2021-03-09 00:00", "2021-03-02 10:00", kind="power"),
        ],
    )
    assert found.numbers == {("甲区", "2021-03"): {"running": 2}}


def test_a_duty_of_the_platform_is_not_counted_under_the_unit(terms: Terms) -> None:
    found = counted(
        terms,
        deadlines=[duty("overdue", "2021-03-09 00:00", role="platform")],
    )
    assert found.units == ("12345热线平台",)


@pytest.mark.parametrize(
    ("done", "near"),
    [
        ("2021-03-07 23:59:59", False),
        ("2021-03-08 00:00:00", True),
        ("2021-03-09 00:00:00", True),  # late, by nothing
        ("2021-03-09 23:59:59", True),
        ("2021-03-10 00:00:00", False),
    ],
)
def test_a_day_limit_is_near_on_its_last_day_and_the_next(
    terms: Terms, done: str, near: bool
) -> None:
    state = "met" if done < "2021-03-09" else "met_late"
    found = counted(terms, deadlines=[duty(state, "2021-03-09 00:00", done)])
    assert found.total()["near"] == near


@pytest.mark.parametrize(
    ("done", "near"),
    [
        ("2021-03-03 05:11:59", False),
        ("2021-03-03 05:12:00", True),  # 4.8 of 48 hours are left
        ("2021-03-03 10:00:00", True),
        ("2021-03-03 14:47:59", True),
        ("2021-03-03 14:48:00", False),
    ],
)
def test_a_limit_in_hours_is_near_in_its_last_tenth(
    terms: Terms, done: str, near: bool
) -> None:
    began = at("2021-03-01 10:00")
    limit = duty("met", "2021-03-03 10:00", done, inclusive=True, started_at=began)
    found = counted(terms, deadlines=[limit])
    assert found.total()["near"] == near


@pytest.mark.parametrize(("done", "near"), [("18:00", False), ("23:00", True)])
def test_the_last_day_of_a_short_limit_is_not_near_as_a_whole(
    terms: Terms, done: str, near: bool
) -> None:
    began = at("2021-03-08 14:00")
    limit = duty("met", "2021-03-10 00:00", f"2021-03-09 {done}", started_at=began)
    assert counted(terms, deadlines=[limit]).total()["near"] == near


def test_what_rests_on_a_document_not_in_force_is_counted_where_there_is_any(
    terms: Terms,
) -> None:
    def card(state: str, flags: str) -> dict[str, Any]:
        when = at("2021-03-09 10:00")
        kind = {"kind": "yellow_card", "state": state, "flags": flags}
        return {"ticket": 1, "unit": "甲区", "at": when, **kind}

    met = ("met", "2021-03-09 00:00", "2021-03-08 12:00")
    sound = duty(*met, flags="review")
    assert "expired" not in {
        one.id for one in counted(terms, deadlines=[sound]).figures
    }
    found = counted(
        terms,
        deadlines=[sound, duty(*met), duty(*met, flags="rule_expired review")],
        penalties=[
            card("effective", "rule_expired"),
            card("effective", ""),
            card("voided", "rule_expired"),
        ],
    )
    total = found.total()
    assert (total["due"], total["expired"], total["cards_expired"]) == (3, 1, 1)
    assert {"expired", "cards_expired"} <= {one.id for one in found.figures}


def test_the_measure_of_near_is_an_option(terms: Terms) -> None:
    met = duty("met", "2021-03-09 00:00", "2021-03-07 12:00")
    for near, found in (
        ({"days": 1, "percent": 10}, 0),
        ({"days": 2, "percent": 1}, 1),
    ):
        manifest = {"options": {"period": None, "near": near}}
        run = HandRun(manifest, {"deadlines": [met]})
        assert summarise(run, terms).total()["near"] == found


def test_cards_are_counted_by_kind_and_state(terms: Terms) -> None:
    def card(when: str, kind: str, state: str) -> dict[str, Any]:
        row = {"ticket": 1, "unit": "甲区", "at": at(when)}
        return row | {"kind": kind, "state": state}

    found = counted(
        terms,
        penalties=[
            card("2021-03-31 23:59:59", "yellow_card", "absorbed"),
            card("2021-04-01 00:00", "red_card", "effective"),
            card("2021-04-02 00:00", "red_card", "effective"),
        ],
    )
    assert found.total(month="2021-03") == {"cards.yellow_card.absorbed": 1}
    assert found.total(month="2021-04") == {"cards.red_card.effective": 2}
    titles = [one.title.zh for one in found.figures if one.id.startswith("cards.")]
    assert titles == ["红牌", "黄牌（被吸收）"]


def test_applications_count_when_made_and_when_granted(terms: Terms) -> None:
    def event(type_: str, payload: str | None = None) -> dict[str, Any]:
        when = at("2021-03-02 09:00")
        row = {"ticket": 1, "unit": "甲区", "at": when, "type": type_}
        return row | {"payload": payload}

    found = counted(
        terms,
        events=[
            event("dispatched"),
            event("return_requested", '{"basis": "x"}'),
            event("return_requested"),
            event("return_decided", '{"decision": "approved"}'),
            event("return_decided", '{"decision":"rejected"}'),
            event("return_decided"),
            event("extension_requested", "{}"),
            event("extension_decided", '{"by":"platform","decision":"approved"}'),
        ],
    )
    assert found.total() == {
        "returns_asked": 2,
        "returns_granted": 1,
        "extensions_asked": 1,
        "extensions_granted": 1,
    }


def test_outside_the_period_nothing_counts(terms: Terms) -> None:
    rows: dict[str, Any] = {
        "tickets": [ticket(1, "2021-02"), ticket(2, "2021-03")],
        "deadlines": [
            duty("met", "2021-03-01 00:00", "2021-02-20 09:00"),
            duty("met", "2021-03-09 00:00", "2021-03-02 09:00"),
        ],
    }
    assert counted(terms, "2021-03", **rows).total() == {
        "dispatched": 1,
        "due": 1,
        "met": 1,
    }
    assert counted(terms, "2021", **rows).total()["due"] == 2
    assert counted(terms, "2021-01..2021-02", **rows).total()["due"] == 1
    assert counted(terms, "2020", **rows).numbers == {}


def test_tables_come_side_by_side_though_their_batches_end_elsewhere() -> None:
    numbers = [1, 1, 1, 3, 4, 4, 7]
    run = HandRun(
        rows={
            "tickets": [{"ticket": number} for number in range(1, 8)],
            "deadlines": [{"ticket": number} for number in numbers],
        },
        size=3,
    )
    found = [
        (
            piece["tickets"]["ticket"].to_pylist(),
            piece["deadlines"]["ticket"].to_pylist(),
        )
        for piece in stretches(run, {"tickets": ["ticket"], "deadlines": ["ticket"]}, 3)
    ]
    assert found == [
        ([1, 2, 3], [1, 1, 1, 3]),
        ([4, 5, 6], [4, 4]),
        ([7], [7]),
    ]
