"""What a change of the rules says otherwise, which way it goes, and who shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.impact import EntryChange, entry_changes, impacts
from hotline_rules.impact.amounts import decided_direction
from hotline_rules.scenarios import read_scenarios
from tests.support.engine import trial
from tests.support.profiles import HANDLE

if TYPE_CHECKING:
    from hotline_rules.profile.loader import Profile
    from hotline_rules.scenarios import Scenario

RULES = (
    HANDLE
    + """
  marks:
    near: {title: 临期, at: 1 working day before due, light: yellow, cite: A-2 第二条}
    late: {title: 超期, at: past due, penalty: yellow_card, cite: A-2 第二条}
ask:
  title: 申请延期的时限
  cite: A-3 第三条
  from: dispatched
  who: unit
  may: extension_requested
  one_per: unit
  again: replaces
  within: 2 working days
  counted: days
"""
)
BASE = trial(RULES)


def changed(*pairs: tuple[str, str]) -> Profile:
    text = RULES
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return trial(text)


def between(old: Profile, new: Profile) -> list[EntryChange]:
    return list(entry_changes(old, new))


def decided(old: Profile, new: Profile) -> str | None:
    return decided_direction(old.rulebook.rules, new.rulebook.rules)


def test_the_same_rules_have_no_changes() -> None:
    assert between(BASE, BASE) == []
    assert decided(BASE, BASE) == "same"


def test_comments_layout_and_the_order_of_rules_are_no_change() -> None:
    head, ask = RULES.split("ask:\n")
    turned = trial(f"# 注释\nask:\n{ask}\n\n{head}")
    assert between(BASE, turned) == []


def test_a_changed_sentence_stands_with_what_it_was() -> None:
    [entry] = between(BASE, changed(("5 working days", "3 working days")))
    assert (entry.sort, entry.id, entry.kind) == ("rule", "handle", "changed")
    assert entry.title == "办理期限"
    assert entry.cites == ("A-1", "A-2")
    [part] = entry.parts
    assert part.before is not None
    assert part.after is not None
    assert "五个工作日内" in part.before.zh
    assert part.after.zh == part.before.zh.replace("五个", "三个")


def test_a_rule_that_is_gone_stands_where_it_stood() -> None:
    head = RULES.split("ask:\n")[0]
    [entry] = between(BASE, trial(head))
    assert (entry.id, entry.kind) == ("ask", "removed")
    assert all(part.after is None for part in entry.parts)
    [entry] = between(trial(head), BASE)
    assert (entry.id, entry.kind) == ("ask", "added")
    assert all(part.before is None for part in entry.parts)


def test_another_id_for_the_same_rule_is_said_to_be_just_that() -> None:
    [entry] = between(BASE, changed(("ask:\n", "request:\n")))
    assert (entry.id, entry.kind, entry.parts) == ("request", "renamed", ())


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("5 working days", "3 working days", "stricter"),
        ("5 working days", "6 working days", "laxer"),
        ("2 working days", "1 working day", "stricter"),  # a shorter window
        ("2 working days", "3 working days", "laxer"),
        ("1 working day before due", "2 working days before due", "stricter"),
        ("2 working days", "3 calendar days", None),  # depends on the calendar
        ("penalty: yellow_card", "penalty: red_card", None),
        ("must: result_submitted", "must: caller_replied", None),
        ("title: 临期", "title: 快到期", "same"),
        ("cite: A-3 第三条", "cite: A-1 第一条", "same"),
    ],
)
def test_numbers_alone_decide_a_direction_for_all_tickets(
    old: str, new: str, direction: str | None
) -> None:
    assert decided(BASE, changed((old, new))) == direction


def test_numbers_that_go_both_ways_are_mixed() -> None:
    other = changed(("5 working", "4 working"), ("2 working days", "3 working days"))
    assert decided(BASE, other) == "mixed"


OFTEN = """
often:
  title: 催办多
  cite: A-1 第一条
  from: closed
  if: {count: {of: closed, in_last: 30 calendar days, at_least: 3}}
  penalty: yellow_card
  one_per: unit
"""


def test_a_longer_look_back_has_no_direction_that_texts_alone_tell() -> None:
    old, new = trial(RULES + OFTEN), trial(RULES + OFTEN.replace("30 c", "60 c"))
    assert [entry.id for entry in between(old, new)] == ["often"]
    assert decided(old, new) is None


CASES = """
profile: trial
cases:
  - case: 第四个工作日才交
    story: 五个工作日之内。
    history:
      - 2021-03-01 10:00 dispatched 甲局: {role: lead}
      - 2021-03-05 16:00 result_submitted 甲局
    expect: {at: 2021-03-09 09:00, penalties: none}
  - case: 第二天就交
    story: 早。
    history:
      - 2021-03-01 10:00 dispatched 甲局: {role: lead}
      - 2021-03-02 16:00 result_submitted 甲局
    expect: {at: 2021-03-09 09:00, penalties: none}
"""


def scenarios() -> list[Scenario]:
    found, faults, _ = read_scenarios(
        "cases.yaml", CASES.encode(), zone="Asia/Shanghai"
    )
    assert not faults
    return found


def test_a_witness_is_a_case_that_comes_out_otherwise() -> None:
    [one] = impacts(BASE, changed(("5 working", "3 working")), scenarios())
    assert one.decided == "stricter"
    assert (one.shown.direction, one.shown.cases) == ("stricter", 2)
    witness = one.shown.witness
    assert witness is not None
    # Of the two the one with fewer differences: only its end is another.
    assert witness.scenario.name == "第二天就交"
    assert [each.fields for each in witness.differences] == [("due_at",)]


READING = """
T04:
  about: 当天算不算？
  options: {not_counted: 不算, counted: 算}
  chosen: not_counted
  basis: cited
  ground: 试验
"""


def test_what_only_other_readings_would_give_is_said_to_be_just_that() -> None:
    choice = "{by: reading.T04, not_counted: 5 working days, counted: 6 working days}"
    text = RULES.replace("within: 5 working days", f"within: {choice}")
    old = trial(text, readings=READING)
    other = trial(text.replace("6 working", "7 working"), readings=READING)
    [entry] = between(old, other)
    assert (entry.sort, entry.id) == ("switch", "handle")
    both = trial(
        text.replace("6 working", "7 working").replace("5 working", "4 working"),
        readings=READING,
    )
    assert [(entry.sort, entry.id) for entry in between(old, both)] == [
        ("rule", "handle")
    ]


def test_each_of_two_changes_has_its_own_witness() -> None:
    other = changed(("5 working", "3 working"), ("2 working days", "3 working days"))
    found = {one.change.id: one for one in impacts(BASE, other, scenarios())}
    for rule, direction in (("handle", "stricter"), ("ask", "laxer")):
        witness = found[rule].shown.witness
        assert witness is not None
        assert {(each.after or {})["rule"] for each in witness.differences} == {rule}
        assert found[rule].shown.direction == direction


def test_no_case_no_witness() -> None:
    [one] = impacts(BASE, changed(("5 working", "3 working")), [])
    assert (one.shown.witness, one.shown.direction, one.shown.cases) == (None, None, 0)


def test_another_counting_has_the_tickets_of_its_rules_for_witnesses() -> None:
    later = RULES.replace("counted: days", "counted: calendar_days").replace(
        "working day", "calendar day"
    )
    found = impacts(BASE, trial(later), scenarios())
    assert {one.change.sort for one in found} == {"rule"}
    assert [one.decided for one in found] == [None, None]
    assert [one.shown.direction for one in found] == [
        "stricter",
        None,
    ]  # two days are two days
