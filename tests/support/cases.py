"""The golden cases of the tests: read from a folder, with plain sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.scenarios import Scenario, Variants, load_scenarios

if TYPE_CHECKING:
    from hotline_rules.profile.source import Node

TESTS = Path(__file__).resolve().parents[1]
ZONE = "Asia/Shanghai"
Case = Scenario


def read_cases(folder: Path) -> list[Case]:
    """Read every case of the YAML files under a folder, in the order of the files."""
    return load_scenarios("", zone=ZONE, folder=folder)


@cache
def variants_of(name: str) -> Variants:
    """Read a bundled profile by its name, one of the tests by its path; once a run."""
    path = TESTS / "profiles" / f"{name}.yaml"
    return Variants.of(path if path.exists() else name)


def plain(node: Node) -> Any:
    """Return a tree of YAML as plain Python values."""
    return node.plain()
