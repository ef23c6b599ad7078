"""`hotline-rules new`: rules of a city that has none yet, or a copy to change."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hotline_rules import evaluate, load_profile
from hotline_rules.cli import main
from hotline_rules.drafting.questions import QUESTIONS
from hotline_rules.profile import check_profile

FACTS = {
    "--id": "moushi",
    "--title": "某市热线办法",
    "--issued": "2024-03-01",
    "--in-force": "2024-03-15",
}
USUAL = {"--" + one.name.replace("_", "-"): f"第八条 {one.like}" for one in QUESTIONS}


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def new(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def runner(*words: str, **options: str) -> Ran:
        flags = [part for pair in options.items() for part in pair]
        try:
            status = main(["new", *words, *flags])
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        return Ran(status, *capsys.readouterr())

    return runner


def written(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "schema"
    )


# --- what is written passes its own checks -------------------------------------------

HOURS = {"--handle": "36 hours", "--consult": "6 hours", "--return": "4 hours"}
HOURS |= {"--yellow": "2 hours"}
HALVES = {"--sign": "0.5 working days", "--urgent": "1 working day"}
OFFICE = {"--sign": "2 working hours", "--open": "08:30-12:00,14:00-17:30"}
ALL_DAYS = {"--handle": "10 calendar days", "--extension": "1 month"}
ALL_DAYS |= {"--yellow": "1 calendar day", "--return": "2 calendar days"}
NONE = {option: "none" for option in USUAL if option != "--handle"}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        USUAL,
        NONE,
        NONE
        | {"--handle": "5 working days", "--consult": "1 working day"}
        | {"--return": "2 working days", "--red": "due"},
        NONE
        | {"--handle": "5 working days", "--urgent": "24 hours"}
        | {"--return": "2 working days", "--yellow-card": "due"},
        USUAL | HALVES,
        USUAL | OFFICE,
        USUAL | HOURS,
        USUAL | ALL_DAYS,
    ],
)
def test_new__passes_check_and_its_own_cases(
    new: Any, tmp_path: Path, answers: dict[str, str]
) -> None:
    ran = new("某市", **FACTS, **answers)
    assert (ran.status, ran.err) == (0, "")
    profile, found, _ = check_profile(tmp_path / "moushi.yaml", proofs=True)
    assert profile is not None
    assert {one.code for one in found} <= {"beyond-announced"}  # a note on the year
    assert main(["test", str(tmp_path / "moushi.yaml")]) == 0


def test_new__says_what_it_wrote_what_lacks_and_what_to_do(
    new: Any, tmp_path: Path
) -> None:
    rest = {option: "none" for option in USUAL if option != "--return"}
    ran = new("某市", **FACTS, **rest | {"--handle": "第八条 5 working days"})
    assert ran.out == (
        "写好了：\n"
        "  moushi.yaml\n"
        "  registers/moushi.yaml\n"
        "  cases/moushi/01-最初的案例.yaml\n"
        "  schema/（编辑器提示用）\n"
        "还缺数字的（missing）：退单时限\n"
        "还没有写条文的（待填）：退单时限\n"
        "接着：\n"
        "  hotline-rules check moushi.yaml\n"
        "  hotline-rules test moushi.yaml\n"
        "  hotline-rules coverage moushi.yaml\n"
    )
    assert written(tmp_path) == [
        "cases/moushi/01-最初的案例.yaml",
        "moushi.yaml",
        "registers/moushi.yaml",
    ]
    for path in ("moushi.yaml", "registers/moushi.yaml"):
        first, *_ = (tmp_path / path).read_text("utf-8").splitlines()
        _, _, schema = first.partition("$schema=")
        assert (tmp_path / path).parent.joinpath(schema).is_file()


def test_new__a_number_that_nobody_gave_is_reported_as_missing(
    new: Any, tmp_path: Path
) -> None:
    new("某市", **FACTS)
    at = "2024-03-18T10:00:00+08:00"
    history = {
        "id": "1",
        "attributes": {"kind": "request"},
        "events": [{"type": "dispatched", "at": at, "unit": "甲单位", "role": "lead"}],
    }
    found = evaluate(load_profile(tmp_path / "moushi.yaml"), history, as_of=at)
    missing = {one["parameter"] for one in found.to_dict()["missing"]}
    assert missing >= {"sign_limit", "handle_limit", "return_limit"}
    assert "5 working days" not in [
        line.partition("is: ")[2]
        for line in (tmp_path / "moushi.yaml").read_text("utf-8").splitlines()
    ]


def test_new__the_amounts_given_are_those_of_the_rules(
    new: Any, tmp_path: Path
) -> None:
    new("某市", **FACTS, **USUAL | {"--handle": "第九条（二） 7 working days"})
    at = "2024-03-18T10:00:00+08:00"
    history = {
        "id": "1",
        "attributes": {"kind": "request"},
        "events": [{"type": "dispatched", "at": at, "unit": "甲单位", "role": "lead"}],
    }
    later = "2024-04-02T09:00:00+08:00"
    profile = load_profile(tmp_path / "moushi.yaml")
    result = evaluate(profile, history, as_of=later).to_dict()
    (handle,) = [one for one in result["deadlines"] if one["rule"] == "handle"]
    assert (handle["due_text"], handle["cites"]) == (
        "2024-03-27 24:00",
        ["MOUSHI-HANDLE"],
    )
    # 28, 29 March and 1 April are beyond it; the ladder absorbs the yellow card.
    states = {one["kind"]: one["state"] for one in result["penalties"]}
    assert states == {"yellow_card": "absorbed", "red_card": "effective"}
    assert result["light"]["colour"] == "red"
    assert result["missing"] == []


def test_new__its_cases_count_once_a_person_has_confirmed_them(
    new: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("某市", **FACTS, **USUAL)
    profile = str(tmp_path / "moushi.yaml")
    assert main(["coverage", profile, "--clause", "MOUSHI-RETURN"]) == 1
    cases = tmp_path / "cases/moushi/01-最初的案例.yaml"
    text = cases.read_text("utf-8").replace("    confirmed: false\n", "")
    cases.write_text(text, "utf-8")
    assert main(["test", profile]) == 0
    assert main(["coverage", profile, "--clause", "MOUSHI-RETURN"]) == 0


# --- text of people ------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "某市: 热线 # 办法",
        "“某市”热线 'a' \"b\" 办法",
        "- [某市] {热线}",
        "*某市 & 热线 ! | > %",
        "2024",
        "2024-03-01",
        "true",
        "null",
        "热线办法 🎉",
        "结尾有反斜杠\\",
        "{{ 某市 }} {% raw %} ${x}",
        "，：全角开头",
    ],
)
def test_new__any_title_is_kept_as_it_is(new: Any, tmp_path: Path, title: str) -> None:
    given = FACTS | {"--title": title, "--number": title, "--issuer": title}
    ran = new(title.replace("\\", ""), **given)
    assert (ran.status, ran.err) == (0, "")
    profile = load_profile(tmp_path / "moushi.yaml")
    assert profile.warnings == ()
    assert profile.rulebook.documents[0].title == title
    assert main(["test", str(tmp_path / "moushi.yaml")]) == 0


def test_new__a_title_over_several_lines_becomes_one(new: Any, tmp_path: Path) -> None:
    new("某市", **FACTS | {"--title": " 某市热线\r\n运行\u2028办法\t（试行） "})
    profile = load_profile(tmp_path / "moushi.yaml")
    assert profile.rulebook.documents[0].title == "某市热线 运行 办法 （试行）"


# --- what is refused, and how --------------------------------------------------------


def test_new__without_a_terminal_names_every_option_that_lacks(
    new: Any, tmp_path: Path
) -> None:
    ran = new()
    assert ran.status == 2
    for option in ("NAME", *FACTS):
        assert f"{option}：没有给出" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"--handle": "5天"}, "--handle 5天：读不懂时间长度 `5天`"),
        ({"--handle": "5 days"}, "没有说明是哪一种天"),
        ({"--handle": "第八条 5个工作日"}, "写成 `5 working days`"),
        ({"--handle": "0 working days"}, "不大于零"),
        ({"--handle": "none"}, "办理期限不能没有"),
        ({"--sign": "due"}, "--sign due：读不懂时间长度"),
        ({"--sign": "2 working hours"}, "用 --open"),
        ({"--open": "8点到12点"}, "--open 8点到12点：读不懂上班时间"),
        ({"--id": "某市"}, "--id 某市：不能作编号"),
        ({"--id": "../moushi"}, "--id ../moushi：不能作编号"),
        ({"--id": "🎉"}, "--id 🎉：不能作编号"),
        ({"--id": "zibo"}, "hotline-rules new --from zibo"),
        ({"--issued": "2024-3-1"}, "--issued 2024-3-1：不是日期"),
        ({"--issued": "20240301"}, "--issued 20240301：不是日期"),
        ({"--until": "2024-03-14"}, "--until 2024-03-14：在施行日之前"),
        ({"--title": "  "}, "--title：没有给出"),
        ({"--title": "办\x07法"}, "看不见的字符 U+0007"),
        ({"--handle": "第八条\u200b\x07 5 working days"}, "看不见的字符 U+200B"),
        ({"--in-force": "第十二条\x07 2024-03-15"}, "看不见的字符 U+0007"),
        ({"--title": "长" * 101}, "超过 100 个字"),
        ({"--calendar": "XX"}, "--calendar XX：没有这个日历"),
        ({"--from": "zibo"}, "--from: 不和 NAME、--id"),
    ],
)
def test_new__says_which_option_is_wrong_and_writes_nothing(
    new: Any, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    ran = new("某市", **FACTS | given)
    assert ran.status == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_new__a_path_is_no_name(new: Any) -> None:
    ran = new("规则/某市", **FACTS)
    assert ran.status == 2
    assert "NAME 规则/某市：这里写城市的名称，不是路径" in ran.err
    assert "--folder" in ran.err


def test_new__all_mistakes_are_told_at_once_in_either_language(new: Any) -> None:
    given = FACTS | {"--id": "M", "--issued": "x", "--handle": "5", "--lang": "en"}
    ran = new("某市", **given)
    assert [line for line in ran.err.splitlines() if line.startswith("--")] == [
        "--issued x: is no day, or no such day",
        "--handle 5: `5` is not an amount of time",
    ]
    assert "--id M: cannot be an id" in ran.err


@pytest.mark.parametrize(
    "there", ["moushi.yaml", "registers/moushi.yaml", "cases/moushi/01-最初的案例.yaml"]
)
def test_new__writes_over_nothing(new: Any, tmp_path: Path, there: str) -> None:
    path = tmp_path / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine", "utf-8")
    ran = new("某市", **FACTS)
    assert ran.status == 2
    assert f"{Path(there)} 已经有了" in ran.err
    assert written(tmp_path) == [there]
    assert path.read_text("utf-8") == "mine"


def test_new__a_second_city_may_stand_beside_the_first(
    new: Any, tmp_path: Path
) -> None:
    assert new("某市", **FACTS).status == 0
    assert new("他市", **FACTS | {"--id": "tashi"}).status == 0
    assert {"moushi.yaml", "tashi.yaml"} <= set(written(tmp_path))


def test_new__a_folder_that_is_a_file(new: Any, tmp_path: Path) -> None:
    (tmp_path / "rules").write_text("", "utf-8")
    ran = new("某市", **FACTS, **{"--folder": "rules"})
    assert ran.status == 2
    assert "--folder rules: 写不进去" in ran.err


@pytest.mark.parametrize("there", ["registers", "cases", "schema"])
def test_new__what_cannot_be_written_whole_is_not_written(
    new: Any, tmp_path: Path, there: str
) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    ran = new("某市", **FACTS)
    assert ran.status == 2
    assert "写不进去" in ran.err
    assert written(tmp_path) == [there]


def test_new__numbers_that_contradict_each_other_are_shown(new: Any) -> None:
    answers = {"--handle": "5 working days", "--return": "6 working days"}
    ran = new("某市", **FACTS, **answers)
    assert ran.status == 0
    assert "放在一起有矛盾" in ran.err
    assert "window-too-long" in ran.err


# --- asked on a terminal -------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_new__asks_until_it_is_answered(
    new: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = ["某市", "某市", "moushi", "某市热线办法", "", "", "2024-3-1"]
    facts += ["2024-03-01", "第十二条 2024-3-15", "第十二条 2024-03-15", ""]
    limits = ["第六条 2 hours", "", "第八条 5天", "第八条 5 working days", "none"]
    rest = ["" for _ in QUESTIONS[4:]]
    said = "\n".join([*facts, *limits, *rest, ""])
    monkeypatch.setattr(sys, "stdin", Terminal(said))
    ran = new()
    assert (ran.status, ran.err) == (0, "")
    assert (
        "编号，也是文件名：城市的拼音，例如 moushi\n> --id 某市：不能作编号" in ran.out
    )
    assert "改法：原文说工作日就写 `5 working days`" in ran.out
    text = (tmp_path / "moushi.yaml").read_text("utf-8")
    assert "is: 2 hours" in text
    assert "is: 5 working days" in text
    assert "consult" not in text
    assert "in_force: {from: 2024-03-15, until: open}" in text
    assert "MOUSHI-FORCE 第十二条" in text


def test_new__asks_nothing_when_nothing_needed_lacks(
    new: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert new("某市", **FACTS).status == 0


def test_new__answers_that_end_early_write_nothing(
    new: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("某市\nmoushi\n"))
    ran = new()
    assert ran.status == 1
    assert "什么也没有写" in ran.err
    assert list(tmp_path.iterdir()) == []


# --- a copy --------------------------------------------------------------------------


@pytest.mark.parametrize("city", ["zibo", "qingyuan"])
def test_new_from__copies_all_that_belongs_to_the_rules(
    new: Any, tmp_path: Path, city: str
) -> None:
    ran = new(**{"--from": city, "--folder": "mine"})
    assert (ran.status, ran.err) == (0, "")
    mine = tmp_path / "mine"
    profile = load_profile(mine / f"{city}.yaml")
    assert profile.digest == load_profile(city).digest
    assert all(not name.startswith("profiles/") for name in profile.lines)
    assert list((mine / "cases" / city).iterdir())
    shown = mine.relative_to(tmp_path) / f"{city}.yaml"
    assert f"hotline-rules diff {city} {shown}" in ran.out


def test_new_from__an_unknown_city(new: Any, tmp_path: Path) -> None:
    ran = new(**{"--from": "zibbo"})
    assert ran.status == 3
    assert "是不是 `zibo`" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_new_from__writes_over_nothing(new: Any, tmp_path: Path) -> None:
    (tmp_path / "zibo.yaml").write_text("mine", "utf-8")
    ran = new(**{"--from": "zibo"})
    assert ran.status == 2
    assert "zibo.yaml 已经有了" in ran.err
    assert written(tmp_path) == ["zibo.yaml"]
