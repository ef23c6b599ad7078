"""Process-mining logs: XES, and OCEL 2.0 as JSON, XML or SQLite.

TRAP: the library reads a time without an offset as UTC and a log that is cut off as far
as it goes, both without a word. So the text is looked through first: whether its times
carry offsets, how many events it has, and whether it ends.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import r4pm.df as r4pm

from hotline_rules.adapters.files.damage import set_aside
from hotline_rules.adapters.files.refusals import read_by_library, unreadable
from hotline_rules.adapters.files.source import BLOCK
from hotline_rules.adapters.model import Finding, Place, Row, SetAside, Sheet
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import polars as pl

    from hotline_rules.adapters.files.source import Source
    from hotline_rules.adapters.model import Cell

_CASE, _ACTIVITY, _TIME = "case:concept:name", "concept:name", "time:timestamp"
_EVENT, _WHEN, _OBJECT, _TYPE = "ocel:eid", "ocel:timestamp", "ocel:oid", "ocel:type"
_KIND = "ocel:activity"
_EPOCH = b"1970-01-01T00:00:00"
_OFFSET = re.compile(rb"(?:Z|[+-]\d\d:?\d\d)$")
_XES_DATE = re.compile(rb"<date\b[^>]{0,200}?\bvalue=[\"']([^\"']{1,40})[\"']")
_OCEL_XML_DATE = re.compile(rb"<event\b[^>]{0,2000}?\btime=[\"']([^\"']{1,40})[\"']")
_OCEL_JSON_DATE = re.compile(rb"\"time\"\s*:\s*\"([^\"]{1,40})\"")
_OPENED = re.compile(rb"<event[\s>]")
_LAP = 4096  # a tag that two blocks share is not longer


@dataclass(slots=True)
class _Seen:
    """What the text of a log holds.

    Attributes:
        zoned, naive: times with and without an offset.
        events: elements of that name, `None` where the form has none.
        ended: the text has its end.
    """

    zoned: int = 0
    naive: int = 0
    events: int | None = None
    ended: bool = True

    def count(self, at: bytes) -> None:
        """Count a time; the epoch stands for no time at all."""
        if _OFFSET.search(at):
            self.zoned += not at.startswith(_EPOCH)
        else:
            self.naive += not at.startswith(_EPOCH)


def open_event_log(source: Source, findings: Callable[[Finding], None]) -> list[Sheet]:
    """Open an XES log: a row for each event, attributes of its trace as `case:…`.

    Raises:
        UnreadableFile: when it cannot be read, or only some times carry offsets.
    """
    seen = _looked_through(source, _XES_DATE, b"</log>")
    with read_by_library(source.name), _as_path(source, ".xes") as path:
        frame = r4pm.import_xes(str(path))[0]
    _tell_times(source.name, seen, findings)
    first = [name for name in (_CASE, _ACTIVITY, _TIME) if name in frame.columns]
    headings = (*first, *sorted(set(frame.columns) - set(first)))

    def rows() -> Iterator[Row | SetAside]:
        cells = _cells(frame.select(headings).iter_rows(), zoned=bool(seen.zoned))
        for number, row in enumerate(cells, start=1):
            yield Row(Place(source.name, None, number), row)
        yield from _lost(source.name, frame.height, seen)

    return [Sheet(source.name, None, headings, 0, rows)]


def open_object_log(source: Source, findings: Callable[[Finding], None]) -> list[Sheet]:
    """Open an OCEL 2.0 log: a sheet for each type of object.

    A row tells of one event and one object; attributes of the object are `object:…`.

    Raises:
        UnreadableFile: when it cannot be read, or only some times carry offsets.
    """
    head = source.head(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    with read_by_library(source.name):
        if head.startswith(b"SQLite"):
            with _as_path(source, ".sqlite") as path:
                seen = _looked_into(path)
                tables = r4pm.import_ocel(str(path))
        elif head.startswith(b"<"):
            seen = _looked_through(source, _OCEL_XML_DATE, b"</log>")
            with _as_path(source, ".xml") as path:
                tables = r4pm.import_ocel_xml(str(path))
        else:
            seen = _looked_through(source, _OCEL_JSON_DATE, b"}")
            seen.events = None
            with _as_path(source, ".json") as path:
                tables = r4pm.import_ocel_json(str(path))
    _tell_times(source.name, seen, findings)
    with read_by_library(source.name):  # tables of a damaged log need not fit
        return _object_sheets(source.name, tables, seen)


def _object_sheets(
    name: str, tables: dict[str, pl.DataFrame], seen: _Seen
) -> list[Sheet]:
    events, objects = tables["events"], tables["objects"]
    own = sorted(set(events.columns) - {_EVENT, _KIND, _WHEN})
    theirs = sorted(set(objects.columns) - {_OBJECT, _TYPE})
    renamed = {column: f"object:{column}" for column in theirs}
    joined = (
        tables["relations"]
        .join(events.select(_EVENT, *own), on=_EVENT, how="left", maintain_order="left")
        .join(
            objects.select(_OBJECT, *theirs).rename(renamed),
            on=_OBJECT,
            how="left",
            maintain_order="left",
        )
    )
    led = (_OBJECT, _EVENT, _KIND, _WHEN, "ocel:qualifier")
    headings = (*led, *own, *renamed.values())
    sheets: list[Sheet] = []
    for kind in sorted(joined[_TYPE].drop_nulls().unique()):
        frame = joined.filter(joined[_TYPE] == kind).select(headings)
        rows = _object_rows(name, kind, frame, zoned=bool(seen.zoned))
        sheets.append(Sheet(name, kind, headings, 0, rows))
    lost = _without_object(name, tables, joined, seen)
    if lost:
        sheets.append(Sheet(name, None, (), 0, lambda: iter(lost)))
    return sheets


def _object_rows(
    name: str, kind: str, frame: pl.DataFrame, *, zoned: bool
) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        for number, row in enumerate(_cells(frame.iter_rows(), zoned=zoned), start=1):
            yield Row(Place(name, kind, number), row)

    return rows


def _without_object(
    name: str, tables: dict[str, pl.DataFrame], joined: pl.DataFrame, seen: _Seen
) -> list[SetAside]:
    """Set aside events that belong to no object that the log knows."""
    known = set(joined.filter(joined[_TYPE].is_not_null())[_EVENT])
    events = tables["events"].select(_EVENT, _KIND, _WHEN)
    alone = [
        set_aside(
            Place(name, None, number),
            " ".join(map(str, event)),
            "event-without-object",
        )
        for number, event in enumerate(events.iter_rows(), start=1)
        if event[0] not in known
    ]
    return alone + list(_lost(name, events.height, seen))


def _cells(
    rows: Iterable[tuple[object, ...]], *, zoned: bool
) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield tuple([_cell(cell, zoned=zoned) for cell in row])


def _cell(cell: object, *, zoned: bool) -> Cell:
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0, tzinfo=UTC if zoned else None)
    return None if cell == "" else cell  # type: ignore[return-value]  # plain kinds


def _lost(name: str, read: int, seen: _Seen) -> Iterator[SetAside]:
    """Set aside what the text has and the library did not give."""
    missing = 0 if seen.events is None else seen.events - read
    for number in range(read + 1, read + 1 + missing):
        yield set_aside(Place(name, None, number), "", "event-unread")
    if not seen.ended:
        yield set_aside(Place(name, None, read + max(missing, 0) + 1), "", "cut-off")


# --- looking through -----------------------------------------------------------------


def _looked_through(source: Source, date: re.Pattern[bytes], end: bytes) -> _Seen:
    """Read the text of a log once, in blocks that overlap by the length of a tag."""
    seen = _Seen(events=0, ended=False)
    lap = b""
    with source.open() as file, source.reading():
        while block := file.read(BLOCK):
            text = lap + block
            for written in date.finditer(text, 0):
                if written.end() <= len(lap):
                    continue  # it was counted with the block before
                seen.count(written[1])
            opened = (at.end() for at in _OPENED.finditer(text))
            seen.events = (seen.events or 0) + sum(at > len(lap) for at in opened)
            lap = text[-_LAP:]
    seen.ended = lap.rstrip().endswith(end)
    return seen


def _looked_into(path: Path) -> _Seen:
    """Count the times of the SQLite form, which keeps them in a table for each type."""
    seen = _Seen()
    with closing(sqlite3.connect(path)) as base:
        kinds = base.execute("SELECT ocel_type_map FROM event_map_type").fetchall()
        for (kind,) in kinds:
            quoted = f"event_{kind}".replace('"', '""')
            for (at,) in base.execute(f'SELECT ocel_time FROM "{quoted}"'):
                seen.count(str(at).encode())
    return seen


@contextmanager
def _as_path(source: Source, suffix: str) -> Iterator[Path]:
    """Lend a file to a library that takes paths and believes their endings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"log{suffix}"
        with source.open() as file, source.reading(), path.open("wb") as copy:
            shutil.copyfileobj(file, copy, BLOCK)
        yield path


def _tell_times(name: str, seen: _Seen, findings: Callable[[Finding], None]) -> None:
    if seen.zoned and seen.naive:
        raise unreadable(
            name,
            Text(
                f"有 {seen.zoned} 个时间写了时区，{seen.naive} 个没有写，不能混着读",
                f"{seen.zoned} times carry an offset and {seen.naive} do not",
            ),
            Text(
                "请导出方统一写上时区，如 2021-03-01T10:00:00+08:00",
                "have all of them exported with one, as 2021-03-01T10:00:00+08:00",
            ),
        )
    if seen.zoned:
        message = Text(
            "日志里的时间都写明了时区，按写明的读",
            "all times of the log carry their offset and are read by it",
        )
        findings(Finding("times-with-offset", None, None, None, message))
