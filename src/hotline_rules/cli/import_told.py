"""What an import says to people, on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from hotline_rules.adapters.leftovers import title_of
from hotline_rules.cli.complaints import report_faulty
from hotline_rules.cli.progress import Meter
from hotline_rules.diagnostics import FaultyFileError, Text
from hotline_rules.diagnostics.render import display_width, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.adapters.balance import Balance
    from hotline_rules.diagnostics.model import Language

_MOST_FAULTS = 3  # of one file: a wrong mapping does not fit in any of its columns
_MOST = 15  # lines of findings; the rest is in the file
_SAID = {
    "error": Text("错误：", "error: "),
    "ask": Text("请确认：", "to confirm: "),
    "note": Text("提示：", "note: "),
    "fix": Text("   改法：", "   fix: "),
}
_READING = Text("已读", "rows read:")
_WRITING = Text("已写出历史", "histories written:")
_HEAD = (Text("数据里的发现", "finding"), Text("单位", "unit"), Text("次数", "times"))
_LACKING = Text(
    "对照表里缺这几处，补上再导入一次：",
    "the mapping lacks these; add them and import again:",
)
_NO_UNIT = Text("—", "-")


class Watch:
    """Shows how an import goes on, and reports files that cannot be read."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._meter = Meter(lang)
        self._size = 0
        self._writing = False

    def begin(self, size: int) -> None:
        """Take how many bytes all files have."""
        self._size = size

    def step(self, rows: int, position: int | None) -> None:
        """Take how many rows and bytes have been read."""
        known = position is not None and self._size > 0
        share = min(1.0, position / self._size) if known and position else None
        self._meter.show(_READING, rows, share)

    def wrote(self, histories: int, of: int) -> None:
        """Take how many histories have been written."""
        if not self._writing:
            self._writing = True
            self._meter.begin()
        if histories % 512 == 0:
            self._meter.show(_WRITING, histories, histories / of)

    def report(self, error: FaultyFileError) -> None:
        """Say what is wrong with a file; the others go on."""
        self.clear()
        shown = FaultyFileError(error.diagnostics[:_MOST_FAULTS], error.lines)
        report_faulty(shown, self._lang)
        more = len(error.diagnostics) - _MOST_FAULTS
        if more > 0:
            said = Text(f"… 还有 {more} 个同样的问题", f"… and {more} more of them")
            sys.stderr.write(said.in_(self._lang) + "\n")

    def clear(self) -> None:
        """Wipe what is shown."""
        self._meter.clear()


def tell(
    said: Text, lang: Language, how: Literal["error", "ask", "note", "fix"]
) -> None:
    """Write one sentence."""
    sys.stderr.write(_SAID[how].in_(lang) + visible(said.in_(lang)) + "\n")


def tell_balance(balance: Balance, lang: Language) -> None:
    """Write what became of the rows."""
    for sentence in balance.sentences():
        sys.stderr.write(visible(sentence.in_(lang)) + "\n")


def tell_mendable(lacking: Sequence[tuple[int, Text]], lang: Language) -> None:
    """Write what the mapping lacks, and how many rows each entry would let in."""
    if not lacking:
        return
    sys.stderr.write(_LACKING.in_(lang) + "\n")
    for number, reason in lacking[:_MOST]:
        said = Text(f"　{number:,} 行：{reason.zh}", f"  {number:,} rows: {reason.en}")
        sys.stderr.write(visible(said.in_(lang)) + "\n")
    more = len(lacking) - _MOST
    if more > 0:
        said = Text(f"　… 还有 {more} 种", f"  … and {more} more")
        sys.stderr.write(said.in_(lang) + "\n")


def tell_findings(
    counts: Sequence[tuple[str, str | None, int]], lang: Language, file: str | None
) -> None:
    """Write what is odd about the data, by kind and by unit, most first."""
    if not counts:
        return
    lines = [[one.in_(lang) for one in _HEAD]]
    for code, unit, number in counts[:_MOST]:
        whose = _NO_UNIT.in_(lang) if unit is None else visible(unit)
        lines.append([title_of(code).in_(lang), whose, f"{number:,}"])
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            cell + " " * (width - display_width(cell))
            for cell, width in zip(line, widths, strict=True)
        ]
        sys.stderr.write("  ".join(cells).rstrip() + "\n")
    _tell_rest(counts[_MOST:], lang, file)


def _tell_rest(
    rest: Sequence[tuple[str, str | None, int]], lang: Language, file: str | None
) -> None:
    if rest:
        total = sum(number for _, _, number in rest)
        said = Text(f"… 还有 {total:,} 处", f"… and {total:,} more")
        sys.stderr.write(said.in_(lang) + "\n")
    if file is None:
        said = Text(
            "加上 --findings 文件.csv，可以逐条看", "--findings FILE.csv lists them all"
        )
        sys.stderr.write(said.in_(lang) + "\n")
