"""How the cost grows: with the events of a ticket, with rules, with tickets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from benchmarks.large import write_profile
from benchmarks.measure import compare
from benchmarks.processes import stream
from benchmarks.story import Curve, Table, Told
from hotline_rules import evaluate, load_profile, parse_history
from hotline_rules.generating import generate_histories, list_habits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.story import Scale

CITY = "qingyuan"  # of rules and of tickets
AS_OF = 1_790_000_000
SETS = 20  # of three rules each, in the profile that is multiplied
QUARTER = timedelta(minutes=15)


def run(scale: Scale, folder: Path) -> Told:
    """Measure the three."""
    told = Told()
    by_events(scale, told)
    by_rules(scale, told, folder)
    by_tickets(scale, told)
    return told


def by_events(scale: Scale, told: Told) -> None:
    """Measure tickets with more and more events, round after round."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for city in list_habits():
        profile = load_profile(city, outside_validity="apply")
        points = lines[city] = []
        for number in scale.events:
            history = parse_history(long_history(city, number))
            judged = _evaluated(profile, [history])
            fewer = _rounds_for(number, scale)
            (timing,) = compare({city: (judged, number)}, fewer)
            points.append((number, timing.seconds * 1e6))
    rows = [
        (f"{number:,}", *(f"{points[i][1]:.1f}" for points in lines.values()))
        for i, number in enumerate(scale.events)
    ]
    first, last = scale.events[0], scale.events[-1]
    title = f"µs an event, on one ticket of {first:,} to {last:,} events"
    told.parts += [Table(title, ("events", *lines), rows)]
    told.parts += [
        Curve(
            "events", "Cost of an event", "events on one ticket", "µs an event", lines
        )
    ]
    told.numbers["events"] = f"{max(p[-1][1] / p[0][1] for p in lines.values()):.1f}"


def by_rules(scale: Scale, told: Told, folder: Path) -> None:
    """Multiply the rules of a profile: on events a ticket has, and on others."""
    drawn = [parse_history(one) for one in generate_histories(CITY, 40, 1)]
    lines: dict[str, list[tuple[float, float]]] = {}
    for name, start in (
        ("on events that the ticket has", "dispatched"),
        ("on events that it has not", "onsite_supervision_held"),
    ):
        runs = {}
        for times in scale.times:
            sets = [("dispatched", SETS), (start, SETS * (times - 1))]
            profile = load_profile(write_profile(folder, f"{start}-{times}", sets))
            runs[str(times)] = (_evaluated(profile, drawn), len(drawn))
        timings = compare(runs, scale)
        ratios = [timing.ratio for timing in timings]
        lines[name] = list(zip(map(float, scale.times), ratios, strict=True))
    had, had_not = lines.values()
    rows = [
        (f"{3 * SETS * times:,}", f"{had[i][1]:.1f}", f"{had_not[i][1]:.2f}", goal)
        for i, times in enumerate(scale.times)
        for goal in ["< 1.3" if times == scale.times[-1] else ""]
    ]
    headings = ("rules", *lines, "goal of the latter")
    told.parts += [
        Table("Time of a ticket, × that of the fewest rules", headings, rows)
    ]
    up = "× the time of a ticket"
    title = "More rules in a profile"
    told.parts += [Curve("rules", title, "× the rules", up, lines, spread=False)]
    told.numbers["rules it has not"] = f"{had_not[-1][1]:.2f}"
    told.numbers["rules it has"] = f"{had[-1][1]:.1f}"


def by_tickets(scale: Scale, told: Told) -> None:
    """Stream more and more tickets through one process: time and memory."""
    seconds, memory = [], []
    rows = []
    for number in scale.streamed:
        ran = stream(number)
        seconds.append((number, ran["judging"]))
        memory.append((number, ran["peak_mb"]))
        each = ran["judging"] / number * 1e6
        cells = (f"{number:,}", f"{ran['judging']:.2f}", f"{each:.0f}")
        rows.append((*cells, f"{ran['peak_mb']:.0f}"))
    headings = ("tickets", "seconds of the processor", "µs a ticket", "peak, MB")
    title = "Tickets streamed through one process: read, judged, written out"
    told.parts += [Table(title, headings, rows)]
    lines, kept, up = {CITY: seconds}, {CITY: memory}, "seconds of the processor"
    told.parts += [
        Curve("tickets", "More tickets", "tickets", up, lines, spread=False),
        Curve("memory", "Memory", "tickets", "peak, MB", kept, spread=False),
    ]


def long_history(city: str, number: int) -> dict[str, Any]:
    """Return a ticket of exactly so many events, a quarter of an hour apart.

    One ticket of the city after another is dispatched, returned, answered and redone as
    if all of them were rounds of one that is never closed.
    """
    at = datetime(2023, 1, 2, 1, tzinfo=UTC)
    events = []
    for event in islice(_rounds(city), number):
        events.append(event | {"at": at.isoformat(), "recorded_at": at.isoformat()})
        at += QUARTER
    (first,) = generate_histories(city, 1, 1)
    attributes = first["attributes"]
    return {"id": f"LONG-{number}", "attributes": attributes, "events": events}


def _rounds(city: str) -> Iterator[dict[str, Any]]:
    once = {"ticket_created", "classified", "closed"}
    for number, history in enumerate(generate_histories(city, 10_000, 1)):
        for event in history["events"]:
            if event["type"] not in once or (not number and event["type"] != "closed"):
                yield event


def _rounds_for(number: int, scale: Scale) -> Scale:
    """A ticket of thousands of events takes longer than a round is to."""
    return replace(scale, rounds=min(scale.rounds, 3)) if number > 1_000 else scale


def _evaluated(profile: Any, histories: Sequence[Any]) -> Any:
    return lambda: [evaluate(profile, history, as_of=AS_OF) for history in histories]
