"""Headings and texts held against the words that they usually are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from hotline_rules.adapters.mapping.guessing import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ORDINAL = re.compile(
    "(首次|初次|第?[一二三四五六1-6]次|再次|末次|最后一?次|最近一?次|最新)(.+)"
)
_SUFFIX = re.compile("(.*?)(?:的)?(?:时间|日期|时刻|时点|时间点)")
_ASIDE = re.compile(r"[(\[（【].*?[)\]）】]")
_FIRST = ("首次", "初次", "一次", "1次")
_DEMANDED = ("要求", "应", "预计", "计划", "规定", "拟")


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading or a text probably means.

    Attributes:
        meaning: an event, or a key.
        rank: the smaller, the more usual.
        sure: the word is exactly one that is known.
    """

    meaning: str
    rank: int
    sure: bool


def as_read(heading: str) -> str:
    """Return a heading without what stands in brackets, spaces and widths."""
    return _ASIDE.sub("", "".join(normalize("NFKC", heading).split()))


def ordinal_of(heading: str) -> tuple[str, str]:
    """Return 二次 and 派单时间 of 第二次派单时间; the first needs no ordinal."""
    found = _ORDINAL.fullmatch(as_read(heading))
    if found is None:
        return "", as_read(heading)
    ordinal = found[1].removeprefix("第")
    return ("" if ordinal in _FIRST else ordinal), found[2]


def stem_of(heading: str) -> str:
    """Return 派单 of 第二次派单时间."""
    _, text = ordinal_of(heading)
    found = _SUFFIX.fullmatch(text)
    return found[1] if found else text


def find(headings: Iterable[str], known: Sequence[str]) -> tuple[str | None, bool]:
    """Return the heading that is one of some words, and whether it is one exactly."""
    read = {heading: as_read(heading).lower() for heading in headings}
    for word in known:
        for heading, text in read.items():
            if text == word.lower():
                return heading, True
    for word in known:
        for heading, text in read.items():
            if len(word) > 1 and text.endswith(word.lower()) and not is_personal(text):
                return heading, False
    return None, False


def happened(text: str) -> Match | None:
    """Return the event that a text names: exactly, or by the longest word in it."""
    best: Match | None = None
    length = 0
    for event, known in words.HAPPENED.items():
        for rank, word in enumerate(known):
            if text == word:
                return Match(event, rank, sure=True)
            if word in text and len(word) > length:
                best, length = Match(event, rank + 100, sure=False), len(word)
    return best


def time_of(heading: str, *, is_times: bool) -> Match | None:
    """Return the event whose instant a column holds.

    Args:
        heading: of the column.
        is_times: whether its cells are times; else the heading must say so.
    """
    _, text = ordinal_of(heading)
    if is_computed(text):
        return None
    found = _SUFFIX.fullmatch(text)
    if found is None and not is_times:
        return None
    return happened(found[1] if found else text)


def is_computed(heading: str) -> bool:
    """Say whether a column holds what a system worked out, or demanded."""
    text = as_read(heading)
    return text.startswith(_DEMANDED) or any(word in text for word in words.COMPUTED)


def is_personal(heading: str) -> bool:
    """Say whether a column may hold what people said, or who they are."""
    return any(word in as_read(heading) for word in words.PERSONAL)


def value_of(text: str, table: Mapping[str | bool, Sequence[str]]) -> str | bool | None:
    """Return the value a text stands for, `None` where nobody knows."""
    for value, known in table.items():
        if text in known:
            return value
    return None


def decision_in(text: str) -> str | None:
    """Return the decision that the text of an operation tells."""
    if any(word in text for word in words.REFUSED):
        return "rejected"
    return "approved" if any(word in text for word in words.AGREED) else None
