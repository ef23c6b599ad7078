"""The columns that every table by unit and month has, unless a profile replaces them.

They use the vocabulary only, and nothing of any city. A profile that measures one of
them in another way declares a measure with the same id.
"""

from hotline_rules.profile.vocabulary import BULLETINS, DISPATCHES, RANKINGS
from hotline_rules.rulebook import (
    ALWAYS,
    Counted,
    CountOf,
    Fact,
    Measure,
    Pattern,
    Points,
    PublishedRank,
    Rate,
    Test,
)
from hotline_rules.rulebook.conditions import Operator, Scalar
from hotline_rules.rulebook.measures import MonthOf

# Roles by which a unit itself answers for a limit.
_OF_UNITS = ("unit", "lead_unit", "co_handler")


def _event(
    name: str, key: str = "", operand: Scalar | tuple[Scalar, ...] = ""
) -> Counted:
    operator: Operator = "in" if isinstance(operand, tuple) else "is"
    where = Test(Fact("here", key), operator, operand) if key else ALWAYS
    return Counted(sort="event", patterns=(Pattern(name, where),))


def _limits(*states: str) -> Counted:
    return Counted(sort="limit", states=states, roles=_OF_UNITS)


def _cards(kind: str) -> Counted:
    return Counted(
        sort="penalty",
        names=(kind,),
        states=("effective",),
        absorbed="left_out_until_published",
        published=BULLETINS,
    )


def _count(id_: str, title: str, month_of: MonthOf, of: Counted) -> Measure:
    return Measure(id=id_, title=title, form=CountOf((of,)), month_of=month_of)


def _satisfied(id_: str, title: str, key: str) -> Measure:
    rate = Rate(
        of=(_event("callback_done", key, operand=True),),
        over=(_event("callback_done", key, (True, False)),),
    )
    return Measure(id=id_, title=title, form=rate, month_of="event", places=2)


BUILT_IN_MEASURES: tuple[Measure, ...] = (
    _count("received", "收到", "event", Counted(sort="event", patterns=DISPATCHES)),
    _count("due", "到期", "due", _limits("met", "met_late", "overdue", "running")),
    _count("on_time", "按时", "due", _limits("met")),
    _count("late", "超期办结", "due", _limits("met_late")),
    _count("overdue", "超期未办", "due", _limits("overdue")),
    _count(
        "returned", "退回", "event", _event("return_decided", "decision", "approved")
    ),
    _count("redone", "重办", "event", _event("redo_ordered")),
    _satisfied("process_rate", "过程满意率", "process_ok"),
    _satisfied("result_rate", "结果满意率", "result_ok"),
    _count("yellow_cards", "黄牌", "issue", _cards("yellow_card")),
    _count("red_cards", "红牌", "issue", _cards("red_card")),
    Measure(
        id="deductions",
        title="扣分",
        form=Points((("points", None),)),
        month_of="issue",
    ),
    Measure(id="published_rank", title="公布名次", form=PublishedRank(RANKINGS)),
)
