"""The schema of measures: monthly arithmetic over results.

Which keys go together depends on the form (a rate, a score …); the compiler sees to
that. Here every key has its kind of value, and nothing unknown gets in.
"""

from typing import Annotated, Any, TypeAlias

from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_types import (
    Chosen,
    Cite,
    Condition,
    Fact,
    Id,
    Leaf,
    Model,
    Name,
    Pattern,
    TextOrList,
    Title,
    name_of,
    names_of,
    one_of,
    optional,
    required,
)

_Number: TypeAlias = Chosen[Annotated[Any, Leaf(Text("数字", "a number"), ("number",))]]
_Worth: TypeAlias = Chosen[
    Annotated[
        Any,
        Leaf(Text("分数或 given", "points or `given`"), ("number", "text"), ("given",)),
    ]
]
_Absorbed = Annotated[
    Any,
    Leaf(
        Text("left_out、counted，或 left_out_until", "left_out, counted or a block"),
        ("text", "block"),
        ("left_out", "counted"),
    ),
]


class Counted(Model):
    """One kind of case to count; one of limit, penalty, status and event."""

    limit: TextOrList | None = optional(
        "哪些规则的期限；都算写 any", "limits of which rules, or `any`", "handle"
    )
    penalty: Annotated[Any, names_of("penalties")] | None = optional(
        "哪些处罚", "which penalties", ["yellow_card", "red_card"]
    )
    status: Annotated[Any, names_of("statuses")] | None = optional(
        "哪些状态", "which statuses", "deemed_overdue"
    )
    event: Pattern | None = optional(
        "哪个记录下来的事件", "which recorded event", {"redo_ordered": {"n": 1}}
    )
    state: TextOrList | None = optional(
        "处在什么状态的才数；期限不写都数，处罚不写只数生效的",
        "in which state; any for limits, `effective` for penalties when left out",
        ["met", "met_late"],
    )
    reason: TextOrList | None = optional(
        "期限因什么了结的才数", "why the limit ended", "returned"
    )
    who: Annotated[Any, names_of("roles")] | None = optional(
        "由谁承担的期限才数", "whose limits, by role", ["unit", "lead_unit"]
    )
    without: Chosen[TextOrList] | None = optional(
        "期限起止之间该单位（或者工单）进入过这种状态的，不数；都数写 none",
        "leaves out limits during which the unit or the ticket entered such a status",
        "deemed_overdue",
    )
    only: Chosen[Annotated[str, one_of("every", "first", "last")]] | None = optional(
        "同一件工单、同一单位有几次的，每次都数，还是只看第一次或最后一次",
        "of several in one ticket and unit: every one, the first or the last",
        "last",
    )
    absorbed: Chosen[_Absorbed] | None = optional(
        "被吸收的处罚数不数；只在当月通报前不数的，写 left_out_until 和通报的事件",
        "whether absorbed penalties count; `left_out_until` names what publishes",
        {"left_out_until": "bulletin_published"},
    )
    if_: Condition | None = optional(
        "还要满足的条件：工单、单位的事实",
        "a condition on the ticket or the unit",
        {"ticket.level": "city"},
        alias="if",
    )


class RateOf(Model):
    """Cases in a hundred."""

    of: list[Counted] = required(
        "分子：几项相加", "what is counted; several are added", [{"limit": "handle"}]
    )
    over: list[Counted] = required(
        "分母：几项相加", "what it is divided by", [{"limit": "handle"}]
    )


class ScoreOf(Model):
    """Full marks, less so much for each point below a target."""

    from_: Id = required("从哪个比率", "the measure", "on_time_rate", alias="from")
    full: _Number = required("满分", "full marks", 20)
    target: _Number = required("目标，百分之几", "the target, in a hundred", 90)
    lose: _Number = required(
        "每低一个百分点扣几分（不足一个的按比例）", "for each point below it", 1
    )
    least: _Number = required("最低得分", "the least score", 0)


class RankOf(Model):
    """A place among the units of a month."""

    by: TextOrList = required(
        "按哪个考核项排；几项的，前面相同才看后面", "the measures, in order", "total"
    )
    within: Fact | None = optional(
        "按单位的哪个事实分组排；不写只有一张榜", "the fact that groups", "unit.group"
    )
    best: Annotated[str, one_of("highest", "lowest")] = required(
        "高的在前还是低的在前", "which end is first", "highest"
    )
    ties: Annotated[str, one_of("share", "dense")] = required(
        "并列：share 排 1 2 2 4，dense 排 1 2 2 3",
        "ties: share is 1 2 2 4, dense 1 2 2 3",
        "share",
    )


_Cases = list[Counted]


class Measure(Model):
    """One column of the table by unit and month."""

    title: Title = required("名称", "its title", "按时办结率")
    cite: Cite = required("依据", "its cite", "ZB-20-2 第二十条")
    per: Annotated[str, one_of("unit")] = required("按什么算", "per what", "unit")
    count: _Cases | None = optional("计数", "a count", [{"status": "deemed_overdue"}])
    rate: RateOf | None = optional(
        "比率，百分之几", "a rate, in a hundred", {"of": [], "over": []}
    )
    points: dict[Name, _Worth] | None = optional(
        "每项处罚几分；given 用处罚自己的分数",
        "points for each penalty; `given`: its own",
        {"yellow_card": 2, "points": "given"},
    )
    score: ScoreOf | None = optional(
        "得分",
        "a score",
        {"from": "on_time_rate", "full": 20, "target": 95, "lose": 1, "least": 0},
    )
    sum: list[Id] | None = optional("相加", "measures added up", ["score"])
    minus: list[Id] | None = optional("再减去", "what is taken away", ["deductions"])
    rest_of: _Number | None = optional("从多少里减", "what they are taken from", 100)
    rank: RankOf | None = optional(
        "排名", "a rank", {"by": "total", "best": "highest", "ties": "share"}
    )
    list_: _Cases | None = optional(
        "逐件列出，用来写通报",
        "the cases one by one, for a bulletin",
        [{"penalty": "red_card"}],
        alias="list",
    )
    issuer: Annotated[str, name_of("roles")] | None = optional(
        "由谁通报（角色）", "the role that publishes it", "hotline_administrator"
    )
    month_of: (
        Chosen[Annotated[str, one_of("due", "issue", "event", "dispatch", "closing")]]
        | None
    ) = optional(
        "算在哪个月：到期、产生、了结（或事件本身）、派发、办结的那个月",
        "the month of: due, arising, ending or event, dispatch, closing",
        "due",
    )
    round: _Number | None = optional("四舍五入到几位小数", "decimal places, half up", 2)
    at_least: _Number | None = optional("最低不低于", "a floor", 0)
    at_most: _Number | None = optional("最高不超过", "a cap", 100)
