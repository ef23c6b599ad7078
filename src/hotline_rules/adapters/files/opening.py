"""Files of every kind as sheets of rows; the kind is told by the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.adapters.files.delimited import open_delimited
from hotline_rules.adapters.files.encoding import recognised
from hotline_rules.adapters.files.refusals import empty
from hotline_rules.adapters.files.source import Source
from hotline_rules.adapters.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotline_rules.adapters.model import Sheet


def open_sheets(
    path: Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
    findings: Callable[[Finding], None],
) -> Iterator[Sheet]:
    """Open a file as sheets of rows.

    Args:
        path: the file.
        encoding: of a text file; judged by all of its bytes when not given.
        sheet: the one sheet of a workbook to read, also when it is hidden.
        heading_row: the row of the headings, counted from 1; found when not given.
        findings: takes what is odd about the file, while it is opened and while its
            rows are read.

    Yields:
        the sheets, in the order of the file; rows are read when they are asked for.

    Raises:
        UnreadableFile: when nothing of the file can be read.
    """
    del sheet  # text files have none
    source = Source(str(path), lambda: path.open("rb"))
    if not source.head(1):
        raise empty(source.name)
    how = recognised(source, encoding)
    findings(Finding("encoding", None, None, None, how.said))
    return iter([open_delimited(source, how, heading_row, findings)])
