"""Lists with headings: what a sheet shows, apart from where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from hotline_rules.explain.words import PENALTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotline_rules.diagnostics import Text

TINTS_OF_CARDS = {
    text: tint
    for kind, tint in (("red_card", "red"), ("yellow_card", "yellow"))
    for text in (PENALTIES[kind].zh, PENALTIES[kind].en)
}

Kind = Literal[
    "text", "long", "number", "plain", "decimal", "percent", "instant", "end"
]
"""What the cells of a column hold.

``text`` in one line, ``long`` wrapped; ``number`` with a mark between thousands,
``plain`` without, ``decimal`` with one place, ``percent`` of a share from 0 to 1;
``instant`` in UTC epoch seconds; ``end`` a pair of ``due_at`` and ``inclusive``.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        title: its heading.
        width: in columns of a screen; a Chinese character takes two.
        kind: of its cells; an empty cell is ``None`` in all of them.
        tints: texts that are given a colour beside what they say.
    """

    title: Text
    width: int
    kind: Kind = "text"
    tints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that goes on over as many sheets as it needs.

    Attributes:
        name: of the sheet.
        says: what it lists, for the sheet that tells about the others.
        columns: the first one stays in sight.
        rows: in their order, a value for each column.
        printed: how many of the columns go on paper; the others are for the screen.
        above: sentences over the headings of the first sheet.
    """

    name: Text
    says: Text
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    printed: int | None = None
    above: Sequence[Text] = ()
