"""`hotline-rules calendar`: the page of a year, the check, the draft."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.calendar import Zone, build_calendar
from hotline_rules.cli.calendar_draft import draft_entry
from hotline_rules.cli.main import main
from hotline_rules.profile.bundled import calendar_files
from hotline_rules.profile.calendar_files import read_calendar
from hotline_rules.profile.calendars import bundled_calendars

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    status = main(["calendar", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_year__shows_marks_notices_and_totals(capsys: Capture) -> None:
    status, out, err = run(capsys, "2026", "--region", "CN-GX")
    assert (status, err) == (0, "")
    assert "13   14班 15休" in out
    assert "04-17 周五               休  三月三    CN-GX-2026" in out
    assert "CN-2026  2026年放假安排，国办发明电" in out
    assert "2025-11-04 发布" in out
    assert "工作日 246 天（其中周末调休上班 6 天）" in out
    assert "2026-12-25 起" in out
    assert max(map(len, out.splitlines())) < 110


def test_year__in_english(capsys: Capture) -> None:
    _, out, _ = run(capsys, "2020", "--lang", "en")
    assert "Feb (20 working)" in out
    assert "Spring Festival" in out
    assert "CN-2020-01-26" in out
    assert "366 days: 249 working (6 make-up days)" in out
    assert "Provisional" not in out
    page = [line for line in out.splitlines() if "remark" not in line]
    assert not any("休" in line for line in page)


def test_year__as_known_on_a_day(capsys: Capture) -> None:
    _, before, _ = run(capsys, "2020", "--known-on", "2020-01-25")
    _, after, _ = run(capsys, "2020", "--known-on", "2020-01-26")
    assert "按 2020-01-25 已发布的通知" in before
    assert "CN-2020-01-26" not in before
    assert "CN-2020-01-26" in after
    assert " 1班" in before


def test_year__not_announced_is_provisional_throughout(capsys: Capture) -> None:
    _, out, _ = run(capsys, "2027", "--lang", "en")
    assert "02-06 Sa – 02-08 Mo  ?  Spring Festival" in out
    assert "no notice" in out
    assert "any day may change" in out
    assert "Notices" not in out


def test_year__of_a_calendar_without_rest_days(capsys: Capture) -> None:
    _, out, _ = run(capsys, "2026", "--region", "every day")
    assert "每天都算" in out
    assert "工作日 365 天" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["20"], "1970"),
        (["2100"], "1970"),
        (["二〇二六"], "1970"),
        (["2026", "x"], "多余"),
        (["2026", "--region", "CN-XX"], "CN-GX"),
        (["2026", "--known-on", "yesterday"], "2020-01-20"),
        (["propose"], "propose 2027"),
        (["propose", "x"], "1970"),
        (["check", "/nowhere/CN.yaml"], "CN.yaml"),
    ],
)
def test_usage__is_told_what_to_write(
    capsys: Capture, arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["calendar", *arguments])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_check__finds_no_difference(capsys: Capture) -> None:
    pytest.importorskip("holidays")
    status, out, _ = run(capsys, "check")
    assert "6209" in out
    assert status == 0


def test_check__lists_a_day_that_differs(capsys: Capture, tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    text = dict(calendar_files())["CN.yaml"].decode()
    file = tmp_path / "CN.yaml"
    file.write_text(text.replace("work: [01-04, 02-14,", "work: [01-04,"), "utf-8")
    status, out, _ = run(capsys, "check", str(file), "--lang", "en")
    assert status == 1
    assert "2026-02-14: CN off (weekend), holidays working" in out
    assert "1 differ" in out


def test_check__says_which_year_is_missing(capsys: Capture, tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    text = dict(calendar_files())["CN.yaml"].decode()
    file = tmp_path / "CN.yaml"
    file.write_text(text[: text.index("  - year: 2026")], "utf-8")
    for lang, said in (("zh", "propose 2026"), ("en", "holidays knows 2026")):
        status, out, _ = run(capsys, "check", str(file), "--lang", lang)
        assert status == 1
        assert said in out


def test_check__reports_the_faults_of_a_file(capsys: Capture, tmp_path: Path) -> None:
    text = dict(calendar_files())["CN.yaml"].decode()
    file = tmp_path / "CN.yaml"
    file.write_text(
        text.replace("work: [01-04, 02-14,", "work: [01-05, 02-14,"), "utf-8"
    )
    status, out, _ = run(capsys, "check", str(file))
    assert status == 3
    assert "working-already" in out
    assert "2026-01-05 本来就上班" in out
    regional = tmp_path / "CN-GX.yaml"
    regional.write_bytes(dict(calendar_files())["CN-GX.yaml"])
    assert run(capsys, "check", str(regional))[0] == 0


def test_propose__refuses_a_year_that_nobody_knows(capsys: Capture) -> None:
    pytest.importorskip("holidays")
    for lang, said in (("zh", "不能起草"), ("en", "nothing to draft")):
        status, out, _ = run(capsys, "propose", "2090", "--lang", lang)
        assert status == 1
        assert said in out


def test_propose__drafts_a_year_and_says_that_it_is_entered(capsys: Capture) -> None:
    pytest.importorskip("holidays")
    for lang, said in (("zh", "已经录入"), ("en", "entered already")):
        status, out, err = run(capsys, "propose", "2026", "--lang", lang)
        assert status == 0
        assert "春节: 02-15 to 02-23" in out
        assert said in err


@pytest.mark.parametrize("year", range(2010, 2027))
def test_draft__is_the_year_that_was_entered(year: int) -> None:
    """The draft, read back, gives the days of the notices of that year."""
    holidays = pytest.importorskip("holidays")
    theirs = holidays.country_holidays(
        "CN", years=range(year - 1, year + 2), observed=True, language="zh_CN"
    )
    nation = bundled_calendars()["CN"]
    text = dict(calendar_files())["CN.yaml"].decode()
    head = text[: text.index("  - year: 2010")]
    data, found = read_calendar(
        "draft.yaml",
        (head + draft_entry(year, theirs)).encode(),
        parents={},
        statutory=(nation.statutory, nation.names),
    )
    assert [each.code for each in found] == []
    assert data is not None
    zone = Zone.fixed(28_800, "+08:00")
    drafted, entered = build_calendar(data, zone), build_calendar(nation, zone)
    (notice,) = data.notices
    if year != 2015:  # whose anniversary the package names with its number
        assert {name for _, name in notice.days_off} <= dict(nation.names).keys()
    first = -365 + 366 * (year - 1969)
    days = [d for d in range(first - 400, first + 400) if _is_in(year, d)]
    assert len(days) in (359, 360)
    assert [d for d in days if drafted.is_working(d) != entered.is_working(d)] == []
    assert all(drafted.is_working(d) == entered.is_working(d) for d in notice.workdays)


def _is_in(year: int, day: int) -> bool:
    """Whether a day is in a year and before its last week, which the next settles."""
    from hotline_rules.calendar import date_of_day

    when = date_of_day(day)
    return when.year == year and (when.month, when.day) < (12, 26)


def test_holidays__absent_is_said(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **words: Any) -> Any:
        if name == "holidays":
            raise ImportError(name)
        return real(name, *rest, **words)

    monkeypatch.setattr(builtins, "__import__", without)
    assert run(capsys, "check")[0] == 1
    status, _, err = run(capsys, "propose", "2026", "--lang", "en")
    assert status == 1
    assert "pip install holidays" in err
