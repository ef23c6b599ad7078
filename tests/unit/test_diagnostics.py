"""Spans, rendering by display width, suggestions, codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema

from hotline_rules.diagnostics import (
    Diagnostic,
    Label,
    Severity,
    Span,
    Text,
    codes,
    diagnostic,
    diagnostic_to_dict,
    has_errors,
    render_frame,
    render_line,
    render_report,
    sort_diagnostics,
    suggest,
    summary,
)
from hotline_rules.diagnostics.codes import all_codes
from hotline_rules.diagnostics.reference import code_list
from hotline_rules.diagnostics.render import display_width
from hotline_rules.diagnostics.sarif import sarif

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language

TOP = Path(__file__).parents[2]
LINES = {"a.yaml": ["标题：办理", "from: receivd", "\tx: 1", ""]}


def fault(
    span: Span | None,
    *,
    why: Text | None = None,
    fix: Text | None = None,
    law: str | None = None,
    related: tuple[Label, ...] = (),
) -> Diagnostic:
    headline = Text("不认识 `receivd`", "unknown `receivd`")
    return diagnostic(
        codes.UNKNOWN_KEY, span, headline, why=why, fix=fix, law=law, related=related
    )


def test_span_text__takes_the_characters_between() -> None:
    assert Span("a.yaml", 1, 4, 1, 6).text(LINES["a.yaml"]) == "办理"


def test_span_text__joins_lines() -> None:
    assert Span("a.yaml", 1, 4, 2, 5).text(LINES["a.yaml"]) == "办理\nfrom"


def test_frame__underlines_by_display_width() -> None:
    frame = render_frame(fault(Span("a.yaml", 1, 4, 1, 6)), LINES)
    assert frame.splitlines() == [
        "a.yaml:1:4: 错误[unknown-key]: 不认识 `receivd`",
        "   1 | 标题：办理",
        "     |       ^^^^",
    ]


def test_frame__shows_reason_remedy_law_and_second_place() -> None:
    second = Label(Span("a.yaml", 1, 1, 1, 3), Text("第一次", "first"))
    found = fault(
        Span("a.yaml", 2, 7, 2, 14),
        why=Text("原委", "because"),
        fix=Text("改", "mend"),
        law="第十一条",
        related=(second,),
    )
    assert render_frame(found, LINES, "en").splitlines() == [
        "a.yaml:2:7: error[unknown-key]: unknown `receivd`",
        "   2 | from: receivd",
        "     |       ^^^^^^^",
        "   1 | 标题：办理",
        "     | ---- first",
        "   why: because",
        "   fix: mend",
        "   law: 第十一条",
    ]


def test_frame__names_the_file_of_a_place_elsewhere() -> None:
    second = Label(Span("b.yaml", 3, 1, 3, 2), Text("另一处", "the other"))
    lines = {**LINES, "b.yaml": ["", "", "y: 1"]}
    frame = render_frame(fault(Span("a.yaml", 2, 1, 2, 5), related=(second,)), lines)
    assert frame.splitlines()[3:] == [
        "  --> b.yaml:3:1",
        "   3 | y: 1",
        "     | - 另一处",
    ]


def test_frame__a_file_that_is_not_there_is_named_only() -> None:
    second = Label(Span("c.yaml", 3, 1, 3, 2), Text("另一处", "the other"))
    found = fault(Span("gone.yaml", 9, 1, 9, 2), related=(second,))
    assert render_frame(found, {}).splitlines()[1:] == ["   c.yaml:3:1: 另一处"]


@pytest.mark.parametrize(
    ("span", "marks"),
    [
        (Span("a.yaml", 2, 5, 2, 5), "    ^"),  # no width: one mark
        (Span("a.yaml", 3, 1, 3, 2), "^^^^"),  # a tab takes four columns
        (Span("a.yaml", 1, 4, 3, 2), "      ^^^^"),  # several lines: to the first's end
        (Span("a.yaml", 2, 90, 2, 95), "             ^"),  # beyond the line
    ],
)
def test_frame__marks(span: Span, marks: str) -> None:
    under = render_frame(fault(span), LINES).splitlines()[2]
    assert under == f"     | {marks}"


def test_frame__cuts_a_long_line_around_the_mark() -> None:
    line = "甲" * 200 + "X" + "乙" * 200
    frame = render_frame(fault(Span("l", 1, 201, 1, 202)), {"l": [line]})
    _, source, under = frame.splitlines()
    assert display_width(source) < 115
    assert display_width(source[: source.index("X")]) == under.index("^")


def test_frame__cuts_a_long_marked_text() -> None:
    frame = render_frame(fault(Span("l", 1, 1, 1, 9000)), {"l": ["x" * 9000]})
    assert max(map(len, frame.splitlines())) < 115


def test_line__without_a_place() -> None:
    assert render_line(fault(None), "en") == "error[unknown-key]: unknown `receivd`"


def test_line__shows_no_control_characters() -> None:
    found = diagnostic(codes.UNKNOWN_KEY, None, Text("甲\n\x1b[0m乙\t丙", "x"))
    assert render_line(found) == "错误[unknown-key]: 甲??[0m乙    丙"


def test_report__is_sorted_and_counted() -> None:
    note = diagnostic(codes.CHECKS_WAIT, None, Text("等", "wait"))
    found = [note, fault(Span("a.yaml", 2, 1, 2, 2)), fault(Span("a.yaml", 1, 9, 1, 9))]
    report = render_report(found, {})
    assert [line.split(":")[1] for line in report.split("\n\n")[:2]] == ["1", "2"]
    assert report.endswith("\n\n2 个错误，1 条提示")


def test_summary__counts_in_both_languages() -> None:
    found = [fault(None), fault(None)]
    assert summary(found, "en") == "2 errors"
    assert summary([]) == "没有发现问题"
    assert summary([], "en") == "no problems found"


def test_sort__places_before_none_and_ties_keep_their_order() -> None:
    first, second = fault(Span("a", 1, 1, 1, 2)), fault(Span("a", 1, 1, 1, 2))
    found = sort_diagnostics([fault(None), first, second])
    assert found[0] is first
    assert found[2].span is None


def test_to_dict__is_plain_json() -> None:
    label = Label(Span("a", 2, 1, 2, 2), Text("那里", "there"))
    found = fault(Span("a", 1, 2, 3, 4), fix=Text("改", "mend"), related=(label,))
    data = diagnostic_to_dict(found, "en")
    assert json.loads(json.dumps(data)) == {
        "code": "unknown-key",
        "severity": "error",
        "file": "a",
        "line": 1,
        "column": 2,
        "end_line": 3,
        "end_column": 4,
        "message": "unknown `receivd`",
        "why": None,
        "fix": "mend",
        "law": None,
        "related": [
            {
                "file": "a",
                "line": 2,
                "column": 1,
                "end_line": 2,
                "end_column": 2,
                "message": "there",
            }
        ],
    }
    assert diagnostic_to_dict(fault(None))["line"] is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("receivd", "received"),
        ("recieved", "received"),  # neighbours swapped
        ("Received", "received"),
        ("ask-extension", "ask_extension"),
        ("ｈandle", "handle"),  # noqa: RUF001 - a full-width letter
        ("extenson_requestd", "extension_requested"),
        ("xyz", None),
        (
            "hat",
            None,
        ),  # two slips are too many for a short word, though it begins alike
        ("ab", None),
        ("", None),
    ],
)
def test_suggest__finds_the_near_and_is_silent_otherwise(
    word: str, meant: str | None
) -> None:
    options = ["received", "handle", "ask_extension", "extension_requested"]
    assert suggest(word, options) == meant


def test_suggest__prefers_what_begins_alike() -> None:
    assert suggest("att", ["act", "at"]) == "at"


@given(st.text(max_size=12), st.lists(st.text(max_size=12)))
def test_suggest__answers_one_of_the_options(word: str, options: list[str]) -> None:
    found = suggest(word, options)
    assert found is None or found in options


@given(st.text(), st.integers(1, 5), st.integers(1, 90), st.integers(0, 90))
def test_frame__never_fails(text: str, line: int, column: int, width: int) -> None:
    span = Span("x", line, column, line, column + width)
    frame = render_frame(fault(span), {"x": text.split("\n")})
    assert "\x1b" not in frame


def test_codes__have_different_slugs_and_both_titles() -> None:
    slugs = [code.slug for code in all_codes()]
    assert len(slugs) == len(set(slugs))
    assert all(code.title.zh and code.title.en for code in all_codes())
    assert all(slug == slug.lower() and " " not in slug for slug in slugs)


def test_has_errors__looks_at_the_severity() -> None:
    assert has_errors([fault(None)])
    assert not has_errors([diagnostic(codes.CHECKS_WAIT, None, Text("", ""))])
    assert codes.CHECKS_WAIT.severity is Severity.NOTE


@pytest.mark.parametrize(
    ("page", "lang"), [("docs/diagnostics.md", "en"), ("docs/zh/诊断.md", "zh")]
)
def test_reference__lists_every_code(page: str, lang: Language) -> None:
    text = (TOP / page).read_text("utf-8")
    assert code_list(lang) in text, f"write code_list({lang!r}) into {page}"


# --- SARIF ---

EMOJI = Diagnostic(
    code=codes.BAD_AMOUNT.slug,
    severity=Severity.ERROR,
    span=Span("规则/a b.yaml", 2, 5, 2, 9),
    headline=Text("标题", "headline"),
    why=Text("缘由", "reason"),
    fix=Text("改成这样", "like this"),
    law="第一条",
    related=(Label(Span("规则/a b.yaml", 1, 1, 1, 2), Text("另一处", "there")),),
)
PLACELESS = Diagnostic(
    code=codes.ALIAS.slug,
    severity=Severity.ERROR,
    span=None,
    headline=Text("没有位置", "no place"),
)


def test_sarif__is_of_the_published_shape() -> None:
    """Held against models generated from the standard's own schema."""
    log = sarif([EMOJI, PLACELESS], {}, version="0.1.0", pages={"alias": "# 别名"})
    read = StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(
        json.loads(json.dumps(log))
    )
    assert read.version.value == "2.1.0"
    (run,) = read.runs
    results = run.results
    assert results is not None
    assert [one.ruleId for one in results] == ["bad-amount", "alias"]


def test_sarif__counts_columns_in_utf16_code_units() -> None:
    lines = {"规则/a b.yaml": ["标题", "😀a😀字bcdef"]}
    (run,) = cast("Any", sarif([EMOJI], lines, version="1"))["runs"]
    (result,) = run["results"]
    assert run["columnKind"] == "utf16CodeUnits"
    place = result["locations"][0]["physicalLocation"]
    shown = lines["规则/a b.yaml"][1].encode("utf-16-le")
    start, end = place["region"]["startColumn"], place["region"]["endColumn"]
    assert shown[2 * start - 2 : 2 * end - 2].decode("utf-16-le") == "bcde"
    assert place["artifactLocation"]["uri"] == "%E8%A7%84%E5%88%99/a%20b.yaml"


def test_sarif__tells_all_parts_in_the_language_asked_for() -> None:
    (run,) = cast("Any", sarif([EMOJI], {}, "en", version="1"))["runs"]
    (result,) = run["results"]
    said = result["message"]["text"].splitlines()
    assert said == ["headline", "why: reason", "fix: like this", "law: 第一条"]
    (second,) = result["relatedLocations"]
    assert second["message"] == {"text": "there"}
    assert second["physicalLocation"]["region"]["startLine"] == 1
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["shortDescription"] == {"text": codes.BAD_AMOUNT.title.en}
    assert rule["help"] == {"text": codes.BAD_AMOUNT.title.en}


def test_sarif__results_point_at_their_rules() -> None:
    pages = {"alias": "# 别名"}
    log = cast(
        "Any", sarif([PLACELESS, EMOJI, PLACELESS], {}, version="1", pages=pages)
    )
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["alias", "bad-amount"]
    assert rules[0]["help"]["markdown"] == "# 别名"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert "locations" not in run["results"][-1]
