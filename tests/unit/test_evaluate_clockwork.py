"""Rules by time: conditions that become true, seasons, recurring events, law in force."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hotline_rules.evaluate.engine import plan_for
from tests.support.engine import (
    actions,
    anomalies,
    deadline,
    dues,
    judge,
    light,
    missing,
    penalties,
    states,
    statuses,
    text,
    trial,
)
from tests.support.profiles import HANDLE, HEAD

SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"


# --- when ----------------------------------------------------------------------------

CANDIDATE = (
    HANDLE
    + """
candidate:
  title: 提级转办
  cite: A-2 第二条（一）
  when: {finding.complex_hard: true, any: [{finding.cannot_finish: true}, {limit.handle: overdue}]}
  who: hotline_administrator
  must: petition_transferred
  do: transfer_to_petition
  within: none
"""
)
HARD, CANNOT = (
    "finding_made code=complex_hard result=true",
    "finding_made code=cannot_finish result=true",
)


@pytest.mark.parametrize(
    ("lines", "since"),
    [
        ([f"03-02 10:00 {HARD}", f"03-03 10:00 {CANNOT}"], "03-03 10:00"),
        ([f"03-02 10:00 {CANNOT}", f"03-03 10:00 {HARD}"], "03-03 10:00"),
        ([f"03-02 10:00 {HARD}"], "03-09 00:00"),
        ([f"03-12 10:00 {HARD}"], "03-12 10:00"),
        ([f"03-02 10:00 {CANNOT}"], None),
    ],
)
def test_when__fires_the_instant_the_whole_becomes_true(
    lines: list[str], since: str | None
) -> None:
    result = judge(trial(CANDIDATE), "03-20 00:00", SENT, *lines)
    assert [text(one.since) for one in result.actions] == ([since] if since else [])
    if since:
        assert actions(result) == {"candidate:1": "open"}
        assert result.actions[0].unit is None


def test_when__both_sides_of_the_instant() -> None:
    profile = trial(CANDIDATE)
    lines = (SENT, f"03-02 10:00 {HARD}")
    before = judge(profile, "03-08 23:59:59", *lines)
    assert before.actions == ()
    assert text(before.next_change_at) == "03-09 00:00"
    assert judge(profile, "03-09 00:00", *lines).actions != ()


def test_when__fires_again_only_after_it_was_false() -> None:
    rules = """
p: {title: 牌, cite: A-2 第二条（一）, when: {status.difficult: true, finding.leak: true}, penalty: yellow_card, one_per: event}
difficult: {title: 疑难, cite: A-1 第一条, from: {status_determined: {status: difficult}}, status: difficult, until: closed}
"""
    begin, leak = (
        "status_determined status=difficult",
        "finding_made code=leak result=true",
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        f"03-01 10:00 {begin}",
        f"03-02 10:00 {leak}",
        f"03-03 10:00 {leak}",
        "03-04 10:00 closed",
        f"03-05 10:00 {begin}",
    )
    assert [text(one.at) for one in result.penalties] == ["03-02 10:00", "03-05 10:00"]
    assert result.penalties[0].because.events == (1,)


def test_when__an_attribute_and_a_look_back_wake_it() -> None:
    rules = """
a: {title: 甲, cite: A-2 第二条（一）, when: {ticket.kind: request}, penalty: yellow_card, one_per: event}
b: {title: 乙, cite: A-2 第二条（一）, when: {happened: {accepted: {unit: any}}}, penalty: red_card, one_per: event}
c: {title: 丙, cite: A-2 第二条（一）, when: {ticket.level: city}, if: {ticket.kind: request}, penalty: points, one_per: event}
"""
    result = judge(
        trial(rules),
        "03-20 00:00",
        SENT,
        "03-02 10:00 accepted 甲局",
        "03-03 10:00 classified kind=request",
    )
    assert penalties(result) == {
        "b:1": ("red_card", "effective", "03-02 10:00"),
        "a:1": ("yellow_card", "effective", "03-03 10:00"),
    }
    assert result.penalties[0].because.events == (1,)


def test_when__true_from_the_attributes_alone() -> None:
    rules = (
        "a: {title: 甲, cite: A-2 第二条（一）, when: {ticket.level: city}, penalty: yellow_card, one_per: event}\n"
        + HANDLE
    )
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert penalties(result) == {"a:1": ("yellow_card", "effective", "03-01 10:00")}


def test_when__of_a_unit_is_that_units() -> None:
    rules = "a: {title: 甲, about: unit, cite: A-2 第二条（一）, when: {finding.leak: true}, penalty: talk_deputy_leader, one_per: event}"
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 finding_made code=leak result=true",
        subject="unit",
    )
    assert [one.unit for one in result.penalties] == ["H-1"]


def test_when__a_limit_state_changes_by_every_turn() -> None:
    rules = (
        HANDLE
        + """
p: {title: 牌, cite: A-2 第二条（一）, when: {limit.handle: [running, ended]}, penalty: yellow_card, one_per: event}
q: {title: 牌, cite: A-2 第二条（一）, when: {limit.handle: [met, met_late]}, penalty: points, one_per: event}
"""
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        SENT,
        "03-02 10:00 result_submitted 甲局",
        "03-03 10:00 dispatched 甲局",
    )
    assert penalties(result) == {
        "p:1": ("yellow_card", "effective", "03-01 10:00"),
        "q:1": ("points", "effective", "03-02 10:00"),
        "p:2": ("yellow_card", "effective", "03-03 10:00"),
    }


def test_limit_state__is_a_fact_of_the_unit() -> None:
    rules = (
        HANDLE
        + "p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {limit.handle: overdue}, penalty: yellow_card, one_per: event}"
    )
    lines = (
        SENT,
        "03-08 23:59:59 accepted 甲局",
        "03-09 00:00 accepted 甲局",
        "03-10 10:00 accepted 乙局",
        "03-11 10:00 accepted",
    )
    result = judge(trial(rules), "03-20 00:00", *lines)
    assert [text(one.at) for one in result.penalties] == ["03-09 00:00", "03-11 10:00"]
    nobody = (
        HANDLE.replace("one_per: unit", "one_per: event")
        + "p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {limit.handle: overdue}, penalty: yellow_card, one_per: event}"
    )
    result = judge(
        trial(nobody),
        "03-20 00:00",
        "03-01 10:00 dispatched",
        "03-10 10:00 accepted 乙局",
    )
    assert len(result.penalties) == 1


# --- recurring events ----------------------------------------------------------------

MONTHLY = """
archive: {title: 每月存档, cite: A-1 第一条, about: unit, from: clock.month_starts, who: ticket_handler, must: {monthly_archive_done: {month: event.last_month}}, do: archive_monthly, one_per: event, within: until day 5 of the month, counted: calendar_days}
"""


def test_clock__months_from_the_one_of_the_first_event() -> None:
    result = judge(
        trial(MONTHLY),
        "2021-02-10 00:00",
        "2020-12-20 10:00 accepted 甲局",
        "2021-01-03 10:00 monthly_archive_done H-1 month=2020-12",
        "2021-02-06 10:00 monthly_archive_done H-1 month=2021-01",
        subject="unit",
    )
    assert dues(result) == {
        "archive:H-1:1": "01-06 00:00",
        "archive:H-1:2": "02-06 00:00",
    }
    assert states(result) == {"archive:H-1:1": "met", "archive:H-1:2": "met_late"}


def test_clock__day_by_day() -> None:
    rules = """
daily: {title: 每日梳理, cite: A-1 第一条, from: clock.day_starts, who: platform, must: {ticket_list_compiled: {date: event.date}}, do: compile_daily_list, one_per: event, within: 24 hours, counted: round}
first: {title: 第一件事, cite: A-1 第一条, from: clock.history_starts, status: open, until: closed}
year: {title: 每年, cite: A-1 第一条, from: clock.year_starts, status: continuing, until: closed}
month: {title: 每月, cite: A-1 第一条, from: clock.month_starts, status: redo, until: closed}
"""
    rules = rules.replace(
        "must: {ticket_list_compiled: {date: event.date}}", "must: ticket_list_compiled"
    )
    profile = trial(rules, outside="apply")
    result = judge(profile, "03-03 12:00", SENT, "03-02 08:00 ticket_list_compiled")
    assert [(text(d.started_at), d.state) for d in result.deadlines] == [
        ("03-02 00:00", "met"),
        ("03-03 00:00", "running"),
    ]
    assert statuses(result) == [
        ("continuing", None, "01-01 00:00", None),
        ("redo", None, "03-01 00:00", None),
        ("open", None, "03-01 10:00", None),
    ]
    assert text(result.next_change_at) == "03-04 00:00"
    midnight = judge(profile, "03-02 00:00", "03-02 00:00 dispatched 甲局")
    assert [text(d.started_at) for d in midnight.deadlines] == ["03-02 00:00"]


def test_clock__across_the_year() -> None:
    rules = "m: {title: 每月, cite: A-1 第一条, from: clock.month_starts, penalty: yellow_card, one_per: event}\ny: {title: 每年, cite: A-1 第一条, from: clock.year_starts, penalty: red_card, one_per: event}\nd: {title: 上月, cite: A-1 第一条, from: {clock.month_starts: {month: 2022-01, last_month: 2021-12}}, penalty: points, one_per: event}"
    profile = trial(rules, outside="apply")
    result = judge(profile, "2022-02-01 00:00", "11-15 10:00 accepted 甲局")
    assert [(one.rule, text(one.at)) for one in result.penalties] == [
        ("y", "01-01 00:00"),
        ("m", "11-01 00:00"),
        ("m", "12-01 00:00"),
        ("d", "2022-01-01 00:00"),
        ("m", "2022-01-01 00:00"),
        ("y", "2022-01-01 00:00"),
        ("m", "2022-02-01 00:00"),
    ]


def test_clock__of_a_history_without_events_does_not_run() -> None:
    assert judge(trial(MONTHLY), "03-01 00:00", subject="unit").deadlines == ()


def test_clock__an_empty_history_has_no_next_change() -> None:
    assert judge(trial(MONTHLY), "03-01 00:00", subject="unit").next_change_at is None


def test_next_change__recurring_events_are_searched_thirteen_months_ahead() -> None:
    rules = "y: {title: 每年, cite: A-1 第一条, from: {clock.year_starts: {month: 2022-01}}, penalty: red_card, one_per: event}"
    profile = trial(rules)
    assert (
        text(judge(profile, "03-01 00:00", "02-01 10:00 accepted 甲局").next_change_at)
        == "2022-01-01 00:00"
    )
    assert (
        judge(
            profile, "2022-03-01 00:00", "2022-02-01 10:00 accepted 甲局"
        ).next_change_at
        is None
    )


# --- seasons -------------------------------------------------------------------------

SEASON = HANDLE + "  in_force: {every_year: 06-01 to 08-31}\n"
WINTER = HANDLE + "  in_force: {every_year: 11-15 to 03-15}\n"
SPAN = HANDLE + "  in_force: {from: 2021-03-01, until: 2021-03-31}\n"


@pytest.mark.parametrize(
    ("rules", "start", "opens"),
    [
        (SEASON, "05-31 23:59:59", False),
        (SEASON, "06-01 00:00", True),
        (SEASON, "08-31 23:59:59", True),
        (SEASON, "09-01 00:00", False),
        (WINTER, "11-14 10:00", False),
        (WINTER, "11-15 00:00", True),
        (WINTER, "03-15 23:59:59", True),
        (WINTER, "03-16 00:00", False),
        (SPAN, "02-28 23:59:59", False),
        (SPAN, "03-01 00:00", True),
        (SPAN, "03-31 23:59:59", True),
        (SPAN, "04-01 00:00", False),
        (SPAN.replace("until: 2021-03-31", "until: open"), "04-01 00:00", True),
    ],
)
def test_season__both_ends(rules: str, start: str, opens: bool) -> None:
    result = judge(trial(rules), "12-30 00:00", f"{start} dispatched 甲局")
    assert bool(result.deadlines) is opens
    assert anomalies(result) == []


# --- the law in force ----------------------------------------------------------------

IN_FORCE = HEAD.replace(
    "in_force: {from: 2021-01-01, until: open}",
    "in_force: {from: 2021-03-01, until: 2021-03-31}",
)
REFUSES = IN_FORCE.replace("after_end: apply_and_flag", "after_end: refuse")


def zone_day(text: str) -> int:
    """A local day as rulebooks count them."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("head", "outside", "start", "flags", "codes"),
    [
        (IN_FORCE, None, "02-28 23:59:59", None, ["not-yet-in-force"]),
        (IN_FORCE, None, "03-01 00:00", (), []),
        (IN_FORCE, None, "03-31 23:59:59", (), []),
        (IN_FORCE, None, "04-01 00:00", ("rule_expired",), []),
        (REFUSES, None, "04-01 00:00", None, ["document-expired"]),
        (REFUSES, "apply", "04-01 00:00", ("rule_expired",), []),
        (REFUSES, "apply", "02-28 23:59:59", ("rule_expired",), []),
    ],
)
def test_law__days_of_a_document(
    head: str,
    outside: str | None,
    start: str,
    flags: tuple[str, ...] | None,
    codes: list[str],
) -> None:
    result = judge(
        trial(HANDLE, head=head, outside=outside),
        "12-30 00:00",
        f"{start} dispatched 甲局",
    )
    assert [one.flags for one in result.deadlines] == ([] if flags is None else [flags])
    assert [code for code, _ in anomalies(result)] == codes
    if codes:
        assert "试验办法" in result.anomalies[0].text.zh


def test_law__of_a_duty_is_that_of_the_dispatch_to_the_unit() -> None:
    rules = "redo: {title: 重办, cite: A-1 第一条, from: redo_ordered, who: unit, must: result_submitted, one_per: event, within: 2 working days, counted: days}\nstep: {title: 程序, cite: A-1 第一条, from: redo_ordered, status: redo, until: closed}"
    profile = trial(rules, head=REFUSES)
    result = judge(profile, "12-30 00:00", SENT, "04-05 10:00 redo_ordered 甲局 n=1")
    assert [one.flags for one in result.deadlines] == [()]
    assert statuses(result) == []
    other = judge(
        profile,
        "12-30 00:00",
        "04-05 09:00 dispatched 甲局",
        "04-05 10:00 redo_ordered 甲局 n=1",
    )
    assert other.deadlines == ()


@pytest.mark.parametrize(
    ("start", "flags"),
    [
        ("03-09 23:59:59", ()),
        ("03-10 00:00", None),
        ("03-19 23:59:59", None),
        ("03-20 00:00", ("rule_expired",)),
    ],
)
def test_law__a_document_gives_way_to_the_one_that_replaces_it(
    start: str, flags: tuple[str, ...] | None
) -> None:
    profile = trial(HANDLE)
    [old] = profile.rulebook.documents
    ten = zone_day("2021-03-10")
    old = replace(old, end_day=ten + 5)
    new = replace(
        old, id="new", first_day=ten, end_day=ten + 10, replaces=(0,), law_at_duties=()
    )
    book = replace(profile.rulebook, documents=(old, new))
    result = judge(
        replace(profile, rulebook=book), "12-30 00:00", f"{start} dispatched 甲局"
    )
    assert [one.flags for one in result.deadlines] == ([] if flags is None else [flags])
    assert anomalies(result) == []


def test_law__disputed_days_carry_review() -> None:
    head = HEAD.replace(
        "after_end:", "disputed: {from: 2021-03-01, until: 2021-03-02}\n    after_end:"
    )
    flags = [
        judge(trial(HANDLE, head=head), "12-30 00:00", f"{start} dispatched 甲局")
        .deadlines[0]
        .flags
        for start in ("02-28 23:59:59", "03-01 00:00", "03-02 23:59:59", "03-03 00:00")
    ]
    assert flags == [(), ("review",), ("review",), ()]


UNDATED = """
told: {title: 告知, cite: A-1 第一条, from: closed, who: platform, must: reminder_sent, do: urge, within: none}
"""


@pytest.mark.parametrize(
    ("actions", "shown"), [("", False), ("actions: the_event,", True)]
)
def test_law__what_has_no_limit_may_go_by_another_instant(
    actions: str, shown: bool
) -> None:
    head = HEAD.replace("duties: dispatched,", f"duties: dispatched, {actions}")
    head = head.replace("from: 2021-01-01", "from: 2021-03-10")
    result = judge(
        trial(HANDLE + UNDATED, head=head),
        "03-30 00:00",
        "03-09 10:00 dispatched 甲局",
        "03-10 00:00 closed 甲局",
    )
    assert states(result) == {}
    assert [one.rule for one in result.actions] == (["told"] if shown else [])


TWO = (
    HEAD.rstrip()
    + """
  new:
    title: 新办法
    issued: 2021-03-10
    in_force: {from: 2021-03-15, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: registers/trial_new.yaml
    cite: B-1 第一条
    replaces: doc
"""
)


def test_law__of_two_documents_only_one_applies() -> None:
    head = TWO.replace(
        "until: open}\n    law_at", "until: 2021-03-14}\n    law_at", 1
    ).replace("after_end: apply_and_flag", "after_end: refuse", 1)
    rules = (
        HANDLE
        + "new_handle: {title: 新期限, cite: B-1 第一条, from: dispatched, who: unit, must: result_submitted, one_per: unit, again: replaces, within: 3 working days, counted: days}"
    )
    profile = trial(rules, head=head)
    assert list(states(judge(profile, "03-02 00:00", SENT))) == [ID]
    later = judge(profile, "03-16 00:00", "03-15 10:00 dispatched 甲局")
    assert list(states(later)) == ["new_handle:甲局:1"]


# --- hit policies of cases that are rules --------------------------------------------

HITS = """
talks:
  title: 约谈
  from: accepted
  one_per: event
  hit: %s
  cases:
    strict: {cite: A-2 第二条（一）, if: {happened: {signed_for: {unit: same}}}, penalty: red_card}
    mild: {cite: A-3 第三条, if: {ticket.level: city}, penalty: yellow_card}
plain: {title: 另一, cite: A-4 第四条, from: accepted, penalty: points, one_per: event}
"""


@pytest.mark.parametrize(
    ("hit", "signed", "rules"),
    [
        ("all", "signed_for", ["plain", "talks.mild", "talks.strict"]),
        ("first", "signed_for", ["plain", "talks.strict"]),
        ("first", "phone_notified", ["plain", "talks.mild"]),
        ("unique", "signed_for", ["plain"]),
        ("unique", "phone_notified", ["plain", "talks.mild"]),
    ],
)
def test_hit__all_first_and_unique(hit: str, signed: str, rules: list[str]) -> None:
    result = judge(
        trial(HITS % hit),
        "03-20 00:00",
        f"03-01 09:00 {signed} 甲局",
        "03-01 10:00 accepted 甲局",
    )
    assert [one.rule for one in result.penalties] == rules
    conflict = hit == "unique" and signed == "signed_for"
    assert missing(result) == ({"conflict talks": ("talks",)} if conflict else {})
    if conflict:
        [entry] = result.missing
        assert len(entry.detail.split()) == 2
        assert entry.cites == ("A-2", "A-3")


# --- calendars, zones and certainty --------------------------------------------------


def test_certainty__of_days_not_yet_announced_is_provisional() -> None:
    profile = trial(HANDLE)
    final = deadline(
        judge(profile, "2026-12-20 00:00", "2026-12-01 10:00 dispatched 甲局"), ID
    )
    assert (final.certainty, final.flags) == ("final", ())
    open_ = deadline(
        judge(profile, "2026-12-30 00:00", "2026-12-28 10:00 dispatched 甲局"), ID
    )
    assert (open_.certainty, open_.flags) == ("provisional", ("provisional",))
    early = deadline(
        judge(
            trial(HANDLE, outside="apply"),
            "2009-12-30 00:00",
            "2009-06-01 10:00 dispatched 甲局",
        ),
        ID,
    )
    assert early.certainty == "provisional"


def test_certainty__hours_that_stop_for_nothing_are_final() -> None:
    rules = HANDLE.replace("5 working days", "46 hours").replace(
        "counted: days", "counted: round"
    )
    one = deadline(
        judge(trial(rules), "2027-12-30 00:00", "2027-12-28 10:00 dispatched 甲局"), ID
    )
    assert one.certainty == "final"
    pausing = rules.replace("counted: round", "counted: hours")
    one = deadline(
        judge(trial(pausing), "2027-12-30 00:00", "2027-12-28 10:00 dispatched 甲局"),
        ID,
    )
    assert one.certainty == "provisional"
    calendar = HANDLE.replace("5 working days", "5 calendar days").replace(
        "counted: days", "counted: calendar_days"
    )
    one = deadline(
        judge(trial(calendar), "2027-12-30 00:00", "2027-12-28 10:00 dispatched 甲局"),
        ID,
    )
    assert one.certainty == "final"


def test_certainty__of_a_penalty_and_of_an_action_without_an_end() -> None:
    rules = (
        HANDLE
        + "  marks: {m: {title: 记, at: past due, penalty: yellow_card, cite: A-2 第二条（一）}}\n"
    )
    result = judge(trial(rules), "2027-02-01 00:00", "2026-12-28 10:00 dispatched 甲局")
    assert result.penalties[0].flags == ("provisional",)
    sure = judge(trial(rules), "2026-12-20 00:00", "2026-12-01 10:00 dispatched 甲局")
    assert sure.penalties[0].flags == ()
    no_end = HANDLE.replace(
        "within: 5 working days", "within: none\n  do: accept_first"
    )
    result = judge(
        trial(no_end), "2027-02-01 00:00", "2027-01-28 10:00 dispatched 甲局"
    )
    assert result.actions[0].flags == ()


def test_known_at__the_calendar_as_announced_by_then() -> None:
    profile = trial(HANDLE, outside="apply")
    line = "2020-01-22 10:00 dispatched 甲局"
    before = judge(profile, "2020-02-20 00:00", line, known_at="2020-01-25 00:00")
    after = judge(profile, "2020-02-20 00:00", line)
    assert text(deadline(before, ID).due_at) == "2020-02-05 00:00"
    assert text(deadline(after, ID).due_at) == "2020-02-07 00:00"


def test_known_at__events_recorded_later_do_not_count() -> None:
    lines = (SENT, "03-02 10:00 result_submitted 甲局 recorded_at=03-15T09:00")
    assert states(judge(trial(HANDLE), "03-20 00:00", *lines)) == {ID: "met"}
    assert states(
        judge(trial(HANDLE), "03-20 00:00", *lines, known_at="03-15 08:59:59")
    ) == {ID: "overdue"}
    assert states(
        judge(trial(HANDLE), "03-20 00:00", *lines, known_at="03-15 09:00")
    ) == {ID: "met"}


def test_zone__with_clock_changes_counts_local_days() -> None:
    head = HEAD.replace("Asia/Shanghai", "Europe/Amsterdam")
    rules = HANDLE.replace("5 working days", "56 calendar days").replace(
        "counted: days", "counted: calendar_days"
    )
    profile = trial(rules, head=head, calendars="work: {title: 每天, days: every day}")
    result = judge(profile, "06-01 00:00", "03-01 18:00 dispatched 甲局")
    written = result.to_dict()["deadlines"][0]
    # 56 days after 1 March, local: 24:00 of 26 April, in summer time.
    assert written["started_at"] == "2021-03-01T11:00:00+01:00"
    assert written["due_at"] == "2021-04-27T00:00:00+02:00"
    assert written["due_text"] == "2021-04-26 24:00"


def test_light__nothing_known_is_none() -> None:
    assert light(judge(trial(HANDLE), "03-01 10:00", SENT)) == ("none", None, "none")


DAILY = (
    HANDLE
    + """
daily:
  title: 每天再催
  cite: A-2 第二条（一）
  from: clock.day_starts
  if: {ticket.kind: request, reading.D01: SAID}
  who: platform
  must: reminder_sent
  do: urge
  within: none
"""
)
READING = "D01: {about: 催几次, options: {once: 一次, daily: 每天}, chosen: once, basis: assumed, ground: 没有写, cite: A-2 第二条（一）}"


@pytest.mark.parametrize(("said", "clocks"), [("daily", ()), ("once", ("day_starts",))])
def test_clock__a_rule_that_is_switched_off_does_not_make_it_tick(
    said: str, clocks: tuple[str, ...]
) -> None:
    profile = trial(DAILY.replace("SAID", said), readings=READING)
    needed = plan_for(profile.rulebook, "ticket", None).clocks_needed
    assert needed == tuple(f"clock.{name}" for name in clocks)
