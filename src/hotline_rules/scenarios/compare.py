"""What a scenario expects against what came out, field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from hotline_rules.diagnostics import Text, suggest
from hotline_rules.scenarios.times import local_text, moment
from hotline_rules.scenarios.words import SECTION_WORDS, word_of

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
# A profile that is tried cites its own entries, too, each behind this mark; no clause
# has an id that begins so. See `entries`.
MARKER = "@"
_BY_SINCE = ("statuses", "rungs")  # told by when they began, named without a number
_ENDS = ("due", "original_due", "soft_due")  # a midnight is told as 24:00
Record = Mapping[str, Any]


class Difference(NamedTuple):
    """One thing that is not as expected.

    Attributes:
        text: for people.
        where: section, name and field as written (`deadlines handle 张店区.due`).
        about: id of the record of the result that is otherwise; empty for none.
    """

    text: Text
    where: str
    about: str = ""


def compare(
    expect: Record, result: Record, zone: str
) -> tuple[list[Difference], frozenset[str]]:
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
    found: list[Difference] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    about: str = ""

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
            self.about = str(got.get(name, {}).get("id", ""))
            if fields == "none":
                if name in got:
                    self._say(where, "不应当有", "there should be none")
            elif name not in got:
                self._absent(where, key, sorted(got))
            else:
                short = "since" if section in _BY_SINCE else "state"
                self.fields(where, fields, got[name], short=short)
        if section in COMPLETE:
            for name in sorted(got.keys() - names.keys()):
                self.about = str(got[name].get("id", ""))
                self._say(section, f"还有 {as_written(name)}，没有写", f"{name} too")
        self.about = ""

    def _absent(self, where: str, key: str, got: Sequence[str]) -> None:
        written = [as_written(name) for name in got]
        near = suggest(key, written)
        if near:
            only = f"；有的是 {near}"
        else:
            only = f"，只有 {'、'.join(written)}" if got else "，这一节一项也没有"
        shown = " ".join(got) or "none"
        self._say(where, f"应当有，实际没有{only}", f"not there, only {shown}")

    def fields(self, where: str, wanted: Any, got: Record, *, short: str) -> None:
        self.cited.update(got.get("cites", ()))
        if not isinstance(wanted, Mapping):
            wanted = {short: wanted}
        for key, value in wanted.items():
            at = f"{where}.{key}"
            if key in TIMES:
                self.time(at, value, got.get(TIMES[key]), is_end=key in _ENDS)
            else:
                _FIELD.get(key, _equal)(self, at, key, value, got)

    def time(
        self, where: str, wanted: Any, got: str | None, *, is_end: bool = False
    ) -> None:
        never = wanted in (None, "never")
        if never and got is None:
            return
        if never or got is None or not self._same_time(wanted, got):
            shown = None if got is None else local_text(got, self.zone, is_end=is_end)
            self._differs(where, None if never else wanted, shown, en_got=got)

    def _same_time(self, wanted: Any, got: str) -> bool:
        try:
            return datetime.fromisoformat(got) == moment(wanted, self.zone)
        except ValueError:
            return False

    def cites(self, where: str, key: str, wanted: Sequence[str], got: Record) -> None:
        if set(wanted) - set(got[key]):
            clauses = [one for one in got[key] if not one.startswith(MARKER)]
            self._differs(where, wanted, clauses)

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

    def _differs(
        self, where: str, wanted: object, got: object, *, en_got: object = None
    ) -> None:
        section = where.partition(" ")[0].partition(".")[0]
        key = where.rpartition(".")[2]
        pair = (word_of(section, key, _shown(one)) for one in (wanted, got))
        self._say(
            where,
            "应当是 {}，实际是 {}".format(*pair),
            f"wanted {_shown(wanted)}, got {_shown(en_got or got)}",
        )

    def _say(self, where: str, zh: str, en: str) -> None:
        text = Text(f"{_in_words(where)}{zh}", f"{where}: {en}")
        self.found.append(Difference(text, where, self.about))


def _in_words(where: str) -> str:
    """Say in Chinese what a place is: `期限“handle 张店区”的 due `."""
    section, _, entry = where.partition(" ")
    section, _, own = section.partition(".")
    name, _, key = entry.rpartition(".")
    if name.endswith(".readings"):
        name = name.removesuffix(".readings")
    elif key not in FIELDS:  # the dot belongs to the name
        name, key = entry, ""
    said = SECTION_WORDS.get(section, section) + (f"“{name}”" if name else "")
    key = key or own
    return f"{said}的 {key} " if key else said


def as_written(name: str) -> str:
    """Turn `handle:张店区:1` into the `handle 张店区` of the cases."""
    *parts, number = name.split(":")
    if not parts:
        return name
    return " ".join(parts if number == "1" else [*parts, number])


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
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(one) for one in value) + "]"
    return str(value)
