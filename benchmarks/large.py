"""A profile as large as one likes, of the same three rules again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEAD = """\
format: 1
city: large
title: 大样
zone: Asia/Shanghai
documents:
  large:
    title: 大样办法
    issued: 2000-01-01
    in_force: {from: 2000-01-01, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: large.register.yaml
    cite: L-1 第一条
calendars:
  office: {title: 工作日, days: CN}
counting:
  days:
    title: 工作日
    calendar: office
    first_day: not_counted
    last_day_ends: "24:00"
    at_the_limit: strict
    rest_days_after: late
words:
  statuses:
    deemed_overdue: {title: 视为超期, of: unit}
rules:
"""

_RULES = """\
  handle_{n}:
    title: 办理时限
    from: {start}
    if: {{ticket.kind: request}}
    who: unit
    must: result_submitted
    one_per: unit
    again: replaces
    counted: days
    ends_on: {{returned: {{return_decided: {{decision: approved}}}}}}
    if_facts_change: keep
    cases:
      by: ticket.urgency
      normal: {{cite: L-1 第一条, within: 5 working days}}
      emergency: {{cite: L-1 第一条, within: 3 working days}}
    marks:
      yellow: {{at: 1 working day before due, light: yellow, cite: L-1 第一条}}
      red: {{at: past 1 working day after due, light: red, cite: L-1 第一条}}
  return_{n}:
    title: 回退
    cite: L-1 第一条
    from: handle_{n}.opened
    who: unit
    may: return_requested
    one_per: unit
    again: replaces
    counted: days
    within: 2 working days
    ends_on: {{superseded: handle_{n}.over}}
  late_{n}:
    title: 超期回退
    cite: L-1 第一条
    from: return_{n}.used_late
    status: deemed_overdue
    until: never
"""


LINES_A_SET = _RULES.count("\n")


def large_profile(sets: Sequence[tuple[str, int]]) -> str:
    """Return a profile of many rules like those of the cities.

    Args:
        sets: what three rules start from, and how many such sets there are.
    """
    starts = [start for start, count in sets for _ in range(count)]
    rules = (_RULES.format(n=n, start=start) for n, start in enumerate(starts))
    return _HEAD + "".join(rules)


def write_profile(folder: Path, name: str, sets: Sequence[tuple[str, int]]) -> Path:
    """Write such a profile and its register of clauses; return its path."""
    path = folder / f"{name}.yaml"
    path.write_text(large_profile(sets), encoding="utf-8")
    register = "L-1: {at: 第一条, gist: 测试}\n"
    (folder / "large.register.yaml").write_text(register, encoding="utf-8")
    return path
