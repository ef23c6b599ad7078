"""The tables of keys for the documentation, from the same models that check them."""

from typing import Any

from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.model import Language
from hotline_rules.profile.jsonschema import language_schema
from hotline_rules.profile.schema import Clause
from hotline_rules.profile.schema_rules import Effects
from hotline_rules.profile.schema_types import flow

# Where each block of keys stands in a profile, in the order of the page.
_PLACES: tuple[tuple[str, str, Text], ...] = (
    ("", "", Text("规则文件", "The profile")),
    ("Document", "documents.<id>", Text("依据的文件", "A document")),
    ("InForce", "documents.<id>.in_force", Text("有效期", "When it is in force")),
    ("LawAt", "documents.<id>.law_at", Text("按哪一刻适用", "Which instant decides")),
    ("Words", "words", Text("用语", "Words")),
    ("Attribute", "words.attributes.<id>", Text("属性", "An attribute")),
    ("Event", "words.events.<id>", Text("事件或时刻", "An event or a moment")),
    ("PayloadKey", "words.events.<id>.payload.<key>", Text("记录里的键", "A key")),
    ("Status", "words.statuses.<id>", Text("状态", "A status")),
    ("Role", "words.roles.<id>", Text("角色", "A role")),
    ("NamedCondition", "words.conditions.<id>", Text("条件", "A named condition")),
    ("Calendar", "calendars.<id>", Text("日历", "A calendar")),
    ("OpenHours", "calendars.<id>.open[]", Text("上班时间", "Office hours")),
    ("ExtraDay", "calendars.<id>.extra[]", Text("本市自定的日子", "A day of its own")),
    ("Counting", "counting.<id>", Text("计时", "A way of counting")),
    ("Reading", "readings.<code>", Text("读法", "A reading")),
    (
        "NotOffered",
        "readings.<code>.not_offered.<option>",
        Text("不能选的读法", "What is not offered"),
    ),
    ("Value", "values.<id>", Text("取值", "A value")),
    ("ValueBy", "values.<id>", Text("取值（写了 by）", "A value with `by`")),
    ("Rule", "rules.<id>", Text("规则", "A rule")),
    ("Mark", "rules.<id>.marks.<id>", Text("节点", "A mark")),
    ("Change", "rules.<id>", Text("变更（写了 changes）", "A change: with `changes`")),
    ("Ladder", "ladders.<id>", Text("阶梯", "A ladder")),
    ("Measure", "measures.<id>", Text("考核", "A measure")),
    ("Counted", "{limit: …}", Text("考核：数什么", "A measure: what is counted")),
    ("RateOf", "measures.<id>.rate", Text("考核：比率", "A measure: a rate")),
    ("ScoreOf", "measures.<id>.score", Text("考核：得分", "A measure: a score")),
    ("RankOf", "measures.<id>.rank", Text("考核：排名", "A measure: a rank")),
    ("ByChoice", "{by: …}", Text("按一个事实选择", "A choice by one fact")),
    ("TableChoice", "{hit: …, rows: …}", Text("决策表", "A decision table")),
    ("Row", "rows[]", Text("决策表的一行", "A row of a table")),
)
_EFFECTS = set(Effects.model_fields)
_HEAD = Text(
    "| 键 | 必填 | 意思 | 可写的词或例子 |",
    "| key | required | meaning | words or example |",
)


def key_tables(lang: Language) -> str:
    """Return a table in Markdown for every block of keys of the language."""
    schema = language_schema()
    parts = []
    for model, place, title in _PLACES:
        block = schema if not model else schema["$defs"][model]
        heading = f"### {title.in_(lang)}" + (f" `{place}`" if place else "")
        parts.append(f"{heading}\n\n{_table(block, lang)}")
    clause = language_schema(Clause)
    register = Text("登记表的条款", "A clause of a register").in_(lang)
    parts.append(f"### {register} `<clause>`\n\n{_table(clause, lang)}")
    return "\n\n".join(parts)


def _table(block: dict[str, Any], lang: Language) -> str:
    lines = [_HEAD.in_(lang), "| --- | --- | --- | --- |"]
    needed = set(block.get("required", ()))
    yes = Text("是", "yes").in_(lang)
    for key, part in sorted(block["properties"].items(), key=_rank):
        meaning = part["description" if lang == "zh" else "x-description-en"]
        must = yes if key in needed else ""
        lines.append(f"| `{key}` | {must} | {_cell(meaning)} | {_shown(part)} |")
    return "\n".join(lines)


def _rank(item: tuple[str, object]) -> int:
    """Title and cite come first, and effects after what brings them about."""
    first = ("title", "cite")
    if item[0] in first:
        return first.index(item[0])
    return 3 if item[0] in _EFFECTS else 2


def _shown(part: dict[str, Any]) -> str:
    """Return the closed list of words of a key, or else its example."""
    words = _words(part)
    if words:
        return " ".join(f"`{word}`" for word in words)
    example = part["examples"][0]
    if example in ({}, []):
        return ""
    shown = example if isinstance(example, str) else flow(example)
    return f"`{_cell(shown)}`"


def _words(part: dict[str, Any]) -> list[str]:
    if "enum" in part:
        return [str(word) for word in part["enum"]]
    branches = (*part.get("anyOf", ()), *part.get("oneOf", ()))
    return next((words for branch in branches if (words := _words(branch))), [])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
