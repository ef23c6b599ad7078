"""The page that a run writes of pieces is the page that its tables give."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.audit.asked import Request
from hotline_rules.audit.period import Period
from hotline_rules.cli.audit_reports import REPORTS
from hotline_rules.generating import generate_histories
from hotline_rules.history.instants import parse_instant
from hotline_rules.report.page import write_page
from tests.support.audits import audit
from tests.support.pages import PageReader, rows_of

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ("qingyuan", "zibo", "shicheng", "yulin")
AS_OF = "2024-02-10T10:00:00+08:00"
PAGE = tuple(one for one in REPORTS if one.name == "report.html")


def asked(folder: Path, city: str, **more: Any) -> Request:
    """Sixty tickets; one is set aside and one has nothing by then, with findings."""
    histories: list[Any] = list(generate_histories(city, count=60, seed=4))
    histories[7]["events"][0]["at"] = "soon"
    for event in histories[8]["events"]:
        event["at"] = event["at"].replace("20", "29", 1)
    file = folder / "histories.jsonl"
    lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in histories]
    file.write_text("".join(lines), encoding="utf-8")
    return Request(
        files=(file,),
        profile=load_profile(city, outside_validity="apply"),
        profile_name=city,
        as_of=parse_instant(AS_OF),
        **more,
    )


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize(("a_part", "period"), [(2_000, None), (7, "2022-06..2023-09")])
def test_page__of_pieces_is_that_of_the_tables(
    tmp_path: Path, city: str, a_part: int, period: str | None
) -> None:
    months = None if period is None else Period.read(period)
    request = asked(tmp_path, city, a_part=a_part, period=months)
    run = audit(request, tmp_path / "run", reports=PAGE).run
    write_page(run, tmp_path / "page.html", profile=request.profile)
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page == (run.path / "report.html").read_text("utf-8")
    shown = PageReader(run.path / "report.html").ids()
    if period is None:
        assert shown == [row["id"] for row in rows_of(run, "tickets")]
    else:
        assert 0 < len(shown) < 60


def test_page__of_a_run_without_any_ticket(tmp_path: Path) -> None:
    early = parse_instant("2001-01-01T00:00:00+08:00")
    request = replace(asked(tmp_path, "zibo"), as_of=early)
    run = audit(request, tmp_path / "run", reports=PAGE).run
    assert PageReader(run.path / "report.html").head["parts"] == []
