"""A list of the month as a bulletin (通报): unit by unit, each case with its ground.

Which measure is the bulletin, what it lists and who publishes it stand in the profile;
here are only the words around it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotline_rules.assess.months import Months
from hotline_rules.assess.reach import entries_behind, entry_of
from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.render import visible
from hotline_rules.evaluate.titles import Titles
from hotline_rules.evaluate.words import missing_message
from hotline_rules.explain.names import Names
from hotline_rules.explain.wording import date_text, join, same, say
from hotline_rules.explain.wrap import wrap
from hotline_rules.rulebook import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.assess.records import AssessmentTable, Entry, Row
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.rulebook import Measure, Rulebook
    from hotline_rules.rulebook.measures import CaseSort

WIDTH = 80
_LAST_DIGITS = "零一二三四五六七八九"
_DAY = 86_400
_FEW = 5  # so many records are named where there are many
_NO_UNIT = Text("未写明单位", "no unit")


def render_bulletin(
    table: AssessmentTable,
    rulebook: Rulebook,
    measure: str,
    month: str,
    lang: Language = "zh",
) -> str:
    """Write a list of a month as text.

    Args:
        table: made with the entries kept.
        rulebook: by which it was made.
        measure: id of the list.
        month: such as ``2021-03``; one without any case gives a text that says so.
        lang: of the text; titles that a profile gives stay in its own language.

    Returns:
        lines that end with a newline each.

    Raises:
        KeyError: there is no such list.
    """
    found = {one.id: one for one in table.columns if isinstance(one.form, Listing)}
    writer = _Writer(table, rulebook, found[measure], month, lang)
    return "".join(f"{line}\n" for line in writer.lines())


class _Writer:
    """Writes one bulletin."""

    def __init__(
        self,
        table: AssessmentTable,
        rulebook: Rulebook,
        measure: Measure,
        month: str,
        lang: Language,
    ) -> None:
        self._table = table
        self._rulebook = rulebook
        self._titles = Titles(rulebook)
        self._measure = measure
        self._month = month
        self._lang: Language = lang
        self._names = Names(rulebook)
        self._zone = Zone.load(rulebook.zone)
        self._last_day = self._zone.day_of(Months(self._zone).end(month) - 1)
        self._rows = [
            row
            for row in table.rows
            if row.month == month and row.figures[measure.id].entries
        ]

    def lines(self) -> list[str]:
        """Everything, a line each."""
        lines = [self._title(), *self._issuer(), "", *self._told(self._basis())]
        lines += self._told(self._summary())
        for number, row in enumerate(self._rows, start=1):
            lines += ["", *self._unit(number, row)]
        return [*lines, *self._remarks()]

    def _title(self) -> str:
        year, number = self._month[:4], int(self._month[5:])
        month = Text(f"（{year}年{number}月）", f" ({self._month})")
        return self._measure.title + month.in_(self._lang)

    def _issuer(self) -> list[str]:
        form = self._measure.form
        if not isinstance(form, Listing) or form.issuer is None:
            return []
        return [self._names.role(form.issuer, self._last_day).in_(self._lang)]

    def _basis(self) -> Text:
        cited = self._names.cites(self._measure.cites)
        articles = join(
            (
                say(
                    "{0}{1}",
                    "{0} {1}",
                    one.number or f"《{one.document}》",
                    one.article,
                )
                for one in cited
            ),
            "、",
            ", ",
        )
        as_of = self._table.as_of
        if as_of is None:
            return say("依据{0}。", "By {0}.", articles)
        return say(
            "依据{0}，按截至{1}的记录编制。",
            "By {0}, from the records up to {1}.",
            articles,
            self._moment(as_of),
        )

    def _summary(self) -> Text:
        entries = [entry for row in self._rows for entry in self._of(row)]
        if not entries:
            return Text("本月没有应当列入的。", "There is nothing to list this month.")
        return say(
            "本月涉及{0}个单位，共{1}项：{2}。",
            "Units: {0}; cases: {1}: {2}.",
            sum(row.unit is not None for row in self._rows),
            len(entries),
            self._counts(entries),
        )

    def _of(self, row: Row) -> tuple[Entry, ...]:
        return row.figures[self._measure.id].entries

    def _counts(self, entries: Iterable[Entry]) -> Text:
        counted = Counter((entry.sort, entry.kind) for entry in entries)
        return join(
            (
                say("{0}{1}", "{0} {1}", self._kind(sort, kind), number)
                for (sort, kind), number in sorted(counted.items())
            ),
            "，",
            ", ",
        )

    def _kind(self, sort: CaseSort, kind: str) -> Text:
        match sort:
            case "penalty":
                return self._names.penalty(kind)
            case "status":
                return self._names.status(kind)
            case "limit":
                return self._names.rule(kind)
            case "event":
                return self._names.event_type(kind)

    def _unit(self, number: int, row: Row) -> list[str]:
        unit = same(visible(row.unit)) if row.unit is not None else _NO_UNIT
        entries = self._of(row)
        head = say("{0}（{1}）", "{0} ({1})", unit, self._counts(entries))
        count = numeral(number) + "、" if self._lang == "zh" else f"{number}. "
        lines = [count + head.in_(self._lang)]
        for place, entry in enumerate(entries, start=1):
            lines += self._entry(place, entry)
        return lines

    def _entry(self, place: int, entry: Entry) -> list[str]:
        head = say("{0}　{1}", "{0}: {1}", entry.history, entry.name)
        first = f"{place:>3}. "
        lines = wrap(head.in_(self._lang), WIDTH, first=first, rest=" " * 5)
        told = [*entry.ground]
        if entry.articles:
            articles = join(entry.articles, "、", ", ")
            told.append(say("依据：{0}", "Clause: {0}", articles))
        if entry.kept:
            told.append(
                Text(
                    "说明：本月通报之后才被吸收，不从本月除去",
                    "Note: absorbed after this month was published; it stays",
                )
            )
        if "review" in entry.flags:
            told.append(Text("说明：待复核", "Note: to be reviewed"))
        for one in told:
            lines += self._told(one, indent=" " * 5)
        return lines

    def _remarks(self) -> list[str]:
        """What a reader has to know of the whole: an open month, doubtful data."""
        remarks = []
        as_of = self._table.as_of
        if as_of is not None and as_of < Months(self._zone).end(self._month) - 1:
            remarks.append(
                Text("本月尚未结束，以上不是全月的数。", "The month is not over yet.")
            )
        remarks += self._undetermined()
        lines = [line for one in remarks for line in self._told(one)]
        return ["", *lines] if lines else []

    def _undetermined(self) -> Iterator[Text]:
        """What could have brought a case here if it were known, and in which records.

        CHOICE: a record counts from the month it begins to the month it is closed.
        """
        form = self._measure.form
        assert isinstance(form, Listing)
        behind = entries_behind(self._rulebook, form.of)
        found: dict[Text, list[str]] = {}
        for gap in self._table.notes.gaps:
            if gap.bears_on(self._month) and behind.intersection(
                map(entry_of, gap.missing.rules)
            ):
                told = missing_message(gap.missing, self._titles)
                found.setdefault(told, []).extend(gap.ids)
        for told, ids in found.items():
            shown = join(map(same, sorted(ids)[:_FEW]), "、", ", ")
            if len(ids) > _FEW:
                shown = say("{0}等{1}件", "{0} and others, {1} in all", shown, len(ids))
            yield say("未定：{0}（{1}）。", "Undetermined: {0} ({1}).", told, shown)

    def _told(self, text: Text, indent: str = "") -> list[str]:
        return wrap(text.in_(self._lang), WIDTH, first=indent, rest=indent)

    def _moment(self, instant: int) -> Text:
        local = self._zone.local(instant)
        seconds = local % _DAY
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
        if seconds % 60:
            clock += f":{seconds % 60:02}"
        return say("{0}{1}", "{0} {1}", date_text(local // _DAY), clock)


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese; greater ones in digits.

    Example:
        >>> numeral(3), numeral(10), numeral(21), numeral(100)
        ('三', '十', '二十一', '100')
    """
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_LAST_DIGITS[tens]}十")
    return head + (_LAST_DIGITS[ones] if ones else "")
