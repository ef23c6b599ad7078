"""The command line in this process: what goes in, what comes out, which status."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import hotline_rules.profile
from hotline_rules.cli import main
from hotline_rules.diagnostics.render import display_width
from hotline_rules.profile import Profile, load_profile

ROOT = Path(__file__).resolve().parents[2]
ZIBO = str(ROOT / "examples/zibo.jsonl")
AS_OF = "2021-03-17T09:00:00+08:00"
JUDGE = ["--profile", "zibo", "--as-of", AS_OF]


class Ran(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def results(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Cli:
    """Runs the command line and hands out what it wrote."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: str) -> Ran:
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        return Ran(status, *self._capture.readouterr())


@pytest.fixture(autouse=True)
def _load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load a bundled profile once for all tests: the same text, the same rulebook."""
    monkeypatch.setattr(hotline_rules.profile, "load_profile", _load)


def _load(name: str, **options: Any) -> Profile:
    key = (name, json.dumps(options, sort_keys=True))
    if name not in {"zibo", "qingyuan"}:
        return load_profile(name, **options)
    if key not in _LOADED:
        _LOADED[key] = load_profile(name, **options)
    return _LOADED[key]


_LOADED: dict[tuple[str, str], Profile] = {}


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys)


def ticket(id_: str = "T1", at: str = "2021-03-01T10:00:00+08:00") -> dict[str, Any]:
    return {
        "id": id_,
        "attributes": {"kind": "request"},
        "events": [{"type": "dispatched", "at": at, "unit": "甲", "role": "lead"}],
    }


def line(history: dict[str, Any]) -> str:
    return json.dumps(history, ensure_ascii=False) + "\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "in.jsonl"


def test_evaluate__a_result_a_line_in_the_order_of_the_file(
    cli: Cli, file: Path
) -> None:
    file.write_text(line(ticket("B")) + "\n" + line(ticket("A")), encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE)
    assert (ran.status, ran.err) == (0, "")
    assert [r["id"] for r in ran.results] == ["B", "A"]
    (handle,) = [d for d in ran.results[0]["deadlines"] if d["rule"] == "handle"]
    assert handle["due_at"] == "2021-03-09T00:00:00+08:00"
    assert handle["due_text"] == "2021-03-08 24:00"


def test_evaluate__the_same_input_gives_the_same_bytes(cli: Cli) -> None:
    assert cli("evaluate", ZIBO, *JUDGE) == cli("evaluate", ZIBO, *JUDGE)


def test_evaluate__reads_standard_input(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad_then_good = "{]\n" + line(ticket())
    stdin = io.TextIOWrapper(io.BytesIO(bad_then_good.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    ran = cli("evaluate", "-", *JUDGE)
    assert ran.status == 1
    assert [r["id"] for r in ran.results] == ["T1"]
    assert "<stdin>:1:2: 错误[bad-json]" in ran.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one.json", json.dumps(ticket(), indent=2)),
        ("list.json", json.dumps([ticket()])),
        ("pretty.jsonl", json.dumps(ticket(), indent=2)),
        ("list.jsonl", json.dumps([ticket()], indent=1)),
        ("bom.jsonl", "\ufeff" + line(ticket())),
        ("bom.json", "\ufeff\n" + line(ticket())),
        ("windows.jsonl", "\r\n" + line(ticket()).replace("\n", "\r\n")),
        ("no_end.jsonl", line(ticket()).rstrip("\n")),
    ],
)
def test_evaluate__takes_every_sane_form_of_a_file(
    name: str, text: str, cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    ran = cli("evaluate", str(path), *JUDGE)
    assert (ran.status, ran.err) == (0, "")
    assert [r["id"] for r in ran.results] == ["T1"]


def test_evaluate__an_empty_file_is_no_fault(cli: Cli, file: Path) -> None:
    file.write_text("\n\n", encoding="utf-8")
    said = "输入里没有任何历史，请核对导出的文件\n"
    assert cli("evaluate", str(file), *JUDGE) == Ran(0, "", said)


BAD_LINES = [
    ('{"id": "x", "events": [}', "bad-json", ":2:24:"),
    ("[1, 2]", "history-kind", ":2:1:"),
    ('{"id": "x"}', "history-missing", ":2:1:"),
    (line(ticket(at="2021-03-01T10:00:00")).strip(), "naive-instant", "第1个事件的 at"),
    (line(ticket(at="0001-03-01T10:00:00Z")).strip(), "instant-out-of-range", "0001"),
    (line(ticket(at="9999-03-01T10:00:00Z")).strip(), "instant-out-of-range", "9999"),
    ('{"id": ' + "[" * 100_000, "bad-json", "嵌套太深"),
    ('"' + "长" * 3_500_000, "bad-json", "引号没有结束"),
]


@pytest.mark.parametrize(("bad", "code", "said"), BAD_LINES)
def test_evaluate__a_bad_line_is_named_and_the_others_come_out(
    bad: str, code: str, said: str, cli: Cli, file: Path
) -> None:
    text = line(ticket("A")) + bad + "\n" + line(ticket("B"))
    file.write_text(text, encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE)
    assert ran.status == 1
    assert [r["id"] for r in ran.results] == ["A", "B"]
    assert f"{file}:2:" in ran.err
    assert f"[{code}]" in ran.err
    assert said in ran.err
    assert "1 条输入没能读取，其余 2 条已处理" in ran.err
    assert len(ran.err) < 2000


def test_evaluate__bad_lines_in_english(cli: Cli, file: Path) -> None:
    file.write_text("{\n", encoding="utf-8")
    file.write_text('{"id": 1}\n{"id": 2}\n', encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE, "--lang", "en")
    assert "the history's `id` has to be a text" in ran.err
    assert "2 inputs could not be read, the other 0 were judged" in ran.err
    assert ran.err.count("fix: write what is asked for") == 1, "each remedy once"


def test_evaluate__a_broken_document_says_where(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"id": "a",\n "events": [,]}', encoding="utf-8")
    ran = cli("evaluate", str(path), *JUDGE)
    assert ran.status == 1
    assert "bad.json:2:13: 错误[bad-json]" in ran.err


def test_evaluate__a_bad_history_in_a_list_is_named_by_its_place(
    cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([ticket("A"), 5, ticket("B")]), encoding="utf-8")
    ran = cli("evaluate", str(path), *JUDGE)
    assert [r["id"] for r in ran.results] == ["A", "B"]
    assert "list.json[2]" in ran.err


@pytest.mark.parametrize("name", ["gbk.jsonl", "gbk.json"])
def test_evaluate__a_file_in_gb18030_is_told_how_to_convert(
    name: str, cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(line(ticket("工单")).encode("gb18030"))
    ran = cli("evaluate", str(path), *JUDGE)
    assert (ran.status, ran.out) == (1, "")
    assert f"{name}:1:9: 错误[not-utf8]" in ran.err
    assert "GB18030" in ran.err
    assert "iconv -f GB18030 -t UTF-8" in ran.err


def test_evaluate__other_bytes_are_not_called_gb18030(cli: Cli, file: Path) -> None:
    file.write_bytes(b'{"id": "\xff\xff"}\n')
    ran = cli("evaluate", str(file), *JUDGE)
    assert "也不是 GB18030" in ran.err


def test_evaluate__a_missing_file_and_a_folder_are_named(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    file.write_text(line(ticket()), encoding="utf-8")
    gone = str(tmp_path / "没有.jsonl")
    ran = cli("evaluate", gone, str(tmp_path), str(file), *JUDGE)
    assert ran.status == 1
    assert [r["id"] for r in ran.results] == ["T1"]
    assert "[file-not-found]" in ran.err
    assert "[file-unreadable]" in ran.err


def test_evaluate__ten_thousand_events_on_one_ticket(cli: Cli, file: Path) -> None:
    many = ticket()
    many["events"] += [
        {"type": "progress_reported", "at": "2021-03-02T10:00:00+08:00", "unit": "甲"}
    ] * 10_000
    file.write_text(line(many), encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE)
    assert ran.status == 0
    assert ran.results[0]["id"] == "T1"


def test_evaluate__before_the_first_event_there_is_nothing_yet(
    cli: Cli, file: Path
) -> None:
    file.write_text(line(ticket()), encoding="utf-8")
    early = ["--profile", "zibo", "--as-of", "2021-03-01T09:59:59+08:00"]
    (result,) = cli("evaluate", str(file), *early).results
    assert result["deadlines"] == []
    assert result["next_change_at"] is None


def test_evaluate__naive_times_with_a_zone(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket(at="2021-03-01T10:00:00")), encoding="utf-8")
    naive = ["--profile", "zibo", "--as-of", "2021-03-17T09:00:00"]
    ran = cli("evaluate", str(file), *naive, "--zone", "Asia/Shanghai")
    assert ran.status == 0
    assert ran.results[0]["as_of"] == AS_OF


def test_evaluate__repeated_ids_are_an_anomaly_of_the_batch(
    cli: Cli, file: Path
) -> None:
    ids = ["A", "B", "A", "C", "B", "A"]
    file.write_text("".join(line(ticket(i)) for i in ids), encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE)
    assert ran.status == 0
    assert len(ran.results) == 6
    assert ran.err.splitlines() == [
        "警告[duplicate-id]: 第3条历史的 id 和第1条相同",
        "警告[duplicate-id]: 第5条历史的 id 和第2条相同",
        "警告[duplicate-id]: 第6条历史的 id 和第1条相同",
    ]


def test_evaluate__many_repeated_ids_are_counted(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket("A")) * 30, encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE, "--lang", "en")
    assert ran.err.splitlines()[-1] == "… and 9 more"


def test_evaluate__writes_to_a_file(cli: Cli, file: Path, tmp_path: Path) -> None:
    file.write_text(line(ticket("工单\u00e9")), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    ran = cli("evaluate", str(file), *JUDGE, "--output", str(out))
    assert ran == Ran(0, "", "")
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == "工单\u00e9"


def test_evaluate__a_lone_surrogate_comes_out_as_it_came_in(
    cli: Cli, file: Path
) -> None:
    file.write_text(line(ticket("?")).replace("?", "\\ud800"), encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE)
    assert ran.status == 0
    assert ran.results[0]["id"] == "\ud800"


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", ZIBO, "--profile", "zibo"],
        ["evaluate", ZIBO, "--as-of", AS_OF],
        ["evaluate", ZIBO, "--profile", "zibo", "--as-of", "2021-03-17T09:00:00"],
        ["evaluate", ZIBO, "--profile", "zibo", "--as-of", "2021-03-17"],
        ["evaluate", ZIBO, "--profile", "zibo", "--as-of", "9999-01-01T00:00:00Z"],
        ["evaluate", ZIBO, "--profile", "zibo", "--as-of", "昨天"],
        ["evaluate", ZIBO, *JUDGE, "--now"],
        ["evaluate", ZIBO, *JUDGE, "--known-at", "soon"],
        ["evaluate", ZIBO, *JUDGE, "--zone", "Asia/Nowhere"],
        ["evaluate", ZIBO, *JUDGE, "--reading", "T01"],
        ["evaluate", ZIBO, *JUDGE, "--output", ZIBO],
        ["evaluate", *JUDGE],
        ["frobnicate"],
        [],
    ],
)
def test_usage__nonsense_is_status_2_and_nothing_comes_out(
    arguments: list[str], cli: Cli
) -> None:
    ran = cli(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "usage:" in ran.err
    assert "Traceback" not in ran.err


def test_profile__an_unknown_one_is_status_3_with_a_suggestion(cli: Cli) -> None:
    ran = cli("evaluate", ZIBO, "--profile", "zibp", "--as-of", AS_OF)
    assert (ran.status, ran.out) == (3, "")
    assert "`zibo`" in ran.err


BAD_PROFILES = {
    "list.yaml": "- a\n- b\n",
    "empty.yaml": "",
    "bomb.yaml": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "twice.yaml": "format: 1\nformat: 1\n",
}


@pytest.mark.parametrize("name", sorted(BAD_PROFILES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_profile__faults_are_status_3_with_place_and_remedy(
    name: str, lang: str, cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(BAD_PROFILES[name], encoding="utf-8")
    ran = cli(
        "evaluate", ZIBO, "--profile", str(path), "--as-of", AS_OF, "--lang", lang
    )
    assert (ran.status, ran.out) == (3, "")
    assert name in ran.err
    checked = cli("check", str(path), "--lang", lang)
    assert checked.status == 3
    assert checked.out.startswith(ran.err)  # and where to read more


def test_profile__an_unknown_reading_is_status_3(cli: Cli) -> None:
    assert cli("evaluate", ZIBO, *JUDGE, "--reading", "T05=at_noon").status == 3


def test_evaluate__another_reading_moves_the_deadline(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket()), encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE, "--readings", "T04=counted, T09=dispatch")
    (handle,) = [d for d in ran.results[0]["deadlines"] if d["rule"] == "handle"]
    assert handle["due_text"] == "2021-03-05 24:00"
    assert handle["readings"]["T04"] == "counted"


def test_evaluate__outside_validity_is_applied_when_told_to(
    cli: Cli, file: Path
) -> None:
    file.write_text(line(ticket(at="2020-03-02T10:00:00+08:00")), encoding="utf-8")
    (refused,) = cli("evaluate", str(file), *JUDGE).results
    assert [d for d in refused["deadlines"] if d["rule"] == "handle"] == []
    assert refused["anomalies"]
    ran = cli("evaluate", str(file), *JUDGE, "--outside-validity", "apply")
    (applied,) = ran.results
    (handle,) = [d for d in applied["deadlines"] if d["rule"] == "handle"]
    assert handle["flags"] != []


def test_evaluate__known_at_leaves_out_what_was_recorded_later(
    cli: Cli, file: Path
) -> None:
    late = ticket()
    answer = {"type": "result_submitted", "at": "2021-03-05T10:00:00+08:00"}
    answer |= {"unit": "甲", "recorded_at": "2021-03-12T10:00:00+08:00"}
    late["events"].append(answer)
    file.write_text(line(late), encoding="utf-8")

    def state(*options: str) -> str:
        (result,) = cli("evaluate", str(file), *JUDGE, *options).results
        (handle,) = [d for d in result["deadlines"] if d["rule"] == "handle"]
        return str(handle["state"])

    assert state() == "met"
    assert state("--known-at", "2021-03-11T10:00:00+08:00") == "overdue"


def test_evaluate__now_is_the_real_clock(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket()), encoding="utf-8")
    ran = cli("evaluate", str(file), "--profile", "zibo", "--now")
    assert ran.status == 0
    assert ran.results[0]["as_of"] > "2026"


def test_fail_on__breach_is_4_and_only_when_asked(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket()), encoding="utf-8")
    assert cli("evaluate", str(file), *JUDGE).status == 0
    assert cli("evaluate", str(file), *JUDGE, "--fail-on", "breach").status == 4
    early = ["--profile", "zibo", "--as-of", "2021-03-05T09:00:00+08:00"]
    assert cli("evaluate", str(file), *early, "--fail-on", "breach").status == 0


def test_fail_on__undetermined_is_5(cli: Cli, file: Path) -> None:
    unknown = ticket()
    unknown["attributes"] = {}
    file.write_text(line(unknown), encoding="utf-8")
    judge = ["--profile", "qingyuan", "--as-of", AS_OF]
    assert cli("evaluate", str(file), *judge).status == 0
    ran = cli("evaluate", str(file), *judge, "--fail-on", "undetermined")
    assert ran.status == 5
    assert [m["fact"] for m in ran.results[0]["missing"]] == ["kind"]


def test_fail_on__unreadable_input_goes_before_a_breach(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket()) + "{\n", encoding="utf-8")
    assert cli("evaluate", str(file), *JUDGE, "--fail-on", "breach").status == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("city", "as_of"), [("zibo", AS_OF), ("qingyuan", "2024-03-20T09:00:00+08:00")]
)
def test_table__is_aligned_and_fits_a_terminal(
    city: str, as_of: str, lang: str, cli: Cli
) -> None:
    path = str(ROOT / f"examples/{city}.jsonl")
    options = ["--profile", city, "--as-of", as_of, "--format", "table", "--lang", lang]
    ran = cli("evaluate", path, *options)
    assert (ran.status, ran.err) == (0, "")
    head, rule, *rows = ran.out.splitlines()
    assert head.startswith("工单" if lang == "zh" else "history")
    starts = [i for i in range(len(rule)) if rule[i] == "-" and rule[i - 1 : i] != "-"]
    assert len(starts) == 8
    for row in rows[: rows.index("")]:
        assert display_width(row) <= 120
        if not row.lstrip().startswith(("→", "·", "?", "!")):
            for start in starts[1:]:
                assert cut(row, start)[-2:].strip() == "", row
    assert ("件；时限" if lang == "zh" else "in all; limits:") in ran.out


def cut(text: str, columns: int) -> str:
    """The part of a text that takes the first columns of a screen."""
    kept = ""
    for char in text.ljust(200):
        if display_width(kept) >= columns:
            return kept
        kept += char
    return kept


def test_table__names_what_is_missing_and_odd(cli: Cli, file: Path) -> None:
    unknown = ticket() | {"attributes": {}, "extra": 1}
    file.write_text(line(unknown), encoding="utf-8")
    judge = ["--profile", "qingyuan", "--as-of", AS_OF, "--format", "table"]
    ran = cli("evaluate", str(file), *judge)
    assert "? 缺少事实" in ran.out
    assert "! 历史里有不认识的键 `extra`" in ran.out
    assert "1 件有未定事项" in ran.out
    english = cli("evaluate", str(file), *judge, "--lang", "en")
    assert "? fact" in english.out
    assert "1 undetermined" in english.out


def test_table__a_long_id_is_never_cut(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket("DH20210301-000000123")), encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE, "--format", "table")
    assert "\nDH20210301-000000123\n" in ran.out


def test_table__what_rests_on_days_not_announced_has_a_star(
    cli: Cli, file: Path
) -> None:
    file.write_text(line(ticket(at="2031-03-03T10:00:00+08:00")), encoding="utf-8")
    judge = ["--profile", "qingyuan", "--as-of", "2031-03-04T09:00:00+08:00"]
    ran = cli("evaluate", str(file), *judge, "--format", "table")
    assert "进行中*" in ran.out
    assert "暂定" in ran.out.splitlines()[-1]


def test_table__no_histories_is_a_table_too(cli: Cli, file: Path) -> None:
    file.write_text("", encoding="utf-8")
    ran = cli("evaluate", str(file), *JUDGE, "--format", "table")
    assert (ran.status, ran.out) == (0, "\n共 0 件\n")


def test_replay__lists_changes_in_order_of_time(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket()), encoding="utf-8")
    ran = cli("replay", str(file), *JUDGE)
    assert ran.status == 0
    changes = ran.results
    assert all(
        set(change) >= {"id", "at", "list", "key", "field", "from", "to"}
        for change in changes
    )
    assert [c["at"] for c in changes] == sorted(c["at"] for c in changes)
    late = [c for c in changes if c["field"] == "state" and c["to"] == "overdue"]
    assert {c["at"] for c in late} == {"2021-03-09T00:00:00+08:00"}


def test_replay__tells_only_what_was_known(cli: Cli, file: Path) -> None:
    late = ticket()
    answer = {"type": "result_submitted", "at": "2021-03-05T10:00:00+08:00"}
    answer |= {"unit": "甲", "recorded_at": "2021-03-12T10:00:00+08:00"}
    late["events"].append(answer)
    file.write_text(line(late), encoding="utf-8")

    def states(*options: str) -> list[Any]:
        changes = cli("replay", str(file), *JUDGE, *options).results
        return [
            c["to"]
            for c in changes
            if c["key"] == "handle:甲:1" and c["field"] == "state"
        ]

    assert states() == ["met"]
    assert states("--known-at", "2021-03-11T10:00:00+08:00") == ["overdue"]


def test_explain__tells_article_and_arithmetic(cli: Cli) -> None:
    ran = cli("explain", ZIBO, *JUDGE, "--id", "ZB-RED")
    assert (ran.status, ran.err) == (0, "")
    assert "第十一条（三）" in ran.out
    assert "3月15日" in ran.out
    english = cli("explain", ZIBO, *JUDGE, "--id", "ZB-RED", "--lang", "en")
    assert english.status == 0
    assert english.out != ran.out


def test_explain__an_id_that_is_not_there_is_status_1(cli: Cli) -> None:
    ran = cli("explain", ZIBO, *JUDGE, "--id", "NOBODY")
    assert (ran.status, ran.out) == (1, "")
    assert "NOBODY" in ran.err


def test_explain__of_an_empty_file_asks_for_no_id(cli: Cli, file: Path) -> None:
    file.write_text("", encoding="utf-8")
    ran = cli("explain", str(file), *JUDGE)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "输入里没有任何历史，请核对导出的文件\n"


def test_explain__without_an_id_explains_all(cli: Cli, file: Path) -> None:
    file.write_text(line(ticket("A")) + line(ticket("B")), encoding="utf-8")
    ran = cli("explain", str(file), *JUDGE)
    assert ran.status == 0
    assert "A" in ran.out
    assert "B" in ran.out


@pytest.mark.parametrize("profile_id", ["zibo", "qingyuan", "shicheng"])
def test_check__bundled_profiles_are_clean(profile_id: str, cli: Cli) -> None:
    ran = cli("check", profile_id)
    assert (ran.status, ran.err) == (0, "")
    assert "警告" not in ran.out  # notes there may be


def _more(slug: str) -> str:
    return f"意思、例子、改法：hotline-rules check --explain {slug}\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check__explains_a_kind_of_fault(lang: str, cli: Cli) -> None:
    ran = cli("check", "--explain", "wrong-unit", "--lang", lang)
    assert ran.status == 0
    assert ran.out.startswith("# `wrong-unit`\n")
    assert "2 working days" in ran.out
    assert ("改成" in ran.out) == (lang == "zh")
    assert ("Write instead" in ran.out) == (lang == "en")


def test_check__explains_no_unknown_code(cli: Cli) -> None:
    ran = cli("check", "--explain", "wrong-units")
    assert ran.status == 2
    assert "wrong-unit?" in ran.err
    assert cli("check").status == 2
    ran = cli("check", "--explain", "../limits")
    assert (ran.status, ran.out) == (2, "")


def test_check__warnings_are_shown_and_do_not_fail(cli: Cli, tmp_path: Path) -> None:
    text = (ROOT / "tests/realdata/fifteen_days.yaml").read_text(encoding="utf-8")
    (tmp_path / "registers").mkdir()
    register = "TEST-1: {at: 第一条, gist: 甲}\nTEST-2: {at: 第二条, gist: 乙}\n"
    (tmp_path / "registers/test.yaml").write_text(register, encoding="utf-8")
    path = tmp_path / "city.yaml"
    path.write_text(text, encoding="utf-8")
    ran = cli("check", str(path))
    assert ran.status == 0
    assert "警告[uncited-clause]" in ran.out
    assert ran.out.endswith("1 个警告，1 条提示\n" + _more("uncited-clause"))


def test_check__more_is_said_of_the_worst_not_of_the_first(
    cli: Cli, tmp_path: Path
) -> None:
    text = (ROOT / "tests/realdata/fifteen_days.yaml").read_text(encoding="utf-8")
    (tmp_path / "registers").mkdir()
    register = "TEST-1: {at: 第一条, gist: 甲}\n"
    (tmp_path / "registers/test.yaml").write_text(register, encoding="utf-8")
    path = tmp_path / "city.yaml"
    path.write_text(text.replace("one_per: unit", "oneper: unit"), encoding="utf-8")
    warned = cli("check", "zibo", str(path))
    assert warned.out.index("提示[") < warned.out.index("错误[unknown-key]")
    assert warned.out.endswith(_more("unknown-key"))


def test_check__json_for_programs(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\nformat: 1\n", encoding="utf-8")
    ran = cli("check", str(path), "--format", "json")
    assert ran.status == 3
    assert "duplicate-key" in {fault["code"] for fault in ran.results}
    assert ran.out.isascii()


def test_check__a_line_for_each_fault(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\nformat: 1\ncity: A\n", encoding="utf-8")
    ran = cli("check", str(path), "zibo", "--format", "line")
    assert ran.status == 3
    found = [line.removeprefix(str(path)) for line in ran.out.splitlines()]
    assert any(line.startswith(":2:1: 错误[duplicate-key]: ") for line in found)
    assert all(
        re.match(r"\S*:\d+:\d+: (错误|警告|提示)\[[a-z-]+\]: ", x) for x in found
    )


def test_check__sarif_for_review_tools(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\nformat: 1\n", encoding="utf-8")
    ran = cli("check", str(path), "zibo", "--format", "sarif")
    assert ran.status == 3
    (run,) = json.loads(ran.out)["runs"]
    results = {result["ruleId"]: result for result in run["results"]}
    place = results["duplicate-key"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == path.as_uri()
    assert place["region"]["startLine"] == 2
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert "改成" in rules["duplicate-key"]["help"]["markdown"]


def test_check__a_bad_profile_does_not_hide_the_others(
    cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("[]", encoding="utf-8")
    ran = cli("check", str(path), "zibo")
    assert ran.status == 3
    assert "bad.yaml" in ran.out
    assert "profiles/zibo.yaml" in ran.out


def test_schema__is_a_json_schema(cli: Cli) -> None:
    ran = cli("schema")
    assert ran.status == 0
    assert "$schema" in json.loads(ran.out)


def test_schema__is_written_beside_profiles(cli: Cli, tmp_path: Path) -> None:
    ran = cli("schema", "--write", str(tmp_path))
    assert ran.status == 0
    assert "$schema=schema/profile.schema.json" in ran.out
    written = {path.name for path in (tmp_path / "schema").iterdir()}
    kinds = ("profile", "cases", "register", "calendar", "mapping")
    assert written == {f"{kind}.schema.json" for kind in kinds}
    for kind in kinds:
        text = (tmp_path / "schema" / f"{kind}.schema.json").read_text("utf-8")
        assert text == cli("schema", kind).out


def test_schema__that_cannot_be_written_is_told(cli: Cli, tmp_path: Path) -> None:
    ran = cli("schema", "--write", str(tmp_path / "nowhere"))
    assert ran.status == 2
    assert "nowhere" in ran.err


def test_calendar__prints_a_year(cli: Cli) -> None:
    ran = cli("calendar", "2026", "--region", "CN-GX")
    assert ran.status == 0
    assert "2026" in ran.out


@pytest.mark.parametrize(
    "command", ["evaluate", "replay", "explain", "check", "calendar", "schema"]
)
def test_help__every_subcommand_has_it(command: str, cli: Cli) -> None:
    ran = cli(command, "--help")
    assert ran.status == 0
    assert "usage: hotline-rules " + command in ran.out


def test_help__shows_examples_and_statuses(cli: Cli) -> None:
    ran = cli("--help")
    assert "示例" in ran.out
    assert "--fail-on breach" in ran.out
    assert cli("--version").out == "0.1.0\n"


def test_main__an_interrupt_is_quiet(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hotline_rules.cli.evaluate.begin", interrupted)
    assert cli("evaluate", ZIBO, *JUDGE) == Ran(130, "", "")


def test_main__a_fault_of_the_engine_names_the_history(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    # The name at the top is fetched once and kept: fetch it before it is broken.
    room = sys.modules["hotline_rules.evaluate"]
    assert hotline_rules.evaluate is not room  # type: ignore[comparison-overlap]
    monkeypatch.setattr(room, "evaluate", broken)
    with pytest.raises(ZeroDivisionError) as raised:
        cli("evaluate", ZIBO, *JUDGE)
    assert raised.value.__notes__ == [f"while judging ZB-ON-TIME ({ZIBO}:1)"]
