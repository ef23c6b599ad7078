"""The one call: profile, history and instant to a result."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from threading import Lock
from types import FunctionType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.bind import bind_plan
from hotline_rules.evaluate.result import Result
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.snapshot import snapshot
from hotline_rules.history import History, parse_history
from hotline_rules.history.instants import NotAnInstant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.rulebook import Rulebook

# Plans already made, by rulebook (itself, not an equal one), subject and day of
# knowledge: a cache of pure values. A plan knows its rulebook, so a weak table would
# never let go; the oldest go instead.
_PLANS: dict[Rulebook, dict[tuple[str, int | None], Plan]] = {}
_MOST_RULEBOOKS = 8
_MOST_PLANS = 64
_MAKING = Lock()

# A day of grace on either side: what is asked just before or after a history's edge.
_FIRST, _END = -2 * 86_400, 4_102_444_800 + 2 * 86_400

_INSTANTS = (int, str, datetime)


class HasRulebook(Protocol):
    """What ``evaluate`` needs of a profile."""

    @property
    def id(self) -> str:
        """Name of the profile."""

    @property
    def digest(self) -> str:
        """``sha256:`` and the digest of the profile."""

    @property
    def rulebook(self) -> Rulebook:
        """The compiled rules."""


def evaluate(
    profile: HasRulebook,
    history: History | Mapping[str, Any],
    *,
    as_of: datetime | str | int,
    known_at: datetime | str | int | None = None,
) -> Result:
    """Judge a history by a profile, as of an instant.

    Only events with ``at <= as_of`` count; the future never leaks. With ``known_at``,
    only those with ``recorded_at <= known_at``, and the working calendar as announced
    by the day of ``known_at``. Without it, the calendar as announced to this day.

    Args:
        profile: from ``load_profile``.
        history: as in docs/histories.md, or a ``History``.
        as_of: the moment of judgement, included; an aware ``datetime``, ISO text with
            an offset, or UTC epoch seconds.
        known_at: the moment of knowledge, included.

    Returns:
        a ``Result``; the same input always gives one with an equal ``to_dict()``.

    Raises:
        TypeError: ``profile`` is no profile, but perhaps its name.
        HistoryError: the mapping cannot be read as a history.
        ValueError: an instant is naive or not an instant.
    """
    if not hasattr(profile, "rulebook"):
        raise no_profile(profile, "evaluate")
    at, known = instant_of(as_of, "as_of"), None
    if known_at is not None:
        known = instant_of(known_at, "known_at")
    if not isinstance(history, History):
        history = parse_history(history)
    run = Run(
        plan_for(profile.rulebook, history.subject, known), history.cut(at, known)
    )
    run.advance(at)
    return Result(run, snapshot(run, at), at, known, (profile.id, profile.digest))


def no_profile(given: object, asked: str) -> TypeError:
    """The error of something that stands where a profile should.

    Args:
        given: perhaps the name of a profile, or its path.
        asked: the function that was called with it.
    """
    said = "`profile` comes from `load_profile`"
    if isinstance(given, str | PathLike):
        return TypeError(f"{said}: {asked}(load_profile({given!r}), …)")
    return TypeError(f"{said}, not {type(given).__name__}")


def engine_build() -> Literal["compiled", "pure"]:
    """Which build of the engine runs here; their answers are the same.

    Returns:
        ``compiled`` where the package was built with ``HOTLINE_RULES_COMPILE``
        (docs/compiled.md), else ``pure``.
    """
    return "pure" if isinstance(Run.advance, FunctionType) else "compiled"


def plan_for(rulebook: Rulebook, subject: str, known_at: int | None) -> Plan:
    """The plan for a subject under the calendar as announced by an instant."""
    plans = _PLANS.get(rulebook)
    if plans is not None:
        known_on = None
        if known_at is not None:
            known_on = _zone(rulebook, plans).day_of(known_at)
        found = plans.get((subject, known_on))
        if found is not None:
            return found
    with _MAKING:
        return _made_plan(rulebook, subject, known_at)


def _made_plan(rulebook: Rulebook, subject: str, known_at: int | None) -> Plan:
    """Make a plan, or find the one that another thread has just made."""
    plans = _PLANS.get(rulebook)
    if plans is None:
        while len(_PLANS) >= _MOST_RULEBOOKS:
            del _PLANS[next(iter(_PLANS))]
        plans = _PLANS[rulebook] = {}
    known_on = None
    if known_at is not None:
        known_on = _zone(rulebook, plans).day_of(known_at)
    found = plans.get((subject, known_on))
    if found is None:  # pragma: no branch - made by another thread meanwhile
        while len(plans) >= _MOST_PLANS:
            del plans[next(iter(plans))]
        same_day = [one for (_, day), one in plans.items() if day == known_on]
        calendars = same_day[0].calendars if same_day else None
        found = bind_plan(rulebook, subject, known_on, calendars)
        plans[(subject, known_on)] = found
    return found


def _zone(rulebook: Rulebook, plans: Mapping[Any, Plan]) -> Zone:
    some = next(iter(tuple(plans.values())), None)
    return Zone.load(rulebook.zone) if some is None else some.zone


def instant_of(value: datetime | str | int, name: str) -> int:
    """An instant given by a caller, as UTC epoch seconds.

    Raises:
        ValueError: naive, outside 1970 to 2099, or not an instant at all.
    """
    if isinstance(value, bool) or not isinstance(value, _INSTANTS):
        raise ValueError(f"`{name}` must be an aware datetime, ISO text or seconds")
    try:
        instant = value if isinstance(value, int) else parse_instant(value)
    except NotAnInstant as fault:
        raise ValueError(f"`{name}` is not an aware instant: {value}") from fault
    if not _FIRST <= instant < _END:
        raise ValueError(f"`{name}` lies outside 1970 to 2099: {value}")
    return instant
