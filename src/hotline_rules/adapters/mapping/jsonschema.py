"""The JSON Schema of mappings, for editors, from the models that check them."""

from __future__ import annotations

from typing import Any

from hotline_rules.adapters.mapping import forms
from hotline_rules.adapters.mapping.shapes import (
    BLANK,
    END,
    IGNORE,
    KEEP,
    NAMED,
    SET_ASIDE,
    START,
    MappingModel,
)
from hotline_rules.profile.editor_words import described, vocabulary
from hotline_rules.profile.jsonschema import enrich, headed, language_schema
from hotline_rules.profile.vocabulary import BUILT_IN_ATTRIBUTES

_BLOCKS = {
    "Source": "一个值从哪里来：一列、几列合成，或者固定不变",
    "Happening": "一件事：哪种事件，时间在哪一列，还带哪些项",
    "Operations": "写着操作的列，和各种操作是什么事件",
    "Renamed": "单位现在的名称，从哪天起",
}
_MEANINGS: dict[str | int, str] = {
    "ticket": "一行一件工单",
    "event": "一行一个环节",
    "unit": "单位的记录",
    "knowledge_item": "知识库条目的记录",
    START: "算当天 0 点",
    END: "算当天最后一秒",
    SET_ASIDE: "放到一边",
    KEEP: "照原文记",
    IGNORE: "不用",
    "report": "报告",
    "first": "用先出现的",
    "last": "用后出现的",
    NAMED: "写着字",
    BLANK: "空着",
    1: "现在的格式",
    **{form: text.zh for form, text in forms.FORMS.items()},
}
_KEYS = (
    "format",
    "rows",
    "subject",
    "times",
    "date_only",
    "others",
    "repeated",
    "without_time",
)


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a mapping.

    As the schema of a profile: Chinese descriptions and examples, the meanings of
    closed words, and the events and facts of the vocabulary, beside which any pass.
    """
    schema = language_schema(MappingModel)
    for name, block in schema["$defs"].items():
        block["description"] = _BLOCKS[name]
    found: dict[str, Any] = enrich(schema, meanings=dict.fromkeys(_KEYS, _MEANINGS))
    facts = found["properties"]["attributes"]
    facts["properties"] = {
        word.id: described(facts["additionalProperties"], word.title, "诉求类型")
        for word in BUILT_IN_ATTRIBUTES
    }
    words = vocabulary()["words.events"]
    found["$defs"] |= {"words.events": words}
    return headed("对照表", "导出表的各列是什么意思", found)
