"""An explanation as plain text for a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from hotline_rules.diagnostics.render import display_width
from hotline_rules.explain.wrap import pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.explain.model import Cite, Explanation, Reason

Form = Literal["full", "short", "audit"]
WIDTH = 96
_LABELS = {"zh": 6, "en": 10}
_NUMBERED = frozenset(
    {"deadlines", "penalties", "actions", "statuses", "rungs", "missing", "anomalies"}
)
_JOINED_WITH_CHILDREN = frozenset({"next", "unfired", "fired"})
_NUMERALS = "一二三四五六七八九十"
# A folded YAML text keeps a blank where its lines were joined.
_JOINED = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])"
)


def render_explanation(
    explanation: Explanation,
    lang: Language = "zh",
    form: Form = "full",
    width: int = WIDTH,
) -> str:
    """Write an explanation as text.

    Args:
        explanation: of ``explain_result``.
        lang: of the text; titles that a profile gives stay in its own language.
        form: ``full``: everything; ``short``: a sentence for each thing that stands,
            the worst first; ``audit``: as ``full``, for an explanation made with
            ``audit=True``.
        width: columns of a line; a Chinese character takes two.

    Returns:
        lines that end with a newline each.
    """
    writer = _Writer(lang, width, explanation)
    lines = writer.short() if form == "short" else writer.full()
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes one explanation; knows which clauses it has told already."""

    def __init__(self, lang: Language, width: int, explanation: Explanation) -> None:
        self._lang = lang
        self._width = width
        self._all = explanation
        self._told: set[str] = set()
        self._named: set[str] = set()
        self._documents = {
            cite.document for cite in _cites(explanation.sections) if cite.document
        }

    def short(self) -> Iterator[str]:
        """The subject, the numbers, and each thing that stands, the worst first."""
        yield from self._head()
        items = [
            item
            for section in self._all.sections
            for item in section.children
            if not item.minor
        ]
        for item in sorted(items, key=lambda one: -one.weight):
            text = self._text(item)
            if item.what in _JOINED_WITH_CHILDREN:
                text += self._joined(item)
            yield from wrap(text, self._width, first="- ", rest="  ")

    def _joined(self, item: Reason) -> str:
        """The unlabelled children of an item, behind its own text."""
        zh = self._lang == "zh"
        parts = [self._text(child) for child in item.children if not child.label]
        colon = {"next": ("", " ")}.get(item.what, ("：", ": ")) if parts else ("", "")
        return colon[0 if zh else 1] + ("；" if zh else "; ").join(parts)

    def full(self) -> Iterator[str]:
        """Everything, in sections."""
        yield from self._head()
        for number, section in enumerate(self._all.sections):
            yield ""
            yield self._title(number, section)
            yield from self._section(section)

    def _head(self) -> Iterator[str]:
        for reason in self._all.head:
            yield from wrap(self._text(reason), self._width)

    def _title(self, number: int, section: Reason) -> str:
        if self._lang == "en":
            return f"{number + 1}. {section.text.en}"
        numeral = (
            _NUMERALS[number % 10] if number < 10 else f"十{_NUMERALS[number - 10]}"
        )
        return f"{numeral}、{section.text.zh}"

    def _section(self, section: Reason) -> Iterator[str]:
        if section.children[0].cells:
            yield from self._table(section.children, "  ")
            return
        for number, item in enumerate(section.children, 1):
            first = f"{number}. " if section.what in _NUMBERED else "- "
            yield from self._item(item, first)

    def _item(self, item: Reason, first: str) -> Iterator[str]:
        rest = " " * len(first)
        yield from wrap(self._text(item), self._width, first=first, rest=rest)
        for child in item.children:
            yield from self._child(child, rest)

    def _child(self, child: Reason, indent: str) -> Iterator[str]:
        if child.label is None:
            yield from self._item(child, indent + "- ")
            return
        label = indent + pad(child.label.in_(self._lang), _LABELS[self._lang])
        rest = " " * display_width(label)
        if child.what == "law":
            for line in self._law(child):
                yield from wrap(line, self._width, first=label, rest=rest + "  ")
                label = rest
            return
        if child.what == "articles":
            line = self._articles(child.cites)
            yield from wrap(line, self._width, first=label, rest=rest)
            return
        if child.what == "days":
            table = list(self._table(child.children, rest))
            yield label + table[0][len(rest) :]
            yield from table[1:]
            return
        yield from wrap(self._text(child), self._width, first=label, rest=rest)
        if child.children:
            yield from self._table(child.children, rest)

    def _table(self, rows: Sequence[Reason], indent: str) -> Iterator[str]:
        """Rows in columns as wide as they need; the last one is wrapped."""
        cells = [
            [self._clean(cell.in_(self._lang)) for cell in row.cells] for row in rows
        ]
        widths = [
            max(map(display_width, column)) for column in zip(*cells, strict=True)
        ]
        for row in cells:
            first = indent
            for cell, width in zip(row[:-1], widths[:-1], strict=True):
                first += pad(cell, width) + ("  " if width else "")
            rest = " " * display_width(first)
            yield from wrap(row[-1], self._width, first=first, rest=rest)

    # Clauses -----------------------------------------------------------------------

    def _law(self, reason: Reason) -> Iterator[str]:
        """One line for each article; what it says only the first time."""
        groups: dict[tuple[str, str, str], list[Cite]] = {}
        for cite in reason.cites:
            where = (cite.number, cite.document, cite.article)
            groups.setdefault(where, []).append(cite)
        bare: list[Cite] = []
        for cites in groups.values():
            gists = [c.gist for c in cites if c.gist and c.clause not in self._told]
            self._told.update(cite.clause for cite in cites)
            if gists:
                mark = "：" if self._lang == "zh" else ": "
                yield self._named_article(cites[0]) + mark + "；".join(gists)
            else:
                bare.append(cites[0])
        if bare:
            yield self._articles(bare)

    def _articles(self, cites: Sequence[Cite]) -> str:
        """Articles in one line; of each document in a row the name stands once."""
        parts: list[str] = []
        before = None
        places = {(cite.document, cite.article): cite for cite in cites}
        for cite in sorted(places.values(), key=lambda cite: cite.document):
            again = cite.document == before
            parts.append(cite.article if again else self._named_article(cite))
            before = cite.document
        return ("、" if self._lang == "zh" else ", ").join(parts)

    def _named_article(self, cite: Cite) -> str:
        """The document, as far as it is still needed, and the article."""
        if not cite.document:
            return cite.article
        first = cite.document not in self._named
        self._named.add(cite.document)
        if first:
            number = f"（{cite.number}）" if cite.number else ""
            return f"《{cite.document}》{number}{cite.article}"
        if cite.number:
            return cite.number + cite.article
        if len(self._documents) == 1:
            return cite.article
        return f"《{cite.document}》{cite.article}"

    def _text(self, reason: Reason) -> str:
        return self._clean(reason.text.in_(self._lang))

    def _clean(self, text: str) -> str:
        return _JOINED.sub("", " ".join(text.split()))


def _cites(reasons: Sequence[Reason]) -> Iterator[Cite]:
    for reason in reasons:
        yield from reason.cites
        yield from _cites(reason.children)
