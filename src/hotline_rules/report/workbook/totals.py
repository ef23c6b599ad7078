"""The sheets of figures: in all and by month, by unit, by unit and month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.report import figures
from hotline_rules.report.workbook.book import Book, height_of, lines_of
from hotline_rules.report.workbook.sheet import Column, Kind, Listing

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from hotline_rules.report.summary import Summary
    from hotline_rules.report.workbook.source import Source

NAME = Text("汇总", "summary")
SAYS = Text(
    "整段时间的合计，每一项是什么意思，工单的处境，和两张图。",
    "Figures in all, what each means, how the tickets stand, and charts.",
)
MONTHS = Text("各月合计", "months")
UNITS = Text("单位合计", "units")
STANDING = Text("工单处境", "standing")
_UNITS_DRAWN = 10
_UNIT = Column(Text("单位", "unit"), 24)
_MONTH = Column(Text("月份", "month"), 12)
_NO_UNIT = Text("（未写明单位）", "(no unit)")
_RATE = Column(Text("按时率", "in time"), 9, "percent")
_RATE_MEANS = Text(
    "按时完成数除以到期时限数；没有到期时限的不算。这是本报告的核对用数，"
    "考核用的比率按规则文件另算。",
    "Limits met in time over limits due; none where none was due. A figure of this "
    "report for checking; the rates of an assessment go by the profile.",
)
_SIZE = {"width": 620, "height": 360}
_BESIDE = 4  # the column in which the charts begin
_FEW = 8  # up to so many, a scale would show halves
_COLOURS = {"met": "#DDEBF7", "met_late": "#C55A11", "overdue": "#3B1E08"}


def by_month(source: Source, summary: Summary) -> Listing:
    """A row for each month in which anything was counted."""
    return Listing(
        MONTHS,
        Text(
            "每个月一行；各项含义见“汇总”。",
            "A row for each month; what each figure means is told with the totals.",
        ),
        (_MONTH, *_columns(summary)),
        (
            (source.says(month_title(month)), *_values(summary, found))
            for month in summary.months
            for found in [summary.total(month=month)]
        ),
    )


def by_unit(source: Source, summary: Summary) -> Listing:
    """A row for each unit, those with the most late limits first."""
    return Listing(
        UNITS,
        Text(
            "每个单位整段时间一行，超期最多的在前；各项含义见“汇总”。",
            "A row for each unit in all, those with the most late limits first.",
        ),
        (_UNIT, *_columns(summary)),
        (
            (_unit(source, unit), *_values(summary, found))
            for unit, found in _ordered(summary)
        ),
    )


def by_unit_and_month(source: Source, summary: Summary) -> Listing:
    """A row for each unit and month in which anything was counted."""
    return Listing(
        Text("单位月度", "units by month"),
        Text(
            "每个单位每个月一行；各项含义见“汇总”。",
            "A row for each unit and month.",
        ),
        (_UNIT, _MONTH, *_columns(summary)),
        (
            (
                _unit(source, unit),
                source.says(month_title(month)),
                *_values(summary, found),
            )
            for unit in summary.units
            for month in summary.months
            if (found := summary.numbers.get((unit, month)))
        ),
    )


def _ordered(summary: Summary) -> list[tuple[str | None, Counter[str]]]:
    listed = [(unit, summary.total(unit=unit)) for unit in summary.units]
    return sorted(listed, key=lambda one: -(one[1]["met_late"] + one[1]["overdue"]))


def _unit(source: Source, unit: str | None) -> str:
    return source.says(_NO_UNIT) if unit is None else unit


def _columns(summary: Summary) -> Iterator[Column]:
    for figure in summary.figures:
        yield Column(figure.title, 12, "number")
        if figure is figures.OVERDUE:
            yield _RATE


def _values(summary: Summary, found: Mapping[str, int]) -> Iterator[float | None]:
    for figure in summary.figures:
        yield found.get(figure.id, 0)
        if figure is figures.OVERDUE:
            yield _rate(found)


def _rate(found: Mapping[str, int]) -> float | None:
    due = found.get(figures.DUE.id)
    return found.get(figures.MET.id, 0) / due if due else None


def month_title(month: str) -> Text:
    """A month, ``2021-03``, for people."""
    return Text(f"{month[:4]}年{int(month[5:])}月", month)


# The sheet of totals -----------------------------------------------------------------


class Totals:
    """The sheet with each figure, what it means, its number, and two charts."""

    def __init__(self, book: Book, source: Source, summary: Summary) -> None:
        self._book, self._source, self._summary = book, source, summary
        self._sheet = book.sheet(NAME.in_(book.lang), [18, 60, 11, 2])
        self._row = 0

    def write(self) -> None:
        """Write the figures, how the tickets stand, and draw both."""
        head = (
            Column(Text("项目", "figure"), 0),
            Column(Text("含义", "meaning"), 0),
            Column(Text("合计", "in all"), 0, "number"),
        )
        self._book.heading(self._sheet, self._row, head)
        self._sheet.freeze_panes(1, 1)
        self._figures()
        self._standings()
        self._charts()

    def _figures(self) -> None:
        total = self._summary.total()
        for figure in self._summary.figures:
            self._line(figure.title, figure.meaning, total[figure.id])
            if figure is figures.OVERDUE:
                self._line(_RATE.title, _RATE_MEANS, _rate(total), "percent")

    def _standings(self) -> None:
        """Each ticket of the period under the worst that is true of it."""
        head = (
            Column(STANDING, 0),
            Column(
                Text(
                    "每件派发工单只归入第一个说得上的一类，各类之和就是派发工单数",
                    "each ticket under the first of these that is true of it; they "
                    "add up to the tickets dispatched",
                ),
                0,
            ),
            Column(Text("合计", "in all"), 0, "number"),
        )
        self._row += 2
        self._book.heading(self._sheet, self._row, head)
        for standing in figures.STANDINGS:
            number = self._summary.standings.get(standing.id, 0)
            self._line(standing.title, standing.meaning, number)

    def _line(
        self, title: Text, meaning: Text, value: float | None, kind: Kind = "number"
    ) -> None:
        self._row += 1
        row, sheet, says = self._row, self._sheet, self._source.says
        about = says(meaning)
        sheet.set_row(row, height_of(lines_of(about, 60)))
        bold = self._book.cell(bold=True, text_wrap=True)
        sheet.write_string(row, 0, says(title), bold)
        sheet.write_string(row, 1, about, self._book.cell(text_wrap=True))
        if value is None:
            sheet.write_string(row, 2, "—", self._book.cell(align="right"))
        else:
            self._book.writer(sheet, Column(title, 0, kind))(row, 2, value)

    def _charts(self) -> None:
        """Draw the limits by month, and the units with the most late ones."""
        drawn = (figures.MET, figures.MET_LATE, figures.OVERDUE)
        months = len(self._summary.months)
        if months:
            title = Text("到期时限，按月", "limits due, by month")
            chart = self._chart("column", title, MONTHS, months, drawn)
            self._sheet.insert_chart(0, _BESIDE, chart)
        late = [one["met_late"] + one["overdue"] for _, one in _ordered(self._summary)]
        units = min(sum(map(bool, late)), _UNITS_DRAWN)
        if units:
            title = Text("超期最多的单位", "units with the most late limits")
            chart = self._chart("bar", title, UNITS, units, drawn[1:])
            chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
            steps = {"major_unit": 1} if max(late) <= _FEW else {}
            chart.set_x_axis({"label_position": "high", "min": 0, **steps})
            below = {"y_offset": _SIZE["height"] + 16}
            self._sheet.insert_chart(0, _BESIDE, chart, below)

    def _chart(
        self,
        kind: str,
        title: Text,
        sheet: Text,
        rows: int,
        drawn: Sequence[figures.Figure],
    ) -> Any:
        """A chart of the first rows of a list of figures."""
        says = self._source.says
        chart = self._book.chart(type=kind, subtype="stacked")
        places = {
            column.title: place
            for place, column in enumerate(_columns(self._summary), 1)
        }
        for figure in drawn:
            place = places[figure.title]
            chart.add_series(
                {
                    "name": says(figure.title),
                    "categories": [says(sheet), 1, 0, rows, 0],
                    "values": [says(sheet), 1, place, rows, place],
                    "fill": {"color": _COLOURS[figure.id]},
                    "gap": 50,
                }
            )
        chart.set_title({"name": says(title), "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        chart.set_size(_SIZE)
        return chart
