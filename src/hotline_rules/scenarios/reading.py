"""Files of golden cases: from YAML to scenarios, or to every fault with its place."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

from hotline_rules.diagnostics import (
    Code,
    Diagnostic,
    Label,
    Span,
    Text,
    codes,
    diagnostic,
    sort_diagnostics,
)
from hotline_rules.history.instants import parse_instant
from hotline_rules.profile import Profile
from hotline_rules.profile.cites import unknown_clause
from hotline_rules.profile.node import Node
from hotline_rules.profile.source import read_yaml
from hotline_rules.profile.unknown_names import did_you_mean
from hotline_rules.scenarios.compare import FIELDS, NAMED, SECTIONS
from hotline_rules.scenarios.event_lines import line_fault, line_of, misspelt_event
from hotline_rules.scenarios.model import Look, OutsideValidity, Scenario
from hotline_rules.scenarios.tables import FIGURE_FIELDS
from hotline_rules.scenarios.times import NO_TIME, event, fact, iso
from hotline_rules.scenarios.words import LIGHT_COLOURS, STATES_OF

_FILE_KEYS = ("profile", "cases")
_NEEDED = ("case", "story", "expect")
CASE_KEYS = (
    *("case", "story", "attributes", "subject", "readings", "outside_validity"),
    *("confirmed", "clauses", "history", "histories", "expect"),
)
_HISTORY_KEYS = ("subject", "attributes", "history")
LOOK_KEYS = ("at", "known_at", "table", *SECTIONS)


def read_scenarios(
    name: str, data: bytes, *, zone: str, of: Profile | None = None
) -> tuple[list[Scenario], list[Diagnostic], list[str]]:
    """Read one file of golden cases.

    Args:
        name: what the file is called in reports.
        data: its bytes.
        zone: IANA name of the zone of its local times.
        of: the profile that is to judge; cases for another one, and clauses that it
            does not have, are faults. None: neither is looked at.

    Returns:
        the scenarios that could be read, in the order of the file, every fault in
        order of place, and the lines of the file.

    Diagnostics:
        those of `read_yaml`, and NOT_A_MAPPING, MISSING_KEY, UNKNOWN_KEY, WRONG_KIND,
        BAD_FORM, BAD_INSTANT, NAME_CLASH, OTHER_PROFILE, UNKNOWN_CLAUSE,
        UNKNOWN_EVENT.
    """
    root, found, lines = read_yaml(name, data)
    if root is None:
        return [], found, lines
    reader = _Reader(name, zone, of)
    scenarios = reader.file(root)
    return scenarios, sort_diagnostics([*found, *reader.found]), lines


class _Reader:
    """One file on its way to scenarios; faults are noted and left out."""

    def __init__(self, name: str, zone: str, of: Profile | None) -> None:
        self.name = name
        self.zone = zone
        self._of = of
        self._clauses = () if of is None else [one.id for one in of.rulebook.clauses]
        words = () if of is None else of.rulebook.events
        self._events = {one.id: one.title for one in words}
        self.found: list[Diagnostic] = []
        self._names: dict[str, Span] = {}

    def file(self, root: Node) -> list[Scenario]:
        if not isinstance(root.value, dict):
            self._wrong(codes.NOT_A_MAPPING, root, Text("一组“键: 值”", "keys"))
            return []
        self._keys(root, _FILE_KEYS, _FILE_KEYS)
        profile = self._text(root, "profile")
        cases = root.child("cases")
        if cases is not None and not isinstance(cases.value, list):
            self._wrong(codes.WRONG_KIND, cases, Text("案例的列表", "a list of cases"))
            return []
        if profile is None or cases is None:
            return []
        self._judged_by(profile, root)
        found = [self._scenario(node, profile) for node in cases.children()]
        return [scenario for scenario in found if scenario is not None]

    def _scenario(self, node: Node, profile: str) -> Scenario | None:
        before = len(self.found)
        if not isinstance(node.value, dict):
            self._wrong(codes.WRONG_KIND, node, Text("一组“键: 值”", "keys"))
            return None
        self._keys(node, CASE_KEYS, _NEEDED)
        name, story = self._text(node, "case"), self._text(node, "story")
        histories = self._histories(node, name or "")
        looks = self._looks(node.child("expect"))
        clauses = self._witnessed(node.child("clauses"))
        readings = _plain(node.child("readings"), {})
        outside = self._text(node, "outside_validity") or "profile"
        if outside not in ("profile", "apply"):
            self._wrong(
                codes.UNKNOWN_WORD,
                cast("Node", node.child("outside_validity")),
                Text("profile 或 apply", "`profile` or `apply`"),
            )
        confirmed = node.child("confirmed")
        if confirmed is not None and not isinstance(confirmed.value, bool):
            self._wrong(codes.WRONG_KIND, confirmed, Text("true 或 false", "a boolean"))
        if name is not None:
            self._unique(name, node)
        if len(self.found) > before or name is None or story is None:
            return None
        return Scenario(
            file=self.name,
            place=cast("Node", node.child("case")).span,
            name=name,
            story=story,
            profile=profile,
            readings={code: _word(option) for code, option in readings.items()},
            outside_validity=cast("OutsideValidity", outside),
            clauses=clauses,
            zone=self.zone,
            history=histories[0],
            others=tuple(histories[1:]),
            confirmed=confirmed is None or confirmed.value is True,
            looks=tuple(looks),
        )

    def _judged_by(self, profile: str, root: Node) -> None:
        """See that the cases are for the profile that is to judge them."""
        if self._of is None or profile == self._of.id:
            return
        self._note(
            codes.OTHER_PROFILE,
            cast("Node", root.child("profile")).span,
            Text(
                f"这些案例写给 `{profile}`，现在用的规则是 `{self._of.id}`",
                f"these cases are for `{profile}`, the profile is `{self._of.id}`",
            ),
            why=Text(
                "换了规则，案例里的结果就说明不了什么",
                "what is expected of one profile says nothing about another",
            ),
            fix=Text(
                f"是同一套规则的，改成 `{self._of.id}`（规则文件的 city）；"
                "不是的，移出这个文件夹",
                f"write `{self._of.id}` (its `city`) if that is meant, else move it",
            ),
        )

    def _witnessed(self, node: Node | None) -> tuple[str, ...]:
        """The clauses that a case is a witness for besides those its results cite."""
        if node is None:
            return ()
        if not isinstance(node.value, list):
            self._wrong(codes.WRONG_KIND, node, Text("列表", "a list of clauses"))
            return ()
        for one in node.children() if self._of is not None else ():
            if str(one.value) not in self._clauses:
                fault = unknown_clause(str(one.value), self._clauses)
                self._note(
                    fault.code, one.span, fault.headline, why=fault.why, fix=fault.fix
                )
        return tuple(str(one.value) for one in node.children())

    def _unique(self, name: str, node: Node) -> None:
        at = cast("Node", node.child("case")).span
        if name in self._names:
            self._note(
                codes.NAME_CLASH,
                at,
                Text(f"案例 `{name}` 写了两次", f"two cases are called `{name}`"),
                fix=Text("换一个名字", "choose another name"),
                related=(Label(self._names[name], Text("另一处", "the other place")),),
            )
        self._names.setdefault(name, at)

    def _histories(self, node: Node, name: str) -> list[dict[str, Any]]:
        """The history, or the several histories, that a case is about."""
        several = node.child("histories")
        if several is None:
            self._needs(node, ("history",))
            return [self._history(node, name)]
        if not isinstance(several.value, dict) or not several.value:
            self._wrong(codes.WRONG_KIND, several, Text("几段历史", "histories"))
            return [self._history(node, name)]
        found = []
        for id_, one in several.value.items():
            if isinstance(one.value, list):
                events = [self._event(child) for child in one.children()]
                found.append(_history_of(id_, "ticket", {}, events))
            elif isinstance(one.value, dict):
                self._keys(one, _HISTORY_KEYS, ())
                found.append(self._history(one, id_))
            else:
                self._wrong(codes.WRONG_KIND, one, Text("列表", "a list of events"))
        return found or [self._history(node, name)]

    def _history(self, node: Node, name: str) -> dict[str, Any]:
        attributes = _plain(node.child("attributes"), {})
        listed = node.child("history")
        if listed is not None and not isinstance(listed.value, list):
            self._wrong(codes.WRONG_KIND, listed, Text("列表", "a list of events"))
            listed = None
        events = [] if listed is None else [self._event(e) for e in listed.children()]
        return _history_of(
            name,
            self._text(node, "subject") or "ticket",
            {key: fact(value, self.zone) for key, value in attributes.items()},
            events,
        )

    def _event(self, node: Node) -> dict[str, Any] | None:
        line, payload = line_of(node), {}
        if line is not None and isinstance(node.value, dict):
            payload = _plain(node.value[line], {})
        try:
            if line is not None and isinstance(payload, dict):
                found = event(line, payload, self.zone)
                if fault := misspelt_event(node, found["type"], self._events):
                    self.found.append(fault)
                return found
        except ValueError as error:
            if str(error).startswith(NO_TIME):
                self._no_instant(node)
                return None
        self.found.append(line_fault(node, self._events))
        return None

    def _looks(self, node: Node | None) -> list[Look]:
        if node is None:
            return []
        listed = node.children() if isinstance(node.value, list) else [node]
        if not listed:  # it would hold whatever came out
            self._wrong(codes.WRONG_KIND, node, Text("至少一个时刻", "a moment"))
        found = [self._look(one) for one in listed]
        return [look for look in found if look is not None]

    def _look(self, node: Node) -> Look | None:
        if not isinstance(node.value, dict):
            self._wrong(codes.WRONG_KIND, node, Text("一组“键: 值”", "keys"))
            return None
        self._keys(node, LOOK_KEYS, ("at",))
        for section in SECTIONS:
            self._fields(section, node.child(section))
        at = self._instant(node.child("at"))
        known_at = self._instant(node.child("known_at"))
        self._table(node.child("table"))
        sections = (*SECTIONS, "table")
        expect = {
            key: child.plain() for key, child in node.value.items() if key in sections
        }
        if at is None:
            return None
        place = cast("Node", node.child("at")).place
        lines = dict(_lines(node))
        return Look(at=at, known_at=known_at, expect=expect, place=place, lines=lines)

    def _fields(self, section: str, node: Node | None) -> None:
        """See that what is said of a result can be compared."""
        if node is None or section == "next_change":
            return
        if section in NAMED:
            if node.value != "none" and not isinstance(node.value, list):
                self._wrong(codes.WRONG_KIND, node, Text("列表或 none", "a list"))
            return
        if not isinstance(node.value, dict):
            if section != "light" and node.value != "none":
                self._wrong(codes.WRONG_KIND, node, Text("一组“键: 值”", "keys"))
            return
        entries = [node] if section == "light" else node.children()
        for entry in entries:
            if isinstance(entry.value, dict):
                self._keys(entry, FIELDS, ())
            self._words(section, entry)

    def _words(self, section: str, entry: Node) -> None:
        """See that a state or a colour is one that a result can have."""
        fields = ("colour", "peak") if section == "light" else ("state",)
        words = (
            LIGHT_COLOURS if section == "light" else tuple(STATES_OF.get(section, ()))
        )
        said = [entry.child(one) for one in fields]
        if not isinstance(entry.value, dict):
            said = [entry]
            words = words and (*words, "none")
        for node in said:
            if node is not None and words and node.value not in words:
                self._unknown_word(node, words)

    def _unknown_word(self, node: Node, words: tuple[str, ...]) -> None:
        listed = "、".join(words), ", ".join(words)
        self._note(
            codes.UNKNOWN_WORD,
            node.span,
            Text(f"结果里没有 `{node.value}` 这个词", f"no result says `{node.value}`"),
            why=Text(f"可以写的有：{listed[0]}", f"the words are: {listed[1]}"),
            fix=did_you_mean(str(node.value), words)
            or Text("改用上面的一个词", "use one of these"),
        )

    def _table(self, node: Node | None) -> None:
        """See that what is said of the table by unit and month can be compared."""
        if node is None:
            return
        if not isinstance(node.value, dict):
            self._wrong(codes.WRONG_KIND, node, Text("一组“键: 值”", "keys"))
            return
        for row in node.children():
            if row.value == "none":
                continue
            if not isinstance(row.value, dict):
                self._wrong(codes.WRONG_KIND, row, Text("一组“键: 值”", "keys"))
                continue
            for figure in row.children():
                if isinstance(figure.value, dict):
                    self._keys(figure, FIGURE_FIELDS, ())

    def _instant(self, node: Node | None) -> str | None:
        if node is None:
            return None
        if isinstance(node.value, str | date):
            try:
                text = iso(node.value, self.zone)
                parse_instant(text, None)
                return text
            except ValueError:
                pass
        self._no_instant(node)
        return None

    def _no_instant(self, node: Node) -> None:
        self._note(
            codes.BAD_INSTANT,
            node.span,
            Text("这里应当是当地时刻", "a local time is expected"),
            why=Text(
                "没有这一天，或者没有这个钟点", "there is no such day or time of day"
            ),
            fix=Text("例如 `2021-03-08 24:00`", "for example `2021-03-08 24:00`"),
        )

    # --- faults ---

    def _keys(self, node: Node, known: Iterable[str], needed: Iterable[str]) -> None:
        known = tuple(known)
        assert isinstance(node.value, dict)
        for key, child in node.value.items():
            if key in known:
                continue
            self._note(
                codes.UNKNOWN_KEY,
                child.place,
                Text(f"不认识的键 `{key}`", f"unknown key `{key}`"),
                fix=did_you_mean(key, known) or Text("删掉它", "delete it"),
            )
        self._needs(node, needed)

    def _needs(self, node: Node, needed: Iterable[str]) -> None:
        for key in needed:
            if node.child(key) is None:
                self._note(
                    codes.MISSING_KEY,
                    node.place,
                    Text(f"缺少 `{key}`", f"there is no `{key}`"),
                    fix=Text(f"补上 `{key}`", f"add `{key}`"),
                )

    def _text(self, node: Node, key: str) -> str | None:
        child = node.child(key)
        if child is None or isinstance(child.value, str):
            return None if child is None else cast("str", child.value)
        self._wrong(codes.WRONG_KIND, child, Text("文字", "text"))
        return None

    def _wrong(self, code: Code, node: Node, wanted: Text) -> None:
        self._note(
            code,
            node.span,
            Text(f"这里应当是{wanted.zh}", f"{wanted.en} is expected here"),
        )

    def _note(self, code: Code, at: Span, headline: Text, **parts: Any) -> None:
        self.found.append(diagnostic(code, at, headline, **parts))


def _lines(look: Node) -> Iterator[tuple[str, int]]:
    """Yield the line of every section, name and field that a look expects."""
    assert isinstance(look.value, dict)
    for section, node in look.value.items():
        yield section, node.place.line
        if not isinstance(node.value, dict):
            continue
        for name, entry in node.value.items():
            where = f"{section}.{name}" if section == "light" else f"{section} {name}"
            yield where, entry.place.line
            if isinstance(entry.value, dict):
                for key, value in entry.value.items():
                    yield f"{where}.{key}", value.place.line


def _history_of(
    id_: str, subject: str, attributes: dict[str, Any], events: Iterable[Any]
) -> dict[str, Any]:
    """A history as in docs/histories.md; what was faulty is left out."""
    return {
        "id": id_,
        "subject": subject,
        "attributes": attributes,
        "events": [one for one in events if one is not None],
    }


def _plain(node: Node | None, otherwise: Any) -> Any:
    plain = None if node is None else node.plain()
    return plain if isinstance(plain, type(otherwise)) else otherwise


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
