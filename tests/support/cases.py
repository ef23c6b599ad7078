"""The golden cases of the tests: read from a folder, with plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.scenarios import Scenario, load_scenarios

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.profile.source import Node

ZONE = "Asia/Shanghai"
Case = Scenario


def read_cases(folder: Path) -> list[Case]:
    """Read every case of the YAML files under a folder, in the order of the files."""
    return load_scenarios("", zone=ZONE, folder=folder)


def plain(node: Node) -> Any:
    """Return a tree of YAML as plain Python values."""
    return node.plain()
