"""What a scenario expects against what came out, field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hotline_rules.diagnostics import Text
from hotline_rules.scenarios.times import moment

COMPLETE = ("penalties", "statuses", "rungs")  # lists that a scenario tells completely
NAMED = {"missing": ("parameter", "fact", "conflict"), "anomalies": ("code",)}
SECTIONS = ("deadlines", "actions", *COMPLETE, *NAMED, "light", "next_change")
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
FIELDS = (
    *TIMES,
    *("state", "inclusive", "due_text", "end_reason", "certainty"),
    *("remaining_seconds", "kind", "action", "role", "unit", "notice", "rule"),
    *("points", "concurrent", "colour", "peak", "flags", "cites", "readings"),
    *("counted", "skipped"),
)
_BY_SINCE = ("statuses", "rungs")  # told by when they began, named without a number
Record = Mapping[str, Any]


def compare(
    expect: Record, result: Record, zone: str
) -> tuple[list[Text], frozenset[str]]:
    """Compare what a look expects with a result.

    Args:
        expect: by section, as written.
        result: as `Result.to_dict` gives it.
        zone: IANA name of the zone of local times.

    Returns:
        where the result is not what was expected, empty when all holds; and the
        clauses cited by what was expected and is there.
    """
    comparison = _Comparison(result, zone)
    for section, wanted in expect.items():
        if section == "light":
            comparison.fields("light", wanted, result["light"], short="colour")
        elif section == "next_change":
            comparison.time("next_change", wanted, result["next_change_at"])
        elif section in NAMED:
            comparison.names(section, wanted)
        else:
            comparison.entries(section, wanted)
    return comparison.found, frozenset(comparison.cited)


@dataclass(slots=True)
class _Comparison:
    """One look against one result."""

    result: Record
    zone: str
    found: list[Text] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)

    def names(self, section: str, wanted: Any) -> None:
        keys = NAMED[section]
        got = {
            next(str(item[key]) for key in keys if key in item): item
            for item in self.result[section]
        }
        names = [] if wanted == "none" else list(wanted)
        if sorted(names) != sorted(self._listed(section)):
            self._differs(section, names, self._listed(section))
            return
        for item in got.values():
            self.cited.update(item.get("cites", ()))

    def _listed(self, section: str) -> list[str]:
        keys = NAMED[section]
        return [
            next(str(item[key]) for key in keys if key in item)
            for item in self.result[section]
        ]

    def entries(self, section: str, wanted: Any) -> None:
        told = {} if wanted == "none" else wanted
        got = {_name(section, item, told): item for item in self.result[section]}
        names = {_full_name(section, key): key for key in told}
        for name, key in names.items():
            where, fields = f"{section} {key}", told[key]
            if fields == "none":
                if name in got:
                    self._say(f"{where}: 不应当有", f"{where}: there should be none")
            elif name not in got:
                shown = " ".join(sorted(got)) or "none"
                self._say(
                    f"{where}: 没有，只有 {shown}",
                    f"{where}: not there, only {shown}",
                )
            else:
                short = "since" if section in _BY_SINCE else "state"
                self.fields(where, fields, got[name], short=short)
        if section in COMPLETE:
            for name in got.keys() - names.keys():
                self._say(f"{section}: 还有 {name}", f"{section}: {name} too")

    def fields(self, where: str, wanted: Any, got: Record, *, short: str) -> None:
        self.cited.update(got.get("cites", ()))
        if not isinstance(wanted, Mapping):
            wanted = {short: wanted}
        for key, value in wanted.items():
            at = f"{where}.{key}"
            if key in TIMES:
                self.time(at, value, got.get(TIMES[key]))
            else:
                _FIELD.get(key, _equal)(self, at, key, value, got)

    def time(self, where: str, wanted: Any, got: str | None) -> None:
        if wanted in (None, "never"):
            if got is not None:
                self._differs(where, "never", got)
        elif got is None or not self._same_time(wanted, got):
            self._differs(where, wanted, got)

    def _same_time(self, wanted: Any, got: str) -> bool:
        try:
            return datetime.fromisoformat(got) == moment(wanted, self.zone)
        except ValueError:
            return False

    def cites(self, where: str, key: str, wanted: Sequence[str], got: Record) -> None:
        if set(wanted) - set(got[key]):
            self._differs(where, wanted, got[key])

    def readings(
        self, where: str, key: str, wanted: Mapping[str, object], got: Record
    ) -> None:
        for code, word in wanted.items():
            if got[key].get(code) != str(word):
                self._differs(f"{where}.{code}", word, got[key].get(code))

    def days(self, where: str, key: str, wanted: Sequence[date], got: Record) -> None:
        listed = (got["because"]["days"] or {}).get(key, [])
        names = [day if isinstance(day, str) else day[0] for day in listed]
        if names != [day.isoformat() for day in wanted]:
            self._differs(where, [day.isoformat() for day in wanted], names)

    def flags(self, where: str, key: str, wanted: Sequence[str], got: Record) -> None:
        if sorted(wanted) != sorted(got[key]):
            self._differs(where, wanted, got[key])

    def role(self, where: str, key: str, wanted: str, got: Record) -> None:
        actor = got.get("actor") or got.get("bearer") or {}
        if actor.get(key) != wanted:
            self._differs(where, wanted, actor.get(key))

    def equal(self, where: str, key: str, wanted: object, got: Record) -> None:
        if got.get(key) != wanted:
            self._differs(where, wanted, got.get(key))

    def _differs(self, where: str, wanted: object, got: object) -> None:
        self._say(
            f"{where}: 应当是 {_shown(wanted)}，得到 {_shown(got)}",
            f"{where}: wanted {_shown(wanted)}, got {_shown(got)}",
        )

    def _say(self, zh: str, en: str) -> None:
        self.found.append(Text(zh, en))


_Field = Callable[[_Comparison, str, str, Any, Record], None]
_equal: _Field = _Comparison.equal
_FIELD: Mapping[str, _Field] = {
    "cites": _Comparison.cites,
    "readings": _Comparison.readings,
    "counted": _Comparison.days,
    "skipped": _Comparison.days,
    "flags": _Comparison.flags,
    "role": _Comparison.role,
}


def _name(section: str, item: Record, told: Record) -> str:
    if section == "statuses":
        unit = f" {item['unit']}" if item.get("unit") else ""
        with_kind = f"{item['status']}.{item.get('kind')}{unit}"
        return with_kind if with_kind in told else f"{item['status']}{unit}"
    if section == "rungs":
        return f"{item['ladder']}.{item['rung']}"
    return str(item["id"])


def _full_name(section: str, key: str) -> str:
    """Turn `handle 张店区 2` into the id `handle:张店区:2`."""
    if section in _BY_SINCE:
        return key
    parts = key.split()
    return ":".join(parts if parts[-1].isdigit() else [*parts, "1"])


def _shown(value: object) -> str:
    if value is None:
        return "never"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
