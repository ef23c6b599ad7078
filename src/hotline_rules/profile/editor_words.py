"""What an editor proposes besides keys: the built-in words, with their Chinese titles.

Each list leaves room for the names a profile declares itself; whether a name is known
is the business of the check. Nothing here decides anything.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hotline_rules.evaluate.titles import KEYS
from hotline_rules.explain.words import KEYS_OF_CHANGE, VALUES
from hotline_rules.profile.editor_meanings import LOOK_BACK_KEYS, OPERATOR_MEANINGS
from hotline_rules.profile.event_table import TRIGGER_FACTS
from hotline_rules.profile.names import CLOCK_EVENTS
from hotline_rules.profile.operators import WORDS
from hotline_rules.profile.vocabulary import (
    ACTION_TITLES,
    BUILT_IN_ATTRIBUTES,
    BUILT_IN_EVENTS,
    BUILT_IN_ROLES,
    BUILT_IN_STATUSES,
    FINDING_TITLES,
    ITEM_FACT_TYPES,
    NOTICE_TITLES,
    PENALTY_TITLES,
    UNIT_FACT_TYPES,
    ValueType,
    parse_type,
)

Schema = dict[str, Any]

_ANY_KIND = ["string", "number", "boolean", "array", "object"]
_CLOCK = dict(
    zip(
        CLOCK_EVENTS,
        ("每天零点", "每月一日零点", "每年一月一日零点", "这份记录的第一件事"),
        strict=True,
    )
)
_TRIGGER = {
    "type": "触发的是哪个事件",
    "at": "触发的时刻",
    "weekday": "触发那天是星期几",
    "day": "触发的那一天",
    "month": "触发的那个月",
    "time": "触发时的钟点",
}
_WEEKDAYS = dict(
    zip(
        parse_type(TRIGGER_FACTS["weekday"]).one_of,
        ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        strict=True,
    )
)


def titled(words: Mapping[str, str]) -> Schema:
    """Return a closed list of words, each with what it means."""
    return {"enum": list(words), "enumDescriptions": list(words.values())}


def word_lists() -> dict[str, Mapping[str, str]]:
    """Return the lists of words by what offers them: word to Chinese title."""
    return {
        "events": {word.id: word.title for word in BUILT_IN_EVENTS} | _CLOCK,
        "facts": {name: title for name, (title, _) in _facts().items()}
        | {"document": "按哪一份文件办"},
        "roles": {word.id: word.titles[0][2] for word in BUILT_IN_ROLES},
        "statuses": {word.id: word.title for word in BUILT_IN_STATUSES},
        "actions": ACTION_TITLES,
        "notices": NOTICE_TITLES,
        "penalties": PENALTY_TITLES,
        "subjects": {
            "unit": "每个单位一个",
            "ticket": "每件工单一个",
            "event": "每次触发各算各的",
            "act": "每个行为一个",
        },
        "calendars": {
            "CN": "国务院办公厅公布的全国工作日",
            "CN-GX": "广西的工作日（全国的，加上壮族三月三）",
            "every day": "每天都算",
        },
        "zones": {"Asia/Shanghai": "北京时间"},
    }


def vocabulary() -> dict[str, Schema]:
    """Return the definitions that the schema refers to by `words.<list>`.

    `words.pattern` is an event pattern, `words.condition` a condition, `words.test`
    what a fact is held against; the others are lists of words. Any other text passes.
    """
    lists = {
        name: {"anyOf": [titled(words), {"type": "string"}]}
        for name, words in word_lists().items()
    }
    patterns = {
        f"event.{word.id}": _payload(word.id, word.payload) for word in BUILT_IN_EVENTS
    }
    return {
        **{f"words.{name}": schema for name, schema in lists.items()},
        **patterns,
        "words.pattern": _pattern(),
        "words.condition": _condition(),
        "words.test": _test(),
    }


def offered(words: str, kinds: Iterable[str]) -> Schema:
    """Return the schema of a value for which an editor proposes words.

    Args:
        words: one of the lists, or `pattern`, `condition`.
        kinds: JSON types that a value may have.
    """
    one = {"$ref": f"#/$defs/words.{words}"}
    others = [kind for kind in kinds if kind != "string"]
    if words in ("pattern", "condition") or not others:
        return one
    parts: list[Schema] = [one]
    for kind in others:
        items = {"items": one} if kind == "array" else {}
        parts.append({"type": kind, **items})
    return {"anyOf": parts}


def described(schema: Schema, description: str, example: object) -> Schema:
    """Return the schema of a key with its Chinese description and an example."""
    return {**schema, "description": description, "examples": [example]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/words.{name}"}


# --- events ---------------------------------------------------------------------------


def _pattern() -> Schema:
    """One event, several, or one with what it must carry."""
    events: Schema = {
        word.id: described(
            {"$ref": f"#/$defs/event.{word.id}"},
            f"{word.title}（事件）；后面写这件事要满足什么",
            _payload_example(word.payload),
        )
        for word in BUILT_IN_EVENTS
    }
    several = {
        "all_of": described(
            {"type": "array", "items": _ref("pattern")},
            "几件事都要做到（只用于 must）",
            ["caller_replied", "result_submitted"],
        ),
        "by": described(_ref("facts"), "按一个读法选择哪种事件", "reading.T09"),
    }
    return {
        "anyOf": [
            {"$ref": "#/$defs/words.events"},
            {"type": "array", "items": _ref("pattern")},
            {"type": "object", "properties": {**events, **several}},
        ]
    }


def _payload(event: str, payload: Iterable[tuple[str, str]]) -> Schema:
    """What one event may carry."""
    keys: Schema = {}
    for key, type_ in payload:
        changed = event == "reclassified" and key in KEYS_OF_CHANGE
        title = KEYS_OF_CHANGE[key] if changed else KEYS.get(key, key)
        keys[key] = _tested(parse_type(type_), title)
    return {"type": "object", "properties": {**keys, **_connectives()}}


def _payload_example(payload: Iterable[tuple[str, str]]) -> Schema:
    key, type_ = next(iter(payload))
    return {key: _example(parse_type(type_))}


# --- facts and conditions -------------------------------------------------------------


def _facts() -> dict[str, tuple[str, ValueType]]:
    """Return the facts that every profile knows: name to title and type."""
    facts = {
        f"ticket.{word.id}": (
            f"工单的{word.title}",
            ValueType(word.type, word.one_of),
        )
        for word in BUILT_IN_ATTRIBUTES
    }
    for key, type_ in UNIT_FACT_TYPES.items():
        facts[f"unit.{key}"] = (f"单位的{KEYS.get(key, key)}", type_)
    for key, type_ in ITEM_FACT_TYPES.items():
        facts[f"item.{key}"] = (f"知识库条目的{KEYS.get(key, key)}", type_)
    for key, title in _TRIGGER.items():
        facts[f"event.{key}"] = (title, parse_type(TRIGGER_FACTS[key]))
    return facts


def attributes() -> Schema:
    """Return the schema of what a history says of its ticket."""
    keys: Schema = {}
    for word in BUILT_IN_ATTRIBUTES:
        type_ = ValueType(word.type, word.one_of)
        words = _titles_of(type_)
        schema = titled(words) if words else {"type": _ANY_KIND}
        keys[word.id] = described(schema, word.title, _plain_example(type_))
    return {"type": "object", "properties": keys}


def _condition() -> Schema:
    """A block of facts with tests; several mean all of them."""
    keys: Schema = {
        name: _tested(type_, title) for name, (title, type_) in _facts().items()
    }
    for code, title in FINDING_TITLES.items():
        keys[f"finding.{code}"] = described(
            _ref("test"), f"认定“{title}”是否成立（由人作出）", example=True
        )
    for status in BUILT_IN_STATUSES:
        keys[f"status.{status.id}"] = described(
            _ref("test"), f"是否处在“{status.title}”", example=True
        )
    return {
        "anyOf": [
            {"type": "object", "properties": {**keys, **_connectives(), **_backs()}},
            {"enum": ["always"], "enumDescriptions": ["总是成立"]},
            {"type": "array", "items": _ref("condition")},
            {"type": "boolean"},
        ]
    }


def _connectives() -> Schema:
    several = {"type": ["array", "object"], "items": _ref("condition")}
    return {
        "all": described(several, "各项都要成立", [{"ticket.level": "city"}]),
        "any": described(several, "有一项成立即可", [{"ticket.level": "city"}]),
        "not": described(_ref("condition"), "不成立才算", {"ticket.level": "city"}),
    }


def _backs() -> Schema:
    """The look-backs of a condition, and the choice by a reading."""
    asked = {
        key: described(_look_back_key(key), meaning, example)
        for key, (meaning, example) in LOOK_BACK_KEYS.items()
    }

    def block(*names: str) -> Schema:
        return {"type": "object", "properties": {name: asked[name] for name in names}}

    bounds = ("at_least", "at_most", "more_than", "less_than")
    counted = ("of", *bounds, "distinct", "since", "in_last", "not_followed_by")
    dispatched = {"dispatched": {"unit": "same"}}
    return {
        "happened": described(_ref("pattern"), "以前发生过这样的事", dispatched),
        "count": described(
            block(*counted), "以前发生过几次", {"of": dispatched, "at_least": 3}
        ),
        "latest": described(
            block("of", "is"),
            "最近的一次是什么样",
            {"of": "result_submitted", "is": {"replied_caller": True}},
        ),
        "months_in_a_row": described(
            block("of", "skipping", *bounds, "every"),
            "连续几个月都有",
            {"of": {"ranking_published": {"unit": "same"}}, "at_least": 3},
        ),
        "at_the_act": described(
            _ref("condition"), "在所指行为发生时是否成立", {"status.difficult": True}
        ),
        "by": described(
            {"anyOf": [_ref("facts"), _ref("test")]},
            "按一个读法选择用哪个条件；在事件里面也可以是由谁作出",
            "reading.C04",
        ),
    }


def _look_back_key(key: str) -> Schema:
    match key:
        case "of" | "since" | "not_followed_by" | "skipping":
            return _ref("pattern")
        case "is":
            return _ref("condition")
        case "distinct" | "in_last":
            return {"type": "string"}
        case _:
            return {"type": ["number", "string"]}


# --- tests ----------------------------------------------------------------------------


def _test() -> Schema:
    """What a fact may be held against."""
    keys = {
        key: described({"type": _ANY_KIND}, meaning, example)
        for key, (meaning, example) in OPERATOR_MEANINGS.items()
    }
    words: dict[str, str] = dict(
        zip(WORDS, ("有记录", "没有记录", "还没有认定"), strict=True)
    )
    return {
        "anyOf": [
            titled(words),
            {"type": ["string", "number", "boolean", "array"]},
            {"type": "object", "properties": keys},
        ]
    }


def _tested(type_: ValueType, title: str) -> Schema:
    """Return the schema of a test of one fact."""
    words = _titles_of(type_)
    test = _ref("test")
    schema = {"anyOf": [titled(words), test]} if words else test
    return described(schema, title, _example(type_))


def _titles_of(type_: ValueType) -> dict[str, str]:
    return {
        word: VALUES[word].zh if word in VALUES else _WEEKDAYS.get(word, word)
        for word in type_.one_of
    }


def _example(type_: ValueType) -> object:
    """Return a test that a fact of that type can meet."""
    return {
        "text": "present",
        "instant": {"before": "2021-03-08"},
        "time": {"before": "12:00"},
        "list": {"contains": "张店区"},
    }.get(type_.kind if not type_.one_of else "", _plain_example(type_))


def _plain_example(type_: ValueType) -> object:
    """Return a value that a fact of that type can have."""
    if type_.one_of:
        return type_.one_of[0]
    if type_.yes_or_no:
        return True
    return {
        "number": 3,
        "date": "2021-03-08",
        "instant": "2021-03-08 10:00",
        "month": "2021-03",
        "time": "12:00",
        "list": ["张店区"],
        "unit": "张店区",
    }.get(type_.kind, "文字")
