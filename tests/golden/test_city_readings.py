"""Every option of every reading of the bundled profiles loads and changes something."""

from pathlib import Path

import pytest

from hotline_rules import Profile
from hotline_rules.rulebook import Rulebook
from tests.support.cases import variants_of

FOLDER = Path(__file__).resolve().parents[2] / "profiles"
CITIES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def parts(book: Rulebook) -> tuple[object, ...]:
    """Return what a reading can act on."""
    rules = book.rules, book.changes, book.countings, book.documents, book.ladders
    return *rules, book.measures


def switches(profile: Profile) -> list[tuple[str, str]]:
    """Return the options offered that are not in use."""
    return [
        (reading.code, option)
        for reading in profile.rulebook.readings
        for option, _ in reading.options
        if option != reading.chosen
    ]


@pytest.mark.parametrize("city", CITIES)
def test_options_can_be_chosen(city: str) -> None:
    usual = variants_of(city).profile()
    assert not usual.diagnostics
    for code, option in switches(usual):
        other = variants_of(city).profile({code: option})
        assert not other.diagnostics, (code, option)
        assert parts(other.rulebook) != parts(usual.rulebook), (code, option)


@pytest.mark.parametrize("city", CITIES)
def test_the_default_stands_first(city: str) -> None:
    """Who reads a profile finds the choice in use at the head of its options."""
    for reading in variants_of(city).profile().rulebook.readings:
        assert reading.chosen == reading.options[0][0], reading.code
        assert reading.ground, reading.code
        assert reading.cites, reading.code
