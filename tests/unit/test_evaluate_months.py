"""Units and months: runs of months, ranks and ties, reports put right, monthly duties."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.engine import (
    actions,
    deadline,
    dues,
    judge,
    missing,
    penalties,
    penalty,
    rungs,
    states,
    statuses,
    text,
    trial,
)
from tests.support.profiles import compile_rules

if TYPE_CHECKING:
    from hotline_rules.evaluate import Result

BOTTOM = "{ranking_published: {unit: same, rank: {in_bottom: 2}}}"
SKIPPED = "skipping: {assessment_published: {skipped: true}}"


def _talk(condition: str, **keys: str) -> str:
    more = "".join(f"  {key}: {value}\n" for key, value in keys.items())
    return (
        """
talk:
  title: 约谈
  cite: A-1 第一条
  about: unit
  from: {ranking_published: {rank: {in_bottom: 2}}}
  penalty: talk_main_leader
  one_per: [event.month]
  if: """
        + condition
        + "\n"
        + more
    )


def _run(rest: str) -> str:
    return _talk(f"{{months_in_a_row: {{of: {BOTTOM}, {rest}}}}}")


def _ranked(month: str, rank: int = 10, *, more: str = "", day: str = "05") -> str:
    """The ranking of a month, published early in the next."""
    year, number = int(month[:4]), int(month[5:])
    year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return (
        f"{year}-{number:02}-{day} 09:00 ranking_published 甲局 "
        f"month={month} rank={rank} n=10 {more}"
    ).strip()


def _unit(rules: str, *lines: str, as_of: str = "2023-12-31 00:00") -> Result:
    return judge(trial(rules), as_of, *lines, subject="unit", name="甲局")


def _talks(rules: str, *lines: str, as_of: str = "2023-12-31 00:00") -> list[str]:
    """The days of the talks that stand."""
    result = judge(trial(rules), as_of, *lines, subject="unit", name="甲局")
    return [
        str(text(one.at))[:-6] for one in result.penalties if one.state == "effective"
    ]


# --- runs ------------------------------------------------------------------------------


def test_run__counts_months_up_to_the_triggers() -> None:
    two = [_ranked("2021-01"), _ranked("2021-02")]
    assert _talks(_run("at_least: 3"), *two) == []
    assert _talks(_run("at_least: 3"), *two, _ranked("2021-03")) == ["04-05"]


def test_run__goes_on_across_new_year() -> None:
    lines = [_ranked("2021-11"), _ranked("2021-12"), _ranked("2022-01")]
    assert _talks(_run("at_least: 3"), *lines) == ["2022-02-05"]


def test_run__can_be_kept_to_the_year_of_the_trigger() -> None:
    of = "{ranking_published: {unit: same, rank: {in_bottom: 2}, month: {same_year_as: event.month}}}"
    rules = _talk(f"{{months_in_a_row: {{of: {of}, at_least: 3}}}}")
    lines = [_ranked("2021-11"), _ranked("2021-12"), _ranked("2022-01")]
    assert _talks(rules, *lines) == []
    more = [_ranked("2022-02"), _ranked("2022-03")]
    assert _talks(rules, *lines, *more) == ["2022-04-05"]


def test_run__a_month_without_such_a_ranking_breaks_it() -> None:
    better = [_ranked("2021-01"), _ranked("2021-02", 8), _ranked("2021-03")]
    assert _talks(_run("at_least: 2"), *better) == []
    unranked = [_ranked("2021-01"), _ranked("2021-03")]
    assert _talks(_run("at_least: 2"), *unranked) == []


def test_run__a_skipped_month_neither_breaks_nor_counts() -> None:
    lines = [
        _ranked("2021-01"),
        "03-05 09:00 assessment_published period=2021-02 skipped=true",
        _ranked("2021-03"),
    ]
    assert _talks(_run(f"{SKIPPED}, at_least: 2"), *lines) == ["04-05"]
    assert _talks(_run(f"{SKIPPED}, at_least: 3"), *lines) == []
    assert _talks(_run("at_least: 2"), *lines) == []


def test_run__a_month_said_to_be_skipped_does_not_count_though_it_has_a_ranking() -> (
    None
):
    lines = [
        _ranked("2021-01"),
        _ranked("2021-02"),
        "03-06 09:00 assessment_published period=2021-02 skipped=true",
        _ranked("2021-03"),
    ]
    assert _talks(_run(f"{SKIPPED}, at_least: 3"), *lines) == []


def test_run__every_third_month_again() -> None:
    months = [f"2021-{number:02}" for number in range(1, 12)]
    lines = [_ranked(month) for month in months]
    days = ["04-05", "07-05", "10-05"]
    assert _talks(_run("every: 3"), *lines) == days
    assert _talks(_run("every: 3, at_least: 4"), *lines) == days[1:]
    assert _talks(_run("at_least: 3, at_most: 3"), *lines) == days[:1]


def test_run__every_is_not_fulfilled_by_no_month_at_all() -> None:
    rules = _run("every: 3").replace(
        "{ranking_published: {rank: {in_bottom: 2}}}", "ranking_published", 1
    )
    assert _talks(rules, _ranked("2021-01", 3)) == []


def test_run__a_month_counts_once_however_often_it_is_published() -> None:
    lines = [_ranked("2021-01"), _ranked("2021-02"), _ranked("2021-02", day="06")]
    assert _talks(_run("at_least: 3"), *lines) == []
    assert _talks(_run("at_least: 2"), *lines) == ["03-05"]


def test_run__without_a_month_the_day_of_the_event_tells_it() -> None:
    lines = [
        f"{month}-05 09:00 ranking_published rank=10 n=10" for month in ("01", "02")
    ]
    assert _talks(_run("at_least: 2"), *lines) == ["02-05"]


def test_run__two_rankings_without_a_month_are_two_rankings() -> None:
    lines = [
        "03-01 09:00 ranking_published rank=10 n=10",
        "03-31 09:00 ranking_published rank=1 n=10",
        "04-30 09:00 ranking_published rank=10 n=10",
    ]
    assert _talks(_run("at_least: 2"), *lines) == ["04-30"]


def test_run__of_other_units_does_not_count_where_the_own_one_is_meant() -> None:
    other = _ranked("2021-02").replace("甲局", "乙局")
    lines = [_ranked("2021-01"), other, _ranked("2021-03")]
    assert _talks(_run("at_least: 2"), *lines) == []
    any_unit = _run("at_least: 3").replace("unit: same", "unit: any")
    assert _talks(any_unit, *lines) == ["04-05"]


def test_run__a_month_that_cannot_be_read_is_missing() -> None:
    bad = _ranked("2021-02").replace("month=2021-02", "month=202102")
    result = judge(
        trial(_run("at_least: 1")),
        "2021-12-31 00:00",
        bad,
        bad.replace("month=202102", "month=2021-13"),
        subject="unit",
        name="甲局",
    )
    assert penalties(result) == {}
    assert missing(result) == {"fact event.month": ("talk",)}


def test_run__lists_the_events_of_its_months_as_evidence() -> None:
    lines = [
        _ranked("2020-10"),
        _ranked("2020-12"),
        _ranked("2021-01", 9),
        "03-05 09:00 assessment_published period=2021-02 skipped=true",
        _ranked("2021-03"),
    ]
    result = judge(
        trial(_run(f"{SKIPPED}, at_least: 3")),
        "2021-12-31 00:00",
        *lines,
        subject="unit",
        name="甲局",
    )
    [talk] = result.penalties
    assert talk.because.events == (1, 2, 3, 4)


def test_run__ends_with_the_month_of_any_trigger() -> None:
    rules = f"""
warn:
  title: 提醒
  cite: A-1 第一条
  about: unit
  from: clock.month_starts
  if: {{months_in_a_row: {{of: {BOTTOM}, skipping: {{ranking_published: {{month: event.month}}}}, at_least: 2}}}}
  penalty: circular_criticism
  one_per: event
"""
    # What is about April: the months of the clock's own event and before.
    lines = [_ranked("2021-03"), _ranked("2021-04", day="02"), "06-09 09:00 talk_held"]
    assert _talks(rules, *lines, as_of="2021-06-30 00:00") == []


def test_run__is_seen_by_a_rule_that_waits_for_it() -> None:
    rules = f"""
watch:
  title: 连续靠后
  cite: A-1 第一条
  about: unit
  when: {{months_in_a_row: {{of: {BOTTOM}, at_least: 2}}}}
  status: low
  until: never
"""
    lines = [
        "03-05 09:00 ranking_published 甲局 rank=9 n=10",
        "04-05 09:00 ranking_published 甲局 rank=9 n=10",
    ]
    words = "statuses: {low: {title: 靠后, of: ticket}}"
    result = judge(
        trial(rules, words=words),
        "2021-12-31 00:00",
        *lines,
        subject="unit",
        name="甲局",
    )
    assert statuses(result) == [("low", None, "04-05 09:00", None)]


@pytest.mark.parametrize(
    ("rest", "codes"),
    [
        ("every: 0", ["wrong-value"]),
        ("every: true", ["wrong-value"]),
        ("every: 三", ["wrong-value"]),
        ("skipping: assesment_published, at_least: 3", ["unknown-event"]),
        ("at_least: 三", ["wrong-value"]),
        ("above: 3", ["unknown-key"]),
    ],
)
def test_run__what_it_cannot_be_asked(rest: str, codes: list[str]) -> None:
    assert compile_rules(_run(rest)).codes == codes


def test_run__needs_a_number() -> None:
    rules = _talk(f"{{months_in_a_row: {{of: {BOTTOM}}}}}")
    assert compile_rules(rules).codes == ["missing-key"]


# --- reports put right -------------------------------------------------------------------


def test_put_right__a_ranking_published_again_takes_the_earlier_ones_place() -> None:
    wrong, right = _ranked("2021-02"), _ranked("2021-02", 3, day="20")
    lines = [_ranked("2021-01"), wrong, right, _ranked("2021-03")]
    assert _talks(_run("at_least: 2"), *lines) == ["03-05"]
    lines = [_ranked("2021-01"), right, wrong.replace("-05", "-25"), _ranked("2021-03")]
    assert _talks(_run("at_least: 3"), *lines) == ["04-05"]


def test_put_right__counts_for_every_look_back() -> None:
    of = "{ranking_published: {unit: same, rank: {in_bottom: 2}, month: {same_year_as: event.month}}}"
    rules = _talk(f"{{count: {{of: {of}, distinct: month, at_least: 2}}}}")
    wrong, right = _ranked("2021-02"), _ranked("2021-02", 3, day="20")
    assert _talks(rules, _ranked("2021-01"), wrong) == ["03-05"]
    assert _talks(rules, wrong, right, _ranked("2021-03")) == []
    assert _talks(rules, wrong, _ranked("2021-03")) == ["04-05"]


def test_put_right__a_ranking_of_another_group_is_another_ranking() -> None:
    lines = [
        _ranked("2021-01"),
        _ranked("2021-02", more="group=乡镇"),
        _ranked("2021-02", 3, more="group=部门", day="20"),
        _ranked("2021-03"),
    ]
    assert _talks(_run("at_least: 3"), *lines) == ["04-05"]


def test_put_right__does_not_change_what_held_at_the_act() -> None:
    rules = """
fault:
  title: 当时靠后
  cite: A-1 第一条
  about: unit
  from: finding.slow_action
  if: {at_the_act: {happened: {ranking_published: {rank: {in_bottom: 2}}}}}
  penalty: talk_vice_mayor
  act: talk_held
  one_per: act
"""
    lines = [_ranked("2021-01"), "02-06 09:00 talk_held 甲局"]
    right = _ranked("2021-01", 3, day="20")
    found = "03-01 09:00 finding_made 甲局 code=slow_action result=true"
    assert _talks(rules, *lines, right, found) == ["03-01"]
    assert _talks(rules, lines[0], right, "02-21 09:00 talk_held 甲局", found) == []


def test_put_right__voids_what_followed_from_that_month_alone() -> None:
    rules = _talk(
        "{event.rank: {in_bottom: 2}}",
        voided_by="{ranking_published: {not: {rank: {in_bottom: 2}}}}",
    )
    lines = [_ranked("2021-01"), _ranked("2021-02"), _ranked("2021-02", 3, day="20")]
    assert _talks(rules, *lines) == ["02-05"]
    assert _talks(rules, *lines, _ranked("2021-03", 3)) == ["02-05"]


# --- ranks -------------------------------------------------------------------------------

RANKED = """
talk:
  title: 约谈
  cite: A-1 第一条
  about: unit
  from: {ranking_published: {rank: {in_bottom: 3}}}
  penalty: talk_main_leader
  one_per: event
"""


@pytest.mark.parametrize(
    ("rank", "flags"),
    [
        ("rank=7 n=10", None),
        ("rank=8 n=10", ()),
        ("rank=10 n=10", ()),
        ("rank=3 n=3", None),
        ("rank=4 n=4", ()),
        ("rank=6 n=10 tie=true", None),
        ("rank=7 n=10 tie=true", ("review",)),
        ("rank=8 n=10 tie=true", ("review",)),
        ("rank=9 n=10 tie=true", ()),
        ("rank=7 n=10 tie=false", None),
        ("rank=10", None),
    ],
)
def test_rank__among_the_last_three(rank: str, flags: tuple[str, ...] | None) -> None:
    result = judge(
        trial(RANKED),
        "04-01 00:00",
        f"03-05 09:00 ranking_published 甲局 {rank}",
        subject="unit",
        name="甲局",
    )
    found = [one.flags for one in result.penalties]
    assert found == ([] if flags is None else [flags])


def test_rank__a_tie_in_a_month_of_the_run_is_for_review() -> None:
    tied = _ranked("2021-02", 8, more="tie=true")
    old = _ranked("2020-10", 8, more="tie=true")
    lines = [old, _ranked("2021-01"), tied, _ranked("2021-03")]
    result = _unit(_run("at_least: 3"), *lines)
    assert penalty(result, "talk:甲局:1").flags == ("review",)
    clear = [old, _ranked("2021-01"), _ranked("2021-02"), _ranked("2021-03")]
    result = _unit(_run("at_least: 3"), *clear)
    assert penalty(result, "talk:甲局:1").flags == ()


def test_rank__asked_among_other_things() -> None:
    rules = RANKED.replace(
        "{rank: {in_bottom: 3}}",
        "{any: [{rank: {in_bottom: 3}}, {rank: {at_least: 9}}], group: 乡镇}",
    )
    result = _unit(
        rules, "03-05 09:00 ranking_published 甲局 group=乡镇 rank=7 n=10 tie=true"
    )
    assert penalty(result, "talk:甲局:1").flags == ("review",)


# --- a talk ladder -----------------------------------------------------------------------

TALKS = """
talks:
  title: 排名后两位
  about: unit
  from: {ranking_published: {rank: {in_bottom: 2}}}
  one_per: [event.month]
  hit: all
  cases:
    deputy: {cite: A-1 第一条, penalty: talk_deputy_leader, rung: talks.talk_deputy_leader, until: never}
    main: {cite: A-2 第二条（一）, if: {months_in_a_row: {of: {ranking_published: {unit: same, rank: {in_bottom: 2}}}, skipping: {assessment_published: {skipped: true}}, at_least: 3}}, penalty: talk_main_leader, rung: talks.talk_main_leader, until: never}
    order: {cite: A-3 第三条, if: {count: {of: {ranking_published: {unit: same, rank: {in_bottom: 2}, month: {same_year_as: event.month}}}, at_least: 5}}, rung: talks.order_rectification, until: never, who: inspection_office, must: rectification_ordered, do: order_rectification, within: none}
"""
LADDER = "talks: {title: 约谈问责, weakest_first: [talk_deputy_leader, talk_main_leader, order_rectification], same: [unit, event.month], lower: absorbed}"


def test_talks__in_one_month_the_higher_absorbs_the_lower() -> None:
    months = [f"2021-{number:02}" for number in range(1, 6)]
    result = judge(
        trial(TALKS, ladders=LADDER),
        "2021-06-30 00:00",
        *(_ranked(month) for month in months),
        subject="unit",
        name="甲局",
    )
    standing = {
        str(text(one.at)): one.kind
        for one in result.penalties
        if one.state == "effective"
    }
    assert standing == {
        "02-05 09:00": "talk_deputy_leader",
        "03-05 09:00": "talk_deputy_leader",
        "04-05 09:00": "talk_main_leader",
        "05-05 09:00": "talk_main_leader",
    }
    # June: both talks are absorbed by the order, which is a rung and no penalty.
    assert rungs(result)[-1] == ("talks.order_rectification", "06-05 09:00", None)
    assert actions(result) == {"talks.order:甲局:1": "open"}


# --- recurring duties --------------------------------------------------------------------

ARCHIVE = """
monthly_archive: {title: 每月5日前存档, cite: A-1 第一条, about: unit, from: clock.month_starts, who: ticket_handler, must: {monthly_archive_done: {month: event.last_month}}, do: archive_monthly, one_per: event, within: until day 5 of the month, counted: days}
"""


def test_monthly__from_the_first_month_that_the_history_touches_to_as_of() -> None:
    result = judge(
        trial(ARCHIVE),
        "05-04 00:00",
        "03-20 09:00 talk_held",
        "04-03 09:00 monthly_archive_done month=2021-03",
        subject="unit",
        name="甲局",
    )
    assert dues(result) == {
        "monthly_archive:甲局:1": "03-06 00:00",
        "monthly_archive:甲局:2": "04-06 00:00",
        "monthly_archive:甲局:3": "05-06 00:00",
    }
    assert states(result) == {
        "monthly_archive:甲局:1": "overdue",
        "monthly_archive:甲局:2": "met",
        "monthly_archive:甲局:3": "running",
    }
    assert text(result.next_change_at) == "05-06 00:00"


def test_monthly__a_late_archive_meets_only_its_own_month() -> None:
    lines = (
        "03-20 09:00 talk_held",
        "04-03 09:00 monthly_archive_done 甲局 month=2021-02",
    )
    result = judge(trial(ARCHIVE), "04-10 00:00", *lines, subject="unit", name="甲局")
    assert states(result) == {
        "monthly_archive:甲局:1": "met_late",
        "monthly_archive:甲局:2": "overdue",
    }


def test_monthly__the_end_may_roll_to_a_working_day() -> None:
    counting = """
days:
  title: 工作日
  calendar: work
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: rolled
"""
    result = judge(
        trial(ARCHIVE, counting=counting),
        "06-01 12:00",
        "06-01 09:00 talk_held",
        subject="unit",
        name="甲局",
    )
    # 5 June 2021 was a Saturday.
    assert dues(result) == {"monthly_archive:甲局:1": "06-08 00:00"}


CONSULT = """
consult: {title: 每月15日左右会商, cite: A-1 第一条, about: unit, from: clock.month_starts, who: county_leader_in_charge_of_the_hotline, must: consult_meeting_held, do: hold_meeting, one_per: event, within: none, target: until day 15 of the month, counted: days}
"""


def test_monthly__a_target_is_shown_and_never_late() -> None:
    result = judge(
        trial(CONSULT),
        "04-30 00:00",
        "03-20 09:00 talk_held",
        "04-20 09:00 consult_meeting_held",
        subject="unit",
        name="甲局",
    )
    assert states(result) == {}
    assert actions(result) == {"consult:甲局:1": "done", "consult:甲局:2": "done"}
    shown = result.to_dict()["actions"][1]
    assert shown["due_at"] is None
    assert shown["soft_due_at"] == "2021-04-16T00:00:00+08:00"


def test_unit__is_named_by_its_attribute_else_by_the_id_of_its_history() -> None:
    line = "03-05 09:00 ranking_published rank=10 n=10"
    named = judge(trial(RANKED), "04-01 00:00", line, subject="unit", name="甲局")
    assert list(penalties(named)) == ["talk:甲局:1"]
    unnamed = judge(trial(RANKED), "04-01 00:00", line, subject="unit")
    assert list(penalties(unnamed)) == ["talk:H-1:1"]


def test_unit__a_monthly_duty_starts_with_the_document() -> None:
    result = judge(
        trial(ARCHIVE), "2021-01-31 00:00", "2020-12-20 09:00 talk_held", subject="unit"
    )
    assert dues(result) == {"monthly_archive:H-1:1": "01-06 00:00"}
    assert deadline(result, "monthly_archive:H-1:1").state == "overdue"


# --- kinds of a status ---------------------------------------------------------------------

LINKAGE = """
linked:
  title: 纳入联动
  from: item_proposed
  hit: all
  status: linkage
  until: closed
  cases:
    cross: {cite: A-1 第一条, if: {event.kind: cross}, kind: cross}
    legacy: {cite: A-2 第二条（一）, if: {event.kind: legacy}, kind: legacy}
    plain: {cite: A-2 第二条（一）, if: {event.kind: absent}}
report:
  title: 专报
  cite: A-3 第三条
  from: group_consented
  if: {status.linkage: {kind: [legacy, other]}}
  who: linkage_office
  must: special_report_sent
  do: submit_special_report
  within: none
"""
AGREED = "03-02 09:00 group_consented"


@pytest.mark.parametrize(
    ("lines", "reports"),
    [
        (("03-01 09:00 item_proposed kind=legacy", AGREED), 1),
        (("03-01 09:00 item_proposed kind=cross", AGREED), 0),
        (("03-01 09:00 item_proposed", AGREED), 0),
        (("03-01 09:00 item_proposed kind=legacy", "03-01 10:00 closed", AGREED), 0),
        ((AGREED,), 0),
    ],
)
def test_status_kind__is_asked_of_the_status_that_holds(
    lines: tuple[str, ...], reports: int
) -> None:
    words = "actions: {submit_special_report: 专报}"
    result = judge(trial(LINKAGE, words=words), "03-03 00:00", *lines)
    assert len(actions(result)) == reports


def test_status_kind__another_kind_stands_beside_the_first() -> None:
    words = "actions: {submit_special_report: 专报}"
    lines = [
        "03-01 09:00 item_proposed kind=cross",
        "03-01 10:00 item_proposed kind=legacy",
        "03-01 11:00 item_proposed kind=cross",
        "03-01 12:00 item_proposed",
        "03-05 09:00 closed",
    ]
    result = judge(trial(LINKAGE, words=words), "03-06 00:00", *lines)
    assert [
        (one.kind, text(one.since), text(one.until)) for one in result.statuses
    ] == [
        ("cross", "03-01 09:00", "03-05 09:00"),
        ("legacy", "03-01 10:00", "03-05 09:00"),
    ]


@pytest.mark.parametrize("kind", ["cros", "[]", "[cross, 交叉]"])
def test_status_kind__must_be_one_of_the_status(kind: str) -> None:
    words = "actions: {submit_special_report: 专报}"
    rules = LINKAGE.replace("[legacy, other]", kind)
    outcome = compile_rules(rules, words=words)
    assert outcome.codes == ["wrong-value"]
