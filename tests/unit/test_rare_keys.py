"""Keys that no bundled profile uses: each listed, and shown from YAML to result."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules import evaluate
from hotline_rules.coverage.readings import readings_to_dict
from hotline_rules.explain import explain_result, render_explanation
from hotline_rules.profile.jsonschema import language_schema
from hotline_rules.profile.source import read_yaml
from tests.support.engine import COUNTINGS, at, event, trial
from tests.support.profiles import HANDLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate import Result
    from hotline_rules.profile import Profile
    from hotline_rules.profile.source import Node

TOP = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(\w+)` \|.*\| `(tests/[^`]+)` \|$", re.MULTILINE)
OFFICE = """
work:
  title: 工作日
  days: CN
  open:
    - {hours: ["08:30-12:00", "14:00-18:00"]}
"""


def judged(made: Profile, as_of: str, *lines: str) -> Result:
    history = {"id": "T-1", "events": [event(line) for line in lines]}
    return evaluate(made, history, as_of=at(as_of))


def keys_of(node: Node) -> Iterator[str]:
    if isinstance(node.value, dict):
        yield from node.value
    for child in node.children():
        yield from keys_of(child)


def test_rare_keys__are_listed_with_what_shows_them() -> None:
    used: set[str] = set()
    for path in (TOP / "profiles").glob("*.yaml"):
        root, _, _ = read_yaml(path.name, path.read_bytes())
        assert root is not None
        used.update(keys_of(root))
    schema = language_schema()
    blocks = [schema, *schema["$defs"].values()]
    known = {key for block in blocks for key in block.get("properties", ())}
    listed = dict(ROW.findall((TOP / "docs/abilities.md").read_text("utf-8")))
    assert known - used == set(listed)
    for key, place in listed.items():
        file = TOP / place
        text = (file / "profile.yaml" if file.is_dir() else file).read_text("utf-8")
        assert re.search(rf"\b{key}\b", text), (key, place)


def test_notices__one_of_its_own_is_sent_and_named() -> None:
    made = trial(
        HANDLE
        + """
urge:
  title: 提醒
  cite: A-3 第三条
  from: handle.opened
  who: platform
  must: reminder_sent
  do: urge
  notice: urge_slip
  within: none
  one_per: unit
  again: replaces
""",
        words="notices: {urge_slip: 温馨提示单}",
    )
    result = judged(made, "03-08 09:00", "03-01 10:00 dispatched 甲局")
    assert "温馨提示单" in render_explanation(explain_result(result))


def test_penalties__one_of_its_own_is_given_and_named() -> None:
    made = trial(
        HANDLE
        + """
  marks:
    late: {at: past due, penalty: praise_withdrawn, cite: A-2 第二条（一）}
""",
        words="penalties: {praise_withdrawn: 取消评优资格}",
    )
    result = judged(made, "03-09 09:00", "03-01 10:00 dispatched 甲局")
    assert [(one.kind, one.state) for one in result.penalties] == [
        ("praise_withdrawn", "effective")
    ]
    assert "取消评优资格" in render_explanation(explain_result(result))


def test_extra__a_day_of_its_own_moves_the_end() -> None:
    calendar = OFFICE.split("  open:", maxsplit=1)[0]
    more = """\
  extra:
    - {day: 2021-03-03, is: rest_day, title: 台风, notice: 停工令, issued: 2021-03-02}
"""
    for calendars, due in ((calendar, "03-09 00:00"), (calendar + more, "03-10 00:00")):
        made = trial(HANDLE, calendars=calendars)
        [limit] = judged(made, "03-04 09:00", "03-01 10:00 dispatched 甲局").deadlines
        assert limit.due_at == at(due)


def test_receipt__what_comes_after_hours_counts_from_the_next_opening() -> None:
    counting = COUNTINGS.replace("at_the_limit", "receipt: {0}\n  at_the_limit", 1)
    for receipt, due in (("any_time", "03-09 00:00"), ("next_opening", "03-10 00:00")):
        made = trial(
            HANDLE, calendars=OFFICE, counting=counting.replace("{0}", receipt)
        )
        [limit] = judged(made, "03-04 09:00", "03-01 19:00 dispatched 甲局").deadlines
        assert limit.due_at == at(due), receipt


def test_slug__stands_beside_the_code() -> None:
    made = trial(
        HANDLE.replace(
            "5 working days", "{by: reading.T01, a: 5 working days, b: none}"
        ),
        readings="""
T01:
  about: 几天
  slug: how_long
  options: {a: 五天, b: 不限}
  chosen: a
  basis: assumed
  ground: 没有写明
  cite: A-1 第一条
""",
    )
    [reading] = readings_to_dict(made)["readings"]
    assert (reading["code"], reading["slug"]) == ("T01", "how_long")
