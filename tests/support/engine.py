"""Small profiles and histories for tests of the engine, and short views of results.

Times are local to Shanghai and mean 2021 where no year is given: `03-01 10:00`. An
event is one line: `03-01 10:00 extension_decided 甲局 decision=approved`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules import evaluate
from hotline_rules.profile.loader import Profile, check_profile
from tests.support.profiles import HEAD, profile_text

if TYPE_CHECKING:
    from hotline_rules.evaluate import Deadline, Penalty, Result

BESIDE = Path(__file__).resolve().parents[1] / "profiles" / "trial.yaml"
SHANGHAI = timezone(timedelta(hours=8))
LINE = re.compile(r"((?:\d{4}-)?\d\d-\d\d \d\d:\d\d(?::\d\d)?) ([a-z_]+)(.*)")

COUNTINGS = """
days:
  title: 工作日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: stays
calendar_days:
  title: 自然日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: stays
hours:
  title: 小时
  calendar: work
  rest_days_in_hours: pause
  at_the_limit: strict
  rest_days_after: late
round:
  title: 不停的小时
  calendar: work
  rest_days_in_hours: count
  at_the_limit: strict
  rest_days_after: late
"""


def trial(
    rules: str,
    *,
    readings_asked: dict[str, str] | None = None,
    outside: str | None = None,
    head: str = HEAD,
    **sections: str,
) -> Profile:
    """Load a profile around some rules with the real loader; it must be sound."""
    given = {"counting": COUNTINGS, **sections}
    text = profile_text(rules, **given).replace(HEAD.lstrip("\n"), head.lstrip("\n"))
    asked = tuple(sorted((readings_asked or {}).items()))
    return _loaded(text, asked, outside)


@cache
def _loaded(
    text: str, asked: tuple[tuple[str, str], ...], outside: str | None
) -> Profile:
    profile, found, _ = check_profile(
        text.encode(),
        name=str(BESIDE),
        readings=dict(asked),
        outside_validity=outside,  # type: ignore[arg-type]  # the tests' own word
    )
    faults = [(d.code, d.headline.en, d.span and d.span.line) for d in found]
    assert profile is not None, faults
    return profile


# --- histories -----------------------------------------------------------------------


def at(text: str) -> int:
    """An instant as UTC epoch seconds: `03-01 10:00`, `2022-01-01 00:00:01`."""
    full = text if text[4] == "-" else f"2021-{text}"
    return int(datetime.fromisoformat(full).replace(tzinfo=SHANGHAI).timestamp())


def event(line: str) -> dict[str, Any]:
    """An event from one line; `recorded=` and other times as `03-01T10:00`."""
    match = LINE.fullmatch(line)
    assert match, line
    found: dict[str, Any] = {"type": match[2], "at": _iso(match[1])}
    for word in match[3].split():
        key, mark, value = word.partition("=")
        if not mark:
            found["unit"] = word
        elif key == "recorded_at":
            found[key] = _iso(value.replace("T", " "))
        else:
            found[key] = _value(value)
    return found


def _iso(text: str) -> str:
    return datetime.fromtimestamp(at(text), SHANGHAI).isoformat()


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if text.startswith("["):
        return [one for one in text[1:-1].split(",") if one]
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def history(*lines: str, subject: str = "ticket", **attributes: Any) -> dict[str, Any]:
    """A history of one-line events."""
    return {
        "id": "H-1",
        "subject": subject,
        "attributes": attributes,
        "events": [event(line) for line in lines],
    }


def judge(
    profile: Profile,
    as_of: str,
    *lines: str,
    known_at: str | None = None,
    subject: str = "ticket",
    **attributes: Any,
) -> Result:
    """Judge a history of one-line events as of a local time."""
    return evaluate(
        profile,
        history(*lines, subject=subject, **attributes),
        as_of=at(as_of),
        known_at=None if known_at is None else at(known_at),
    )


# --- results -------------------------------------------------------------------------


def text(instant: int | None) -> str | None:
    """An instant as `03-01 10:00`; seconds and other years only where there are."""
    if instant is None:
        return None
    shown = datetime.fromtimestamp(instant, SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return shown.removeprefix("2021-").removesuffix(":00")


def deadline(result: Result, id_: str) -> Deadline:
    """The deadline of that id."""
    [found] = [one for one in result.deadlines if one.id == id_]
    return found


def penalty(result: Result, id_: str) -> Penalty:
    """The penalty of that id."""
    [found] = [one for one in result.penalties if one.id == id_]
    return found


def states(result: Result) -> dict[str, str]:
    """The states of the deadlines by id."""
    return {one.id: one.state for one in result.deadlines}


def dues(result: Result) -> dict[str, str | None]:
    """The due instants of the deadlines by id."""
    return {one.id: text(one.due_at) for one in result.deadlines}


def penalties(result: Result) -> dict[str, tuple[str, str, str | None]]:
    """Kind, state and instant of the penalties by id."""
    return {one.id: (one.kind, one.state, text(one.at)) for one in result.penalties}


def actions(result: Result) -> dict[str, str]:
    """The states of the actions by id."""
    return {one.id: one.state for one in result.actions}


def statuses(result: Result) -> list[tuple[str, str | None, str | None, str | None]]:
    """Name, unit, beginning and end of the statuses."""
    return [
        (one.status, one.unit, text(one.since), text(one.until))
        for one in result.statuses
    ]


def rungs(result: Result) -> list[tuple[str, str | None, str | None]]:
    """Name, beginning and end of the rungs."""
    return [
        (f"{one.ladder}.{one.rung}", text(one.since), text(one.until))
        for one in result.rungs
    ]


def missing(result: Result) -> dict[str, tuple[str, ...]]:
    """The rules that stay undetermined, by what they lack."""
    return {f"{one.sort} {one.name}": one.rules for one in result.missing}


def anomalies(result: Result) -> list[tuple[str, int | None]]:
    """Codes and events of the anomalies."""
    return [(one.code, one.event) for one in result.anomalies]


def light(result: Result) -> tuple[str, str | None, str]:
    """Colour, since when, and the worst there was."""
    return result.light.colour, text(result.light.since), result.light.peak
