"""What is not known, what is odd about the data, and what was not used."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hotline_rules.audit.reasons import title_of
from hotline_rules.diagnostics import Text
from hotline_rules.report.reading import (
    batches,
    in_period,
    month_number,
    records,
    stretches,
)
from hotline_rules.report.workbook import origin
from hotline_rules.report.workbook.sheet import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.report.workbook.source import Source

_SORTS = {
    "fact": Text("经过里没有的事实", "fact that the history lacks"),
    "parameter": Text("文件没有给出的数值", "number that the source leaves open"),
    "conflict": Text("规则互相冲突", "rules that contradict each other"),
}
_PLACE = ("file", "sheet", "row")
_FINDINGS = ("id", "unit", "code", "message", "event", *_PLACE)
_NO_UNIT = Text("（未写明单位）", "(no unit)")


def undetermined(source: Source) -> Listing:
    """What is missing in the tickets of the period, and what stays open for it."""
    return Listing(
        Text("未定", "undetermined"),
        Text(
            "这段时间派发的工单里，因为缺少事实或数值而判断不了的规则；补上所缺的再判断。",
            "Of the tickets of the period, the rules that stay undetermined for want "
            "of a fact or a number.",
        ),
        (
            origin.TICKET,
            origin.UNIT,
            Column(Text("缺的是", "what is missing"), 22),
            Column(Text("名称", "name"), 24, "long"),
            Column(Text("因此判断不了的规则", "rules left open"), 44, "long"),
            Column(Text("依据", "source"), 30, "long"),
            Column(Text("说明", "message"), 50, "long"),
            *origin.COLUMNS,
        ),
        _undetermined(source),
    )


def _undetermined(source: Source) -> Iterator[tuple[Any, ...]]:
    says = source.says
    wanted = {
        "tickets": (*origin.TICKETS, "unit", "month"),
        "missing": ("ticket", "sort", "name", "rules", "cites", "message"),
    }
    for tables in stretches(source.run, wanted):
        listed = tables["tickets"]
        listed = listed.filter(in_period(month_number(listed["month"]), source.period))
        tickets = origin.tickets_of(listed, tables["missing"])
        for one in records(tables["missing"]):
            ticket = tickets.get(one["ticket"])
            if ticket is not None:
                yield (
                    ticket["id"],
                    ticket["unit"],
                    says(_SORTS[one["sort"]]),
                    (says.fact if one["sort"] == "fact" else says.titled)(one["name"]),
                    says.rules(one["rules"]),
                    says.articles(one["cites"]),
                    one["message"],
                    *origin.origin(ticket),
                )


def findings_counted(source: Source) -> Listing:
    """How many findings of each kind each unit has, and one of them in words."""
    counted: Counter[tuple[str, str]] = Counter()
    example: dict[str, str] = {}
    for piece in batches(source.run, "findings", ("code", "unit", "message")):
        for one in records(piece):
            unit = one["unit"] or source.says(_NO_UNIT)
            counted[one["code"], unit] += 1
            example.setdefault(one["code"], one["message"])
    return Listing(
        Text("数据问题", "findings"),
        Text(
            "导入和判断时发现的数据问题，按种类和单位计数；逐条见“问题清单”。",
            "Oddities of the data found while importing and judging, by kind and unit.",
        ),
        (
            Column(Text("代号", "code"), 24),
            Column(Text("问题种类", "kind"), 30, "long"),
            Column(Text("单位", "unit"), 24, "long"),
            Column(Text("条数", "number"), 9, "number"),
            Column(Text("举例（其中一条）", "one of them"), 70, "long"),
        ),
        (
            (code, _kind(source, code), unit, number, example[code])
            for (code, unit), number in sorted(counted.items())
        ),
    )


def findings(source: Source) -> Listing:
    """The findings one by one."""
    return Listing(
        Text("问题清单", "findings listed"),
        Text("上面那些数据问题，一行一条。", "Those oddities, one a row."),
        (
            origin.TICKET,
            origin.UNIT,
            Column(Text("代号", "code"), 24),
            Column(Text("问题种类", "kind"), 28, "long"),
            Column(Text("说明", "message"), 70, "long"),
            Column(Text("事件号", "event"), 8, "plain"),
            *origin.COLUMNS,
        ),
        (
            (
                *(one["id"], one["unit"], one["code"], _kind(source, one["code"])),
                *(one["message"], one["event"]),
                *origin.origin(one),
            )
            for piece in batches(source.run, "findings", _FINDINGS)
            for one in records(piece)
        ),
    )


def set_aside(source: Source) -> Listing:
    """The rows of the inputs that became no part of any history.

    Their text may hold what citizens wrote, and is shown only where the run was asked
    for texts.
    """
    with_text = bool(source.run.manifest.get("options", {}).get("with_text"))
    text = (Column(Text("原文", "text"), 60, "long"),) if with_text else ()
    names = ("reason", *(("text",) if with_text else ()))
    return Listing(
        Text("未用的行", "rows set aside"),
        Text(
            "没有用来判断的行和不用的原因；用了的行加上这些行，就是读到的全部行。",
            "Rows that were not used, and why; together with those that were used "
            "they are all the rows that were read.",
        ),
        (
            *(
                Column(
                    one.title, 30 if one is origin.COLUMNS[0] else one.width, one.kind
                )
                for one in origin.COLUMNS
            ),
            Column(Text("代号", "code"), 24),
            Column(Text("原因", "kind"), 28, "long"),
            Column(Text("说明", "reason"), 70, "long"),
            *text,
        ),
        (
            (
                *(*origin.origin(one), one["code"], _kind(source, one["code"])),
                *(one[name] for name in names),
            )
            for piece in batches(source.run, "set_aside", ("code", *_PLACE, *names))
            for one in records(piece)
        ),
    )


def _kind(source: Source, code: str) -> str | None:
    """What kind of thing a code is."""
    return source.says(title_of(code))
