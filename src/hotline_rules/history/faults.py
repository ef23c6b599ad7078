"""Every reason why a mapping is no history, each located, all of them at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Span, Text, codes, diagnostic
from hotline_rules.history.instants import (
    FIRST_YEAR,
    LAST_YEAR,
    NotAnInstant,
    parse_instant,
)

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Code, Diagnostic
    from hotline_rules.history.instants import LocalZone

SUBJECTS = ("ticket", "unit", "knowledge_item")
NOT_A_NUMBER = "not a number"
_LONGEST_QUOTE = 40

_EXAMPLE = "2021-03-01T09:10:00+08:00"
_INSTANT_FAULTS: dict[str, tuple[Code, Text, Text]] = {
    "malformed": (
        codes.BAD_INSTANT,
        Text("不是一个时间", "is not an instant"),
        Text(f"写成 {_EXAMPLE} 这样", f"write it like {_EXAMPLE}"),
    ),
    "date_only": (
        codes.BAD_INSTANT,
        Text("只有日期，没有几点几分", "is a date without a time of day"),
        Text(f"补上时间，如 {_EXAMPLE}", f"add the time of day, as in {_EXAMPLE}"),
    ),
    "naive": (
        codes.NAIVE_INSTANT,
        Text("没有写时区", "has no offset from UTC"),
        Text(
            "在末尾加上 +08:00，或用 --zone Asia/Shanghai 说明这些时间是哪个时区的",
            "add +08:00 at its end, or say with --zone Asia/Shanghai where such times "
            "were written",
        ),
    ),
    "out_of_range": (
        codes.INSTANT_OUT_OF_RANGE,
        Text(
            f"不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间",
            f"is not between the years {FIRST_YEAR} and {LAST_YEAR}",
        ),
        Text("核对年份", "check the year"),
    ),
}


def not_json(error: Exception, text: str, where: str) -> Diagnostic:
    """Report why a text is not JSON, at the character where reading stopped."""
    lead = len(text) - len(text.removeprefix("\ufeff").lstrip())
    column, line = 1, 0
    said = Text("数字太长", "a number is too long")
    if isinstance(error, RecursionError):
        said = Text("括号嵌套太深", "the brackets are nested too deeply")
    elif isinstance(error, json.JSONDecodeError):
        said = _said(error)
        column = error.colno + (lead if error.lineno == 1 else 0)
        line = error.lineno - 1
    return diagnostic(
        codes.BAD_JSON,
        span_of(where, column, line),
        Text(
            f"这一行不是完整的 JSON：{said.zh}",
            f"this line is not whole JSON: {said.en}",
        ),
        why=Text("一行是一条完整的历史", "one line holds one whole history"),
        fix=Text("从这一列起核对引号、逗号和括号", "check quotes, commas and brackets"),
    )


def _said(error: json.JSONDecodeError) -> Text:
    if error.msg == NOT_A_NUMBER:
        return Text(
            f"`{error.doc}` 不是 JSON 里的数", f"`{error.doc}` is no number of JSON"
        )
    known = {
        "Expecting value": "这里应当有一个值",
        "Expecting ',' delimiter": "这里缺少逗号，或括号没有配对",
        "Expecting ':' delimiter": "这里缺少冒号",
        "Expecting property name enclosed in double quotes": "键要写在双引号里",
        "Illegal trailing comma before end of object": "右括号前多了一个逗号",
        "Illegal trailing comma before end of array": "右括号前多了一个逗号",
        "Unterminated string starting at": "从这里开始的引号没有结束",
        "Extra data": "后面还有多余的内容",
        "Invalid control character at": "文字里有控制字符",
    }
    message = error.msg
    return Text(known.get(message, message), message[:1].lower() + message[1:])


def find_faults(data: object, zone: LocalZone | None, where: str) -> list[Diagnostic]:
    """Answer one diagnostic for every fault of a history, in the order of its keys."""
    span = span_of(where)
    if not isinstance(data, Mapping):
        return [_wrong(Text("这条历史", "the history"), data, _OBJECT, span)]
    found = _name_faults(data, "id", Text("历史的 id ", "the history's `id`"), span)
    subject = data.get("subject")
    if subject and subject not in SUBJECTS:
        found.append(_unknown_subject(subject, span))
    attributes = data.get("attributes")
    if attributes is not None and not isinstance(attributes, Mapping):
        place = Text("历史的 attributes ", "the history's `attributes`")
        found.append(_wrong(place, attributes, _OBJECT, span))
    return found + _events_faults(data, zone, span)


def _events_faults(
    data: Mapping[str, object], zone: LocalZone | None, span: Span | None
) -> list[Diagnostic]:
    place = Text("历史的 events ", "the history's `events`")
    if "events" not in data:
        return [_missing(place, span)]
    events = data["events"]
    if not isinstance(events, list | tuple):
        return [_wrong(place, events, _LIST, span)]
    found = []
    for number, event in enumerate(events, start=1):
        found += _event_faults(event, number, zone, span)
    return found


def _event_faults(
    event: object, number: int, zone: LocalZone | None, span: Span | None
) -> list[Diagnostic]:
    whole = Text(f"第{number}个事件", f"event {number}")
    if not isinstance(event, Mapping):
        return [_wrong(whole, event, _OBJECT, span)]
    found = _name_faults(event, "type", _of(whole, "type"), span)
    if "at" not in event:
        found.append(_missing(_of(whole, "at"), span))
    else:
        found += _instant_faults(event["at"], _of(whole, "at"), zone, span)
    recorded = event.get("recorded_at")
    if recorded is not None:
        place = _of(whole, "recorded_at")
        found += _instant_faults(recorded, place, zone, span)
    if event.get("id") is not None:
        found += _name_faults(event, "id", _of(whole, "id"), span)
    return found


def _name_faults(
    data: Mapping[str, object], key: str, place: Text, span: Span | None
) -> list[Diagnostic]:
    if key not in data:
        return [_missing(place, span)]
    value = data[key]
    if isinstance(value, str) and value.strip():
        return []
    return [_wrong(place, value, _NAME, span)]


def _instant_faults(
    value: object, place: Text, zone: LocalZone | None, span: Span | None
) -> list[Diagnostic]:
    try:
        parse_instant(value, zone)
    except NotAnInstant as error:
        code, said, fix = _INSTANT_FAULTS[error.fault]
        shown = _quote(value)
        headline = Text(
            f"{place.zh}的值 {shown} {said.zh}", f"{place.en}: {shown} {said.en}"
        )
        return [diagnostic(code, span, headline, fix=fix)]
    return []


_OBJECT = Text("一个对象 {…}", "an object {…}")
_LIST = Text("一个列表 […]", "a list […]")
_NAME = Text("文字，且不能是空白", "a text that is not blank")


def _of(whole: Text, key: str) -> Text:
    return Text(f"{whole.zh}的 {key} ", f"`{key}` of {whole.en}")


def _missing(place: Text, span: Span | None) -> Diagnostic:
    return diagnostic(
        codes.HISTORY_MISSING,
        span,
        Text(f"缺少{place.zh.strip()}", f"{place.en} is missing"),
        fix=Text("补上这个键", "add the key"),
    )


def _wrong(place: Text, value: object, wanted: Text, span: Span | None) -> Diagnostic:
    shown = _quote(value)
    return diagnostic(
        codes.HISTORY_KIND,
        span,
        Text(
            f"{place.zh}应当是{wanted.zh}，现在是 {shown}",
            f"{place.en} has to be {wanted.en}, and is {shown}",
        ),
        fix=Text("改成所说的种类", "write what is asked for"),
    )


def _unknown_subject(subject: object, span: Span | None) -> Diagnostic:
    shown, known = _quote(subject), "、".join(SUBJECTS)
    return diagnostic(
        codes.UNKNOWN_SUBJECT,
        span,
        Text(f"历史的 subject {shown} 不认识", f"unknown `subject` {shown}"),
        why=Text(f"只有这几种：{known}", "it is one of " + ", ".join(SUBJECTS)),
        fix=Text("工单不写 subject 也可以", "leave it out for a ticket"),
    )


def _quote(value: object) -> str:
    """Show a value as JSON writes it, cut to a length that fits a line."""
    try:
        shown = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        shown = type(value).__name__
    short = shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}…"
    return f"`{short}`"


def span_of(where: str, column: int = 1, line: int = 0) -> Span | None:
    """Make the span of `file:line`; of its first line when no line is named."""
    if not where:
        return None
    file, _, number = where.rpartition(":")
    if not file or not (number.isascii() and number.isdigit()):
        file, number = where, "1"
    at = int(number) + line
    return Span(file, at, column, at, column + 1)
