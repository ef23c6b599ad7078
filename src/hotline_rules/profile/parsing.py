"""The events of a YAML text, by the quick parser where it is sure to be right.

libyaml, which PyYAML brings along, reads eight times as fast as ruamel.yaml, and says
exactly the same of the plain YAML that rule files are written in. Where the two part
(tabs, tags, anchors, values left out, several documents, …), wherever libyaml stumbles,
and where it is not installed, ruamel.yaml alone is heard: our messages are made of its
places and words. So an answer never depends on which of them is there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import yaml

    LIBYAML: Any = yaml.CBaseLoader
except (ImportError, AttributeError):  # no PyYAML, or one without its C part
    LIBYAML = None

# The libraries share their names of events, but not their classes.
ALIAS = "AliasEvent"
SCALAR = "ScalarEvent"
MAPPING_START, MAPPING_END = "MappingStartEvent", "MappingEndEvent"
SEQUENCE_START, SEQUENCE_END = "SequenceStartEvent", "SequenceEndEvent"
DOCUMENT_START, DOCUMENT_END = "DocumentStartEvent", "DocumentEndEvent"
STREAM_START, STREAM_END = "StreamStartEvent", "StreamEndEvent"

_STARTS = frozenset({MAPPING_START, SEQUENCE_START})
_ENDS = frozenset({MAPPING_END, SEQUENCE_END})
_BLOCK_STYLES = frozenset({"|", ">"})
# A tab; what ends a line in one version of YAML only; a mark of byte order within the
# text, which only one counts; a block of text with a comment glued to its head, or
# that begins with a line of blanks.
_PARTING = re.compile("[\t\x85\u2028\u2029\ufeff]|[|>][-+0-9]*(?:#|[^\n]*\n\n* +\n)")


class SyntaxFault(Exception):  # noqa: N818 - a fault of the text, which is reported
    """The text is no YAML.

    Attributes:
        error: what ruamel.yaml raised, with its places.
    """

    def __init__(self, error: Any) -> None:
        self.error = error
        super().__init__(str(error))


def kind_of_event(event: Any) -> str:
    """Return the kind of an event, one of the names above."""
    return type(event).__name__


def events_of(text: str, deepest: int) -> Iterator[Any]:
    """Parse a text, lazily where only ruamel.yaml can.

    Args:
        text: what is read; its lines end with a line feed.
        deepest: how many collections the caller follows inside each other. Beyond
            it libyaml, whose time grows with the square of the depth, is not asked.

    Yields:
        the events of ruamel.yaml, or others with the same attributes; a style of ``''``
        is none.

    Raises:
        SyntaxFault: when the events come to where the text is no YAML.
        Exception: whatever else ruamel.yaml stumbles over.
    """
    sure = _sure_events(text, deepest)
    return _slow_events(text) if sure is None else _let_go(sure)


def _let_go(events: list[Any]) -> Iterator[Any]:
    """Give each event out and keep none: a large file has many."""
    events.reverse()
    while events:
        yield events.pop()


def _slow_events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        raise SyntaxFault(error) from error


def _sure_events(text: str, deepest: int) -> list[Any] | None:
    """All the events as libyaml sees them, or None where it may be wrong."""
    if LIBYAML is None or not text.endswith("\n") or _PARTING.search(text):
        return None
    events: list[Any] = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=LIBYAML):
            kind = kind_of_event(event)
            depth += (kind in _STARTS) - (kind in _ENDS)
            if depth > deepest or not _is_sure(event, kind):
                return None
            events.append(event)
    except Exception:  # noqa: BLE001 - whatever it is, ruamel.yaml says it better
        return None
    kinds = [kind_of_event(event) for event in events]
    if kinds[:3] != _A_MAPPING or kinds.count(DOCUMENT_START) > 1:
        return None
    return events


_A_MAPPING = [STREAM_START, DOCUMENT_START, MAPPING_START]


def _is_sure(event: Any, kind: str) -> bool:
    if kind == SCALAR:
        if event.style in _BLOCK_STYLES and event.start_mark.column == 0:
            return False
        # The two place a value that is left out differently.
        written = event.value != "" or bool(event.style)
        return written and event.tag is None and event.anchor is None
    if kind in _STARTS:
        return event.tag is None and event.anchor is None
    if kind == DOCUMENT_START:
        return event.version is None and event.tags is None
    if kind == DOCUMENT_END:
        return not event.explicit
    return kind != ALIAS
