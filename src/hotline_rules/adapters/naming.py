"""What people call the things that a row says, by the names of `gather.flat`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.titles import KEYS
from hotline_rules.explain.words import VALUES
from hotline_rules.profile.event_table import EVENTS
from hotline_rules.profile.word_table import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVENTS = {name: title for name, title, _ in EVENTS}
_ATTRIBUTES = {row[0]: row[1] for row in ATTRIBUTES}
_KEYS = KEYS | {"at": "时间", "recorded_at": "登记时间"}
_MOST = 6
_YES_NO = {True: "是", False: "否"}


def name_of(key: str) -> Text:
    """Answer what people call a name of `gather.flat`.

    Example:
        >>> name_of("urgency").zh, name_of("dispatched#2.unit").zh
        ('紧急程度', '第2次“派发”的单位')
    """
    event, dot, key_of_event = key.rpartition(".")
    if not dot:
        return Text(_ATTRIBUTES.get(key, f"`{key}`"), f"`{key}`")
    kind, _, number = event.partition("#")
    which = f"第{number}次" if number else ""
    title = title_of_event(kind)
    return Text(
        f"{which}“{title.zh}”的{_KEYS.get(key_of_event, key_of_event)}", f"`{key}`"
    )


def line_of(id_: str, said: Mapping[str, Any]) -> str:
    """Answer all that a row says in one line, in the words of people.

    Args:
        id_: of the history.
        said: as `gather.flat` gives it.

    Example:
        >>> line_of("7", {"kind": "request", "result_submitted.result_ok": True})
        '编号=7; 工单类别=求决; “反馈办理结果”的结果满意=是'
    """
    parts = (f"{name_of(key).zh}={_value_of(one)}" for key, one in said.items())
    return "; ".join((f"编号={id_}", *parts))


def _value_of(value: object) -> str:
    if isinstance(value, bool):
        return _YES_NO[value]
    known = VALUES.get(value) if isinstance(value, str) else None
    return str(value) if known is None else known.zh


def title_of_event(kind: str) -> Text:
    """Answer what people call a type of events; itself where nobody knows it."""
    return Text(_EVENTS.get(kind, kind), kind)


def names_of(keys: tuple[str, ...]) -> Text:
    """Answer a list of names, cut when it is long."""
    names = [name_of(key) for key in keys[:_MOST]]
    more = len(keys) > _MOST
    zh = "、".join(name.zh for name in names) + (f"等{len(keys)}处" if more else "")
    en = ", ".join(name.en for name in names) + (
        f" and {len(keys) - _MOST} more" if more else ""
    )
    return Text(zh, en)
