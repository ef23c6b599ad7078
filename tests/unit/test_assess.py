"""Units and months: counts, rates, scores, ranks, and where cases belong."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from hotline_rules.assess import Assessment, assess, notes_to_dict, row_to_dict
from tests.support.engine import trial
from tests.support.profiles import HANDLE
from tests.support.tables import column, figure, judged, table, value

if TYPE_CHECKING:
    from hotline_rules.profile import Profile

RULES = (
    HANDLE
    + """
  ends_on: {returned: {return_decided: {decision: approved}}}
  marks:
    yellow: {at: past due, penalty: yellow_card, cite: A-2 第二条（一）}
    red: {at: past 1 working day after due, penalty: red_card, cite: A-2 第二条（一）}
ask:
  title: 申请延期
  cite: A-3 第三条
  from: handle.opened
  who: unit
  may: extension_requested
  one_per: unit
  within: 3 working days
  counted: days
deduct:
  title: 现场督办扣分
  cite: A-3 第三条
  from: onsite_supervision_held
  penalty: points
  points:
    hit: first
    rows:
      - {if: {event.handled: false}, is: 2.5}
      - {otherwise: value.scale}
  one_per: event
"""
)
LADDERS = """
lateness: {title: 一次迟延一张牌, weakest_first: [yellow_card, red_card], same: limit, lower: absorbed}
"""
VALUES = """
scale: {title: 扣分标准, is: missing, where: 考核办法, cite: A-3 第三条}
"""
MEASURES = """
on_time_rate:
  title: 按时办结率
  cite: A-2 第二条（一）
  per: unit
  rate:
    of: [{limit: handle, state: met}]
    over: [{limit: handle, state: [met, met_late, overdue]}]
  month_of: due
  round: 2
on_time_score:
  title: 按时办结得分
  cite: A-2 第二条（一）
  per: unit
  score: {from: on_time_rate, full: 20, target: 90, lose: 0.5, least: 0}
  round: 1
card_points:
  title: 牌的扣分
  cite: A-2 第二条（一）
  per: unit
  points: {yellow_card: 1, red_card: 3}
  month_of: issue
total:
  title: 总分
  cite: A-2 第二条（一）
  per: unit
  sum: [on_time_score]
  minus: [card_points, deductions]
place:
  title: 名次
  cite: A-2 第二条（一）
  per: unit
  rank: {by: total, best: highest, ties: share}
"""
AS_OF = "04-02 09:00"
ON_TIME = ["03-01 10:00 dispatched {0}", "03-08 16:00 result_submitted {0}"]
LATE = ["03-01 10:00 dispatched {0}", "03-09 10:00 result_submitted {0}"]
VERY_LATE = ["03-01 10:00 dispatched {0}"]


def profile(measures: str = MEASURES, *, words: str = "") -> Profile:
    return trial(RULES, ladders=LADDERS, values=VALUES, measures=measures, words=words)


def of(unit: str, *kinds: list[str]) -> dict[str, list[str]]:
    """Tickets of a unit, by made-up ids."""
    return {
        f"{unit}{number}": [line.format(unit) for line in kind]
        for number, kind in enumerate(kinds)
    }


def one_measure(form: str, month_of: str = "month_of: issue", more: str = "") -> str:
    return f"""
it:
  title: 它
  cite: A-2 第二条（一）
  per: unit
  {form}
  {month_of}
  {more}
"""


# --- by hand ---------------------------------------------------------------------------


def test_assess__a_table_computed_by_hand() -> None:
    made = table(
        profile(),
        AS_OF,
        # 三月：甲局 3 件按时、1 件迟一天（黄牌）；乙局 1 件按时、1 件没办（红牌）。
        of("甲局", ON_TIME, ON_TIME, ON_TIME, LATE) | of("乙局", ON_TIME, VERY_LATE),
    )
    # 3/4 = 75.00；20 - 0.5 × 15 = 12.5；12.5 - 1 = 11.5
    assert value(made, "甲局", "2021-03", "on_time_rate") == "75.00"
    assert value(made, "甲局", "2021-03", "on_time_score") == "12.5"
    assert value(made, "甲局", "2021-03", "card_points") == "1"
    assert value(made, "甲局", "2021-03", "total") == "11.5"
    # 1/2 = 50.00；20 - 0.5 × 40 = 0.0；0 - 3 = -3：黄牌被红牌吸收，只扣三分
    assert value(made, "乙局", "2021-03", "on_time_rate") == "50.00"
    assert value(made, "乙局", "2021-03", "on_time_score") == "0.0"
    assert value(made, "乙局", "2021-03", "total") == "-3"
    assert column(made, "place") == {("乙局", "2021-03"): "2", ("甲局", "2021-03"): "1"}
    assert figure(made, "甲局", "2021-03", "on_time_rate").because == {
        "of": 3,
        "over": 4,
    }
    assert figure(made, "甲局", "2021-03", "total").because == {
        "on_time_score": "12.5",
        "card_points": "1",
        "deductions": "0",
    }


def test_assess__the_built_in_columns() -> None:
    made = table(
        profile(""),
        AS_OF,
        {
            "一": [
                "03-01 10:00 dispatched 甲局",
                "03-02 10:00 return_requested 甲局",
                "03-03 10:00 return_decided 甲局 decision=approved",
                "03-03 11:00 dispatched 乙局",
                "03-05 11:00 result_submitted 乙局",
                "03-06 11:00 callback_done process_ok=true result_ok=false",
                "03-06 12:00 redo_ordered 乙局",
            ],
            "二": ["03-24 10:00 dispatched 乙局"],
            "三": ["03-26 10:00 dispatched 乙局"],
        },
    )
    shown = {
        (unit, id_): value(made, unit, "2021-03", id_)
        for unit in ("甲局", "乙局")
        for id_ in made.rows[0].figures
    }
    assert shown == {
        ("甲局", "received"): "1",
        ("甲局", "due"): "0",  # 退回的不再到期
        ("甲局", "on_time"): "0",
        ("甲局", "late"): "0",
        ("甲局", "overdue"): "0",
        ("甲局", "returned"): "1",
        ("甲局", "redone"): "0",
        ("甲局", "process_rate"): "(no_cases)",
        ("甲局", "result_rate"): "(no_cases)",
        ("甲局", "yellow_cards"): "0",
        ("甲局", "red_cards"): "0",
        ("甲局", "deductions"): "0",
        ("甲局", "published_rank"): "(not_ranked)",
        ("乙局", "received"): "3",
        ("乙局", "due"): "2",  # 3月10日和3月31日；第三件4月2日到期
        ("乙局", "on_time"): "1",
        ("乙局", "late"): "0",
        ("乙局", "overdue"): "1",
        ("乙局", "returned"): "0",
        ("乙局", "redone"): "1",  # 回访没有写单位，是持有工单的乙局
        ("乙局", "process_rate"): "100.00",
        ("乙局", "result_rate"): "0.00",
        ("乙局", "yellow_cards"): "0",  # 4月1日零点起，算四月
        ("乙局", "red_cards"): "0",
        ("乙局", "deductions"): "0",
        ("乙局", "published_rank"): "(not_ranked)",
    }
    assert value(made, "乙局", "2021-04", "yellow_cards") == "0"
    assert value(made, "乙局", "2021-04", "red_cards") == "1"


# --- rates and rounding ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("met", "all_of_them", "places", "shown"),
    [
        (1, 3, 2, "33.33"),
        (2, 3, 2, "66.67"),
        (1, 8, 0, "13"),  # 12.5：五入
        (3, 8, 0, "38"),  # 37.5：五入，不是凑偶
        (1, 32, 2, "3.13"),  # 3.125
        (1, 1, 2, "100.00"),
        (0, 7, 1, "0.0"),
    ],
)
def test_rate__halves_go_up(
    met: int, all_of_them: int, places: int, shown: str
) -> None:
    measures = one_measure(
        "rate: {of: [{limit: handle, state: met}], over: [{limit: handle}]}",
        "month_of: due",
        f"round: {places}",
    )
    kinds = [ON_TIME] * met + [LATE] * (all_of_them - met)
    made = table(profile(measures), AS_OF, of("甲局", *kinds))
    assert value(made, "甲局", "2021-03", "it") == shown


def test_score__uses_the_rounded_rate() -> None:
    """2/3 is 67 when it is rounded to the whole: 40 less 1 for each of 23."""
    measures = """
rate:
  {title: 率, cite: A-2 第二条（一）, per: unit, month_of: due, round: 0,
   rate: {of: [{limit: handle, state: met}], over: [{limit: handle}]}}
score:
  {title: 分, cite: A-2 第二条（一）, per: unit, round: 2,
   score: {from: rate, full: 40, target: 90, lose: 1, least: 0}}
"""
    made = table(profile(measures), AS_OF, of("甲局", ON_TIME, ON_TIME, LATE))
    assert value(made, "甲局", "2021-03", "rate") == "67"
    assert value(made, "甲局", "2021-03", "score") == "17.00"
    assert figure(made, "甲局", "2021-03", "score").because == {
        "rate": "67",
        "full": "40",
        "target": "90",
        "lose": "1",
        "least": "0",
    }


@pytest.mark.parametrize(
    ("target", "least", "shown"),
    [(90, 0, "5.00"), (50, 0, "20.00"), (40, 0, "20.00"), (99, 10, "10.00")],
)
def test_score__full_above_the_target_and_never_below_the_least(
    target: int, least: int, shown: str
) -> None:
    measures = MEASURES.replace("target: 90, lose: 0.5, least: 0", (
        f"target: {target}, lose: 0.375, least: {least}"
    )).replace("round: 1", "round: 2")  # fmt: skip
    made = table(profile(measures), AS_OF, of("甲局", ON_TIME, LATE))
    assert value(made, "甲局", "2021-03", "on_time_score") == shown


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [("at_most: 1", "1"), ("at_least: 5", "5"), ("at_least: 1", "2")],
)
def test_bounds__hold_a_number(bounds: str, shown: str) -> None:
    measures = one_measure("count: [{limit: handle}]", "month_of: due", bounds)
    made = table(profile(measures), AS_OF, of("甲局", ON_TIME, LATE))
    assert value(made, "甲局", "2021-03", "it") == shown
    assert figure(made, "甲局", "2021-03", "it").because == {"count": 2}


def test_sum__is_what_is_left_of_a_constant() -> None:
    measures = (
        MEASURES
        + """
rest:
  title: 剩余
  cite: A-2 第二条（一）
  per: unit
  sum: [card_points]
  rest_of: 100
"""
    )
    made = table(profile(measures), AS_OF, of("甲局", LATE, VERY_LATE))
    assert value(made, "甲局", "2021-03", "rest") == "96"
    assert figure(made, "甲局", "2021-03", "rest").because == {
        "card_points": "4",
        "rest_of": "100",
    }


# --- nothing to compute, and what is missing ---------------------------------------------


def test_no_cases__no_rate_no_score_no_rank() -> None:
    made = table(
        profile(),
        AS_OF,
        of("甲局", ON_TIME)
        | {"乙": ["03-29 10:00 dispatched 乙局"]}  # 四月到期
        | {"丙局": {"subject": "unit", "facts": {"type": "enterprise"}, "lines": []}},
        months=["2021-03"],
    )
    for unit in ("乙局", "丙局"):
        for measure in ("on_time_rate", "on_time_score", "total", "place"):
            assert value(made, unit, "2021-03", measure) == "(no_cases)"
    assert value(made, "乙局", "2021-03", "received") == "1"
    assert value(made, "丙局", "2021-03", "received") == "0"
    assert figure(made, "甲局", "2021-03", "place").because["n"] == 1


def test_missing__points_that_the_source_lacks_stay_missing_and_named() -> None:
    made = table(
        profile(),
        AS_OF,
        of("甲局", ON_TIME)
        | {
            "督办": [
                "03-01 10:00 dispatched 乙局",
                "03-02 10:00 onsite_supervision_held 乙局 handled=false",
                "03-03 10:00 onsite_supervision_held 乙局 handled=true",
                "03-04 10:00 result_submitted 乙局",
            ]
        },
    )
    deducted = figure(made, "乙局", "2021-03", "deductions")
    assert (deducted.value, deducted.why) == (None, "missing")
    assert deducted.missing == ("scale",)
    assert deducted.because == {"points": 2, "known": "2.5"}
    assert deducted.flags == {"missing_parameter": 1}
    total = figure(made, "乙局", "2021-03", "total")
    assert (total.value, total.why, total.missing) == (None, "missing", ("scale",))
    place = figure(made, "乙局", "2021-03", "place")
    assert (place.value, place.why, place.missing) == (None, "missing", ("scale",))
    assert value(made, "甲局", "2021-03", "place") == "1"
    assert made.notes.undetermined == {"scale": 1}


def test_missing__a_number_of_the_measure_itself() -> None:
    measures = (
        MEASURES
        + """
whole:
  {title: 满分制, cite: A-2 第二条（一）, per: unit, sum: [card_points], rest_of: value.scale}
scaled:
  {title: 得分, cite: A-2 第二条（一）, per: unit, round: 1,
   score: {from: on_time_rate, full: value.scale, target: 90, lose: 1, least: 0}}
worth:
  {title: 按标准扣分, cite: A-2 第二条（一）, per: unit, month_of: issue, points: {red_card: value.scale}}
"""
    )
    made = table(profile(measures), AS_OF, of("甲局", VERY_LATE) | of("乙局", ON_TIME))
    for measure in ("whole", "scaled", "worth"):
        assert figure(made, "甲局", "2021-03", measure).missing == ("scale",), measure
    assert figure(made, "甲局", "2021-03", "scaled").because["full"] is None
    assert value(made, "乙局", "2021-03", "worth") == "0"  # 没有牌，用不着标准


def test_missing__points_of_a_penalty_that_carries_none() -> None:
    made = table(
        profile(one_measure("points: {red_card: given}")), AS_OF, of("甲局", VERY_LATE)
    )
    assert figure(made, "甲局", "2021-03", "it").missing == ("points",)


# --- months ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month_of", "months"),
    [
        ("issue", {"2021-12"}),  # 开始
        ("due", {"2022-01"}),  # 2022年1月7日二十四点
        ("event", {"2022-02"}),  # 交结果
        ("dispatch", {"2021-12"}),
        ("closing", {"2022-03"}),
    ],
)
def test_month_of__a_limit_across_new_year(month_of: str, months: set[str]) -> None:
    measures = one_measure("count: [{limit: handle}]", f"month_of: {month_of}")
    made = table(
        profile(measures),
        "2022-04-01 09:00",
        {
            "跨年": [
                "2021-12-30 10:00 dispatched 甲局",
                "2022-02-01 10:00 result_submitted 甲局",
                "2022-03-01 10:00 closed",
            ]
        },
    )
    counted = {row.month for row in made.rows if row.figures["it"].value == 1}
    assert counted == months


@pytest.mark.parametrize("month_of", ["event", "closing"])
def test_month_of__a_case_that_is_not_over_is_in_no_month_yet(month_of: str) -> None:
    measures = one_measure("count: [{limit: handle}]", f"month_of: {month_of}")
    made = table(profile(measures), AS_OF, of("甲局", VERY_LATE))
    assert made.notes.unplaced == {"it": 1}


def test_month_of__closing_goes_by_the_next_closing_else_the_last() -> None:
    measures = one_measure("count: [{event: redo_ordered}]", "month_of: closing")
    made = table(
        profile(measures),
        "06-01 09:00",
        {
            "重办": [
                "03-01 10:00 dispatched 甲局",
                "03-05 10:00 redo_ordered 甲局",
                "04-05 10:00 closed",
                "04-06 10:00 redo_ordered 甲局",
                "05-06 10:00 closed",
                "05-07 10:00 redo_ordered 甲局",
            ]
        },
    )
    assert value(made, "甲局", "2021-04", "it") == "1"
    assert value(made, "甲局", "2021-05", "it") == "2"


def test_month_of__dispatch_failing_one_the_case_itself() -> None:
    measures = one_measure("count: [{event: redo_ordered}]", "month_of: dispatch")
    made = table(
        profile(measures),
        "06-01 09:00",
        {
            "重办": [
                "03-01 10:00 dispatched 甲局",
                "04-06 10:00 redo_ordered 甲局",
                "04-07 10:00 redo_ordered 乙局",
            ]
        },
    )
    assert value(made, "甲局", "2021-03", "it") == "1"
    assert value(made, "乙局", "2021-04", "it") == "1"


def test_month_of__the_newest_dispatch_to_the_unit_in_whatever_role() -> None:
    measures = one_measure("count: [{event: redo_ordered}]", "month_of: dispatch")
    made = table(
        profile(measures),
        "06-01 09:00",
        {
            "协办": [
                "02-01 10:00 dispatched 乙局 role=lead",
                "03-01 10:00 dispatched 甲局 role=co_handle",
                "04-06 10:00 redo_ordered 甲局",
                "04-07 10:00 redo_ordered",
                "05-01 10:00 dispatched 甲局",
            ]
        },
    )
    assert value(made, "甲局", "2021-03", "it") == "1"
    assert value(made, "乙局", "2021-02", "it") == "1"  # 没有写单位的，归持有工单的


def test_month_of__a_limit_that_ends_at_24_belongs_to_the_day_before() -> None:
    measures = one_measure("count: [{limit: handle}]", "month_of: due")
    made = table(profile(measures), AS_OF, {"月末": ["03-24 10:00 dispatched 甲局"]})
    assert value(made, "甲局", "2021-03", "it") == "1"
    assert value(made, "甲局", "2021-04", "yellow_cards") == "0"  # 被吸收
    assert value(made, "甲局", "2021-04", "red_cards") == "1"


def test_months__asked_for_are_shown_whether_or_not_there_is_anything() -> None:
    made = table(
        profile(), AS_OF, of("甲局", ON_TIME), months=["2021-04", "2021-02", "2021-03"]
    )
    assert [(row.month, row.unit) for row in made.rows] == [("2021-03", "甲局")]
    empty = table(profile(), AS_OF, {}, months=["2021-03"])
    assert (empty.rows, empty.as_of) == ((), None)


def test_months__say_whether_they_are_over() -> None:
    rows = {
        as_of: [
            row.complete for row in table(profile(), as_of, of("甲局", ON_TIME)).rows
        ]
        for as_of in ("03-31 23:59:58", "03-31 23:59:59")
    }
    assert rows == {"03-31 23:59:58": [False], "03-31 23:59:59": [True]}


def test_months__that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="not a month"):
        table(profile(), AS_OF, {}, months=["2021-13"])


# --- what is counted -----------------------------------------------------------------------


def test_counted__a_limit_by_state_reason_and_role() -> None:
    histories = {
        "退": [
            "03-01 10:00 dispatched 甲局",
            "03-02 10:00 return_decided 甲局 decision=approved",
        ],
        "办": ["03-01 10:00 dispatched 甲局", "03-02 10:00 result_submitted 甲局"],
    }
    for form, shown in {
        "count: [{limit: handle}]": "2",
        "count: [{limit: any}]": "4",  # 办理期限和申请延期的窗口
        "count: [{limit: [handle, ask], state: [met, lapsed]}]": "3",
        "count: [{limit: handle, state: ended, reason: returned}]": "1",
        "count: [{limit: handle, reason: superseded}]": "0",
        "count: [{limit: handle, who: unit}]": "2",
        "count: [{limit: handle, who: [platform, caller]}]": "0",
        "count: [{limit: handle, state: met}, {limit: handle, state: ended}]": "2",
    }.items():
        made = table(profile(one_measure(form)), AS_OF, histories)
        assert value(made, "甲局", "2021-03", "it") == shown, form


@pytest.mark.parametrize(
    ("only", "shown"), [("every", "2"), ("first", "0"), ("last", "1")]
)
def test_counted__of_several_events_the_first_or_the_last(
    only: str, shown: str
) -> None:
    form = f"count: [{{event: {{callback_done: {{result_ok: true}}}}, only: {only}}}]"
    made = table(
        profile(one_measure(form)),
        AS_OF,
        {
            "回访": [
                "03-01 10:00 dispatched 甲局",
                "03-05 10:00 callback_done result_ok=false",
                "03-06 10:00 callback_done result_ok=true",
                "03-07 10:00 callback_done result_ok=true",
            ]
        },
    )
    assert value(made, "甲局", "2021-03", "it") == shown


def test_counted__the_first_of_each_unit() -> None:
    form = "count: [{event: redo_ordered, only: first}]"
    made = table(
        profile(one_measure(form)),
        AS_OF,
        {
            "重办": [
                "03-01 10:00 redo_ordered 甲局",
                "03-02 10:00 redo_ordered 乙局",
                "03-03 10:00 redo_ordered 甲局",
            ]
        },
    )
    assert column(made, "it") == {("乙局", "2021-03"): "1", ("甲局", "2021-03"): "1"}


def test_counted__on_a_condition_of_the_ticket() -> None:
    measures = one_measure("count: [{limit: handle, if: {ticket.level: provincial}}]")
    made = table(
        profile(measures),
        AS_OF,
        {
            "省": {
                "facts": {"level": "provincial"},
                "lines": ["03-01 10:00 dispatched 甲局"],
            },
            "市": {"facts": {}, "lines": ["03-01 10:00 dispatched 甲局"]},
        },
    )
    assert value(made, "甲局", "2021-03", "it") == "1"


def test_counted__on_a_condition_of_the_unit() -> None:
    words = "units: {甲局: {type: city_department}, 乙公司: {type: enterprise}}"
    form = "count: [{penalty: red_card, if: {unit.type: city_department}}]"
    made = table(
        profile(one_measure(form), words=words),
        AS_OF,
        of("甲局", VERY_LATE) | of("乙公司", VERY_LATE),
    )
    assert column(made, "it") == {("乙公司", "2021-03"): "0", ("甲局", "2021-03"): "1"}


@pytest.mark.parametrize(
    ("absorbed", "shown"),
    [
        ("left_out", "0"),
        ("counted", "1"),
        ("{left_out_until: bulletin_published}", "0"),
    ],
)
def test_counted__absorbed_cards(absorbed: str, shown: str) -> None:
    form = f"count: [{{penalty: yellow_card, absorbed: {absorbed}}}]"
    made = table(profile(one_measure(form)), AS_OF, of("甲局", VERY_LATE))
    assert value(made, "甲局", "2021-03", "it") == shown


def test_counted__penalties_by_their_state() -> None:
    form = "count: [{penalty: yellow_card, state: absorbed}]"
    made = table(profile(one_measure(form)), AS_OF, of("甲局", VERY_LATE))
    assert value(made, "甲局", "2021-03", "it") == "1"
    form = "count: [{penalty: yellow_card, state: voided, absorbed: counted}]"
    made = table(profile(one_measure(form)), AS_OF, of("甲局", VERY_LATE))
    assert value(made, "甲局", "2021-03", "it") == "0"


SLOW = """
slow:
  title: 视为超期
  cite: A-3 第三条
  from: ask.used_late
  status: slow
  until: never
disputed:
  title: 有争议
  cite: A-3 第三条
  from: [dispatched, result_submitted]
  if: {ticket.channel: phone}
  status: disputed
  until: never
"""
STATUSES = """
statuses:
  slow: {title: 视为超期, of: unit}
  other: {title: 别的, of: unit}
  disputed: {title: 有争议, of: ticket}
"""


def with_statuses(form: str, rules: str = SLOW) -> Profile:
    return trial(
        RULES + rules,
        ladders=LADDERS,
        values=VALUES,
        words=STATUSES,
        measures=one_measure(form),
    )


def test_counted__statuses_of_a_unit() -> None:
    lines = ["03-01 10:00 dispatched 甲局", "03-08 10:00 extension_requested 甲局"]
    made = table(with_statuses("count: [{status: slow}]"), AS_OF, {"晚": lines})
    assert value(made, "甲局", "2021-03", "it") == "1"


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        # In the unit's own limit; of another unit; before it was dispatched again.
        (["03-08 10:00 extension_requested 甲局"], "0"),
        (["03-08 10:00 extension_requested 乙局"], "1"),
        (
            [
                "03-08 10:00 extension_requested 甲局",
                "03-09 10:00 return_decided 甲局 decision=approved",
                "03-10 10:00 dispatched 甲局",
            ],
            "1",
        ),
    ],
)
def test_counted__limits_without_a_status_entered_meanwhile(
    lines: list[str], shown: str
) -> None:
    lines = ["03-01 10:00 dispatched 甲局", *lines, "03-11 10:00 result_submitted 甲局"]
    form = "count: [{limit: handle, state: [met, met_late], without: slow}]"
    made = table(with_statuses(form), AS_OF, {"晚": lines})
    assert value(made, "甲局", "2021-03", "it") == shown


@pytest.mark.parametrize("enters", ["dispatched", "result_submitted"])
def test_counted__a_status_of_the_ticket_entered_at_either_end_of_a_limit(
    enters: str,
) -> None:
    rules = SLOW.replace("[dispatched, result_submitted]", enters)
    form = "count: [{limit: handle, without: disputed}]"
    lines = [line.format("甲局") for line in ON_TIME]
    histories = {
        channel: {"facts": {"channel": channel}, "lines": lines}
        for channel in ("phone", "web")
    }
    made = table(with_statuses(form, rules), AS_OF, histories)
    assert value(made, "甲局", "2021-03", "it") == "1"


def test_counted__an_event_that_never_comes() -> None:
    form = "count: [{event: never}]"
    made = table(profile(one_measure(form)), AS_OF, of("甲局", ON_TIME))
    assert value(made, "甲局", "2021-03", "it") == "0"


def test_counted__what_names_no_unit_has_a_row_of_its_own_without_a_rank() -> None:
    made = table(
        profile(), AS_OF, {"无": ["03-05 10:00 callback_done process_ok=true"]}
    )
    assert value(made, None, "2021-03", "process_rate") == "100.00"
    assert value(made, None, "2021-03", "place") == "(not_ranked)"


# --- ranks -----------------------------------------------------------------------------------

RANKED = """
score:
  {title: 件数, cite: A-2 第二条（一）, per: unit, month_of: due, count: [{limit: handle, state: met}]}
late_ones:
  {title: 迟的, cite: A-2 第二条（一）, per: unit, month_of: due, count: [{limit: handle, state: met_late}]}
place:
  {title: 名次, cite: A-2 第二条（一）, per: unit, rank: {by: BY, best: BEST, ties: TIES WITHIN}}
"""


def ranked(by: str, best: str, ties: str, within: str = "") -> str:
    text = RANKED.replace("BY", by).replace("BEST", best).replace("TIES", ties)
    return text.replace(" WITHIN", f", within: {within}" if within else "")


FIVE = (
    of("甲", ON_TIME, ON_TIME, ON_TIME)
    | of("乙", ON_TIME, ON_TIME)
    | of("丙", ON_TIME, ON_TIME, LATE)
    | of("丁", ON_TIME)
)


@pytest.mark.parametrize(
    ("best", "ties", "places"),
    [
        ("highest", "share", {"甲": "1", "乙": "2", "丙": "2", "丁": "4"}),
        ("highest", "dense", {"甲": "1", "乙": "2", "丙": "2", "丁": "3"}),
        ("lowest", "share", {"丁": "1", "乙": "2", "丙": "2", "甲": "4"}),
        ("lowest", "dense", {"丁": "1", "乙": "2", "丙": "2", "甲": "3"}),
    ],
)
def test_rank__ties_share_a_place(best: str, ties: str, places: dict[str, str]) -> None:
    made = table(profile(ranked("score", best, ties)), AS_OF, FIVE)
    assert {u: value(made, u, "2021-03", "place") for u in places} == places
    because = {u: figure(made, u, "2021-03", "place").because for u in places}
    assert {u: one["tie"] for u, one in because.items()} == {
        "甲": False,
        "乙": True,
        "丙": True,
        "丁": False,
    }
    assert {one["n"] for one in because.values()} == {4}
    assert because["甲"]["score"] == 3


def test_rank__a_second_measure_parts_what_the_first_leaves_equal() -> None:
    made = table(profile(ranked("[score, late_ones]", "highest", "share")), AS_OF, FIVE)
    places = {u: value(made, u, "2021-03", "place") for u in "甲乙丙丁"}
    assert places == {"甲": "1", "丙": "2", "乙": "3", "丁": "4"}


def test_rank__within_groups_and_nobody_without_a_group() -> None:
    words = "units: {甲: {group: 乡镇}, 乙: {group: 部门}, 丙: {group: 部门}}"
    made = table(
        profile(ranked("score", "highest", "share", "unit.group"), words=words),
        AS_OF,
        FIVE,
    )
    places = {u: value(made, u, "2021-03", "place") for u in "甲乙丙丁"}
    assert places == {"甲": "1", "乙": "1", "丙": "1", "丁": "(missing)"}
    assert figure(made, "丁", "2021-03", "place").missing == ("unit.group",)
    assert figure(made, "丙", "2021-03", "place").because == {
        "score": 2,
        "group": "部门",
        "n": 2,
        "tie": True,
    }


def test_rank__a_unit_can_be_its_own_group() -> None:
    made = table(profile(ranked("score", "highest", "share", "unit.name")), AS_OF, FIVE)
    assert set(column(made, "place").values()) == {"1"}


def test_rank__groups_by_what_the_histories_of_units_say() -> None:
    units = {
        unit: {"subject": "unit", "facts": {"group": group}, "lines": []}
        for unit, group in {"甲": "乡镇", "丁": "乡镇"}.items()
    }
    made = table(
        profile(ranked("score", "highest", "share", "unit.group")), AS_OF, FIVE | units
    )
    assert value(made, "甲", "2021-03", "place") == "1"
    assert value(made, "丁", "2021-03", "place") == "2"
    assert value(made, "乙", "2021-03", "place") == "(missing)"


@pytest.mark.parametrize("group", [["乡镇", "部门"], {"是": "乡镇"}])
def test_rank__a_list_is_no_group(group: object) -> None:
    units = {"甲": {"subject": "unit", "facts": {"group": group}, "lines": []}}
    made = table(
        profile(ranked("score", "highest", "share", "unit.group")), AS_OF, FIVE | units
    )
    assert value(made, "甲", "2021-03", "place") == "(missing)"


def test_rank__two_sources_that_disagree_are_no_fact() -> None:
    words = "units: {甲: {group: 部门}}"
    units = {"甲": {"subject": "unit", "facts": {"group": "乡镇"}, "lines": []}}
    made = table(
        profile(ranked("score", "highest", "share", "unit.group"), words=words),
        AS_OF,
        of("甲", ON_TIME) | units,
    )
    assert value(made, "甲", "2021-03", "place") == "(missing)"


def test_rank__each_month_is_ranked_alone() -> None:
    april = ["04-01 10:00 dispatched {0}", "04-02 10:00 result_submitted {0}"]
    made = table(
        profile(ranked("score", "highest", "share")),
        "05-02 09:00",
        of("甲", ON_TIME, ON_TIME) | of("乙", ON_TIME, april),
    )
    assert column(made, "place") == {
        ("乙", "2021-03"): "2",
        ("甲", "2021-03"): "1",
        ("乙", "2021-04"): "1",
    }


# --- what was published ------------------------------------------------------------------------


def test_published_rank__may_stand_in_the_history_of_another() -> None:
    centre = {
        "subject": "unit",
        "lines": [
            "04-01 10:00 ranking_published 甲局 month=2021-03 rank=1 n=2",
            "04-01 10:00 ranking_published 乙局 month=2021-03 rank=2 n=2",
        ],
    }
    made = table(profile(""), AS_OF, {"中心": centre})
    assert column(made, "published_rank") == {
        ("乙局", "2021-03"): "2",
        ("甲局", "2021-03"): "1",
    }


def test_published_rank__of_the_unit_that_the_history_names() -> None:
    unit = {
        "subject": "unit",
        "facts": {"name": "甲局"},
        "lines": ["04-01 10:00 ranking_published month=2021-03 rank=1"],
    }
    made = table(profile(""), AS_OF, {"U-7": unit})
    assert column(made, "published_rank") == {("甲局", "2021-03"): "1"}


def test_published_rank__the_newest_counts_and_odd_ones_do_not() -> None:
    unit = {
        "subject": "unit",
        "facts": {"group": "乡镇"},
        "lines": [
            "04-01 10:00 ranking_published month=2021-03 rank=5 n=9",
            "04-02 10:00 ranking_published month=2021-03 rank=4 n=9 tie=true group=乡镇",
            "04-03 10:00 ranking_published month=2021-03 rank=四",
            "04-04 10:00 ranking_published month=三月 rank=1",
            "05-01 10:00 ranking_published month=2021-04 rank=2",
        ],
    }
    made = table(profile(""), "05-02 09:00", {"甲局": unit})
    march = figure(made, "甲局", "2021-03", "published_rank")
    assert march.value == 4
    assert march.because == {"n": 9, "tie": True, "group": "乡镇"}
    april = figure(made, "甲局", "2021-04", "published_rank")
    assert april.because == {"n": None, "tie": False, "group": None}


def test_absorbed__stays_where_its_month_was_published_first() -> None:
    """Yellow on 9 March, red on the 10th; the bulletin of March out in between."""
    form = "count: [{penalty: yellow_card, absorbed: {left_out_until: bulletin_published}}]"
    tickets = of("甲局", VERY_LATE, VERY_LATE)
    for published, shown in {
        "03-08 10:00": "0",  # 还没有牌
        "03-09 10:00": "2",
        "03-10 10:00": "0",  # 已经吸收
    }.items():
        centre = {
            "subject": "unit",
            "lines": [
                f"{published} bulletin_published month=2021-03",
                "04-01 10:00 bulletin_published month=2021-03",  # 再发一次不算
                "04-01 10:00 bulletin_published month=二月",
            ],
        }
        for histories in ({"中心": centre, **tickets}, {**tickets, "中心": centre}):
            made = table(profile(one_measure(form)), AS_OF, histories)
            assert value(made, "甲局", "2021-03", "it") == shown, published
    kept = table(
        profile(one_measure(form)),
        AS_OF,
        {**tickets, "中心": {"subject": "unit", "lines": [
            "03-09 10:00 bulletin_published month=2021-03"]}},
    )  # fmt: skip
    assert figure(kept, "甲局", "2021-03", "it").flags == {
        "absorbed": 2,
        "kept_after_publication": 2,
    }


def test_absorbed__a_card_that_never_had_effect_is_never_counted() -> None:
    """Yellow and red by the same act: the yellow was absorbed at once."""
    rules = (
        RULES
        + """
mild: {title: 轻, cite: A-3 第三条, from: redo_ordered, penalty: yellow_card, act: redo_ordered, one_per: act}
hard: {title: 重, cite: A-3 第三条, from: redo_ordered, penalty: red_card, act: redo_ordered, one_per: act}
"""
    )
    ladders = (
        LADDERS
        + """
acts: {title: 一个行为一张牌, weakest_first: [mild, hard], same: act, lower: absorbed}
"""
    )
    form = "count: [{penalty: yellow_card, absorbed: {left_out_until: bulletin_published}}]"
    centre = ["03-20 10:00 bulletin_published month=2021-03"]
    made = table(
        trial(rules, ladders=ladders, values=VALUES, measures=one_measure(form)),
        AS_OF,
        {
            "重办": ["03-05 10:00 redo_ordered 甲局"],
            "中心": {"subject": "unit", "lines": centre},
        },
    )
    assert value(made, "甲局", "2021-03", "red_cards") == "1"
    assert value(made, "甲局", "2021-03", "it") == "0"


# --- the whole ------------------------------------------------------------------------------------


def test_assessment__goes_on_after_a_table_was_made() -> None:
    made = profile()
    counting = Assessment(made)
    first, second = judged(made, AS_OF, of("甲局", ON_TIME, LATE))
    counting.add(first)
    assert value(counting.table(), "甲局", "2021-03", "on_time_rate") == "100.00"
    counting.add(second)
    assert value(counting.table(), "甲局", "2021-03", "on_time_rate") == "50.00"


def test_assessment__refuses_results_of_several_instants() -> None:
    made = profile()
    counting = Assessment(made)
    [first] = judged(made, AS_OF, of("甲局", ON_TIME))
    [other] = judged(made, "04-03 09:00", of("甲局", ON_TIME))
    counting.add(first)
    with pytest.raises(ValueError, match="one instant"):
        counting.add(other)


def test_assess__keeps_the_cases_behind_a_figure_when_asked() -> None:
    made = profile()
    tickets = of("甲局", LATE, ON_TIME)
    plain = assess(made, judged(made, AS_OF, tickets))
    kept = assess(made, judged(made, AS_OF, tickets), keeps_cases=True)
    assert figure(plain, "甲局", "2021-03", "on_time_rate").cases == {}
    assert figure(kept, "甲局", "2021-03", "on_time_rate").cases == {
        "of": ("甲局1",),
        "over": ("甲局0", "甲局1"),
    }
    assert figure(kept, "甲局", "2021-03", "total").cases == {}


def test_to_dict__counts_are_numbers_and_the_rest_is_exact_text() -> None:
    made = profile()
    found = assess(made, judged(made, AS_OF, of("甲局", LATE)), keeps_cases=True)
    data = row_to_dict(found, found.rows[0], made.rulebook)
    assert (data["unit"], data["month"], data["complete"]) == ("甲局", "2021-03", True)
    assert data["as_of"] == "2021-04-02T09:00:00+08:00"
    assert data["profile"]["id"] == "trial"
    assert data["figures"]["received"]["value"] == 1
    assert data["figures"]["on_time_rate"] == {
        "value": "0.00",
        "why": None,
        "because": {"of": 0, "over": 1},
        "missing": [],
        "flags": {},
        "readings": {},
        "cites": ["A-2"],
        "cases": {"of": [], "over": ["甲局0"]},
    }
    assert notes_to_dict(found, made.rulebook)["histories"] == {"ticket": 1}


def test_to_dict__without_a_result_has_no_instant() -> None:
    made = profile()
    notes = notes_to_dict(assess(made, []), made.rulebook)
    assert (notes["as_of"], notes["known_at"], notes["histories"]) == (None, None, {})


def test_figures__are_exact_decimals() -> None:
    made = table(profile(), AS_OF, of("甲局", ON_TIME, LATE))
    assert figure(made, "甲局", "2021-03", "on_time_rate").value == Decimal("50.00")
