"""The schema of what stands above the rules: documents, words, readings, values."""

from typing import Annotated, Any, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_types import (
    Anything,
    Chosen,
    Cite,
    Condition,
    Day,
    DayOrOpen,
    Fact,
    Flag,
    Id,
    Leaf,
    Model,
    Name,
    OneOrMore,
    Pattern,
    Row,
    Scalar,
    Sentence,
    TextOr,
    TextOrList,
    Title,
    one_of,
    optional,
    required,
    tag_by_kind,
)


class InForce(Model):
    """The days between which a document is in force."""

    from_: Chosen[DayOrOpen] | None = optional(
        "施行的第一天", "the first day in force", "2021-02-04", alias="from"
    )
    until: Chosen[DayOrOpen] = required(
        "有效的最后一天（含）；没有终止日期写 open",
        "the last day in force, included; `open` for none",
        "2023-02-03",
    )


class Period(Model):
    """A span of days, both ends included."""

    from_: Day = required("第一天", "the first day", "2015-02-27", alias="from")
    until: Day = required("最后一天（含）", "the last day, included", "2015-03-15")


class LawAt(Model):
    """The instants that decide whether a document applies."""

    duties: Chosen[Pattern] = required(
        "期限和处罚看哪个事件那一刻的规定；the_event 指触发事件本身",
        "the event whose instant decides for duties and penalties",
        "dispatched",
    )
    actions: Chosen[Pattern] | None = optional(
        "没有期限、不带处罚的应办事项看哪个事件那一刻的规定；不写的与 duties 相同",
        "the event for duties without a limit and a penalty; as `duties` if left out",
        "the_event",
    )
    procedure: Chosen[Pattern] = required(
        "程序看哪个事件那一刻的规定",
        "the event whose instant decides for everything else",
        "the_event",
    )


class Document(Model):
    """A text the rules come from."""

    title: Title = required("文件名称", "its title", "热线运行管理办法（试行）")
    number: Title | None = optional("文号", "its number", "市政办字第5号")
    issuer: Title | None = optional("印发机关", "who issued it", "市政府办公室")
    issued: Day = required("印发日期", "the day it was issued", "2021-02-04")
    in_force: InForce = required(
        "有效期", "when it is in force", {"from": "2021-02-04", "until": "open"}
    )
    disputed: OneOrMore[Period] | None = optional(
        "有争议的日子，其间的结果标明待复核",
        "days on which its force is disputed; results carry `review`",
        {"from": "2015-02-27", "until": "2015-03-15"},
    )
    law_at: LawAt = required(
        "按哪一刻判断适用不适用",
        "which instant decides whether it applies",
        {"duties": "dispatched", "procedure": "the_event"},
    )
    after_end: Chosen[Annotated[str, one_of("apply_and_flag", "refuse")]] = required(
        "期满以后：apply_and_flag 仍适用并标明，refuse 不适用",
        "after its end: applied and flagged, or refused",
        "apply_and_flag",
    )
    clauses: Name = required(
        "条款登记表的路径", "the path of its clause register", "registers/zibo.yaml"
    )
    cite: Cite = required(
        "施行日期的依据", "the cite of its dates", "ZB-23-1 第二十三条"
    )
    replaces: TextOrList | None = optional(
        "被它代替的文件", "documents it takes the place of", "old2018"
    )


ATTRIBUTE_TYPES = ("flag", "yes_no", "text", "number", "date", "instant", "unit")


class Attribute(Model):
    """A fact about a ticket that the profile adds."""

    title: Title = required("名称", "its title", "法定程序")
    type: Annotated[str, one_of(*ATTRIBUTE_TYPES)] | None = optional(
        "种类；不写是文字", "its type; text when left out", "flag"
    )
    one_of: list[Scalar] | None = optional(
        "可取的值", "the values it can have", ["none", "petition"]
    )
    absent_means: Scalar | None = optional(
        "没有记录时当作什么值", "what a missing record means", "none"
    )
    ground: Sentence | None = optional(
        "这样当作的理由", "why a missing record means that", "未转入即不在程序中"
    )
    told_by: dict[Id, dict[str, Scalar]] | None = optional(
        "没有记录时由另一项属性推出：属性: {它的值: 推出的值}",
        "where it is not recorded, what another attribute tells of it",
        {"subkind": {"praise": "consultation"}},
    )
    set_by: dict[Id, Name] | None = optional(
        "哪个事件的哪个键改变它",
        "which key of which event changes it",
        {"track_joined": "track"},
    )
    cite: Cite | None = optional("依据", "its cite", "ZB-11-1-c 第十一条（一）")


PAYLOAD_TYPES = (*ATTRIBUTE_TYPES, "list", "month", "time")


class PayloadKey(Model):
    """What one key of an event may hold."""

    title: Title | None = optional("名称", "its title", "承诺日期")
    type: Annotated[str, one_of(*PAYLOAD_TYPES)] | None = optional(
        "种类；不写是文字", "its type; text when left out", "date"
    )
    one_of: list[Scalar] | None = optional(
        "可取的值", "the values it can have", ["approved", "rejected"]
    )


PayloadForm: TypeAlias = Annotated[
    Annotated[str, one_of(*PAYLOAD_TYPES), Tag("<text>")]
    | Annotated[list[Scalar], Tag("<list>")]
    | Annotated[PayloadKey, Tag("<block>")],
    Discriminator(tag_by_kind(text="<text>", list="<list>", block="<block>")),
]


class Event(Model):
    """A kind of recorded event, or a moment: a name for a pattern."""

    title: Title | None = optional("名称", "its title", "接到工单")
    payload: dict[Name, PayloadForm] | None = optional(
        "记录里的键和种类", "its keys and their types", {"unit": "unit", "due": "date"}
    )
    is_: Pattern | None = optional(
        "它就是哪个事件（给事件起名）",
        "the pattern this is a name for",
        "dispatched",
        alias="is",
    )
    whose: Name | None = optional(
        "哪个键写单位；不写是 unit", "the key that names the unit", "to_unit"
    )
    cite: Cite | None = optional("依据", "its cite", "ZB-11-2-a 第十一条（二）")


class Titled(Model):
    """A word with a title."""

    title: Title = required("名称", "its title", "催办单")


class Status(Model):
    """A status of the ticket or of a unit."""

    title: Title = required("名称", "its title", "视为超期办理件")
    of: Annotated[str, one_of("ticket", "unit")] | None = optional(
        "属于工单还是单位；不写是工单", "whose status it is; the ticket's", "unit"
    )
    kinds: (
        Annotated[Any, Leaf(Text("种类的列表", "a list of kinds"), ("list", "block"))]
        | None
    ) = optional("种类", "its kinds", ["no_taker", "high_frequency"])


class DatedTitle(Model):
    """The title of a role between two days."""

    from_: Day | None = optional(
        "从哪天起", "from which day", "2019-07-29", alias="from"
    )
    until: DayOrOpen | None = optional("到哪天为止", "to which day", "2019-07-28")
    title: Title = required("名称", "the title", "市热线中心")


class Role(Model):
    """A role that may bear duties."""

    title: TextOr[list[DatedTitle]] = required("名称", "its title", "承办单位")
    of_unit: Flag | None = optional(
        "是不是各单位自己的角色", "whether every unit has its own", example=True
    )


RoleForm: TypeAlias = Annotated[
    Annotated[Title, Tag("<text>")]
    | Annotated[list[DatedTitle], Tag("<list>")]
    | Annotated[Role, Tag("<block>")],
    Discriminator(tag_by_kind(text="<text>", list="<list>", block="<block>")),
]


class NamedCondition(Model):
    """A condition with a name."""

    title: Title = required("名称", "its title", "已明确由该单位受理")
    is_: Condition = required(
        "条件", "the condition", {"ticket.urgency": "emergency"}, alias="is"
    )
    cite: Cite | None = optional("依据", "its cite", "QY2019-3-1 三（一）")


class Words(Model):
    """The words that a profile adds to the built-in vocabulary."""

    attributes: dict[Id, Attribute] | None = optional(
        "工单的属性", "attributes of tickets", {"track": {"title": "法定程序"}}
    )
    events: dict[Id, Event] | None = optional(
        "事件和时刻的名称",
        "events and moments",
        {"received": {"title": "接到工单", "is": "dispatched"}},
    )
    findings: dict[Id, TextOr[Titled]] | None = optional(
        "由人作出的认定", "findings made by people", {"low_rates": "满意率不高且靠后"}
    )
    actions: dict[Id, TextOr[Titled]] | None = optional(
        "应办的事项", "actions owed", {"complete_reply": "补充答复要素"}
    )
    notices: dict[Id, TextOr[Titled]] | None = optional(
        "通知的名称", "notices", {"urge_slip": "催办单"}
    )
    penalties: dict[Id, TextOr[Titled]] | None = optional(
        "处罚的名称", "kinds of penalty", {"circular_criticism": "通报批评"}
    )
    statuses: dict[Id, TextOr[Status]] | None = optional(
        "状态", "statuses", {"deemed_overdue": {"title": "视为超期", "of": "unit"}}
    )
    roles: dict[Id, RoleForm] | None = optional(
        "角色", "roles", {"platform": "热线平台"}
    )
    units: dict[Name, dict[Name, Scalar]] | None = optional(
        "单位和它们的属性",
        "units and their facts",
        {"张店区": {"type": "district_government"}},
    )
    conditions: dict[Id, NamedCondition] | None = optional(
        "起了名的条件",
        "named conditions",
        {"emergency": {"title": "应急工单", "is": {}}},
    )


class NotOffered(Model):
    """A way to read a clause that cannot be chosen in this profile."""

    means: Sentence = required("这种读法是什么", "what it means", "到下班时刻为止")
    why: Sentence = required(
        "为什么不列为选项", "why it is not offered", "要有办公时间，条文没有规定"
    )


class Reading(Model):
    """A disputed clause: its options, the choice and the ground."""

    about: Sentence = required("争议是什么", "what is disputed", "当天算不算一天")
    slug: Name | None = optional("英文短名", "a short name", "first_day")
    options: dict[Name, Sentence] = required(
        "可以选的读法，第一项是默认",
        "what can be chosen, the default first",
        {"not_counted": "不算", "counted": "算第一天"},
    )
    chosen: Name = required("现在采用哪一项", "the option in use", "not_counted")
    basis: Annotated[str, one_of("cited", "assumed")] = required(
        "有依据（cited）还是推定（assumed）", "cited or assumed", "cited"
    )
    ground: Sentence = required("理由", "the ground", "开始的当日不计入")
    not_offered: dict[Name, NotOffered] | None = optional(
        "不能选的读法，写明为什么",
        "readings that cannot be chosen, and why",
        {
            "business_close": {
                "means": "到下班时刻为止",
                "why": "要有办公时间，条文没有规定",
            }
        },
    )
    cite: Cite | None = optional(
        "有关条款", "the clauses concerned", "ZB-11-3-a 第十一条（三）"
    )


class _Named(Model):
    """What every entry of `values` may say about itself."""

    title: Title = required("名称", "its title", "签收时限")
    cite: Cite | None = optional("依据", "its cite", "SC-3-2 三")
    basis: Annotated[str, one_of("cited", "assumed")] | None = optional(
        "有依据还是推定", "cited or assumed", "cited"
    )
    where: Sentence | None = optional(
        "缺的数字在哪份文件里",
        "where the missing number would be found",
        "上级考核办法",
    )


class ValueBy(_Named):
    """A value chosen by one fact: beside its own keys a row for each value."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Anything] = Field(init=False)

    by: Fact = required("按什么选", "what chooses", "ticket.level")
    otherwise: Anything | None = optional("其余情形", "all other values", 0)


class Value(_Named):
    """A constant, a table or a gap with a name."""

    is_: Anything | None = optional(
        "值；源文件没有给数字的写 missing",
        "the value; `missing` when the source gives none",
        "missing",
        alias="is",
    )
    hit: Annotated[str, one_of("first", "unique")] | None = optional(
        "取第一行，或者必须唯一", "first or unique", "first"
    )
    rows: list[Row] | None = optional("各行", "the rows", [])
    earliest: list[Anything] | None = optional("取最早的", "the earliest of these", [])
    latest: list[Anything] | None = optional("取最晚的", "the latest of these", [])


def _kind_of_value(value: Any) -> str:
    return "<by>" if isinstance(value, dict) and "by" in value else "<value>"


ValueForm: TypeAlias = Annotated[
    Annotated[ValueBy, Tag("<by>")] | Annotated[Value, Tag("<value>")],
    Discriminator(_kind_of_value),
]
