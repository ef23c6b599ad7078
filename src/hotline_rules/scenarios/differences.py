"""What changes in a result from one second to the next, as a scenario expects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.scenarios.compare import COMPLETE, as_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Record = dict[str, Any]
Expected = dict[str, Any]
_LISTED = ("deadlines", "actions")


@dataclass(slots=True)
class Sides:
    """What to expect before and after, by section."""

    before: Expected
    after: Expected

    def __bool__(self) -> bool:
        return self.before != self.after


def differences(before: Record, after: Record, own: str) -> Sides:
    """Return what differs between two results, and the limit in question on both.

    Args:
        before: as `Result.to_dict` gives it.
        after: the same, a second later.
        own: id of the limit; its arithmetic is expected before.
    """
    sides = Sides({}, {})
    for section in _LISTED:
        one, other = _by_id(before[section]), _by_id(after[section])
        for id_ in {**one, **other}:
            states = [_state(one.get(id_)), _state(other.get(id_))]
            if states[0] == states[1] and (section != "deadlines" or id_ != own):
                continue
            said: list[Any] = list(states)
            if section == "deadlines" and id_ == own and id_ in one:
                said[0] = _arithmetic(one[id_])
            for side, value in zip((sides.before, sides.after), said, strict=True):
                side.setdefault(section, {})[as_written(id_)] = value
    for section in COMPLETE:
        said = [_whole(section, result[section]) for result in (before, after)]
        if said[0] != said[1] and None not in said:
            sides.before[section], sides.after[section] = said
    colours = [result["light"]["colour"] for result in (before, after)]
    if colours[0] != colours[1]:
        sides.before["light"], sides.after["light"] = colours
    return sides


def record_of(result: Record, own: str) -> Record | None:
    """Return the deadline of a limit, None where the result shows none."""
    return _by_id(result["deadlines"]).get(own)


def _by_id(records: list[Record]) -> Mapping[str, Record]:
    return {record["id"]: record for record in records}


def _state(record: Record | None) -> str:
    return "none" if record is None else str(record["state"])


def _arithmetic(record: Record) -> Record:
    """Return state, end and days of a deadline."""
    said: Record = {"state": record["state"]}
    said["started"] = Moment(record["started_at"])
    if record["due_at"] is not None:
        said["due"] = Moment(record["due_at"], is_end=not record["inclusive"])
        said["inclusive"] = record["inclusive"]
    days = record["because"]["days"]
    if days is not None:
        said["counted"] = list(map(Day, days["counted"]))
        said["skipped"] = [Day(one[0]) for one in days["skipped"]]
    return said


def _whole(section: str, records: list[Record]) -> dict[str, Any] | str | None:
    """Return a section that is told completely; None when two have one name."""
    said = dict(_named(section, records))
    if len(said) < len(records):
        return None
    return said or "none"


def _named(section: str, records: list[Record]) -> Iterator[tuple[str, Any]]:
    for record in records:
        if section == "penalties":
            yield as_written(record["id"]), record["state"]
        elif section == "rungs":
            yield f"{record['ladder']}.{record['rung']}", Moment(record["since"])
        else:
            kind = f".{record['kind']}" if record.get("kind") else ""
            unit = f" {record['unit']}" if record.get("unit") else ""
            yield f"{record['status']}{kind}{unit}", Moment(record["since"])


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, ISO text, to be written as a local time; an end may be 24:00."""

    iso: str
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date, ISO text, to be written without quotation marks."""

    iso: str
