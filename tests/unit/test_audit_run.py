"""A run directory: gone on with, refused, damaged, and never half."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.adapters.database import StoreError
from hotline_rules.adapters.privacy import Pseudonyms
from hotline_rules.audit.crew import Crew
from hotline_rules.audit.errors import AuditError
from hotline_rules.audit.lock import locked
from hotline_rules.audit.parts import folder_of
from hotline_rules.audit.run import RunDirectory
from hotline_rules.audit.tables import TABLES
from hotline_rules.checker import check_inputs
from hotline_rules.evaluate import evaluate
from tests.support.audits import (
    Heard,
    audit,
    contents,
    held,
    request,
    rows,
    wide_export,
)

if TYPE_CHECKING:
    from hotline_rules.audit.asked import Request
    from hotline_rules.diagnostics import Text

COUNT = 25
LATER = 1_760_000_000  # after everything in the export


class BrokenOffError(Exception):
    """The run is broken off here."""


class Breaking(Heard):
    """Breaks the run off when a stage has done so much."""

    def __init__(self, title: str, done: int) -> None:
        super().__init__()
        self._at = (title, done)

    def stage(self, title: Text, total: int, unit: Text) -> None:
        super().stage(title, total, unit)
        if self._at == (title.en, 0):
            raise BrokenOffError

    def step(self, done: int, share: float | None = None) -> None:
        super().step(done, share)
        title, wanted = self._at
        if self._title == title and done >= wanted:
            raise BrokenOffError


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return wide_export("qingyuan", COUNT, tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="module")
def asked(export: tuple[Path, Path]) -> Request:
    return request(load_profile("qingyuan"), [export[0]], export[1], as_of=LATER)


@pytest.fixture(scope="module")
def undisturbed(asked: Request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    audit(asked, folder)
    return folder


def test_run__leaves_nothing_but_its_results(undisturbed: Path) -> None:
    assert {path.name for path in undisturbed.iterdir()} == {
        ".lock",
        "run.json",
        "rules",
        "tables",
        "manifest.json",
    }


@pytest.mark.parametrize(
    ("title", "done"), [("import", 0), ("judging", 0), ("judging", 14), ("tables", 3)]
)
def test_run__broken_off_and_gone_on_with_is_the_same(
    asked: Request, undisturbed: Path, tmp_path: Path, title: str, done: int
) -> None:
    folder = tmp_path / "run"
    with pytest.raises(BrokenOffError):
        audit(asked, folder, Breaking(title, done))
    assert not RunDirectory(folder).finished
    audit(asked, folder)
    assert contents(folder) == contents(undisturbed)


def test_run__does_not_judge_twice(asked: Request, tmp_path: Path) -> None:
    with pytest.raises(BrokenOffError):
        audit(asked, tmp_path / "run", Breaking("judging", 14))
    heard = Heard()
    audit(asked, tmp_path / "run", heard)
    steps = [done for title, done in heard.steps if title == "judging"]
    assert steps == [14, 21, 25]


def test_run__a_damaged_part_is_named_and_made_again(
    asked: Request, undisturbed: Path, tmp_path: Path
) -> None:
    folder, heard = tmp_path / "run", Heard()
    with pytest.raises(BrokenOffError):
        audit(asked, folder, Breaking("judging", 21))
    table = folder_of(folder / "parts", 2) / "events.arrow"
    table.write_bytes(table.read_bytes()[:-100])
    audit(asked, folder, heard)
    assert len(heard.said) == 1
    assert "第 2 段已损坏" in heard.said[0]
    assert "events.arrow" in heard.said[0]
    assert contents(folder) == contents(undisturbed)


def test_run__a_part_damaged_before_the_tables_stops_the_run(
    asked: Request, undisturbed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"

    class Damaging(Heard):
        def stage(self, title: Any, total: int, unit: Any) -> None:
            super().stage(title, total, unit)
            if title.en == "tables":
                (folder_of(folder / "parts", 1) / "tickets.arrow").write_bytes(b"")

    with pytest.raises(AuditError, match=r"tickets\.arrow 已损坏"):
        audit(asked, folder, Damaging())
    audit(asked, folder)
    assert contents(folder) == contents(undisturbed)


@pytest.mark.skipif(os.name == "nt", reason="a limit of POSIX")
@pytest.mark.parametrize("title", ["judging", "tables"])
def test_run__a_full_disk_stops_it_and_keeps_what_is_done(
    asked: Request, undisturbed: Path, tmp_path: Path, title: str
) -> None:
    import resource

    folder, before = tmp_path / "run", resource.getrlimit(resource.RLIMIT_FSIZE)

    class Cramped(Heard):
        def stage(self, title_: Text, total: int, unit: Text) -> None:
            super().stage(title_, total, unit)
            if title_.en == title:
                resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))

    try:
        with pytest.raises(AuditError, match="磁盘空间不够"):
            audit(asked, folder, Cramped())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    heard = Heard()
    audit(asked, folder, heard)
    judged = [done for stage, done in heard.steps if stage == "judging"]
    assert judged[0] == (0 if title == "judging" else COUNT)
    assert contents(folder) == contents(undisturbed)


def test_run__done_before_is_left_as_it_is(
    asked: Request, undisturbed: Path, tmp_path: Path
) -> None:
    folder, heard = tmp_path / "run", Heard()
    shutil.copytree(undisturbed, folder)
    outcome = audit(asked, folder, heard)
    assert heard.said == ["这里早已做完，结果没有变"]
    assert heard.steps == []
    assert outcome.account.complete
    assert outcome.account.tally.judged == outcome.run.count("tickets")


def test_run__a_result_that_was_changed_is_named_and_made_again(
    asked: Request, undisturbed: Path, tmp_path: Path
) -> None:
    folder, heard = tmp_path / "run", Heard()
    shutil.copytree(undisturbed, folder)
    (folder / "tables" / "penalties.parquet").write_bytes(b"better")
    (folder / "tables" / "rungs.parquet").unlink()
    audit(asked, folder, heard)
    assert heard.said == [
        "做完之后有文件变了，重新做：tables/penalties.parquet, tables/rungs.parquet"
    ]
    assert contents(folder) == contents(undisturbed)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"as_of": 1_600_000_000}, "options.as_of"),
        ({"with_text": True}, "options.with_text"),
        ({"a_part": 8}, "options.tickets_a_part: 7 → 8"),
        ({"lang": "en"}, "options.lang"),
    ],
)
def test_run__another_question_is_refused_and_told(
    asked: Request, undisturbed: Path, change: dict[str, Any], named: str
) -> None:
    before = contents(undisturbed)
    with pytest.raises(AuditError) as caught:
        audit(replace(asked, **change), undisturbed)
    assert named in caught.value.message.zh
    assert caught.value.message.zh.count("→") == 1
    assert contents(undisturbed) == before


def test_run__the_same_in_other_words_is_gone_on_with(
    asked: Request, undisturbed: Path
) -> None:
    before = contents(undisturbed)
    audit(replace(asked, command=("hotline-rules", "audit")), undisturbed)
    assert contents(undisturbed) == before


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"format": 1'])
def test_run__a_damaged_question_is_told(
    asked: Request, tmp_path: Path, damage: bytes
) -> None:
    (tmp_path / "run.json").write_bytes(damage)
    with pytest.raises(AuditError, match=r"不同之处：run\.json"):
        audit(asked, tmp_path)


def test_run__another_file_or_reading_is_refused_and_told(
    asked: Request, export: tuple[Path, Path], undisturbed: Path, tmp_path: Path
) -> None:
    other = tmp_path / export[0].name
    other.write_bytes(export[0].read_bytes() + b"\n")
    with pytest.raises(AuditError, match=r"inputs\[1\]\.bytes"):
        audit(replace(asked, files=(other,)), undisturbed)
    profile = load_profile("qingyuan", readings={"T04": "counted"})
    with pytest.raises(AuditError, match=r"profile\.readings\.T04"):
        audit(replace(asked, profile=profile), undisturbed)


def test_run__an_export_that_changes_meanwhile_is_refused_and_may_be_read_anew(
    export: tuple[Path, Path], asked: Request, tmp_path: Path
) -> None:
    changing = tmp_path / "export.csv"
    changing.write_bytes(export[0].read_bytes())

    class Appending(Heard):
        def stage(self, title: Text, total: int, unit: Text) -> None:
            super().stage(title, total, unit)
            if title.en == "import":
                changing.write_bytes(changing.read_bytes() + b"\n")

    here = replace(asked, files=(changing,))
    with pytest.raises(StoreError, match="它被别的程序改动了"):
        audit(here, tmp_path / "run", Appending())
    assert contents(tmp_path / "run") == {}
    assert audit(here, tmp_path / "run").account.holds


def test_run__goes_on_with_an_export_named_in_another_way(
    asked: Request,
    undisturbed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (file,) = asked.files
    for title, done in (("import", 0), ("judging", 14)):
        folder = tmp_path / title
        with pytest.raises(BrokenOffError):
            audit(asked, folder, Breaking(title, done))
        monkeypatch.chdir(file.parent)
        audit(replace(asked, files=(Path(file.name),)), folder)
        assert contents(folder) == contents(undisturbed)


def test_run__files_of_one_name_are_called_as_they_were_first(
    asked: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = asked.files[0].read_bytes().splitlines(keepends=True)
    files = [tmp_path / name / "a.csv" for name in ("one", "two")]
    for file, part in zip(files, (lines[1:3], lines[3:5]), strict=True):
        file.parent.mkdir()
        file.write_bytes(b"".join((lines[0], *part)))
    folder = tmp_path / "run"
    with pytest.raises(BrokenOffError):
        audit(replace(asked, files=tuple(files)), folder, Breaking("judging", 0))
    monkeypatch.chdir(tmp_path)
    shorter = tuple(file.relative_to(tmp_path) for file in files)
    outcome = audit(replace(asked, files=shorter), folder)
    named = [str(file) for file in files]
    assert [one["file"] for one in outcome.run.manifest["inputs"]] == named
    assert {row["file"] for row in rows(outcome, "tickets")} == set(named)


def test_crew__closes_what_it_has_open_before_files_are_deleted() -> None:
    class Opened:
        open = True

        def __call__(self, task: int) -> int:
            return task + 1

        def close(self) -> None:
            self.open = False

    opened = Opened()
    with Crew(1, lambda orders, say: opened, None, print) as crew:
        assert list(crew.work([1])) == [(1, 2)]
        assert opened.open
    assert not opened.open


def test_run__a_folder_of_something_else_is_left_alone(
    asked: Request, tmp_path: Path
) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"my own")
    with pytest.raises(AuditError, match=r"thesis\.docx"):
        audit(asked, tmp_path)
    assert contents(tmp_path) == {"thesis.docx": b"my own"}


def test_run__two_at_once_are_kept_apart(asked: Request, tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(AuditError, match="另有一次运行正在进行"):
        audit(asked, tmp_path)
    audit(asked, tmp_path)


def test_run__a_missing_file_is_named(asked: Request, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match=r"没有 .*gone\.csv 这个文件"):
        audit(replace(asked, files=(tmp_path / "gone.csv",)), tmp_path / "run")


def test_run__a_file_of_which_nothing_is_read_leaves_no_run(
    asked: Request, tmp_path: Path, export: tuple[Path, Path]
) -> None:
    other, heard = tmp_path / "other.csv", Heard()
    other.write_text("编号,时间\n1,2021-03-01\n", encoding="utf-8")
    with pytest.raises(AuditError, match="一行也没有读出来"):
        audit(replace(asked, files=(other,)), tmp_path / "run", heard)
    assert "派单时间" in heard.said[0]
    assert audit(asked, tmp_path / "run").account.complete


def test_run__an_engine_that_fails_on_a_ticket_goes_on_loudly(
    asked: Request, undisturbed: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    victim = held("qingyuan", COUNT)[3]["id"]

    def failing(profile: Any, history: Any, **more: Any) -> Any:
        if history.id == victim:
            raise ZeroDivisionError("a fault of ours")
        return evaluate(profile, history, **more)

    monkeypatch.setattr("hotline_rules.audit.judging.evaluate", failing)
    heard = Heard()
    outcome = audit(asked, tmp_path / "run", heard)
    assert not outcome.account.complete
    assert len(heard.said) == 1
    assert victim in heard.said[0]
    assert "Traceback" in heard.said[0]
    assert [(row["code"], row["text"]) for row in rows(outcome, "set_aside")] == [
        ("engine-error", victim)
    ]
    assert outcome.account.holds
    whole = RunDirectory(undisturbed)
    assert outcome.run.count("tickets") == whole.count("tickets") - 1


def test_run__a_failure_half_way_leaves_no_rows_of_the_ticket(
    asked: Request, tmp_path: Path, monkeypatch: Any
) -> None:
    def failing(*_: Any) -> Any:
        raise KeyError("while writing")

    monkeypatch.setattr("hotline_rules.audit.rows.deadline_sentence", failing)
    outcome = audit(asked, tmp_path / "run", Heard())
    known = {row["ticket"] for row in rows(outcome, "tickets")}  # without any limit
    assert {row["ticket"] for row in rows(outcome, "events")} == known
    assert outcome.account.holds
    assert outcome.account.tally.aside == COUNT - len(known) > 0


def test_run__histories_after_the_instant_are_counted_not_lost(
    asked: Request, tmp_path: Path
) -> None:
    outcome = audit(replace(asked, as_of=0), tmp_path / "run")
    assert outcome.account.complete
    assert outcome.run.count("tickets") == 0
    assert outcome.account.tally.after == COUNT
    assert f"没有任何记录的 {COUNT} 条" in outcome.account.sentences()[-1].zh


def test_run__free_text_is_kept_only_when_asked_for(
    asked: Request, undisturbed: Path, tmp_path: Path
) -> None:
    audit(replace(asked, with_text=True), tmp_path / "run")
    payloads = [
        [
            json.loads(text)
            for batch in RunDirectory(folder).tables("events", ["payload"])
            for text in batch["payload"].to_pylist()
            if text
        ]
        for folder in (undisturbed, tmp_path / "run")
    ]
    without, with_text = ({key for one in each for key in one} for each in payloads)
    assert with_text - without >= {"reason", "caller_ref"}
    assert without >= {"decision", "channel", "result_ok"}


def test_run__pseudonyms_leave_no_id_in_any_file(
    asked: Request, tmp_path: Path
) -> None:
    names = replace(asked, pseudonyms=Pseudonyms(b"0123456789abcdef"), with_text=True)
    outcome = audit(names, tmp_path / "run")
    assert all(row["id"].startswith("p") for row in rows(outcome, "tickets"))
    for table in outcome.run.manifest["counts"]:
        shown = str(rows(outcome, table))
        assert "QY-000000" not in shown, table
    assert outcome.run.manifest["options"]["pseudonymised"] == (
        names.pseudonyms.fingerprint
    )


def test_run__a_second_auditor_has_the_rules(asked: Request, undisturbed: Path) -> None:
    copied = load_profile(undisturbed / "rules" / "qingyuan.yaml")
    assert copied.digest == asked.profile.digest == asked_of(undisturbed)["digest"]


def asked_of(folder: Path) -> Any:
    return RunDirectory(folder).manifest["profile"]


def test_manifest__depends_on_nothing_but_the_question(
    asked: Request, export: tuple[Path, Path], undisturbed: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    file = moved / export[0].name
    shutil.copy(export[0], file)
    audit(replace(asked, files=(file,)), tmp_path / "run")
    one, other = (
        (folder / "manifest.json").read_text(encoding="utf-8")
        for folder in (undisturbed, tmp_path / "run")
    )
    assert str(tmp_path) not in other
    assert json.loads(one)["inputs"] == json.loads(other)["inputs"]


def test_tables__do_not_say_where_the_exports_lay(
    asked: Request, export: tuple[Path, Path], tmp_path: Path
) -> None:
    tables = []
    for where in ("here", "far/away"):
        folder = tmp_path / where
        folder.mkdir(parents=True)
        lines = export[0].read_text(encoding="utf-8-sig").splitlines(keepends=True)
        file = folder / "twice.csv"
        file.write_text("".join([*lines, lines[1]]), encoding="utf-8")
        archive = folder / "same.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr(zipfile.ZipInfo("inner.csv"), file.read_bytes())
        outcome = audit(replace(asked, files=(file, archive)), folder / "run")
        assert "与 twice.csv:2 重复" in str(rows(outcome, "set_aside"))
        assert "'same.zip/inner.csv'" in str(rows(outcome, "set_aside"))
        tables.append([rows(outcome, name) for name in TABLES])
    assert str(tmp_path) not in str(tables)
    assert tables[0] == tables[1]


def test_run__half_a_character_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "odd.jsonl"
    sent = {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "unit": "\ud800甲"}
    odd = {**sent, "type": "\udc00", "\ud801": "\ud802"}
    one = {"id": "1", "attributes": {"kind": "\ud800"}, "events": [sent, odd]}
    file.write_text(json.dumps(one), encoding="ascii")
    asked = request(load_profile("qingyuan"), [file], with_text=True)
    outcome = audit(asked, tmp_path / "run")
    assert outcome.account.tally.judged == 1
    assert [row["unit"] for row in rows(outcome, "tickets")] == ["\\ud800甲"]


def test_run__a_file_whose_name_is_not_utf8_is_judged(
    asked: Request, export: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / os.fsdecode("三月.csv".encode("gbk"))
    shutil.copy(export[0], file)
    outcome = audit(replace(asked, files=(file,)), tmp_path / "run")
    assert outcome.account.complete
    assert outcome.run.manifest["inputs"][0]["file"].endswith(".csv")
    assert list(check_inputs(outcome.run.manifest, [file])) == []
