"""The schema of a whole profile.

One declaration of every key: the check of shape, the JSON Schema and the reference
read it. A `Model` is a block of keys, a `Leaf` one value (`schema_types`).
"""

from typing import Annotated

from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_rules import Ladder, Measure, Rule
from hotline_rules.profile.schema_types import (
    Id,
    Leaf,
    Model,
    Title,
    one_of,
    optional,
    required,
)
from hotline_rules.profile.schema_words import (
    Calendar,
    Counting,
    Document,
    Reading,
    Value,
    Words,
)

__all__ = ["Model", "ProfileModel"]

_Code = Annotated[
    str,
    Leaf(
        Text("读法的编号", "the code of a reading"),
        form=r"[A-Z]{1,3}[0-9]{2,3}(-[a-z0-9]+)*",
        form_says=Text("如 T04、T07-rest-day", "such as T04 or T07-rest-day"),
    ),
]


class ProfileModel(Model):
    """A city's rules in one file."""

    format: Annotated[int, one_of(1)] = required(
        "规则语言的版本", "the version of the language", 1
    )
    city: Id = required("城市编号", "the id of the profile", "zibo")
    title: Title = required("标题", "its title", "某市热线管理办法")
    zone: Annotated[str, Leaf(Text("时区", "a time zone"))] = required(
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
    values: dict[Id, Value] | None = optional(
        "常数、表和缺口", "constants, tables, gaps", {}
    )
    rules: dict[Id, Rule] = required("规则，按条文顺序", "the rules", {})
    ladders: dict[Id, Ladder] | None = optional("阶梯", "ladders", {})
    measures: dict[Id, Measure] | None = optional(
        "考核（目前只检查、不计算）", "measures; checked only for now", {}
    )
