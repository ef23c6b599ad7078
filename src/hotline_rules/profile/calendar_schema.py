"""The JSON Schema of calendar files, for editors."""

from typing import Any

from hotline_rules.profile.calendar_files import KINDS, WEEKDAYS
from hotline_rules.profile.editor_meanings import MEANINGS
from hotline_rules.profile.editor_words import Schema, described, titled
from hotline_rules.profile.jsonschema import headed

_TEXT: Schema = {"type": "string"}
_YEAR: Schema = {"type": "integer", "minimum": 1970, "maximum": 2099}
_DAY: Schema = {"type": "string", "format": "date"}
_DAYS: Schema = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
}


def calendar_schema() -> dict[str, Any]:
    """Return the JSON Schema of a calendar: its head and the notices of the years."""
    body: Schema = {
        "type": "object",
        "properties": {**_head(), "notices": _notices()},
        "required": ["calendar", "title", "kind", "notices"],
        "additionalProperties": False,
    }
    return headed("工作日历", "每年的放假通知", body)


def _head() -> Schema:
    statutory = {"statutory": MEANINGS["unannounced_years"]["statutory"]}
    since = {
        "years": described({"enum": [-1, 0]}, "前一年写 -1，当年写 0", -1),
        "day": described(_TEXT, "几月几日", "12-25"),
    }
    return {
        "calendar": described(_TEXT, "日历的编号", "CN-GX"),
        "title": _title("日历的名称"),
        "kind": described(_words("kind", KINDS), "全国的还是一个地区的", "regional"),
        "parent": described(_TEXT, "在哪个日历之上（编号）", "CN"),
        "rest_days": described(
            {"type": "array", "items": _words("rest_days", WEEKDAYS)},
            "每周哪几天休息",
            ["saturday", "sunday"],
        ),
        "next_notice_may_change_from": described(
            {"type": "object", "properties": since, "additionalProperties": False},
            "当年的通知公布以前，从哪天起还不能算定",
            {"years": 0, "day": "03-15"},
        ),
        "unannounced_years": described(
            titled(statutory), "还没有通知的年份怎么办", "statutory"
        ),
        "names": described(
            {"type": "object", "additionalProperties": _TEXT},
            "假期的中文名和英文名",
            {"三月三": "Sanyuesan"},
        ),
    }


def _notices() -> Schema:
    notice: Schema = {
        "type": "object",
        "properties": _notice(),
        "anyOf": [{"required": ["year"]}, {"required": ["changes"]}],
        "required": ["issued"],
        "additionalProperties": False,
    }
    example = {"year": 2026, "issued": "2025-11-04", "off": {"元旦": "01-01 to 01-03"}}
    return described(
        {"type": "array", "items": notice}, "放假通知，一年一条", [example]
    )


def _notice() -> Schema:
    unknown = titled({"unknown": "不知道"})
    days_off: Schema = {"type": "object", "additionalProperties": _DAYS}
    return {
        "year": described(_YEAR, "年度通知：定下哪一年的放假", 2026),
        "changes": described(_YEAR, "年中的调整：改动哪一年", 2020),
        "number": described(_TEXT, "文号；不知道的写 unknown", "国办发明电2025年第7号"),
        "issued": described(
            {"anyOf": [unknown, _DAY]}, "发布日期；不知道的写 unknown", "2025-11-04"
        ),
        "no_later_than": described(_DAY, "发布日期最晚可能是哪天", "2017-03-29"),
        "title": _title("通知的名称；不写就是某年放假安排"),
        "off": described(
            days_off,
            "放假的日子：假期: 月-日，或几日到几日",
            {"元旦": "01-01 to 01-03"},
        ),
        "work": described(_DAYS, "调休上班的日子", ["01-04"]),
        "cancels": described(_DAYS, "因此作废的调休上班日", ["04-01"]),
        "remark": described(_TEXT, "说明", "转载的通知，没有文号"),
    }


def _title(description: str) -> Schema:
    both = {
        "zh": described(_TEXT, "中文名称", "全国工作日历"),
        "en": described(_TEXT, "英文名称", "national calendar"),
    }
    block = {"type": "object", "properties": both, "required": ["zh", "en"]}
    return described(block, description, {"zh": "全国工作日历", "en": "national"})


def _words(key: str, words: tuple[str, ...]) -> Schema:
    return titled({word: MEANINGS[key][word] for word in words})
