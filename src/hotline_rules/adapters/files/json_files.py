"""JSON and JSON Lines: whole histories as records, flat objects as rows."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.files.damage import set_aside
from hotline_rules.adapters.files.lines import read_lines
from hotline_rules.adapters.files.refusals import empty, unreadable
from hotline_rules.adapters.model import Place, Record, Row, Sheet
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.adapters.files.encoding import Encoding
    from hotline_rules.adapters.files.refusals import UnreadableFile
    from hotline_rules.adapters.files.source import Source
    from hotline_rules.adapters.model import Cell, SetAside

_LARGEST_DOCUMENT = 256 << 20  # a document is read as a whole, lines are not
_LOOKED_AT = 10
_BROKEN = object()

Item = tuple[int, str, Any, str]
"""Number of the line or entry, its text, the object, and a slug of `reasons` or ""."""


def open_json(source: Source, encoding: Encoding) -> Sheet:
    """Open a file of JSON, a value a line or one list of them.

    Raises:
        UnreadableFile: when it is empty, or one document that cannot be read.
    """

    def items() -> Iterator[Item]:
        return _lines(source, encoding) if by_line else iter(document)

    by_line = _is_by_line(source, encoding)
    document = [] if by_line else _document(source, encoding)
    first = next((value for _, _, value, slug in items() if not slug), None)
    if first is None:
        raise empty(source.name) if next(items(), None) is None else _no_object(source)
    if isinstance(first.get("events"), list) or not first:
        return Sheet(source.name, None, (), 0, lambda: _records(source.name, items()))
    whole = (value for _, _, value, slug in items() if not slug)
    headings = tuple(dict.fromkeys(chain.from_iterable(whole)))
    return Sheet(
        source.name, None, headings, 0, lambda: _rows(source.name, headings, items())
    )


def _is_by_line(source: Source, encoding: Encoding) -> bool:
    """Say whether a file holds an object a line.

    One line alone may be a whole document; the first line alone may be damaged, so a
    few are looked at. Lines of a document are indented, or follow a lone bracket.
    """
    first: list[tuple[str, str]] = []
    for _, text, slug in read_lines(source, encoding):
        if text.strip():
            first.append((text.removeprefix("\ufeff"), slug))
        if len(first) == _LOOKED_AT:
            break
    if len(first) < 2 or first[0][0].lstrip().startswith("["):
        return False
    if first[0][0].strip() == "{":
        return False
    return any(
        not slug and text.startswith("{") and isinstance(_value(text), dict)
        for text, slug in first
    )


def _lines(source: Source, encoding: Encoding) -> Iterator[Item]:
    for number, text, slug in read_lines(source, encoding):
        if slug:
            yield number, text, None, slug
        elif text.strip():
            yield _item(number, text, _value(text))


def _item(number: int, text: str, value: Any) -> Item:
    return number, text, value, "" if isinstance(value, dict) else "json-broken"


def _value(text: str) -> Any:
    # TRAP: a number of thousands of digits is a ValueError, thousands of open brackets
    # are a RecursionError.
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _BROKEN


def _document(source: Source, encoding: Encoding) -> list[Item]:
    """Read a file that is one value: a list, or an object that holds one."""
    data = source.whole(_LARGEST_DOCUMENT)
    if data is None:
        raise _too_long(source)
    try:
        text = data.decode(encoding.codec)
    except UnicodeDecodeError:
        raise _not_whole(source) from None
    value = _value(text)
    if value is _BROKEN:
        raise _not_whole(source)
    if isinstance(value, dict) and not isinstance(value.get("events"), list):
        lists = [v for v in value.values() if isinstance(v, list)]
        value = lists[0] if len(lists) == 1 else value
    entries = value if isinstance(value, list) else [value]
    return [
        _item(number, "" if isinstance(entry, dict) else _dumped(entry), entry)
        for number, entry in enumerate(entries, start=1)
    ]


def _records(file: str, items: Iterator[Item]) -> Iterator[Record | SetAside]:
    for number, text, value, slug in items:
        place = Place(file, None, number)
        yield set_aside(place, text, slug) if slug else Record(place, value)


def _rows(
    file: str, headings: tuple[str, ...], items: Iterator[Item]
) -> Iterator[Row | SetAside]:
    for number, text, value, slug in items:
        place = Place(file, None, number)
        if slug:
            yield set_aside(place, text, slug)
        else:
            yield Row(place, tuple([_cell(value.get(name)) for name in headings]))


def _cell(value: Any) -> Cell:
    """Keep what a cell can hold; lists and objects are left as text."""
    if isinstance(value, (dict, list)):
        return _dumped(value)
    return None if value == "" else value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- sentences -----------------------------------------------------------------------


def _too_long(source: Source) -> UnreadableFile:
    return unreadable(
        source.name,
        Text(
            "整个文件是一个 JSON，超过 256 兆字节",
            "the whole file is one JSON value of more than 256 MB",
        ),
        Text("请导出为 JSON Lines（每行一条）", "export JSON Lines, one object a line"),
    )


def _not_whole(source: Source) -> UnreadableFile:
    return unreadable(
        source.name,
        Text("JSON 不完整，多半是被截断了", "the JSON is not whole, mostly cut off"),
        Text(
            "请重新导出；导出为 JSON Lines（每行一条），断了也只少最后一条",
            "export it again; of JSON Lines, a cut costs the last line only",
        ),
    )


def _no_object(source: Source) -> UnreadableFile:
    return unreadable(
        source.name,
        Text("里面没有一条 JSON 对象", "it holds no JSON object"),
        Text(
            "一条工单写成一个对象，写法见 docs/histories.md",
            "write an object for each ticket, as docs/histories.md says",
        ),
    )
