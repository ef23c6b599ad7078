"""What hangs on readings, as the workbook and the page of one real run show it."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hotline_rules import load_profile
from hotline_rules.generating import generate_histories
from hotline_rules.report.workbook import write_workbook
from tests.support.pages import page_of, rows_of, run_of

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.run import RunDirectory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TRIED = ["C04", "T04", "T10", "T18"]
NAMES = {"falls": "不成立", "moves": "改时刻", "new": "新增"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunDirectory:
    histories = generate_histories("qingyuan", 60, 11)
    as_of = "2026-12-31T00:00:00+08:00"
    folder = tmp_path_factory.mktemp("run")
    return run_of(folder, "qingyuan", histories, as_of, tried=TRIED)


@pytest.fixture(scope="module")
def book(run: RunDirectory, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("book") / "report.xlsx"
    write_workbook(run, path, profile=load_profile("qingyuan"))
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def page(run: RunDirectory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_of(run, "qingyuan", tmp_path_factory.mktemp("page") / "report.html")


def listed(book: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a list, below the line that has the filters."""
    sheet = book[name]
    head = int(re.findall(r"\d+", sheet.auto_filter.ref)[0])
    heads, *rows = sheet.iter_rows(min_row=head, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def numbered(run: RunDirectory) -> dict[int, str]:
    return {row["ticket"]: row["id"] for row in rows_of(run, "tickets")}


def fallen(run: RunDirectory, what: str) -> dict[tuple[int, str], set[str]]:
    """The readings that take things away."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in rows_of(run, "readings"):
        if (row["outcome"], row["what"]) == ("falls", what):
            found[row["ticket"], row["id"]].add(row["reading"])
    return found


def test_every_option_has_the_numbers_of_the_table(
    run: RunDirectory, book: Any
) -> None:
    table = rows_of(run, "readings")
    shown = listed(book, "读法")
    assert {row["命令里的写法"] for row in shown} == set(run.manifest["tried"])
    for row in shown:
        mine = [
            (one["outcome"], one["what"])
            for one in table
            if f"{one['reading']}={one['option']}" == row["命令里的写法"]
        ]
        cards = [row[name] for name in ("牌不成立", "牌新增", "牌改时刻")]
        late = [row[name] for name in ("不再超期", "新增超期", "超期的改了期满")]
        outcomes = ("falls", "new", "moves")
        assert cards == [mine.count((one, "card")) for one in outcomes]
        assert late == [mine.count((one, "late")) for one in outcomes]
        assert row["有无影响"] == ("有" if mine else "没有")
    decides = [row["有无影响"] for row in shown]
    assert decides == sorted(decides, key=["有", "没有"].index)
    assert set(decides) == {"有", "没有"}


def test_the_sums_are_those_of_the_table(run: RunDirectory, book: Any) -> None:
    hanging = fallen(run, "card")
    effective = [x for x in rows_of(run, "penalties") if x["state"] == "effective"]
    on_one = sum(len(codes) == 1 for codes in hanging.values())
    numbers = [int(one) for one in re.findall(r"\d+", book["读法"]["A2"].value)]
    assert numbers == [
        len(effective),
        len(effective) - len(hanging),
        on_one,
        len(hanging) - on_one,
    ]
    assert on_one > 0


def test_each_thing_is_listed_with_all_readings_that_touch_it(
    run: RunDirectory, book: Any
) -> None:
    number = numbered(run)
    expected: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows_of(run, "readings"):
        if row["what"] == "card":
            at = row["at"].strftime("%Y-%m-%d %H:%M:%S")
            key = number[row["ticket"]], row["id"], NAMES[row["outcome"]], at
            expected[key].add(row["reading"])
    found = {
        (row["工单编号"], row["结果编号"], row["换读法以后"], str(row["牌自何时起"])): {
            one.partition("（")[0] for one in row["取决于"].split("；")
        }
        for row in listed(book, "取决于读法")
        if row["牌自何时起"] is not None
    }
    assert len(found) > 20
    assert found == expected


def test_every_card_says_whether_it_stands_whatever_is_read(
    run: RunDirectory, book: Any
) -> None:
    number = numbered(run)
    hanging = {
        (number[ticket], id_): codes
        for (ticket, id_), codes in fallen(run, "card").items()
    }
    cards = listed(book, "牌")
    told = {
        (row["工单编号"], row["结果编号"]): {
            one.partition("（")[0] for one in (row["取决于读法"] or "").split("；")
        }
        for row in cards
    }
    assert {key: codes for key, codes in told.items() if codes != {""}} == hanging
    assert len(hanging) < len(cards)


def test_page__tells_each_option_and_those_that_change_nothing(
    book: Any, page: Path
) -> None:
    text = page.read_text(encoding="utf-8")
    section = text.partition('<section id="weights"')[2].partition("</section>")[0]
    for cell in ("A1", "A2", "A3"):
        assert f"<p>{book['读法'][cell].value}</p>" in section
    table, _, idle = section.partition("</table>")
    for row in listed(book, "读法"):
        where = table if row["有无影响"] == "有" else idle
        assert f"{row['读法']}（{row['问题']}）" in where
        assert row["改选"] in where
        assert f"{row['现在用的']}（{row['有无依据']}）" in where


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_page__finds_what_hangs_on_a_reading_and_says_so(
    run: RunDirectory, page: Path
) -> None:
    from playwright.sync_api import sync_playwright

    number, hanging = numbered(run), fallen(run, "card")
    tickets = {ticket for ticket, _ in hanging}
    (ticket, id_), codes = next(iter(hanging.items()))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page()
        shown.goto(page.as_uri())
        shown.wait_for_selector("html[data-ready=yes]", timeout=60_000)
        choice = shown.locator("select[data-filter=hanging]")
        options = choice.locator("option").all_inner_texts()
        choice.select_option("=*")
        assert f"找到 {len(tickets)} 件" in shown.inner_text("#found")
        assert any("哪个行为算办完）改选“" in one for one in options)
        shown.evaluate("id => { location.hash = '#ticket=' + id }", number[ticket])
        card = shown.locator(f'.penalty[data-id="{id_}"]')
        lines = card.inner_text().splitlines()
        browser.close()
    told = [one for one in lines if one.endswith("这张牌不成立")]
    assert {one.partition("（")[0] for one in told} == codes
    assert all("）改选“" in one for one in told)
