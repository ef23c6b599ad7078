"""The page of a run in a real Chromium: what an auditor sees and does."""

from __future__ import annotations

import csv
import json
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import evaluate, load_profile
from hotline_rules.explain import explain_result
from hotline_rules.generating import generate_histories
from tests.support.pages import page_of, rows_of, run_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from hotline_rules.audit.run import RunDirectory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).resolve().parents[2]
EVIL = "</script><img src=x onerror=\"document.title='broken'\">"
AS_OF = "2021-04-20T00:00:00+08:00"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
]


def examples(city: str) -> list[dict[str, Any]]:
    text = (ROOT / "examples" / f"{city}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, path: Path, hash_: str = "") -> Iterator[Page]:
    """A page as it stands when it says that it is ready; nothing may go wrong in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type == "error" else None,
    )
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri() + hash_)
    page.wait_for_selector("html[data-ready=yes]", timeout=60_000)
    yield page
    assert wrong == []
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
    context.close()


@pytest.fixture(scope="module")
def zibo(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunDirectory, Path]:
    folder = tmp_path_factory.mktemp("zibo")
    run = run_of(folder, "zibo", examples("zibo"), AS_OF)
    return run, page_of(run, "zibo", folder / "page.html")


@pytest.fixture(scope="module")
def qingyuan(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunDirectory, Path]:
    folder = tmp_path_factory.mktemp("qingyuan")
    histories = generate_histories("qingyuan", count=300, seed=7)
    run = run_of(folder, "qingyuan", histories, "2026-01-01T00:00:00+08:00")
    return run, page_of(run, "qingyuan", folder / "page.html")


def found(page: Page) -> int:
    text = page.inner_text("#found")
    return int(text.split()[1].replace(",", ""))


def open_ticket(page: Page, id_: str) -> None:
    page.evaluate("id => { location.hash = '#ticket=' + encodeURIComponent(id) }", id_)
    page.get_by_role("heading", name=f"工单 {id_}", exact=True).wait_for()


def test_every_opened_limit_says_what_the_table_and_explain_say(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    run, path = zibo
    ids = {row["ticket"]: row["id"] for row in rows_of(run, "tickets")}
    limits = rows_of(run, "deadlines")
    profile = load_profile("zibo")
    told = {one["id"]: _explained(profile, one) for one in examples("zibo")}
    with opened(browser, path) as page:
        for number, id_ in ids.items():
            open_ticket(page, id_)
            mine = [row for row in limits if row["ticket"] == number]
            assert mine
            for row in mine:
                item = page.locator(f'#ticket .item[data-id="{row["id"]}"]').first
                text = item.inner_text()
                assert row["reason"] in text
                assert row["due_text"] is None or row["due_text"] in text
                counted = json.loads(row["because"])["days"]
                _counted_days_are_said(counted, text)
                for gist in told[id_][row["id"]]:
                    assert gist in text


def _explained(profile: Any, history: dict[str, Any]) -> dict[str, list[str]]:
    """What the articles behind each limit say, as `explain` has it."""
    result = evaluate(profile, history, as_of=AS_OF)
    sections = {one.what: one for one in explain_result(result).sections}
    return {
        str(one.id): [cite.article for cite in one.cites]
        + [cite.gist for cite in one.cites]
        for one in sections["deadlines"].children
    }


def _counted_days_are_said(days: dict[str, Any] | None, text: str) -> None:
    if days is None or days["in"] != "working days" or days["amount"] is None:
        return
    number = len(days["counted"])
    assert f"计{number}个工作日" in text or f"累计{number}个工作日" in text


def test_search_filters_and_order(
    browser: Browser, qingyuan: tuple[RunDirectory, Path]
) -> None:
    run, path = qingyuan
    tickets = rows_of(run, "tickets")
    with opened(browser, path) as page:
        assert found(page) == len(tickets)
        page.fill("#search", "qy-00000012")
        assert found(page) == 1
        assert page.inner_text("#rows tr[data-place='0'] .c-id") == "QY-00000012"
        page.fill("#search", "单位07 咨询")
        mine = [x for x in tickets if x["unit"] == "单位07"]
        assert found(page) == sum(x["kind"] == "consultation" for x in mine) > 0
        page.click("#reset")
        for name, value, number in (
            ("unit", "单位07", len(mine)),
            ("standing", "late", sum(x["standing"] == "late" for x in tickets)),
            ("month", "2020-03", sum(x["month"] == "2020-03" for x in tickets)),
            ("card", "-", sum(not x["cards"] for x in tickets)),
            ("card", "*", sum(x["cards"] > 0 for x in tickets)),
        ):
            page.select_option(f"select[data-filter={name}]", f"={value}")
            assert found(page) == number > 0, name
            page.select_option(f"select[data-filter={name}]", "")
        page.click("#headings [data-sort=cards] button")
        cards = max(x["cards"] for x in tickets)
        first = page.get_attribute("#rows tr[data-place='0']", "data-id")
        assert next(x["cards"] for x in tickets if x["id"] == first) == cards
        assert page.get_attribute("#headings [data-sort=cards]", "aria-sort") == (
            "descending"
        )


def test_the_list_holds_only_rows_in_sight_and_reaches_the_last(
    browser: Browser, qingyuan: tuple[RunDirectory, Path]
) -> None:
    run, path = qingyuan
    last = max(row["id"] for row in rows_of(run, "tickets"))
    with opened(browser, path) as page:
        page.click("#headings [data-sort=id] button")
        page.evaluate("document.getElementById('scroller').scrollTop = 1e9")
        page.wait_for_selector(f"#rows tr[data-id='{last}']")
        assert page.locator("#rows tr").count() < 80
        assert page.get_attribute("#grid", "aria-rowcount") == "301"
        row = page.locator(f"#rows tr[data-id='{last}']")
        assert row.get_attribute("aria-rowindex") == "301"


def test_keys_open_walk_and_go_back(
    browser: Browser, qingyuan: tuple[RunDirectory, Path]
) -> None:
    from playwright.sync_api import expect

    with opened(browser, qingyuan[1]) as page:
        page.keyboard.press("/")
        page.keyboard.press("ArrowDown")
        for _ in range(40):
            page.keyboard.press("ArrowDown")
        focused = "document.activeElement.dataset.place"
        assert page.evaluate(focused) == "40"
        id_ = page.evaluate("document.activeElement.dataset.id")
        page.keyboard.press("Enter")
        page.wait_for_selector("#ticket-title")
        assert page.inner_text("#ticket-title") == f"工单 {id_}"
        assert not page.is_visible("#overview")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#ticket-title")).not_to_have_text(f"工单 {id_}")
        page.keyboard.press("Escape")
        assert page.is_visible("#overview")
        assert page.evaluate(focused) == "41"
        assert page.evaluate("location.hash") == ""


def test_an_address_opens_its_ticket(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    with opened(browser, zibo[1], "#ticket=ZB-RED") as page:
        page.wait_for_selector("#ticket-title")
        assert page.inner_text("#ticket-title") == "工单 ZB-RED"
        assert page.locator("svg.timeline.on-screen .bar.late").count() == 2
        words = str(page.text_content("svg.timeline.on-screen"))
        for word in ("休", "黄", "红", "办理期限"):
            assert word in words
        open_ticket(page, "ZB-EXTENDED")
        assert page.locator("svg.timeline.on-screen .bar.extension").count() == 1
        page.evaluate("location.hash = '#ticket=nobody'")
        page.wait_for_selector("#ticket [role=alert]")
        assert "nobody" in page.inner_text("#ticket")


def test_holidays_and_make_up_days_have_words(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    with opened(browser, zibo[1], "#ticket=ZB-FESTIVAL") as page:
        page.wait_for_selector("#ticket-title")
        chart = page.locator("svg.timeline.on-screen")
        assert chart.locator(".day.holiday").count() == 7
        assert chart.locator(".day.makeup").count() >= 1
        words = str(chart.text_content())
        assert "假" in words
        assert "班" in words
        assert "春节" in page.inner_text("#ticket .item[data-id^='handle:']")


def test_csv_is_the_list_and_no_formula(browser: Browser, tmp_path: Path) -> None:
    histories = examples("zibo")[:3]
    histories[0]["id"] = "=1+1"
    histories[1]["id"] = 'a,"b"'
    run = run_of(tmp_path, "zibo", histories, AS_OF)
    path = page_of(run, "zibo", tmp_path / "page.html")
    with opened(browser, path) as page:
        page.click("#headings [data-sort=id] button")
        with page.expect_download() as waiting:
            page.click("#download")
        text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0][:2] == ["工单", "承办单位"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "ZB-RED", 'a,"b"']


def test_nothing_in_the_data_becomes_part_of_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    history = examples("zibo")[1]
    history["id"] = EVIL
    for event in history["events"]:
        if "unit" in event:
            event["unit"] = EVIL
    run = run_of(tmp_path, "zibo", [history], AS_OF)
    path = page_of(run, "zibo", tmp_path / "page.html")
    with opened(browser, path) as page:
        assert page.inner_text("#rows .c-id") == EVIL
        page.click("#rows tr[data-place='0']")
        page.wait_for_selector("#ticket-title")
        assert page.inner_text("#ticket-title") == f"工单 {EVIL}"
        page.keyboard.press("Escape")
        page.click("#figures button[data-filter=unit]:enabled")
        assert found(page) == 1
        assert page.locator("img").count() == 0
        assert "broken" not in page.title()


def test_paper_has_the_filtered_list_or_the_whole_ticket(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    with opened(browser, zibo[1]) as page:
        page.fill("#search", "ZB-RE")
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        printed = page.locator("#printed tbody tr")
        assert printed.count() == found(page) == 4
        assert not page.is_visible("#scroller")
        assert len(page.pdf()) > 10_000
        page.emulate_media(media="screen")
        open_ticket(page, "ZB-RED")
        page.emulate_media(media="print")
        assert page.is_visible("svg.timeline.on-paper")
        assert not page.is_visible("#overview")


def test_copied_text_says_the_same(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    run, path = zibo
    with opened(browser, path, "#ticket=ZB-RED") as page:
        page.wait_for_selector("#ticket-title")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.click("#ticket button:has-text('复制说明')")
        page.locator("#ticket .note", has_text="已复制").wait_for()
        text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("工单 ZB-RED\n")
    number = next(x["ticket"] for x in rows_of(run, "tickets") if x["id"] == "ZB-RED")
    for row in rows_of(run, "deadlines"):
        if row["ticket"] == number:
            assert row["reason"] in text
    assert "\n期满：2021-03-15 24:00\n" in text


def test_a_screen_reader_is_told_what_things_are(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    with opened(browser, zibo[1]) as page:
        tree = page.locator("#list").aria_snapshot()
        assert "grid" in tree
        assert 'columnheader "工单"' in tree
        assert 'searchbox "搜索"' in tree
        assert 'combobox "承办单位"' in tree


def test_without_scripts_there_are_figures_and_a_word(
    browser: Browser, zibo: tuple[RunDirectory, Path]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(zibo[1].as_uri())
    assert page.is_visible("#figures")
    assert "请允许本页运行脚本" in page.inner_text("noscript")
    context.close()
