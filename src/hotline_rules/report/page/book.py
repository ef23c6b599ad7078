"""What the page tells once: clauses, documents, readings, titles, days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.names import notice_name
from hotline_rules.explain.words import BASES, COLOURS
from hotline_rules.report.figures import STANDINGS
from hotline_rules.report.page.forms import FORMS
from hotline_rules.report.page.part import BLOCK
from hotline_rules.report.page.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.calendar import DayReason
    from hotline_rules.report.page.telling import Telling

# Kinds of days that are neither a plain working day nor a plain day of rest.
_KINDS = {
    "holiday": "holiday",
    "makeup": "makeup",
    "statutory_unannounced": "unknown",
}


def head(
    telling: Telling,
    *,
    title: str,
    as_of: int,
    days: tuple[int, int] | tuple[()],
    parts: list[tuple[int, int]],
    cards: Iterable[str],
) -> dict[str, Any]:
    """What the scripts of the page know from the start.

    Args:
        telling: words of the profile.
        title: of the page.
        as_of: the instant judged at.
        days: the first and the last local day that the time lines may show.
        parts: of each part how many tickets and how many blocks.
        cards: kinds of penalties that occur.
    """
    documents, clauses = _law(telling)
    say = telling.say
    return {
        "lang": telling.lang,
        "title": title,
        "words": {key: say(text) for key, text in WORDS.items()},
        "asOf": telling.local(as_of),
        "block": BLOCK,
        "parts": parts,
        "forms": {
            name: {"fields": form.fields, "columns": form.columns()}
            for name, form in FORMS.items()
        },
        "documents": documents,
        "clauses": clauses,
        "readings": _readings(telling),
        "options": {
            f"{one.code}={option}": means
            for one in telling.rulebook.readings
            for option, means in one.options
        },
        "standings": {one.id: say(one.title) for one in STANDINGS},
        "colours": {key: say(text) for key, text in COLOURS.items()},
        "cards": {kind: telling.penalty(kind) for kind in cards},
        "kinds": _kinds(telling),
        "calendar": _calendar(telling, days),
    }


def _law(telling: Telling) -> tuple[list[Any], dict[str, Any]]:
    book = telling.rulebook
    clauses = {one.id: [one.document, one.article, one.gist] for one in book.clauses}
    return [[one.title, one.number] for one in book.documents], clauses


def _readings(telling: Telling) -> list[list[Any]]:
    """Code, question, option in use, on what basis, why, clauses."""
    made = []
    for one in telling.rulebook.readings:
        chosen = dict(one.options).get(one.chosen, one.chosen)
        basis = BASES.get(one.basis, Text(one.basis, one.basis))
        told = [one.code, one.about, chosen, telling.say(basis), one.ground]
        made.append([*told, list(one.cites)])
    return made


def _kinds(telling: Telling) -> dict[str, str]:
    """Titles of the values that the attribute `kind` may have."""
    for attribute in telling.rulebook.attributes:
        if attribute.id == "kind":
            return {one: telling.value(one) for one in attribute.one_of}
    return {}


def _calendar(telling: Telling, days: tuple[int, int] | tuple[()]) -> dict[str, Any]:
    """Days of rest of the week, and every day that is not what its weekday says."""
    calendar = telling.plan.calendar
    marked = []
    for day in range(days[0], days[1] + 1) if days else ():
        why = calendar.why(day)
        kind = _day_kind(why)
        if kind is not None:
            marked.append([day, kind, _day_name(telling, why)])
    return {"rest": list(calendar.rest_weekdays), "days": marked}


def _day_kind(why: DayReason) -> str | None:
    known = _KINDS.get(why.kind)
    if known is not None or why.kind in ("working", "weekend"):
        return known
    return "makeup" if why.working else "holiday"


def _day_name(telling: Telling, why: DayReason) -> str:
    name = telling.say(why.name)
    notice = None if why.notice is None else telling.names.notice(why.notice)
    if notice is None:
        return name
    comma = "，" if telling.lang == "zh" else ", "
    return f"{name}{comma}{telling.say(notice_name(notice))}"
