"""What is wrong in a frame: refused by row or by column, and no row lost."""

from __future__ import annotations

import copy
import gc
import pickle
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from hotline_rules import evaluate
from hotline_rules.frames import ColumnJudge, FrameError, schemas
from hotline_rules.frames import judge as judge_module
from hotline_rules.frames.tables import TABLES
from tests.support.cities import variants_of
from tests.support.frames import plain

AS_OF = "2021-06-01T00:00:00+08:00"
START = 1_614_564_000  # 1 March 2021, 10:00 in China


def zibo() -> Any:
    return variants_of("zibo").profile()


def events(**columns: Any) -> pa.Table:
    """Two tickets, of two rows and of one, with some columns put in or replaced."""
    whole: dict[str, Any] = {
        "id": ["A", "A", "B"],
        "at": [START, START + 3600, START],
        "type": ["dispatched", "result_submitted", "dispatched"],
        "unit": ["甲局", "甲局", "乙局"],
        "role": ["lead", None, "lead"],
        "ticket.kind": ["request", None, "request"],
    }
    return pa.table({**whole, **columns})


def judged(table: pa.Table, **options: Any) -> dict[str, list[dict[str, Any]]]:
    judge = ColumnJudge(zibo(), as_of=AS_OF)
    found = plain(judge.judge(table, **options))
    balance = judge.balance
    assert balance.rows == balance.rows_used + balance.rows_refused == table.num_rows
    assert balance.tickets == balance.judged + balance.left_out + balance.refused
    assert balance.rows_refused == len(found["refused"])
    assert [balance.judged] == [len(found["tickets"])]
    return found


def refusals(found: dict[str, list[dict[str, Any]]]) -> list[tuple[Any, ...]]:
    names = ("row", "id", "code", "column")
    return [tuple(one[name] for name in names) for one in found["refused"]]


def test_sound_rows_are_all_used() -> None:
    found = judged(events())
    assert [one["id"] for one in found["tickets"]] == ["A", "B"]
    assert found["refused"] == []


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("at", [START, None, START], "history-missing"),
        ("at", [START, 4_102_416_000, START], "instant-out-of-range"),
        ("at", [START, -28_801, START], "instant-out-of-range"),
        ("at", ["2021-03-01T10:00:00+08:00", "soon", "2021-03-01Z"], "bad-instant"),
        ("at", [f"2021-03-01T10:00:00{x}" for x in ("Z", "", "Z")], "naive-instant"),
        ("recorded_at", [None, 5_000_000_000, START], "instant-out-of-range"),
        ("type", ["dispatched", None, "dispatched"], "history-missing"),
        ("type", ["dispatched", " \t", "dispatched"], "history-missing"),
        ("payload", ["{}", "{", None], "bad-json"),
        ("payload", ["{}", "[1]", None], "history-kind"),
        ("payload", ["{}", '{"at": 3}', None], "history-kind"),
        ("payload", ["{}", '{"n": NaN}', None], "bad-json"),
        ("subject", [None, "person", "ticket"], "unknown-subject"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_ticket(
    column: str, values: list[Any], code: str
) -> None:
    found = judged(events(**{column: values}))
    assert refusals(found)[:2] == [
        (0, "A", "refused-with-its-ticket", None),
        (1, "A", code, column),
    ]
    assert "A" not in [one["id"] for one in found["tickets"]]
    assert "第 1 行" in found["refused"][0]["message"]


def test_the_ends_of_the_years_are_those_of_the_profiles_clock() -> None:
    found = judged(events(at=[-28_800, 4_102_415_999, START]))
    assert found["refused"] == []


def test_rows_without_id_are_refused_alone() -> None:
    table = events(id=["A", None, "B"])
    assert refusals(judged(table)) == [(1, None, "history-missing", "id")]
    blank = events(id=["A", "  ", "A "])
    found = judged(blank)
    assert refusals(found) == [(1, None, "history-missing", "id")]
    assert [(x["id"], x["rows"]) for x in found["tickets"]] == [("A", 2)]


def test_all_rows_refused_leaves_tables_with_their_columns() -> None:
    table = events(id=pa.array([None] * 3, pa.string()))
    made = ColumnJudge(zibo(), as_of=AS_OF).judge(table)
    wanted = schemas("Asia/Shanghai")
    assert {name: batch.schema for name, batch in made.items()} == wanted
    assert list(made) == list(TABLES)
    assert made["refused"].num_rows == 3


def test_no_rows_leave_tables_with_their_columns() -> None:
    made = ColumnJudge(zibo(), as_of=AS_OF).judge(events().slice(0, 0))
    assert {name: batch.schema for name, batch in made.items()} == schemas(
        "Asia/Shanghai"
    )
    assert made["balance"].to_pylist() == [
        dict.fromkeys(made["balance"].schema.names, 0)
    ]


def test_refused_rows_have_the_numbers_of_the_caller() -> None:
    found = judged(events(at=[START, None, START]), rows=[40, 41, 7])
    assert [one["row"] for one in found["refused"]] == [40, 41]
    assert "第 41 行" in found["refused"][0]["message"]


@pytest.mark.parametrize(
    ("columns", "column", "words"),
    [
        ({"at": pa.array([START] * 3, pa.timestamp("s"))}, "at", "没有时区"),
        ({"at": [START * 1000] * 3}, "at", "毫秒"),
        ({"at": [1.5, 2.0, 3.0]}, "at", "应当是"),
        ({"at": pa.array([2**63 + 5] * 3, pa.uint64())}, "at", "毫秒"),
        ({"id": pa.nulls(3, pa.int64())}, "id", "应当是文字"),
        ({"recorded_at": [START * 1000, None, None]}, "recorded_at", "毫秒"),
        ({"id": [1, 1, 2]}, "id", "应当是文字"),
        ({"type": [1, 1, 2]}, "type", "应当是文字"),
        ({"payload": [1, 1, 2]}, "payload", "应当是文字"),
        ({"due": pa.array([START] * 3, pa.timestamp("s"))}, "due", "没有时区"),
        ({"x": [{"a": 1}] * 3}, "x", "应当是"),
        ({"x": [[{"a": 1}]] * 3}, "x", "应当是"),
        ({"x": pa.array([1] * 3, pa.time32("s"))}, "x", "应当是"),
        ({"ticket.x": [b"a"] * 3}, "ticket.x", "应当是"),
        ({"id": ["A", "B", "A"]}, "id", "没有排在一起"),
    ],
)
def test_a_column_that_means_another_thing_stops_the_frame(
    columns: dict[str, Any], column: str, words: str
) -> None:
    with pytest.raises(FrameError, match=words) as caught:
        judged(events(**columns))
    assert caught.value.column == column
    assert column in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.column) == (str(caught.value), column)


@pytest.mark.parametrize("name", ["id", "at", "type"])
def test_a_missing_column_is_named(name: str) -> None:
    with pytest.raises(FrameError, match=f"缺少列“{name}”"):
        judged(events().drop_columns(name))


def test_two_columns_of_one_name_are_refused() -> None:
    table = events()
    twice = pa.table([*table.columns, table["unit"]], [*table.schema.names, "unit"])
    with pytest.raises(FrameError, match="有两列都叫“unit”"):
        judged(twice)


def test_fractions_of_a_second_are_cut_off() -> None:
    def at(unit: str, fraction: int, per: int) -> pa.Table:
        ticks = [START * per + fraction, (START + 3600) * per, START * per]
        return events(at=pa.array(ticks, pa.timestamp(unit, "UTC")))

    for unit, per in (("ms", 1_000), ("us", 1_000_000), ("ns", 1_000_000_000)):
        found = judged(at(unit, per - 1, per))
        assert found["tickets"] == judged(events())["tickets"]
    before = pa.array([-1, START * 1000, START * 1000], pa.timestamp("ms", "UTC"))
    assert judged(events(at=before))["tickets"][0]["dispatched_at"] == -1


def test_rows_of_a_ticket_may_be_in_any_order() -> None:
    table = events(unit=["甲局", "甲局", "乙局"])
    turned = table.take([1, 0, 2])
    assert judged(turned)["deadlines"] == judged(table)["deadlines"]
    assert judged(turned)["tickets"] == judged(table)["tickets"]


def test_two_values_of_an_attribute_are_told_and_the_first_counts() -> None:
    table = events(**{"ticket.kind": ["request", "consultation", None]})
    found = judged(table)
    assert found["tickets"][0]["kind"] == "request"
    told = [one for one in found["anomalies"] if one["code"] == "attribute-differs"]
    assert [one["id"] for one in told] == ["A"]
    assert "consultation" in told[0]["message"]


def test_attributes_come_from_a_table_of_their_own() -> None:
    given = pa.table({"id": ["B", "A", "A"], "kind": ["request", "request", "other"]})
    table = events().drop_columns("ticket.kind")
    found = judged(table, attributes=given)
    assert [one["kind"] for one in found["tickets"]] == ["request", "request"]
    assert [x["code"] for x in found["anomalies"]] == ["attribute-differs"]
    both = judged(events(**{"ticket.level": ["city"] * 3}), attributes=given)
    assert [one["level"] for one in both["tickets"]] == ["city", "city"]
    with pytest.raises(FrameError, match="属性表缺少列“id”"):
        judged(table, attributes=given.drop_columns("id"))


def test_json_and_columns_make_one_payload() -> None:
    text = '{"unit": "丙局", "made_up": 1, "made_up": 2, "deep": {"a": 1}}'
    found = judged(events(payload=[text, None, None]))
    codes = [(x["code"], x["event"]) for x in found["anomalies"] if x["id"] == "A"]
    assert codes == [
        ("nested-value", 0),
        ("repeated-key", 0),
        ("repeated-key", 0),
        ("unknown-payload-key", 0),
        ("unknown-payload-key", 0),
    ]
    assert found["tickets"][0]["unit"] == "甲局"


def test_columns_that_hold_nothing_may_have_any_type() -> None:
    found = judged(events(event_id=pa.nulls(3, pa.float64())))
    assert refusals(found) == []
    found = judged(events(type=pa.nulls(3)))
    told = [(place, "type") for place in range(3)]
    assert [(one[0], one[3]) for one in refusals(found)] == told


def test_blank_times_are_none() -> None:
    times = ["2021-03-01T10:00:00+08:00", "2021-03-01T11:00:00+08:00", " "]
    found = judged(events(at=times, recorded_at=["", " ", None]))
    assert refusals(found) == [(2, "B", "history-missing", "at")]


def test_a_moment_beyond_all_years_stops_nothing() -> None:
    for_ever = 253_402_300_799  # the last second of 9999 in UTC: in China it is 10000
    moments = pa.array([for_ever, None, None], pa.timestamp("s", "UTC"))
    found = judged(events(promised_due=moments))
    assert refusals(found) == []
    assert [one["id"] for one in found["tickets"]] == ["A", "B"]


def test_values_become_what_histories_hold() -> None:
    when = datetime(2021, 3, 8, 9, 0, tzinfo=UTC)
    table = events(
        flag=[True, None, None],
        count=[3, None, None],
        share=[0.5, None, None],
        day=pa.array([18_700, None, None], pa.date32()),
        moment=pa.array([when, None, None], pa.timestamp("ms", "UTC")),
        several=[["甲局 ", "", None], None, None],
        word=pa.array([" e\u0301 ", "  ", None]).dictionary_encode(),
    )
    seen: list[Any] = []

    class Watching(ColumnJudge):
        def _judge(self, intake: Any, odd: Any, results: Any) -> int:
            seen.extend(intake.tickets())
            return 0

    Watching(zibo(), as_of=AS_OF).judge(table)
    first, second = seen[0].history.events
    assert first.payload == {
        "unit": "甲局",
        "role": "lead",
        "flag": True,
        "count": 3,
        "share": 0.5,
        "day": "2021-03-14",
        "moment": "2021-03-08T17:00:00+08:00",
        "several": ["甲局", "", None],
        "word": "é",
    }
    assert second.payload == {"unit": "甲局"}


def test_subjects_of_one_ticket_may_not_differ() -> None:
    found = judged(events(subject=["unit", "ticket", None]))
    assert refusals(found)[0] == (0, "A", "history-differs", "subject")
    alone = judged(events(subject=["unit", None, None]))
    assert [one["subject"] for one in alone["tickets"]] == ["unit", "ticket"]


def test_what_the_engine_fails_on_is_refused_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(profile: Any, history: Any, **when: Any) -> Any:
        if history.id == "A":
            raise RuntimeError("no such thing")
        return evaluate(profile, history, **when)

    monkeypatch.setattr(judge_module, "evaluate", fails)
    found = judged(events())
    assert refusals(found) == [
        (0, "A", "engine-error", None),
        (1, "A", "refused-with-its-ticket", None),
    ]
    assert "no such thing" in found["refused"][0]["message"]
    assert [one["id"] for one in found["tickets"]] == ["B"]


def test_only_what_is_out_of_order_and_how_many_are_not() -> None:
    table = events(
        id=["A", "A", "B"],
        type=["dispatched", "result_submitted", "no_such_event"],
        at=[START, START + 90 * 86_400, START + 1],
    )
    everything = judged(table)
    assert [x["standing"] for x in everything["tickets"]] == ["late_open", "in_order"]
    judge = ColumnJudge(zibo(), as_of=AS_OF, only_out_of_order=True)
    found = plain(judge.judge(table))
    assert [one["id"] for one in found["tickets"]] == ["A"]
    assert {one["id"] for one in found["deadlines"]} == {"A"}
    assert (judge.balance.judged, judge.balance.left_out) == (1, 1)
    assert found["balance"][0]["left_out"] == 1


def test_what_rows_share_is_never_changed() -> None:
    class Frozen(dict[str, Any]):
        def _refuse(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("a shared payload is changed")

        __setitem__ = __delitem__ = pop = update = setdefault = clear = _refuse

    history = copy.deepcopy(_a_long_history())
    profile = zibo()
    from hotline_rules import parse_history

    parsed = parse_history(history)
    parsed.attributes = Frozen(parsed.attributes)
    for event in parsed.events:
        event.payload = Frozen(event.payload)
    assert (
        evaluate(profile, parsed, as_of=AS_OF).to_dict()
        == evaluate(profile, history, as_of=AS_OF).to_dict()
    )


def _a_long_history() -> dict[str, Any]:
    def event(day: int, type_: str, **payload: Any) -> dict[str, Any]:
        return {"type": type_, "at": f"2021-03-{day:02}T10:00:00+08:00", **payload}

    return {
        "id": "A",
        "attributes": {"kind": "request"},
        "events": [
            event(1, "ticket_created"),
            event(1, "dispatched", unit="甲局", role="lead"),
            event(2, "return_requested", unit="甲局", reason="不属于本单位"),
            event(3, "return_decided", unit="甲局", decision="refused"),
            event(5, "extension_requested", unit="甲局", reason="需现场施工"),
            event(6, "extension_decided", unit="甲局", decision="approved", days=5),
            event(20, "result_submitted", unit="甲局"),
            event(21, "redo_ordered", unit="甲局"),
            event(22, "finding_made", unit="甲局", code="buck_passing", result=True),
        ],
    }


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_as_it_was_after_an_error_too(*, was_on: bool) -> None:
    try:
        (gc.enable if was_on else gc.disable)()
        judged(events())
        assert gc.isenabled() is was_on
        with pytest.raises(FrameError):
            judged(events(at=[1.5, 2.0, 3.0]))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_messages_come_in_english_too() -> None:
    judge = ColumnJudge(zibo(), as_of=AS_OF, lang="en")
    found = plain(judge.judge(events(at=[START, None, START], x=[1, 1, 1])))
    assert [one["message"] for one in found["refused"]] == [
        "row 1 (from 0) of its ticket cannot be used, so the ticket is not judged",
        "`at` is null or blank",
    ]
    assert found["anomalies"][0]["message"] == (
        "payload key `x` is not in the vocabulary; kept, not judged"
    )


def test_the_first_second_is_good_beside_one_that_is_not() -> None:
    found = judged(events(at=[-28_800, 4_102_416_000, START]))
    assert [one["code"] for one in found["refused"]] == [
        "refused-with-its-ticket",
        "instant-out-of-range",
    ]
    with pytest.raises(FrameError, match="毫秒"):
        judged(events(at=[4_102_416_000] * 3))


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (
            {"type": ["dispatched", "result_submitted", "resumed"]},
            "resumed-without-pause",
        ),
        ({"ticket.kind": ["request", None, "咨询"]}, "unfit-attribute"),
        ({"ticket.made_up": [None, None, 1]}, "unknown-attribute"),
        ({"made_up": [None, None, 3]}, "unknown-payload-key"),
        ({"due_override": [None, None, "soon"]}, "unfit-value"),
        ({"recorded_at": [START, None, START - 1]}, "recorded-before-it-happened"),
        ({"type": ["dispatched", "result_submitted", "new"]}, "unknown-event"),
    ],
)
def test_what_is_odd_about_a_ticket_is_told_of_it_alone(
    columns: dict[str, Any], code: str
) -> None:
    found = judged(events(**columns))
    assert (code, "B") in [(one["code"], one["id"]) for one in found["anomalies"]]
    assert {one["id"] for one in found["anomalies"]} == {"B"}
    assert [one["anomalies"] > 0 for one in found["tickets"]] == [False, True]


def test_a_ticket_is_closed_when_it_was_closed_last() -> None:
    table = events(type=["closed", "closed", "dispatched"])
    assert judged(table)["tickets"][0]["closed_at"] == START + 3600
