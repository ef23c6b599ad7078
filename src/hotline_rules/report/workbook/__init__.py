"""The workbook: everything a run comes to, for people who work with spreadsheets.

Written by XlsxWriter row by row, so that memory stays flat; the same run gives the same
bytes. No cell is a formula or a link, whatever its text begins with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.report.nearness import Margin
from hotline_rules.report.reading import period_of
from hotline_rules.report.summary import summarise
from hotline_rules.report.terms import Terms
from hotline_rules.report.weights import weigh
from hotline_rules.report.workbook import cards, data, limits, readings, totals
from hotline_rules.report.workbook.book import MOST_ROWS, Book
from hotline_rules.report.workbook.cover import Cover
from hotline_rules.report.workbook.says import Says
from hotline_rules.report.workbook.source import Source, instant_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotline_rules.diagnostics import Text
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile
    from hotline_rules.report.reading import Run
    from hotline_rules.report.summary import Summary
    from hotline_rules.report.workbook.sheet import Listing

__all__ = ["write_workbook"]


def write_workbook(
    run: Run,
    path: Path,
    *,
    profile: Profile,
    lang: Language = "zh",
    most_rows: int = MOST_ROWS,
) -> None:
    """Write the workbook of a run.

    Args:
        run: what was judged; its manifest says as of when and for which period.
        path: of the `.xlsx` file; what is there is replaced.
        profile: the one that judged, for titles, articles and documents.
        lang: of the sheets; titles that a profile gives stay in its own language.
        most_rows: of a sheet, its heading included; longer lists go on in a further
            sheet.

    Raises:
        OSError: the file cannot be written.
    """
    terms = Terms(profile.rulebook)
    source = Source(
        run=run,
        profile=profile,
        terms=terms,
        says=Says(terms, lang),
        as_of=instant_of(run.manifest["options"]["as_of"]),
        period=period_of(run),
        margin=Margin.of(run),
        weights=weigh(run, terms.zone),
    )
    summary = summarise(run, terms)
    with Book(path, terms.zone, lang, profile.title, most_rows) as book:
        _write(book, source, summary)


def _write(book: Book, source: Source, summary: Summary) -> None:
    """Make the sheets in their order; the first two are filled in last."""
    cover, totals_ = Cover(book, source), totals.Totals(book, source, summary)
    sheets: list[tuple[Text, Text, int | None]] = [(totals.NAME, totals.SAYS, None)]
    for listing in (
        totals.by_month(source, summary),
        totals.by_unit(source, summary),
        totals.by_unit_and_month(source, summary),
        cards.cards(source),
        limits.late(source),
        limits.near(source),
        *_tried(source),
        data.undetermined(source),
        data.findings_counted(source),
        data.findings(source),
        data.set_aside(source),
    ):
        sheets.append((listing.name, listing.says, book.list(listing)))
    totals_.write()
    cover.write(sheets)


def _tried(source: Source) -> Iterator[Listing]:
    """The lists about readings, where other ones were tried."""
    if source.weights:
        yield readings.options(source, source.weights)
        yield readings.hanging(source, source.weights)
