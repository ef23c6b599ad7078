"""Lights: a function of time, the worst of all that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate.plan import COLOURS
from hotline_rules.evaluate.state import LightSource
from hotline_rules.evaluate.waking import OUTCOMES

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import BoundEffects
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Application, Instance, Occurrence


def add_light(
    run: Run,
    effects: BoundEffects,
    occ: Occurrence,
    colour: int,
    cites: tuple[str, ...],
) -> None:
    """Show the light of a rule until its event."""
    source = LightSource(colour, cites, effects.name, occ.unit, occ.application)
    for one in run.light_sources:
        if one.key == source.key and one.unit == source.unit:
            return
    run.light_sources.append(source)
    run.awake |= OUTCOMES
    raise_peak(run, colour, occ.application)
    if occ.application is not None:
        occ.application.outcomes.append(source)
    relight(run, run.now)


def show(run: Run, inst: Instance, at: int) -> None:
    """Show the light of an instance."""
    if inst not in run.lit:
        run.lit.append(inst)
    relight(run, at)


def put_out(run: Run, inst: Instance, at: int) -> None:
    """Put the light of an instance out."""
    if inst.light:
        inst.light = 0
        run.lit.remove(inst)
        relight(run, at)


def relight(run: Run, at: int) -> None:
    """The ticket shows the worst light of all."""
    worst = 0
    cites: tuple[str, ...] = ()
    for inst in run.lit:
        if inst.light > worst:
            worst, cites = inst.light, inst.light_cites
    for source in run.light_sources:
        if source.colour > worst:
            worst, cites = source.colour, source.cites
    colour, since, _ = run.light
    if at != run.light_at:
        run.light_before, run.light_at = run.light, at
    if worst != colour:
        # Neighbouring intervals of one colour are joined: what goes out and comes on
        # again at one instant has been on all the time.
        before = run.light_before
        since = before[1] if worst == before[0] else at
        run.shown.append((at, worst))
    run.light = (worst, since, cites)


def stretches(run: Run) -> list[tuple[str, int, int | None]]:
    """Each stretch of one colour: its name, since when, and until when if it is over.

    In order of time; what was shown within one instant only is no stretch, and there is
    none of the time without a light.
    """
    last = dict(run.shown)  # of several changes at one instant the last one counts
    found: list[tuple[str, int, int | None]] = []
    colour = since = 0
    for at, now in last.items():
        if now == colour:
            continue
        if colour:
            found.append((COLOURS[colour], since, at))
        colour, since = now, at
    if colour:
        found.append((COLOURS[colour], since, None))
    return found


def raise_peak(run: Run, colour: int, application: Application | None) -> None:
    """Note a light that was shown; a provisional one counts until it is undone."""
    holder = run if application is None else application
    holder.peak = max(holder.peak, colour)


def peak_of(run: Run) -> int:
    """The worst light ever shown, those apart that a grant has undone."""
    return max((run.peak, *(one.peak for one in run.applications)))


def leave_lights(run: Run, key: str, occ: Occurrence) -> None:
    """Put out the lights of a rule that an event ends."""
    kept = [
        one
        for one in run.light_sources
        if one.key != key or not same_unit(one.unit, occ)
    ]
    if len(kept) < len(run.light_sources):
        run.light_sources = kept
        relight(run, occ.at)


def same_unit(unit: str | None, occ: Occurrence) -> bool:
    """Whether an event does not name another unit."""
    return unit is None or occ.named_unit is None or occ.named_unit == unit
