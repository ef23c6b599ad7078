"""The few sentences that the engine itself says, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from hotline_rules.evaluate.records import Missing
    from hotline_rules.evaluate.titles import Titles

ANOMALIES: dict[str, Text] = {
    "unknown-event": Text(
        "事件类型“{}”不在词汇表中，已保留，未参与判断",
        "event type `{}` is not in the vocabulary; kept, not judged",
    ),
    "unknown-payload-key": Text(
        "事件数据项“{}”不在词汇表中，已保留，未参与判断",
        "payload key `{}` is not in the vocabulary; kept, not judged",
    ),
    "unknown-attribute": Text(
        "属性“{}”不在词汇表中，已保留，未参与判断",
        "attribute `{}` is not in the vocabulary; kept, not judged",
    ),
    "unfit-value": Text(
        "事件数据项“{}”的值“{}”不能用，应当是{}；规则认不出这个值，请核对原始记录",
        "the value of payload key `{}`, `{}`, is not {}; no rule recognises it",
    ),
    "unfit-attribute": Text(
        "属性“{}”的值“{}”不能用，应当是{}；按不知道处理，由它决定的规则不作判断",
        "the value of attribute `{}`, `{}`, is not {}; it counts as not known, and "
        "rules that go by it stay undetermined",
    ),
    "promise-changes-nothing": Text(
        "申请或承诺的期限不晚于原期限，期限不变（“{}”），请核对日期",
        "the date asked for is not after the old end, which stays (rule `{}`)",
    ),
    "unusable-value": Text(
        "申请或决定中没有可用的期限（“{}”），未产生效果",
        "no usable date or number for `{}`; it has no effect",
    ),
    "change-without-effect": Text(
        "没有可以适用的在办时限或申请，该事件（“{}”）未产生效果",
        "no running limit or application it could act on (`{}`); it has no effect",
    ),
    "extension-cut": Text(
        "申请的期限超过上限，按上限计算（“{}”），请人工复核",
        "the date asked for lies beyond the cap of `{}`; the cap applies",
    ),
    "not-yet-in-force": Text(
        "事项发生时文件“{}”尚未施行，未适用",
        "document `{}` was not yet in force; not applied",
    ),
    "document-expired": Text(
        "事项发生时文件“{}”已失效，未适用",
        "document `{}` was no longer in force; not applied",
    ),
    "beyond-calendar": Text(
        "期限超出日历范围（“{}”），无法计算",
        "the end lies beyond the calendar (rule `{}`)",
    ),
}


_RULES = frozenset(
    {"promise-changes-nothing", "unusable-value", "extension-cut", "beyond-calendar"}
)
_DOCUMENTS = frozenset({"not-yet-in-force", "document-expired"})


def called(code: str, detail: str, titles: Titles) -> str:
    """What an anomaly is about, as people call it."""
    if code in _RULES:
        return titles.rule(detail)
    if code in _DOCUMENTS:
        return titles.documents.get(detail, detail)
    return titles.happening(detail) if code == "change-without-effect" else detail


def missing_message(one: Missing, titles: Titles) -> Text:
    """Say what is missing and what stays undetermined for it.

    Chinese calls things by their titles, English by their ids.
    """
    rules = "、".join(dict.fromkeys(titles.rule(rule) for rule in one.rules))
    english = ", ".join(one.rules)
    if one.sort == "fact":
        return Text(
            f"缺少事实“{titles.fact(one.name)}”，无法判断：{rules}",
            f"fact `{one.name}` is missing; undetermined: {english}",
        )
    if one.sort == "conflict":
        return Text(
            f"“{titles.rule(one.name)}”同时有多项成立且结果不同（{one.detail}），无法判断",
            f"several rows of `{one.name}` hold with different results ({one.detail})",
        )
    where = f"（{one.detail}）" if one.detail else ""
    english_where = f" ({one.detail})" if one.detail else ""
    return Text(
        f"依据文件未给出“{_lacking(one, titles)}”{where}，无法判断：{rules}",
        f"the source gives no `{one.name}`{english_where}; undetermined: {english}",
    )


def _lacking(one: Missing, titles: Titles) -> str:
    """A value, else the rule whose table has no row for the case."""
    title = titles.word(one.name)
    return titles.rule(one.name) if title == one.name else title
