"""A profile as a document: everything has its place, nothing is taken for markup."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hotline_rules.cli.main import main
from hotline_rules.profile import Profile, list_profiles, load_profile
from hotline_rules.regulation import statements
from hotline_rules.regulation.drawings import ladder, time_line
from hotline_rules.regulation.html import to_html
from hotline_rules.regulation.layout import Stop
from hotline_rules.regulation.markdown import plain, to_markdown
from hotline_rules.regulation.printed import printed

TESTS = Path(__file__).resolve().parents[1]
LADDER = TESTS / "abilities" / "18_ladder" / "profile.yaml"
DAY = 19_000
VOID = {"meta", "br", "path", "circle", "rect"}


class Page(HTMLParser):
    """What a page holds: its ids, its text, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value is not None:
                self.ids.append(value)
            if name in ("href", "src") and value is not None:
                self.links.append(value)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data


@cache
def city(name: str) -> Profile:
    return load_profile(name)


@cache
def html_of(name: str) -> str:
    return to_html(printed(city(name), day=DAY, version="1.2.3"))


@cache
def markdown_of(name: str) -> str:
    return to_markdown(printed(city(name), day=DAY, version="1.2.3"))


@pytest.fixture(params=list_profiles())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- everything has its place ---------------------------------------------------------


def test_every_statement_of_the_rules_is_on_the_page(name: str) -> None:
    text = Page(html_of(name)).text
    missing = [
        one.key
        for one in statements(city(name))
        if one.part in ("rules", "documents", "words", "values")
        and one.key[-1] != "document"
        and one.key[0] not in ("profile", "unit", "missing")
        and not (one.cells and one.key[-1].startswith("row "))
        and not any(part in text for part in told_as(one.zh))
        and one.key[3:] != ("one_per",)
    ]
    assert missing == []


def told_as(zh: str) -> tuple[str, ...]:
    """A statement that is not in use is marked instead of said."""
    return zh, zh.removesuffix("按现用的读法，这一项不适用。")


def test_every_row_of_a_table_is_on_the_page(name: str) -> None:
    text = Page(html_of(name)).text
    for one in statements(city(name)):
        if one.key[-1].startswith("row "):
            assert "".join(one.cells) in text


def test_every_reading_ladder_measure_and_clause_has_its_place(name: str) -> None:
    page = Page(html_of(name))
    book = city(name).rulebook
    assert {f"reading-{one.code}" for one in book.readings} <= set(page.ids)
    assert {f"ladder-{one.id}" for one in book.ladders} <= set(page.ids)
    for measure in book.measures:
        assert measure.title in page.text
    for reading in book.readings:
        assert reading.about in page.text
        assert reading.ground in page.text
        for _, means in reading.options:
            assert means in page.text
        for one in reading.not_offered:
            assert one.why in page.text
    for clause in book.clauses:
        if clause.computable == "none":
            assert clause.no_rule in page.text


def test_links_lead_somewhere_on_the_page(name: str) -> None:
    page = Page(html_of(name))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)


def test_page_needs_nothing_but_itself(name: str) -> None:
    text = html_of(name)
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in text
    assert "@import" not in text


def test_articles_come_in_their_order() -> None:
    page = printed(city("zibo"), day=DAY, version="1")
    rules = next(one for one in page.sections if one.title == "规则")
    order = {
        one.article: number for number, one in enumerate(city("zibo").rulebook.clauses)
    }
    firsts = [
        min(at for article, at in order.items() if article.startswith(group.title))
        for group in rules.groups
    ]
    assert firsts == sorted(firsts)
    assert [group.title for group in rules.groups][:2] == ["第二条", "第三条"]


def test_an_article_that_only_a_mark_carries_says_where_it_is() -> None:
    page = printed(city("zibo"), day=DAY, version="1")
    rules = next(one for one in page.sections if one.title == "规则")
    lights = next(one for one in rules.groups if one.title == "第十二条")
    told = [item.line.text for item in lights.blocks[0].items]
    assert lights.blocks[0].title == "过了期限、未满一个工作日"
    assert told == [
        "见第十一条（三）“办理期限”。",
        "黄灯：见第十一条（三）“办理期限”。",
        "红灯：见第十一条（三）“办理期限”。",
    ]


def test_page_bears_the_day_the_digest_and_the_version(name: str) -> None:
    text = Page(html_of(name)).text
    for one in ("2022年1月8日", city(name).digest, "程序版本1.2.3", "核准：", "日期："):
        assert one in text


def test_page_is_the_same_every_time(name: str) -> None:
    again = to_html(printed(load_profile(name), day=DAY, version="1.2.3"))
    assert again == html_of(name)


def test_markdown_tables_have_as_many_cells_as_their_head(name: str) -> None:
    width = 0
    for line in markdown_of(name).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        if not cells:
            width = 0
        else:
            width = width or cells
            assert cells == width, line


# --- nothing is taken for markup ------------------------------------------------------

EVIL = "<script>alert(1)</script>|*粗*_斜_`码`&amp;"


@pytest.fixture
def evil(tmp_path: Path) -> Profile:
    text = LADDER.read_text(encoding="utf-8").replace("title: 办结", f'title: "{EVIL}"')
    text = text.replace("title: 催办、督办、专报", f'title: "{EVIL}"')
    (tmp_path / "profile.yaml").write_text(text, encoding="utf-8")
    register = (LADDER.parent / "clauses.yaml").read_text(encoding="utf-8")
    register += f'QL-9: {{at: 第九条, gist: "{EVIL}", no_rule: "{EVIL}"}}\n'
    (tmp_path / "clauses.yaml").write_text(register, encoding="utf-8")
    return load_profile(tmp_path / "profile.yaml")


def test_markup_in_a_title_is_text_in_html(evil: Profile) -> None:
    text = to_html(printed(evil, day=DAY, version="1"))
    page = Page(text)
    assert "script" not in page.tags
    assert page.text.count(EVIL) >= 4


def test_markup_in_a_title_is_text_in_markdown(evil: Profile) -> None:
    text = to_markdown(printed(evil, day=DAY, version="1"))
    assert "<script>" not in text.replace("\\<", "")
    row = next(line for line in text.splitlines() if "第九条" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- 甲", "\\- 甲"),
        ("1. 甲", "\\1. 甲"),
        ("# 甲", "\\# 甲"),
        ("甲\n乙", "甲 乙"),
        ("a_b*c", "a\\_b\\*c"),
        ("第1. 项", "第1. 项"),
    ],
)
def test_plain__marks_are_shown(text: str, shown: str) -> None:
    assert plain(text) == shown


# --- the small profile, whole ---------------------------------------------------------


def test_a_small_profile_as_it_was_last_read_over() -> None:
    text = to_markdown(printed(load_profile(LADDER), day=DAY, version="1.2.3"))
    golden = TESTS / "golden" / "render" / "18_ladder.md"
    assert text == golden.read_text(encoding="utf-8")


# --- drawings -------------------------------------------------------------------------


def test_time_line__every_point_with_its_own_shape() -> None:
    looks = ("start", "point", "yellow", "due", "red")
    svg = time_line([Stop(f"点{look}", f"时{look}", look) for look in looks])
    page = Page(svg)
    assert all(f"点{look}" in page.text for look in looks)
    assert [page.tags.count(tag) for tag in ("circle", "rect")] == [2, 1]
    shapes = re.findall(r'class="(ink|hollow|yellow|bar|red)"', svg)
    assert shapes == ["ink", "hollow", "yellow", "bar", "red"]


def test_time_line__long_words_are_wrapped_inside_the_picture() -> None:
    svg = time_line([Stop("起", "甲" * 35, "start"), Stop("期满", "五日", "due")])
    drawn = svg[svg.index("</title>") :]
    assert re.findall("甲+", drawn) == ["甲" * 9, "甲" * 9, "甲" * 9, "甲" * 8]
    height = int(re.search(r'viewBox="0 0 \d+ (\d+)"', svg)[1])  # type: ignore[index]
    lowest = max(int(y) for y in re.findall(r'<text x="\d+" y="(\d+)"', svg))
    assert lowest < height


def test_ladder__every_step_higher_than_the_one_before() -> None:
    svg = ladder(["甲", "乙", "丙"])
    tops = [int(y) for y in re.findall(r'<rect x="\d+" y="(\d+)"', svg)]
    assert tops == sorted(tops, reverse=True)
    assert len(set(tops)) == 3


def test_drawings__escape_what_they_show() -> None:
    for svg in (ladder(["<b>", "&"]), time_line([Stop("<b>", "&", "due")])):
        assert "<b>" not in svg
        assert "&lt;b&gt;" in svg


# --- the command ----------------------------------------------------------------------


def test_command__html_by_the_name_of_the_file(tmp_path: Path) -> None:
    out = tmp_path / "规则.html"
    assert main(["render", str(LADDER), "-o", str(out), "--date", "2022-01-08"]) == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "2022年1月8日" in text


def test_command__markdown_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(LADDER), "--date", "2022-01-08"]) == 0
    assert capsys.readouterr().out.startswith("# 清岚市热线办法（节选）\n")


def test_command__without_a_date_reads_no_clock(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["render", str(LADDER)]) == 0
    out = capsys.readouterr().out
    assert "打印日期" not in out
    assert "\n\n规则编号：a18\\_ladder；" in out


def test_command__another_reading_is_shown_as_chosen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["render", "zibo", "--date", "2022-01-08", "--reading", "T13=approval"]
    assert main(asked) == 0
    assert "- ☑　**从批准起**（现取" in capsys.readouterr().out


def test_command__a_profile_with_errors_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\n", encoding="utf-8")
    assert main(["render", str(bad)]) == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "given", [["--date", "明天"], ["-o", "/没有/这个/文件夹.html"]]
)
def test_command__refuses_what_it_cannot_do(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["render", str(LADDER), *given])
    assert stopped.value.code == 2
    assert given[-1] in capsys.readouterr().err
