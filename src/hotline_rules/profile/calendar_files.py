"""Calendar files to calendar data: the layers of notices and the statutory festivals.

A file is a table that policy staff extend once a year, so its shape is checked here
key by key, and its meaning in `calendar_checks`; every fault is reported at once.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from hotline_rules.calendar import CalendarData, Notice, date_of_day, day_of_date
from hotline_rules.diagnostics import (
    Diagnostic,
    Text,
    codes,
    diagnostic,
    has_errors,
    suggest,
)
from hotline_rules.profile.calendar_checks import NoticeEntry, check_notices
from hotline_rules.profile.calendar_days import days_in, parse_day
from hotline_rules.profile.node import Node
from hotline_rules.profile.source import read_yaml

FILE_KEYS = (
    "calendar",
    "title",
    "kind",
    "parent",
    "rest_days",
    "next_notice_may_change_from",
    "unannounced_years",
    "names",
    "notices",
)
ENTRY_KEYS = (
    "year",
    "changes",
    "number",
    "issued",
    "no_later_than",
    "title",
    "off",
    "work",
    "cancels",
    "remark",
)
KINDS = ("national", "regional")
WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
Statutory = tuple[tuple[int, str], ...]
Names = tuple[tuple[str, str], ...]
Named = tuple[Statutory, Names]
T = TypeVar("T")


def read_calendar(
    name: str,
    data: bytes,
    *,
    parents: Mapping[str, CalendarData],
    statutory: Named = ((), ()),
) -> tuple[CalendarData | None, list[Diagnostic]]:
    """Read one calendar file.

    Args:
        name: what the file is called in reports.
        data: its bytes.
        parents: the calendars its `parent` may name, by id.
        statutory: the festivals of years not announced, and their English names; used
            if the file says `unannounced_years: statutory`.

    Returns:
        the calendar, `None` when there is an error; and all faults.

    Diagnostics:
        those of `read_yaml` and of the groups "shape of a profile" and "calendars".
    """
    root, found, _ = read_yaml(name, data)
    if root is None:
        return None, found
    if not isinstance(root.value, dict):
        return None, [*found, _not_a_calendar(root)]
    reader = _Reader(root, found, parents, statutory)
    calendar = reader.calendar()
    return (None if has_errors(found) else calendar), found


def read_statutory(name: str, data: bytes) -> tuple[Named, list[Diagnostic]]:
    """Read the file of statutory festivals.

    Returns:
        (day, Chinese name) in order of days with the English names, and all faults.
    """
    root, found, _ = read_yaml(name, data)
    days: list[tuple[int, str]] = []
    years = root.child("days") if root else None
    for year, node in _items(years).items():
        for part in str(node.value).split(", "):
            festival, _, run = part.partition(" ")
            text = Node(node.span, node.key_span, node.path, run)
            days += [(day, festival) for day, _ in days_in(text, int(year), found)]
    names = _items(root.child("names") if root else None)
    return (tuple(days), tuple((k, str(v.value)) for k, v in names.items())), found


def _items(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


class _Reader:
    """One reading of a calendar file."""

    def __init__(
        self,
        root: Node,
        found: list[Diagnostic],
        parents: Mapping[str, CalendarData],
        statutory: Named,
    ) -> None:
        self.root = root
        self.found = found
        self.parents = parents
        self.statutory = statutory

    def calendar(self) -> CalendarData | None:
        """Return the calendar; faults are added to `found`."""
        self._check_keys(self.root, FILE_KEYS)
        id_ = self._text(self.root, "calendar")
        title = self._title(self.root)
        kind = self._word(self.root, "kind", KINDS)
        parent = self._parent()
        festivals, names = self._festivals()
        entries = self._entries(id_ or "")
        if id_ is None or title is None or kind is None:
            return None
        below = None if parent is None else parent
        self.found += check_notices(entries, below, self._rest_days())
        return CalendarData(
            id=id_,
            title=title,
            kind="national" if kind == "national" else "regional",
            parent=parent,
            rest_weekdays=self._rest_days(),
            notices=tuple(each.notice for each in entries),
            statutory=festivals,
            names=names,
            unsettled=self._unsettled(),
        )

    def _parent(self) -> CalendarData | None:
        node = self.root.child("parent")
        if node is None:
            return None
        word = self._word(self.root, "parent", tuple(self.parents))
        return None if word is None else self.parents[word]

    def _festivals(self) -> tuple[Statutory, Names]:
        """Return the statutory days the file asks for, and all names of holidays."""
        names = _items(self.root.child("names"))
        own = {name: str(node.value) for name, node in names.items()}
        if self.root.child("unannounced_years") is None:
            return (), tuple(own.items())
        if self._word(self.root, "unannounced_years", ("statutory",)) is None:
            return (), ()
        festivals, theirs = self.statutory
        return festivals, tuple((dict(theirs) | own).items())

    def _rest_days(self) -> tuple[int, ...]:
        node = self.root.child("rest_days")
        if node is None:
            return ()
        words = [str(each.value) for each in node.children()]
        return tuple(WEEKDAYS.index(word) for word in words if word in WEEKDAYS)

    def _unsettled(self) -> tuple[int, int, int] | None:
        node = self.root.child("next_notice_may_change_from")
        if node is None:
            return None
        years, day = node.child("years"), node.child("day")
        number = parse_day(str(day.value), 2001) if day else None
        if number is None or years is None or years.value not in (-1, 0):
            self._report_form(node, "{years: -1, day: 12-25}")
            return None
        when = date_of_day(number)
        return (int(str(years.value)), when.month, when.day)

    def _entries(self, id_: str) -> list[NoticeEntry]:
        node = self.root.child("notices")
        if node is None or not isinstance(node.value, list):
            self._report_missing(self.root, "notices")
            return []
        entries = [self._entry(id_, each) for each in node.value]
        return [entry for entry in entries if entry is not None]

    def _entry(self, id_: str, node: Node) -> NoticeEntry | None:
        """Read one notice; None when its year or date cannot be read."""
        if not isinstance(node.value, dict):
            self._report_form(node, "- year: 2027")
            return None
        self._check_keys(node, ENTRY_KEYS)
        yearly = node.child("year")
        year_node = yearly or node.child("changes")
        if year_node is None:
            self._report_missing(node, "year")
            return None
        year = year_node.value
        if not isinstance(year, int) or not 1970 <= year <= 2099:
            self._report_form(year_node, "2027")
            return None
        issued, latest = self._issued(node)
        if latest is None:
            return None
        label = f"{id_}-{year if yearly else date_of_day(latest)}"
        return self._notice(node, label, year, yearly is not None, issued, latest)

    def _notice(
        self,
        node: Node,
        id_: str,
        year: int,
        yearly: bool,  # noqa: FBT001
        issued: int | None,
        latest: int,
    ) -> NoticeEntry:
        """Put the parts of one notice together, with the places of its days."""
        places: dict[str, dict[int, Node]] = {"off": {}, "work": {}, "cancels": {}}
        off: list[tuple[int, str]] = []
        for name, days in _items(node.child("off")).items():
            off += [(day, name) for day in self._days("off", days, year, places)]
        work, cancels = (
            tuple(self._days(key, child, year, places)) if child else ()
            for key in ("work", "cancels")
            for child in [node.child(key)]
        )
        number = node.child("number")
        known = number is not None and number.value != "unknown"
        remark = node.child("remark")
        notice = Notice(
            id=id_,
            number=str(number.value) if number is not None and known else None,
            issued=issued,
            latest_issued=latest,
            title=self._title(node, Text(f"{year}年放假安排", f"holidays of {year}"))
            or Text("", ""),
            covers=year if yearly else None,
            days_off=tuple(off),
            workdays=work,
            cancels=cancels,
            remark=str(remark.value) if remark is not None else None,
        )
        return NoticeEntry(node, year, notice, places)

    def _days(
        self, key: str, node: Node, year: int, places: dict[str, dict[int, Node]]
    ) -> list[int]:
        """Read the days under a key; one that stands there twice is reported."""
        days = []
        for day, part in days_in(node, year, self.found):
            if day in places[key]:
                self.found.append(_day_twice(part, day))
                continue
            places[key][day] = part
            days.append(day)
        return days

    def _issued(self, node: Node) -> tuple[int | None, int | None]:
        """Return the day of issue, None if unknown, and the latest possible one."""
        issued = self._required(node, "issued")
        if issued is None:
            return None, None
        if isinstance(issued.value, date):
            return day_of_date(issued.value), day_of_date(issued.value)
        if issued.value != "unknown":
            self._report_form(issued, "2026-11-04")
            return None, None
        latest = self._required(node, "no_later_than")
        if latest is None:
            return None, None
        if isinstance(latest.value, date):
            return None, day_of_date(latest.value)
        self._report_form(latest, "2026-11-04")
        return None, None

    def _title(self, node: Node, default: Text | None = None) -> Text | None:
        title = node.child("title")
        if title is None and default is not None:
            return default
        zh, en = (title.child("zh"), title.child("en")) if title else (None, None)
        if zh is None or en is None:
            place = title or node
            self._report_form(place, "title: {zh: 全国工作日历, en: national calendar}")
            return None
        return Text(str(zh.value), str(en.value))

    def _text(self, node: Node, key: str) -> str | None:
        child = self._required(node, key)
        if child is None or isinstance(child.value, str):
            return None if child is None else str(child.value)
        self._report_form(child, "CN")
        return None

    def _word(self, node: Node, key: str, words: Sequence[str]) -> str | None:
        child = self._required(node, key)
        if child is None:
            return None
        word = str(child.value)
        if word in words:
            return word
        self.found.append(_unknown_word(child, word, words))
        return None

    def _required(self, node: Node, key: str) -> Node | None:
        child = node.child(key)
        if child is None:
            self._report_missing(node, key)
        return child

    def _check_keys(self, node: Node, keys: Sequence[str]) -> None:
        self.found.extend(
            _unknown_key(child, key, keys)
            for key, child in _items(node).items()
            if key not in keys
        )

    def _report_missing(self, node: Node, key: str) -> None:
        if not node.broken:
            self.found.append(_missing_key(node, key))

    def _report_form(self, node: Node, example: str) -> None:
        if not node.broken:
            self.found.append(_bad_form(node, example))


def _not_a_calendar(root: Node) -> Diagnostic:
    return diagnostic(
        codes.NOT_A_MAPPING,
        root.span,
        Text("日历文件的最外层不是“键: 值”", "a calendar file holds keys"),
        fix=Text(
            "从 CN.yaml 复制一份来改", "start from a copy of CN.yaml of the package"
        ),
    )


def _unknown_key(node: Node, key: str, keys: Sequence[str]) -> Diagnostic:
    near = suggest(key, keys)
    listed = "、".join(keys), ", ".join(keys)
    fix = Text(f"可用的键：{listed[0]}", f"the keys are: {listed[1]}")
    if near:
        fix = Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
    return diagnostic(
        codes.UNKNOWN_KEY,
        node.place,
        Text(f"日历文件里没有 `{key}` 这个键", f"a calendar has no key `{key}`"),
        why=Text("认不出的键不会生效", "a key that is not known has no effect"),
        fix=fix,
    )


def _unknown_word(node: Node, word: str, words: Sequence[str]) -> Diagnostic:
    near = suggest(word, words)
    listed = Text("可选：" + "、".join(words), "choose from: " + ", ".join(words))
    return diagnostic(
        codes.UNKNOWN_WORD,
        node.span,
        Text(f"`{word}` 不在可选范围内", f"`{word}` is not one of the words allowed"),
        why=listed,
        fix=Text(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else listed,
    )


def _missing_key(node: Node, key: str) -> Diagnostic:
    return diagnostic(
        codes.MISSING_KEY,
        node.place,
        Text(f"这里缺少 `{key}`", f"`{key}` is missing here"),
        why=Text("日历少了它就无法读", "a calendar cannot be read without it"),
        fix=Text(f"补上 `{key}`，照别的年份写", f"add `{key}` as in the other years"),
    )


def _bad_form(node: Node, example: str) -> Diagnostic:
    return diagnostic(
        codes.BAD_FORM,
        node.span,
        Text("这里的写法不符合日历的格式", "this is not how a calendar writes it"),
        fix=Text(f"写成 {example} 的样子", f"write it like {example}"),
    )


def _day_twice(node: Node, day: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.DAY_TWICE,
        node.span,
        Text(f"{when} 写了两次", f"{when} is given twice"),
        why=Text("一天只属于一个假期", "a day belongs to one holiday"),
        fix=Text("留下一处", "keep one of them"),
    )
