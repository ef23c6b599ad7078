"""The profiles of the package are sound under every option of every reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.profile import list_profiles
from hotline_rules.profile.compiler import compile_profile
from tests.support.profiles import profile_trees

if TYPE_CHECKING:
    from hotline_rules.rulebook import Rulebook


@pytest.mark.parametrize("city", list_profiles())
def test_bundled_profile__nothing_to_report(city: str) -> None:
    root, registers = profile_trees(city)
    book, found = compile_profile(root, registers=registers)
    assert [d.headline.zh for d in found] == []
    assert book is not None
    assert book.id == city


@pytest.mark.parametrize("city", list_profiles())
def test_bundled_profile__every_reading_can_be_switched(city: str) -> None:
    root, registers = profile_trees(city)
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
