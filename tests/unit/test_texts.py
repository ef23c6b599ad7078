"""Amounts, points, limits, marks, cites, days: what is read and what is refused."""

# ruff: noqa: RUF001 - full-width digits are what is tested

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from hotline_rules.clock import (
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault, parse_amount
from hotline_rules.profile.texts import (
    CiteText,
    parse_cite,
    parse_day,
    parse_every_year,
    parse_limit,
    parse_mark,
    parse_point,
    parse_time,
)
from hotline_rules.rulebook import (
    Anchor,
    DayOfMonth,
    EndOfDay,
    Fact,
    FactAmount,
    FactPoint,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    MarkPoint,
    NoTime,
    Shifted,
    Until,
    Within,
)

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Code


class _Names:
    """Every fact and rule is there, except those called unknown."""

    def fact(self, name: str) -> Fact | Fault:
        scope, _, key = name.partition(".")
        if key == "unknown":
            return Fault(codes.UNKNOWN_FACT, Text("没有", "unknown"))
        return Fact(scope, key)  # type: ignore[arg-type]

    def limit(self, name: str) -> str | Fault:
        if name == "unknown":
            return Fault(codes.UNKNOWN_RULE, Text("没有", "unknown"))
        return name


NAMES = _Names()


def _fault(value: object) -> Fault:
    assert isinstance(value, Fault), value
    return value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5 working days", WorkingDays(10)),
        ("1 working day", WorkingDays(2)),
        ("0.5 working days", WorkingDays(1)),
        ("2.5 working days", WorkingDays(5)),
        ("46 hours", Elapsed(46 * 3600)),
        ("1 hour", Elapsed(3600)),
        ("1.5 hours", Elapsed(5400)),
        ("30 minutes", Elapsed(1800)),
        ("4 working hours", WorkingTime(4 * 3600)),
        ("56 calendar days", CalendarDays(56)),
        ("2 months", Months(2)),
        (" 3  working days ", WorkingDays(6)),
    ],
)
def test_amount__number_and_unit(text: str, amount: object) -> None:
    assert parse_amount(text) == amount


def test_amount__number_may_be_a_fact() -> None:
    amount = parse_amount("asked.days working days", NAMES)
    assert amount == FactAmount(Fact("asked", "days"), "working days")


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("5 days", codes.WRONG_UNIT, "5 working days"),
        ("1 day", codes.WRONG_UNIT, "1 calendar day`"),
        ("5 business days", codes.WRONG_UNIT, "5 working days"),
        ("5 workdays", codes.WRONG_UNIT, "5 working days"),
        ("5 wroking days", codes.WRONG_UNIT, "5 working days"),
        ("46 horus", codes.WRONG_UNIT, "46 hours"),
        ("5", codes.WRONG_UNIT, "5 working days"),
        ("5个工作日", codes.WRONG_UNIT, "`5 working days`"),
        ("46小时", codes.WRONG_UNIT, "`46 hours`"),
        ("30分钟", codes.WRONG_UNIT, "`30 minutes`"),
        ("3个月", codes.WRONG_UNIT, "`3 months`"),
        ("15天", codes.WRONG_UNIT, "15 working days"),
        ("15个自然日", codes.WRONG_UNIT, "`15 calendar days`"),
        ("５ working days", codes.BAD_AMOUNT, "`5 working days`"),
        ("0 working days", codes.BAD_AMOUNT, "none"),
        ("-1 working days", codes.BAD_AMOUNT, "before due"),
        ("0.3 working days", codes.BAD_AMOUNT, ".5"),
        ("1.5 calendar days", codes.BAD_AMOUNT, ""),
        ("0.5 months", codes.BAD_AMOUNT, ""),
        ("99999 working days", codes.BAD_AMOUNT, ""),
        ("999999999 hours", codes.BAD_AMOUNT, ""),
        ("soon", codes.BAD_AMOUNT, ""),
        ("", codes.BAD_AMOUNT, ""),
    ],
)
def test_amount__what_is_refused_says_what_to_write(
    text: str, code: Code, fix: str
) -> None:
    fault = _fault(parse_amount(text, NAMES))
    assert fault.code is code
    assert fix in (fault.fix.zh if fault.fix else "")


def test_amount__bare_days_explains_the_three_kinds() -> None:
    fault = _fault(parse_amount("5 days"))
    assert fault.why is not None
    for kind in ("working days", "calendar days", "hours"):
        assert kind in fault.why.en
        assert kind in fault.why.zh


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("due", Anchor("due")),
        ("first_due", Anchor("first_due")),
        ("start", Anchor("start")),
        ("this.due", Anchor("due")),
        ("handle.due", LimitDue("handle")),
        ("supervise.overdue.due", LimitDue("supervise.overdue")),
        ("event.promised_due", FactPoint(Fact("event", "promised_due"))),
        ("event.due", FactPoint(Fact("event", "due"))),
        ("1 working day before due", Shifted(WorkingDays(2), "before", Anchor("due"))),
        ("70 hours after start", Shifted(Elapsed(252_000), "after", Anchor("start"))),
        (
            "asked.days working days after due",
            Shifted(
                FactAmount(Fact("asked", "days"), "working days"),
                "after",
                Anchor("due"),
            ),
        ),
        (
            "1 working day before handle.due",
            Shifted(WorkingDays(2), "before", LimitDue("handle")),
        ),
        ("first working day after due", FirstWorkingDayAfter(Anchor("due"), "opening")),
        (
            "end of the first working day after start",
            FirstWorkingDayAfter(Anchor("start"), "end"),
        ),
        ("end of the day", EndOfDay()),
        ("day 5 of the month", DayOfMonth(5)),
        ("2021-03-01", FixedDay(18_687)),
    ],
)
def test_point__every_form(text: str, point: object) -> None:
    assert parse_point(text, NAMES) == point


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("deu", codes.BAD_POINT, "`due`"),
        ("1 working day", codes.BAD_POINT, "1 working day after due"),
        ("2 days before due", codes.WRONG_UNIT, "2 working days"),
        ("1 working day before dinner", codes.BAD_POINT, ""),
        ("day 31 of the month", codes.BAD_POINT, "28"),
        ("event.unknown", codes.UNKNOWN_FACT, ""),
        ("unknown.due", codes.UNKNOWN_RULE, ""),
        ("2021-02-30", codes.BAD_DATE, ""),
        ("first working day after noon", codes.BAD_POINT, ""),
        ("期限前1个工作日", codes.BAD_POINT, "1 working day before due"),
    ],
)
def test_point__what_is_refused(text: str, code: Code, fix: str) -> None:
    fault = _fault(parse_point(text, NAMES))
    assert fault.code is code
    assert fix in (fault.fix.zh if fault.fix else "")


def test_limit__amount_until_or_none() -> None:
    assert parse_limit("5 working days", NAMES) == Within(WorkingDays(10))
    assert parse_limit("until handle.due", NAMES) == Until(LimitDue("handle"))
    assert parse_limit("none", NAMES) == NoTime()


def test_limit__point_without_until_is_told() -> None:
    fault = _fault(parse_limit("event.promised_due", NAMES))
    assert fault.code is codes.BAD_AMOUNT
    assert fault.fix is not None
    assert "until event.promised_due" in fault.fix.zh


def test_mark__past_and_bare() -> None:
    assert parse_mark("due", NAMES) == MarkPoint(Anchor("due"), past=False)
    assert parse_mark("past due", NAMES) == MarkPoint(Anchor("due"), past=True)
    assert parse_mark("past 1 working day after due", NAMES) == MarkPoint(
        Shifted(WorkingDays(2), "after", Anchor("due")), past=True
    )
    assert _fault(parse_mark("past dinner", NAMES)).code is codes.BAD_POINT


def test_cite__ids_then_article() -> None:
    cite = parse_cite("ZB-11-6-a ZB-11-6-b 第十一条（六）")
    assert cite == CiteText((("ZB-11-6-a", 0), ("ZB-11-6-b", 10)), "第十一条（六）", 20)


def test_cite__article_may_hold_spaces() -> None:
    cite = parse_cite("ZB-1 第一条 第二条")
    assert isinstance(cite, CiteText)
    assert cite.article == "第一条 第二条"


@pytest.mark.parametrize("text", ["第十一条", "", "十一条 ZB-1"])
def test_cite__without_an_id_is_refused(text: str) -> None:
    assert _fault(parse_cite(text)).code is codes.BAD_CITE


def test_time__of_day_to_seconds() -> None:
    assert parse_time("08:30") == 30_600
    assert parse_time("24:00") == 86_400
    assert parse_time("8:30") == 30_600


@pytest.mark.parametrize("text", ["24:01", "25:00", "noon", "08.30", "0８:30"])
def test_time__what_is_refused(text: str) -> None:
    assert _fault(parse_time(text)).code is codes.BAD_TIME


def test_time__full_width_is_written_out_in_half_width() -> None:
    fix = _fault(parse_time("０８：３０")).fix
    assert fix is not None
    assert '"08:30"' in fix.zh


def test_day__counts_from_1970() -> None:
    assert parse_day("1970-01-02") == 1
    assert _fault(parse_day("2021-13-01")).code is codes.BAD_DATE


def test_season__both_days_included() -> None:
    assert parse_every_year("06-01 to 08-31") == (601, 831)
    assert _fault(parse_every_year("06-01 to 08-32")).code is codes.BAD_DATE
    assert _fault(parse_every_year("summer")).code is codes.BAD_DATE


def test_amount__decimals_are_exact() -> None:
    amount = parse_amount("0.25 hours")
    assert amount == Elapsed(int(Decimal("0.25") * 3600))
