"""Points and amounts: every form of an end and of a mark, and values by choice."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from tests.support.engine import (
    COUNTINGS,
    anomalies,
    deadline,
    dues,
    judge,
    missing,
    penalties,
    text,
    trial,
)
from tests.support.profiles import HANDLE

SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"


def within(limit: str, counted: str = "days") -> str:
    """The limit with another end."""
    return HANDLE.replace("5 working days", limit).replace(
        "counted: days", f"counted: {counted}"
    )


@pytest.mark.parametrize(
    ("limit", "counted", "due", "inclusive"),
    [
        ("90 minutes", "round", "03-01 11:30", True),
        ("46 hours", "round", "03-03 08:00", True),
        ("3 working days", "days", "03-05 00:00", False),
        ("9 calendar days", "calendar_days", "03-11 00:00", False),
        ("2 months", "calendar_days", "05-02 00:00", False),
        ("until 2021-03-31", "calendar_days", "04-01 00:00", False),
        ("until end of the day", "calendar_days", "03-02 00:00", False),
        ("until day 5 of the month", "calendar_days", "03-06 00:00", False),
        ("until first working day after start", "days", "03-02 00:00", False),
        (
            "until end of the first working day after start",
            "days",
            "03-03 00:00",
            False,
        ),
        ("until 70 hours after start", "round", "03-04 08:00", True),
        (
            "until 2 working days after 2021-03-05",
            "calendar_days",
            "03-10 00:00",
            False,
        ),
        (
            "until 2 working days before 2021-03-10",
            "calendar_days",
            "03-09 00:00",
            False,
        ),
        (
            "{earliest: [3 working days, until 2021-03-03]}",
            "calendar_days",
            "03-04 00:00",
            False,
        ),
        (
            "{latest: [3 working days, until 2021-03-03]}",
            "calendar_days",
            "03-05 00:00",
            False,
        ),
    ],
)
def test_point__each_form_of_an_end(
    limit: str,
    counted: str,
    due: str,
    inclusive: bool,
) -> None:
    one = deadline(judge(trial(within(limit, counted)), "03-01 10:00", SENT), ID)
    assert (text(one.due_at), one.inclusive) == (due, inclusive)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("until first working day after event.due_override", "03-08 00:00"),
        ("until 2 working days after event.due_override", "03-10 00:00"),
    ],
)
def test_point__after_a_day_that_an_event_tells(limit: str, due: str) -> None:
    profile = trial(within(limit, "calendar_days"))
    unknown = judge(profile, "03-01 10:00", SENT)
    assert missing(unknown) == {"fact event.due_override": ("handle",)}
    one = judge(profile, "03-01 10:00", f"{SENT} due_override=2021-03-05")
    assert dues(one) == {ID: due}


EXTREME = "{earliest: [3 working days, until event.due_override]}"


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("2021-03-02", "03-03 00:00"),
        ("2021-03-03T18:00:00+08:00", "03-03 18:00"),
        ("2021-03-20", "03-05 00:00"),
    ],
)
def test_point__the_earliest_of_several(given: str, due: str) -> None:
    profile = trial(within(EXTREME, "calendar_days"))
    assert dues(judge(profile, "03-01 10:00", f"{SENT} due_override={given}")) == {
        ID: due
    }
    unknown = judge(profile, "03-01 10:00", SENT)
    assert missing(unknown) == {"fact event.due_override": ("handle",)}


def test_point__the_earliest_of_a_time_and_no_time_is_no_time() -> None:
    rules = within("{earliest: [3 working days, value.open]}").replace(
        "  within", "  do: accept_first\n  within"
    )
    values = "open: {title: 不限, hit: first, rows: [{if: {ticket.kind: request}, is: none}, {otherwise: 5 working days}], cite: A-3 第三条}"
    profile = trial(rules, values=values)
    assert judge(profile, "03-01 10:00", SENT, kind="request").deadlines == ()
    assert dues(judge(profile, "03-01 10:00", SENT, kind="consultation")) == {
        ID: "03-05 00:00"
    }


# --- amounts from facts --------------------------------------------------------------

AMOUNT = "events: {asked_within: {title: 限期, payload: {unit: unit, n: number}, whose: unit}}"


def by_fact(limit: str, counted: str) -> str:
    """A limit whose number an event tells."""
    return within(limit, counted).replace("from: dispatched", "from: asked_within")


@pytest.mark.parametrize(
    ("unit", "counted", "n", "due"),
    [
        ("minutes", "round", "90", "03-01 11:30"),
        ("minutes", "round", "0.5", "03-01 10:00:30"),
        ("hours", "round", "1.5", "03-01 11:30"),
        ("hours", "round", "0.0001", None),
        ("working days", "halves", "2", "03-04 00:00"),
        ("working days", "halves", "0.5", "03-01 23:59"),
        ("working days", "halves", "0.3", None),
        ("calendar days", "calendar_days", "3", "03-05 00:00"),
        ("calendar days", "calendar_days", "1.5", None),
        ("calendar days", "calendar_days", "100001", None),
        ("months", "calendar_days", "1", "04-02 00:00"),
        ("calendar days", "calendar_days", "0", None),
        ("calendar days", "calendar_days", "-1", None),
        ("calendar days", "calendar_days", "many", None),
        ("calendar days", "calendar_days", "true", None),
        ("calendar days", "calendar_days", "NaN", None),
        ("calendar days", "calendar_days", "Infinity", None),
        ("calendar days", "calendar_days", "", None),
    ],
)
def test_amount__from_a_fact(unit: str, counted: str, n: str, due: str | None) -> None:
    halves = """
halves:
  title: 半日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: stays
  halves_split_at: "12:00"
"""
    profile = trial(
        by_fact(f"event.n {unit}", counted), words=AMOUNT, counting=COUNTINGS + halves
    )
    line = "03-01 10:00 asked_within 甲局" + (f" n={n}" if n else "")
    result = judge(profile, "03-01 10:00", line)
    if due is None:
        assert result.deadlines == ()
        assert missing(result) == {"fact event.n": ("handle",)}
    else:
        assert len(result.deadlines) == 1
        if unit != "working days" or n != "0.5":
            assert dues(result) == {ID: due}


@pytest.mark.parametrize(
    "limit", ["event.n working days", "until event.n working days after 2021-03-05"]
)
def test_amount__beyond_the_calendar_is_an_anomaly(limit: str) -> None:
    profile = trial(by_fact(limit, "calendar_days"), words=AMOUNT)
    result = judge(profile, "03-01 10:00", "03-01 10:00 asked_within 甲局 n=50000")
    assert result.deadlines == ()
    assert missing(result) == {}
    assert anomalies(result) == [("beyond-calendar", None)]
    assert "办理期限" in result.anomalies[0].text.zh


def test_limit__of_the_last_days_may_lie_beyond_the_calendar() -> None:
    rules = (
        within("40 months", "calendar_days")
        + "  marks: {m: {title: 记, at: 30 months after start, penalty: yellow_card, cite: A-2 第二条（一）}}\n"
    )
    result = judge(trial(rules), "2099-12-31 10:00", "2099-12-30 10:00 dispatched 甲局")
    assert result.deadlines == ()
    assert anomalies(result) == [("beyond-calendar", None)]
    mark = (
        within("until 2021-03-05", "calendar_days")
        + "  marks: {m: {title: 记, at: past 990 months after due, penalty: yellow_card, cite: A-2 第二条（一）}}\n"
    )
    result = judge(trial(mark), "03-10 10:00", SENT)
    assert dues(result) == {ID: "03-06 00:00"}
    assert anomalies(result) == [("beyond-calendar", None)]


def test_pause__that_leads_beyond_the_calendar_leaves_the_end() -> None:
    result = judge(
        trial(within("46 hours", "round") + PAUSED, outside="apply"),
        "2099-12-31 10:00",
        "2021-03-01 10:00 dispatched 甲局",
        "2021-03-01 11:00 paused 甲局",
        "2098-03-03 10:00 resumed 甲局",
        "2098-03-03 11:00 paused 甲局",
        "2099-12-30 10:00 resumed 甲局",
    )
    assert anomalies(result) == []
    assert dues(result) == {ID: "2100-01-01 06:00"}
    days = judge(
        trial(within("30 months", "calendar_days") + PAUSED),
        "2099-12-31 10:00",
        "2099-01-01 10:00 dispatched 甲局",
        "2099-01-02 10:00 paused 甲局",
        "2099-12-31 10:00 resumed 甲局",
    )
    assert dues(days) == {ID: "2101-07-02 00:00"}
    assert anomalies(days) == [("beyond-calendar", None)]


def test_amount__from_a_fact_after_a_point() -> None:
    profile = trial(
        by_fact("until event.n working days after 2021-03-05", "calendar_days"),
        words=AMOUNT,
    )
    assert dues(judge(profile, "03-01 10:00", "03-01 10:00 asked_within 甲局 n=2")) == {
        ID: "03-10 00:00"
    }
    unknown = judge(profile, "03-01 10:00", "03-01 10:00 asked_within 甲局")
    assert missing(unknown) == {"fact event.n": ("handle",)}


def test_amount__before_a_point_that_is_unknown() -> None:
    profile = trial(
        by_fact(
            "until event.n working days before ticket.provincial_due", "calendar_days"
        ),
        words=AMOUNT,
    )
    line = "03-01 10:00 asked_within 甲局 n=2"
    assert missing(judge(profile, "03-01 10:00", line)) == {
        "fact ticket.provincial_due": ("handle",)
    } or missing(judge(profile, "03-01 10:00", line)) == {
        "fact provincial_due": ("handle",)
    }
    known = judge(profile, "03-01 10:00", line, provincial_due="2021-03-10")
    assert dues(known) == {ID: "03-09 00:00"}


PAUSED = """
rest: {title: 中止, cite: A-3 第三条, changes: handle, granted_by: asking, pauses_from: paused, pauses_until: resumed}
"""


def test_amount__from_a_fact_with_a_pause_and_marks_from_the_start() -> None:
    rules = (
        by_fact("event.n hours", "round")
        + "  marks: {early: {title: 早, at: past event.n hours after start, penalty: yellow_card, cite: A-2 第二条（一）}, two: {title: 晚, at: past 3 hours after start, penalty: red_card, cite: A-3 第三条}}\n"
        + PAUSED
    )
    profile = trial(rules, words=AMOUNT)
    result = judge(
        profile,
        "03-02 10:00",
        "03-01 10:00 asked_within 甲局 n=2",
        "03-01 11:00 paused 甲局",
        "03-01 12:00 resumed 甲局",
    )
    assert dues(result) == {ID: "03-01 13:00"}
    assert penalties(result) == {
        "handle.early:甲局:1": ("yellow_card", "effective", "03-01 13:00:01"),
        "handle.two:甲局:1": ("red_card", "effective", "03-01 14:00:01"),
    }


# --- marks: the two faces of a point -------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "at"),
    [
        ("due", "03-09 00:00"),
        ("past due", "03-09 00:00"),
        ("1 working day before due", "03-08 00:00"),
        ("past 1 working day before due", "03-06 00:00"),
        ("past 1 working day after due", "03-10 00:00"),
        ("first_due", "03-09 00:00"),
        ("past first_due", "03-09 00:00"),
        ("start", "03-01 10:00"),
        ("past start", "03-01 10:00:01"),
        ("first working day after due", "03-09 00:00"),
        ("past end of the first working day after due", "03-10 00:00"),
    ],
)
def test_mark__opening_face_and_closing_face(mark: str, at: str) -> None:
    rules = (
        HANDLE
        + f"  marks: {{m: {{title: 记, at: {mark}, penalty: yellow_card, cite: A-2 第二条（一）}}}}\n"
    )
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert penalties(result) == {"handle.m:甲局:1": ("yellow_card", "effective", at)}


def test_mark__first_due_stays_when_the_end_moves() -> None:
    rules = (
        HANDLE
        + """  marks: {m: {title: 记, at: past first_due, penalty: yellow_card, cite: A-2 第二条（一）}}
extension: {title: 延期, cite: A-3 第三条, changes: handle, granted_by: extension_requested, moves_to: 2 working days after due}
"""
    )
    result = judge(
        trial(rules), "03-20 00:00", SENT, "03-02 10:00 extension_requested 甲局"
    )
    assert dues(result) == {ID: "03-11 00:00"}
    assert penalties(result) == {
        "handle.m:甲局:1": ("yellow_card", "effective", "03-09 00:00")
    }


def test_mark__of_an_inclusive_end_is_a_second_later() -> None:
    rules = (
        within("46 hours", "round")
        + "  marks: {d: {title: 到, at: due, penalty: yellow_card, cite: A-2 第二条（一）}, p: {title: 记, at: past due, penalty: red_card, cite: A-2 第二条（一）}}\n"
    )
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert [text(one.at) for one in result.penalties] == [
        "03-03 08:00",
        "03-03 08:00:01",
    ]


def test_mark__of_a_limit_without_an_end_never_comes() -> None:
    rules = (
        HANDLE.replace("within: 5 working days", "within: none\n  do: accept_first")
        + "  marks: {p: {title: 记, at: past 1 working day after start, penalty: yellow_card, cite: A-2 第二条（一）}}\n"
    )
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert penalties(result) == {
        "handle.p:甲局:1": ("yellow_card", "effective", "03-03 00:00")
    }


# --- tables --------------------------------------------------------------------------

UNIQUE = """
    hit: unique
    rows:
      - {if: {happened: {accepted: {unit: same}}}, is: 5 working days, cite: A-2 第二条（一）}
      - {if: {happened: {signed_for: {unit: same}}}, is: 3 working days, cite: A-3 第三条}
"""
ACCEPTED, SIGNED = "03-01 09:00 accepted 甲局", "03-01 09:00 signed_for 甲局"


def test_table__unique_with_two_rows_is_a_conflict_with_both_places() -> None:
    profile = trial(HANDLE.replace("5 working days", UNIQUE.rstrip("\n")))
    one = judge(profile, "03-01 10:00", ACCEPTED, SENT)
    assert (dues(one), deadline(one, ID).cites) == ({ID: "03-09 00:00"}, ("A-1", "A-2"))
    assert dues(judge(profile, "03-01 10:00", SIGNED, SENT)) == {ID: "03-05 00:00"}
    both = judge(profile, "03-01 10:00", ACCEPTED, SIGNED, SENT)
    assert both.deadlines == ()
    assert missing(both) == {"conflict handle": ("handle",)}
    [entry] = both.missing
    places = entry.detail.split()
    assert len(places) == 2
    lines = [int(place.split(":")[-2]) for place in places]
    assert lines[1] == lines[0] + 1
    assert set(entry.cites) == {"A-1", "A-2", "A-3"}


def test_table__two_rows_with_one_result_are_no_conflict() -> None:
    same = UNIQUE.rstrip("\n").replace("is: 3 working", "is: 5 working")
    profile = trial(HANDLE.replace("5 working days", same, 1))
    both = judge(profile, "03-01 10:00", ACCEPTED, SIGNED, SENT)
    assert dues(both) == {ID: "03-09 00:00"}


def test_table__without_a_row_that_holds() -> None:
    profile = trial(HANDLE.replace("5 working days", UNIQUE.rstrip("\n")))
    none = judge(profile, "03-01 10:00", SENT)
    assert none.deadlines == ()
    assert missing(none) == {"parameter handle": ("handle",)}


@pytest.mark.parametrize(
    ("condition", "lacks"),
    [("ticket.kind: request", "fact kind"), ("finding.leak: true", "fact unknown")],
)
def test_table__an_unknown_row_leaves_it_unknown(condition: str, lacks: str) -> None:
    rows = f"""
    hit: first
    rows:
      - {{if: {{{condition}}}, is: 5 working days, cite: A-2 第二条（一）}}
      - {{otherwise: 3 working days}}"""
    result = judge(trial(HANDLE.replace("5 working days", rows)), "03-01 10:00", SENT)
    assert missing(result) == {lacks: ("handle",)}
    assert set(result.missing[0].cites) == {"A-1", "A-2"}


def test_table__readings_of_the_row_are_reasons() -> None:
    table = """
    hit: first
    rows:
      - {if: {ticket.kind: request}, is: {by: reading.T11, long: 5 working days, short: 3 working days}}
      - {otherwise: 3 working days}
"""
    readings = "T11: {about: 长短, options: {long: 长, short: 短}, chosen: long, basis: cited, ground: 试}"
    profile = trial(
        HANDLE.replace("5 working days", table.rstrip("\n")), readings=readings
    )
    one = deadline(judge(profile, "03-01 10:00", SENT, kind="request"), ID)
    assert one.readings == ("T11",)
    other = deadline(judge(profile, "03-01 10:00", SENT, kind="consultation"), ID)
    assert other.readings == ()
    assert anomalies(judge(profile, "03-01 10:00", SENT, kind="request")) == []


def test_value__through_a_reading_says_so() -> None:
    limit = "{by: reading.T11, long: 5 working days, short: 3 working days}"
    readings = "T11: {about: 长短, options: {long: 长, short: 短}, chosen: long, basis: cited, ground: 试}"
    for option, due in (("long", "03-09 00:00"), ("short", "03-05 00:00")):
        profile = trial(
            HANDLE.replace("5 working days", limit),
            readings=readings,
            readings_asked={"T11": option},
        )
        result = judge(profile, "03-01 10:00", SENT)
        assert dues(result) == {ID: due}
        assert result.to_dict()["deadlines"][0]["readings"] == {"T11": option}


def test_days__of_decades_are_not_listed() -> None:
    profile = trial(within("20000 calendar days", "calendar_days"))
    result = judge(profile, "03-02 10:00", "03-01 10:00 dispatched 甲局")
    [one] = result.to_dict()["deadlines"]
    assert one["because"]["days"] is None
