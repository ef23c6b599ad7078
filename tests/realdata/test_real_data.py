"""Real event data through real and small profiles, against published counts and walks.

The data is no part of the project: HOTLINE_RULES_DATA names the folder that holds it.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from examples.message_board import count_states, read_messages
from hotline_rules import evaluate, load_profile
from tests.realdata.walk import Walk, walk_due

HERE = Path(__file__).parent
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def messages(data_folder: Path) -> list[dict[str, Any]]:
    return list(read_messages(data_folder / "data/tipdm2020_c_att4_times.csv"))


@pytest.mark.parametrize("profile_id", ["zibo", "qingyuan"])
@pytest.mark.parametrize(
    ("readings", "in_time"), [({}, 1076), ({"T07-rest-day": "on_time"}, 1078)]
)
def test_messages__answered_within_five_working_days(
    profile_id: str,
    readings: dict[str, str],
    in_time: int,
    messages: list[dict[str, Any]],
) -> None:
    profile = load_profile(profile_id, readings=readings, outside_validity="apply")
    states = count_states(profile, messages)
    assert states == {"met": in_time, "met_late": 2816 - in_time}


@pytest.mark.parametrize("option", ["late", "on_time"])
def test_messages__answered_within_fifteen_working_days(
    option: str, messages: list[dict[str, Any]]
) -> None:
    profile = load_profile(
        HERE / "fifteen_days.yaml", readings={"T07-rest-day": option}
    )
    states = count_states(profile, messages)
    assert states == {"met": 2103, "met_late": 713}


class Incident:
    """One case of the incident log, from its first row to its first completion."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        times = [datetime.fromisoformat(row["timestamp"]) for row in rows]
        self.case = rows[0]["case"]
        self.start = times[0]
        self.done: datetime | None = None
        self.pauses: list[tuple[datetime, datetime | None]] = []
        since: datetime | None = None
        for row, at in zip(rows, times, strict=True):
            waits = row["substatus"] == "Wait - User"
            if waits and since is None:
                since = at
            elif not waits and since is not None:
                self.pauses.append((since, at))
                since = None
            if row["status"] == "Completed":
                self.done = at
                break
        if since is not None:
            self.pauses.append((since, None))

    def history(self) -> dict[str, Any]:
        events = [event("dispatched", self.start, role="lead")]
        for start, end in self.pauses:
            events.append(event("paused", start))
            if end is not None:
                events.append(event("resumed", end))
        if self.done is not None:
            events.append(event("result_submitted", self.done))
        return {"id": self.case, "events": events}


def event(type_: str, at: datetime, **payload: object) -> dict[str, Any]:
    return {"type": type_, "at": at.isoformat(), "unit": "甲", **payload}


def read_incidents(data_folder: Path) -> list[Incident]:
    cases: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    path = data_folder / "data/bpic2013_incidents.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases[row["case"]].append(row)
    return [Incident(rows) for rows in cases.values()]


def test_incidents__paused_while_waiting_for_the_user_as_the_walk_says(
    data_folder: Path,
) -> None:
    incidents = read_incidents(data_folder)
    assert len(incidents) == 7554
    profile = load_profile(HERE / "incidents.yaml")
    as_of = datetime.fromisoformat("2012-06-01T00:00:00+02:00")
    wrong = []
    paused = 0
    for incident in incidents:
        (found,) = evaluate(profile, incident.history(), as_of=as_of).to_dict()[
            "deadlines"
        ]
        hundred = timedelta(hours=100)
        walk = walk_due(incident.start, hundred, incident.pauses, AMSTERDAM)
        paused += bool(incident.pauses)
        if compared(found) != expected(walk, incident.done, as_of):
            wrong.append((incident.case, compared(found), walk))
    assert wrong == []
    assert paused > 2000


def compared(deadline: dict[str, Any]) -> tuple[str, datetime | None, int | None]:
    due = deadline["due_at"]
    return (
        deadline["state"],
        None if due is None else datetime.fromisoformat(due),
        deadline.get("remaining_seconds"),
    )


def expected(
    walk: Walk, done: datetime | None, as_of: datetime
) -> tuple[str, datetime | None, int | None]:
    if walk.due is None:
        state = "paused" if done is None else "met"
        return state, None, walk.remaining if done is None else None
    late = (done or as_of) > walk.due
    if done is None:
        return ("overdue" if late else "running"), walk.due, None
    return ("met_late" if late else "met"), walk.due, None


class Permit:
    """One permit: its start, its end if it has one, and the deadline on record."""

    def __init__(self, row: dict[str, str]) -> None:
        self.case = row["case:concept:name"]
        self.start = seconds(row["case:startdate"])
        self.end = seconds(row["case:enddate"]) if row["case:enddate"] else None
        self.deadline = seconds(row["case:deadline"]) if row["case:deadline"] else None


def seconds(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(microsecond=0)


def read_permits(data_folder: Path) -> list[Permit]:
    path = data_folder / "data/nl_permit_receipt.csv.gz"
    permits: dict[str, Permit] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            permits.setdefault(row["case:concept:name"], Permit(row))
    return list(permits.values())


@pytest.mark.parametrize(
    ("option", "by_date", "to_the_second"),
    [("24:00", 1080, None), ("same_time", 1080, 982)],
)
def test_permits__deadlines_of_56_calendar_days_across_clock_changes(
    option: str, by_date: int, to_the_second: int | None, data_folder: Path
) -> None:
    permits = read_permits(data_folder)
    assert len(permits) == 1434
    profile = load_profile(HERE / "permits.yaml", readings={"T05": option})
    as_of = datetime.fromisoformat("2013-01-01T00:00:00+01:00")
    same: Counter[str] = Counter()
    for permit in permits:
        events = [event("dispatched", permit.start, role="lead")]
        history = {"id": permit.case, "events": events}
        (found,) = evaluate(profile, history, as_of=as_of).to_dict()["deadlines"]
        due = datetime.fromisoformat(found["due_at"])
        last = last_day(due, inclusive=found["inclusive"])
        assert last == permit.start.astimezone(AMSTERDAM).date() + timedelta(days=56)
        if permit.deadline is not None:
            same["date"] += last == permit.deadline.astimezone(AMSTERDAM).date()
            same["second"] += due == permit.deadline
    assert same["date"] == by_date
    assert to_the_second is None or same["second"] == to_the_second


def last_day(due: datetime, *, inclusive: bool) -> date:
    moment = due if inclusive else due - timedelta(seconds=1)
    return moment.astimezone(AMSTERDAM).date()
