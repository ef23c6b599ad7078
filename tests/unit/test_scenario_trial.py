"""Scenarios tried: what they touch, from which side they see an end, what is said."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.cli import main
from hotline_rules.evaluate import evaluate
from hotline_rules.profile import list_profiles
from hotline_rules.scenarios import Bench, Scenario, Trial, load_scenarios
from hotline_rules.scenarios.entries import entries_of, marked
from tests.support.cities import cases_of, variants_of

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "Asia/Shanghai"
HEAD = "profile: zibo\ncases:\n"
ORDINARY = """\
  - case: {name}
    story: 五个工作日是2、3、4、5、8日。
    history:
      - 2021-03-01 10:00 dispatched 张店区: {{role: lead}}
{more}    expect:
      - at: {at}
        deadlines: {{handle 张店区: {state}}}
"""


def ordinary(name: str, at: str, state: str, more: str = "") -> str:
    events = f"      - {more}\n" if more else ""
    return ORDINARY.format(name=name, at=at, state=state, more=events)


@cache
def bench() -> Bench:
    return Bench(variants_of("zibo"))


def tried(folder: Path, *cases: str) -> Trial:
    file = folder / "a.yaml"
    file.write_text(HEAD + "".join(cases), "utf-8")
    return bench().trial(load_scenarios("zibo", zone=ZONE, folder=file))


def sides(trial: Trial, name: str) -> str:
    [border] = [one for one in trial.borders if one.entry.name == name]
    return border.sides


# --- what is touched -----------------------------------------------------------------


def without_markers(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: without_markers(value) for key, value in part.items()}
    if isinstance(part, list):
        kept = (one for one in part if not str(one).startswith("@"))
        return [without_markers(one) for one in kept]
    return part


@pytest.mark.parametrize("city", list_profiles())
def test_marked__judges_as_the_profile_does(city: str) -> None:
    """Entries that cite themselves add to what is cited, and to nothing else."""
    profile = variants_of(city).profile()
    other = marked(profile)
    usual = [one for one in cases_of(city) if not one.readings]
    told = set()
    for case in usual[::3]:
        at, history = case.looks[-1].at, case.history
        result = evaluate(other, history, as_of=at).to_dict()
        assert without_markers(result) == evaluate(profile, history, as_of=at).to_dict()
        told.add("@" in json.dumps(result))
    assert True in told


def test_entries__have_keys_of_their_own_and_places() -> None:
    for city in list_profiles():
        profile = variants_of(city).profile()
        found = entries_of(profile)
        assert len({one.key for one in found}) == len(found)
        lines = profile.lines[f"profiles/{city}.yaml"]
        for one in found:
            assert one.title
            if one.kind == "row":
                assert one.place is not None
                assert one.title == lines[one.place.line - 1].strip()


def test_trial__a_row_is_touched_by_the_case_it_decides(tmp_path: Path) -> None:
    plain = ordinary("没有另定", "2021-03-02 09:00", "running")
    printed = plain.replace("{role: lead}", "{role: lead, due_override: 2021-03-03}")
    by_default, by_print = tried(tmp_path, plain), tried(tmp_path, printed)
    rows = {e.title: e.key for e in by_default.entries if e.kind == "row"}
    override = "- {if: {event.due_override: present}, is: until event.due_override}"
    assert rows[override] not in by_default.uses.touched
    assert rows[override] in by_print.uses.touched
    assert rows["- {otherwise: 5 working days}"] in by_default.uses.touched
    assert rows["- {otherwise: 5 working days}"] not in by_print.uses.touched


def test_trial__tells_rules_cases_marks_and_options_apart(tmp_path: Path) -> None:
    trial = tried(tmp_path, ordinary("到黄灯", "2021-03-08 09:00", "running"))
    left = {(one.kind, one.name) for one in trial.untouched}
    touched = {(one.kind, one.name) for one in trial.entries} - left
    assert ("rule", "handle") in touched
    assert ("case", "handle.normal") in touched
    assert ("case", "handle.emergency") in left
    assert ("mark", "handle.yellow") in touched
    assert ("mark", "handle.red") in left
    assert ("option", "T05=24:00") in touched
    assert ("option", "T05=same_time") in left
    assert ("option", "L01=last_day") in touched  # told by the mark alone
    assert ("change", "extension") in left
    assert ("status", "continuing") in left
    assert ("rule", "close.lawful") in left


def test_trial__an_option_that_no_result_names_is_touched_through_its_rules(
    tmp_path: Path,
) -> None:
    """C04 says when several units are several; it is in no result."""
    several = ordinary(
        "两家",
        "2021-03-02 09:00",
        "running",
        "2021-03-01 11:00 dispatched 市水利局: {role: co}",
    )
    asking = ordinary("三家才算", "2021-03-02 09:00", "running").replace(
        "    story", "    readings: {C04: three}\n    story"
    )
    touched = tried(tmp_path, several, asking).uses.touched
    assert {"option:C04=two", "option:C04=three"} <= touched.keys()
    assert "option:C04=two" not in tried(tmp_path, several).uses.touched
    assert "option:C04=two" not in tried(tmp_path, asking).uses.touched


def test_trial__a_proposal_touches_nothing_and_does_not_fail(tmp_path: Path) -> None:
    wrong = ordinary("写错", "2021-03-02 09:00", "met").replace(
        "    story", "    confirmed: false\n    story"
    )
    trial = tried(tmp_path, wrong)
    assert (len(trial.failures), len(trial.proposals)) == (0, 1)
    assert not trial.proposals[0].holds
    assert not trial.uses.touched
    right = tried(tmp_path, wrong.replace(": met}", ": running}"))
    assert right.proposals[0].holds
    assert not right.proposals[0].clauses


# --- from which side -----------------------------------------------------------------

LAST, FIRST = "2021-03-08 23:59:59", "2021-03-09 00:00"
RESULT = "result_submitted 张店区: {replied_caller: true}"


@pytest.mark.parametrize(
    ("cases", "seen"),
    [
        ([(LAST, "running", "")], "before"),
        ([(FIRST, "overdue", "")], "after"),
        ([(LAST, "running", ""), (FIRST, "overdue", "")], "both"),
        ([("2021-03-08 23:59:58", "running", "")], "none"),
        ([("2021-03-09 00:00:01", "overdue", "")], "none"),
        # an act in the last second, or in the first late one
        ([("2021-03-10 09:00", "met", f"{LAST} {RESULT}")], "before"),
        ([("2021-03-10 09:00", "met_late", f"{FIRST} {RESULT}")], "after"),
        # what was over before tells nothing of the end
        ([(LAST, "met", f"2021-03-08 23:59:58 {RESULT}")], "none"),
    ],
)
def test_borders__are_seen_to_the_second(
    cases: list[tuple[str, str, str]], seen: str, tmp_path: Path
) -> None:
    texts = [ordinary(f"第{n}个", *case) for n, case in enumerate(cases)]
    trial = tried(tmp_path, *texts)
    assert not trial.failures
    assert sides(trial, "handle.normal") == seen
    assert (seen == "both") == (
        "handle.normal" not in {one.entry.name for one in trial.one_sided}
    )


def test_borders__of_marks_and_moved_ends(tmp_path: Path) -> None:
    lit = ordinary("亮灯", "2021-03-08 00:00", "running")
    asked = (
        "2021-03-04 10:00 extension_requested 张店区: {ground: 甲, days: 2}\n      - "
        "2021-03-04 11:00 extension_decided 张店区: {decision: approved}"
    )
    moved = ordinary("延期", "2021-03-10 23:59:59", "running", asked)
    trial = tried(tmp_path, lit, moved)
    assert not trial.failures
    assert sides(trial, "handle.yellow") == "after"
    assert sides(trial, "handle.red") == "none"
    assert sides(trial, "extension") == "before"
    assert sides(trial, "handle.normal") == "none"  # 8 March was no end any more


def test_borders__are_none_where_the_source_gives_no_number(tmp_path: Path) -> None:
    lines = "\n".join(variants_of("zibo").profile().lines["profiles/zibo.yaml"])
    old = "at: past due\n        light: {by: reading.L05"
    assert old in lines
    gap = (
        "\nvalues:\n  unsaid:\n    title: 没有写\n    is: missing\n"
        "    where: 没有提供\n    cite: ZB-12-1 第十二条\n"
    )
    text = lines.replace(old, old.replace("past due", "value.unsaid"))
    path = tmp_path / "gap.yaml"
    path.write_text(text.replace("\nvalues:\n", gap), "utf-8")
    known = {one.entry.name for one in bench().trial([]).borders}
    left = {one.entry.name for one in Bench.of(path).trial([]).borders}
    assert known - left == {"emergency_feedback.late"}


def test_borders__over_a_holiday(tmp_path: Path) -> None:
    case = ordinary("清明", "2021-04-09 00:00", "overdue").replace(
        "2021-03-01", "2021-03-31"
    )
    trial = tried(tmp_path, ordinary("平常", FIRST, "overdue"))
    assert trial.uses.edges.seen["case:handle:normal"].over_holiday is None
    trial = tried(tmp_path, case)
    assert not trial.failures
    assert trial.uses.edges.seen["case:handle:normal"].over_holiday is not None


# --- names that are not there --------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("deadlines: {handel 张店区: none}", "没有叫 handel 的规则，是不是 handle？"),
        ("actions: {urge_slipp 张店区: none}", "urge_slipp 的规则，是不是 urge_slip？"),
        ("penalties: {handle.gold 张店区: none}", "handle.gold 的规则或者标志"),
        ("statuses: {continuin 张店区: none}", "的状态，是不是 continuing？"),
        ("rungs: {dispute.none: none}", "没有叫 dispute.none 的阶梯的步"),
    ],
)
def test_names__what_is_misspelt_does_not_pass_as_absent(
    section: str, said: str, tmp_path: Path
) -> None:
    case = ordinary("名字", FIRST, "overdue")
    case = case.replace("deadlines: {handle 张店区: overdue}", section)
    [failure] = tried(tmp_path, case).failures
    assert any(said in fault.text.zh for fault in failure.faults)
    assert len(failure.faults) == 1


# --- the command ---------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(["test", *arguments])
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cases = ordinary("对", FIRST, "overdue") + ordinary("错", FIRST, "met")
    (tmp_path / "a.yaml").write_text(HEAD + cases, "utf-8")
    return tmp_path


def test_command__says_where_when_and_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "zibo", "--cases", str(folder))
    assert status == 1
    assert "2 个案例，1 个不成立" in out
    assert f"{folder}/a.yaml:10  错" in out
    assert "第 16 行，在 2021-03-09 00:00 看：期限“handle 张店区”" in out
    assert "应当是 met（按时完成），实际是 overdue（超期未完成）" in out
    assert "起算：2021年3月1日" in out
    assert "5个工作日" in out
    assert "规则的一种情形  handle.emergency" in out
    assert "只看过到期之后" in out
    assert "加 --full 全部列出" in out


def test_command__lists_are_told_as_they_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = ordinary("错", FIRST, "{cites: [ZB-1], counted: [2021-03-02]}")
    file = tmp_path / "a.yaml"
    file.write_text(HEAD + case, "utf-8")
    _, out, _ = run(capsys, "zibo", "--cases", str(file))
    assert "的 cites 应当是 [ZB-1]，实际是 [ZB-11-3-a, ZB-8-2]\n" in out
    assert "的 counted 应当是 [2021-03-02]，实际是 [2021-03-02, 2021-03-03, " in out
    assert "@" not in out


def test_command__in_english_for_one_case(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("zibo", "--cases", str(folder / "a.yaml"), "--lang", "en")
    status, out, _ = run(capsys, *arguments, "--only", "对")
    assert (status, out) == (0, "zibo: 1 cases, all hold\n")
    status, _, err = run(capsys, *arguments, "--only", "没有")
    assert status == 2
    assert "没有这样的案例" in err


def test_command__json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "zibo", "--cases", str(folder), "--format", "json")
    found = json.loads(out)
    assert (status, found["profile"], found["cases"]) == (1, "zibo", 2)
    [failure] = found["failures"]
    assert (failure["case"], failure["line"], failure["confirmed"]) == ("错", 10, True)
    [difference] = failure["differences"]
    assert (difference["line"], difference["at"]) == (16, "2021-03-09T00:00:00+08:00")
    border = next(b for b in found["borders"] if b["name"] == "handle.normal")
    assert (border["sides"], border["over_holiday"]) == ("after", False)
    assert {"mark", "row"} <= {one["kind"] for one in found["untouched"]}


@pytest.mark.parametrize(
    ("wanted", "status"),
    [([], 0), (["untouched"], 1), (["one-sided"], 1), (["unconfirmed"], 0)],
)
def test_command__fails_on_what_is_asked(
    wanted: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD + ordinary("对", FIRST, "overdue"), "utf-8")
    options = [part for one in wanted for part in ("--fail-on", one)]
    assert run(capsys, "zibo", "--cases", str(file), *options)[0] == status


def test_command__reads_the_cases_beside_a_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = variants_of("yulin").profile().lines["profiles/yulin.yaml"]
    profile = tmp_path / "mine.yaml"
    profile.write_text("\n".join(lines), "utf-8")
    beside = tmp_path / "cases" / "yulin"
    beside.mkdir(parents=True)
    (beside / "a.yaml").write_text(
        "profile: yulin\ncases:\n  - case: 没有事\n    story: 没有事。\n"
        "    history: []\n    expect: {at: 2021-03-01 00:00, deadlines: none}\n",
        "utf-8",
    )
    status, out, _ = run(capsys, str(profile), "--only", "没有事")
    assert (status, "1 个案例，都成立" in out) == (0, True)


def test_command__what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yaml"
    bad = ordinary("坏", "2021-03-32 00:00", "overdu").replace("10:00", "25:00")
    file.write_text(HEAD + bad, "utf-8")
    status, out, err = run(capsys, "zibo", "--cases", str(file))
    assert (status, out) == (1, "")
    assert "没有这一天，或者没有这个钟点" in err
    assert "是不是 `overdue`？" in err
    assert err.count("错误[bad-instant]") == 2
    assert run(capsys, "zibo", "--cases", str(tmp_path / "none"))[0] == 2
    assert run(capsys, "nowhere")[0] == 3
    assert run(capsys, "zibo", "yulin", "--cases", str(file))[0] == 2
    file.unlink()
    status, _, err = run(capsys, "zibo", "--cases", str(tmp_path))
    assert (status, "里没有案例" in err) == (2, True)


def test_bundled__every_case_names_what_its_profile_has() -> None:
    """Checked for all cities, without judging again."""
    from hotline_rules.scenarios.names import check_names

    for city in list_profiles():
        book = variants_of(city).profile().rulebook
        found: list[Scenario] = [c for c in cases_of(city) if check_names(c, book)]
        assert not found, [str(one) for one in found]
