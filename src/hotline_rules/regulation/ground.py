"""What the rules stand on: documents, words, calendars, counting, readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.clock.settings import OPTIONS
from hotline_rules.explain.conditions import condition_text, patterns_text
from hotline_rules.explain.points import setting_text
from hotline_rules.explain.wording import clock_text, date_text
from hotline_rules.explain.words import BASES
from hotline_rules.profile.vocabulary import (
    ABSENT_MEANS,
    BUILT_IN_ATTRIBUTES,
    BUILT_IN_EVENTS,
    BUILT_IN_ROLES,
    BUILT_IN_STATUSES,
    SUBJECT_ATTRIBUTES,
)
from hotline_rules.regulation.rules import days_text
from hotline_rules.regulation.tell import Entry
from hotline_rules.regulation.values import formal, missing_text
from hotline_rules.rulebook import Missing
from hotline_rules.rulebook.parts import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.calendar import CalendarData, OpenHours
    from hotline_rules.profile.switches import Switch
    from hotline_rules.regulation.model import Statement
    from hotline_rules.regulation.tell import Teller
    from hotline_rules.rulebook import (
        AttributeWord,
        Counting,
        Document,
        EventWord,
        Reading,
        RoleWord,
    )

_TYPES = {
    "flag": "有或者没有",
    "yes_no": "是或者否",
    "text": "文字",
    "number": "数字",
    "date": "日期或者时刻",
    "instant": "时刻",
    "unit": "单位名称",
    "month": "月份",
    "list": "列表",
    "time": "钟点",
    "weekday": "星期",
}


def document_statements(document: Document, teller: Teller) -> list[Statement]:
    """A document: what it is, when it applies, by which day a case is judged."""
    entry = Entry(teller, "documents", "document", document.id)
    issued = "" if document.issued is None else f"，{date_text(document.issued).zh}印发"
    issuer = f"，{document.issuer}" if document.issuer else ""
    number = f"（{document.number}）" if document.number else ""
    entry.say(
        "title",
        zh=f"《{document.title}》{number}{issuer}{issued}。",
        cites=document.cites,
    )
    days = days_text(document.first_day, document.end_day)
    entry.say("in_force", zh=f"{days}有效。")
    for which, (first, end) in enumerate(document.disputed, 1):
        entry.say(
            "disputed",
            str(which),
            zh=f"{days_text(first, end)}是否有效有争议，结果注明须由人复核。",
        )
    for key, patterns, what in (
        ("law_at_duties", document.law_at_duties, "期限和后果"),
        ("law_at_actions", document.law_at_actions, "没有时限、不带后果的应办事项"),
        ("law_at_procedure", document.law_at_procedure, "程序"),
    ):
        if key == "law_at_actions" and patterns == document.law_at_duties:
            continue  # then they go with the duties, unsaid
        event = teller.events(patterns)
        when = f"最近一次{event}" if event else "该行为发生"
        entry.say(key, zh=f"{what}适用本文件与否，看{when}之日。")
    after = {
        "apply_and_flag": "期满以后仍照此办理，结果注明依据已经过期。",
        "refuse": "期满以后不再适用。",
    }
    entry.say("after_end", zh=after[document.after_end])
    for other in document.replaces:
        title = teller.book.documents[other].title
        entry.say("replaces", zh=f"代替《{title}》。")
    return entry.found


# --- words ---------------------------------------------------------------------------


def word_statements(teller: Teller) -> list[Statement]:
    """Words that the profile adds to the vocabulary, or calls otherwise."""
    book = teller.book
    found: list[Statement] = []
    plain = {word.id: word for word in (*SUBJECT_ATTRIBUTES, *BUILT_IN_ATTRIBUTES)}
    for attribute in book.attributes:
        absent = ABSENT_MEANS.get(attribute.id)
        known = plain.get(attribute.id)
        if known is None or _differs(attribute, known, absent):
            found += _attribute(attribute, teller)
    events = {word.id: word for word in BUILT_IN_EVENTS}
    for event in book.events:
        if events.get(event.id) != event:
            found += _event(event, teller)
    roles = {word.id: word for word in BUILT_IN_ROLES}
    for role in book.roles:
        if roles.get(role.id) != role:
            found += _role(role, teller)
    for status in book.statuses:
        if status not in BUILT_IN_STATUSES:
            entry = Entry(teller, "words", "status", status.id)
            of = {"ticket": "工单", "unit": "单位"}[status.of]
            entry.say("title", zh=f"状态“{status.title}”，是{of}的。")
            found += entry.found
    return [*found, *_defined(teller), *_units(teller)]


def _differs(word: AttributeWord, known: AttributeWord, absent: Any) -> bool:
    return word.absent_means != absent or (
        word.title,
        word.type,
        word.one_of,
        word.set_by,
        word.told_by,
    ) != (known.title, known.type, known.one_of, known.set_by, known.told_by)


def _attribute(word: AttributeWord, teller: Teller) -> list[Statement]:
    entry = Entry(teller, "words", "attribute", word.id)
    kind = _TYPES.get(word.type, "文字")
    if word.one_of:
        kind = (
            "、".join(f"“{teller.names.value(one).zh}”" for one in word.one_of) + "之一"
        )
    entry.say("title", zh=f"“{word.title}”一项，记{kind}。")
    if word.absent_means is not None and word.type != "flag":
        means = teller.names.value(word.absent_means).zh
        why = f"（{word.ground.rstrip('。')}）" if word.ground else ""
        entry.say("absent_means", zh=f"没有记明“{word.title}”的，按“{means}”{why}。")
    for event, key in word.set_by:
        said = f"{teller.names.event_type(event).zh}中的{teller.names.key(key).zh}"
        entry.say("set_by", event, zh=f"“{word.title}”随{said}改变。")
    for other, value, told in word.told_by:
        fact = teller.names.fact(other).zh
        value_, told_ = teller.names.value(value).zh, teller.names.value(told).zh
        zh = f"没有记明“{word.title}”而{fact}为“{value_}”的，按“{told_}”。"
        entry.say("told_by", other, value, zh=zh)
    return entry.found


def _event(word: EventWord, teller: Teller) -> list[Statement]:
    entry = Entry(teller, "words", "event", word.id)
    names = teller.names.inside(word.id)
    said = "、".join(
        f"{names.key(key).zh}（{_type(type_, teller)}）" for key, type_ in word.payload
    )
    whose = (
        ""
        if word.unit_key == "unit"
        else (f"；算{teller.names.key(word.unit_key).zh}的")
    )
    entry.say("title", zh=f"事件“{word.title}”，可以记明：{said}{whose}。")
    return entry.found


def _type(type_: str, teller: Teller) -> str:
    if "|" not in type_:
        return _TYPES.get(type_, type_)
    return "或者".join(teller.names.value(one).zh for one in type_.split("|") if one)


def _role(word: RoleWord, teller: Teller) -> list[Statement]:
    entry = Entry(teller, "words", "role", word.id)
    of_unit = "，各单位自己的" if word.of_unit else ""
    titles = "；".join(
        f"“{title}”"
        if first is None and end is None
        else f"{days_text(first, end)}为“{title}”"
        for first, end, title in word.titles
    )
    known = next((one for one in BUILT_IN_ROLES if one.id == word.id), None)
    usual = "" if known is None else known.titles[0][-1]
    head = f"“{usual}”，本规则称为" if usual and f"“{usual}”" != titles else "角色："
    entry.say("title", zh=f"{head}{titles}{of_unit}。")
    return entry.found


def _defined(teller: Teller) -> Iterator[Statement]:
    """Conditions and events that the profile has a name for."""
    names = teller.names.without_definitions()
    for one in teller.book.conditions:
        entry = Entry(teller, "words", "condition", one.id)
        means = formal(condition_text(one.condition, names).zh)
        entry.say("is", zh=f"“{one.title}”，指{means}。", cites=one.cites)
        yield from entry.found
    for moment in teller.book.moments:
        entry = Entry(teller, "words", "moment", moment.id)
        means = formal(patterns_text(moment.patterns, names).zh)
        entry.say("is", zh=f"“{moment.title}”，指{means}。", cites=moment.cites)
        yield from entry.found


def _units(teller: Teller) -> Iterator[Statement]:
    for unit, facts in teller.book.units:
        entry = Entry(teller, "words", "unit", unit)
        said = "，".join(
            f"{teller.names.fact(f'unit.{key}').zh}为{teller.names.value(value).zh}"
            for key, value in facts
        )
        entry.say("facts", zh=f"{unit}：{said}。", cells=(unit, said))
        yield from entry.found


# --- calendars and counting ----------------------------------------------------------


def calendar_statements(data: CalendarData, teller: Teller) -> list[Statement]:
    """A calendar of the profile: what it stands on and what it changes."""
    entry = Entry(teller, "calendars", "calendar", data.id)
    entry.say("title", zh=data.title.zh)
    below = data.parent
    if below is not None:
        title = "每一天" if below.id == "every day" else below.title.zh
        entry.say("days", zh=f"以{title}（{below.id}）为基础。")
    for number, hours in enumerate(data.open_hours, 1):
        entry.say("open", str(number), zh=f"办公时间{_hours(hours)}。")
    if data.day_starts:
        entry.say("day_starts", zh=f"一天从{clock_text(data.day_starts)}开始。")
    for notice in data.notices:
        issued = "" if notice.issued is None else f"{date_text(notice.issued).zh}"
        for day, title in notice.days_off:
            said = f"{date_text(day).zh}为休息日"
            zh = f"{said}（{title}，{issued}《{notice.title.zh}》）。"
            entry.say("extra", str(day), zh=zh)
        for day in notice.workdays:
            said = f"{date_text(day).zh}为工作日"
            zh = f"{said}（{issued}《{notice.title.zh}》）。"
            entry.say("extra", str(day), zh=zh)
        if notice.covers is not None:
            zh = f"《{notice.title.zh}》定下{notice.covers}年全年的安排。"
            entry.say("settles", str(notice.covers), zh=zh)
    return entry.found


def _hours(hours: OpenHours) -> str:
    shifts = "、".join(
        f"{clock_text(first)}至{clock_text(last)}" for first, last in hours.shifts
    )
    when = ""
    if hours.season is not None:
        (m1, d1), (m2, d2) = hours.season
        when = f"（每年{m1}月{d1}日至{m2}月{d2}日）"
    elif hours.since is not None or hours.until is not None:
        end = None if hours.until is None else hours.until + 1
        when = f"（{days_text(hours.since, end)}）"
    return f"{when}为{shifts}"


def counting_statements(counting: Counting, teller: Teller) -> list[Statement]:
    """A way of counting, setting by setting."""
    entry = Entry(teller, "counting", "counting", counting.id)
    entry.say("title", zh=counting.title, readings=counting.readings)
    calendars = {one.id: one.title.zh for one in teller.book.calendars}
    title = calendars.get(counting.calendar, counting.calendar)
    entry.say("calendar", zh=f"按“{title}”计算。")
    for name in (*OPTIONS, "halves_split_at"):
        word = getattr(counting.settings, name)
        if word is not None:
            entry.say(name, zh=f"{formal(setting_text(name, word).zh)}。")
    return entry.found


# --- readings and clauses -------------------------------------------------------------


def reading_statements(reading: Reading, teller: Teller) -> list[Statement]:
    """A disputed clause: the question, the options, the choice and its ground."""
    entry = Entry(teller, "readings", "reading", reading.code)
    entry.say("title", zh=f"{reading.about}？", cites=reading.cites)
    for number, (option, means) in enumerate(reading.options):
        default = "（默认）" if number == 0 and len(reading.options) > 1 else ""
        entry.say("option", option, zh=f"{means}{default}。", cells=(option,))
    for refused in reading.not_offered:
        zh = f"{refused.means}：不能选，因为{refused.why}。"
        entry.say("not_offered", refused.option, zh=zh)
    means = dict(reading.options).get(reading.chosen, reading.chosen)
    basis = BASES[reading.basis].zh
    entry.say("chosen", zh=f"现取：{means}（{basis}）。")
    entry.say("ground", zh=f"理由：{reading.ground}")
    return entry.found


def clause_statements(teller: Teller) -> list[Statement]:
    """Every clause of the registers, with the reason of those that yield nothing."""
    entry = Entry(teller, "clauses", "clause")
    computable = {"full": "由记录和日历算出", "finding": "要先有人认定", "none": ""}
    for clause in teller.book.clauses:
        how = computable[clause.computable] or f"不产生规则：{clause.no_rule}"
        entry.say(
            clause.id,
            zh=f"{clause.article}：{clause.gist.rstrip('。')}（{how}）。",
            cites=(clause.id,),
            cells=(clause.article, clause.gist, how),
        )
    return entry.found


_WHAT = {
    "again": "再次发生时怎么办",
    "at": "时点",
    "from": "起因",
    "granted_by": "由什么批准",
    "if": "条件",
    "in_force": "施行的日子",
    "is": "所指",
    "light": "灯",
    "may": "可以做的事",
    "moves_to": "改后的期限",
    "must": "应当做的事",
    "within": "时限",
}
_SECTIONS = {"rules": "规则", "words": "用语", "values": "取值", "measures": "考核"}


def switch_statements(
    switches: Iterable[Switch], teller: Teller
) -> Iterator[Statement]:
    """What readings decide; in the cells as plain data, all that it could be."""
    for switch in switches:
        entry = Entry(teller, "readings", "switch", *switch.path)
        section, key = switch.path[0], switch.path[-1]
        what = _WHAT.get(key, "写法")
        where = f"{_SECTIONS.get(section, '')}“{switch.title}”的{what}"
        codes = "、".join(switch.readings)
        entry.say(
            zh=f"{where}，随读法{codes}取舍。",
            readings=switch.readings,
            cells=(switch.text,),
        )
        yield from entry.found


def profile_statements(teller: Teller) -> list[Statement]:
    """What holds for the whole profile."""
    book = teller.book
    entry = Entry(teller, "documents", "profile", book.id)
    entry.say("title", zh=book.title)
    entry.say("zone", zh=f"时间按{book.zone}的当地时间计。")
    if book.outside_validity == "apply":
        entry.say("outside_validity", zh="文件不在有效期的，也照此适用，结果予以注明。")
    return entry.found


def missing_statements(teller: Teller) -> list[Statement]:
    """The numbers that the source leaves open, each once."""
    found: dict[str, Missing] = {}
    for part in (teller.book.rules, teller.book.changes, teller.book.measures):
        for one in found_in(part, Missing):
            found.setdefault(one.parameter, one)
    told: list[Statement] = []
    for one in found.values():
        entry = Entry(teller, "values", "missing", one.parameter)
        cells = (one.title, one.where)
        entry.say(zh=f"{missing_text(one)}。", cites=one.cites, cells=cells)
        told += entry.found
    return told
