"""Golden cases as a clerk writes them: read, turned into histories, compared.

The format is described in `docs/zh/案例格式.md`. Everything that a case says must hold
exactly; what it does not say is not looked at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hotline_rules.profile.source import Node, read_yaml

EVENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    r" (?P<type>[a-z_]+)(?: (?P<unit>\S+))?"
)
INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
COMPLETE = ("penalties", "statuses", "rungs")  # lists that a case tells completely
NAMES = {"missing": ("parameter", "fact", "conflict"), "anomalies": ("code",)}
TIMES = {
    "due": "due_at",
    "original_due": "original_due_at",
    "soft_due": "soft_due_at",
    "started": "started_at",
    "ended": "ended_at",
    "done": "done_at",
    "at": "at",
    "since": "since",
    "until": "until",
}
CONTAINED = ("cites",)  # the listed must be there; more may


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One moment at which a case looks at its history."""

    at: str
    known_at: str | None
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A history, the readings it is judged by, and what is seen when."""

    file: Path
    name: str
    story: str
    profile: str
    readings: Mapping[str, str] = field(default_factory=dict)
    outside_validity: str = "profile"
    clauses: tuple[str, ...] = ()
    history: Mapping[str, Any]
    looks: tuple[Look, ...]

    def __str__(self) -> str:
        """Name the case for the report of a test run."""
        return f"{self.profile}/{self.file.stem}/{self.name}"


def read_cases(folder: Path) -> Iterator[Case]:
    """Read every case of the YAML files under a folder, in the order of the files."""
    for path in sorted(folder.rglob("*.yaml")):
        root, found, _ = read_yaml(path.name, path.read_bytes())
        assert root is not None, (path, found)
        assert not found, (path, found)
        document = plain(root)
        for entry in document["cases"]:
            yield _case(path, document, entry)


def _case(path: Path, document: Mapping[str, Any], entry: Mapping[str, Any]) -> Case:
    known = {"case", "story", "readings", "attributes", "subject", "history"}
    known |= {"expect", "outside_validity", "clauses"}
    assert set(entry) <= known, (path, entry["case"], set(entry) - known)
    looks = entry["expect"] if isinstance(entry["expect"], list) else [entry["expect"]]
    history: dict[str, Any] = {
        "id": entry["case"],
        "subject": entry.get("subject", "ticket"),
        "attributes": {
            key: fact(value) for key, value in entry.get("attributes", {}).items()
        },
        "events": [event(item) for item in entry["history"]],
    }
    return Case(
        file=path,
        name=entry["case"],
        story=entry["story"],
        profile=document["profile"],
        readings={code: str(word) for code, word in entry.get("readings", {}).items()},
        outside_validity=entry.get("outside_validity", "profile"),
        clauses=tuple(entry.get("clauses", ())),
        history=history,
        looks=tuple(_look(item) for item in looks),
    )


def _look(item: Mapping[str, Any]) -> Look:
    expect = {
        key: value for key, value in item.items() if key not in {"at", "known_at"}
    }
    known = item.get("known_at")
    return Look(
        at=iso(item["at"]),
        known_at=None if known is None else iso(known),
        expect=expect,
    )


def plain(node: Node) -> Any:
    """Return a tree of YAML as plain Python values."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


# --- histories -----------------------------------------------------------------------

ZONE = ZoneInfo("Asia/Shanghai")


def event(item: str | Mapping[str, Any]) -> dict[str, Any]:
    """Turn `2021-03-01 10:00 dispatched 张店区: {role: lead}` into an event."""
    if isinstance(item, str):
        line, payload = item, None
    else:
        ((line, payload),) = item.items()
    match = EVENT.fullmatch(line)
    assert match, f"not an event: {line}"
    found = {"type": match["type"], "at": iso(f"{match['day']} {match['time']}")}
    if match["unit"]:
        found["unit"] = match["unit"]
    for key, value in (payload or {}).items():
        found[key] = iso(value) if key == "recorded_at" else fact(value)
    return found


def fact(value: Any) -> Any:
    """Turn a value of a case into what JSON would hold; local times get their zone."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return iso(value)
    return value


def iso(value: str | date) -> str:
    """Return a local time of a case with its offset; `24:00` is the next midnight."""
    return moment(value).isoformat()


def moment(value: str | date) -> datetime:
    """Return a local time of a case as an aware instant; a plain date is its 00:00."""
    text = value.isoformat() if isinstance(value, date) else value
    match = INSTANT.fullmatch(text)
    assert match, f"not a time: {text}"
    day, hours, minutes, seconds = match.groups()
    start = datetime.fromisoformat(day).replace(tzinfo=ZONE)
    return start + timedelta(
        hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0)
    )


# --- comparison ----------------------------------------------------------------------


def differences(expect: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """Return in words where a result is not what a case says; empty when all holds."""
    found: list[str] = []
    for section, wanted in expect.items():
        if section == "light":
            found += _fields("light", wanted, result["light"], short="colour")
        elif section == "next_change":
            found += _time("next_change", wanted, result["next_change_at"])
        elif section in NAMES:
            found += _names(section, wanted, result[section])
        elif section in ("deadlines", "actions", *COMPLETE):
            found += _entries(section, wanted, result[section])
        else:
            found.append(f"a case has no section {section}")
    return found


def _names(section: str, wanted: Any, got: Sequence[Mapping[str, Any]]) -> list[str]:
    names = [next(item[key] for key in NAMES[section] if key in item) for item in got]
    wanted = [] if wanted == "none" else wanted
    if sorted(names) == sorted(wanted):
        return []
    return [f"{section}: wanted {wanted}, got {names}"]


def _entries(section: str, wanted: Any, got: Sequence[Mapping[str, Any]]) -> list[str]:
    by_name = {_name(section, item): item for item in got}
    wanted = {} if wanted == "none" else wanted
    found = []
    for key, fields in wanted.items():
        name = _full_name(section, key)
        if fields == "none":
            if name in by_name:
                found.append(f"{section} {key}: there should be none")
        elif name not in by_name:
            found.append(f"{section} {key}: not there, only {sorted(by_name)}")
        else:
            short = "since" if section in {"statuses", "rungs"} else "state"
            found += _fields(f"{section} {key}", fields, by_name[name], short=short)
    if section in COMPLETE:
        names = {_full_name(section, key) for key in wanted}
        found += [f"{section}: {name} too" for name in by_name if name not in names]
    return found


def _name(section: str, item: Mapping[str, Any]) -> str:
    if section == "statuses":
        return " ".join(str(item[key]) for key in ("status", "unit") if item.get(key))
    if section == "rungs":
        return f"{item['ladder']}.{item['rung']}"
    return str(item["id"])


def _full_name(section: str, key: str) -> str:
    """Turn `handle 张店区 2` into the id `handle:张店区:2`."""
    if section in {"statuses", "rungs"}:
        return key
    parts = key.split()
    return ":".join(parts if parts[-1].isdigit() else [*parts, "1"])


def _fields(
    where: str, wanted: Any, got: Mapping[str, Any], *, short: str
) -> list[str]:
    if not isinstance(wanted, Mapping):
        wanted = {short: wanted}
    found = []
    for key, value in wanted.items():
        at = f"{where}.{key}"
        if key in TIMES:
            found += _time(at, value, got.get(TIMES[key]))
        elif key in CONTAINED:
            lost = set(value) - set(got[key])
            found += [f"{at}: lacks {sorted(lost)}, got {got[key]}"] if lost else []
        elif key == "readings":
            found += [
                f"{at}: wanted {code}={word}, got {got[key].get(code)}"
                for code, word in value.items()
                if got[key].get(code) != str(word)
            ]
        elif key in {"counted", "skipped"}:
            found += _days(at, key, value, got["because"]["days"])
        elif key == "flags":
            if sorted(value) != sorted(got[key]):
                found.append(f"{at}: wanted {value}, got {got[key]}")
        elif key == "role":
            if got["actor"]["role"] != value:
                found.append(f"{at}: wanted {value}, got {got['actor']}")
        elif got[key] != value:
            found.append(f"{at}: wanted {value}, got {got[key]}")
    return found


def _time(where: str, wanted: Any, got: str | None) -> list[str]:
    if wanted in (None, "never"):
        return [] if got is None else [f"{where}: wanted none, got {got}"]
    if got is not None and datetime.fromisoformat(got) == moment(wanted):
        return []
    return [f"{where}: wanted {wanted}, got {got}"]


def _days(
    where: str, key: str, wanted: Sequence[date], got: Mapping[str, Any] | None
) -> list[str]:
    days = [] if got is None else got[key]
    names = [day if isinstance(day, str) else day[0] for day in days]
    if names == [day.isoformat() for day in wanted]:
        return []
    return [f"{where}: wanted {[day.isoformat() for day in wanted]}, got {names}"]
