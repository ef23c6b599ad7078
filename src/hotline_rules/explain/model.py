"""An explanation as frozen plain data: a tree of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Cite:
    """A sentence of a document, as people quote it.

    Attributes:
        clause: id in the register (``QY2015-4-2-c``).
        document: title of the document.
        number: its number as printed on it; empty when it has none.
        article: path of the article (``第四条（二）``).
        gist: what the sentence says, in our own words; in Chinese.
    """

    clause: str
    document: str
    number: str
    article: str
    gist: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A named instant: UTC epoch seconds, and ISO text in the zone of the profile."""

    name: str
    at: int
    iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One node: what it is about, in words, and what it rests on.

    Attributes:
        what: a stable word (``deadline``, ``start``, ``day``, ``mark`` …).
        text: one sentence or two, in both languages.
        id: of the record of the result that it explains; ``None`` inside one.
        label: the short word in front of it in a text; ``None``: none.
        cells: the same as ``text`` in columns, for tables; empty: no table.
        moments: the instants that the text names.
        cites: the clauses it rests on.
        children: the reasons of this reason, in the order of an argument.
        minor: left out of the short form.
        weight: how much an item matters; the short form begins with the weightiest.
        refs: ids of items in the sections of readings and notices that it rests on.
    """

    what: str
    text: Text
    id: str | None = None
    label: Text | None = None
    cells: tuple[Text, ...] = ()
    moments: tuple[Moment, ...] = ()
    cites: tuple[Cite, ...] = ()
    children: tuple[Reason, ...] = ()
    minor: bool = False
    weight: int = 0
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a result is what it is.

    Attributes:
        id, subject: of the history.
        profile: id of the profile; ``title`` is its title in Chinese.
        as_of, known_at: the moments of judgement and of knowledge.
        head: the sentences above the sections.
        sections: history, deadlines, light, penalties, actions, statuses, rungs,
            missing, anomalies, next, unfired, readings, notices; empty ones are left
            out.
    """

    id: str
    subject: str
    profile: str
    title: str
    as_of: Moment
    known_at: Moment | None
    head: tuple[Reason, ...]
    sections: tuple[Reason, ...]
