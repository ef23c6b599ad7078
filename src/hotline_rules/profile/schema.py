"""The schema of a whole profile, and of the registers of clauses beside it.

One declaration of every key: the check of shape, the JSON Schema and the reference
read it. A `Model` is a block of keys, a `Leaf` one value (`schema_types`).
"""

from typing import Annotated

from pydantic import TypeAdapter

from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_counting import Calendar, Counting
from hotline_rules.profile.schema_measures import Measure
from hotline_rules.profile.schema_rules import Entry, Ladder
from hotline_rules.profile.schema_types import (
    Count,
    Id,
    Leaf,
    Model,
    Sentence,
    Title,
    one_of,
    optional,
    required,
)
from hotline_rules.profile.schema_words import (
    Document,
    Reading,
    ValueForm,
    Words,
)

__all__ = ["CLAUSE_CLASSES", "REGISTER", "Clause", "Model", "ProfileModel"]

CLAUSE_CLASSES = (
    "clock",
    "threshold",
    "penalty",
    "procedure",
    "classification",
    "escalation",
    "required-action",
    "unit-assessment",
    "decision-table",
    "record-keeping",
    "validity",
    "organisational",
)

_Code = Annotated[
    str,
    Leaf(
        Text("读法的编号", "the code of a reading"),
        form=r"[A-Z]{1,3}[0-9]{2,3}(-[a-z0-9]+)*",
        form_says=Text("如 T04、T07-rest-day", "such as T04 or T07-rest-day"),
    ),
]


_ClauseId = Annotated[
    str,
    Leaf(
        Text("条款编号", "the id of a clause"),
        form=r"[A-Z][A-Za-z0-9]*(-[0-9A-Za-z]+)+",
        form_says=Text("如 ZB-11-3-a", "such as ZB-11-3-a"),
    ),
]


class Clause(Model):
    """One sentence of a document."""

    at: Title = required("条文位置", "where it stands", "第十一条（三）")
    line: Count | None = optional(
        "在文件正文的第几行", "the line of the document's text", 57
    )
    class_: Annotated[str, one_of(*CLAUSE_CLASSES)] | None = optional(
        "哪一类规定", "what kind of rule it states", "clock", alias="class"
    )
    computable: Annotated[str, one_of("full", "finding", "none")] | None = optional(
        "能不能算：full 由事件和日历得出，finding 还要有人认定，none 不能算",
        "full: from events and the calendar; finding: needs a finding; none",
        "full",
    )
    gist: Sentence | None = optional(
        "用自己的话说它讲什么", "what it says, in our own words", "五个工作日内办结"
    )
    en: Sentence | None = optional(
        "英文短名", "a short title in English", "Five working days to handle"
    )
    no_rule: Sentence | None = optional(
        "不能算的，写明为什么", "why it yields no rule", "标题，不定规则"
    )


REGISTER: TypeAdapter[dict[str, Clause]] = TypeAdapter(dict[_ClauseId, Clause])


class ProfileModel(Model):
    """A city's rules in one file."""

    format: Annotated[int, one_of(1)] = required(
        "规则语言的版本", "the version of the language", 1
    )
    city: Id = required("城市编号", "the id of the profile", "zibo")
    title: Title = required("标题", "its title", "某市热线管理办法")
    zone: Annotated[str, Leaf(Text("时区", "a time zone"), offers="zones")] = required(
        "时区", "the time zone", "Asia/Shanghai"
    )
    documents: dict[Id, Document] = required(
        "依据的文件", "the documents behind the rules", {}
    )
    words: Words | None = optional("用语", "words the profile adds", {})
    calendars: dict[Id, Calendar] | None = optional(
        "日历", "working calendars", {"working": {"title": "工作日", "days": "CN"}}
    )
    counting: dict[Id, Counting] | None = optional("怎样计时", "ways of counting", {})
    readings: dict[_Code, Reading] | None = optional(
        "有争议的条款取哪种读法", "readings of disputed clauses", {}
    )
    values: dict[Id, ValueForm] | None = optional(
        "常数、表和缺口", "constants, tables, gaps", {}
    )
    rules: dict[Id, Entry] = required("规则，按条文顺序", "the rules", {})
    ladders: dict[Id, Ladder] | None = optional("阶梯", "ladders", {})
    measures: dict[Id, Measure] | None = optional(
        "考核：按单位按月的算式", "measures: arithmetic by unit and month", {}
    )
