"""Reports for people, as the machinery of a run knows them: by name, by functions.

A report is written from the tables at the end. Where most of the work can be done part
by part, it also says what to make of the rows of each; those pieces are made by the
processes that judge, lie with the parts, and are handed to the one that writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.audit.columns import Rows
from hotline_rules.audit.run import RunDirectory

if TYPE_CHECKING:
    from hotline_rules.audit.judging import Orders

Pieces = Iterator[bytes]
"""What was made of the parts of a run, in their order."""
Cut = Callable[[Rows], "bytes | None"]
"""Makes a piece of the rows of a part; ``None`` where nothing of them is shown."""
Write = Callable[[RunDirectory, Path, "Orders", Pieces], None]
"""Writes a report of a run whose tables are done; a function of a module."""


@dataclass(frozen=True, slots=True)
class Report:
    """A file for people.

    Attributes:
        name: of the file.
        write: what writes it.
        cutter: opens what makes its pieces; a function of a module. ``None``: it is
            made of the tables alone.
    """

    name: str
    write: Write
    cutter: Callable[[Orders], Cut] | None = None
