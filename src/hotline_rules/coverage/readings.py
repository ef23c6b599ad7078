"""The disputed clauses of a profile: each way to read them, and which is in use."""

from collections.abc import Iterator, Mapping
from typing import Any

from hotline_rules.coverage import words
from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.model import Language
from hotline_rules.diagnostics.render import display_width
from hotline_rules.profile import Profile
from hotline_rules.rulebook import Clause, Reading

_BASIS = {
    "cited": Text("有依据", "on a source"),
    "assumed": Text("推定", "assumed"),
}
_IN_USE = Text("现用", "in use")
_GROUND = Text("理由", "ground")
_CLAUSES = Text("有关条款", "clauses concerned")
_NOT_OFFERED = Text("不能选", "not offered")
_ARTICLES = Text("、", ", ")


def readings_text(profile: Profile, lang: Language) -> Iterator[str]:
    """Yield the lines of a list for a terminal."""
    clauses = _clauses(profile)
    for reading in profile.rulebook.readings:
        names = [*dict(reading.options), *(one.option for one in reading.not_offered)]
        width = max(map(display_width, names))
        yield f"{reading.code}  {reading.about}"
        for option, means in reading.options:
            star = "*" if option == reading.chosen else " "
            yield f"  {star} {option:<{width}}  {means}{_used(reading, option, lang)}"
        for one in reading.not_offered:
            why = f"{_NOT_OFFERED.in_(lang)}{words.COLON.in_(lang)}{one.why}"
            yield f"  - {one.option:<{width}}  {one.means} —— {why}"
        yield f"    {_GROUND.in_(lang)}  {reading.ground}"
        yield f"    {_CLAUSES.in_(lang)}  {_cited(reading, clauses, lang)}"
        yield ""


def readings_page(profile: Profile, lang: Language) -> Iterator[str]:
    """Yield the lines of a section of Markdown."""
    clauses = _clauses(profile)
    yield from (f"## {profile.id} {profile.title}", "")
    for reading in profile.rulebook.readings:
        yield from (f"### {reading.code} {reading.about}", "")
        for option, means in reading.options:
            mark = "**" if option == reading.chosen else ""
            used = _used(reading, option, lang)
            yield f"- {mark}`{option}`{mark} {means}{used}"
        for one in reading.not_offered:
            because = f"{_NOT_OFFERED.in_(lang)}{words.COLON.in_(lang)}{one.why}"
            yield f"- ~~`{one.option}`~~ {one.means} — {because}"
        yield ""
        yield f"{_GROUND.in_(lang)}{words.COLON.in_(lang)}{reading.ground}  "
        cited = _cited(reading, clauses, lang)
        yield f"{_CLAUSES.in_(lang)}{words.COLON.in_(lang)}{cited}"
        yield ""


def readings_to_dict(profile: Profile) -> dict[str, Any]:
    """Return the readings as plain data, JSON-ready."""
    clauses = _clauses(profile)
    return {
        "profile": profile.id,
        "readings": [
            {
                "code": reading.code,
                "slug": reading.slug,
                "about": reading.about,
                "options": [
                    {"option": option, "means": means}
                    for option, means in reading.options
                ],
                "chosen": reading.chosen,
                "basis": reading.basis,
                "ground": reading.ground,
                "clauses": [
                    {"id": id_, "article": clauses[id_].article}
                    for id_ in reading.cites
                ],
                "not_offered": [
                    {"option": one.option, "means": one.means, "why": one.why}
                    for one in reading.not_offered
                ],
            }
            for reading in profile.rulebook.readings
        ],
    }


def _clauses(profile: Profile) -> Mapping[str, Clause]:
    return {clause.id: clause for clause in profile.rulebook.clauses}


def _used(reading: Reading, option: str, lang: Language) -> str:
    if option != reading.chosen:
        return ""
    use, basis = _IN_USE.in_(lang), _BASIS[reading.basis].in_(lang)
    return f"（{use}，{basis}）" if lang == "zh" else f" ({use}, {basis})"


def _cited(reading: Reading, clauses: Mapping[str, Clause], lang: Language) -> str:
    """Return the clauses of a reading, those of one article together."""
    articles: dict[str, list[str]] = {}
    for id_ in reading.cites:
        articles.setdefault(clauses[id_].article, []).append(id_)
    parts = [f"{article} {' '.join(ids)}" for article, ids in articles.items()]
    return _ARTICLES.in_(lang).join(parts)
