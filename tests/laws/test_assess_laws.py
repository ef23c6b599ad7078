"""Laws of assessment: nothing is lost, and no order of tickets shows."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from hotline_rules import load_profile
from hotline_rules.assess import AssessmentTable, assess, notes_to_dict, row_to_dict
from hotline_rules.assess.months import months_between, next_month
from hotline_rules.assess.rounding import as_decimal, rounded
from hotline_rules.evaluate import Result, evaluate

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

UNITS = ("张店区", "临淄区", "市水利局")
ZIBO = load_profile("zibo")
QINGYUAN = load_profile("qingyuan")
SHANGHAI = timezone(timedelta(hours=8))
AS_OF = "2021-05-01T09:00:00+08:00"


@st.composite
def tickets(draw: st.DrawFn) -> dict[str, Any]:
    """A ticket of March 2021 with whatever may happen to it, in any order."""
    unit = draw(st.sampled_from(UNITS))
    events = [_event(draw, "dispatched", unit, 1)]
    for type_, payload in draw(st.lists(st.sampled_from(WHATEVER), max_size=5)):
        events.append({**_event(draw, type_, unit, 45), **payload})
    return {"attributes": {"kind": "request"}, "events": events}


WHATEVER: list[tuple[str, dict[str, Any]]] = [
    ("result_submitted", {"replied_caller": True}),
    ("callback_done", {"process_ok": True, "result_ok": False}),
    ("callback_done", {"contacted": False}),
    ("return_requested", {"reason": "不归本单位"}),
    ("return_decided", {"decision": "approved"}),
    ("redo_ordered", {}),
    ("dispatched", {"unit": "市水利局"}),
]


def _event(draw: st.DrawFn, type_: str, unit: str, days: int) -> dict[str, Any]:
    day = draw(st.integers(0, days))
    month, day = (3, 1 + day) if day < 31 else (4, day - 30)
    hour = draw(st.integers(0, 23))
    return {"type": type_, "at": f"2021-{month:02}-{day:02}T{hour:02}:00:00+08:00",
            "unit": unit}  # fmt: skip


def judged(batch: list[dict[str, Any]]) -> list[Result]:
    return [
        evaluate(ZIBO, {"id": f"T-{number}", **one}, as_of=AS_OF)
        for number, one in enumerate(batch)
    ]


def written(table: AssessmentTable) -> list[dict[str, Any]]:
    book = ZIBO.rulebook
    return [
        *(row_to_dict(table, row, book) for row in table.rows),
        notes_to_dict(table, book),
    ]


def batches() -> SearchStrategy[list[dict[str, Any]]]:
    return st.lists(tickets(), max_size=6)


@given(batches(), st.randoms(use_true_random=False))
def test_order_of_tickets__does_not_show(batch: Any, random: Any) -> None:
    results = judged(batch)
    shuffled = random.sample(results, len(results))
    one = assess(ZIBO, results, keeps_cases=True)
    other = assess(ZIBO, shuffled, keeps_cases=True)
    assert written(one) == written(other)


@given(batches())
def test_sum_of_units__is_the_total(batch: Any) -> None:
    """Every dispatch, limit and call-back is in exactly one row."""
    results = judged(batch)
    table = assess(ZIBO, results)
    totals: Counter[str] = Counter()
    for row in table.rows:
        for id_ in ("received", "on_time", "late", "overdue", "redone"):
            value = row.figures[id_].value
            assert isinstance(value, int)
            totals[id_] += value
    events = [event.type for one in results for event in one.history.events]
    roles = {"unit", "lead_unit", "co_handler"}
    states = Counter(
        limit.state
        for one in results
        for limit in one.deadlines
        if limit.role in roles and limit.due_at is not None
    )
    assert totals["received"] == events.count("dispatched")
    assert totals["redone"] == events.count("redo_ordered")
    assert totals["on_time"] == states["met"]
    assert totals["late"] == states["met_late"]
    assert totals["overdue"] == states["overdue"]


@given(batches(), batches())
def test_two_batches__add_up(first: Any, second: Any) -> None:
    results = judged([*first, *second])
    together = assess(ZIBO, results)
    parts = (assess(ZIBO, results[: len(first)]), assess(ZIBO, results[len(first) :]))
    counts: Counter[tuple[object, str, str]] = Counter()
    for table in parts:
        for row in table.rows:
            for id_, figure in row.figures.items():
                if isinstance(figure.value, int):
                    counts[row.unit, row.month, id_] += figure.value
    for row in together.rows:
        for id_, figure in row.figures.items():
            if isinstance(figure.value, int):
                assert figure.value == counts[row.unit, row.month, id_]


@given(batches())
def test_rates__lie_between_nothing_and_a_hundred(batch: Any) -> None:
    for row in assess(ZIBO, judged(batch)).rows:
        for id_ in ("on_time_rate", "process_rate", "result_rate"):
            figure = row.figures[id_]
            if figure.value is None:
                assert figure.because["over"] == 0
            else:
                assert 0 <= figure.value <= 100


def late_tickets() -> SearchStrategy[dict[str, Any]]:
    """A ticket of March 2024, answered some days later, or not at all."""

    def made(day: int, hours: int | None) -> dict[str, Any]:
        sent = datetime(2024, 3, 1, 10, tzinfo=SHANGHAI) + timedelta(days=day)
        events = [{"type": "dispatched", "at": sent.isoformat(), "unit": "甲局"}]
        if hours is not None:
            at = (sent + timedelta(hours=hours)).isoformat()
            events.append({"type": "result_submitted", "at": at, "unit": "甲局"})
        return {"attributes": {"kind": "request"}, "events": events}

    return st.builds(made, st.integers(0, 30), st.none() | st.integers(100, 400))


@given(st.lists(late_tickets(), max_size=5), st.integers(0, 24 * 20))
def test_published_cards__stay_as_they_were_told(batch: Any, hours: int) -> None:
    """What a bulletin of March told on its day, the table tells ever after (P06)."""
    published = datetime(2024, 4, 1, tzinfo=SHANGHAI) + timedelta(hours=hours)
    later = datetime(2024, 6, 1, tzinfo=SHANGHAI)
    centre = {
        "id": "中心",
        "subject": "unit",
        "events": [
            {
                "type": "bulletin_published",
                "at": published.isoformat(),
                "month": "2024-03",
            }
        ],
    }
    histories = [centre, *({"id": f"T-{n}", **one} for n, one in enumerate(batch))]
    told = [
        {
            (row.unit, id_): row.figures[id_].value
            for row in assess(
                QINGYUAN,
                [evaluate(QINGYUAN, one, as_of=as_of) for one in histories],
                months=["2024-03"],
            ).rows
            for id_ in ("yellow_cards", "red_cards", "card_bulletin")
        }
        for as_of in (published, later)
    ]
    assert told[0] == told[1]


@given(st.fractions(), st.integers(0, 6))
def test_rounding__is_off_by_half_a_place_at_most(
    number: Fraction, places: int
) -> None:
    found = rounded(number, places)
    assert abs(found - number) * 2 * 10**places <= 1
    assert rounded(-number, places) == -found
    assert rounded(found, places) == found
    assert Decimal(str(as_decimal(found, places))) == as_decimal(found, places)
    assert Fraction(as_decimal(found, places)) == found


@given(st.integers(1970, 2090), st.integers(1, 12), st.integers(0, 40))
def test_months__follow_each_other(year: int, month: int, count: int) -> None:
    first = last = f"{year}-{month:02}"
    for _ in range(count):
        last = next_month(last)
    months = months_between(first, last)
    assert (months[0], months[-1], len(months)) == (first, last, count + 1)
    assert list(months) == sorted(set(months))
