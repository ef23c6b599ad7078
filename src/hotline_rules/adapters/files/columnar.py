"""Parquet: rows in batches, so that memory stays flat."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from hotline_rules.adapters.files.damage import no_rows, set_aside
from hotline_rules.adapters.files.refusals import read_by_library
from hotline_rules.adapters.files.source import BROKEN_OFF
from hotline_rules.adapters.model import Place, Record, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotline_rules.adapters.files.source import Source
    from hotline_rules.adapters.model import Cell, Finding, SetAside

_ROWS = 4096
_EVENTS = "events"


def open_parquet(source: Source, findings: Callable[[Finding], None]) -> Sheet:
    """Open a Parquet file as a table, or as histories when it has a list `events`.

    Raises:
        UnreadableFile: when it is damaged.
    """
    with read_by_library(source.name), source.open() as file:
        schema = pq.ParquetFile(file).schema_arrow
        headings = tuple(schema.names)
    whole = _EVENTS in headings and pa.types.is_list(schema.field(_EVENTS).type)

    def rows() -> Iterator[Row | Record | SetAside]:
        return _rows(source, headings, findings, whole=whole)

    return Sheet(source.name, None, () if whole else headings, 0, rows)


def _rows(
    source: Source,
    headings: tuple[str, ...],
    findings: Callable[[Finding], None],
    *,
    whole: bool,
) -> Iterator[Row | Record | SetAside]:
    number = 0
    try:
        with source.open() as file:
            for batch in pq.ParquetFile(file).iter_batches(_ROWS):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    place = Place(source.name, None, number)
                    if whole:
                        yield Record(place, dict(zip(headings, cells, strict=True)))
                    else:
                        yield Row(place, tuple(map(_cell, cells)))
    except (pa.ArrowException, OSError, ValueError, *BROKEN_OFF):
        number += 1
        yield set_aside(Place(source.name, None, number), "", "cut-off")
    if not number:
        findings(no_rows(Place(source.name, None, 0)))


def _cell(value: object) -> Cell:
    match value:
        case "":
            return None
        case datetime():
            return value.replace(microsecond=0)
        case None | str() | bool() | int() | float() | date() | time():
            return value
        case _:
            return str(value)  # decimals, bytes, lists
