"""The JSON Schema of files of golden cases, for editors."""

import re
from collections.abc import Iterable
from typing import Any

from hotline_rules.explain.words import COLOURS
from hotline_rules.profile.editor_meanings import MEANINGS
from hotline_rules.profile.editor_words import (
    Schema,
    attributes,
    described,
    titled,
    vocabulary,
)
from hotline_rules.profile.jsonschema import headed
from hotline_rules.scenarios.compare import FIELDS, NAMED
from hotline_rules.scenarios.tables import FIGURE_FIELDS
from hotline_rules.scenarios.words import STATES_OF

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$",
}
_WHEN = r"^\d{4}-\d{2}-\d{2} +\d{2}:\d{2}(:\d{2})? +"

# What may be said of one entry of a result: meaning, example.
_FIELDS: dict[str, tuple[str, object]] = {
    "due": ("到期的时刻；没有时间的写 never", "2021-03-08 24:00"),
    "original_due": ("最初的期限", "2021-03-08 24:00"),
    "soft_due": ("目标时间", "2021-03-02 24:00"),
    "started": ("起算的时刻", "2021-03-01 10:00"),
    "ended": ("了结的时刻", "2021-03-05 16:00"),
    "done": ("办完的时刻", "2021-03-05 16:00"),
    "at": ("发生的时刻", "2021-03-09 00:00"),
    "since": ("从什么时候起", "2021-03-08 00:00"),
    "until": ("到什么时候为止", "2021-03-10 00:00"),
    "state": ("处在什么状态", "running"),
    "inclusive": ("到期那一刻算不算在内", False),
    "due_text": ("期限写成文字的样子", "2021-03-08 24:00"),
    "end_reason": ("因什么了结", "returned"),
    "certainty": ("算定了没有", "announced"),
    "remaining_seconds": ("还剩多少秒", 3600),
    "kind": ("种类", "yellow_card"),
    "action": ("哪一件应办的事", "urge"),
    "role": ("由谁办（角色）", "platform"),
    "unit": ("哪个单位", "张店区"),
    "notice": ("发哪种通知", "urge_slip"),
    "rule": ("哪一条规则", "handle"),
    "points": ("扣几分", 2),
    "concurrent": ("同时还有哪些", ["handle.yellow"]),
    "colour": ("灯的颜色", "yellow"),
    "peak": ("亮过的最重的灯", "red"),
    "flags": ("标记，要写全；没有写 []", ["review"]),
    "cites": ("引用的条款，只核对写出来的", ["ZB-11-3-a"]),
    "readings": ("依赖的读法，只核对写出来的", {"T04": "not_counted"}),
    "counted": ("算进去的日子", ["2021-03-02"]),
    "skipped": ("跳过的日子", ["2021-03-06"]),
}
# What may be said of one figure of the table by unit and month.
_FIGURE: dict[str, tuple[str, object]] = {
    "value": ("得数", 50),
    "why": ("没有数的原因", "no_cases"),
    "because": ("由哪些数算出来，只核对写出来的", {"of": 1, "over": 2}),
    "missing": ("缺什么，要写全", ["full_marks"]),
    "flags": _FIELDS["flags"],
    "readings": _FIELDS["readings"],
    "cites": _FIELDS["cites"],
}
# Lists of entries of a result: what is written before the colon, an example.
_ENTRIES: dict[str, tuple[str, object]] = {
    "deadlines": ("期限，“规则 单位: 状态”", {"handle 张店区": "overdue"}),
    "actions": ("应办事项，“规则 单位: 状态”", {"urge_slip 张店区": "open"}),
    "penalties": ("牌和扣分，要列全；没有写 none", {"handle.red 张店区": "effective"}),
    "statuses": ("状态，要列全；没有写 none", {"difficult": "2021-03-09 00:00"}),
    "rungs": (
        "阶梯，要列全；没有写 none",
        {"dispute.coordination": "2021-03-09 00:00"},
    ),
}
_NAMES = {
    "missing": ("缺什么，要列全；没有写 none", ["sign_for_limit"]),
    "anomalies": ("异常，要列全；没有写 none", ["repeated-key"]),
}


def cases_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of golden cases."""
    case: Schema = {
        "type": "object",
        "properties": _case(),
        "required": ["case", "story", "expect"],
        "additionalProperties": False,
    }
    cases = {"type": "array", "items": case}
    body: Schema = {
        "type": "object",
        "properties": {
            "profile": described(_TEXT, "用哪个规则文件（编号）", "zibo"),
            "cases": described(cases, "案例，一条一个", [{"case": "按时办结"}]),
        },
        "required": ["profile", "cases"],
        "additionalProperties": False,
        "$defs": {
            **vocabulary(),
            "history": _history(),
            "look": _look(),
            "entry": _block(FIELDS, _FIELDS),
            "figure": _block(FIGURE_FIELDS, _FIGURE),
        },
    }
    return headed("案例", "一件工单按规则应当得出什么结果", body)


def _case() -> Schema:
    look: Schema = {"$ref": "#/$defs/look"}
    history: Schema = {"$ref": "#/$defs/history"}
    several: Schema = {
        "type": "object",
        "additionalProperties": {"anyOf": [history, _one_history()]},
    }
    line = "2021-03-01 10:00 dispatched 张店区"
    return {
        "case": described(_TEXT, "案例的名字，一个文件里不重复", "晚一秒答复"),
        "story": described(
            _TEXT, "发生了什么，为什么应当是这个结果", "三月八日到期，九日零点才答复。"
        ),
        **_one_history()["properties"],
        "histories": described(several, "几段历史，一段一个名字", {"甲": [line]}),
        "readings": described(
            {"type": "object"}, "改用哪些读法", {"T07": "reached_counts"}
        ),
        "confirmed": described(
            {"const": False},
            "还没有经人核对的提议；核对之后删掉这一行",
            example=False,
        ),
        "clauses": described(_TEXTS, "还见证哪些条款", ["ZB-23-1"]),
        "outside_validity": described(
            _words("outside_validity"), "文件有效期之外怎么办", "apply"
        ),
        "expect": described(
            {"anyOf": [look, {"type": "array", "items": look, "minItems": 1}]},
            "在哪个时刻看，应当看到什么；可以列出几个时刻",
            {"at": "2021-03-09 00:00", "light": "yellow"},
        ),
    }


def _one_history() -> Schema:
    keys = {
        "subject": described(_words("subject"), "是谁的历史；不写是工单", "unit"),
        "attributes": described(attributes(), "工单的属性", {"kind": "request"}),
        "history": described(
            {"$ref": "#/$defs/history"},
            "发生了什么，一行一件：日期 时刻 事件 单位",
            ["2021-03-01 10:00 dispatched 张店区"],
        ),
    }
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _history() -> Schema:
    """Events, each a line, or a line with what it carries."""
    carried: Schema = {}
    for name in vocabulary():
        kind, _, event = name.partition(".")
        if kind == "event":
            form = rf"{_WHEN}{re.escape(event)}( |$)"
            carried[form] = {"$ref": f"#/$defs/{name}"}
    line: Schema = {"type": "string", "pattern": rf"{_WHEN}\S+"}
    block: Schema = {
        "type": "object",
        "maxProperties": 1,
        "patternProperties": carried,
        "propertyNames": {"pattern": rf"{_WHEN}\S+"},
    }
    return {"type": "array", "items": {"anyOf": [line, block]}}


def _look() -> Schema:
    """What must be seen at one instant."""
    none = titled({"none": "没有"})
    figure: Schema = {
        "anyOf": [{"type": ["string", "number"]}, {"$ref": "#/$defs/figure"}]
    }
    row: Schema = {"type": "object", "additionalProperties": figure}
    table: Schema = {"type": "object", "additionalProperties": {"anyOf": [none, row]}}
    colours = {word: text.zh for word, text in COLOURS.items()}
    light = {"anyOf": [titled(colours), {"$ref": "#/$defs/entry"}]}
    keys: Schema = {
        "at": described(_MOMENT, "在哪个时刻看（当地时间）", "2021-03-09 00:00"),
        "known_at": described(_MOMENT, "只用那时已经知道的", "2021-03-09 00:00"),
        **{
            name: described({"anyOf": [none, _entries(name)]}, said, example)
            for name, (said, example) in _ENTRIES.items()
        },
        **{name: described({"anyOf": [none, _TEXTS]}, *_NAMES[name]) for name in NAMED},
        "light": described(light, "亮什么灯", "yellow"),
        "next_change": described(
            {"anyOf": [titled({"never": "不再变化"}), _MOMENT]},
            "下一次变化在什么时候",
            "2021-03-10 00:00",
        ),
        "table": described(
            table,
            "按单位、按月的表，“单位 月份: 各项”",
            {"张店区 2021-03": {"on_time_rate": 50}},
        ),
    }
    return {
        "type": "object",
        "properties": keys,
        "required": ["at"],
        "additionalProperties": False,
    }


def _entries(section: str) -> Schema:
    """What is told of the entries of a list: a state, or several fields."""
    states = {word: text.zh for word, text in STATES_OF.get(section, {}).items()}
    short = titled({**states, "none": "没有"}) if states else _TEXT
    return {
        "type": "object",
        "additionalProperties": {"anyOf": [short, {"$ref": "#/$defs/entry"}]},
    }


def _block(names: Iterable[str], said: dict[str, tuple[str, object]]) -> Schema:
    keys = {name: described({}, *said[name]) for name in names}
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _words(key: str) -> Schema:
    return titled({str(word): meaning for word, meaning in MEANINGS[key].items()})
