"""The page of a run: what is in the file, read back by another hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.generating import generate_histories
from hotline_rules.report.page.feed import stretch_of
from hotline_rules.report.page.pack import packed, script_json
from hotline_rules.report.page.part import page_part
from hotline_rules.report.page.telling import Telling, day_runs, parts_of
from tests.support.pages import PageReader, page_of, rows_of, run_of

if TYPE_CHECKING:
    from hotline_rules.audit.run import RunDirectory

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2021-04-20T00:00:00+08:00"
ZONE = 8 * 3600


def examples(city: str) -> list[dict[str, Any]]:
    text = (ROOT / "examples" / f"{city}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunDirectory:
    return run_of(tmp_path_factory.mktemp("zibo"), "zibo", examples("zibo"), AS_OF)


@pytest.fixture(scope="module")
def page(run: RunDirectory, tmp_path_factory: pytest.TempPathFactory) -> PageReader:
    return PageReader(page_of(run, "zibo", tmp_path_factory.mktemp("page") / "p.html"))


def local(instant: Any) -> int | None:
    return None if instant is None else int(instant.timestamp()) + ZONE


def test_page__limits_are_those_of_the_table(
    run: RunDirectory, page: PageReader
) -> None:
    table, shown = rows_of(run, "deadlines"), page.rows("deadlines")
    assert len(table) == len(shown) > 0
    for row, told in zip(table, shown, strict=True):
        assert told["reason"] == row["reason"]
        assert told["unit"] == (row["unit"] or "")
        assert (told["title"], told["kind"]) == (row["title"], row["kind"])
        assert told["state"] == row["state"]
        assert told["cites"] == row["cites"].split()
        assert told["readings"] == row["readings"].split()
        assert told["inclusive"] == row["inclusive"]
        for name in ("started_at", "due_at", "ended_at", "original_due_at"):
            assert told[name] == local(row[name]), name


def test_page__evidence_is_that_of_the_table(
    run: RunDirectory, page: PageReader
) -> None:
    table, shown = rows_of(run, "deadlines"), page.rows("deadlines")
    counted = 0
    for row, told in zip(table, shown, strict=True):
        because = json.loads(row["because"])
        assert told["events"] == " ".join(map(str, because["events"]))
        if because["days"] is None:
            assert told["days"] is None
            continue
        unit, amount, _, runs = told["days"]
        assert (unit, amount) == (because["days"]["in"], because["days"]["amount"])
        lengths = [length for _, length, part, _ in runs if part == "counted"]
        assert sum(lengths) == len(because["days"]["counted"])
        counted += sum(lengths)
    assert counted > 0


def test_page__events_and_lights_are_those_of_the_tables(
    run: RunDirectory, page: PageReader
) -> None:
    for name, instants in (("events", ["at"]), ("lights", ["since", "until"])):
        table, shown = rows_of(run, name), page.rows(name)
        for one in instants:
            assert [told[one] for told in shown] == [local(row[one]) for row in table]
    assert [told["title"] for told in page.rows("events")][:2] == ["受理登记", "派发"]


def test_page__an_action_with_a_limit_is_told_once(
    run: RunDirectory, page: PageReader
) -> None:
    limits = {(row["ticket"], row["id"]) for row in rows_of(run, "deadlines")}
    actions = [(row["ticket"], row["id"]) for row in rows_of(run, "actions")]
    alone = [one for one in actions if one not in limits]
    assert 0 < len(alone) < len(actions)
    assert len(page.rows("actions")) == len(alone)


@pytest.mark.parametrize("city", ["qingyuan", "shicheng", "yulin"])
def test_page__sentences_of_every_city(city: str, tmp_path: Path) -> None:
    run = run_of(tmp_path, city, examples(city), "2027-01-01T00:00:00+08:00")
    page = PageReader(page_of(run, city, tmp_path / "p.html"))
    for name in ("deadlines", "penalties"):
        told = [row["reason"] for row in rows_of(run, name)]
        assert [one["reason"] for one in page.rows(name)] == told
    for name in ("statuses", "rungs", "missing"):
        assert len(page.rows(name)) == len(rows_of(run, name))


def test_page__free_text_of_a_fact_is_not_there(tmp_path: Path) -> None:
    run = run_of(tmp_path, "yulin", examples("yulin"), "2027-01-01T00:00:00+08:00")
    page = PageReader(page_of(run, "yulin", tmp_path / "p.html"))
    told = {one["facts"] for one in page.rows("actions")}
    assert any("有（原文从略）" in facts for facts in told)


def test_page__same_run_same_bytes(run: RunDirectory, tmp_path: Path) -> None:
    one = page_of(run, "zibo", tmp_path / "one.html").read_bytes()
    assert one == page_of(run, "zibo", tmp_path / "two.html").read_bytes()


def test_page__many_parts_and_blocks_hold_every_ticket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    histories = list(generate_histories("qingyuan", count=60, seed=3))
    as_of = "2026-01-01T00:00:00+08:00"
    run = run_of(tmp_path, "qingyuan", histories, as_of, a_part=25)
    monkeypatch.setattr("hotline_rules.report.page.feed._SIZE", 7)
    monkeypatch.setattr("hotline_rules.report.page.part.BLOCK", 10)
    monkeypatch.setattr("hotline_rules.report.page.book.BLOCK", 10)
    page = PageReader(page_of(run, "qingyuan", tmp_path / "p.html"))
    assert page.head["parts"] == [[25, 3], [25, 3], [10, 1]]
    assert page.ids() == [one["id"] for one in histories]
    for name in ("deadlines", "penalties"):
        shown = [one["reason"] for one in page.rows(name)]
        assert shown == [row["reason"] for row in rows_of(run, name)]


def test_page__a_period_shows_what_has_anything_in_it(tmp_path: Path) -> None:
    run = run_of(
        tmp_path, "zibo", examples("zibo"), "2021-02-28T23:59:59+08:00", "2021-02"
    )
    page = PageReader(page_of(run, "zibo", tmp_path / "p.html"))
    assert page.ids() == ["ZB-FESTIVAL"]


def test_page__what_is_odd_is_counted(tmp_path: Path) -> None:
    histories = examples("zibo")[:2]
    for one in histories:
        one["events"].append({"type": "未知的一步", "at": "2021-03-20T09:00:00+08:00"})
    run = run_of(tmp_path, "zibo", [*histories, histories[0]], AS_OF)
    page = PageReader(page_of(run, "zibo", tmp_path / "p.html"))
    heading, _, rest = page.text.partition("导入和判断时发现的")
    assert "数据问题" in heading
    found, _, aside = rest.partition("没有用来判断的行")
    assert '<td class="number">2</td><td class="example">事件类型“未知的一步”' in found
    assert '<td class="number">1</td>' in aside.partition("</tbody>")[0]
    assert len(page.rows("findings")) == 2


def test_page__what_other_readings_would_change(tmp_path: Path) -> None:
    as_of = "2027-01-01T00:00:00+08:00"
    run = run_of(
        tmp_path, "qingyuan", examples("qingyuan"), as_of, tried=["T10", "T18"]
    )
    page = PageReader(page_of(run, "qingyuan", tmp_path / "p.html"))
    table, shown = rows_of(run, "readings"), page.rows("readings")
    assert len(table) == len(shown) > 0
    for row, told in zip(table, shown, strict=True):
        assert [told[x] for x in ("reading", "outcome", "what", "id")] == [
            row[x] for x in ("reading", "outcome", "what", "id")
        ]
        assert told["other_at"] == local(row["other_at"])
    assert page.head["options"]["T18=on_closing"] == "迟延办结时才发"
    texts, numbers = page.unpack("i0")[-1]
    falls = {
        (row["ticket"], f"{row['reading']}={row['option']}")
        for row in table
        if (row["outcome"], row["what"]) == ("falls", "card")
    }
    held = (
        [texts[numbers]] * len(page.ids())
        if isinstance(numbers, int)
        else [texts[one] for one in numbers]
    )
    assert falls
    assert falls == {(i, one) for i, text in enumerate(held, 1) for one in text.split()}


def test_page__an_empty_run_is_a_page(tmp_path: Path) -> None:
    run = run_of(tmp_path, "zibo", examples("zibo"), "2001-01-01T00:00:00+08:00")
    page = PageReader(page_of(run, "zibo", tmp_path / "p.html"))
    assert page.ids() == []


def test_page__nothing_of_the_data_stands_in_it_as_html(tmp_path: Path) -> None:
    history = examples("zibo")[0]
    evil = "</script><img src=x onerror=alert(1)>"
    history["id"] = evil
    for event in history["events"]:
        if "unit" in event:
            event["unit"] = evil
    run = run_of(tmp_path, "zibo", [history], AS_OF)
    path = page_of(run, "zibo", tmp_path / "p.html")
    page = PageReader(path)
    assert page.ids() == [evil]
    assert "<img" not in page.text
    assert "&lt;img" in page.text  # the unit, in the figures


def test_page__in_english_has_english_words(run: RunDirectory, tmp_path: Path) -> None:
    page = PageReader(page_of(run, "zibo", tmp_path / "p.html", "en"))
    assert '<html lang="en">' in page.text
    assert page.head["standings"]["late_open"] == "late and owed"


def test_part__rows_that_were_not_written_yet_give_the_same(
    run: RunDirectory, page: PageReader
) -> None:
    from hotline_rules.audit.tables import TABLES

    rows = {
        name: [
            tuple(
                int(row[title].timestamp())
                if kind == "instant" and row[title] is not None
                else row[title]
                for title, kind in columns
            )
            for row in rows_of(run, name)
            if row.get("ticket") is not None
        ]
        for name, columns in TABLES.items()
    }
    part = page_part(stretch_of(rows), Telling(load_profile("zibo").rulebook, "zh"))
    assert part.tickets == len(page.ids())
    assert f">{part.index}<" in page.text
    assert f">{part.words}<" in page.text
    assert all(f">{block}<" in page.text for block in part.blocks)


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize(
    "because",
    [
        {"events": [1, 4], "facts": [], "days": None},
        {"events": [], "facts": [], "days": {"counted": ["2021-03-09"]}, "trigger": 1},
        {
            "events": [3],
            "facts": [{"fact": "a", "value": '], "days": null}'}],
            "days": None,
        },
        {"trigger": 2, "days": None, "facts": [], "events": [1]},
    ],
)
def test_parts_of__any_form_of_the_json(
    because: dict[str, Any], separators: tuple[str, str]
) -> None:
    events, facts, days, rest = parts_of(json.dumps(because, separators=separators))
    assert events.split() == [str(one) for one in because["events"]]
    assert json.loads(facts) == because["facts"]
    assert json.loads(days) == because["days"]
    assert json.loads(rest).get("trigger") == because.get("trigger")


def test_day_runs__days_of_one_sort_are_one_run() -> None:
    days = {
        "in": "working days",
        "amount": "3 working days",
        "calendar": "CN",
        "counted": ["2021-03-11", "2021-03-12", "2021-03-15"],
        "skipped": [
            ["2021-03-10", "start", "工作日"],
            ["2021-03-13", "rest", "周末"],
            ["2021-03-14", "rest", "周末"],
        ],
    }
    told = day_runs(json.dumps(days))
    assert told is not None
    assert told[3] == [
        [18696, 1, "start", "工作日"],
        [18697, 2, "counted", ""],
        [18699, 2, "rest", "周末"],
        [18701, 1, "counted", ""],
    ]


def test_script_json__cannot_end_the_script() -> None:
    text = script_json({"a": "</script><!--&\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028"}


def test_packed__lone_surrogates_do_not_stop_a_page() -> None:
    assert packed(["\ud800"])
