"""Names of what a profile declares: clauses, rules, events, roles, facts, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.titles import Titles, parameter_titles
from hotline_rules.explain.model import Cite
from hotline_rules.explain.wording import clock_text, date_text, join, same, say
from hotline_rules.explain.words import (
    ENGINE_EVENTS,
    FIXED_EVENTS,
    KEYS_OF_CHANGE,
    PENALTIES,
    VALUES,
)
from hotline_rules.rulebook import DayValue, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.calendar import Notice
    from hotline_rules.evaluate.state import Occurrence
    from hotline_rules.history import Event
    from hotline_rules.rulebook import Reading, Rulebook

_SHOWN_TEXT = 40
_OWNERS = {
    "finding": "finding “{}”",
    "status": "status “{}”",
    "asked": "{} of the application",
    "granted": "{} of the decision",
}


class Names:
    """What things are called: in Chinese by the profile, in English by their id."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._titles = dict(rulebook.titles)
        self._events = {one.id: one.title for one in rulebook.events}
        self._statuses = {one.id: one.title for one in rulebook.statuses}
        self._attributes = {one.id: one.title for one in rulebook.attributes}
        self._roles = {one.id: one for one in rulebook.roles}
        self._clauses = {one.id: one for one in rulebook.clauses}
        self._ladders = {one.id: one.title for one in rulebook.ladders}
        self._named = Titles(rulebook)
        self._gaps = dict(parameter_titles(rulebook))
        self.readings: Mapping[str, Reading] = {
            one.code: one for one in rulebook.readings
        }
        self.notices = {
            notice.id: notice
            for calendar in rulebook.calendars
            for layer in calendar.layers()
            for notice in layer.notices
        }

    def cite(self, clause_id: str) -> Cite:
        """A clause with its document; an unknown id stands for itself."""
        clause = self._clauses.get(clause_id)
        if clause is None:
            return Cite(clause_id, "", "", clause_id, "")
        document = self.rulebook.documents[clause.document]
        return Cite(
            clause_id, document.title, document.number, clause.article, clause.gist
        )

    def cites(self, clause_ids: Iterable[str]) -> tuple[Cite, ...]:
        """The clauses, each once."""
        return tuple(self.cite(one) for one in dict.fromkeys(clause_ids))

    def rule(self, rule_id: str) -> Text:
        """The title of a rule, a change or a mark."""
        return _called(self._named.rules.get(rule_id), rule_id)

    def rule_names(self) -> tuple[str, ...]:
        """The ids of rules, entries, marks and changes."""
        return tuple(self._named.rules)

    def event_type(self, type_: str) -> Text:
        """The title of a recorded event."""
        return Text(self._events.get(type_, type_), plain(type_))

    def titled(self, name: str) -> Text:
        """The title of an action, a notice, a finding or a rung.

        A step or a reason that bears the name of an event has that event's title.
        """
        title = self._titles.get(name) or self._gaps.get(name)
        if title is None:
            return VALUES.get(name, self.event_type(name))
        return Text(title, plain(name))

    def penalty(self, kind: str) -> Text:
        """The name of a kind of penalty."""
        known = PENALTIES.get(kind)
        return self.titled(kind) if known is None else known

    def status(self, status: str, kind: str | None = None) -> Text:
        """The title of a status, and its kind."""
        title = Text(self._statuses.get(status, status), plain(status))
        if kind is None:
            return title
        return say("{0}（{1}）", "{0} ({1})", title, self.value(kind))

    def ladder(self, ladder: str) -> Text:
        """The title of a ladder."""
        return _called(self._ladders.get(ladder), ladder)

    def role(self, role: str, day: int) -> Text:
        """The title of a role on a day."""
        word = self._roles.get(role)
        for first, end, title in word.titles if word is not None else ():
            if (first is None or day >= first) and (end is None or day < end):
                return Text(title, plain(role))
        return Text(role, plain(role))

    def bearer(self, role: str, unit: str | None, day: int) -> Text:
        """Who: a unit by its name, another role by its title and the unit it is for."""
        word = self._roles.get(role)
        if unit is not None and word is not None and word.of_unit:
            if role == "unit":
                return same(unit)
            return say("{1}{0}", "{0} of {1}", self.role(role, day), unit)
        title = self.role(role, day)
        return title if unit is None else say("{0}（{1}）", "{0} ({1})", title, unit)

    # Events ---------------------------------------------------------------------------

    def occasion(self, occ: Occurrence) -> Text:
        """What happened: a recorded event, or one that the engine made."""
        if occ.number is not None:
            return self.event_type(occ.type)
        limit = None if occ.limit is None else occ.limit.body.case.title
        return self.happening(occ.type, limit)

    def happening(self, type_: str, limit: str | None = None) -> Text:
        """A type of event: recorded, or one that the engine makes.

        Args:
            type_: ``dispatched``, ``handle.opened`` …
            limit: the title of the limit that it is about, where that is known.
        """
        fixed = FIXED_EVENTS.get(type_)
        if fixed is not None:
            return fixed
        head, _, word = type_.rpartition(".")
        if not head:
            return self.event_type(type_)
        if head == "finding":
            title = self.titled(word)
            return say("认定“{0}”", "“{0}” was found", title)
        pattern = ENGINE_EVENTS.get(word)
        if pattern is None:
            return self._mark_reached(type_, limit)
        if word in ("begins", "ends") and head in self._statuses:
            return say(pattern.zh, pattern.en, self.status(head))
        return say(pattern.zh, pattern.en, self.rule(head))

    def _mark_reached(self, type_: str, limit: str | None) -> Text:
        mark = self.rule(type_)
        if limit is None:
            return say("到了“{0}”", "“{0}” was reached", mark)
        zh = say("“{0}”到了“{1}”", "{0}{1}", limit, mark).zh
        return Text(zh, f"“{mark.en}” was reached")

    def payload(self, event: Event) -> Text:
        """What an event carries besides its unit, as ``key: value`` pairs."""

        def key_of(key: str) -> Text:
            if event.type == "reclassified" and key in KEYS_OF_CHANGE:
                return Text(KEYS_OF_CHANGE[key], plain(key))
            return self.key(key, event.type)

        return join(
            (
                say("{0}：{1}", "{0}: {1}", key_of(key), self.value(value))
                for key, value in event.payload.items()
                if key not in ("unit", "to_unit")
            ),
            "，",
            ", ",
        )

    # Facts ----------------------------------------------------------------------------

    def key(self, key: str, event: str = "") -> Text:
        """A payload key, of one type of event where that is known."""
        return Text(self._named.key(key, event), plain(key))

    def fact(self, name: str) -> Text:
        """A fact by its dotted name; one without a scope is an attribute."""
        return Text(self._named.fact(name), self._fact_in_english(name))

    def _fact_in_english(self, name: str) -> str:
        scope, _, key = name.rpartition(".")
        if scope == "limit":
            return f"state of “{self.rule(key).en}”"
        if scope == "rung":
            return f"rung of “{self.ladder(key).en}”"
        if scope in _OWNERS:
            return _OWNERS[scope].format(plain(key))
        if key == "due" and scope in self._named.rules:
            return f"end of “{self.rule(scope).en}”"
        return "event" if name == "event.type" else plain(key)

    def value(self, value: Any) -> Text:
        """A value of a fact or a payload."""
        if value is None:
            return Text("不知", "unknown")
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if isinstance(value, list | tuple):
            return join((self.value(one) for one in value), "、", ", ")
        if isinstance(value, TimeOfDay):
            return same(clock_text(value.seconds))
        if isinstance(value, DayValue):
            return date_text(value.day)
        text = str(value)
        known = self._word(text)
        if known is not None:
            return known
        if len(text) > _SHOWN_TEXT:
            text = text[: _SHOWN_TEXT - 1] + "…"
        return same(" ".join(text.split()))

    def _word(self, word: str) -> Text | None:
        """A word that the vocabulary or the profile has a title for."""
        known = VALUES.get(word)
        if known is not None:
            return known
        title = self._events.get(word) or self._titles.get(word)
        title = title or self._statuses.get(word)
        if title is None and word in self._roles:
            title = self._roles[word].titles[-1][2]
        if title is not None:
            return Text(title, plain(word))
        return self.rule(word) if word in self._named.rules else None

    def notice(self, notice_id: str) -> Notice | None:
        """The notice of that id, if a calendar of the profile has it."""
        return self.notices.get(notice_id)


def plain(identifier: str) -> str:
    """An identifier as English words."""
    return identifier.replace("_", " ").replace(".", ": ")


def notice_name(notice: Notice) -> Text:
    """A notice by its number, else by its title."""
    if notice.number:
        return same(notice.number)
    return say("《{0}》", "“{0}”", notice.title)


def _called(title: str | None, identifier: str) -> Text:
    """A title of the profile; in English its id, then the title as it stands there."""
    if not title:
        return same(identifier)
    return Text(title, f"{plain(identifier)} ({title})")
