"""Every kind of dirt, through files, mapping and store: read, or set aside with reason.

What was put in and where is known from the list that is written with the export.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.adapters.mapping import load_mapping
from hotline_rules.adapters.store import Store
from hotline_rules.cli import main
from hotline_rules.generating import KINDS, load_habits, open_export

if TYPE_CHECKING:
    from pathlib import Path

TICKETS = 400
SET_ASIDE = {
    "date-only": "no-time-of-day",
    "no-such-day": "no-such-time",
    "no-time": "unreadable-time",
    "missing-id": "no-id",
    "rounded-id": "number-rounded",
    "unknown-word": "value-not-in-table",
    "nul": "nul-byte",
    "bad-bytes": "bad-bytes",
    "repeated": "repeated-row",
    "contradiction": "contradicting-row",
    "too-few-cells": "too-few-cells",
    "too-many-cells": "too-many-cells",
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_dirt__is_read_or_set_aside_with_its_reason(
    tmp_path: Path, encoding: str
) -> None:
    """A wide export of which nearly every second row is dirty."""
    csv, mapping = tmp_path / "x.csv", tmp_path / "x.yaml"
    listed = tmp_path / "x.jsonl"
    arguments = ["generate", "zibo", "--count", str(TICKETS), "--format", "csv"]
    arguments += ["--encoding", encoding, "--dirt", "0.45", "-o", str(csv)]
    arguments += ["--mapping-out", str(mapping), "--dirt-list", str(listed)]
    assert main(arguments) == 0
    lines = listed.read_text(encoding="utf-8").splitlines()
    blemishes = [json.loads(line) for line in lines]
    assert {blemish["kind"] for blemish in blemishes} == set(KINDS)

    with Store(tmp_path / "x.sqlite") as store:
        store.take([csv], load_mapping(str(mapping)))
        aside = {one.place.row: one.code for one in store.set_aside()}
        read = {one.id: one.history for one in store.histories(1, store.count + 1)}
        assert store.balance().holds

    expected = {b["row"]: SET_ASIDE.get(b["kind"]) for b in blemishes}
    assert aside == {row: code for row, code in expected.items() if code}
    assert {i: _sorted(h) for i, h in read.items()} == _left(blemishes)


def _left(blemishes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Answer the histories that the export still holds."""
    habits = load_habits("zibo")
    held = open_export(habits, "wide").held
    found = {h["id"]: held(h) for h in habits.histories(TICKETS, 1)}
    for spoiled in blemishes:
        kind, id_ = spoiled["kind"], spoiled["id"]
        if kind in ("repeated", "contradiction"):
            continue
        if kind in SET_ASIDE:
            del found[id_]
        elif kind == "long-id":
            found[spoiled["becomes"]] = found.pop(id_) | {"id": spoiled["becomes"]}
        elif spoiled["means"] not in (None, spoiled["was"]):
            for event in found[id_]["events"]:
                if event["at"] == _instant(spoiled["was"]):
                    event["at"] = _instant(spoiled["means"])
    return {id_: _sorted(history) for id_, history in found.items()}


def _instant(local: str) -> str:
    return local.replace(" ", "T") + "+08:00"


def _sorted(history: dict[str, Any]) -> dict[str, Any]:
    events = sorted(history["events"], key=lambda e: (e["at"], e["type"]))
    return dict(history) | {"events": events}
