"""Each of the 26 abilities of the language, shown by a small profile in YAML alone.

A folder holds a profile, its register of clauses and its cases; nothing else is needed
to say a rule that no city has had before. The list is in `docs/abilities.md`.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from hotline_rules.scenarios import Scenario, Variants, read_scenarios
from tests.support.deletions import Bench, entries

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if (path / "profile.yaml").exists())
PAGE = HERE.parents[1] / "docs" / "abilities.md"
ABILITIES = 26

each_ability = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


@cache
def variants_of(folder: Path) -> Variants:
    return Variants.of(folder / "profile.yaml")


@cache
def scenarios(folder: Path) -> tuple[Scenario, ...]:
    path = folder / "cases.yaml"
    found, faults, _ = read_scenarios(
        path.name, path.read_bytes(), zone="Asia/Shanghai"
    )
    assert not faults, (folder.name, [d.headline.en for d in faults])
    return tuple(found)


@each_ability
def test_ability__is_said_without_a_fault(folder: Path) -> None:
    profile = variants_of(folder).profile()
    assert [d.headline.en for d in profile.diagnostics] == []
    assert profile.id == f"a{folder.name}"


@each_ability
def test_ability__does_what_its_cases_say(folder: Path) -> None:
    cases = scenarios(folder)
    assert len(cases) > 1, "one that holds, one where nothing must happen"
    faults = [
        f"{case.name} {one.at}: {one.text.en}"
        for case in cases
        for one in variants_of(folder).judge(case).faults
    ]
    assert not faults, "\n".join(faults)


@each_ability
def test_ability__no_entry_is_idle(folder: Path) -> None:
    """Whatever is taken out of the profile, a case notices."""
    bench = Bench(variants_of(folder), scenarios(folder))
    book = variants_of(folder).profile().rulebook
    idle = [str(entry) for entry in entries(book) if bench.noticed_by(entry) is None]
    assert not idle


def test_page__names_every_ability_and_its_folder() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"(?m)^\| \d+ .*`tests/abilities/(\w+)` \|$", text)
    assert sorted(named) == [folder.name for folder in FOLDERS]
    assert [int(name[:2]) for name in named] == [*range(1, ABILITIES + 1)]
