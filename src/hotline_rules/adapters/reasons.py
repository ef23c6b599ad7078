"""Why a row was set aside and what was odd about the data: the closed list.

A slug stays for ever and is never given a new meaning. The sentence about a certain row
is written where the row is met; here stands only the title of its kind.
"""

from __future__ import annotations

from hotline_rules.diagnostics import Text

# --- files: rows that could not be read ----------------------------------------------

SET_ASIDE_BY_FILES: dict[str, Text] = {
    "bad-bytes": Text("字节损坏，认不出文字", "bytes that are no text"),
    "bad-quotes": Text("引号没有配对", "quotes that do not match"),
    "cut-off": Text("文件在这一行中间断了", "the file breaks off in this row"),
    "event-unread": Text("读不出来的事件", "an event that could not be read"),
    "event-without-object": Text(
        "事件没有关联对象", "an event that belongs to no object"
    ),
    "headings-again": Text("又一行列名", "the headings once more"),
    "json-broken": Text("不是完整的 JSON", "not whole JSON"),
    "line-too-long": Text("一行太长", "a line that is too long"),
    "nul-byte": Text("含有空字节（NUL）", "a NUL byte"),
    "sheet-without-headings": Text("工作表没有列名", "a sheet without headings"),
    "too-few-cells": Text("格子比列名少", "fewer cells than headings"),
    "too-many-cells": Text("格子比列名多", "more cells than headings"),
}

# --- files: cells whose value is lost (`Spoiled`) ------------------------------------

SPOILED: dict[str, Text] = {
    "excel-error": Text("单元格里是错误值", "a cell that holds an error"),
    "formula-not-computed": Text(
        "公式没有算出的结果", "a formula without a computed value"
    ),
    "number-rounded": Text(
        "长编号被 Excel 取整", "a long number rounded by a spreadsheet"
    ),
}

# --- files: findings about a whole file or sheet -------------------------------------

FOUND_BY_FILES: dict[str, Text] = {
    "blank-heading": Text("有的列没有列名", "columns without a heading"),
    "cells-beyond-headings": Text("列名以外还有内容", "cells beyond the headings"),
    "encoding": Text("文件的编码", "the encoding of a file"),
    "formulas": Text("单元格里是公式", "cells with formulas"),
    "headings-joined": Text("列名由几行合成", "headings joined from several rows"),
    "hidden-sheet": Text("隐藏的工作表没有读", "a hidden sheet was not read"),
    "html-table": Text("文件其实是网页表格", "the file is a table of a web page"),
    "last-line-open": Text("最后一行没有换行符", "the last line has no line end"),
    "merged-cells": Text("数据里有合并单元格", "merged cells among the data"),
    "no-rows": Text("只有列名，没有数据", "headings without rows"),
    "repeated-heading": Text("列名重复", "headings that are repeated"),
    "rows-above-headings": Text("列名上面还有几行", "rows above the headings"),
    "times-with-offset": Text("时间写明了时区", "times that carry their offset"),
}

# --- store: rows that repeat or contradict others ------------------------------------

SET_ASIDE_BY_STORE: dict[str, Text] = {
    "contradicting-row": Text(
        "与同一工单的另一行矛盾", "contradicts another row of the ticket"
    ),
    "outgrown-row": Text(
        "同一工单另有更全的一行", "another row of the ticket says all of it and more"
    ),
    "repeated-row": Text("与另一行重复", "repeats another row"),
    "sheet-not-mapped": Text(
        "对照表不适合这张工作表", "a sheet that the mapping does not fit"
    ),
}

# --- store: findings about an export as a whole --------------------------------------

FOUND_BY_STORE: dict[str, Text] = {
    "attribute-differs": Text(
        "同一工单的属性前后不一", "rows of a ticket disagree in an attribute"
    ),
    "contradicting-rows": Text(
        "同一工单的两行矛盾", "rows of a ticket that contradict each other"
    ),
    "events-at-once": Text(
        "同一时刻同一单位的同类事件", "events of one kind, unit and instant"
    ),
    "lacks-rows": Text("有的行放到一边，经过不全", "rows of a ticket were set aside"),
    "maybe-renamed": Text("单位可能改过名", "a unit that was maybe renamed"),
    "no-event": Text("没有一件事的工单", "a ticket without any event"),
    "repeated-event": Text("同一个事件写了两次", "one event in two rows"),
    "same-file-twice": Text("两个文件内容相同", "two files that are the same"),
    "shorter-ids": Text("编号可能丢了开头的零", "ids that may lack leading zeros"),
    "similar-ids": Text("编号只差空格、全角等", "ids that differ by next to nothing"),
    "similar-units": Text(
        "单位名只差空格、全角等", "units that differ by next to nothing"
    ),
}

# --- mapping: rows that could not be used --------------------------------------------

SET_ASIDE_BY_MAPPING: dict[str, Text] = {
    "ambiguous-date": Text("分不清月和日", "month and day cannot be told apart"),
    "no-event-time": Text("没有发生时间", "an event without its time"),
    "no-id": Text("没有编号", "a row without an id"),
    "no-operation": Text("没有写是什么操作", "a row without its operation"),
    "no-such-time": Text("没有这一天或这个钟点", "no such day or time of day"),
    "no-time-of-day": Text("只有日期，没有钟点", "a date without a time of day"),
    "not-a-history": Text("不是一条完整的历史", "not a whole history"),
    "not-a-number": Text("不是一个数", "not a number"),
    "operation-not-used": Text(
        "对照表写明不用的操作", "an operation that the mapping leaves out"
    ),
    "time-form-not-allowed": Text(
        "对照表没有允许的时间写法", "a form of time that the mapping does not allow"
    ),
    "time-out-of-range": Text("时间超出范围", "an instant out of range"),
    "two-digit-year": Text("年份只有两位", "a year of two digits"),
    "unreadable-time": Text("读不出时间", "a time that cannot be read"),
    "unusable-id": Text("不像编号", "an id that is none"),
    "value-not-in-table": Text("值没有对照", "a value that is not mapped"),
}

# --- mapping: findings ---------------------------------------------------------------

FOUND_BY_MAPPING: dict[str, Text] = {
    "columns-not-read": Text("没有读入的列", "columns that were not read"),
    "event-without-time": Text(
        "写明有这件事，却没有时间", "said to have happened, without a time"
    ),
    "time-in-full-width": Text("时间用了全角字符", "a time in full-width characters"),
    "unknown-key": Text("历史里没有的键", "a key that no history has"),
}

NOTHING_LOST = frozenset(
    {"headings-again", "operation-not-used", "outgrown-row", "repeated-row"}
)
"""Rows set aside of which nothing is missing: another row says the same, the mapping
leaves them out, or they are no data."""

TICKET_NAMED = NOTHING_LOST | {"contradicting-row"}
"""Rows set aside of which it is known whose they are, though their ticket stands in
another row: no history lacks them unseen."""

MENDABLE = frozenset(
    {"ambiguous-date", "no-time-of-day", "time-form-not-allowed", "value-not-in-table"}
)
"""Rows set aside that an entry in the mapping would let in; the reason names it, and is
the same sentence for all rows that the entry would let in."""

REASONS: dict[str, Text] = (
    SET_ASIDE_BY_FILES
    | SPOILED
    | FOUND_BY_FILES
    | SET_ASIDE_BY_STORE
    | FOUND_BY_STORE
    | SET_ASIDE_BY_MAPPING
    | FOUND_BY_MAPPING
)
"""Every slug of this room with its title."""
