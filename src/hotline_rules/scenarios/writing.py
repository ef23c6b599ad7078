"""Scenarios written as YAML, the way a clerk would."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.profile.quoting import quoted
from hotline_rules.scenarios.differences import Day, Moment
from hotline_rules.scenarios.times import local_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hotline_rules.scenarios.seeds import Draft

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T.+")
_WIDTH = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A scenario about to be written.

    Attributes:
        comments: lines above it.
        looks: moments and what is expected, by section.
    """

    name: str
    story: str
    comments: Sequence[str]
    draft: Draft
    looks: Sequence[tuple[Moment, Mapping[str, Any]]]


def case_lines(case: Written, zone: str) -> Iterator[str]:
    """Yield the lines of a proposed scenario, an item of `cases`.

    Args:
        case: to be written.
        zone: IANA name of the zone of its local times.
    """
    draft = case.draft
    yield from (f"  # {line}".rstrip() for line in case.comments)
    yield f"  - case: {_scalar(case.name, zone)}"
    yield "    confirmed: false"
    yield f"    story: {_scalar(case.story, zone)}"
    if draft.subject != "ticket":
        yield f"    subject: {draft.subject}"
    for key, values in (("attributes", draft.attributes), ("readings", draft.readings)):
        if values:
            yield f"    {key}: {_flow(values, zone)}"
    if draft.outside_validity != "profile":
        yield f"    outside_validity: {draft.outside_validity}"
    yield "    history:"
    yield from (f"      - {_event(event, zone)}" for event in draft.events)
    yield "    expect:"
    for at, expect in case.looks:
        yield f"      - at: {local_text(at.iso, zone)}"
        for section, told in expect.items():
            yield from _section(section, told, zone)


def _event(event: Mapping[str, Any], zone: str) -> str:
    unit = f" {event['unit']}" if "unit" in event else ""
    line = f"{_exact(event['at'], zone)} {event['type']}{unit}"
    rest = {k: v for k, v in event.items() if k not in ("at", "type", "unit")}
    return f"{line}: {_flow(rest, zone)}" if rest else line


def _section(section: str, told: Any, zone: str) -> Iterator[str]:
    if not isinstance(told, dict):
        yield f"        {section}: {_value(told, zone)}"
        return
    yield f"        {section}:"
    for name, value in told.items():
        line = f"          {name}: {_value(value, zone)}"
        if len(line) <= _WIDTH or not isinstance(value, dict):
            yield line
            continue
        yield f"          {name}:"
        for key, part in value.items():
            yield f"            {key}: {_value(part, zone)}"


def _value(value: Any, zone: str) -> str:
    if isinstance(value, dict):
        return _flow(value, zone)
    if isinstance(value, list):
        return "[" + ", ".join(_value(one, zone) for one in value) + "]"
    return _scalar(value, zone)


def _flow(values: Mapping[str, Any], zone: str) -> str:
    return "{" + ", ".join(f"{k}: {_value(v, zone)}" for k, v in values.items()) + "}"


def _scalar(value: Any, zone: str) -> str:
    if isinstance(value, Moment):
        return local_text(value.iso, zone, is_end=value.is_end)
    if isinstance(value, Day):
        return value.iso
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if not isinstance(value, str):
        return str(value)
    if _INSTANT.fullmatch(value):
        return _exact(value, zone)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    return quoted(value)


def _exact(instant: str, zone: str) -> str:
    return local_text(instant, zone)
