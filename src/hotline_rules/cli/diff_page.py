"""What `hotline-rules diff` writes: words for people, or lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from hotline_rules.calendar import Zone
from hotline_rules.cli.streams import speaks_unicode
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.output import iso
from hotline_rules.explain.wording import short_instant
from hotline_rules.impact import SECTIONS, Teller

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TextIO

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.impact import (
        Affected,
        Difference,
        EntryChange,
        EntryImpact,
        Reworded,
        Tally,
        Witness,
    )
    from hotline_rules.profile import Profile


KINDS = {
    "added": Text("新增：", "new: "),
    "removed": Text("删去：", "gone: "),
    "changed": Text("", ""),
    "renamed": Text("只改了编号：", "another id only: "),
}
DECIDED = {
    "stricter": Text("比原来严：对所有工单都如此。", "Stricter, for every ticket."),
    "laxer": Text("比原来宽：对所有工单都如此。", "Laxer, for every ticket."),
    "same": Text(
        "只改了名称、依据一类的文字，工单的结果不变。",
        "Titles or cites only: no ticket comes out otherwise.",
    ),
    "mixed": Text(
        "有的地方比原来严，有的地方比原来宽。", "Stricter here, laxer there."
    ),
}
SEEN = {
    "stricter": Text(
        "受影响的 {} 个案例都比原来严；别的工单未必如此。",
        "Stricter in the {} golden cases it changes; not proved for others.",
    ),
    "laxer": Text(
        "受影响的 {} 个案例都比原来宽；别的工单未必如此。",
        "Laxer in the {} golden cases it changes; not proved for others.",
    ),
    "mixed": Text(
        "受影响的 {} 个案例里，有的比原来严，有的比原来宽。",
        "Of the {} golden cases it changes some go either way.",
    ),
}
UNDECIDED = Text("是严是宽，判断不了。", "Stricter or laxer: cannot be told.")
UNSEEN = Text(
    "是严是宽，判断不了；案例里也没有受它影响的。",
    "Stricter or laxer: cannot be told; no golden case shows it.",
)
# What is behind no single record, or behind none.
WITHOUT = {
    "measure": Text(
        "只关系到考核的数，不改变工单的时限、灯、牌和应办事项。",
        "It bears on assessed figures only, not on any ticket.",
    ),
    "clause": Text(
        "条款登记的文字，不改变任何结果。",
        "A text of the register; it decides nothing.",
    ),
    "switch": Text(
        "现用的读法下没有变，换用别的读法才会不同。",
        "The same under the readings in use; under others it differs.",
    ),
    "missing": Text(
        "条文没有给出的数值，影响在用到它的规则里。",
        "A number that the source leaves open; it acts through the rules that use it.",
    ),
    **dict.fromkeys(
        ("attribute", "condition", "event", "moment", "role", "status", "unit"),
        Text(
            "词语的改动，影响在用到它的规则里。",
            "A word; it acts through the rules that use it.",
        ),
    ),
}
MOST_SHOWN = 4


class Page(Protocol):
    """Takes what was found, piece by piece."""

    def entries(self, found: Sequence[EntryImpact]) -> None:
        """Take the changed entries of the rules."""

    def ticket(self, id_: str, differences: tuple[Difference, ...]) -> None:
        """Take one ticket that comes out otherwise."""

    def tally(self, tally: Tally, as_of: int) -> None:
        """Take the counts, after the last ticket."""


class _Writing:
    """Where a page is written, and in whose words."""

    def __init__(
        self, stream: TextIO, old: Profile, new: Profile, lang: Language
    ) -> None:
        self._out = stream
        self._lang = lang
        self._zone = Zone.load(new.rulebook.zone)
        self._teller = Teller(old.rulebook, new.rulebook)


class Words(_Writing):
    """Sentences for people."""

    def entries(self, found: Sequence[EntryImpact]) -> None:
        """Write the entries, numbered, each with both texts and what it does."""
        zh = self._lang == "zh"
        if not found:
            same = "规则没有改动。" if zh else "The rules say the same."
            self._out.write(f"{same}\n\n")
            return
        count = len(found)
        self._out.write(
            f"规则改动 {count} 项。\n"
            if zh
            else f"Entries of the rules that differ: {count}.\n"
        )
        for number, one in enumerate(found, start=1):
            self._out.write(f"\n{number}. {self._heading(one.change)}\n")
            for part in one.change.parts:
                self._part(one.change, part)
            self._effect(one)
        self._out.write("\n")

    def _heading(self, change: EntryChange) -> str:
        kind = KINDS[change.kind].in_(self._lang)
        articles = "、".join(self._teller.articles(change.cites))
        where = f"（{articles}）" if articles else ""
        return f"{kind}{change.title}{where}"

    def _part(self, change: EntryChange, part: Reworded) -> None:
        zh = self._lang == "zh"
        before, after = part.before, part.after
        if before is None or after is None:
            told = after or before
            assert told is not None  # one side has it
            words = ("增加：", "删去：") if zh else ("added: ", "gone: ")
            word = words[after is None] if change.kind == "changed" else ""
            self._out.write(f"   {word}{told.zh}\n")
        elif before.zh != after.zh:
            self._out.write(f"   {'原：' if zh else 'was: '}{before.zh}\n")
            self._out.write(f"   {'现：' if zh else 'now: '}{after.zh}\n")
        elif before.cites != after.cites:
            self._out.write(f"   {after.zh}\n")
            was, now = (
                " ".join([*one.cites, *self._teller.articles(one.cites)])
                or ("无" if zh else "none")
                for one in (before, after)
            )
            head = "依据由“{}”改为“{}”。" if zh else "law from “{}” to “{}”."
            self._out.write(f"   {head.format(was, now)}\n")
        elif after.zh != change.title:
            self._out.write(f"   {after.zh}\n")

    def _effect(self, one: EntryImpact) -> None:
        """Write which way it goes, how that is known, and a ticket that shows it."""
        shown = one.shown
        if one.decided is not None:
            said = DECIDED[one.decided].in_(self._lang)
        elif shown.direction is not None:
            said = SEEN[shown.direction].in_(self._lang).format(shown.cases)
        elif shown.witness is None:
            said = WITHOUT.get(one.change.sort, UNSEEN).in_(self._lang)
        else:
            said = UNDECIDED.in_(self._lang)
        self._out.write(f"   {said}\n")
        if shown.witness is not None:
            self._witness(shown.witness)

    def _witness(self, witness: Witness) -> None:
        zh = self._lang == "zh"
        case, at = witness.scenario.name, short_instant(witness.at)
        head = f"例如案例“{case}”，{at} 看：" if zh else f"Case “{case}”, at {at}:"
        self._out.write(f"   {head}\n")
        for each in witness.differences[:MOST_SHOWN]:
            self._out.write(f"     {self._teller.sentence(each).in_(self._lang)}\n")
        more = len(witness.differences) - MOST_SHOWN
        if more > 0:
            rest = f"……还有 {more} 处" if zh else f"... and {more} more"
            self._out.write(f"     {rest}\n")

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
            colon = "：" if zh else ": "
            self._out.write(f"  {name}{colon}{self._counts(affected)}\n")

    def _counts(self, affected: Affected) -> str:
        zh = self._lang == "zh"
        parts = [f"{affected.tickets} 件" if zh else f"tickets {affected.tickets}"]
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


class Lines(_Writing):
    """A line of JSON for each thing found."""

    def __init__(
        self, stream: TextIO, old: Profile, new: Profile, lang: Language
    ) -> None:
        super().__init__(stream, old, new, lang)
        self._encode = json.JSONEncoder(
            ensure_ascii=not speaks_unicode(stream), separators=(",", ":")
        ).encode

    def entries(self, found: Sequence[EntryImpact]) -> None:
        """Write a line for each entry."""
        for one in found:
            change, witness = one.change, one.shown.witness
            self._write(
                {
                    "what": "entry",
                    "sort": change.sort,
                    "id": change.id,
                    "title": change.title,
                    "kind": change.kind,
                    "cites": list(change.cites),
                    "parts": [_part(part) for part in change.parts],
                    "direction": one.decided or one.shown.direction,
                    "decided": one.decided is not None,
                    "cases": one.shown.cases,
                    "witness": None if witness is None else self._witness(witness),
                }
            )

    def _witness(self, witness: Witness) -> dict[str, Any]:
        return {
            "case": str(witness.scenario),
            "at": witness.at,
            "history": witness.scenario.history,
            "differences": self._differences(witness.differences),
        }

    def ticket(self, id_: str, differences: tuple[Difference, ...]) -> None:
        """Write one ticket with its differences, each with its sentence."""
        found = self._differences(differences)
        self._write({"what": "ticket", "id": id_, "differences": found})

    def _differences(self, found: tuple[Difference, ...]) -> list[dict[str, Any]]:
        return [
            {
                "list": one.section,
                "key": one.key,
                "unit": one.unit,
                "fields": list(one.fields),
                "from": one.before,
                "to": one.after,
                "text": self._teller.sentence(one).in_(self._lang),
            }
            for one in found
        ]

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


def _part(part: Reworded) -> dict[str, Any]:
    told = {"from": part.before, "to": part.after}
    key = next(one.key for one in told.values() if one is not None)
    return {
        "key": list(key),
        **{side: None if one is None else one.zh for side, one in told.items()},
    }


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
