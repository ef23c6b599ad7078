"""The files for people that an audit writes; other processes find these functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.audit.reports import Report

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.judging import Orders
    from hotline_rules.audit.reports import Cut, Pieces
    from hotline_rules.audit.run import RunDirectory


def cut_html(orders: Orders) -> Cut:
    """Open what makes a part of the page of the rows of a part."""
    from hotline_rules.report.page.piece import PieceMaker

    book, known_at = orders.profile.rulebook, orders.known_at
    return PieceMaker(book, orders.lang, known_at, orders.period).of_rows


def write_html(run: RunDirectory, path: Path, orders: Orders, pieces: Pieces) -> None:
    """Write the page of a run."""
    from hotline_rules.report.page import write_page

    write_page(run, path, profile=orders.profile, lang=orders.lang, pieces=pieces)


def write_xlsx(run: RunDirectory, path: Path, orders: Orders, _: Pieces) -> None:
    """Write the workbook of a run."""
    from hotline_rules.report.workbook import write_workbook

    write_workbook(run, path, profile=orders.profile, lang=orders.lang)


# The one that takes longest first: each has a process of its own.
REPORTS = (
    Report("report.xlsx", write_xlsx),
    Report("report.html", write_html, cutter=cut_html),
)
