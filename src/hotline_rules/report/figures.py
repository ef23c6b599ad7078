"""The figures of a report: what each counts, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import say
from hotline_rules.explain.words import STATES_OF_PENALTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.explain.names import Names


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a unit in a month.

    Attributes:
        id: stable; of cards ``cards.KIND.STATE``.
        title: the heading of its column.
        meaning: what is counted and in which month, one sentence.
    """

    id: str
    title: Text
    meaning: Text


DISPATCHED = Figure(
    "dispatched",
    Text("派发工单", "tickets dispatched"),
    Text(
        "第一次派发（从未派发的，第一个事件）在这个月的工单，算在最后主办的单位名下。",
        "Tickets first dispatched in the month (else with their first event in it), "
        "under the unit that led them last.",
    ),
)
DUE = Figure(
    "due",
    Text("到期时限", "limits due"),
    Text(
        "期满在这个月、已见分晓的办理义务，即按时完成、超期完成、超期未完成三项之和；"
        "无责终止的和还没有到期的不算，一件工单可以有几个时限。",
        "Duties whose end lies in the month and whose outcome is known: met, met late, "
        "and late and still owed, together; those ended without blame and those still "
        "running are left out, and a ticket may have several.",
    ),
)
MET = Figure(
    "met",
    Text("按时完成", "met in time"),
    Text("到期时限中，在期满以前完成的。", "Of the limits due, those met in time."),
)
MET_LATE = Figure(
    "met_late",
    Text("超期完成", "met late"),
    Text(
        "到期时限中，期满以后才完成的。",
        "Of the limits due, those met after their end.",
    ),
)
OVERDUE = Figure(
    "overdue",
    Text("超期未完成", "late and owed"),
    Text(
        "到期时限中，到判断时刻仍没有完成的。",
        "Of the limits due, those not met by the instant of judgement.",
    ),
)
RUNNING = Figure(
    "running",
    Text("尚未到期", "running"),
    Text(
        "在这个月起算、到判断时刻既没有完成也没有期满的办理义务，停表的也在内。",
        "Duties that began in the month and were neither met nor due by the instant "
        "of judgement, paused ones included.",
    ),
)
NEAR = Figure(
    "near",
    Text("压线", "near misses"),
    Text(
        "到期时限中，完成的时刻贴着期满那一刻的，早晚都算；怎样算贴着，见“说明”。",
        "Of the limits due, those met close to their end, before or after it; how "
        "close is told on the first sheet.",
    ),
)
RETURNS_ASKED = Figure(
    "returns_asked",
    Text("申请退回", "returns asked"),
    Text(
        "单位在这个月提出的退回申请。", "Requests of the month to hand a ticket back."
    ),
)
RETURNS_GRANTED = Figure(
    "returns_granted",
    Text("准予退回", "returns granted"),
    Text("在这个月获准的退回申请。", "Returns granted in the month."),
)
EXTENSIONS_ASKED = Figure(
    "extensions_asked",
    Text("申请延期", "extensions asked"),
    Text("单位在这个月提出的延期申请。", "Requests of the month for more time."),
)
EXTENSIONS_GRANTED = Figure(
    "extensions_granted",
    Text("准予延期", "extensions granted"),
    Text("在这个月获准的延期申请。", "Extensions granted in the month."),
)
UNDETERMINED = Figure(
    "undetermined",
    Text("有未定事项", "undetermined"),
    Text(
        "派发工单中，因为缺少事实或者文件没有给出数值，至少有一条规则判断不了的。",
        "Of the tickets dispatched, those of which at least one rule stays "
        "undetermined, for want of a fact or of a number in the source.",
    ),
)

# Shown where there is any: what rests on them is disputed as a whole.
EXPIRED = Figure(
    "expired",
    Text("不在施行期", "not in force"),
    Text(
        "到期时限中，所依据的文件当时不在施行期内、仍照此计算的。",
        "Of the limits due, those of a document that was not in force at the time and "
        "is applied anyway.",
    ),
)
CARDS_EXPIRED = Figure(
    "cards_expired",
    Text("不在施行期的牌", "penalties not in force"),
    Text(
        "这个月生效的牌和处理中，所依据的文件当时不在施行期内、仍照此计算的。",
        "Of the effective penalties of the month, those of a document that was not in "
        "force at the time and is applied anyway.",
    ),
)

LIMITS = (DUE, MET, MET_LATE, OVERDUE, RUNNING, NEAR)
PROCEDURE = (RETURNS_ASKED, RETURNS_GRANTED, EXTENSIONS_ASKED, EXTENSIONS_GRANTED)
FIXED = (DISPATCHED, *LIMITS, *PROCEDURE, UNDETERMINED)

_MEANT = {
    "effective": Text("算数的", "that counts"),
    "absorbed": Text(
        "由同一次迟延或者同一行为另一张更重的代替、自己不再算数的",
        "that a heavier one on the same thing replaces",
    ),
    "provisional": Text(
        "因为还有申请没有决定、算不算数还说不定的",
        "that hangs on an undecided application",
    ),
    "voided": Text("因为后来的决定而作废的", "that a later decision undid"),
}
# Each ticket has one of these, the first that is true of it.
STANDINGS = (
    Figure(
        "late_open",
        Text("超期未完成", "late and owed"),
        Text(
            "至少有一项办理义务超期，而且到判断时刻还没有完成。",
            "At least one duty is late and still owed.",
        ),
    ),
    Figure(
        "late",
        Text("超期完成", "met late"),
        Text("至少有一项办理义务是超期以后完成的。", "At least one duty was met late."),
    ),
    Figure(
        "carded",
        Text("有牌或处理", "carded"),
        Text(
            "没有超期，但至少有一张生效的牌或者一项生效的处理。",
            "None is late, and at least one penalty is effective.",
        ),
    ),
    Figure(
        "undetermined",
        Text("有未定事项", "undetermined"),
        Text(
            "没有以上情形，但至少有一条规则判断不了。",
            "None of these, and at least one rule stays undetermined.",
        ),
    ),
    Figure(
        "open",
        Text("在办", "running"),
        Text(
            "没有以上情形，还有办理义务没有到期。",
            "None of these, and at least one duty is running.",
        ),
    ),
    Figure(
        "in_order",
        Text("已了结", "in order"),
        Text("没有以上任何一种情形。", "None of all these."),
    ),
)


def card_figure(kind: str, state: str, names: Names) -> Figure:
    """The figure of one kind of penalty in one state."""
    word = names.penalty(kind)
    title = word
    if state != "effective":
        title = say("{0}（{1}）", "{0}, {1}", word, STATES_OF_PENALTIES[state])
    meaning = say(
        "记在这个月的{0}中，{1}。",
        "Penalties of the month of this kind ({0}), each {1}.",
        word,
        _MEANT[state],
    )
    return Figure(f"cards.{kind}.{state}", title, meaning)


def card_figures(found: Iterable[tuple[str, str]], names: Names) -> tuple[Figure, ...]:
    """The figures of the kinds and states that occur, the effective ones first.

    Args:
        found: kinds and states, in any order, repeated or not.
        names: of the profile.
    """
    order = tuple(STATES_OF_PENALTIES)
    listed = sorted(set(found), key=lambda one: (order.index(one[1]), one[0]))
    return tuple(card_figure(kind, state, names) for kind, state in listed)
