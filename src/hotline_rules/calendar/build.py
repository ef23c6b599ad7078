"""From notices to a working calendar, as it was known on a day."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, compress

from hotline_rules.calendar.data import CalendarData, Notice
from hotline_rules.calendar.days import (
    FIRST_DAY,
    LAST_DAY,
    day_of_date,
    weekday,
)
from hotline_rules.calendar.working_calendar import (
    Certainty,
    DayChange,
    ReasonKind,
    WorkingCalendar,
)
from hotline_rules.calendar.zone import Zone
from hotline_rules.diagnostics import Text

MAKEUP = Text("调休上班", "make-up working day")
_RANGE = LAST_DAY - FIRST_DAY + 1
_KINDS: dict[str, tuple[ReasonKind, ReasonKind]] = {
    "national": ("holiday", "makeup"),
    "regional": ("regional", "regional"),
    "overlay": ("overlay", "overlay"),
}


def build_calendar(
    data: CalendarData,
    zone: Zone,
    *,
    overlays: Sequence[CalendarData] = (),
    known_on: int | None = None,
) -> WorkingCalendar:
    """Compile a calendar as it was known on a day.

    Args:
        data: the topmost layer; its parents come with it.
        zone: of the local days.
        overlays: further layers over it, the lowest first; their own parents are not
            looked at.
        known_on: a local day; notices issued later are left out. `None`: all are in.
            The day of issue itself counts as known.

    Raises:
        ValueError: two layers bear the same id, or a layer's `day_starts` is no time
            of day.
    """
    layers = (*data.layers(), *overlays)
    if len({layer.id for layer in layers}) < len(layers):
        raise ValueError("two layers of a calendar bear the same id")
    certainty = _certainty(layers, known_on)
    changes = _changes(layers, known_on, certainty)
    rest = layers[0].rest_weekdays
    return WorkingCalendar(
        id_=[each.id for each in layers if each.kind != "overlay"][-1],
        digest=digest_of(layers, known_on),
        zone=zone,
        known_on=known_on,
        rest_weekdays=rest,
        changes=changes,
        certainty=certainty,
        open_hours=next((x.open_hours for x in reversed(layers) if x.open_hours), ()),
        day_starts=next((x.day_starts for x in reversed(layers) if x.day_starts), 0),
        tables=_tables(rest, changes),
    )


def digest_of(layers: Sequence[CalendarData], known_on: int | None) -> str:
    """Return `sha256:` and the digest of everything that decides a day."""
    own = "".join(_fingerprint(replace(layer, parent=None)) for layer in layers)
    text = f"{own} known_on={known_on}"
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _fingerprint(layer: CalendarData) -> str:
    """Return the digest of one layer without its parents."""
    bare = tuple(replace(notice, remark=None) for notice in layer.notices)
    return hashlib.sha256(repr(replace(layer, notices=bare)).encode()).hexdigest()


def is_known(notice: Notice, known_on: int | None) -> bool:
    """Answer whether a notice was out on a day; `None` means everything is."""
    return known_on is None or notice.latest_issued <= known_on


def _known(layer: CalendarData, known_on: int | None) -> Iterator[Notice]:
    """Yield the notices that were out, in order of issue."""
    notices = sorted(layer.notices, key=lambda each: (each.latest_issued, each.id))
    return (notice for notice in notices if is_known(notice, known_on))


def _certainty(layers: Sequence[CalendarData], known_on: int | None) -> Certainty:
    """Work out which days no notice still to come can change."""
    first, end, announced = FIRST_DAY, LAST_DAY + 1, None
    own = [layer for layer in layers if layer.kind == "overlay"]
    for layer in layers:
        if layer.unsettled is None:
            continue
        # A profile may announce a year for the nation before the package does.
        speakers = [layer, *own] if layer.kind == "national" else [layer]
        begins, years = _years(speakers, known_on)
        next_year = years[-1] + 1 if years else begins
        offset, month, day = layer.unsettled
        end = min(end, day_of_date(date(next_year + offset, month, day)))
        if layer.kind == "national":
            # Before its first notice in the data nobody says here what the nation did;
            # a region without a notice had no days of its own yet.
            begins = day_of_date(date(years[0] if years else next_year, 1, 1))
            announced = (begins, day_of_date(date(next_year, 1, 1)))
            first = begins
    return Certainty(first=min(first, end), end=end, announced=announced)


def _years(
    layers: Sequence[CalendarData], known_on: int | None
) -> tuple[int, list[int]]:
    """Return the first year the layers ever settle and the years known without a gap.

    The known years are the last run of them: a year missing in between unsettles
    everything before it.
    """
    ever = [each.covers for layer in layers for each in layer.notices if each.covers]
    known = (each for layer in layers for each in _known(layer, known_on))
    covered = {each.covers for each in known if each.covers}
    run = sorted(covered)[-1:]
    while run and run[0] - 1 in covered:
        run.insert(0, run[0] - 1)
    return min(ever, default=1970), run


def _changes(
    layers: Sequence[CalendarData], known_on: int | None, certainty: Certainty
) -> dict[int, DayChange]:
    """Lay the layers over each other, a later word over an earlier one."""
    changes: dict[int, DayChange] = {}
    for layer in layers:
        names = dict(layer.names)
        for day, name in layer.statutory:
            if not _announced(day, certainty):
                text = Text(name, names.get(name, name))
                changes[day] = _off("statutory_unannounced", text, None)
        for notice in _known(layer, known_on):
            _apply(notice, layer, names, changes)
    return changes


def _announced(day: int, certainty: Certainty) -> bool:
    """Answer whether a yearly notice known by then covers the year of a day."""
    if certainty.announced is None:
        return True
    first, end = certainty.announced
    return first <= day < end


def _apply(
    notice: Notice,
    layer: CalendarData,
    names: dict[str, str],
    changes: dict[int, DayChange],
) -> None:
    """Write the word of one notice over what was said before."""
    off, makeup = _KINDS[layer.kind]
    for day in notice.cancels:
        changes.pop(day, None)
    for day, name in notice.days_off:
        text = Text(name, names.get(name, name))
        changes[day] = _off(off, text, notice.id)
    for day in notice.workdays:
        changes[day] = DayChange(
            working=True, kind=makeup, name=MAKEUP, notice=notice.id
        )


def _off(kind: ReasonKind, name: Text, notice: str | None) -> DayChange:
    return DayChange(working=False, kind=kind, name=name, notice=notice)


def _tables(
    rest: Sequence[int], changes: dict[int, DayChange]
) -> tuple[bytes, list[int], list[int]]:
    """Return a byte per day, the working days before each day, and their list."""
    week = bytes((weekday(FIRST_DAY + i) not in rest) for i in range(7))
    working = bytearray((week * (_RANGE // 7 + 1))[:_RANGE])
    for day, change in changes.items():
        if FIRST_DAY <= day <= LAST_DAY:
            working[day - FIRST_DAY] = change.working
    prefix = [0, *accumulate(working)]
    days = list(compress(range(FIRST_DAY, LAST_DAY + 1), working))
    return bytes(working), prefix, days
