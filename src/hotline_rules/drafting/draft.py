"""What is known of a city's regulation so far, and what is wrong in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hotline_rules.diagnostics import Text
from hotline_rules.drafting.answers import Limit, parted, read_limit
from hotline_rules.drafting.questions import QUESTIONS, Question
from hotline_rules.profile import list_profiles
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.calendars import bundled_calendars
from hotline_rules.profile.schema_types import ID_FORM

REQUIRED = ("name", "id", "title", "issued", "in_force")
_LINES = ("name", "title", "number", "issuer")  # free text, one line each
_DAYS = ("issued", "in_force", "until")
_LONGEST = 100
_SEPARATORS = re.compile(r"[/\\]")
_SHIFTS = re.compile(r"\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one thing that was given.

    Attributes:
        about: which one: `name`, `id`, `title`, … or the name of a question.
        given: what was given.
        headline, why, fix: as in a diagnostic.
    """

    about: str
    given: str
    headline: Text
    why: Text | None = None
    fix: Text | None = None


class DraftError(Exception):
    """What was given does not make a profile; carries every mistake."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(f"{m.about}: {m.headline.en}" for m in mistakes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of a city's regulation so far.

    Attributes:
        name: of the city, in Chinese.
        id: of the profile and its files.
        title, number, issuer: of the document; the latter two may be empty.
        issued, in_force, until: days as `2024-03-15`; no `until`, no end.
        force_article: where the day in force stands; empty when not said.
        calendar: a bundled calendar, such as `CN`.
        open: office hours as `08:30-12:00,14:00-17:30`, or empty.
        limits: by the name of the question, all of them.
    """

    name: str
    id: str
    title: str
    issued: str
    in_force: str
    limits: Mapping[str, Limit]
    number: str = ""
    issuer: str = ""
    until: str = ""
    force_article: str = ""
    calendar: str = "CN"
    open: str = ""


def make_draft(given: Mapping[str, str | None], answers: Mapping[str, str]) -> Draft:
    """Make a draft of texts as people type them.

    Args:
        given: the attributes of `Draft` but for `limits`; None is not given. Before
            the day in force its article may stand, as with a limit.
        answers: by the name of the question; those left out are missing.

    Raises:
        DraftError: something is wrong or lacking; it carries every mistake.
    """
    texts = {key: _one_line(text) for key, text in given.items() if text is not None}
    hidden = _hidden("in_force", texts.get("in_force", ""))
    article, texts["in_force"] = parted(texts.get("in_force", ""))
    mistakes = [
        *([] if hidden is None else [hidden]),
        *_lacking(texts),
        *_wrong_texts(texts),
        *_wrong_days(texts),
        *_wrong_calendar(texts),
    ]
    limits: dict[str, Limit] = {}
    for question in QUESTIONS:
        found = limit_of(answers.get(question.name, ""), question)
        if isinstance(found, Mistake):
            mistakes.append(found)
        else:
            limits[question.name] = found
    mistakes += _wrong_hours(texts.get("open", ""), limits)
    if mistakes:
        raise DraftError(mistakes)
    return Draft(**texts, force_article=article, limits=limits)


def limit_of(answer: str, question: Question) -> Limit | Mistake:
    """Read an answer as `read_limit` does, or say what is wrong with it."""
    text = _one_line(answer)
    hidden = _hidden(question.name, text)
    if hidden is not None:
        return hidden
    found = read_limit(text, question)
    if isinstance(found, Fault):
        return Mistake(question.name, answer, found.headline, found.why, found.fix)
    return found


def mistake_in(about: str, text: str) -> Mistake | None:
    """Return what is wrong with one of the texts, as soon as it was typed."""
    texts = {about: _one_line(text)}
    if about == "in_force":
        hidden = _hidden(about, texts[about])
        if hidden is not None:
            return hidden
        _, texts[about] = parted(texts[about])
    found = [*_wrong_texts(texts), *_wrong_days(texts)]
    if not texts[about]:
        found = [one for one in _lacking(texts) if one.about == about]
    return found[0] if found else None


def _one_line(text: str) -> str:
    """Bring a text that was pasted over several lines onto one."""
    return " ".join(text.split())


def _lacking(texts: Mapping[str, str]) -> Iterator[Mistake]:
    for about in REQUIRED:
        if not texts.get(about):
            yield Mistake(about, "", Text("没有给出", "was not given"))


def _wrong_texts(texts: Mapping[str, str]) -> Iterator[Mistake]:
    for about in _LINES:
        text = texts.get(about, "")
        hidden = _hidden(about, text)
        if hidden is not None:
            yield hidden
        elif len(text) > _LONGEST:
            said = Text(f"超过 {_LONGEST} 个字", f"has more than {_LONGEST} characters")
            yield Mistake(about, text[:20] + "…", said)
    if _SEPARATORS.search(texts.get("name", "")):
        yield _a_path(texts["name"])
    if texts.get("id"):
        yield from _wrong_id(texts["id"])


def _hidden(about: str, text: str) -> Mistake | None:
    """Find a character that nobody sees and YAML may refuse, such as one pasted."""
    char = next((char for char in text if not char.isprintable()), None)
    if char is None:
        return None
    said = Text(
        f"里面有看不见的字符 U+{ord(char):04X}",
        f"holds the invisible character U+{ord(char):04X}",
    )
    fix = Text("删掉它，或者重新打一遍", "drop it, or type the text again")
    return Mistake(about, text, said, fix=fix)


def _a_path(name: str) -> Mistake:
    return Mistake(
        "name",
        name,
        Text("这里写城市的名称，不是路径", "this is the name of a city, not a path"),
        fix=Text(
            "放在哪个文件夹，用 --folder 说", "say with --folder where the files go"
        ),
    )


def _wrong_id(id_: str) -> Iterator[Mistake]:
    if not re.fullmatch(ID_FORM, id_) or len(id_) > 40:
        yield Mistake(
            "id",
            id_,
            Text("不能作编号", "cannot be an id"),
            Text(
                "编号也是文件名：小写英文字母开头，只有小写字母、数字和下划线，不超过40个",
                "an id names files: small letters, digits and underscores, a letter "
                "first, 40 at the most",
            ),
            Text("用城市的拼音，如 moushi", "take the name in letters, such as moushi"),
        )
    elif id_ in list_profiles():
        yield Mistake(
            "id",
            id_,
            Text("是自带的规则的编号", "is the id of bundled rules"),
            fix=Text(
                f"换一个；要在自带的上面改，用 hotline-rules new --from {id_}",
                f"take another; to change those, use hotline-rules new --from {id_}",
            ),
        )


def _wrong_days(texts: Mapping[str, str]) -> Iterator[Mistake]:
    days: dict[str, date] = {}
    for about in _DAYS:
        if not (text := texts.get(about)):
            continue
        if (day := _day(text)) is not None:
            days[about] = day
            continue
        said = Text("不是日期，或者没有这一天", "is no day, or no such day")
        fix = Text("写成 2024-03-15 的样子", "write it like 2024-03-15")
        yield Mistake(about, text, said, fix=fix)
    if {"in_force", "until"} <= days.keys() and days["until"] < days["in_force"]:
        said = Text("在施行日之前", "is before the first day in force")
        yield Mistake("until", texts["until"], said)


def _day(text: str) -> date | None:
    """Read a day; forms such as 20240315 are not those of a profile."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _wrong_calendar(texts: Mapping[str, str]) -> Iterator[Mistake]:
    known = tuple(bundled_calendars())
    if (name := texts.get("calendar")) and name not in known:
        listed = "、".join(known)
        said = Text("没有这个日历", "there is no such calendar")
        fix = Text(f"自带的有 {listed}", f"there are {', '.join(known)}")
        yield Mistake("calendar", name, said, fix=fix)


def _wrong_hours(hours: str, limits: Mapping[str, Limit]) -> Iterator[Mistake]:
    if hours and not _SHIFTS.fullmatch(hours):
        said = Text("读不懂上班时间", "are no office hours")
        fix = Text("写成 08:30-12:00,14:00-17:30", "write 08:30-12:00,14:00-17:30")
        yield Mistake("open", hours, said, fix=fix)
    for name, limit in limits.items():
        if limit.office_hours and not hours:
            said = Text("按上班时间算，要知道几点上下班", "needs to know office hours")
            fix = Text(
                "用 --open 08:30-12:00,14:00-17:30 给出；昼夜连续的，去掉 working",
                "give --open 08:30-12:00,14:00-17:30; drop `working` for elapsed hours",
            )
            yield Mistake(name, limit.text, said, fix=fix)
