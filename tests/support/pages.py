"""Runs, and the pages made of them, for tests; and a reader of a page by hand."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from functools import cache
from typing import TYPE_CHECKING, Any

from hotline_rules import load_profile
from hotline_rules.audit.asked import TICKETS_A_PART, Request
from hotline_rules.audit.period import Period
from hotline_rules.audit.readings import compile_trials, trials
from hotline_rules.history.instants import parse_instant
from hotline_rules.report.page import write_page
from hotline_rules.scenarios import Variants
from tests.support.audits import audit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hotline_rules.audit.readings import Trial
    from hotline_rules.audit.run import RunDirectory
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

_SCRIPT = re.compile(r'<script type="[a-z/]+" id="([^"]+)">([^<]*)</script>')


@cache
def _profile(city: str) -> Profile:
    return load_profile(city)


def run_of(
    folder: Path,
    city: str,
    histories: Iterable[dict[str, Any]],
    as_of: str,
    period: str | None = None,
    tried: Iterable[str] = (),
    a_part: int = TICKETS_A_PART,
) -> RunDirectory:
    """Judge histories into a run directory; `tried` are codes of readings to try."""
    file = folder / "histories.jsonl"
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in histories)
    file.write_text("".join(lines), encoding="utf-8")
    request = Request(
        files=(file,),
        profile=_profile(city),
        profile_name=city,
        as_of=parse_instant(as_of),
        period=None if period is None else Period.read(period),
        tried=_tried(city, tuple(tried)),
        a_part=a_part,
    )
    return audit(request, folder / "run").run


def _tried(city: str, codes: tuple[str, ...]) -> tuple[tuple[Trial, Profile], ...]:
    if not codes:
        return ()
    wanted = trials(_profile(city).rulebook, codes)
    return compile_trials(Variants.of(city), {}, "profile", wanted)[0]


def page_of(run: RunDirectory, city: str, path: Path, lang: Language = "zh") -> Path:
    """Write the page of a run."""
    write_page(run, path, profile=_profile(city), lang=lang)
    return path


def rows_of(run: RunDirectory, table: str) -> list[dict[str, Any]]:
    """A table of a run."""
    return [row for batch in run.tables(table) for row in batch.to_pylist()]


class PageReader:
    """Reads a page as docs/report-page.md says, by another hand than its scripts."""

    def __init__(self, path: Path) -> None:
        self.text = path.read_text(encoding="utf-8")
        self._scripts = dict(_SCRIPT.findall(self.text))
        self.head: dict[str, Any] = json.loads(self._scripts["head"])

    def unpack(self, name: str) -> Any:
        """What an element holds."""
        return json.loads(zlib.decompress(b64decode(self._scripts[name]), -15))

    def ids(self) -> list[str]:
        """The ids of all tickets, in order."""
        return [one for i in range(len(self.head["parts"])) for one in self._ids(i)]

    def _ids(self, part: int) -> list[str]:
        ids: list[str] = self.unpack(f"i{part}")[1]
        return ids

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as the page shows them, in order of ticket."""
        return [
            row
            for part, (_, blocks) in enumerate(self.head["parts"])
            for block in range(blocks)
            for row in self._block(table, part, block)
        ]

    def _block(self, table: str, part: int, number: int) -> list[dict[str, Any]]:
        place = list(self.head["forms"]).index(table)
        form = self.head["forms"][table]
        shapes, *told = self.unpack(f"w{part}")
        bases, tables = self.unpack(f"b{part}-{number}")
        tickets = self._ids(part)[number * self.head["block"] :][: self.head["block"]]
        counts, numbers, *columns = tables[place]
        rows: list[dict[str, Any]] = []
        for i, ticket in enumerate(tickets):
            for _ in range(_at(counts, i)):
                shape = shapes[place][_at(numbers, len(rows))]
                row = dict(zip(form["fields"], shape, strict=True))
                given = iter(columns)
                for name, kind in form["columns"]:
                    base = _at(bases, i)
                    row[name] = _value(kind, given, len(rows), base, told)
                rows.append({"ticket": ticket} | row)
        return rows


def _at(column: Any, i: int) -> Any:
    return column[i] if isinstance(column, list) else column


def _value(kind: str, columns: Any, i: int, base: int, told: list[Any]) -> Any:
    words, stencils, days, courses = told
    value = _at(next(columns), i)
    match kind:
        case "instant":
            second = _at(next(columns), i)
            return None if value is None else (base + value) * 86_400 + second
        case "word" | "id":
            return words[value]
        case "days":
            return days[value]
        case "course":
            return courses[value]
        case "sentence":
            numbers = iter(next(columns).split(";")[i].split(" "))
            pieces = stencils[value].split("\x02")
            return pieces[0] + "".join(next(numbers) + one for one in pieces[1:])
        case _:
            return value
