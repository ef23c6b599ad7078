"""Clauses, what carries them and what tests them: by a small profile of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotline_rules.cli import main
from hotline_rules.coverage import Coverage, survey
from hotline_rules.profile import check_profile
from hotline_rules.profile.carriers import find_carriers
from hotline_rules.profile.source import read_yaml
from hotline_rules.scenarios import Variants, load_scenarios
from tests.support.profiles import HANDLE, HEAD, profile_text

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "Asia/Shanghai"
REGISTER = """\
A-1: {at: 第一条, line: 1, class: clock, computable: full, gist: 办理期限, en: Limit}
A-2: {at: 第二条, line: 2, class: threshold, computable: full, gist: 黄灯}
A-3: {at: 第三条, line: 3, class: clock, computable: finding, gist: 红灯}
A-4: {at: 第四条, class: organisational, computable: none, no_rule: 只作说明}
A-5: {at: 第五条, gist: 施行}
"""
RULES = (
    HANDLE
    + """\
  marks:
    yellow: {at: past due, light: yellow, cite: A-2 第二条}
"""
)
READINGS = """
T01:
  about: 试
  options: {a: 甲, b: 乙}
  chosen: a
  basis: assumed
  ground: 因
  cite: A-1 第一条
T02:
  about: 明
  options: {a: 甲}
  not_offered: {b: {means: 乙, why: 没有数据}}
  chosen: a
  basis: cited
  ground: >-
    一行写不下的理由，
    接着写
  cite: A-3 第三条
"""
CASES = """\
profile: trial
cases:
  - case: 没有答复
    story: 到期没有答复。
    clauses: [A-5]
    history:
      - 2021-03-01 10:00 dispatched 甲: {role: lead}
    expect:
      at: 2021-03-09 00:00
      deadlines: {handle 甲: overdue}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/trial.yaml").write_text(REGISTER, "utf-8")
    rules = RULES.replace(
        "5 working days", "{by: reading.T01, a: 5 working days, b: 3 working days}"
    )
    (tmp_path / "trial.yaml").write_text(
        profile_text(rules, readings=READINGS), "utf-8"
    )
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/a.yaml").write_text(CASES, "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/doc.txt").write_text("第一条 期限\n第二条 灯\n", "utf-8")
    return tmp_path


def covered(folder: Path) -> Coverage:
    variants = Variants.of(folder / "trial.yaml")
    scenarios = load_scenarios("trial", zone=ZONE, folder=folder / "cases")
    return survey(variants.profile(), map(variants.judge, scenarios))


# --- what carries a clause -----------------------------------------------------------


def test_carriers__every_kind_by_name() -> None:
    text = f"""{HEAD.rstrip().replace("A-1", "B-1")}
words:
  events: {{received: {{is: dispatched, cite: B-2 二}}}}
  conditions: {{plain: {{title: 普通, is: {{}}, cite: B-3 三}}}}
readings:
  T01: {{about: 问, options: {{a: 甲, b: 乙}}, cite: B-4 四}}
  T02: {{about: 问, options: {{a: 甲}}, cite: B-5 五}}
values:
  number: {{title: 数, cite: B-6 六, rows: [{{is: 1, cite: B-7 七}}]}}
rules:
  one:
    title: 一
    cite: B-8 B-9 八
    cases: {{by: ticket.kind, request: {{cite: B-10 十}}}}
    marks: {{red: {{cite: B-11 十一}}}}
    within: {{hit: first, rows: [{{is: 1 hours}}, {{is: 2 hours, cite: B-12 十二}}]}}
  two: {{title: 二, changes: [one], cite: B-13 十三}}
  odd: {{cite: 没有编号}}
  list: {{cite: [B-1]}}
ladders:
  steps: {{title: 阶梯, cite: B-14 十四}}
measures:
  rate: {{title: 率, cite: B-15 十五}}
"""
    root, _, _ = read_yaml("p.yaml", text.encode())
    assert root is not None
    found = [(c.kind, c.name, c.clauses) for c in find_carriers(root)]
    assert found == [
        ("document", "doc", ("B-1",)),
        ("word", "received", ("B-2",)),
        ("word", "plain", ("B-3",)),
        ("reading", "T01", ("B-4",)),
        ("reading", "T02", ("B-5",)),
        ("value", "number", ("B-6",)),
        ("row", "number.1", ("B-7",)),
        ("rule", "one", ("B-8", "B-9")),
        ("case", "one.request", ("B-10",)),
        ("mark", "one.red", ("B-11",)),
        ("row", "one.within.2", ("B-12",)),
        ("change", "two", ("B-13",)),
        ("ladder", "steps", ("B-14",)),
        ("measure", "rate", ("B-15",)),
    ]
    assert [c.name for c in find_carriers(root) if not c.decides] == ["T02"]
    titles = {c.name: c.title for c in find_carriers(root)}
    assert (titles["T01"], titles["one"], titles["one.red"]) == ("问", "一", "one.red")


def test_carriers__come_with_the_profile(folder: Path) -> None:
    profile, _, _ = check_profile(folder / "trial.yaml")
    assert profile is not None
    first = profile.carriers[0]
    assert (first.kind, first.name) == ("document", "doc")
    assert profile.lines[first.file][first.line - 1].strip() == "doc:"


# --- the survey ----------------------------------------------------------------------


def test_survey__what_became_of_each_clause(folder: Path) -> None:
    coverage = covered(folder)
    gaps = {cover.clause.id: cover.gap for cover in coverage.clauses}
    assert gaps == {
        "A-1": None,
        "A-2": "not_tested",
        "A-3": "not_carried",  # a reading without a choice only explains
        "A-4": None,
        "A-5": "not_carried",
    }
    first = coverage.clauses[0]
    assert [carrier.name for carrier in first.carriers] == ["doc", "T01", "handle"]
    assert [str(one.scenario) for one in first.witnesses] == ["trial/a/没有答复"]
    assert [str(o.scenario) for o in coverage.clauses[4].witnesses] == [
        "trial/a/没有答复"
    ]
    assert not coverage.is_green


def test_survey__sums_by_class(folder: Path) -> None:
    tallies = {tally.kind: tally for tally in covered(folder).tallies(0)}
    assert list(tallies) == ["clock", "threshold", "organisational", "", "all"]
    clock, whole = tallies["clock"], tallies["all"]
    assert (clock.clauses, clock.computable, clock.carried, clock.tested) == (
        2,
        2,
        1,
        1,
    )
    assert tallies[""].clauses == 1
    assert (whole.clauses, whole.computable, whole.excused, whole.gaps) == (5, 4, 1, 3)


def test_survey__a_case_that_fails_is_no_witness(folder: Path) -> None:
    path = folder / "cases/a.yaml"
    path.write_text(CASES.replace("overdue}", "met}"), "utf-8")
    coverage = covered(folder)
    assert [str(outcome.scenario) for outcome in coverage.failures] == [
        "trial/a/没有答复"
    ]
    assert {c.clause.id for c in coverage.gaps} == {"A-1", "A-2", "A-3", "A-5"}


# --- the command line ----------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def command(folder: Path, *more: str) -> tuple[str, ...]:
    profile, cases = str(folder / "trial.yaml"), str(folder / "cases")
    return "coverage", profile, "--cases", cases, *more


def test_coverage__a_gap_is_status_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, *command(folder))
    assert status == 1
    assert "缺口：3" in out
    assert "  A-3  第三条  红灯 —— 没有规则承担" in out
    status, out, _ = run(capsys, *command(folder, "--lang", "en"))
    assert "  A-2  第二条  黄灯 —— no golden case" in out


def test_coverage__green_is_status_0(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = folder / "registers/trial.yaml"
    lines = register.read_text("utf-8").splitlines()[:2] + [
        "A-4: {at: 四, no_rule: 无}"
    ]
    register.write_text("\n".join([*lines, "A-3: {at: 第三条, no_rule: 无}"]), "utf-8")
    (folder / "cases/a.yaml").write_text(CASES.replace("[A-5]", "[A-2]"), "utf-8")
    status, out, _ = run(capsys, *command(folder))
    assert (status, "没有缺口" in out) == (0, True)


def test_coverage__clause_beside_the_rule(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = str(folder / "texts")
    one = command(folder, "--clause", "A-1", "--documents", texts)
    _, out, _ = run(capsys, *one)
    path = (folder / "trial.yaml").as_posix()
    assert out.splitlines()[:2] == [
        "A-1  第一条  办理期限  [时限, 能算]",
        "    原文 1: 第一条 期限",
    ]
    assert f"    规则 handle  办理期限  {path}:" in out
    assert "    案例 trial/a/没有答复" in out
    _, out, _ = run(capsys, *one, "--format", "markdown")
    assert "| A-1 | 第一条 | 时限 | 办理期限 | 第一条 期限 |" in out
    _, out, _ = run(capsys, *one, "--format", "json")
    data = json.loads(out)
    assert data["clauses"][0]["text"] == "第一条 期限"
    assert data["clauses"][0]["cases"] == ["trial/a/没有答复"]


def test_coverage__every_clause_of_a_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, *command(folder, "--document", "doc"))
    assert "    不能算：只作说明" in out
    assert "    !! 没有案例" in out
    _, out, _ = run(capsys, *command(folder, "--documents", str(folder / "texts")))
    assert "    原文 2: 第二条 灯" in out
    assert "合计" in out


def test_coverage__a_page_and_data_of_the_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, *command(folder, "--format", "markdown", "--lang", "en"))
    assert "| all | 5 | 4 | 2 | 2 | 1 | 3 |" in out
    assert "rule `handle`" in out
    assert "**nothing carries it**" in out
    status, out, _ = run(capsys, *command(folder, "--format", "json"))
    data = json.loads(out)
    assert (status, data["green"], len(data["clauses"])) == (1, False, 5)
    assert data["documents"][0]["classes"][-1]["kind"] == "all"


def test_coverage__cases_that_fail_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "cases/a.yaml"
    path.write_text(CASES.replace("overdue}", "met}"), "utf-8")
    status, out, _ = run(capsys, *command(folder))
    assert status == 1
    assert "不成立的案例：1" in out
    assert "应当是 met（按时完成），实际是 overdue（超期未完成）" in out
    _, out, _ = run(capsys, *command(folder, "--format", "json", "--lang", "en"))
    [failure] = json.loads(out)["failures"]
    assert "wanted met, got overdue" in failure["differences"][0]["message"]


def test_coverage__what_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "cases/a.yaml").write_text(CASES.replace("story", "stroy"), "utf-8")
    status, _, err = run(capsys, *command(folder))
    assert (status, "stroy" in err) == (1, True)
    (folder / "trial.yaml").write_text("format: 1\n", "utf-8")
    status, _, err = run(capsys, *command(folder))
    assert (status, "missing-key" in err) == (3, True)


@pytest.mark.parametrize(
    "more",
    [
        ("--clause", "A-9"),
        ("--document", "none"),
        ("--cases", "nowhere"),
        ("--documents", "."),
    ],
)
def test_coverage__names_of_nothing_are_usage_errors(
    more: tuple[str, str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *command(folder, *more))
    assert (status, out) == (2, "")
    assert more[1] in err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--clause", "A-1", "--document", "doc"), "--clause 不和 --document 一起用"),
        (("--cases", "texts"), "里面没有案例"),
    ],
)
def test_coverage__what_makes_no_sense(
    more: tuple[str, ...],
    said: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    status, out, err = run(capsys, *command(folder, *more))
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("clause", "status"), [("A-1", 0), ("A-4", 0), ("A-2", 1), ("A-3", 1)]
)
def test_coverage__one_clause_is_judged_by_itself(
    clause: str, status: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, *command(folder, "--clause", clause))[0] == status


@pytest.mark.parametrize(
    ("text", "said"), [(None, "没有这个文件"), ("第一条", "不是 UTF-8 编码")]
)
def test_coverage__a_text_that_is_not_there_stops_nothing(
    text: str | None, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doc = folder / "texts/doc.txt"
    doc.rename(folder / "texts/other.txt")
    if text is not None:
        doc.write_bytes(text.encode("gb18030"))
    more = ("--clause", "A-1", "--documents", str(folder / "texts"))
    status, out, err = run(capsys, *command(folder, *more))
    assert (status, out.splitlines()[0][:3]) == (1, "A-1")
    assert f"trial: {doc}: {said}" in err


def test_coverage__goes_on_to_the_profile_that_has_its_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = (folder / "trial.yaml").read_text("utf-8").replace("  doc:", "  book:")
    (folder / "other.yaml").write_text(other, "utf-8")
    profiles = (str(folder / "other.yaml"), str(folder / "trial.yaml"))
    texts = ("--documents", str(folder / "texts"))
    status, out, err = run(capsys, "coverage", *profiles, *texts)
    assert (status, out.count("原文 1: 第一条 期限")) == (1, 1)
    assert ("book.txt" in err, "doc.txt" in err) == (True, False)


def test_coverage__cases_of_another_profile_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "cases/a.yaml"
    path.write_text(CASES.replace("trial", "trail"), "utf-8")
    status, out, err = run(capsys, *command(folder))
    assert (status, out) == (1, "")
    assert f"{path.as_posix()}:1:10: 错误[other-profile]: 这些案例写给 `trail`" in err
    assert "改成 `trial`" in err


def test_coverage__clauses_that_no_register_has_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "cases/a.yaml"
    path.write_text(CASES.replace("[A-5]", "[A-1, AA-5]"), "utf-8")
    status, out, err = run(capsys, *command(folder, "--lang", "en"))
    assert (status, out) == (1, "")
    assert f"{path.as_posix()}:5:20: error[unknown-clause]" in err
    assert "did you mean `A-5`" in err


def test_coverage__cases_go_with_one_profile(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = ("--cases", str(folder / "cases"))
    assert run(capsys, "coverage", *cases)[0] == 2


# --- readings ------------------------------------------------------------------------


def test_readings__in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "readings", str(folder / "trial.yaml"))
    assert status == 0
    assert out.splitlines() == [
        "T01  试",
        "  * a  甲（现用，推定）",
        "    b  乙",
        "    理由  因",
        "    有关条款  第一条 A-1",
        "",
        "T02  明",
        "  * a  甲（现用，有依据）",
        "  - b  乙 —— 不能选：没有数据",
        "    理由  一行写不下的理由，接着写",
        "    有关条款  第三条 A-3",
        "",
    ]


def test_readings__as_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder / "trial.yaml")
    _, out, _ = run(capsys, "readings", path, "--format", "markdown", "--lang", "en")
    assert "### T01 试" in out
    assert "- **`a`** 甲 (in use, assumed)" in out
    assert "- ~~`b`~~ 乙 — not offered: 没有数据" in out
    assert "clauses concerned: 第一条 A-1" in out


def test_readings__as_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder / "trial.yaml")
    _, out, _ = run(capsys, "readings", path, "--format", "json")
    first, second = json.loads(out)["readings"]
    assert first["options"] == [
        {"option": "a", "means": "甲"},
        {"option": "b", "means": "乙"},
    ]
    assert first["clauses"] == [{"id": "A-1", "article": "第一条"}]
    assert second["not_offered"] == [{"option": "b", "means": "乙", "why": "没有数据"}]


def test_readings__of_a_faulty_profile(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trial.yaml").write_text("format: 1\n", "utf-8")
    assert run(capsys, "readings", str(folder / "trial.yaml"))[0] == 3
