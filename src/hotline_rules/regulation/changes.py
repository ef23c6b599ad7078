"""Changes of running limits in sentences: extensions, returns, pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.explain.wording import amount_text
from hotline_rules.explain.words import END_REASONS
from hotline_rules.regulation.effects import NOT_IN_USE, tell_marks
from hotline_rules.regulation.tell import Entry
from hotline_rules.regulation.values import BY_TABLE, formal, joined
from hotline_rules.rulebook import Always, EndsWith, MovesTo, Pauses, StartsFrom

if TYPE_CHECKING:
    from hotline_rules.regulation.model import Statement
    from hotline_rules.regulation.tell import Teller
    from hotline_rules.rulebook import Change

_PENDING = {
    "counts": "等待决定期间照常计时。",
    "stops": "等待决定期间停止计时。",
    "counts_provisionally": "等待决定期间照常计时，其间亮的灯、产生的后果都是暂定的；"
    "获准的，一并作废。",
}
_BEYOND = {
    "cut": "超出的，以此为止",
    "cut_unless_exceptional": "超出的，以此为止，注明特殊批准的除外",
    "refuse": "超出的，不予准许",
}


def change_statements(change: Change, teller: Teller) -> list[Statement]:
    """The statements of a change."""
    entry = Entry(teller, "rules", "change", change.id, "", place=change.place)
    entry.say("title", zh=change.title, cites=change.cites)
    if len(teller.book.documents) > 1:
        document = teller.book.documents[change.document]
        entry.say("document", zh=f"本条依《{document.title}》。")
    _main(entry, change)
    _asking(entry, change)
    if isinstance(change.effect, MovesTo):
        _caps(entry, change.effect)
    if isinstance(change.effect, Pauses) and change.effect.at_most is not None:
        amount = formal(amount_text(change.effect.at_most).zh)
        entry.say("at_most", zh=f"停止计时累计不超过{amount}。")
    if change.times is not None:
        entry.say("times", zh=formal(f"同一期限至多准许{change.times}次。"))
    if change.marks is not None:
        tell_marks(entry, change.marks, undone="完成")
    return entry.found


def _main(entry: Entry, change: Change) -> None:
    teller = entry.teller
    effect = change.effect
    when = teller.condition(change.condition)
    used = change.condition != Always(value=False)
    head = f"{when}的，" if when and used else ""
    granted = "" if change.asking_suffices else teller.events(change.granted_by)
    readings = change.readings
    limits = "、".join(f"“{teller.names.rule(one).zh}”" for one in change.targets)
    if granted:
        head += f"{granted}的，"
    elif change.asking_suffices and not isinstance(effect, Pauses):
        asked = teller.events(change.asked_by)
        head += f"{asked}的，即为获准，" if asked else "提出即为获准，"
    what = ""
    match effect:
        case MovesTo() | StartsFrom():
            spelled = entry.spell(effect.point, teller.point)
            readings = joined(readings, spelled.readings)
            what = _moved(effect, spelled.phrase, limits)
            entry.table("moves_to", spelled=spelled, about=f"“{change.title}”后的期限")
        case EndsWith(reason):
            why = END_REASONS.get(reason) or teller.names.titled(reason)
            what = f"{limits}的期限终止，不算超期（{why.zh}）"
        case Pauses():
            starts, stops = teller.events(effect.starts), teller.events(effect.stops)
            used = used and bool(starts)
            since = f"自{starts}起" if starts else ""
            what = f"{limits}{since}停止计时，到{stops}时恢复"
    used = used and (change.asking_suffices or bool(granted))
    counted = teller.counting(change.counting)
    text = f"{head}{what}{f'（{counted}）' if counted else ''}。"
    entry.say(
        "main",
        zh=text if used else text + NOT_IN_USE,
        cites=change.cites,
        readings=readings,
    )


def _moved(effect: MovesTo | StartsFrom, phrase: str, limits: str) -> str:
    if isinstance(effect, StartsFrom):
        return f"{limits}改自{phrase}起算"
    until = "下表所定的时点" if phrase == BY_TABLE else phrase
    return f"{limits}的期满时间移到{until}；早于原期限的，仍按原期限"


def _asking(entry: Entry, change: Change) -> None:
    teller = entry.teller
    asked = teller.events(change.asked_by)
    late = teller.events(change.asked_late_by)
    refused = teller.events(change.refused_by)
    if asked:
        entry.say("asked_by", zh=f"{asked}的，为按时提出。")
    if late:
        entry.say("asked_late_by", zh=f"{late}的，为逾期提出，仍予受理。")
    elif asked and all(one.event.endswith(".used") for one in change.asked_by):
        entry.say("asked_late_by", zh="逾期提出的，不予受理，期限不变。")
    if refused:
        entry.say("refused_by", zh=f"{refused}的，为未获准，期限不变。")
    if (asked or late) and not change.asking_suffices:
        entry.say("while_pending", zh=_PENDING[change.while_pending])


def _caps(entry: Entry, effect: MovesTo) -> None:
    teller = entry.teller
    for number, cap in enumerate(effect.not_after, 1):
        spelled = entry.spell(cap, teller.point)
        key = f"not_after {number}"
        entry.say(
            key,
            zh=f"最迟不晚于{spelled.phrase}。",
            cites=spelled.cites,
            readings=spelled.readings,
        )
        entry.table(key, spelled=spelled, about="最迟不晚于")
    if effect.not_after:
        entry.say("beyond", zh=f"{_BEYOND[effect.beyond]}。")
