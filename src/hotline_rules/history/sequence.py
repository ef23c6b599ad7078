"""Sequences that cannot have happened, reported and never acted upon.

`CHECKS` is the whole list: for a type of event, the small functions that look at it
in the light of what came before. Nothing here changes a result; an anomaly tells the
reader of a result that the record behind it deserves a look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.history.anomaly import Anomaly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotline_rules.history.event import Event, History


@dataclass(slots=True)
class _Seen:
    """What the events so far say, as far as a check needs it."""

    first_at: int
    created: bool = False
    dispatched: bool = False
    holders: set[str] = field(default_factory=set)
    answered: set[str | None] = field(default_factory=set)
    asked: dict[str, dict[str | None, int]] = field(default_factory=dict)
    paused: set[str | None] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)


def sequence_anomalies(history: History) -> tuple[Anomaly, ...]:
    """Answer the sequences of a history that cannot have happened.

    Args:
        history: cut already; what comes later must not be heard of.

    Returns:
        anomalies ordered by the number of their event.
    """
    events = history.events
    if not events:
        return ()
    seen = _Seen(events[0].at)
    found: list[Anomaly] = []
    for event in events:
        if event.recorded_at < event.at:
            found.append(_anomaly(event, *_RECORDED_BEFORE))
        if event.id is not None:
            if event.id in seen.ids:
                found.append(_anomaly(event, *_DUPLICATE_ID))
            seen.ids.add(event.id)
        for check in CHECKS.get(event.type, ()):
            said = check(event, seen)
            if said is not None:
                found.append(_anomaly(event, *said))
    return tuple(found)


_Said = tuple[str, Text]

_RECORDED_BEFORE: _Said = (
    "recorded-before-it-happened",
    Text("登记时间早于发生时间", "it was recorded before it happened"),
)
_DUPLICATE_ID: _Said = (
    "duplicate-event-id",
    Text("事件编号和前面的重复", "an earlier event has the same id"),
)
_CREATED_LATE: _Said = (
    "event-before-creation",
    Text(
        "工单登记之前已经有别的事件", "there are events before the ticket was created"
    ),
)
_CREATED_TWICE: _Said = (
    "created-twice",
    Text("工单登记了两次", "the ticket was created twice"),
)
_TO_NOBODY: _Said = (
    "dispatched-to-nobody",
    Text("派单没有写派给谁", "the dispatch names no unit"),
)
_NOT_DISPATCHED: _Said = (
    "acted-without-dispatch",
    Text(
        "这个单位此时没有被派单（从未派单，或已同意退回）",
        "the unit held no dispatch: it never had one, or its return was approved",
    ),
)
_NO_REQUEST: _Said = (
    "decided-without-request",
    Text("没有申请就有了决定", "a decision without a request"),
)
_DECIDED_TWICE: _Said = (
    "decided-twice",
    Text("同一个申请决定了两次", "the same request was decided twice"),
)
_PAUSED_TWICE: _Said = (
    "paused-twice",
    Text("已经暂停，又暂停一次", "paused while it was paused"),
)
_NOT_PAUSED: _Said = (
    "resumed-without-pause",
    Text("没有暂停就恢复了", "resumed without having been paused"),
)
_NO_ANSWER: _Said = (
    "redo-without-answer",
    Text("还没有办理结果就要求重办", "a redo of what was never answered"),
)
_NOT_ANSWERED: _Said = (
    "answer-missing",
    Text("还没有办理结果，就有了对结果的后续", "a follow-up of a result never given"),
)
_NO_CODE: _Said = (
    "finding-without-code",
    Text("认定没有写明认定了什么", "the finding does not say what was found"),
)


def _created(event: Event, seen: _Seen) -> _Said | None:
    again, seen.created = seen.created, True
    if again:
        return _CREATED_TWICE
    return _CREATED_LATE if seen.first_at < event.at else None


def _dispatched(event: Event, seen: _Seen) -> _Said | None:
    seen.dispatched = True
    unit = event.payload.get("unit")
    if not isinstance(unit, str):
        return _TO_NOBODY
    seen.holders.add(unit)
    return None


def _notified(event: Event, seen: _Seen) -> None:
    # A telephone call reaches a unit before the dispatch does (emergencies).
    seen.dispatched = True
    unit = _unit(event)
    if unit is not None:
        seen.holders.add(unit)


def _forwarded(event: Event, seen: _Seen) -> None:
    unit = event.payload.get("to_unit")
    if isinstance(unit, str):
        seen.holders.add(unit)


def _needs_dispatch(event: Event, seen: _Seen) -> _Said | None:
    unit = _unit(event)
    held = seen.dispatched if unit is None else unit in seen.holders
    return None if held else _NOT_DISPATCHED


def _answered(event: Event, seen: _Seen) -> None:
    seen.answered.add(_unit(event))


def _asked(event: Event, seen: _Seen) -> None:
    asked = seen.asked.setdefault(_REQUEST_OF.get(event.type, event.type), {})
    unit = _unit(event)
    asked[unit] = max(asked.get(unit, 0), 0) + 1


def _decided(event: Event, seen: _Seen) -> _Said | None:
    asked = seen.asked.get(_REQUEST_OF[event.type], {})
    unit = _unit(event)
    # A decision that names no unit decides the only unit's request.
    whose = next(iter(asked)) if unit is None and len(asked) == 1 else unit
    if whose not in asked:
        return _NO_REQUEST
    asked[whose] -= 1
    return None if asked[whose] >= 0 else _DECIDED_TWICE


def _return_decided(event: Event, seen: _Seen) -> None:
    if event.payload.get("decision") == "approved":
        unit = _unit(event)
        if unit is None and len(seen.holders) == 1:
            seen.holders.clear()
        elif unit is not None:
            seen.holders.discard(unit)


def _paused(event: Event, seen: _Seen) -> _Said | None:
    unit = _unit(event)
    again = unit in seen.paused
    seen.paused.add(unit)
    return _PAUSED_TWICE if again else None


def _resumed(event: Event, seen: _Seen) -> _Said | None:
    unit = _unit(event)
    if unit not in seen.paused:
        return _NOT_PAUSED
    seen.paused.discard(unit)
    return None


def _needs_answer(event: Event, seen: _Seen) -> _Said | None:
    unit = _unit(event)
    if unit is None:
        return None if seen.answered else _NO_ANSWER
    return None if {unit, None} & seen.answered else _NO_ANSWER


def _follows_answer(event: Event, seen: _Seen) -> _Said | None:
    return None if _needs_answer(event, seen) is None else _NOT_ANSWERED


def _finding(event: Event, seen: _Seen) -> _Said | None:  # noqa: ARG001 -- one shape for all checks
    return None if isinstance(event.payload.get("code"), str) else _NO_CODE


def _unit(event: Event) -> str | None:
    unit = event.payload.get("unit")
    return unit if isinstance(unit, str) else None


def _anomaly(event: Event, code: str, text: Text) -> Anomaly:
    return Anomaly(code, event.number, text)


_REQUEST_OF = {
    "return_decided": "return_requested",
    "extension_decided": "extension_requested",
}

_Check = "Callable[[Event, _Seen], _Said | None]"

CHECKS: Mapping[str, tuple[Callable[[Event, _Seen], _Said | None], ...]] = {
    "ticket_created": (_created,),
    "phone_notified": (_notified,),
    "dispatched": (_dispatched,),
    "forwarded": (_forwarded,),
    "signed_for": (_needs_dispatch,),
    "result_submitted": (_needs_dispatch, _answered),
    "return_requested": (_needs_dispatch, _asked),
    "return_decided": (_decided, _return_decided),
    "extension_requested": (_needs_dispatch, _asked),
    "extension_decided": (_decided,),
    "continuation_declared": (_needs_dispatch,),
    "paused": (_paused,),
    "resumed": (_resumed,),
    "answered_directly": (_answered,),
    "caller_replied": (_answered,),
    "redo_ordered": (_needs_answer,),
    "reply_reviewed": (_follows_answer,),
    "result_backfilled": (_follows_answer,),
    "callback_done": (_follows_answer,),
    "finding_made": (_finding,),
}
"""For each type of event, the checks that look at it, in order."""
