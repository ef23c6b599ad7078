"""Damaged files of every kind: nothing but `UnreadableFile`, every slug declared."""

from __future__ import annotations

import ast
import gzip
import json
import re
import sys
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hotline_rules.adapters.files
from hotline_rules.adapters.files import UnreadableFile, open_sheets
from hotline_rules.adapters.reasons import REASONS
from tests.support.opened import refusal

EXPORTS = Path(__file__).parent / "exports"
ROOM = Path(hotline_rules.adapters.files.__file__).parent
CSV = "编号,派单时间\n" + "GD-1,2021-03-01 10:00\n" * 40
XES = (
    '<log><trace><string key="concept:name" value="1"/><event>'
    '<date key="time:timestamp" value="2021-03-01T10:00:00Z"/></event></trace></log>'
)
KINDS = {
    "text": CSV.encode("gb18030"),
    "xls": (EXPORTS / "old.xls").read_bytes(),
    "locked": (EXPORTS / "locked.xlsx").read_bytes(),
    "gzip": gzip.compress(CSV.encode()),
    "xes": XES.encode(),
    "json": json.dumps({"id": "1", "events": []}).encode(),
    "html": b"<table><tr><th>no<th>at</tr><tr><td rowspan=2>1<td>2</tr></table>",
}


@given(
    kind=st.sampled_from(sorted(KINDS)),
    cut=st.floats(0, 1),
    change=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=4),
)
def test_damage__is_an_unreadable_file_or_rows(
    kind: str,
    cut: float,
    change: list[tuple[float, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data = bytearray(KINDS[kind])
    for at, value in change:
        data[int(at * len(data))] = value
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(data[: int(cut * len(data))])
    with suppress(UnreadableFile):
        for sheet in open_sheets(path, findings=lambda _: None):
            list(sheet.rows())


def test_reasons__every_slug_of_the_room_is_declared() -> None:
    slug = re.compile(r"[a-z]+(-[a-z]+)+")
    written = {
        node.value
        for path in ROOM.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codecs = {word for word in written if word.startswith(("utf-", "iso-"))}
    slugs = {word for word in written if slug.fullmatch(word)} - codecs - {"-sig"}
    assert slugs <= set(REASONS)
    assert len(slugs) > 20


@pytest.mark.parametrize("library", ["python_calamine", "pyarrow", "r4pm"])
def test_library__that_is_not_installed_is_named(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package works without the extra; only such files need it."""
    files = {"python_calamine": "xls", "r4pm": "xes", "pyarrow": "parquet"}
    modules = {"python_calamine": "workbook", "r4pm": "logs", "pyarrow": "columnar"}
    path = tmp_path / "export"
    path.write_bytes(KINDS.get(files[library], b"PAR1"))
    module = f"{hotline_rules.adapters.files.__name__}.{modules[library]}"
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    said = refusal(path)
    assert f"is read with {library}, which is not installed" in said
    assert 'pip install "hotline-rules[audit]"' in said


def test_formulas__of_a_big_sheet_are_found_across_blocks(tmp_path: Path) -> None:
    """A cell may begin in one block of the text of a sheet and end in the next."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("工单")
    sheet.append(["编号", "公式"])
    for _ in range(4_000):
        sheet.append(["x" * 250, "=1"])
    path = tmp_path / "big.xlsx"
    book.save(path)
    found: list[str] = []
    (only,) = open_sheets(
        path, findings=lambda finding: found.append(finding.message.en)
    )
    assert sum(1 for _ in only.rows()) == 4_000
    assert "4000 cells are formulas" in " ".join(found)
