"""Audits of made-up exports, for the tests of runs and of what is made of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.mapping import load_mapping
from hotline_rules.audit.asked import Request
from hotline_rules.audit.replay import replay
from hotline_rules.generating import generate_histories, load_habits, open_export
from hotline_rules.history.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from hotline_rules.audit.replay import Outcome
    from hotline_rules.audit.reports import Report
    from hotline_rules.diagnostics import FaultyFileError, Text
    from hotline_rules.profile import Profile

AS_OF = "2021-07-01T00:00:00+08:00"


@dataclass
class Heard:
    """Keeps what a run says."""

    said: list[str] = field(default_factory=list)
    steps: list[tuple[str, int]] = field(default_factory=list)
    _title: str = ""

    def stage(self, title: Text, total: int, unit: Text) -> None:
        self._title = title.en

    def step(self, done: int, share: float | None = None) -> None:
        self.steps.append((self._title, done))

    def say(self, message: Text) -> None:
        self.said.append(message.zh)

    def report(self, error: FaultyFileError) -> None:
        self.said.append(str(error))


def wide_export(city: str, count: int, folder: Path) -> tuple[Path, Path]:
    """Write a wide CSV of made-up tickets and the mapping that fits it."""
    export = open_export(load_habits(city), "wide")
    histories = list(generate_histories(city, count, 5))
    rows = [row for one in histories for row in export.rows(one)]
    path, mapping = folder / f"{city}.csv", folder / f"{city}.yaml"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, export.form.headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
    mapping.write_text(export.mapping(), encoding="utf-8")
    return path, mapping


def held(city: str, count: int) -> list[dict[str, Any]]:
    """What such an export holds of its histories."""
    export = open_export(load_habits(city), "wide")
    return [export.held(one) for one in generate_histories(city, count, 5)]


def request(
    profile: Profile, files: Iterable[Path], mapping: Path | None = None, **more: Any
) -> Request:
    """Ask for an audit in parts of seven tickets."""
    asked: dict[str, Any] = {"as_of": parse_instant(AS_OF), "a_part": 7, **more}
    return Request(
        files=tuple(files),
        profile=profile,
        profile_name=profile.id,
        mapping=None if mapping is None else load_mapping(mapping),
        mapping_file=mapping,
        **asked,
    )


def audit(
    asked: Request,
    folder: Path,
    heard: Heard | None = None,
    reports: Sequence[Report] = (),
) -> Outcome:
    """Make a run here, in one process."""
    return replay(asked, folder, watcher=heard or Heard(), reports=reports)


def rows(outcome: Outcome, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a run."""
    return [row for batch in outcome.run.tables(table) for row in batch.to_pylist()]


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file of a run, the lock apart."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
