"""The schema of rules, changes, marks and ladders.

Which keys must stand together depends on the kind of rule and on its cases; that is
checked by the compiler, once the cases are merged with the rule. Here every key has
its kind of value, and nothing unknown gets in.
"""

from typing import Annotated, Any, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_types import (
    Amount,
    Anything,
    Chosen,
    Cite,
    Condition,
    Day,
    DayOrOpen,
    Fact,
    Id,
    Leaf,
    Limit,
    Model,
    Name,
    Pattern,
    Point,
    TextOrList,
    Title,
    name_of,
    names_of,
    one_of,
    optional,
    required,
)

_Light = Annotated[str, one_of("none", "yellow", "red")]
_Times = Annotated[
    int | str,
    Leaf(
        Text("次数或 no_limit", "a number or `no_limit`"),
        ("number", "text"),
        ("no_limit",),
    ),
]
_Flags = Annotated[
    Any, Leaf(Text("条件或 always", "a condition or `always`"), ("text", "block"))
]
_Points = Annotated[Any, Leaf(Text("分数", "points"), ("number", "text", "block"))]
_PointOrList = Annotated[
    Any, Leaf(Text("时点或列表", "a point or a list"), ("text", "list"))
]


class Season(Model):
    """When within its document a rule applies."""

    from_: Day | None = optional(
        "从哪天起", "from which day", "2021-06-01", alias="from"
    )
    until: DayOrOpen | None = optional("到哪天为止（含）", "to which day", "2021-08-31")
    every_year: Name | None = optional(
        "每年的哪一段", "the part of every year", "06-01 to 08-31"
    )


class Bounds(Model):
    """The least and the greatest limit that is accepted."""

    at_least: Amount | Any = optional("最短", "at least", "1 working day")
    at_most: Amount | Any = optional("最长", "at most", "30 working days")


class Effects(Model):
    """What follows: a status, a light, a card, a rung."""

    status: Chosen[Annotated[str, name_of("statuses")]] | None = optional(
        "进入什么状态", "the status entered", "deemed_overdue"
    )
    kind: Chosen[Anything] | None = optional(
        "状态的种类", "the kind of status", "no_taker"
    )
    until: Chosen[Pattern] | None = optional(
        "到哪个事件为止；一直有效写 never",
        "until which event, or `never`",
        "handle.over",
    )
    light: Chosen[_Light] | None = optional("亮什么灯", "the light", "yellow")
    rung: Chosen[Name] | None = optional(
        "升到哪一级：阶梯.级", "the rung: ladder.step", "dispute.special_report"
    )
    penalty: Chosen[Annotated[str, name_of("penalties")]] | None = optional(
        "处罚", "the penalty", "yellow_card"
    )
    points: Chosen[_Points] | None = optional("扣几分", "the points", 2)
    act: Pattern | None = optional(
        "针对哪个行为", "the act it is about", "return_requested"
    )
    voided_by: Pattern | None = optional(
        "因哪个事件作废", "what voids it", "buck_passing.ends"
    )
    flags: dict[Id, _Flags] | None = optional(
        "给结果加标记", "flags on the result", {"review": "always"}
    )
    rests_on: list[Name] | None = optional(
        "还依赖哪些读法", "readings it also rests on", ["L07"]
    )


class Mark(Effects):
    """A named point of a limit, with what follows there."""

    title: Title | None = optional("名称", "its title", "超出五个工作日")
    cite: Cite | None = optional("依据", "its cite", "ZB-12-3 第十二条")
    at: Chosen[Point] | None = optional(
        "什么时候：时点；“超过”写 past", "when: a point, or `past` a point", "past due"
    )
    on: Chosen[Pattern] | None = optional(
        "哪个事件发生时（那时仍未办）",
        "at which event, if still unmet",
        "ticket_list_compiled",
    )
    if_: Condition | None = optional(
        "条件", "a condition", {"reading.T08": "offset"}, alias="if"
    )
    counted: Chosen[Id] | None = optional(
        "这个节点另用哪种计时", "a counting of its own", "days"
    )


Subjects: TypeAlias = Annotated[
    Any,
    Leaf(
        Text("对象或列表", "a subject or a list"),
        ("text", "list"),
        ("ticket", "unit", "knowledge_item"),
    ),
]


class Body(Effects):
    """The keys that a rule and its cases share."""

    cite: Cite | None = optional(
        "依据：条款编号，再写条文", "its cite", "ZB-12-4 第十二条"
    )
    about: Subjects | None = optional(
        "关于 ticket 工单、unit 单位还是 knowledge_item 知识库条目；可以写几样",
        "about tickets, units or knowledge-base items; a list for several",
        "ticket",
    )
    in_force: Season | None = optional(
        "在文件有效期内的哪一段", "when it applies", {"every_year": "06-01 to 08-31"}
    )
    from_: Pattern | None = optional(
        "由哪个事件触发", "the event that triggers it", "handle.red", alias="from"
    )
    when: Condition | None = optional(
        "哪个条件变为成立时触发",
        "the condition that triggers it",
        {"limit.handle": "overdue"},
    )
    if_: Condition | None = optional(
        "触发时还要满足的条件",
        "a condition at the trigger",
        {"ticket.level": "city"},
        alias="if",
    )
    who: Chosen[Annotated[Any, names_of("roles", "block")]] | None = optional(
        "谁来办", "who is to act", "unit"
    )
    must: Chosen[Pattern] | None = optional(
        "必须做什么（时限）", "what must be done: a duty", "result_submitted"
    )
    may: Chosen[Pattern] | None = optional(
        "可以做什么（窗口）", "what may be done: a power", "return_requested"
    )
    do: Annotated[str, name_of("actions")] | None = optional(
        "列为应办的事项", "the action listed", "urge"
    )
    notice: Annotated[str, name_of("notices")] | None = optional(
        "发哪种通知", "the notice sent", "urge_slip"
    )
    within: Chosen[Limit] | None = optional(
        "多长时间内，或 until 某时点；源文件没写时间的写 none",
        "the limit: an amount, `until` a point, or `none`",
        "5 working days",
    )
    target: Chosen[Limit] | None = optional(
        "目标时间（软）", "a soft limit", "1 working day"
    )
    bounds: Bounds | None = optional(
        "时限的上下限", "bounds of the limit", {"at_most": "30 working days"}
    )
    counted: Chosen[Id] | None = optional("用哪种计时", "the way of counting", "days")
    one_per: Chosen[Annotated[Any, names_of("subjects")]] | None = optional(
        "按什么分别计时：unit ticket event act，或事实的列表",
        "what gets a limit of its own",
        "unit",
    )
    again: Chosen[Annotated[str, one_of("replaces", "ignored")]] | None = optional(
        "再次触发时：重来还是不理", "what a second trigger does", "replaces"
    )
    ends_on: dict[Id, Pattern] | None = optional(
        "因何事了结（原因: 事件）",
        "what ends it without blame: reason to event",
        {"superseded": "handle.over"},
    )
    forwarding: Chosen[Annotated[str, one_of("same_clock", "own_clock")]] | None = (
        optional(
            "转交下级后期限算谁的", "whose clock runs when forwarded", "same_clock"
        )
    )
    if_facts_change: (
        Chosen[Annotated[str, one_of("keep", "follow", "restart")]] | None
    ) = optional("办理中类别变了怎么办", "what a change of the facts does", "follow")
    marks: dict[Id, Mark] | None = optional(
        "期限上的节点", "named points of the limit", {"red": {"at": "past due"}}
    )


class CaseBlock(Body):
    """One case: keys that stand in place of the rule's own."""

    title: Title | None = optional("标题", "its title", "咨询类")


class Cases(Model):
    """The cases of a rule: by a fact, or each with its own trigger or condition."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, CaseBlock] = Field(init=False)

    by: Fact | None = optional("按哪个事实分", "the fact that chooses", "ticket.level")


class Rule(Body):
    """A rule: one entry of the regulation that is no change."""

    title: Title = required("标题", "its title", "办理时限")
    hit: Annotated[str, one_of("all", "first", "unique")] | None = optional(
        "几种情形同时成立时：all 都算，first 取第一种，unique 只能有一种",
        "when several cases hold: all, first or unique",
        "first",
    )
    cases: Cases | None = optional(
        "各种情形", "the cases", {"by": "ticket.level", "otherwise": {}}
    )


class Change(Model):
    """An event that alters a running limit: extension, return, pause."""

    title: Title = required("标题", "its title", "延期")
    cite: Cite | None = optional("依据", "its cite", "ZB-11-4-e 第十一条（四）")
    if_: Condition | None = optional(
        "申请时还要满足的条件", "a condition", {"ticket.kind": "request"}, alias="if"
    )
    changes: TextOrList = required(
        "改变哪些规则的期限", "the rules whose limits it changes", ["handle"]
    )
    asked_by: Chosen[Pattern] | None = optional(
        "由什么申请", "what asks for it", "ask_extension.used"
    )
    asked_late_by: Chosen[Pattern] | None = optional(
        "迟到的申请", "what asks late", "ask_extension.used_late"
    )
    granted_by: Chosen[Pattern] | None = optional(
        "由什么批准；申请即准写 asking", "what grants it, or `asking`", "asking"
    )
    refused_by: Chosen[Pattern] | None = optional(
        "由什么驳回", "what refuses it", {"extension_decided": {"decision": "rejected"}}
    )
    while_pending: (
        Chosen[Annotated[str, one_of("counts", "counts_provisionally", "stops")]] | None
    ) = optional("等待决定期间期限怎么走", "what the clock does meanwhile", "counts")
    moves_to: Chosen[Point] | None = optional(
        "期限移到哪里", "where the end moves", "asked.promised_due"
    )
    ends: Name | None = optional(
        "了结期限的原因", "the reason it ends the limit", "returned"
    )
    pauses_from: Pattern | None = optional(
        "从哪个事件起停表", "what pauses it", "paused"
    )
    pauses_until: Pattern | None = optional(
        "到哪个事件止", "what resumes it", "resumed"
    )
    starts_from: Chosen[Point] | None = optional(
        "起点改为哪里", "the earlier start", "event.first_received"
    )
    not_after: Chosen[_PointOrList] | None = optional(
        "最晚不超过", "caps; the earliest binds", ["5 working days after due"]
    )
    beyond: (
        Chosen[Annotated[str, one_of("cut", "cut_unless_exceptional", "refuse")]] | None
    ) = optional("超过上限怎么办", "what happens beyond the cap", "cut")
    times: Chosen[_Times] | None = optional("最多几次", "how many grants", 1)
    at_most: Chosen[Amount] | None = optional(
        "停表合计最长", "pauses in all", "10 working days"
    )
    counted: Chosen[Id] | None = optional(
        "新时点用哪种计时；不写用原期限的", "the counting of the new end", "days"
    )
    marks: dict[Id, Mark] | None = optional(
        "代替原有节点的节点",
        "marks in place of the limit's",
        {"red": {"at": "past due"}},
    )
    rests_on: list[Name] | None = optional(
        "还依赖哪些读法", "readings it also rests on", ["T13"]
    )


_CHANGE_KEYS = {
    "changes",
    "asked_by",
    "granted_by",
    "moves_to",
    "pauses_from",
    "starts_from",
    "while_pending",
}


def _kind_of_entry(value: Any) -> str:
    """Tell a change from a rule, also where `changes` itself is misspelt."""
    keys = set(value) if isinstance(value, dict) else set()
    is_change = "changes" in keys or (
        keys & _CHANGE_KEYS and not keys & {"from", "when"}
    )
    return "<change>" if is_change else "<rule>"


Entry: TypeAlias = Annotated[
    Annotated[Rule, Tag("<rule>")] | Annotated[Change, Tag("<change>")],
    Discriminator(_kind_of_entry),
]


class Ladder(Model):
    """Ordered steps and what happens when several meet."""

    title: Title = required("名称", "its title", "一次迟延一张牌")
    weakest_first: list[Name] | None = optional(
        "各级，从轻到重", "the steps, weakest first", ["yellow_card", "red_card"]
    )
    strongest_first: list[Name] | None = optional(
        "各级，从重到轻", "the steps, strongest first", ["red_card", "yellow_card"]
    )
    same: TextOrList = required(
        "在什么相同时才相遇：limit act ticket unit，或事实的列表",
        "what the steps must share to meet",
        "limit",
    )
    lower: Chosen[Annotated[str, one_of("absorbed", "listed", "kept")]] = required(
        "较轻的怎么办：吸收、列出、保留", "what becomes of the lower one", "absorbed"
    )
    cite: Cite | None = optional("依据", "its cite", "QY2015-4-0-1 第四条")
