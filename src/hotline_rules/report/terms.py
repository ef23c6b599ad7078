"""How a report calls what the tables name by id: by the profile's titles."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text
from hotline_rules.explain.names import Names
from hotline_rules.explain.points import mark_text
from hotline_rules.explain.wording import amount_text, join, same, say
from hotline_rules.profile.amounts import Fault, parse_amount
from hotline_rules.rulebook import Anchor, FactAmount, MarkPoint, Shifted

if TYPE_CHECKING:
    from hotline_rules.rulebook import Rulebook

_MARK = Text("；", "; ")
_ANCHORS = {
    "due": Anchor("due"),
    "first_due": Anchor("first_due"),
    "start": Anchor("start"),
}
_DIRECTIONS: tuple[Literal["before", "after"], ...] = ("before", "after")


class Terms:
    """Words for the ids of one profile; those that come often are made once.

    Attributes:
        names: titles of the profile.
        zone: of its local times.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.names = Names(rulebook)
        self.zone = Zone.load(rulebook.zone)
        self._english = {one.id: one.en for one in rulebook.clauses}
        self._of_unit = {one.id for one in rulebook.roles if one.of_unit}
        self._roles = {one.id: one.titles[-1][2] for one in rulebook.roles}
        self.articles = lru_cache(maxsize=None)(self._articles)
        self.gists = lru_cache(maxsize=None)(self._gists)
        self.amount = lru_cache(maxsize=None)(self._amount)
        self.point = lru_cache(maxsize=None)(self._point)

    def bearer(self, role: str | None, unit: str | None) -> str | None:
        """Under whose name a duty is listed: its unit, else the title of the role.

        A duty of the platform about a unit is the platform's, not the unit's.
        """
        if role is None or role == "unit" or role in self._of_unit:
            return unit
        return self._roles.get(role, role)

    def _articles(self, cites: str) -> Text:
        """Clauses by their article, under the number of their document.

        Of a document without a number the title stands, unless there is no other.

        Args:
            cites: ids with a blank between.
        """
        found: dict[str, dict[str, None]] = {}
        for one in self.names.cites(cites.split()):
            document = one.number or (f"《{one.document}》" if one.document else "")
            if not one.number and len(self.names.rulebook.documents) == 1:
                document = ""
            found.setdefault(document, {})[one.article] = None
        named = (
            say("{0}{1}", "{0} {1}", document, join(map(same, articles), "、", ", "))
            for document, articles in found.items()
        )
        return join((Text(one.zh, one.en.strip()) for one in named), _MARK.zh, _MARK.en)

    def _gists(self, cites: str) -> Text:
        """What those clauses say, in our own words."""
        found = (
            Text(one.gist, self._english.get(one.clause) or one.gist)
            for one in self.names.cites(cites.split())
        )
        return join(dict.fromkeys(found), _MARK.zh, _MARK.en)

    def _amount(self, amount: str) -> Text:
        """An amount of the evidence, such as ``5 working days``."""
        found = parse_amount(amount)
        if isinstance(found, Fault | FactAmount):
            return same(amount)
        return amount_text(found)

    def _point(self, point: str) -> Text:
        """A point of the evidence, such as ``past 1 working days after due``."""
        text = point.removeprefix("past ")
        found = _point_of(text)
        if found is None:
            return same(point)
        words = mark_text(MarkPoint(found, past=text != point), self.names)
        return say("过了{0}", "past {0}", words) if text != point else words


def _point_of(text: str) -> Anchor | Shifted | None:
    """A point of evidence: an anchor of the limit, or an amount before or after it."""
    for direction in _DIRECTIONS:
        amount, found, base = text.partition(f" {direction} ")
        if found:
            parsed, anchor = parse_amount(amount), _ANCHORS.get(base)
            if isinstance(parsed, Fault) or anchor is None:
                return None
            return Shifted(parsed, direction, anchor)
    return _ANCHORS.get(text)
