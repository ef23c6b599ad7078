"""Calendar files and the section `calendars` of a profile: what is read, what not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hotline_rules.calendar import (
    EVERY_DAY,
    CalendarData,
    OpenHours,
    Zone,
    build_calendar,
    date_of_day,
    day_of_date,
)
from hotline_rules.diagnostics import Diagnostic, Severity
from hotline_rules.profile.bundled import calendar_files
from hotline_rules.profile.calendar_files import read_calendar, read_statutory
from hotline_rules.profile.calendar_section import compile_calendars
from hotline_rules.profile.calendars import (
    bundled_calendars,
    read_beside_bundled,
    read_calendars,
)
from hotline_rules.profile.source import read_yaml

REST = "is: rest_day, notice: x"
SHANGHAI = Zone.load("Asia/Shanghai")


def day(text: str) -> int:
    return day_of_date(date.fromisoformat(text))


def codes_of(found: list[Diagnostic]) -> list[str]:
    return [each.code for each in found]


def underlined(text: str, found: list[Diagnostic]) -> list[str]:
    lines = text.splitlines()
    return [each.span.text(lines) for each in found if each.span]


HEAD = """\
calendar: X
title: {zh: 试验, en: trial}
kind: national
rest_days: [saturday, sunday]
notices:
"""


def read(
    entries: str, head: str = HEAD
) -> tuple[CalendarData | None, list[Diagnostic]]:
    return read_calendar("x.yaml", (head + entries).encode(), parents={"X": EVERY_DAY})


# The bundled files.


def test_bundled__read_without_a_fault() -> None:
    calendars, found = read_calendars(calendar_files())
    assert found == []
    assert list(calendars) == ["every day", "CN", "CN-GX"]


def test_bundled__every_notice_says_when_it_was_issued() -> None:
    notices = {n.id: n for n in bundled_calendars()["CN"].notices}
    assert len(notices) == 20
    number = notices["CN-2026"].number
    assert number is not None
    assert number.startswith("国办发明电")
    assert number.endswith("7号")
    assert notices["CN-2026"].issued == day("2025-11-04")
    assert notices["CN-2020-01-26"].cancels == (day("2020-02-01"),)
    for notice in notices.values():
        assert notice.issued == notice.latest_issued
        first = min([*notice.workdays, *(d for d, _ in notice.days_off)])
        assert notice.latest_issued < first


def test_bundled__guangxi_names_the_latest_possible_day_of_unknown_dates() -> None:
    notices = bundled_calendars()["CN-GX"].notices
    assert [n.covers for n in notices] == list(range(2014, 2027))
    unknown = [n for n in notices if n.issued is None]
    assert len(unknown) == 9
    for notice in unknown:
        first = min([*notice.workdays, *(d for d, _ in notice.days_off)])
        assert notice.latest_issued < first
        assert notice.remark


def test_bundled__are_read_once() -> None:
    assert bundled_calendars() is bundled_calendars()


def test_statutory__is_read_by_year_and_run() -> None:
    text = "names: {春节: Spring Festival}\ndays:\n"
    text += "  2027: 元旦 01-01, 春节 02-06 to 02-08\n"
    (days, names), found = read_statutory("s.yaml", text.encode())
    assert found == []
    assert names == (("春节", "Spring Festival"),)
    assert [(date_of_day(d).isoformat(), n) for d, n in days] == [
        ("2027-01-01", "元旦"),
        ("2027-02-06", "春节"),
        ("2027-02-07", "春节"),
        ("2027-02-08", "春节"),
    ]


def test_statutory__a_bad_day_is_reported() -> None:
    _, found = read_statutory("s.yaml", "days:\n  2027: 元旦 1月1日\n".encode())
    assert codes_of(found) == ["bad-date"]
    assert read_statutory("s.yaml", b"[]") == (((), ()), [])
    assert codes_of(read_statutory("s.yaml", b"a: [")[1])[0] == "yaml-syntax"


# Good entries.


def test_notice__every_form_of_day() -> None:
    data, found = read(
        """\
  - year: 2019
    number: 国办发明电15号
    issued: 2018-12-04
    off: {元旦: 2018-12-30 to 01-01, 春节: [02-04 to 02-10, 02-12]}
    work: [2018-12-29, 02-02]
    remark: 核对过
  - changes: 2019
    number: unknown
    issued: unknown
    no_later_than: 2019-01-22
    title: {zh: 调整, en: change}
    cancels: [02-02]
"""
    )
    assert found == []
    assert data is not None
    yearly, change = data.notices
    assert yearly.id == "X-2019"
    assert yearly.covers == 2019
    assert yearly.title.zh == "2019年放假安排"
    assert yearly.workdays == (day("2018-12-29"), day("2019-02-02"))
    assert [d for d, name in yearly.days_off if name == "元旦"] == list(
        range(day("2018-12-30"), day("2019-01-02"))
    )
    assert len(yearly.days_off) == 3 + 7 + 1
    assert yearly.remark == "核对过"
    assert (change.id, change.covers) == ("X-2019-01-22", None)
    assert (change.number, change.issued) == (None, None)
    assert change.latest_issued == day("2019-01-22")
    assert change.cancels == (day("2019-02-02"),)


def test_file__keys_of_the_head() -> None:
    head = HEAD.replace("kind: national", "kind: regional\nparent: X").replace(
        "notices:",
        "next_notice_may_change_from: {years: 0, day: 03-15}\n"
        "unannounced_years: statutory\nnames: {甲: A}\nnotices:",
    )
    data, found = read_calendar(
        "x.yaml",
        (head + "  []\n").encode(),
        parents={"X": EVERY_DAY},
        statutory=(((5, "乙"),), (("乙", "B"),)),
    )
    assert found == []
    assert data is not None
    assert data.parent is EVERY_DAY
    assert data.unsettled == (0, 3, 15)
    assert data.statutory == ((5, "乙"),)
    assert data.names == (("乙", "B"), ("甲", "A"))
    assert data.kind == "regional"
    assert data.rest_weekdays == (5, 6)


# Bad entries: code, place, remedy.

ENTRY = """\
  - year: 2026
    number: unknown
    issued: 2025-11-04
    off: {元旦: 01-01 to 01-03}
    work: [01-04]
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("work: [01-04]", "works: [01-04]", "unknown-key", "works"),
        ("01-01 to 01-03", "01-01 to 13-03", "bad-date", "01-01 to 13-03"),
        ("01-01 to 01-03", "1月1日", "bad-date", "1月1日"),
        ("01-01 to 01-03", "01-03 to 01-01", "bad-date", "01-03 to 01-01"),
        ("01-01 to 01-03", "01-01 to 06-03", "bad-date", "01-01 to 06-03"),
        ("01-01 to 01-03", "[01-01, 01-01]", "day-twice", "01-01"),
        ("work: [01-04]", "work: [01-03]", "day-contradicted", "01-03"),
        ("work: [01-04]", "work: [2027-01-16]", "day-outside-year", "2027-01-16"),
        ("work: [01-04]", "work: [01-05]", "working-already", "01-05"),
        ("work: [01-04]", "cancels: [01-04]", "cancels-nothing", "01-04"),
        ("issued: 2025-11-04", "issued: 2026-01-02", "issued-too-late", "2026-01-02"),
        ("issued: 2025-11-04", "issued: soon", "bad-form", "soon"),
        ("issued: 2025-11-04", "issued: unknown", "missing-key", "- year"),
        (
            "issued: 2025-11-04",
            "issued: unknown\n    no_later_than: soon",
            "bad-form",
            "soon",
        ),
        ("    issued: 2025-11-04\n", "", "missing-key", "- year"),
        ("year: 2026", "changes: 26", "bad-form", "26"),
        ("year: 2026", "year: 二〇二六", "bad-form", "二〇二六"),
        ("- year: 2026\n    number", "- number", "missing-key", "- number"),
    ],
)
def test_notice__fault_is_found_where_it_stands(
    old: str, new: str, code: str, place: str
) -> None:
    assert old in ENTRY
    text = HEAD + ENTRY.replace(old, new)
    _, found = read_calendar("x.yaml", text.encode(), parents={})
    assert codes_of(found) == [code]
    lines = text.splitlines()
    span = found[0].span
    assert span is not None
    said = lines[span.line - 1]
    if place.startswith("- "):
        assert said.strip().startswith(place)
    else:
        assert said[span.column - 1 :].startswith(place)
    assert found[0].fix is not None


def test_notice__several_faults_come_at_once() -> None:
    text = ENTRY.replace("01-01 to 01-03", "x").replace("work", "wrk")
    assert sorted(codes_of(read(text)[1])) == ["bad-date", "unknown-key"]


def test_notice__a_year_settled_twice_and_a_year_skipped() -> None:
    later = (
        ENTRY.replace("2026", "2028")
        .replace("off: {元旦: 01-01 to 01-03}", "")
        .replace("    work: [01-04]\n", "")
    )
    _, found = read(ENTRY + ENTRY + later)
    assert "year-twice" in codes_of(found)
    assert "year-skipped" in codes_of(found)
    skipped = next(each for each in found if each.code == "year-skipped")
    assert skipped.severity is Severity.WARNING
    twice = next(each for each in found if each.code == "year-twice")
    assert twice.related


def test_notice__a_dropped_makeup_day_must_be_said() -> None:
    change = """\
  - changes: 2026
    number: unknown
    issued: 2025-12-01
    title: {zh: 调整, en: change}
    off: {元旦: 01-04}
"""
    _, found = read(ENTRY + change)
    assert codes_of(found) == ["cancel-unsaid"]
    assert read(ENTRY + change + "    cancels: [01-04]\n")[1] == []


def test_notice__is_checked_against_the_layer_below() -> None:
    nation, _ = read(ENTRY)
    assert nation is not None
    head = HEAD.replace("kind: national", "kind: regional\nparent: X").replace(
        "calendar: X", "calendar: X-Y"
    )
    body = "  - {year: 2026, number: unknown, issued: 2025-12-01, off: {节: 01-04}}\n"
    _, found = read_calendar("y.yaml", (head + body).encode(), parents={"X": nation})
    assert codes_of(found) == ["cancel-unsaid"]
    works = body.replace("off: {节: 01-04}", "work: [01-02, 01-06]")
    _, found = read_calendar("y.yaml", (head + works).encode(), parents={"X": nation})
    assert codes_of(found) == ["working-already"]  # 2 January is off below, 6 is not


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("calendar: X\n", "", "missing-key"),
        ("calendar: X", "calendar: 5", "bad-form"),
        ("title: {zh: 试验, en: trial}", "title: 试验", "bad-form"),
        ("title: {zh: 试验, en: trial}\n", "", "bad-form"),
        ("kind: national", "kind: nationl", "unknown-word"),
        ("kind: national", "kind: national\nparent: Y", "unknown-word"),
        ("kind: national", "kind: national\nunannounced_years: x", "unknown-word"),
        (
            "kind: national",
            "kind: national\nnext_notice_may_change_from: {years: -2, day: 12-25}",
            "bad-form",
        ),
        (
            "kind: national",
            "kind: national\nnext_notice_may_change_from: {years: 0}",
            "bad-form",
        ),
        ("kind: national", "kind: national\ncolour: red", "unknown-key"),
        ("notices:", "notices: 5", "missing-key"),
    ],
)
def test_file__fault_of_its_head(old: str, new: str, code: str) -> None:
    assert old in HEAD
    data, found = read(
        "" if "5" in new and "notices" in new else ENTRY, HEAD.replace(old, new)
    )
    assert data is None
    assert code in codes_of(found)


@pytest.mark.parametrize("body", ["  - 5\n", "  - [1]\n"])
def test_file__an_entry_that_is_no_block(body: str) -> None:
    assert codes_of(read(body)[1]) == ["bad-form"]


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b"a: [", b"- 1"])
def test_file__any_bytes_give_diagnostics_never_an_exception(content: bytes) -> None:
    data, found = read_calendar("x.yaml", content, parents={})
    assert data is None
    assert found


def test_file__of_somebody_over_the_bundled_ones() -> None:
    files = dict(calendar_files())
    text = files["CN.yaml"].replace(b"calendar: CN", b"calendar: MINE")
    data, found, lines = read_beside_bundled("mine.yaml", text)
    assert found == []
    assert data is not None
    assert len(lines) > 100
    theirs, ours = bundled_calendars()["CN"], replace(data, id="CN")
    assert ours.statutory == theirs.statutory
    built = build_calendar(data, SHANGHAI)
    assert built.known_until == day("2026-12-31")


# The section of a profile.


def section(text: str) -> tuple[tuple[CalendarData, ...], list[Diagnostic]]:
    root, found, _ = read_yaml("p.yaml", text.encode())
    assert root is not None
    assert found == []
    return compile_calendars(root.child("calendars"))


def test_section__a_published_calendar_under_the_profiles_id() -> None:
    (mine,), found = section("calendars:\n  working: {title: 工作日, days: CN}\n")
    assert found == []
    assert (mine.id, mine.kind, mine.title.zh) == ("working", "overlay", "工作日")
    assert mine.parent is bundled_calendars()["CN"]


def test_section__may_be_absent_or_of_the_wrong_kind() -> None:
    assert compile_calendars(None) == ((EVERY_DAY,), [])
    assert section("calendars: {}\n") == ((EVERY_DAY,), [])
    assert section("calendars: [1]\n") == ((), [])
    assert section("calendars: {a: {title: x}}\n") == ((), [])


def test_section__extra_days() -> None:
    (mine,), found = section(
        """\
calendars:
  working:
    title: 工作日
    days: CN
    extra:
      - {day: 2026-07-20, is: rest_day, title: 台风, notice: 停工令, issued: 2026-07-19}
      - day: [2026-07-25, 2026-08-01 to 2026-08-02]
        is: working_day
        notice: 补班通知
        issued: 2026-07-22
"""
    )
    assert found == []
    built = build_calendar(mine, SHANGHAI)
    why = built.why(day("2026-07-20"))
    assert (why.kind, why.name.zh) == ("overlay", "台风")
    assert why.notice == "working-2026-07-20-2026-07-19"
    assert [built.is_working(day(d)) for d in ("2026-07-25", "2026-08-01")] == [
        True
    ] * 2
    assert built.is_working(day("2026-08-02"))
    before = build_calendar(mine, SHANGHAI, known_on=day("2026-07-18"))
    assert before.is_working(day("2026-07-20"))
    assert mine.notices[1].title.zh == "补班通知"


def test_section__announces_a_year() -> None:
    (mine,), found = section(
        """\
calendars:
  working:
    title: 工作日
    days: CN
    extra:
      - {day: 2027-01-01 to 2027-01-03, is: rest_day, notice: 通知, issued: 2026-11-30,
         settles: 2027}
      - {day: 2027-02-20, is: working_day, notice: 通知, issued: 2026-11-30,
         settles: 2027}
"""
    )
    assert found == []
    built = build_calendar(mine, SHANGHAI)
    assert built.known_until == day("2027-12-31")
    assert built.is_certain(day("2027-02-20"))
    assert build_calendar(
        mine, SHANGHAI, known_on=day("2026-11-29")
    ).known_until == day("2026-12-31")


def test_section__office_hours_and_duty_days() -> None:
    calendars, found = section(
        """\
calendars:
  office:
    title: 办公时间
    days: CN-GX
    open:
      - {from: "06-01", until: "09-30", hours: ["08:30-12:00", "15:00-18:00"]}
      - {from: "10-01", until: "05-31", hours: ["08:30-12:00", "14:30-17:30"]}
  always: {title: 全天, days: every day, open: [{hours: "09:00-17:00"}]}
  dated:
    title: 分段
    days: CN
    open:
      - {until: 2026-06-30, hours: ["09:00-17:00"]}
      - {from: 2026-07-01, until: open, hours: ["08:00-16:00"]}
  duty: {title: 值班日, days: every day, day_starts: "08:30"}
"""
    )
    assert found == []
    office, always, dated, duty = calendars
    assert office.open_hours[0] == OpenHours(
        season=((6, 1), (9, 30)), shifts=((30_600, 43_200), (54_000, 64_800))
    )
    assert always.open_hours == (OpenHours(shifts=((32_400, 61_200),)),)
    assert [(h.since, h.until) for h in dated.open_hours] == [
        (None, day("2026-06-30")),
        (day("2026-07-01"), None),
    ]
    assert duty.day_starts == 30_600


@pytest.mark.parametrize(
    ("entry", "code", "place"),
    [
        ("days: CN-XG", "unknown-calendar", "CN-XG"),
        ('days: CN, day_starts: "25:00"', "bad-time", '"25:00"'),
        (
            'days: CN, day_starts: "08:00", open: [{hours: "09:00-10:00"}]',
            "keys-clash",
            "day_starts",
        ),
        ('days: CN, open: [{hours: "9-17"}]', "bad-time", '"9-17"'),
        ('days: CN, open: [{hours: "17:00-09:00"}]', "hours-overlap", '"17:00-09:00"'),
        (
            'days: CN, open: [{hours: ["09:00-12:00", "12:00-17:00"]}]',
            "hours-overlap",
            '"12:00-17:00"',
        ),
        (
            'days: CN, open: [{from: "06-01", hours: "09:00-12:00"}]',
            "bad-date",
            '{from: "06-01", hours: "09:00-12:00"}',
        ),
        (
            'days: CN, open: [{from: June, hours: "09:00-12:00"}]',
            "bad-date",
            "June",
        ),
        (
            "days: CN, open: [{from: 2026-02-01, until: 2026-01-01, "
            'hours: "09:00-10:00"}]',
            "bad-date",
            "2026-01-01",
        ),
        (
            'days: CN, open: [{hours: "09:00-12:00"}, {hours: "10:00-12:00"}]',
            "hours-overlap",
            '{hours: "10:00-12:00"}',
        ),
        (
            'days: CN, open: [{from: "02-01", until: "12-31", hours: "09:00-12:00"}]',
            "hours-gap",
            "open",
        ),
        (
            'days: CN, open: [{from: 2026-01-01, hours: "09:00-12:00"}]',
            "hours-gap",
            "open",
        ),
        (
            f"days: CN, extra: [{{day: 07-20, {REST}, issued: 2026-07-19}}]",
            "bad-date",
            "07-20",
        ),
        (
            f"days: CN, extra: [{{day: 2026-07-20, {REST}, issued: soon}}]",
            "bad-date",
            "soon",
        ),
        (
            f"days: CN, extra: [{{day: [2026-07-20, 2026-07-20], {REST}, "
            "issued: 2026-07-19}]",
            "day-twice",
            "2026-07-20",
        ),
    ],
)
def test_section__fault_is_found_where_it_stands(
    entry: str, code: str, place: str
) -> None:
    text = f"calendars:\n  c: {{title: x, {entry}}}\n"
    _, found = section(text)
    assert codes_of(found) == [code]
    assert underlined(text, found)[0].startswith(place)
    assert found[0].fix is not None


def test_section__extra_days_with_missing_keys_are_a_fault_of_shape() -> None:
    rows: tuple[Any, ...] = ("{day: 2026-07-20}", "{issued: 2026-07-20}")
    for row in rows:
        (mine,), found = section(f"calendars:\n  c: {{days: CN, extra: [{row}]}}\n")
        assert found == []
        assert mine.notices == ()
        assert mine.title.zh == "c"
    (mine,), _ = section("calendars:\n  c: {days: CN, open: [{from: 2026-01-01}]}\n")
    assert mine.open_hours == ()
