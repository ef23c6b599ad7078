"""What is odd about a history: shape, order, words, and changes without effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.fitting import shown, unfit_keys
from hotline_rules.evaluate.words import ANOMALIES, called
from hotline_rules.history import Anomaly, sequence_anomalies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.fitting import Kind
    from hotline_rules.evaluate.run import Run


def anomalies_of(run: Run) -> tuple[Anomaly, ...]:
    """All anomalies of a run, by event, then code, then words."""
    history = run.history
    found = [
        *history.anomalies,
        *sequence_anomalies(history),
        *_unknown_words(run),
        *_noted(run),
    ]
    found.sort(key=lambda a: (-1 if a.event is None else a.event, a.code, a.text.zh))
    return tuple(found)


def _noted(run: Run) -> Iterator[Anomaly]:
    """What the run itself found odd."""
    for code, event, detail in run.anomalies:
        text, name = ANOMALIES[code], called(code, detail, run.plan.titles)
        yield Anomaly(code, event, Text(text.zh.format(name), text.en.format(detail)))


def _unknown_words(run: Run) -> Iterator[Anomaly]:
    known = run.plan.known
    for event in run.history.events:
        keys = known.get(event.type)
        if keys is None:
            yield _said("unknown-event", event.number, event.type)
            continue
        payload = event.payload
        if not payload.keys() <= keys.keys():
            for key in payload.keys() - keys.keys():
                yield _said("unknown-payload-key", event.number, key)
        for key in unfit_keys(payload, keys):
            yield _unfit("unfit-value", event.number, key, payload[key], keys[key])
    attributes, kinds = run.history.attributes, run.plan.attributes
    for name in attributes.keys() - kinds.keys():
        yield _said("unknown-attribute", None, name)
    for name in unfit_keys(attributes, kinds):
        yield _unfit("unfit-attribute", None, name, attributes[name], kinds[name])


def _unfit(
    code: str, event: int | None, key: str, value: object, kind: Kind | None
) -> Anomaly:
    assert kind is not None
    text, given = ANOMALIES[code], shown(value)
    return Anomaly(
        code,
        event,
        Text(
            text.zh.format(key, given, kind.said.zh),
            text.en.format(key, given, kind.said.en),
        ),
    )


def _said(code: str, event: int | None, detail: str) -> Anomaly:
    text = ANOMALIES[code]
    return Anomaly(code, event, Text(text.zh.format(detail), text.en.format(detail)))
