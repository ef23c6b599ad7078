"""What is said of a row that cannot be read, once for every kind of file."""

from __future__ import annotations

from hotline_rules.adapters.model import Finding, Place, SetAside
from hotline_rules.diagnostics import Text


def set_aside(
    place: Place, text: str, slug: str, cells: int = 0, headings: int = 0
) -> SetAside:
    """Set a row aside.

    Args:
        place: where it stands.
        text: the row as it was read, its line end not kept.
        slug: of `reasons`.
        cells: how many it has, where that is the reason.
        headings: how many it should have.
    """
    reason = why_set_aside(slug, cells, headings)
    return SetAside(place, text.rstrip("\r\n"), slug, reason)


def why_set_aside(slug: str, cells: int = 0, headings: int = 0) -> Text:
    """Return the sentence for a reason, what to do included."""
    return _REASONS.get(slug) or Text(
        f"列名有 {headings} 个，这一行有 {cells} 格：可能断了行，或者文字里有"
        "没加引号的分隔符。请对照原系统改正这一行，或改为导出 .xlsx",
        f"there are {headings} headings and {cells} cells: a broken line, or a "
        "separator in a text without quotes; mend the row, or export .xlsx instead",
    )


def no_rows(place: Place) -> Finding:
    """Say that a table has headings and nothing below them."""
    message = Text("只有列名，下面没有数据", "there are headings and no rows below")
    return Finding("no-rows", place, None, None, message)


_REASONS = {
    "bad-bytes": Text(
        "这一行有损坏的字节，认不出是什么字。请重新导出，或对照原系统改正这一行",
        "some bytes of this line are no text; export again, or mend the line",
    ),
    "bad-quotes": Text(
        "这一行的引号没有配对：文字里的引号要写成两个。请重新导出，或改正这一行",
        "the quotes of this line do not match: a quote inside a text is written "
        "twice; export again, or mend the line",
    ),
    "cut-off": Text(
        "文件到这一行中间就断了，后面的行都没有。多半是导出或拷贝没有完成，请重新导出",
        "the file breaks off within this row, and what came after it is missing; "
        "export or copy it again",
    ),
    "line-too-long": Text(
        "这一行超过一百万字，不像是一行数据，这里只留开头。请核对文件的换行",
        "the line has more than a million characters; only its beginning is kept. "
        "Check the line ends of the file",
    ),
    "sheet-without-headings": Text(
        "这张工作表找不到列名，各行都没有用。是数据的，在最上面补一行列名；不是数据的，"
        "用 --sheet 写明只读哪一张",
        "no headings were found on this sheet; if it holds data, add them as its first "
        "row; if not, name the sheet to read with --sheet",
    ),
    "nul-byte": Text(
        "这一行里有空字节（NUL），多半是文件损坏。请重新导出，或改正这一行",
        "the line holds a NUL byte, mostly a sign of damage; export again, or mend it",
    ),
    "event-unread": Text(
        "日志里有这个事件，但读不出来，可能没有归在任何工单（trace）下面。请重新导出",
        "the log has this event, but it could not be read; it may stand outside every "
        "trace. Export it again",
    ),
    "event-without-object": Text(
        "这个事件没有关联任何已知的对象，归不到工单。请核对导出时有没有带上对象",
        "the event belongs to no object that the log knows; export the objects, too",
    ),
    "headings-again": Text(
        "这一行又是列名，多半是几个文件接在了一起；不是数据，没有缺什么",
        "the headings stand here again, mostly because files were joined; no data is "
        "missing",
    ),
    "json-broken": Text(
        "这一条不是完整的 JSON 对象，多半是被截断了。请重新导出，或改正这一条",
        "this is no whole JSON object, mostly because it was cut off; export again, or "
        "mend it",
    ),
}
