"""Rows gathered on disk: nothing lost, nothing twice, whatever happens in between."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.adapters.database import (
    BegunOtherwise,
    ChangingFile,
    StoreError,
)
from hotline_rules.adapters.model import Finding, Place, SetAside
from hotline_rules.adapters.privacy import Pseudonyms, without_text
from hotline_rules.adapters.settle import Settling
from hotline_rules.adapters.store import Store
from hotline_rules.diagnostics import FaultyFileError, Text, codes, diagnostic
from hotline_rules.history import parse_history
from tests.support.exports import Broken, Line, Made, Said, contents, event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NINE, TEN, ELEVEN = (f"2021-03-01T{hour:02}:00:00+08:00" for hour in (9, 10, 11))
SENT = event("dispatched", NINE, unit="甲局")
DONE = event("result_submitted", TEN, unit="甲局")


def whole(id_: str, *events: Any, **attributes: Any) -> Said:
    return Said(id_, events, attributes, whole=True)


def step(id_: str, one: Any, **attributes: Any) -> Said:
    return Said(id_, (one,), attributes)


class Import:
    """A folder with the files of a made export, and what became of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "store.db"
        self._opened: list[Store] = []

    def run(
        self, source: Made, pseudonyms: Pseudonyms | None = None, **options: Any
    ) -> Store:
        for name in source.files:
            if not (self.folder / name).exists():
                (self.folder / name).write_text(name)
        store = Store(self.path, pseudonyms)
        self._opened.append(store)
        try:
            store.take_from(source, [self.folder / n for n in source.files], **options)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        for store in self._opened:
            store.close()

    def of(self, *lines: Line, **options: Any) -> Store:
        return self.run(Made({"a.csv": {None: lines}}, **options))


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Import]:
    with closing(Import(tmp_path)) as made:
        yield made


def histories(store: Store) -> list[dict[str, Any]]:
    return [one.history for one in store.histories(1, store.count + 1)]


def codes_of(found: Any) -> list[str]:
    return [one.code for one in found]


# --- gathering ------------------------------------------------------------------------


def test_wide__a_row_is_a_history(imported: Import) -> None:
    store = imported.of(whole("Z-1", SENT, DONE, kind="request"))
    (one,) = store.histories(1, 2)
    assert (one.number, one.rows, one.id) == (1, 1, "Z-1")
    assert str(one.place) == f"{imported.folder}/a.csv:2"
    assert one.history == {
        "id": "Z-1",
        "subject": "ticket",
        "attributes": {"kind": "request"},
        "events": [SENT, DONE],
    }
    assert parse_history(one.history).id == "Z-1"


def test_long__rows_in_any_order_over_files_come_together(imported: Import) -> None:
    source = Made(
        {
            "b.csv": {None: [step("Z-2", DONE), step("Z-1", DONE)]},
            "a.csv": {None: [step("Z-1", SENT, kind="request"), step("Z-3", SENT)]},
        }
    )
    store = imported.run(source)
    found = list(store.histories(1, store.count + 1))
    assert [(one.number, one.id, one.rows) for one in found] == [
        (1, "Z-2", 1),
        (2, "Z-1", 2),
        (3, "Z-3", 1),
    ]
    assert found[1].history["events"] == [DONE, SENT]
    assert found[1].history["attributes"] == {"kind": "request"}
    assert str(found[1].place).endswith("b.csv:3")


def test_histories__from_a_number_to_before_another(imported: Import) -> None:
    store = imported.of(*(whole(f"Z-{n}", SENT) for n in range(1, 8)))
    assert [one.id for one in store.histories(3, 5)] == ["Z-3", "Z-4"]
    assert list(store.histories(8, 20)) == []


def test_an_id__is_one_up_to_blanks_around_it(imported: Import) -> None:
    store = imported.of(step("Z-1", SENT), step(" Z-1 ", DONE))
    assert store.count == 1
    assert store.balance().holds


def test_an_id__of_another_subject_is_another_history(imported: Import) -> None:
    store = imported.of(Said("甲局", [SENT]), Said("甲局", [DONE], subject="unit"))
    assert [one["subject"] for one in histories(store)] == ["ticket", "unit"]


def test_what_is_odd_about_a_row__is_listed_under_its_unit(imported: Import) -> None:
    again = event("dispatched", TEN, unit="乙局")
    lines = [Said("1", [SENT, again, DONE], findings=("odd",)), Said("2", (), {})]
    lines.append(Said("3", [event("closed")], findings=("odd",)))
    found = [one for one in imported.of(*lines).findings() if one.code == "odd"]
    assert [one.unit for one in found] == ["乙局", None]


def test_a_whole_character__of_two_halves_is_left_alone(imported: Import) -> None:
    unit = "\N{CJK UNIFIED IDEOGRAPH-20000}\\ud800"
    (one,) = histories(imported.of(step("1", event("dispatched", unit=unit))))
    assert one["events"][0]["unit"] == unit


def test_half_a_character__is_kept_as_an_escape(imported: Import) -> None:
    store = imported.of(step("Z\ud800", event("dispatched", unit="\udfff甲")))
    (one,) = histories(store)
    assert one["id"] == "Z\\ud800"
    assert one["events"][0]["unit"] == "\\udfff甲"


# --- repeats and contradictions -------------------------------------------------------


def test_the_same_row_twice__the_second_is_set_aside(imported: Import) -> None:
    store = imported.of(whole("Z-1", SENT, a=1, b=2), whole("Z-1", SENT, b=2, a=1))
    (aside,) = store.set_aside()
    assert (aside.code, aside.place.row) == ("repeated-row", 3)
    assert "a.csv:2" in aside.reason.zh
    assert "甲局" in aside.text
    assert list(store.findings())[2:] == []


def test_an_event_exported_twice__counts_once(imported: Import) -> None:
    store = imported.of(
        step("Z-1", SENT, kind="request"),
        step("Z-1", DONE),
        step("Z-1", SENT, kind="request"),
        step("Z-1", SENT, kind=None),
    )
    assert histories(store)[0]["events"] == [SENT, DONE]
    assert [(one.code, one.place.row) for one in store.set_aside()] == [
        ("repeated-row", 4),
        ("repeated-row", 5),
    ]


def test_wide_rows_that_contradict__the_first_is_used(imported: Import) -> None:
    later = event("result_submitted", ELEVEN, unit="甲局")
    store = imported.of(
        whole("Z-1", SENT, DONE, kind="request"),
        whole("Z-1", SENT, later, kind="consultation"),
    )
    assert histories(store)[0]["events"] == [SENT, DONE]
    (aside,) = store.set_aside()
    assert (aside.code, aside.place.row) == ("contradicting-row", 3)
    assert "工单类别、“反馈办理结果”的时间" in aside.reason.zh
    assert "repeated: last" in aside.reason.zh
    found = list(store.findings())[-1]
    assert (found.code, found.ticket, found.unit) == (
        "contradicting-rows",
        "Z-1",
        "甲局",
    )


def test_wide_rows_that_contradict__the_last_where_the_mapping_says_so(
    imported: Import,
) -> None:
    rows = [whole("Z-1", SENT, kind=kind) for kind in ("a", "b", "c")]
    store = imported.of(*rows, repeated="last")
    assert histories(store)[0]["attributes"] == {"kind": "c"}
    asides = list(store.set_aside())
    assert [one.place.row for one in asides] == [2, 3]
    assert "对照表写明用最后一行" in asides[0].reason.zh


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_fuller_row__is_used_whichever_came_first(
    imported: Import, order: tuple[int, int]
) -> None:
    rows = (whole("Z-1", SENT), whole("Z-1", SENT, DONE, kind="request"))
    store = imported.of(rows[order[0]], rows[order[1]])
    assert histories(store)[0]["events"] == [SENT, DONE]
    (aside,) = store.set_aside()
    assert (aside.code, aside.place.row) == ("outgrown-row", 2 + order.index(0))
    assert store.balance().holds


def test_attributes_that_differ__the_first_counts_and_it_is_told_once(
    imported: Import,
) -> None:
    store = imported.of(
        step("Z-1", SENT, level=None),
        step("Z-1", DONE, level="city"),
        step("Z-1", event("closed", ELEVEN, unit="乙局"), level="county"),
        step("Z-1", event("archived", ELEVEN), level="provincial"),
    )
    assert histories(store)[0]["attributes"] == {"level": "city"}
    (found,) = [one for one in store.findings() if one.code == "attribute-differs"]
    assert found.place is not None
    assert (found.place.row, found.unit) == (4, "乙局")
    assert "层级在" in found.message.zh
    assert "a.csv:3" in found.message.zh


def test_an_event_with_other_attributes__counts_once_and_they_are_kept(
    imported: Import,
) -> None:
    store = imported.of(step("Z-1", SENT), step("Z-1", SENT, kind="request"))
    assert histories(store) == [
        {
            "id": "Z-1",
            "subject": "ticket",
            "attributes": {"kind": "request"},
            "events": [SENT],
        }
    ]
    assert "repeated-event" in codes_of(store.findings())
    assert store.balance().total.used == 2


def test_events_of_one_instant_that_differ__both_are_used(imported: Import) -> None:
    other = {**SENT, "role": "co"}
    store = imported.of(step("Z-1", SENT), step("Z-1", other), step("Z-2", SENT))
    assert histories(store)[0]["events"] == [SENT, other]
    found = [one for one in store.findings() if one.code == "events-at-once"]
    assert [(one.ticket, one.unit) for one in found] == [("Z-1", "甲局")]
    assert list(store.set_aside()) == []


def test_a_whole_row_and_steps__add_up(imported: Import) -> None:
    store = imported.of(step("Z-1", DONE), whole("Z-1", SENT, kind="request"))
    assert histories(store)[0]["events"] == [DONE, SENT]
    assert histories(store)[0]["attributes"] == {"kind": "request"}


# --- what is odd about the whole ------------------------------------------------------


WIDE = "ZB-1".translate({ord(one): ord(one) + 0xFEE0 for one in "ZB-1"})


def test_ids_that_differ_by_next_to_nothing__are_told(imported: Import) -> None:
    store = imported.of(
        *(step(one, SENT) for one in ("ZB-1", "zb-1", WIDE, "Z B-1", "ZB-2")),
        *(step(one, SENT) for one in ("0042", "42", "4200")),
    )
    found = [one for one in store.findings() if one.code == "similar-ids"]
    assert [one.ticket for one in found] == ["42", "zb-1", WIDE, "Z B-1"]
    assert store.count == 8


def of_unit(id_: str, unit: str, month: str) -> Said:
    return step(id_, event("dispatched", f"{month}-02T09:00:00+08:00", unit=unit))


def test_units_that_differ_by_width__are_told(imported: Import) -> None:
    store = imported.of(
        of_unit("1", "甲局A", "2021-01"), of_unit("2", "甲局\uff21", "2021-01")
    )
    found = [one for one in store.findings() if one.code.endswith(("units", "renamed"))]
    assert [(one.code, one.unit) for one in found] == [("similar-units", "甲局\uff21")]


def busy(*units: tuple[str, str, str]) -> list[Said]:
    """Rows of units from a month to another, enough of each to be taken for one."""
    return [
        of_unit(f"{unit}-{month}-{number}", unit, month)
        for unit, first, last in units
        for month in (first, last)
        for number in (1, 2)
    ]


def renamed(store: Store) -> list[str | None]:
    return [one.unit for one in store.findings() if one.code == "maybe-renamed"]


def test_a_unit_renamed_in_mid_year__is_guessed(imported: Import) -> None:
    store = imported.of(
        *busy(
            ("市环境保护局", "2021-01", "2021-05"),
            ("市生态环境局", "2021-06", "2021-09"),
            ("市教育局", "2021-06", "2021-09"),  # begins then, is called otherwise
            ("环境保护局", "2021-09", "2021-09"),  # begins too late
            ("市环境保护总局", "2021-03", "2021-09"),  # beside it, not after it
        )
    )
    assert renamed(store) == ["市生态环境局"]
    said = [one.message.zh for one in store.findings() if one.code == "maybe-renamed"]
    assert "市环境保护局` 最后见于 2021-05-02" in said[0]


def test_a_renamed_unit__may_finish_what_it_began_under_its_old_name(
    imported: Import,
) -> None:
    def in_march(day: int, unit: str) -> Said:
        at = f"2021-03-{day:02}T09:00:00+08:00"
        return step(f"{unit}{day}", event("closed", at, unit=unit))

    rows = [
        *busy(("市环境保护局", "2021-01", "2021-02")),
        in_march(20, "市环境保护局"),  # sent in February
        *(in_march(day, "市生态环境局") for day in (1, 2, 31)),
        *busy(("市教育局", "2021-01", "2021-04")),
    ]
    assert renamed(imported.of(*rows)) == ["市生态环境局"]


def test_units_that_the_mapping_names__are_not_guessed_again(
    imported: Import,
) -> None:
    rows = busy(
        ("市环境保护局", "2021-01", "2021-05"), ("市生态环境局", "2021-06", "2021-09")
    )
    names = frozenset({"市环境保护局", "市生态环境局"})
    assert renamed(imported.run(Made({"a.csv": {None: rows}}, renamed=names))) == []
    other = Made({"b.csv": {None: rows}}, renamed=frozenset({"市生态环境局"}))
    imported.path = imported.folder / "other.db"
    assert renamed(imported.run(other)) == ["市生态环境局"]


def test_units_that_only_look_renamed__are_not_guessed(imported: Import) -> None:
    store = imported.of(
        *busy(
            ("第一中学", "2021-01", "2021-05"),
            ("第二中学", "2021-06", "2021-09"),  # another of its kind
            ("张店区政府办", "2021-01", "2021-05"),
            ("临淄区政府办", "2021-06", "2021-09"),  # two as near as each other
            ("博山区政府办", "2021-06", "2021-09"),
        ),
        of_unit("x", "市档案局", "2021-05"),  # seen once
        *(  # both in the first month of the data, both in the last
            step(f"{unit}{n}", event("closed", f"{day}T09:00:00+08:00", unit=unit))
            for unit, day in (
                ("市水利局", "2021-01-01"),
                ("市水务局", "2021-01-09"),
                ("县文化局", "2021-09-01"),
                ("县文旅局", "2021-09-09"),
            )
            for n in range(3)
        ),
        *busy(("市档案馆局", "2021-06", "2021-09")),
    )
    assert renamed(store) == []


def test_one_file_under_two_names__is_told_and_repeats(imported: Import) -> None:
    for name in ("a.csv", "b.csv"):
        (imported.folder / name).write_text("same")
    lines = [whole("Z-1", SENT)]
    store = imported.run(Made({"a.csv": {None: lines}, "b.csv": {None: lines}}))
    assert "same-file-twice" in codes_of(store.findings())
    assert codes_of(store.set_aside()) == ["repeated-row"]


# --- histories that are not whole -----------------------------------------------------


def found(store: Store, code: str) -> list[tuple[str | None, str | None, int]]:
    return [
        (one.ticket, one.unit, one.place.row if one.place else 0)
        for one in store.findings()
        if one.code == code
    ]


def test_a_ticket_whose_other_row_was_set_aside__is_told(imported: Import) -> None:
    store = imported.of(
        step("Z-1", SENT),
        Broken("no time", of="Z-1"),
        step("Z-2", SENT),
        Broken("no id at all"),
        Broken("a ticket that has no other row", of="Z-3"),
    )
    assert found(store, "lacks-rows") == [("Z-1", "甲局", 3)]


def test_rows_of_nobody_knows_which_ticket__are_counted(imported: Import) -> None:
    store = imported.of(
        whole("Z-1", SENT),
        whole("Z-1", SENT),
        whole("Z-1", event("dispatched", SENT["at"], unit="乙局")),
        Broken("no time", of="Z-1"),
        Broken("no id at all"),
        Broken("cut in two", code="cut-off"),
        Broken("工单编号,操作", code="headings-again"),
    )
    balance = store.balance()
    assert balance.of_nobody == 2
    assert balance.to_dict()["of_nobody"] == 2
    assert balance.sentences()[-1].zh.startswith("其中 2 行认不出属于哪一件")


def test_rows_of_which_nothing_is_lost__are_not_told(imported: Import) -> None:
    store = imported.of(
        step("Z-1", SENT),
        step("Z-1", SENT),
        Broken("打印", of="Z-1", code="operation-not-used"),
    )
    assert len(list(store.set_aside())) == 2
    assert found(store, "lacks-rows") == []


def test_the_ticket_that_lacks_a_row__is_named_by_its_pseudonym(
    imported: Import,
) -> None:
    names = Pseudonyms(b"a key that is long enough")
    lines: list[Line] = [step("Z-1", SENT), Broken("no time", of="Z-1")]
    store = imported.run(Made({"a.csv": {None: lines}}), names)
    assert found(store, "lacks-rows") == [(names.of("Z-1"), "甲局", 3)]
    assert "Z-1" not in imported.path.read_bytes().decode("latin-1")


def test_a_cell_that_is_no_time__is_not_quoted_beside_pseudonyms() -> None:
    said = Text("“时间”的 `张三 138` 读不出时间", "`张三 138` is no time")
    one = SetAside(Place("a.csv", None, 2), "张三 138", "unreadable-time", said)
    left = without_text(one)
    assert (left.text, left.reason.zh) == ("", "“时间”的 `…` 读不出时间")
    assert left.reason.en == "`…` is no time"


def test_an_id_without_any_event__is_told(imported: Import) -> None:
    store = imported.of(
        whole("Z-1", SENT),
        whole("合计"),
        step("Z-2", DONE, kind="request"),
        Said("Z-2", (), {"kind": "request", "level": "city"}),
    )
    assert found(store, "no-event") == [("合计", None, 3)]
    assert store.balance().histories == 3


# --- the balance ----------------------------------------------------------------------


def test_the_balance__of_each_file_and_of_all(imported: Import) -> None:
    source = Made(
        {
            "a.csv": {None: [step("1", SENT), Broken("x"), step("1", DONE)]},
            "b.csv": {None: [step("1", SENT)]},
        }
    )
    balance = imported.run(source).balance()
    assert [(one.read, one.used, one.set_aside) for one in balance.files] == [
        (3, 2, 1),
        (1, 0, 1),
    ]
    assert (balance.histories, balance.holds) == (1, True)
    said = balance.sentences()[2]
    assert said.zh == "共读入 4 行 = 用上 2 行（合成 1 条历史）+ 放到一边 2 行"
    assert said.en == "4 rows read = 2 used (in 1 histories) + 2 set aside"


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM pieces WHERE rowid = 1",
        "INSERT INTO set_aside SELECT 1, 9, 'x', '', '', '', NULL",
        "UPDATE sheets SET taken = taken + 1",
        "INSERT INTO histories (id, subject) VALUES ('?', 'ticket')",
        "UPDATE pieces SET ticket = 1",
    ],
)
def test_the_balance__fails_when_the_store_was_meddled_with(
    imported: Import, damage: str
) -> None:
    imported.of(step("1", SENT), step("2", SENT)).close()
    with sqlite3.connect(imported.path) as database:
        database.execute(damage)
    database.close()
    with Store(imported.path) as store:
        balance = store.balance()
    assert not balance.holds
    assert "对不上" in balance.sentences()[-1].zh


def test_files_that_cannot_be_read__are_named_and_the_rest_is_taken(
    imported: Import,
) -> None:
    store = imported.run(Made({"a.csv": {}, "b.csv": {None: [step("1", SENT)]}}))
    balance = store.balance()
    assert [Path(name).name for name in balance.unread] == ["a.csv"]
    assert (balance.histories, balance.holds) == (1, True)


def test_a_sheet_the_mapping_does_not_fit__is_set_aside_row_by_row(
    imported: Import,
) -> None:
    headline = Text("没有“编号”这一列", "there is no column")
    unfit = FaultyFileError([diagnostic(codes.BAD_FORM, None, headline)], {})
    sheets: dict[str | None, Sequence[Line]] = {
        "说明": [step("?", SENT), Broken("x")],
        "工单": [step("1", SENT)],
    }
    store = imported.run(Made({"a.xlsx": sheets}, unfit={"说明": unfit}))
    assert [(one.code, one.place.sheet) for one in store.set_aside()] == [
        ("sheet-not-mapped", "说明"),
        ("nul-byte", "说明"),
    ]
    assert next(store.set_aside()).text == ""  # the mapping names none of its columns
    assert store.balance().holds
    assert store.balance().unread == ()


def test_a_file_whose_sheets_all_do_not_fit__is_not_read(imported: Import) -> None:
    unfit = FaultyFileError([], {})
    store = imported.run(
        Made({"a.csv": {None: [step("1", SENT)]}}, unfit={None: unfit})
    )
    assert len(store.balance().unread) == 1
    assert store.balance().total.read == 0


# --- interrupted ----------------------------------------------------------------------

LONG: list[Line] = [
    step("1", SENT, kind="a"),
    Said("2", [SENT], findings=("odd",)),
    Broken("x"),
    step("1", DONE, kind="b"),
    step("2", SENT),
    step("3", SENT),
    Broken("y"),
    step("1", SENT),
    step("3", {**SENT, "role": "co"}),
]


def sheets_of(lines: list[Line]) -> dict[str, dict[str | None, Any]]:
    return {
        "a.xlsx": {"一": lines[:4], "二": lines[4:6]},
        "b.csv": {None: lines[6:]},
    }


def interrupted_at(place: int) -> dict[str, dict[str | None, Any]]:
    return sheets_of(
        [KeyboardInterrupt() if n == place else one for n, one in enumerate(LONG)]
    )


@pytest.mark.parametrize("rows_a_batch", [1, 2, 100])
def test_interrupted_anywhere__it_goes_on_and_ends_the_same(
    tmp_path: Path, rows_a_batch: int
) -> None:
    names = list(sheets_of(LONG))
    for name in names:
        (tmp_path / name).write_text(name)
    files = [tmp_path / name for name in names]

    def take(path: Path, sheets: dict[str, dict[str | None, Any]]) -> Made:
        source = Made(sheets)
        with Store(path) as store:
            store.take_from(source, files, rows_a_batch=rows_a_batch)
        return source

    take(tmp_path / "whole.db", sheets_of(LONG))
    expected = contents(tmp_path / "whole.db")
    assert {row[1] for row in expected["findings"]} == {
        "encoding",
        "columns-not-read",
        "nul-byte",
        "odd",
        "attribute-differs",
        "events-at-once",
    }
    for first in range(len(LONG)):
        path = tmp_path / f"{first}.db"
        for place in (first, min(first + 2, len(LONG) - 1)):
            with pytest.raises(KeyboardInterrupt):
                take(path, interrupted_at(place))
        take(path, sheets_of(LONG))
        assert contents(path) == expected, first


def test_interrupted_while_settling__it_goes_on_and_ends_the_same(
    imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline_rules.adapters.settle._A_BATCH", 1)
    lines = [step(f"{n}", one, kind=kind) for n in range(4) for one, kind in PAIR]
    source = Made({"a.csv": {None: lines}})
    imported.run(source).close()
    expected = contents(imported.path)
    commit = Settling._commit

    def interrupted(self: Settling, reached: int) -> None:
        commit(self, reached)
        raise KeyboardInterrupt

    imported.path.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(Settling, "_commit", interrupted)
        for _ in range(4):
            with pytest.raises(KeyboardInterrupt):
                imported.run(source)
    imported.run(source).close()
    assert contents(imported.path) == expected


PAIR = ((SENT, "a"), ({**SENT, "role": "co"}, "b"))


def test_a_commit_that_fails_midway__leaves_nothing_of_it(
    imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[Line] = [step(f"{n}", SENT) for n in range(5)]
    with monkeypatch.context() as patched:
        patched.setattr("hotline_rules.adapters.intake._TAKE_UNIT", "no such command")
        with pytest.raises(StoreError):
            imported.of(*lines)
    assert contents(imported.path)["pieces"] == []
    assert imported.of(*lines).balance().holds


class Steps:
    """Remembers how many rows it was told of."""

    def __init__(self) -> None:
        self.rows: list[int] = []

    def begin(self, size: int) -> None: ...

    def step(self, rows: int, position: int | None) -> None:
        self.rows.append(rows)

    def report(self, error: FaultyFileError) -> None: ...


def test_a_run_that_goes_on__counts_what_was_taken_before(imported: Import) -> None:
    lines: list[Line] = [step(f"{n}", SENT) for n in range(1024)]
    first = [*lines[:600], KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        imported.run(Made({"a.csv": {None: first}}), rows_a_batch=100)
    seen = Steps()
    imported.run(Made({"a.csv": {None: lines}}), watcher=seen)
    assert seen.rows == [1024]


def test_done__the_files_are_not_read_again(imported: Import) -> None:
    source = Made({"a.csv": {None: [step("1", SENT)]}})
    imported.run(source).close()
    before = contents(imported.path)
    imported.run(source).close()
    assert source.read == 1
    assert contents(imported.path) == before


def begin(imported: Import, **options: Any) -> None:
    lines: list[Line] = [step("1", SENT), step("2", SENT), KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        imported.run(Made({"a.csv": {None: lines}}), rows_a_batch=1, **options)


def test_a_file_that_changed__is_refused(imported: Import) -> None:
    begin(imported)
    (imported.folder / "a.csv").write_text("another export")
    with pytest.raises(StoreError, match=r"a\.csv 和中断之前不一样了"):
        imported.of(step("1", SENT), step("2", SENT))


def test_a_file_named_in_another_way__is_the_same(
    imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(imported)
    monkeypatch.chdir(imported.folder)
    lines: list[Line] = [step("1", SENT), step("2", SENT)]
    with Store(imported.path) as store:
        store.take_from(Made({"a.csv": {None: lines}}), ["a.csv"])
        assert [one.id for one in store.histories(1, 3)] == ["1", "2"]
        (known,) = store.inputs()
    assert known.name == str(imported.folder / "a.csv")


def test_a_file_that_is_written_to_while_it_is_read__is_refused(
    imported: Import,
) -> None:
    class Writing(Made):
        def sheets(self, path: Path, note: Any) -> Any:
            yield from super().sheets(path, note)
            path.write_text("something longer")

    source = Writing({"a.csv": {None: [step("1", SENT)]}})
    with pytest.raises(ChangingFile, match=r"a\.csv 的时候，它被别的程序改动了"):
        imported.run(source)
    (imported.folder / "a.csv").write_text("a.csv")  # as it was, but who knows
    with pytest.raises(BegunOtherwise):
        imported.of(step("1", SENT))


def test_a_file_that_is_only_touched__is_read(imported: Import) -> None:
    class Touching(Made):
        def sheets(self, path: Path, note: Any) -> Any:
            yield from super().sheets(path, note)
            os.utime(path, (0, 0))

    store = imported.run(Touching({"a.csv": {None: [step("1", SENT)]}}))
    assert store.count == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"digest": "sha256:01"}, "对照表不同"),
        ({"options": ("gb18030",)}, "选项不同"),
    ],
)
def test_another_mapping_or_option__is_refused(
    imported: Import, changed: Any, said: str
) -> None:
    begin(imported)
    with pytest.raises(StoreError, match=said):
        imported.of(step("1", SENT), **changed)


def test_another_file_or_key__is_refused(imported: Import) -> None:
    begin(imported, pseudonyms=Pseudonyms(b"k" * 16))
    more = Made({"a.csv": {None: []}, "b.csv": {None: []}})
    with pytest.raises(StoreError, match="文件、密钥不同"):
        imported.run(more, Pseudonyms(b"l" * 16))


def test_a_file_that_gives_fewer_rows_than_before__is_refused(
    imported: Import,
) -> None:
    begin(imported)
    with pytest.raises(StoreError, match="比中断之前少"):
        imported.of(step("1", SENT))


# --- the disk, the file ---------------------------------------------------------------


def test_a_full_disk__keeps_what_is_done_and_goes_on(imported: Import) -> None:
    lines = [step(f"{n:05}", {**SENT, "basis": "x" * 2000}) for n in range(300)]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(StoreError) as caught:
            imported.run(Made({"a.csv": {None: lines}}), rows_a_batch=20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "磁盘满了" in caught.value.message.zh
    assert "接着做" in caught.value.fix.zh
    assert 0 < contents(imported.path)["sheets"][0][-1] < 300
    store = imported.run(Made({"a.csv": {None: lines}}), rows_a_batch=20)
    assert store.balance().holds
    assert store.count == 300


def test_a_file_that_is_no_store__is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("工单编号,派单时间\n" * 200)
    with pytest.raises(StoreError, match="损坏了，或不是中间文件"):
        Store(tmp_path / "a.db")
    with sqlite3.connect(tmp_path / "b.db") as database:
        database.execute("CREATE TABLE other (x)")
    database.close()
    with pytest.raises(StoreError, match="不是本程序这一版本的中间文件"):
        Store(tmp_path / "b.db")
    with pytest.raises(StoreError, match="打不开"):
        Store(tmp_path / "none" / "c.db")


def test_two_at_once__the_second_is_told_to_wait(
    imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline_rules.adapters.database._PATIENCE_SECONDS", 0.0)

    class Looking:
        said = ""

        def begin(self, size: int) -> None:
            with pytest.raises(StoreError) as caught:
                imported.of(step("1", SENT))
            self.said = caught.value.message.zh

        def step(self, rows: int, position: int | None) -> None: ...

        def report(self, error: FaultyFileError) -> None: ...

    looking = Looking()
    imported.run(Made({"a.csv": {None: [step("1", SENT)]}}), watcher=looking)
    assert "另一个程序正在用" in looking.said


# --- pseudonyms -----------------------------------------------------------------------

KEY = Pseudonyms(b"a key that nobody can guess")


def test_pseudonyms__nothing_that_names_anybody_is_in_the_file(
    imported: Import,
) -> None:
    said = Said(
        "ZB-SECRET-1",
        [
            event("ticket_created", caller_ref="CALLER-7", matter_ref="MATTER"),
            event("card_issued", ticket="ZB-SECRET-2", unit="甲局", id="CARD-1"),
            event("finding_made", act_id="CARD-1", unit="甲局"),
        ],
        {"complainant_ref": "CALLER-7"},
        findings=("工单 `ZB-SECRET-1` 有点怪",),
    )
    source = Made(
        {
            "a.csv": {
                None: [said, Said("ZB-SECRET-2", [SENT]), Broken("SECRET"), said],
            }
        }
    )
    store = imported.run(source, KEY)
    raw = imported.path.read_bytes()
    for word in (b"SECRET", b"CALLER", b"MATTER", b"CARD-1", KEY.key):
        assert word not in raw
    one, two = histories(store)
    created, issued, found = one["events"]
    assert created["caller_ref"] == one["attributes"]["complainant_ref"]
    assert issued["ticket"] == two["id"]
    assert found["act_id"] == issued["id"]
    assert issued["unit"] == "甲局"
    assert [aside.text for aside in store.set_aside()] == ["", ""]
    assert f"工单 `{one['id']}` 有点怪" in [f.message.zh for f in store.findings()]


def test_pseudonyms__texts_of_rows_set_aside_when_asked_for(imported: Import) -> None:
    source = Made({"a.csv": {None: [Broken("SECRET")]}})
    (aside,) = imported.run(source, KEY, with_text=True).set_aside()
    assert aside.text == "SECRET"


def test_pseudonyms__of_an_id_as_short_as_a_number_spoil_no_sentence() -> None:
    said = Text("第 1 行：`1` 在表里是数字，11 行都是", "row 1: `1` is a number")
    place = Place("a.csv", None, 1)
    one = KEY.finding(Finding("shorter-ids", place, "1", None, said))
    short = KEY.of("1")
    assert one.message.zh == f"第 1 行：`{short}` 在表里是数字，11 行都是"
    assert one.message.en == f"row 1: `{short}` is a number"


def test_pseudonyms__are_stable_and_of_their_key() -> None:
    again = Pseudonyms(KEY.key)
    assert KEY.of("ZB-1") == again.of(" ZB-1 ") != Pseudonyms(b"x" * 16).of("ZB-1")
    assert KEY.of("ZB-1").isalnum()
    assert KEY.of("ZB-1")[0] == "p"
    assert KEY.fingerprint == again.fingerprint != Pseudonyms(b"x" * 16).fingerprint


def test_pseudonyms__positions_of_events_stay(imported: Import) -> None:
    named = event("finding_made", act_id="3", id="12", caller_ref=None, of_ticket=7)
    store = imported.run(Made({"a.csv": {None: [step("1", named)]}}), KEY)
    (said,) = histories(store)[0]["events"]
    assert (said["act_id"], said["id"], said["caller_ref"]) == ("3", "12", None)
    assert said["of_ticket"] == KEY.of("7")


def test_a_key_file__is_read_without_its_line_end(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(KEY.key + b"\r\n")
    assert Pseudonyms.load(file) == KEY
    file.write_bytes(b"short\n")
    with pytest.raises(StoreError, match="太短：只有 5 个字节"):
        Pseudonyms.load(file)
    with pytest.raises(StoreError, match="读不了密钥文件"):
        Pseudonyms.load(tmp_path / "none")
