"""The few lines of the READMEs that quote the page, with its machine and its date."""

# ruff: noqa: E501 - lines of prose, as they stand in the READMEs

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import machine, put_section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.story import Scale

ROOT = Path(__file__).resolve().parent.parent
NAME = "speed"
LINES = {
    "README.md": """\
- **The calendar**: five working days on take `numpy` {numpy} times as long, `holidays`
  {holidays}, pandas {pandas}, `chinesecalendar` {chinese} times.
- **Seven clocks of a ticket**, only the calendar exchanged: day stepping {stepping} times as long,
  `holidays` with `businesstimedelta` {packages}, pandas {offsets}, `chinesecalendar` {asking} times.
- **A whole ticket of Qingyuan**, with its evidence: {ticket} times one `json.loads` of its line.
- **Files to files**, a core: {parquet} tickets a second from Parquet, {csv} from CSV, {jsonl} from
  JSON Lines; twenty million tickets in {year} minutes on {cores} cores.
- **Spark** `local[2]`, warm: {spark} tickets a second.
""",
    "README.zh-CN.md": """\
- **日历**：推后五个工作日，`numpy` 用时是本项目的 {numpy} 倍，`holidays` {holidays} 倍，
  pandas {pandas} 倍，`chinesecalendar` {chinese} 倍。
- **一件工单的七个时限**，只换日历：逐日推算用时是本项目的 {stepping} 倍，`holidays` 加
  `businesstimedelta` {packages} 倍，pandas {offsets} 倍，`chinesecalendar` {asking} 倍。
- **清远的一件完整工单**，连同依据：是读一遍它那行 JSON 用时的 {ticket} 倍。
- **从文件到文件**，每个核每秒：Parquet {parquet} 件，CSV {csv} 件，JSON Lines {jsonl} 件；
  {cores} 个核判断两千万件用 {year} 分钟。
- **Spark** `local[2]`，热身之后：每秒 {spark} 件。
""",
}
# Where each number comes from: section, and its name there.
SOURCES = {
    "numpy": ("arithmetic", "5 working days, numpy busday_offset"),
    "holidays": ("arithmetic", "5 working days, holidays get_nth_working_day"),
    "pandas": ("arithmetic", "5 working days, pandas CustomBusinessDay"),
    "chinese": ("arithmetic", "5 working days, chinesecalendar find_workday"),
    "stepping": ("clocks", "day stepping over datetime"),
    "packages": ("clocks", "holidays + businesstimedelta"),
    "offsets": ("clocks", "pandas CustomBusinessDay/Hour"),
    "asking": ("clocks", "chinesecalendar"),
    "ticket": ("ticket", "qingyuan"),
    "parquet": ("batch", "parquet"),
    "csv": ("batch", "csv"),
    "jsonl": ("batch", "jsonl"),
    "year": ("cores", "year"),
    "cores": ("cores", "cores"),
    "spark": ("engine", "warm"),
}


def put_headlines(
    numbers: Mapping[str, Mapping[str, str]], scale: Scale, root: Path = ROOT
) -> None:
    """Put the lines into both READMEs, if the run was whole and everything there.

    Args:
        numbers: of each section by its name.
        scale: of the run; only a full one is quoted.
        root: folder of the READMEs.
    """
    found = {
        name: numbers.get(section, {}).get(key)
        for name, (section, key) in SOURCES.items()
    }
    if scale.name != "full" or None in found.values():
        return
    for readme, text in LINES.items():
        lines = f"{machine()}\n\n{text.format(**found)}"
        put_section(NAME, lines, root / readme)
