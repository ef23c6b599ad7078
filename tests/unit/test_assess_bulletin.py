"""Bulletins: the cases of a month one by one, in words, with their grounds."""

# ruff: noqa: E501 - the lines are those of the text

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.assess import render_bulletin, row_to_dict
from hotline_rules.assess.bulletin import numeral
from tests.support.engine import trial
from tests.support.profiles import HANDLE
from tests.support.tables import table

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

MARKS = (
    HANDLE
    + """
  marks:
    yellow: {at: past due, penalty: yellow_card, cite: A-2 第二条（一）, flags: {review: {ticket.level: provincial}}}
    red: {at: past 1 working day after due, penalty: red_card, cite: A-2 第二条（一）}
points:
  {title: 督办扣分, cite: A-3 第三条, from: onsite_supervision_held, penalty: points, points: 2, one_per: event}
slow:
  {title: 视为超期, cite: A-3 第三条, from: handle.passed, status: slow, until: never}
"""
)
LADDERS = """
lateness: {title: 一次迟延一张牌, weakest_first: [yellow_card, red_card], same: limit, lower: absorbed}
"""
WORDS = """
statuses: {slow: {title: 拖延, of: unit}}
roles:
  hotline_administrator:
    - {until: 2021-03-31, title: 旧中心}
    - {from: 2021-04-01, title: 新中心}
"""
LIST = """
bulletin:
  title: 情况通报
  cite: A-2 第二条（一）
  per: unit
  list: [{0}]
  month_of: issue
  {1}
"""
CARDS = "{penalty: [yellow_card, red_card, points], absorbed: {left_out_until: bulletin_published}}"
LATE = ["03-01 10:00 dispatched 甲局", "03-09 12:00 result_submitted 甲局"]


def profile(
    listed: str = CARDS, more: str = "issuer: hotline_administrator"
) -> Profile:
    measures = LIST.replace("{0}", listed).replace("{1}", more)
    return trial(MARKS, ladders=LADDERS, words=WORDS, measures=measures)


def bulletin(
    made: Profile,
    as_of: str,
    histories: dict[str, Any],
    month: str = "2021-03",
    lang: Language = "zh",
) -> str:
    found = table(made, as_of, histories)
    return render_bulletin(found, made.rulebook, "bulletin", month, lang)


def test_bulletin__unit_by_unit_with_ticket_ground_and_article() -> None:
    text = bulletin(
        profile(),
        "04-01 09:00",
        {
            "T-2": ["03-01 10:00 dispatched 乙局"],
            "T-1": LATE,
            "T-3": [
                "03-05 10:00 dispatched 甲局",
                "03-06 10:00 onsite_supervision_held 甲局",
                "03-08 12:00 result_submitted 甲局",
            ],
        },
    )
    assert (
        text
        == """\
情况通报（2021年3月）
旧中心

依据《试验办法》第二条（一），按截至2021年4月1日09:00的记录编制。
本月涉及2个单位，共3项：扣分1，红牌1，黄牌1。

一、乙局（红牌1）
  1. T-2　红牌“red”（乙局）：自2021年3月10日00:00起，生效
     算法：期满后1个工作日止于2021年3月9日（周二）24:00，即3月10日00:00起为超出
     依据：《试验办法》第二条（一）

二、甲局（扣分1，黄牌1）
  1. T-3　扣分“督办扣分”（甲局）：自2021年3月6日10:00起，生效
     起因：2021年3月6日10:00，现场督办（第1号事件）
     分值：2分
     依据：《试验办法》第三条
  2. T-1　黄牌“yellow”（甲局）：自2021年3月9日00:00起，生效
     算法：期限止于2021年3月8日（周一）24:00，即3月9日00:00起为超出
     依据：《试验办法》第二条（一）
"""
    )


def test_bulletin__a_month_without_cases_says_so() -> None:
    text = bulletin(profile(more=""), "04-01 09:30:05", {"T-1": LATE}, "2021-02")
    assert (
        text
        == """\
情况通报（2021年2月）

依据《试验办法》第二条（一），按截至2021年4月1日09:30:05的记录编制。
本月没有应当列入的。
"""
    )


def test_bulletin__role_of_the_month_an_open_month_and_what_is_to_be_reviewed() -> None:
    text = bulletin(
        profile(),
        "04-09 09:00",
        {
            "T-1": {
                "facts": {"level": "provincial"},
                "lines": ["03-31 10:00 dispatched 甲局"],
            }
        },
        "2021-04",
    )
    # 清明4月3日至5日放假：4月1、2、6、7、8日五个工作日
    assert "新中心" in text
    assert "黄牌“yellow”（甲局）：自2021年4月9日00:00起，生效" in text
    assert "     说明：待复核\n" in text
    assert text.endswith("\n\n本月尚未结束，以上不是全月的数。\n")


def test_bulletin__a_card_absorbed_after_publication_stays_and_says_so() -> None:
    text = bulletin(
        profile(),
        "04-01 09:00",
        {
            "T-2": ["03-01 10:00 dispatched 乙局"],
            "中心": {
                "subject": "unit",
                "lines": ["03-09 10:00 bulletin_published month=2021-03"],
            },
        },
    )
    assert "一、乙局（红牌1，黄牌1）" in text
    assert "黄牌“yellow”（乙局）：自2021年3月9日00:00起，被吸收" in text
    assert "     说明：本月通报之后才被吸收，不从本月除去\n" in text


def test_bulletin__names_what_is_undetermined() -> None:
    rules = MARKS.replace(
        "penalty: points, points: 2", "penalty: points, points: value.p"
    )
    measures = LIST.replace("{0}", CARDS).replace("{1}", "")
    made = trial(
        rules,
        ladders=LADDERS,
        words=WORDS,
        measures=measures,
        values="p: {title: 分值, is: missing, where: 考核办法, cite: A-3 第三条}",
    )
    text = bulletin(
        made, "04-01 09:00", {"T-1": ["03-06 10:00 onsite_supervision_held 甲局"]}
    )
    assert text.endswith(
        "\n未定：依据文件未给出“分值”（考核办法），无法判断：督办扣分（T-1）。\n"
    )


RISKY = HANDLE.replace("5 working days", "{by: ticket.kind, request: 5 working days}")
RISKY += """
  marks:
    red: {at: past due, penalty: red_card, cite: A-2 第二条（一）}
watch:
  title: 关注
  cite: A-3 第三条
  from: dispatched
  if: {ticket.field: 消防}
  status: slow
  until: never
talk:
  title: 约谈扣分
  cite: A-3 第三条
  from: slow.begins
  penalty: points
  points: 2
  one_per: event
"""
SENT = "03-01 10:00 dispatched 甲局"


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("{penalty: red_card}", ["kind"]),
        ("{penalty: points}", ["field"]),  # 由关注引起
        ("{penalty: [red_card, points]}", ["kind", "field"]),
        ("{status: slow}", ["field"]),
        ("{limit: any}", ["kind"]),
        ("{limit: handle}", ["kind"]),
        ("{event: dispatched}", []),
    ],
)
def test_bulletin__names_only_what_could_bring_a_case_into_it(
    listed: str, told: list[str]
) -> None:
    measures = LIST.replace("{0}", listed).replace("{1}", "")
    made = trial(RISKY, words=WORDS, measures=measures)
    found = table(made, "04-01 09:00", {"T-1": [SENT]})
    assert set(found.notes.undetermined) == {"kind", "field"}
    text = render_bulletin(found, made.rulebook, "bulletin", "2021-03", "en")
    named = [line for line in text.splitlines() if line.startswith("Undetermined")]
    assert [name for name in ("kind", "field") if f"`{name}`" in str(named)] == told


@pytest.mark.parametrize(
    ("month", "told"), [("2021-02", ""), ("2021-03", "T-1, T-2"), ("2021-04", "T-1")]
)
def test_bulletin__names_records_of_its_month(month: str, told: str) -> None:
    measures = LIST.replace("{0}", "{penalty: red_card}").replace("{1}", "")
    text = bulletin(
        trial(RISKY, words=WORDS, measures=measures),
        "05-01 09:00",
        {"T-2": [SENT, "03-05 10:00 closed"], "T-1": [SENT]},
        month,
        "en",
    )
    assert (f"handle ({told}).\n" in text) == bool(told)
    assert ("Undetermined" in text) == bool(told)


def test_bulletin__names_a_few_of_many_records() -> None:
    measures = LIST.replace("{0}", "{penalty: red_card}").replace("{1}", "")
    text = bulletin(
        trial(RISKY, words=WORDS, measures=measures),
        "04-01 09:00",
        {f"T-{number}": [SENT] for number in range(7, 0, -1)},
    )
    assert "（T-1、T-2、T-3、T-4、T-5等7件）。\n" in text


@pytest.mark.parametrize(
    ("listed", "kind", "told"),
    [
        ("{status: slow}", "拖延1", "拖延"),
        ("{limit: handle, state: met_late}", "办理期限1", "办理期限（甲局）"),
        ("{event: dispatched}", "派发1", "派发"),
    ],
)
def test_bulletin__lists_other_things_than_penalties(
    listed: str, kind: str, told: str
) -> None:
    text = bulletin(profile(listed, ""), "04-01 09:00", {"T-1": LATE})
    assert f"一、甲局（{kind}）" in text
    assert f"  1. T-1　{told}" in text


def test_bulletin__of_several_sorts_of_cases() -> None:
    text = bulletin(
        profile("{status: slow}, {penalty: yellow_card}, {event: dispatched}", ""),
        "04-01 09:00",
        {"T-1": LATE},
    )
    assert "一、甲局（派发1，黄牌1，拖延1）" in text


def test_bulletin__without_a_unit_and_in_english() -> None:
    text = bulletin(
        profile("{event: closed}", "issuer: hotline_administrator"),
        "03-20 09:00",
        {"T-1": ["03-06 10:00 closed"]},
        lang="en",
    )
    assert (
        text
        == """\
情况通报 (2021-03)
hotline administrator

By 《试验办法》 第二条（一）, from the records up to 20 Mar 2021 09:00.
Units: 0; cases: 1: closed 1.

1. no unit (closed 1)
  1. T-1: closed

The month is not over yet.
"""
    )


def test_bulletin__entries_stand_in_the_json_too() -> None:
    made = profile()
    found = table(made, "04-01 09:00", {"T-1": LATE})
    data = row_to_dict(found, found.rows[0], made.rulebook)
    [entry] = data["figures"]["bulletin"]["list"]
    assert entry == {
        "history": "T-1",
        "id": "handle.yellow:甲局:1",
        "sort": "penalty",
        "kind": "yellow_card",
        "at": "2021-03-09T00:00:00+08:00",
        "name": "黄牌“yellow”（甲局）：自2021年3月9日00:00起，生效",
        "ground": [
            "算法：期限止于2021年3月8日（周一）24:00，即3月9日00:00起为超出",
        ],
        "kept_after_publication": False,
        "flags": [],
        "cites": ["A-2"],
    }
    plain = table(made, "04-01 09:00", {"T-1": LATE}, keeps_entries=False)
    assert plain.rows[0].figures["bulletin"].value == 1
    assert plain.rows[0].figures["bulletin"].entries == ()


def test_bulletin__must_be_a_list_of_the_profile() -> None:
    made = profile()
    found = table(made, "04-01 09:00", {})
    with pytest.raises(KeyError):
        render_bulletin(found, made.rulebook, "received", "2021-03")
    text = render_bulletin(found, made.rulebook, "bulletin", "2021-03")
    assert "依据《试验办法》第二条（一）。\n" in text  # 一条记录也没有


def test_bulletin__of_qingyuan_names_the_body_of_the_time() -> None:
    """V04: the data administration since 29 July 2019, the service centre before."""
    made = load_profile("qingyuan")
    found = table(made, "04-01 09:00", {})
    for month, body in {
        "2018-03": "市行政服务中心",
        "2021-03": "市政务服务数据管理局",
    }.items():
        text = render_bulletin(found, made.rulebook, "card_bulletin", month)
        assert body in text.splitlines()[1]


def test_numeral__counts_in_chinese() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "九十九",
    ]
