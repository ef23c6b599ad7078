"""What `hotline-rules diff` writes: words for people, or lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from hotline_rules.calendar import Zone
from hotline_rules.cli.streams import speaks_unicode
from hotline_rules.evaluate.output import iso
from hotline_rules.explain.wording import short_instant
from hotline_rules.impact import SECTIONS, Teller

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping
    from typing import Any, TextIO

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.impact import Affected, Difference, Tally
    from hotline_rules.profile import Profile


class Page(Protocol):
    """Takes what was found, piece by piece."""

    def ticket(self, id_: str, differences: tuple[Difference, ...]) -> None:
        """Take one ticket that comes out otherwise."""

    def tally(self, tally: Tally, as_of: int) -> None:
        """Take the counts, after the last ticket."""


class Words:
    """Sentences for people."""

    def __init__(
        self, stream: TextIO, old: Profile, new: Profile, lang: Language
    ) -> None:
        self._out = stream
        self._lang = lang
        self._zone = Zone.load(new.rulebook.zone)
        self._teller = Teller(old.rulebook, new.rulebook)

    def ticket(self, id_: str, differences: tuple[Difference, ...]) -> None:
        """Write one ticket: its id, then a sentence for each difference."""
        self._out.write(f"{id_}\n")
        for one in differences:
            self._out.write(f"  {self._teller.sentence(one).in_(self._lang)}\n")

    def tally(self, tally: Tally, as_of: int) -> None:
        """Write the counts: of all tickets, then of each unit."""
        zh = self._lang == "zh"
        at = short_instant(iso(as_of, self._zone) or "")
        changed, of = tally.all.tickets, tally.looked_at
        if changed:
            self._out.write("\n")
        self._out.write(
            f"截至 {at}：{of} 件工单里 {changed} 件的结果不一样。\n"
            if zh
            else f"As of {at}: {changed} of {of} tickets come out otherwise.\n"
        )
        for unit, affected in tally.by_unit():
            name = unit or ("（不属于某个单位）" if zh else "(of no unit)")
            self._out.write(f"  {name}: {self._counts(affected)}\n")

    def _counts(self, affected: Affected) -> str:
        zh = self._lang == "zh"
        parts = [f"{affected.tickets} 件" if zh else f"{affected.tickets} tickets"]
        parts += [
            f"{title.in_(self._lang)} {affected.by_section[section]}"
            for section, title in SECTIONS.items()
            if affected.by_section[section]
        ]
        parts += self._cards("多出" if zh else "more", affected.gained)
        parts += self._cards("减少" if zh else "fewer", affected.lost)
        return ("，" if zh else ", ").join(parts)

    def _cards(self, word: str, cards: Counter[str]) -> list[str]:
        kinds = sorted(cards.items())
        name = self._teller.penalty
        return [f"{word} {name(k).in_(self._lang)} {n}" for k, n in kinds]


class Lines:
    """A line of JSON for each thing found."""

    def __init__(
        self, stream: TextIO, old: Profile, new: Profile, lang: Language
    ) -> None:
        self._out = stream
        self._lang = lang
        self._zone = Zone.load(new.rulebook.zone)
        self._teller = Teller(old.rulebook, new.rulebook)
        self._encode = json.JSONEncoder(
            ensure_ascii=not speaks_unicode(stream), separators=(",", ":")
        ).encode

    def ticket(self, id_: str, differences: tuple[Difference, ...]) -> None:
        """Write one ticket with its differences, each with its sentence."""
        self._write(
            {
                "what": "ticket",
                "id": id_,
                "differences": [
                    {
                        "list": one.section,
                        "key": one.key,
                        "unit": one.unit,
                        "fields": list(one.fields),
                        "from": one.before,
                        "to": one.after,
                        "text": self._teller.sentence(one).in_(self._lang),
                    }
                    for one in differences
                ],
            }
        )

    def tally(self, tally: Tally, as_of: int) -> None:
        """Write the counts: of all tickets, and of each unit."""
        self._write(
            {
                "what": "tally",
                "as_of": iso(as_of, self._zone),
                "looked_at": tally.looked_at,
                "changed": _counted(tally.all),
                "units": [
                    {"unit": unit, **_counted(affected)}
                    for unit, affected in tally.by_unit()
                ],
            }
        )

    def _write(self, data: Mapping[str, Any]) -> None:
        self._out.write(self._encode(data) + "\n")


def _counted(affected: Affected) -> dict[str, Any]:
    return {
        "tickets": affected.tickets,
        **{section: affected.by_section[section] for section in SECTIONS},
        "penalties_gained": dict(sorted(affected.gained.items())),
        "penalties_lost": dict(sorted(affected.lost.items())),
    }


PAGES: dict[str, Callable[[TextIO, Profile, Profile, Language], Page]] = {
    "text": Words,
    "jsonl": Lines,
}
