"""The figures that a workbook and a page state, held against the tables of the run.

The files are guarded by digests, which tell nothing where the manifest was changed with
them. Here the figures are counted again from the tables, and each is looked up where
the report states it. What is listed beside the figures is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from hotline_rules.report import figures
from hotline_rules.report.nearness import Margin
from hotline_rules.report.page.figures import charts
from hotline_rules.report.page.words import FRAME
from hotline_rules.report.reading import period_of
from hotline_rules.report.summary import summarise
from hotline_rules.report.terms import Terms
from hotline_rules.report.workbook import totals
from hotline_rules.report.workbook.says import Says
from hotline_rules.report.workbook.source import Source, instant_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile
    from hotline_rules.report.reading import Run
    from hotline_rules.report.summary import Summary
    from hotline_rules.report.workbook.sheet import Listing

_NOTHING = "—"
_CHUNK = 1 << 16
_FIGURES = "figures"  # id of the section of the page
_CELLS = frozenset({"caption", "td", "th"})

Stated = dict[tuple[str, ...], str]
"""Numbers by what they are about: sheet or table, unit, month, title of the figure."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what the tables give.

    Attributes:
        file: name of the report.
        about: as in `Stated`; empty for a report that cannot be read.
        says: what the report states.
        gives: what the tables give; a dash on either side is nothing at all.
    """

    file: str
    about: tuple[str, ...]
    says: str
    gives: str


def differences(
    run: Run, folder: Path, profile: Profile, lang: Language
) -> Iterator[Difference]:
    """Yield the figures of the reports that the tables do not bear out.

    Args:
        run: with the tables.
        folder: in which the reports of the run lie.
        profile: the one that judged.
        lang: of the reports.
    """
    names = run.manifest["options"].get("reports") or ()
    if not names:
        return
    summary = summarise(run, Terms(profile.rulebook))
    for name in names:
        try:
            if name.endswith(".xlsx"):
                owed = _owed_by_workbook(run, profile, summary, lang)
                found = _read_workbook(folder / name, owed)
            else:
                owed = _owed_by_page(summary, lang)
                found = _read_page(folder / name)
        except (CalamineError, OSError) as error:
            yield Difference(name, (), str(error), _NOTHING)
            continue
        for about in dict.fromkeys((*owed, *found)):
            says, gives = found.get(about, _NOTHING), owed.get(about, _NOTHING)
            if says != gives:
                yield Difference(name, about, says, gives)


def _written(value: object) -> str:
    """A number, or a share, as both sides write it; an empty cell as a dash."""
    if isinstance(value, int | float):
        return f"{value:.9g}"
    return str(value) if value else _NOTHING


# The workbook -------------------------------------------------------------------------


def _owed_by_workbook(
    run: Run, profile: Profile, summary: Summary, lang: Language
) -> Stated:
    terms = Terms(profile.rulebook)
    as_of = instant_of(run.manifest["options"]["as_of"])
    says, margin = Says(terms, lang), Margin.of(run)
    source = Source(run, profile, terms, says, as_of, period_of(run), margin)
    owed = _totals(summary, lang)
    for make in (totals.by_month, totals.by_unit, totals.by_unit_and_month):
        owed |= _listed(make(source, summary), lang)
    return owed


def _totals(summary: Summary, lang: Language) -> Stated:
    sheet, whole = totals.NAME.in_(lang), summary.total()
    head = totals.STANDING.in_(lang)
    owed = {(sheet, one.title.in_(lang)): whole[one.id] for one in summary.figures}
    stood = {
        (sheet, head, one.title.in_(lang)): summary.standings.get(one.id, 0)
        for one in figures.STANDINGS
    }
    return {about: _written(number) for about, number in (owed | stood).items()}


def _listed(listing: Listing, lang: Language) -> Stated:
    titles = [one.title.in_(lang) for one in listing.columns]
    keys = sum(one.kind == "text" for one in listing.columns)
    return _cells(listing.name.in_(lang), titles, keys, listing.rows)


def _cells(
    sheet: str, titles: Sequence[str], keys: int, rows: Iterable[Sequence[Any]]
) -> Stated:
    return {
        (sheet, *map(str, row[:keys]), title): _written(value)
        for row in rows
        for title, value in zip(titles[keys:], row[keys:], strict=False)
    }


def _read_workbook(path: Path, owed: Stated) -> Stated:
    """Read the sheets of figures in which something is owed."""
    found: Stated = {}
    with CalamineWorkbook.from_path(str(path)) as book:
        for sheet in dict.fromkeys(one[0] for one in owed):
            rows = book.get_sheet_by_name(sheet).to_python()
            keys = next(len(one) for one in owed if one[0] == sheet) - 2
            if keys:
                head = list(map(str, rows[0])) if rows else []
                found |= _cells(sheet, head, keys, rows[1:])
            else:
                # The rate between the figures is held against those it is made of.
                read = _read_totals(sheet, rows)
                found |= {one: said for one, said in read.items() if one in owed}
    return found


def _read_totals(sheet: str, rows: Iterable[Sequence[Any]]) -> Stated:
    """Read titles and numbers; those of the standings under the heading of these."""
    found: Stated = {}
    section: tuple[str, ...] = ()
    for row in rows:
        title, _, value = (*row, "", "", "")[:3]
        if isinstance(value, int | float):
            found[sheet, *section, str(title)] = _written(value)
        elif title == totals.STANDING.zh or title == totals.STANDING.en:
            section = (str(title),)
    return found


# The page -----------------------------------------------------------------------------


def _owed_by_page(summary: Summary, lang: Language) -> Stated:
    drawn = charts(summary, lang, FRAME["nobody"].in_(lang))
    titles = [title for title, _ in drawn.headings]
    month, unit = (FRAME[one].in_(lang) for one in ("by_month", "by_unit"))
    rows = [
        (table, row.name, row.cells)
        for table, block in ((month, drawn.months), (unit, drawn.units))
        for row in (*block.rows, *block.rest)
    ]
    rows.append((month, FRAME["total"].in_(lang), drawn.totals))
    return {
        (table, name, title): cell
        for table, name, cells in rows
        for title, cell in zip(titles, cells, strict=True)
    }


def _read_page(path: Path) -> Stated:
    """Read the section of the figures; the rest of a page is long and not needed."""
    reader = _Figures()
    with path.open(encoding="utf-8", errors="replace") as file:
        while not reader.done and (text := file.read(_CHUNK)):
            reader.feed(text)
    return reader.stated


class _Figures(HTMLParser):
    """Takes the numbers of the section of the figures: caption, row, heading."""

    def __init__(self) -> None:
        super().__init__()
        self.stated: Stated = {}
        self.done = False
        self._inside = False
        self._caption = ""
        self._heads: list[str] = []
        self._row: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a section, a table, a row or a cell."""
        self._inside |= tag == "section" and ("id", _FIGURES) in attrs
        if tag == "table":
            self._heads = []
        elif tag == "tr":
            self._row = []
        elif tag in _CELLS:
            self._text = []

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        self.done |= tag == "section" and self._inside
        if self.done or not self._inside:
            return
        if tag == "caption":
            self._caption = "".join(self._text)
        elif tag in _CELLS:
            self._row.append("".join(self._text))
        elif tag == "thead":
            self._heads = self._row[1:-1]  # between the names and the bars
        elif tag == "tr" and self._heads:
            name, *cells = self._row
            for title, cell in zip(self._heads, cells, strict=False):
                self.stated[self._caption, name, title] = cell
