"""What the rows of a list say, in one language; words that come often are made once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import day_of_date
from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import days_text, join, same, say, span_text
from hotline_rules.explain.words import FLAGS
from hotline_rules.report.trials import question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.report.terms import Terms

_PARTS = {
    "start": Text("起算当天", "day of the start"),
    "paused": Text("停表", "paused"),
    "closed": Text("没有可计的时间", "no countable time"),
    "rolled": Text("末日顺延", "the end moves on"),
}
_IN_HOURS = ("hours", "minutes")


class Says:
    """Words of a profile in one language.

    Attributes:
        terms: of the profile.
        lang: of everything that is said.
    """

    def __init__(self, terms: Terms, lang: Language) -> None:
        self.terms, self.lang = terms, lang
        names = terms.names
        self.rule = self._told(names.rule)
        self.penalty = self._told(names.penalty)
        self.titled = self._told(names.titled)
        self.fact = self._told(names.fact)
        self.articles = self._told(terms.articles)
        self.gists = self._told(terms.gists)
        self.amount = self._told(terms.amount)
        self.point = self._told(terms.point)
        self.flags = self._told(_flags)
        self.rules = self._told(self._rules)
        self.questions = self._told(self._questions)

    def _told(self, made: Callable[[str], Text]) -> Callable[[str | None], str | None]:
        @lru_cache(maxsize=100_000)
        def told(word: str | None) -> str | None:
            return (made(word).in_(self.lang) or None) if word else None

        return told

    def __call__(self, text: Text) -> str:
        """A sentence in the language."""
        return text.in_(self.lang)

    def _rules(self, rules: str) -> Text:
        return join(map(self.terms.names.rule, rules.split()), "、", ", ")

    def _questions(self, readings: str) -> Text:
        names = self.terms.names
        return join((question(one, names) for one in readings.split()), "；", "; ")

    def span(self, seconds: int) -> str:
        """A stretch of wall-clock time."""
        return span_text(seconds).in_(self.lang)

    def counted_days(self, days: Mapping[str, Any] | None) -> int | None:
        """How many days were counted; of a limit in hours none is."""
        if days is None or str(days.get("in") or days["amount"]).endswith(_IN_HOURS):
            return None
        return len(days["counted"])

    def days(self, days: Mapping[str, Any] | None) -> str | None:
        """The days counted and those left out, with why, in stretches.

        Args:
            days: of the evidence, as docs/results.md says.
        """
        if days is None:
            return None
        counted = [(one, NOTHING) for one in days["counted"]]
        skipped = [(one, _why(part, name)) for one, part, name in days["skipped"]]
        told = join(
            (
                _listed("计入：{0}", "counted: {0}", counted),
                _listed("不计：{0}", "not counted: {0}", skipped),
            ),
            "；",
            "; ",
        )
        return told.in_(self.lang) or None


NOTHING = Text("", "")


def _why(part: str, name: str) -> Text:
    """Why a day did not count: its part in the limit, else what the calendar says."""
    known = _PARTS.get(part)
    return same(name) if known is None else known


def _listed(zh: str, en: str, days: Iterable[tuple[str, Text]]) -> Text:
    """Days in stretches that follow one another for the same reason."""
    numbered = [
        (day_of_date(date.fromisoformat(when)), why, place)
        for place, (when, why) in enumerate(days)
    ]
    found = []
    for (_, why), run in groupby(numbered, lambda one: (one[0] - one[2], one[1])):
        stretch = [day for day, _, _ in run]
        found.append(join((days_text(stretch[0], stretch[-1]), why), "", " "))
    listed = join(found, "、", ", ")
    return say(zh, en, listed) if found else NOTHING


def _flags(flags: str) -> Text:
    """The flags of a record in words."""
    found = (FLAGS.get(one, same(one)) for one in flags.split())
    return join(found, "；", "; ")
