"""What to say of a name that is not there: where such names come from, which fits."""

from collections.abc import Iterable, Mapping

from hotline_rules.diagnostics import Code, Text, codes, suggest
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.node import Node

_FEW = 8  # so many names are listed; more would hide the sentence


def did_you_mean(word: str, options: Iterable[str]) -> Text | None:
    """Return a suggestion, or the options themselves when they are few.

    A mapping of names to what they name lets the writer give the title instead of
    the name: `催办` finds `urge`.
    """
    listed = list(dict.fromkeys(options))
    guess = suggest(word, listed)
    if guess is None and isinstance(options, Mapping):
        guess = next((n for n, what in options.items() if _title(what) == word), None)
    if guess:
        return Text(f"是不是 `{guess}`？", f"did you mean `{guess}`?")
    if 0 < len(listed) <= _FEW:
        shown = "、".join(f"`{option}`" for option in listed)
        shown_en = ", ".join(f"`{option}`" for option in listed)
        return Text(f"可以写 {shown}", f"write one of {shown_en}")
    return None


def unknown(code: Code, what: Text, word: str, options: Iterable[str]) -> Fault:
    """Return the fault of a name that is not there."""
    why = _SOURCES.get(code.slug)
    fix = did_you_mean(word, options)
    if fix is None and why is not None:
        fix = Text(
            "改成已有的名字，或先在那里声明",
            "write a name that exists, or declare this one there",
        )
    blank = " " if what.zh.startswith("`") else ""
    return Fault(
        code,
        Text(f"没有{blank}{what.zh} `{word}`", f"unknown {what.en} `{word}`"),
        why,
        fix,
    )


def _title(what: object) -> str | None:
    """Return the Chinese title of what a name names, if it has one."""
    if isinstance(what, tuple) and what:
        what = what[0]
    if isinstance(what, Node):
        title = what.child("title")
        what = what.value if title is None else title.value
    if isinstance(what, str):
        return what
    titles = getattr(what, "titles", ())
    if titles:
        return str(titles[-1][-1])
    found = getattr(what, "title", None)
    return found if isinstance(found, str) else None


def _declared(what: str, section: str, en: str) -> Text:
    return Text(
        f"{what}在 {section} 一节声明，别处用它的编号",
        f"{en} are declared under `{section}` and used by their ids",
    )


def _or_own(what: str, section: str, en: str) -> Text:
    return Text(
        f"{what}要么是内置的（见词汇表），要么在 {section} 里声明",
        f"{en} are built in (see the glossary) or declared under `{section}`",
    )


_SOURCES = {
    codes.UNKNOWN_ACTION.slug: _or_own("事项", "words.actions", "actions"),
    codes.UNKNOWN_CALENDAR.slug: _declared("日历", "calendars", "calendars"),
    codes.UNKNOWN_CONDITION.slug: _declared("条件", "words.conditions", "conditions"),
    codes.UNKNOWN_COUNTING.slug: _declared("计时方式", "counting", "countings"),
    codes.UNKNOWN_DOCUMENT.slug: _declared("文件", "documents", "documents"),
    codes.UNKNOWN_EVENT.slug: _or_own("事件", "words.events", "events"),
    codes.UNKNOWN_FACT.slug: _or_own("事实", "words.attributes", "facts"),
    codes.UNKNOWN_FINDING.slug: _or_own("认定", "words.findings", "findings"),
    codes.UNKNOWN_FLAG.slug: Text("标记只有内置的几个", "flags are built in"),
    codes.UNKNOWN_LADDER.slug: _declared("阶梯", "ladders", "ladders"),
    codes.UNKNOWN_MEASURE.slug: Text(
        "考核项要么是内置的列，要么在 measures 一节声明",
        "measures are built-in columns or declared under `measures`",
    ),
    codes.UNKNOWN_NOTICE.slug: _or_own("通知", "words.notices", "notices"),
    codes.UNKNOWN_OPTION.slug: Text(
        "一个读法有哪几项，列在它的 options 里",
        "the options of a reading are listed under its `options`",
    ),
    codes.UNKNOWN_PAYLOAD.slug: Text(
        "每个事件的记录里有哪些项是定好的（见词汇表），本市加的写在 payload 里",
        "the keys of an event's record are fixed (see the glossary); those a profile "
        "adds are under its `payload`",
    ),
    codes.UNKNOWN_PENALTY.slug: _or_own("处罚", "words.penalties", "penalties"),
    codes.UNKNOWN_READING.slug: _declared("读法", "readings", "readings"),
    codes.UNKNOWN_ROLE.slug: _or_own("角色", "words.roles", "roles"),
    codes.UNKNOWN_RULE.slug: Text(
        "别处按名字引用 rules 里的规则；规则删掉或改名，引用的地方也要改",
        "rules are referred to by name; a rule dropped or renamed takes its references "
        "with it",
    ),
    codes.UNKNOWN_STATUS.slug: _or_own("状态", "words.statuses", "statuses"),
    codes.UNKNOWN_STEP.slug: Text(
        "阶梯的各级写在 ladders 里，规则用 `阶梯.级` 指它",
        "the steps of a ladder are listed under `ladders`; a rule names `ladder.step`",
    ),
    codes.UNKNOWN_VALUE.slug: _declared("取值", "values", "values"),
    codes.WRONG_VALUE.slug: Text(
        "这里只认固定的几个词，不能另起名字", "only a few fixed words are known here"
    ),
}
