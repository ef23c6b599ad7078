"""A mapping proposed from headings and samples: what is doubtful, a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from hotline_rules.adapters.mapping.guessing.proposal import Proposal
from hotline_rules.adapters.mapping.guessing.seen import Seen, see
from hotline_rules.adapters.mapping.guessing.writing import mapping_text
from hotline_rules.adapters.model import Row
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.adapters.model import Cell, Sheet

SAMPLED = 2_000  # rows of each sheet that are looked at


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed mapping.

    Attributes:
        text: YAML that does not load until what is doubtful is confirmed; empty where
            no mapping is needed or there is nothing to guess from.
        samples: heading to texts that may be shown; none of columns that may hold
            names, numbers or words of people.
        questions: what a person must confirm, most important first.
    """

    text: str
    samples: Mapping[str, tuple[str, ...]]
    questions: tuple[Text, ...]


def guess_mapping(sheets: Iterable[Sheet]) -> Guess:
    """Propose a mapping for the sheets of an export.

    Args:
        sheets: opened; the first two thousand rows of each are read.

    Returns:
        the proposal; the headings of all sheets are taken together, and those that a
        sheet lacks are listed under `may_be_missing`.
    """
    columns: dict[str, Seen] = {}
    there: list[frozenset[str]] = []
    for sheet in sheets:
        rows = _rows(sheet)
        if not sheet.headings:
            continue
        there.append(frozenset(sheet.headings))
        for seen in see(sheet.headings, rows):
            known = columns.setdefault(seen.heading, seen)
            if known is not seen:
                known.add(seen)
    if not columns:
        return Guess("", {}, (_NOTHING,))
    missing = {one for one in columns if any(one not in have for have in there)}
    proposal = Proposal(list(columns.values()), missing)
    shown = proposal.shown()
    samples = {one: tuple(columns[one].samples(5)) for one in shown}
    return Guess(mapping_text(proposal), samples, tuple(proposal.questions))


def _rows(sheet: Sheet) -> list[tuple[Cell, ...]]:
    rows = (one.cells for one in sheet.rows() if isinstance(one, Row))
    return list(islice(rows, SAMPLED))


_NOTHING = Text(
    "没有找到列名：空文件，或者每一行已经是一份完整的历史，后者不需要对照表",
    "there are no headings: the file is empty, or its rows are whole histories, which "
    "need no mapping",
)
