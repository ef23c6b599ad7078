"""Numeric ids that are shorter than the rest are told, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.adapters.store import Store
from tests.support.exports import Made, Said, event

if TYPE_CHECKING:
    from pathlib import Path

SENT = event("dispatched", "2021-03-01T09:00:00+08:00", unit="甲局")


def told(folder: Path, ids: list[str]) -> list[tuple[str | None, str]]:
    (folder / "a.csv").write_text("a")
    lines = [Said(one, (SENT,), {}) for one in ids]
    with Store(folder / "store.db") as store:
        store.take_from(Made({"a.csv": {None: lines}}), [folder / "a.csv"])
        found = [one for one in store.findings() if one.code == "shorter-ids"]
        return [(one.ticket, one.message.en) for one in found]


def test_shorter_ids__are_told_once_with_an_example(tmp_path: Path) -> None:
    ids = [f"37030{n}" for n in range(100, 110)] + ["7030111", "ZB-1", "30112"]
    ((ticket, said),) = told(tmp_path, ids)
    assert ticket == "7030111"
    assert "have 8 digits, 2 have fewer" in said


@pytest.mark.parametrize(
    "ids",
    [
        ["ZB-1", "ZB-10"],
        [str(n) for n in range(990, 1010)],
        ["37030100", "37030101"],
        ["37030100", "37030101", "370301020"],
        [str(10**power + n) for power, n in ((9, 1), (9, 2), (8, 1), (8, 2), (7, 1))],
    ],
)
def test_shorter_ids__that_differ_by_nature_are_not(
    tmp_path: Path, ids: list[str]
) -> None:
    assert told(tmp_path, ids) == []
