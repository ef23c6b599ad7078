"""Where rows come from: files opened, and read by a mapping or as histories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.adapters.files import open_sheets
from hotline_rules.adapters.mapping import records
from hotline_rules.adapters.model import Record, Row
from hotline_rules.diagnostics import FaultyFileError, Text, codes, diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotline_rules.adapters.mapping import Mapping
    from hotline_rules.adapters.model import Piece, SetAside, Sheet
    from hotline_rules.adapters.settle import Repeated
    from hotline_rules.adapters.taking import Note, Read


@dataclass(frozen=True, slots=True)
class Opening:
    """How files are opened, where they themselves do not say.

    Attributes:
        encoding: of text files; told by their bytes when not given.
        sheet: the only sheet of workbooks to read.
        heading_row: where the headings stand, from 1; found when not given.
        zone: IANA name, of times without an offset in files of histories.
    """

    encoding: str | None = None
    sheet: str | None = None
    heading_row: int | None = None
    zone: str | None = None


class Exports:
    """Files of exports, read by a mapping; files of histories need none.

    Args:
        mapping: what the columns mean; `None` where all files hold histories.
        opening: how to open the files.

    Raises:
        ValueError: there is no such zone.
    """

    def __init__(self, mapping: Mapping | None, opening: Opening | None = None) -> None:
        self._mapping = mapping
        self._opening = opening or Opening()
        self._record = records(self._opening.zone)

    @property
    def digest(self) -> str:
        """Digest of the mapping; empty without one."""
        return "" if self._mapping is None else self._mapping.digest

    @property
    def options(self) -> tuple[str | int | None, ...]:
        """What else two runs must have in common to go on with each other."""
        how = self._opening
        return (how.encoding, how.sheet, how.heading_row, how.zone)

    @property
    def repeated(self) -> Repeated:
        """Which of two whole rows that contradict each other is used."""
        return "first" if self._mapping is None else self._mapping.repeated

    @property
    def renamed(self) -> frozenset[str]:
        """Names of units of which the mapping says whether they are one."""
        return frozenset() if self._mapping is None else self._mapping.renamed

    def sheets(self, path: Path, note: Note) -> Iterator[Sheet]:
        """Open a file; `note` takes what is odd about it."""
        how = self._opening
        return open_sheets(
            path,
            encoding=how.encoding,
            sheet=how.sheet,
            heading_row=how.heading_row,
            findings=note,
        )

    def reader(self, sheet: Sheet, note: Note) -> Read:
        """Answer what reads the rows of a sheet.

        Raises:
            FaultyFileError: its headings do not fit the mapping, or there is none.
        """
        if not sheet.headings:
            return self._record_only
        if self._mapping is None:
            raise _without_mapping(sheet)
        mapped = self._mapping.reader(sheet, note)

        def read(row: Row | Record) -> Piece | SetAside:
            return mapped(row) if isinstance(row, Row) else self._record(row)

        return read

    def _record_only(self, row: Row | Record) -> Piece | SetAside:
        assert isinstance(row, Record)  # a sheet without headings holds no rows
        return self._record(row)


def _without_mapping(sheet: Sheet) -> FaultyFileError:
    return FaultyFileError(
        [
            diagnostic(
                codes.MAPPING_MISSING,
                None,
                Text(
                    f"`{sheet.file}` 是表格，需要一份对照表说明各列的意思",
                    f"`{sheet.file}` is a table: a mapping must say what it means",
                ),
                fix=Text(
                    f"先运行 hotline-rules import --guess {sheet.file} > 对照表.yaml，"
                    "核对后加上 --mapping 对照表.yaml",
                    f"run `hotline-rules import --guess {sheet.file} > mapping.yaml`, "
                    "check it, then add --mapping mapping.yaml",
                ),
            )
        ],
        {},
    )
