"""Each of the 26 abilities of the language, shown by a small profile in YAML alone.

A folder holds a profile, its register of clauses and its cases; nothing else is needed
to add a rule that no city has had before. The list is in `docs/abilities.md`.
"""

from pathlib import Path

import pytest

from hotline_rules.scenarios import Scenario, Variants, read_scenarios

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if (path / "profile.yaml").exists())
PAGE = HERE.parents[1] / "docs" / "abilities.md"


def scenarios(folder: Path) -> list[Scenario]:
    path = folder / "cases.yaml"
    found, faults, _ = read_scenarios(
        path.name, path.read_bytes(), zone="Asia/Shanghai"
    )
    assert not faults, (folder.name, [d.headline.en for d in faults])
    return list(found)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_ability__is_said_and_does_what_the_cases_say(folder: Path) -> None:
    variants = Variants.of(folder / "profile.yaml")
    profile = variants.profile()
    assert [d.headline.en for d in profile.diagnostics] == []
    cases = scenarios(folder)
    assert len(cases) > 1, "one that holds, one where nothing must happen"
    assert {case.profile for case in cases} == {profile.id}
    faults = [
        f"{case.name} {at}: {text.en}"
        for case in cases
        for at, text in variants.judge(case).faults
    ]
    assert not faults, "\n".join(faults)
