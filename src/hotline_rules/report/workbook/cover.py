"""The first sheet: what this is, what it was made from, and how to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.audit.balance import Account
from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import NOTHING, Times, date_text, join, same, say
from hotline_rules.explain.words import BASES
from hotline_rules.report.workbook.book import Book, height_of, lines_of
from hotline_rules.report.workbook.cells import clean
from hotline_rules.report.workbook.source import instant_of
from hotline_rules.report.workbook.totals import month_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hotline_rules.audit.period import Period
    from hotline_rules.report.workbook.source import Source
    from hotline_rules.rulebook import Document, Reading

Line = tuple[Text, Text]
"""What a line is about, and what it says."""

NAME = Text("说明", "about")
_TITLE = Text("12345热线工单审核工作簿", "Hotline tickets: a workbook for auditors")
_WHAT = (
    Text(
        "这份工作簿列出一批工单按规则文件判断的结果：谁超了期，得了什么牌，依据哪一条，"
        "日子怎样数，数据里有什么问题。判断由程序作出，理由逐条写明，任何一张牌都可以"
        "据此核对、维持或者推翻。",
        "This workbook lists what a batch of tickets comes to under a city's rules: "
        "who was late, which cards follow by which article, how the days were "
        "counted, and what is odd about the data. Every card can be checked by what "
        "stands here.",
    ),
    Text(
        "条文大意是编者自己的话，以原文为准。颜色只是提示，意思都写成了文字。"
        "时刻都是当地时间。期满写作24:00的，格子里存的是那一天的最后一秒，"
        "所以按日期筛选、排序时归在那一天。",
        "What articles say is put in our own words; the originals decide. Colours only "
        "repeat what is written. Times are local. An end at 24:00 is kept as the last "
        "second of its day, so that filters and sorting find it under that day.",
    ),
)
_CHECKING: tuple[Line, ...] = (
    (
        Text("一张牌", "one card"),
        Text(
            "先在“牌”里找到它，拿“来源文件”和“行”去看导出的原件，再照“依据”“逐日”"
            "“理由”三栏逐项对。要看全部理由，用命令 hotline-rules explain，"
            "写上工单编号、规则文件和上面的判断时刻。",
            "Find it among the cards, look up its row in the export, and go through "
            "source, days and reason. `hotline-rules explain` tells everything.",
        ),
    ),
    (
        Text("整份结果", "the whole"),
        Text(
            "把运行目录连同导出的文件交给另一个人，让他在自己的机器上用命令 "
            "hotline-rules verify 重新核一遍：程序会用另一套独立的算法逐条复核，"
            "指出证据支持不了的结果。",
            "Give the run's directory and the exports to somebody else: "
            "`hotline-rules verify` checks every result by a second way of counting.",
        ),
    ),
    (
        Text("什么是摘要", "digests"),
        Text(
            "摘要是文件内容的指纹，内容改动一个字，摘要就不同；两处的摘要一样，"
            "用的就是同一份文件。",
            "A digest is the fingerprint of a file: equal digests, equal files.",
        ),
    ),
)
_WIDTHS = (18, 112)


class Cover:
    """The sheet about all the others; made first, written last."""

    def __init__(self, book: Book, source: Source) -> None:
        self._book, self._source = book, source
        self._manifest = source.run.manifest
        self._sheet = book.sheet(NAME.in_(book.lang), _WIDTHS)
        self._row = 0

    def write(self, sheets: Sequence[tuple[Text, Text, int | None]]) -> None:
        """Write the whole sheet.

        Args:
            sheets: name, what it shows and how many rows it has, of each other sheet.
        """
        title = self._book.style(bold=True, font_size=16)
        self._sheet.write_string(0, 0, _TITLE.in_(self._book.lang), title)
        self._sheet.set_row(0, 26)
        self._row = 2
        self._part(Text("这是什么", "What this is"), [(same(""), one) for one in _WHAT])
        self._part(Text("判断了什么", "What was judged"), self._judged())
        self._part(Text("各页", "The sheets"), [_sheet(*one) for one in sheets])
        self._part(Text("怎样核对", "How to check it"), self._checking())
        self._part(Text("数据从哪里来", "What it was made from"), self._inputs())
        self._part(Text("用的是什么规则", "By which rules"), self._rules())
        self._part(
            Text("有争议的条款取哪种读法", "Readings of disputed clauses"),
            [_reading(one) for one in self._source.profile.rulebook.readings],
        )

    def _part(self, title: Text, lines: Iterable[Line]) -> None:
        book = self._book
        head = book.style(bold=True, font_size=12, bottom=1)
        self._sheet.set_row(self._row, 20)
        self._put(0, title, head)
        self._sheet.write_blank(self._row, 1, None, head)
        label, text = book.style(bold=True, text_wrap=True), book.style(text_wrap=True)
        for about, says in lines:
            self._row += 1
            lines_ = lines_of(says.in_(book.lang), _WIDTHS[1])
            self._sheet.set_row(self._row, height_of(lines_))
            self._put(0, about, label)
            self._put(1, says, text)
        self._row += 2

    def _put(self, place: int, text: Text, style: Any) -> None:
        said = clean(text.in_(self._book.lang))
        self._sheet.write_string(self._row, place, said, style)

    def _judged(self) -> Iterator[Line]:
        options = self._manifest["options"]
        yield Text("期间", "period"), _period(self._source.period)
        yield (
            Text("判断时刻", "judged as of"),
            say(
                "{0}；这一刻以后的事一概不算",
                "{0}; nothing after that instant counts",
                self._at(self._source.as_of),
            ),
        )
        if options["known_at"] is not None:
            yield (
                Text("知悉时刻", "known at"),
                say(
                    "{0}；只用这一刻以前登记的事件和公布的放假安排",
                    "{0}; only events recorded and notices published by then",
                    self._at(instant_of(options["known_at"])),
                ),
            )
        if options.get("pseudonymised"):
            yield (
                Text("编号", "ids"),
                Text(
                    "工单编号已用密钥换成代号；持有密钥的一方可以对回原号。",
                    "Ids are replaced by keyed hashes; who holds the key finds them.",
                ),
            )

    def _rules(self) -> Iterator[Line]:
        profile, manifest = self._source.profile, self._manifest
        yield Text("规则文件", "profile"), same(f"{profile.title}（{profile.id}）")
        yield Text("摘要", "digest"), same(profile.digest)
        for document in profile.rulebook.documents:
            yield Text("文件", "document"), _document(document)
        calendar = manifest["calendar"]
        known = calendar["known_until"]
        yield (
            Text("工作日历", "calendar"),
            say(
                "{0}，{1}；摘要 {2}",
                "{0}, {1}; digest {2}",
                calendar["id"],
                say("放假安排公布到{0}", "days off announced until {0}", known)
                if known
                else Text("放假安排没有公布", "no days off announced"),
                calendar["digest"],
            ),
        )
        yield Text("程序版本", "version"), same(manifest["package"])

    def _inputs(self) -> Iterator[Line]:
        manifest = self._manifest
        for one in manifest["inputs"]:
            said = say("{0}；摘要 {1}", "{0}; digest {1}", one["file"], one["digest"])
            yield Text("读入的文件", "input"), said
        mapping = manifest.get("mapping")
        if mapping:
            file, digest = mapping["file"], mapping["digest"]
            said = say("{0}；摘要 {1}", "{0}; digest {1}", file, digest)
            yield Text("列名对照表", "mapping"), said
        yield from self._lacking()
        for said in Account.from_manifest(manifest).sentences():
            yield Text("数目平衡", "balance"), said

    def _lacking(self) -> Iterator[Line]:
        """What the rules ask for and no column tells; empty for histories."""
        names, lacking = self._source.terms.names, self._manifest.get("lacking", {})
        events = [names.event_type(one) for one in lacking.get("events", ())]
        if events:
            yield (
                Text("表里没有的事", "events not told"),
                say(
                    "规则要看、对照表里没有的事有{0}种：{1}。没有写到的事，结果里就等于没有"
                    "发生：要靠它们了结的时限会显得没有办，由它们引起的牌和动作不会出现。"
                    "表里其实有的，补进对照表再审核一次。",
                    "the rules look at {0} events that the mapping does not tell: {1}. "
                    "Here they never happened: what they would meet looks open, what "
                    "they would bring is not there.",
                    len(events),
                    join(events, "、", ", "),
                ),
            )
        facts = [names.fact(one) for one in lacking.get("attributes", ())]
        if facts:
            yield (
                Text("表里没有的事实", "facts not told"),
                say(
                    "规则要看、对照表里没有的工单事实有{0}项：{1}。判断时照没有写的办："
                    "规则文件写明缺了算什么的，照那样算；没有写明的，列为未定。",
                    "the rules ask for {0} facts of tickets that the mapping does not "
                    "tell: {1}. They count as absent: as the profile says of absence, "
                    "else as undetermined.",
                    len(facts),
                    join(facts, "、", ", "),
                ),
            )

    def _checking(self) -> Iterator[Line]:
        yield Text("当时的命令", "command"), same(" ".join(self._manifest["command"]))
        yield from _CHECKING

    def _at(self, at: int) -> Text:
        return Times(self._source.terms.zone).at(at, named=True)


def _period(period: Period | None) -> Text:
    """The months that are listed, in words."""
    if period is None:
        return Text("全部月份", "all months")
    first, last = month_title(period.first), month_title(period.last)
    return first if first == last else say("{0}至{1}", "{0} to {1}", first, last)


def _sheet(name: Text, says: Text, rows: int | None) -> Line:
    if rows is None:
        return name, says
    return name, say("{0}（{1}行）", "{0} ({1} rows)", says, f"{rows:,}")


def _document(one: Document) -> Text:
    """A document, who issued it, and from when to when it applies."""
    title = say("《{0}》", "“{0}”", one.title)
    if one.number:
        title = say("{0}（{1}）", "{0} ({1})", title, one.number)
    days = [
        say("{0}起施行", "in force from {0}", date_text(one.first_day))
        if one.first_day is not None
        else NOTHING,
        say("施行到{0}", "until {0}", date_text(one.end_day - 1))
        if one.end_day is not None
        else NOTHING,
    ]
    return join((title, same(one.issuer), *days))


def _reading(one: Reading) -> Line:
    """A disputed clause: the question, what was chosen, on what ground."""
    means = dict(one.options).get(one.chosen, one.chosen)
    text = say("{0}：{1}（{2}）", "{0}: {1} ({2})", one.about, means, BASES[one.basis])
    if len(one.options) > 1 and one.chosen != one.options[0][0]:
        text = say(
            "{0}；这次改选，不是规则文件原来的选择", "{0}; not the default", text
        )
    return same(one.code), text
