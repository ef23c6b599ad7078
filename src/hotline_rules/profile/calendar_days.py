"""How calendar files write days: `10-01`, `2018-12-29`, `10-01 to 10-07`."""

import re
from collections.abc import Iterator
from datetime import date

from hotline_rules.calendar import day_of_date
from hotline_rules.diagnostics import Diagnostic, Text, codes, diagnostic
from hotline_rules.profile.node import Node, word_of

LONGEST_RUN = 60
_DAY = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})", re.ASCII)


def days_in(
    node: Node, year: int, found: list[Diagnostic]
) -> Iterator[tuple[int, Node]]:
    """Yield the days of one text or of a list of texts, each with its node.

    Args:
        node: `10-01`, a date, `10-01 to 10-07`, or a list of those.
        year: of days written without one.
        found: faults are added here.

    Diagnostics:
        BAD_DATE.
    """
    parts = node.value if isinstance(node.value, list) else [node]
    for part in parts:
        for day in _run(part, year, found):
            yield day, part


def _run(node: Node, year: int, found: list[Diagnostic]) -> range:
    """Return the days of one text; none when it cannot be read."""
    first_text, to, last_text = word_of(node).partition(" to ")
    first = parse_day(first_text, year)
    last = parse_day(last_text, year) if to else first
    if first is None or last is None:
        if not node.broken:
            found.append(_bad_day(node))
        return range(0)
    if not 0 <= last - first < LONGEST_RUN:
        found.append(_bad_run(node))
        return range(0)
    return range(first, last + 1)


def parse_day(text: str, year: int) -> int | None:
    """Read `10-01` of a year or `2018-12-29` as a day; None if it is no day."""
    match = _DAY.fullmatch(text.strip())
    if not match:
        return None
    try:
        return day_of_date(date(int(match[1] or year), int(match[2]), int(match[3])))
    except ValueError:
        return None


def _bad_day(node: Node) -> Diagnostic:
    return diagnostic(
        codes.BAD_DATE,
        node.span,
        Text(f"读不懂日子 `{word_of(node)}`", f"`{word_of(node)}` is no day"),
        why=Text(
            "日子写“月-日”或“年-月-日”，几天连写用 to，都用半角、两位数",
            "a day is written `MM-DD` or `YYYY-MM-DD`, several in a row with `to`",
        ),
        fix=Text(
            "写成 10-01、2018-12-29 或 10-01 to 10-07",
            "write it like 10-01, 2018-12-29 or 10-01 to 10-07",
        ),
    )


def _bad_run(node: Node) -> Diagnostic:
    return diagnostic(
        codes.BAD_DATE,
        node.span,
        Text(
            f"`{word_of(node)}` 的首尾两天不对",
            f"`{word_of(node)}` begins or ends wrongly",
        ),
        why=Text(
            f"后一天不能早于前一天，连写不超过 {LONGEST_RUN} 天",
            f"the last day is not before the first, and a run has at most "
            f"{LONGEST_RUN} days",
        ),
        fix=Text(
            "核对两个日子；跨年的把年份写全",
            "check both days; over the new year write the years",
        ),
    )
