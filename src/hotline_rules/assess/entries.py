"""The cases of a list one by one, with their grounds, for a bulletin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.assess.records import Entry
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate import Deadline, Penalty
from hotline_rules.explain import explain_result

if TYPE_CHECKING:
    from hotline_rules.assess.found import Found, Record
    from hotline_rules.evaluate import Result
    from hotline_rules.explain import Cite, Explanation, Reason
    from hotline_rules.rulebook import Rulebook
    from hotline_rules.rulebook.measures import CaseSort

# Of the reasons that an explanation gives, those that say why.
_GROUNDS = ("mark", "because", "points", "absorbed")
_SECTIONS = {"penalty": "penalties", "limit": "deadlines", "status": "statuses"}


class Entries:
    """Makes entries; of the cases of one result the explanation is made once."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Take the rulebook that names the events."""
        self._titles = {word.id: word.title for word in rulebook.events}
        self._result: Result | None = None
        self._explanation: Explanation | None = None

    def entry(self, result: Result, found: Found, at: int) -> Entry:
        """The entry of a case that was counted at an instant."""
        if found.record is None:
            return self._event(result, found, at)
        sort, id_, kind = _named(found.record)
        reason = self._reason(result, _SECTIONS[sort], id_)
        cites = () if reason is None else reason.cites
        return Entry(
            history=result.id,
            id=id_,
            sort=sort,
            kind=kind,
            at=at,
            name=Text(id_, id_) if reason is None else reason.text,
            ground=() if reason is None else _grounds(reason),
            cites=tuple(one.clause for one in cites),
            articles=tuple(dict.fromkeys(_quoted(one) for one in cites)),
            flags=found.flags,
            kept=found.pending,
        )

    def _event(self, result: Result, found: Found, at: int) -> Entry:
        """An event has no reason of its own: it was recorded."""
        title = self._titles.get(found.event, found.event)
        return Entry(
            history=result.id,
            id=f"{found.event}:{found.unit or ''}:{at}",
            sort="event",
            kind=found.event,
            at=at,
            name=Text(title, found.event),
            ground=(),
            cites=(),
            articles=(),
            flags=(),
        )

    def _reason(self, result: Result, section: str, id_: str) -> Reason | None:
        if self._result is not result or self._explanation is None:
            self._result, self._explanation = result, explain_result(result)
        for one in self._explanation.sections:
            if one.what == section:
                return next((part for part in one.children if part.id == id_), None)
        return None


def _named(record: Record) -> tuple[CaseSort, str, str]:
    """What a record is, its id in an explanation, and its kind."""
    if isinstance(record, Penalty):
        return "penalty", record.id, record.kind
    if isinstance(record, Deadline):
        return "limit", record.id, record.rule
    id_ = f"{record.status}:{record.unit or ''}:{record.since}"
    return "status", id_, record.status


def _grounds(reason: Reason) -> tuple[Text, ...]:
    return tuple(
        one.text
        if one.label is None
        else Text(f"{one.label.zh}：{one.text.zh}", f"{one.label.en}: {one.text.en}")
        for one in reason.children
        if one.what in _GROUNDS
    )


def _quoted(cite: Cite) -> Text:
    name = cite.number or f"《{cite.document}》"
    return Text(f"{name}{cite.article}", f"{name} {cite.article}")
