"""The worked examples of the inventory of clauses are among the golden cases.

Each is named with the case that holds it and the instants worked out on paper; the case
must look at, or expect, every one of them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from hotline_rules.scenarios.times import moment
from tests.support.cities import ZONE, cases_of, outcome_of

EXAMPLES: dict[str, tuple[str, list[str]]] = {
    "X1 consultation over a weekend": (
        "qingyuan/01-咨询类/跨周末",
        ["2024-03-12 14:00", "2024-03-12 14:00:01", "2024-03-13 14:00:01"],
    ),
    "X2 request": (
        "qingyuan/02-求决类/一直没有办结",
        ["2024-03-11 24:00", "2024-03-13 00:00"],
    ),
    "X3 promised Friday": (
        "qingyuan/02-求决类/延到星期五",
        ["2024-03-15 24:00", "2024-03-19 00:00", "2024-03-20 00:00"],
    ),
    "X4 before Spring Festival": (
        "qingyuan/01-咨询类/春节前派单",
        ["2024-02-18 13:00", "2024-02-19 13:00:01"],
    ),
    "X5 ordinary": (
        "zibo/01-办理期限和灯/普通件一直没有答复",
        [
            "2021-03-03 24:00",
            "2021-03-08 24:00",
            "2021-03-08 00:00",
            "2021-03-10 00:00",
        ],
    ),
    "X5 extended": (
        "zibo/02-延期/按时申请按时批准",
        ["2021-03-15 24:00", "2021-03-15 00:00", "2021-03-17 00:00"],
    ),
    "X5p provincial": (
        "zibo/01-办理期限和灯/省级件",
        ["2021-03-02 24:00", "2021-03-05 24:00"],
    ),
    "X6 emergency": (
        "zibo/05-紧急件/星期六夜里的紧急件",
        ["2021-03-07 01:30", "2021-03-08 24:00", "2021-03-10 24:00"],
    ),
    "X7 due soon": (
        "shicheng/03-签收和临期/离办结期不到两天",
        ["2021-12-05 00:00", "2021-12-06 24:00"],
    ),
    "X8 knowledge base": (
        "qingyuan/04-知识库/审核确认两个工作日",
        ["2024-03-08 24:00"],
    ),
    "X9 four months in a row": (
        "shicheng/09-约谈问责/连着四个月后两位",
        ["2022-02-10 09:00", "2022-04-11 09:00", "2022-05-10 09:00"],
    ),
    "X9 every other month": (
        "shicheng/09-约谈问责/隔月后两位，一年累计",
        ["2022-08-10 09:00", "2022-10-10 09:00"],
    ),
    "X10 talk": (
        "zibo/11-排名和约谈/三月到八月都在后三名",
        ["2021-06-08 09:00", "2021-09-08 09:00"],
    ),
    "X11 buck-passing": ("qingyuan/05-三次派单/三次派单仍退回", ["2020-07-09 09:00"]),
    "X12 late return": ("zibo/03-回退/超期回退", ["2021-03-04 09:00"]),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_example__is_among_the_cases(example: str) -> None:
    name, instants = EXAMPLES[example]
    [case] = [one for one in cases_of(name.partition("/")[0]) if str(one) == name]
    assert outcome_of(case).holds
    assert not case.readings
    told = {moment(look.at.replace("T", " ")[:19], ZONE) for look in case.looks}
    told |= {at for look in case.looks for at in _instants(look.expect)}
    assert {moment(text, ZONE) for text in instants} <= told


def _instants(value: Any) -> Iterator[Any]:
    """Yield every local time in what a case expects."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _instants(part)
    elif isinstance(value, str | date):
        try:
            yield moment(value, ZONE)
        except ValueError:
            return
