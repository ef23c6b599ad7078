"""A world in words: what sort of ticket it is that a proof has found."""

from hotline_rules.diagnostics import Text
from hotline_rules.explain import names as titles
from hotline_rules.profile import names as tables
from hotline_rules.profile.vocabulary import SUBJECT_ATTRIBUTES
from hotline_rules.profile.words import compile_titles
from hotline_rules.profile.worlds import OTHER, Value, World
from hotline_rules.rulebook import Fact, Rulebook


def world_text(world: World, names: tables.Names) -> Text:
    """Return the facts of a world, empty if it has none.

    In Chinese by the titles of the profile, a name without one as it is written; in
    English as the profile writes them.
    """
    called = _titles_of(names)
    given, absent = [], []
    for atom, value in world.items():
        if not isinstance(atom.of, Fact) or value == OTHER:
            continue
        if value is None:
            absent.append(Text(_title(atom.of, called), f"`{atom.of}`"))
        else:
            zh = f"{_title(atom.of, called)}为“{called.value(value).zh}”"
            given.append(Text(zh, f"`{atom.of}: {_word(value)}`"))
    zh = "、".join(fact.zh for fact in given)
    en = ", ".join(fact.en for fact in given)
    if absent:
        zh += ("、" if zh else "") + f"没有{'、'.join(fact.zh for fact in absent)}"
        en += (", " if en else "") + f"no {', '.join(fact.en for fact in absent)}"
    return Text(zh, en)


def _titles_of(names: tables.Names) -> titles.Names:
    """Return the names that `explain` uses, of what a profile declares alone."""
    attributes = {word.id: word for word in SUBJECT_ATTRIBUTES}
    attributes |= {id_: word for id_, (word, _) in names.attributes.items()}
    declared = Rulebook(
        id="",
        title="",
        format=1,
        zone="Asia/Shanghai",
        documents=(),
        clauses=(),
        readings=(),
        calendars=(),
        countings=(),
        events=tuple(names.events.values()),
        attributes=tuple(attributes.values()),
        statuses=tuple(names.statuses.values()),
        roles=tuple(names.roles.values()),
        findings=tuple(names.findings),
        titles=compile_titles(names),
        rules=(),
        changes=(),
    )
    return titles.Names(declared)


def _title(fact: Fact, called: titles.Names) -> str:
    name = str(fact)
    title = called.fact(name).zh
    return f"`{name}`" if title in {name, fact.name} else title


def _word(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
