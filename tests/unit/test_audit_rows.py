"""Rows of tables: what stands on a ticket's line, sentences, what is left out."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.audit.columns import no_rows
from hotline_rules.audit.heads import Seen
from hotline_rules.audit.rows import Told
from hotline_rules.audit.tables import TABLES
from tests.support.engine import judge, trial
from tests.support.profiles import HANDLE

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate import Result

SEEN = Seen(7, ("三月.csv", None, 3), used=2, found=1)
SENT = "03-01 10:00 dispatched 甲局 role=lead"
DONE = "result_submitted 甲局"
MARKED = (
    HANDLE
    + """  marks:
    card: {title: 黄牌, at: past due, penalty: yellow_card, cite: A-3 第三条}
    red: {title: 超过一天, at: past 1 working day after due, penalty: red_card, cite: A-4 第四条}
"""
)
CARDED = (
    HANDLE
    + """leak: {title: 泄密, cite: A-3 第三条, from: finding.leak, penalty: circular_criticism, one_per: event}
"""
)


def told(
    result: Result, lang: Language = "zh", **more: Any
) -> dict[str, list[dict[str, Any]]]:
    rows = no_rows()
    Told(result.plan, lang, **more).add(rows, SEEN, result)
    return {
        table: [
            dict(zip((name for name, _ in TABLES[table]), row, strict=True))
            for row in made
        ]
        for table, made in rows.items()
    }


def head(
    *lines: str, as_of: str = "03-31 00:00", rules: str = MARKED
) -> dict[str, Any]:
    found = told(judge(trial(rules), as_of, *lines, kind="request"))["tickets"]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("lines", "as_of", "standing"),
    [
        ((SENT,), "03-02 00:00", "open"),
        ((SENT,), "03-31 00:00", "late_open"),
        ((SENT, f"03-20 10:00 {DONE}"), "03-31 00:00", "late"),
        ((SENT, f"03-02 10:00 {DONE}"), "03-31 00:00", "in_order"),
        (("03-01 10:00 archived",), "03-31 00:00", "in_order"),
    ],
)
def test_head__its_standing_is_the_worst(
    lines: tuple[str, ...], as_of: str, standing: str
) -> None:
    assert head(*lines, as_of=as_of)["standing"] == standing


def test_head__cards_without_lateness_and_what_is_missing() -> None:
    leak = "03-02 10:00 finding_made code=leak result=true unit=甲局"
    lines = (SENT, f"03-02 11:00 {DONE}", leak)
    assert head(*lines, rules=CARDED)["standing"] == "carded"
    asks = CARDED.replace(
        "from: finding.leak", "from: dispatched, if: {ticket.kind: request}"
    )
    unknown = judge(trial(asks), "03-31 00:00", SENT, f"03-02 11:00 {DONE}")
    assert told(unknown)["tickets"][0]["standing"] == "undetermined"


def test_head__the_unit_is_the_last_lead_and_times_are_those_of_the_events() -> None:
    line = head(
        "02-27 09:00 ticket_created",
        SENT,
        "03-03 10:00 dispatched 乙局 role=lead",
        "03-04 10:00 dispatched 丙局 role=co",
        "03-05 10:00 closed",
        "03-06 10:00 closed",
    )
    assert (line["unit"], line["month"], line["kind"]) == ("乙局", "2021-03", "request")
    at = [line[key] for key in ("created_at", "dispatched_at", "closed_at")]
    assert [one % 86_400 // 3_600 for one in at] == [1, 2, 2]
    assert [(one + 28_800) // 86_400 - 18_685 for one in at] == [0, 2, 7]
    assert line["anomalies"] == 1, "the import's finding counts"
    assert (line["ticket"], line["file"], line["row"], line["rows"]) == (
        7,
        "三月.csv",
        3,
        2,
    )


def test_head__without_a_dispatch_the_first_event_tells_the_month() -> None:
    line = head("02-27 09:00 ticket_created", "03-02 09:00 archived")
    assert (line["unit"], line["month"], line["dispatched_at"]) == (
        None,
        "2021-02",
        None,
    )


def reasons(table: str, *lines: str, lang: Language = "zh", **more: Any) -> list[str]:
    rules = more.pop("rules", MARKED)
    result = judge(trial(rules), more.pop("as_of", "03-31 00:00"), *lines)
    return [row["reason"] for row in told(result, lang)[table]]


def test_reason__of_a_limit() -> None:
    assert reasons("deadlines", SENT, f"03-09 10:00 {DONE}") == [
        "应于2021年3月8日24:00前完成，实际3月9日10:00完成，超期10小时"
    ]
    assert reasons("deadlines", SENT, f"03-08 10:00 {DONE}", lang="en") == [
        "to be done by 8 Mar 2021 24:00; done 8 Mar 10:00, 14 hours early"
    ]


def test_reason__of_a_card_names_the_limit_its_end_and_the_point() -> None:
    found = reasons("penalties", SENT, f"03-12 10:00 {DONE}")
    assert found == [
        "“办理期限”应于2021年3月8日24:00前完成；期限止于2021年3月8日（周一）24:00，即3月9日00:00起为超出",
        "“办理期限”应于2021年3月8日24:00前完成；期满后1个工作日止于2021年3月9日（周二）24:00，即3月10日00:00起为超出",
    ]


def test_reason__of_a_penalty_by_a_rule_names_the_event() -> None:
    leak = "03-02 10:00 finding_made code=leak result=true unit=甲局"
    (why,) = reasons("penalties", SENT, leak, rules=CARDED)
    assert why == "2021年3月2日10:00，认定（第1号事件）"


LATENESS = "once: {title: 一次一张, weakest_first: [yellow_card, red_card], same: limit, lower: absorbed}"


def test_reason__of_a_card_without_effect_says_what_undid_it() -> None:
    result = judge(trial(MARKED, ladders=LATENESS), "03-31 00:00", SENT)
    yellow, red = (row["reason"] for row in told(result)["penalties"])
    assert yellow.endswith("；被红牌“超过一天”（甲局）吸收（一次一张）")
    assert red.endswith("起为超出")


VOIDED = CARDED.replace(
    "one_per: event",
    "one_per: event, voided_by: {finding_made: {code: leak, result: false}}",
)


def test_reason__of_a_voided_penalty_names_the_event() -> None:
    leak = "finding_made code=leak result={} unit=甲局"
    lines = (
        f"03-02 10:00 {leak.format('true')}",
        f"03-03 10:00 {leak.format('false')}",
    )
    (why,) = reasons("penalties", SENT, *lines, rules=VOIDED)
    assert why.endswith("；因2021年3月3日10:00，第2号事件“认定”")


def payload(line: str, *, with_text: bool = False) -> Any:
    result = judge(trial(MARKED), "03-31 00:00", SENT, line)
    text = told(result, with_text=with_text)["events"][1]["payload"]
    return json.loads(text) if text else {}


def test_payload__closed_words_numbers_flags_units_and_instants_stay() -> None:
    line = "03-02 10:00 return_requested 甲局 reason=找张三13800000000 suggested_unit=乙局 site_checked=true"
    assert payload(line) == {"suggested_unit": "乙局", "site_checked": True}
    assert payload(line, with_text=True)["reason"] == "找张三13800000000"
    line = "03-02 10:00 extension_requested 甲局 days=3 promised_due=2021-03-20 ground=张三"
    assert payload(line) == {"days": 3, "promised_due": "2021-03-20"}


def test_payload__a_number_as_long_as_a_telephone_is_left_out() -> None:
    assert payload("03-02 10:00 extension_requested 甲局 days=13800000000") == {}
    assert payload("03-02 10:00 return_requested 甲局 handlers=张三") == {}
