"""What a change of the rules does to tickets: differences, sentences, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.impact import Difference, Tally, Teller, compare
from tests.support.engine import judge, trial
from tests.support.profiles import HANDLE

if TYPE_CHECKING:
    from hotline_rules.profile.loader import Profile

MARKS = """
  marks:
    near: {title: 临期, at: 1 working day before due, light: yellow, cite: A-2 第二条}
    late:
      title: 超期
      at: past due
      penalty: yellow_card
      cite: A-2 第二条
"""
FIVE = trial(HANDLE + MARKS)
THREE = trial((HANDLE + MARKS).replace("5 working", "3 working"))
SENT = "03-01 10:00 dispatched 甲局 role=lead"
# A Monday; answered on the fifth working day after it.
ANSWERED = (SENT, "03-08 16:00 result_submitted 甲局")


def between(
    old: Profile, new: Profile, *lines: str, as_of: str = "03-20 09:00"
) -> tuple[Difference, ...]:
    return compare(judge(old, as_of, *lines), judge(new, as_of, *lines))


def told(old: Profile, new: Profile, *lines: str, as_of: str = "03-20 09:00") -> str:
    teller = Teller(old.rulebook, new.rulebook)
    found = between(old, new, *lines, as_of=as_of)
    return "\n".join(teller.sentence(one).zh for one in found)


def test_the_same_rules_change_nothing() -> None:
    assert between(FIVE, FIVE, *ANSWERED) == ()


def test_a_shorter_limit_brings_a_card_and_is_told_with_the_card_first() -> None:
    assert told(FIVE, THREE, *ANSWERED) == (
        "新增黄牌“超期”（甲局）（时刻2021-03-05 00:00，生效）\n"
        "时限“办理期限”（甲局）：到期由“2021-03-08 24:00”改为“2021-03-04 24:00”；"
        "状态由“按时完成”改为“超期完成”"
    )


def test_a_longer_limit_takes_the_card_away() -> None:
    assert told(THREE, FIVE, *ANSWERED).startswith(
        "不再有黄牌“超期”（甲局）（时刻2021-03-05 00:00，生效）\n"
    )


def test_another_name_title_or_cite_for_the_same_outcome_is_no_difference() -> None:
    for old, new in (
        ("handle:", "manage:"),
        ("title: 办理期限", "title: 办结期限"),
        ("cite: A-1 第一条", "cite: A-3 第三条"),
    ):
        other = trial((HANDLE + MARKS).replace(old, new))
        assert between(FIVE, other, *ANSWERED) == ()


def test_a_renamed_rule_with_another_limit_is_gone_and_new() -> None:
    other = trial((HANDLE + MARKS).replace("handle:", "manage:").replace("5 w", "6 w"))
    limits = [
        (one.before is None, one.after is None)
        for one in between(FIVE, other, SENT, as_of="03-02 09:00")
    ]
    assert sorted(limits) == [(False, True), (True, False)]


def test_a_light_is_told_once_and_belongs_to_the_unit_that_shows_it() -> None:
    [one] = between(FIVE, THREE, SENT, as_of="03-04 09:00")[:1]
    assert (one.section, one.unit) == ("light", "甲局")
    assert told(FIVE, THREE, SENT, as_of="03-04 09:00").splitlines()[0] == (
        "灯（甲局）：现在由“不亮灯”改为“黄灯”；最重由“不亮灯”改为“黄灯”"
    )


def test_a_light_that_is_out_belongs_to_the_only_unit_there_is() -> None:
    [one] = [
        one
        for one in between(FIVE, THREE, SENT, "03-04 10:00 result_submitted 甲局")
        if one.section == "light"
    ]
    assert one.unit == "甲局"
    assert one.fields == ("since", "peak")


def test_the_second_limit_of_a_unit_is_told_apart() -> None:
    again = (*ANSWERED, "03-09 10:00 dispatched 甲局 role=lead")
    sentences = told(FIVE, THREE, *again, as_of="03-10 09:00").splitlines()
    assert [line.split("：")[0] for line in sentences if line.startswith("时限")] == [
        "时限“办理期限”（甲局）",
        "时限“办理期限”（甲局，第2次）",
    ]


def test_units_are_counted_with_the_cards_they_gain_and_lose() -> None:
    tally = Tally()
    tally.add(between(FIVE, THREE, *ANSWERED))
    tally.add(between(FIVE, THREE, SENT.replace("甲局", "乙局"), as_of="03-02 09:00"))
    tally.add(between(FIVE, FIVE, *ANSWERED))
    assert (tally.looked_at, tally.all.tickets) == (3, 2)
    assert dict(tally.all.gained) == {"yellow_card": 1}
    assert not tally.all.lost
    assert [(unit, one.tickets) for unit, one in tally.by_unit()] == [
        ("乙局", 1),
        ("甲局", 1),
    ]
    assert dict(tally.units["乙局"].by_section) == {"deadlines": 1}


def test_a_card_that_is_absorbed_now_is_lost() -> None:
    card = {"kind": "yellow_card", "state": "effective"}
    tally = Tally()
    gone = Difference(
        "penalties", "x", "甲局", card, {**card, "state": "absorbed"}, ("state",)
    )
    tally.add((gone,))
    assert dict(tally.all.lost) == {"yellow_card": 1}
