"""The published calendars that come with the package, read when first asked for."""

from collections.abc import Mapping
from functools import lru_cache

from hotline_rules.calendar import EVERY_DAY, CalendarData
from hotline_rules.diagnostics import Diagnostic, has_errors
from hotline_rules.profile.bundled import calendar_files
from hotline_rules.profile.calendar_files import read_calendar, read_statutory

STATUTORY = "statutory.yaml"


@lru_cache(maxsize=1)
def bundled_calendars() -> Mapping[str, CalendarData]:
    """Return the calendars of the package by id, `every day` among them.

    Raises:
        RuntimeError: the package's own data is faulty, which its tests exclude.
    """
    calendars, found = read_calendars(calendar_files())
    if has_errors(found):
        raise RuntimeError("\n".join(str(each.headline.en) for each in found))
    return calendars


def read_calendars(
    files: list[tuple[str, bytes]],
) -> tuple[dict[str, CalendarData], list[Diagnostic]]:
    """Read calendar files, a region after the calendar that it stands on.

    Args:
        files: names and bytes; `statutory.yaml` among them gives the festivals of
            years not announced yet.

    Returns:
        the calendars without errors by id, `every day` first, and all faults.
    """
    found: list[Diagnostic] = []
    contents = dict(files)
    statutory, faults = read_statutory(STATUTORY, contents.pop(STATUTORY, b"days: {}"))
    found += faults
    calendars = {EVERY_DAY.id: EVERY_DAY}
    # A region's file is named after its nation's, so it sorts behind it.
    for name in sorted(contents, key=lambda each: (each.count("-"), each)):
        data, faults = read_calendar(
            name, contents[name], parents=calendars, statutory=statutory
        )
        found += faults
        if data is not None:
            calendars[data.id] = data
    return calendars, found


def read_beside_bundled(
    name: str, data: bytes
) -> tuple[CalendarData | None, list[Diagnostic], list[str]]:
    """Read one calendar file of somebody's own, over the package's calendars.

    Returns:
        the calendar, `None` when it has errors; all faults; the lines of the file.
    """
    bundled = bundled_calendars()
    nation = bundled["CN"]
    calendar, found = read_calendar(
        name, data, parents=bundled, statutory=(nation.statutory, nation.names)
    )
    return calendar, found, data.decode("utf-8", "replace").splitlines() or [""]
