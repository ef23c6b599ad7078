"""A printed set of rules as Markdown that also reads plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hotline_rules.regulation.values import numeral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.regulation.layout import (
        Block,
        Item,
        Line,
        Printed,
        Question,
        Section,
        Table,
    )

_MARKS = re.compile(r"([\\`*_\[\]<>|~#&])")
_BLANK = "\\_" * 16
_AT_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def to_markdown(page: Printed) -> str:
    """The page; marks of Markdown and of HTML in its texts are shown as text."""
    return "\n".join(_page(page)) + "\n"


def plain(text: str) -> str:
    """A text whose every mark is shown; line breaks become blanks."""
    text = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(r"\1\\\2", text)


def _page(page: Printed) -> Iterator[str]:
    yield from (f"# {plain(page.title)}", "")
    yield from ("；".join(f"{name}：{plain(value)}" for name, value in page.facts), "")
    for number, section in enumerate(page.sections, 1):
        yield from (f"## {numeral(number)}、{plain(section.title)}", "")
        yield from _section(section)
    yield from ("---", "", f"核准：{_BLANK}　　日期：{_BLANK}", "")
    yield from (f"复核：{_BLANK}　　日期：{_BLANK}", "")
    for line in page.footer:
        yield from (plain(line), "")


def _section(section: Section) -> Iterator[str]:
    if section.note:
        yield from (plain(section.note), "")
    yield from _listed(section.lines)
    for group in section.groups:
        if group.title:
            yield from (f"### {plain(group.title)}", "")
        for block in group.blocks:
            yield from _block(block)
    for question in section.questions:
        yield from _question(question)
    for table in section.tables:
        yield from _table(table)


def _block(block: Block) -> Iterator[str]:
    yield from (f"#### {plain(block.title)}", "")
    if block.steps:
        yield from (" → ".join(map(plain, block.steps)), "")
    for item in block.items:
        yield from _item(item)
    if block.common:
        yield from ("以上各项：", "")
        yield from _listed(block.common)


def _item(item: Item) -> Iterator[str]:
    article = f"**{plain(item.line.article)}**　" if item.line.article else ""
    yield from (f"{article}{_sentence(item.line)}", "")
    for table in item.tables:
        yield from _table(table)
    if item.stops:
        points = (f"{plain(one.label)}（{plain(one.note)}）" for one in item.stops)
        yield from (f"时间线：{' ── '.join(points)} →", "")
    yield from _listed(item.more)


def _sentence(line: Line) -> str:
    codes = f"（读法{'、'.join(map(plain, line.readings))}）" if line.readings else ""
    idle = "【现不适用】" if line.idle else ""
    return f"{idle}{plain(line.text)}{codes}"


def _listed(lines: Iterable[Line]) -> Iterator[str]:
    listed = [
        f"- {_sentence(one)}" + (f"〔{plain(one.article)}〕" if one.article else "")
        for one in lines
    ]
    if listed:
        yield from (*listed, "")


def _question(question: Question) -> Iterator[str]:
    yield from (f"### {plain(question.code)}　{plain(question.about)}？", "")
    for option in question.options:
        means = plain(option.means)
        if option.refused:
            yield f"- ×　{means}。不能选：{plain(option.refused)}。"
        elif option.chosen:
            yield f"- ☑　**{means}**（现取，{question.basis}）"
        else:
            yield f"- ☐　{means}"
    where = f"〔{plain(question.articles)}〕" if question.articles else ""
    yield from ("", f"理由：{plain(question.ground)}{where}", "")


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield from (plain(table.caption), "")
    yield f"| {' | '.join(map(plain, table.head))} |"
    yield f"|{' --- |' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(map(plain, row))} |"
    yield ""
