"""What the rules ask for and a mapping does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.adapters.mapping import load_mapping
from hotline_rules.audit.lacking import lacking
from tests.support.cities import variants_of

if TYPE_CHECKING:
    from pathlib import Path

WIDE = """\
format: 1
rows: ticket
zone: Asia/Shanghai
id: 编号
attributes: {level: 级别}
events:
  - {type: dispatched, at: 派单, unit: 单位}
"""
LONG = """\
format: 1
rows: event
zone: Asia/Shanghai
id: 编号
at: 时间
type:
  column: 操作
  values: {派单: {type: dispatched, unit: 单位}, 打印: ignore}
"""


def lacked(tmp_path: Path, text: str, city: str = "zibo") -> dict[str, list[str]]:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    profile = variants_of(city).profile()
    return lacking(profile.rulebook, load_mapping(path, profile=profile))


@pytest.mark.parametrize("text", [WIDE, LONG])
def test_events__are_those_of_which_no_column_tells(text: str, tmp_path: Path) -> None:
    found = lacked(tmp_path, text)["events"]
    assert "dispatched" not in found
    assert {"signed_for", "result_submitted", "finding_made"} <= set(found)
    # Neither the engine's own, nor what only units have, nor what no rule looks at.
    assert not [name for name in found if "." in name]
    assert not {"ranking_published", "archived"} & set(found)


def test_facts__are_told_by_a_column_or_with_an_event(tmp_path: Path) -> None:
    found = lacked(tmp_path, WIDE)["attributes"]
    assert "level" not in found
    assert {"urgency", "in_petition"} <= set(found)
    classified = "  - {type: classified, at: 分类, urgency: 紧急}\n"
    assert "urgency" not in lacked(tmp_path, WIDE + classified)["attributes"]
    bare = "  - {type: classified, at: 分类}\n"
    assert "urgency" in lacked(tmp_path, WIDE + bare)["attributes"]
    carried = (
        LONG.replace("打印: ignore", "分类: classified") + "payload: {urgency: 急}\n"
    )
    assert "urgency" not in lacked(tmp_path, carried)["attributes"]


def test_facts__are_told_by_another_fact_that_tells_them(tmp_path: Path) -> None:
    assert "kind" in lacked(tmp_path, WIDE, "qingyuan")["attributes"]
    told = WIDE.replace("level: 级别", "subkind: 细类")
    assert "kind" not in lacked(tmp_path, told, "qingyuan")["attributes"]
