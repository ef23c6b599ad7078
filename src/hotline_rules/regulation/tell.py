"""What all tellers share: names, how time is counted, and a list that grows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.explain.called import Called
from hotline_rules.explain.conditions import condition_text, patterns_text
from hotline_rules.explain.points import counting_of, point_text
from hotline_rules.regulation.model import Statement
from hotline_rules.regulation.values import Spelled, formal, spell
from hotline_rules.rulebook import Fact, FactAmount, NoTime, Within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.regulation.model import Part
    from hotline_rules.rulebook import (
        Condition,
        Key,
        Patterns,
        Place,
        Rulebook,
    )

_KEYS = {
    "unit": "每个单位",
    "ticket": "每件工单",
    "event": "每次",
    "act": "每个行为",
}


class Teller:
    """Words for what a rulebook holds."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.book = rulebook
        self.names = Called(rulebook)
        self._countings = {one.id: one for one in rulebook.countings}

    def condition(self, condition: Condition) -> str:
        """A condition; empty for one that always holds."""
        return formal(condition_text(condition, self.names).zh)

    def events(self, patterns: Patterns) -> str:
        """Any of these events; empty for none."""
        return formal(patterns_text(patterns, self.names).zh)

    def all_events(self, patterns: Patterns) -> str:
        """Every one of these events."""
        return "、".join(self.events((one,)) for one in patterns)

    def point(self, point: Any) -> str:
        """A point of time."""
        return formal(point_text(point, self.names).zh)

    def role(self, role: str) -> str:
        """The title of a role, the latest where it changes."""
        for word in self.book.roles:
            if word.id == role:
                return word.titles[-1][-1]
        return role

    def counting(self, counting: str | None, value: Any = None) -> str:
        """How an amount is counted; empty where no time is counted."""
        found = self._countings.get(counting or "")
        if found is None or isinstance(value, NoTime):
            return ""
        said = ""
        if isinstance(value, Within) and not isinstance(value.amount, FactAmount):
            said = formal(counting_of(found.settings, value.amount).zh)
        return f"按“{found.title}”计算{'：' if said else ''}{said}"

    def per(self, keys: tuple[Key, ...]) -> str:
        """What is told apart: each unit, each ticket, by a fact."""
        parts = [
            f"每个不同的{self.names.fact(str(key)).zh}"
            if isinstance(key, Fact)
            else _KEYS[key]
            for key in keys
        ]
        return "、".join(parts)


class Entry:
    """The statements of one entry, one after another."""

    def __init__(
        self, teller: Teller, part: Part, *key: str, place: Place | None = None
    ) -> None:
        self.teller = teller
        self.part: Part = part
        self.key = key
        self.place = place
        self.found: list[Statement] = []

    def say(
        self,
        *what: str,
        zh: str,
        cites: Iterable[str] = (),
        readings: Iterable[str] = (),
        cells: tuple[str, ...] = (),
        place: Place | None = None,
    ) -> None:
        """Add a statement; one without words is left out."""
        if not zh:
            return
        self.found.append(
            Statement(
                key=(*self.key, *what),
                part=self.part,
                zh=zh,
                cites=tuple(cites),
                readings=tuple(dict.fromkeys(readings)),
                cells=cells,
                place=place or self.place,
            )
        )

    def table(self, *what: str, spelled: Spelled, about: str) -> None:
        """Add the rows of a table, and how it is read."""
        if not spelled.rows:
            return
        how = (
            "自上而下，以最先符合的一行为准"
            if spelled.hit == "first"
            else "各行同时符合的，结果应当一致"
        )
        self.say(*what, "hit", zh=f"{about}：{how}。")
        for number, row in enumerate(spelled.rows, 1):
            self.say(
                *what,
                f"row {number}",
                zh=f"{about}：{row.when}的，{_is(row.is_)}。",
                cites=row.cites,
                readings=row.readings,
                cells=(row.when, row.is_),
                place=row.place,
            )

    def spell(self, value: Any, say: Any) -> Spelled:
        """A value in words, with Chinese numerals."""
        return spell(value, lambda one: formal(say(one)), self.teller.names)


def _is(said: str) -> str:
    """What a row gives, with a verb where it has none."""
    return said if said.startswith(("在", "最迟", "条文")) else f"为{said}"
