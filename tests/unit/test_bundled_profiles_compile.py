"""The profiles of the package are sound under every option of every reading."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from hotline_rules.profile import list_profiles
from hotline_rules.profile.bundled import OpenProfile, open_profile
from hotline_rules.profile.compiler import compile_profile
from hotline_rules.profile.source import read_yaml

if TYPE_CHECKING:
    from hotline_rules.profile.node import Node
    from hotline_rules.rulebook import Rulebook


@cache
def _trees(city: str) -> tuple[Node, dict[str, Node]]:
    opened = open_profile(city)
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


@pytest.mark.parametrize("city", list_profiles())
def test_bundled_profile__nothing_to_report(city: str) -> None:
    root, registers = _trees(city)
    book, found = compile_profile(root, registers=registers)
    assert [d.headline.zh for d in found] == []
    assert book is not None
    assert book.id == city


@pytest.mark.parametrize("city", list_profiles())
def test_bundled_profile__every_reading_can_be_switched(city: str) -> None:
    root, registers = _trees(city)
    book, _ = compile_profile(root, registers=registers)
    assert book is not None
    for reading in book.readings:
        for option, _ in reading.options:
            if option == reading.chosen:
                continue
            other, found = compile_profile(
                root, registers=registers, readings={reading.code: option}
            )
            errors = [d.headline.zh for d in found if d.severity == "error"]
            assert errors == [], (reading.code, option)
            assert other is not None
            assert _decides(other) != _decides(book), (reading.code, option)


def _decides(book: Rulebook) -> tuple[object, ...]:
    rules = book.rules, book.changes, book.ladders, book.measures
    return book.documents, book.countings, *rules
