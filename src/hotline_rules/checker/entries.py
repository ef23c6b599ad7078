"""Which entry of a profile says what: found by its id in the plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CLAUSE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+")
_ENDED = ("superseded", "reclassified", "voided")
Entry = dict[str, Any]


def clauses_in(cite: object) -> frozenset[str]:
    """The ids of clauses in the text of a `cite`."""
    return frozenset(_CLAUSE.findall(str(cite or "")))


class Entries:
    """The rules of a profile by the ids that answers give."""

    def __init__(self, profile: Mapping[str, Any]) -> None:
        rules = profile.get("rules") or {}
        self._rules: Mapping[str, Entry] = rules
        self._found: dict[str, list[list[Entry]] | None] = {}

    def paths(self, rule: str) -> list[list[Entry]] | None:
        """The entries that an id may mean, each with those it stands in.

        ``None`` if there is none. Of a rule with cases every case is one; of a mark,
        every mark of that name in the rule, its cases, and what changes its limit.
        """
        if rule not in self._found:
            self._found[rule] = list(self._paths(rule)) or None
        return self._found[rule]

    def _paths(self, rule: str) -> Iterator[list[Entry]]:
        if rule in self._rules:
            yield from self._with_cases([self._rules[rule]])
            return
        head, _, last = rule.rpartition(".")
        if head not in self._rules:
            return
        entry = self._rules[head]
        cases = _mapping(entry.get("cases"))
        if last in cases:
            yield [entry, cases[last]]
            return
        for path in self._with_cases([entry]):
            yield from _marks(path[-1], last)
            if len(path) > 1:
                yield from _marks(path[0], last)
        for other in self._rules.values():
            if head in _targets(other):
                yield from _marks(other, last)

    def _with_cases(self, path: list[Entry]) -> Iterator[list[Entry]]:
        cases = _mapping(path[-1].get("cases"))
        bodies = [one for key, one in cases.items() if key != "by"]
        inner = [one for one in bodies if isinstance(one, dict)]
        if not inner:
            yield path
        for one in inner:
            yield [*path, one]

    def cites(self, rule: str) -> list[frozenset[str]]:
        """The clauses that an answer of a rule must name: one of these sets."""
        return [
            frozenset().union(*(clauses_in(one.get("cite")) for one in path))
            for path in self.paths(rule) or []
        ]

    def lit(self) -> Iterator[list[Entry]]:
        """The entries that let a light come on by themselves, not by a mark."""
        for rule in self._rules:
            for path in self.paths(rule) or []:
                if any("light" in one for one in path):
                    yield path

    def ids(self) -> Iterator[str]:
        """The ids of the entries."""
        yield from self._rules

    def light_marks(self, rule: str) -> Iterator[Entry]:
        """The marks of a rule that let a light come on."""
        for path in self.paths(rule) or []:
            for one in path:
                for mark in _mapping(one.get("marks")).values():
                    if "light" in mark:
                        yield mark

    def end_reasons(self, rule: str) -> set[str]:
        """Why limits of a rule may end without being met."""
        found = set(_ENDED)
        for path in self.paths(rule) or []:
            for one in path:
                found |= set(_mapping(one.get("ends_on")))
        for other in self._rules.values():
            if rule in _targets(other):
                found |= set(words_in(other.get("ends")))
        return found

    def is_mark(self, rule: str, name: str) -> bool:
        """Whether a rule, or a change of its limit, has a mark of that name."""
        if name in _mapping(_mapping(self._rules.get(rule)).get("cases")):
            return False
        return rule in self._rules and self.paths(f"{rule}.{name}") is not None

    def says(self, rule: str, key: str) -> set[str]:
        """The words under a key of an entry, in whatever choices they stand."""
        return {
            word
            for path in self.paths(rule) or []
            for one in path
            for word in words_in(one.get(key))
        }


def _mapping(written: Any) -> Entry:
    return written if isinstance(written, dict) else {}


def _marks(entry: Entry, name: str) -> Iterator[list[Entry]]:
    marks = _mapping(entry.get("marks"))
    if name in marks:
        yield [marks[name]]


def _targets(entry: Entry) -> list[str]:
    changed = entry.get("changes") or []
    return changed if isinstance(changed, list) else [str(changed)]


def words_in(written: Any) -> Iterator[str]:
    """Every word at the ends of a structure."""
    if isinstance(written, dict):
        for one in written.values():
            yield from words_in(one)
    elif isinstance(written, list):
        for one in written:
            yield from words_in(one)
    elif written is not None:
        yield str(written)
