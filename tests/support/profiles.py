"""Profiles written in the test: the parts around the rules, and the compiler."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from textwrap import dedent, indent
from typing import TYPE_CHECKING

from hotline_rules.profile.bundled import OpenProfile, open_profile
from hotline_rules.profile.compiler import compile_profile
from hotline_rules.profile.source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.profile.node import Node
    from hotline_rules.rulebook import Change, Rule, Rulebook

REGISTER = """
A-1: {at: 第一条, gist: 办理期限}
A-2: {at: 第二条（一）, gist: 灯, no_rule: 试验}
A-3: {at: 第三条, gist: 延期, no_rule: 试验}
A-4: {at: 第四条, no_rule: 只作说明}
"""

HEAD = """
format: 1
city: trial
title: 试验规则
zone: Asia/Shanghai
documents:
  doc:
    title: 试验办法
    issued: 2021-01-01
    in_force: {from: 2021-01-01, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: registers/trial.yaml
    cite: A-1 第一条
"""

CALENDARS = "work: {title: 工作日, days: CN}"

COUNTING = """
days:
  title: 工作日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
"""

HANDLE = """
handle:
  title: 办理期限
  cite: A-1 第一条
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  again: replaces
  within: 5 working days
  counted: days
"""


def profile_text(rules: str = HANDLE, **sections: str) -> str:
    """Return a whole profile around some rules.

    Args:
        rules: the section `rules`, without its key.
        sections: further sections by name; `calendars` and `counting` replace the
            ones given by default.
    """
    parts = {"calendars": CALENDARS, "counting": COUNTING, **sections, "rules": rules}
    text = HEAD.lstrip("\n")
    for name, part in parts.items():
        if part.strip():
            text += f"{name}:\n{indent(dedent(part).strip(chr(10)), '  ')}\n"
    return text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What compiling a text gave."""

    rulebook: Rulebook | None
    found: list[Diagnostic]
    lines: list[str]

    @property
    def codes(self) -> list[str]:
        """Codes of the faults in the order of the file."""
        return [d.code for d in self.found]

    @property
    def underlined(self) -> list[str]:
        """The texts underlined, in the order of the file."""
        return [
            d.span.text(self.lines)
            for d in self.found
            if d.span is not None and d.span.file == "profile.yaml"
        ]

    @property
    def only(self) -> Diagnostic:
        """The one fault there is."""
        [one] = self.found
        return one

    @property
    def book(self) -> Rulebook:
        """The rulebook of a profile without errors."""
        assert self.rulebook is not None, [d.headline.en for d in self.found]
        return self.rulebook

    def rule(self, id_: str) -> Rule:
        """The rule of that id."""
        [rule] = [rule for rule in self.book.rules if rule.id == id_]
        return rule

    def change(self, id_: str) -> Change:
        """The change of that id."""
        [change] = [change for change in self.book.changes if change.id == id_]
        return change


def compile_text(
    text: str,
    *,
    asked: Mapping[str, str] | None = None,
    register: str = REGISTER,
    proofs: bool = False,
) -> Outcome:
    """Compile the text of a profile with a small register beside it.

    Args:
        text: the profile.
        asked: options asked for, by reading.
        register: the clauses its document lists.
        proofs: whether to run the proofs, as `hotline-rules check` does.
    """
    root, found, lines = read_yaml("profile.yaml", text.encode())
    assert root is not None, [d.headline.en for d in found]
    clauses, faults, _ = read_yaml("trial.yaml", register.encode())
    assert clauses is not None, [d.headline.en for d in faults]
    rulebook, more = compile_profile(
        root,
        registers={"registers/trial.yaml": clauses},
        readings=asked,
        proofs=proofs,
    )
    return Outcome(rulebook, [*found, *more], lines)


def compile_rules(
    rules: str, *, asked: Mapping[str, str] | None = None, **sections: str
) -> Outcome:
    """Compile some rules inside a profile that is otherwise sound.

    Args:
        rules: the section `rules`.
        asked: options asked for, by reading.
        sections: further sections by name.
    """
    return compile_text(profile_text(rules, **sections), asked=asked)


@cache
def profile_trees(source: str | Path) -> tuple[Node, dict[str, Node]]:
    """A profile of a city, or of a path, and its registers, as read from their YAML."""
    opened = open_profile(source)
    assert isinstance(opened, OpenProfile)
    root, _, _ = read_yaml(opened.name, opened.data)
    assert root is not None
    registers = {}
    for document in (root.child("documents") or root).children():
        clauses = document.child("clauses")
        assert clauses is not None
        beside = opened.read_beside(str(clauses.value))
        assert isinstance(beside, tuple)
        register, _, _ = read_yaml(*beside)
        assert register is not None
        registers[str(clauses.value)] = register
    return root, registers
