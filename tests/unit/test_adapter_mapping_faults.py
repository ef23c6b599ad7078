"""Mappings that are wrong: each fault located, one report for one cause."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotline_rules.adapters.mapping import MappingError, check_mapping, load_mapping
from hotline_rules.adapters.mapping.forms import FORMS
from hotline_rules.adapters.mapping.shapes import (
    Happening,
    MappingModel,
    Operations,
    Source,
)
from hotline_rules.profile import load_profile
from hotline_rules.profile.vocabulary import BUILT_IN_EVENTS

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Diagnostic

EXAMPLES = Path(__file__).parents[2] / "examples" / "exports"
GOOD = """format: 1
rows: ticket
zone: Asia/Shanghai
id: 编号
times: [year_first, excel]
date_only: {dispatched: start_of_day}
tables: {有无: {有: true, 无: false}}
units: {旧局: 新局}
attributes:
  kind: {column: 类型, values: {咨询: consultation}, otherwise: request}
  secret: {column: 涉密, values: 有无}
events:
  - {type: dispatched, at: 派单, unit: 单位, role: {is: lead}}
  - type: callback_done
    at: 回访
    result_ok: {column: 满意, values: {满意: true}, otherwise: set_aside}
ignore: [电话]
"""
LOG = """format: 1
rows: event
zone: Asia/Shanghai
id: 编号
at: 时间
type: {column: 操作, values: {派单: dispatched}, others: keep}
payload: {unit: 单位}
"""
TRADED = [
    ("rows: ticket", "rows: tickets", "unknown-word", "tickets"),
    ("Asia/Shanghai", "北京时间", "unknown-zone", "北京时间"),
    ("zone: Asia/Shanghai\n", "", "missing-key", ""),
    ("id: 编号\n", "", "missing-key", ""),
    ("id: 编号", "id: [编号]", "wrong-kind", "[编号]"),
    ("id: 编号", "id: 7", "wrong-kind", "7"),
    ("id: 编号", "id: {is: 编号}", "missing-key", "id"),
    ("at: 回访", "at: {column: 回访, values: {无: 2021-03-01}}", "idle-key", "values"),
    ("unit: 单位", "unit: {column: 单位, join: 甲}", "idle-key", "join"),
    ("unit: 单位", "unit: {column: 单位, otherwise: 甲}", "idle-key", "otherwise"),
    ("otherwise: request", "otherwise: keep", "wrong-value", "keep"),
    ("format: 1", "format: 2", "unknown-word", "2"),
    ("ignore:", "ignores:", "unknown-key", "ignores"),
    ("year_first", "day_frist", "unknown-word", "day_frist"),
    ("excel]", "excel, excel_1904]", "keys-clash", "[year_first, excel, excel_1904]"),
    ("{dispatched: start", "{dispached: start", "unknown-event", "dispached"),
    ("start_of_day", "start", "unknown-word", "start"),
    ("旧局: 新局", "旧局: 中局, 中局: 新局", "name-clash", "中局"),
    ("  kind:", "  kimd:", "unknown-fact", "kimd"),
    ("咨询: consultation", "咨询: consult", "wrong-value", "consult"),
    ("咨询: consultation", "咨询: 待确认", "unconfirmed", "待确认"),
    ("otherwise: request", "otherwise: requests", "wrong-value", "requests"),
    ("values: 有无", "values: 有没有", "unknown-value", "有没有"),
    ("values: 有无", "values: {有: 1}", "wrong-value", "1"),
    ("type: dispatched", "type: dispatch", "unknown-event", "dispatch"),
    ("unit: 单位", "units: 单位", "unknown-payload", "units"),
    ("unit: 单位", "unit: {colunm: 单位}", "unknown-key", "colunm"),
    ("unit: 单位", "unit: {join: '-'}", "missing-key", "unit"),
    ("unit: 单位", "unit: {column: 单位, is: 甲}", "keys-clash", "unit"),
    ("{is: lead}", "{is: leader}", "wrong-value", "leader"),
    ("at: 派单, ", "", "missing-key", ""),
    ("满意: true", "满意: 是", "wrong-value", "是"),
    (", otherwise: set_aside", ", filled: true", "keys-clash", "values"),
    ("ignore: [电话]", "ignore: [单位]", "keys-clash", "单位"),
    ("ignore: [电话]", "confirm: [看过了]", "unconfirmed", "看过了"),
    ("ignore: [电话]", "payload: {unit: 单位}", "keys-clash", "payload"),
    ("ignore: [电话]", "may_be_missing: 电话", "wrong-kind", "电话"),
]
TRADED_IN_LOGS = [
    ("at: 时间\n", "", "missing-key", "rows"),
    ("派单: dispatched", "派单: dispatch", "unknown-event", "dispatch"),
    ("派单: dispatched", "派单: {type: closed, a: 乙}", "unknown-payload", "a"),
    ("{unit: 单位}", "{unti: 单位}", "unknown-payload", "unti"),
    ("others: keep", "others: keeps", "unknown-word", "keeps"),
    ("payload:", "events:", "wrong-kind", "{unit: 单位}"),
]


def faults(text: str) -> tuple[list[Diagnostic], list[str]]:
    mapping, found, lines = check_mapping(text.encode())
    assert (mapping is None) == bool(found)
    return found, lines["mapping.yaml"]


@pytest.mark.parametrize("text", [GOOD, LOG], ids=["wide", "long"])
def test_mapping_in_order__has_no_fault(text: str) -> None:
    assert faults(text)[0] == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code", "shown"),
    [(GOOD, *one) for one in TRADED] + [(LOG, *one) for one in TRADED_IN_LOGS],
    ids=[one[1] or one[0] for one in [*TRADED, *TRADED_IN_LOGS]],
)
def test_fault__is_one_report_at_its_place(
    text: str, right: str, wrong: str, code: str, shown: str
) -> None:
    assert text.count(right) == 1
    (found,), lines = faults(text.replace(right, wrong))
    assert found.code == code
    assert found.span is not None
    underlined = found.span.text(lines)
    assert underlined.startswith(shown) if shown else True
    assert found.fix is not None
    assert found.fix.zh


def test_event_of_the_city__is_known_with_its_profile_or_when_listed() -> None:
    text = GOOD.replace("type: callback_done", "type: plan_made_known")
    text = text.replace("    result_ok", "    x_key")
    assert {d.code for d in faults(text)[0]} == {"unknown-event"}
    assert faults(text + "words: [plan_made_known]\n")[0] == []
    yulin = load_profile("yulin")
    known = {event.id for event in BUILT_IN_EVENTS}
    own = next(one.id for one in yulin.rulebook.events if one.id not in known)
    text = GOOD.replace("type: callback_done", f"type: {own}")
    text = text[: text.index("    result_ok")]
    assert check_mapping(text.encode())[0] is None
    assert check_mapping(text.encode(), profile=yulin)[0] is not None


def test_file_that_is_not_there__is_said(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as raised:
        load_mapping(tmp_path / "x.yaml")
    assert [d.code for d in raised.value.diagnostics] == ["file-not-found"]


def test_digest__does_not_hang_on_line_ends(tmp_path: Path) -> None:
    found = []
    for end in ("\n", "\r\n"):
        path = tmp_path / "m.yaml"
        path.write_bytes(GOOD.replace("\n", end).encode())
        found.append(load_mapping(path).digest)
    assert found[0] == found[1]
    assert found[0].startswith("sha256:")


@pytest.mark.parametrize("data", [b"", b"- a", b"a", b"\xff\xfe", b"rows: {a: [}"])
def test_bytes_that_are_no_mapping__are_faults(data: bytes) -> None:
    mapping, found, _ = check_mapping(data)
    assert mapping is None
    assert found


# --- the page -------------------------------------------------------------------------

PAGE = (EXAMPLES.parents[1] / "docs" / "zh" / "对照表.md").read_text("utf-8")


def test_page__has_examples_that_load() -> None:
    found = [one.partition("```")[0] for one in PAGE.split("```yaml\n")[1:]]
    assert len(found) == 2
    for text in found:
        assert check_mapping(text.encode())[1] == []


def test_page__tells_of_every_key_and_form() -> None:
    keys = {*MappingModel.model_fields, *FORMS}
    for model in (Source, Happening, Operations):
        keys |= {field.alias or key for key, field in model.model_fields.items()}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()
