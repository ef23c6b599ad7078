"""Whether a value is of the kind that the vocabulary gives its key.

A value that does not fit is never guessed at: ``咨询`` is not ``consultation``. That of
an attribute counts as not known, so that no rule falls into its "otherwise" by a slip
of the export; that of an event stays, matches nothing, and is reported.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.instants import as_day, as_instant, month_text
from hotline_rules.rulebook import DayValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hotline_rules.calendar import Zone
    from hotline_rules.rulebook import AttributeWord, EventWord

_LONGEST = 40  # characters of a value that a message shows


@dataclass(frozen=True, slots=True)
class Kind:
    """What a key may hold: the test, and how to say it."""

    fits: Callable[[object], bool]
    said: Text


def kinds_of_events(
    events: Iterable[EventWord], zone: Zone
) -> dict[str, dict[str, Kind | None]]:
    """For each event its keys; ``None`` where any value will do."""
    return {
        word.id: {key: _kind(type_, (), zone) for key, type_ in word.payload}
        for word in events
    }


def kinds_of_attributes(
    words: Iterable[AttributeWord], zone: Zone
) -> dict[str, Kind | None]:
    """For each attribute what it may hold."""
    return {word.id: _kind(word.type, word.one_of, zone) or _WORD for word in words}


def usable(
    attributes: dict[str, Any], kinds: Mapping[str, Kind | None]
) -> dict[str, Any]:
    """The attributes with ``None``, not known, for every value that does not fit.

    The same mapping where all fit. ``None`` and not nothing: what the absence of an
    attribute means is not what an unreadable one means.
    """
    unfit = unfit_keys(attributes, kinds)
    return {**attributes, **dict.fromkeys(unfit)} if unfit else attributes


def told(attributes: dict[str, Any], words: Iterable[AttributeWord]) -> dict[str, Any]:
    """The attributes with those that others tell, where they are not recorded."""
    found = {}
    for word in words:
        if word.id not in attributes:
            for other, wanted, value in word.told_by:
                if attributes.get(other) == wanted:
                    found[word.id] = value
    return {**attributes, **found} if found else attributes


def unfit_keys(
    values: Mapping[str, Any], kinds: Mapping[str, Kind | None]
) -> list[str]:
    """The keys whose values are not of their kind."""
    unfit = []
    for key, value in values.items():
        kind = kinds.get(key)
        if kind is not None and not kind.fits(value):
            unfit.append(key)
    return unfit


def shown(value: object) -> str:
    """A value as a message shows it."""
    text = (
        value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _kind(type_: str, one_of: tuple[str, ...], zone: Zone) -> Kind | None:
    words = one_of or tuple(filter(None, type_.split("|"))) if "|" in type_ else one_of
    if words:
        return Kind(
            words.__contains__,  # no hash is asked for: lists are values too
            Text(" " + "、".join(words) + " 之一", "one of " + ", ".join(words)),
        )
    known = _KINDS.get(type_)
    if known is not None:
        return known
    if type_ == "date":
        return Kind(lambda value: _is_moment(value, zone), _DATE)
    if type_ == "instant":
        return Kind(lambda v: isinstance(v, str) and _is_moment(v, zone), _INSTANT)
    if type_ == "month":
        return Kind(lambda v: _is_text(v) and month_text(v, zone) is not None, _MONTH)
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_moment(value: object, zone: Zone) -> bool:
    if isinstance(value, DayValue):
        return True
    # TRAP: a number would pass for the seconds since 1970: 20210312 is no date.
    return isinstance(value, str) and (
        as_day(value) is not None or as_instant(value, zone) is not None
    )


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


_DATE = Text(
    "1970年至2099年的日期（2021-03-12）或带时区的时间（2021-03-12T17:00:00+08:00）",
    "a date of 1970 to 2099 (2021-03-12) or an instant (2021-03-12T17:00:00+08:00)",
)
_INSTANT = Text(
    "带时区的时间（2021-03-12T17:00:00+08:00）",
    "an instant (2021-03-12T17:00:00+08:00)",
)
_MONTH = Text("月份（2021-03）", "a month (2021-03)")
_YES_NO = Kind(
    lambda value: value.__class__ is bool, Text(" true 或 false", "true or false")
)
_COMPOUND = (list, dict)
_WORD = Kind(
    lambda value: not isinstance(value, _COMPOUND),
    Text("一个值，不是列表或对象", "one value, not a list or an object"),
)
_KINDS: Mapping[str, Kind] = {
    "flag": _YES_NO,
    "yes_no": _YES_NO,
    "number": Kind(_is_number, Text("数字", "a number")),
    "unit": Kind(_is_text, Text("单位名称，一段文字", "the name of a unit, as text")),
    "list": Kind(lambda value: isinstance(value, list), Text("列表 […]", "a list […]")),
}
