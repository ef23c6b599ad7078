"""The parts of a printed set of rules, as plain data; how they look is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """One point on the time line of a limit.

    Attributes:
        label: what happens there.
        note: when it is.
        look: `start`, `due`, `yellow`, `red`, or `point` for any other.
    """

    label: str
    note: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of sentences; every row as long as the head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence beside its article.

    Attributes:
        article: where it stands in the document; empty where that is said above.
        source: line of the source and what it says there, for a hint.
        readings: codes it rests on.
        idle: not in use under the readings chosen.
    """

    text: str
    article: str = ""
    source: str = ""
    readings: tuple[str, ...] = ()
    idle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One rule, or one case of it."""

    line: Line
    more: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands under one title: a rule with its cases, a ladder, a measure.

    Attributes:
        id: name that links point to.
        common: what holds for all the items.
        steps: of a ladder, weakest first.
    """

    id: str
    title: str
    items: tuple[Item, ...] = ()
    common: tuple[Line, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to read a clause."""

    name: str
    means: str
    chosen: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A disputed clause with its options, the choice, and its ground."""

    code: str
    about: str
    articles: str
    options: tuple[Option, ...]
    basis: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The blocks of one article."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered part; it holds one of the kinds of content, or several."""

    title: str
    note: str = ""
    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    questions: tuple[Question, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A set of rules as it is printed.

    Attributes:
        facts: pairs for the head of the page: what, and which.
        footer: what identifies it: profile, digest, versions.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...] = field(default=())
