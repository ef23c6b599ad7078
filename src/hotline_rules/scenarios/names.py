"""Names in a scenario that its profile does not have.

What is misspelt must not pass: that something of that name is `none` always holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text, suggest
from hotline_rules.scenarios.judge import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.rulebook import Rulebook
    from hotline_rules.scenarios.model import Scenario

_KINDS = {
    "deadlines": Text("规则", "rule"),
    "actions": Text("规则", "rule"),
    "penalties": Text("规则或者标志", "rule or mark"),
    "statuses": Text("状态", "status"),
    "rungs": Text("阶梯的步", "step of a ladder"),
}


def check_names(scenario: Scenario, book: Rulebook) -> tuple[Fault, ...]:
    """Return a fault for each name in what a scenario expects that is nowhere defined.

    Args:
        scenario: to look through.
        book: of its profile, under any reading.
    """
    known = _known(book)
    found: dict[str, Fault] = {}
    for look in scenario.looks:
        for section, words in known.items():
            told = look.expect.get(section)
            for entry in told if isinstance(told, dict) else ():
                name = _name_in(section, entry)
                if name not in words:
                    text = _unknown(_KINDS[section], name, words)
                    where = f"{section} {entry}"
                    found.setdefault(where, Fault(text, look, where))
    return tuple(found.values())


def _known(book: Rulebook) -> Mapping[str, frozenset[str]]:
    limits: set[str] = set()
    marks: set[str] = set()
    for rule in book.rules:
        limits.add(rule.id)
        for case in rule.cases:
            if case.limit is not None:
                marks |= {f"{rule.id}.{mark.id}" for mark in case.limit.marks}
    for change in book.changes:
        for mark in change.marks or ():
            marks |= {f"{target}.{mark.id}" for target in change.targets}
    steps = {f"{one.id}.{step}" for one in book.ladders for step in one.steps}
    return {
        "deadlines": frozenset(limits),
        "actions": frozenset(limits | marks),
        "penalties": frozenset(limits | marks),
        "statuses": frozenset(status.id for status in book.statuses),
        "rungs": frozenset(steps),
    }


def _name_in(section: str, entry: Any) -> str:
    name = str(entry).partition(" ")[0]
    return name.partition(".")[0] if section == "statuses" else name


def _unknown(kind: Text, name: str, words: Iterable[str]) -> Text:
    near = suggest(name, sorted(words))  # of equally near ones always the same
    return Text(
        f"规则档案里没有叫 {name} 的{kind.zh}" + (f"，是不是 {near}？" if near else ""),
        f"the profile has no {kind.en} {name}"
        + (f"; did you mean {near}?" if near else ""),
    )
