"""The keys of a mapping (对照表), declared once for the check, editors and the page.

As in `profile.schema`: a `Model` is a block of keys, a `Leaf` one value. What names
mean is the business of `checks`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from hotline_rules.adapters.mapping.forms import FORMS
from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_types import (
    Day,
    Leaf,
    Model,
    Name,
    Title,
    name_of,
    one_of,
    optional,
    required,
    tag_by_kind,
)

UNCONFIRMED = "待确认"
NAMED = "filled"
BLANK = "blank"
START, END = "start_of_day", "end_of_day"
SET_ASIDE, LEAVE_OUT, KEEP, IGNORE = "set_aside", "leave_out", "keep", "ignore"

Column: TypeAlias = Annotated[str, Leaf(Text("列名", "the heading of a column"))]
Columns: TypeAlias = list[Column]
Word: TypeAlias = Annotated[
    str | int | Decimal | bool | date,
    Leaf(Text("单个值", "a single value"), ("text", "number", "flag", "date")),
]
Form: TypeAlias = Annotated[str, one_of(*FORMS)]
DayWord: TypeAlias = Annotated[str, one_of(START, END, SET_ASIDE)]
EventName: TypeAlias = Annotated[str, name_of("events")]
Table: TypeAlias = dict[str, Word]


class Source(Model):
    """Where a value comes from: a column, several joined, or none at all."""

    column: Column | None = optional("取哪一列", "the column", "诉求类型")
    columns: Columns | None = optional(
        "几列合成一个值，空着的跳过",
        "columns whose texts are joined, blank ones left out",
        ["派单日期", "派单时刻"],
    )
    join: Annotated[str, Leaf(Text("文字", "text"), form=r"[\s\S]+")] | None = optional(
        "几列之间加什么；不写是一个空格", "what stands between; a space", "/"
    )
    is_: Word | None = optional(
        "固定的值，不取自表里",
        "a value that is the same in every row",
        "lead",
        alias="is",
    )
    values: (
        Annotated[
            Annotated[Table, Tag("<block>")] | Annotated[Name, Tag("<text>")],
            Discriminator(tag_by_kind(block="<block>", text="<text>")),
        ]
        | None
    ) = optional(
        "表里的写法: 对应的值；或者 tables 里一张值表的名字",
        "text of the cell: value; or the name of a table under `tables`",
        {"是": True, "否": False},
    )
    otherwise: Word | None = optional(
        "值表里没有的写法怎么办：一个值；set_aside 整行放到一边（不写时如此）；"
        "leave_out 不记这一项；keep 照原文",
        "for texts that the table lacks: a value, or set_aside (as when left out), "
        "leave_out, keep",
        "leave_out",
    )
    filled: Word | None = optional(
        "格里写了字就记这个值，原文不读入",
        "the value where anything stands in the cell, whose text is not read",
        "有",
    )
    split: Annotated[str, Leaf(Text("文字", "text"), form=r"[\s\S]+")] | None = (
        optional(
            "一格里有几个，用什么隔开；几个单位各记一件事",
            "what separates several in one cell; several units make an event each",
            "、",
        )
    )
    empty: list[Word] | None = optional(
        "这一列里还有哪些写法等于空着",
        "further texts of this column that mean blank",
        ["1900-01-00"],
    )
    times: list[Form] | None = optional(
        "这一列的时间写法，代替最外层的 times",
        "forms of this column's times",
        ["month_first"],
    )


From: TypeAlias = Annotated[
    Annotated[Column, Tag("<text>")]
    | Annotated[Source, Tag("<block>")]
    | Annotated[Word, Tag("<word>")],
    Discriminator(
        tag_by_kind(
            text="<text>",
            block="<block>",
            number="<word>",
            flag="<word>",
            date="<word>",
        )
    ),
]
FromColumn: TypeAlias = Annotated[
    Annotated[Column, Tag("<text>")] | Annotated[Source, Tag("<block>")],
    Discriminator(tag_by_kind(block="<block>", text="<text>")),
]
Wanted: TypeAlias = Annotated[
    Any,
    Leaf(
        Text(
            "一个写法、几个写法，或 filled、blank", "a text, several, filled or blank"
        ),
        ("text", "number", "flag", "date", "list"),
    ),
]


class Happening(Model):
    """What a column of times, or a row of a log, makes an event of."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, From] = Field(init=False)

    type: EventName = required("哪种事件", "the event", "dispatched")
    at: FromColumn | None = optional(
        "发生的时间在哪一列；空着的行没有这件事",
        "the column of the instant; rows where it is blank have no such event",
        "派单时间",
    )
    recorded_at: FromColumn | None = optional(
        "系统记下这件事的时间", "when the system learned it", "录入时间"
    )
    when: dict[str, Wanted] | None = optional(
        "哪一列写着什么才有这件事；几列要都符合",
        "what columns must say for the event to have happened",
        {"是否退单": "是"},
    )
    without_time: Annotated[str, one_of("report", "ignore")] | None = optional(
        "when 说有这件事、时间却空着：report 报告（不写时如此），ignore 不管",
        "`when` holds but the time is blank: a finding (as when left out), or nothing",
        "ignore",
    )


Operation: TypeAlias = Annotated[
    Annotated[EventName, Tag("<text>")] | Annotated[Happening, Tag("<block>")],
    Discriminator(tag_by_kind(text="<text>", block="<block>")),
]


class Operations(Model):
    """The column of a log that says what happened, and what its texts mean."""

    column: Column = required("写着操作的列", "the column of operations", "操作")
    values: dict[str, Operation] = required(
        "操作的写法: 事件；不算事件的写 ignore",
        "text of the cell: event; `ignore` where it is none",
        {"派单": "dispatched", "打印": "ignore"},
    )
    others: Annotated[str, one_of(SET_ASIDE, KEEP, IGNORE)] | None = optional(
        "上面没有列出的操作：set_aside 放到一边（不写时如此），keep 照原文记作事件，"
        "ignore 不用",
        "operations not listed: set_aside (as when left out), keep as events, ignore",
        "set_aside",
    )


class Renamed(Model):
    """The present name of a unit, and since when it counts."""

    is_: Name = required("现在的名称", "the present name", "市城市管理局", alias="is")
    from_: Day | None = optional(
        "从哪天的事件起改用；不写是全部",
        "from the events of which day on; all when left out",
        "2021-07-01",
        alias="from",
    )


UnitName: TypeAlias = Annotated[
    Annotated[Name, Tag("<text>")] | Annotated[Renamed, Tag("<block>")],
    Discriminator(tag_by_kind(text="<text>", block="<block>")),
]
DateOnly: TypeAlias = Annotated[
    Annotated[DayWord, Tag("<text>")]
    | Annotated[dict[EventName, DayWord], Tag("<block>")],
    Discriminator(tag_by_kind(text="<text>", block="<block>")),
]


class MappingModel(Model):
    """A mapping: what the columns of an export mean."""

    format: Annotated[int, one_of(1)] = required("格式的版本", "its format", 1)
    title: Title | None = optional("这是哪里的表", "what it is for", "2021年工单导出表")
    rows: Annotated[str, one_of("ticket", "event")] = required(
        "一行是什么：ticket 一件工单，event 一个环节",
        "what a row is: a ticket with columns of times, or an event",
        "ticket",
    )
    subject: Annotated[str, one_of("ticket", "unit", "knowledge_item")] | None = (
        optional(
            "一份记录讲的是什么；不写是工单",
            "what a history is about; a ticket when left out",
            "ticket",
        )
    )
    zone: Name = required(
        "没有写时区的时间是哪个时区的",
        "the zone of times without an offset",
        "Asia/Shanghai",
    )
    id: FromColumn = required("工单编号在哪一列", "the column of the id", "工单编号")
    times: list[Form] | None = optional(
        "允许的时间写法；不写只认年在最前面的",
        "forms of times; year_first when left out",
        ["year_first", "excel"],
    )
    date_only: DateOnly | None = optional(
        "只有日期、没有钟点的：算当天开始（start_of_day）、当天结束（end_of_day），"
        "还是放到一边（set_aside，不写时如此）；可以按事件分别写",
        "dates without a time of day, for all events or by event",
        {"dispatched": "start_of_day"},
    )
    empty: list[Word] | None = optional(
        "哪些写法等于空着", "texts that mean blank", ["无", "未填"]
    )
    tables: dict[str, Table] | None = optional(
        "几处共用的值表：名字: {写法: 值}",
        "tables of values used more than once",
        {"满意度": {"满意": True, "不满意": False}},
    )
    units: dict[str, UnitName] | None = optional(
        "单位改过名的：旧名: 新名",
        "units that were renamed: old: new",
        {"市城管局": "市城市管理局"},
    )
    words: list[Name] | None = optional(
        "本市规则自己加的事件、事实和记录项，不当作写错",
        "names that the city's profile adds, not to be taken for misspelt",
        ["plan_approved"],
    )
    headings: dict[str, Columns] | None = optional(
        "列名在别的文件里还叫什么：列名: [别的叫法]",
        "what a column is called in other files",
        {"派单时间": ["转办时间", "派发时间"]},
    )
    may_be_missing: Columns | None = optional(
        "有的文件里没有的列；没有时当作空着",
        "columns that some files lack; blank there",
        ["第二次派单时间"],
    )
    ignore: Columns | None = optional(
        "知道有、但不用的列", "columns knowingly not used", ["来电人", "联系电话"]
    )
    confirm: list[Title] | None = optional(
        "还要有人确认的事；确认一条删一条，删完才能用",
        "what a person must confirm first, deleting line after line",
        ["“派单时间”是不是第一次派单的时间"],
    )
    repeated: Annotated[str, one_of("first", "last")] | None = optional(
        "一行一件工单时：同一编号有两行、内容矛盾的，用先出现的 first（不写时如此）"
        "还是后出现的 last",
        "rows: ticket: which of two rows of one id that contradict each other is used",
        "last",
    )
    attributes: dict[str, From] | None = optional(
        "工单一开始就定下的事实",
        "facts fixed at the start",
        {"kind": {"column": "诉求类型", "values": {"咨询": "consultation"}}},
    )
    events: list[Happening] | None = optional(
        "一行一件工单时：各列时间是什么事件",
        "rows: ticket: what the columns of times are",
        [{"type": "dispatched", "at": "派单时间", "unit": "承办单位"}],
    )
    type: Operations | None = optional(
        "一行一个环节时：哪一列写着操作，各是什么事件",
        "rows: event: the column of operations and what they are",
        {"column": "操作", "values": {"派单": "dispatched"}},
    )
    at: FromColumn | None = optional(
        "一行一个环节时：操作时间", "rows: event: the column of the instant", "操作时间"
    )
    recorded_at: FromColumn | None = optional(
        "一行一个环节时：系统记下的时间",
        "rows: event: when it was recorded",
        "录入时间",
    )
    payload: dict[str, From] | None = optional(
        "一行一个环节时：每个事件都带的项，不带这一项的事件不取",
        "rows: event: what every event carries that knows the key",
        {"decision": "审批结果"},
    )
