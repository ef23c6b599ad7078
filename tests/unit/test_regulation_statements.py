"""What a profile says, as statements: complete, stable, and in readable Chinese."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.profile import list_profiles, load_profile
from hotline_rules.profile.compiler import compile_profile
from hotline_rules.profile.switches import find_switches
from hotline_rules.regulation.ground import document_statements
from hotline_rules.regulation.statements import statements_of
from hotline_rules.regulation.tell import Teller
from tests.support.profiles import profile_trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.profile.node import Node
    from hotline_rules.regulation import Statement

ABILITIES = Path(__file__).parents[1] / "abilities"
SMALL = sorted(path.parent.name for path in ABILITIES.glob("*/profile.yaml"))


@dataclass(frozen=True)
class Tree:
    """A profile read, to be compiled with one value changed after another."""

    root: Node
    registers: dict[str, Node]

    @classmethod
    def of(cls, source: str | Path) -> Tree:
        return cls(*profile_trees(source))

    def said(self, **readings: str) -> dict[tuple[str, ...], Any] | None:
        book, _ = compile_profile(
            self.root, registers=self.registers, readings=readings
        )
        if book is None:
            return None
        return by_key(statements_of(book, find_switches(self.root)))


def by_key(found: Iterable[Statement]) -> dict[tuple[str, ...], Any]:
    return {one.key: one.said for one in found}


# --- every value that can be changed -------------------------------------------------

# The version of the language, and the title of a value that is not missing: neither
# decides anything.
SILENT = re.compile(r"format|values\.\w+\.title")


@contextmanager
def changed(node: Node, value: Any) -> Iterator[None]:
    kept = node.value
    node.value = value
    try:
        yield
    finally:
        node.value = kept


def scalars(node: Node) -> Iterator[Node]:
    for child in node.children():
        if isinstance(child.value, dict | list):
            yield from scalars(child)
        else:
            yield child


def last_key(node: Node) -> str:
    return next(
        (str(step) for step in reversed(node.path) if isinstance(step, str)), ""
    )


def others(node: Node, pool: dict[str, list[Any]]) -> Iterator[Any]:
    """Values that may stand in place of one: a little more, or what its like have."""
    value = node.value
    match value:
        case bool():
            yield not value
        case int() | Decimal():
            yield value + 1
        case date():
            yield value + timedelta(days=1)
        case str():
            number = re.search(r"\d+", value)
            if number is not None and not re.match(r"[A-Z]", value):
                bumped = str(int(number[0]) + 1).zfill(len(number[0]))
                yield value[: number.start()] + bumped + value[number.end() :]
            yield from (one for one in pool[last_key(node)] if one != value)
            if re.search(r"[一-鿿]", value):
                yield value + "甲"
        case _:
            return


def values_by_key(root: Node) -> dict[str, list[Any]]:
    pool: dict[str, list[Any]] = {}
    for node in scalars(root):
        known = pool.setdefault(last_key(node), [])
        if node.value not in known:
            known.append(node.value)
    return pool


def unnoticed(tree: Tree, nodes: list[Node]) -> list[tuple[str, Any, Any]]:
    """The changes that load and say the same; one is tried for each value."""
    before = tree.said()
    assert before is not None
    pool = values_by_key(tree.root)
    found = []
    for node in nodes:
        path = ".".join(map(str, node.path))
        for value in [] if SILENT.fullmatch(path) else others(node, pool):
            with changed(node, value):
                after = tree.said()
            if after is None:
                continue  # it does not load
            if after == before:
                found.append((path, node.value, value))
            break
    return found


@pytest.mark.parametrize("ability", SMALL)
def test_every_value_of_a_profile_is_in_some_statement(ability: str) -> None:
    tree = Tree.of(ABILITIES / ability / "profile.yaml")
    assert unnoticed(tree, list(scalars(tree.root))) == []


def test_the_order_of_entries_is_no_part_of_what_is_said() -> None:
    tree = Tree.of(ABILITIES / "13_extensions" / "profile.yaml")
    before = tree.said()
    for node in (tree.root, *tree.root.children()):
        assert isinstance(node.value, dict | str | int)
        if isinstance(node.value, dict):
            with changed(node, dict(reversed(node.value.items()))):
                assert tree.said() == before


def test_comments_and_layout_are_no_part_of_what_is_said(tmp_path: Path) -> None:
    text = (ABILITIES / "13_extensions" / "profile.yaml").read_text(encoding="utf-8")
    lines = ["# 另一种写法", "", *text.splitlines()]
    loose = "\n".join(
        f"{line}  # 说明" if line.endswith(":") else line for line in lines
    )
    (tmp_path / "loose.yaml").write_text(loose + "\n\n", encoding="utf-8")
    register = ABILITIES / "13_extensions" / "clauses.yaml"
    (tmp_path / "clauses.yaml").write_bytes(register.read_bytes())
    tree = Tree.of(ABILITIES / "13_extensions" / "profile.yaml")
    assert Tree.of(tmp_path / "loose.yaml").said() == tree.said()


# --- the four cities ------------------------------------------------------------------


@pytest.fixture(scope="module", params=list_profiles())
def city(request: pytest.FixtureRequest) -> Tree:
    return Tree.of(request.param)


def test_every_key_is_there_once(city: Tree) -> None:
    book, _ = compile_profile(city.root, registers=city.registers)
    assert book is not None
    keys = Counter(one.key for one in statements_of(book))
    assert [key for key, count in keys.items() if count > 1] == []


def test_everything_has_a_title(city: Tree) -> None:
    """No identifier stands in a sentence of the rules."""
    book, _ = compile_profile(city.root, registers=city.registers)
    assert book is not None
    raw = re.compile(r"[a-z]{2,}")
    told = [
        one.zh
        for one in statements_of(book)
        if one.part not in ("readings", "clauses", "calendars")
        and one.key[2:] != ("zone",)
        and raw.search(one.zh)
    ]
    assert told == []


def test_every_entry_has_statements(city: Tree) -> None:
    book, _ = compile_profile(city.root, registers=city.registers)
    assert book is not None
    told = {one.key for one in statements_of(book)}
    entries = {key[:2] for key in told}
    assert entries >= {("rule", one.id) for one in book.rules}
    assert entries >= {("change", one.id) for one in book.changes}
    assert entries >= {("ladder", one.id) for one in book.ladders}
    assert entries >= {("measure", one.id) for one in book.measures}
    assert entries >= {("reading", one.code) for one in book.readings}
    for rule in book.rules:
        for case in rule.cases:
            for mark in case.limit.marks if case.limit else ():
                assert ("rule", rule.id, case.name, "mark", mark.id) in told


def test_a_sentence_is_whole(city: Tree) -> None:
    """It ends with a full stop, has no empty brackets and no mark twice."""
    book, _ = compile_profile(city.root, registers=city.registers)
    assert book is not None
    broken = re.compile(r"（）|“”|，，|。。|；。|，。|、，|的的|、。|^，")
    for one in statements_of(book):
        assert not broken.search(one.zh), one
        if "title" not in one.key:
            assert one.zh.endswith(("。", "？")), one


def test_a_document_says_by_which_day_its_actions_are_judged() -> None:
    book = load_profile("qingyuan").rulebook
    document = next(one for one in book.documents if one.law_at_actions == ())
    assert document.law_at_duties != ()
    said = [one.zh for one in document_statements(document, Teller(book))]
    actions = "没有时限、不带后果的应办事项适用本文件与否，看该行为发生之日。"
    assert actions in said
    same = replace(document, law_at_actions=document.law_at_duties)
    said.remove(actions)
    assert [one.zh for one in document_statements(same, Teller(book))] == said


def test_every_disputed_span_of_a_document_has_its_key() -> None:
    book = load_profile("qingyuan").rulebook
    document = replace(book.documents[0], disputed=((18000, 18010), (18020, 18030)))
    told = document_statements(document, Teller(book))
    assert len([one for one in told if one.key[2] == "disputed"]) == 2
    assert len({one.key for one in told}) == len(told)
