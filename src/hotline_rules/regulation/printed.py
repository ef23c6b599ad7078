"""From the statements of a profile to its printed form, in the order of articles."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from hotline_rules.explain.wording import date_text
from hotline_rules.explain.words import BASES
from hotline_rules.regulation.effects import NOT_IN_USE
from hotline_rules.regulation.layout import (
    Block,
    Group,
    Item,
    Line,
    Option,
    Printed,
    Question,
    Section,
    Table,
)
from hotline_rules.regulation.references import mark_references
from hotline_rules.regulation.statements import in_order, statements
from hotline_rules.regulation.tell import Teller
from hotline_rules.regulation.timelines import time_lines
from hotline_rules.regulation.values import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hotline_rules.profile import Profile
    from hotline_rules.regulation.model import Statement
    from hotline_rules.rulebook import Change, Reading, Rule

Entry = tuple[str, ...]
# What is told once for all when most entries say it.
_GENERAL = 3
_OF_ITS_UNIT = (
    "使期限完成或者终止的事项，记明了单位的，只对该单位的期限起作用，"
    "注明“不论哪个单位”的除外；没有记明单位的，算当时承办该工单的单位的。"
)
_LINE_HINT = "原文第{}行"


def printed(profile: Profile, *, day: int | None, version: str) -> Printed:
    """A profile as it is printed.

    Args:
        profile: loaded, with the readings to be shown as chosen.
        day: the day to write on it, days since 1970-01-01; ``None``: none.
        version: of the program.
    """
    return _Printer(profile).whole(day, version)


class _Printer:
    """Lays out the statements of one profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.book = profile.rulebook
        self.clauses = {one.id: one for one in self.book.clauses}
        self.told = statements(profile)
        self.teller = Teller(self.book)
        self.stops = dict(time_lines(self.book, self.teller))

    def whole(self, day: int | None, version: str) -> Printed:
        """All sections, and what stands above and below them."""
        sections = (
            Section(title="依据和效力", lines=self._lines("document", "profile")),
            *self._rules(),
            *self._plain("阶梯", "ladder", "由轻到重排列；图中由左向右升级。"),
            *self._measures(),
            *self._plain("怎样计算期限", "counting", ""),
            *self._plain("日历", "calendar", ""),
            *self._readings(),
            *self._missing(),
            *self._words(),
            *self._organisational(),
        )
        assumed = sum(one.basis == "assumed" for one in self.book.readings)
        facts = (
            *(() if day is None else (("打印日期", date_text(day).zh),)),
            ("规则编号", self.profile.id),
            (
                "有争议的条款",
                f"{len(self.book.readings)}处，其中推定{assumed}处",
            ),
        )
        footer = (
            f"规则{self.profile.id}，语言版本{self.book.format}，程序版本{version}",
            f"规则文本的校验值：{self.profile.digest}",
        )
        return Printed(
            title=self.book.title, facts=facts, sections=sections, footer=footer
        )

    # --- lines ----------------------------------------------------------------------

    def _lines(self, *sorts: str) -> tuple[Line, ...]:
        return tuple(
            self._line(one)
            for one in self.told
            if one.key[0] in sorts and one.key != ("profile", self.book.id, "title")
        )

    def _line(self, one: Statement, *, known: str = "") -> Line:
        """A statement as a line; an article that stands above is not said again."""
        article = self.articles(one.cites)
        text = one.zh.removesuffix(NOT_IN_USE)
        return Line(
            text=text,
            article="" if article == known else article,
            source=self._source(one.cites),
            readings=one.readings,
            idle=text != one.zh,
        )

    def articles(self, cites: Iterable[str]) -> str:
        """Articles as people write them, each once."""
        return "、".join(
            dict.fromkeys(
                self.clauses[one].article for one in cites if one in self.clauses
            )
        )

    def _source(self, cites: Iterable[str]) -> str:
        told = []
        for clause in (self.clauses[one] for one in cites if one in self.clauses):
            at = f"（{_LINE_HINT.format(clause.line)}）" if clause.line else ""
            told.append(f"{clause.article}{at}：{clause.gist.rstrip('。')}")
        return "\n".join(told)

    # --- rules in the order of the articles -----------------------------------------

    def _rules(self) -> Iterator[Section]:
        by_entry = _grouped(self.told, lambda one: one.key[:3])
        general, left_out = self._general(by_entry)
        documents = self.book.documents
        see = mark_references(self.told, self.clauses, _head_of)
        by_entry |= see
        units = [*self._units(see)]
        for number, document in enumerate(documents):
            own = [unit for unit in units if unit[0] == number]
            title = f"规则：《{document.title}》" if len(documents) > 1 else "规则"
            groups = tuple(self._groups([u[1] for u in own], by_entry, left_out))
            yield Section(
                title=title,
                note="按条文顺序排列，每条左边是条文的位置。",
                lines=general if number == 0 else (),
                groups=groups,
            )

    def _units(self, see: dict[Entry, list[Statement]]) -> Iterator[tuple[int, Entry]]:
        """Cases and changes, each with its document, in the order of the clauses."""
        order = {clause.id: number for number, clause in enumerate(self.book.clauses)}
        found: list[tuple[int, int, int, Entry]] = []
        for entry in in_order(self.book):
            for key, cites in _parts(entry):
                first = order.get(cites[0], len(order)) if cites else len(order)
                found.append((entry.document, first, len(found), key))
        for key, told in see.items():
            clause = self.clauses[told[0].cites[0]]
            found.append((clause.document, order[clause.id], -1, key))
        for document, _, _, key in sorted(found):
            yield document, key

    def _general(
        self, by_entry: dict[Entry, list[Statement]]
    ) -> tuple[tuple[Line, ...], set[str]]:
        """What most entries say of their repetition is said once, in front."""
        said: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for told in by_entry.values():
            timed = _is_timed(told)
            said[timed].update(one.zh for one in told if one.key[3:] == ("one_per",))
        lines, left_out = [], set()
        for timed, head in ((True, "有时限的"), (False, "条文未规定时限的")):
            if said[timed] and (most := said[timed].most_common(1)[0])[1] >= _GENERAL:
                lines.append(Line(text=f"{head}，除另有写明外，{most[0]}"))
                left_out.add(f"{timed}{most[0]}")
        lines.append(Line(text=_OF_ITS_UNIT))
        return tuple(lines), left_out

    def _groups(
        self,
        keys: Sequence[Entry],
        by_entry: dict[Entry, list[Statement]],
        left_out: set[str],
    ) -> Iterator[Group]:
        def article(key: Entry) -> str:
            cites = by_entry[key][0].cites
            first = self.clauses[cites[0]].article if cites else ""
            return _head_of(first)

        for title, part in groupby(keys, article):
            together: dict[str, list[Entry]] = {}
            for key in part:
                together.setdefault(self._title_key(key), []).append(key)
            blocks = (
                self._block([by_entry[key] for key in same], left_out)
                for same in together.values()
            )
            yield Group(title=title, blocks=tuple(blocks))

    def _title_key(self, key: Entry) -> str:
        """Cases of one entry stand together."""
        return f"{key[0]} {key[1].partition('.')[0]}"

    def _block(self, entries: Sequence[list[Statement]], left_out: set[str]) -> Block:
        title = entries[0][0].zh
        id_ = "-".join(entries[0][0].key[:3])
        common: Counter[str] = Counter()
        for told in entries:
            common.update({one.zh for one in _beside(told)})
        shared = {
            zh for zh, count in common.items() if count == len(entries) and count > 1
        }
        items = tuple(self._item(told, shared, left_out, title) for told in entries)
        first = _beside(entries[0])
        lines = (
            self._line(one, known=self.articles(entries[0][0].cites))
            for one in first
            if one.zh in shared and f"{_is_timed(entries[0])}{one.zh}" not in left_out
        )
        return Block(id=id_, title=title, items=items, common=tuple(lines))

    def _item(
        self, told: list[Statement], shared: set[str], left_out: set[str], title: str
    ) -> Item:
        main = next(one for one in told if one.key[3:] == ("main",))
        timed = _is_timed(told)
        known = self.articles(main.cites)
        line = self._line(main)
        own = told[0].zh
        if own != title:
            line = Line(
                text=f"{own}：{line.text}",
                article=line.article,
                source=line.source,
                readings=line.readings,
                idle=line.idle,
            )
        more = tuple(
            self._line(one, known=known)
            for one in _beside(told)
            if one.zh not in shared and f"{timed}{one.zh}" not in left_out
        )
        return Item(
            line=line,
            more=more,
            tables=tuple(self._tables(told)),
            stops=self.stops.get(main.key[:3], ()),
        )

    def _tables(self, told: Iterable[Statement]) -> Iterator[Table]:
        rows = [one for one in told if _in_table(one)]
        for _, part in groupby(rows, lambda one: one.key[:-1]):
            listed = list(part)
            how = [one for one in listed if one.key[-1] == "hit"]
            cells = [one for one in listed if one.key[-1] != "hit"]
            yield Table(
                caption=how[0].zh if how else "",
                head=("情形", "结果", "条文"),
                rows=tuple((*one.cells, self._beside_row(one)) for one in cells),
            )

    def _beside_row(self, row: Statement) -> str:
        codes = "、".join(row.readings)
        article = self.articles(row.cites)
        return "；".join(filter(None, (article, f"读法{codes}" if codes else "")))

    # --- the other sections ---------------------------------------------------------

    def _plain(
        self, title: str, sort: str, note: str, without: Sequence[str] = ()
    ) -> Iterator[Section]:
        """One block for each entry of a sort."""
        blocks = []
        entries = _grouped(
            (one for one in self.told if one.key[0] == sort), lambda one: one.key[:2]
        )
        for key, told in entries.items():
            if key[1] in without:
                continue
            head, *rest = told
            steps = next((one.cells for one in rest if one.key[2] == "steps"), ())
            article = self.articles(head.cites)
            items = (Item(line=self._together(rest, article)),)
            text = head.zh.rstrip("。")
            blocks.append(Block(id="-".join(key), title=text, items=items, steps=steps))
        if blocks:
            group = Group(title="", blocks=tuple(blocks))
            yield Section(title=title, note=note, groups=(group,))

    def _together(self, told: Sequence[Statement], known: str) -> Line:
        """Several sentences as one paragraph."""
        cites = joined(*(one.cites for one in told))
        article = self.articles(cites)
        return Line(
            text=_paragraph(told),
            article=article or known,
            source=self._source(cites),
            readings=joined(*(one.readings for one in told)),
        )

    def _measures(self) -> Iterator[Section]:
        """The measures of the city; those that every table has are told in one."""
        usual = [one.id for one in self.book.measures if not one.cites]
        rows = [
            (told[0].zh, _paragraph(told).removeprefix(told[0].zh))
            for key, told in _grouped(self.told, lambda one: one.key[:2]).items()
            if key[0] == "measure" and key[1] in usual
        ]
        caption = "不论哪个城市都统计的项目"
        table = Table(caption=caption, head=("项目", "算法"), rows=tuple(rows))
        note = "各项按单位、按月计算。"
        own = next(
            self._plain("考核", "measure", note, without=usual),
            Section(title="考核", note=note),
        )
        if rows or own.groups:
            yield replace(own, tables=(table,) if rows else ())

    def _readings(self) -> Iterator[Section]:
        questions = tuple(self._question(one) for one in self.book.readings)
        if questions:
            note = (
                "条文可以作几种解释的，在这里逐处写明取哪一种。有框并打钩的是现取的；"
                "“有依据”指能从条文或者法律得出，“推定”指条文没有写，由本规则暂定。"
            )
            yield Section(title="有争议条款的读法", note=note, questions=questions)

    def _question(self, reading: Reading) -> Question:
        options = [
            Option(name=name, means=means, chosen=name == reading.chosen)
            for name, means in reading.options
        ]
        options += [
            Option(name=one.option, means=one.means, refused=one.why)
            for one in reading.not_offered
        ]
        return Question(
            code=reading.code,
            about=reading.about,
            articles=self.articles(reading.cites),
            options=tuple(options),
            basis=BASES[reading.basis].zh,
            ground=reading.ground,
        )

    def _missing(self) -> Iterator[Section]:
        rows = tuple(
            (*one.cells, self.articles(one.cites))
            for one in self.told
            if one.key[0] == "missing"
        )
        if rows:
            note = "下列数值条文未规定，不代填；用到它们的结果一律列为缺少数值。"
            table = Table(caption="", head=("数值", "应见于", "条文"), rows=rows)
            yield Section(title="条文未规定的数值", note=note, tables=(table,))

    def _words(self) -> Iterator[Section]:
        sorts = ("condition", "moment", "attribute", "event", "status", "role", "word")
        lines = self._lines(*sorts)
        units = tuple(one.cells for one in self.told if one.key[0] == "unit")
        tables = (
            (Table(caption="列入的单位", head=("单位", "情况"), rows=units),)
            if units
            else ()
        )
        if lines or units:
            yield Section(title="用语和单位", lines=lines, tables=tables)

    def _organisational(self) -> Iterator[Section]:
        for number, document in enumerate(self.book.documents):
            rows = tuple(
                (one.article, one.gist, one.no_rule)
                for one in self.book.clauses
                if one.document == number and one.computable == "none"
            )
            if rows:
                of = f"：《{document.title}》" if len(self.book.documents) > 1 else ""
                table = Table(caption="", head=("条文", "内容", "原因"), rows=rows)
                yield Section(
                    title=f"不产生规则的条款{of}",
                    note="下列条款不能或者不必由记录算出，逐条写明原因。",
                    tables=(table,),
                )


def _parts(entry: Rule | Change) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """The cases of a rule, or the change, with their clauses."""
    cases = getattr(entry, "cases", None)
    if cases is None:
        yield ("change", entry.id, ""), getattr(entry, "cites", ())
        return
    for case in cases:
        yield ("rule", entry.id, case.name), case.cites


def _grouped(
    told: Iterable[Statement], key: Callable[[Statement], Entry]
) -> dict[Entry, list[Statement]]:
    found: dict[Entry, list[Statement]] = {}
    for one in told:
        found.setdefault(key(one), []).append(one)
    return found


def _in_table(one: Statement) -> bool:
    last = one.key[-1]
    return last.startswith("row ") or (last == "hit" and len(one.key) > 4)


def _beside(told: Iterable[Statement]) -> list[Statement]:
    """What stands below the sentence: neither title, sentence nor table."""
    return [
        one
        for one in told
        if one.key[3:] not in (("title",), ("main",), ("document",))
        and not _in_table(one)
    ]


def _paragraph(told: Iterable[Statement]) -> str:
    """Sentences one after another; a title in front of the first is not said again."""
    text = ""
    for one in told:
        title, mark, rest = one.zh.partition("：")
        plain = one.key[0] == "measure" and mark and "“" not in title
        text += rest if plain else one.zh
    return text


def _is_timed(told: Iterable[Statement]) -> bool:
    return not any(
        one.key[3:] == ("main",) and "条文未规定时限" in one.zh for one in told
    )


def _head_of(article: str) -> str:
    """The article without its paragraphs: ``第十一条（三）`` is ``第十一条``."""
    return re.split("[（(]|第.{1,3}款", article)[0] if article else "其他"
