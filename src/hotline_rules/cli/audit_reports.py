"""The files for people that an audit writes; other processes find these functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.audit.work import Report

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.judging import Orders
    from hotline_rules.audit.run import RunDirectory


def write_html(run: RunDirectory, path: Path, orders: Orders) -> None:
    """Write the page of a run."""
    from hotline_rules.report.page import write_page

    write_page(run, path, profile=orders.profile, lang=orders.lang)


def write_xlsx(run: RunDirectory, path: Path, orders: Orders) -> None:
    """Write the workbook of a run."""
    from hotline_rules.report.workbook import write_workbook

    write_workbook(run, path, profile=orders.profile, lang=orders.lang)


# The one that takes longest first: each has a process of its own.
REPORTS = (Report("report.xlsx", write_xlsx), Report("report.html", write_html))
